"""Dates in every way that JATS has of writing them."""

from __future__ import annotations

import datetime as dt
import re

from journal.errors import Bilingual
from journal.jats.nodes import Element, attribute, elements, line
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
    record.part(element, text=element.tag == "string-date")
    record.whole(*elements(element, "year", "month", "day", "string-date"))
    days = [_day(*parts) for parts in ways]
    if None in days:
        record.bad_date(element, _NO_SUCH_DAY)
    elif len(set(days)) > 1:
        record.bad_date(element, _TWO_DATES)
    return next((each for each in days if each), None)


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
    number = (
        month
        if re.fullmatch("[0-9]{1,2}", month)
        else str(_MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else 0)
    )
    try:
        return dt.date(int(year), int(number), int(day))
    except ValueError:
        return None
