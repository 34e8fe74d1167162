"""What good practice asks of a published article beside the schema (JATS4R), done where the file's facts allow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from journal.errors import BadIdentifier
from journal.ids import Language
from journal.jats.building import copied, full, insert, lay_out, make, take
from journal.jats.nodes import Element, attribute, elements, line
from journal.names import Name, PersonName, Style

_LANG = full("xml:lang")
_HREF = full("xlink:href")
_TITLE = full("xlink:title")


def follow(root: Element) -> None:
    """Do all of it in a whole article, its translations included."""
    for rule in (_names, _funders, _alternatives, _links, _versions, _data_statements):
        rule(root)


# ---------------------------------------------------------------- names

STYLES = {style.value: style for style in Style}


def _names(root: Element) -> None:
    """A name in Chinese characters stands beside its Latin form; the author's own spelling is there already and wins."""
    for contrib in root.iter("contrib"):
        forms = list(name_forms(contrib))
        if not forms:
            continue
        person = PersonName(tuple(map(_form, forms)))
        latin = person.latin()
        if latin not in person.forms:
            _add_form(forms, latin)


def name_forms(contrib: Element) -> Iterator[Element]:
    """The forms of a contributor's own name."""
    yield from elements(contrib, "name")
    for alternatives in elements(contrib, "name-alternatives"):
        yield from elements(alternatives, "name")


def _form(name: Element) -> Name:
    style = STYLES.get(attribute(name, "name-style"), Style.WESTERN)
    parts = [
        line(part) if (part := name.find(tag)) is not None else ""
        for tag in ("surname", "given-names", "prefix", "suffix")
    ]
    family, given, prefix, suffix = parts
    if not family:
        style = Style.GIVEN_ONLY
    return Name(family, given, style, language_of(name), prefix, suffix)


def language_of(element: Element) -> Language | None:
    """The language that an element itself names."""
    try:
        return Language(attribute(element, _LANG))
    except BadIdentifier:
        return None


def _add_form(forms: list[Element], latin: Name) -> None:
    # In pinyin, too, surname and given name are tagged, and whoever prints them chooses the order.
    style = Style.GIVEN_ONLY if not latin.family else Style.WESTERN
    made = make(
        "name",
        make("surname", latin.family) if latin.family else None,
        make("given-names", latin.given) if latin.given else None,
        name_style=style.value,
        xml__lang="en",
    )
    last = forms[-1]
    parent = last.getparent()
    assert parent is not None
    if parent.tag == "name-alternatives":
        insert(parent, parent.index(last) + 1, made)
        return
    alternatives = make("name-alternatives")
    alternatives.tail, last.tail = last.tail, None
    parent.replace(last, alternatives)
    alternatives.extend((last, made))
    lay_out(alternatives)


# ---------------------------------------------------------------- money


def _funders(root: Element) -> None:
    """An award names one funder, in one wrapper, in every language."""
    for group in root.iter("award-group"):
        sources = list(elements(group, "funding-source"))
        if sources and not (len(sources) == 1 and len(list(elements(sources[0], "institution-wrap"))) == 1):
            _join(sources)


def _join(sources: list[Element]) -> None:
    first, *others = sources
    wrap = make("institution-wrap", *(part for source in sources for part in _institutions(source)))
    joined = make("funding-source", wrap)
    joined.attrib.update({key: value for key, value in first.attrib.items() if key != _LANG})
    joined.tail = first.tail
    parent = first.getparent()
    assert parent is not None
    parent.replace(first, joined)
    for source in others:
        take(source)


def _institutions(source: Element) -> Iterator[Element]:
    tagged = list(source.iter("institution", "institution-id"))
    for part in tagged:
        yield copied(part)
    if not tagged:
        yield make("institution", line(source), xml__lang=attribute(source, _LANG))


# ---------------------------------------------------------------- pictures and links


def _alternatives(root: Element) -> None:
    """The text that stands for a picture is the picture's, where its figure has one picture."""
    for text in list(root.iter("alt-text")):
        figure = text.getparent()
        pictures = (
            list(figure.iter("graphic")) if figure is not None and figure.tag in ("fig", "chem-struct-wrap") else []
        )
        if len(pictures) == 1 and pictures[0].find("alt-text") is None:
            insert(pictures[0], 0, take(text))


_CITATIONS = ("mixed-citation", "element-citation", "related-article", "product")
_WORKS = ("article-title", "chapter-title", "data-title", "source")


def _links(root: Element) -> None:
    """A link that shows only its address says what it leads to: the work it is cited for, else whose page it is."""
    for link in root.iter("ext-link", "uri"):
        shown = line(link)
        address = attribute(link, _HREF) or shown
        if address and not link.get(_TITLE) and (not shown or shown == address or "://" in shown[:9]):
            link.set(_TITLE, _work(link) or urlsplit(address).hostname or address)


def _work(link: Element) -> str:
    for above in link.iterancestors(*_CITATIONS):
        for kind in _WORKS:
            title = above.find(f".//{kind}")
            if title is not None:
                return line(title)
    return ""


def _versions(root: Element) -> None:
    """A version of software or data is also said for programs: 1.0 of V1.0."""
    for version in root.iter("version"):
        number = re.search(r"\d[\w.+-]*", line(version))
        if number and not version.get("designator"):
            version.set("designator", number[0])


# ---------------------------------------------------------------- statements


def _data_statements(root: Element) -> None:
    """What is said of the data stands first in the back matter, though it is written as the last section of the text."""
    for section in list(root.iter("sec")):
        body = section.getparent()
        if attribute(section, "sec-type") == "data-availability" and body is not None and body.tag == "body":
            article = body.getparent()
            assert article is not None
            _put_first(_back(article, body), take(section))


def _back(article: Element, body: Element) -> Element:
    back = article.find("back")
    if back is None:
        back = make("back")
        insert(article, article.index(body) + 1, back)
    return back


def _put_first(back: Element, section: Element) -> None:
    heads = sum(1 for _ in elements(back, "label", "title"))
    insert(back, heads, section)
    if len(back) == 1:
        lay_out(back)
