"""From a snapshot to files: a plan of artifacts, each made once from what it names, by any executor."""

from __future__ import annotations

import concurrent.futures as futures
import dataclasses
import datetime as dt
import functools
import hashlib
import importlib
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeAlias

from journal import folder, toolchain
from journal.errors import BUG, BadFile, Bilingual, Finding, JournalError, Level, Misused, Place
from journal.folder import sha256
from journal.folder.files import bytes_of
from journal.ids import ArticleId, IssueId, Language
from journal.model import Article, ByLanguage, Issue, Placement, Rendition, Slot, Snapshot
from journal.outputs import Bench, PerArticle, Product, pdf, per_article
from journal.store import Made, Store

MANIFEST = "manifest.json"
LAID_OUT = {"pdf", "issue-pdf"}


@dataclass(frozen=True)
class Selection:
    """What to build: issues and articles by id (none: all), outputs with their language (none: all)."""

    issues: tuple[IssueId, ...] = ()
    articles: tuple[ArticleId, ...] = ()
    only: tuple[tuple[str, str | None], ...] = ()

    def wants(self, output: str, language: Language | None = None) -> bool:
        """Whether the output, in the language if it has one, is among those asked for."""
        return not self.only or any(
            name == output and (tongue is None or language is None or tongue == language) for name, tongue in self.only
        )


@dataclass(frozen=True)
class Artifact:
    """Something to make: its files under `out/`, the function that makes it, and all it is made of."""

    name: str
    paths: tuple[str, ...]
    make: Callable[[Bench], Product]
    facts: str
    files: tuple[tuple[str, str], ...]  # home path, sha256
    needs: tuple[str, ...] = ()
    archived: tuple[tuple[str, str], ...] = ()  # path, sha256 of the published file
    whole: bool = True  # whether it depends on every byte of its files, or on what its facts say of them

    def key(self, needed: Iterable[str]) -> str:
        """What the product depends on: facts, input files, the products it needs, and the toolchain."""
        files = self.files if self.whole else ()
        parts = (self.name, self.facts, files, sorted(needed), toolchain.fingerprint())
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(eq=False)
class Unforeseen(JournalError):
    """Something whose making failed as nobody foresaw."""

    cause: str
    zh: ClassVar[str] = "程序出错（{cause}）。"
    en: ClassVar[str] = "The program has a bug ({cause})."
    fix_zh: ClassVar[str] = "请把这篇文章与此行报告给维护者。"
    fix_en: ClassVar[str] = "Please report it, with the article."
    exit: ClassVar[int] = BUG


