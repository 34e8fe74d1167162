"""A manuscript on its way: what the records hold after each act, and what is refused."""

from typing import Any

import pytest

from journal.errors import Misused
from journal.office import ledger
from journal.office.dossier import Stale
from journal.office.editorial import NothingToTell
from journal.office.review import NotWaited, Unfit
from journal.office.workflow import NotAllowed, State
from tests.journal.office.conftest import Bureau


def to_review(bureau: Bureau) -> str:
    id = bureau.submit("ann")
    bureau.act(id, "office", "assign", person="handler")
    bureau.act(id, "handler", "pass-first-reading", "选题有意义。")
    bureau.anonymous(id)
    bureau.act(id, "handler", "send-out")
    return id


def to_acceptance(bureau: Bureau) -> str:
    id = to_review(bureau)
    bureau.review(id, "ref-1", "ref-2")
    bureau.act(id, "handler", "to-second-reading")
    bureau.act(id, "section", "pass-second-reading", "同意录用。")
    bureau.act(id, "chief", "accept", "同意。")
    return id


def test_numbers_begin_again_each_year_and_are_never_given_twice(bureau: Bureau) -> None:
    assert [bureau.submit("ann"), bureau.submit("bo")] == ["2031-0001", "2031-0002"]
    bureau.later(365)
    assert bureau.submit("ann") == "2032-0001"


