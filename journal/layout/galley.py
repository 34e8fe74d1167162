"""The lines of laid-out pages as data: where each stands, its characters, and whether they come from the article or the lay-out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from journal.layout.engine import Laid
from journal.proofs.lines import Strip

POINT = 0.75  # points of a pixel
APART = boxes.LineBox | boxes.BlockLevelBox | boxes.InlineBlockBox  # what has lines of its own

ffi.cdef("void pango_layout_line_index_to_x (PangoLayoutLine *line, int index, int trailing, int *x_pos);")


def strips(laid: Laid) -> tuple[Strip, ...]:
    """Every line of the pages, as the lay-out has it, without running heads and folios."""
    paragraphs: dict[Any, int] = {}
    return tuple(
        strip
        for number, page in enumerate(laid.document.pages, start=1)
        for box in page._page_box.children
        if not isinstance(box, boxes.MarginBox)
        for strip in _lines(box, number, "", paragraphs)
    )


def sizes(laid: Laid) -> tuple[tuple[float, float], ...]:
    """The width and the height of each page, in points."""
    return tuple((page.width * POINT, page.height * POINT) for page in laid.document.pages)


def _lines(box: Any, page: int, note: str, paragraphs: dict[Any, int]) -> Iterator[Strip]:
    if isinstance(box, boxes.LineBox):
        yield from _strip(box, page, note, paragraphs)
    if isinstance(box, boxes.ParentBox):
        own = box.element.get("data-note") if box.element is not None and "::" not in (box.element_tag or "") else None
        for child in box.children:
            yield from _lines(child, page, own or note, paragraphs)


def _strip(line: Any, page: int, note: str, paragraphs: dict[Any, int]) -> Iterator[Strip]:
    texts = list(_texts(line, False))
    if not texts:
        return
    characters = [
        (character, x * POINT, made) for box, made in texts for character, x in zip(box.text, _places(box), strict=True)
    ]
    last = texts[-1][0]
    edges = (*(round(x, 1) for _, x, _ in characters), round((last.position_x + last.width) * POINT, 1))
    yield Strip(
        page,
        edges[0],
        round(line.position_y * POINT, 1),
        edges[-1],
        round((line.position_y + line.height) * POINT, 1),
        "".join(character for character, *_ in characters),
        edges,
        paragraphs.setdefault(line.element if line.element is not None else line, len(paragraphs)),
        note,
        frozenset(at for at, (*_, made) in enumerate(characters) if made),
    )


def _texts(box: Any, made: bool) -> Iterator[tuple[Any, bool]]:
    """The texts of a line in order, but those of lines inside it; with whether the style sheet made them."""
    for child in box.children:
        own = made or "::" in (child.element_tag or "")
        if isinstance(child, boxes.TextBox):
            yield child, own
        elif isinstance(child, boxes.ParentBox) and not isinstance(child, APART):
            yield from _texts(child, own)


def _places(box: Any) -> list[float]:
    """Where each character of a text begins."""
    layout = box.pango_layout
    layout.reactivate(box.style)
    line, _ = layout.get_first_line()
    found, x, byte = [], ffi.new("int *"), 0
    for character in box.text:
        pango.pango_layout_line_index_to_x(line, byte, 0, x)
        found.append(box.position_x + x[0] * FROM_UNITS)
        byte += len(character.encode())
    layout.deactivate()
    return found


__all__ = ["sizes", "strips"]
