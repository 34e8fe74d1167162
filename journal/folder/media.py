"""The files an article names: inside its folder, there, and what their names say."""

from __future__ import annotations

import re
from pathlib import Path

from journal.errors import BadFile, Bilingual, Place
from journal.folder.files import OutsideFolder, inside, sha256

# How a file of this kind begins; a kind that is not here is taken as it comes.
BEGINNINGS: dict[str, bytes] = {
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "jpeg": rb"\xff\xd8\xff",
    "gif": rb"GIF8[79]a",
    "webp": rb"RIFF....WEBP",
    "tif": rb"II\*\x00|MM\x00\*",
    "tiff": rb"II\*\x00|MM\x00\*",
    "svg": rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE|<svg)",
    "pdf": rb"%PDF-",
    "mp4": rb"....ftyp",
    "zip": rb"PK",
    "docx": rb"PK",
    "xlsx": rb"PK",
    "odt": rb"PK",
    "ods": rb"PK",
}


def digest(home: Path, folder: str, name: str, place: Place) -> str:
    """The sha256 of a file that the article in `folder` names at `place`."""
    try:
        path = inside(home, folder, name)
    except OutsideFolder:
        raise OutsideFolder(name, folder, Bilingual(f"{place}：", f"{place}: ")) from None
    if _is_taken(name.casefold(), folder.rpartition("/")[2]):
        raise BadFile(
            place,
            Bilingual(
                f"文件名 {name} 是生成的文件所用的名称。",
                f"the name {name} is that of a file that is made of the article.",
            ),
            Bilingual("请改用别的文件名。", "Give the file another name."),
        )
    try:
        data = path.read_bytes()
    except OSError:
        raise BadFile(
            place,
            Bilingual(f"找不到文件 {folder}/{name}。", f"there is no file {folder}/{name}."),
            Bilingual(
                "请把文件放进文章的文件夹，或改正名称。", "Put it into the article's folder, or correct the name."
            ),
        ) from None
    kind = Path(name).suffix.lower().removeprefix(".")
    if not re.match(BEGINNINGS.get(kind, b""), data, re.DOTALL):
        raise BadFile(
            place,
            Bilingual(f"文件 {name} 的内容不是 {kind}。", f"the file {name} is no {kind}, whatever its name says."),
            Bilingual("请换成正确的文件，或改正文件名。", "Replace the file, or name it what it is."),
        )
    return sha256(data)


def _is_taken(name: str, article: str) -> bool:
    """Whether in the article's public folder, where its media go too, a product has this name."""
    ours = name.startswith((f"{article}.", "citation.")) and name.endswith(
        (".xml", ".pdf", ".epub", ".bib", ".ris", ".json")
    )
    return ours or name.endswith(".html")
