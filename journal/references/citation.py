"""An article as others cite it: one citation for each of its full texts, before any format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from journal.ids import DOI, ISSN, Language
from journal.model import Article, Contributor, Edition, Issue, Journal, LockedArticle, Node, Rendition, Title
from journal.names import Convention, Name, PersonName, Style, is_han, written


@dataclass(frozen=True, slots=True)
class Citation:
    """What a full text is cited by, every text on one line; "" and None where there is nothing to say.

    A translation is cited by its own title, translator, edition and pages, and names the title it was made from.
    """

    key: str  # ASCII, the same for ever: the article's id, with the language for a translation
    language: Language
    title: str
    authors: tuple[Name, ...]
    journal: str
    url: str
    other_titles: tuple[str, ...] = ()  # of an original: the same title in other languages
    original: tuple[Language, str] | None = None  # of a translation: what it was made from
    translators: tuple[Name, ...] = ()
    abbreviation: str = ""
    issn: ISSN | None = None
    publisher: str = ""
    online_first: bool = False
    year: int | None = None
    date: dt.date | None = None
    volume: str = ""
    number: str = ""
    pages: tuple[int, ...] = ()  # the first, and the last if it is another
    doi: DOI | None = None
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def keyword_line(self) -> str:
        """The keywords as one text, split by semicolons where a keyword has a comma of its own."""
        return ("; " if any("," in word for word in self.keywords) else ", ").join(self.keywords)


def citations(rendition: Rendition) -> tuple[Citation, ...]:
    """The citations of an article, the original's first."""
    article = rendition.article
    languages = dict.fromkeys((article.language, *article.full_text))
    return tuple(_citation(rendition, language) for language in languages if language in article.titles)


def _citation(rendition: Rendition, language: Language) -> Citation:
    article, journal = rendition.article, rendition.journal
    original = language == article.language
    issue = rendition.issue if _is_placed(rendition, language) else None
    edition = _edition(journal, language)
    locked = _locked(rendition)
    return Citation(
        key=str(article.id) if original else f"{article.id}.{language}",  # no id has a point, so no two keys are one
        language=language,
        title=_title(article.titles[language]),
        other_titles=_other_titles(article) if original else (),
        original=None if original else _original(article),
        authors=_names(article.authors, language),
        translators=_names(_translators(article, language), language),
        journal=edition.title if edition else journal.titles.best(language) or "",
        abbreviation=journal.abbreviations.get(language, ""),
        issn=edition.issn if edition else None,
        publisher=journal.publisher.best(language) or "",
        online_first=rendition.issue is None,
        year=_year(rendition),
        date=_date(rendition.issue, locked) or rendition.online,
        volume=str(issue.volume) if issue and issue.volume else "",
        number=issue.number if issue else "",
        pages=_pages(rendition, language),
        doi=article.doi or (locked.doi if locked else None),
        url=f"{journal.site.rstrip('/')}/articles/{article.id}/",
        abstract=plain(article.abstracts[language]) if language in article.abstracts else "",
        keywords=article.keywords.get(language, ()),
    )


# ---------------------------------------------------------------- its place


def _is_placed(rendition: Rendition, language: Language) -> bool:
    """Whether the issue holds this text; one that stands in the other edition alone has no number and pages here."""
    return not rendition.placements or language in rendition.placements


def _edition(journal: Journal, language: Language) -> Edition | None:
    same = [edition for edition in journal.editions if edition.language.primary == language.primary]
    return next((edition for edition in same if edition.language == language), same[0] if same else None)


def _locked(rendition: Rendition) -> LockedArticle | None:
    lock = rendition.issue.lock if rendition.issue else None
    return lock.article(rendition.article.id) if lock else None


def _year(rendition: Rendition) -> int | None:
    if rendition.issue:
        return rendition.issue.year
    return rendition.online.year if rendition.online else None


def _date(issue: Issue | None, locked: LockedArticle | None) -> dt.date | None:
    """The day of publication, unless it is not in the year that the issue bears and is cited by."""
    date = locked.published if locked else issue.date if issue else None
    return date if date and issue and date.year == issue.year else None


def _pages(rendition: Rendition, language: Language) -> tuple[int, ...]:
    placement = rendition.placements.get(language)
    if placement is None or placement.first is None or placement.last is None:
        return ()
    return tuple(dict.fromkeys((placement.first, placement.last)))


# ---------------------------------------------------------------- people


def _translators(article: Article, language: Language) -> Iterator[Contributor]:
    people = [person for text in article.texts if text.language == language for person in text.contributors]
    if language == article.language:
        people += article.contributors
    return (person for person in people if person.kind == "translator")


def _names(people: Iterable[Contributor], language: Language) -> tuple[Name, ...]:
    return tuple(name for person in people if (name := _name(person, language)))


def _name(person: Contributor, language: Language) -> Name | None:
    if person.name:
        return _undivided(_form(person.name, language))
    group = person.collab.best(language) or person.on_behalf_of
    return Name("", group, Style.GIVEN_ONLY, language) if group else None


def _form(person: PersonName, language: Language) -> Name:
    """The form of a name that belongs into a text in `language`."""
    if language.primary == "zh":
        return person.han() or person.native()
    own = (form for form in person.forms if form.language and form.language.primary == language.primary)
    return next(own, None) or person.latin()


def _undivided(name: Name) -> Name:
    # 伊丽莎白·哈特曼 is one name in Chinese: whoever knew its parts would write 哈特曼伊丽莎白.
    if name.style is not Style.WESTERN or not is_han(name.family + name.given):
        return name
    return Name("", written(PersonName((name,)), Convention.NATIVE), Style.GIVEN_ONLY, name.language)


# ---------------------------------------------------------------- text


def _title(title: Title) -> str:
    """Title and subtitle on one line, without the marks of notes."""
    return Title(_flat(title.main), _flat(title.sub) if title.sub else None).text()


def _other_titles(article: Article) -> tuple[str, ...]:
    return tuple(_title(title) for language, title in article.titles.items() if language != article.language)


def _original(article: Article) -> tuple[Language, str] | None:
    title = article.titles.get(article.language)
    return (article.language, _title(title)) if title else None


def _flat(node: Node) -> Node:
    return Node(node.tag, (), (plain(node),))


NOT_PRINTED: Final = frozenset({"fn", "index-term", "mml:annotation", "mml:annotation-xml"})
NOTE_MARKS: Final = frozenset({"fn", "author-notes", "corresp", "aff"})  # the ref-type of an xref that is only a mark
APART: Final = frozenset({"break", "p", "title", "sec", "list", "list-item", "disp-quote", "disp-formula"})
READABLE: Final = ("textual-form", "mml:math", "tex-math")  # of `alternatives`, the best first


def plain(node: Node) -> str:
    """The text of inline content or of a few paragraphs on one line, without notes and their marks."""
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: Node) -> Iterator[str]:
    gap = " " if node.tag in APART else ""
    yield gap
    for child in _read_aloud(node):
        if isinstance(child, str):
            yield child
        elif child.tag not in NOT_PRINTED and not (child.tag == "xref" and child.get("ref-type") in NOTE_MARKS):
            yield from _pieces(child)
    yield gap


def _read_aloud(node: Node) -> tuple[Node | str, ...]:
    """The children to read, one alone where they are alternatives."""
    best = (child for tag in READABLE for child in node.elements(tag)) if node.tag == "alternatives" else iter(())
    chosen = next(best, None)
    return node.children if chosen is None else (chosen,)
