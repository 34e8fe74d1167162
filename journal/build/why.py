"""Why a product is as it is: what it is made of, and whether it is up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from journal import toolchain
from journal.build.out import Out, archive_path
from journal.build.plan import Artifact, Selection, plan
from journal.errors import Bilingual, Misused
from journal.model import Snapshot
from journal.store import Store


def _is_made(artifact: Artifact, others: Mapping[str, Artifact], store: Store) -> bool:
    """Whether the store has the product of these facts, and of the pages that it needs."""
    pages: list[str] = []
    for name in artifact.needs:
        made = store.made(others[name].key(())) if not others[name].needs else None
        if made is None:
            return False
        pages += made.pages()
    return store.made(artifact.key(pages)) is not None


def why(snapshot: Snapshot, path: str, *, cache: Path, archive: Path, out: Path) -> tuple[Bilingual, ...]:
    """What the product at `path` (under out/) is made of, and whether it is up to date; Misused if nothing makes it."""
    store = Store(cache)
    wanted = plan(snapshot, Selection(), store, before=Out(out).pages())
    for artifact in wanted.artifacts:
        if path in artifact.paths or path.removeprefix("out/") in artifact.paths:
            state = _state(artifact, {other.name: other for other in wanted.artifacts}, store, archive)
            return tuple(_told(artifact, state))
    raise Misused(Bilingual(f"没有产物写到 {path}。", f"Nothing is made at {path}."))


def _state(artifact: Artifact, others: Mapping[str, Artifact], store: Store, archive: Path) -> Bilingual:
    if artifact.archived and all(archive_path(archive, digest).exists() for _, digest in artifact.archived):
        return Bilingual("已出版，取自 archive/", "published, taken from archive/")
    if _is_made(artifact, others, store):
        return Bilingual("已是最新", "up to date")
    return Bilingual("需要生成", "to be made")


def _told(artifact: Artifact, state: Bilingual) -> Iterator[Bilingual]:
    yield Bilingual(f"{artifact.name}：{state.zh}", f"{artifact.name}: {state.en}")
    for file, digest in artifact.files:
        yield Bilingual(f"  文件 {file} {digest[:12]}", f"  file {file} {digest[:12]}")
    for need in artifact.needs:
        yield Bilingual(f"  依赖 {need}", f"  needs {need}")
    for name, text in toolchain.versions():
        yield Bilingual(f"  工具 {name} {text}", f"  tool {name} {text}")


__all__ = ["why"]
