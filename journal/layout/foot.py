"""The foot of a page while it is filled: each note measured once, and a note too long for it goes on on the next page.

WeasyPrint lays out all notes of a page again for each further one, so that a page of many takes the square of their
number; and it never breaks a note, so that one which finds no room moves whole to the next page, away from its mark, and
one longer than a page runs off the sheet. Here a note whose mark's line stands on the page, but which does not fit below
it, is cut between two lines: the first part stays, the rest opens the foot of the next page.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, block, page
from weasyprint.layout.block import block_level_layout

TEXT = 0.2  # of a page's height, which notes that go on from the page before leave to the text

_plain_layout = LayoutContext.layout_footnote
_plain_unlayout = LayoutContext.unlayout_footnote
_plain_report = LayoutContext.report_footnote
_plain_update = LayoutContext._update_footnote_area
_plain_iter = block.iter_line_boxes
_plain_make_page = page.make_page
_plain_build = build.create_anonymous_boxes


def install() -> None:
    """Put the functions in place, once for this process."""
    LayoutContext.layout_footnote = _layout
    LayoutContext.unlayout_footnote = _unlayout
    LayoutContext.report_footnote = _report
    LayoutContext._update_footnote_area = _update
    block.iter_line_boxes = _lines
    page.make_page = _make_page
    build.create_anonymous_boxes = _built


@dataclass
class _Foot:
    """What one lay-out knows of its notes beside what WeasyPrint does."""

    heights: dict[Any, float] = field(default_factory=dict)  # of notes, and of parts of notes
    parts: dict[Any, tuple[Any, Any]] = field(default_factory=dict)  # of a note cut on this page: what stays, the rest
    bottom: float | None = None  # of the line being set with what must stay with it; None while a page begins
    ends: bool = False  # whether the text has ended, and the page has nothing but notes


def _foot(context: Any) -> _Foot:
    if "foot" not in context.__dict__:
        context.foot = _Foot()
    return context.foot  # type: ignore[no-any-return]


# ---------------------------------------------------------------- pages and lines


def _make_page(context: Any, root: Any, kind: Any, resume_at: Any, number: int, state: Any) -> Any:
    """As WeasyPrint's; what is left of a note is the first thing at the next page's foot."""
    foot = _foot(context)
    foot.parts.clear()
    foot.bottom, foot.ends = None, number > 1 and resume_at is None
    made = _plain_make_page(context, root, kind, resume_at, number, state)
    context.reported_footnotes[:0] = [rest for _, rest in foot.parts.values()]
    return made


def _lines(context: Any, box: Any, y: float, space: float, skip: Any, container: Any, *rest: Any) -> Iterator[Any]:
    """As WeasyPrint's; before a line with a note the foot is told how far the page must go down for it to stay there."""
    foot = _foot(context)
    orphans, widows = container.style["orphans"] if skip is None else 1, container.style["widows"]
    ahead: deque[Any] = deque()
    lines = _plain_iter(context, box, y, space, skip, container, *rest)
    for count in itertools.count(1):
        ahead.extend(itertools.islice(lines, 0 if ahead else 1))
        if not ahead:
            return
        if context.footnotes and any(part.footnote is not None for part in ahead[0][0].descendants()):
            ahead.extend(itertools.islice(lines, max(orphans - count, 0) + widows + 1 - len(ahead)))
            together = max(orphans - count + 1, 1)  # lines, from this, that stand on this page or none
            if len(ahead) < together + widows:
                together = len(ahead)
            last, resume_at = ahead[together - 1]
            end = container.padding_bottom + container.border_bottom_width if resume_at is None else 0.0
            foot.bottom = last.position_y + last.height + end + max(space, 0.0)
        yield ahead.popleft()


def _built(box: Any) -> Any:
    """As WeasyPrint's: the lines of a tree of boxes made; those of a note are made once, since it may be cut between them."""
    if not isinstance(box, boxes.FootnoteAreaBox):
        return _plain_build(box)
    for note in box.children:
        if not getattr(note, "has_lines", False):
            note.children, note.has_lines = _plain_build(note).children, True
    return box


# ---------------------------------------------------------------- notes come and go


def _layout(context: Any, note: Any) -> bool:
    """As WeasyPrint's: add a note to the page; whether it does not fit. It is cut where that lets it begin here."""
    overflows: bool = _plain_layout(context, note)
    foot = _foot(context)
    if context.__dict__["in_column"]:
        return overflows
    least = _least(context, foot)
    if not context.overflows_page(0, least):
        return overflows
    if context.reported_footnotes or foot.parts:
        return True
    room = foot.heights[note] - (least - context.page_bottom)
    parts = _cut(context, note, room)
    if parts is None:
        return foot.bottom is None and len(context.current_page_footnotes) > 1
    foot.parts[note] = parts
    context.current_page_footnotes[-1] = parts[0]
    context._update_footnote_area()
    return False


