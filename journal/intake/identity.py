"""Who the authors are, as a text may tell it: names in every spelling, addresses, institutions, ORCIDs, numbers of funds."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journal.names import Umlaut, in_pinyin, is_han, split_han

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")
_JOINTS = r"[\s·•‧・]*"
_INSTITUTION = re.compile(rf"[{_HAN}]{{2,}}?(?:大学|学院|研究院|研究所|科学院|研究中心|图书馆|博物馆|出版社|公司)")
_SCHOOL = re.compile(r"(?i)universit|institut|college|academy|school|laborator|cent(?:er|re)\b|hochschule|école")
_LONG_GIVEN = 6  # letters: no two English words in a row look like it, so that small letters count, too
_LONGEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text tells of an author: what tells it, from where to where; `sure` unless it may be common words."""

    what: str  # name, address, affiliation, institution, orcid, fund
    start: int
    end: int
    sure: bool


class Identities:
    """What tells of these people (rows of the register; `funds` in a row are the numbers of their grants)."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        marks = {mark for row in rows for mark in _marks(row)}
        self._patterns = [(what, re.compile(pattern)) for what, pattern in sorted(marks)]

    def hits(self, text: str, prose: bool = True) -> list[Hit]:
        """All that is told in `text`, each place once; outside `prose` (links, attributes, names of files) capitals do not count."""
        folded, places = fold(text)
        found: list[Hit] = []
        for what, pattern in self._patterns:
            for match in pattern.finditer(folded):
                judged = _judged(what, match, prose)
                if judged is not None:
                    found.append(Hit(what, places[match.start()], places[match.end() - 1] + 1, judged))
        return _outermost(found)

    def named(self, text: str) -> bool:
        """Whether `text`, which is no prose, tells of an author."""
        return any(hit.sure for hit in self.hits(text, prose=False))


def fold(text: str) -> tuple[str, list[int]]:
    """The text without accents, wide letters and signs that nobody sees; and of each character where it stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character in _UNSEEN:
            continue
        for each in character if character.isascii() else unicodedata.normalize("NFKD", character):
            if not unicodedata.combining(each):
                folded.append(each)
                places.append(place)
    return "".join(folded), places


# ---------------------------------------------------------------- what to look for


