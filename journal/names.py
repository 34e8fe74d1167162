"""The names of people, in every script and by every convention in which this house prints them."""

from __future__ import annotations

import enum
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from journal.ids import Language
from journal.surnames import COMMON, COMPOUND, OWN_READING, RARE, SELDOM, TRADITIONAL


class Style(enum.Enum):
    """How the parts of a name stand to each other: the values of JATS `name-style`."""

    EASTERN = "eastern"
    WESTERN = "western"
    ISLENSK = "islensk"
    GIVEN_ONLY = "given-only"


class Convention(enum.Enum):
    """A way to print a person's name."""

    NATIVE = "native"  # 张三 · 阿依努尔·买买提 · John Smith
    SPACED = "spaced"  # 张　三 · 欧阳静之: for by-lines and contents
    TRANSCRIBED = "transcribed"  # 奇迪·奥卡福（Chidi Okafor）: a foreign author in Chinese text
    FAMILY_FIRST = "family-first"  # Zhang San · John Smith
    CAPITALS = "capitals"  # ZHANG San · John SMITH
    GIVEN_FIRST = "given-first"  # San Zhang · John Smith
    INVERTED = "inverted"  # Zhang, San · Smith, John
    INITIALS = "initials"  # Zhang, S. · Smith, J. A.
    PINYIN_KEY = "pinyin-key"  # zhang1 san1 张三: to sort by, not to print


class Umlaut(enum.Enum):
    """How ü is written when a name is put into pinyin: Lü, Lyu (as in passports) or Lv."""

    MARK = "ü"
    YU = "yu"
    V = "v"


# Icelanders have a patronymic, not a family name; a given-only name has no parts at all. Neither is turned round.
UNDIVIDED: Final = frozenset({Style.ISLENSK, Style.GIVEN_ONLY})

PINYIN: Final = "zh-Latn-pinyin"
DOT: Final = "·"
LONGEST: Final = 8  # two surnames of four characters each
EM_SPACE: Final = "\u3000"  # the ideographic space is the em of Chinese type

_DOTS = "·•‧・･∙⋅"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # they choose a glyph of the character before them
_HAN = f"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff][{_SELECTORS}]*"
_HAN_TEXT = re.compile(rf"(?:{_HAN})(?:[{_DOTS}\s-]?{_HAN})*")
_SOLID_TEXT = re.compile(rf"(?:{_HAN}|[\u3040-\u30ff\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]|[{_DOTS}\s-])+")


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name; a given-only name stands whole in `given`, and the honorific `prefix` is never printed."""

    family: str
    given: str
    style: Style
    language: Language | None = None
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in all its forms (name-alternatives); the first is the one in the person's own language."""

    forms: tuple[Name, ...]

    def __post_init__(self) -> None:
        if not self.forms:
            raise ValueError("姓名至少要有一种写法。 A person's name needs at least one form.")

    def han(self) -> Name | None:
        """The form in Chinese characters."""
        return next((form for form in self.forms if is_han(form.family + form.given)), None)

    def native(self) -> Name:
        """The form in the person's own language; a Chinese surname and given name are that, wherever they stand."""
        han = self.han()
        if han and (han.style is Style.EASTERN or all(form.style is Style.GIVEN_ONLY for form in self.forms)):
            return han
        # 阿依努尔·买买提 is given-only and her own, so it stands first; 奇迪·奥卡福 is a transcription, so it does not,
        # and one that is divided the western way is a transcription wherever it stands.
        own = (form for form in self.forms if form != han or form.style is Style.GIVEN_ONLY)
        return next(own, self.forms[0])

    def latin(self, umlaut: Umlaut = Umlaut.MARK) -> Name:
        """The author's own spelling in Latin letters, else pinyin, else (no Latin, not Chinese) the native form."""
        own = self._latin()
        if own:
            return own
        han = self.han()
        readable = han is not None and (han.language is None or han.language.primary not in _READ_OTHERWISE)
        return in_pinyin(han, umlaut) if han and readable else self.native()

    def _latin(self) -> Name | None:
        return next((form for form in self.forms if _is_latin(form.family + form.given)), None)


