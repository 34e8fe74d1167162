"""Files of the home, read only inside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from journal.errors import BadFile, Bilingual, JournalError, Place, said_by_system

NOWHERE = Bilingual("", "")


@dataclass(eq=False)
class OutsideFolder(JournalError):
    """A name or a link that leads out of the folder it must stay in."""

    name: str
    folder: str
    place: Bilingual = NOWHERE  # where it is named, with a colon
    zh: ClassVar[str] = "{place}“{name}”指向文件夹 {folder} 之外，已拒绝。"
    en: ClassVar[str] = "{place}“{name}” leads out of the folder {folder} and is refused."
    fix_zh: ClassVar[str] = "请把文件放进该文件夹，并用其中的名称。"
    fix_en: ClassVar[str] = "Put the file into that folder and name it from there."


def inside(home: Path, folder: str, name: str) -> Path:
    """The file `name` of a folder of the home; refused when `..`, an absolute name or a link leads out of it."""
    base = home / folder
    if "\0" in name or ".." in Path(name).parts or not (base / name).resolve().is_relative_to(base.resolve()):
        raise OutsideFolder(name, folder or ".")
    return base / name


def bytes_of(home: Path, file: str, folder: str = "") -> bytes:
    """The bytes of a file of the home that must lie in `folder`, wherever links lead."""
    try:
        return inside(home, folder, file.removeprefix(f"{folder}/") if folder else file).read_bytes()
    except OSError as error:
        raise unreadable(file, error) from None


def unreadable(file: str, error: OSError) -> BadFile:
    """The error that a file cannot be read, in the system's words."""
    return BadFile(
        Place(file),
        Bilingual("无法读取（{cause}）。", "cannot be read ({cause}).").format(cause=said_by_system(error)),
        Bilingual("请检查文件是否存在、是否可读。", "See that the file exists and may be read."),
    )


def text_of(home: Path, file: str) -> str:
    """The text of a file of the home, which must be UTF-8."""
    data = bytes_of(home, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(
            Place(file, data.count(b"\n", 0, error.start) + 1),
            Bilingual("不是 UTF-8 编码。", "is not UTF-8."),
            Bilingual("请另存为 UTF-8。", "Save it as UTF-8."),
        ) from None


def sha256(data: bytes) -> str:
    """The sha256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
