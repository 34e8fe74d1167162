"""The first article.xml of a paper: front matter from facts, an empty body that `convert` or an editor fills later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from journal import xml
from journal.ids import Language
from journal.jats.building import Content, full, lay_out, make
from journal.jats.nodes import Element
from journal.jats.stamp import DOCTYPE, VERSION
from journal.model import Affiliation, Article, Award, ByLanguage, Contributor, Journal, Node, Permissions, Title
from journal.names import Name


def begin(journal: Journal, article: Article) -> bytes:
    """The bytes of an article file that says what `article` says of its front matter; the body is empty.

    What belongs to a full text (notes, media, its translators) is not written: there is none yet.
    """
    meta = _element(
        "article-meta",
        article.doi and make("article-id", article.doi, pub_id_type="doi"),
        _categories(article),
        _titles(article),
        _contributors(article),
        _history(article.history),
        _permissions(article.permissions),
        *_abstracts(article),
        *(_keywords(language, words) for language, words in article.keywords.items() if words),
        _funding(article),
    )
    front = _element("front", _journal(journal, article), meta)
    root = make(
        "article",
        front,
        make("body"),
        _back(article),
        article_type=article.kind,
        dtd_version=VERSION,
        xml__lang=article.language,
    )
    for element in root.iter("*"):
        if element.tag in _LAID_OUT:
            lay_out(element)
    return xml.serialise(root.getroottree(), DOCTYPE)


_LAID_OUT = frozenset(
    "article front journal-meta article-meta article-categories title-group trans-title-group contrib-group contrib "
    "name-alternatives collab-alternatives aff-alternatives history permissions kwd-group funding-group "
    "award-group back ref-list".split()
)


def _element(tag: str, *content: Content) -> Element:
    return make(tag, *content)


def _journal(journal: Journal, article: Article) -> Element:
    """Only what the DTD demands: the journal's facts are in journal.toml."""
    own = next((each for each in journal.editions if each.language == article.language), journal.editions[0])
    return make(
        "journal-meta",
        make("journal-id", journal.id, journal_id_type="publisher-id"),
        make("issn", own.issn, publication_format="print"),
    )


def _categories(article: Article) -> Element | None:
    code = article.document_code
    kinds = (
        *(("clc", each) for each in article.clc),
        *((("document-code", code),) if code else ()),
        *article.subjects,
    )
    groups = [make("subj-group", make("subject", text), subj_group_type=kind) for kind, text in kinds]
    return make("article-categories", *groups) if groups else None


def _titles(article: Article) -> Element:
    group = make("title-group")
    own = article.titles.best(article.language)
    assert own, "an article has a title"
    group.extend(_title(own, ""))
    for language, title in article.titles.items():
        if title is not own:
            group.append(make("trans-title-group", *_title(title, "trans-"), xml__lang=language))
    return group


def _title(title: Title, prefix: str) -> Iterator[Element]:
    yield _copy(title.main, f"{prefix}title" if prefix else "article-title")
    if title.sub:
        yield _copy(title.sub, f"{prefix}subtitle")


def _copy(node: Node, tag: str = "") -> Element:
    """An element of a node, with its children and, if given, another name."""
    element = make(tag or node.tag, *(child if isinstance(child, str) else _copy(child) for child in node.children))
    for name, value in node.attrs:
        element.set(full(name), value)
    return element


# ---------------------------------------------------------------- who


def _contributors(article: Article) -> Element | None:
    if not article.contributors:
        return None
    people = [_contributor(each, article.language) for each in article.contributors]
    return make("contrib-group", *people, *map(_affiliation, article.affiliations))


def _contributor(person: Contributor, language: Language) -> Element:
    return make(
        "contrib",
        person.orcid and make("contrib-id", person.orcid.url, contrib_id_type="orcid"),
        _names(person),
        _collab(person.collab, language),
        *(make("bio", *map(_content, node.children), xml__lang=own) for own, node in person.bio.items()),
        make("email", person.email) if person.email else None,
        *(make("role", role) for role in person.roles),
        *(make("xref", ref_type="aff", rid=id) for id in person.affiliations),
        contrib_type=person.kind,
        corresp="yes" if person.corresponding else None,
        equal_contrib="yes" if person.equal else None,
    )


