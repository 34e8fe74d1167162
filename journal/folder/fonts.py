"""Font files on this computer: found by file name, their faces by the family written inside, and remembered."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from journal.errors import JournalError
from journal.folder.files import sha256
from journal.writing import write_bytes

SYSTEM = (
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/usr/share/texmf/fonts",
    "/Library/Fonts",
    "/opt/homebrew/share/fonts",
)
PERSONAL = (".local/share/fonts", ".fonts", "Library/Fonts")  # below the person's own folder


@dataclasses.dataclass(eq=False)
class MissingFonts(JournalError):
    """Font files that the house style names and this computer does not have."""

    files: str
    packages: str
    zh: ClassVar[str] = "本机缺少版式所用的字体文件：{files}。"
    en: ClassVar[str] = "Font files of the house style are not on this computer: {files}."
    fix_zh: ClassVar[str] = (
        "请安装 Debian 软件包 {packages}：sudo apt-get install {packages}（或把文件放进刊物的 fonts/ 文件夹）。"
    )
    fix_en: ClassVar[str] = (
        "Install the Debian package {packages}: sudo apt-get install {packages} "
        "(or put the files into the journal's folder fonts/)."
    )


@dataclasses.dataclass(eq=False)
class WrongFont(JournalError):
    """A font file that does not hold the family it is named for."""

    path: str
    family: str
    found: str
    zh: ClassVar[str] = "字体文件 {path} 中没有“{family}”，只有：{found}。"
    en: ClassVar[str] = "The font file {path} holds no “{family}”, only: {found}."
    fix_zh: ClassVar[str] = "请在 templates/house.toml 中改正 family 或 files，或换成正确的文件。"
    fix_en: ClassVar[str] = "Correct family or files in templates/house.toml, or replace the file."


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What was learnt by reading a font file through: valid while its size and time stand."""

    size: int
    mtime_ns: int
    sha256: str
    families: tuple[tuple[str, ...], ...]  # of each face

    def face(self, path: str, family: str) -> int:
        """Which face of the file is of `family`."""
        for face, names in enumerate(self.families):
            if family in names:
                return face
        raise WrongFont(path, family, ", ".join(sorted({name for names in self.families for name in names})) or "—")


def roots(home: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The folders where fonts are looked for, the nearest to the journal first."""
    own = [folder for folder in environ.get("JOURNAL_FONTS", "").split(os.pathsep) if folder]
    person = environ.get("HOME", "")
    return (*own, str(home / "fonts"), *(f"{person}/{folder}" for folder in PERSONAL if person), *SYSTEM)


@dataclasses.dataclass(slots=True)
class Memory:
    """What a cache file remembers of the fonts of this computer."""

    roots: tuple[str, ...] = ()  # where was looked
    names: tuple[str, ...] = ()  # for which files
    walked: dict[str, int | None] = dataclasses.field(default_factory=dict)  # every folder seen, and its time
    paths: dict[str, str] = dataclasses.field(default_factory=dict)  # where each file was found first
    files: dict[str, Known] = dataclasses.field(default_factory=dict)  # by path

    def holds(self) -> bool:
        """Whether no file can have come or gone since: a folder's time tells."""
        return all(_mtime(folder) == mtime for folder, mtime in self.walked.items())


class Shelf:
    """The fonts of this computer, of which a run that finds nothing changed reads none.

    Reading 130 MB of fonts through costs a quarter of a second, walking the folders some more: no start of `journal`
    should pay for either. What is remembered is proved by the times of all folders walked and of each file used.
    """

    def __init__(self, cache: Path, folders: tuple[str, ...], names: Iterable[str]) -> None:
        self.cache = cache
        self.memory = _remembered(cache)
        self.changed = False
        asked = (folders, tuple(sorted(set(names))))
        if (self.memory.roots, self.memory.names) != asked or not self.memory.holds():
            walked, paths = _found(*asked)
            self.memory = Memory(*asked, walked, paths, self.memory.files)
            self.changed = True

    def path(self, names: Iterable[str]) -> str | None:
        """Where the first of these files lies."""
        return next((self.memory.paths[name] for name in names if name in self.memory.paths), None)

    def known(self, path: str) -> Known:
        """What is inside a font file."""
        stat = Path(path).stat()
        known = self.memory.files.get(path)
        if known is None or (known.size, known.mtime_ns) != (stat.st_size, stat.st_mtime_ns):
            data = Path(path).read_bytes()
            known = Known(stat.st_size, stat.st_mtime_ns, sha256(data), _families(data))
            self.memory.files[path] = known
            self.changed = True
        return known

    def remember(self) -> None:
        """Keep what was learnt; a cache that cannot be written only costs time."""
        if not self.changed:
            return
        found = set(self.memory.paths.values())
        self.memory.files = {path: known for path, known in self.memory.files.items() if path in found}
        facts = dataclasses.asdict(self.memory)
        data = json.dumps({"sha256": _digest(facts), "memory": facts}, ensure_ascii=False, indent=1).encode()
        with contextlib.suppress(OSError):
            write_bytes(self.cache, data)


def _remembered(cache: Path) -> Memory:
    """What the cache holds; anything that cannot be read is as good as nothing."""
    try:
        found = json.loads(cache.read_bytes())
        if _digest(found["memory"]) != found["sha256"]:
            return Memory()
        memory = Memory(**found["memory"])
        memory.roots, memory.names = tuple(memory.roots), tuple(memory.names)
        memory.walked, memory.paths = dict(memory.walked), dict(memory.paths)
        memory.files = {
            path: Known(**{**known, "families": tuple(map(tuple, known["families"]))})
            for path, known in dict[str, Any](memory.files).items()
        }
    except (OSError, ValueError, TypeError, LookupError):
        return Memory()
    return memory


def _digest(facts: object) -> str:
    return sha256(json.dumps(facts, sort_keys=True).encode())


def _mtime(folder: str) -> int | None:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return None  # not there is a state too: it ends when somebody makes the folder


def _found(roots: Iterable[str], names: Iterable[str]) -> tuple[dict[str, int | None], dict[str, str]]:
    """Every folder walked with its time, and the first place of each wanted file."""
    wanted = set(names)
    walked: dict[str, int | None] = {}
    paths: dict[str, str] = {}
    for root in roots:
        walked[root] = _mtime(root)
        for folder, below, files in os.walk(root):
            below.sort()
            walked[folder] = _mtime(folder)
            for name in wanted.intersection(files):
                paths.setdefault(name, f"{folder}/{name}")
    return walked, paths


def _families(data: bytes) -> tuple[tuple[str, ...], ...]:
    """The family names of each face of a font file; of what is no font, none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError  # slow, and needed once for each file

    try:
        file = io.BytesIO(data)
        fonts = TTCollection(file, lazy=True).fonts if data[:4] == b"ttcf" else [TTFont(file, lazy=True)]
        return tuple(tuple(_names(font)) for font in fonts)
    except (TTLibError, LookupError, ValueError, AssertionError, struct.error):
        return ()


def _names(font: Any) -> list[str]:
    family, typographic = 1, 16
    return sorted({name.toUnicode() for name in font["name"].names if name.nameID in (family, typographic)})
