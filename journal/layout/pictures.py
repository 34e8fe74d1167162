"""Drawings drawn from their source each time: WeasyPrint changes an SVG in drawing it, and would draw it otherwise again."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any

from weasyprint.images import SVGImage
from weasyprint.svg import SVG

_plain_init = SVGImage.__init__
_plain_draw = SVGImage.draw


def install() -> None:
    """Put the functions in place, once for this process: an article and its issue are written from the same pages."""
    SVGImage.__init__ = _init
    SVGImage.draw = _draw


def _init(self: Any, tree: Any, base_url: str, url_fetcher: Any, context: Any) -> None:
    self.source = copy.deepcopy(tree)
    _plain_init(self, tree, base_url, url_fetcher, context)
    # The whole context would keep every style of the document as long as the picture is kept.
    self._context = (
        SimpleNamespace(font_config=context.font_config, dictionaries=context.dictionaries) if context else None
    )


def _draw(self: Any, stream: Any, width: float, height: float, style: Any) -> None:
    fonts = self._context.font_config if self._context else None
    self._svg = SVG(copy.deepcopy(self.source), self._base_url, fonts, self._url_fetcher)
    _plain_draw(self, stream, width, height, style)
