"""Publishing an issue: what must hold, and what is fixed for ever when it does."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from journal import build as building
from journal import toolchain
from journal.commands import accepted_text, checking, issued, likeness, making, named, pressed
from journal.commands.asked import Asked
from journal.commands.changes import Change
from journal.commands.check import line
from journal.commands.named import FORTHCOMING, Named
from journal.errors import Bilingual, Finding, Refused
from journal.folder import lock as locks
from journal.lint.rules import history_after_issue
from journal.model import ByLanguage, Lock, LockedArticle, LockedPages
from journal.outputs import pdf
from journal.store import Store

if TYPE_CHECKING:
    from journal.build import Report
    from journal.folder import Reading
    from journal.ids import ArticleId, IssueId, Language
    from journal.model import Article, Issue

FIX = Bilingual("出版", "publish")
KEEP = Bilingual("存档", "keep in the archive")
LOCK = Bilingual("锁定", "lock")
MOVE = Bilingual("移出首发锁定", "take out of the lock of what is online first")
LEFT_OUT = Bilingual(
    "{number} 原定刊于 {issue}，但不在其编次中；请另行排期（journal issue place）。",
    "{number} was meant for {issue} but does not stand in it: place it elsewhere (journal issue place).",
)


@dataclass(frozen=True)
class Publication:
    """An issue about to be published, or published before."""

    asked: Asked
    reading: Reading
    issue: Issue

    def changes(self, published: dt.date, now: dt.datetime) -> Iterator[Change]:
        """What publishing changes, in the order in which it is safe; nothing, where it is published already."""
        if self.issue.lock:
            self.reading.insist_on_locks()
            self._insist_on_make_up(self.issue.lock)
            yield from self._out_of_forthcoming(now)
            return
        self.insist_on_readiness()
        report = self.laid_out()
        store = Store(self.asked.cache)
        lock = self.lock(report, published, later(self.reading, now))
        for article in lock.articles:
            yield Change(FIX, _told(article))
        for digest in pdfs_of(lock):
            yield kept(self.asked, digest, store)
        file = locks.file(self.issue.id)
        yield Change(LOCK, file, lambda: locks.write(self.reading.home, self.issue.id, lock))
        yield from self._out_of_forthcoming(now)

    # ------------------------------------------------------------ what must hold

    def insist_on_date(self, asked_for: dt.date | None) -> None:
        """What is published has its date: another, if one is asked for, is refused."""
        dates = {article.published for article in self.issue.lock.articles} if self.issue.lock else set()
        if asked_for and dates and asked_for not in dates:
            raise Refused(
                Bilingual(
                    f"{self.issue.id} 已于 {max(dates)} 出版，出版日期不能改为 {asked_for}。",
                    f"{self.issue.id} was published on {max(dates)}: its date cannot become {asked_for}.",
                ),
                Bilingual("请去掉 --date。", "Leave --date out."),
            )

    def ids(self) -> tuple[ArticleId, ...]:
        """The articles of its make-up."""
        slots = (slot.article for edition in self.issue.editions for slot in edition.slots)
        return tuple(dict.fromkeys(slots))

    def _insist_on_make_up(self, lock: Lock) -> None:
        if {article.id for article in lock.articles} != set(self.ids()):
            raise Refused(
                Bilingual(
                    f"{self.issue.id} 已出版，issue.toml 的编次却改动了。",
                    f"{self.issue.id} is published, but its make-up was changed since.",
                ),
                Bilingual(
                    f"请恢复 issues/{self.issue.id}/issue.toml；有意改动的，用 journal issue amend。",
                    f"Restore issues/{self.issue.id}/issue.toml; for a deliberate change: journal issue amend",
                ),
            )

    def insist_on_readiness(self) -> None:
        """Refuse an issue that is empty, whose pages are not known, or in which an error is left."""
        if not self.ids():
            raise Refused(
                Bilingual(f"{self.issue.id} 中还没有文章。", f"{self.issue.id} has no article yet."),
                Bilingual("请先用 journal issue place 排入文章。", "Place some first: journal issue place"),
            )
        for finding in self.reading.findings:
            if finding.rule == "start" and finding.place.file == f"issues/{self.issue.id}/issue.toml":
                raise Refused(finding.message, finding.remedy)
        check = checking.Check(self.reading, Named((self.issue.id,)), self.asked.cache)
        found = check.findings()
        refuse(self.asked, self.issue.id, found)
        for finding in found:
            if finding.rule == history_after_issue.RULE.code and not finding.waived:
                self.asked.tell(line(finding))  # a warning, but of what nobody can change once it is published

    # ------------------------------------------------------------ what is fixed

    def laid_out(self) -> Report:
        """The issue's PDFs, made into the cache: `out/` shows only what is published."""
        selection = building.Selection((self.issue.id,), (), (("issue-pdf", None),))
        with tempfile.TemporaryDirectory(prefix="journal-publish-") as scratch:
            report = making.make(self.asked, self.reading, selection, Path(scratch))
        for _, error in report.failures:
            raise error
        refuse(self.asked, self.issue.id, tuple(report.findings))
        return report

    def lock(self, report: Report, published: dt.date, changed: dt.datetime) -> Lock:
        """What is fixed of the issue as it was laid out."""
        editions = [edition.language for edition in self.issue.editions if edition.slots]
        return Lock(
            changed,
            toolchain.fingerprint(),
            tuple(self._locked(id, report, published) for id in self.ids()),
            ByLanguage.of((language, report.files[pdf.issue_path(self.issue, language)]) for language in editions),
        )

    def _locked(self, id: ArticleId, report: Report, published: dt.date) -> LockedArticle:
        article = self.reading.snapshot.article(id)
        online = self.reading.snapshot.online
        before = online.article(id) if online else None
        return LockedArticle(
            id,
            article.digest,
            before.doi if before else article.doi,
            published,
            before.online if before else None,
            ByLanguage.of(self._pages(article, report)),
            article.media,
        )

    def _pages(self, article: Article, report: Report) -> Iterator[tuple[Language, LockedPages]]:
        for edition in self.issue.editions:
            found = report.pages.get((self.issue.id, edition.language), {}).get(article.id)
            if found:
                digest = report.files[pdf.article_path(article.id, edition.language)]
                yield edition.language, LockedPages(*found, digest)

    def _out_of_forthcoming(self, now: dt.datetime) -> Iterator[Change]:
        """Articles published online first are now locked by their issue."""
        online = self.reading.snapshot.online
        gone = {article.id for article in online.articles} & set(self.ids()) if online else set()
        if online and gone:
            rest = tuple(article for article in online.articles if article.id not in gone)
            left = dataclasses.replace(online, changed=later(self.reading, now), articles=rest)
            yield Change(MOVE, locks.file(FORTHCOMING), lambda: locks.write(self.reading.home, FORTHCOMING, left))