@dataclass(frozen=True)
class Plan:
    """The artifacts of a selection, those that others need first."""

    artifacts: tuple[Artifact, ...]
    notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something that happened while building, for whoever shows progress."""

    kind: str  # start, made, cached, archived, failed, written, note
    artifact: str = ""
    paths: tuple[str, ...] = ()
    message: Bilingual | None = None
    done: int = 0
    total: int = 0


@dataclass
class Report:
    """What a build did."""

    made: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    failures: list[tuple[str, JournalError]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # path under out/ → sha256
    pages: dict[tuple[str, str], dict[str, tuple[int, int]]] = field(
        default_factory=dict
    )  # (issue, language) → article


# ---------------------------------------------------------------- the plan


def outputs() -> dict[str, str]:
    """The outputs that `only` knows, each with its one-line description."""
    described = {"pdf": pdf.__doc__ or "", "issue-pdf": pdf.__doc__ or ""}
    for output in per_article():
        module = output.make.__module__
        described.setdefault(output.name, (importlib.import_module(module).__doc__ or "").strip().splitlines()[0])
    return described


def plan(snapshot: Snapshot, selection: Selection, store: Store, failed: Iterable[ArticleId] = ()) -> Plan:
    """What making the selection takes; Misused names an issue, article or output that does not exist.

    An article that could not be read, one of `failed` or in a slot, is passed over: whoever read the home knows why.
    """
    _known(snapshot, selection, failed)
    planner = _Planner(snapshot, selection, store)
    artifacts = tuple(planner.artifacts())
    return Plan(artifacts, tuple(dict.fromkeys(planner.notes)))


def _known(snapshot: Snapshot, selection: Selection, failed: Iterable[ArticleId]) -> None:
    for id, have in (
        (selection.issues, {i.id for i in snapshot.issues}),
        (selection.articles, {a.id for a in snapshot.articles} | set(failed)),
    ):
        for one in id:
            if one not in have:
                raise Misused(Bilingual(f"没有“{one}”这一期或这篇文章。", f"There is no issue or article “{one}”."))
    for name, _ in selection.only:
        if name not in outputs():
            known = ", ".join(outputs())
            raise Misused(
                Bilingual(f"没有“{name}”这种产物，可选：{known}。", f"There is no output “{name}”; there are: {known}.")
            )


class _Planner:
    """Turns facts into artifacts; finds the page numbers that are known before anything is laid out."""

    def __init__(self, snapshot: Snapshot, selection: Selection, store: Store) -> None:
        self.snapshot = snapshot
        self.selection = selection
        self.store = store
        self.notes: list[Bilingual] = []
        self.readable = {article.id: article for article in snapshot.articles}

    def artifacts(self) -> Iterator[Artifact]:
        chosen = tuple(map(self.snapshot.issue, self.selection.issues)) if self._selected() else self.snapshot.issues
        singles = self.selection.articles if self._selected() else self.snapshot.forthcoming
        for issue in chosen:
            yield from self._issue(issue)
        placed = {article.id for issue in chosen for article in self._articles(issue)}
        for id in dict.fromkeys(singles):
            if id in self.readable and id not in placed:
                yield from self._single(self.readable[id])

    def _selected(self) -> bool:
        return bool(self.selection.issues or self.selection.articles)

    # ------------------------------------------------------------ a whole issue

    def _issue(self, issue: Issue) -> Iterator[Artifact]:
        editions: dict[Language, str] = {}
        for edition in issue.editions:
            language = edition.language
            if self._slots(issue, language) and (
                self.selection.wants("issue-pdf", language) or self.selection.wants("pdf", language)
            ):
                artifact = self._edition(issue, language)
                editions[language] = artifact.name
                yield artifact
        for article in self._articles(issue):
            yield from self._products(article, issue, editions)

    def _articles(self, issue: Issue) -> tuple[Article, ...]:
        ids = dict.fromkeys(slot.article for edition in issue.editions for slot in edition.slots)
        return tuple(self.readable[id] for id in ids if id in self.readable)

    def _slots(self, issue: Issue, language: Language) -> tuple[tuple[int, Slot, Article], ...]:
        """The edition's places in order with their articles; only those that have a full text to set."""
        edition = issue.edition(language)
        slots = enumerate(edition.slots, start=1) if edition else ()
        return tuple(
            (order, slot, self.readable[slot.article])
            for order, slot in slots
            if slot.article in self.readable and language in self.readable[slot.article].full_text
        )

    @functools.cache  # noqa: B019 — lives as long as one plan
    def _edition(self, issue: Issue, language: Language) -> Artifact:
        slots = self._slots(issue, language)
        articles = tuple(article for _, _, article in slots)
        work = pdf.Edition(
            self.snapshot.journal,
            self.snapshot.house,
            _bare(issue, language),
            language,
            articles,
            tuple(Placement(issue.id, language, slot.column, order) for order, slot, _ in slots),
            tuple(_locked(issue, article, language) for article in articles),
            self._missing(issue, language),
        )
        paths = (*(pdf.article_path(article, language) for article in articles), pdf.issue_path(issue, language))
        return Artifact(
            name=f"pdf:{issue.id}.{language}",
            paths=paths,
            make=functools.partial(pdf.edition, work=work),
            facts=pdf.facts(work),
            whole=False,
            files=tuple(file for article in articles for file in _files(article)),
            archived=_archived(issue, language, articles),
        )

    def _missing(self, issue: Issue, language: Language) -> tuple[ArticleId, ...]:
        edition = issue.edition(language)
        slots = edition.slots if edition else ()
        return tuple(slot.article for slot in slots if slot.article not in self.readable)

    # ------------------------------------------------------------ one article

    def _single(self, article: Article) -> Iterator[Artifact]:
        issue, placements = self._place(article)
        laid: dict[Language, str] = {}
        for language in article.full_text:
            if not self.selection.wants("pdf", language):
                continue
            placement = placements.get(language)
            if issue is not None and placement is None:
                continue
            artifact = self._alone(article, issue, language, placement)
            if placement is None or placement.first is not None:
                laid[language] = artifact.name
            yield artifact
        yield from self._products(article, issue, laid)

    def _place(self, article: Article) -> tuple[Issue | None, ByLanguage[Placement]]:
        for issue in self.snapshot.issues:
            if article in self._articles(issue):
                return issue, self._placements(issue, article)
        return None, ByLanguage()

    def _alone(
        self, article: Article, issue: Issue | None, language: Language, placement: Placement | None
    ) -> Artifact:
        bare = dataclasses.replace(placement, first=None, last=None) if placement else None
        start = placement.first if placement else 1
        if start is None:
            start = 1
            self.notes.append(
                Bilingual(
                    f"{article.id}：前面各篇尚未排版，页码暂从第1页起；先运行 journal build {placement.issue if placement else ''}。",
                    f"{article.id}: what stands before it was not laid out yet, so its pages begin at 1; "
                    f"run journal build {placement.issue if placement else ''} first.",
                )
            )
        work = pdf.Alone(
            self.snapshot.journal,
            self.snapshot.house,
            _bare(issue) if issue else None,
            language,
            article,
            bare,
            start,
        )
        return Artifact(
            name=f"pdf:{article.id}.{language}",
            paths=(pdf.article_path(article, language),),
            make=functools.partial(pdf.alone, work=work),
            facts=pdf.facts(work),
            whole=False,
            files=_files(article),
            archived=_archived_article(issue, article, language),
        )

    # ------------------------------------------------------------ products that are not laid out

    def _products(self, article: Article, issue: Issue | None, laid: Mapping[Language, str]) -> Iterator[Artifact]:
        placements = self._placements(issue, article) if issue else ByLanguage()
        # Pages that this build lays out come by `needs`: those found earlier would only make the key another.
        coming = [language for language in placements if language in laid and not _locked(issue, article, language)]
        placements = ByLanguage(
            tuple(
                (language, dataclasses.replace(placement, first=None, last=None) if language in coming else placement)
                for language, placement in placements.pairs
            )
        )
        unknown = any(p.last is None and language not in coming for language, p in placements.items())
        for output in per_article():
            if not self.selection.wants(output.name):
                continue
            if unknown:
                self.notes.append(
                    Bilingual(
                        "有的文章尚未排版，页码从略。先运行 journal build。",
                        "Some articles were not laid out yet: their pages are left out. Run journal build first.",
                    )
                )
            yield self._product(output, article, issue, placements, tuple(laid[language] for language in coming))

    def _product(
        self,
        output: PerArticle,
        article: Article,
        issue: Issue | None,
        placements: ByLanguage[Placement],
        needs: tuple[str, ...],
    ) -> Artifact:
        house = dataclasses.replace(self.snapshot.house, templates=(), fonts=(), notices=())
        seen = _seen_from(issue, article) if issue else None
        rendition = Rendition(self.snapshot.journal, house, article, None, seen, placements, self._online(article))
        module = output.make.__module__.rpartition(".")[2]
        folder_ = f"public/articles/{article.id}"
        return Artifact(
            name=f"{module}:{article.id}",
            paths=tuple(f"{folder_}/{name}" for name in output.paths(article)),
            make=functools.partial(_per_article, module=output.make.__module__, rendition=rendition),
            facts=repr(rendition),
            files=_files(article),
            needs=needs,
        )

    def _online(self, article: Article) -> dt.date | None:
        entry = self.snapshot.online.article(article.id) if self.snapshot.online else None
        return (entry.online or entry.published) if entry else None

    def _placements(self, issue: Issue, article: Article) -> ByLanguage[Placement]:
        """Where the article stands, with the pages that the lock or earlier lay-outs know."""
        found = []
        for edition in issue.editions:
            pages = self._known_pages(issue, edition.language)
            for order, slot, _ in self._slots(issue, edition.language):
                if slot.article == article.id:
                    first, last = pages.get(article.id, (None, None))
                    found.append(
                        (edition.language, Placement(issue.id, edition.language, slot.column, order, first, last))
                    )
        return ByLanguage.of(found)

    @functools.cache  # noqa: B019 — lives as long as one plan
    def _known_pages(self, issue: Issue, language: Language) -> dict[ArticleId, tuple[int, int | None]]:
        edition = issue.edition(language)
        assert edition is not None
        pages: dict[ArticleId, tuple[int, int | None]] = dict(self._laid_out(issue, language))
        if pages:
            return pages
        start = edition.start
        for order, slot, article in self._slots(issue, language):
            locked = _locked(issue, article, language)
            if locked:
                pages[slot.article], start = locked, locked[1] + 1
                continue
            placement = Placement(issue.id, language, slot.column, order)
            work = pdf.Alone(
                self.snapshot.journal,
                self.snapshot.house,
                _bare(issue),
                language,
                article,
                placement,
                0,
            )
            length = self.store.known(pdf.length_key(work) + toolchain.fingerprint())
            pages[slot.article] = (start, None if length is None else start + int(length) - 1)
            if length is None:
                break
            start += int(length)
        return pages

    def _laid_out(self, issue: Issue, language: Language) -> Iterator[tuple[ArticleId, tuple[int, int]]]:
        """The pages of an edition that was laid out as it is now; those of a published one its lock knows."""
        if issue.lock is None and self._slots(issue, language):
            kept = self.store.made(self._edition(issue, language).key(()))
            data = self.store.get(kept.files[pdf.pages_path(issue, language)]) if kept else None
            for id, (first, last) in json.loads(data or b"{}").items():
                yield ArticleId(id), (first, last)


