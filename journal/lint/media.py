"""The files that an article names, and what kind of file some bytes begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.lint.source import Source, Spot

_NAMING = (
    "graphic",
    "inline-graphic",
    "media",
    "inline-media",
    "supplementary-material",
    "inline-supplementary-material",
)
_TEXTS = ("body", "back", "floats-group")
_FORMS = ("alternatives", "disp-formula", "inline-formula")  # that hold several forms of one thing
_BETTER = ("mml:math", "tex-math", "table")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")

# Kind, the endings of its names, how its files begin.
_KINDS: tuple[tuple[str, tuple[str, ...], re.Pattern[bytes]], ...] = (
    ("PNG", (".png",), re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", (".jpg", ".jpeg"), re.compile(rb"\xff\xd8\xff")),
    ("GIF", (".gif",), re.compile(rb"GIF8[79]a")),
    ("WebP", (".webp",), re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("TIFF", (".tif", ".tiff"), re.compile(rb"II[*+]\x00|MM\x00[*+]")),
    ("PDF", (".pdf",), re.compile(rb"%PDF-")),
    (
        "SVG",
        (".svg",),
        re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*<(?:\w+:)?svg[\s>/]", re.DOTALL),
    ),
)


def named(source: Source) -> Iterator[tuple[str, Spot]]:
    """Each file beside article.xml that an element names; an address elsewhere is none."""
    for spot in source.all(*_NAMING):
        name = spot.get("xlink:href").strip()
        if name and not _ADDRESS.match(name):
            yield name, spot


def elsewhere(source: Source) -> Iterator[tuple[str, Spot]]:
    """Each picture that a page would print and that is no file: its address elsewhere, or ""."""
    for spot in source.all("graphic", "inline-graphic"):
        name = spot.get("xlink:href").strip()
        if (not name or _ADDRESS.match(name)) and spot.inside(_TEXTS) and not _has_better(spot):
            yield name, spot


def _has_better(spot: Spot) -> bool:
    """Whether a form that is printed instead stands beside it."""
    parent = spot.parent
    return parent is not None and parent.tag in _FORMS and parent.node.first(*_BETTER) is not None


def kind(data: bytes) -> str:
    """The kind of file that these bytes begin; "" if none that is known here."""
    return next((kind for kind, _, beginning in _KINDS if beginning.match(data)), "")


def kind_of_name(name: str) -> str:
    """The kind of file that a name promises; "" if none that is known here."""
    return next((kind for kind, endings, _ in _KINDS if name.lower().endswith(endings)), "")
