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
    Reading,
    Role,
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
    facts = Facts(State.FINAL_READING, "articles", frozenset({"ann"}), signatures=signed)
    chief = frozenset({Role.EDITOR_IN_CHIEF})
    assert step(facts, Actor("yan", chief, on_behalf="zhu"), Action.ACCEPT) is State.ACCEPTED
    for actor in (Actor("lin", chief, on_behalf="zhu"), Actor("yan", chief, on_behalf="mo")):
        with pytest.raises(NotAllowed):
            step(facts, actor, Action.ACCEPT)


def test_what_a_decision_signs_depends_on_where_it_is_made() -> None:
    assert reading_of(Action.DECLINE, State.SECOND_READING) is Reading.SECOND
    assert reading_of(Action.DECLINE, State.FINAL_READING) is Reading.FINAL
    assert reading_of(Action.EDIT, State.ACCEPTED) is None
