"""What hangs on a style alone, worked out once for the style and not for each line set in it."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

MEASURES = ("ascent", "underline_position", "strikethrough_position", "underline_thickness", "strikethrough_thickness")

ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *src);")

_plain_setup = line_break.Layout.setup
_plain_strut = line_break.strut
# By the style's id; the style is kept beside, so that no other gets it.
_layouts: dict[int, tuple[Any, Any, Any, dict[str, Any]]] = {}
_struts: dict[int, tuple[Any, Any]] = {}


def install() -> None:
    """Put the functions in place, once for this process."""
    line_break.Layout.setup = _setup
    inline.strut = _strut


def forget() -> None:
    """Let go of the styles of the last document."""
    _layouts.clear()
    _struts.clear()


def is_chinese(style: Any) -> bool:
    """Whether a text in this style is set as Chinese is: without spaces, stretched between characters."""
    return (style["lang"] or "").startswith(("zh", "ja", "ko"))


def _setup(self: Any, style: Any) -> None:
    """As WeasyPrint's: an empty Pango layout with font, language and features; a copy of the style's first."""
    known = _layouts.get(id(style))
    if known is None:
        _plain_setup(self, style)
        measures = {name: getattr(self, name) for name in MEASURES if hasattr(self, name)}
        _layouts[id(style)] = style, _copied(self.layout), self.language, measures
        return
    self.style, layout, self.language, measures = known
    self.first_line_direction = 0
    self.layout = _copied(layout)
    self.__dict__.update(measures)


def _copied(layout: Any) -> Any:
    return ffi.gc(pango.pango_layout_copy(layout), gobject.g_object_unref)


def _strut(style: Any) -> Any:
    """As WeasyPrint's: the height and the baseline that every line in a style has."""
    if id(style) not in _struts:
        _struts[id(style)] = style, _plain_strut(style)
    return _struts[id(style)][1]


__all__ = ["forget", "install", "is_chinese"]
