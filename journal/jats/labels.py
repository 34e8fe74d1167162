"""Generated numbers in an article file: the labels of what is numbered and the words that refer to it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping

from journal.jats.building import insert, make
from journal.jats.nodes import Element, attribute, elements
from journal.model import Body, Node

_TEXTS = ("body", "back", "floats-group")
# What may stand before a label.
_BEFORE = frozenset({"sec-meta", "object-id"})


def write_labels(article: Element, body: Body) -> None:
    """Write the numbers that a numbered body carries into the element it was read from; nothing else changes.

    An element is found by its id, a reference by what it refers to and its turn among those that refer to the same.
    """
    nodes = [node for root in (body.body, *body.back) if root is not None for node in root.walk()]
    labels = {node.get("id"): _label(node) for node in nodes if node.get("id")}
    words: dict[tuple[str, str], deque[str]] = defaultdict(deque)
    for node in nodes:
        if node.tag == "xref":
            words[node.get("ref-type").strip(), node.get("rid").strip()].append(node.text())
    for element in list(_within(article)):
        if element.tag == "xref":
            _refer(element, words[attribute(element, "ref-type"), attribute(element, "rid")], labels)
        elif labels.get(attribute(element, "id")) and element.find("label") is None:
            _put_label(element, labels[attribute(element, "id")])


def _label(node: Node) -> str:
    label = node.first("label")
    return label.text() if label is not None else ""


def _within(article: Element) -> Iterator[Element]:
    """The elements of the full text; those of translations and responses are theirs."""
    for part in elements(article, *_TEXTS):
        yield from part.iter("*")


def _put_label(element: Element, text: str) -> None:
    index = next((i for i, child in enumerate(element) if child.tag not in _BEFORE), len(element))
    insert(element, index, make("label", text))


def _refer(xref: Element, turns: deque[str], labels: Mapping[str, str]) -> None:
    text = turns.popleft() if turns else ""
    if len(xref) or (xref.text or "").strip():
        return
    if not text:
        # Inside a range ([1-3]) nothing is printed, but whoever follows the link by ear is told what it is.
        alternative = labels.get(attribute(xref, "rid"))
        xref.attrib.update({"alt": alternative} if alternative else {})
    elif _is_call(xref):
        xref.append(make("sup", text))
    else:
        xref.text = text


def _is_call(xref: Element) -> bool:
    """Whether it calls a note from the text: a raised mark. What notes say of other notes is words."""
    above = {str(each.tag) for each in xref.iterancestors()}
    return xref.get("ref-type") == "fn" and not above & {"fn", "sup"}
