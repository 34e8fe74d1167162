"""How the Chinese faces are embedded: the glyphs in use and nothing between them.

WeasyPrint keeps every glyph at its number, so a face of which four characters are used is embedded with 13,000 empty
glyphs, 25 KB. The faces are cut so that a glyph's number is also its CID (`fonts.cut`), and the table from CID to glyph
that such a face has of itself lets it be embedded without the empty ones, as other programs do.
"""

from __future__ import annotations

from typing import Any

import pydyf
import weasyprint.pdf

_plain_build_fonts_dictionary = weasyprint.pdf.build_fonts_dictionary


def install() -> None:
    """Put the function in place, once for this process."""
    weasyprint.pdf.build_fonts_dictionary = _build_fonts_dictionary


def _build_fonts_dictionary(pdf: Any, fonts: dict[Any, Any], *options: Any) -> Any:
    """As WeasyPrint's, with the CID-keyed faces made compact."""
    built = _plain_build_fonts_dictionary(pdf, fonts, *options)
    used: dict[str, set[int]] = {}
    for font in fonts.values():
        used.setdefault(font.hash, set()).update(font.to_unicode)
    by_content = {id(font.file_content): font.hash for font in fonts.values()}
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Subtype") == "/OpenType":
            compact = _compact(stream.stream[0], used[by_content[id(stream.stream[0])]])
            if compact:
                stream.stream, stream.extra["Subtype"] = [compact], "/CIDFontType0C"
    return built


def _compact(data: bytes, glyphs: set[int]) -> bytes:
    """The CFF table of a CID-keyed face with these glyphs alone; of any other face, nothing."""
    import uharfbuzz

    face = uharfbuzz.Face(data)
    if not glyphs or uharfbuzz.Font(face).get_glyph_name(min(glyphs)) is not None:  # a face keyed by names
        return b""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs | {0})
    wanted.flags |= uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NO_HINTING
    table: bytes = uharfbuzz.subset(face, wanted).reference_table("CFF ").data
    return table


__all__ = ["install"]
