"""Where the journal's home is, and what lies in its issues/ folder."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar, TypeVar

from journal.errors import BadFile, BadIdentifier, Bilingual, JournalError, NoHome, NotAHome, Place
from journal.folder.files import inside
from journal.folder.journal_toml import FILE
from journal.ids import ArticleId, IssueId

Name = TypeVar("Name", IssueId, ArticleId)

ISSUES = "issues"
FORTHCOMING = "forthcoming"  # accepted, not yet placed
RENAME = Bilingual(
    "请给文件夹改名；不是期或文章的文件夹请移到别处。",
    "Rename the folder, or move it away if it is no issue and no article.",
)


@dataclasses.dataclass(eq=False)
class SameId(JournalError):
    """Two articles with one id: an id is an address for ever, so it is unique in the whole home."""

    id: str
    first: str
    second: str
    zh: ClassVar[str] = "两篇文章用了同一标识“{id}”：{first} 与 {second}。"
    en: ClassVar[str] = "Two articles have one id, “{id}”: {first} and {second}."
    fix_zh: ClassVar[str] = "请给尚未出版的一篇换一个文件夹名，或删去多余的一份。"
    fix_en: ClassVar[str] = "Rename the folder of the one that is not published yet, or remove the spare copy."


@dataclasses.dataclass(eq=False)
class UnsafeId(JournalError):
    """An id that would leave the folder of its issue."""

    id: str
    where: str = ""
    zh: ClassVar[str] = "{where}“{id}”含有路径，已拒绝。"
    en: ClassVar[str] = "{where}“{id}” holds a path and is refused."
    fix_zh: ClassVar[str] = "请用文件夹的名称，例如 2026-5、li-water。"
    fix_en: ClassVar[str] = "Use the name of the folder, for example 2026-5 or li-water."


def home(start: Path, given: str | Path | None, environ: Mapping[str, str]) -> Path:
    """The home: `given` (--home) or $JOURNAL_HOME, else the nearest folder from `start` upward with a journal.toml."""
    named = given or environ.get("JOURNAL_HOME")
    here = (start / named if named else start).resolve()
    for folder in (here,) if named else (here, *here.parents):
        if (folder / FILE).is_file():
            return folder
    raise NotAHome(str(here)) if named else NoHome(str(here))


def cache(home: Path, environ: Mapping[str, str]) -> Path:
    """The folder for what can be made again: $JOURNAL_CACHE, else `.cache` of the home."""
    return home / (environ.get("JOURNAL_CACHE") or ".cache")


def article_id(name: str) -> ArticleId:
    """The article id in `name`, be it a folder's, a file's or typed by a person; one that holds a path is refused."""
    return ArticleId(_without_path(name))


def issue_id(name: str) -> IssueId:
    """The issue id in `name`, likewise."""
    return IssueId(_without_path(name))


def _without_path(name: str) -> str:
    if ".." in name or "/" in name or "\\" in name:
        raise UnsafeId(name)
    return name


# ---------------------------------------------------------------- what lies in issues/


def issue_ids(home: Path) -> tuple[IssueId, ...]:
    """The issues by the names of their folders, forthcoming left out."""
    return tuple(id for id in _children(home, ISSUES, IssueId) if id != FORTHCOMING)


def article_folders(home: Path) -> dict[ArticleId, str]:
    """In which folder of issues/ each article lies; two with one id are refused."""
    found: dict[ArticleId, str] = {}
    for folder in _children(home, ISSUES, IssueId):
        for id in _children(home, f"{ISSUES}/{folder}", article_id):
            if id in found:
                raise SameId(id, f"{ISSUES}/{found[id]}/{id}", f"{ISSUES}/{folder}/{id}")
            found[id] = folder
    return found


def strays(home: Path) -> dict[str, BadFile]:
    """The folders whose names can be no ids, by their paths in issues/: neither issue nor article, until renamed."""
    found = dict(_strays(home, "", IssueId))
    for folder in _children(home, ISSUES, IssueId):
        found.update(_strays(home, f"{folder}/", article_id))
    return found


def _children(home: Path, folder: str, kind: Callable[[str], Name]) -> Iterator[Name]:
    """The folders in a folder of the home whose names are ids."""
    for name in _names(home, folder):
        with contextlib.suppress(BadIdentifier):
            yield kind(name)


def _strays(home: Path, above: str, kind: Callable[[str], Name]) -> Iterator[tuple[str, BadFile]]:
    for name in _names(home, f"{ISSUES}/{above}".rstrip("/")):
        try:
            kind(name)
        except BadIdentifier as error:
            yield f"{above}{name}", BadFile(Place(f"{ISSUES}/{above}{name}"), error.message, RENAME)


def _names(home: Path, folder: str) -> Iterator[str]:
    """The folders in a folder of the home, by name; hidden ones belong to git and to operating systems."""
    path = home / folder
    for child in sorted(os.scandir(path), key=lambda entry: entry.name) if path.is_dir() else ():
        if child.is_dir() and not child.name.startswith("."):
            if child.is_symlink():  # nothing else leads out of its folder
                inside(home, folder, child.name)
            yield child.name
