"""A rule: its code, how much it weighs, what it looks for, and what it says in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from journal.errors import Bilingual, Finding, Level, Place
from journal.lint.context import Context, Home
from journal.lint.source import Hit


class Placed(Protocol):
    """Whatever stands on a line of the file: a node, a spot, a hit."""

    @property
    def line(self) -> int:
        """The line."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """One place that breaks a rule, and what the rule's sentences name there."""

    line: int
    values: tuple[tuple[str, object], ...]
    file: str = ""  # "" is the article's own
    what: str = ""


def found(at: Placed | None, /, *, file: str = "", what: str = "", **values: object) -> Found:
    """That a rule is broken at `at` (None: in a file whose lines are not known here)."""
    return Found(at.line if at else 0, tuple(values.items()), file, what)


@dataclass(frozen=True, slots=True)
class _Said:
    """What all rules have: a code and a level, the sentence that says what is wrong, and the one that says what to do."""

    code: str
    level: Level
    zh: str = field(kw_only=True)
    en: str = field(kw_only=True)
    fix_zh: str = field(kw_only=True)
    fix_en: str = field(kw_only=True)

    def findings(self, places: Iterable[Found], file: str) -> Iterator[Finding]:
        """What the rule says at each of `places`; `file` is meant where they name none."""
        for place in places:
            yield Finding(
                self.code,
                self.level,
                Place(place.file or file, place.line, place.what),
                Bilingual(self.zh, self.en).format(**dict(place.values)),
                Bilingual(self.fix_zh, self.fix_en).format(**dict(place.values)),
            )


@dataclass(frozen=True, slots=True)
class Rule(_Said):
    """A rule about one article."""

    check: Callable[[Context], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class HomeRule(_Said):
    """A rule about the home as a whole."""

    check: Callable[[Home], Iterable[Found]]


# ---------------------------------------------------------------- words for what the sentences name

_LANGUAGES = {
    "ar": Bilingual("阿拉伯文", "Arabic"),
    "bo": Bilingual("藏文", "Tibetan"),
    "de": Bilingual("德文", "German"),
    "en": Bilingual("英文", "English"),
    "es": Bilingual("西班牙文", "Spanish"),
    "fr": Bilingual("法文", "French"),
    "ja": Bilingual("日文", "Japanese"),
    "mn": Bilingual("蒙古文", "Mongolian"),
    "ru": Bilingual("俄文", "Russian"),
    "ug": Bilingual("维吾尔文", "Uyghur"),
    "zh": Bilingual("中文", "Chinese"),
}


def called(language: str) -> Bilingual:
    """The name of a language; its tag, where this table has none."""
    return _LANGUAGES.get(language, Bilingual(language, language))


def character(text: str) -> str:
    """A character as a message may show it: what it is, its code point and its Unicode name."""
    shown = f"“{text}” " if text.isprintable() and not unicodedata.combining(text) else ""
    name = unicodedata.name(text, "")
    return f"{shown}U+{ord(text):04X}" + (f" {name}" if name and not name.startswith("CJK ") else "")


def by_text(hits: Iterable[Hit]) -> Iterator[tuple[Hit, int]]:
    """The first of the hits that say the same, and how many there are."""
    return _grouped(hits, lambda hit: hit.text)


def by_line(hits: Iterable[Hit]) -> Iterator[tuple[Hit, int]]:
    """The first of the hits on a line, and how many there are."""
    return _grouped(hits, lambda hit: hit.line)


def _grouped(hits: Iterable[Hit], key: Callable[[Hit], object]) -> Iterator[tuple[Hit, int]]:
    groups: dict[object, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(key(hit), []).append(hit)
    return ((group[0], len(group)) for group in groups.values())
