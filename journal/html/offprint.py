"""The cover of an offprint (抽印本): what the article is, in which number and on which pages it stands."""

from __future__ import annotations

from journal.html.article import Page, environment, sides
from journal.html.authors import person_name
from journal.html.issue import shown
from journal.html.titles import one_line
from journal.html.words import front_words, page_words
from journal.model import Rendition, Style
from journal.names import Convention


def offprint_page(rendition: Rendition) -> Page:
    """Cover and the empty page behind it, for the article in `rendition.language`."""
    journal, article, issue, language = rendition.journal, rendition.article, rendition.issue, rendition.language
    assert language is not None
    words = page_words(rendition.house, language)
    edition = next((edition for edition in journal.editions if edition.language == language), None)
    placed = rendition.placements.get(language)
    facts = {
        "language": str(language),
        "words": front_words(rendition.house, language),
        "journal": edition.title if edition else journal.titles.best(language),
        "edition": edition,
        "page": (edition.style if edition else Style()).page,
        "sides": sides(edition.style if edition else Style()),
        "line": words.issue.format(year=issue.year, number=issue.number) if issue else words.online_first,
        "pages": (placed.first, placed.last) if placed else None,
        "title": shown(one_line(article.titles[language], language), language),
        "names": [person_name(person, language, Convention.NATIVE) for person in article.authors],
        "publisher": journal.publisher.best(language) or "",
        "specimen": journal.specimen.best(language) or "",
        "doi": article.doi or "",
        "licence": (journal.licence.texts.best(language) if journal.licence else "") or "",
    }
    return Page(environment(rendition.house).get_template("issue/offprint.html").render(facts), {})
