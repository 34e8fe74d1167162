"""What waits: the queries do not grow with the rows, and what is named next can be done."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.commands.dossiers import next_command
from journal.office import access
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import instant
from journal.office.waiting import GATE, ITEM, UNCLEAR, owing, waits
from journal.office.workflow import (
    CHECKLIST,
    GATES,
    PROOFING,
    STAGES,
    Action,
    Facts,
    Policy,
    Reading,
    Role,
    Round,
    Signature,
    State,
    obstacle,
)
from tests.journal.office.conftest import Bureau
from tests.journal.office.test_editorial import to_review


def queries(bureau: Bureau) -> int:
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    sa.event.listen(bureau.office.engine, "before_cursor_execute", one_more)
    with bureau.office.read() as books:
        sight = access.sight(books, Who("office"), instant(bureau.now))
        assert waits(books, Policies(), sight, bureau.now)
    sa.event.remove(bureau.office.engine, "before_cursor_execute", one_more)
    return count


def test_as_many_queries_for_many_as_for_few(bureau: Bureau) -> None:
    for _ in range(2):
        to_review(bureau)
        bureau.submit("bo")
    few = queries(bureau)
    for _ in range(20):
        to_review(bureau)
        bureau.submit("bo")
    assert queries(bureau) == few


@pytest.mark.parametrize(("who", "sees"), [("office", 2), ("ref-1", 0), ("ann", 1), ("proofer", 0)])
def test_each_sees_what_they_may(bureau: Bureau, who: str, sees: int) -> None:
    to_review(bureau)
    bureau.submit("bo")
    with bureau.office.read() as books:
        sight = access.sight(books, Who(who), instant(bureau.now))
        assert len(waits(books, Policies(), sight, bureau.now)) == sees


def some_of(names: object) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(names)))  # type: ignore[call-overload]


SIGNATURES = st.lists(
    st.builds(Signature, st.sampled_from(Reading), st.just("lin"), st.just(""), st.booleans()), max_size=3
)
ROUNDS = st.lists(
    st.builds(Round, st.just(1), st.integers(1, 3), st.integers(0, 3), st.just(0), st.just(frozenset()), st.booleans()),
    max_size=2,
)
RULES = st.builds(
    Policy, third_on_disagreement=st.booleans(), review_required=some_of({"articles", "cases"}), translation_required=st.booleans(),
    similarity_required=some_of(STAGES), proofs=some_of(PROOFING),
    needed=st.dictionaries(st.sampled_from(Action), some_of(CHECKLIST), max_size=2),
)  # fmt: skip
FACTS = st.builds(
    Facts, st.sampled_from(sorted(UNCLEAR)), st.just("articles"), st.just(frozenset({"ann"})), st.just("handler"),
    SIGNATURES.map(tuple), ROUNDS.map(tuple), st.booleans(), st.booleans(), some_of(CHECKLIST), st.integers(0, 1), some_of(GATES),
    st.integers(0, 2), st.booleans(), some_of(PROOFING), policy=RULES, reported=some_of(STAGES),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy box, not a greedy strategy
@given(FACTS)
def test_what_is_named_next_can_be_done_and_has_a_command(facts: Facts) -> None:
    row = {
        "id": "2031-0001", "state": facts.state, "waits_for": Policies().waits(facts.state), "handling": "handler",
        "placed": "", "article": "",
    }  # fmt: skip
    role, step = owing(row, facts)
    assert next_command(step, row).startswith("journal ")
    if step in set(Action):
        why = obstacle(facts, Action(step))
        assert why is None or (facts.state, why.en) == (State.READY, "it is released by whoever gave the final reading")
    if facts.state is State.READY and (facts.missing or facts.gates_open):
        assert (role, step.split()[0] in (ITEM, GATE)) == (Role.HANDLING_EDITOR, True)
    if facts.state is State.FIRST_PROOF and "sent" not in facts.proof_lacks and not facts.author_proof:
        assert (role, step) == (Role.AUTHOR, "proof-return")


def test_a_third_report_is_asked_for_where_two_referees_disagree() -> None:
    row = {"id": "2031-0001", "state": State.IN_REVIEW, "waits_for": Role.REVIEWER, "handling": "handler"}
    for disagree, reports, step in ((True, 2, "invite"), (True, 3, Action.TO_SECOND), (False, 2, Action.TO_SECOND)):
        rounds = (Round(1, 2, reports, 0, disagree=disagree),)
        assert owing(row, Facts(State.IN_REVIEW, rounds=rounds)) == (Role.HANDLING_EDITOR, step)
