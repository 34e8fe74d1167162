"""The JATS that the world reads: an article's file joined with its place in an issue, its journal and its numbers."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from journal import xml
from journal.errors import BadFile, BadIdentifier, Bilingual, Place
from journal.ids import ArticleNumber, Language
from journal.jats import read
from journal.jats.building import (
    NAMESPACES,
    copied,
    full,
    insert,
    lay_out,
    make,
    put_in_order,
    ranks,
    renamed,
    take,
)
from journal.jats.labels import write_labels
from journal.jats.nodes import Element, attribute, elements, line, lineno
from journal.jats.numbering import numbered
from journal.jats.practice import follow, language_of, name_forms
from journal.jats.publishing import say_from_lists
from journal.model import Body, Edition, LockedArticle, Placement, Rendition, Style

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN" '
    '"JATS-journalpublishing1-3-mathml3.dtd">'
)
VERSION = "1.3"

# What JATS demands of order; names in a tuple may mix.
_CONTRIBUTORS = ("contrib-group", "aff", "aff-alternatives")
_JOURNAL_META = ranks(
    ("journal-id", "journal-title-group", _CONTRIBUTORS, "issn", "issn-l", "isbn", "publisher", "notes", "self-uri")
)
_ARTICLE_META = ranks(
    (
        "article-id",
        ("article-version", "article-version-alternatives"),
        "article-categories",
        "title-group",
        _CONTRIBUTORS,
        "author-notes",
        ("pub-date", "pub-date-not-available"),
        *"volume volume-id volume-series issue issue-id issue-title issue-title-group issue-sponsor issue-part".split(),
        *"volume-issue-group isbn supplement fpage lpage page-range elocation-id".split(),
        ("email", "ext-link", "uri", "product", "supplementary-material"),
        *"history pub-history permissions self-uri".split(),
        ("related-article", "related-object"),
        *"abstract trans-abstract kwd-group funding-group support-group conference counts custom-meta-group".split(),
    )
)
_DATES = ("pub-date", "pub-date-not-available")
_PAGES = ("fpage", "lpage", "page-range", "elocation-id")
# What the place decides takes the place of what a file may say of an earlier one.
_INSTEAD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_DATES, _DATES),
    **dict.fromkeys(_PAGES, _PAGES),
    **{name: (name,) for name in ("volume", "issue", "issue-id", "issue-title", "counts")},
}


_FULL_TEXT = ("body", "back", "floats-group")


def world(data: bytes, rendition: Rendition, only: Language | None = None) -> bytes:
    """The article's file as the world reads it: `stamp` with every text numbered, its notes with plain numbers.

    With `only` it holds the full text in that language alone, beside the front matter in all.
    """
    path = rendition.article.path
    styles = {edition.language: edition.style for edition in rendition.journal.editions}
    bodies = {}
    for text in rendition.article.texts:
        if only not in (None, text.language):
            continue
        body, _ = read.body(data, text.language, path)
        headings = styles.get(text.language, Style()).headings(text.language)
        bodies[text.language] = numbered(body, headings, str, rendition.house)
    return stamp(data, rendition, bodies, only)


def stamp(data: bytes, rendition: Rendition, bodies: Mapping[Language, Body], only: Language | None = None) -> bytes:
    """The article's file as JATS 1.3 Journal Publishing, complete by itself.

    `bodies` are the numbered texts by language; of the file's own text only labels and empty references are written.
    """
    root = _prepared(data, rendition.article.path)
    texts = tuple(_texts(root, rendition))
    counted = [list(_counts(text)) for text in texts]  # before numbers are written, for they are not words of the text
    follow(root)
    _journal_meta(root, texts[0])
    for text, counts in zip(texts, counted, strict=True):
        head = _head(text)
        if not text.is_original:
            _translate(head, text, root)
        _categorise(head, text)
        _put(head, [*_article_ids(text), *_dates(text), *_issue(text), *_pages(text), *_rights(head, text)])
        _put(head, [*_addresses(head, text), make("counts", *counts), *_remarks(head, text)])
        _insist_on_known(head, rendition.article.path)
        put_in_order(head, _ARTICLE_META)
        if text.language in bodies:
            write_labels(text.element, bodies[text.language])
        if only is not None and text.language != only:
            for part in [*elements(text.element, *_FULL_TEXT), *elements(head, "counts")]:
                take(part)
    say_from_lists(root)
    return xml.serialise(root.getroottree(), DOCTYPE)


# ---------------------------------------------------------------- the file


def _insist_on_known(head: Element, path: str) -> None:
    """A name that JATS does not have in <article-meta> has no place there, and its author meant another."""
    for child in elements(head):
        if str(child.tag) not in _ARTICLE_META:
            name = etree.QName(child).localname
            raise BadFile(
                Place(path, child.sourceline or 0),
                Bilingual(f"<article-meta> 中不能有 <{name}>。", f"<{name}> has no place in <article-meta>."),
                Bilingual("请改正元素的名称。", "Correct the element's name."),
            )


def _prepared(data: bytes, path: str) -> Element:
    """The article alone: no comments or instructions, the three namespaces and the version declared at the top."""
    source = copy.deepcopy(read.root(data, path))
    if source.find("front/article-meta") is None:
        raise BadFile(
            Place(path, lineno(source)),
            Bilingual(
                "没有 <front>/<article-meta>，不知道是哪篇文章。",
                "has no <front>/<article-meta>: nothing says what it is.",
            ),
            Bilingual("请补上题名、作者等信息。", "Add title, authors and the rest."),
        )
    for aside in list(source.iter(etree.Comment, etree.PI)):
        take(aside)
    root = source
    if any(source.nsmap.get(prefix) != address for prefix, address in NAMESPACES.items()):
        prefixes: dict[str | None, str] = {**source.nsmap}
        prefixes.update(NAMESPACES)
        root = etree.Element("article", nsmap=prefixes)
        root.attrib.update(source.attrib)
        root.text = source.text
        root.extend(list(source))
    root.set("dtd-version", VERSION)
    if root.find("processing-meta") is None:
        insert(root, 0, make("processing-meta", **_PROCESSING))
    return root


_PROCESSING = {
    "tagset_family": "jats",
    "base_tagset": "publishing",
    "mathml_version": "3.0",
    "table_model": "xhtml",
}


# ---------------------------------------------------------------- where a text stands


@dataclass(frozen=True, slots=True)
class _Text:
    """The article's text in one language: its element, its edition and its place there."""

    element: Element
    language: Language
    rendition: Rendition
    edition: Edition
    placement: Placement | None
    is_original: bool

    @property
    def languages(self) -> tuple[Language, ...]:
        """Whose words it carries: the original those of every edition, a translation its own."""
        others = self.rendition.journal.languages if self.is_original else ()
        return self.language, *(other for other in others if other.primary != self.language.primary)

    @property
    def lock(self) -> LockedArticle | None:
        """What publication fixed."""
        issue = self.rendition.issue
        return issue.lock.article(self.rendition.article.id) if issue and issue.lock else None

    @property
    def pages(self) -> tuple[int, int] | None:
        """The first and last page, once both are known."""
        placed = self.placement
        return (placed.first, placed.last) if placed and placed.first and placed.last else None