# Han characters in these languages have other sounds: pinyin would be a wrong name, not a spelling of it.
_READ_OTHERWISE = frozenset({"ja", "ko", "vi"})


def is_han(text: str) -> bool:
    """Whether `text` is a name in Chinese characters, rare ones included, with or without `·` and spaces."""
    return _HAN_TEXT.fullmatch(text.strip()) is not None


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER")) for letter in letters)


def _is_solid(name: Name) -> bool:
    """Whether the script of the name sets family and given name without a space, and has no capitals or initials."""
    return _SOLID_TEXT.fullmatch(name.family + name.given) is not None


# ---------------------------------------------------------------- reading


def split_han(text: str) -> Name:
    """The parts of a name that stands in one piece, 欧阳静之 or 张　三; what has no parts stays whole, given-only."""
    plain = re.sub(f"[{_DOTS}]", DOT, text.strip())
    if DOT in plain or not is_han(plain):
        return Name("", " ".join(plain.split()), Style.GIVEN_ONLY)
    parts = _parts(plain)
    return Name(*parts, Style.EASTERN) if parts else Name("", plain, Style.GIVEN_ONLY)


def _parts(text: str) -> tuple[str, str] | None:
    first, *rest = text.split()
    # 张　三 may be spaced for looks or to tell the parts: the space counts only where it leaves a surname before it.
    if len(rest) == 1 and (len(first) == 1 or _surnames(_plain(first))):
        return first, rest[0]
    # A variation selector belongs to its character: count and cut characters, not code points.
    characters = re.findall(_HAN, "".join([first, *rest]))
    size = _surname_length(_plain("".join(characters)))
    return ("".join(characters[:size]), "".join(characters[size:])) if len(characters) > size else None


def _surname_length(plain: str) -> int:
    for size in (4, 3, 2):
        compound = plain[:size]
        if compound in COMPOUND and len(plain) > size and not (compound in SELDOM and len(plain) == size + 1):
            return size
    double = len(plain) == 4 and all(character in COMMON for character in plain[:2])
    return 2 if double else 1


def _surnames(plain: str) -> list[str] | None:
    """The known surnames that `plain` is made of, one or more; None if it is not."""
    if not plain:
        return []
    # 欧阳 is a surname and two: each more would double the ways to try, and nobody has so many.
    if len(plain) > LONGEST:
        return None
    for size in (4, 3, 2, 1):
        head = plain[:size]
        if len(head) == size and (head in COMPOUND or head in COMMON):
            tail = _surnames(plain[size:].lstrip("-" + DOT))
            if tail is not None:
                return [head, *tail]
    return None


def _plain(text: str) -> str:
    """As the tables have it: no selectors or spaces, traditional surnames in their simplified form."""
    return re.sub(rf"[{_SELECTORS}\s]", "", text).translate(TRADITIONAL)


# ---------------------------------------------------------------- pinyin


def in_pinyin(name: Name, umlaut: Umlaut = Umlaut.MARK) -> Name:
    """A Chinese name by GB/T 28039: surname first, each part one word, a double surname hyphened."""
    return Name(
        "-".join(_word(syllables, umlaut) for syllables in _family_reading(name.family)),
        " ".join(_word(_reading(piece), umlaut) for piece in _pieces(name.given)),
        name.style,
        Language(PINYIN),
        name.prefix,
        name.suffix,
    )


def _pieces(text: str) -> list[str]:
    return [piece for piece in re.split(rf"[{_DOTS}\s-]+", text) if piece]


def _word(syllables: tuple[str, ...], umlaut: Umlaut) -> str:
    bare = [syllable.rstrip("012345").replace("ü", umlaut.value) for syllable in syllables]
    # The apostrophe keeps Xi'an from being xian.
    word = "".join("'" + part if i and part[:1] in tuple("aoe") else part for i, part in enumerate(bare))
    return word[:1].upper() + word[1:]


