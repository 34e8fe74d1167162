"""How lines fill the measure: Chinese lines flush at both edges, a last space never pushes a word over the edge.

WeasyPrint stretches only U+0020 and U+00A0, so a Chinese line ends where its last character happens to end; and where a
text fits but for the space before the next inline element, it hyphenates the first word of the line. Three of its
functions are replaced (written against WeasyPrint 70; `install` refuses another major version).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

VERSION = "70."
HAN = "[\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff‘-”—…·]+"
STRETCH = re.compile(f"(?P<han>{HAN})|[ \u00a0]+")
SPACES = re.compile("[ \u00a0]+")

_plain_set_text = line_break.Layout.set_text
_plain_justify_line = inline.justify_line
_plain_split = line_break.split_first_line
_known: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}  # lines of this document, by all that they hang on


def install() -> None:
    """Put the functions in place, once for this process; RuntimeError under an untried WeasyPrint."""
    if not weasyprint.__version__.startswith(VERSION):
        raise RuntimeError(f"justification was written for WeasyPrint {VERSION}x, this is {weasyprint.__version__}")
    inline.justify_line = _justify_line
    inline.split_first_line = _split_first_line
    line_break.Layout.set_text = _set_text


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """As `_first_line`, once: a page's notes are laid out again for each further note, so half of all lines are not new."""
    key = (text, id(style), max_width, spacing, is_line_start, minimum)
    if key not in _known:
        # The style is kept beside the line: as long as it lives, no other has its id.
        _known[key] = style, _first_line(text, style, context, max_width, spacing, is_line_start, minimum)
    layout, *rest = _known[key][1]
    return copy.copy(layout), *rest


def forget() -> None:
    """Let go of the lines of the last document."""
    _known.clear()


def _first_line(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, is_line_start: bool, minimum: bool
) -> Any:
    """As WeasyPrint's, but a text that fits without its last space fits: the space hangs, and is removed later."""
    split = _plain_split(text, style, context, max_width, spacing, is_line_start, minimum)
    if split[2] is None or max_width is None or minimum or not text.endswith(" "):
        return split
    if len(text) * style["font_size"] > 4 * max_width:  # longer than a line of the narrowest letters
        return split
    bare = _plain_split(text.rstrip(" "), style, context, max_width, spacing, is_line_start)
    if bare[2] is not None:
        return split
    layout, length, _, _, height, baseline = _plain_split(text, style, context, None, spacing, is_line_start)
    return layout, length, None, bare[3], height, baseline


def _is_chinese(style: Any) -> bool:
    return (style["lang"] or "").startswith(("zh", "ja", "ko"))


def _pattern(style: Any) -> re.Pattern[str]:
    return STRETCH if _is_chinese(style) else SPACES


def _set_text(self: Any, text: str, justify: bool = False) -> None:
    """As WeasyPrint's, with the share added after each Han character as well as each space."""
    if not (justify and self.justification_spacing and _is_chinese(self.style)):
        _plain_set_text(self, text, justify)
        return
    _plain_set_text(self, text, False)
    attributes = pango.pango_layout_get_attributes(self.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    letter = self.style["letter_spacing"]
    share = self.justification_spacing + (0 if letter == "normal" else letter)
    done = byte = 0
    for run in STRETCH.finditer(self.text):
        start = byte + len(self.text[done : run.start()].encode())
        end = start + len(run.group().encode())
        done, byte = run.end(), end
        word = 0 if run["han"] else self.style["word_spacing"]
        attribute = pango.pango_attr_letter_spacing_new(int((share + word) * TO_UNITS))
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)


def _justify_line(context: Any, line: Any, spare: float) -> None:
    if not _is_chinese(line.style):
        _plain_justify_line(context, line, spare)
        return
    leaves = list(_leaves(line))
    if not leaves:
        return
    taken, chain = _start_margin(line)
    first, last = leaves[0], leaves[-1]
    places = sum(_places(leaf) for leaf in leaves) - (_edge(first, 0) + _edge(last, -1)) / 2
    if places <= 0:
        return
    after = _end_margin(line)
    share = (spare + taken + after) / places
    x = -taken
    for child in line.children:
        if child.is_in_normal_flow():
            x = _spread(child, share, x, first, last)
    for box in chain:  # the boxes that begin the line stay where the line begins
        box.position_x += taken
        box.width -= taken
    line.width += x - after


def _leaves(box: Any) -> Iterator[Any]:
    """What stands on the line, in order: texts, and boxes that are moved whole."""
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    elif not (isinstance(box, boxes.TextBox) and not box.text):
        yield box


def _places(leaf: Any) -> int:
    """How many letters of `leaf` take a share of the spare width after them."""
    if not isinstance(leaf, boxes.TextBox):
        return 0
    return sum(m.end() - m.start() for m in _pattern(leaf.style).finditer(leaf.text))


def _edge(leaf: Any, index: int) -> int:
    """1 if the first (0) or last (−1) letter of `leaf` is one that takes a share."""
    return int(isinstance(leaf, boxes.TextBox) and bool(_pattern(leaf.style).match(leaf.text[index])))


def _start_margin(line: Any) -> tuple[float, list[Any]]:
    """The quarter-em before a Western run that begins the line is not wanted there: its width, now taken from the
    box, and the boxes that begin the line around it."""
    chain: list[Any] = []
    box = line
    while isinstance(box, boxes.LineBox | boxes.InlineBox):
        box = next((child for child in box.children if child.is_in_normal_flow()), None)
        if isinstance(box, boxes.InlineBox):
            chain.append(box)
            if box.margin_left:
                taken = float(box.margin_left)
                box.margin_left = 0
                return taken, chain
    return 0.0, []


def _end_margin(line: Any) -> float:
    """The quarter-em after a Western run that ends the line, which is not wanted there either."""
    around: list[Any] = []
    box = line
    while isinstance(box, boxes.LineBox | boxes.InlineBox):
        box = next((c for c in reversed(box.children) if c.is_in_normal_flow() and getattr(c, "text", " ")), None)
        if isinstance(box, boxes.InlineBox) and box.margin_right:
            taken = float(box.margin_right)
            box.margin_right = 0
            for outer in around:
                outer.width -= taken
            return taken
        around.append(box)
    return 0.0


def _spread(box: Any, share: float, x: float, first: Any, last: Any) -> float:
    """Give every place in `box` its share, moving what follows; the new advance.

    Pango gives the first and the last letter of a layout only the inner half of its share. Each text is a layout of its
    own, so the outer halves are added here as plain distance, but for the two ends of the line.
    """
    if isinstance(box, boxes.TextBox):
        if not _places(box):
            box.position_x += x
            return x
        layout = line_break.Layout(box.style, share, None)
        layout.set_text(box.text, justify=True)
        width, _ = line_break.line_size(layout.get_first_line()[0], box.style)
        layout.deactivate()
        lead = 0.0 if box is first else _edge(box, 0) * share / 2
        trail = 0.0 if box is last else _edge(box, -1) * share / 2
        grown = float(width - box.width)
        box.justification_spacing, box.pango_layout, box.width = share, layout, width
        box.position_x += x + lead
        return x + lead + grown + trail
    if isinstance(box, boxes.InlineBox):
        before = x
        box.position_x += x
        for child in box.children:
            if child.is_in_normal_flow():
                x = _spread(child, share, x, first, last)
        box.width += x - before
        return x
    box.translate(x, 0)
    return x