def _least(context: Any, foot: _Foot) -> float:
    """How far down the text of the page must be able to go."""
    if foot.bottom is not None:
        return foot.bottom
    sheet = context.current_footnote_area.page
    return float(sheet.content_box_y() + (0 if foot.ends else sheet.height * TEXT))


def _unlayout(context: Any, note: Any) -> None:
    _join(context, note)
    _plain_unlayout(context, note)


def _report(context: Any, note: Any) -> None:
    _join(context, note)
    _plain_report(context, note)


def _join(context: Any, note: Any) -> None:
    """Make a note whole again, which leaves the page."""
    parts = _foot(context).parts.pop(note, None)
    if parts is not None:
        held = context.current_page_footnotes
        held[held.index(parts[0])] = note


def _update(context: Any) -> None:
    """As WeasyPrint's: the height of the page's notes, and how much it leaves to the text; each is laid out once."""
    area, notes = context.current_footnote_area, context.current_page_footnotes
    if context.__dict__["in_column"]:
        _plain_update(context)
        return
    if area.height != "auto":
        context.page_bottom += area.margin_height()
    area.children, area.height = notes, "auto"
    if notes:
        heights = _foot(context).heights
        for note in notes:
            if note not in heights:
                heights[note] = _laid(context, note)[0].height
        area.height = sum(heights[note] for note in notes)
        context.page_bottom -= area.margin_height()


def _laid(context: Any, note: Any, height: float = inf) -> tuple[Any, Any]:
    """A note by itself in the page's foot, as far as `height` goes; and where it goes on."""
    area = _built(context.current_footnote_area.copy_with_children([note])).deepcopy()
    area.height = "auto"
    if height == inf:
        space = -inf
    else:
        top = area.position_y + area.margin_top + area.border_top_width + area.padding_top
        space = context.page_bottom - top - height
    laid, resume_at, *_ = block_level_layout(context, area, space, None, area.page, False)
    return laid, resume_at


# ---------------------------------------------------------------- a note in two parts


def _cut(context: Any, note: Any, height: float) -> tuple[Any, Any] | None:
    """The part of a note that fits into `height`, and the rest; None if it cannot be cut there."""
    if height <= 0:
        return None
    laid, resume_at = _laid(context, note, height)
    if laid is None or not resume_at:
        return None
    (inner,) = resume_at.values()
    if not _is_simple(inner):
        return None
    foot = _foot(context)
    first, rest = _divided(note, inner)
    hyphen = _hyphen(laid, first)
    if hyphen is not None:
        hyphen.text += hyphen.style["hyphenate_character"]
    foot.heights[first], foot.heights[rest] = _laid(context, first)[0].height, _laid(context, rest)[0].height
    return first, rest


def _is_simple(skip: Any) -> bool:
    """Whether it is one place: a row of a table goes on in each of its cells."""
    while skip is not None:
        if len(skip) != 1:
            return False
        (skip,) = skip.values()
    return True


def _divided(box: Any, skip: Any) -> tuple[Any, Any]:
    """Two copies of a box that was not laid out yet: what is before `skip`, and what is after it."""
    ((index, inner),) = skip.items()
    if isinstance(box, boxes.TextBox):
        text = box.text.encode()
        return _spoken(box, text[:index].decode()), _spoken(box, text[index:].decode())
    before, after = list(box.children[:index]), list(box.children[index:])
    if inner is not None:
        first, rest = _divided(after[0], inner)
        before.append(first)
        after[0] = rest
    first, rest = box.copy_with_children(before), box.copy_with_children(after)
    rest.style = rest.style.copy()
    rest.style["anchor"] = None  # links lead to where it begins
    if isinstance(box, boxes.LineBox):
        first.style = first.style.copy()
        first.style["text_align_last"] = first.style["text_align_all"]  # it is no last line
        rest.style["text_indent"] = box.style["text_indent"]._replace(value=0)
    return first, rest


def _spoken(box: Any, text: str) -> Any:
    copy = box.copy()
    copy.text = text
    return copy


def _hyphen(laid: Any, first: Any) -> Any:
    """The text that ends the first part, if a hyphen was put there."""
    shown, source = _last_text(laid), _last_text(first)
    if shown is None or source is None:
        return None
    hyphen = source.style["hyphenate_character"]
    return source if shown.text.endswith(hyphen) and not source.text.endswith(hyphen) else None


def _last_text(box: Any) -> Any:
    return next((found for found in reversed(list(box.descendants())) if isinstance(found, boxes.TextBox)), None)


__all__ = ["install"]
