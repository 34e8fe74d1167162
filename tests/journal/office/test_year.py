"""A year of the office, from its first manuscript to its sixth issue, with everything that must hold checked at the end of each day."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journal import folder
from journal.commands.publication import pdfs_of
from journal.folder import issue_toml
from journal.ids import IssueId
from journal.office import anchors, ledger, outlook, people, reports, review, yearly
from journal.office.letters import Writer
from journal.office.people import Who
from journal.office.records import Books, instant, opened
from journal.office.reminders import KINDS
from journal.office.stationery import Stationery
from journal.office.workflow import CLOSED, IN_PRODUCTION, Reading, Role, State
from tests.journal.office.year import ISSUES, MANUSCRIPTS, Year

STOCK = Path(__file__).parents[2] / "cases" / "lint" / "stock" / "journal.toml"
TEMPLATES = Path(__file__).parents[3] / "templates"
USED = {*IN_PRODUCTION, State.PUBLISHED, State.RETRACTED}


Row = dict[str, Any]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]  # a whole year, on a box that may be busy


class Watch:
    """What must hold at the end of each day, checked on what the day added, and now and then on all there is."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.head: tuple[int, str] = (0, ledger.START)
        self.states: dict[str, str] = {}
        self.placed: dict[str, str] = {}
        self.kinds: Counter[str] = Counter()
        self.letters = 0

    def check(self, day: dt.date) -> None:
        with self.year.office.read() as books:
            self.chain_holds(books, whole=day.day == 1)
            rows = books.some("manuscript", ("id", "state", "text", "placed", "waits_for", "handling"))
            self.states_are_those_of_the_last_event(rows)
            self.three_people_read_what_is_used(books, rows)
            self.nothing_waits_for_nobody(books, rows, day)
            self.each_paper_is_in_one_issue(rows)
            self.counts_add_up(rows)
            self.nobody_is_reminded_twice(books)

    def chain_holds(self, books: Books, whole: bool) -> None:
        """The day's events follow those before, none of which has changed; on the first of a month all are sealed anew."""
        for event in books.events(number=list(range(self.head[0] + 1, books.head()[0] + 1))):
            assert (event.number, event.before) == (self.head[0] + 1, self.head[1])
            assert event.sealed() == event.seal
            self.head = (event.number, event.seal)
            self.kinds[event.kind] += 1
            if event.kind == "submit":
                self.states[event.manuscript] = State.SUBMITTED
            elif "to" in event.data:
                assert event.data["from"] == self.states[event.manuscript]
                self.states[event.manuscript] = event.data["to"]
            if event.kind == "place":
                self.placed[event.manuscript] = event.data["issue"]
        assert books.head() == self.head
        if whole:
            assert list(ledger.breaks(books.events(), self.head)) == []

    def states_are_those_of_the_last_event(self, rows: list[Row]) -> None:
        assert {row["id"]: row["state"] for row in rows} == self.states

    def three_people_read_what_is_used(self, books: Books, rows: list[Row]) -> None:
        """Three people signed the version that is used; none of them wrote or refereed it."""
        used = {row["id"]: row for row in rows if row["state"] in USED}
        signed: dict[str, dict[str, frozenset[str]]] = {id: {} for id in used}
        for one in books.all("signature", manuscript=set(used), void="", order="id"):
            if one["text"] == used[one["manuscript"]]["text"]:
                signed[one["manuscript"]][one["reading"]] = frozenset(filter(None, (one["person"], one["on_behalf"])))
        referees = [
            (one["manuscript"], one["person"]) for one in books.all("review", manuscript=set(used), accepted=True)
        ]
        authors = [(one["manuscript"], one["person"]) for one in books.all("authorship", manuscript=set(used))]
        for id, readings in signed.items():
            assert set(readings) == set(Reading), id
            everybody = [person for persons in readings.values() for person in persons]
            assert len(everybody) == len(set(everybody)), id
        for id, person in referees + authors:
            assert all(person not in persons for persons in signed[id].values()), id

    def nothing_waits_for_nobody(self, books: Books, rows: list[dict], day: dt.date) -> None:
        """For each open manuscript somebody holds the role that it waits for; for some, somebody can do something."""
        now = instant(self.year.now)
        held = {row["role"] for row in books.all("role") if people.since(row, now)}
        for row in rows:
            if row["state"] in CLOSED:
                assert row["waits_for"] == "", row["id"]
            elif row["waits_for"] in (Role.HANDLING_EDITOR, Role.REVIEWER):
                assert row["handling"], row["id"]
            else:
                assert row["waits_for"] in held | {Role.AUTHOR}, row["id"]
        some = [row["id"] for row in rows if row["state"] not in CLOSED][day.toordinal() % 97 :: 97]
        for row in books.all("manuscript", id=some):
            _, openings = outlook.openings(books, row, Who("office"), self.year.rules, now)
            assert any(one.persons for one in openings), row["id"]

    def each_paper_is_in_one_issue(self, rows: list[Row]) -> None:
        assert {row["id"]: row["placed"] for row in rows if row["placed"]} == self.placed

    def counts_add_up(self, rows: list[Row]) -> None:
        states = Counter(row["state"] for row in rows)
        assert sum(states.values()) == self.kinds["submit"] == len(self.year.papers)
        assert states[State.PUBLISHED] == self.kinds["publish"]
        assert states[State.WITHDRAWN] == self.kinds["withdraw"]
        assert states[State.DECLINED] == self.kinds["decline"] - self.kinds["revert-decline"]
        assert sum(states[state] for state in USED) == self.kinds["accept"] - self.kinds["revert-acceptance"]

    def nobody_is_reminded_twice(self, books: Books) -> None:
        """No reminder of today went out before, none to whom has answered, none twice to one person about one thing."""
        fresh = books.all("letter", template=set(KINDS), created=instant(self.year.now))
        assert len({(one["template"], one["manuscript"], one["person"]) for one in fresh}) == len(fresh)
        for one in fresh:
            if one["template"] == "review-reminder":
                number = int(one["key"].split(":")[2].split("-")[0])
                row = books.one("review", id=number)
                assert row
                assert review.status(row, instant(self.year.now)) in (
                    "invited",
                    "response-overdue",
                    "accepted",
                    "overdue",
                )
        self.letters += len(fresh)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """The year, lived through; each day was checked."""
    home = tmp_path_factory.mktemp("home")
    text = STOCK.read_text("utf-8").replace("[columns]\n", '[columns]\nnotes = { zh = "札记", en = "Notes" }\n')
    (home / "journal.toml").write_text(text, "utf-8")
    office = opened(f"sqlite:///{home / 'office.db'}")
    run = Year(office, home)
    run.letters = Writer(run.journal, Stationery(TEMPLATES / "letters"))
    watch = Watch(run)
    with pytest.MonkeyPatch.context() as surroundings:
        for name in ("JOURNAL_DATABASE", "JOURNAL_FILES", "JOURNAL_ARCHIVE", "JOURNAL_CACHE", "JOURNAL_SCHEMAS"):
            surroundings.delenv(name, raising=False)
        surroundings.setenv("JOURNAL_TRUST_AS", "1")
        for day in run.run():
            watch.check(day)
        assert watch.letters > 100
        yield run
    office.close()


