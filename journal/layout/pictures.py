"""Drawings: what they refer to, and that they are drawn from their source each time.

WeasyPrint changes an SVG in drawing it, and would draw it otherwise again; what an SVG takes from another file it leaves
out and says nothing.
"""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from PIL import Image
from weasyprint.images import SVGImage
from weasyprint.svg import SVG

from journal import xml

ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s+["']?)(?!url|#|data:)([^\s"')]+)""")
HINT = re.compile(rb"""href|url\(|@import""")
PROGRAM = re.compile(rb"""<(?:\w+:)?(?:script|handler)|\son\w+\s*=|javascript:""", re.IGNORECASE)
ROOT = re.compile(rb"<(?:\w+:)?svg\b[^>]*>")
SIZE = re.compile(
    rb"""\s(?:width|height)\s*=\s*["']([^"']*)|\sviewBox\s*=\s*["']\s*\S+[\s,]+\S+[\s,]+([^\s,"']+)[\s,]+([^\s,"']+)"""
)
ZERO = re.compile(r"-.*|\+?0*\.?0+(?:[a-z]*|%)")  # nothing, or less
HREF = frozenset({"href", "{http://www.w3.org/1999/xlink}href"})
LINK = "{http://www.w3.org/2000/svg}a"  # leads to another page, takes nothing from it
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


@contextlib.contextmanager
def of_any_size() -> Iterator[None]:
    """Let Pillow open pictures of any size, for whoever has a limit of its own."""
    most, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = most


def elsewhere(data: bytes, file: str) -> str:
    """The first thing outside the drawing `data` that it would take something from; "" if it is complete."""
    if not HINT.search(data):
        return ""
    for element in xml.parse(data, file).iter("*"):
        texts = [element.text or ""] if str(element.tag).endswith("}style") else []
        for name, value in element.attrib.items():
            address = str(value).strip()
            if name in HREF and element.tag != LINK and address and not address.startswith(("#", "data:")):
                return address
            texts.append(address)
        found = next(filter(None, map(ADDRESS.search, texts)), None)
        if found:
            return found[1]
    return ""


def program(data: bytes, file: str) -> str:
    """The first script or event attribute of the drawing `data`; "" if it only draws."""
    if not PROGRAM.search(data):
        return ""
    for element in xml.parse(data, file).iter("*"):
        if str(element.tag).rpartition("}")[2] in ("script", "handler"):
            return f"<{str(element.tag).rpartition('}')[2]}>"
        for name, value in element.attrib.items():
            if str(name).startswith("on") or str(value).strip().lower().startswith("javascript:"):
                return str(name)
    return ""


def is_empty(data: bytes) -> bool:
    """Whether the drawing `data` says that it is of no size."""
    root = ROOT.search(data)
    return root is not None and any(
        ZERO.fullmatch(size.decode("utf-8", "replace").strip())
        for found in SIZE.findall(root[0])
        for size in found
        if size
    )


__all__ = ["elsewhere", "install", "is_empty", "of_any_size", "program"]
