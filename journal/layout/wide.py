"""What is wider than the measure: a table is turned, and made smaller if it must be; whatever still leaves the type area is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

PX = 1.0  # what the eye does not see
SMALLEST = 0.6  # of its size: smaller letters cannot be read
TURNED = "data-turned"  # how much a turned table is made smaller


@dataclass(frozen=True, slots=True)
class Wide:
    """Something that is wider than the page allows: 0-based page, what it says at its beginning."""

    page: int
    text: str
    is_table: bool


def turn(pages: list[Any]) -> bool:
    """Turn the tables that are wider than the measure, for another lay-out; whether there is one."""
    again = False
    for page in pages:
        for figure, table in _tables(page._page_box):
            again |= _turn(page._page_box, figure, table)
    return again


def left(pages: list[Any]) -> tuple[Wide, ...]:
    """What still runs off the measure, and tables too small to be read."""
    return tuple(found for index, page in enumerate(pages) for found in _left(index, page._page_box))


def _turn(sheet: Any, figure: Any, table: Any) -> bool:
    turned = figure.element.get(TURNED)
    if turned is None:
        if table.position_x + table.margin_width() <= sheet.content_box_x() + sheet.width + PX:
            return False
        scale = 1.0
    else:
        high = max(child.position_y + child.margin_height() for child in figure.children) - figure.position_y
        wide = table.margin_width()
        before = float(turned)
        scale = min(before, sheet.height / wide, sheet.width / high)
        if scale > before * 0.99:
            return False
        scale *= 0.99
    figure.element.set(TURNED, f"{scale:.4f}")
    figure.element.set("style", _style(sheet.width, sheet.height, scale))
    return True


def _style(width: float, height: float, scale: float) -> str:
    """A figure as wide as the page is high, its head to the left, on a page of its own."""
    return (
        f"width:{height / scale:.2f}px;height:{width / scale:.2f}px;margin:0 0 {-width / scale:.2f}px;padding:0;"
        f"transform-origin:0 0;transform:translate(0,{height:.2f}px) rotate(-90deg) scale({scale:.4f});"
        "break-before:page;break-after:page;break-inside:avoid"
    )


def _tables(box: Any, figure: Any = None) -> Iterator[tuple[Any, Any]]:
    """Each table and the figure that it stands in."""
    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        if isinstance(child, boxes.TableBox):
            if figure is not None:
                yield figure, child
        elif not isinstance(child, boxes.MarginBox):
            yield from _tables(child, child if child.element_tag == "figure" else figure)


def _left(index: int, sheet: Any) -> Iterator[Wide]:
    edge = sheet.content_box_x() + sheet.width + PX
    for box in _over(sheet, edge):
        text = "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox)).strip()
        scale = box.element.get(TURNED) if box.element is not None else None
        if scale is None or float(scale) < SMALLEST:
            yield Wide(index, text[:20], scale is not None or isinstance(box, boxes.TableBox))


def _over(box: Any, edge: float) -> Iterator[Any]:
    """The outermost of the boxes that go over the edge: turned figures, tables, lines, pictures."""
    for child in box.children:
        if isinstance(child, boxes.MarginBox) or not isinstance(child, boxes.Box):
            continue
        if child.element_tag == "figure" and child.element.get(TURNED) is not None:
            yield child
        elif isinstance(child, boxes.TableBox | boxes.LineBox | boxes.ReplacedBox):
            if child.position_x + child.width > edge:
                yield child
            elif isinstance(child, boxes.TableBox):
                yield from _over(child, edge)
        else:
            yield from _over(child, edge)


__all__ = ["Wide", "left", "turn"]
