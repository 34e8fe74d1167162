"""The house's faces cut down: what they hold, that nothing else is within reach, and that rare characters are real."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from journal.layout import fonts
from journal.model import FontFile, House
from tests.journal.shop import ROOT, Shop

RARE = "𠮷䶮㛃"


def face(house: House, role: str) -> FontFile:
    return next(font for font in house.fonts if font.role == role and font.weight == 400 and not font.italic)


def opened(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


@pytest.mark.parametrize("role", ["song", "hei", "kai", "latin"])
def test_coverage_is_that_of_the_file(shop: Shop, role: str) -> None:
    font = face(shop.snapshot.house, role)
    with TTFont(font.path, fontNumber=font.face, lazy=True) as whole:
        held = set(whole.getBestCmap())
    assert fonts.coverage(font) == held - fonts.PRIVATE_USE
    assert {ord(c) for c in RARE} <= held or role == "latin"


def test_a_private_character_is_no_character(shop: Shop) -> None:
    """TeX Gyre has hundreds of glyphs there, which mean nothing to anybody else."""
    font = face(shop.snapshot.house, "latin")
    with TTFont(font.path, lazy=True) as whole:
        assert 0xE000 in whole.getBestCmap()
    assert fonts.coverage(font) & fonts.PRIVATE_USE == frozenset()


def test_ordinary_characters() -> None:
    points = fonts.ordinary()
    assert {chr(p) for p in points if 0x4E00 <= p < 0xA000} == {
        c for c in map(chr, range(0x4E00, 0xA000)) if c.encode("gb2312", "ignore")
    }
    assert {ord(c) for c in "①⑳㉑㊿〔〕“”——……·，。《》"} <= points
    assert {ord(c) for c in RARE} & points == set()


def test_a_cut_face_has_the_characters_asked_for_and_no_other(shop: Shop) -> None:
    font = opened(fonts.cut(face(shop.snapshot.house, "song"), map(ord, "权利㛃𠮷")))
    assert set(font.getBestCmap()) == set(map(ord, "权利㛃𠮷"))
    glyphs = font.getGlyphSet()
    for name in font.getBestCmap().values():
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        assert pen.bounds is not None


def test_the_folder_of_cut_faces_is_all_that_fontconfig_sees(shop: Shop) -> None:
    folder = fonts.prepare(shop.snapshot.house, shop.cache)
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\n"],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert {Path(file).parent for file in listed} == {folder}
    assert {Path(file).name for file in listed} == {file.name for file in folder.glob("*.otf")}


def test_every_family_of_the_house_has_its_face(shop: Shop) -> None:
    folder = fonts.prepare(shop.snapshot.house, shop.cache)
    house = shop.snapshot.house
    families = {font.family for font in house.fonts} | {
        f.family + fonts.LATIN_IN_HAN for f in house.fonts if fonts.is_latin(f)
    }
    for family in families:
        found = subprocess.run(
            ["fc-match", "--format", "%{family[0]}", family],
            env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert found == family


def test_marks_that_chinese_and_western_text_share(shop: Shop) -> None:
    """“ ” —— …… · are full-width in Chinese: the Western face for Chinese text has none of them, nor has a Chinese face
    that draws them narrow."""
    folder = fonts.prepare(shop.snapshot.house, shop.cache)
    for number, font in enumerate(shop.snapshot.house.fonts):
        made = opened((folder / f"{number}.otf").read_bytes())
        held = set(made.getBestCmap()) & fonts.SHARED_MARKS
        if fonts.is_latin(font):
            assert held == fonts.SHARED_MARKS
            assert set(opened((folder / f"{number}-han.otf").read_bytes()).getBestCmap()) & fonts.SHARED_MARKS == set()
        else:
            widths = {made["hmtx"][made.getBestCmap()[point]][0] / made["head"].unitsPerEm for point in held}
            assert all(width >= 0.9 for width in widths)


@pytest.mark.parametrize("character", RARE)
def test_a_rare_character_is_a_face_of_its_own(shop: Shop, character: str) -> None:
    folder = fonts.prepare(shop.snapshot.house, shop.cache)
    path = fonts.rare(face(shop.snapshot.house, "song"), ord(character), folder)
    assert path is not None
    font = opened(path.read_bytes())
    assert set(font.getBestCmap()) == {ord(character)}
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(pen)
    assert pen.bounds is not None
    notdef = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[".notdef"].draw(notdef)
    assert pen.bounds != notdef.bounds


def test_a_character_that_no_face_has(shop: Shop) -> None:
    folder = fonts.prepare(shop.snapshot.house, shop.cache)
    assert fonts.rare(face(shop.snapshot.house, "song"), 0x31400, folder) is None


CUT = """
import dataclasses, os, sys
from pathlib import Path
from journal import folder
from journal.layout import fonts
house = folder.read(Path({root!r}), {{"HOME": os.environ.get("HOME", ""), "JOURNAL_CACHE": {cache!r}}}).snapshot.house
house = dataclasses.replace(house, fonts=tuple(f for f in house.fonts if f.role == "latin"))
print(fonts.prepare(house, Path({cache!r})))
"""


@pytest.mark.slow
def test_two_processes_may_cut_at_once(tmp_path: Path) -> None:
    code = CUT.format(root=str(ROOT), cache=str(tmp_path))
    running = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate()[0].strip() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert said[0] == said[1]
    assert len(list(Path(said[0]).glob("*.otf"))) == 8
    assert [file.name for file in Path(said[0]).parent.iterdir() if file.name.startswith(".fonts-")] == []
