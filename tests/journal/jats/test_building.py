"""What is put into a file or taken out of it leaves the rest laid out as it was, and no word is lost."""

import pytest
from lxml import etree

from journal.jats.building import insert, make, put_in_order, ranks, renamed, take


def tree(text: str) -> etree._Element:
    return etree.fromstring(text)


def text(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode")


LINES = "<a>\n  <b/>\n  <c/>\n</a>"
INSERTED = [
    (LINES, 0, "<a>\n  <x/>\n  <b/>\n  <c/>\n</a>"),
    (LINES, 1, "<a>\n  <b/>\n  <x/>\n  <c/>\n</a>"),
    (LINES, 2, "<a>\n  <b/>\n  <c/>\n  <x/>\n</a>"),
    ("<a><b/></a>", 0, "<a><x/><b/></a>"),
    ("<a><b/></a>", 1, "<a><b/><x/></a>"),
    ("<a>words <b/> more</a>", 0, "<a><x/>words <b/> more</a>"),
    ("<a/>", 0, "<a><x/></a>"),
]


@pytest.mark.parametrize(("before", "index", "after"), INSERTED)
def test_insert(before: str, index: int, after: str) -> None:
    root = tree(before)
    insert(root, index, etree.Element("x"))
    assert text(root) == after


TAKEN = [
    ("<a>\n  <x/>\n  <b/>\n</a>", "<a>\n  <b/>\n</a>"),
    ("<a>\n  <b/>\n  <x/>\n</a>", "<a>\n  <b/>\n</a>"),
    ("<a>\n  <x/>\n</a>", "<a>\n</a>"),
    ("<a>words <x/>and <b/>more</a>", "<a>words and <b/>more</a>"),
    ("<a>words<x/> <b/>more</a>", "<a>words <b/>more</a>"),
    ("<a><b/><x/> <c/></a>", "<a><b/> <c/></a>"),
    ("<a>words <b/>and<x/></a>", "<a>words <b/>and</a>"),
]


@pytest.mark.parametrize(("before", "after"), TAKEN)
def test_take(before: str, after: str) -> None:
    root = tree(before)
    taken = take(next(root.iterfind("x")))
    assert text(root) == after
    assert text(taken) == "<x/>"


def test_the_order_of_a_schema_keeps_what_may_mix() -> None:
    root = tree("<r><d/><c/><b/><a/></r>")
    put_in_order(root, ranks(("a", ("b", "c"), "d")))
    assert text(root) == "<r>\n  <a/>\n  <c/>\n  <b/>\n  <d/>\n</r>"


def test_a_copy_has_no_ids() -> None:
    made = renamed(tree('<p id="x">a<b id="y">b</b>c</p>'), "q", kind="z")
    etree.cleanup_namespaces(made)
    assert text(made) == '<q kind="z">a<b>b</b>c</q>'


def test_made_elements_carry_what_is_said() -> None:
    made = make("p", "one ", make("b", "two"), " three", None, xml__lang="zh", content_type="x", rid="", id=None)
    etree.cleanup_namespaces(made)
    assert text(made) == '<p xml:lang="zh" content-type="x">one <b>two</b> three</p>'
