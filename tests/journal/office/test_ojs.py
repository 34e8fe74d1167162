"""What OJS exported in the office's records: as it stood there, once, and no signature that nobody gave here."""

import hashlib
import io
from dataclasses import replace

import pytest

from journal.intake import ojs as exported
from journal.office import ojs, reports
from journal.office.editorial import NoRight
from journal.office.ojs import Hands, Outcome
from journal.office.workflow import State
from tests.journal.office.conftest import Bureau
from tests.journal.office.exports import USERS, article, author, export, file, galley, issue, modern


def digest(data: bytes, _: str = "") -> str:
    return hashlib.sha256(data).hexdigest()


HANDS = Hands(digest, digest, lambda ref, _: ref.lower() or "articles", lambda number, _: f"a-{number}")


def take(bureau: Bureau, data: bytes, who: str = "office", users: bool = False, roles: bool = False) -> Outcome:
    read = exported.users if users else exported.read
    with bureau.office.write() as books:
        return ojs.take_over(bureau.desk(books, who), read(io.BytesIO(data), "export.xml"), "ojs", HANDS, roles)


def lost(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(one.external, one.what.en, one.which) for one in outcome.lost]


TWO = export(issue([article(1), article(2, status=4)]))


def test_papers_and_people_are_entered(bureau: Bureau) -> None:
    outcome = take(bureau, TWO)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.people, outcome.files) == (2, 0, 0, 2, 2)
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
        assert first["article"] == "a-2019-0001"
        assert second["article"] == ""
        assert [event.kind for event in books.events()] == ["person-add", "take-over", "person-add", "take-over"]
        assert books.count("signature") == 0
        assert list(outcome.issues) == ["2019-2"]


def test_a_second_time_nothing_is_done(bureau: Bureau) -> None:
    take(bureau, TWO)
    with bureau.office.read() as books:
        before = {table: list(books.stream(table)) for table in books.tables if table != "alembic_version"}
    outcome = take(bureau, TWO)
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.people, outcome.files) == (0, 0, 2, 0, 0)
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
    assert ("1", "externalReview") in [(one.external, one.which) for one in outcome.lost]
    bureau.act("2019-0001", "office", "assign", person="handler")


def test_one_address_is_one_person(bureau: Bureau) -> None:
    same = author(1), author(1)
    assert take(bureau, export(issue([article(1, authors=same[0]), article(2, authors=same[1])]))).people == 1


def test_an_address_that_people_of_other_names_share_is_nobodys_but_the_firsts(bureau: Bureau) -> None:
    """Old issues were often entered with the editors' own address for every author."""
    shared = (
        author(1),
        author(2, "井", "明").replace("author2@u2", "author1@u1").replace("Du<", "Jing<").replace("Ruoshui", "Ming"),
    )
    outcome = take(bureau, export(issue([article(1, authors=shared[0]), article(2, authors=shared[1])])))
    assert outcome.people == 2
    with bureau.office.read() as books:
        assert [row["email"] for row in books.all("person", id={"p00001", "p00002"}, order="id")] == [
            "author1@u1.example.org", "",
        ]  # fmt: skip
    assert [what for _, what, _ in lost(outcome)] == ["an e-mail address that somebody of another name has"]


def test_identifiers_that_are_wrong_are_left_out_and_named(bureau: Bureau) -> None:
    wrong = article(1, authors=author(1, more="<orcid>https://orcid.org/0000-0000-0000-0000</orcid>"))
    outcome = take(bureau, export(issue([wrong.replace("10.5555/well.1", "none")])))
    assert lost(outcome) == [
        ("1", "a DOI, ORCID or ROR that is wrong", "https://orcid.org/0000-0000-0000-0000"),
        ("1", "a DOI, ORCID or ROR that is wrong", "none"),
    ]
    assert "doi" not in bureau.row("2019-0001")["more"]


def test_what_a_record_knows_of_a_published_paper(bureau: Bureau) -> None:
    take(bureau, export(issue([modern(1)])))
    assert bureau.row("2019-0001")["more"] == {
        "citations": ["井明：《井考》，石塘书局 2017 年版。"], "copyright_year": "2019", "doi": "10.5555/well.1",
        "funding": [{"source": {"zh": "石塘基金会", "en": "Shitang Foundation"}}], "holder": {"zh": "渡若水"},
        "licence": "https://creativecommons.org/licenses/by/4.0", "pages": "11-20",
    }  # fmt: skip
    with bureau.office.read() as books:
        assert [one["corresponding"] for one in books.all("authorship", order="position")] == [False, True]


def test_an_issue_that_is_not_published_is_open_submissions(bureau: Bureau) -> None:
    outcome = take(bureau, export(issue([article(1)], published=0)))
    row = bureau.row("2019-0001")
    assert (row["state"], row["placed"], row["article"]) == (State.SUBMITTED, "", "")
    assert (outcome.issues, outcome.papers) == ({}, [])
    assert lost(outcome)[0] == (
        "issue/200",
        "an issue not published yet: its papers are open submissions here",
        "2019 2",
    )


