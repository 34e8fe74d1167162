"""A plan run on an executor: each artifact once, when what it needs is there."""

from __future__ import annotations

import concurrent.futures as futures
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from journal import toolchain
from journal.build import out as writing
from journal.build.out import Out, archive_path
from journal.build.plan import Artifact, Plan, Selection, plan
from journal.build.report import Event, Report
from journal.build.work import Failures, Serial, Task, work, workers
from journal.errors import BUG, Bilingual, JournalError, Refused
from journal.ids import ArticleId
from journal.model import Snapshot
from journal.store import Made, Store


@dataclass(eq=False)
class Unforeseen(JournalError):
    """Something whose making failed as nobody foresaw."""

    cause: str
    zh: ClassVar[str] = "程序出错（{cause}）。"
    en: ClassVar[str] = "The program has a bug ({cause})."
    fix_zh: ClassVar[str] = "请把这篇文章与此行报告给维护者。"
    fix_en: ClassVar[str] = "Please report it, with the article."
    exit: ClassVar[int] = BUG


def build(
    home: Path,
    snapshot: Snapshot,
    selection: Selection,
    *,
    cache: Path,
    out: Path,
    archive: Path,
    jobs: int = 1,
    executor: futures.Executor | None = None,
    dry_run: bool = False,
    failed: Mapping[ArticleId, JournalError] | None = None,
    tell: Callable[[Event], None] = lambda event: None,
) -> Report:
    """Make the selection and write what changed under `out`.

    An artifact that fails names itself in the report, as does an article of `failed`, which could not be read; the rest
    is made. With `dry_run` nothing is made or written: the report's `made` lists what would be.
    """
    store = Store(cache)
    there = Out(out)
    wanted = plan(snapshot, selection, store, failed or (), there.pages(), there.manifest)
    for note in wanted.notes:
        tell(Event("note", message=note))
    builder = _Builder(home, store, archive, there, wanted, tell, dry_run)
    builder.report.failures.extend((str(id), error) for id, error in _due(snapshot, selection, failed or {}))
    if executor is not None:
        builder.run_on(executor)
    elif jobs <= 1 or builder.is_quick():
        builder.run(Serial())
    else:
        with workers(jobs) as pool:
            builder.run_on(pool)
    if not dry_run:
        writing.write(
            there, store, archive, wanted, builder.report, snapshot, whole=selection == Selection(), tell=tell
        )
    return builder.report


def _due(
    snapshot: Snapshot, selection: Selection, failed: Mapping[ArticleId, JournalError]
) -> Iterator[tuple[ArticleId, JournalError]]:
    """The articles that could not be read among those selected."""
    placed = {
        slot.article: issue.id for issue in snapshot.issues for edition in issue.editions for slot in edition.slots
    }
    for id, error in failed.items():
        if (
            not (selection.issues or selection.articles)
            or id in selection.articles
            or placed.get(id) in selection.issues
        ):
            yield id, error


