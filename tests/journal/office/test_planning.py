"""Topics, commissions, guests, and the plan of an issue counted back from its day."""

import datetime as dt

import pytest

from journal.errors import BadFile, Misused
from journal.office import commissions, dossier, planning
from journal.office.commissions import NotNow
from journal.office.editorial import NoRight
from journal.office.planning import Rules
from journal.office.workflow import NotAllowed, State
from tests.journal.office.conftest import Bureau
from tests.journal.office.test_production import call, make_ready, to_acceptance

DAY = dt.date(2031, 9, 15)
TITLES = {"zh": "渡口与水权", "en": "Ferries and Water Rights"}


def do(bureau: Bureau, who: str, function: str, *args: object, **named: object) -> int:
    with bureau.office.write() as books:
        return getattr(commissions, function)(bureau.desk(books, who), *args, **named)


def topic(bureau: Bureau, **named: object) -> int:
    number = do(bureau, "section", "propose", TITLES, "articles", issue="2031-5", **named)
    do(bureau, "chief", "approve", number)
    return number


# ---------------------------------------------------------------- topics and commissions


def test_a_topic_is_proposed_by_editors_and_decided_by_the_chief(bureau: Bureau) -> None:
    number = do(bureau, "section", "propose", TITLES, "articles")
    with pytest.raises(NoRight):
        do(bureau, "section", "approve", number)
    with pytest.raises(NotNow, match="proposed"):
        do(bureau, "section", "commission", number, "ann", DAY)
    do(bureau, "chief", "approve", number)
    do(bureau, "chief", "drop", number)
    with pytest.raises(NotNow, match="dropped"):
        do(bureau, "chief", "approve", number)


def test_a_commission_on_its_way(bureau: Bureau) -> None:
    number = topic(bureau)
    asked = [
        do(bureau, "section", "commission", number, who, dt.date(2031, 5, 1)) for who in ("ann", "bo", "translator")
    ]
    do(bureau, "ann", "answer", asked[0], True)
    do(bureau, "bo", "answer", asked[1], False)
    id = bureau.submit("ann")
    with pytest.raises(Misused, match="no author of"):
        do(bureau, "section", "received", asked[2], id)
    do(bureau, "section", "received", asked[0], id)
    with bureau.office.read() as books:
        (found,) = commissions.topics(books, dt.date(2031, 6, 1), "2031-5")
        assert [one.status for one in found.commissions] == ["received", "declined", "overdue"]
        assert (found.status, found.manuscripts) == ("approved", (id,))
        assert books.count("event", kind="commission-received", manuscript=id) == 1


def test_a_commission_for_yesterday_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Misused, match="past"):
        do(bureau, "section", "commission", topic(bureau), "ann", dt.date(2031, 2, 1))


def test_dropping_a_topic_ends_what_nobody_has_sent(bureau: Bureau) -> None:
    number = topic(bureau)
    entry = do(bureau, "section", "commission", number, "ann", DAY)
    do(bureau, "chief", "drop", number)
    with pytest.raises(NotNow, match="cancelled"):
        do(bureau, "ann", "answer", entry, True)


def test_a_commissioned_paper_is_read_like_any_other(bureau: Bureau) -> None:
    number = topic(bureau)
    id = bureau.submit("ann")
    do(bureau, "section", "join", number, id)
    bureau.act(id, "office", "assign", person="handler")
    with pytest.raises(NotAllowed, match="first reading is not signed"):
        bureau.act(id, "handler", "send-out")


def test_a_guest_editor_handles_the_papers_of_the_topic_and_no_others(bureau: Bureau) -> None:
    number = topic(bureau, special=True)
    do(bureau, "chief", "guest", number, "translator")
    ours, other = bureau.submit("ann"), bureau.submit("bo")
    do(bureau, "section", "join", number, ours)
    for id in (ours, other):
        bureau.act(id, "office", "assign", person="handler")
    bureau.act(ours, "translator", "pass-first-reading", "切题。")
    with pytest.raises(NotAllowed):
        bureau.act(other, "translator", "pass-first-reading", "切题。")
    with pytest.raises(NotAllowed):
        bureau.act(ours, "translator", "accept", "录用。")