def publishing(asked: Asked, id: IssueId, published: dt.date | None, now: dt.datetime) -> Iterator[Change]:
    """All that publishing an issue changes, in its files and in the office, in the order in which it is safe.

    What the office refuses is refused before a file is touched. Done again, it does what was left undone, or nothing.
    """
    reading = asked.read(with_house=True)
    publication = Publication(asked, reading, named.issue(reading, id))
    articles = publication.ids()
    issued.insist_on_signatures(asked, id, articles)
    pressed.insist(asked, articles)
    accepted_text.tell(asked, articles)
    publication.insist_on_date(published)
    heard = issued.published(asked, id, articles)
    yield from publication.changes(published or now.astimezone().date(), now)
    yield from heard
    yield from likeness.learned(asked, reading, articles)
    for number in issued.left_out(asked, id, articles):
        asked.tell(LEFT_OUT.format(number=number, issue=id))


def refuse(asked: Asked, name: str, findings: tuple[Finding, ...]) -> None:
    """Refuse to publish past errors; what could not be checked is only said."""
    wrong = [finding for finding in findings if checking.stands(finding, allow_unchecked=True)]
    for finding in wrong or [one for one in findings if checking.stands(one)]:
        asked.tell(line(finding))
    if wrong:
        raise Refused(
            Bilingual(
                f"{name} 尚有 {len(wrong)} 处错误，不能出版。",
                f"{name} has {len(wrong)} errors and cannot be published.",
            ),
            Bilingual(
                "请改正，或在 issue.toml 的 [[waivers]] 中写明理由。",
                "Correct them, or waive them with a reason in [[waivers]] of issue.toml.",
            ),
        )


def later(reading: Reading, now: dt.datetime) -> dt.datetime:
    """Now, but later than the latest change of the home: datestamps may never go back."""
    snapshot = reading.snapshot
    known = [issue.lock.changed for issue in snapshot.issues if issue.lock]
    known += [snapshot.online.changed] if snapshot.online else []
    return max([now.replace(microsecond=0), *(moment + dt.timedelta(seconds=1) for moment in known)])


def pdfs_of(lock: Lock) -> tuple[str, ...]:
    """The sha256 of each PDF that a lock fixes."""
    return (*lock.pdfs.values(), *(pages.pdf for one in lock.articles for pages in one.pages.values() if pages.pdf))


def kept(asked: Asked, digest: str, store: Store) -> Change:
    """A PDF that was made a moment ago goes to the archive."""
    data = store.get(digest)
    assert data is not None, "it was made a moment ago"
    path = f"{asked.archive.name}/{digest[:2]}/{digest}.pdf"
    return Change(KEEP, path, lambda: building.archive_pdf(asked.archive, data))


def _told(article: LockedArticle) -> str:
    pages = " ".join(f"{language} {pages.first}–{pages.last}" for language, pages in article.pages.items())
    return " ".join(filter(None, (article.id, pages, article.doi, article.published.isoformat())))