def _texts(root: Element, rendition: Rendition) -> Iterator[_Text]:
    """The original, then the translations that have a text of their own."""
    article = rendition.article
    translated = {text.language: text for text in article.texts if text.language != article.language}
    placement = _of(rendition.placements, article.language)
    if placement is None:
        # An original in a language without an edition stands in an edition as it is.
        placement = next((p for language, p in rendition.placements.items() if language not in translated), None)
    yield _text(root, article.language, rendition, placement, is_original=True)
    for element in root.iter("sub-article"):
        language = language_of(element)
        if language in translated and attribute(element, "article-type") == "translation":
            del translated[language]
            yield _text(element, language, rendition, _of(rendition.placements, language), is_original=False)


def _text(
    element: Element, language: Language, rendition: Rendition, placement: Placement | None, *, is_original: bool
) -> _Text:
    editions = {edition.language: edition for edition in rendition.journal.editions}
    edition = _of(editions, placement.language if placement else language) or rendition.journal.editions[0]
    return _Text(element, language, rendition, edition, placement, is_original)


V = TypeVar("V")


def _of(values: Mapping[Language, V], language: Language) -> V | None:
    """The value in a language; zh does for zh-Hans and the other way round, but no other language does."""
    return values.get(language) or next((v for known, v in values.items() if known.primary == language.primary), None)