def _family_reading(family: str) -> list[tuple[str, ...]]:
    """The syllables of each surname in `family`: one, or the two of a double surname."""
    if not family:
        return []
    known = _surnames(_plain(family)) or _pieces(_plain(family))
    return [_surname_reading(surname) for surname in known]


def _surname_reading(surname: str) -> tuple[str, ...]:
    own = COMPOUND.get(surname) or OWN_READING.get(surname)
    return tuple(own.split()) if own else _reading(surname)


@functools.lru_cache(maxsize=4096)
def _reading(text: str) -> tuple[str, ...]:
    """The syllables of `text` with tone numbers; a character that nobody can read stands for itself."""
    import pypinyin  # 170 ms

    syllables = pypinyin.pinyin(
        re.sub(f"[{_SELECTORS}]", "", text),
        style=pypinyin.Style.TONE3,
        errors=lambda unread: " ".join(RARE.get(character, character) for character in unread),
        v_to_u=True,
        neutral_tone_with_five=True,
    )
    return tuple(part for (syllable,) in syllables for part in syllable.split())


def _candidates(character: str) -> list[str]:
    """All readings that a character can have."""
    import pypinyin

    return pypinyin.pinyin(character, style=pypinyin.Style.TONE3, heteronym=True, v_to_u=True)[0]


# ---------------------------------------------------------------- writing


def written(person: PersonName, convention: Convention, umlaut: Umlaut = Umlaut.MARK) -> str:
    """The person's name by `convention`; `umlaut` is for pinyin made here, never for the author's own spelling."""
    return _WRITERS[convention](person, umlaut)


def _native(person: PersonName, _: Umlaut) -> str:
    return _whole(person.native())


def _spaced(person: PersonName, umlaut: Umlaut) -> str:
    name = person.native()
    short = name.style is Style.EASTERN and all(re.fullmatch(_HAN, part) for part in (name.family, name.given))
    return name.family + EM_SPACE + name.given if short else _native(person, umlaut)


def _transcribed(person: PersonName, _: Umlaut) -> str:
    han, native = person.han(), person.native()
    foreign = han is not None and han != native
    return f"{_whole(han)}（{_whole(native)}）" if han and foreign else _whole(native)


def _family_first(person: PersonName, umlaut: Umlaut) -> str:
    return _surname_first(person, person.latin(umlaut))


def _capitals(person: PersonName, umlaut: Umlaut) -> str:
    name = person.latin(umlaut)
    return _surname_first(person, name if name.style in UNDIVIDED else replace(name, family=_upper(name)))


def _upper(name: Name) -> str:
    # Turkish and Azeri have two letters i; the capital of the dotted one keeps its dot.
    dotted = name.language is not None and name.language.primary in ("tr", "az")
    return (name.family.replace("i", "İ") if dotted else name.family).upper()


def _surname_first(person: PersonName, name: Name) -> str:
    # Zhang San also where the author gave the Latin form as western: the order is the person's, not the spelling's.
    eastern = any(form.style is Style.EASTERN for form in person.forms)
    return _whole(replace(name, style=Style.EASTERN) if eastern and name.style not in UNDIVIDED else name)


def _given_first(person: PersonName, umlaut: Umlaut) -> str:
    name = person.latin(umlaut)
    return _whole(name if name.style in UNDIVIDED or _is_solid(name) else replace(name, style=Style.WESTERN))


def _inverted(person: PersonName, umlaut: Umlaut) -> str:
    return _comma(person.latin(umlaut))


def _initials(person: PersonName, umlaut: Umlaut) -> str:
    name = person.latin(umlaut)
    return _comma(name if name.style in UNDIVIDED or _is_solid(name) else replace(name, given=initials(name.given)))


