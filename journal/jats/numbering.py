"""What number each heading, note, figure, table, equation and reference carries: written into the tree, from its order.

An article's file holds no numbers: they follow from order, so that a note or a section put in renumbers the rest
everywhere, in the page as in the JATS that the world reads. A `label` the file does give is kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from journal.jats.numerals import by_pattern
from journal.model import Body, House, Node
from journal.words import table

UNNUMBERED = "unnumbered"


@dataclass(frozen=True, slots=True)
class Words:
    """How a language writes the labels of what is numbered, and the words that refer to them."""

    figure: str
    table: str
    equation: str
    cite_equation: str
    section: str
    subsection: str
    appendix: str


ZH = Words("图{}", "表{}", "（{}）", "式（{}）", "第{}部分", "{}", "附录{}")
EN = Words("Figure {}", "Table {}", "({})", "Equation ({})", "Part {}", "Section {}", "Appendix {}")
_NAMES = tuple(field.name for field in dataclasses.fields(Words))


def words(language: str, house: House | None = None) -> Words:
    """The words of `language`, those of the house's table first; English stands in for a language that has none."""
    own = table(house, language, "labels") if house else {}
    known = {name: own[name] for name in _NAMES if name in own}
    return dataclasses.replace(ZH if language.startswith("zh") else EN, **known)


def missing_labels(house: House, language: str) -> tuple[str, ...]:
    """The words that neither the program nor the house has in `language`: `labels.figure` …"""
    if language.startswith(("zh", "en")):
        return ()
    own = table(house, language, "labels")
    return tuple(f"labels.{name}" for name in _NAMES if name not in own)


@dataclass
class _Labels:
    """The label of each numbered element, and by id the text that refers to it."""

    label: dict[int, str] = field(default_factory=dict)  # by `id()` of the element: not all have ids
    cite: dict[str, str] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)  # of references

    def give(self, node: Node, label: str, cite: str = "{}", around: str = "") -> None:
        """Label `node` unless its file does; `cite` refers to it by its label, without the marks `around` that."""
        kept = node.first("label")
        text = label if kept is None else kept.text().strip()
        self.label[id(node)] = text
        if node.get("id"):
            self.cite[node.get("id")] = cite.format(text.strip(around) if around else text)


def numbered(body: Body, headings: tuple[str, ...], mark: Callable[[int], str], house: House | None = None) -> Body:
    """`body` with a `label` in every numbered element and the number's text in every empty `xref`.

    `headings` are patterns by depth ("一、", "（一）", …); `mark` writes a note's number in the wanted shape;
    `house` may have words for figures, tables and the rest in the body's language.
    """
    labels, say = _Labels(), words(body.language, house)
    roots = (*((body.body,) if body.body else ()), *body.back)
    if body.body:
        _sections(body.body, headings, say, labels)
    _floats(roots, say, labels)
    _notes(roots, mark, labels)
    _references(roots, labels)
    write = _Writer(labels)
    return dataclasses.replace(
        body,
        body=write.node(body.body) if body.body else None,
        back=tuple(write.node(node) for node in body.back),
    )


def note_order(roots: tuple[Node, ...]) -> tuple[Node, ...]:
    """The notes in the order of their marks: by first mention, then those nobody mentions, if they have an id.

    One that nobody mentions and that has a kind (`fn-type`: a statement on interests, on funds) needs no number.
    """
    known = {note.get("id"): note for root in roots for note in _note_elements(root) if note.get("id")}
    called = [note for root in roots for note in _mentions(root, known)]
    uncalled = (note for note in known.values() if not note.get("fn-type"))
    return tuple({id(note): note for note in (*called, *uncalled)}.values())


def _mentions(node: Node, known: dict[str, Node]) -> Iterator[Node]:
    """The notes called by the text, in order; what notes say of other notes is not a call."""
    if node.tag in ("fn-group", "table-wrap-foot"):
        return
    if node.tag == "fn":
        yield node
        return
    if node.tag == "xref" and node.get("ref-type") == "fn" and node.get("rid") in known:
        yield known[node.get("rid")]
    for child in node.elements():
        yield from _mentions(child, known)


