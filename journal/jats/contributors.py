"""Contributors: people and groups, their names in every form, and what ties them to the article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from journal.ids import ORCID, Language
from journal.jats import affiliations
from journal.jats.nodes import Element, attribute, elements, line, line_without, node, tag
from journal.jats.record import AGAIN, UNUSED, Record
from journal.model import Affiliation, ByLanguage, Contributor, Node
from journal.names import Name, PersonName, Style, is_han, split_han

MEMBER = "member"  # of a group author: in the file, but not in the by-line
_IN_GROUP = frozenset(
    "contrib-group aff aff-alternatives address author-comment bio email fn on-behalf-of role xref label".split()
)
_CREDIT = re.compile(r"credit\.niso\.org|casrai\.org/credit", re.IGNORECASE)
_STYLES = {style.value: style for style in Style}
_ROLE_OF_GROUP = re.compile(r"(author|editor|translator|reviewer)s?", re.IGNORECASE)


@dataclass
class Group:
    """Who made the article, and where they work, as far as it is read."""

    contributors: list[Contributor] = field(default_factory=list)
    affiliations: list[Affiliation] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)  # every id of an affiliation → the id of its fact


@dataclass
class _Person:
    """One `contrib` while its children are read."""

    record: Record
    group: Group
    language: Language
    forms: list[Name] = field(default_factory=list)
    collab: list[tuple[Language, str]] = field(default_factory=list)
    orcid: ORCID | None = None
    affiliations: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    corresponding: bool = False
    email: str = ""
    credit: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    bio: list[tuple[Language, Node]] = field(default_factory=list)
    on_behalf_of: str = ""
    members: list[Element] = field(default_factory=list)


def read_group(record: Record, element: Element, language: Language, group: Group, kind: str = "") -> None:
    """Read a `contrib-group` into `group`; `kind` stands instead of every contrib-type."""
    record.part(element)
    language = record.language(element, language)
    own = [read_affiliation(record, aff, language, group) for aff in elements(element, "aff", "aff-alternatives")]
    shared = [rid for xref in elements(element, "xref") for rid in _affiliations_of(record, xref)]
    start = len(group.contributors)
    for contrib in elements(element, "contrib"):
        _read_contributor(record, contrib, language, group, kind or _kind(contrib, element))
    linked = {id for person in group.contributors[start:] for id in person.affiliations}
    common = tuple(shared) + tuple(each.id for each in own if each.id not in linked)
    # An affiliation beside the contributors to which none of them points is that of all who point to none.
    group.contributors[start:] = [
        person if person.affiliations else replace(person, affiliations=common) for person in group.contributors[start:]
    ]


def read_affiliation(record: Record, element: Element, language: Language, group: Group) -> Affiliation:
    """Read an `aff` or `aff-alternatives` into `group`; one without an id gets one that no file can hold."""
    fact = affiliations.affiliation(record, element, language, f"aff:{len(group.affiliations) + 1}")
    group.affiliations.append(fact)
    group.known.update(dict.fromkeys(affiliations.ids(element), fact.id))
    return fact


def resolved(group: Group, people: list[Contributor]) -> tuple[Contributor, ...]:
    """The contributors, each affiliation by the id of its fact (a form inside `aff-alternatives` may have its own)."""
    return tuple(
        replace(person, affiliations=tuple(dict.fromkeys(group.known.get(id, id) for id in person.affiliations)))
        for person in people
    )


def _kind(contrib: Element, group: Element) -> str:
    own = attribute(contrib, "contrib-type")
    of_group = _ROLE_OF_GROUP.fullmatch(attribute(group, "content-type"))
    return own or (of_group[1].lower() if of_group else "author")


def _read_contributor(record: Record, element: Element, language: Language, group: Group, kind: str) -> None:
    record.part(element)
    person = _Person(record, group, record.language(element, language))
    for child in elements(element):
        read = _CHILDREN.get(tag(child))
        if read:
            read(person, child)
    group.contributors.append(
        Contributor(
            kind=kind,
            name=PersonName(tuple(person.forms)) if person.forms else None,
            collab=ByLanguage.of(person.collab),
            orcid=person.orcid,
            affiliations=tuple(dict.fromkeys(person.affiliations)),
            corresponding=person.corresponding or attribute(element, "corresp") == "yes",
            equal=attribute(element, "equal-contrib") == "yes",
            email=person.email,
            credit=tuple(dict.fromkeys(person.credit)),
            roles=tuple(person.roles),
            bio=ByLanguage.of(person.bio),
            on_behalf_of=person.on_behalf_of,
            notes=tuple(dict.fromkeys(person.notes)),
            deceased=attribute(element, "deceased") == "yes",
        )
    )
    for members in person.members:
        read_group(record, members, person.language, group, MEMBER)


# ---------------------------------------------------------------- names


def _read_name(person: _Person, element: Element) -> None:
    parts = {part: next(element.iter(part), None) for part in ("surname", "given-names", "prefix", "suffix")}
    texts = {part: "" if found is None else line(found) for part, found in parts.items()}
    language = person.record.language(element, person.language)
    style = _STYLES.get(attribute(element, "name-style"))
    person.record.part(element)
    person.record.whole(*(found for found in parts.values() if found is not None))
    if texts["surname"] or texts["given-names"]:
        style = style if style and texts["surname"] else _style(texts["surname"], texts["given-names"])
        _add(person, Name(texts["surname"], texts["given-names"], style, language, texts["prefix"], texts["suffix"]))
    elif element.tag == "string-name" and line(element):
        _add(person, _undivided(person.record.text(element), style, language))


def _add(person: _Person, form: Name) -> None:
    if form not in person.forms:  # the same name once more, for an index perhaps
        person.forms.append(form)


def _style(family: str, given: str) -> Style:
    """The order of a name that does not say it: the DTD's word is western, but no Chinese name is."""
    if not family:
        return Style.GIVEN_ONLY
    return Style.EASTERN if is_han(family + given) else Style.WESTERN