def _bare(issue: Issue, language: Language | None = None) -> Issue:
    """The issue as pages know it: not what else is in it, nor whether it is published, lest these make them anew."""
    editions = tuple(edition for edition in issue.editions if edition.language == language)
    return dataclasses.replace(issue, lock=None, waivers=(), editions=editions)


def _seen_from(issue: Issue, article: Article) -> Issue:
    """The issue as a product of one article knows it: of its lock, what was fixed of this article."""
    lock = issue.lock and dataclasses.replace(
        issue.lock, articles=tuple(one for one in issue.lock.articles if one.id == article.id), pdfs=ByLanguage()
    )
    return dataclasses.replace(_bare(issue), lock=lock)


def _locked(issue: Issue | None, article: Article, language: Language) -> tuple[int, int] | None:
    entry = issue.lock.article(article.id) if issue and issue.lock else None
    pages = entry.pages.get(language) if entry else None
    return (pages.first, pages.last) if pages else None


def _files(article: Article) -> tuple[tuple[str, str], ...]:
    folder_ = article.path.rpartition("/")[0]
    return ((article.path, article.digest), *((f"{folder_}/{media.name}", media.digest) for media in article.media))


def _archived(issue: Issue, language: Language, articles: tuple[Article, ...]) -> tuple[tuple[str, str], ...]:
    if issue.lock is None or language not in issue.lock.pdfs:
        return ()
    found = [file for article in articles for file in _archived_article(issue, article, language)]
    return (*found, (pdf.issue_path(issue, language), issue.lock.pdfs[language])) if len(found) == len(articles) else ()


