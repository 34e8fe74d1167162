"""An office with its people, on a database of its own, at moments that the tests choose."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from journal.office import editorial, people, review
from journal.office.editorial import Author, Desk, NoLetters, Upload
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import Office, instant, opened
from journal.office.workflow import Action, State
from tests.journal.office.databases import postgres, url

START = dt.datetime(2031, 3, 1, 9, tzinfo=dt.UTC)
PEOPLE = {  # person: roles; all are made up
    "chief": ("editor-in-chief",),
    "deputy": ("deputy-editor",),
    "office": ("managing-editor",),
    "section": ("section-editor",),
    "handler": ("section-editor",),
    "proofer": ("proofreader",),
    "translator": ("translator",),
    "ann": (),
    "bo": (),
    "ref-1": (),
    "ref-2": (),
    "ref-3": (),
}


@dataclass
class Bureau:
    """An office, and a clock that stands still until it is told to go on."""

    office: Office
    now: dt.datetime = START
    policies: Policies = field(default_factory=Policies)

    def desk(self, books: Any, person: str, on_behalf: str = "") -> Desk:
        return Desk(books, Who(person, on_behalf, "os", "host"), self.now, self.policies, NoLetters())

    def later(self, days: float) -> None:
        self.now += dt.timedelta(days=days)

    def submit(self, *authors: str, column: str = "articles") -> str:
        with self.office.write() as books:
            return editorial.submit(
                self.desk(books, "office"),
                {"zh": "渡口的权利", "en": "The Right to the Ferry"},
                column,
                "zh",
                [Author(one, corresponding=not place) for place, one in enumerate(authors or ("ann",))],
                [Upload("text", "0" * 64, "稿件.docx", 1000)],
            )

    def act(self, id: str, who: str, action: str, note: str = "", **details: Any) -> State:
        with self.office.write() as books:
            return editorial.act(self.desk(books, who), id, Action(action), note, **details)

    def anonymous(self, id: str) -> None:
        with self.office.write() as books:
            editorial.file(self.desk(books, "handler"), id, Upload("anonymous", "1" * 64, "anonymous.docx", 900))

    def review(self, id: str, *referees: str, recommendation: str = "accept") -> None:
        for referee in referees:
            with self.office.write() as books:
                number = review.invite(self.desk(books, "handler"), id, referee)
                review.respond(self.desk(books, referee), number, True)
                review.report(self.desk(books, referee), number, recommendation, "意见若干。", "仅供编辑。")

    def row(self, id: str) -> dict[str, Any]:
        with self.office.read() as books:
            found = books.one("manuscript", id=id)
        assert found
        return found


def staffed(url: str) -> Bureau:
    """An office with its people on an empty database."""
    office = opened(url)
    with office.write() as books:
        for id, roles in PEOPLE.items():
            books.add(
                "person", id=id, login=id, names={"en": {"family": id, "given": ""}}, sort=id, email=f"{id}@{id}.example.org",
                affiliations={"en": f"{id} institute"}, fields=["water law"] if id.startswith("ref") else [], added=instant(START),
            )  # fmt: skip
            for role in roles:
                books.add("role", person=id, role=role, since=instant(START))
    return Bureau(office)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = staffed(f"sqlite:///{tmp_path / 'office.db'}")
    yield bureau
    bureau.office.close()


@pytest.fixture
def any_bureau(url: str) -> Iterator[Bureau]:
    """On SQLite, and again on PostgreSQL."""
    bureau = staffed(url)
    yield bureau
    bureau.office.close()


__all__ = ["people", "postgres", "url"]