def _undivided(text: str, style: Style | None, language: Language) -> Name:
    known = split_han(text) if style is not Style.GIVEN_ONLY else Name("", text, Style.GIVEN_ONLY)
    return Name(known.family, known.given, known.style, language)


def _read_names(person: _Person, element: Element) -> None:
    person.record.part(element)
    outer, person.language = person.language, person.record.language(element, person.language)
    for child in elements(element, "name", "string-name"):
        _read_name(person, child)
    for child in elements(element, "collab"):
        _read_collab(person, child)
    person.language = outer


def _read_collab(person: _Person, element: Element) -> None:
    language = person.record.language(element, person.language)
    if any(language == known for known, _ in person.collab):
        person.record.excuse(element, AGAIN)
        return
    text = line_without(element, _IN_GROUP)
    person.collab += [(language, text)] if text else []
    _read_in_group(person, element)


def _read_in_group(person: _Person, element: Element) -> None:
    """The words are the group's name; what else a group has is read as a contributor's, or left to be named."""
    person.record.part(element, text=True)
    for child in elements(element):
        read = _CHILDREN.get(tag(child))
        if child.tag == "contrib-group":
            person.members.append(child)
        elif child.tag not in _IN_GROUP:
            _read_in_group(person, child)
        elif read:
            read(person, child)


# ---------------------------------------------------------------- what else a contributor has


def _read_id(person: _Person, element: Element) -> None:
    kind = attribute(element, "contrib-id-type").lower()
    if kind == "orcid" or (not kind and "orcid.org/" in line(element).lower()):
        person.orcid = person.record.identifier(ORCID, element) or person.orcid


def _read_role(person: _Person, element: Element) -> None:
    text, term = line(element), attribute(element, "vocab-term")
    vocabulary = (attribute(element, key) for key in ("vocab-identifier", "vocab-term-identifier", "content-type"))
    if attribute(element, "vocab").lower() == "credit" or any(map(_CREDIT.search, vocabulary)):
        person.credit.append(term or text)
        # The role in other words, a translation perhaps, is not the fact.
        person.record.part(element, text=not term or term.casefold() == text.casefold())
    elif text:
        person.record.whole(element)
        person.roles.append(text)


def _read_bio(person: _Person, element: Element) -> None:
    language = person.record.language(element, person.language)
    if any(language == known for known, _ in person.bio):
        person.record.excuse(element, AGAIN)
        return
    person.record.whole(element)
    person.bio.append((language, node(element)))


def _read_email(person: _Person, element: Element) -> None:
    if not person.email:
        person.email = person.record.text(element)


def _read_behalf(person: _Person, element: Element) -> None:
    if not person.on_behalf_of:
        person.on_behalf_of = person.record.text(element)


def _read_affiliation(person: _Person, element: Element) -> None:
    person.affiliations.append(read_affiliation(person.record, element, person.language, person.group).id)


def _read_xref(person: _Person, element: Element) -> None:
    rids = attribute(element, "rid").split()
    kind = attribute(element, "ref-type")
    if kind == "aff":
        person.affiliations += _affiliations_of(person.record, element)
    elif kind in ("corresp", "fn", "author-notes", "author-note"):
        person.record.part(element)
        person.notes += rids
        person.corresponding = person.corresponding or kind == "corresp"
    else:
        person.record.excuse(element, UNUSED)


def _affiliations_of(record: Record, xref: Element) -> list[str]:
    if attribute(xref, "ref-type") != "aff":
        return []
    record.part(xref)
    return attribute(xref, "rid").split()


_CHILDREN: dict[str, Callable[[_Person, Element], None]] = {
    "contrib-id": _read_id,
    "name": _read_name,
    "string-name": _read_name,
    "name-alternatives": _read_names,
    "collab": _read_collab,
    "collab-alternatives": _read_names,
    "anonymous": lambda person, element: person.record.part(element),
    "role": _read_role,
    "bio": _read_bio,
    "email": _read_email,
    "on-behalf-of": _read_behalf,
    "aff": _read_affiliation,
    "aff-alternatives": _read_affiliation,
    "xref": _read_xref,
}