def _archived_article(issue: Issue | None, article: Article, language: Language) -> tuple[tuple[str, str], ...]:
    entry = issue.lock.article(article.id) if issue and issue.lock else None
    pages = entry.pages.get(language) if entry else None
    return ((pdf.article_path(article, language), pages.pdf),) if pages and pages.pdf else ()


def _per_article(bench: _Bench, module: str, rendition: Rendition) -> Product:
    """A per-article product, its placements completed with the pages that a lay-out just found."""
    placements = ByLanguage(
        tuple(
            (language, _paged(bench, rendition.article, placement))
            for language, placement in rendition.placements.pairs
        )
    )
    article = rendition.article
    folder_ = article.path.rpartition("/")[0]
    sources = {path.removeprefix(f"{folder_}/"): bench.read(path) for path, _ in _files(article)}
    output: PerArticle = importlib.import_module(module).OUTPUT  # by name: a task must travel to another process
    made = output.make(dataclasses.replace(rendition, placements=placements), sources)
    return Product({f"public/articles/{article.id}/{name}": data for name, data in made.items()})


def _paged(bench: _Bench, article: Article, placement: Placement) -> Placement:
    for name in (
        f"@pages/{placement.issue}.{placement.language}.json",
        f"@pages/{article.id}.{placement.language}.json",
    ):
        found = json.loads(bench.needed.get(name, b"{}")).get(str(article.id))
        if found:
            return dataclasses.replace(placement, first=found[0], last=found[1])
    return placement