def _head(text: _Text) -> Element:
    """The element that holds a text's metadata, made where the file has none."""
    found = text.element.find("front/article-meta" if text.is_original else "front-stub")
    if found is None:
        found = text.element.find("front/article-meta")
    if found is None:
        found = make("front-stub")
        insert(text.element, 0, found)
    return found


# ---------------------------------------------------------------- the journal


def _journal_meta(root: Element, text: _Text) -> None:
    """The journal as the edition in the article's own language prints it; what a file says beside that is kept."""
    front = root.find("front")
    assert front is not None
    meta = front.find("journal-meta")
    if meta is None:
        meta = make("journal-meta")
        front.insert(0, meta)
    for old in list(elements(meta, "journal-title-group", "issn", "publisher")):
        take(old)
    known = {(attribute(old, "journal-id-type"), line(old)) for old in elements(meta, "journal-id")}
    made = [*_journal_ids(text), _journal_titles(text), *_issns(text.edition), _publisher(text)]
    meta.extend(new for new in made if (attribute(new, "journal-id-type"), line(new)) not in known)
    put_in_order(meta, _JOURNAL_META)
    _indent(meta)
    lay_out(front)


def _journal_ids(text: _Text) -> Iterator[Element]:
    yield make("journal-id", text.rendition.journal.id, journal_id_type="publisher-id")
    if text.edition.cn:
        yield make("journal-id", str(text.edition.cn), journal_id_type="cn")


def _journal_titles(text: _Text) -> Element:
    journal, edition = text.rendition.journal, text.edition
    others = [(language, title) for language, title in journal.titles.items() if language != edition.language]
    subtitles = {other.language: other.subtitle for other in journal.editions}
    return make(
        "journal-title-group",
        make("journal-title", edition.title, xml__lang=edition.language),
        make("journal-subtitle", edition.subtitle, xml__lang=edition.language) if edition.subtitle else None,
        *(
            make(
                "trans-title-group",
                make("trans-title", title),
                make("trans-subtitle", subtitles[language]) if subtitles.get(language) else None,
                xml__lang=language,
            )
            for language, title in others
        ),
        *(make("abbrev-journal-title", short, xml__lang=tongue) for tongue, short in journal.abbreviations.items()),
    )


def _issns(edition: Edition) -> Iterator[Element]:
    yield make("issn", str(edition.issn), publication_format="print")
    if edition.eissn:
        yield make("issn", str(edition.eissn), publication_format="electronic")


def _publisher(text: _Text) -> Element:
    journal = text.rendition.journal
    parts: list[Element] = []
    for language in text.languages:
        name, place = _of(journal.publisher, language), _of(journal.publisher_place, language)
        if name:
            parts.append(make("publisher-name", name, xml__lang=language))
            parts += [make("publisher-loc", place, xml__lang=language)] if place else []
    return make("publisher", *parts)


# ---------------------------------------------------------------- the article in its place


def _put(head: Element, parts: list[Element]) -> None:
    """Add to the metadata what its place decides; of what a file says of an earlier place it takes the place."""
    gone = {old for part in parts for old in _INSTEAD.get(str(part.tag), ())}
    for child in list(elements(head)):
        if child.tag in gone:
            take(child)
    for part in parts:
        head.append(part)
        _indent(part)