def test_what_was_published_without_an_issue_is_named(bureau: Bureau) -> None:
    outcome = take(bureau, f"<articles xmlns='http://pkp.sfu.ca'>{modern(1)}</articles>".encode())
    assert [(one, which) for one, what, which in lost(outcome) if "without an issue" in what] == [("1", "")]
    assert (bureau.row("2019-0001")["state"], bureau.row("2019-0001")["online"][:10]) == (State.PUBLISHED, "2019-09-01")


def test_a_file_that_is_too_large_and_a_title_that_is_not_there_are_named(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.office.ojs.MAX_BYTES", 100)
    data = export(
        issue([modern(1, file(1, b"x" * 101, "large.pdf"), galley(1, "PDF"), title="").replace(">Wells<", "><")])
    )
    outcome = take(bureau, data)
    assert [(what, which) for _, what, which in lost(outcome)][:2] == [
        ("a paper without a title", ""), ("a file that is too large", "large.pdf"),
    ]  # fmt: skip
    assert (bureau.row("2019-0001")["titles"], outcome.files) == ({"zh": "（无题名）"}, 0)


@pytest.mark.parametrize(
    ("number", "year", "id"),
    [("2", "2019", "2019-2"), ("1-2", "2019", "2019-1-2"), ("Special Issue", "2019", "2019-special-issue"),
     ("增刊", "2019", "2019-x200"), ("", "2019", "2019-3"), ("2", "", ""), ("2", "1", "")],
)  # fmt: skip
def test_the_ids_of_issues(bureau: Bureau, number: str, year: str, id: str) -> None:
    data = (
        export(issue([]))
        .replace(b"<number>2<", f"<number>{number}<".encode())
        .replace(b"<year>2019", f"<year>{year}".encode())
    )
    assert list(take(bureau, data).issues) == [id] * bool(id)


def test_two_issues_with_one_number_are_two(bureau: Bureau) -> None:
    two = export(issue([]), issue([], number=3)).replace(b"<number>3<", b"<number>2<")
    assert list(take(bureau, two).issues) == ["2019-2", "2019-2-x300"]
    assert list(take(bureau, two).issues) == ["2019-2", "2019-2-x300"]


def test_an_xml_galley_is_the_text_if_it_is_judged_good(bureau: Bureau) -> None:
    files = file(1, b"<?xml version='1.0'?><article/>", "a.xml") + file(2, b"x", "b.png", "dependent", 1)
    seen: list[tuple[str, list[str]]] = []
    hands = replace(HANDS, judge=lambda one, others: seen.append((one.name, [other.name for other in others])))
    with bureau.office.write() as books:
        data = io.BytesIO(export(issue([modern(1, files, galley(1, "XML"))])))
        outcome = ojs.take_over(bureau.desk(books, "office"), exported.read(data, "x"), "ojs", hands)
    (paper,) = outcome.papers
    assert paper.text
    assert (paper.text.about.name, seen) == ("a.xml", [("a.xml", ["b.png"])])


def test_users_come_without_rights(bureau: Bureau) -> None:
    with bureau.office.read() as books:
        roles = books.count("role")
    outcome = take(bureau, USERS, users=True)
    assert outcome.people == 3
    with bureau.office.read() as books:
        assert books.count("role") == roles
        (jing,) = books.all("person", email="jing@r.example.org")
        assert (jing["fields"], jing["login"]) == (["water law", "公法"], None)
        assert [one for one in books.stream("person") if one["names"].get("zh", {}).get("family") == "欧阳"]
        assert "ouyang" not in str(list(books.stream("origin")) + list(books.events()))
        assert not any(word in str(list(books.stream("person"))) for word in ("5ecret", "多话"))
    assert [
        (who, what) for who, what, _ in lost(outcome) if "role" in what or "ddress" in what or "account" in what
    ] == [
        ("jing", "the role “栏目编辑”: rights are given here, as by: journal person role PERSON section-editor"),
        ("ouyang", "an e-mail address that cannot be used"),
        ("ouyang", "the role “期刊编辑”: rights are given here, as by: journal person role PERSON managing-editor"),
        ("jing2", "a second account with one address: both are one person"),
        ("jing2", "the role “Indexer”: there is none like it here"),
        ("zhou", "account disabled there: the person is registered, no more"),
    ]
    assert take(bureau, USERS, users=True).people == 0


def test_roles_come_along_if_that_is_asked_for(bureau: Bureau) -> None:
    for _ in range(2):
        take(bureau, USERS, users=True, roles=True)
    with bureau.office.read() as books:
        people = {one["id"]: one["names"] for one in books.stream("person")}
        found = {(people[one["person"]].get("zh", {}).get("whole"), one["role"]) for one in books.all("role")}
        assert {("井明", "section-editor"), ("欧阳静之", "managing-editor")} <= found
        assert not any(name == "舟津" for name, _ in found)


def test_what_was_taken_over_counts_in_no_cohort(bureau: Bureau) -> None:
    take(bureau, TWO)
    with bureau.office.read() as books:
        assert {one.count for one in reports.funnel(books, 2019)} == {0}


def test_only_the_office_imports(bureau: Bureau) -> None:
    with pytest.raises(NoRight):
        take(bureau, TWO, who="section")
