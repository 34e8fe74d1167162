"""Whether a file is what its schema says: JATS, Crossref, DOAJ, OAI-PMH or OJS, judged offline, each error with its line."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from journal import xml
from journal.errors import BadFile, BadIdentifier, Bilingual, Finding, Level, Place
from journal.ids import DOI, ISSN, ORCID, ROR, Identifier, Language
from journal.jats import schemas
from journal.jats.complaints import Complaint, by_dtd, by_xsd, by_xsd11
from journal.jats.nodes import XML, Element, line, lineno, tag
from journal.jats.schemas import Document, Family, Form, NotLoaded, Schema, Tagset

# What lint looks for, too, has the name that it has there.
XML_RULE, SCHEMA, DUPLICATE_ID, DANGLING, IDENTIFIER, LANGUAGE = (
    "xml",
    "schema",
    "id-duplicate",
    "xref-dangling",
    "identifier",
    "language",
)
MOST = 200  # errors of one file that are listed


def validate(data: bytes, place: str, schema_dir: Path | None = None, cache: Path | None = None) -> tuple[Finding, ...]:
    """What is wrong with a file, in the order of its lines; nothing wrong and nothing left unchecked gives `()` or notes.

    `place` is its name in what is said. Schemas come from `schema_dir`, `$JOURNAL_SCHEMAS` or the cache. A check that
    could not run is a finding of Level.UNCHECKED. A file over the parser's limits raises Refused.
    """
    try:
        tree = xml.parse(data, place)
    except BadFile as error:
        return (Finding(XML_RULE, Level.ERROR, error.place, error.reason, error.todo),)
    document = schemas.recognise(tree)
    written = _with_final_ali(data, tree, place)
    found = [
        *_own_checks(tree, place, document),
        *_by_schema(written, place, document, schemas.folders(schema_dir, cache)),
    ]
    return tuple(sorted(found, key=lambda finding: finding.place.line))


# The namespace of NISO's licence tags in the drafts of 1.1, and for years after in what PMC sends, had no last slash.
_DRAFT_ALI = "http://www.niso.org/schemas/ali/1.0"


def _with_final_ali(data: bytes, tree: etree._ElementTree, place: str) -> etree._ElementTree:
    if _DRAFT_ALI not in tree.getroot().nsmap.values():
        return tree
    return xml.parse(
        re.sub(rb"""(["'])%s\1""" % re.escape(_DRAFT_ALI.encode()), rb"\g<1>%s/\1" % _DRAFT_ALI.encode(), data), place
    )


def validate_file(data: bytes, name: str, schema_dir: Path | None, cache: Path | None) -> tuple[Finding, ...]:
    """`validate`, as a command calls it."""
    return validate(data, name, schema_dir, cache)


# ---------------------------------------------------------------- by the schema

_FETCH = Bilingual(
    "请运行 journal validate --fetch-schemas，或用 $JOURNAL_SCHEMAS 指明官方模式文件所在的文件夹。",
    "Run journal validate --fetch-schemas, or name a folder with the official schemas in $JOURNAL_SCHEMAS.",
)
_NOTHING_TO_DO = Bilingual("", "")
_SAY_WHAT = Bilingual(
    "可校验的根元素：JATS 的 article、Crossref 的 doi_batch、DOAJ 的 records、OAI-PMH、OJS。",
    "Root elements that can be validated: article (JATS), doi_batch (Crossref), records (DOAJ), OAI-PMH, and those of OJS.",
)


def _by_schema(
    tree: etree._ElementTree, place: str, document: Document | None, places: tuple[Path, ...]
) -> tuple[Finding, ...]:
    if document is None:
        root = str(tree.getroot().tag)
        message = Bilingual(
            f"不认识根元素 {root}，未按模式校验。", f"the root element {root} is not known; not checked by a schema."
        )
        return (_finding(place, tree.getroot(), Level.UNCHECKED, message, _SAY_WHAT),)
    why, todo = _NONE, _FETCH
    for schema in schemas.at_hand(document, places):
        try:
            return _judged(tree, place, document, schema, places)
        except NotLoaded as error:
            why, todo = error.reason, error.todo
    message = Bilingual("{title} 文件未按模式校验：{why}。", "{title} file not checked by its schema: {why}.")
    return (_finding(place, tree.getroot(), Level.UNCHECKED, message.format(title=document.title, why=why), todo),)


_NONE = Bilingual("手边没有它的模式文件", "its schema is not at hand")


