"""The table as a graph: every state is reached, none is a dead end, every way forward has its way back."""

from collections import deque

import pytest

from journal.office.workflow import (
    ACTIONS,
    CLOSED,
    FINAL,
    ROLES,
    SIGNS,
    STATES,
    TABLE,
    Action,
    Actor,
    Facts,
    NotAllowed,
    Policy,
    Reading,
    Role,
    Round,
    Signature,
    State,
    choices,
    reading_of,
    step,
)

EDGES = {
    state: {row.next for row in TABLE if row.state is state and row.next}
    | ({State.SECOND_READING, State.FINAL_READING} if state is State.DECLINED else set())
    for state in State
}


REVIEWED = (Round(1, 2, 2, 0),)
CHIEF = Actor("yan", frozenset({Role.EDITOR_IN_CHIEF, Role.SECTION_EDITOR, Role.HANDLING_EDITOR}))


def reached(start: State) -> set[State]:
    seen, queue = {start}, deque([start])
    while queue:
        for after in EDGES[queue.popleft()] - seen:
            seen.add(after)
            queue.append(after)
    return seen


def test_every_state_is_reached_from_submission() -> None:
    assert reached(State.SUBMITTED) == set(State)


def test_only_the_final_states_have_no_way_out() -> None:
    assert {state for state in State if not EDGES[state]} == FINAL


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_from_every_state_publication_or_an_end_can_be_reached(state: State) -> None:
    assert reached(state) & {State.PUBLISHED, State.RETRACTED}


def test_every_step_before_publication_can_be_taken_back() -> None:
    """From where an action leads there is a way back to where it was, but for what ends a manuscript."""
    ends = FINAL | {State.PUBLISHED}
    one_way = {
        (row.state, row.next)
        for row in TABLE
        if row.next and row.next not in ends and row.state not in reached(row.next)
    }
    assert one_way == set()


def test_every_name_is_said_in_both_languages_and_used() -> None:
    for names, members in ((STATES, State), (ACTIONS, Action), (ROLES, Role)):
        assert set(names) == set(members)  # type: ignore[arg-type]
        assert all(text.zh and text.en and text.zh != text.en for text in names.values())
    assert {row.action for row in TABLE} == set(Action)
    assert set(SIGNS) <= {row.action for row in TABLE}


def test_no_row_says_the_same_twice() -> None:
    seen = [(row.state, row.action, role) for row in TABLE for role in row.roles]
    assert len(seen) == len(set(seen))


def test_a_refusal_says_why_and_what_is_possible() -> None:
    facts = Facts(State.SECOND_READING, "articles", frozenset({"ann"}), signatures=(Signature(Reading.FIRST, "lin"),))
    with pytest.raises(NotAllowed) as refused:
        step(facts, Actor("lin", frozenset({Role.SECTION_EDITOR})), Action.PASS_SECOND)
    assert str(refused.value).startswith(
        "The manuscript is in “second reading”: “pass the second reading, signed” is not possible now, the same person signed "
        "the first reading; the three readings need three people. Possible now: back to the first reading (back-to-first-reading)"
    )
    assert "三审须由三人分别完成" in refused.value.say("zh")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUTHOR}))
@pytest.mark.parametrize("state", sorted(set(State) - CLOSED))
def test_nobody_acts_on_their_own_paper(role: Role, state: State) -> None:
    facts = Facts(state, "articles", frozenset({"ann"}))
    actor = Actor("ann", frozenset({role}))
    possible = {one.action for one in choices(facts, actor) if one.hindrance is None}
    assert possible <= {Action.WITHDRAW, Action.COMPLETE, Action.REVISE}


def test_a_delegate_is_judged_with_the_one_they_stand_in_for() -> None:
    signed = (Signature(Reading.FIRST, "lin"), Signature(Reading.SECOND, "mo"))
    facts = Facts(State.FINAL_READING, "articles", frozenset({"ann"}), signatures=signed, rounds=REVIEWED)
    chief = frozenset({Role.EDITOR_IN_CHIEF})
    assert step(facts, Actor("yan", chief, on_behalf="zhu"), Action.ACCEPT) is State.ACCEPTED
    for actor in (Actor("lin", chief, on_behalf="zhu"), Actor("yan", chief, on_behalf="mo")):
        with pytest.raises(NotAllowed):
            step(facts, actor, Action.ACCEPT)


def test_what_a_decision_signs_depends_on_where_it_is_made() -> None:
    assert reading_of(Action.DECLINE, State.SECOND_READING) is Reading.SECOND
    assert reading_of(Action.DECLINE, State.FINAL_READING) is Reading.FINAL
    assert reading_of(Action.EDIT, State.ACCEPTED) is None


def hindered(facts: Facts, action: Action) -> str:
    """Why it cannot be done by somebody who holds every role of an editor; "" if it can."""
    (choice,) = [one for one in choices(facts, CHIEF) if one.action is action]
    return choice.hindrance.en if choice.hindrance else ""


def test_who_disagrees_with_a_proposal_to_decline_cannot_pass_over_it() -> None:
    against = Signature(Reading.FIRST, "lin", favourable=False)
    second = Facts(State.SECOND_READING, "articles", signatures=(against,), rounds=REVIEWED)
    said = "the first reading proposed to decline; whoever disagrees sends it back to that reading or to referees"
    assert hindered(second, Action.PASS_SECOND) == said
    assert {hindered(second, action) for action in (Action.BACK_TO_FIRST, Action.DECLINE, Action.ASK_MAJOR)} == {""}
    final = Facts(
        State.FINAL_READING, "articles", signatures=(against, Signature(Reading.SECOND, "mo")), rounds=REVIEWED
    )
    assert hindered(final, Action.ACCEPT) == said


def test_nothing_is_accepted_unreviewed_in_a_column_that_asks_for_review() -> None:
    signed = (Signature(Reading.FIRST, "lin"), Signature(Reading.SECOND, "mo"))
    for policy, column, why in (
        (Policy(), "articles", "the column “articles” asks for review, and no report is in"),
        (Policy(review_required=frozenset({"articles"})), "articles", "the column “articles” asks for review, and no report is in"),
        (Policy(review_required=frozenset({"articles"})), "editorial", ""),
    ):  # fmt: skip
        second = Facts(State.SECOND_READING, column, signatures=signed[:1], policy=policy)
        assert hindered(second, Action.PASS_SECOND) == why
        assert hindered(Facts(State.FINAL_READING, column, signatures=signed, policy=policy), Action.ACCEPT) == why


def test_a_revision_can_be_reviewed_again_when_its_anonymous_copy_is_there() -> None:
    revised = Facts(State.REVISED, "articles", revised=True)
    assert hindered(revised, Action.REVIEW_AGAIN) == "there is no anonymous copy (journal manuscript blind)"
    assert hindered(Facts(State.REVISED, "articles", revised=True, anonymous_copy=True), Action.REVIEW_AGAIN) == ""


def test_taking_back_an_acceptance_is_not_stopping_the_editing() -> None:
    ways = {(row.state, row.action): row.next for row in TABLE}
    assert ways[State.EDITING, Action.STOP_EDITING] is State.ACCEPTED
    assert [state for state, action in ways if action is Action.REVERT_ACCEPT] == [State.ACCEPTED]
