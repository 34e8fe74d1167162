"""A home read whole: journal, house, issues, articles and locks as one Snapshot, and what was found wrong on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from journal.errors import FINDINGS, Bilingual, Finding, JournalError, Level, Place
from journal.folder import issue_toml, lock
from journal.folder.files import bytes_of, sha256
from journal.folder.house_toml import house
from journal.folder.journal_toml import journal
from journal.folder.media import digest
from journal.folder.tree import FORTHCOMING, ISSUES, article_folders, cache, issue_ids, strays
from journal.ids import ArticleId, IssueId, Language
from journal.model import Article, House, Issue, IssueEdition, Journal, Lock, PageRun, Snapshot

ARTICLE = "article.xml"


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What reading a home gave.

    An article that cannot be read stands in `failed` with its cause and is not in the snapshot, though its issue still
    names it: whoever makes something of an article asks `failed` first, and the rest goes on. An issue that cannot be
    read stands in `unread`, as does a folder that is neither issue nor article; its articles are in the snapshot.
    """

    home: Path
    snapshot: Snapshot
    findings: tuple[Finding, ...] = ()
    failed: tuple[tuple[ArticleId, JournalError], ...] = ()
    unread: tuple[tuple[str, JournalError], ...] = ()  # by path in issues/: that of an issue is its id
    mismatches: tuple[lock.LockMismatch, ...] = ()  # also among the findings

    def failure(self, id: ArticleId) -> JournalError | None:
        """Why this article could not be read."""
        return dict(self.failed).get(id)

    @property
    def unread_issues(self) -> tuple[tuple[IssueId, JournalError], ...]:
        """The issues that could not be read, each with its cause."""
        return tuple((name, error) for name, error in self.unread if isinstance(name, IssueId))

    def obstacle(self, article: Article) -> JournalError | None:
        """Why nothing can be made of an article that was read: the issue in whose folder it lies was not."""
        return dict(self.unread).get(article.path.split("/")[1])

    def insist_on_locks(self) -> None:
        """Refuse to go on when a published file is not what was published."""
        for mismatch in self.mismatches:
            raise mismatch


def read(home: Path, environ: Mapping[str, str], with_house: bool = True, with_back_issues: bool = True) -> Reading:
    """Everything in a home; without the house (for who makes no pages) no font need be there.

    Without back issues the articles of an issue that was taken over from another system are compared with its lock and not
    read: of those there may be thousands, and who asks what is to be done has nothing to do with them.
    """
    about = journal(home)
    folders = article_folders(home)
    said = {id: _issue(home, id, about, folders) for id in issue_ids(home)}
    closed = (
        set() if with_back_issues else {id for id, one in said.items() if isinstance(one, Issue) and is_taken_over(one)}
    )
    read = tuple(_article(home, f"{ISSUES}/{folder}", id) for id, folder in folders.items() if folder not in closed)
    articles = tuple(one.article for one in read if one.article)
    unread = {id: one for id, one in said.items() if isinstance(one, JournalError)}
    known = sorted((one for one in said.values() if isinstance(one, Issue)), key=lambda issue: (issue.date, issue.id))
    issues, unknown_starts = _run_on(about, known, unread)
    online = lock.lock(home, FORTHCOMING)
    digests = {file: found for one in read for file, found in one.digests.items()}
    mismatches = tuple(_mismatches(home, issues, online, folders, digests))
    return Reading(
        home,
        Snapshot(
            about,
            house(home, cache(home, environ), environ) if with_house else House(),
            issues,
            articles,
            tuple(id for id, folder in folders.items() if folder == FORTHCOMING),
            online,
        ),
        (
            *(finding for one in read for finding in one.findings),
            *unknown_starts,
            *map(lock.finding, mismatches),
        ),
        tuple((one.id, one.failure) for one in read if one.failure),
        tuple((unread | strays(home)).items()),
        mismatches,
    )


def is_taken_over(issue: Issue) -> bool:
    """Whether another system published it."""
    return bool(issue.lock and issue.lock.taken_over)


# ---------------------------------------------------------------- articles


@dataclasses.dataclass(frozen=True, slots=True)
class _Read:
    """What reading one article gave."""

    id: ArticleId
    digests: Mapping[str, str]  # file of the home → sha256
    article: Article | None = None
    findings: tuple[Finding, ...] = ()
    failure: JournalError | None = None


