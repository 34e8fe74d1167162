"""How lines fill the measure: Chinese lines flush at both edges, a last space never pushes a word over the edge.

WeasyPrint stretches only U+0020 and U+00A0, so a Chinese line ends where its last character happens to end; and where a
text fits but for the space before the next inline element, it hyphenates the first word of the line. Four of its
functions are replaced (written against WeasyPrint 70; `install` refuses another major version).
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from journal.layout.endings import within_address
from journal.layout.styles import is_chinese
from journal.typography.spacing import CLOSING, OPENING

VERSION = "70."
TIGHTENED = 1.1  # em of a line, by which its characters may be moved together …
TIGHT = -0.035  # … if that is no more than this of an em each
FLUSH = ("justify", "start", "left")
HAN = "[\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff‘-”—…·]+"
STRETCH = re.compile(f"(?P<han>{HAN})|[ \u00a0]+")
SPACES = re.compile("[ \u00a0]+")

_plain_set_text = line_break.Layout.set_text
_plain_justify_line = inline.justify_line
_plain_text_align = inline.text_align
_plain_split = line_break.split_first_line
_known: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}  # lines of this document, by all that they hang on


def install() -> None:
    """Put the functions in place, once for this process; RuntimeError under an untried WeasyPrint."""
    if not weasyprint.__version__.startswith(VERSION):
        raise RuntimeError(f"justification was written for WeasyPrint {VERSION}x, this is {weasyprint.__version__}")
    inline.justify_line = _justify_line
    inline.text_align = _text_align
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
    if max_width is not None and not minimum and "/" in text and style["white_space"] == "normal":
        alone = functools.partial(
            _plain_split, style=style, context=context, max_width=None, justification_spacing=spacing
        )
        split = within_address(text, alone, split, max_width)
    if split[2] is None or max_width is None or minimum or not text.endswith(" "):
        return split
    if len(text) * style["font_size"] > 4 * max_width:  # longer than a line of the narrowest letters
        return split
    bare = _plain_split(text.rstrip(" "), style, context, max_width, spacing, is_line_start)
    if bare[2] is not None:
        return split
    layout, length, _, _, height, baseline = _plain_split(text, style, context, None, spacing, is_line_start)
    return layout, length, None, bare[3], height, baseline


def _pattern(style: Any) -> re.Pattern[str]:
    return STRETCH if is_chinese(style) else SPACES


def _set_text(self: Any, text: str, justify: bool = False) -> None:
    """As WeasyPrint's, with the share added after each Han character as well as each space."""
    if not (justify and self.justification_spacing and is_chinese(self.style)):
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


def _text_align(context: Any, line: Any, available: float, last: bool) -> Any:
    """As WeasyPrint's; a Chinese line begins and ends with ink, not with the empty half of a mark or of a quarter-em."""
    align = line.style["text_align_all"]
    if is_chinese(line.style) and align in FLUSH:
        _trim_start(line)
        over = line.width - available
        if 0 <= over <= TIGHTENED * line.style["font_size"] and align == "justify":
            _justify_line(context, line, -over)  # it is too long by what is taken from its end, or a little more
            return 0
    return _plain_text_align(context, line, available, last)


def _justify_line(context: Any, line: Any, spare: float) -> None:
    if not is_chinese(line.style):
        _plain_justify_line(context, line, spare)
        return
    leaves = list(_leaves(line))
    if not leaves:
        return
    first, last = leaves[0], leaves[-1]
    places = sum(_places(leaf) for leaf in leaves) - (_edge(first, 0) + _edge(last, -1)) / 2
    if places <= 0:
        return
    after = _end_margin(line) or _empty_half(last, -1, CLOSING)
    share = (spare + after) / places
    if share < TIGHT * line.style["font_size"]:
        return
    x = 0.0
    for child in line.children:
        if child.is_in_normal_flow():
            x = _spread(child, share, x, first, last)
    if isinstance(last, boxes.TextBox) and last.text[-1] in CLOSING:
        last.width -= _empty_half(last, -1, CLOSING)
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


def _trim_start(line: Any) -> None:
    """Take away the quarter-em before a Western run, or the empty half of an opening mark, that begins the line."""
    around: list[Any] = []  # the boxes that begin where the line does
    taken, box = 0.0, line
    while isinstance(box, boxes.LineBox | boxes.InlineBox) and not taken:
        box = next((child for child in box.children if child.is_in_normal_flow()), None)
        if isinstance(box, boxes.InlineBox):
            if box.margin_left > 0:
                taken, box.margin_left = float(box.margin_left), 0
                box.position_x += taken
            else:
                around.append(box)
        elif isinstance(box, boxes.TextBox) and box.text and box.position_x <= line.position_x:
            taken = _empty_half(box, 0, OPENING)
    if taken:
        for child in line.children:
            if child.is_in_normal_flow():
                child.translate(-taken)
        for box in around:
            box.position_x += taken
        for box in (line, *around):
            box.width -= taken


def _empty_half(leaf: Any, index: int, marks: str) -> float:
    """How wide the empty half is of the first (0) or last (−1) letter of `leaf`, if that is one of these full-width marks."""
    if not isinstance(leaf, boxes.TextBox) or leaf.text[index] not in marks or not is_chinese(leaf.style):
        return 0.0
    features = leaf.style["font_feature_settings"]
    halved = features != "normal" and any(name == "halt" for name, _ in features)
    return 0.0 if halved else float(leaf.style["font_size"]) / 2


def _end_margin(line: Any) -> float:
    """The quarter-em after a Western run that ends the line, which is not wanted there either."""
    around: list[Any] = []
    box = line
    while isinstance(box, boxes.LineBox | boxes.InlineBox):
        box = next((c for c in reversed(box.children) if c.is_in_normal_flow() and getattr(c, "text", " ")), None)
        if isinstance(box, boxes.InlineBox) and box.margin_right > 0:
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