# ---------------------------------------------------------------- making


@dataclass(frozen=True)
class _Bench:
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


Failures: TypeAlias = tuple[tuple[str, JournalError], ...]
Task: TypeAlias = futures.Future[tuple[Made, Failures]]


def _work(artifact: Artifact, key: str, home: Path, root: Path, needed: Mapping[str, bytes]) -> tuple[Made, Failures]:
    """Make one artifact and keep it; runs in a worker. Errors of people come back as values, ours end the build."""
    store = Store(root)
    try:
        product = artifact.make(_Bench(home, store, dict(artifact.files), needed))
    except JournalError as error:
        return Made({}), ((artifact.name, error),)
    if product.failures:  # what is whole is used, but next time it is all tried again
        return Made({path: store.put(data) for path, data in product.files.items()}, product.findings), product.failures
    return store.keep(key, product.files, product.findings), ()


def _end_with_parent() -> None:
    """In a worker: when the build is killed, end too, instead of waiting for work for ever."""
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
        except BaseException as error:  # noqa: BLE001 — handed to whoever asks for the result, as every executor does
            future.set_exception(error)
        return future


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
    wanted = plan(snapshot, selection, store, failed or ())
    for note in wanted.notes:
        tell(Event("note", message=note))
    there = _Out(out)
    builder = _Builder(home, store, archive, there, wanted, tell, dry_run)
    builder.report.failures.extend((str(id), error) for id, error in _due(snapshot, selection, failed or {}))
    if executor is not None:
        builder.run_on(executor)
    elif jobs <= 1 or builder.is_quick():
        builder.run(Serial())
    else:
        spawn = multiprocessing.get_context("spawn")
        with futures.ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_end_with_parent) as pool:
            builder.run_on(pool)
    if not dry_run:
        _write_out(there, store, archive, wanted, builder.report, snapshot, whole=selection == Selection(), tell=tell)
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
        out: _Out,
        plan: Plan,
        tell: Callable[[Event], None],
        dry_run: bool,
    ) -> None:
        self.home, self.store, self.archive, self.out = home, store, archive, out
        self.plan, self.tell, self.dry_run = plan, tell, dry_run
        self.due = {artifact.name: artifact for artifact in plan.artifacts}
        self.done: dict[str, Made] = {}
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
        except (futures.BrokenExecutor, OSError):
            raise
        except Exception as error:  # noqa: BLE001 — at the edge of one artifact: it fails alone, the rest is made
            return Made({}), ((artifact.name, Unforeseen(f"{type(error).__name__}: {error}")),)

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
            task = executor.submit(_work, artifact, key, self.home, self.store.root, self._needed(artifact))
            running[task] = artifact

    def _kept(self, artifact: Artifact) -> Made | None:
        """The product, if it was made before and all its bytes are whole, in `out` or in the store."""
        if artifact.archived and all(_archive_path(self.archive, digest).exists() for _, digest in artifact.archived):
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
        return [page for name in artifact.needs for page in _pages(self.done[name])]

    def _needed(self, artifact: Artifact) -> dict[str, bytes]:
        found = {}
        for name in artifact.needs:
            for path, digest in self.done[name].files.items():
                if path.startswith("@"):
                    found[path] = self.store.get(digest) or b"{}"
        return found

    def _say_if_published(self, artifact: Artifact) -> None:
        if artifact.archived:
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


