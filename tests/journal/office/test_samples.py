"""After an issue is out: who is due copies of it, which the law wants delivered, and what digests reprinted."""

import datetime as dt

import pytest

from journal.errors import BadFile, Misused, Refused
from journal.office import commissions, samples
from journal.office.editorial import NoRight
from journal.office.samples import NoSuchSample, Rules
from tests.journal.office.conftest import Bureau
from tests.journal.office.correspondence import writing
from tests.journal.office.test_production import released, through, to_acceptance

ISSUE = "2031-3"
RULES = samples.rules([("deposit_copies", "石塘图书馆 3；青湖版本馆 1")])


def call(bureau: Bureau, who: str, function: str, *args: object, **named: object) -> int:
    with bureau.office.write() as books:
        return getattr(samples, function)(bureau.desk(books, who), *args, **named)


def published(bureau: Bureau) -> str:
    id = released(bureau)
    through(bureau, id)
    bureau.act(id, "office", "place", issue=ISSUE)
    bureau.act(id, "office", "publish")
    return id


def listed(bureau: Bureau) -> list[tuple[str, str, str, int]]:
    with bureau.office.read() as books:
        return [
            (one.reason, one.manuscript, one.person or one.taker, one.copies) for one in samples.listed(books, ISSUE)
        ]


# ---------------------------------------------------------------- the journal's rules


def test_rules_as_the_journal_sets_them() -> None:
    assert samples.rules([]) == Rules(2, 2, 0, ())
    pairs = [("sample_copies", "1"), ("sample_copies_referee", "1"), ("deposit_copies", "石塘图书馆 3; B Library 12 ;")]
    assert samples.rules(pairs) == Rules(1, 2, 1, (("石塘图书馆", 3), ("B Library", 12)))


@pytest.mark.parametrize(
    "pair",
    [
        ("sample_copies", "two"),
        ("sample_copies", "-1"),
        ("deposit_copies", "石塘图书馆"),
        ("deposit_copies", "石塘图书馆 0"),
    ],
)
def test_rules_that_make_no_sense_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(BadFile, match=pair[0]):
        samples.rules([pair])


# ---------------------------------------------------------------- copies


def test_copies_are_listed_once(bureau: Bureau) -> None:
    id = published(bureau)
    assert call(bureau, "office", "make", ISSUE, RULES) == 4
    assert call(bureau, "office", "make", ISSUE, RULES) == 0
    assert listed(bureau) == [
        ("author", id, "ann", 2), ("author", id, "bo", 2), ("deposit", "", "石塘图书馆", 3), ("deposit", "", "青湖版本馆", 1),
    ]  # fmt: skip


def test_guests_and_referees_where_the_journal_wants_it(bureau: Bureau) -> None:
    id = released(bureau)
    with bureau.office.write() as books:
        topic = commissions.propose(bureau.desk(books, "section"), {"zh": "渡口"}, "articles", special=True)
        commissions.approve(bureau.desk(books, "chief"), topic)
        commissions.guest(bureau.desk(books, "chief"), topic, "ref-3")
        commissions.join(bureau.desk(books, "section"), topic, id)
        books.change("manuscript", {"id": id}, state="published", placed=ISSUE)
    assert call(bureau, "office", "make", ISSUE, samples.rules([("sample_copies_referee", "1")])) == 5
    assert listed(bureau) == [
        ("author", id, "ann", 2), ("author", id, "bo", 2), ("guest", "", "ref-3", 2), ("referee", id, "ref-1", 1),
        ("referee", id, "ref-2", 1),
    ]  # fmt: skip


def test_an_issue_of_which_nothing_is_out_has_deposit_copies_alone(bureau: Bureau) -> None:
    released(bureau)
    assert call(bureau, "office", "make", ISSUE, RULES) == 2


def test_copies_that_no_rule_names(bureau: Bureau) -> None:
    call(bureau, "office", "add", ISSUE, 1, person="translator")
    call(bureau, "office", "add", ISSUE, 5, taker="石塘书院")
    for wrong in ({"taker": "石塘书院"}, {"person": "translator"}, {}, {"person": "ann", "taker": "石塘书院"}):
        with pytest.raises(Misused):
            call(bureau, "office", "add", ISSUE, 1, **wrong)
    assert listed(bureau) == [("person", "", "translator", 1), ("deposit", "", "石塘书院", 5)]


def test_copies_are_changed_until_they_went(bureau: Bureau) -> None:
    published(bureau)
    call(bureau, "office", "make", ISSUE, Rules())
    call(bureau, "office", "change", 1, 3)
    call(bureau, "office", "change", 2, 0)
    for number in (1, 1, 2):
        call(bureau, "office", "sent", number)
    with bureau.office.read() as books:
        assert [(one.copies, bool(one.sent)) for one in samples.listed(books, ISSUE)] == [(3, True), (0, False)]
        assert books.count("event", kind="sample-sent") == 1
    assert call(bureau, "office", "make", ISSUE, Rules()) == 0
    with pytest.raises(Refused, match="was sent"):
        call(bureau, "office", "change", 1, 1)
    with pytest.raises(NoSuchSample):
        call(bureau, "office", "sent", 9)


def test_only_the_office_lists_copies(bureau: Bureau) -> None:
    with pytest.raises(NoRight):
        call(bureau, "section", "make", ISSUE, Rules())


def test_whoever_gets_copies_is_told(bureau: Bureau) -> None:
    office = writing(bureau)
    published(office)
    call(office, "office", "make", ISSUE, RULES)
    before = len(office.letters())
    for number in (1, 2, 3):
        call(office, "office", "sent", number)
    letters = office.letters()[before:]
    assert [(one["template"], one["person"], one["language"]) for one in letters] == [
        ("sample-sent", "ann", "zh"), ("sample-sent", "bo", "en"),
    ]  # fmt: skip
    assert "2031年第3期" in letters[0]["text"]
    assert "2 copies" in letters[1]["text"]


# ---------------------------------------------------------------- reprints


def test_a_reprint_is_noted_of_what_is_published(bureau: Bureau) -> None:
    id = published(bureau)
    bureau.later(30)
    call(bureau, "office", "reprint", id, "法学文摘", "2031-4", True)
    call(bureau, "section", "reprint", id, "石塘文摘", "2031-2", False)
    with pytest.raises(Misused, match="noted already"):
        call(bureau, "office", "reprint", id, " 法学文摘 ", "2031-4", False)
    with bureau.office.read() as books:
        assert [(one.manuscript, one.issue, one.digest, one.of, one.whole) for one in samples.reprints(books)] == [
            (id, ISSUE, "法学文摘", "2031-4", True), (id, ISSUE, "石塘文摘", "2031-2", False),
        ]  # fmt: skip
        assert samples.reprints(books, "2031-4") == ()
        day = dt.datetime.fromisoformat(samples.reprints(books, ISSUE)[0].at)
    assert day == bureau.now
    other = to_acceptance(bureau, "ann")
    with pytest.raises(Refused, match="not published"):
        call(bureau, "office", "reprint", other, "法学文摘", "2031-4", True)
    with pytest.raises(Misused, match="which digest"):
        call(bureau, "office", "reprint", id, " ", "2031-4", True)