def _note_elements(root: Node) -> Iterator[Node]:
    if root.tag == "table-wrap-foot":
        return
    if root.tag == "fn":
        yield root
    for child in root.elements():
        yield from _note_elements(child)


def _sections(parent: Node, headings: tuple[str, ...], say: Words, labels: _Labels, depth: int = 0) -> None:
    count = 0
    for section in parent.elements("sec"):
        if _is_numbered(section) and depth < len(headings):
            count += 1
            label = by_pattern(headings[depth], count)
            labels.give(section, label, say.subsection if depth else say.section, around="、．. ")
        _sections(section, headings, say, labels, depth + 1)


def _is_numbered(section: Node) -> bool:
    return section.get("specific-use") != UNNUMBERED and section.first("title") is not None


def _floats(roots: tuple[Node, ...], say: Words, labels: _Labels) -> None:
    patterns = {
        "fig": (say.figure, "{}", ""),
        "table-wrap": (say.table, "{}", ""),
        "disp-formula": (say.equation, say.cite_equation, "（）()"),
        "app": (say.appendix, "{}", ""),
    }
    counts = dict.fromkeys(patterns, 0)
    for root in roots:
        for node in root.walk():
            if node.tag in patterns and node.get("id"):
                counts[node.tag] += 1
                label, cite, around = patterns[node.tag]
                labels.give(node, label.format(counts[node.tag]), cite, around)


def _notes(roots: tuple[Node, ...], mark: Callable[[int], str], labels: _Labels) -> None:
    for number, note in enumerate(note_order(roots), start=1):
        labels.give(note, mark(number))


def _references(roots: tuple[Node, ...], labels: _Labels) -> None:
    number = 0
    for root in roots:
        for node in root.walk():
            if node.tag == "ref" and node.get("id"):
                number += 1
                labels.order[node.get("id")] = number
                labels.give(node, f"[{number}]")


class _Writer:
    """Rebuilds nodes with labels in elements and text in empty cross-references."""

    def __init__(self, labels: _Labels) -> None:
        self.labels = labels

    def node(self, node: Node) -> Node:
        children = tuple(self._children(node))
        if node.tag == "xref" and not node.text().strip() and not any(True for _ in node.elements()):
            text = self.labels.cite.get(node.get("rid").split(" ")[0], "")
            children = (text,) if text else ()
        label = self.labels.label.get(id(node))
        if label and node.first("label") is None:
            children = (Node("label", (), (label,)), *children)
        return dataclasses.replace(node, children=children)

    def _children(self, node: Node) -> Iterator[Node | str]:
        run: list[Node] = []
        for child in node.children:
            if (
                isinstance(child, Node)
                and child.tag == "xref"
                and child.get("ref-type") == "bibr"
                and not child.children
            ):
                run.append(child)
                continue
            yield from self._citations(run)
            run = []
            yield child if isinstance(child, str) else self.node(child)
        yield from self._citations(run)

    def _citations(self, run: list[Node]) -> Iterator[Node | str]:
        """Neighbouring citations as one bracket: [1], [1,2], [1-3] (GB/T 7714), each number still its own link."""
        cited = [
            (at, self.labels.order.get(id, 0)) for at, xref in enumerate(run) for id in xref.get("rid").split() or [""]
        ]
        texts = [""] * len(run)
        for (at, number), (before, shown) in zip(cited, _ranges([number for _, number in cited]), strict=True):
            texts[at] += f"{before}{number or '?'}" if shown else ""
        for index, (xref, text) in enumerate(zip(run, texts, strict=True)):
            whole = ("[" if index == 0 else "") + text + ("]" if index == len(run) - 1 else "")
            yield dataclasses.replace(xref, children=(whole,) if whole else ())


def _ranges(numbers: list[int]) -> list[tuple[str, bool]]:
    """For each number what stands before it ("", ",", "-") and whether it is printed: 3 or more in a row become a range."""
    shown: list[tuple[str, bool]] = []
    for index, number in enumerate(numbers):
        follows = index > 0 and number == numbers[index - 1] + 1
        followed = index + 1 < len(numbers) and numbers[index + 1] == number + 1
        if follows and followed:
            shown.append(("", False))
        elif follows and index > 1 and numbers[index - 2] == number - 2:
            shown.append(("-", True))
        else:
            shown.append(("," if index else "", True))
    return shown
