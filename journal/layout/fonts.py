"""The house's font faces made small once, and nothing else within reach of the layout.

A face of a Chinese font holds 65,000 glyphs, and a PDF keeps an empty slot for each glyph up to the highest used. So each
face is cut down to what ordinary text needs; a rare character outside that set becomes a face of its own, one glyph, so
that what an article's PDF embeds depends on the article alone. The folder made here is all that fontconfig sees.
"""

from __future__ import annotations

import functools
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from journal.model import FontFile, House
from journal.typography.spacing import CLOSING, OPENING

# Features of the faces that the style sheets use; all others are dropped with their glyphs.
LATIN_FEATURES = "kern locl ccmp liga clig smcp onum lnum pnum tnum sups subs mark mkmk case".split()
# `locl` of a Chinese face would keep the glyphs of four other regions, twice as many as the text needs.
HAN_FEATURES = "halt palt kern".split()
# In Chinese text these belong to the Chinese face, though Latin faces have them too.
SHARED_MARKS = frozenset(map(ord, "“”‘’—…·"))
LATIN_IN_HAN = " in Han"  # the family name of a Latin face without those marks
# What such a code point means is known to its font alone: TeX Gyre keeps small capitals there.
PRIVATE_USE = frozenset((*range(0xE000, 0xF900), *range(0xF0000, 0x110000)))
SUMS = "SHA256SUMS"
VERSION = 6  # of the recipe: part of the folder's name


@functools.cache
def ordinary() -> frozenset[int]:
    """The code points that every Chinese face keeps: GB/T 2312, circled numbers, punctuation, full-width forms."""
    points = set(range(0x20, 0x7F)) | set(range(0xA0, 0x250)) | set(range(0x2010, 0x2027)) | set(range(0x2030, 0x205F))
    points |= set(range(0x2460, 0x2500)) | set(range(0x3000, 0x3020)) | set(range(0x3220, 0x3300))
    points |= set(range(0xFE10, 0xFE20)) | set(range(0xFE30, 0xFE50)) | set(range(0xFF01, 0xFF66)) | {0x30FB}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue  # an empty cell of the standard's table
    return frozenset(points)


def coverage(font: FontFile) -> frozenset[int]:
    """Every code point of the whole face, but for private use: megabytes, and not kept."""
    return frozenset(_whole(font).face.unicodes) - PRIVATE_USE


@functools.cache
def has(font: FontFile, point: int) -> bool:
    """Whether a code point is in the coverage of the whole face."""
    return point not in PRIVATE_USE and _whole(font).get_nominal_glyph(point) is not None


@functools.cache
def _whole(font: FontFile) -> Any:
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(font.path), font.face))


def cut(font: FontFile, points: Iterable[int]) -> bytes:
    """The face with only these code points, as an OpenType file."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(font.path), font.face)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(points)
    features = LATIN_FEATURES if is_latin(font) else HAN_FEATURES
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in features)
    flags = uharfbuzz.SubsetFlags
    wanted.flags |= flags.NO_HINTING | flags.DESUBROUTINIZE | flags.CFF_IDENTITY_CHARSET
    data: bytes = uharfbuzz.subset(face, wanted).blob.data
    return data if is_latin(font) else _with_halves(data)


def _with_halves(data: bytes) -> bytes:
    """A Chinese face, with `halt` if it lacks that: the empty half of each full-width mark can then be left out."""
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    if "GPOS" in font and any(each.FeatureTag == "halt" for each in font["GPOS"].table.FeatureList.FeatureRecord):
        return data
    names, half = font.getBestCmap(), font["head"].unitsPerEm // 2
    rules = [
        f"pos {names[ord(mark)]} <{-half * (mark in OPENING)} 0 {-half} 0>;"
        for mark in OPENING + CLOSING
        if ord(mark) in names and font["hmtx"][names[ord(mark)]][0] == 2 * half
    ]
    if rules:
        addOpenTypeFeaturesFromString(font, f"feature halt {{ {' '.join(rules)} }} halt;", tables=["GPOS"])
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def is_latin(font: FontFile) -> bool:
    """Whether the face is one for Western text."""
    return not has(font, 0x4E00)


def key(house: House) -> str:
    """What the cut faces depend on."""
    facts = repr(
        (VERSION, LATIN_FEATURES, HAN_FEATURES, [(f.family, f.weight, f.italic, f.face, f.digest) for f in house.fonts])
    )
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def prepare(house: House, cache: Path) -> Path:
    """The folder of the house's cut faces with its fonts.conf, made in `cache` if it is not there, whole and unmoved."""
    folder = (cache / "fonts").resolve() / key(house)
    if not _is_whole(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".fonts-", dir=folder.parent))
        try:
            _fill(made, folder, house)
            (made / SUMS).write_text(_sums(made, folder), "utf-8")
            made.chmod(0o755)
            if folder.exists() and not _is_whole(folder):
                folder.rename(made / "spoilt")
            made.rename(folder)
        except OSError:
            if not _is_whole(folder):  # another process was first otherwise
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)
            shutil.rmtree(folder / "spoilt", ignore_errors=True)
    return folder


