"""Reminders: on the days that the journal set, once each, and ended by the answer or a decision."""

import datetime as dt
from dataclasses import replace

import pytest

from journal.office import mail, production, reminders, review
from journal.office.editorial import Upload
from journal.office.records import instant
from tests.journal.office.conftest import START, Bureau
from tests.journal.office.correspondence import WRITER, Writing, writing


@pytest.fixture
def office(bureau: Bureau) -> Writing:
    made = writing(bureau)
    made.policies = replace(made.policies, reminders=(-3, 1, 7))
    return made


def days(office: Writing, number: int, *kinds: str) -> list[tuple[int, str, str]]:
    """Which reminders of these kinds each day of so many brings."""
    found = []
    for _ in range(number):
        office.later(1)
        found += [((office.now - START).days, *one) for one in office.remind() if one[0] in kinds]
    return found


def invited(office: Writing, *referees: str) -> tuple[str, list[int]]:
    id = office.in_review("ann")
    with office.office.write() as books:
        return id, [review.invite(office.desk(books, "handler"), id, one) for one in referees]


def test_a_referee_is_reminded_of_the_answer_then_of_the_report(office: Writing) -> None:
    """The answer is due on day 7, the report on day 30."""
    id, (first, second) = invited(office, "ref-1", "ref-2")
    assert days(office, 8, "review-reminder") == [
        (4, "review-reminder", "ref-1"), (4, "review-reminder", "ref-2"),
        (8, "review-reminder", "ref-1"), (8, "review-reminder", "ref-2"),
    ]  # fmt: skip
    with office.office.write() as books:
        review.respond(office.desk(books, "ref-1"), first, True)
        review.respond(office.desk(books, "ref-2"), second, False)
    assert days(office, 25, "review-reminder") == [(27, "review-reminder", "ref-1"), (31, "review-reminder", "ref-1")]
    with office.office.write() as books:
        review.report(office.desk(books, "ref-1"), first, "accept", "好。")
    assert days(office, 30, "review-reminder") == []
    letters = office.letters("review-reminder")
    assert [row["person"] for row in letters] == ["ref-1", "ref-2", "ref-1", "ref-2", "ref-1", "ref-1"]
    assert "请于2031年3月8日前答复，距今还有3天" in letters[0]["text"]
    assert "Your answer was due on 8 March 2031, 1 day ago." in letters[3]["text"]
    assert "审稿意见原请于2031年3月31日前寄回，现已逾期1天" in letters[5]["text"]
    assert len({row["key"] for row in letters}) == 6
    assert id in letters[0]["key"]


def test_nothing_goes_out_twice_however_often_it_is_asked(office: Writing) -> None:
    invited(office, "ref-1")
    office.later(4)
    assert [office.remind() for _ in range(3)] == [[("review-reminder", "ref-1")], [], []]


def test_of_several_that_were_missed_only_the_latest_goes_out(office: Writing) -> None:
    invited(office, "ref-1")
    office.later(20)
    assert [one for one in office.remind() if one[0] == "review-reminder"] == [("review-reminder", "ref-1")]
    assert days(office, 5, "review-reminder") == []


@pytest.mark.parametrize("ends", ["cancel", "withdraw"])
def test_a_decision_ends_it_and_takes_what_is_queued_out_of_the_outbox(office: Writing, ends: str) -> None:
    id, (number,) = invited(office, "ref-1")
    office.later(4)
    office.remind()
    if ends == "cancel":
        with office.office.write() as books:
            review.cancel(office.desk(books, "handler"), number)
    else:
        office.act(id, "ann", "withdraw")
    assert {mail.status(row) for row in office.letters("review-reminder", "review-invitation")} == {"cancelled"}
    assert days(office, 60, "review-reminder") == []


def test_an_answer_takes_a_queued_reminder_out_of_the_outbox(office: Writing) -> None:
    _, (first, _) = invited(office, "ref-1", "ref-2")
    office.later(4)
    office.remind()
    with office.office.write() as books:
        review.respond(office.desk(books, "ref-1"), first, True)
    assert [(row["person"], mail.status(row)) for row in office.letters("review-reminder")] == [
        ("ref-1", "cancelled"), ("ref-2", "waiting"),
    ]  # fmt: skip


def test_an_author_is_reminded_of_a_revision_until_it_is_there(office: Writing) -> None:
    id = office.in_review("ann", "bo")
    office.review(id, "ref-1", "ref-2")
    office.act(id, "handler", "to-second-reading")
    office.act(id, "section", "minor-revision", "请补注释。")
    assert days(office, 31, "author-reminder") == [(27, "author-reminder", "ann"), (31, "author-reminder", "ann")]
    assert "目前处于“小修”" in office.letters("author-reminder")[0]["text"]
    new = (Upload("text", "2" * 64, "修改稿.docx", 1200),)
    office.act(id, "ann", "revise", files=new, points=(("补注释", "已补。"),))
    assert days(office, 30, "author-reminder") == []


