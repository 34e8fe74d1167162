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
from journal.commands import checking, making
from journal.commands.asked import Asked
from journal.commands.changes import Change
from journal.commands.check import line
from journal.commands.named import FORTHCOMING, Named
from journal.errors import Bilingual, Finding, Refused
from journal.folder import lock as locks
from journal.model import ByLanguage, Lock, LockedArticle, LockedPages
from journal.outputs import pdf
from journal.store import Store

if TYPE_CHECKING:
    from journal.build import Report
    from journal.folder import Reading
    from journal.ids import ArticleId, Language
    from journal.model import Article, Issue

FIX = Bilingual("出版", "publish")
KEEP = Bilingual("存档", "keep in the archive")
LOCK = Bilingual("锁定", "lock")
MOVE = Bilingual("移出首发锁定", "take out of the lock of what is online first")


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
        self._insist_on_readiness()
        report = self._laid_out()
        store = Store(self.asked.cache)
        lock = self._lock(report, published, self._later(now))
        for article in lock.articles:
            yield Change(FIX, _told(article))
        for digest in (*lock.pdfs.values(), *(pages.pdf for one in lock.articles for pages in one.pages.values())):
            yield self._kept(digest, store)
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

    def _ids(self) -> tuple[ArticleId, ...]:
        slots = (slot.article for edition in self.issue.editions for slot in edition.slots)
        return tuple(dict.fromkeys(slots))

    def _insist_on_make_up(self, lock: Lock) -> None:
        if {article.id for article in lock.articles} != set(self._ids()):
            raise Refused(
                Bilingual(
                    f"{self.issue.id} 已出版，issue.toml 的编次却改动了。",
                    f"{self.issue.id} is published, but its make-up was changed since.",
                ),
                Bilingual(f"请恢复 issues/{self.issue.id}/issue.toml。", f"Restore issues/{self.issue.id}/issue.toml."),
            )

    def _insist_on_readiness(self) -> None:
        if not self._ids():
            raise Refused(
                Bilingual(f"{self.issue.id} 中还没有文章。", f"{self.issue.id} has no article yet."),
                Bilingual("请先用 journal issue place 排入文章。", "Place some first: journal issue place"),
            )
        for finding in self.reading.findings:
            if finding.rule == "start" and finding.place.file == f"issues/{self.issue.id}/issue.toml":
                raise Refused(finding.message, finding.remedy)
        check = checking.Check(self.reading, Named((self.issue.id,)), self.asked.cache)
        self._refuse(check.findings())

    def _refuse(self, findings: tuple[Finding, ...]) -> None:
        """Refuse to go on past errors; what could not be checked is only said."""
        wrong = [finding for finding in findings if checking.stands(finding, allow_unchecked=True)]
        for finding in wrong or [one for one in findings if checking.stands(one)]:
            self.asked.tell(line(finding))
        if wrong:
            raise Refused(
                Bilingual(
                    f"{self.issue.id} 尚有 {len(wrong)} 处错误，不能出版。",
                    f"{self.issue.id} has {len(wrong)} errors and cannot be published.",
                ),
                Bilingual(
                    "请改正，或在 issue.toml 的 [[waivers]] 中写明理由。",
                    "Correct them, or waive them with a reason in [[waivers]] of issue.toml.",
                ),
            )

    # ------------------------------------------------------------ what is fixed

    def _laid_out(self) -> Report:
        """The issue's PDFs, made into the cache: `out/` shows only what is published."""
        selection = building.Selection((self.issue.id,), (), (("issue-pdf", None),))
        with tempfile.TemporaryDirectory(prefix="journal-publish-") as scratch:
            report = making.make(self.asked, self.reading, selection, Path(scratch))
        for _, error in report.failures:
            raise error
        self._refuse(tuple(report.findings))
        return report

    def _lock(self, report: Report, published: dt.date, changed: dt.datetime) -> Lock:
        editions = [edition.language for edition in self.issue.editions if edition.slots]
        return Lock(
            changed,
            toolchain.fingerprint(),
            tuple(self._locked(id, report, published) for id in self._ids()),
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

    def _later(self, now: dt.datetime) -> dt.datetime:
        """Now, or a second later than the latest change of the home: datestamps may never go back."""
        snapshot = self.reading.snapshot
        known = [issue.lock.changed for issue in snapshot.issues if issue.lock]
        known += [snapshot.online.changed] if snapshot.online else []
        return max([now.replace(microsecond=0), *(moment + dt.timedelta(seconds=1) for moment in known)])

    def _kept(self, digest: str, store: Store) -> Change:
        data = store.get(digest)
        assert data is not None, "it was made a moment ago"
        return Change(
            KEEP,
            f"{self.asked.archive.name}/{digest[:2]}/{digest}.pdf",
            lambda: building.archive_pdf(self.asked.archive, data),
        )

    def _out_of_forthcoming(self, now: dt.datetime) -> Iterator[Change]:
        """Articles published online first are now locked by their issue."""
        online = self.reading.snapshot.online
        gone = {article.id for article in online.articles} & set(self._ids()) if online else set()
        if online and gone:
            rest = tuple(article for article in online.articles if article.id not in gone)
            left = dataclasses.replace(online, changed=self._later(now), articles=rest)
            yield Change(MOVE, locks.file(FORTHCOMING), lambda: locks.write(self.reading.home, FORTHCOMING, left))


def _told(article: LockedArticle) -> str:
    pages = " ".join(f"{language} {pages.first}–{pages.last}" for language, pages in article.pages.items())
    return " ".join(filter(None, (article.id, pages, article.doi, article.published.isoformat())))
