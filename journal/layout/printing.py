"""Pages made ready for a printing house: bleed and crop marks, black as black ink, no links and no tags.

Like PDF/X in what it holds and leaves out; it claims no part of that standard, since only the printing house knows the
profile that it prints by.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from journal.model import Colour, Printing, millimetres

POINT = 72 / 25.4  # in a millimetre
MARK = 5.0  # the length of a crop mark, in millimetres
THIN = 0.25  # its width, in points
RGB = re.compile(rb"(?<!\S)([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+(rg|RG)(?!\S)")
FOR_READERS = ("/StructTreeRoot", "/MarkInfo", "/Names", "/Outlines", "/AF", "/OpenAction", "/ViewerPreferences")


def for_press(data: bytes, printing: Printing, colour: Colour) -> bytes:
    """The pages of a PDF on larger sheets, their boxes set, crop marks at their corners, in grey or in four colours."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in FOR_READERS:
            if key in pdf.Root:
                del pdf.Root[key]
        marks = _marks(pdf)
        for page in pdf.pages:
            _on_a_larger_sheet(page, printing, marks)
        for stream in _drawn(pdf):
            stream.write(RGB.sub(_ink(colour), stream.read_bytes()))
        if colour is Colour.GREY:
            for picture in coloured(pdf):
                _grey(picture)
        pdf.remove_unreferenced_resources()
        pdf.docinfo["/Trapped"] = pikepdf.Name("/False")
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


# ---------------------------------------------------------------- the sheet


def _marks(pdf: pikepdf.Pdf) -> Any:
    """The colour of crop marks, which stand on every plate."""
    every = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return pdf.make_indirect(pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceCMYK, every]))


def _on_a_larger_sheet(page: pikepdf.Page, printing: Printing, marks: Any) -> None:
    bleed = millimetres(printing.bleed) * POINT
    room = bleed + (MARK + 2) * POINT
    left, foot, right, head = map(float, page.mediabox)
    page.obj.TrimBox = _box(left, foot, right, head, 0)
    page.obj.BleedBox = _box(left, foot, right, head, bleed)
    page.obj.MediaBox = page.obj.CropBox = _box(left, foot, right, head, room)
    for key in ("/Annots", "/Tabs", "/StructParents"):
        if key in page.obj:
            del page.obj[key]
    resources = page.obj.Resources
    if "/ColorSpace" not in resources:
        resources.ColorSpace = pikepdf.Dictionary()
    resources.ColorSpace["/Marks"] = marks
    lines = "".join(
        f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l S " for a, b, c, d in _corners(left, foot, right, head, bleed)
    )
    page.contents_add(f"q /Marks CS 1 SCN {THIN} w {lines}Q".encode())


def _box(left: float, foot: float, right: float, head: float, by: float) -> pikepdf.Array:
    return pikepdf.Array([round(value, 3) for value in (left - by, foot - by, right + by, head + by)])


def _corners(
    left: float, foot: float, right: float, head: float, bleed: float
) -> Iterator[tuple[float, float, float, float]]:
    """Two lines at each corner, which begin where the bleed ends."""
    length = MARK * POINT
    for x, out in ((left, -1), (right, 1)):
        for y, up in ((foot, -1), (head, 1)):
            yield x + out * bleed, y, x + out * (bleed + length), y
            yield x, y + up * bleed, x, y + up * (bleed + length)


# ---------------------------------------------------------------- the ink


def _drawn(pdf: pikepdf.Pdf) -> list[Any]:
    """Everything that draws: the pages' streams, forms and patterns, each once."""
    found: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        contents = page.obj.Contents
        for stream in contents if isinstance(contents, pikepdf.Array) else (contents,):
            found[stream.objgen] = stream
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and (each.get("/Subtype") == "/Form" or each.get("/PatternType") == 1):
            found[each.objgen] = each
    return list(found.values())


def _ink(colour: Colour) -> Any:
    def operator(match: re.Match[bytes]) -> bytes:
        red, green, blue = (float(match[n]) for n in (1, 2, 3))
        stroke = match[4] == b"RG"
        if colour is Colour.GREY:
            return f"{_short(0.2126 * red + 0.7152 * green + 0.0722 * blue)} {'G' if stroke else 'g'}".encode()
        light = max(red, green, blue)
        inks = ((light - value) / light if light else 0.0 for value in (red, green, blue))
        return f"{' '.join(map(_short, inks))} {_short(1 - light)} {'K' if stroke else 'k'}".encode()

    return operator


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def coloured(pdf: pikepdf.Pdf) -> list[Any]:
    """The pictures in red, green and blue."""
    return [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Stream)
        and each.get("/Subtype") == "/Image"
        and not each.get("/ImageMask", False)
        and pikepdf.PdfImage(each).colorspace in ("/DeviceRGB", "/CalRGB", "/ICCBased", "/Indexed")
    ]


def _grey(picture: Any) -> None:
    grey = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    picture.write(zlib.compress(grey.tobytes(), 9), filter=pikepdf.Name.FlateDecode)
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    for key in ("/DecodeParms", "/Decode", "/Intent"):
        if key in picture:
            del picture[key]


def left_in_rgb(data: bytes) -> int:
    """How many pictures and shadings of a PDF are still in red, green and blue."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        shadings = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)
            and "/ShadingType" in each
            and each.get("/ColorSpace") == "/DeviceRGB"
        ]
        return len(coloured(pdf)) + len(shadings)


__all__ = ["for_press", "left_in_rgb"]