def test_the_year_came_to_its_end(year: Year) -> None:
    with year.office.read() as books:
        states = books.counts("manuscript", "state")
        assert sum(states.values()) == MANUSCRIPTS
        published = books.counts("manuscript", "placed", state=State.PUBLISHED)
        assert set(published) == set(ISSUES)
        assert list(ledger.breaks(books.events(), books.head())) == []


def test_the_issues_hold_what_was_published(year: Year) -> None:
    """Each article lies in the folder and the make-up of the one issue in which its manuscript was published."""
    folders = folder.article_folders(year.home)
    with year.office.read() as books:
        published = {row["article"]: row["placed"] for row in books.all("manuscript", state=State.PUBLISHED)}
        forthcoming = {row["article"] for row in books.all("manuscript", state=set(IN_PRODUCTION)) if row["article"]}
    assert {id: where for id, where in folders.items() if where != "forthcoming"} == published
    assert forthcoming <= {id for id, where in folders.items() if where == "forthcoming"}
    placed = [
        (issue, slot.article)
        for issue in ISSUES
        for edition in issue_toml.issue(year.home, IssueId(issue), year.journal, folders).editions
        for slot in edition.slots
    ]
    assert sorted(placed) == sorted((where, id) for id, where in published.items())


def test_what_was_published_is_locked_kept_and_served(year: Year) -> None:
    """Each issue's lock fixes its articles and PDFs, the archive holds them, what is built is what was published."""
    reading = folder.read(year.home, os.environ, with_house=False)
    assert (reading.mismatches, [issue.id for issue in reading.snapshot.issues if not issue.lock]) == ((), [])
    locks = {issue.id: issue.lock for issue in reading.snapshot.issues if issue.lock}
    changes = [lock.changed for _, lock in sorted(locks.items())]
    assert changes == sorted(set(changes))
    pdfs = {digest for lock in locks.values() for digest in pdfs_of(lock)}
    online = reading.snapshot.online
    assert online
    kept = {path.stem for path in (year.home / "archive").rglob("*.pdf")}
    assert pdfs | set(pdfs_of(online)) <= kept
    year.type("check", *ISSUES, "--allow-unchecked")
    year.type("build", *ISSUES)
    for id, lock in locks.items():
        for language, digest in lock.pdfs.items():
            file = year.home / f"out/public/issues/{id}/{id}.{language}.pdf"
            assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
        for article in lock.articles:
            assert (year.home / f"out/public/articles/{article.id}/{article.id}.xml").is_file()