def _comma(name: Name) -> str:
    if name.style in UNDIVIDED or _is_solid(name):
        return _whole(name)
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _whole(name: Name) -> str:
    """The name in its own order."""
    parts = (name.family, name.given) if name.style is Style.EASTERN else (name.given, name.family)
    return " ".join(filter(None, (_joint(name).join(filter(None, parts)), name.suffix)))


def _joint(name: Name) -> str:
    if not _is_solid(name):
        return " "
    return "" if name.style is Style.EASTERN else DOT


def initials(given: str) -> str:
    """The initials of a given name in an alphabet: J. A., J.-P., X. for Xiaoming; particles are left out."""
    words = re.findall(r"([-‐‑]?)([^\s.‐‑-]+)", unicodedata.normalize("NFC", given))
    kept = [(mark, word) for i, (mark, word) in enumerate(words) if not i or mark or not word.islower()]
    return "".join(_initial(mark, word, i == 0) for i, (mark, word) in enumerate(kept))


def _initial(mark: str, word: str, first: bool) -> str:
    return ("" if first else "-" if mark else " ") + word[0].upper() + "."


# ---------------------------------------------------------------- sorting


def _pinyin_key(person: PersonName, _: Umlaut) -> str:
    name = person.native()
    if not is_han(name.family + name.given):
        parts = (name.given, name.family) if name.style in UNDIVIDED else (name.family, name.given)
        return _folded(" ".join(filter(None, parts)))
    syllables = [*_family_key(name, person), *(s for piece in _pieces(name.given) for s in _reading(piece))]
    # "u:" sorts lü after lu and before luan; the characters at the end keep 张三 and 章三 apart.
    return " ".join((*syllables, _whole(name))).replace("ü", "u:")


def _family_key(name: Name, person: PersonName) -> Iterator[str]:
    own = person._latin()
    if own and len(_plain(name.family)) == 1:
        # 覃 who spells herself Tan stands under T, though the table says Qin.
        spelt = _folded(own.family)
        yield next(
            (reading for reading in _candidates(_plain(name.family)) if _folded(reading.rstrip("012345")) == spelt),
            _family_reading(name.family)[0][0],
        )
    else:
        for syllables in _family_reading(name.family):
            yield from syllables


def _folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", " ".join(re.sub(r"[^\w\s]", "", plain).split()))


_WRITERS: Final[dict[Convention, Callable[[PersonName, Umlaut], str]]] = {
    Convention.NATIVE: _native,
    Convention.SPACED: _spaced,
    Convention.TRANSCRIBED: _transcribed,
    Convention.FAMILY_FIRST: _family_first,
    Convention.CAPITALS: _capitals,
    Convention.GIVEN_FIRST: _given_first,
    Convention.INVERTED: _inverted,
    Convention.INITIALS: _initials,
    Convention.PINYIN_KEY: _pinyin_key,
}


# ---------------------------------------------------------------- for other programs


def csl(name: Name) -> dict[str, str]:
    """The name as CSL-JSON has it."""
    if name.style in UNDIVIDED:
        return {"literal": _whole(name)}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def bibtex(name: Name) -> str:
    """The name as one BibTeX author, TeX's own characters escaped; authors are joined by ` and `."""
    if name.style in UNDIVIDED:
        return "{" + _escaped(_whole(name)) + "}"
    if _is_solid(name):
        return _escaped(_whole(name))
    parts = (name.family or name.given, name.suffix, name.given if name.family else "")
    return ", ".join(_guarded(part) for part in parts if part)


def _guarded(part: str) -> str:
    # A comma or an "and" in a part would split the author.
    plain = _escaped(part)
    return "{" + plain + "}" if re.search(r",|\band\b", part) else plain


def _escaped(text: str) -> str:
    return text.translate(_TEX)


# Braces and backslashes are no part of any name: they would only unbalance the file.
_TEX = str.maketrans({**dict.fromkeys("{}\\"), **{c: "\\" + c for c in "#$%&_"}, "~": " ", "^": ""})
