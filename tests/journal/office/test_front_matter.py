"""The record's titles, abstracts, keywords and authors, corrected: by whom, until when, and what it takes with it."""

import pytest

from journal.errors import Misused, Refused
from journal.office import dossier, front_matter, people, production
from journal.office.dossier import Stale
from journal.office.editorial import Author, NoRight
from journal.office.front_matter import Words
from tests.journal.office.conftest import Bureau
from tests.journal.office.test_production import call, make_ready, released, to_acceptance

ENGLISH = Words({"en": "A Right"}, {"en": "An abstract."}, {"en": ["right"]})
WHY = "作者来信更正。"


def correct(bureau: Bureau, who: str, id: str, words: Words, note: str = WHY, based_on: int | None = None) -> bool:
    with bureau.office.write() as books:
        return front_matter.correct(bureau.desk(books, who), id, words, note, based_on)


def sign(bureau: Bureau, who: str, id: str, *authors: str, note: str = WHY) -> bool:
    with bureau.office.write() as books:
        found = [Author(one, corresponding=not place) for place, one in enumerate(authors)]
        return front_matter.sign(bureau.desk(books, who), id, found, note)


def events(bureau: Bureau, id: str, kind: str) -> list[dict[str, object]]:
    with bureau.office.read() as books:
        return [dict(one.data) for one in books.events(manuscript=id, kind=kind)]


def test_what_is_said_is_entered_and_the_rest_stays(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    assert correct(bureau, "office", id, Words({"zh": "渡船的权利"}, {"en": "An abstract."}, {}))
    row = bureau.row(id)
    assert row["titles"] == {"zh": "渡船的权利", "en": "The Right to the Ferry"}
    assert (row["abstracts"], row["keywords"], row["version"]) == ({"en": "An abstract."}, {}, 2)
    assert "渡船的权利" in row["search"]
    (data,) = events(bureau, id, "front-matter")
    assert (data["parts"], data["languages"]) == (["abstracts", "titles"], ["en", "zh"])
    with bureau.office.read() as books:
        note = books.one("note", id=data["note"])
    assert note
    assert (note["text"], note["by"]) == (WHY, "office")


def test_what_is_so_already_is_no_event(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    assert not correct(bureau, "office", id, Words({"zh": "渡口的权利"}, {}, {}))
    assert not sign(bureau, "office", id, "ann")
    assert (bureau.row(id)["version"], events(bureau, id, "front-matter")) == (1, [])


def test_a_reason_and_a_fresh_view_are_asked_for(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    with pytest.raises(Misused, match="--note"):
        correct(bureau, "office", id, ENGLISH, " ")
    correct(bureau, "office", id, ENGLISH)
    with pytest.raises(Stale):
        correct(bureau, "office", id, Words({"en": "Another"}, {}, {}), based_on=1)


def test_an_author_corrects_words_until_acceptance_and_never_the_by_line(bureau: Bureau) -> None:
    id = bureau.submit("ann", "bo")
    assert correct(bureau, "ann", id, ENGLISH)
    with pytest.raises(NoRight):
        sign(bureau, "ann", id, "bo", "ann")
    id = to_acceptance(bureau)
    with pytest.raises(NoRight):
        correct(bureau, "ann", id, ENGLISH)


def test_a_paper_that_came_without_english_is_released(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Refused, match="no English abstracts, keywords"):
        call(bureau, "handler", "tick", id, "english")
    correct(bureau, "handler", id, ENGLISH)
    call(bureau, "handler", "tick", id, "english")


def test_english_that_stands_in_the_article_is_enough(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Refused, match="no English keywords"):
        call(bureau, "handler", "tick", id, "english", english=frozenset({"abstracts"}))
    call(bureau, "handler", "tick", id, "english", english=frozenset({"abstracts", "keywords"}))


def test_the_order_is_changed_and_nobody_signs_again(bureau: Bureau) -> None:
    id = to_acceptance(bureau, "ann", "bo")
    make_ready(bureau, id)
    assert sign(bureau, "handler", id, "bo", "ann")
    with bureau.office.read() as books:
        assert front_matter.by_line(books, id) == [Author("bo", True), Author("ann")]
        assert books.one("item", manuscript=id, name="copyright") is not None
        assert production.unsigned(books, id) == frozenset()
    (data,) = events(bureau, id, "by-line")
    assert (data["authors"], data["before"]) == (["bo", "ann"], ["ann", "bo"])
    assert "unticked" not in data


def test_a_new_author_has_signed_nothing_and_brings_their_conflicts(bureau: Bureau) -> None:
    id = to_acceptance(bureau, "ann", "bo")
    make_ready(bureau, id)
    with bureau.office.write() as books:
        books.change("person", {"id": "ref-3"}, affiliations={"en": "handler institute"})
    assert sign(bureau, "office", id, "ann", "bo", "ref-3")
    with bureau.office.read() as books:
        item = books.one("item", manuscript=id, name="copyright")
        assert item
        assert (item["at"], production.unsigned(books, id)) == ("", {"ref-3"})
        writers = dossier.authors(books, id)
        assert [one.en for one in people.conflicts_of(books, id, frozenset({"handler"}), writers)] == [
            "handler is of an author's institution"
        ]
    assert events(bureau, id, "by-line")[0]["unticked"] == ["copyright"]
    assert "ref-3" in bureau.row(id)["search"]


@pytest.mark.parametrize(
    ("person", "why"), [("handler", "they handle it"), ("section", "they signed"), ("ref-1", "they referee it")]
)
def test_nobody_becomes_an_author_who_has_a_part_in_the_decision(bureau: Bureau, person: str, why: str) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(NoRight, match=why):
        sign(bureau, "office", id, "ann", "bo", person)
    assert events(bureau, id, "by-line") == []


@pytest.mark.parametrize("authors", [(), ("ann", "ann")])
def test_an_impossible_by_line_is_refused(bureau: Bureau, authors: tuple[str, ...]) -> None:
    id = bureau.submit("ann")
    with pytest.raises(Misused):
        sign(bureau, "office", id, *authors)


def test_after_release_each_counts_as_a_late_change(bureau: Bureau) -> None:
    id = released(bureau)
    correct(bureau, "handler", id, Words({"en": "Another Title"}, {}, {}))
    sign(bureau, "handler", id, "bo", "ann")
    with bureau.office.read() as books:
        (late,) = production.late_changes(books, [id])
        assert (late.changes, late.places) == (2, 2)
        assert [one["text"] for one in books.all("note", manuscript=id, tag="late-change")] == [WHY, WHY]


def test_a_closed_record_is_left_alone(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    bureau.act(id, "office", "withdraw")
    with pytest.raises(Refused, match="corrected no more"):
        correct(bureau, "office", id, ENGLISH)
