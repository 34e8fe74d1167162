"""A table that goes on on another page says so over its repeated head; on its first page that row is left out.

CSS repeats a table's head as it stands. The row that says 续表 is therefore the first of the head in the HTML, and taken
away, with its borders, where the table begins.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

CONTINUED = "continued"  # class of the row

_plain_layout = block.table_layout


def install() -> None:
    """Put the function in place, once for this process."""
    block.table_layout = _layout


def _layout(context: Any, table: Any, space: Any, skip: Any, *rest: Any) -> Any:
    """As WeasyPrint's."""
    return _plain_layout(context, _begun(table) if skip is None else table, space, skip, *rest)


def _begun(table: Any) -> Any:
    """The table without the row that is not for its first page."""
    head = table.children[0] if table.children else None
    row = head.children[0] if head is not None and head.is_header and head.children else None
    if head is None or row is None or row.element is None or row.element.get("class") != CONTINUED:
        return table
    begun = table.copy_with_children([head.copy_with_children(head.children[1:]), *table.children[1:]])
    if table.style["border_collapse"] == "collapse":
        vertical, horizontal = table.collapsed_border_grid
        begun.collapsed_border_grid = vertical[1:], horizontal[1:]
    return begun


__all__ = ["install"]
