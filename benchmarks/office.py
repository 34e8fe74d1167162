"""`python -m benchmarks.office MANUSCRIPTS DATABASE`: an office as large as that, and how long its status and its writes take.

Prints {"status": [seconds …], "writes": [a second …], "open": manuscripts that wait}. Rows are written in bulk and the ledger is
a real one; every 20th manuscript waits for somebody, the others are published or declined, as after years of work.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from journal.office import access, editorial, ledger, waiting
from journal.office.editorial import Desk, NoLetters
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import Books, Office, instant, opened
from journal.office.workflow import Action, State

NOW = dt.datetime(2031, 3, 1, 9, tzinfo=dt.UTC)
EVENTS = 20  # a manuscript
OPEN = 20  # every so many manuscripts one is open
ROUNDS, WRITES = 7, 200
POLICIES = Policies()
STATES = [state for state in State if POLICIES.waits(state)]
EDITORS, REFEREES = 8, 60


def main(count: int, database: Path) -> dict[str, Any]:
    """Make the office, then measure it."""
    office = opened(f"sqlite:///{database}")
    with office.write() as books:
        _people(books, count)
        for first in range(0, count, 5000):
            _manuscripts(books, range(first, min(first + 5000, count)))
        _events(books, count)
    found = {"status": list(_status(office)), "writes": list(_writes(office)), "open": _count(office)}
    office.close()
    return found


def _people(books: Books, count: int) -> None:
    ids = ["chief", *(f"editor-{n}" for n in range(EDITORS)), *(f"referee-{n}" for n in range(REFEREES))]
    ids += [f"author-{n}" for n in range(count // 3 + 1)]
    books.add_all(
        "person",
        [
            {"id": id, "login": id, "names": {"zh": {"family": "某", "given": id, "whole": f"某{id}"}}, "email": f"{id}@{id}.example.org"}
            for id in ids
        ],
    )  # fmt: skip
    books.add_all(
        "role",
        [
            {"person": "chief", "role": "editor-in-chief", "column": ""},
            {"person": "chief", "role": "managing-editor", "column": ""},
        ],
    )
    books.add_all("role", [{"person": f"editor-{n}", "role": "section-editor", "column": ""} for n in range(EDITORS)])


def _manuscripts(books: Books, numbers: range) -> None:
    books.add_all("manuscript", [_manuscript(number) for number in numbers])
    books.add_all(
        "authorship",
        [
            {"manuscript": _id(number), "position": 1, "person": f"author-{number // 3}", "corresponding": True}
            for number in numbers
        ],
    )
    files = [
        {"manuscript": _id(number), "purpose": purpose, "text": 1, "sha256": f"{number:064d}", "by": "chief"}
        for number in numbers
        for purpose in ("text", "anonymous")
    ]
    books.add_all("file", files)
    reviewed = [number for number in numbers if number % OPEN or _state(number) is State.IN_REVIEW]
    books.add_all(
        "round",
        [
            {"manuscript": _id(n), "number": 1, "anonymity": "open", "wanted": 2, "text": 1, "opened": instant(NOW)}
            for n in reviewed
        ],
    )
    books.add_all("review", [_review(number, place) for number in reviewed for place in range(2)])


def _id(number: int) -> str:
    return f"{2000 + number // 5000}-{number % 5000:04d}"


def _state(number: int) -> State:
    if number % OPEN:
        return State.PUBLISHED if number % 3 else State.DECLINED
    return STATES[number // OPEN % len(STATES)]


def _manuscript(number: int) -> dict[str, Any]:
    state, since = _state(number), NOW - dt.timedelta(days=number % 40)
    due = POLICIES.due(state, since)
    return {
        "id": _id(number), "state": state, "column": "articles", "language": "zh", "titles": {"zh": f"论渡口的权利之{number}", "en": f"Ferries {number}"},
        "search": f"论渡口的权利之{number}", "submitted": instant(since), "since": instant(since), "due": instant(due) if due else "",
        "waits_for": POLICIES.waits(state), "handling": f"editor-{number % EDITORS}", "text": 1, "version": EVENTS,
    }  # fmt: skip


def _review(number: int, place: int) -> dict[str, Any]:
    reported = "" if _state(number) is State.IN_REVIEW and place else instant(NOW)
    return {
        "manuscript": _id(number), "round": 1, "person": f"referee-{(number + place) % REFEREES}", "invited": instant(NOW),
        "answered": instant(NOW), "accepted": True, "due": instant(NOW - dt.timedelta(days=number % 5)), "submitted": reported,
    }  # fmt: skip


def _events(books: Books, count: int) -> None:
    rows: list[dict[str, Any]] = []
    for row in _sealed(count):
        rows.append(row)
        if len(rows) == 10_000:
            books.add_all("event", rows)
            rows = []
    books.add_all("event", rows)


def _sealed(count: int) -> Iterator[dict[str, Any]]:
    before, at = ledger.START, instant(NOW)
    for number in range(1, count * EVENTS + 1):
        data = {"note": number}
        event = ledger.Event(number, at, "note", _id((number - 1) % count), "chief", "", "", "", data, before)
        seal = event.sealed()
        yield {
            "number": number, "at": at, "kind": "note", "manuscript": event.manuscript, "actor": "chief", "on_behalf": "", "os_user": "",
            "host": "", "data": data, "before": before, "seal": seal,
        }  # fmt: skip
        before = seal


def _status(office: Office) -> Iterator[float]:
    """What waits, for the editor-in-chief, who sees all."""
    for turn in range(ROUNDS + 1):
        start = time.perf_counter()
        with office.read() as books:
            waiting.waits(books, POLICIES, access.sight(books, Who("chief"), instant(NOW)), NOW)
        if turn:  # the first fills the caches
            yield time.perf_counter() - start


def _writes(office: Office) -> Iterator[float]:
    """Decisions a second, each a transaction of its own that is on the disk before the next."""
    for turn in range(3):
        start = time.perf_counter()
        for number in range(WRITES):
            with office.write() as books:
                desk = Desk(books, Who("chief", "", "user", "host"), NOW, POLICIES, NoLetters())
                editorial.act(
                    desk, _id(OPEN * STATES.index(State.SUBMITTED)), Action.TRANSFER, column=f"column-{turn}-{number}"
                )
        yield WRITES / (time.perf_counter() - start)


def _count(office: Office) -> int:
    with office.read() as books:
        return books.count("manuscript", waits_for={POLICIES.waits(state) for state in STATES})


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))))
