"""Front matter: `article-meta`, and the `front-stub` of a translation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from journal.ids import CLC, DOI, DocumentCode, FundNumber, Language
from journal.jats.contributors import Group, read_affiliation, read_group
from journal.jats.dates import day
from journal.jats.nodes import XLINK, Element, attribute, elements, line, node, tag
from journal.jats.record import AGAIN, TYPED, Record
from journal.model import Award, ByLanguage, Node, Permissions, Title

T = TypeVar("T")
Pairs: TypeAlias = list[tuple[Language, T]]

_AUTHORS_KEYWORDS = re.compile(r"|.*author.*|.*key-?words?.*|kwd", re.IGNORECASE)
_MANY = re.compile(r"\s*[;；]\s*")
_BETWEEN_KEYWORDS = re.compile(r"\s*[;；,，、]\s*")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Facts:
    """What is read so far of an article's front matter."""

    group: Group = field(default_factory=Group)
    doi: DOI | None = None
    titles: Pairs[Title] = field(default_factory=list)
    history: list[tuple[str, dt.date]] = field(default_factory=list)
    abstracts: Pairs[Node] = field(default_factory=list)
    keywords: Pairs[tuple[str, ...]] = field(default_factory=list)
    clc: list[CLC] = field(default_factory=list)
    document_code: DocumentCode | None = None
    subjects: list[tuple[str, str]] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    funding: Pairs[Node] = field(default_factory=list)
    author_notes: Pairs[tuple[Node, ...]] = field(default_factory=list)
    permissions: Permissions | None = None
    related: list[tuple[str, str]] = field(default_factory=list)
    products: list[Node] = field(default_factory=list)

    def of_translation(self) -> Facts:
        """These facts for a translation to add to, with contributors of its own."""
        return replace(self, group=replace(self.group, contributors=[]))


Read: TypeAlias = Callable[[Record, Element, Language, Facts], None]


def read_meta(record: Record, element: Element, language: Language, facts: Facts) -> None:
    """Read an `article-meta` into `facts`."""
    _read(_META, record, element, language, facts)


def read_stub(record: Record, element: Element, language: Language, facts: Facts) -> None:
    """Read the `front-stub` of a translation: what a translation has in its own language, and who made it."""
    _read(_STUB, record, element, language, facts)


def read_journal(record: Record, element: Element) -> None:
    """Note that an id and ISSN in `journal-meta` are only what the DTD demands: the journal's facts are elsewhere."""
    record.part(element)
    record.whole(*elements(element, "journal-id", "issn"))


def _read(table: dict[str, Read], record: Record, element: Element, language: Language, facts: Facts) -> None:
    """The children by the table; what is not in it, or not marked as read, is named when the reading ends."""
    record.part(element)
    language = record.language(element, language)
    for child in elements(element):
        read = table.get(tag(child))
        if read:
            read(record, child, language, facts)


def _add(record: Record, element: Element, language: Language, pairs: Pairs[T], value: Callable[[Element], T]) -> None:
    """Add a fact in a language unless there is one already."""
    if any(language == known for known, _ in pairs):
        record.excuse(element, AGAIN)
    else:
        record.whole(element)
        pairs.append((language, value(element)))


# ---------------------------------------------------------------- identifiers and subjects


def _read_id(record: Record, element: Element, _: Language, facts: Facts) -> None:
    if attribute(element, "pub-id-type").lower() != "doi":
        return
    if facts.doi:
        record.excuse(element, AGAIN)
    else:
        facts.doi = record.identifier(DOI, element)


def _read_categories(record: Record, element: Element, _: Language, facts: Facts) -> None:
    record.part(element)
    for group in elements(element, "subj-group"):
        _read_subjects(record, group, attribute(group, "subj-group-type"), facts)


def _read_subjects(record: Record, element: Element, kind: str, facts: Facts) -> None:
    record.part(element)
    for child in elements(element, "subject"):
        _read_subject(record, child, kind, facts)
    for child in elements(element, "compound-subject"):
        facts.subjects.append((kind, " – ".join(_parts(record, child, "compound-subject-part"))))
    for group in elements(element, "subj-group"):
        _read_subjects(record, group, attribute(group, "subj-group-type") or kind, facts)


def _read_subject(record: Record, element: Element, kind: str, facts: Facts) -> None:
    text = record.text(element)
    if kind == "clc":
        numbers = (record.identifier(CLC, element, each) for each in _MANY.split(text) if each)
        facts.clc += [number for number in numbers if number]
    elif kind == "document-code" and not facts.document_code:
        facts.document_code = record.identifier(DocumentCode, element)
    else:
        facts.subjects.append((kind, text))


# ---------------------------------------------------------------- titles


