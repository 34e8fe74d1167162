"""How paragraphs end and addresses break: no character alone on a last line, a URL cut after its own marks and nowhere else.

A Chinese line that would leave one character to the last (孤字成行), or would be set too wide, is set again a little
longer, so that the next characters stay on it; or shorter, so that another goes with the lonely one. Pango breaks a URL or DOI at few places, so that it leaves a hole before it; after / . - _ and their like it may break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from journal.layout.styles import is_chinese

LEAST = 2  # letters of a last line, marks not counted
LOOSE = 0.05  # of an em between characters: a line wider than that is tried again
LONGER = (0.5, 1.1)  # em, tried in turn: at its end a mark gives up its empty half, or all move together a little
SHORTER = (-1, -2, -3)
LAST_RESORT = 0.1
ADDRESS = re.compile(r"(?:https?://|www\.|10\.[0-9]{4,9}/)[!-~]+")
MAY_END = re.compile(r"(?<=[/._?&=#%-])(?![/._?&=#%-])")
PIECE = 4  # letters of an address, at the least, on either side of a break

_plain_next = inline.get_next_linebox
_plain_inline = inline.split_inline_box


def install() -> None:
    """Put the functions in place, once for this process."""
    inline.get_next_linebox = _next_line
    inline.split_inline_box = _split_inline


def _next_line(
    context: Any, box: Any, y: float, space: float, skip: Any, container: Any, absolutes: Any, fixed: Any, *rest: Any
) -> Any:
    """As WeasyPrint's: the next line; one that leaves a character alone, or is set too wide, is set again."""
    held = len(absolutes), len(fixed)
    line, resume_at = _plain_next(context, box, y, space, skip, container, absolutes, fixed, *rest)
    if resume_at is None or not is_chinese(box.style):
        return line, resume_at
    lonely, stretch = _is_lonely(box, resume_at), _stretch(line)
    if not lonely and stretch <= LOOSE:
        return line, resume_at
    first = absolutes[held[0] :], fixed[held[1] :]
    limit = LAST_RESORT if lonely else stretch
    best = None
    try:
        for by in LONGER + (SHORTER if lonely else ()):
            del absolutes[held[0] :], fixed[held[1] :]
            context.longer = box, by * box.style["font_size"]
            again, resumes = _plain_next(context, box, y, space, skip, container, absolutes, fixed, *rest)
            ends_well = again is not None and (resumes is None or not _is_lonely(box, resumes))
            if ends_well and again.width <= container.width + 0.01 and _stretch(again) < limit:
                best = again, resumes
                break
    finally:
        context.longer = None
    if best is not None:
        return best
    absolutes[held[0] :], fixed[held[1] :] = first
    return line, resume_at


def _split_inline(context: Any, box: Any, x: float, most: float, *rest: Any) -> Any:
    """As WeasyPrint's, for a line that may be longer or shorter than its measure."""
    longer = context.__dict__.get("longer")
    if longer and longer[0] is box:
        most += longer[1]
    return _plain_inline(context, box, x, most, *rest)


def _stretch(line: Any) -> float:
    """How far the characters of a line are set apart, in em, at the most."""
    texts = (box for box in line.descendants() if isinstance(box, boxes.TextBox))
    return max((box.justification_spacing / box.style["font_size"] for box in texts), default=0.0)


def _is_lonely(box: Any, skip: Any) -> bool:
    """Whether less than two letters of the paragraph follow."""
    letters = 0
    for text in _backwards(box, skip):
        for character in reversed(text):
            letters += character.isalnum()
            if letters >= LEAST:
                return False
    return letters > 0


def _backwards(box: Any, skip: Any) -> Iterator[str]:
    """The texts after `skip`, the last first; the marks of notes are none, and whatever else stands there is long."""
    if box.footnote is not None:
        return
    if isinstance(box, boxes.TextBox):
        index = next(iter(skip)) if skip else 0
        yield box.text.encode()[index:].decode() if index else box.text
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        first, inner = next(iter(skip.items())) if skip else (0, None)
        for index in range(len(box.children) - 1, first - 1, -1):
            yield from _backwards(box.children[index], inner if index == first else None)
    else:
        yield "口" * LEAST


# ---------------------------------------------------------------- addresses


def within_address(text: str, split: Callable[[str], Any], cut: tuple[Any, ...], most: float) -> tuple[Any, ...]:
    """The first line of `text`, cut within an address where more fits into `most` than in `cut`, or where `cut` breaks
    the address at a letter; `split` sets a text on one line."""
    resume = cut[2]
    taken = len(text) if resume is None else len(text.encode()[:resume].decode())
    if (cut[3] > most and resume is not None) or (resume is None and cut[3] <= most):
        return cut
    for address in ADDRESS.finditer(text):
        if address.end() <= taken and cut[3] <= most:
            continue
        is_cut = address.start() < taken < address.end()
        ends = [place.start() for place in MAY_END.finditer(text, address.start() + PIECE, address.end() - PIECE)]
        for end in reversed(ends):
            if end <= taken and not is_cut and cut[3] <= most:
                break
            tried = split(text[:end])
            if tried[3] <= most:
                layout, length, _, width, height, baseline = tried
                return layout, length, len(text[:end].encode()), width, height, baseline
        break
    return cut


__all__ = ["install", "within_address"]
