"""Elements made, put in and taken out of a file so that it stays laid out as people lay it out."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml import etree

from journal.jats.nodes import ALI, XLINK, XML, Element, elements

Content: TypeAlias = Element | str | None

NAMESPACES = {
    "ali": ALI.strip("{}"),
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": XLINK.strip("{}"),
}
_PREFIXES = {"xml": XML, "xlink": XLINK, "ali": ALI}
_STEP = "  "


def full(name: str) -> str:
    """`xml:lang` as the tree has it."""
    prefix, _, local = name.rpartition(":")
    return _PREFIXES[prefix] + local if prefix else name


def make(name: str, *content: Content, **attributes: object) -> Element:
    """An element `name`; in attributes `_` stands for `-` and `__` for `:`; what is None or "" is left out."""
    element = etree.Element(full(name), nsmap=NAMESPACES)
    for key, value in attributes.items():
        if value not in (None, ""):
            element.set(full(key.replace("__", ":").replace("_", "-")), str(value))
    for part in content:
        if isinstance(part, str):
            _write(element, part)
        elif part is not None:
            element.append(part)
    return element


def _write(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def renamed(element: Element, name: str, **attributes: object) -> Element:
    """A copy of an element with another name and these attributes; no id is given out twice."""
    made = make(name, **attributes)
    made.text = element.text
    made.extend(copy.deepcopy(child) for child in element)
    return without_ids(made)


def copied(element: Element) -> Element:
    """A copy of an element, without ids and without what follows it."""
    made = copy.deepcopy(element)
    made.tail = None
    return without_ids(made)


def without_ids(element: Element) -> Element:
    """The element, freed of ids, which only one of two copies can have."""
    for each in element.iter("*"):
        each.attrib.pop("id", None)
    return element


# ---------------------------------------------------------------- white space


def depth(element: Element) -> int:
    """How many elements an element stands in."""
    return sum(1 for _ in element.iterancestors())


def lay_out(element: Element) -> None:
    """Put each child on a line of its own, if the element holds nothing but elements."""
    children = list(elements(element))
    if not children or _has_text(element):
        return
    level = depth(element)
    element.text = "\n" + _STEP * (level + 1)
    for child in children:
        child.tail = element.text
    children[-1].tail = "\n" + _STEP * level


def _has_text(element: Element) -> bool:
    return any(text and text.strip() for text in (element.text, *(child.tail for child in element)))


def insert(parent: Element, index: int, child: Element) -> None:
    """Put an element in, laid out like its neighbours; what is put first comes before the words of its parent."""
    before = parent[index - 1] if index else None
    gap = parent.text if before is None else before.tail
    words = bool(gap and gap.strip())
    last = before is not None and index == len(parent)
    parent.insert(index, child)
    child.tail = None if words and before is not None else gap
    if before is None and words:
        parent.text = None
    if before is not None and last and not words:
        before.tail = parent.text


def take(element: Element) -> Element:
    """Take an element out, with the line it stood on; words before and after it stay as they are."""
    parent, before, after = element.getparent(), element.getprevious(), element.tail or ""
    assert parent is not None
    gap = (parent.text if before is None else before.tail) or ""
    last = element.getnext() is None
    parent.remove(element)
    element.tail = None
    if after.strip() or gap.strip() or "\n" not in gap:
        _end(parent, before, gap + after)
    elif last:
        _end(parent, before, after)
    return element


def _end(parent: Element, before: Element | None, text: str) -> None:
    if before is None:
        parent.text = text or None
    else:
        before.tail = text or None


def put_in_order(parent: Element, ranks: Mapping[str, int]) -> None:
    """Sort the children as a schema demands; those of one rank keep their order."""
    parent[:] = sorted(elements(parent), key=lambda child: ranks[str(child.tag)])
    lay_out(parent)


def ranks(order: Iterable[str | tuple[str, ...]]) -> dict[str, int]:
    """The place of each name in a schema's order; names that may mix stand in a tuple."""
    rows = (names if isinstance(names, tuple) else (names,) for names in order)
    return {name: rank for rank, names in enumerate(rows) for name in names}
