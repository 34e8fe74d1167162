"""Publishing an article online ahead of its issue: what must hold, and what is fixed when it does."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from journal import build as building
from journal import toolchain
from journal.commands import accepted_text, checking, issued, likeness, making, pressed
from journal.commands.article import readable
from journal.commands.changes import Change
from journal.commands.named import FORTHCOMING, Named
from journal.commands.publication import LOCK, kept, later, refuse
from journal.errors import Bilingual, Refused
from journal.folder import lock as locks
from journal.model import ByLanguage, Lock, LockedArticle, LockedPages
from journal.outputs import pdf
from journal.store import Store

if TYPE_CHECKING:
    from journal.build import Report
    from journal.commands.asked import Asked
    from journal.folder import Reading
    from journal.ids import ArticleId, Language
    from journal.model import Article

ONLINE = Bilingual("网络首发", "publish online first")


@dataclass(frozen=True)
class OnlineFirst:
    """An article about to be published online ahead of its issue, or published so before."""

    asked: Asked
    reading: Reading
    article: Article

    def changes(self, asked_for: dt.date | None, now: dt.datetime) -> Iterator[Change]:
        """What that changes in the order in which it is safe; done again, what was left undone, or nothing.

        What the office refuses is refused before a file is touched. Refused, NotAllowed, OwnPaper.
        """
        self.reading.insist_on_locks()
        self._insist_on_no_issue()
        before = self.reading.snapshot.online
        known = before.article(self.article.id) if before else None
        if known:
            self._insist_on_date(known, asked_for)
        heard = issued.online(self.asked, self.article.id)
        if not known:
            yield from self._fixed(before, asked_for or now.astimezone().date(), now)
        yield from heard
        yield from likeness.learned(self.asked, self.reading, (self.article.id,))

    def _fixed(self, before: Lock | None, day: dt.date, now: dt.datetime) -> Iterator[Change]:
        check = checking.Check(self.reading, Named((), (self.article.id,)), self.asked.cache)
        refuse(self.asked, self.article.id, check.findings())
        entry = self._entry(self._laid_out(day, now), day)
        others = before.articles if before else ()
        lock = Lock(later(self.reading, now), toolchain.fingerprint(), (*others, entry))
        store = Store(self.asked.cache)
        yield Change(ONLINE, " ".join(filter(None, (entry.id, entry.doi, day.isoformat()))))
        yield from (kept(self.asked, pages.pdf, store) for pages in entry.pages.values())
        yield Change(LOCK, locks.file(FORTHCOMING), lambda: locks.write(self.reading.home, FORTHCOMING, lock))

    def _laid_out(self, day: dt.date, now: dt.datetime) -> Report:
        """Its PDFs as they are without an issue, wherever it stands already, and online."""
        article = self.article
        entry = LockedArticle(article.id, article.digest, article.doi, day, day, media=article.media)
        alone = dataclasses.replace(
            self.reading,
            snapshot=dataclasses.replace(
                self.reading.snapshot, issues=(), forthcoming=(article.id,), online=Lock(now, "", (entry,))
            ),
        )
        selection = building.Selection((), (self.article.id,), (("pdf", None),))
        with tempfile.TemporaryDirectory(prefix="journal-online-") as scratch:
            report = making.make(self.asked, alone, selection, Path(scratch))
        for _, error in report.failures:
            raise error
        refuse(self.asked, self.article.id, tuple(report.findings))
        return report

    def _entry(self, report: Report, day: dt.date) -> LockedArticle:
        article = self.article
        pages = ((tongue, self._pages(report, tongue)) for tongue in article.full_text)
        return LockedArticle(article.id, article.digest, article.doi, day, day, ByLanguage.of(pages), article.media)

    def _pages(self, report: Report, language: Language) -> LockedPages:
        """From 1, as its own PDF counts them: it has no place in an issue yet."""
        import pikepdf

        digest = report.files[pdf.article_path(self.article.id, language)]
        data = Store(self.asked.cache).get(digest)
        assert data is not None, "it was made a moment ago"
        with pikepdf.open(io.BytesIO(data)) as opened:
            return LockedPages(1, len(opened.pages), digest)

    # ------------------------------------------------------------ what must hold

    def _insist_on_no_issue(self) -> None:
        for issue in self.reading.snapshot.issues:
            if issue.lock and issue.lock.article(self.article.id):
                raise Refused(
                    Bilingual(
                        f"{self.article.id} 已随 {issue.id} 出版，无须网络首发。",
                        f"{self.article.id} was published in {issue.id}: it cannot be online first any more.",
                    ),
                    Bilingual(
                        f"查看：journal article show {self.article.id}", f"See: journal article show {self.article.id}"
                    ),
                )

    def _insist_on_date(self, known: LockedArticle, asked_for: dt.date | None) -> None:
        if asked_for and asked_for != known.online:
            raise Refused(
                Bilingual(
                    f"{known.id} 已于 {known.online} 网络首发，日期不能改为 {asked_for}。",
                    f"{known.id} has been online since {known.online}: its date cannot become {asked_for}.",
                ),
                Bilingual("请去掉 --date。", "Leave --date out."),
            )


def publishing(asked: Asked, id: ArticleId, day: dt.date | None, now: dt.datetime) -> Iterator[Change]:
    """All that publishing an article online first changes, in its files and in the office."""
    reading = asked.read(with_house=True)
    pressed.insist(asked, (id,))
    accepted_text.tell(asked, (id,))
    yield from OnlineFirst(asked, reading, readable(reading, id)).changes(day, now)


__all__ = ["ONLINE", "OnlineFirst", "publishing"]
