"""Commissioned papers and their letters; guest editors, who have the papers of their topic and no others."""

import datetime as dt

import pytest

from journal.errors import Misused
from journal.office import access, mail, register
from journal.office.access import NotYours, OwnPaper, View
from journal.office.commissions import NoSuchCommission, NoSuchTopic, NotNow
from journal.office.editorial import NoRight
from journal.office.people import Who
from journal.office.records import instant
from journal.office.workflow import NotAllowed, Role
from tests.journal.office.conftest import Bureau
from tests.journal.office.correspondence import Writing, writing
from tests.journal.office.test_planning import do, topic

DUE = dt.date(2031, 5, 1)


@pytest.fixture
def office(bureau: Bureau) -> Writing:
    return writing(bureau)


def statuses(office: Writing, *kinds: str) -> list[tuple[str, str, str]]:
    return [(one["template"], one["person"], mail.status(one)) for one in office.letters(*kinds)]


# ---------------------------------------------------------------- commissions


def test_whoever_is_asked_gets_a_letter_with_the_day(office: Writing) -> None:
    number = topic(office, special=True)
    do(office, "section", "commission", number, "ann", DUE, " 篇幅一万字以内。 ")
    do(office, "section", "commission", number, "bo", DUE)
    chinese, english = office.letters()
    assert (chinese["person"], chinese["manuscript"]) == ("ann", "")
    assert "于2031年第5期刊发专题“渡口与水权”（栏目“理论研究”）" in chinese["text"]
    assert "盼于2031年5月1日前赐下" in chinese["text"]
    assert "　　篇幅一万字以内。\n" in chinese["text"]
    assert "for No. 5, 2031 (column “Articles”)" in english["text"]


def test_nobody_is_asked_twice_at_a_time(office: Writing) -> None:
    number = topic(office)
    entry = do(office, "section", "commission", number, "ann", DUE)
    with pytest.raises(NotNow, match=r"commission to Duanmu Qingyue \(ann\) is “asked”") as refused:
        do(office, "section", "commission", number, "ann", DUE)
    assert refused.value.remedy.en == f"See: journal topic show {number}"
    do(office, "ann", "answer", entry, False)
    assert do(office, "section", "commission", number, "ann", DUE) == entry + 1


def test_what_does_not_exist_says_where_to_look(bureau: Bureau) -> None:
    with pytest.raises(NoSuchTopic, match="journal topic list"):
        do(bureau, "chief", "approve", 7)
    with pytest.raises(NoSuchCommission, match="journal topic show"):
        do(bureau, "section", "cancel", 7)


def test_who_is_neither_asked_nor_an_editor_answers_for_nobody(office: Writing) -> None:
    entry = do(office, "section", "commission", topic(office), "ann", DUE)
    with pytest.raises(NoRight):
        do(office, "bo", "answer", entry, True)
    with pytest.raises(NoRight):
        do(office, "ann", "cancel", entry)
    with pytest.raises(NoRight):
        do(office, "ann", "postpone", entry, dt.date(2031, 6, 1))


def test_reminders_of_a_paper_until_it_is_there(office: Writing) -> None:
    """Due on 1 May; the journal reminds three days before, and 1, 7 and 14 days after."""
    number = topic(office)
    first = do(office, "section", "commission", number, "ann", DUE)
    do(office, "section", "commission", number, "bo", DUE)
    do(office, "ann", "answer", first, True)
    office.now = dt.datetime(2031, 4, 28, 9, tzinfo=dt.UTC)
    assert office.remind() == [("commission-reminder", "ann"), ("commission-reminder", "bo")]
    assert office.remind() == []
    agreed, asked = (one["text"] for one in office.letters("commission-reminder"))
    assert "承蒙应约为“渡口与水权”撰稿，约定2031年5月1日前交稿，距今还有3天" in agreed
    assert "We asked you to write" in asked
    do(office, "section", "postpone", first, dt.date(2031, 6, 1))
    do(office, "section", "answer", first + 1, False)
    assert statuses(office, "commission-reminder") == [
        ("commission-reminder", "ann", "cancelled"), ("commission-reminder", "bo", "cancelled"),
    ]  # fmt: skip
    office.now = dt.datetime(2031, 5, 30, 9, tzinfo=dt.UTC)
    assert office.remind() == [("commission-reminder", "ann")]
    do(office, "section", "received", first, office.submit("ann"))
    assert statuses(office, "commission-reminder")[-1] == ("commission-reminder", "ann", "cancelled")
    office.later(30)
    assert [kind for kind, _ in office.remind() if kind == "commission-reminder"] == []


def test_a_commission_called_off_before_its_letter_left_is_never_sent(office: Writing) -> None:
    number = topic(office)
    first = do(office, "section", "commission", number, "ann", DUE)
    second = do(office, "section", "commission", number, "bo", DUE)
    declined = do(office, "section", "commission", number, "translator", DUE)
    do(office, "section", "answer", declined, False)
    do(office, "section", "cancel", first)
    with office.office.write() as books:
        books.change("letter", {"template": "commission", "person": "bo"}, sent=instant(office.now))
    do(office, "chief", "drop", number)
    assert statuses(office) == [
        ("commission", "ann", "cancelled"), ("commission", "bo", "sent"), ("commission", "translator", "waiting"),
        ("commission-cancelled", "bo", "waiting"),
    ]  # fmt: skip
    assert "no longer ask for that paper" in office.letters("commission-cancelled")[0]["text"]
    assert second == first + 1