def _read_titles(record: Record, element: Element, language: Language, facts: Facts) -> None:
    record.part(element)
    _read_title(record, element, record.language(element, language), facts, "article-title", "subtitle")
    for group in elements(element, "trans-title-group"):
        record.part(group)
        _read_title(record, group, record.language(group, language), facts, "trans-title", "trans-subtitle")
    # Before JATS, trans-title stood in title-group itself.
    _read_title(record, element, language, facts, "trans-title", "trans-subtitle")
    for notes in elements(element, "fn-group"):
        _read_notes(record, notes, language, facts)


def _read_title(record: Record, group: Element, language: Language, facts: Facts, main: str, sub: str) -> None:
    subtitles = list(elements(group, sub))
    for element in elements(group, main):
        own = record.language(element, language)
        if any(own == known for known, _ in facts.titles):
            record.excuse(element, AGAIN)
        elif record.text(element):
            subtitle = subtitles.pop(0) if subtitles else None
            facts.titles.append((own, Title(node(element), _subtitle(record, subtitle))))


def _subtitle(record: Record, element: Element | None) -> Node | None:
    return node(element) if element is not None and record.text(element) else None


# ---------------------------------------------------------------- people


def _read_group(record: Record, element: Element, language: Language, facts: Facts) -> None:
    read_group(record, element, language, facts.group)


def _read_affiliation(record: Record, element: Element, language: Language, facts: Facts) -> None:
    read_affiliation(record, element, language, facts.group)


def _read_notes(record: Record, element: Element, language: Language, facts: Facts) -> None:
    record.part(element)
    language = record.language(element, language)
    for child in elements(element, "fn", "corresp", "p"):
        own = record.language(child, language)
        record.whole(child)
        _append(facts.author_notes, own, (node(child),))


def _append(pairs: Pairs[tuple[T, ...]], language: Language, values: tuple[T, ...]) -> None:
    for position, (known, before) in enumerate(pairs):
        if known == language:
            pairs[position] = (known, before + values)
            return
    pairs.append((language, values))


# ---------------------------------------------------------------- history


def _read_history(record: Record, element: Element, _: Language, facts: Facts) -> None:
    record.part(element)
    for date in elements(element, "date"):
        _read_date(record, date, "", facts)


def _read_events(record: Record, element: Element, _: Language, facts: Facts) -> None:
    record.part(element)
    for event in elements(element, "event"):
        record.part(event)
        for date in elements(event, "date", "pub-date"):
            _read_date(record, date, attribute(event, "event-type"), facts)


def _read_date(record: Record, element: Element, kind: str, facts: Facts) -> None:
    when = day(record, element)
    if when:
        kind = attribute(element, "date-type") or attribute(element, "pub-type") or kind
        facts.history.append((kind, when))


# ---------------------------------------------------------------- abstracts and keywords


def _read_abstract(record: Record, element: Element, language: Language, facts: Facts) -> None:
    if attribute(element, "abstract-type").lower() not in ("", "abstract"):
        record.excuse(element, TYPED)
        return
    _add(record, element, record.language(element, language), facts.abstracts, node)


def _read_keywords(record: Record, element: Element, language: Language, facts: Facts) -> None:
    if not _AUTHORS_KEYWORDS.fullmatch(attribute(element, "kwd-group-type")):
        record.excuse(element, TYPED)
        return
    record.part(element)
    language = record.language(element, language)
    for child in elements(element):
        if child.tag == "kwd-group":
            _read_keywords(record, child, language, facts)
        elif child.tag in _KEYWORDS:
            own = record.language(child, language)
            words = tuple(word for word in _KEYWORDS[str(child.tag)](record, child) if word)
            _append(facts.keywords, own, words)


def _read_translated_keywords(record: Record, element: Element, language: Language, facts: Facts) -> None:
    # Two groups of an article in one language are one list; a group that a translation repeats is not.
    if any(record.language(element, language) == known for known, _ in facts.keywords):
        record.excuse(element, AGAIN)
    else:
        _read_keywords(record, element, language, facts)


def _unstructured(record: Record, element: Element) -> list[str]:
    return _BETWEEN_KEYWORDS.split(record.text(element))


def _compound(record: Record, element: Element) -> list[str]:
    return [" – ".join(_parts(record, element, "compound-kwd-part"))]


def _parts(record: Record, element: Element, name: str) -> list[str]:
    record.part(element)
    return [record.text(part) for part in elements(element, name)]


def _nested(record: Record, element: Element) -> list[str]:
    record.part(element)
    return [word for child in elements(element) for word in _KEYWORDS.get(str(child.tag), _none)(record, child)]


def _none(record: Record, element: Element) -> list[str]:
    return []


_KEYWORDS: dict[str, Callable[[Record, Element], list[str]]] = {
    "kwd": lambda record, element: [record.text(element)],
    "compound-kwd": _compound,
    "nested-kwd": _nested,
    "unstructured-kwd-group": _unstructured,
}