def test_editors_are_reminded_by_their_role_and_no_author_as_an_editor(office: Writing) -> None:
    """Assigning is due on day 7, the first reading 15 days after it."""
    id = office.submit("ann")
    own = office.submit("office")
    assert days(office, 4, "editor-reminder") == [(4, "editor-reminder", "office")]
    assert [row["manuscript"] for row in office.letters("editor-reminder")] == [id]
    office.act(id, "office", "assign", person="handler")
    assert days(office, 20, "editor-reminder") == [
        (16, "editor-reminder", "handler"),
        (20, "editor-reminder", "handler"),
    ]
    assert own not in {row["manuscript"] for row in office.letters("editor-reminder")}


def test_of_late_referees_the_editor_is_told(office: Writing) -> None:
    invited(office, "ref-1")
    assert days(office, 31, "editor-reminder") == [(31, "editor-reminder", "handler")]


def test_where_nobody_has_the_role_the_managing_editor_is_reminded(office: Writing) -> None:
    id = office.submit("ann")
    with office.office.write() as books:
        books.change("manuscript", {"id": id}, state="translating", waits_for="translator", handling="handler")
        books.remove("role", person="translator")
    office.later(7)
    assert office.remind() == [("editor-reminder", "office")]


def test_the_authors_proof_is_asked_for_once_it_went_out(office: Writing) -> None:
    """Proofreaders are reminded of the proof that they read, authors of the one that they were sent."""
    id = office.submit("ann")
    due = instant(office.now + dt.timedelta(days=7))
    with office.office.write() as books:
        books.change(
            "manuscript", {"id": id}, state="first-proof", handling="handler", waits_for="proofreader", due=due
        )
        books.add("proof", manuscript=id, number=1, sent=instant(office.now), due=due)
    assert days(office, 5, *reminders.KINDS) == [(4, "editor-reminder", "proofer")]
    with office.office.write() as books:
        production.send_proof(office.desk(books, "proofer"), id)
    assert days(office, 8, "proof-reminder") == [(9, "proof-reminder", "ann"), (13, "proof-reminder", "ann")]
    with office.office.write() as books:
        production.return_proof(office.desk(books, "proofer"), id, 3)
    assert [mail.status(row) for row in office.letters("proof-reminder")] == ["cancelled", "cancelled"]
    assert days(office, 20, "proof-reminder") == []


def test_a_new_due_day_begins_anew(office: Writing) -> None:
    _, (number,) = invited(office, "ref-1")
    office.later(4)
    assert office.remind() == [("review-reminder", "ref-1")]
    with office.office.write() as books:
        books.change("review", {"id": number}, respond_by=instant(START + dt.timedelta(days=14)))
    assert days(office, 8, "review-reminder") == [(11, "review-reminder", "ref-1")]


@pytest.mark.parametrize(
    ("late", "begun", "rule"),
    [(-4, -30, None), (-3, -30, -3), (0, -30, -3), (1, -30, 1), (6, -30, 1), (400, -30, 7), (-2, -2, None), (0, -3, None), (1, 0, 1)],
)  # fmt: skip
def test_which_rule_a_day_is_for(late: int, begun: int, rule: int | None) -> None:
    assert reminders._rule((-3, 1, 7), late, begun) == rule


def test_a_reminder_from_before_the_due_day_does_not_go_out_after_it() -> None:
    assert reminders._rule((-3, 7), 2, -30) is None


def test_queries_do_not_grow_with_manuscripts(office: Writing) -> None:
    import sqlalchemy as sa

    asked: list[str] = []
    sa.event.listen(office.office.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = []
    for more in (10, 90):
        for _ in range(more):
            office.submit("ann")
        asked.clear()
        with office.office.read() as books:
            assert len(list(reminders.due(books, office.policies, office.now + dt.timedelta(days=5)))) in (10, 100)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_certain_reminder_can_be_seen_before_it_is_queued(office: Writing) -> None:
    invited(office, "ref-2")
    office.later(4)
    with office.office.read() as books:
        (one,) = reminders.due(books, office.policies, office.now)
        person = books.one("person", id=one.person)
        assert person
        language, letter = WRITER.written(books, WRITER.reminder(books, one), person, office.now)
    assert (language, letter.subject) == ("en", "Ferry Review: a reminder about manuscript 2031-0001")
    assert office.letters("review-reminder") == []