def test_the_author_is_told_of_another_column_once(office: Writing) -> None:
    id = office.submit("ann", "bo", column="notes")
    office.act(id, "office", "transfer", column="articles")
    office.act(id, "office", "transfer", column="articles")
    (letter,) = office.letters("transfer")
    assert letter["person"] == "ann"
    assert "原在栏目“notes”，现转至“理论研究”" in letter["text"]


# ---------------------------------------------------------------- guest editors


@pytest.fixture
def hosted(bureau: Bureau) -> tuple[int, str, str]:
    """A special topic with a guest who is nothing else in the office; a paper of it, and another."""
    number = topic(bureau, special=True)
    do(bureau, "chief", "guest", number, "ref-3")
    ours, other = bureau.submit("ann"), bureau.submit("bo")
    do(bureau, "section", "join", number, ours)
    return number, ours, other


def view(bureau: Bureau, who: str, id: str) -> View | None:
    with bureau.office.read() as books:
        return access.opened(books, Who(who), id, instant(bureau.now))[1]


def test_a_guest_sees_and_handles_the_papers_of_the_topic(bureau: Bureau, hosted: tuple[int, str, str]) -> None:
    _, ours, other = hosted
    assert view(bureau, "ref-3", ours) is View.WHOLE
    with pytest.raises(NotYours):
        view(bureau, "ref-3", other)
    bureau.act(ours, "office", "assign", person="ref-3")
    bureau.act(ours, "ref-3", "pass-first-reading", "切题。")
    bureau.anonymous(ours)
    bureau.act(ours, "ref-3", "send-out")
    with pytest.raises(Misused, match="no editor"):
        bureau.act(other, "office", "assign", person="ref-3")
    with pytest.raises(NotAllowed):
        bureau.act(ours, "ref-3", "accept", "录用。")


def test_a_guest_registers_referees_and_asks_authors_for_the_topic_alone(
    bureau: Bureau, hosted: tuple[int, str, str]
) -> None:
    number, _, other = hosted
    another = topic(bureau, special=True)
    with bureau.office.write() as books:
        register.add(bureau.desk(books, "ref-3"), register.Details({"en": "Mo LIND"}, "mo@lind.example.org"))
    do(bureau, "ref-3", "commission", number, "bo", DUE)
    for function, arguments in (
        ("commission", (another, "bo", DUE)),
        ("propose", ({"zh": "题"}, "articles")),
        ("approve", (another,)),
        ("guest", (another, "ref-3")),
        ("join", (number, other)),
    ):
        with pytest.raises(NoRight):
            do(bureau, "ref-3", function, *arguments)


def test_a_guest_who_wrote_a_paper_of_the_topic_does_not_see_its_record(
    bureau: Bureau, hosted: tuple[int, str, str]
) -> None:
    own = bureau.submit("ref-3")
    do(bureau, "section", "join", hosted[0], own)
    with pytest.raises(OwnPaper):
        view(bureau, "ref-3", own)
    bureau.act(own, "office", "assign", person="handler")
    with pytest.raises(NotAllowed, match="own paper"):
        bureau.act(own, "ref-3", "pass-first-reading", "切题。")


def test_who_is_dismissed_or_whose_topic_is_dropped_sees_nothing_more(
    bureau: Bureau, hosted: tuple[int, str, str]
) -> None:
    number, ours, _ = hosted
    do(bureau, "chief", "guest", number, "translator")
    do(bureau, "chief", "dismiss", number, "ref-3")
    with pytest.raises(Misused, match="no guest editor"):
        do(bureau, "chief", "dismiss", number, "ref-3")
    with pytest.raises(NotYours):
        view(bureau, "ref-3", ours)
    do(bureau, "section", "leave", number, ours)
    with pytest.raises(Misused, match="not of topic"):
        do(bureau, "section", "leave", number, ours)
    with pytest.raises(NotYours):
        view(bureau, "translator", ours)
    do(bureau, "section", "join", number, ours)
    assert view(bureau, "translator", ours) is View.WHOLE
    do(bureau, "chief", "drop", number)
    with pytest.raises(NotYours):
        view(bureau, "translator", ours)


def test_nobody_is_a_guest_editor_of_the_whole_journal(bureau: Bureau) -> None:
    """A former program gave the role for a column; it opens nothing any more."""
    id = bureau.submit("ann")
    bureau.act(id, "office", "assign", person="handler")
    with bureau.office.write() as books:
        books.add("role", person="ref-3", role="guest-editor", since=instant(bureau.now))
        with pytest.raises(Misused, match="of a manuscript"):
            register.give_role(bureau.desk(books, "chief"), "ref-2", Role.GUEST_EDITOR)
    with pytest.raises(NotYours):
        view(bureau, "ref-3", id)
    with pytest.raises(NotAllowed):
        bureau.act(id, "ref-3", "pass-first-reading", "切题。")
    with pytest.raises(NoRight):
        do(bureau, "ref-3", "propose", {"zh": "题"}, "articles")
