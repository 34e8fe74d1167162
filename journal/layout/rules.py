"""Rules after layout: how long one is, and whether it is drawn, where CSS cannot know what stands round it."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes


def settle(pages: list[Any]) -> None:
    """Shorten the rule over the notes of each page, and leave out a rule that has nothing above it to divide from."""
    for page in pages:
        for box in page._page_box.children:
            if isinstance(box, boxes.FootnoteAreaBox):
                box.width /= 4  # a quarter of the measure: CSS can only draw it as the area's whole upper edge
            elif not isinstance(box, boxes.MarginBox):
                _clear_head(box)


def _clear_head(box: Any) -> None:
    """Take away the rule over whatever begins the page, which would stand under that of the running head."""
    while isinstance(box, boxes.ParentBox):
        if box.border_top_width and not box.border_bottom_width and not box.is_table_wrapper:
            box.border_top_width = 0
        box = next((child for child in box.children if child.is_in_normal_flow()), None)


__all__ = ["settle"]
