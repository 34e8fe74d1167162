"""An element of an article file as a Node, as one line of text, or as a value of one of its attributes."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from typing import TypeAlias, cast

from lxml import etree

from journal.model import Node

Element: TypeAlias = etree._Element

XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"
ALI = "{http://www.niso.org/schemas/ali/1.0/}"

# The prefixes that Node names carry, whatever a file itself calls these namespaces; JATS has none of its own.
_PREFIXES = {
    XML: "xml:",
    XLINK: "xlink:",
    ALI: "ali:",
    "{http://www.niso.org/schemas/ali/1.0}": "ali:",  # without its last slash in what PMC sends
    "{http://www.w3.org/1998/Math/MathML}": "mml:",
    "{http://www.w3.org/2001/XInclude}": "xi:",
    "{http://www.w3.org/2001/XMLSchema-instance}": "xsi:",
}

_LINE = etree.XPath("normalize-space()", smart_strings=False)


@functools.lru_cache(maxsize=4096)
def name(tag: str) -> str:
    """The name that a Node has for a tag or attribute of the tree."""
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(namespace + "}")
    return tag if prefix is None else prefix + local


def node(element: Element) -> Node:
    """The element with all it holds; comments and instructions are left out, text stands as it is in the file."""
    children: list[Node | str] = [element.text] if element.text else []
    for child in element:
        if is_element(child):
            children.append(node(child))
        tail = child.tail
        if tail and children and isinstance(children[-1], str):
            children[-1] += tail  # the text on both sides of a comment is one text
        elif tail:
            children.append(tail)
    attributes = element.items()
    return Node(
        tag(element),
        tuple((name(key), value) for key, value in attributes) if attributes else (),
        tuple(children),
        lineno(element),
    )


def is_element(element: Element) -> bool:
    """Whether this is an element and neither a comment nor an instruction, whose tag is a function."""
    return isinstance(element.tag, str)


def lineno(element: Element) -> int:
    """The line of the file in which an element begins: exact to line 65,535, a guess beyond; 0 if it was made here."""
    return element.sourceline or 0


def line(element: Element) -> str:
    """All text inside as one line, comments left out."""
    return cast("str", _LINE(element))


def tag(element: Element) -> str:
    """The element's name as a Node has it, or "" for a comment or an instruction."""
    return name(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: Element, key: str) -> str:
    """An attribute's value without white space around it, or ""."""
    return element.get(key, "").strip()


def elements(element: Element, *tags: str) -> Iterator[Element]:
    """The child elements, or those with one of `tags`; never a comment or an instruction."""
    return element.iterchildren(*(tags or ("*",)))


def asides(*roots: Element) -> Iterator[Element]:
    """The comments and instructions inside `roots`."""
    return (each for root in roots for each in root.iter(etree.Comment, etree.ProcessingInstruction))


def line_without(element: Element, left_out: Collection[str]) -> str:
    """All text inside as one line, but for that of descendants with one of the tags `left_out`."""
    return " ".join("".join(_texts(element, left_out)).split())


def _texts(element: Element, left_out: Collection[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if is_element(child) and child.tag not in left_out:
            yield from _texts(child, left_out)
        yield child.tail or ""
