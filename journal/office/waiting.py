"""What waits for whom, since when and how late; in as many queries for many manuscripts as for one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journal.office import dossier, people
from journal.office.access import Sight, View
from journal.office.policy import Policies
from journal.office.records import Books, instant
from journal.office.workflow import PROOFS, Action, Facts, Reading, Role, State

Row = Mapping[str, Any]
OF_MANUSCRIPT = (
    "id",
    "state",
    "column",
    "titles",
    "since",
    "due",
    "waits_for",
    "handling",
    "article",
    "placed",
    "version",
)
OF_REVIEW = ("id", "manuscript", "person", "invited", "respond_by", "answered", "accepted", "due")
NEXT: Mapping[State, Action] = {  # what is usually done next in a state; where it depends on more, it is not here
    State.INCOMPLETE: Action.COMPLETE,
    State.SUBMITTED: Action.ASSIGN,
    State.SECOND_READING: Action.PASS_SECOND,
    State.FINAL_READING: Action.ACCEPT,
    State.MINOR_REVISION: Action.REVISE,
    State.MAJOR_REVISION: Action.REVISE,
    State.ACCEPTED: Action.EDIT,
    State.EDITING: Action.EDITED,
    State.TRANSLATING: Action.TRANSLATED,
    State.TRANSLATION_CHECK: Action.TRANSLATION_PASSED,
    State.READY: Action.RELEASE,
    State.FIRST_PROOF: Action.PROOF_DONE,
    State.SECOND_PROOF: Action.PROOF_DONE,
    State.THIRD_PROOF: Action.PROOF_DONE,
    State.CLEAN_PROOF: Action.SIGN_FOR_PRESS,
}
BLIND, INVITE, RESPOND, REPORT, LOOK = "blind", "invite", "respond", "report", "show"  # that are no action of the table
PROOF_STEPS = {"sent": "proof-send", "returned": "proof-return", "counted": "proof-count"}  # nor are these


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that somebody waits for: in which manuscript, from which role, from whom, since when, until when."""

    manuscript: Row
    role: Role
    persons: tuple[str, ...]
    since: str
    due: str
    late: int  # days after the due day; 0 before it
    next: str  # an action, or one of the words above
    review: int = 0


def waits(books: Books, policies: Policies, sight: Sight, now: dt.datetime) -> list[Wait]:
    """All that waits, of the manuscripts that somebody may see; the latest first. A referee sees their own reviews."""
    rows = books.some("manuscript", OF_MANUSCRIPT, waits_for={role.value for role in Role})
    seen = {row["id"]: row for row in rows if sight.of(row)}
    open_ = [one for one in books.some("review", OF_REVIEW, submitted="", cancelled="") if one["manuscript"] in seen]
    found = [*_of_reviews(open_, seen, sight, now), *_of_states(books, policies, open_, seen, sight, now)]
    return sorted(found, key=lambda one: (-one.late, one.due or "9", one.manuscript["id"], one.review))


def _late(due: str, now: dt.datetime) -> int:
    return max(0, (now - dt.datetime.fromisoformat(due)).days) if due and due < instant(now) else 0


def _of_reviews(open_: Iterable[Row], rows: Mapping[str, Row], sight: Sight, now: dt.datetime) -> Iterator[Wait]:
    for one in open_:
        row = rows[one["manuscript"]]
        is_own = one["person"] == sight.acting
        if _is_waited(one, row) and (is_own or sight.of(row) is View.WHOLE):
            since, due = (one["answered"], one["due"]) if one["accepted"] else (one["invited"], one["respond_by"])
            step = REPORT if one["accepted"] else RESPOND
            yield Wait(row, Role.REVIEWER, (one["person"],), since, due, _late(due, now), step, one["id"])


def _is_waited(one: Row, row: Row) -> bool:
    return row["state"] == State.IN_REVIEW and (one["accepted"] or not one["answered"])


def _of_states(
    books: Books, policies: Policies, open_: Iterable[Row], rows: Mapping[str, Row], sight: Sight, now: dt.datetime
) -> Iterator[Wait]:
    """What the manuscripts themselves wait for; one in review waits for its editor when no referee is waited for."""
    asked = {one["manuscript"] for one in open_ if _is_waited(one, rows[one["manuscript"]])}
    mine = [row for row in rows.values() if row["id"] not in asked and sight.of(row) is not View.REFEREE]
    facts = _facts(books, [row for row in mine if row["state"] in UNCLEAR], policies)
    holders = _holders(books, now)
    authors = _authors(books, {row["id"] for row in mine if row["waits_for"] == Role.AUTHOR})
    for row in mine:
        role = _role(row)
        persons = _persons(row, role, holders, authors)
        step = _step(row, facts.get(row["id"]))
        yield Wait(row, role, persons, row["since"], row["due"], _late(row["due"], now), step)


UNCLEAR = frozenset({State.FIRST_READING, State.IN_REVIEW, *PROOFS})  # what comes next depends on more than the state


def _facts(books: Books, rows: list[Row], policies: Policies) -> Mapping[str, Facts]:
    full = books.all("manuscript", id={row["id"] for row in rows}) if rows else []
    return dossier.many(books, full, policies) if full else {}


def _role(row: Row) -> Role:
    if row["state"] == State.IN_REVIEW or (row["waits_for"] == Role.HANDLING_EDITOR and row["handling"]):
        return Role.HANDLING_EDITOR
    return Role(row["waits_for"])


def _step(row: Row, facts: Facts | None) -> str:
    state = State(row["state"])
    if facts and state is State.FIRST_READING:
        if facts.signed(Reading.FIRST) is None:
            return Action.PASS_FIRST
        return Action.SEND_OUT if facts.anonymous_copy else BLIND
    if facts and facts.round and state is State.IN_REVIEW:
        return Action.TO_SECOND if facts.round.reports >= facts.round.wanted else INVITE
    if facts and state in PROOFS:
        lacking = facts.proof_lacks & facts.policy.proofs
        return next((step for name, step in PROOF_STEPS.items() if name in lacking), NEXT[state])
    if state is State.SIGNED:
        return Action.PUBLISH if row["placed"] else Action.PLACE
    return NEXT.get(state, LOOK)


def _persons(
    row: Row, role: Role, holders: Mapping[str, list[Row]], authors: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """Who it is that has to do it, as far as somebody is known."""
    if role is Role.AUTHOR:
        return tuple(authors[row["id"]])
    if role is Role.HANDLING_EDITOR:
        return (row["handling"],) if row["handling"] else ()
    return tuple(dict.fromkeys(one["person"] for one in holders[role] if one["column"] in ("", row["column"])))


def _holders(books: Books, now: dt.datetime) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for one in books.all("role", order="person"):
        if people.since(one, instant(now)):
            found[one["role"]].append(one)
    return found


def _authors(books: Books, ids: set[str]) -> Mapping[str, list[str]]:
    """Those with whom letters are exchanged; the first, where none is named."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for one in books.all("authorship", manuscript=ids, order="position") if ids else ():
        found[one["manuscript"]].append(one)
    return defaultdict(list, {id: _correspondents(rows) for id, rows in found.items()})


def _correspondents(rows: list[Row]) -> list[str]:
    return [one["person"] for one in rows if one["corresponding"]] or [one["person"] for one in rows[:1]]


__all__ = ["BLIND", "INVITE", "LOOK", "PROOF_STEPS", "REPORT", "RESPOND", "Wait", "waits"]
