"""What was made before, by what it was made of: content-addressed bytes, written whole, checked when read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal.errors import Bilingual, Finding, Level, Place
from journal.folder import sha256, write_bytes


@dataclass(frozen=True)
class Made:
    """A product in the store: sha256 by path, and what should be known of it."""

    files: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def pages(self) -> list[str]:
        """What others may need of it, its page numbers: each path with its sha256."""
        return [f"{path}={digest}" for path, digest in self.files.items() if path.startswith("@")]


@dataclass(frozen=True)
class Store:
    """A folder of things made; several processes may write it at once, since a name tells the content."""

    root: Path

    def made(self, key: str) -> Made | None:
        """The product kept under `key`, if all its bytes are there; whether they are whole, `get` tells."""
        record = self._record(key)
        if record is None or not all(self._path(digest).exists() for digest in record["files"].values()):
            return None
        return Made(record["files"], tuple(map(_finding, record["findings"])))

    def keep(self, key: str, files: Mapping[str, bytes], findings: tuple[Finding, ...] = ()) -> Made:
        """Keep the bytes of a product, then the record of it."""
        digests = {path: self.put(data) for path, data in files.items()}
        record = {"files": digests, "findings": [dataclasses.asdict(finding) for finding in findings]}
        data = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
        write_bytes(self._record_path(key), sha256(data).encode() + b"\n" + data, durable=False)
        return Made(digests, findings)

    def put(self, data: bytes) -> str:
        """Keep `data`, in place of a copy that has gone bad; its sha256."""
        digest = sha256(data)
        if self.get(digest) is None:
            write_bytes(self._path(digest), data, durable=False)
        return digest

    def get(self, digest: str) -> bytes | None:
        """The bytes with this sha256; a copy that has gone bad counts as absent."""
        try:
            data = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        return data if sha256(data) == digest else None

    def memo(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What `make` gives, from the store if it was made under `key` before."""
        record = self._record(key)
        if record is not None and (data := self.get(record["files"][""])) is not None:
            return data
        data = make()
        self.keep(key, {"": data})
        return data

    def known(self, key: str) -> bytes | None:
        """What is kept under `key` by `memo`, without making it."""
        record = self._record(key)
        return None if record is None else self.get(record["files"].get("", ""))

    def _record(self, key: str) -> dict[str, Any] | None:
        try:
            digest, _, data = self._record_path(key).read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if sha256(data).encode() != digest:
            return None  # a damaged record is a product to make again
        record: dict[str, Any] = json.loads(data)
        return record

    def _record_path(self, key: str) -> Path:
        name = sha256(key.encode())
        return self.root / "made" / name[:2] / name[2:]

    def _path(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / (digest[2:] or "-")


def _finding(record: Mapping[str, Any]) -> Finding:
    return Finding(
        record["rule"],
        Level(record["level"]),
        Place(**record["place"]),
        Bilingual(**record["message"]),
        Bilingual(**record["remedy"]),
        record["waived"],
    )