def _judged(
    tree: etree._ElementTree, place: str, document: Document, schema: Schema, places: tuple[Path, ...]
) -> tuple[Finding, ...]:
    complaints = _complaints(tree, schema)
    if complaints and document.family is Family.JATS and document.tagset is None:
        wider = _as_archiving(tree, document, places)
        if wider is not None:
            schema, complaints = wider
    errors_hold, clean_holds = _weight(schema, document)
    root = tree.getroot()
    if complaints and not errors_hold:
        doubt = _finding(place, root, Level.UNCHECKED, _DOUBT.format(**_titles(schema, document)), _FETCH)
        return (doubt, *_findings(complaints, place, Level.WARNING))
    found = _findings(complaints, place, Level.ERROR)
    if not clean_holds:
        found = (_finding(place, root, Level.UNCHECKED, _LOOSER.format(**_titles(schema, document)), _FETCH), *found)
    elif not _same(schema, document):
        found = (
            _finding(place, root, Level.NOTE, _NEAREST.format(**_titles(schema, document)), _NOTHING_TO_DO),
            *found,
        )
    return found


_DOUBT = Bilingual(
    "{document} 未按它自己的模式校验（手边没有）；与 {schema} 的差异见下，未必是错误。",
    "{document} not checked by its own schema, which is not at hand; where it differs from {schema} is listed, and need not be wrong.",
)
_LOOSER = Bilingual(
    "只按较宽的 {schema} 校验；{document} 更严的规定未校验。",
    "checked by the wider {schema} alone; the stricter rules of {document} were not.",
)
_NEAREST = Bilingual(
    "{document}：以手边最接近的 {schema} 校验。", "{document}: checked by the nearest schema at hand, {schema}."
)


def _titles(schema: Schema, document: Document) -> dict[str, object]:
    return {"schema": schema.title, "document": document.title}


def _as_archiving(
    tree: etree._ElementTree, document: Document, places: tuple[Path, ...]
) -> tuple[Schema, tuple[Complaint, ...]] | None:
    """A file that does not say its tag set and is not Publishing: what the widest set says, if it is at hand."""
    widest = replace(document, tagset=Tagset.ARCHIVING)
    for schema in schemas.at_hand(widest, places):
        if schema.document.tagset is Tagset.ARCHIVING:
            try:
                return schema, _complaints(tree, schema)
            except NotLoaded:
                continue
    return None


def _weight(schema: Schema, document: Document) -> tuple[bool, bool]:
    """Whether what the schema objects to is wrong, and whether its silence proves the file right."""
    if document.family is not Family.JATS:
        return True, True
    has, says = schema.document, document
    assert has.tagset is not None
    assert has.version is not None
    # Final versions only ever added. A draft may hold what the final took back, and the NLM sets are another family.
    covered = (
        says.version is None
        or says.version == has.version
        or (not says.version.draft and says.version <= _final(has.version))
    )
    if says.tagset is None:
        return covered and has.tagset is Tagset.ARCHIVING, True
    return covered and has.tagset >= says.tagset, has.tagset <= says.tagset


def _final(version: schemas.Version) -> schemas.Version:
    # The second draft of 1.3 stands for 1.3: they agree on every sample.
    return version._replace(draft="")


def _same(schema: Schema, document: Document) -> bool:
    return document.family is not Family.JATS or (
        schema.document.tagset is document.tagset and schema.document.version == document.version
    )


def _complaints(tree: etree._ElementTree, schema: Schema) -> tuple[Complaint, ...]:
    judge = schemas.load(schema)
    return _JUDGES[schema.form](judge, _as_schema_writes(tree, schema))


_JUDGES: dict[Form, Callable[[object, etree._ElementTree], tuple[Complaint, ...]]] = {
    Form.DTD: by_dtd,
    Form.XSD: by_xsd,
    Form.XSD11: by_xsd11,
}


def _as_schema_writes(tree: etree._ElementTree, schema: Schema) -> etree._ElementTree:
    """The tree with the version and in the namespace that a JATS schema wants to read; lines stay as they are.

    JATS has no namespace, but Crossref's copy of it has one, and so has what harvesters hand on.
    """
    if schema.document.family is not Family.JATS:
        return tree
    version = str(schema.document.version)
    wanted = f"{{{schemas.namespace(schema)}}}" if schema.form is Form.XSD and schemas.namespace(schema) else ""
    own = str(tree.getroot().tag).removesuffix("article")
    if tree.getroot().get("dtd-version", version) == version and own == wanted:
        return tree
    changed = copy.deepcopy(tree)
    root = changed.getroot()
    if "dtd-version" in root.attrib:
        root.set("dtd-version", version)
    for element in root.iter(f"{own}*" if own else "{}*"):
        element.tag = wanted + str(element.tag).removeprefix(own)
    return changed


def _findings(complaints: tuple[Complaint, ...], place: str, level: Level) -> tuple[Finding, ...]:
    shown = tuple(
        Finding(
            SCHEMA,
            level if complaint.checked else Level.UNCHECKED,
            Place(place, complaint.line, f"<{complaint.element}>" if complaint.element else ""),
            complaint.message,
            complaint.remedy,
        )
        for complaint in complaints[:MOST]
    )
    if len(complaints) <= MOST:
        return shown
    more = len(complaints) - MOST
    message = Bilingual(f"另有 {more} 处不符合模式，未列出。", f"{more} more objections are not listed.")
    return (*shown, Finding(SCHEMA, level, Place(place, complaints[MOST].line), message, _LIST))