class _Builder:
    """Runs a plan: an artifact is due when what it needs is there."""

    def __init__(
        self,
        home: Path,
        store: Store,
        archive: Path,
        out: Out,
        plan: Plan,
        tell: Callable[[Event], None],
        dry_run: bool,
    ) -> None:
        self.home, self.store, self.archive, self.out = home, store, archive, out
        self.plan, self.tell, self.dry_run = plan, tell, dry_run
        self.due = {artifact.name: artifact for artifact in plan.artifacts}
        self.done: dict[str, Made] = {}
        self.spoilt: set[str] = set()  # articles and artifacts that failed
        self.report = Report()

    def is_quick(self) -> bool:
        """Whether no more than an article has to be laid out: then a pool of processes costs more than it saves."""
        due = [a for a in self.plan.artifacts if a.name.startswith("pdf:") and not self._kept(a)]
        return len(due) < 2 or (len(due) == 2 and all(len(artifact.paths) == 1 for artifact in due))

    def run_on(self, executor: futures.Executor) -> None:
        """As `run`; when a worker dies and the executor is of no use any more, the rest is made in this process."""
        try:
            self.run(executor)
        except futures.BrokenExecutor:
            said = Bilingual("一个工作进程意外退出，改在本进程中继续。", "A worker died; going on without it.")
            self.tell(Event("note", message=said))
            self.run(Serial())

    def run(self, executor: futures.Executor) -> None:
        """Make everything that is due; BrokenExecutor leaves what was under way due again."""
        running: dict[Task, Artifact] = {}
        try:
            while self.due or running:
                for artifact in [a for a in self.due.values() if all(n in self.done for n in a.needs)]:
                    if self._is_spoilt(artifact):
                        self.done[artifact.name] = Made({})
                    else:
                        self._start(artifact, executor, running)
                    del self.due[artifact.name]
                for task in futures.wait(running, return_when=futures.FIRST_COMPLETED).done:
                    made, failures = self._result(task, running[task])
                    self._finish(running.pop(task), made, failures)
        except futures.BrokenExecutor:
            self.due |= {artifact.name: artifact for artifact in running.values()}
            raise

    def _result(self, task: Task, artifact: Artifact) -> tuple[Made, Failures]:
        """What a task gave; of one that failed as nobody foresaw, its failure. What the system refuses ends the build."""
        try:
            return task.result()
        except (futures.BrokenExecutor, OSError, Refused):
            raise
        except Exception as error:  # noqa: BLE001 — at the edge of one artifact: it fails alone, the rest is made
            return Made({}), ((artifact.name, Unforeseen(f"{type(error).__name__}: {error}")),)

    def _is_spoilt(self, artifact: Artifact) -> bool:
        """Whether the pages that it would name were not found: what was made of it before stands as it is."""
        return bool(artifact.needs) and not self.spoilt.isdisjoint((artifact.article, *artifact.needs))

    def _start(self, artifact: Artifact, executor: futures.Executor, running: dict[Task, Artifact]) -> None:
        known = self._kept(artifact)
        if known is not None:
            self.report.cached.append(artifact.name)
            self._settle(artifact, known, "cached")
        elif self.dry_run:
            self.report.made.append(artifact.name)
            self._settle(artifact, Made({}), "start")
        else:
            self.tell(self._event("start", artifact))
            self._say_if_published(artifact)
            key = artifact.key(self._needed_digests(artifact))
            given = (artifact, key, self.home, self.store.root, self._needed(artifact), toolchain.fingerprint())
            running[_hand_over(executor, given)] = artifact

    def _kept(self, artifact: Artifact) -> Made | None:
        """The product, if it was made before and all its bytes are whole, in `out` or in the store."""
        if artifact.archived and all(archive_path(self.archive, digest).exists() for _, digest in artifact.archived):
            return Made(dict(artifact.archived))
        if not all(name in self.done for name in artifact.needs):
            return None
        made = self.store.made(artifact.key(self._needed_digests(artifact)))
        if made is None or not all(self._is_whole(path, digest) for path, digest in made.files.items()):
            return None
        return made

    def _is_whole(self, path: str, digest: str) -> bool:
        return self.out.digest(path) == digest or self.store.get(digest) is not None

    def _needed_digests(self, artifact: Artifact) -> list[str]:
        return [page for name in artifact.needs for page in self.done[name].pages()]

    def _needed(self, artifact: Artifact) -> dict[str, bytes]:
        found = {}
        for name in artifact.needs:
            for path, digest in self.done[name].files.items():
                if path.startswith("@"):
                    found[path] = self.store.get(digest) or b"{}"
        return found

    def _say_if_published(self, artifact: Artifact) -> None:
        if artifact.archived and not artifact.fixed:
            self.tell(
                self._event(
                    "note",
                    artifact,
                    Bilingual(
                        "archive/ 中没有已发布的 PDF，重新排版；字节可能与发布时不同。",
                        "the published PDFs are not in archive/: they are laid out again and may differ from those in bytes.",
                    ),
                )
            )

    def _finish(self, artifact: Artifact, made: Made, failures: Failures) -> None:
        for name, error in failures:
            self.spoilt.add(name)
            # One fault of an article stops many products; a fault of ours may look the same in two articles.
            if isinstance(error, Unforeseen) or all(
                error.message != known.message for _, known in self.report.failures
            ):
                self.report.failures.append((name, error))
                self.tell(self._event("failed", artifact, error.message))
        if made.files:
            self.report.made.append(artifact.name)
        self._settle(artifact, made, "failed" if failures else "made")

    def _settle(self, artifact: Artifact, made: Made, kind: str) -> None:
        self.done[artifact.name] = made
        self.report.findings.extend(made.findings)
        self.report.files.update({path: digest for path, digest in made.files.items() if not path.startswith("@")})
        for path, digest in made.files.items():
            if path.startswith("@pages/"):
                issue, _, language = path.removeprefix("@pages/").removesuffix(".json").rpartition(".")
                self.report.pages[issue, language] = {
                    id: (first, last) for id, (first, last) in json.loads(self.store.get(digest) or b"{}").items()
                }
        if kind != "failed":
            self.tell(self._event(kind, artifact))

    def _event(self, kind: str, artifact: Artifact, message: Bilingual | None = None) -> Event:
        return Event(kind, artifact.name, artifact.paths, message, len(self.done), len(self.plan.artifacts))


def _hand_over(executor: futures.Executor, given: tuple[Any, ...]) -> Task:
    """The task that makes what is `given` (the arguments of `work`); BrokenExecutor if the executor is of no use."""
    try:
        return executor.submit(work, *given)
    except OSError:
        # A worker that dies while the pool starts its next one closes the pipes under it ("handle is closed"). By then
        # the pool knows, and says so when asked for anything; what the system refused is raised as it was.
        executor.submit(int)
        raise


__all__ = ["Unforeseen", "build"]