def test_the_office_knows_what_is_out(year: Year) -> None:
    """What went online first is so in the office and in a lock; each publication anchored the ledger, which holds."""
    reading = folder.read(year.home, os.environ, with_house=False)
    locks = [issue.lock for issue in reading.snapshot.issues if issue.lock]
    online = [one.id for lock in (*locks, reading.snapshot.online) if lock for one in lock.articles if one.online]
    found = anchors.read(year.home / "issues" / anchors.FILE)
    with year.office.read() as books:
        known = [row["article"] for row in books.all("manuscript") if row["online"]]
        assert anchors.verify(books, found) == []
        learned = books.counts("shingle", "source")
    assert sorted(online) == sorted(known)
    assert known
    assert sorted(anchor.what for anchor in found) == sorted([*ISSUES, *known])
    assert set(learned) >= {one.id for lock in locks for one in lock.articles}


def test_the_numbers_told_are_those_counted(year: Year) -> None:
    with year.office.read() as books:
        told = Counter[str]()
        for when in (2030, 2031):
            for number in reports.funnel(books, when):
                told[number.key] += number.count
        states = books.counts("manuscript", "state")
        figures = {one.key: one.count for one in yearly.figures(books, 2031)}
    assert told["received"] == MANUSCRIPTS
    assert told["declined-without-review"] + told["declined-after-review"] == states[State.DECLINED]
    assert told["withdrawn"] == states[State.WITHDRAWN]
    assert told["accepted"] + told["open"] + states[State.DECLINED] + states[State.WITHDRAWN] == MANUSCRIPTS
    assert (figures["issues"], figures["articles"]) == (len(ISSUES), states[State.PUBLISHED])


def test_what_nobody_may_do_was_refused(year: Year) -> None:
    assert year.refused["NotAllowed"] > 100
    assert set(year.refused) == {"NotAllowed", "Unfit"}