_LIST = Bilingual("请先改正以上各处。", "Correct those above first.")


# ---------------------------------------------------------------- by our own checks


def _own_checks(tree: etree._ElementTree, place: str, document: Document | None) -> Iterator[Finding]:
    if document is None:
        return
    root = tree.getroot()
    yield from _identifiers(root, place)
    yield from _languages(root, place)
    if document.family is Family.JATS:
        yield from _ids(root, place)


# The attributes that name IDs of the file, one or several.
_REFERENCES = (
    "rid", "headers", "continued-from", "pointer-to-question", "pointer-to-explained", "glyph-data",
)  # fmt: skip
_UNIQUE = Bilingual(
    "请改名，并让引用它的地方指向正确的一个。", "Rename one, and let what refers to it name the right one."
)
_POINT = Bilingual("请改正引用，或补上被引用的元素。", "Correct the reference, or add what it refers to.")


def _ids(root: Element, place: str) -> Iterator[Finding]:
    """IDs are unique and references to them lead somewhere."""
    first: dict[str, Element] = {}
    for element in root.iter("*"):
        id = element.get("id") or element.get(f"{XML}id")
        if id is not None and first.setdefault(id, element) is not element:
            before = lineno(first[id])
            message = Bilingual(
                f"标识“{id}”重复（已用于第 {before} 行的 <{tag(first[id])}>）。",
                f"the id “{id}” is used twice (first on line {before}, <{tag(first[id])}>).",
            )
            yield _finding(place, element, Level.ERROR, message, _UNIQUE, DUPLICATE_ID)
    for element in root.iter("*"):
        for attribute in _REFERENCES:
            for id in (element.get(attribute) or "").split():
                if id not in first:
                    message = Bilingual(
                        f"{attribute}=“{id}”没有指向任何元素。", f"{attribute}=“{id}” refers to no element."
                    )
                    yield _finding(place, element, Level.ERROR, message, _POINT, DANGLING)


# Element by its own name, the attribute that tells what it holds and the value that does, and what it must be.
_HOLDERS: tuple[tuple[str, str, str, type[Identifier]], ...] = (
    ("article-id", "pub-id-type", "doi", DOI),
    ("object-id", "pub-id-type", "doi", DOI),
    ("pub-id", "pub-id-type", "doi", DOI),
    ("contrib-id", "contrib-id-type", "orcid", ORCID),
    ("institution-id", "institution-id-type", "ror", ROR),
    ("institution-id", "institution-id-type", "ROR", ROR),
    ("issn", "", "", ISSN),
    ("issn-l", "", "", ISSN),
    ("eissn", "", "", ISSN),
    ("doi", "", "", DOI),
    ("ORCID", "", "", ORCID),
    ("orcid_id", "", "", ORCID),
)
_CITED = frozenset({"mixed-citation", "element-citation", "nlm-citation", "citation", "related-article", "product"})
_CORRECT = Bilingual("请对照原件改正。", "Correct it against the original.")


def _identifiers(root: Element, place: str) -> Iterator[Finding]:
    """DOI, ORCID, ISSN and ROR have their form and their check digit; what other people printed is only warned of."""
    for element in root.iter("*"):
        for kind in _kinds(element):
            try:
                kind(line(element))
            except BadIdentifier as error:
                cited = any(tag(above) in _CITED for above in element.iterancestors())
                yield _finding(
                    place, element, Level.WARNING if cited else Level.ERROR, error.message, _CORRECT, IDENTIFIER
                )


def _kinds(element: Element) -> Iterator[type[Identifier]]:
    local = str(element.tag).rpartition("}")[2]
    for name, attribute, value, kind in _HOLDERS:
        if local == name and (not attribute or element.get(attribute) == value):
            yield kind


_WELL_FORMED = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TAG = Bilingual("请用 BCP 47 标签，如 zh、en、zh-Hans。", "Use a BCP 47 tag such as zh, en, zh-Hans.")


def _languages(root: Element, place: str) -> Iterator[Finding]:
    """Every xml:lang is a language tag; one that is well formed and that nobody knows is only warned of."""
    for element in root.iter("*"):
        value = element.get(f"{XML}lang")
        if not value:
            continue
        try:
            Language(value)
        except BadIdentifier as error:
            level = Level.WARNING if _WELL_FORMED.fullmatch(value) else Level.ERROR
            yield _finding(place, element, level, error.message, _TAG, LANGUAGE)


def _finding(
    place: str, element: Element, level: Level, message: Bilingual, remedy: Bilingual, rule: str = SCHEMA
) -> Finding:
    shown = tag(element).rpartition("}")[2]
    return Finding(rule, level, Place(place, lineno(element), f"<{shown}>"), message, remedy)
