"""Issues and articles, as they are named on the command line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from journal.commands.spoken import Reads
from journal.errors import BadIdentifier, Bilingual, Misused

if TYPE_CHECKING:
    from journal.folder import Reading
    from journal.ids import ArticleId, IssueId, Language
    from journal.model import Issue, Journal

T = TypeVar("T")
FORTHCOMING = "forthcoming"


def _article(name: str) -> ArticleId:
    from journal import folder

    return _or_misused(folder.article_id, name)


def _issue(name: str) -> IssueId:
    from journal import folder

    return _or_misused(folder.issue_id, name)


def _language(name: str) -> Language:
    from journal.ids import Language

    return _or_misused(Language, name)


def _or_misused(read: Callable[[str], T], name: str) -> T:
    """On the command line a wrong identifier is a wrong argument, not a wrong file."""
    try:
        return read(name)
    except BadIdentifier as error:
        raise Misused(error.message) from None


ARTICLE = Reads("ARTICLE", _article)
ISSUE = Reads("ISSUE", _issue)
EDITION = Reads("LANGUAGE", _language)
EITHER = Reads("ISSUE|ARTICLE", _article)


def _day(value: str) -> dt.date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass  # 2026-02-30 has the shape but is no day
    raise Misused(Bilingual(f"“{value}”不是日期，应如 2026-09-15。", f"“{value}” is no date like 2026-09-15."))


DAY = Reads("YYYY-MM-DD", _day)


@dataclass(frozen=True, slots=True)
class Named:
    """What was named: issues, and articles by themselves; nothing named is everything."""

    issues: tuple[IssueId, ...] = ()
    articles: tuple[ArticleId, ...] = ()


def named(reading: Reading, names: Iterable[str]) -> Named:
    """The issues and articles of these names; `forthcoming` is every article not yet placed."""
    from journal.ids import ArticleId, IssueId

    snapshot = reading.snapshot
    issues = {str(issue.id) for issue in snapshot.issues} | {str(id) for id, _ in reading.unread_issues}
    articles = {str(article.id) for article in snapshot.articles} | {str(id) for id, _ in reading.failed}
    found = Named()
    for name in dict.fromkeys(names):
        if name == FORTHCOMING:
            found = Named(found.issues, (*found.articles, *snapshot.forthcoming))
        elif name in issues:
            found = Named((*found.issues, IssueId(name)), found.articles)
        elif name in articles:
            found = Named(found.issues, (*found.articles, ArticleId(name)))
        else:
            raise unknown(name, issues | articles)
    return found


def issue(reading: Reading, id: IssueId) -> Issue:
    """The issue with this id; the error that it cannot be read."""
    for one in reading.snapshot.issues:
        if one.id == id:
            return one
    if error := dict(reading.unread_issues).get(id):
        raise error
    raise unknown(id, (one.id for one in reading.snapshot.issues))


def edition(journal: Journal, language: Language) -> Language:
    """A language in which the journal has an edition."""
    if language not in journal.languages:
        raise unknown(language, journal.languages)
    return language


def column(journal: Journal, id: str) -> str:
    """A column of the journal."""
    known = [one.id for one in journal.columns]
    if id not in known:
        raise unknown(id, known)
    return id


def unknown(name: str, known: Iterable[str]) -> Misused:
    """The error that nothing has this name; it says which is like it, or which there are."""
    import difflib

    there = sorted(map(str, known))
    near = difflib.get_close_matches(name, there, 3, 0.5)
    listed = " ".join(near or [*there[:12], *("…" for _ in there[12:13])]) or "—"
    return Misused(Bilingual(f"没有“{name}”。现有：{listed}。", f"There is no “{name}”. Known here: {listed}"))
