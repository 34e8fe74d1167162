"""How a line's glyphs are written into a PDF: the space between letters once for the line, not after each letter.

A justified Chinese line has the same share of space after every character. WeasyPrint writes it as two numbers a
character, which makes most of a page's bytes; PDF has an operator for it, `Tc`.
"""

from __future__ import annotations

import re
from typing import Any

from pydyf import _to_bytes
from weasyprint.document import Page
from weasyprint.pdf.stream import Stream

PIECE = re.compile("<([0-9a-f]*)>([^<]*)")
SPACED = re.compile("<[0-9a-f]{4}>[^<]*<>[^<]*<[0-9a-f]{4}>")  # a glyph, a gap before and after, a glyph
FEWEST = 4  # glyphs: below, two operators cost more than they save

NEAR = 1.0  # thousandths of an em: Pango rounds each gap by itself

_plain_show_text = Stream.show_text
_plain_paint = Page.paint


def install() -> None:
    """Put the function in place, once for this process."""
    Stream.show_text = _show_text
    Page.paint = _paint


def _paint(self: Any, stream: Any, scale: float = 1) -> None:
    """As WeasyPrint's, with the page's thousand instructions as one piece: an issue holds them all until it is written."""
    _plain_paint(self, stream, scale)
    stream.stream = [b"\n".join(map(_to_bytes, stream.stream))]


def _show_text(self: Any, text: str) -> None:
    """As pydyf's, with the gap that most glyphs share set as character space."""
    if not SPACED.match(text):
        _plain_show_text(self, text)
        return
    glyphs, gaps = _parsed(text)
    shared = max(set(gaps), key=gaps.count)
    if len(glyphs) < FEWEST or gaps.count(shared) < len(gaps) / 2 or not shared:
        _plain_show_text(self, text)
        return
    gaps = [shared if abs(gap - shared) <= NEAR else gap for gap in gaps]
    space = -shared / 1000 * self._current_font[1]
    self.stream.append(f"{_number(space)} Tc [{_joined(glyphs, gaps, shared)}] TJ 0 Tc".encode())


def _parsed(text: str) -> tuple[list[str], list[float]]:
    """The glyphs, and what is taken off after each, in thousandths of an em."""
    glyphs: list[str] = []
    gaps: list[float] = []
    for run, number in PIECE.findall(text):
        for start in range(0, len(run), 4):
            glyphs.append(run[start : start + 4])
            gaps.append(0.0)
        if number and gaps:
            gaps[-1] += float(number)
    return glyphs, gaps


def _joined(glyphs: list[str], gaps: list[float], shared: float) -> str:
    parts = ["<"]
    for glyph, gap in zip(glyphs, gaps, strict=True):
        parts.append(glyph)
        if gap != shared:
            parts.append(f">{_number(gap - shared)}<")
    return "".join(parts) + ">"


def _number(value: float) -> str:
    """A number as short as a fiftieth of a point allows."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


__all__ = ["install"]
