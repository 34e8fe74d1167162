"""Space between Han and Latin, and between full-width marks that meet: as spans, so that no character is added.

Requirements for Chinese Text Layout (W3C, clreq) §3.1.6 (marks that meet take one and a half) and §3.2.2 (a quarter-em
between Han and Western text). The text of the tree is never changed: a property test holds that.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from journal.model import Node

HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OPENING = "“‘（《〈【〔［｛「『〖"
CLOSING = "”’）》〉】〕］｝」』〗，。、；：？！．"
LATIN = "0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff%‰℃°@#&+"
IS_HAN = re.compile(f"[{HAN}]")
IS_LATIN = re.compile(f"[{LATIN}]")
# What is set apart: a Western run, or a full-width mark whose empty half meets another mark.
PIECE = re.compile(f"(?P<latin>[{LATIN}](?:[{LATIN} .,:;/'’_()\\[\\]–-]*[{LATIN}])?)|(?P<mark>[{OPENING}{CLOSING}])")

BLOCKS = frozenset(
    "p div section aside blockquote li td th h1 h2 h3 h4 h5 h6 figcaption figure header footer ul ol table thead tbody "
    "tfoot tr pre dl dt dd body article".split()
)
EDGES = frozenset({"fn", "block", "math", "number"})  # classes of spans that the style sheet sets apart
FORMULA = "formula-drawing"
UNTOUCHED = frozenset({"pre", "code", "svg", "math", "style", "script"})


def spaced(node: Node, language: str) -> Node:
    """`node` (HTML) with Chinese text prepared: `span.l`/`.r`/`.lr` round Western runs that touch Han, `span.h` round
    marks that give up their empty half, a language for a run with an apostrophe (`span.w`, if nothing else). A run in
    another language (by `lang`) is set apart as a whole."""
    leaves = tuple(_leaves(node, node.get("lang") or language))
    return _Rebuilder(leaves).node(node, node.get("lang") or language)


def _leaves(node: Node, language: str) -> Iterator[tuple[str, bool]]:
    """Every text of the tree in order, and whether it stands in Chinese; "" marks the edge of a block."""
    edge = _is_edge(node)
    if edge:
        yield "", False
    for child in node.children:
        if isinstance(child, str):
            yield child, language.startswith("zh") and node.tag not in UNTOUCHED
        else:
            yield from _leaves(child, child.get("lang") or language)
    if edge:
        yield "", False


def _is_edge(node: Node) -> bool:
    return node.tag in BLOCKS or node.tag in ("br", "img") or not EDGES.isdisjoint(node.get("class").split())


class _Rebuilder:
    """Walks the tree again beside its list of texts, so that each text knows its neighbours across inline elements."""

    def __init__(self, leaves: tuple[tuple[str, bool], ...]) -> None:
        self.leaves = leaves
        self.index = 0

    def node(self, node: Node, language: str) -> Node:
        edge = _is_edge(node)
        self.index += edge
        children: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str):
                children.extend(self._text(node.tag))
            elif child.get("class") == FORMULA and language.startswith("zh"):
                children.append(self._formula(child))
            else:
                children.append(self.node(child, child.get("lang") or language))
        self.index += edge
        return dataclasses.replace(node, children=tuple(children))

    def _formula(self, node: Node) -> Node:
        """A formula in the midst of Chinese text, set apart from it as a Western run is; it is two edges among the texts."""
        self.index += 1
        before = self._neighbour(-1)
        self.index += 1
        class_ = " ".join(filter(None, (FORMULA, _latin_class(before, self._neighbour(+1)))))
        return dataclasses.replace(node, attrs=tuple((k, class_ if k == "class" else v) for k, v in node.attrs))

    def _text(self, tag: str) -> Iterator[Node | str]:
        text, chinese = self.leaves[self.index]
        self.index += 1
        if tag in UNTOUCHED:
            yield text
            return
        if not chinese:
            yield from _foreign(text, self._neighbour(-1), self._neighbour(+1))
            return
        before = "" if tag == "sup" else self._neighbour(-1)  # a mark stands close to what it marks
        yield from _pieces(text, before, self._neighbour(+1))

    def _neighbour(self, step: int) -> str:
        """The character before (−1) or after (+1) the current text, "" at a block's edge or beside another language."""
        index = self.index - 1 + step
        while 0 <= index < len(self.leaves):
            text, chinese = self.leaves[index]
            if not chinese:
                return ""
            if text:
                return text[-1] if step < 0 else text[0]
            index += step
        return ""


def _foreign(text: str, before: str, after: str) -> Iterator[Node | str]:
    """A text in another language, set apart from the Han characters that it touches."""
    left = before if IS_LATIN.match(text[:1]) else ""
    right = after if IS_LATIN.match(text[-1:]) else ""
    class_ = _latin_class(left, right)
    yield Node("span", (("class", class_),), (text,)) if class_ else text


def _pieces(text: str, before: str, after: str) -> Iterator[Node | str]:
    done = 0
    for match in PIECE.finditer(text):
        left = text[match.start() - 1] if match.start() else before
        right = text[match.end()] if match.end() < len(text) else after
        class_ = _latin_class(left, right) if match["latin"] else _mark_class(match[0], left, right)
        western = "’" in (match["latin"] or "")  # which is as wide as a Han character in Chinese, but not in a name
        if class_ or western:
            if text[done : match.start()]:
                yield text[done : match.start()]
            attrs = (("class", class_ or "w"), *((("lang", "en"),) if western else ()))
            yield Node("span", attrs, (match[0],))
            done = match.end()
    if text[done:]:
        yield text[done:]


def _latin_class(left: str, right: str) -> str:
    return ("l" if left and IS_HAN.match(left) else "") + ("r" if right and IS_HAN.match(right) else "")


def _mark_class(mark: str, left: str, right: str) -> str:
    """A closing mark gives up its right half before any mark, an opening one its left half after an opening one."""
    if mark in CLOSING:
        return "h" if right and right in OPENING + CLOSING else ""
    return "h" if left and left in OPENING else ""