def _article_ids(text: _Text) -> Iterator[Element]:
    article = text.rendition.article
    known = {attribute(old, "pub-id-type") for old in elements(_head(text), "article-id")}
    doi = article.doi or (text.lock.doi if text.lock else None)
    if text.is_original and doi and "doi" not in known:
        yield make("article-id", doi, pub_id_type="doi")
    if text.is_original and "publisher-id" not in known:
        yield make("article-id", article.id, pub_id_type="publisher-id")
    number = _article_number(text)
    if number:
        yield make("article-id", number, pub_id_type="custom", custom_type="article-number")


def _article_number(text: _Text) -> ArticleNumber | None:
    """文章编号; a combined issue (5-6) has none."""
    issue, pages = text.rendition.issue, text.pages
    if issue is None or pages is None:
        return None
    first, last = pages
    try:
        return ArticleNumber.of(text.edition.issn, issue.year, issue.number, first, last - first + 1)
    except BadIdentifier:
        return None


def _categorise(head: Element, text: _Text) -> None:
    """The column is the article's heading, in each language; other subjects stay."""
    if text.placement is None:
        return
    categories = head.find("article-categories")
    if categories is None:
        categories = make("article-categories")
        head.append(categories)
    for old in list(elements(categories, "subj-group")):
        if attribute(old, "subj-group-type") == "heading":
            take(old)
    for index, group in enumerate(_columns(text)):
        categories.insert(index, group)
    _indent(categories)


def _columns(text: _Text) -> Iterator[Element]:
    journal, placements = text.rendition.journal, text.rendition.placements
    for language in text.languages:
        placed = _of(placements, language) or text.placement
        title = _of(journal.column(placed.column).titles, language) if placed else None
        if title:
            # In the article's own language it is inherited, and JATS4R wants it said only where it differs.
            other = language if language != text.language else None
            yield make("subj-group", make("subject", title), subj_group_type="heading", xml__lang=other)


def _dates(text: _Text) -> Iterator[Element]:
    """The days of print and of going online, apart."""
    if not text.is_original:
        return
    issue, lock = text.rendition.issue, text.lock
    dates = [
        ("print", issue.date if issue else None),
        ("electronic", (lock.online or lock.published) if lock else text.rendition.online),
    ]
    known = [(how, day) for how, day in dates if day]
    for how, day in known:
        yield make("pub-date", *_day(day), publication_format=how, date_type="pub", iso_8601_date=day.isoformat())
    if not known and text.element.find("front/article-meta/pub-date") is None:
        yield make("pub-date-not-available")


def _day(day: dt.date) -> Iterator[Element]:
    for name in ("day", "month", "year"):
        yield make(name, str(getattr(day, name)))


def _issue(text: _Text) -> Iterator[Element]:
    issue = text.rendition.issue
    if issue is None or not (text.is_original or text.placement):
        return
    if issue.volume:
        yield make("volume", str(issue.volume))
    yield make("issue", issue.number)
    yield make("issue-id", issue.id, pub_id_type="publisher-id")
    for language in text.languages:
        title = issue.titles.get(language)
        if title:
            yield make("issue-title", title, xml__lang=language)


def _pages(text: _Text) -> Iterator[Element]:
    if text.pages:
        first, last = text.pages
        yield make("fpage", str(first))
        yield make("lpage", str(last))
        yield make("page-range", f"{first}-{last}" if last > first else str(first))


# ---------------------------------------------------------------- rights and addresses


def _rights(head: Element, text: _Text) -> Iterator[Element]:
    """The journal's copyright and licence, unless the article says its own."""
    own = text.rendition.article.permissions is not None
    if head.find("permissions") is None and not own:
        yield make("permissions", *_copyright(text), *_licences(text))