def _is_whole(folder: Path) -> bool:
    """Whether every file is as it was made, and the folder where it was made: its fonts.conf names the files by path."""
    try:
        return (folder / SUMS).read_text("utf-8") == _sums(folder, folder)
    except (OSError, UnicodeDecodeError):
        return False


def _sums(folder: Path, final: Path) -> str:
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files)
    return "\n".join((str(final), *sums, ""))


def _fill(made: Path, final: Path, house: House) -> None:
    renames = []
    for number, font in enumerate(house.fonts):
        if is_latin(font):
            points = coverage(font)
            (made / f"{number}.otf").write_bytes(cut(font, points))
            (made / f"{number}-han.otf").write_bytes(cut(font, points - SHARED_MARKS))
            renames.append((final / f"{number}.otf", font.family))
            renames.append((final / f"{number}-han.otf", font.family + LATIN_IN_HAN))
        else:
            (made / f"{number}.otf").write_bytes(cut(font, ordinary() - _narrow_marks(font)))
            renames.append((final / f"{number}.otf", font.family))
    (made / "fonts.conf").write_text(config(final, renames), "utf-8")


def _narrow_marks(font: FontFile) -> frozenset[int]:
    """Quotation marks, dashes and dots that a Chinese face draws narrow, as LXGW WenKai does: left to the next face."""
    import uharfbuzz

    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(font.path), font.face)
    whole = uharfbuzz.Font(face)
    glyphs = {point: whole.get_nominal_glyph(point) for point in SHARED_MARKS}
    return frozenset(p for p, g in glyphs.items() if g and whole.get_glyph_h_advance(g) < 0.9 * face.upem)


def config(folder_: Path, renames: Iterable[tuple[Path, str]], folder: bool = True) -> str:
    """A fontconfig file that knows this folder alone, with each face under a family name of ours and no other; or one that
    knows none, where each face has its own names after ours, so that it is found beside the face it belongs to."""
    mode = "assign_replace" if folder else "prepend"
    rules = "".join(
        f'<match target="scan"><test name="file" compare="eq"><string>{escape(str(path))}</string></test>'
        f'<edit name="family" mode="{mode}" binding="same"><string>{escape(family)}</string></edit></match>\n'
        for path, family in renames
    )
    place = (
        f"<dir>{escape(str(folder_))}</dir>\n<cachedir>{escape(str(folder_ / 'cache'))}</cachedir>\n" if folder else ""
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"{place}{rules}</fontconfig>\n"
    )


def use(folder: Path) -> None:
    """Let fontconfig see this folder and no other, for every font map made from now on in this process."""
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    os.environ.pop("FONTCONFIG_PATH", None)


def rare(font: FontFile, point: int, folder: Path) -> Path | None:
    """A face with the one glyph of `point`, beside the cut faces; None if the house's face lacks it."""
    if not has(font, point):
        return None
    name = f"{hashlib.sha256(repr((VERSION, font.digest, font.face)).encode()).hexdigest()[:12]}-{point:x}"
    faces = folder.parent / f"{folder.name}-rare"
    for known in faces.glob(f"{name}-*.otf"):
        if known.stem == f"{name}-{_short(known.read_bytes())}":
            return known
    data = cut(font, (point,))
    faces.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=faces)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return Path(temporary).rename(faces / f"{name}-{_short(data)}.otf")


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