def _content(child: Node | str) -> Element | str:
    return child if isinstance(child, str) else _copy(child)


def _names(person: Contributor) -> Element | None:
    forms = [_name(form) for form in person.name.forms] if person.name else []
    return make("name-alternatives", *forms) if len(forms) > 1 else next(iter(forms), None)


def _name(name: Name) -> Element:
    return make(
        "name",
        make("surname", name.family) if name.family else None,
        make("given-names", name.given) if name.given else None,
        make("suffix", name.suffix) if name.suffix else None,
        name_style=name.style.value,
        xml__lang=name.language,
    )


def _collab(collab: ByLanguage[str], language: Language) -> Element | None:
    forms = [make("collab", text, xml__lang=own) for own, text in collab.items()]
    return make("collab-alternatives", *forms) if len(forms) > 1 else next(iter(forms), None)


def _affiliation(affiliation: Affiliation) -> Element:
    forms = [_form(affiliation, own, line) for own, line in affiliation.lines.items()]
    if len(forms) == 1:
        forms[0].set("id", affiliation.id)
        return forms[0]
    return make("aff-alternatives", *forms, id=affiliation.id)


def _form(affiliation: Affiliation, language: Language, line: str) -> Element:
    """The whole line is the institution's: what of it is a department or a town nobody has said."""
    ror = affiliation.ror and make("institution-id", affiliation.ror.url, institution_id_type="ror")
    return make("aff", make("institution-wrap", ror, make("institution", line)), xml__lang=language)


# ---------------------------------------------------------------- when, what about, by whose money


def _history(dates: Iterable[tuple[str, dt.date]]) -> Element | None:
    days = [
        make(
            "date",
            make("day", str(day.day)),
            make("month", str(day.month)),
            make("year", str(day.year)),
            date_type=kind,
            iso_8601_date=day.isoformat(),
        )
        for kind, day in dates
    ]
    return make("history", *days) if days else None


def _permissions(said: Permissions | None) -> Element | None:
    if said is None:
        return None
    return make(
        "permissions",
        make("copyright-statement", said.statement) if said.statement else None,
        make("copyright-year", said.year) if said.year else None,
        make("copyright-holder", said.holder) if said.holder else None,
        make("license", make("license-p", said.licence_text or said.licence_url), xlink__href=said.licence_url)
        if said.licence_url
        else None,
    )


def _back(article: Article) -> Element | None:
    """The references, as printed: an article that had its text elsewhere may still say whom it cites."""
    refs = [make("ref", _copy(node), id=f"ref{number}") for number, node in enumerate(article.references, start=1)]
    return make("back", make("ref-list", *refs)) if refs else None


def _abstracts(article: Article) -> Iterator[Element]:
    own = article.abstracts.get(article.language)
    if own is not None:
        yield _copy(own, "abstract")
    for language, node in article.abstracts.items():
        if language != article.language:
            element = _copy(node, "trans-abstract")
            element.set(full("xml:lang"), language)
            yield element


def _keywords(language: Language, words: Iterable[str]) -> Element:
    return make("kwd-group", *(make("kwd", word) for word in words), xml__lang=language)


def _funding(article: Article) -> Element | None:
    awards = [_award(award) for award in article.awards]
    said = [
        make("funding-statement", *map(_content, node.children), xml__lang=own) for own, node in article.funding.items()
    ]
    return make("funding-group", *awards, *said) if awards or said else None


def _award(award: Award) -> Element:
    return make(
        "award-group",
        *(make("funding-source", text, xml__lang=language) for language, text in award.sources.items()),
        *(make("award-id", number) for number in award.numbers),
    )


__all__ = ["begin"]
