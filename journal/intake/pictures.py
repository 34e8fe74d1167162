"""Pictures without their metadata: EXIF, XMP, IPTC, comments and thumbnails go, every pixel stays as it is."""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from typing import NoReturn

from lxml import etree

from journal.errors import BadFile, Bilingual, Place, Refused

MAX_PIXELS = 200_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
# What a PNG needs to look as it does; tEXt, iTXt, zTXt, eXIf, tIME and all that programs invent are left out.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP bKGD pHYs acTL fcTL fdAT".split(),
)
_JP2 = b"\0\0\0\x0cjP  \r\n\x87\n"
_SVG = "http://www.w3.org/2000/svg"
_DRAWING = re.compile(
    r"inkscape|sodipodi|ns\.adobe\.com|creativecommons|purl\.org/dc/|bohemiancoding|figma|corel", re.IGNORECASE
)
_EMBEDDED = re.compile(r"\s*data:image/[\w.+-]+;base64,")
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_ORIENTATION = 0x0112


def kind(data: bytes) -> str:
    """What the bytes are, by how they begin: png, jpeg, gif, webp, tiff, bmp, jp2; empty for all else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    signs = (
        ("png", _PNG), ("jpeg", b"\xff\xd8\xff"), ("gif", b"GIF8"), ("tiff", b"II*\0"), ("tiff", b"MM\0*"), ("bmp", b"BM"),
        ("jp2", _JP2),
    )  # fmt: skip
    return next((name for name, sign in signs if data.startswith(sign)), "")


def legible(name: str, data: bytes) -> bool:
    """Whether an embedded file can be looked through: a picture, or one whose words stand open in it; a font has none."""
    ending = name.rpartition(".")[2].lower()
    metafile = _is_emf(data) or data[:4] == b"\xd7\xcd\xc6\x9a" or data[:2] == b"\x1f\x8b" or data[:6] == b"VCLMTF"
    return bool(kind(data)) or metafile or is_font(name) or ending == "svm"


def is_font(name: str) -> bool:
    """Whether an embedded file is a font, by its name."""
    return name.rpartition(".")[2].lower() in ("odttf", "ttf", "otf", "fntdata")


def _is_emf(data: bytes) -> bool:
    return data[40:44] == b" EMF"


def bare(data: bytes, place: str) -> bytes:
    """The picture without metadata; bytes that are no picture come back as they are. BadFile for a broken one, Refused."""
    if _is_emf(data):
        return _emf(data)
    kinds = {"png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _webp, "tiff": _tiff, "bmp": _bmp, "jp2": _jp2}
    strip = kinds.get(kind(data))
    if strip is None:
        return data
    try:
        return strip(data, place)
    except (struct.error, IndexError, EOFError, OSError, SyntaxError, ValueError, zlib.error) as error:
        _broken(place, f"{error}")


def metadata(data: bytes) -> tuple[str, ...]:
    """The words that a picture's own metadata hold (EXIF, texts, comments, XMP), as far as Pillow reads them."""
    from PIL import Image

    if not kind(data):
        return ()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            held = [*picture.info.values(), *picture.getexif().values()]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ()
    said = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in held)
    return tuple(one for one in said if isinstance(one, str) and one.strip())


def profile(data: bytes) -> bytes:
    """The colour profile in a picture, the one thing in it that stays and may hold words; empty if it has none."""
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return picture.info.get("icc_profile") or b""
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b""


def bare_svg(root: etree._Element, told: Callable[[str], bool], place: str) -> None:
    """Take out of a drawing what its programs keep beside it, and what the pictures in it hold; nothing, if it is no drawing."""
    for element in list(root.iter(etree.Element)):
        space, name = etree.QName(element).namespace or "", etree.QName(element).localname
        parent = element.getparent()
        aside = space == _SVG and (
            name == "metadata" or (name in ("title", "desc") and told("".join(element.itertext())))
        )
        if parent is not None and (aside or _DRAWING.search(space)):
            parent.remove(element)
            continue
        for attribute in list(element.attrib):
            found = _EMBEDDED.match(value := str(element.attrib[attribute]))
            if _DRAWING.search(etree.QName(attribute).namespace or ""):
                del element.attrib[attribute]
            elif found:
                try:
                    held = bare(base64.b64decode(value[found.end() :]), place)
                except binascii.Error as error:
                    _broken(place, f"{error}")
                element.set(attribute, found[0] + base64.b64encode(held).decode())


# ---------------------------------------------------------------- one format after the other


def _png(data: bytes, place: str) -> bytes:
    kept = [_PNG]
    position = len(_PNG)
    while position < len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + length + 12
        if end > len(data):
            raise EOFError("cut off")
        if name in _PNG_KEPT:
            kept.append(data[position:end])
        if name == b"IEND":  # what stands behind it is no picture
            return b"".join(kept)
        position = end
    raise EOFError("no end")


