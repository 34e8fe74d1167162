"""How people, days, issues and titles are named in a letter, in each language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from journal.ids import Language
from journal.names import Convention, Name, PersonName, Style, is_han, written

_DIGITS = "一二三四五六七八九十"
_ISSUE = re.compile(r"(?P<year>\d{4})-(?P<number>\d+)", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def chinese(language: str) -> bool:
    """Whether a text in this language is a Chinese one."""
    return language.lower().startswith("zh")


def name(row: Mapping[str, Any], language: str) -> str:
    """A registered person's name: 张三 in Chinese, Zhang San in every other language; their id where it is forgotten."""
    forms = tuple(_form(tongue, parts) for tongue, parts in row["names"].items())
    if not forms:
        return str(row["id"])
    person = PersonName(forms)
    if chinese(language):
        return " ".join(written(PersonName((person.han() or person.native(),)), Convention.NATIVE).split())
    return " ".join(written(person, Convention.FAMILY_FIRST).split())


def _form(language: str, parts: Mapping[str, str]) -> Name:
    family, given = parts["family"].strip(), parts["given"].strip()
    whole = parts.get("whole", "").strip()
    if not (family and given):
        return Name("", whole or family or given, Style.GIVEN_ONLY, Language(language))
    # ZHANG San was written so by its owner; "Zhang, San" says nothing of how it is spoken.
    first = whole.casefold().startswith(family.casefold()) and "," not in whole
    eastern = is_han(family + given) or first
    return Name(family, given, Style.EASTERN if eastern else Style.WESTERN, Language(language))


def names(rows: Iterable[Mapping[str, Any]], language: str) -> str:
    """Several names in a row."""
    return ("、" if chinese(language) else ", ").join(name(row, language) for row in rows)


def day(when: str | dt.datetime, language: str) -> str:
    """The day of an instant where the office is: 2026年5月3日, 3 May 2026."""
    date = local(when)
    if chinese(language):
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def local(when: str | dt.datetime) -> dt.date:
    """The day of an instant, where the office is."""
    return (dt.datetime.fromisoformat(when) if isinstance(when, str) else when).astimezone().date()


def issue(id: str, language: str) -> str:
    """An issue by its id: 2026年第5期, No. 5, 2026; one that is called otherwise, by that."""
    found = _ISSUE.fullmatch(id)
    if not found:
        return id
    number, year = int(found["number"]), found["year"]
    return f"{year}年第{number}期" if chinese(language) else f"No. {number}, {year}"


def text(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, else the first there is, in one line."""
    primary = language.partition("-")[0]
    found = texts.get(language) or next(
        (one for tongue, one in texts.items() if one and tongue.partition("-")[0] == primary), ""
    )
    return " ".join((found or next(filter(None, texts.values()), "")).split())


def title(texts: Mapping[str, str], language: str) -> str:
    """The title of a manuscript as it stands in 《》, which become 〈〉 inside, or in quotation marks."""
    found = text(texts, language)
    return found.translate(str.maketrans("《》", "〈〉")) if chinese(language) else found


def referee(number: int, language: str) -> str:
    """What an author may know of who wrote a report: 专家一, Referee 1."""
    if chinese(language):
        return "专家" + (_DIGITS[number - 1] if number <= len(_DIGITS) else str(number))
    return f"Referee {number}"


__all__ = ["chinese", "day", "issue", "local", "name", "names", "referee", "text", "title"]
