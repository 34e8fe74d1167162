"""An issue's own pages round its articles: cover, imprint and contents before them, the back cover, the cover's sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from markupsafe import Markup

from journal.html.article import Page, environment, sides
from journal.html.authors import person_name
from journal.html.body import Children
from journal.html.markup import element, markup
from journal.html.titles import one_line
from journal.html.words import front_words, page_words
from journal.ids import Language
from journal.model import Article, House, Issue, Journal, Node, Placement, Style, millimetres
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


@dataclass(frozen=True, slots=True)
class Bound:
    """What an issue's own pages are made of: an edition, its articles where they stand, and their pages by id."""

    journal: Journal
    house: House
    issue: Issue
    language: Language
    articles: tuple[Article, ...]
    placements: tuple[Placement, ...]
    pages: Mapping[str, tuple[int, int]]

    @property
    def style(self) -> Style:
        """The settings of the edition's pages."""
        return self.journal.edition(self.language).style

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a page, in millimetres."""
        width, height = map(millimetres, self.style.page.split())
        return width, height


def front_pages(bound: Bound, blank: bool = False) -> Page:
    """The pages before the articles: cover, imprint, and the contents in every language of the journal that an article
    has a title in, the edition's own first, with links to the articles (their ids); with `blank` an empty page ends them."""
    return _page(bound, "front", blank=blank)


def back_page(bound: Bound, tight: bool = False) -> Page:
    """The back cover, with the contents in another language than the edition's; `tight`, set smaller."""
    return _page(bound, "back", tight=tight)


def cover_sheet(bound: Bound, spine: float, bleed: float, tight: bool = False) -> Page:
    """What is printed on the cover's board: back, spine (of this width in millimetres) and front, and the imprint inside."""
    return _page(bound, "sheet", tight=tight, spine=spine, bleed=bleed, wide=2 * bound.size[0] + spine)


DRAWINGS = {"front": ("cover",), "sheet": ("cover", "spine")}  # which drawings a page shows


def _page(bound: Bound, name: str, **more: Any) -> Page:
    facts = issue_facts(bound) | {"bleed": 0.0, "spine": 0.0, "tight": False, "links": name != "sheet"} | more
    drawings = {
        f"issue/{drawing}.svg": template(bound, drawing, "svg").render(facts).encode()
        for drawing in DRAWINGS.get(name, ())
    }
    return Page(template(bound, name, "html").render(facts), drawings)


def template(bound: Bound, name: str, kind: str) -> jinja2.Template:
    """The journal's template of that name in the edition's language, else the one for all languages, else the English."""
    have = dict(bound.house.templates)
    own = [f"issue/{name}.{bound.language}.{kind}", f"issue/{name}.{kind}", f"issue/{name}.en.{kind}"]
    return environment(bound.house).get_template(next(each for each in own if each in have))


def issue_facts(bound: Bound) -> dict[str, Any]:
    """All that a template of the issue's own pages may print."""
    journal, house, issue, language = bound.journal, bound.house, bound.issue, bound.language
    edition = journal.edition(language)
    order = (language, *(other for other in journal.languages if other != language))
    words = page_words(house, language)
    contents = [part for tongue in order if (part := _contents(bound, tongue)).sections]
    return {
        "language": str(language),
        "words": front_words(house, language),
        "journal": journal,
        "edition": edition,
        "title": edition.title,
        "other_titles": [{"text": journal.edition(other).title, "language": str(other)} for other in order[1:]],
        "line": words.issue.format(year=issue.year, number=issue.number),
        "issue": issue,
        "date": words.day(issue.date),
        "publisher": journal.publisher.best(language) or "",
        "specimen": journal.specimen.best(language) or "",
        "special": issue.titles.best(language) or "",
        "licence": (journal.licence.texts.best(language) if journal.licence else "") or "",
        "width": bound.size[0],
        "height": bound.size[1],
        "sides": sides(bound.style),
        "contents": contents,
        "inside": _on_the_cover(bound),
        "wrapped": wrapped,
    }


def _on_the_cover(bound: Bound) -> list[tuple[str, list[str]]]:
    """The titles of the first articles of each column, as plain lines."""
    columns: dict[str, list[str]] = {}
    for article, placement in zip(bound.articles, bound.placements, strict=True):
        if bound.language in article.titles:
            columns.setdefault(placement.column, []).append(article.titles[bound.language].text())
    return [(bound.journal.column(id).titles.best(bound.language) or "", titles) for id, titles in columns.items()]


def wrapped(text: str, measure: float) -> list[str]:
    """`text` in lines of at most `measure` em: a drawing breaks no line itself. A Latin letter counts as half an em."""
    lines, width = [""], 0.0
    for piece in re.findall(r"[\u2e80-\U0003ffff][，。、；：？！》〉」』）】〕”’]*|[^\s\u2e80-\U0003ffff]+|\s+", text):
        size = sum(1.0 if character >= "\u2e80" else 0.5 for character in piece)
        if width + size > measure and lines[-1] and not piece.isspace():
            lines.append("")
            width = 0.0
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
            width += size
    return [line.strip() for line in lines]


def _contents(bound: Bound, language: Language) -> Contents:
    words = page_words(bound.house, language)
    return Contents(
        language=str(language),
        heading=front_words(bound.house, language).contents,
        journal=bound.journal.edition(language).title,
        line=words.issue.format(year=bound.issue.year, number=bound.issue.number),
        sections=tuple(_sections(bound, language)),
    )


def _sections(bound: Bound, language: Language) -> Iterator[Section]:
    columns: dict[str, list[Entry]] = {}
    for article, placement in zip(bound.articles, bound.placements, strict=True):
        if language in article.titles:
            columns.setdefault(placement.column, []).append(_entry(article, language, bound.pages[str(article.id)][0]))
    for column, entries in columns.items():
        yield Section(bound.journal.column(column).titles.best(language) or "", tuple(entries))


def _entry(article: Article, language: Language, page: int) -> Entry:
    names = [person_name(person, language, Convention.SPACED) for person in article.authors]
    joint = "　" if language.startswith("zh") else ", "
    title = one_line(article.titles[language], language)
    return Entry(str(article.id), shown(title, language), shown((joint.join(names),), language), page)


def shown(children: Children, language: Language) -> Markup:
    """Inline content as markup, spaced for its language."""
    node: Node = element("span", *children)
    return Markup(markup(*spaced(node, language).children))
