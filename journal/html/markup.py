"""Nodes with HTML names written as markup; the one place where text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from journal.model import Node

VOID = frozenset({"br", "hr", "img", "col", "meta", "link", "wbr"})


def element(tag: str, *children: Node | str | None, **attrs: str | None) -> Node:
    """An HTML element; None among children or attributes is left out, `class_` and `data_x` lose their underscore."""
    named = tuple((key.rstrip("_").replace("_", "-"), value) for key, value in attrs.items() if value is not None)
    return Node(tag, named, tuple(child for child in children if child is not None and child != ""))


def markup(*nodes: Node | str) -> str:
    """The nodes as HTML text."""
    out: list[str] = []
    _write(nodes, out)
    return "".join(out)


def _write(nodes: Iterable[Node | str], out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(escape(node, quote=False))
            continue
        attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs)
        out.append(f"<{node.tag}{attrs}>")
        if node.tag not in VOID:
            _write(node.children, out)
            out.append(f"</{node.tag}>")
