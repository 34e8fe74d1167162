"""Dates in every way that JATS has of writing them."""

from __future__ import annotations

import datetime as dt
import re
from typing import cast

from journal.errors import Bilingual
from journal.jats.nodes import Element, attribute, elements, line, tag
from journal.jats.record import NOT_A_DAY, Record

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})-?(?P<day>[0-9]{2})(?:[T ].*)?")
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _ISO.pattern,
        r"(?P<year>[0-9]{4})\s*[年./]\s*(?P<month>[0-9]{1,2})\s*[月./]\s*(?P<day>[0-9]{1,2})\s*日?",
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>[0-9]{4})",
        r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})",
    )
)
_NO_SUCH_DAY = Bilingual("没有这一天", "there is no such day")
_TWO_DATES = Bilingual("iso-8601-date 与年月日不一致", "iso-8601-date and the parts differ")

_Parts = tuple[str, str, str]


def day(record: Record, element: Element) -> dt.date | None:
    """The day that a `date`, `pub-date` or `string-date` says; a finding and None if it says none."""
    ways = [parts for parts in (_from_attribute(element), _from_children(element), _from_text(element)) if parts]
    if not ways:
        record.excuse(element, NOT_A_DAY)
        return None
    days = [_day(*parts) for parts in ways]
    if None in days or len(set(days)) > 1:
        record.whole(element)  # the finding shows it
        record.bad_date(element, _NO_SUCH_DAY if None in days else _TWO_DATES)
        return next((each for each in days if each), None)
    _mark(record, element, cast("dt.date", days[0]))
    return days[0]


def _mark(record: Record, element: Element, day: dt.date) -> None:
    """Read is what says the same day; a season, an era or other words are left to be named."""
    for part in element.iter("*"):
        number = {"year": day.year, "month": day.month, "day": day.day}.get(tag(part))
        if number and _number(line(part)) == number:
            record.whole(part)
        elif tag(part) in ("date", "pub-date", "string-date"):
            record.part(part, text=_from_text(part) is not None)


def _from_attribute(element: Element) -> _Parts | None:
    held = (attribute(each, "iso-8601-date") for each in (element, *elements(element, "string-date")))
    found = _ISO.fullmatch(next(filter(None, held), ""))
    return (found["year"], found["month"], found["day"]) if found else None


def _from_children(element: Element) -> _Parts | None:
    parts = {name: next(element.iter(name), None) for name in ("year", "month", "day")}
    texts = [line(part) if part is not None else "" for part in parts.values()]
    return (texts[0], texts[1], texts[2]) if all(texts) else None


def _from_text(element: Element) -> _Parts | None:
    written = element if element.tag == "string-date" else next(elements(element, "string-date"), None)
    text = line(written) if written is not None and not len(written) else ""
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _WRITTEN)), None)
    return (found["year"], found["month"], found["day"]) if found else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), _number(month), int(day))
    except ValueError:
        return None


def _number(text: str) -> int:
    """A number, or that of a month by its English name; 0 is none."""
    name = text[:3].lower()
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else _MONTHS.index(name) + 1 if name in _MONTHS else 0