def test_only_a_special_topic_has_guests(bureau: Bureau) -> None:
    with pytest.raises(Misused):
        do(bureau, "chief", "guest", topic(bureau), "translator")


# ---------------------------------------------------------------- the plan


def plan(bureau: Bureau, rules: Rules = Rules(), today: dt.date | None = None) -> planning.Plan:  # noqa: B008
    with bureau.office.read() as books:
        return planning.plan(books, "2031-5", DAY, today or bureau.now.date(), rules)


def test_steps_are_counted_back_from_the_issue_day(bureau: Bureau) -> None:
    assert [(step.milestone, str(step.day)) for step in plan(bureau).steps] == [
        ("topics", "2031-03-19"),
        ("commissions", "2031-04-03"),
        ("manuscripts", "2031-05-18"),
        ("acceptance", "2031-07-17"),
        ("release", "2031-08-01"),
        ("first-proof", "2031-08-09"),
        ("second-proof", "2031-08-17"),
        ("third-proof", "2031-08-25"),
        ("signature", "2031-09-01"),
        ("publication", "2031-09-15"),
    ]


def test_a_step_names_what_waits(bureau: Bureau) -> None:
    number = topic(bureau)
    do(bureau, "section", "commission", number, "bo", dt.date(2031, 6, 1))
    id = to_acceptance(bureau)
    bureau.act(id, "handler", "place", issue="2031-5")
    found = {step.milestone: step for step in plan(bureau, today=dt.date(2031, 8, 10)).steps}
    assert found["manuscripts"].waiting == (f"#{number}",)
    assert (found["acceptance"].waiting, found["acceptance"].late) == ((), False)
    assert (found["release"].waiting, found["release"].late) == ((id,), True)
    assert (found["second-proof"].waiting, found["second-proof"].late) == ((id,), False)


def test_stock_and_budget(bureau: Bureau) -> None:
    first, second, third = (to_acceptance(bureau) for _ in range(3))
    bureau.submit("ann", column="notes")
    with bureau.office.write() as books:
        for id, characters in ((first, 13_000), (second, 26_100)):
            books.change("manuscript", {"id": id}, more={"characters": characters})
    bureau.act(second, "handler", "place", issue="2031-5")
    bureau.act(third, "handler", "place", issue="2031-5")
    found = plan(bureau, planning.rules([("issue_sheets", "8")]))
    assert found.papers == (second, third)
    assert (found.budget.pages, found.budget.sheets, found.budget.left) == (21, 1.5, 6.5)
    assert found.budget.unknown == (third,)
    assert [(one.column, one.ready, one.pages, one.under_review) for one in found.stock] == [
        ("articles", (first,), 10, 0),
        ("notes", (), 0, 1),
    ]


def test_the_characters_counted_at_a_proof_are_the_better_ones(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with bureau.office.write() as books:
        books.change("manuscript", {"id": id}, more={"characters": 13_000})
    make_ready(bureau, id)
    bureau.act(id, "chief", "release")
    call(bureau, "proofer", "count_errors", id, 1, 20_000)
    with bureau.office.read() as books:
        assert planning.lengths(books, [dossier.row(books, id)], planning.Paper()) == {id: 16}


@pytest.mark.parametrize(
    "pair",
    [("plan_release_days", "70"), ("plan_release_days", "soon"), ("issue_sheets", "-1"), ("pages_a_sheet", "nan")],
)
def test_rules_that_make_no_sense_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(BadFile, match=pair[0]):
        planning.rules([pair])


def test_the_sheet_of_an_issue(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    make_ready(bureau, id)
    bureau.act(id, "chief", "release")
    bureau.act(id, "handler", "place", issue="2031-5")
    call(bureau, "proofer", "count_errors", id, 3, 10_000)
    call(bureau, "handler", "change_text", id, 2, "作者更正")
    with bureau.office.read() as books:
        (line,) = planning.sheet(books, "2031-5", Rules())
    assert [(reading, who) for reading, who, _ in line.signatures] == [
        ("first", "handler"),
        ("second", "section"),
        ("final", "chief"),
    ]
    assert (line.state, line.late_changes, line.rates, bool(line.released), line.signed) == (
        State.FIRST_PROOF, 2, ((1, 3.0),), True, "",
    )  # fmt: skip
