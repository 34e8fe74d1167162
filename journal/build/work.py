"""One artifact, made from what it names: in this process or in a worker."""

from __future__ import annotations

import concurrent.futures as futures
import contextlib
import dataclasses
import importlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from journal import toolchain
from journal.build.seen import files
from journal.errors import BadFile, Bilingual, JournalError, Place, Refused
from journal.folder import sha256
from journal.folder.files import bytes_of
from journal.model import Article, ByLanguage, Placement, Rendition
from journal.outputs import PerArticle, Product
from journal.store import Made, Store

if TYPE_CHECKING:
    from journal.build.plan import Artifact

Failures: TypeAlias = tuple[tuple[str, JournalError], ...]
Task: TypeAlias = futures.Future[tuple[Made, Failures]]


@dataclass(frozen=True)
class Workbench:
    """What an artifact's `make` may reach: its own input files, what it needs, and the store."""

    home: Path
    store: Store
    files: Mapping[str, str]
    needed: Mapping[str, bytes]

    @property
    def cache(self) -> Path:
        return self.store.root

    def read(self, path: str) -> bytes:
        data = bytes_of(self.home, path)
        if sha256(data) != self.files[path]:
            raise BadFile(
                Place(path),
                Bilingual("文件在生成过程中被改动。", "the file changed while it was being used."),
                Bilingual("请重新运行。", "Run the command again."),
            )
        return data

    def memo(self, key: str, make: Callable[[], bytes]) -> bytes:
        return self.store.memo(key + toolchain.fingerprint(), make)

    def known(self, key: str) -> bytes | None:
        return self.store.known(key + toolchain.fingerprint())


def work(
    artifact: Artifact, key: str, home: Path, root: Path, needed: Mapping[str, bytes], made_by: str
) -> tuple[Made, Failures]:
    """Make one artifact and keep it; runs in a worker. Errors of people come back as values, ours end the build.

    `made_by` is the toolchain that the key names: a worker elsewhere that has another would make other bytes, and refuses.
    """
    if toolchain.fingerprint() != made_by:
        raise Refused(
            Bilingual(
                "工作进程所在的机器装有不同版本的程序或程序库，做出的字节会不同。",
                "A worker has other versions of the program or its libraries: its bytes would differ.",
            ),
            Bilingual(
                "请在各台机器上装同一版本（journal build --why 列出版本）。",
                "Install the same versions on every machine (journal build --why lists them).",
            ),
        )
    store = Store(root)
    try:
        product = artifact.make(Workbench(home, store, dict(artifact.files), needed))
    except JournalError as error:
        return Made({}), ((artifact.name, error),)
    if product.failures:  # what is whole is used, but next time it is all tried again
        return Made({path: store.put(data) for path, data in product.files.items()}, product.findings), product.failures
    return store.keep(key, product.files, product.findings), ()


def per_article_product(bench: Workbench, module: str, rendition: Rendition) -> Product:
    """A per-article product, its placements completed with the pages that a lay-out just found."""
    placements = ByLanguage(
        tuple(
            (language, _paged(bench, rendition.article, placement))
            for language, placement in rendition.placements.pairs
        )
    )
    article = rendition.article
    folder_ = article.path.rpartition("/")[0]
    sources = {path.removeprefix(f"{folder_}/"): bench.read(path) for path, _ in files(article)}
    output: PerArticle = importlib.import_module(module).OUTPUT  # by name: a task must travel to another process
    made = output.make(dataclasses.replace(rendition, placements=placements), sources)
    return Product({f"public/articles/{article.id}/{name}": data for name, data in made.items()})


def lost_pdf(bench: Workbench, path: str, digest: str) -> Product:
    """What is made of a PDF that another system made and the archive has no more: nothing. Always BadFile."""
    raise BadFile(
        Place(path),
        Bilingual(
            f"archive/ 中没有此 PDF（{digest[:12]}），它由原系统制作，不能重新排版。",
            f"this PDF ({digest[:12]}) is not in archive/; the system it was taken over from made it, and it cannot be laid out again.",
        ),
        Bilingual(
            "请从备份恢复 archive/，或再导入一次（journal office import --ojs）。",
            "Restore archive/ from a backup, or import once more: journal office import --ojs",
        ),
    )


def _paged(bench: Workbench, article: Article, placement: Placement) -> Placement:
    for name in (
        f"@pages/{placement.issue}.{placement.language}.json",
        f"@pages/{article.id}.{placement.language}.json",
    ):
        found = json.loads(bench.needed.get(name, b"{}")).get(str(article.id))
        if found:
            return dataclasses.replace(placement, first=found[0], last=found[1])
    return placement


@contextlib.contextmanager
def workers(count: int) -> Iterator[futures.Executor]:
    """Processes to work in; what ends the build ends them at once, in the middle of a page."""
    spawn = multiprocessing.get_context("spawn")
    with futures.ProcessPoolExecutor(count, mp_context=spawn, initializer=_begin) as pool:
        try:
            yield pool
        finally:
            # What they gave is taken by now. One that began while another died is unknown to the pool, which would wait
            # for it for ever.
            for process in list((pool._processes or {}).values()):
                process.terminate()


def _begin() -> None:
    """In a worker: leave Ctrl-C to whoever began the build, and end with it, even when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Serial(futures.Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        """A finished future of `fn(*args, **kwargs)`."""
        future: futures.Future[object] = futures.Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 — handed to whoever asks for the result; Ctrl-C is not kept waiting
            future.set_exception(error)
        return future
