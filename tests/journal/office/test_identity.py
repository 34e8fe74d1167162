import sqlite3
from typing import Any

import pytest

from journal.errors import Misused
from journal.office import anchors, editorial, identity, people, records, review
from journal.office.editorial import NoRight
from journal.office.identity import StillNeeded
from journal.office.people import NoSuchPerson, Who
from journal.office.records import TABLES, Books
from tests.journal.office.conftest import Bureau

MARKS = (
    "欧阳若愚",
    "OUYANG",
    "Ruoyu",
    "ruoyu",
    "ouyang",
    "0000-0002-1825-0097",
    "ruo-laptop",
    "青湖",
    "Blue Lake",
    "私人备注",
)


def ouyang(bureau: Bureau) -> str:
    """A referee and an author whose traces are everywhere."""
    with bureau.office.write() as books:
        books.add(
            "person", id="p-77", login="ouyangry", sort="ouyang ruoyu", email="ruoyu@blue-lake.example.org", orcid="0000-0002-1825-0097",
            names={
                "zh": {"family": "欧阳", "given": "若愚", "whole": "欧阳若愚"},
                "en": {"family": "Ouyang", "given": "Ruoyu", "whole": "OUYANG Ruoyu"},
            },
            affiliations={"zh": "青湖大学", "en": "Blue Lake University"}, fields=["water law"], note="私人备注", bank="x",
        )  # fmt: skip
    return "p-77"


def traced(bureau: Bureau) -> tuple[str, str]:
    """A manuscript that they wrote, withdrawn; and one that they refereed."""
    own, other = bureau.submit("p-77"), bureau.submit("ann")
    with bureau.office.write() as books:
        desk = bureau.desk(books, "office")
        books.change("file", {"manuscript": own}, sha256="7" * 64, name="欧阳若愚-稿件.docx")
        books.change(
            "manuscript", {"id": own}, more={"bio": "欧阳若愚，青湖大学教授", "OUYANG Ruoyu": ["Ruoyu Ouyang"]}
        )
        books.add(
            "note",
            manuscript=other,
            by="office",
            at=desk.at,
            text="请欧阳若愚（ruoyu@blue-lake.example.org）快审。",
            tag="",
        )
        for number, sent in ((1, desk.at), (2, "")):
            books.add(
                "letter", key=f"k{number}", manuscript=other, person="p-77", template="invite", language="zh", name="欧阳若愚",
                address="ruoyu@blue-lake.example.org", subject="欧阳若愚先生", text="Dear Ruoyu Ouyang", html="<p>欧阳若愚</p>", sent=sent,
                attachments=[
                    {"name": "欧阳若愚.pdf", "sha256": "8" * 64, "type": "application/pdf"},
                    {"name": "审稿证明.pdf", "sha256": "9" * 64, "type": "application/pdf", "paper": "certificate", "facts": {"name": "欧阳若愚"}},
                ],
            )  # fmt: skip
        books.add("conflict", manuscript=other, person="p-77", reason="欧阳若愚之弟", declared_by="p-77", at=desk.at)
        books.change("conflict", {"person": "p-77"}, waived=desk.at, waived_by="chief", waiver="OUYANG Ruoyu 已说明")
        books.add(
            "origin",
            system="ojs",
            kind="user",
            external="ruoyu@blue-lake.example.org",
            id="p-77",
            digest="",
            at=desk.at,
        )
    bureau.act(other, "office", "assign", person="handler")
    bureau.anonymous(other)
    bureau.act(other, "handler", "pass-first-reading", "欧阳若愚可审。")
    bureau.act(other, "handler", "send-out")
    with bureau.office.write() as books:
        number = review.invite(bureau.desk(books, "handler"), other, "p-77")
        theirs = editorial.Desk(
            books,
            Who("p-77", "", "ouyangry", "ruo-laptop"),
            bureau.now,
            bureau.policies,
            bureau.desk(books, "ann").letters,
        )
        review.respond(theirs, number, True)
        review.report(theirs, number, "accept", "参见拙作（欧阳若愚，2029）。", "Yours, OUYANG Ruoyu")
    bureau.act(own, "office", "withdraw")
    return own, other


def everything(books: Books) -> str:
    return repr({table: books.all(table) for table in TABLES})


