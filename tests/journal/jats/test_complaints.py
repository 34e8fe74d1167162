"""The content model of an element tells what may come next, whatever the model and whatever came before."""

import re

from hypothesis import given
from hypothesis import strategies as st

from journal.jats.complaints import NEVER, NOTHING_MORE, Model, after, may_end, needed, next_ones

ELEMENTS = st.sampled_from("abc").map(lambda name: Model("element", name))


def repeated(part: Model) -> Model:
    return Model("star", parts=(part,))


MODELS = st.recursive(
    ELEMENTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Model("seq", parts=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Model("or", parts=tuple(parts))),
        inner.map(repeated),
        inner.map(lambda part: Model("or", parts=(part, NOTHING_MORE))),
    ),
    max_leaves=8,
)
CHILDREN = st.text("abc", max_size=6)


def pattern(model: Model) -> str:
    """The model as a regular expression, for one that is older and wiser to judge."""
    inside = [pattern(part) for part in model.parts]
    match model.kind:
        case "element":
            return model.name
        case "seq":
            return f"(?:{''.join(inside)})"
        case "or":
            return f"(?:{'|'.join(inside)})"
    return f"(?:{inside[0]})*"


def fits(model: Model, children: str) -> bool:
    for child in children:
        model = after(model, child)
    return may_end(model)


@given(MODELS, CHILDREN)
def test_a_model_takes_what_the_expression_takes(model: Model, children: str) -> None:
    assert fits(model, children) == bool(re.fullmatch(pattern(model), children))


@given(MODELS)
def test_what_may_come_next_is_what_does_not_end_in_never(model: Model) -> None:
    assert set(next_ones(model)) == {name for name in "abc" if after(model, name) != NEVER}


@given(MODELS, CHILDREN)
def test_what_is_needed_comes_in_all_that_is_taken(model: Model, children: str) -> None:
    if not may_end(model):
        assert set(needed(model))
        assert not fits(model, children) or set(children) & set(needed(model))
