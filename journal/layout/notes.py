"""Footnotes after layout: marks that start again on every page, and which notes could not stand where they belong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext


def install() -> None:
    """Let a line go to the next page rather than a note, once for this process.

    Where a page ends so that orphans or widows would be left, WeasyPrint first moves notes that already stand on the
    page to the next one, to make room. It does not do so in columns, so where it decides, and there alone, it is told
    that it is in one.
    """
    LayoutContext.in_column = property(_in_column, _set_in_column)


def _in_column(context: Any) -> bool:
    return context.__dict__["in_column"] or sys._getframe(1).f_code.co_name == "_linebox_layout"


def _set_in_column(context: Any, value: bool) -> None:
    context.__dict__["in_column"] = value


@dataclass(frozen=True, slots=True)
class NoteReport:
    """What became of the notes of one article: ids of notes set on a later page, and of those that run off the page."""

    count: int
    late: tuple[tuple[str, int], ...]  # id, 0-based page of the call
    cut: tuple[tuple[str, int], ...]
    widened: bool = False  # whether marks were written that are not as wide as those laid out


def settle(pages: list[Any], mark: Callable[[int], str] | None) -> NoteReport:
    """Check where the notes of `pages` (WeasyPrint pages) stand; with `mark`, number them anew on each page.

    Note counters are fixed before pages are known, so marks that start again per page are written into the laid-out
    boxes. All is well where each is as wide as the one it replaces, as ①…㊿ are in the house's Song face; elsewhere the
    elements are given their marks too, for another lay-out, and the report says so.
    """
    widened = False
    called: dict[Any, tuple[str, int]] = {}
    late: list[tuple[str, int]] = []
    cut: list[tuple[str, int]] = []
    for index, page in enumerate(pages):
        count = 0
        for end, box in _marks(page._page_box):
            if end == "call":
                # A note with its own sign (* for author and fund) keeps it and takes no number.
                if mark is not None and not _is_starred(box.element):
                    count += 1
                    called[box.element] = (mark(count), index)
                    widened |= len(mark(count)) != len(box.element.get("data-mark", ""))
                    box.element.set("data-mark", mark(count))
                else:
                    called[box.element] = ("", index)
            elif box.element in called and called[box.element][1] != index:
                late.append((box.element.get("data-note", ""), called[box.element][1]))
            if mark is not None and box.element in called and called[box.element][0]:
                _write(box, called[box.element][0])
        cut.extend((id, index) for id in _cut(page))
    return NoteReport(len(called), tuple(dict.fromkeys(late)), tuple(cut), widened)


def _is_starred(element: Any) -> bool:
    return "star" in (element.get("class") or "").split()


def _marks(page_box: Any) -> Iterator[tuple[str, Any]]:
    """Calls first, then markers, as the page's boxes in order."""
    found = [
        (kind, box)
        for box in page_box.descendants()
        if not isinstance(box, boxes.TextBox)
        for kind in ("call", "marker")
        if (getattr(box, "element_tag", None) or "").endswith("::footnote-" + kind)
    ]
    return iter(sorted(found, key=lambda pair: pair[0] == "marker"))


def _write(box: Any, mark: str) -> None:
    for text in box.descendants():
        if isinstance(text, boxes.TextBox) and text.text.strip("\u2060"):
            joined = "\u2060" if text.text.startswith("\u2060") else ""
            text.text = text.pango_layout.text = joined + mark


def _cut(page: Any) -> Iterator[str]:
    """Ids of notes with a line outside the type area: below its foot, or above its head, since the area stands at the foot."""
    top = page._page_box.content_box_y() - 1
    bottom = top + page._page_box.height + 2
    for area in page._page_box.children:
        for note in area.children if isinstance(area, boxes.FootnoteAreaBox) else ():
            lines = [box for box in note.descendants() if isinstance(box, boxes.LineBox)]
            if any(line.position_y < top or line.position_y + line.height > bottom for line in lines):
                yield note.element.get("data-note", "") if note.element is not None else ""