def _article(home: Path, shelf: str, id: ArticleId) -> _Read:
    from journal.jats import read as jats  # lxml, which a wrong journal.toml need not wait for

    folder = f"{shelf}/{id}"
    file = f"{folder}/{ARTICLE}"
    digests: dict[str, str] = {}
    try:
        data = bytes_of(home, file, folder)
        digests[file] = sha256(data)
        root = jats.root(data, file)
        named = {name: digest(home, folder, name, _place(file, data, name)) for name in jats.media_names(root, file)}
        digests.update((f"{folder}/{name}", found) for name, found in named.items())
        article, findings = jats.article(root, id, file, digests[file], named)
    except JournalError as error:
        return _Read(id, digests, failure=error)
    return _Read(id, digests, article, findings)


def _place(file: str, data: bytes, name: str) -> Place:
    """Where an article first names a file."""
    start = data.find(f'"{name}"'.encode())
    return Place(file, data.count(b"\n", 0, start) + 1 if start >= 0 else 0)


# ---------------------------------------------------------------- issues


def _issue(home: Path, id: IssueId, about: Journal, folders: Mapping[ArticleId, str]) -> Issue | JournalError:
    """The issue with its lock; or what is wrong with its files, unless that is to be refused outright."""
    try:
        return dataclasses.replace(issue_toml.issue(home, id, about, folders), lock=lock.lock(home, id))
    except JournalError as error:
        if error.exit != FINDINGS:
            raise
        return error


# ---------------------------------------------------------------- locks


def _mismatches(
    home: Path,
    issues: Iterable[Issue],
    online: Lock | None,
    folders: Mapping[ArticleId, str],
    digests: Mapping[str, str],
) -> Iterator[lock.LockMismatch]:
    """Each locked file that is gone or changed."""
    locks = [(issue.id, issue.lock) for issue in issues if issue.lock] + ([(FORTHCOMING, online)] if online else [])
    for folder, fixed in locks:
        for file, wanted in lock.locked_files(fixed, folders):
            if (digests.get(file) or _digest(home, file)) != wanted:
                yield lock.LockMismatch(file, lock.file(folder))


def _digest(home: Path, file: str) -> str:
    """The sha256 of a file that no article names any more; of one that is not there, nothing."""
    try:
        return sha256(bytes_of(home, file))
    except JournalError:
        return ""


# ---------------------------------------------------------------- pages that run on


def _run_on(
    journal: Journal, issues: Iterable[Issue], unread: Iterable[IssueId]
) -> tuple[tuple[Issue, ...], tuple[Finding, ...]]:
    """The issues, each edition with the start that issue.toml leaves to the pages of the issue before.

    Nobody knows whether an issue that is `unread` is the one before, so that in its year no pages run on.
    """
    done: list[Issue] = []
    findings: list[Finding] = []
    for issue in issues:
        editions = []
        hidden = any(id.startswith(f"{issue.year}-") or not id[:4].isdigit() for id in unread)
        for edition in issue.editions:
            start = edition.start or _start(journal, issue, edition, done, hidden)
            if not start and not is_taken_over(issue):
                findings.append(_start_unknown(issue, edition))
            editions.append(dataclasses.replace(edition, start=start or 1))
        done.append(dataclasses.replace(issue, editions=tuple(editions)))
    return tuple(done), tuple(findings)


def _start(journal: Journal, issue: Issue, edition: IssueEdition, before: Iterable[Issue], hidden: bool) -> int:
    """The first page of an edition by the locks; 0 while the issue before is not published, or `hidden`."""
    language = edition.language
    if issue.lock and (own := _pages(issue.lock, language)):
        return min(own)
    earlier = [one for one in before if one.year == issue.year and one.edition(language)]
    if journal.edition(language).pages is PageRun.ISSUE:
        return 1
    if hidden:
        return 0
    if not earlier:
        return 1
    last = max(_pages(earlier[-1].lock, language), default=0)
    return last and last + 1 + last % 2  # an issue begins on a right-hand page, which is odd


def _pages(lock: Lock | None, language: Language) -> list[int]:
    """First and last pages of a lock's articles in an edition."""
    placed = [article.pages[language] for article in lock.articles if language in article.pages] if lock else []
    return [page for pages in placed for page in (pages.first, pages.last)]


def _start_unknown(issue: Issue, edition: IssueEdition) -> Finding:
    return Finding(
        "start",
        Level.NOTE,
        Place(issue_toml.file(issue.id), 0, f"editions.{edition.language}"),
        Bilingual(
            "上一期尚未出版或无法读取，起始页暂作 1。",
            "the issue before is not published, or cannot be read: pages start at 1 for now.",
        ),
        Bilingual("上一期出版后自动接续；或写明 start。", "They run on once it is published; or give start."),
    )