def _read_unstructured(record: Record, element: Element, language: Language, facts: Facts) -> None:
    words = tuple(word for word in _unstructured(record, element) if word)
    _append(facts.keywords, record.language(element, language), words)


# ---------------------------------------------------------------- money, rights, relations


def _read_funding(record: Record, element: Element, language: Language, facts: Facts) -> None:
    record.part(element)
    for group in elements(element, "award-group"):
        award = _award(record, group, record.language(group, language))
        facts.awards += [award] if award.sources or award.numbers else []
    _read_statements(record, element, language, facts)


def _read_statements(record: Record, element: Element, language: Language, facts: Facts) -> None:
    record.part(element)
    for statement in elements(element, "funding-statement"):
        _add(record, statement, record.language(statement, language), facts.funding, node)


def _award(record: Record, element: Element, language: Language) -> Award:
    record.part(element)
    sources: dict[Language, list[str]] = {}
    for source in elements(element, "funding-source"):
        sources.setdefault(record.language(source, language), []).append(_source(record, source))
    numbers = [record.identifier(FundNumber, each) for each in elements(element, "award-id") if line(each)]
    named = ((own, _listed([text for text in texts if text])) for own, texts in sources.items())
    return Award(ByLanguage.of(pair for pair in named if pair[1]), tuple(number for number in numbers if number))


def _source(record: Record, element: Element) -> str:
    """The name of a funder; its identifiers are left to be named."""
    wrap = next(elements(element, "institution-wrap"), None)
    if wrap is None:
        return record.text(element)
    record.part(element)
    record.part(wrap)
    return " ".join(record.text(institution) for institution in elements(wrap, "institution"))


def _listed(texts: list[str]) -> str:
    return ("；" if _HAN.search("".join(texts)) else "; ").join(texts)


def _read_permissions(record: Record, element: Element, language: Language, facts: Facts) -> None:
    if facts.permissions:
        record.excuse(element, AGAIN)
        return
    record.part(element)
    url, text = _licence(record, element, language)
    facts.permissions = Permissions(
        statement=_first_text(record, element, "copyright-statement", language),
        year=_first_text(record, element, "copyright-year", language),
        holder=_first_text(record, element, "copyright-holder", language),
        licence_url=url,
        licence_text=text,
    )


def _first_text(record: Record, element: Element, name: str, language: Language) -> str:
    chosen = _in_language(record, list(elements(element, name)), language)
    return "" if chosen is None else record.text(chosen)


def _licence(record: Record, element: Element, language: Language) -> tuple[str, str]:
    chosen = _in_language(record, list(elements(element, "license")), language)
    if chosen is None:
        return "", ""
    record.part(chosen)
    references = [child for child in elements(chosen) if tag(child) == "ali:license_ref"]
    links = [
        link for link in chosen.iter("ext-link", "uri") if "creativecommons.org" in attribute(link, f"{XLINK}href")
    ]
    addresses = [attribute(chosen, f"{XLINK}href"), *map(line, references)]
    addresses += [attribute(link, f"{XLINK}href") for link in links]
    texts = [record.text(child) for child in elements(chosen, "license-p", "p")]
    url = next(filter(None, addresses), "")
    record.whole(*(each for each in references if line(each) == url))
    return url, " ".join(filter(None, texts))


def _in_language(record: Record, found: list[Element], language: Language) -> Element | None:
    """Of elements that say one thing in several languages the article's own, else the first."""
    chosen = next((each for each in found if record.language(each, language) == language), found[0] if found else None)
    for other in found:
        if other is not chosen:
            record.excuse(other, AGAIN)
    return chosen


def _read_related(record: Record, element: Element, _: Language, facts: Facts) -> None:
    target = attribute(element, f"{XLINK}href")
    record.part(element, text=not target)
    facts.related.append((attribute(element, "related-article-type"), target or line(element)))


def _read_product(record: Record, element: Element, _: Language, facts: Facts) -> None:
    record.whole(element)
    facts.products.append(node(element))


_STUB: dict[str, Read] = {
    "title-group": _read_titles,
    "contrib-group": _read_group,
    "aff": _read_affiliation,
    "aff-alternatives": _read_affiliation,
    "author-notes": _read_notes,
    "abstract": _read_abstract,
    "trans-abstract": _read_abstract,
    "kwd-group": _read_translated_keywords,
    "unstructured-kwd-group": _read_unstructured,
    "funding-group": _read_statements,
}
_META: dict[str, Read] = {
    **_STUB,
    "article-id": _read_id,
    "article-categories": _read_categories,
    "kwd-group": _read_keywords,
    "history": _read_history,
    "pub-history": _read_events,
    "permissions": _read_permissions,
    "funding-group": _read_funding,
    "related-article": _read_related,
    "product": _read_product,
}
