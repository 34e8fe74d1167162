"""Placing articles in issues: which files that changes, and how."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal import folder
from journal.commands import named
from journal.commands.article import readable
from journal.commands.changes import Change
from journal.errors import Bilingual, Misused, Refused
from journal.folder import issue_edits, issue_toml
from journal.folder.files import text_of
from journal.folder.tables import parsed

if TYPE_CHECKING:
    from journal.folder import Reading
    from journal.ids import ArticleId, IssueId, Language
    from journal.model import Article, Issue

EDIT = Bilingual("改写", "edit")
MOVE = Bilingual("移入", "move to")


@dataclass(frozen=True)
class Spot:
    """A column of an edition of an issue."""

    issue: Issue
    language: Language
    column: str

    def articles(self) -> list[ArticleId]:
        """What stands there now."""
        edition = self.issue.edition(self.language)
        return [slot.article for slot in edition.slots if slot.column == self.column] if edition else []


def spot(reading: Reading, id: IssueId, language: Language, column: str) -> Spot:
    """The column of that name, in an issue that may still be changed."""
    about = reading.snapshot.journal
    issue = open_issue(reading, id)
    return Spot(issue, named.edition(about, language), named.column(about, column))


def open_issue(reading: Reading, id: IssueId) -> Issue:
    """The issue, if it may still be changed."""
    issue = named.issue(reading, id)
    if issue.lock:
        raise Refused(
            Bilingual(f"{id} 已出版，编次不能再动。", f"{id} is published: its make-up is fixed."),
            Bilingual("请排入另一期。", "Place the article in another issue."),
        )
    return issue


# ---------------------------------------------------------------- what changes


def place(reading: Reading, spot: Spot, article: ArticleId, position: int | None) -> Iterator[Change]:
    """Into the column, at `position` from 1 (None: the end); out of the issue and the folder where it was."""
    said = readable(reading, article)
    here = said.path.split("/")[1]
    _insist_on_text(said, spot.language)
    _within(spot, article, position)
    folders = folder.article_folders(reading.home)
    if here != spot.issue.id:
        yield from _leave(reading, here, article, folders)
        yield _move(reading, here, spot.issue, article)
    edit = functools.partial(
        issue_edits.placed, edition=spot.language, column=spot.column, article=article, position=position
    )
    yield from _edit(reading, spot.issue.id, folders | {article: str(spot.issue.id)}, edit)


def stand(reading: Reading, id: IssueId, article: ArticleId, column: str) -> Iterator[Change]:
    """Into an issue as the office places a manuscript: at the end of its column, in each edition whose language it is written in.

    Nothing where it stands there already, or has no text yet; out of the issue and the folder where it was.
    """
    issue, said = open_issue(reading, id), readable(reading, article)
    standing = {one.language for one in issue.editions if article in {slot.article for slot in one.slots}}
    wanted = [one for one in said.full_text if one in reading.snapshot.journal.languages]
    if standing or not wanted:
        return
    here, folders = said.path.split("/")[1], folder.article_folders(reading.home)
    if here != issue.id:
        yield from _leave(reading, here, article, folders)
        yield _move(reading, here, issue, article)

    def edit(written: str) -> str:
        return functools.reduce(
            lambda text, language: issue_edits.placed(text, language, column, article), wanted, written
        )

    yield from _edit(reading, issue.id, folders | {article: str(issue.id)}, edit)


def order(reading: Reading, spot: Spot, articles: Iterable[ArticleId]) -> Iterator[Change]:
    """The column's articles in this order."""
    edit = functools.partial(issue_edits.ordered, edition=spot.language, column=spot.column, articles=tuple(articles))
    yield from _edit(reading, spot.issue.id, folder.article_folders(reading.home), edit)


def _insist_on_text(article: Article, language: Language) -> None:
    """An edition holds the articles with full text in its language."""
    if language not in article.full_text:
        there = " ".join(article.full_text) or "—"
        raise Refused(
            Bilingual(
                f"{article.id} 没有 {language} 全文（有：{there}），不能排入 {language} 文版。",
                f"{article.id} has no full text in {language} (it has: {there}) and cannot stand in that edition.",
            ),
            Bilingual(
                "请先在 article.xml 中补上译文（<sub-article>），或排入另一文版。",
                "Add the translation (<sub-article>) to article.xml first, or place it in another edition.",
            ),
        )


def _within(spot: Spot, article: ArticleId, position: int | None) -> None:
    last = len([known for known in spot.articles() if known != article]) + 1
    if position and position > last:
        raise Misused(Bilingual(f"该栏目中至多是第 {last} 篇。", f"In that column it can be No. {last} at most."))


def _leave(reading: Reading, here: str, article: ArticleId, folders: Mapping[ArticleId, str]) -> Iterator[Change]:
    """Out of every edition of the issue where it was."""
    if here == named.FORTHCOMING:
        return
    issue = open_issue(reading, named.ISSUE.read(here))
    holding = [edition.language for edition in issue.editions if article in {slot.article for slot in edition.slots}]
    yield from _edit(
        reading,
        issue.id,
        folders,
        lambda written: functools.reduce(
            lambda text, language: issue_edits.removed(text, language, article), holding, written
        ),
    )


def _move(reading: Reading, here: str, issue: Issue, article: ArticleId) -> Change:
    shelf = reading.home / "issues"
    return Change(
        MOVE, f"issues/{issue.id}/{article}", lambda: (shelf / here / article).rename(shelf / issue.id / article)
    )


def _edit(
    reading: Reading, id: IssueId, folders: Mapping[ArticleId, str], edit: Callable[[str], str]
) -> Iterator[Change]:
    """The edit of an issue.toml, if it changes anything and the file still reads well."""
    file, about = issue_toml.file(id), reading.snapshot.journal
    before = text_of(reading.home, file)
    after = edit(before)
    issue_toml.from_spot(parsed(file, after), id, about, folders)
    if after != before:
        yield Change(EDIT, file, lambda: issue_toml.write(reading.home, id, after, about, folders))
