"""A text without the names of people whom its reader must not know: a referee's in the comments that an author gets."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from journal.names import in_pinyin, is_han, split_han
from journal.office.said import chinese


def hidden(text: str, people: Iterable[Mapping[str, Any]], language: str) -> str:
    """`text` with each whole name, address, login, ORCID and institution of these people (rows) taken out, visibly."""
    mark = "〔此处隐去〕" if chinese(language) else "[withheld]"
    each = [frozenset(_patterns(row)) for row in people]
    if not any(_together(patterns).search(text) for patterns in each if patterns):
        return text  # as nearly always: and what is compiled for one person serves every letter
    return _together(frozenset().union(*each)).sub(mark, text)


@functools.lru_cache(maxsize=1024)
def _together(patterns: frozenset[str]) -> re.Pattern[str]:
    """One pattern of many, the longest first; a letter hides the same people in each of its facts."""
    return re.compile("|".join(sorted(patterns, key=lambda one: (-len(one), one))))


def _patterns(row: Mapping[str, Any]) -> Iterator[str]:
    for parts in row["names"].values():
        yield from _of_name(parts["family"], parts["given"], parts.get("whole", ""))
    for said in (row["email"], row["orcid"], row["ror"], *row["affiliations"].values()):
        if said.strip():
            yield _loose(said)
    if row["login"]:
        yield _whole(re.escape(row["login"]))


@functools.lru_cache(maxsize=4096)
def _of_name(family: str, given: str, whole: str) -> tuple[str, ...]:
    return tuple(_forms(family, given, whole or f"{family} {given}".strip()))


def _forms(family: str, given: str, whole: str) -> Iterator[str]:
    if is_han(whole):
        characters = "".join(re.split(r"[\s·]+", family + given or whole))
        if len(characters) > 1:  # one character is a word, too
            yield r"[\s·]*".join(map(re.escape, characters))
        found = split_han(whole)
        pinyin = in_pinyin(found)
        yield from _latin(pinyin.family, pinyin.given)
    else:
        yield from _latin(family, given)
        yield from _latin("", whole)


def _latin(family: str, given: str) -> Iterator[str]:
    words = [re.sub(r"['’-]", "", part) for part in (family, given) if part]
    if len(words) == 2 or " " in "".join((family, given)).strip():
        for order in (words, words[::-1]):
            yield _whole("(?i:" + r"[\s,.]*".join(map(_letters, order)) + ")")
    elif words:
        yield _whole(re.escape(family or given))  # Long is a name, and long is none


def _letters(word: str) -> str:
    """The letters of a part of a name, however it is hyphened or spaced: Xiaoming, Xiao-Ming, Xiao Ming."""
    return r"['’\s-]?".join(re.escape(letter) for letter in "".join(word.split()))


def _whole(pattern: str) -> str:
    return rf"(?<![^\W_]){pattern}(?![^\W_])" if not re.search(r"[\u3400-\u9fff]", pattern) else pattern


def _loose(text: str) -> str:
    return "(?i:" + r"\s+".join(map(re.escape, text.split())) + ")"


__all__ = ["hidden"]
