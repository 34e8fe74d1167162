"""The nouns of a journal as frozen facts: no XML, no I/O, comparable, picklable."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from journal.ids import (
    CLC,
    CN,
    DOI,
    ISSN,
    ORCID,
    ROR,
    ArticleId,
    DocumentCode,
    FundNumber,
    IssueId,
    Language,
)
from journal.names import PersonName

T = TypeVar("T")

# ---------------------------------------------------------------- text


@dataclass(frozen=True, slots=True)
class ByLanguage(Mapping[Language, T], Generic[T]):
    """What a fact is in each language that has it, in the order the file gives; a frozen mapping."""

    pairs: tuple[tuple[Language, T], ...] = ()

    @classmethod
    def of(cls, items: Iterable[tuple[Language, T]]) -> ByLanguage[T]:
        """A mapping of `items`; the first value given for a language stands."""
        seen: dict[Language, T] = {}
        for language, value in items:
            seen.setdefault(language, value)
        return cls(tuple(seen.items()))

    def __getitem__(self, language: Language) -> T:
        for known, value in self.pairs:
            if known == language:
                return value
        raise KeyError(language)

    def __iter__(self) -> Iterator[Language]:
        return (language for language, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def best(self, *wanted: Language | str) -> T | None:
        """The value in the first wanted language that has one (`zh` also finds `zh-Hans`), else the first of all."""
        for language in wanted:
            for known, value in self.pairs:
                if known == language or known.split("-")[0] == language.split("-")[0]:
                    return value
        return self.pairs[0][1] if self.pairs else None


@dataclass(frozen=True, slots=True)
class Node:
    """An element with JATS (or HTML) names: attributes in file order, children that are nodes or text.

    Names outside the JATS vocabulary carry their usual prefix (`mml:math`, `xlink:href`, `xml:lang`).
    """

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node | str, ...] = ()
    line: int = field(default=0, compare=False)

    def get(self, name: str, default: str = "") -> str:
        """The attribute's value, or `default`."""
        return next((value for key, value in self.attrs if key == name), default)

    def text(self) -> str:
        """All text inside, in order, with white space as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def walk(self) -> Iterator[Node]:
        """This node and every node below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def elements(self, *tags: str) -> Iterator[Node]:
        """The child elements, or those with one of `tags`."""
        return (child for child in self.children if isinstance(child, Node) and (not tags or child.tag in tags))

    def first(self, *tags: str) -> Node | None:
        """The first child element with one of `tags`."""
        return next(self.elements(*tags), None)


# ---------------------------------------------------------------- the journal


class NoteMark(enum.StrEnum):
    """The shape of a note mark (one of two independent settings, see `NoteScope`)."""

    CIRCLED = "①"
    TORTOISE = "〔1〕"
    BRACKETED = "[1]"
    PLAIN = "1"


class NoteScope(enum.StrEnum):
    """Where note numbers start again."""

    PAGE = "page"
    ARTICLE = "article"


class PageRun(enum.StrEnum):
    """Where page numbers start again: each issue from 1, or on through the issues of a year."""

    YEAR = "year"
    ISSUE = "issue"


class Starts(enum.StrEnum):
    """On which pages an article may begin."""

    NEXT = "next"
    ODD = "odd"
    EVEN = "even"

    def page(self, number: int) -> int:
        """The first page from `number` on at which an article may begin."""
        return number if self is Starts.NEXT else number + (number % 2 != (self is Starts.ODD))


class Colour(enum.StrEnum):
    """What a printing house prints with."""

    GREY = "grey"
    CMYK = "cmyk"


ZH_HEADINGS = ("一、", "（一）", "1．", "（1）")
EN_HEADINGS = ("I.", "A.", "1.", "(a)")


