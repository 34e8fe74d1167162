"""A text as it is searched: one plain character for each that is seen."""

from __future__ import annotations

import functools
import re
import unicodedata

from journal.ids import DASHES

_MIXED = re.compile(r"[A-Za-z\u0370-\u04ff]*(?:[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z])[A-Za-z\u0370-\u04ff]*")
_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo")


def _alike(text: str) -> str:
    """A word of Latin letters, though some in it are Greek or Cyrillic ones that look like them."""
    return _MIXED.sub(lambda word: word[0].translate(_ALIKE), text)


def folded(text: str) -> str:
    """The text with one plain character for each: no accents, no full width, no invisible characters, dashes alike."""
    return "".join(_plain(character) for character in _alike(text.translate(DASHES)) if not _invisible(character))


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Mn")


@functools.lru_cache(maxsize=20_000)
def _plain(character: str) -> str:
    if character < "\x80":
        return character
    if character.isspace():
        return "\n" if character in "\u2028\u2029" else " "
    first = unicodedata.normalize("NFKD", character)
    return first[0] if len(first) == 1 or unicodedata.combining(first[1]) else character


__all__ = ["folded"]
