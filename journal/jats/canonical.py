"""The form in which the house keeps article files: to load and save one changes nothing, another as little as possible."""

from __future__ import annotations

from lxml import etree

from journal import xml


def load(data: bytes, path: str) -> etree._ElementTree:
    """The tree of an article file, with its comments, instructions and CDATA sections."""
    return xml.parse(data, path)


def save(tree: etree._ElementTree) -> bytes:
    """The bytes of a tree: text, white space and the order of attributes are those that were loaded.

    Canonical are: a declaration in UTF-8, LF and a last newline; the DOCTYPE on one line before any comment; namespace
    declarations before attributes, in double quotes, one space between; `<a/>` for an empty element; characters as they
    are, save `&amp; &lt; &gt;`, and `&quot;` in attributes.
    """
    return xml.serialise(tree)


def is_canonical(data: bytes, path: str = "") -> bool:
    """Whether saving the file would change nothing."""
    return save(load(data, path)) == data