def _marks(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for parts in row.get("names", {}).values():
        yield from (("name", pattern) for pattern in _of_name(parts))
    if row.get("email"):
        yield "address", _whole(f"(?i:{re.escape(row['email'].strip())})")
    if row.get("orcid"):
        digits = re.sub(r"[^0-9Xx]", "", row["orcid"].rpartition("/")[2])
        if digits:
            yield "orcid", "(?i:" + "-?".join(digits) + ")"
    if row.get("ror"):
        yield "institution", "(?i:" + re.escape(row["ror"].rpartition("/")[2]) + ")"
    for said in row.get("affiliations", {}).values():
        yield from _of_affiliation(said.strip())
    for number in row.get("funds", ()):
        yield "fund", _whole(f"(?i:{re.escape(number)})")


def _of_name(parts: Mapping[str, str]) -> Iterator[str]:
    family, given = parts.get("family", ""), parts.get("given", "")
    whole = parts.get("whole") or f"{family} {given}".strip()
    if is_han(whole):
        characters = re.sub(r"[\s·•‧・]+", "", family + given or whole)
        if len(characters) > 1:  # one character is a word, too
            yield _JOINTS.join(map(re.escape, characters))
        name = split_han(whole)
        if name.family:
            for umlaut in Umlaut:
                pinyin = in_pinyin(name, umlaut)
                yield from _of_latin(pinyin.family, pinyin.given)
    elif family and given:
        yield from _of_latin(family, given)
    elif " " in whole:
        first, _, last = whole.rpartition(" ")
        yield from _of_latin(last, first)


def _of_latin(family: str, given: str) -> Iterator[str]:
    """Both orders, joined or spaced; and with the initials of the given name, as 'Gao, W.' and 'W.-H. Gao'."""
    one, other = f"(?P<family>{_letters(family)})", f"(?P<given>{_letters(given)})"
    yield _whole(f"(?i:{one}[\\s,._·-]{{0,3}}{other})")
    yield _whole(f"(?i:{other}[\\s,._·-]{{0,3}}{one})")
    first = re.escape(fold(given)[0][:1].upper())
    surname = rf"(?:{_letters(family)}|{_letters(family.upper())})"
    more = r"(?:[\s-]?[A-Z]\.)*"
    yield rf"(?<!\w){surname},?\s+{first}\.{more}"
    yield rf"(?<![\w.]){first}\.{more}\s*{surname}(?!\w)"


def _letters(part: str) -> str:
    """The letters of a part of a name, however it is hyphened or spaced: Xiaoming, Xiao-Ming, Xiao Ming."""
    bare = re.sub(r"[\s'’‘ʼ.\-‐]+", "", fold(part)[0])
    return r"[-'’\s‐]?".join(map(re.escape, bare))


def _of_affiliation(said: str) -> Iterator[tuple[str, str]]:
    if len(said) < 4:
        return
    if re.search(f"[{_HAN}]", said):
        yield "affiliation", r"[\s,，、]*".join(map(re.escape, re.sub(r"[\s,，、]+", "", fold(said)[0])))
        for piece in {said[: found.end()] for found in _INSTITUTION.finditer(said)} - {said}:
            yield "institution", r"\s*".join(map(re.escape, re.sub(r"[\s,，、]+", "", piece)))
        return
    yield "affiliation", _whole("(?i:" + r"[\s,;]+".join(map(re.escape, re.split(r"[\s,;]+", fold(said)[0]))) + ")")
    for piece in re.split(r"[,;]\s*", fold(said)[0]):
        if _SCHOOL.search(piece) and len(piece.split()) > 1 and piece != said:
            yield "institution", _whole("(?i:" + r"\s+".join(map(re.escape, piece.split())) + ")")


def _whole(pattern: str) -> str:
    return rf"(?<![^\W_{_HAN}]){pattern}(?![^\W_{_HAN}])"


# ---------------------------------------------------------------- whether it counts


def _judged(what: str, match: re.Match[str], prose: bool) -> bool | None:
    """Whether a match is sure; None if it is none."""
    if what == "institution":
        return False
    if what != "name":
        return True
    if "family" in match.re.groupindex:
        return True if _is_latin_name(match, prose) else None
    if re.search(f"[{_HAN}]", match[0]):
        return _is_han_name(match)
    return True


def _is_latin_name(match: re.Match[str], prose: bool) -> bool:
    """Zhang San and ZHANG San, but not 'as long an answer' of Long An; in an address (zhangsan@…) small letters count."""
    family, given, text = match["family"], match["given"], match.string
    if family[0].isupper() and given[0].isupper():
        return len(match[0]) > len(family) + len(given) or not prose or len(match[0]) >= _LONG_GIVEN
    if len(re.sub(r"\W", "", given)) >= _LONG_GIVEN:
        return True
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return not re.search(r"\s", match[0]) and bool(re.search(r"[@/_~.\\-]", around) or not prose)


def _is_han_name(match: re.Match[str]) -> bool:
    """Three characters are a name; two may be a piece of other words (提高文化) or a word (高明): these are not sure."""
    name = re.sub(_JOINTS, "", match[0])
    if len(name) > 2:
        return True
    before = re.sub(r"\s", "", match.string[max(0, match.start() - 8) : match.start()])[-_LONGEST_WORD:]
    after = re.sub(r"\s", "", match.string[match.end() : match.end() + 8])[:_LONGEST_WORD]
    alone = not re.search(f"[{_HAN}]$", before) and not re.match(f"[{_HAN}]", after)
    if alone:
        return True
    return name not in _words() and not _crossed(before, name, after)


def _crossed(before: str, name: str, after: str) -> bool:
    """Whether a word of the dictionary lies across an edge of the name: 提高|文, 文|化."""
    text, start, end = before + name + after, len(before), len(before) + len(name)
    return any(
        text[first:last] in _words()
        for first in range(end)
        for last in range(max(first + 2, start + 1), min(first + _LONGEST_WORD, len(text)) + 1)
        if first < start < last or last > end
    )


@functools.cache
def _words() -> Mapping[str, object]:
    """Chinese words: those whose reading pypinyin has as a whole."""
    from pypinyin.phrases_dict import phrases_dict

    found: Mapping[str, object] = phrases_dict
    return found


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Without what lies inside another: a university inside the whole affiliation."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end, not one.sure)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


__all__ = ["Hit", "Identities", "fold"]
