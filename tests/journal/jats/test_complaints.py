"""The content model of an element tells what may come next, whatever the model and whatever came before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from journal.jats.complaints import NEVER, NOTHING_MORE, Model, after, by_xsd, may_end, needed, next_ones

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


# ---------------------------------------------------------------- what libxml2 says of an XSD, in both languages

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def simple(base: str, facet: str) -> str:
    return f'<xs:element name="a"><xs:simpleType><xs:restriction base="xs:{base}"><xs:{facet}/></xs:restriction></xs:simpleType></xs:element>'


SAID = [
    (simple("int", 'minInclusive value="10"'), "<a>5</a>", "<a> 的值 5 不合规定的界限 10。"),
    (simple("int", 'maxInclusive value="10"'), "<a>15</a>", "<a> 的值 15 不合规定的界限 10。"),
    (simple("int", 'maxExclusive value="10"'), "<a>10</a>", "<a> 的值 10 不合规定的界限 10。"),
    (simple("decimal", 'totalDigits value="2"'), "<a>123</a>", "<a> “123”的位数超过 2。"),
    ('<xs:element name="a" type="xs:int" fixed="3"/>', "<a>4</a>", "<a> 只能是“3”，这里是“4”。"),
    ('<xs:element name="a" type="xs:int"/>', "<b/>", "根元素不能是 <b>。"),
    ('<xs:element name="a" abstract="true" type="xs:int"/>', "<a>3</a>", "<a> 不能直接使用。"),
    ('<xs:element name="a" type="xs:string"/>', f'<a {XSI} xsi:nil="true"/>', "<a> 不能标为空（xsi:nil）。"),
    ('<xs:element name="a" type="xs:int"/>', f'<a {XSI} xsi:type="b">3</a>', "<a> 的 xsi:type 不能是“b”：没有这个类型。"),
    (
        '<xs:element name="a"><xs:simpleType><xs:union memberTypes="xs:int xs:date"/></xs:simpleType></xs:element>',
        "<a>x</a>",
        "<a> 不能是“x”。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "written", "said"), SAID)
def test_what_a_schema_says_is_said_in_chinese_too(declared: str, written: str, said: str) -> None:
    schema = etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{declared}</xs:schema>')
    first = by_xsd(etree.XMLSchema(schema), etree.ElementTree(etree.fromstring(written)))[0]
    assert first.message.zh == said
    assert not re.search("[\u4e00-\u9fff]", first.message.en)
