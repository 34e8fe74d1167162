"""The house style: templates of the journal's own before the packaged ones, and the fonts that house.toml names."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import journal as package
from journal.folder.files import text_of
from journal.folder.fonts import MissingFonts, Shelf, roots
from journal.folder.tables import (
    Spot,
    expect,
    like,
    listing,
    may,
    missing,
    need,
    parsed,
    table,
    text,
    unknown,
    whole,
    yes_or_no,
)
from journal.model import FontFile, House, Limits

FOLDER = "templates"
STYLE = "house.toml"
LETTERS = "letters/"  # are the office's: no page is made with them, so that none is made again for their sake
TEXTS = frozenset({".html", ".css", ".toml", ".txt", ".md", ".svg"})  # what is a template, of the files lying there


def house(home: Path, cache: Path, environ: Mapping[str, str]) -> House:
    """The templates and fonts of a home."""
    texts = templates(home)
    style = table(parsed(f"{FOLDER}/{STYLE}", texts[STYLE]), HOUSE)
    roles = style["fonts"]
    names = (name for role in roles.values() for face in role.faces for name in face.files)
    shelf = Shelf(cache / "fonts.json", roots(home, environ), names)
    fonts, notices = _fonts(roles, shelf)
    shelf.remember()
    made_with = tuple(sorted(one for one in texts.items() if not one[0].startswith(LETTERS)))
    return House(made_with, fonts, notices, style["limits"])


# ---------------------------------------------------------------- templates


def templates(home: Path) -> dict[str, str]:
    """The templates by name; a file of the home's `templates/` stands for the packaged one of that name."""
    texts = {name: text_of(packaged(), name) for name in _names(packaged())}
    texts.update((name, text_of(home, f"{FOLDER}/{name}")) for name in _names(home / FOLDER))
    return texts


def packaged() -> Path:
    """The templates that come with the program: in a wheel inside the package, in the source tree beside it."""
    here = Path(package.__file__).parent
    return here / FOLDER if (here / FOLDER).is_dir() else here.parent / FOLDER


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix in TEXTS and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


# ---------------------------------------------------------------- fonts


@dataclasses.dataclass(frozen=True, slots=True)
class Face:
    """A face that the style wants: in which file it may be (the first found is used), how heavy, whether italic."""

    files: tuple[str, ...]
    weight: int
    italic: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """What a font is for: its family, its faces, the Debian package that has it, and the role that may stand in."""

    family: str
    faces: tuple[Face, ...]
    package: str
    fallback: str


FACE = {
    "files": need(listing(like(r"[^/\\]+\.(ttf|otf|ttc|otc)", "NotoSerifCJK-Regular.ttc"))),
    "weight": may(whole(1, 1000), 400),
    "italic": may(yes_or_no, False),
}


def face(spot: Spot) -> Face:
    """One of `faces`."""
    return Face(**table(spot, FACE))


ROLE = {
    "family": need(text),
    "faces": need(listing(face)),
    "package": may(like(r"[a-z0-9][a-z0-9+.-]+", "fonts-noto-cjk"), ""),
    "fallback": may(text, ""),
}


def roles(spot: Spot) -> dict[str, Role]:
    """`[fonts.ROLE]`, in the order of the file."""
    found = {name: Role(**table(spot.below(name), ROLE)) for name in expect(spot, dict).value}
    for name, role in found.items():
        if role.fallback and role.fallback not in found:
            raise unknown(spot.below(name).below("fallback"), role.fallback, found)
        if not found[role.fallback or name].package:
            raise missing(spot.below(role.fallback or name), "package")
    return found


LIMITS = {
    name: may(whole(1, most), getattr(Limits(), name))
    for name, most in (("seconds", 86_400), ("megabytes", 1_000_000), ("megapixels", 10_000))
}


def limits(spot: Spot) -> Limits:
    """`[limits]`: what an article may take."""
    return Limits(**table(spot, LIMITS))


HOUSE = {"format": need(whole(1, 1)), "fonts": need(roles), "limits": may(limits, Limits())}


def _fonts(roles: Mapping[str, Role], shelf: Shelf) -> tuple[tuple[FontFile, ...], tuple[str, ...]]:
    """The faces of every role, and which roles fell back to another; what is missing is said all at once."""
    fonts: list[FontFile] = []
    notices: list[str] = []
    lacking: dict[str, str] = {}  # file → package
    for name, role in roles.items():
        there = all(shelf.path(face.files) for face in role.faces)
        used = role if there or not role.fallback else roles[role.fallback]
        if used is not role:
            notices.append(f"{name} → {role.fallback}")
        for face in used.faces:
            path = shelf.path(face.files)
            if path is None:
                lacking[face.files[0]] = used.package
            else:
                fonts.append(_font(name, used.family, face, path, shelf))
    if lacking:
        raise MissingFonts(", ".join(lacking), " ".join(sorted(set(lacking.values()))))
    return tuple(fonts), tuple(notices)


def _font(role: str, family: str, face: Face, path: str, shelf: Shelf) -> FontFile:
    known = shelf.known(path)
    return FontFile(role, family, face.weight, face.italic, path, known.face(path, family), known.sha256)
