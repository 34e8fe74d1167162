"""An article file as facts: its front matter for the whole home, its full text for whoever makes a page of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from lxml import etree

from journal import xml
from journal.errors import BadFile, Bilingual, Finding, Place
from journal.ids import ArticleId, Language
from journal.jats import front
from journal.jats.contributors import resolved
from journal.jats.nodes import XLINK, Element, asides, attribute, elements, lineno, node, tag
from journal.jats.record import AGAIN, SEPARATE, Record
from journal.model import Article, Body, ByLanguage, FullText, Media

Source: TypeAlias = bytes | Element  # a file's bytes, or what `root` made of them

_TEXTS = ("body", "back", "floats-group")
_SEPARATE = ("sub-article", "response")
_CITATIONS = ("mixed-citation", "element-citation", "nlm-citation")
_MEDIA = (
    "graphic inline-graphic media inline-media supplementary-material inline-supplementary-material chem-struct-wrap"
).split()
_PICTURES = ("graphic", "inline-graphic")
_FORMS = ("alternatives", "disp-formula", "inline-formula")  # that hold several forms of one thing
_BETTER = ("{http://www.w3.org/1998/Math/MathML}math", "tex-math", "table")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")

PUT_BESIDE = Bilingual(
    "请把图片文件放在 article.xml 旁边，并在 xlink:href 中写它的名称。",
    "Put the picture beside article.xml, and give its name in xlink:href.",
)


def root(data: bytes, path: str) -> Element:
    """The `article` element of a file; give it to the functions below to parse the file only once."""
    element = xml.parse(data, path).getroot()
    namespace, _, local = str(element.tag).rpartition("}")
    if local != "article":
        raise BadFile(
            Place(path, lineno(element)),
            Bilingual(f"根元素是 <{local}>，不是 <article>。", f"the root element is <{local}>, not <article>."),
            Bilingual("请提供 JATS 文章文件。", "Give a JATS article file."),
        )
    if namespace:
        # JATS has no namespace, but harvesters and XSD users put it into one.
        for each in element.iter(f"{namespace}}}*"):
            each.tag = str(each.tag).removeprefix(f"{namespace}}}")
    return element


def article(
    data: Source, id: ArticleId, path: str, digest: str = "", media: Mapping[str, str] | None = None
) -> tuple[Article, tuple[Finding, ...]]:
    """The facts of an article and what was found in reading them; `media` is the sha256 of each file it names."""
    top = _root(data, path)
    record = Record(path)
    language = record.root_language(top)
    facts = front.Facts()
    texts = [(FullText(language), top)] if _has_text(top) else []
    _read_front(record, top, language, facts)
    for element, own in _translations(record, top, language):
        of_translation = facts.of_translation()
        for stub in elements(element, "front-stub", "front"):
            _read_stub(record, stub, own, of_translation)
        record.leave(*_unknown(element))
        if _has_text(element):
            people = resolved(facts.group, of_translation.group.contributors)
            texts.append((FullText(own, attribute(element, "id"), people), element))
    record.asides(_asides_outside_texts(top))
    record.leave(*_unknown(top))
    digested = tuple(
        replace(text, digest=_digest(top, {other for _, other in texts if other is not element}))
        for text, element in texts
    )
    return _article(top, id, path, digest, media or {}, language, facts, digested), tuple(record.findings)


def insist_on_links(data: Source, path: str, language: Language | None = None) -> None:
    """BadFile names the first id that two elements carry, or the first cross-reference to an id that none carries
    (in any text, or in that of `language`): what is numbered and linked by ids would print another number, or none.
    Of the text in `language`, which is to be printed, it also names the first picture that is no file beside the article:
    a page fetches nothing from elsewhere."""
    top = _root(data, path)
    if language is not None:
        _insist_on_pictures(top, path, language)
    seen: dict[str, int] = {}
    for element in top.iter("*"):
        id = element.get("id")
        if id is not None and id in seen:
            raise BadFile(
                Place(path, lineno(element)),
                Bilingual(
                    f"id“{id}”重复，第 {seen[id]} 行已用过。", f"the id “{id}” stands twice, first on line {seen[id]}."
                ),
                Bilingual("请改成文件中唯一的 id。", "Make every id of the file unique."),
            )
        if id is not None:
            seen[id] = lineno(element)
    for element in top.iter("xref"):
        if language is not None and _written_in(element) not in ("", language):
            continue
        for id in element.get("rid", "").split():
            if id not in seen:
                raise BadFile(
                    Place(path, lineno(element)),
                    Bilingual(
                        f"<xref> 指向的 id“{id}”不存在。", f"<xref> points to the id “{id}”, which does not exist."
                    ),
                    Bilingual(
                        "请改正 rid，或补上带此 id 的元素。", "Correct the rid, or add the element with this id."
                    ),
                )


def _insist_on_pictures(top: Element, path: str, language: Language) -> None:
    for picture in top.iter(*_PICTURES):
        name = attribute(picture, f"{XLINK}href").strip()
        beside = name and not _ELSEWHERE.match(name)
        if beside or not _is_printed(picture) or _written_in(picture) not in ("", language):
            continue
        reason = (
            Bilingual(
                f"图片“{name}”不是文章文件夹中的文件。", f"the picture “{name}” is no file in the article's folder."
            )
            if name
            else Bilingual("图片没有写明文件（xlink:href）。", "the picture names no file (xlink:href).")
        )
        raise BadFile(Place(path, lineno(picture), f"<{tag(picture)}>"), reason, PUT_BESIDE)


def body(data: Source, language: Language, path: str) -> tuple[Body, tuple[Finding, ...]]:
    """The full text in a language that `Article.texts` names, and findings; KeyError for another language."""
    top = _root(data, path)
    untold = Record(path)  # what it finds is found by `article`
    own = untold.root_language(top)
    every = [(top, own), *_translations(untold, top, own)]
    parts = {each for each, _ in every}
    element = next((each for each, known in every if known == language and _has_text(each)), None)
    if element is None:
        raise KeyError(language)
    held = list(elements(element, "body"))
    back = [child for each in elements(element, "back") for child in elements(each)]
    back += elements(element, "floats-group")
    apart = [each for each in elements(element, *_SEPARATE) if each not in parts]
    record = Record(path)
    record.asides(list(asides(*elements(element, *_TEXTS), *apart)))
    whole = Body(language, node(held[0]), tuple(map(node, back)), tuple(map(node, apart)))
    return whole, tuple(record.findings)


def media_names(data: Source, path: str = "") -> tuple[str, ...]:
    """The files beside it that an article names, each once, in the order of the file."""
    named = (attribute(element, f"{XLINK}href") for element in _root(data, path).iter(*_MEDIA))
    return tuple(dict.fromkeys(name for name in named if name and not _ELSEWHERE.match(name)))


def ids(data: Source, path: str = "") -> tuple[tuple[str, int], ...]:
    """Every id of the file with its line, in order; one that stands twice comes twice."""
    every = _root(data, path).iter("*")
    return tuple((attribute(each, "id"), lineno(each)) for each in every if each.get("id") is not None)


def links(data: Source, path: str = "") -> tuple[tuple[str, str, int], ...]:
    """Every id that is pointed at, with the name of the element that points and its line."""
    every = _root(data, path).iter("*")
    return tuple((rid, tag(each), lineno(each)) for each in every for rid in attribute(each, "rid").split())


# ---------------------------------------------------------------- parts of the file


def _root(data: Source, path: str) -> Element:
    return root(data, path) if isinstance(data, bytes) else data


def _has_text(element: Element) -> bool:
    held = next(elements(element, "body"), None)
    return held is not None and (next(elements(held), None) is not None or bool((held.text or "").strip()))


def _written_in(element: Element) -> str:
    """The language of the text that holds an element; "" for what is not of a text."""
    text = next((each for each in element.iterancestors(*_TEXTS)), None)
    holder = text.getparent() if text is not None else None
    return holder.get("{http://www.w3.org/XML/1998/namespace}lang", "") if holder is not None else ""


def _is_printed(picture: Element) -> bool:
    """Whether a page shows it: it is in a text, and no better form of the same stands beside it."""
    parent = picture.getparent()
    better = parent is not None and parent.tag in _FORMS and next(parent.iterchildren(*_BETTER), None) is not None
    return not better and next(picture.iterancestors(*_TEXTS), None) is not None


def _digest(top: Element, others: set[Element]) -> str:
    """What a page in one language depends on of the file: all but the texts of `others`, of which only the ids matter."""
    digest = hashlib.sha256()
    for part in _without_texts(top, others):
        digest.update(part + b"\0")
    return digest.hexdigest()


def _without_texts(element: Element, others: set[Element]) -> Iterator[bytes]:
    yield repr((element.tag, element.items(), element.text, element.tail)).encode()
    for child in element:
        if child.tag in _TEXTS and element in others:
            ids = [each.get("id") for each in child.iter("*") if "id" in each.attrib]
            yield repr((child.tag, ids, child.tail)).encode()
        elif child.tag in _SEPARATE:
            yield from _without_texts(child, others)
        else:
            yield etree.tostring(child, encoding="utf-8")


def _unknown(element: Element) -> list[Element]:
    known = ("front", "front-stub", *_TEXTS, *_SEPARATE)
    return [each for each in elements(element) if each.tag not in known]


def _is_translation(element: Element) -> bool:
    return element.tag == "sub-article" and attribute(element, "article-type") == "translation"


def _is_report(element: Element) -> bool:
    return element.tag == "sub-article" and not _is_translation(element)


def _translations(record: Record, element: Element, language: Language) -> list[tuple[Element, Language]]:
    """The translations of an article, also of one another; other sub-articles and a second one are named."""
    found: list[tuple[Element, Language]] = []
    _collect(record, element, language, {language}, found)
    return found


def _asides_outside_texts(top: Element) -> list[Element]:
    """The comments and instructions that are in no full text; those are named by `body`."""
    around = [*reversed(list(top.itersiblings(preceding=True))), *top.itersiblings()]
    within = (*_TEXTS, "response")
    held = [
        each for each in asides(top) if not any(step.tag in within or _is_report(step) for step in each.iterancestors())
    ]
    return [*around, *held]


def _collect(
    record: Record, element: Element, language: Language, known: set[Language], found: list[tuple[Element, Language]]
) -> None:
    for child in elements(element, *_SEPARATE):
        own = record.language(child, language)
        if not _is_translation(child) or own in known:
            record.excuse(child, AGAIN if _is_translation(child) else SEPARATE)
            record.leave(child)
            continue
        known.add(own)
        found.append((child, own))
        _collect(record, child, own, known, found)


# ---------------------------------------------------------------- front matter


def _read_front(record: Record, top: Element, language: Language, facts: front.Facts) -> None:
    for element in elements(top, "front"):
        record.part(element)
        for child in elements(element, "journal-meta"):
            front.read_journal(record, child)
        for child in elements(element, "article-meta"):
            front.read_meta(record, child, record.language(element, language), facts)
        record.sweep(element)


def _read_stub(record: Record, element: Element, language: Language, facts: front.Facts) -> None:
    """A translation has a `front-stub`, seldom a whole `front`, whose `article-meta` is read as one."""
    for stub in [element] if element.tag == "front-stub" else elements(element, "article-meta"):
        front.read_stub(record, stub, language, facts)
    if element.tag == "front":
        record.part(element)
    record.sweep(element)


def _article(
    top: Element,
    id: ArticleId,
    path: str,
    digest: str,
    media: Mapping[str, str],
    language: Language,
    facts: front.Facts,
    texts: tuple[FullText, ...],
) -> Article:
    return Article(
        id=id,
        language=language,
        kind=attribute(top, "article-type"),
        titles=ByLanguage.of(facts.titles),
        path=path,
        digest=digest,
        doi=facts.doi,
        contributors=resolved(facts.group, facts.group.contributors),
        affiliations=tuple(facts.group.affiliations),
        history=tuple(facts.history),
        abstracts=ByLanguage.of(facts.abstracts),
        keywords=ByLanguage.of(facts.keywords),
        clc=tuple(facts.clc),
        document_code=facts.document_code,
        subjects=tuple(facts.subjects),
        awards=tuple(facts.awards),
        funding=ByLanguage.of(facts.funding),
        author_notes=ByLanguage.of(facts.author_notes),
        permissions=facts.permissions,
        related=tuple(facts.related),
        products=tuple(facts.products),
        texts=texts,
        media=tuple(Media(name, digest) for name, digest in media.items()),
        references=tuple(map(node, _references(top))),
    )


def _references(top: Element) -> list[Element]:
    """The works that the article itself cites: those of its lists, then those in its notes, then any other.

    A translation cites the same works again, so only the original's are counted.
    """
    found = [each for part in elements(top, *_TEXTS) for each in part.iter(*_CITATIONS) if not _said_twice(each)]
    return sorted(found, key=_rank)


def _rank(citation: Element) -> int:
    around = {str(each.tag) for each in citation.iterancestors()}
    return 0 if "ref-list" in around else 1 if "fn" in around else 2


def _said_twice(citation: Element) -> bool:
    """Whether this is the printed form of a work that stands beside it as data (SciELO, citation-alternatives)."""
    parent = citation.getparent()
    if parent is None or parent.tag not in ("ref", "citation-alternatives"):
        return False
    others: Iterator[Element] = elements(parent, *_CITATIONS[1:])
    if citation.tag == "mixed-citation":
        return next(others, None) is not None
    return parent.tag == "citation-alternatives" and next(others) is not citation
