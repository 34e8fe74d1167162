"""What stands under `out/` and in the archive, and how it is brought to what was made."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from journal import folder, toolchain
from journal.build.plan import Artifact, Plan
from journal.build.report import Event, Report
from journal.errors import BadFile, Bilingual, Place
from journal.folder import sha256
from journal.ids import ArticleId, Language
from journal.model import Snapshot
from journal.outputs import pdf
from journal.store import Store

MANIFEST = "manifest.json"


def archive_path(archive: Path, digest: str) -> Path:
    """Where the archive keeps a published PDF."""
    return archive / digest[:2] / f"{digest}.pdf"


def archive_pdf(archive: Path, data: bytes) -> str:
    """Keep a published PDF by its sha256, which is returned."""
    digest = sha256(data)
    path = archive_path(archive, digest)
    if not path.exists():
        folder.write_bytes(path, data)
    return digest


class Out:
    """The folder that is written to; each file in it is read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._digests: dict[str, str] = {}

    @functools.cached_property
    def manifest(self) -> Mapping[str, Mapping[str, Any]]:
        """What stands there by the last build's own account: by path its sha256 and what it was made of."""
        try:
            found = json.loads((self.root / MANIFEST).read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        files = found.get("files") if isinstance(found, dict) else None
        # What the manifest names may be removed: a name that leads out of the folder is not believed.
        return {path: entry for path, entry in files.items() if _is_inside(path)} if isinstance(files, dict) else {}

    def pages(self) -> dict[str, tuple[int, int]]:
        """First and last page of each article's PDF, by its path, as it was last laid out."""
        pages = ((path, entry.get("pages")) for path, entry in self.manifest.items() if isinstance(entry, dict))
        return {path: (int(run[0]), int(run[1])) for path, run in pages if isinstance(run, list) and len(run) == 2}

    def digest(self, path: str) -> str:
        """The sha256 of what stands at `path`; of nothing, nothing."""
        if path not in self._digests:
            target = self.root / path
            self._digests[path] = sha256(target.read_bytes()) if target.is_file() else ""
        return self._digests[path]

    def remove(self, path: str) -> None:
        """Take away the file at `path`, and the folders that it leaves empty."""
        (self.root / path).unlink(missing_ok=True)
        for folder_ in list((self.root / path).parents)[: path.count("/")]:
            if not folder_.is_dir() or any(folder_.iterdir()):
                break
            folder_.rmdir()


def write(
    out: Out,
    store: Store,
    archive: Path,
    plan: Plan,
    report: Report,
    snapshot: Snapshot,
    whole: bool,
    tell: Callable[[Event], None],
) -> None:
    """Bring `out` to the plan: files that differ are written, and after a whole build what no longer belongs is removed."""
    before = out.manifest
    for path, digest in sorted(report.files.items()):
        if out.digest(path) == digest:
            continue
        try:
            data = _bytes(digest, store, archive)
        except BadFile as error:
            report.failures.append((path, error))
            del report.files[path]
            tell(Event("failed", paths=(path,), message=error.message))
            continue
        folder.write_bytes(out.root / path, data)
        report.written.append(path)
        tell(Event("written", paths=(path,)))
    kept = {} if whole and not report.failures else before
    for path in set(before) - set(report.files) if whole and not report.failures else ():
        out.remove(path)
    made_of = {path: artifact for artifact in plan.artifacts for path in artifact.paths}
    pages = dict(_pages(report))
    entries = {path: entry for path, entry in kept.items() if (out.root / path).exists()}
    entries |= {
        path: _entry(digest, made_of[path], pages.get(path)) for path, digest in report.files.items() if path in made_of
    }
    manifest = {
        "format": 1,
        "files": dict(sorted(entries.items())),
        "fonts": [dataclasses.asdict(font) | {"path": Path(font.path).name} for font in snapshot.house.fonts],
        "toolchain": dict(toolchain.versions()),
    }
    data = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    target = out.root / MANIFEST
    if not target.exists() or target.read_bytes() != data:
        folder.write_bytes(target, data)


def _bytes(digest: str, store: Store, archive: Path) -> bytes:
    """What the store or the archive has under this sha256; BadFile if it has gone bad."""
    path = archive_path(archive, digest)
    data = store.get(digest)
    if data is None and path.exists():
        data = path.read_bytes()
    if data is None:
        raise BadFile(
            Place(str(store.root)),
            Bilingual("缓存中的文件在生成过程中丢失。", "a file was lost from the cache while it was being used."),
            Bilingual("请重新运行。", "Run the command again."),
        )
    if sha256(data) != digest:
        raise BadFile(
            Place(str(path)),
            Bilingual("归档文件已损坏。", "the archived file is damaged."),
            Bilingual("请从备份恢复，或删除它后重新生成。", "Restore it from a backup, or delete it and build again."),
        )
    return data


def _entry(digest: str, artifact: Artifact, pages: tuple[int, int] | None) -> dict[str, object]:
    entry = {"sha256": digest, "artifact": artifact.name, "from": dict(artifact.files)}
    return entry | ({"pages": pages} if pages else {})


def _pages(report: Report) -> Iterator[tuple[str, tuple[int, int]]]:
    for (_, language), runs in report.pages.items():
        for id, run in runs.items():
            yield pdf.article_path(ArticleId(id), Language(language)), run


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and not path.startswith("/") and ".." not in parts


__all__ = ["MANIFEST", "Out", "archive_path", "archive_pdf", "write"]
