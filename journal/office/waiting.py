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
from journal.office.workflow import CHECKLIST, GATES, PROOFS, Action, Facts, Reading, Role, State, incomplete, obstacle

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
NEXT: Mapping[State, Action] = {  # what is done next in a state, where that depends on nothing else
    State.INCOMPLETE: Action.COMPLETE,
    State.SUBMITTED: Action.ASSIGN,
    State.MINOR_REVISION: Action.REVISE,
    State.MAJOR_REVISION: Action.REVISE,
    State.REVISED: Action.PASS_FIRST,
    State.ACCEPTED: Action.EDIT,
    State.TRANSLATION_CHECK: Action.TRANSLATION_PASSED,
}
# What is no action of the table.
BLIND, INVITE, RESPOND, REPORT, LOOK = "blind", "invite", "respond", "report", "show"
TRANSLATION, ITEM, GATE, SETTLE, SIMILARITY = "translation", "item", "gate", "proof-settle", "similarity"
PROOF_STEPS = {"sent": "proof-send", "returned": "proof-return", "counted": "proof-count"}


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that somebody waits for: in which manuscript, from which role, from whom, since when, until when."""

    manuscript: Row
    role: Role
    persons: tuple[str, ...]
    since: str
    due: str
    late: int  # days after the due day; 0 before it
    next: str  # an action, or one of the words above with what it is about
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
    owed = [(row, *owing(row, facts.get(row["id"]))) for row in mine]
    holders = _holders(books, now)
    authors = _authors(books, {row["id"] for row, role, _ in owed if role is Role.AUTHOR})
    for row, role, step in owed:
        persons = _persons(row, role, holders, authors)
        yield Wait(row, role, persons, row["since"], row["due"], _late(row["due"], now), step)


UNCLEAR = frozenset(  # what comes next depends on more than the state
    {
        State.FIRST_READING, State.IN_REVIEW, State.SECOND_READING, State.FINAL_READING, State.EDITING, State.TRANSLATING,
        State.READY, *PROOFS,
    }
)  # fmt: skip


def _facts(books: Books, rows: list[Row], policies: Policies) -> Mapping[str, Facts]:
    full = books.all("manuscript", id={row["id"] for row in rows}) if rows else []
    return dossier.many(books, full, policies) if full else {}


def owing(row: Row, facts: Facts | None) -> tuple[Role, str]:
    """Whose turn it is with a manuscript, and what they do next: an action, or one of the words above, `ITEM` and `GATE` with a name.

    `facts` may be None in the states that do not need them. What is named can be done now, as far as it does not hang on the
    person; where nothing usual can, it is `LOOK`.
    """
    role, state = _role(row), State(row["state"])
    if state is State.SIGNED:
        return role, Action.PUBLISH if row["placed"] else Action.PLACE
    if facts is None or state not in UNCLEAR:
        return role, NEXT.get(state, LOOK)
    if state is State.READY and incomplete(facts):
        return Role.HANDLING_EDITOR, _ticking(facts)
    if state in PROOFS:
        return _of_proof(role, facts)
    return role, next(_steps(facts), LOOK)


def _steps(facts: Facts) -> Iterator[str]:
    """What may come next, the most usual first."""
    if facts.state is State.FIRST_READING:
        if facts.signed(Reading.FIRST) is None:
            yield SIMILARITY if obstacle(facts, Action.PASS_FIRST) else Action.PASS_FIRST
        elif not facts.asks_for_review:
            yield Action.SKIP_REVIEW
        else:
            yield Action.SEND_OUT if facts.anonymous_copy else BLIND
    elif facts.state is State.IN_REVIEW:
        yield INVITE if obstacle(facts, Action.TO_SECOND) else Action.TO_SECOND
    elif facts.state is State.TRANSLATING:
        yield Action.TRANSLATED if facts.translations else TRANSLATION
    elif facts.state is State.READY:
        yield Action.RELEASE
    for action in USUALLY.get(facts.state, ()):
        if obstacle(facts, action) is None:
            yield action
    if facts.state is State.SECOND_READING:
        yield Action.DECLINE if _first_declines(facts) else BLIND
    elif facts.state is State.EDITING:
        yield f"{ITEM} quotations" if "quotations" in facts.missing else TRANSLATION


USUALLY: Mapping[State, tuple[Action, ...]] = {
    State.SECOND_READING: (Action.PASS_SECOND, Action.BACK_TO_REVIEW),
    State.FINAL_READING: (Action.ACCEPT, Action.BACK_TO_SECOND),
    State.EDITING: (Action.EDITED,),
}


def _ticking(facts: Facts) -> str:
    """The first item of 齐清定, or else the first gate, that is not there."""
    item = next((name for name in CHECKLIST if name in facts.missing), "")
    return f"{ITEM} {item}" if item else f"{GATE} {next(name for name in GATES if name in facts.gates_open)}"


def _first_declines(facts: Facts) -> bool:
    """Whether the first reader proposed to decline."""
    signature = facts.signed(Reading.FIRST)
    return signature is not None and not signature.favourable


def _of_proof(role: Role, facts: Facts) -> tuple[Role, str]:
    """The first of what a proof still needs: sent, back, answered, counted, done."""
    lacking = facts.proof_lacks & facts.policy.proofs
    if "sent" in lacking:
        return role, PROOF_STEPS["sent"]
    if facts.state is State.FIRST_PROOF and not facts.author_proof:
        return Role.AUTHOR, PROOF_STEPS["returned"]
    if "returned" in lacking:
        return role, PROOF_STEPS["returned"]
    if facts.proof_errors_open:
        return role, SETTLE
    if "counted" in lacking:
        return role, PROOF_STEPS["counted"]
    done = Action.SIGN_FOR_PRESS if facts.state is State.CLEAN_PROOF else Action.PROOF_DONE
    return role, SIMILARITY if obstacle(facts, done) else done


def _role(row: Row) -> Role:
    if row["state"] == State.IN_REVIEW or (row["waits_for"] == Role.HANDLING_EDITOR and row["handling"]):
        return Role.HANDLING_EDITOR
    return Role(row["waits_for"])


def _persons(
    row: Row, role: Role, holders: Mapping[str, list[Row]], authors: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """Who it is that has to do it, as far as somebody is known."""
    if role is Role.AUTHOR:
        return tuple(authors[row["id"]])
    if role is Role.HANDLING_EDITOR:
        return (row["handling"],) if row["handling"] else ()
    found = tuple(dict.fromkeys(one["person"] for one in holders[role] if one["column"] in ("", row["column"])))
    is_small = role is Role.PROOFREADER and not found  # an office without one: the editor does it
    return (row["handling"],) if is_small and row["handling"] else found


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


__all__ = [
    "BLIND", "GATE", "INVITE", "ITEM", "LOOK", "PROOF_STEPS", "REPORT", "RESPOND", "SETTLE", "SIMILARITY", "TRANSLATION", "Wait",
    "owing", "waits",
]  # fmt: skip
