"""The words of a language as the house's tables give them: `words/LANGUAGE.toml` among its templates."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping

from journal.errors import BadFile, Bilingual, Place
from journal.model import House

FOLDER = "words"
# What a table may ask to be filled in; a number also as {}.
FIELDS: Mapping[str, object] = dict.fromkeys(("name", "names", "number", "month_name", "label"), "") | dict.fromkeys(
    ("year", "month", "day", "first", "last"), 1
)


def table(house: House, language: str, part: str) -> Mapping[str, str]:
    """One part (`page`, `front`, `labels`) of the table for `language` or its primary language; empty if there is none.

    BadFile if the table is no TOML, holds anything but texts, or asks for what is not filled in.
    """
    return _tables(house, language).get(part, {})


@functools.lru_cache(maxsize=16)
def _tables(house: House, language: str) -> Mapping[str, Mapping[str, str]]:
    templates = dict(house.templates)
    for tongue in (language, language.partition("-")[0]):
        name = f"{FOLDER}/{tongue}.toml"
        if name in templates:
            return _read(f"templates/{name}", templates[name])
    return {}


def _read(file: str, text: str) -> Mapping[str, Mapping[str, str]]:
    try:
        parts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _bad(file, int(line[1]) if line else 0, f"{error}") from error
    for part, words in parts.items():
        for key, word in words.items() if isinstance(words, dict) else ((part, words),):
            if not isinstance(words, dict) or not isinstance(word, str) or not _can_be_filled(word):
                raise _bad(file, 0, f"{part}.{key} = {word!r}")
    return parts


def _can_be_filled(word: str) -> bool:
    try:
        word.format("", **FIELDS)
    except (KeyError, IndexError, ValueError):
        return False
    return True


def _bad(file: str, line: int, what: str) -> BadFile:
    return BadFile(
        Place(file, line),
        Bilingual(f"词语表无法使用（{what}）。", f"the table of words cannot be used ({what})."),
        Bilingual("请按 templates/words/zh.toml 的样子改正。", "Correct it by the example of templates/words/en.toml."),
    )


__all__ = ["table"]
