"""Formulas drawn as vector pictures with their words as alternative text."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape, quoteattr

from journal.model import Node

SIZE = 100.0  # px to the em, so that widths in px / 100 are em
# The elements of MathML that can be drawn; ziamath leaves out any other with a line in the log.
DRAWN = frozenset(
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts "
    "mprescripts none mtable mtr mtd mstyle merror mpadded mphantom mfenced menclose".split()
)
UNSEEN = frozenset({"annotation", "annotation-xml"})  # of `semantics`: the formula again, for machines
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
        marked = ziamath.tex.tex2mml(source, inline=not display) if tex else source
        # Given a hyphen for a minus, ziamath cuts all that stands between it and the first operator or number.
        math = ziamath.Math(re.sub(r">\s*-", ">\u2212", marked), size=SIZE)
        svg, words = math.svg(), unescape(re.sub(r"<[^>]*>|\s", "", math.mathmlstr()))
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}" if str(error) else source or "∅") from error
    lacking = sorted({c for c in words if not math.font.glyphindex(c) or unicodedata.category(c) == "Co"})
    if lacking:
        raise ValueError(f"{lacking[0]} U+{ord(lacking[0]):04X}")
    box = VIEW_BOX.search(svg)
    _, top, width, height = (float(value) for value in box.groups()) if box else (0, 0, 0, 0)
    if width <= 0 or height <= 0:
        raise ValueError("∅")
    return Drawing(svg.encode(), width / SIZE, height / SIZE, (top + height) / SIZE)


def mathml(node: Node) -> str:
    """A `mml:math` node as MathML text; ValueError if it holds what cannot be drawn."""
    attrs = "".join(f" {name}={quoteattr(value)}" for name, value in node.attrs if name.isalpha() and name != "xmlns")
    name = node.tag.removeprefix("mml:")
    if name in UNSEEN:
        return ""
    if name == "semantics":
        return "".join(map(mathml, node.elements()))
    if name == "mstyle" and not attrs:
        name = "mrow"  # ziamath cuts the first child with it
    if name not in DRAWN:
        raise ValueError(f"<{name}>")
    space = ' xmlns="http://www.w3.org/1998/Math/MathML"' if name == "math" else ""
    inner = "".join(escape(c.strip()) if isinstance(c, str) else mathml(c) for c in node.children)
    return f"<{name}{space}{attrs}>{inner}</{name}>"


def tex(node: Node) -> str:
    """What a `tex-math` says, without the LaTeX document that many publishers put round a formula."""
    document = re.search(r"\\begin\{document\}(.*)\\end\{document\}", node.text(), re.DOTALL)
    text = (document[1] if document else node.text()).strip()
    return re.sub(r"^(?:\$|\\\(|\\\[)+|(?:\$|\\\)|\\\])+$", "", text).strip()


def spoken(node: Node) -> str:
    """What a formula says where it cannot be seen: its text with its parts set apart."""
    if node.tag == "tex-math":
        return " ".join(tex(node).split())
    return " ".join(" ".join(c.strip() if isinstance(c, str) else spoken(c) for c in node.children).split())