def test_the_way_to_acceptance(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    assert bureau.row(id)["state"] == State.ACCEPTED
    with bureau.office.read() as books:
        events = list(books.events())
        assert [event.kind for event in events] == [
            "submit", "assign", "pass-first-reading", "file", "send-out",
            *(["review-invite", "review-respond", "review-submit"] * 2),
            "to-second-reading", "pass-second-reading", "accept",
        ]  # fmt: skip
        assert list(ledger.breaks(events)) == []
        assert "同意" not in "".join(ledger.canonical(event.data) for event in events)


def test_the_three_readings_need_three_people(bureau: Bureau) -> None:
    id = to_review(bureau)
    bureau.review(id, "ref-1", "ref-2")
    bureau.act(id, "handler", "to-second-reading")
    with pytest.raises(NotAllowed, match="three readings need three people"):
        bureau.act(id, "handler", "pass-second-reading", "同意。")


def test_a_reading_is_signed_with_an_opinion(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    bureau.act(id, "office", "assign", person="handler")
    with pytest.raises(NothingToTell):
        bureau.act(id, "handler", "pass-first-reading", "  ")
    assert bureau.row(id)["version"] == 2


def test_review_waits_for_two_reports_and_a_third_where_they_disagree(bureau: Bureau) -> None:
    id = to_review(bureau)
    bureau.review(id, "ref-1")
    with pytest.raises(NotAllowed, match=r"needs 1 more referee's report\(s\); 1 of 2 in"):
        bureau.act(id, "handler", "to-second-reading")
    bureau.review(id, "ref-2", recommendation="decline")
    with pytest.raises(NotAllowed, match="2 of 3 in"):
        bureau.act(id, "handler", "to-second-reading")
    bureau.review(id, "ref-3")
    assert bureau.act(id, "handler", "to-second-reading") is State.SECOND_READING


def test_a_referee_who_is_not_waited_for_any_more_is_told_so(bureau: Bureau) -> None:
    from journal.office import review

    id = to_review(bureau)
    with bureau.office.write() as books:
        number = review.invite(bureau.desk(books, "handler"), id, "ref-3")
        review.cancel(bureau.desk(books, "handler"), number, "已换人")
    with bureau.office.write() as books, pytest.raises(NotWaited):
        review.respond(bureau.desk(books, "ref-3"), number, True)


@pytest.mark.parametrize(("who", "why"), [("ann", "wrote it"), ("handler", "handle it")])
def test_who_cannot_be_a_referee(bureau: Bureau, who: str, why: str) -> None:
    from journal.office import review

    id = to_review(bureau)
    with bureau.office.write() as books, pytest.raises(Unfit, match=why):
        review.invite(bureau.desk(books, "office"), id, who)


def test_a_change_thought_out_on_an_older_view_is_refused(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    seen = bureau.row(id)["version"]
    bureau.act(id, "office", "assign", person="handler")
    with pytest.raises(Stale):
        bureau.act(id, "office", "unassign", based_on=seen)


def test_a_refused_act_leaves_nothing_behind(bureau: Bureau) -> None:
    id = bureau.submit("ann")
    with pytest.raises(NotAllowed):
        bureau.act(id, "handler", "assign", person="handler")
    with bureau.office.read() as books:
        assert [event.kind for event in books.events()] == ["submit"]


def test_a_decline_taken_back_stands_where_it_was(bureau: Bureau) -> None:
    id = to_review(bureau)
    bureau.review(id, "ref-1", "ref-2", recommendation="decline")
    bureau.act(id, "handler", "to-second-reading")
    assert bureau.act(id, "section", "decline", "论证不足。") is State.DECLINED
    assert bureau.act(id, "office", "revert-decline") is State.SECOND_READING
    assert bureau.act(id, "section", "pass-second-reading", "再议后同意。") is State.FINAL_READING


def test_a_revision_answers_point_by_point_and_is_read_again(bureau: Bureau) -> None:
    from journal.office.editorial import Upload

    id = to_review(bureau)
    bureau.review(id, "ref-1", "ref-2")
    bureau.act(id, "handler", "to-second-reading")
    bureau.act(id, "section", "minor-revision", "请补注释。")
    new = (Upload("text", "2" * 64, "修改稿.docx", 1200),)
    with pytest.raises(NotAllowed, match="answer to each point"):
        bureau.act(id, "ann", "revise", files=new)
    assert bureau.act(id, "ann", "revise", files=new, points=(("补注释", "已补。"),)) is State.REVISED
    assert bureau.row(id)["text"] == 2
    assert bureau.act(id, "handler", "pass-first-reading", "已按意见修改。") is State.SECOND_READING


def test_a_date_of_receipt_in_the_future_is_refused(bureau: Bureau) -> None:
    import datetime as dt

    from journal.office import editorial
    from journal.office.editorial import Author, Upload

    with bureau.office.write() as books, pytest.raises(Misused, match="future"):
        editorial.submit(
            bureau.desk(books, "office"), {"zh": "题"}, "articles", "zh", [Author("ann")], [Upload("text", "0" * 64, "a", 1)],
            submitted=bureau.now + dt.timedelta(days=1),
        )  # fmt: skip


def test_everybody_who_wrote_with_an_author_has_a_conflict(bureau: Bureau) -> None:
    from journal.office import people

    bureau.submit("ann", "ref-1", "ref-2")
    id = bureau.submit("ann")
    with bureau.office.read() as books:
        found = people.conflicts(books, id, frozenset({"ref-1", "ref-2", "ref-3"}), frozenset({"ann"}))
        assert sorted(found) == ["ref-1", "ref-2"]


def test_candidates_are_found_in_as_many_queries_for_many_as_for_one(bureau: Bureau) -> None:
    import sqlalchemy as sa

    from journal.office import review
    from journal.office.records import instant

    id = to_review(bureau)
    counts = []
    for added in (0, 200):
        with bureau.office.write() as books:
            for number in range(added):
                books.add("person", id=f"x{number}", names={}, fields=["water law"], added=instant(bureau.now))
        seen: list[str] = []

        def listen(*said: Any, seen: list[str] = seen) -> None:
            seen.append(said[2])

        sa.event.listen(bureau.office.engine, "before_cursor_execute", listen)
        with bureau.office.read() as books:
            review.candidates(books, id, "water", instant(bureau.now), 500)
        sa.event.remove(bureau.office.engine, "before_cursor_execute", listen)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_who_declined_to_review_has_declined_when_the_round_is_over_and_no_other_is_waited_for(bureau: Bureau) -> None:
    from journal.office import review

    id = to_review(bureau)
    with bureau.office.write() as books:
        numbers = [review.invite(bureau.desk(books, "handler"), id, one) for one in ("ref-1", "ref-2")]
        review.respond(bureau.desk(books, "ref-1"), numbers[0], False)
    bureau.act(id, "ann", "withdraw")
    with bureau.office.read() as books:
        rows = books.all("review", order="id")
        assert [review.status(row, row["invited"]) for row in rows] == ["declined", "cancelled"]
        assert [event.data["cancelled"] for event in books.events(kind="withdraw")] == [[numbers[1]]]
