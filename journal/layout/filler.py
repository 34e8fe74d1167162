"""The short piece after an article: whether it stands in what the last page left free, where alone it is wanted."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

from journal.layout.engine import Laid

CLASS = "filler"


def stands(laid: Laid) -> bool:
    """Whether the last page has the piece below something else."""
    kinds = [inside for _, inside in _texts(laid.document.pages[-1]._page_box)]
    return any(kinds) and not all(kinds)


def _texts(box: Any, inside: bool = False) -> list[tuple[Any, bool]]:
    """The texts of a page's flow, each with whether it is of the piece: neither heads and feet nor notes."""
    if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox):
        return []
    inside = inside or (box.element is not None and CLASS in (box.element.get("class") or "").split())
    if isinstance(box, boxes.TextBox):
        return [(box, inside)] if box.text.strip() else []
    return [found for child in getattr(box, "children", ()) for found in _texts(child, inside)]


__all__ = ["stands"]
