"""Amending a published issue: what may change of it beside its articles' text, and what is kept of how it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from journal.commands import issued, likeness, named
from journal.commands.changes import Change
from journal.commands.publication import LOCK, Publication, kept, later, pdfs_of
from journal.errors import Bilingual, JournalError, Misused, Refused
from journal.folder import lock as locks
from journal.model import Amendment, ByLanguage, PageRun
from journal.store import Store

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.folder import Reading
    from journal.ids import ArticleId, IssueId, Language
    from journal.model import Issue, Lock, LockedArticle, LockedPages

AMEND = Bilingual("修订", "amend")
Pages = tuple[int, int] | None


@dataclass(eq=False)
class ArticleChanged(JournalError):
    """A published article that is no longer what was published: that is no amendment."""

    file: str
    zh: ClassVar[str] = "{file} 出版后有改动：文章的改动不属修订，而是更正。"
    en: ClassVar[str] = "{file} was changed since publication: to change an article is a correction, no amendment."
    fix_zh: ClassVar[str] = "请用 git checkout -- {file} 恢复；更正须以新版本连同更正启事刊于以后某期。"
    fix_en: ClassVar[str] = (
        "Restore it with: git checkout -- {file}. A correction is a new version with a notice, in a later issue."
    )


@dataclass(frozen=True)
class Amending:
    """A published issue about to be amended, for a reason."""

    asked: Asked
    reading: Reading
    issue: Issue
    before: Lock
    reason: str
    may_move: bool  # whether published page numbers may change

    def changes(self, today: dt.date, now: dt.datetime) -> Iterator[Change]:
        """What amending changes, in the order in which it is safe.

        Asked again for the same reason it changes nothing, but for what was left undone. ArticleChanged, Refused.
        """
        self._insist_on_articles()
        open_ = self._unlocked()
        issued.insist_on_signatures(self.asked, self.issue.id, set(open_.ids()) - self._known())
        open_.insist_on_readiness()
        made = open_.lock(open_.laid_out(), today, later(self.reading, now))
        lock = dataclasses.replace(made, articles=tuple(map(self._as_it_was, made.articles)))
        if self._is_locked(lock):
            yield from self._again()
            return
        self._insist_on_pages(lock)
        self._insist_on_room(lock)
        lock = dataclasses.replace(lock, history=(*self.before.history, self._amendment(lock)))
        told = issued.amended(self.asked, self.issue.id, open_.ids(), self._data(lock))
        yield from self._told(lock)
        store = Store(self.asked.cache)
        yield from (kept(self.asked, digest, store) for digest in sorted({*pdfs_of(lock)} - {*pdfs_of(self.before)}))
        file = locks.file(self.issue.id)
        yield Change(LOCK, file, lambda: locks.write(self.reading.home, self.issue.id, lock))
        yield from told
        yield from likeness.learned(self.asked, self.reading, open_.ids())

    def _is_locked(self, lock: Lock) -> bool:
        """Whether it fixes the same as the present lock, by whatever toolchain it was made."""
        before = self.before
        alike = dataclasses.replace(lock, changed=before.changed, toolchain=before.toolchain, history=before.history)
        return locks.canonical(alike) == locks.canonical(before)

    def _known(self) -> set[ArticleId]:
        return {article.id for article in self.before.articles}

    def _again(self) -> Iterator[Change]:
        """Nothing is another than what is locked: either this very amendment was made before, or there is none to make."""
        last = self.before.history[-1] if self.before.history else None
        if last is None or last.reason != self.reason:
            raise Refused(
                Bilingual(
                    f"{self.issue.id} 与锁定的完全相同，没有可修订的。",
                    f"{self.issue.id} is what its lock says: there is nothing to amend.",
                ),
                Bilingual(
                    f"请先改 issues/{self.issue.id}/issue.toml、journal.toml 或 templates/，再行修订。",
                    f"First change issues/{self.issue.id}/issue.toml, journal.toml or templates/, then amend.",
                ),
            )
        yield from issued.amended(self.asked, self.issue.id, self._known(), self._data(self.before))

    def _data(self, lock: Lock) -> dict[str, Any]:
        """Which lock it is: what the event in the ledger holds."""
        seal = hashlib.sha256(locks.canonical(lock)).hexdigest()
        return {"issue": str(self.issue.id), "changed": lock.changed.isoformat(), "lock": seal}

    # ------------------------------------------------------------ what may not change

    def _insist_on_articles(self) -> None:
        own = locks.file(self.issue.id)
        for mismatch in self.reading.mismatches:
            raise ArticleChanged(mismatch.file) if mismatch.lock == own else mismatch

    def _unlocked(self) -> Publication:
        """The issue as if it were not published; its pages begin where they began. What was in it, stays in it."""
        issue = dataclasses.replace(self.issue, lock=None)
        for article in self.before.articles:
            for language in article.pages:
                edition = issue.edition(language)
                if edition is None or article.id not in {slot.article for slot in edition.slots}:
                    raise Refused(
                        Bilingual(
                            f"{article.id} 已随 {issue.id} 的 {language} 文版出版，不能移出。",
                            f"{article.id} was published in the {language} edition of {issue.id} and stays there.",
                        ),
                        Bilingual(
                            f"请在 issues/{issue.id}/issue.toml 中恢复；撤销论文须另发启事。",
                            f"Put it back into issues/{issue.id}/issue.toml; a retraction is a notice of its own.",
                        ),
                    )
        issues = tuple(issue if one.id == issue.id else one for one in self.reading.snapshot.issues)
        snapshot = dataclasses.replace(self.reading.snapshot, issues=issues)
        return Publication(self.asked, dataclasses.replace(self.reading, snapshot=snapshot), issue)

    def _as_it_was(self, article: LockedArticle) -> LockedArticle:
        """What was published keeps its days and its DOI; what comes out only now has those of today."""
        old = self.before.article(article.id)
        return dataclasses.replace(article, published=old.published, online=old.online, doi=old.doi) if old else article

    def _moved(self, lock: Lock) -> Iterator[tuple[ArticleId, Language, LockedPages, LockedPages]]:
        for old in self.before.articles:
            new = lock.article(old.id)
            for language, pages in old.pages.items():
                if new and (new.pages[language].first, new.pages[language].last) != (pages.first, pages.last):
                    yield old.id, language, pages, new.pages[language]

    def _insist_on_pages(self, lock: Lock) -> None:
        moved = tuple(self._moved(lock))
        if moved and not self.may_move:
            said = [f"{id} {language} {a.first}–{a.last} → {b.first}–{b.last}" for id, language, a, b in moved]
            raise Refused(
                Bilingual(
                    f"已出版的页码会变：{'；'.join(said)}。他人已按原页码引用。",
                    f"Published page numbers would change: {'; '.join(said)}. They are cited as they are.",
                ),
                Bilingual("确要改动页码，请加 --pages。", "If they are really to change, add --pages."),
            )

    def _insist_on_room(self, lock: Lock) -> None:
        """Where pages run through the year, they end before those of the next published issue."""
        issues = self.reading.snapshot.issues
        place = next(n for n, one in enumerate(issues) if one.id == self.issue.id)
        for language, last in _ends(lock).items():
            following = (one for one in issues[place + 1 :] if one.lock and one.year == self.issue.year)
            next_ = next((one for one in following if language in _starts(one.lock)), None)
            runs = self.reading.snapshot.journal.edition(language).pages is PageRun.YEAR
            if runs and next_ and last >= (first := _starts(next_.lock)[language]):
                raise Refused(
                    Bilingual(
                        f"{language} 文版将排到第 {last} 页，而 {next_.id} 从第 {first} 页起，已经出版。",
                        f"The {language} edition would end on page {last}, but {next_.id}, published, begins on {first}.",
                    ),
                    Bilingual("请压缩版面。", "Make it shorter."),
                )

    # ------------------------------------------------------------ what is kept and said

    def _amendment(self, lock: Lock) -> Amendment:
        """What the new lock replaces: PDFs that are no longer served, and the pages they had."""
        pdfs = ((tongue, sha) for tongue, sha in self.before.pdfs.items() if lock.pdfs.get(tongue) != sha)
        articles = []
        for old in self.before.articles:
            new = lock.article(old.id)
            gone = ByLanguage.of(
                (tongue, pages) for tongue, pages in old.pages.items() if new and new.pages.get(tongue) != pages
            )
            if gone:
                articles.append((old.id, gone))
        return Amendment(
            lock.changed,
            self.reason,
            self.before.changed,
            self.before.toolchain,
            ByLanguage.of(pdfs),
            tuple(articles),
        )

    def _told(self, lock: Lock) -> Iterator[Change]:
        for new in lock.articles:
            old = self.before.article(new.id)
            for language, pages in new.pages.items():
                was = old.pages.get(language) if old else None
                if was != pages:
                    yield Change(AMEND, f"{new.id} {language} {_from(was, pages)}")


def _from(was: LockedPages | None, now: LockedPages) -> str:
    here = f"{now.first}–{now.last}"
    return here if was is None or (was.first, was.last) == (now.first, now.last) else f"{was.first}–{was.last} → {here}"


def _starts(lock: Lock | None) -> dict[Language, int]:
    return {language: min(pages) for language, pages in _numbers(lock).items()}


def _ends(lock: Lock) -> dict[Language, int]:
    return {language: max(pages) for language, pages in _numbers(lock).items()}


def _numbers(lock: Lock | None) -> dict[Language, list[int]]:
    found: dict[Language, list[int]] = {}
    for article in lock.articles if lock else ():
        for language, pages in article.pages.items():
            found.setdefault(language, []).extend((pages.first, pages.last))
    return found


def amending(asked: Asked, id: IssueId, reason: str, may_move: bool) -> Amending:
    """The amendment of a published issue; Refused if it is not published, Misused for a reason that says nothing."""
    said = " ".join(reason.split())
    if not said or not said.isprintable():
        raise Misused(Bilingual("请用 --reason 写明理由，一行文字。", "Give the reason, one line of text: --reason"))
    reading = asked.read(with_house=True)
    issue = named.issue(reading, id)
    if issue.lock is None:
        raise Refused(
            Bilingual(f"{id} 还没有出版，可以直接改动。", f"{id} is not published yet: change it as you like."),
            Bilingual(f"出版：journal issue publish {id}", f"To publish it: journal issue publish {id}"),
        )
    if issue.lock.taken_over:
        system = issue.lock.taken_over
        raise Refused(
            Bilingual(
                f"{id} 自 {system} 迁入，页码与 PDF 照原样，不在本刊重新排版。",
                f"{id} was taken over from {system}: its pages and PDFs are as they were and are not laid out here.",
            ),
            Bilingual(
                f"栏目与次序可直接改 issues/{id}/issue.toml。",
                f"Columns and order may be changed in issues/{id}/issue.toml as it is.",
            ),
        )
    issued.insist_on_office(asked)
    return Amending(asked, reading, issue, issue.lock, said, may_move)


__all__ = ["Amending", "ArticleChanged", "amending"]
