"""The words a page prints round what authors write, by language: labels, date and page forms, from the house's tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from dataclasses import dataclass
from typing import TypeVar

from journal.jats.numbering import missing_labels
from journal.model import House
from journal.words import table

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class PageWords:
    """Words of an article's page in one language; what each is for, the tables say."""

    abstract: str
    keywords: str
    separator: str
    clc: str
    document_code: str
    received: str
    revised: str
    accepted: str
    funding: str
    editor: str
    translator: str
    cite: str
    corresponding: str
    equal: str
    colon: str
    comma: str
    and_: str
    after_names: str
    issue: str
    online_first: str
    forthcoming: str
    short_date: str
    long_date: str
    continued: str = "{label} (continued)"
    months: str = ""

    def date(self, day: dt.date) -> str:
        """A day in small print."""
        return self._written(self.short_date, day)

    def day(self, day: dt.date) -> str:
        """A day in full."""
        return self._written(self.long_date, day)

    def _written(self, form: str, day: dt.date) -> str:
        months = self.months.split()  # strftime would follow the locale of whoever runs the program
        name = months[day.month - 1] if len(months) == 12 else ""
        return form.format(year=day.year, month=day.month, day=day.day, month_name=name)


@dataclass(frozen=True, slots=True)
class FrontWords:
    """Words of the pages that an issue has beside its articles."""

    contents: str
    imprint: str
    title: str
    volume: str
    serial: str
    issn: str
    cn: str
    print_: str
    online: str
    published: str
    licence: str
    cover: str
    back: str
    colon: str
    separator: str
    index: str
    by_column: str
    by_author: str
    in_number: str
    offprint: str
    on_pages: str


Words = TypeVar("Words", PageWords, FrontWords)


@functools.lru_cache(maxsize=16)
def page_words(house: House, language: str) -> PageWords:
    """The words of an article's page in `language`; English stands in for what the house's tables lack."""
    return _words(PageWords, "page", house, language)


@functools.lru_cache(maxsize=16)
def front_words(house: House, language: str) -> FrontWords:
    """The words of the front pages in `language`; English stands in for what the house's tables lack."""
    return _words(FrontWords, "front", house, language)


def missing_words(house: House, language: str) -> tuple[str, ...]:
    """What English stands in for in `language`: the names of words, `page.abstract` …"""
    return (
        *_missing(PageWords, "page", house, language),
        *_missing(FrontWords, "front", house, language),
        *missing_labels(house, language),
    )


def _words(kind: type[Words], part: str, house: House, language: str) -> Words:
    words = {**table(house, FALLBACK, part), **table(house, language, part)}
    names = {field.name: field.name.rstrip("_") for field in dataclasses.fields(kind)}
    return kind(**{name: words[key] for name, key in names.items() if key in words})


def _missing(kind: type[PageWords | FrontWords], part: str, house: House, language: str) -> tuple[str, ...]:
    own = table(house, language, part)
    needed = (f.name.rstrip("_") for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING)
    return tuple(f"{part}.{name}" for name in needed if name not in own)


__all__ = ["FrontWords", "PageWords", "front_words", "missing_words", "page_words"]
