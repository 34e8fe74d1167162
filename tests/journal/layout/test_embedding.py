"""Chinese faces embedded: the glyphs that are shown, and no empty ones between them."""

import io

import pikepdf

from tests.journal import pdfs
from tests.journal.shop import Shop


def test_a_chinese_face_holds_the_glyphs_in_use_alone(shop: Shop) -> None:
    with pikepdf.open(io.BytesIO(shop.made("<p>水有源，<bold>树有根</bold>。𠮷</p>").data)) as pdf:
        faces = [face for face in pdfs.faces(pdf).values() if isinstance(face.font, pdfs.Bare)]
        assert {face.family for face in faces} == {"Noto Serif CJK SC", "Noto Sans CJK SC"}
        for face in faces:
            assert len(face.shapes) == len({0, *face.unicode})
            assert {face.font.getGlyphName(glyph) for glyph in face.unicode} - {*face.shapes.keys()} == set()


def test_a_western_face_is_embedded_as_it_was(shop: Shop) -> None:
    with pikepdf.open(io.BytesIO(shop.made("<p>水 water</p>").data)) as pdf:
        names = {face.name for face in pdfs.faces(pdf).values() if not isinstance(face.font, pdfs.Bare)}
        assert any(name.startswith("TeX-Gyre-Termes") for name in names)