def _jpeg(data: bytes, place: str) -> bytes:
    kept = [b"\xff\xd8", *_upright(data)]
    position = 2
    while True:
        while data[position] == 0xFF and data[position + 1] == 0xFF:
            position += 1
        if data[position] != 0xFF:
            raise ValueError("no marker where one should be")
        marker = data[position + 1]
        if marker == 0xD9:  # the end; a second picture behind it (a thumbnail, a phone's depth map) goes
            return b"".join((*kept, b"\xff\xd9"))
        size = 2 if marker in _JPEG_BARE else 2 + struct.unpack_from(">H", data, position + 2)[0]
        end = position + size
        if marker == 0xDA:
            end = _after_scan(data, end)
        if _kept(marker, data[position + 4 : end]):
            kept.append(data[position:end])
        position = end


def _kept(marker: int, held: bytes) -> bool:
    # Of the applications' segments: the colour profile and what Adobe says of the colours; JFIF, but for its thumbnail.
    if marker == 0xE0:
        return held.startswith(b"JFIF\0") and held[12:14] == b"\0\0"
    if marker == 0xE2:
        return held.startswith(b"ICC_PROFILE\0")
    if marker == 0xEE:
        return held.startswith(b"Adobe")
    return not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _after_scan(data: bytes, position: int) -> int:
    found = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]").search(data, position)
    if not found:
        raise EOFError("cut off")
    return found.start()


def _upright(data: bytes) -> list[bytes]:
    """The EXIF that only says how the camera was held: without it a picture would lie on its side."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        turned = picture.getexif().get(_ORIENTATION, 1)
    if not isinstance(turned, int) or not 2 <= turned <= 8:
        return []
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    body = exif.tobytes()
    return [b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body]


def _gif(data: bytes, place: str) -> bytes:
    position = 13 + _palette(data[10])
    kept = [data[:position]]
    while data[position] != 0x3B:
        start = position
        if data[position] == 0x21:
            label, name = data[position + 1], data[position + 3 : position + 14]
            position = _after_blocks(data, position + 2)
            wanted = label == 0xF9 or (label == 0xFF and name in (b"NETSCAPE2.0", b"ANIMEXTS1.0"))
        elif data[position] == 0x2C:
            position = _after_blocks(data, position + 11 + _palette(data[position + 9]))
            wanted = True
        else:
            raise ValueError("an unknown block")
        if wanted:
            kept.append(data[start:position])
    return b"".join((*kept, b"\x3b"))


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1


def _webp(data: bytes, place: str) -> bytes:
    kept = []
    for name, chunk in _riff(data):
        if name == b"VP8X":  # its flags say that there is EXIF (8) and XMP (4)
            kept.append(chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:])
        elif name in (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"):
            kept.append(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    while position + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, position)
        end = position + 8 + length + length % 2
        yield name, data[position:end]
        position = end


def _tiff(data: bytes, place: str) -> bytes:
    """TIFF is a heap of offsets: its pages are written anew, without loss."""
    from PIL import Image, ImageSequence

    with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        if picture.width * picture.height > MAX_PIXELS:
            _too_large(place)
        pages = [page.copy() for page in ImageSequence.Iterator(picture)]
        dots = picture.info.get("dpi")
    for page in pages:
        page.info.clear()
    out = io.BytesIO()
    settings = {"dpi": dots} if dots else {}
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_adobe_deflate", **settings)
    return out.getvalue()


def _bmp(data: bytes, place: str) -> bytes:
    size = struct.unpack_from("<I", data, 2)[0]
    return data[:size] if size > 54 else data


def _emf(data: bytes) -> bytes:
    """A metafile without its description: the program that made it, and what its user called it."""
    length, start = struct.unpack_from("<II", data, 60) if len(data) >= 88 else (0, 0)
    end = start + 2 * length
    if not length or start < 88 or end > len(data):
        return data
    head = data[:60] + struct.pack("<II", 0, 0) + data[68:start]
    return head + bytes(end - start) + data[end:]


def _jp2(data: bytes, place: str) -> bytes:
    """JPEG 2000: the boxes that make the picture; XML, UUIDs and what else programs put beside them go."""
    kept, position = [], 0
    while position + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        size = struct.unpack_from(">Q", data, position + 8)[0] if length == 1 else length or len(data) - position
        if size < 8 or position + size > len(data):
            raise EOFError("cut off")
        if name in (b"jP  ", b"ftyp", b"jp2h", b"jp2c"):
            kept.append(data[position : position + size])
        position += size
    return b"".join(kept)


def _broken(place: str, why: str) -> NoReturn:
    said = Bilingual(
        f"图片损坏，无法去除其元数据（{why}）。", f"is a broken picture; its metadata cannot be taken out ({why})."
    )
    raise BadFile(Place(place), said, Bilingual("请重新插入该图片。", "Put the picture in anew.")) from None


def _too_large(place: str) -> NoReturn:
    said = Bilingual(
        f"{place}：图片超过 {MAX_PIXELS:,} 像素。", f"{place}: the picture has more than {MAX_PIXELS:,} pixels."
    )
    raise Refused(said, Bilingual("请缩小该图片。", "Make the picture smaller."))


__all__ = ["bare", "bare_svg", "is_font", "kind", "legible", "metadata", "profile"]
