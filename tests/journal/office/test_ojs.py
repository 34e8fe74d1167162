"""What OJS exported in the office's records: as it stood there, once, and no signature that nobody gave here."""

import hashlib
import io

import pytest

from journal.intake import ojs as exported
from journal.office import ojs, reports
from journal.office.editorial import NoRight
from journal.office.ojs import Outcome
from journal.office.workflow import State
from tests.journal.office.conftest import Bureau
from tests.journal.office.exports import USERS, article, author, export, issue


def take(bureau: Bureau, data: bytes, who: str = "office", users: bool = False) -> Outcome:
    read = exported.users if users else exported.read
    with bureau.office.write() as books:
        return ojs.take_over(
            bureau.desk(books, who),
            read(io.BytesIO(data), "export.xml"),
            "ojs",
            lambda kept, _: hashlib.sha256(kept).hexdigest(),
        )


TWO = export(issue([article(1), article(2, status=4)]))


def test_papers_and_people_are_entered(bureau: Bureau) -> None:
    outcome = take(bureau, TWO)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.people, outcome.files) == (2, 0, 0, 2, 3)
    with bureau.office.read() as books:
        first, second = books.all("manuscript", order="id")
        assert (first["id"], first["state"], first["placed"], first["column"], first["waits_for"]) == (
            "2019-0001", State.PUBLISHED, "2019-2", "art", "",
        )  # fmt: skip
        assert (second["state"], second["before_decline"]) == (State.DECLINED, State.SUBMITTED)
        assert first["titles"] == {"zh": "渡口的权利——以石塘为例", "en": "The Right & the Ferry"}
        assert first["submitted"] == "2019-03-02T00:00:00.000000+00:00"
        (who,) = books.all("authorship", manuscript=first["id"])
        person = books.one("person", id=who["person"])
        assert person
        assert person["names"] == {
            "zh": {"family": "渡", "given": "若水", "whole": "渡若水"},
            "en": {"family": "Du", "given": "Ruoshui", "whole": "Ruoshui Du"},
        }
        assert [event.kind for event in books.events()] == ["person-add", "take-over", "person-add", "take-over"]
        assert books.count("signature") == 0
        assert list(outcome.issues) == ["2019-2"]


def test_a_second_time_nothing_is_done(bureau: Bureau) -> None:
    take(bureau, TWO)
    with bureau.office.read() as books:
        before = {table: list(books.stream(table)) for table in books.tables if table != "alembic_version"}
    outcome = take(bureau, TWO)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.people, outcome.files) == (0, 0, 2, 0, 1)
    with bureau.office.read() as books:
        assert {table: list(books.stream(table)) for table in before} == before


def test_what_changed_there_is_written_anew_unless_it_is_under_way_here(bureau: Bureau) -> None:
    take(bureau, export(issue([article(1), article(2, status=1)])))
    bureau.act("2019-0002", "office", "assign", person="handler")
    outcome = take(bureau, export(issue([article(1, title="渡口新论"), article(2, status=1, title="渡口新论")])))
    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 1, 0)
    assert ("2", "what changed there: it is under way here and was left as it is") in [
        (one.external, one.what.en) for one in outcome.lost
    ]
    assert [bureau.row(id)["titles"]["zh"] for id in ("2019-0001", "2019-0002")] == [
        "渡口新论——以石塘为例", "渡口的权利——以石塘为例",
    ]  # fmt: skip


def test_an_open_submission_begins_at_its_receipt(bureau: Bureau) -> None:
    outcome = take(bureau, export(issue([article(1, status=1, stage="externalReview")])))
    assert bureau.row("2019-0001")["state"] == State.SUBMITTED
    assert any("externalReview" in one.what.zh for one in outcome.lost)
    bureau.act("2019-0001", "office", "assign", person="handler")


def test_one_address_is_one_person(bureau: Bureau) -> None:
    same = author(1), author(1)
    assert take(bureau, export(issue([article(1, authors=same[0]), article(2, authors=same[1])]))).people == 1


def test_users_come_without_rights(bureau: Bureau) -> None:
    with bureau.office.read() as books:
        roles = books.count("role")
    outcome = take(bureau, USERS, users=True)
    assert outcome.people == 2
    with bureau.office.read() as books:
        assert books.count("role") == roles
        (jing,) = books.all("person", email="jing@r.example.org")
        assert (jing["fields"], jing["login"]) == (["water law", "公法"], None)
        assert [one for one in books.stream("person") if one["names"].get("zh", {}).get("family") == "欧阳"]
        assert "ouyang" not in str(list(books.stream("origin")) + list(books.events()))
    assert any("Journal editor" in one.what.en for one in outcome.lost)
    assert any("not an address" in one.what.en for one in outcome.lost)
    assert take(bureau, USERS, users=True).people == 0


def test_what_was_taken_over_counts_in_no_cohort(bureau: Bureau) -> None:
    take(bureau, TWO)
    with bureau.office.read() as books:
        assert {one.count for one in reports.funnel(books, 2019)} == {0}


def test_only_the_office_imports(bureau: Bureau) -> None:
    with pytest.raises(NoRight):
        take(bureau, TWO, who="section")
