"""What a PDF holds, read with other tools than it was made with."""

import functools
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

RARE_FACE = re.compile(r" U\+[0-9A-F]+$")


@dataclass(frozen=True)
class Face:
    """A font embedded in a PDF."""

    name: str  # without the subset's prefix: Noto-Serif-CJK-SC-Bold
    family: str  # as the style names it: Noto Serif CJK SC
    unicode: dict[int, str]  # glyph → what it stands for
    font: Any  # TTFont or Bare

    @functools.cached_property
    def shapes(self) -> Any:
        return self.font.getGlyphSet()

    def outline(self, glyph: int) -> tuple[float, ...] | None:
        """The bounds of a glyph, None if it is empty."""
        pen = BoundsPen(self.shapes)
        self.shapes[self.font.getGlyphName(glyph)].draw(pen)
        return pen.bounds


class Bare:
    """A CID-keyed font embedded without its tables for operating systems: a glyph's number in the PDF is its CID."""

    def __init__(self, data: bytes) -> None:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        self.top = fonts.topDictIndex[0]

    def getGlyphSet(self) -> Any:
        return self.top.CharStrings

    def getGlyphName(self, glyph: int) -> str:
        return f"cid{glyph:05}" if glyph else ".notdef"


def face(font: Any) -> Face:
    described = font.DescendantFonts[0].FontDescriptor
    data = (described.get("/FontFile3") or described.get("/FontFile2")).read_bytes()
    return Face(
        str(font.BaseFont).partition("+")[2],
        RARE_FACE.sub("", str(described.FontFamily)).removesuffix(" in Han"),
        _to_unicode(font.ToUnicode.read_bytes().decode()),
        Bare(data) if described.get("/FontFile3", {}).get("/Subtype") == "/CIDFontType0C" else TTFont(io.BytesIO(data)),
    )


def _to_unicode(cmap: str) -> dict[int, str]:
    return {
        int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
        for glyph, text in re.findall("^<([0-9a-f]{4})> <([0-9a-f]+)>$", cmap, re.MULTILINE)
    }


def faces(pdf: pikepdf.Pdf) -> dict[tuple[int, int], Face]:
    """Every font of the PDF, by its object."""
    return {
        each.objgen: face(each)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and each.get("/Subtype") == "/Type0"
    }


def glyphs(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], int]]:
    """Every glyph that is shown, with the object of its font."""
    for page in pdf.pages:
        yield from _glyphs(page.obj, page.obj.Resources)


# As WeasyPrint writes them; a whole parser takes ten times as long.
SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9a-f]+)>|/(\S+) Do")


def _glyphs(stream: Any, resources: Any) -> Iterator[tuple[tuple[int, int], int]]:
    font = (0, 0)
    data = stream.Contents.read_bytes() if "/Contents" in stream else stream.read_bytes()
    for name, shown, drawn in SHOWN.findall(data):
        if name:
            font = resources.Font[f"/{name.decode()}"].objgen
        elif shown:
            yield from ((font, int(shown[n : n + 4], 16)) for n in range(0, len(shown), 4))
        elif (form := resources.XObject[f"/{drawn.decode()}"]).Subtype == "/Form":
            yield from _glyphs(form, form.get("/Resources", resources))


def characters(pdf: pikepdf.Pdf) -> list[tuple[str, str, int]]:
    """Every character that is shown: family of its font, character, glyph."""
    known = faces(pdf)
    return [(known[font].family, known[font].unicode.get(glyph, ""), glyph) for font, glyph in glyphs(pdf)]


def instructions(page: pikepdf.Page) -> list[tuple[str, ...]]:
    """What is drawn on a page and where, without what names the same thing otherwise in another file."""
    resources = page.obj.Resources
    said = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC", "EMC"):  # marks for the tags count on through the file
            continue
        if name == "Tf":
            font = resources.Font[str(operands[0])]
            said.append((name, str(font.BaseFont).partition("+")[2], str(operands[1])))
        elif name == "Do":
            form = resources.XObject[str(operands[0])]
            said.append((name, str(form.get("/BBox", form.get("/Width"))), str(len(form.read_bytes()))))
        elif name in ("gs", "cs", "CS", "scn", "SCN", "sh"):
            said.append((name,))
        else:
            said.append((name, *map(_operand, operands)))
    return said


def _operand(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(map(_operand, value))
    return bytes(value).hex() if isinstance(value, pikepdf.String) else str(value)


def pictures(page: pikepdf.Page) -> list[tuple[int, int]]:
    """The size in pixels of each picture that is shown on a page."""
    shown = [str(operands[0]) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) == "Do"]
    things = [page.obj.Resources.XObject[name] for name in shown]
    return [(int(thing.Width), int(thing.Height)) for thing in things if thing.Subtype == "/Image"]


def labels(pdf: pikepdf.Pdf) -> list[str]:
    """The label of each page."""
    return [page.label for page in pdf.pages]


def outline(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """The bookmarks with their depth."""

    def walk(items: Any, depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, item.title
            yield from walk(item.children, depth + 1)

    with pdf.open_outline() as opened:
        return list(walk(opened.root, 1))


def links(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[int]:
    """The index of the page to which each link inside the document leads, in the order of the page."""
    places = _places(pdf)
    numbers = {each.obj.objgen: index for index, each in enumerate(pdf.pages)}
    found = []
    for note in page.obj.get("/Annots", []):
        target = note.get("/Dest") or (note.A.get("/D") if "/A" in note else None)
        if target is not None:
            place = target if isinstance(target, pikepdf.Array) else places[str(target)]
            found.append(numbers[place[0].objgen])
    return found


def _places(pdf: pikepdf.Pdf) -> dict[str, Any]:
    names = pdf.Root.get("/Names", {}).get("/Dests")
    if names is None:
        return {}
    return {
        str(key): value.get("/D") if isinstance(value, pikepdf.Dictionary) else value
        for key, value in pikepdf.NameTree(names).items()
    }


def tagged_pages(pdf: pikepdf.Pdf) -> list[int]:
    """For each page how many pieces of it the tree of tags knows; -1 for a page that the tree does not know."""
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    return [
        len(tree[int(page.obj.StructParents)])
        if "/StructParents" in page.obj and int(page.obj.StructParents) in tree
        else -1
        for page in pdf.pages
    ]
