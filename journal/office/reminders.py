"""Who is to be reminded of what: computed from states and dates, so that an answer or a decision ends it by itself.

A reminder goes out on the days that the journal set, before (-) or after a due day; of several that were missed, the latest.
Its key names the due day and the rule: none goes out twice, and a new due day begins anew.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.office import people
from journal.office.policy import Policies
from journal.office.records import Books, instant
from journal.office.said import local
from journal.office.workflow import Role, State

KINDS = ("review-reminder", "proof-reminder", "author-reminder", "editor-reminder", "commission-reminder")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one person; `late` is in days, below zero before the due day."""

    key: str
    kind: str  # of KINDS
    person: str
    manuscript: Row
    due: str
    late: int
    accepted: bool = False  # of a referee, or a commissioned author: the text is waited for, not the answer


@dataclass(frozen=True, slots=True)
class _Wait:
    """Something that somebody waits for: since when, until when, from whom."""

    kind: str
    what: str
    manuscript: Row
    since: str
    due: str
    persons: Sequence[str]
    accepted: bool = False
    only_late: bool = False


def due(books: Books, policies: Policies, now: dt.datetime) -> Iterator[Reminder]:
    """The reminders to be sent now, without those that ever were; in as many queries for many manuscripts as for one."""
    found = {one.key: one for wait in _waits(books, now) for one in _of(wait, policies.reminders, local(now))}
    had = {one["key"] for one in books.all("letter", key=set(found))} if found else set()
    yield from (one for key, one in found.items() if key not in had)


def _of(wait: _Wait, rules: Iterable[int], today: dt.date) -> Iterator[Reminder]:
    late = (today - local(wait.due)).days
    rule = _rule(rules, late, (local(wait.since) - local(wait.due)).days)
    if rule is None or (wait.only_late and late <= 0):
        return
    for person in wait.persons:
        key = f"{wait.kind}:{wait.manuscript['id']}:{wait.what}:{local(wait.due)}:{rule}:{person}"
        yield Reminder(key, wait.kind, person, wait.manuscript, wait.due, late, wait.accepted)


def _rule(rules: Iterable[int], late: int, begun: int) -> int | None:
    """The latest day reached: none on or before the day when the waiting began, none for “before” when it is after."""
    reached = [rule for rule in rules if begun < rule <= late and (rule > 0 or late <= 0)]
    return max(reached, default=None)


def _waits(books: Books, now: dt.datetime) -> Iterator[_Wait]:
    roles = {role.value for role in Role}
    rows = {one["id"]: one for one in books.all("manuscript", waits_for=roles, order="id")}
    authors = _authors(books, rows.values())
    yield from _of_referees(books, rows)
    yield from _of_proofs(books, rows, authors)
    yield from _of_commissions(books)
    holders = _holders(books, now)
    for row in rows.values():
        if row["due"]:
            yield _of_state(row, authors[row["id"]], holders)


def _of_referees(books: Books, rows: Mapping[str, Row]) -> Iterator[_Wait]:
    for one in books.all("review", submitted="", cancelled="", order="id"):
        row = rows.get(one["manuscript"])
        if row and row["state"] == State.IN_REVIEW and (one["accepted"] or not one["answered"]):
            since, until = (one["answered"], one["due"]) if one["accepted"] else (one["invited"], one["respond_by"])
            what = f"{one['id']}-{'report' if one['accepted'] else 'answer'}"
            yield _Wait("review-reminder", what, row, since, until, (one["person"],), one["accepted"])


def _of_proofs(books: Books, rows: Mapping[str, Row], authors: Mapping[str, Sequence[Row]]) -> Iterator[_Wait]:
    """The author's proof, once it went out: before that, the record of the proof has nobody's hand."""
    for one in books.all("proof", number=1, returned="", done=""):
        row = rows.get(one["manuscript"])
        if row and row["state"] == State.FIRST_PROOF and one["by"] and one["due"]:
            what = f"proof-{one['language']}"
            yield _Wait("proof-reminder", what, row, one["sent"], one["due"], _correspondents(authors[row["id"]]))


def _of_commissions(books: Books) -> Iterator[_Wait]:
    """Papers that were commissioned and have not come; they have no manuscript yet, but the title of their topic."""
    rows = books.all("commission", manuscript="", cancelled="", order="id")
    topics = {one["id"]: one for one in books.all("topic", id={row["topic"] for row in rows})}
    for one in rows:
        if one["accepted"] or not one["answered"]:
            about = {"id": "", "titles": topics[one["topic"]]["titles"]}
            what = f"commission-{one['id']}"
            yield _Wait("commission-reminder", what, about, one["at"], one["due"], (one["person"],), one["accepted"])


def _of_state(row: Row, authors: Sequence[Row], holders: Mapping[str, Sequence[Row]]) -> _Wait:
    """Whoever the manuscript itself waits for. Of late referees its editor is told; where nobody has the role, the
    managing editor; an author is never reminded of their own paper as its editor."""
    role = Role(row["waits_for"])
    what = f"{row['state']}-{row['text']}"
    if role is Role.AUTHOR:
        return _Wait("author-reminder", what, row, row["since"], row["due"], _correspondents(authors))
    wrote = {one["person"] for one in authors}
    if role in (Role.HANDLING_EDITOR, Role.REVIEWER):
        persons = _others([row["handling"]] if row["handling"] else [], wrote)
    else:
        persons = _others(_of_column(holders[role], row), wrote)
    persons = persons or _others(_of_column(holders[Role.MANAGING_EDITOR], row), wrote)
    return _Wait("editor-reminder", what, row, row["since"], row["due"], persons, only_late=role is Role.REVIEWER)


def _of_column(holders: Sequence[Row], row: Row) -> list[str]:
    return [one["person"] for one in holders if one["column"] in ("", row["column"])]


def _others(persons: Iterable[str], wrote: set[str]) -> tuple[str, ...]:
    return tuple(person for person in dict.fromkeys(persons) if person not in wrote)


def _correspondents(authors: Sequence[Row]) -> tuple[str, ...]:
    named = tuple(one["person"] for one in authors if one["corresponding"])
    return named or tuple(one["person"] for one in authors[:1])


def _authors(books: Books, rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for one in books.all("authorship", manuscript={row["id"] for row in rows}, order="position"):
        found[one["manuscript"]].append(one)
    return found


def _holders(books: Books, now: dt.datetime) -> Mapping[str, list[Row]]:
    """Who has which role in the office now."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for one in books.all("role", order="person"):
        if people.since(one, instant(now)):
            found[one["role"]].append(one)
    return found


__all__ = ["KINDS", "Reminder", "due"]
