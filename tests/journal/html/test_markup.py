"""Nodes as markup that a reader of HTML reads back as the same nodes."""

import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from journal.html.markup import element, markup
from journal.model import Node


def test_elements() -> None:
    node = element("p", "甲", None, "", element("br"), class_="x", data_note="fn1", id=None)
    assert node == Node("p", (("class", "x"), ("data-note", "fn1")), ("甲", Node("br")))
    assert markup("a", node, element("td")) == 'a<p class="x" data-note="fn1">甲<br></p><td></td>'


def test_everything_that_could_be_markup_is_escaped() -> None:
    node = element("a", "</a><script>alert('&amp;')</script>", href="\"><script>'&")
    assert markup(node) == (
        "<a href=\"&quot;&gt;&lt;script&gt;&#x27;&amp;\">&lt;/a&gt;&lt;script&gt;alert('&amp;amp;')&lt;/script&gt;</a>"
    )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_and_attributes_come_back(text: str, value: str) -> None:
    html = "<!DOCTYPE html><title>x</title><body>" + markup(element("span", text, title=value))
    found = tinyhtml5.parse(html, namespace_html_elements=False).find("body/span")
    assert (found.text or "", found.attrib) == (text, {"title": value})
    assert list(found) == []
