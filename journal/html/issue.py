"""What stands before the articles of an issue: cover, imprint page and contents, as one HTML document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from journal.html.article import environment
from journal.html.authors import person_name
from journal.html.body import Children
from journal.html.markup import element, markup
from journal.html.titles import one_line
from journal.html.words import front_words, page_words
from journal.ids import Language
from journal.model import Article, House, Issue, Journal, Node, Placement
from journal.names import Convention
from journal.typography.spacing import spaced


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    id: str
    title: Markup
    names: Markup
    page: int


@dataclass(frozen=True, slots=True)
class Section:
    """A column of the contents with its articles."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents in one language."""

    language: str
    heading: str
    journal: str
    line: str
    sections: tuple[Section, ...]


def front_pages(
    journal: Journal,
    house: House,
    issue: Issue,
    language: Language,
    articles: tuple[Article, ...],
    placements: tuple[Placement, ...],
    pages: Mapping[str, tuple[int, int]],
    blank: bool = False,
) -> str:
    """The document before the articles of the edition in `language`; contents in every language of the journal
    that an article has a title in,
    the edition's own first, with links to the articles (their ids); with `blank` an empty page ends it."""
    names = dict(house.templates)
    template = f"issue/front.{language}.html" if f"issue/front.{language}.html" in names else "issue/front.en.html"
    edition = journal.edition(language)
    order = (language, *(other for other in journal.languages if other != language))
    words = page_words(house, language)
    facts = {
        "language": str(language),
        "words": front_words(house, language),
        "journal": journal,
        "edition": edition,
        "title": edition.title,
        "other_titles": [journal.edition(other).title for other in order[1:]],
        "line": words.issue.format(year=issue.year, number=issue.number),
        "issue": issue,
        "date": words.day(issue.date),
        "publisher": journal.publisher.best(language) or "",
        "specimen": journal.specimen.best(language) or "",
        "special": issue.titles.best(language) or "",
        "licence": (journal.licence.texts.best(language) if journal.licence else "") or "",
        "blank": blank,
        "contents": [
            part
            for tongue in order
            if (part := _contents(journal, house, issue, tongue, articles, placements, pages)).sections
        ],
    }
    return environment(house).get_template(template).render(facts)


def _contents(
    journal: Journal,
    house: House,
    issue: Issue,
    language: Language,
    articles: tuple[Article, ...],
    placements: tuple[Placement, ...],
    pages: Mapping[str, tuple[int, int]],
) -> Contents:
    words = page_words(house, language)
    return Contents(
        language=str(language),
        heading=front_words(house, language).contents,
        journal=journal.edition(language).title,
        line=words.issue.format(year=issue.year, number=issue.number),
        sections=tuple(_sections(journal, language, articles, placements, pages)),
    )


def _sections(
    journal: Journal,
    language: Language,
    articles: tuple[Article, ...],
    placements: tuple[Placement, ...],
    pages: Mapping[str, tuple[int, int]],
) -> Iterator[Section]:
    columns: dict[str, list[Entry]] = {}
    for article, placement in zip(articles, placements, strict=True):
        if language in article.titles:
            columns.setdefault(placement.column, []).append(_entry(article, language, pages[str(article.id)][0]))
    for column, entries in columns.items():
        yield Section(journal.column(column).titles.best(language) or "", tuple(entries))


def _entry(article: Article, language: Language, page: int) -> Entry:
    names = [person_name(person, language, Convention.SPACED) for person in article.authors]
    joint = "　" if language.startswith("zh") else ", "
    title = one_line(article.titles[language], language)
    return Entry(str(article.id), _shown(title, language), _shown((joint.join(names),), language), page)


def _shown(children: Children, language: Language) -> Markup:
    node: Node = element("span", *children)
    return Markup(markup(*spaced(node, language).children))