def _pages(made: Made) -> list[str]:
    """What others may need of a product: its page numbers, by their sha256."""
    return [f"{path}={digest}" for path, digest in made.files.items() if path.startswith("@")]


def _archive_path(archive: Path, digest: str) -> Path:
    return archive / digest[:2] / f"{digest}.pdf"


def archive_pdf(archive: Path, data: bytes) -> str:
    """Keep a published PDF by its sha256, which is returned."""
    digest = sha256(data)
    path = _archive_path(archive, digest)
    if not path.exists():
        folder.write_bytes(path, data)
    return digest


# ---------------------------------------------------------------- writing


class _Out:
    """The folder that is written to; each file in it is read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._digests: dict[str, str] = {}

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


def _write_out(
    out: _Out,
    store: Store,
    archive: Path,
    plan: Plan,
    report: Report,
    snapshot: Snapshot,
    whole: bool,
    tell: Callable[[Event], None],
) -> None:
    """Bring `out` to the plan: files that differ are written, and after a whole build what no longer belongs is removed."""
    before = _manifest(out.root)
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
    entries = {path: entry for path, entry in kept.items() if (out.root / path).exists()}
    entries |= {path: _entry(digest, made_of[path]) for path, digest in report.files.items() if path in made_of}
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
    path = _archive_path(archive, digest)
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


def _entry(digest: str, artifact: Artifact) -> dict[str, object]:
    return {"sha256": digest, "artifact": artifact.name, "from": dict(artifact.files)}


def _manifest(out: Path) -> dict[str, dict[str, object]]:
    try:
        found = json.loads((out / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    files = found.get("files") if isinstance(found, dict) else None
    # What the manifest names may be removed: a name that leads out of the folder is not believed.
    return {path: entry for path, entry in files.items() if _is_inside(path)} if isinstance(files, dict) else {}


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and not path.startswith("/") and ".." not in parts


def _is_made(artifact: Artifact, others: Mapping[str, Artifact], store: Store) -> bool:
    """Whether the store has the product of these facts, and of the pages that it needs."""
    pages: list[str] = []
    for name in artifact.needs:
        made = store.made(others[name].key(())) if not others[name].needs else None
        if made is None:
            return False
        pages += _pages(made)
    return store.made(artifact.key(pages)) is not None


def why(home: Path, snapshot: Snapshot, path: str, cache: Path) -> tuple[Bilingual, ...]:
    """What the product at `path` (under out/) is made of, and whether it is up to date; Misused if nothing makes it."""
    store = Store(cache)
    wanted = plan(snapshot, Selection(), store)
    for artifact in wanted.artifacts:
        if path in artifact.paths or path.removeprefix("out/") in artifact.paths:
            known = _is_made(artifact, {other.name: other for other in wanted.artifacts}, store)
            state = Bilingual("已是最新" if known else "需要生成", "up to date" if known else "to be made")
            lines = [Bilingual(f"{artifact.name}：{state.zh}", f"{artifact.name}: {state.en}")]
            lines += [
                Bilingual(f"  文件 {file} {digest[:12]}", f"  file {file} {digest[:12]}")
                for file, digest in artifact.files
            ]
            lines += [Bilingual(f"  依赖 {need}", f"  needs {need}") for need in artifact.needs]
            lines += [
                Bilingual(f"  工具 {name} {text}", f"  tool {name} {text}") for name, text in toolchain.versions()
            ]
            return tuple(lines)
    raise Misused(Bilingual(f"没有产物写到 {path}。", f"Nothing is made at {path}."))


__all__ = [
    "Artifact",
    "Event",
    "Level",
    "Plan",
    "Report",
    "Selection",
    "Serial",
    "archive_pdf",
    "build",
    "outputs",
    "plan",
    "why",
]
