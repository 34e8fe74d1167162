"""Who may see which record, and how much of it: the one place that keeps an editor from their own paper.

The guard covers what the program shows; whoever can read the database can read all.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import JournalError
from journal.office import dossier, people
from journal.office.people import Who
from journal.office.records import Books
from journal.office.workflow import DESK, EDITORS, Action, Role, State

EDITING = (EDITORS | DESK) - {Role.HANDLING_EDITOR, Role.GUEST_EDITOR}  # see every record of their column
MAKING = frozenset({Role.TRANSLATOR, Role.PROOFREADER, Role.TYPESETTER})  # see what is accepted, without its reviews
BY_AUTHORS = frozenset({Action.WITHDRAW, Action.COMPLETE, Action.REVISE})  # what an author does to their own paper
ACCEPTED = frozenset(
    {
        State.ACCEPTED, State.EDITING, State.TRANSLATING, State.TRANSLATION_CHECK, State.READY, State.FIRST_PROOF,
        State.SECOND_PROOF, State.THIRD_PROOF, State.CLEAN_PROOF, State.SIGNED, State.PUBLISHED, State.RETRACTED,
    }
)  # fmt: skip


class View(enum.StrEnum):
    """How much somebody sees of a record."""

    WHOLE = "whole"
    MAKING = "making"  # texts and proofs, no reviews
    AUTHOR = "author"  # where it is, and what the author sent
    REFEREE = "referee"  # the anonymous copy, and what they wrote themselves


@dataclass(eq=False)
class OwnPaper(JournalError):
    """An editor who would read the record of their own paper."""

    number: str
    zh: ClassVar[str] = "您是稿件 {number} 的作者，不能查阅或处理它的编辑部记录。"
    en: ClassVar[str] = "You wrote manuscript {number}: its record in the office is closed to you."
    fix_zh: ClassVar[str] = "作为作者，您只可 revise（修回）或 withdraw（撤回）；其他事请另一位编辑办理。"
    fix_en: ClassVar[str] = "As its author you may only revise or withdraw it; for the rest, ask another editor."


@dataclass(eq=False)
class NotYours(JournalError):
    """A record that somebody has no part in, or whose part does not reach so far."""

    number: str
    zh: ClassVar[str] = "您无权这样查阅稿件 {number}。"
    en: ClassVar[str] = "Manuscript {number} is not open to you in this way."
    fix_zh: ClassVar[str] = "journal manuscript list 和 journal review list 列出您可以查阅的。"
    fix_en: ClassVar[str] = "What is open to you: journal manuscript list, journal review list"


@dataclass(eq=False)
class OthersOnly(JournalError):
    """Something that would show the whole office to somebody who has a paper in it, or no part in it."""

    what: str
    zh: ClassVar[str] = "{what} 会显示全部记录，须由没有自己稿件的编辑部主任或主编运行。"
    en: ClassVar[str] = (
        "{what} shows every record: it takes a managing editor or editor-in-chief who has no paper here."
    )
    fix_zh: ClassVar[str] = "请他人运行；只看部分记录可用 journal ledger show。"
    fix_en: ClassVar[str] = "Ask another to run it; for a part of it: journal ledger show"


@dataclass(frozen=True)
class Sight:
    """What somebody may see, gathered once and asked for each record."""

    persons: frozenset[str]
    acting: str
    wrote: frozenset[str]
    columns: frozenset[str]  # that they edit; an empty name stands for all
    makes: bool
    reads: frozenset[str]  # that they referee or are asked to
    hosts: frozenset[str] = frozenset()  # of the special topics whose guest editors they are

    @property
    def of_office(self) -> bool:
        """Whether they are one of the editors."""
        return bool(self.columns)

    def of(self, row: Mapping[str, Any]) -> View | None:
        """How much of this record; None for nothing at all."""
        handles = row["handling"] == self.acting or row["id"] in self.hosts
        edits = handles or bool({"", row["column"]} & self.columns)
        if row["id"] in self.wrote:
            return None if self.of_office or handles else View.AUTHOR
        if edits:
            return View.WHOLE
        if self.makes and row["state"] in ACCEPTED:
            return View.MAKING
        return View.REFEREE if row["id"] in self.reads else None

    def among(self, rows: Iterable[Mapping[str, Any]], *views: View) -> list[Mapping[str, Any]]:
        """The records of which they see so much; any, if no view is named."""
        return [row for row in rows if (view := self.of(row)) and (not views or view in views)]


def sight(books: Books, who: Who, now: str) -> Sight:
    """What somebody may see; in a fixed number of queries. Own papers are judged by both persons, rights by the one acted for."""
    acting = who.on_behalf or who.person
    held = [one for one in books.all("role", person={acting}) if people.since(one, now)]
    theirs = [one for one in books.all("role", person=who.persons) if people.since(one, now)]
    columns = {one["column"] for one in held if one["role"] in EDITING}
    own = books.all("authorship", person=who.persons)
    if own and not columns and any(one["role"] in EDITING for one in theirs):
        columns = {"\0"}  # who acts for another is an editor still: their own papers stay closed
    return Sight(
        who.persons,
        acting,
        frozenset(one["manuscript"] for one in own),
        frozenset(columns),
        any(one["role"] in MAKING for one in held),
        frozenset(one["manuscript"] for one in books.all("review", person={acting})),
        people.hosted(books, {acting}),
    )


def opened(books: Books, who: Who, id: str, now: str, *views: View) -> tuple[dict[str, Any], View]:
    """A record and how much of it somebody sees; OwnPaper, NotYours if it is not one of the views (any, if none is named)."""
    row = dossier.row(books, id)
    seen = sight(books, who, now)
    view = seen.of(row)
    if view is None and id in seen.wrote:
        raise OwnPaper(id)
    if view is None or (views and view not in views):
        raise NotYours(id)
    return row, view


def to_act(books: Books, who: Who, id: str, action: Action, now: str) -> None:
    """Let an editor do to their own paper only what any author may; OwnPaper, NotYours."""
    if action in BY_AUTHORS and who.persons & dossier.authors(books, id):
        return
    opened(books, who, id, now)


def to_see_all(books: Books, who: Who, what: str, now: str) -> None:
    """Let nobody see every record who has a paper among them; OthersOnly."""
    held, _ = people.roles(books, {who.on_behalf or who.person}, "", now)
    if not held & DESK or sight(books, who, now).wrote:
        raise OthersOnly(what)


__all__ = [
    "BY_AUTHORS", "NotYours", "OthersOnly", "OwnPaper", "Sight", "View", "opened", "sight", "to_act", "to_see_all",
]  # fmt: skip