@dataclass(frozen=True, slots=True)
class Style:
    """The settings of an edition's pages that are the journal's choice."""

    page: str = "185mm 260mm"
    notes: NoteMark = NoteMark.CIRCLED
    scope: NoteScope = NoteScope.PAGE
    numbering: tuple[
        str, ...
    ] = ()  # of headings by depth: the first of each series, "一、" or "A."; none: the language's
    starts: Starts = Starts.NEXT
    inner: str = ""  # the margins at the spine and at the edge; none: the style sheet's, alike on both sides
    outer: str = ""

    def headings(self, language: str) -> tuple[str, ...]:
        """The patterns that number headings by depth."""
        return self.numbering or (ZH_HEADINGS if language.startswith("zh") else EN_HEADINGS)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition (文版) of the journal: its language, title, numbers and page style."""

    language: Language
    title: str
    issn: ISSN
    cn: CN | None = None
    eissn: ISSN | None = None
    subtitle: str = ""
    imprint: tuple[tuple[str, str], ...] = ()  # label, value: the rows of the 版权页
    style: Style = Style()
    pages: PageRun = PageRun.ISSUE


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of the journal."""

    id: str
    titles: ByLanguage[str]


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of the articles."""

    url: str
    texts: ByLanguage[str] = ByLanguage()


@dataclass(frozen=True, slots=True)
class Printing:
    """What a printing house must know, and what the spine's width is made of."""

    paper: str = "0.10mm"  # the thickness of a leaf, that is of two pages
    cover: str = "0.25mm"  # the thickness of the cover's board
    bleed: str = "3mm"
    colour: Colour = Colour.GREY  # of the text; covers are always printed in four colours

    def spine(self, pages: int) -> float:
        """The width of the spine of a book with so many pages, in millimetres."""
        return round(-(-pages // 2) * millimetres(self.paper) + 2 * millimetres(self.cover), 2)


def millimetres(length: str) -> float:
    """The number in `3mm`."""
    return float(length.removesuffix("mm"))


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal, as journal.toml says it."""

    id: str
    titles: ByLanguage[str]
    editions: tuple[Edition, ...]
    columns: tuple[Column, ...]
    publisher: ByLanguage[str]
    publisher_place: ByLanguage[str]
    doi_prefix: str
    registrar: str
    first_year: int
    issues_a_year: int
    site: str
    holder: ByLanguage[str]  # of the copyright
    licence: Licence | None = None
    abbreviations: ByLanguage[str] = ByLanguage()
    specimen: ByLanguage[str] = ByLanguage()  # printed on every page while the home is a specimen
    policies: tuple[tuple[str, str], ...] = ()
    printing: Printing = Printing()
    format: int = 1

    @property
    def languages(self) -> tuple[Language, ...]:
        """The editions' languages, the journal's first language first."""
        return tuple(edition.language for edition in self.editions)

    def edition(self, language: Language) -> Edition:
        """The edition in `language`; KeyError if the journal has none."""
        for edition in self.editions:
            if edition.language == language:
                return edition
        raise KeyError(language)

    def column(self, id: str) -> Column:
        """The column with this id; KeyError if there is none."""
        for column in self.columns:
            if column.id == id:
                return column
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font face of the house: its role in the style sheet, its file, the face inside, and the file's sha256."""

    role: str  # song, hei, kai, fangsong, latin, or any that templates/house.toml adds
    family: str
    weight: int
    italic: bool
    path: str
    face: int
    digest: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What the lay-out of one article may take: seconds of the processor, memory, and the size of each of its pictures."""

    seconds: int = 120
    megabytes: int = 2000
    megapixels: int = 150  # a page of A4 at 1,200 dpi


@dataclass(frozen=True, slots=True)
class House:
    """What every page is made with: templates by name with their text, and the font faces the style names."""

    templates: tuple[tuple[str, str], ...] = ()
    fonts: tuple[FontFile, ...] = ()
    notices: tuple[str, ...] = ()  # roles that fell back to another face, e.g. "fangsong → kai"
    limits: Limits = Limits()

    def template(self, name: str) -> str:
        """The text of the template `name`; KeyError if the house has none."""
        return dict(self.templates)[name]


# ---------------------------------------------------------------- an article


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one language: inline content under a root node (`article-title`, `trans-title`, `subtitle`…)."""

    main: Node
    sub: Node | None = None

    def text(self) -> str:
        """Title and subtitle as one plain line."""
        parts = [_line(_words(node)) for node in (self.main, self.sub) if node is not None]
        return self.joint.join(parts)

    @property
    def joint(self) -> str:
        """What stands between title and subtitle on one line: a second subtitle follows a semicolon (Chicago 14.90)."""
        main = _words(self.main)
        if any("\u4e00" <= c <= "\u9fff" for c in main):
            return "——"
        return "; " if ": " in main else ": "


_BREAK = "\v"  # a line broken by hand, until what stands on both sides of it is known


def _line(text: str) -> str:
    """A title as one line; where it was broken stands a space, but none between Chinese characters."""
    joined = re.sub(rf"(?<=[\u4e00-\u9fff])\s*{_BREAK}\s*(?=[\u4e00-\u9fff])", "", text)
    return " ".join(joined.split())


def _words(node: Node) -> str:
    """The text of a title without its notes and note marks; of alternatives (MathML, TeX) the first."""
    if node.tag in ("fn", "xref"):
        return ""
    if node.tag == "break":
        return _BREAK
    children = tuple(node.elements())[:1] if node.tag == "alternatives" else node.children
    return "".join(child if isinstance(child, str) else _words(child) for child in children)


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An affiliation in every language given: the printed line, and what of it is tagged."""

    id: str
    lines: ByLanguage[str]
    institutions: ByLanguage[str] = ByLanguage()
    departments: ByLanguage[str] = ByLanguage()
    cities: ByLanguage[str] = ByLanguage()
    postal_code: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    ror: ROR | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or group that made the article, and how."""

    kind: str  # JATS contrib-type: author, translator, editor, handling-editor …; member: of the group before it
    name: PersonName | None  # None with no collab either: anonymous
    collab: ByLanguage[str] = ByLanguage()
    orcid: ORCID | None = None
    affiliations: tuple[str, ...] = ()
    corresponding: bool = False
    equal: bool = False
    email: str = ""
    credit: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    bio: ByLanguage[Node] = ByLanguage()
    on_behalf_of: str = ""
    notes: tuple[str, ...] = ()  # ids of author notes
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """Money behind the work: who gave it, and the numbers."""

    sources: ByLanguage[str]
    numbers: tuple[FundNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Permissions:
    """Copyright and licence as the article's own file says them."""

    statement: str = ""
    year: str = ""
    holder: str = ""
    licence_url: str = ""
    licence_text: str = ""


@dataclass(frozen=True, slots=True)
class FullText:
    """That the article has a full text in a language: its element in the file and its translators."""

    language: Language
    element: str = ""  # id of the sub-article, if it has one; "" is the root
    contributors: tuple[Contributor, ...] = ()  # whoever its front-stub names, seldom also the authors again
    digest: str = field(default="", compare=False)  # sha256 of the file without the full texts in other languages


@dataclass(frozen=True, slots=True)
class Media:
    """A file the article names, as it lies beside article.xml."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Article:
    """The facts of an article's front and back matter, in all its languages; bodies are read when a page is made."""

    id: ArticleId
    language: Language
    kind: str  # JATS article-type
    titles: ByLanguage[Title]
    path: str = ""  # of article.xml in the home, "/"-separated
    digest: str = ""  # sha256 of article.xml
    doi: DOI | None = None
    contributors: tuple[Contributor, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    history: tuple[tuple[str, dt.date], ...] = ()
    abstracts: ByLanguage[Node] = ByLanguage()
    keywords: ByLanguage[tuple[str, ...]] = ByLanguage()
    clc: tuple[CLC, ...] = ()
    document_code: DocumentCode | None = None
    subjects: tuple[tuple[str, str], ...] = ()  # (subj-group-type, subject) beside CLC and document code
    awards: tuple[Award, ...] = ()
    funding: ByLanguage[Node] = ByLanguage()  # the statement, as printed
    author_notes: ByLanguage[tuple[Node, ...]] = ByLanguage()
    permissions: Permissions | None = None
    related: tuple[tuple[str, str], ...] = ()  # (related-article-type, target)
    products: tuple[Node, ...] = ()
    texts: tuple[FullText, ...] = ()
    media: tuple[Media, ...] = ()
    references: tuple[Node, ...] = ()  # mixed-/element-citation of the original text, lists first, then notes

    @property
    def authors(self) -> tuple[Contributor, ...]:
        """Who wrote it, in the given order."""
        return tuple(person for person in self.contributors if person.kind == "author")

    @property
    def full_text(self) -> tuple[Language, ...]:
        """The languages with a full text, the original first."""
        return tuple(text.language for text in self.texts)

    def affiliation(self, id: str) -> Affiliation | None:
        """The affiliation with this id."""
        return next((affiliation for affiliation in self.affiliations if affiliation.id == id), None)


@dataclass(frozen=True, slots=True)
class Body:
    """The full text of an article in one language: the nodes of its body and back matter."""

    language: Language
    body: Node | None
    back: tuple[Node, ...] = ()  # ack, app-group, fn-group, ref-list, glossary, notes, sec, floats-group in file order
    fragments: tuple[Node, ...] = ()  # what has no rendering of its own, e.g. responses


# ---------------------------------------------------------------- an issue


@dataclass(frozen=True, slots=True)
class Slot:
    """An article's place in an edition of an issue: which column, which article."""

    column: str
    article: ArticleId


@dataclass(frozen=True, slots=True)
class Filler:
    """A short piece (补白) in what the last page of an article leaves free."""

    after: ArticleId
    text: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class IssueEdition:
    """An edition of an issue: the number of its first page and its articles in order."""

    language: Language
    start: int
    slots: tuple[Slot, ...]
    fillers: tuple[Filler, ...] = ()

    def filler(self, after: ArticleId) -> Filler | None:
        """The piece that stands after this article."""
        return next((filler for filler in self.fillers if filler.after == after), None)


@dataclass(frozen=True, slots=True)
class LockedPages:
    """Where a published article stands in an edition, and the sha256 of its published PDF."""

    first: int
    last: int
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class LockedArticle:
    """What publication fixed of an article."""

    id: ArticleId
    digest: str
    doi: DOI | None
    published: dt.date
    online: dt.date | None = None
    pages: ByLanguage[LockedPages] = ByLanguage()
    media: tuple[Media, ...] = ()
    pdfs: ByLanguage[str] = ByLanguage()  # sha256 of published PDFs that stand on no numbered pages


@dataclass(frozen=True, slots=True)
class Amendment:
    """A deliberate change of what a published issue is, beside its articles' text: when, why, and what it replaced."""

    changed: dt.datetime
    reason: str
    since: dt.datetime  # when what was replaced had been fixed
    toolchain: str  # that had made it
    pdfs: ByLanguage[str] = ByLanguage()  # replaced issue PDFs
    articles: tuple[tuple[ArticleId, ByLanguage[LockedPages]], ...] = ()  # replaced article PDFs, and their pages


@dataclass(frozen=True, slots=True)
class Lock:
    """What publication fixed of an issue; `changed` is UTC and later than every `changed` before it.

    An issue `taken_over` was published by another system: its PDFs are that system's and are never laid out here.
    """

    changed: dt.datetime
    toolchain: str
    articles: tuple[LockedArticle, ...]
    pdfs: ByLanguage[str] = ByLanguage()  # sha256 of each edition's issue PDF
    taken_over: str = ""  # from which system
    history: tuple[Amendment, ...] = ()  # oldest first

    def article(self, id: ArticleId) -> LockedArticle | None:
        """The entry of this article."""
        return next((article for article in self.articles if article.id == id), None)


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of an issue's cover: a file beside issue.toml, and what it shows, for who cannot see it."""

    file: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, as issue.toml says it and, once published, as its lock fixed it."""

    id: IssueId
    year: int
    number: str
    date: dt.date
    editions: tuple[IssueEdition, ...]
    volume: int | None = None
    serial: int | None = None  # the continuous number (总第N期)
    titles: ByLanguage[str] = ByLanguage()  # of a special issue
    covers: ByLanguage[Cover] = ByLanguage()
    waivers: tuple[tuple[str, str, str], ...] = ()  # rule, article, reason
    index: bool | None = None  # of the year; None: in its last number
    lock: Lock | None = None

    def edition(self, language: Language) -> IssueEdition | None:
        """The edition in `language`, if the issue has one."""
        return next((edition for edition in self.editions if edition.language == language), None)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article stands in an edition of an issue; pages are None until a lay-out or the lock knows them."""

    issue: IssueId
    language: Language
    column: str
    order: int  # 1 is the first article of the edition
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as the index of a year lists it, in an edition: in which number, column and on which page."""

    article: ArticleId
    number: str
    column: str
    title: Title
    authors: tuple[Contributor, ...]
    page: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """An article in its place, in one language: all that an output may know."""

    journal: Journal
    house: House
    article: Article
    language: Language | None = None
    issue: Issue | None = None
    placements: ByLanguage[Placement] = ByLanguage()
    online: dt.date | None = None  # of first publication online, for an article that has no issue yet


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole home at one moment, as facts; `as_of` decides only what is public."""

    journal: Journal
    house: House
    issues: tuple[Issue, ...]
    articles: tuple[Article, ...]
    forthcoming: tuple[ArticleId, ...] = ()
    online: Lock | None = None  # of what is published online first

    def article(self, id: ArticleId) -> Article:
        """The article with this id; KeyError if there is none."""
        for article in self.articles:
            if article.id == id:
                return article
        raise KeyError(id)

    def issue(self, id: IssueId) -> Issue:
        """The issue with this id; KeyError if there is none."""
        for issue in self.issues:
            if issue.id == id:
                return issue
        raise KeyError(id)
