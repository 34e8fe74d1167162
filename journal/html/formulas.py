"""Formulas drawn as vector pictures with their words as alternative text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from journal.model import Node

SIZE = 100.0  # px to the em, so that widths in px / 100 are em
VIEW_BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A formula as SVG: width and height in em, and how far it goes below the baseline (em)."""

    svg: bytes
    width: float
    height: float
    depth: float


@functools.lru_cache(maxsize=1024)
def draw(source: str, tex: bool, display: bool) -> Drawing:
    """The drawing of a formula given as MathML text or as TeX; ValueError if it cannot be drawn."""
    import ziamath

    try:
        math = ziamath.Math.fromlatex(source, size=SIZE, inline=not display) if tex else ziamath.Math(source, size=SIZE)
        svg = math.svg()
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    box = VIEW_BOX.search(svg)
    if box is None:
        raise ValueError("no viewBox")
    _, top, width, height = (float(value) for value in box.groups())
    return Drawing(svg.encode(), width / SIZE, height / SIZE, (top + height) / SIZE)


def mathml(node: Node) -> str:
    """A `mml:math` node as MathML text."""
    attrs = "".join(f" {name}={quoteattr(value)}" for name, value in node.attrs if not name.startswith("xmlns"))
    name = node.tag.removeprefix("mml:")
    space = ' xmlns="http://www.w3.org/1998/Math/MathML"' if name == "math" else ""
    inner = "".join(escape(c.strip()) if isinstance(c, str) else mathml(c) for c in node.children)
    return f"<{name}{space}{attrs}>{inner}</{name}>"


def spoken(node: Node) -> str:
    """What a formula says where it cannot be seen: its text with its parts set apart."""
    return " ".join(" ".join(c.strip() if isinstance(c, str) else spoken(c) for c in node.children).split())
