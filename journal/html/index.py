"""The index of a year (年度总目录), for its last number: every article of an edition by column, and by author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from journal.html.article import Page
from journal.html.authors import person_name
from journal.html.issue import Bound, issue_facts, shown, template
from journal.html.titles import one_line
from journal.html.words import front_words
from journal.ids import Language
from journal.model import Article, Contributor, Issue, Journal, Listed
from journal.names import Convention, written


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the index: what it is about, who wrote it, where it stands; a link, if that is in this issue."""

    text: Markup
    names: Markup
    number: str
    page: int
    link: str


def index_page(bound: Bound, year: tuple[Listed, ...], start: int) -> Page:
    """The pages of the index, the first of which carries the number `start`."""
    facts = issue_facts(bound) | {
        "start": start,
        "even": start % 2 == 0,
        "columns": [
            (bound.journal.column(column).titles.best(bound.language) or "", [_line(bound, one) for one in held])
            for column, held in _by_column(bound, year)
        ],
        "authors": list(_by_author(bound, year)),
    }
    return Page(template(bound, "index", "html").render(facts), {})


def _by_column(bound: Bound, year: tuple[Listed, ...]) -> Iterator[tuple[str, list[Listed]]]:
    """The journal's columns in their order, each with its articles as they appeared."""
    for column in bound.journal.columns:
        held = [one for one in year if one.column == column.id]
        if held:
            yield column.id, held


def _by_author(bound: Bound, year: tuple[Listed, ...]) -> Iterator[tuple[Markup, list[Line]]]:
    """The authors by the alphabet, each with all places."""
    found: dict[str, tuple[Contributor, list[Listed]]] = {}
    for one in year:
        for person in one.authors:
            name = person_name(person, bound.language, Convention.NATIVE)
            if name:  # nobody looks for who is not named
                found.setdefault(name, (person, []))[1].append(one)
    for name, (_, places) in sorted(found.items(), key=lambda pair: _alphabetical(pair[0], pair[1][0])):
        yield shown((name,), bound.language), [_line(bound, one) for one in places]


def _alphabetical(name: str, person: Contributor) -> tuple[str, str]:
    """Chinese names go by their pinyin, in one order with those of foreigners."""
    return (written(person.name, Convention.PINYIN_KEY) if person.name else name).casefold(), name


def _line(bound: Bound, one: Listed) -> Line:
    language = bound.language
    joint = "　" if language.startswith("zh") else ", "
    return Line(
        shown(one_line(one.title, language), language),
        shown((joint.join(_names(one.authors, language)),), language),
        front_words(bound.house, language).in_number.format(number=one.number),
        one.page,
        str(one.article) if one.number == bound.issue.number else "",
    )


def _names(authors: Iterable[Contributor], language: Language) -> Iterator[str]:
    return (person_name(person, language, Convention.NATIVE) for person in authors)


def has_index(journal: Journal, issue: Issue) -> bool:
    """Whether the index of the year stands in this issue: where it says so, else in the year's last number."""
    if issue.index is not None:
        return issue.index
    return issue.number.rpartition("-")[2] == str(journal.issues_a_year)


def listed(
    issue: Issue, language: str, articles: Mapping[str, Article], pages: Mapping[str, tuple[int, int]]
) -> Iterator[Listed]:
    """An issue's articles as the year's index lists them, where they have a title in the edition's language."""
    edition = next((edition for edition in issue.editions if edition.language == language), None)
    for slot in edition.slots if edition else ():
        article = articles.get(slot.article)
        if article is not None and language in article.titles and slot.article in pages:
            title = next(title for tongue, title in article.titles.items() if tongue == language)
            yield Listed(slot.article, issue.number, slot.column, title, article.authors, pages[slot.article][0])