def _copyright(text: _Text) -> Iterator[Element]:
    year = _year(text)
    held = [
        (language, holder) for language in text.languages if (holder := _of(text.rendition.journal.holder, language))
    ]
    if year and held:
        yield from (make("copyright-statement", f"© {year} {holder}", xml__lang=tongue) for tongue, holder in held)
        yield make("copyright-year", str(year))
        yield from (make("copyright-holder", holder, xml__lang=tongue) for tongue, holder in held)


def _year(text: _Text) -> int | None:
    if text.lock:
        return (text.lock.online or text.lock.published).year
    if text.rendition.online:
        return text.rendition.online.year
    return text.rendition.issue.year if text.rendition.issue else None


_OPEN = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/")


def _licences(text: _Text) -> Iterator[Element]:
    licence = text.rendition.journal.licence
    if licence is None:
        return
    if _OPEN.match(licence.url):
        yield make("ali:free_to_read")
    for language in text.languages:
        words = _of(licence.texts, language)
        if words or language == text.language:
            yield make(
                "license",
                make("ali:license_ref", licence.url),
                make("license-p", words) if words else None,
                xlink__href=licence.url,
                xml__lang=language,
            )


_LINK = {
    "html": Bilingual("网页版", "Web page"),
    "pdf": Bilingual("PDF 版", "PDF"),
}


def _addresses(head: Element, text: _Text) -> Iterator[Element]:
    """Where the article's page and PDF are, in each language that has one; they never move."""
    article, journal = text.rendition.article, text.rendition.journal
    base = f"{journal.site.rstrip('/')}/articles/{article.id}/"
    pages = [language for language in article.titles if text.is_original or language == text.language]
    texts = [language for language in article.full_text if text.is_original or language == text.language]
    found = [("html", language, base + _page_name(language, journal.languages)) for language in pages]
    found += [("pdf", language, f"{base}{article.id}.{language}.pdf") for language in texts]
    known = {attribute(old, full("xlink:href")) for old in elements(head, "self-uri")}
    for kind, language, address in found:
        if address not in known:
            yield make(
                "self-uri", _LINK[kind].say(language), content_type=kind, xlink__href=address, xml__lang=language
            )


def _page_name(language: Language, languages: tuple[Language, ...]) -> str:
    return "" if language == languages[0] else f"{language}.html"


# ---------------------------------------------------------------- counts and remarks

