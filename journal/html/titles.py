"""Titles where they stand alone: on a line of the contents, in the running head, over a Chinese article."""

from __future__ import annotations

import dataclasses
import re

from journal.html.body import BodyWriter, Children
from journal.html.formulas import spoken
from journal.html.markup import element
from journal.ids import Language
from journal.model import Node, Title

NOT_OF_THE_TITLE = frozenset({"fn", "xref", "inline-graphic"})  # notes hang on it; pictures are the article's


def one_line(title: Title, language: Language) -> Children:
    """Title and subtitle as HTML nodes for one line: emphasis kept, without notes, ids and breaks made by hand."""
    writer = BodyWriter(language, lambda name: name, lambda source, display: element("span", spoken(source)))
    main = writer.children(_bare(title.main))
    return (*main, title.joint, *writer.children(_bare(title.sub))) if title.sub is not None else main


def _bare(node: Node) -> Node:
    children: list[Node | str] = []
    for index, child in enumerate(node.children):
        if isinstance(child, str):
            children.append(child)
        elif child.tag == "break":
            children.append(_instead_of_break(node.children[:index], node.children[index + 1 :]))
        elif child.tag not in NOT_OF_THE_TITLE:
            children.append(_bare(child))
    return dataclasses.replace(node, attrs=tuple(a for a in node.attrs if a[0] != "id"), children=tuple(children))


def _instead_of_break(before: Children, after: Children) -> str:
    """A space, but none between Chinese characters."""
    left, right = (Node("x", (), part).text().strip() for part in (before, after))
    return "" if left[-1:] > "\u2e80" and right[:1] > "\u2e80" else " "


def by_sense(title: Node, measure: int) -> Node:
    """`title` with a break where its sense has one, if it needs two lines of `measure` half-ems; else as it is.

    Chinese is broken at marks alone, other languages at the space that makes the lines most alike, best after a mark.
    """
    text = title.text()
    if _width(text) <= measure or next((n for n in title.walk() if n.tag in ("break", "alternatives", "fn")), None):
        return title
    places = [
        (abs(left - right) - 20 * _is_at_a_mark(text[:index].rstrip(), text[index:]), index)
        for index in range(1, len(text))
        if _may_break(text[index - 1], text[index])
        and max(left := _width(text[:index].strip()), right := _width(text[index:].strip())) <= measure
        and min(left, right) * 4 >= measure
    ]
    return _broken(title, min(places)[1])[0] if places else title


_MARKS = frozenset("”’》）、，：；—:;,")


def _is_at_a_mark(before: str, after: str) -> bool:
    return before[-1:] in _MARKS or after[:1] in "“‘《（("


def _may_break(before: str, after: str) -> bool:
    if before.isspace():
        return True
    if after in "”’》）、，：；。？！" or before in "“‘《（—":
        return False
    return before in "”’》）、，：；" or after in "“‘《（—"


def _broken(node: Node, index: int) -> tuple[Node, int]:
    """`node` with a break at the character `index` of its text, and what is left of `index` after it."""
    children: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node):
            inner, index = _broken(child, index) if index >= 0 else (child, index)
            children.append(inner)
        elif 0 <= index < len(child):
            children += [piece for piece in (child[:index], Node("break"), child[index:]) if piece]
            index = -1
        else:
            children.append(child)
            index -= len(child) if index >= 0 else 0
    return dataclasses.replace(node, children=tuple(children)), index


def _width(text: str) -> int:
    """The width of a text in half-ems."""
    return sum(2 if character >= "\u2e80" or character in "“”‘’—…" else 1 for character in text)


def title_length(title: Title, measure: int = 40) -> str | None:
    """The class of a title that is set smaller: `long` from three lines of `measure` half-ems, `longest` from eight."""
    lines = _width(title.main.text()) / measure
    return "longest" if lines > 7 else "long" if lines > 2 else None


def title_measure(title: Title, measure: int = 20, fewest: int = 3) -> int:
    """How wide to set a Chinese title, in em, so that its last line has more than a character or two; 0 if any width
    will do (`measure` is that of the style sheet)."""
    width = -(-sum(2 if character >= "\u2e80" else 1 for character in " ".join(title.main.text().split())) // 2)
    lines = -(-width // measure)
    return -(-width // lines) + 1 if lines > 1 and width - (lines - 1) * measure < fewest else 0


def running_title(title: Title, limit: int = 64) -> str:
    """The title for the running head: without its subtitle, cut at a word where it is wider than `limit` half-ems,
    or better at its colon."""
    text = " ".join(title.main.text().split())
    if _width(text) <= limit:
        return text
    head = re.split(r"[:：]\s*", text)[0]
    if limit >= _width(head) >= limit / 4:
        return head
    width = 0
    for index, character in enumerate(text):
        width += 2 if character >= "\u2e80" else 1
        if width > limit:
            cut = text[:index] if character >= "\u2e80" else text[:index].rpartition(" ")[0]
            return _SMALL.sub("", cut).rstrip("，、：；,:; ") + "…"
    return text


_SMALL = re.compile(r"(?: (?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with))+$")