def marks(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def test_nothing_personal_is_left_and_the_ledger_holds(any_bureau: Bureau) -> None:
    ouyang(any_bureau)
    _own, other = traced(any_bureau)
    with any_bureau.office.write() as books:
        assert marks(everything(books)) == list(MARKS)
        before = list(books.events())
        gone = identity.forget(any_bureau.desk(books, "office"), "p-77")
        assert marks(everything(books)) == []
        assert anchors.verify(books) == []
        assert list(books.events())[:-1] == before
        said = list(books.events())[-1]
        assert (said.kind, said.data) == (
            "person-forget", {"person": "p-77", "texts": {"signature": [1], "review": [1]}, "files": ["7" * 64, "9" * 64]}
        )  # fmt: skip
        assert gone.files == ("7" * 64, "9" * 64)  # the manuscript of theirs alone, and the paper made for them
        assert books.one("review", id=1)["to_author"] == "参见拙作（p-77，2029）。"  # type: ignore[index]
        assert books.one("signature", id=1)["opinion"] == "p-77可审。"  # type: ignore[index]
        assert [(row["key"], bool(row["cancelled"])) for row in books.all("letter", order="id")] == [
            ("k1", False),
            ("k2", True),
        ]
        assert books.one("manuscript", id=other)["titles"] == {"zh": "渡口的权利", "en": "The Right to the Ferry"}  # type: ignore[index]
        with pytest.raises(NoSuchPerson):
            people.known(books, "p-77")


def test_nothing_personal_is_left_in_the_file(bureau: Bureau) -> None:
    ouyang(bureau)
    traced(bureau)
    with bureau.office.write() as books:
        identity.forget(bureau.desk(books, "office"), "p-77")
    file = bureau.office.file
    assert file
    bureau.office.close()
    sqlite3.connect(file).close()
    found = [
        path.name for path in file.parent.glob("office.db*") for mark in MARKS if mark.encode() in path.read_bytes()
    ]
    assert found == []


def test_a_text_changed_besides_is_still_seen(bureau: Bureau) -> None:
    """The salt of the others stands, so theirs cannot be changed under cover of somebody who was forgotten."""
    ouyang(bureau)
    _, other = traced(bureau)
    bureau.review(other, "ref-1")
    with bureau.office.write() as books:
        identity.forget(bureau.desk(books, "office"), "p-77")
        books.change("review", {"id": 2}, to_author="好。", salt="")
        assert [one.reason.en for one in anchors.verify(books)] == ["the signed text was changed (review 2)"]


def test_others_of_the_name_are_left(bureau: Bureau) -> None:
    ouyang(bureau)
    _own, other = traced(bureau)
    with bureau.office.write() as books:
        books.add("note", manuscript=other, by="office", at="", text="Ouyanglong and ouyangryx@example.org", tag="")
        identity.forget(bureau.desk(books, "office"), "p-77")
        assert books.count("note", text="Ouyanglong and ouyangryx@example.org") == 1


def test_who_is_still_needed_is_not_forgotten(bureau: Bureau) -> None:
    ouyang(bureau)
    id = bureau.submit("p-77")
    reasons = []
    with bureau.office.write() as books:
        for name in ("p-77", "chief"):
            with pytest.raises(StillNeeded) as caught:
                identity.forget(bureau.desk(books, "office"), name)
            reasons.append(caught.value.reason.en)
    assert reasons == ["1 open manuscripts that they wrote", "1 terms as editor-in-chief"]
    bureau.act(id, "office", "withdraw")
    with bureau.office.write() as books:
        identity.forget(bureau.desk(books, "p-77"), "p-77")  # they themselves may ask for it


def test_forgetting_and_merging_are_the_offices(bureau: Bureau) -> None:
    ouyang(bureau)
    with bureau.office.write() as books:
        with pytest.raises(NoRight):
            identity.forget(bureau.desk(books, "section"), "p-77")
        with pytest.raises(NoRight):
            identity.merge(bureau.desk(books, "section"), "p-77", "ann")


# ---------------------------------------------------------------- merge


def test_two_records_become_one_person(any_bureau: Bureau) -> None:
    ouyang(any_bureau)
    own, _ = traced(any_bureau)
    with any_bureau.office.write() as books:
        books.change(
            "person", {"id": "bo"}, login=None, email="", names={"en": {"family": "Bo", "given": "", "whole": "Bo"}}
        )
        books.add("role", person="p-77", role="translator", since="")
        books.add("role", person="bo", role="translator", since="")
        identity.merge(any_bureau.desk(books, "office"), "p-77", "bo")
        assert (
            people.known(books, "p-77")
            == people.known(books, "ouyangry")
            == people.known(books, "ruoyu@blue-lake.example.org")
            == "bo"
        )
        row: Any = books.one("person", id="bo")
        assert sorted(row["names"]) == ["en", "zh"]
        assert row["names"]["en"]["whole"] == "Bo"
        assert people.identified(books, "ouyangry", "", "host", "2031-03-01") == Who("bo", "", "ouyangry", "host")
        assert [one["person"] for one in books.all("authorship", manuscript=own)] == ["bo"]
        left = {
            f"{table}.{column}"
            for table, columns in records.PERSONS.items()
            for column in columns
            if books.count(table, **{column: "p-77"})
        }  # type: ignore[arg-type]
        assert left == set()
        assert books.count("role", person="bo") == 1
        assert anchors.verify(books) == []
        identity.forget(any_bureau.desk(books, "office"), "bo")
        assert marks(everything(books)) == []


def test_an_open_manuscript_that_knows_both_hinders_it(bureau: Bureau) -> None:
    bureau.submit("ann", "bo")
    with bureau.office.write() as books, pytest.raises(Misused):
        identity.merge(bureau.desk(books, "office"), "ann", "bo")


def test_every_column_of_a_person_is_known() -> None:
    """A table that refers to people, or says who did something, is among those that merging changes."""
    named = {"by", "handling", "on_behalf", "declared_by", "waived_by", "approved_by", "merged_into"}
    found = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.c
        if table.name != "event"
        and (column.name in named or any(key.column.table.name == "person" for key in column.foreign_keys))
    }
    assert found - {(table, column) for table, columns in records.PERSONS.items() for column in columns} == set()
