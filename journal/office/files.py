"""The files of the office by their sha256: manuscripts, figures, reports, sent proofs; what they were called is in the records.

A file is written whole or not at all (a temporary one, flushed, renamed), never changed, and checked when it is read.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from journal.errors import Bilingual, JournalError, said_by_system
from journal.writing import sweep, write_bytes

MAX_BYTES = 200_000_000  # of one file

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(eq=False)
class TooLarge(JournalError):
    """A file over the limit."""

    name: str
    limit: int
    zh: ClassVar[str] = "“{name}”超过 {limit} 字节。"
    en: ClassVar[str] = "“{name}” is larger than {limit} bytes."
    fix_zh: ClassVar[str] = "请拆分或压缩其中的图片。"
    fix_en: ClassVar[str] = "Split it, or make its pictures smaller."


@dataclass(eq=False)
class CannotRead(JournalError):
    """A file that was named and cannot be taken in."""

    name: str
    reason: Bilingual
    zh: ClassVar[str] = "无法读取“{name}”：{reason}。"
    en: ClassVar[str] = "“{name}” cannot be read: {reason}."
    fix_zh: ClassVar[str] = "请检查文件名与权限。"
    fix_en: ClassVar[str] = "See that it is the right file and may be read."


@dataclass(eq=False)
class NoSuchFile(JournalError):
    """The store has no file with this sha256."""

    sha256: str
    zh: ClassVar[str] = "文件库中没有 {sha256}。"
    en: ClassVar[str] = "The store has no file {sha256}."
    fix_zh: ClassVar[str] = "请从备份恢复，或检查 JOURNAL_FILES。"
    fix_en: ClassVar[str] = "Restore it from a backup, or see what JOURNAL_FILES says."


@dataclass(eq=False)
class DamagedFile(JournalError):
    """A file of the store whose bytes are not those that were put there."""

    sha256: str
    zh: ClassVar[str] = "文件库中的 {sha256} 已损坏。"
    en: ClassVar[str] = "File {sha256} of the store is damaged."
    fix_zh: ClassVar[str] = "请从备份恢复。"
    fix_en: ClassVar[str] = "Restore it from a backup."


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken in: its sha256, its size, and the name it came with."""

    sha256: str
    size: int
    name: str


@dataclass(frozen=True)
class Files:
    """A folder of files; several processes may write it at once, since a name tells the content."""

    root: Path

    def take_in(self, file: Path) -> Kept:
        """Put in a file of the user's; CannotRead, TooLarge."""
        data = read_bounded(file)
        return Kept(self.put(data, file.name), len(data), file.name)

    def put(self, data: bytes, name: str = "", durable: bool = True) -> str:
        """Keep the bytes, in place of a copy that has gone bad; their sha256. TooLarge, said of `name`.

        Not `durable`, they are surely on the disk only after `settle`, which is quicker for thousands of files.
        """
        if len(data) > MAX_BYTES:
            raise TooLarge(name, MAX_BYTES)
        digest = hashlib.sha256(data).hexdigest()
        if not self._whole(digest):
            write_bytes(self.path(digest), data, durable)
        return digest

    def settle(self) -> None:
        """Let what was put in without waiting reach the disk, before a record is committed that names it."""
        os.sync()

    def get(self, sha256: str) -> bytes:
        """The bytes with this sha256; NoSuchFile, DamagedFile."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NoSuchFile(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DamagedFile(sha256)
        return data

    def remove(self, sha256: str) -> bool:
        """Take a file out, as when its author is forgotten; whether it was there."""
        try:
            self.path(sha256).unlink()
        except FileNotFoundError:
            return False
        return True

    def digests(self) -> Iterator[str]:
        """The sha256 of every file, in order."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            names = sorted(folder.name + file.name for file in folder.iterdir())
            yield from filter(_DIGEST.fullmatch, names)  # beside them lies what is being written

    def path(self, sha256: str) -> Path:
        """Where a file lies; NoSuchFile for what is no sha256."""
        if not _DIGEST.fullmatch(sha256):
            raise NoSuchFile(sha256)
        return self.root / sha256[:2] / sha256[2:]

    def sweep(self) -> None:
        """Remove what writers of this machine left when they died."""
        for folder in self.root.glob("[0-9a-f][0-9a-f]"):
            sweep(folder)

    def _whole(self, digest: str) -> bool:
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except FileNotFoundError:
            return False


def files_of(home: Path, environ: Mapping[str, str]) -> Files:
    """The office's files: in `JOURNAL_FILES`, else in office.files of the home."""
    return Files(Path(environ.get("JOURNAL_FILES") or home / "office.files"))


def read_bounded(file: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `limit`; CannotRead, TooLarge."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe or a device would never end
            raise CannotRead(file.name, Bilingual("不是普通文件", "it is no regular file"))
        with file.open("rb") as opened:
            data = opened.read(limit + 1)
    except OSError as error:
        raise CannotRead(file.name, said_by_system(error)) from None
    if len(data) > limit:
        raise TooLarge(file.name, limit)
    return data


__all__ = [
    "MAX_BYTES", "CannotRead", "DamagedFile", "Files", "Kept", "NoSuchFile", "TooLarge", "files_of", "read_bounded",
]  # fmt: skip