_COUNTED = {
    "fig-count": "fig",
    "table-count": "table-wrap",
    "equation-count": "disp-formula",
    "ref-count": "ref",
}
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:['’.,-][^\W_{_HAN}]+)*")
_NO_WORDS = frozenset({"xref", "label", "alt-text", "tex-math", f"{{{NAMESPACES['mml']}}}math"})


def _counts(text: _Text) -> Iterator[Element]:
    """How many figures, tables, equations, references, pages and words; a Chinese character counts as a word."""
    parts = list(elements(text.element, "body", "back", "floats-group"))
    for name, counted in _COUNTED.items():
        yield make(name, count=sum(1 for part in parts for _ in part.iter(counted)))
    if text.pages:
        first, last = text.pages
        yield make("page-count", count=last - first + 1)
    words = sum(len(_WORD.findall(" ".join(_words(part)))) for part in parts if part.tag == "body")
    if words:  # of an article whose text is in a PDF alone nobody has counted them
        yield make("word-count", count=words)


def _words(element: Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in _NO_WORDS:
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _remarks(head: Element, text: _Text) -> Iterator[Element]:
    """What JATS has no better place for."""
    made = [
        make("custom-meta", make("meta-name", name), make("meta-value", value))
        for name, value in _remarks_of(text)
        if value
    ]
    group = head.find("custom-meta-group")
    if group is not None:
        group.extend(made)
        _indent(group)
    elif made:
        yield make("custom-meta-group", *made)


def _remarks_of(text: _Text) -> Iterator[tuple[str, str]]:
    issue, journal = text.rendition.issue, text.rendition.journal
    if text.is_original:
        yield "whole-number", str(issue.serial or "") if issue else ""
        yield "specimen", journal.specimen.best(text.language) or ""
    elif text.placement:
        # A translation stands in an edition with a title and numbers of its own.
        yield "journal-title", text.edition.title
        yield "issn", str(text.edition.issn)
        yield "eissn", str(text.edition.eissn or "")
        yield "cn", str(text.edition.cn or "")


# ---------------------------------------------------------------- translations


def _translate(stub: Element, text: _Text, root: Element) -> None:
    """A translation's own front matter, out of what the article says in its language; what it says itself stands."""
    meta = root.find("front/article-meta")
    assert meta is not None
    for name, build in _FROM_ARTICLE.items():
        if stub.find(name) is None:
            for part in build(meta, text.language):
                stub.append(part)
                _indent(part)
    _authors(stub, meta, text.language)


def _title_group(meta: Element, language: Language) -> Iterator[Element]:
    for group in meta.iterfind("title-group/trans-title-group"):
        if _speaks(group, language):
            names = {"trans-title": "article-title", "trans-subtitle": "subtitle"}
            yield make("title-group", *(renamed(part, names[str(part.tag)]) for part in elements(group, *names)))
            return


def _abstracts(meta: Element, language: Language) -> Iterator[Element]:
    for abstract in elements(meta, "trans-abstract"):
        if _speaks(abstract, language):
            yield renamed(abstract, "abstract", abstract_type=attribute(abstract, "abstract-type"))


def _keywords(meta: Element, language: Language) -> Iterator[Element]:
    for group in elements(meta, "kwd-group"):
        if _speaks(group, language):
            yield copied(group)


_FROM_ARTICLE: dict[str, Callable[[Element, Language], Iterator[Element]]] = {
    "title-group": _title_group,
    "abstract": _abstracts,
    "kwd-group": _keywords,
}


def _speaks(element: Element, language: Language) -> bool:
    own = language_of(element)
    return own is not None and own.primary == language.primary


def _authors(stub: Element, meta: Element, language: Language) -> None:
    """The authors, by their names in this language, before the translator."""
    if any(attribute(person, "contrib-type") == "author" for person in stub.iterfind("contrib-group/contrib")):
        return
    authors = [
        _author(p, language) for p in meta.iterfind("contrib-group/contrib") if attribute(p, "contrib-type") == "author"
    ]
    group = stub.find("contrib-group")
    if group is None and authors:
        group = make("contrib-group")
        stub.append(group)
    if group is not None:
        for index, author in enumerate(authors):
            group.insert(index, author)
        _indent(group)


def _author(person: Element, language: Language) -> Element:
    author = make(
        "contrib",
        contrib_type="author",
        corresp=attribute(person, "corresp"),
        equal_contrib=attribute(person, "equal-contrib"),
    )
    names = list(name_forms(person)) or [*person.iter("collab"), *elements(person, "string-name", "anonymous")]
    affiliations = [ref for ref in elements(person, "xref") if attribute(ref, "ref-type") == "aff"]
    author.extend(copied(part) for part in (*elements(person, "contrib-id"), *_one_in(names, language), *affiliations))
    return author


def _one_in(names: list[Element], language: Language) -> list[Element]:
    """The form in a language, else the last: that in Latin letters, which other languages can read."""
    spoken = [name for name in names if _speaks(name, language)]
    return spoken[:1] or names[-1:]


# ---------------------------------------------------------------- white space

# Elements that hold elements alone: each child goes on a line of its own.
_STRUCTURE = frozenset(
    "journal-meta journal-title-group trans-title-group publisher article-categories title-group contrib-group contrib "
    "pub-date permissions license counts custom-meta-group custom-meta abstract kwd-group".split()
)


def _indent(element: Element) -> None:
    for each in (element, *element.iterdescendants("*")):
        if each.tag in _STRUCTURE:
            lay_out(each)
