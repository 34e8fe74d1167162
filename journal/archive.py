"""The one zip reader and writer: nobody else in the house opens or makes a zip, a wheel or an office file."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import NoReturn

from journal.errors import BadFile, Bilingual, Place, Refused

MAX_BYTES = 200_000_000  # of the file itself, and of all that is really read out of it
MAX_MEMBERS = 2_000
MAX_RATIO = 200  # unpacked to packed
FREE_BYTES = 1_000_000  # as much may be packed as tightly as it likes: short empty sheets are, and they are harmless

_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError)

_AGAIN = Bilingual("请重新打包或重新下载该文件。", "Pack it anew or download it again.")
_RENAME = Bilingual("请改名后重新打包。", "Rename it and pack it anew.")
_SMALLER = Bilingual("请拆分或精简该文件。", "Split it or make it smaller.")
_OPEN = Bilingual("请取消密码后重新保存。", "Save it anew without a password.")


def members(data: bytes, place: str) -> Members:
    """The files in a zip by name, in its own order; `place` is its name in what is said when it cannot be used.

    Names are judged at once, contents when they are asked for. Wrong content raises BadFile; a zip that is encrypted
    or over the limits raises Refused.
    """
    # A directory of millions would fill the memory before it could be counted; chance makes this sign only seldom.
    if len(data) > MAX_BYTES or data.count(_ENTRY) > 2 * MAX_MEMBERS:
        _refuse(place, "压缩包过大。", "the archive is too large.", _SMALLER)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        _fail(place, f"不是可用的 zip 文件（{error}）。", f"is no zip file that can be used ({error}).", _AGAIN)
    return Members(archive, place)


def pack(files: Mapping[str, bytes], stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of these files in their order; the same files make the same bytes, and no clock and no user is in them.

    What is named in `stored` is not packed: the `mimetype` of an OpenDocument file, which stands first, must not be.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # of 1 January 1980
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, data)
    return buffer.getvalue()


class Members(Mapping[str, bytes]):
    """The files of one zip; each is unpacked when it is asked for, and what is unpacked is counted."""

    def __init__(self, archive: zipfile.ZipFile, place: str) -> None:
        self._archive = archive
        self._place = place
        self._read: dict[str, int] = {}
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            self._refuse(
                f"含有 {len(entries)} 个文件（上限 {MAX_MEMBERS}）。",
                f"holds {len(entries)} files (limit {MAX_MEMBERS}).",
            )
        _check_twins(entries, place)
        for entry in entries:
            _check(entry, place)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    def __getitem__(self, name: str) -> bytes:
        entry = self._entries[name]
        room = MAX_BYTES - sum(size for other, size in self._read.items() if other != name)
        tight = max(FREE_BYTES, entry.compress_size * MAX_RATIO)
        try:
            with self._archive.open(entry) as file:
                # The size that the zip gives for a file is only a claim: read one byte more than is allowed, and see.
                data = file.read(min(room, tight) + 1)
        except _BROKEN as error:
            _fail(f"{self._place}/{name}", f"无法解压（{error}）。", f"cannot be unpacked ({error}).", _AGAIN)
        if len(data) > room:
            self._refuse(f"解压后超过 {MAX_BYTES:,} 字节。", f"is more than {MAX_BYTES:,} bytes unpacked.")
        if len(data) > tight:
            self._refuse(f"“{name}”的压缩比超过 {MAX_RATIO}。", f"“{name}” is packed more than {MAX_RATIO} times.")
        self._read[name] = len(data)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def _refuse(self, zh: str, en: str) -> NoReturn:
        _refuse(self._place, zh, en, _SMALLER)


def _check(entry: zipfile.ZipInfo, place: str) -> None:
    name = entry.orig_filename  # zipfile itself cuts a name at NUL
    fault = _fault(name, entry)
    if fault:
        _fail(place, f"内含文件名“{_shown(name)}”：{fault.zh}。", f"holds “{_shown(name)}”: {fault.en}.", _RENAME)
    if entry.flag_bits & _ENCRYPTED:
        _refuse(place, f"“{name}”已加密。", f"“{name}” is encrypted.", _OPEN)
    if entry.compress_type not in _METHODS:
        _fail(place, f"“{name}”的压缩方法不受支持。", f"“{name}” is packed by a method that is not accepted.", _AGAIN)


def _fault(name: str, entry: zipfile.ZipInfo) -> Bilingual | None:
    faults = (
        (not name or "\0" in name, Bilingual("为空或含 NUL", "it is empty or holds NUL")),
        ("\\" in name, Bilingual("含反斜线", "it holds a backslash")),
        (name.startswith("/") or bool(re.match("[A-Za-z]:", name)), Bilingual("是绝对路径", "it is an absolute path")),
        (".." in name.split("/"), Bilingual("含“..”", "it leads out of its folder by “..”")),
        (stat.S_ISLNK(entry.external_attr >> 16), Bilingual("是符号链接", "it is a symbolic link")),
    )
    return next((said for found, said in faults if found), None)


def _check_twins(entries: list[zipfile.ZipInfo], place: str) -> None:
    """Two names that are one to some file system would overwrite each other, or be checked as one and used as the other."""
    seen: dict[str, str] = {}
    for entry in entries:
        name = entry.filename
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).rstrip("/")
        if key in seen:
            one, other = _shown(seen[key]), _shown(name)
            _fail(place, f"“{one}”与“{other}”会成为同一个文件。", f"“{one}” and “{other}” would be one file.", _RENAME)
        seen[key] = name


def _shown(name: str) -> str:
    short = name if len(name) <= 80 else name[:79] + "…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in short)


def _fail(place: str, zh: str, en: str, todo: Bilingual) -> NoReturn:
    raise BadFile(Place(place), Bilingual(zh, en), todo) from None


def _refuse(place: str, zh: str, en: str, todo: Bilingual) -> NoReturn:
    raise Refused(Bilingual(f"{place}：{zh}", f"{place}: {en}"), todo) from None
