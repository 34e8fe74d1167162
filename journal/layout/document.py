"""Laid-out texts written as PDF/A-3a and PDF/UA-1: tags, bookmarks, page labels, metadata in both languages, the source."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
from lxml import etree
from lxml.builder import ElementMaker
from lxml.etree import _Element
from weasyprint import Attachment
from weasyprint.css import ColorProfile
from weasyprint.pdf.metadata import NS, DocumentMetadata

from journal.layout import styles
from journal.layout.engine import Laid, nothing_lost

# WeasyPrint takes one name: what PDF/UA-1 asks beyond PDF/A-3a is put in where the packet and the catalogue are written.
OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "uncompressed_pdf": False, "output_intent": "given"}
PLAIN: dict[str, Any] = {"pdf_tags": False, "uncompressed_pdf": False}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Description:
    """What a PDF says of itself; titles and abstracts by language, the document's own language first."""

    language: str
    titles: Mapping[str, str]
    authors: tuple[str, ...] = ()
    subjects: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    identifier: str = ""
    publisher: str = ""
    rights: str = ""


@dataclass(frozen=True)
class Embedded:
    """A file that travels inside the PDF."""

    name: str
    data: bytes
    description: str
    date: dt.datetime  # of the facts, since the clock may not be read


class _Metadata(DocumentMetadata):  # type: ignore[misc]  # WeasyPrint carries no types
    """What WeasyPrint writes into the Info dictionary, and an XMP packet with every title in its language."""

    def __init__(self, said: Description, claims: bool) -> None:
        super().__init__(
            title=next(iter(said.titles.values())),
            authors=list(said.authors),
            description=next(iter(said.subjects.values()), None),
            keywords=list(said.keywords),
            lang=said.language,
        )
        self.said, self.claims = said, claims

    def generate_rdf_metadata(self, variant: str, version: object, conformance: object) -> bytes:
        """The RDF of the XMP packet (ISO 16684-1): Dublin Core, in the order of its terms."""
        said = self.said
        facts = RDF.Description(
            {f"{{{NS['rdf']}}}about": ""},
            *_alternatives("title", said.titles),
            *_list("creator", "Seq", said.authors),
            *_alternatives("description", said.subjects),
            *_list("subject", "Bag", said.keywords),
            *_list("publisher", "Bag", (said.publisher,) if said.publisher else ()),
            *_list("language", "Bag", tuple(said.titles)),
            *_alternatives("rights", {said.language: said.rights} if said.rights else {}),
            *((DC.identifier(said.identifier),) if said.identifier else ()),
            *((PDF.Keywords(", ".join(said.keywords)),) if said.keywords else ()),
            PDF.Producer(f"WeasyPrint {weasyprint.__version__}"),
            *((PDFA_ID.part("3"), PDFA_ID.conformance("A"), PDFUA_ID.part("1")) if self.claims else ()),
        )
        return etree.tostring(RDF.RDF(facts, *((_extension(),) if self.claims else ())), encoding="utf-8")


AIIM = "http://www.aiim.org/pdfa/ns/"
NAMES = {
    **{name: NS[name] for name in ("rdf", "dc", "pdf", "pdfaid", "pdfuaid")},
    **{f"pdfa{name.capitalize()}": f"{AIIM}{name}#" for name in ("extension", "schema", "property")},
}
RDF, DC, PDF, PDFA_ID, PDFUA_ID, EXTENSION, SCHEMA, PROPERTY = (
    ElementMaker(namespace=uri, nsmap={name: uri}) for name, uri in NAMES.items()
)
RESOURCE = {f"{{{NS['rdf']}}}parseType": "Resource"}


def _extension() -> _Element:
    """What `pdfuaid:part` is: PDF/A (ISO 19005-3, 6.6.2.3) knows no property that is not described in the packet itself."""
    part = RDF.li(
        RESOURCE,
        PROPERTY.name("part"),
        PROPERTY.valueType("Integer"),
        PROPERTY.category("internal"),
        PROPERTY.description("Indicates, which part of ISO 14289 standard is followed"),
    )
    schema = RDF.li(
        RESOURCE,
        SCHEMA.schema("PDF/UA Universal Accessibility Schema"),
        SCHEMA.namespaceURI(NS["pdfuaid"]),
        SCHEMA.prefix("pdfuaid"),
        SCHEMA.property(RDF.Seq(part)),
    )
    return RDF.Description({f"{{{NS['rdf']}}}about": ""}, EXTENSION.schemas(RDF.Bag(schema)))


def _alternatives(term: str, texts: Mapping[str, str]) -> tuple[_Element, ...]:
    if not texts:
        return ()
    default = next(iter(texts.values()))
    items = (RDF.li({XML_LANG: tongue}, text) for tongue, text in (("x-default", default), *texts.items()))
    return (DC(term, RDF.Alt(*items)),)


def _list(term: str, kind: str, texts: tuple[str, ...]) -> tuple[_Element, ...]:
    return (DC(term, RDF(kind, *map(RDF.li, texts))),) if texts else ()


class _Srgb(ColorProfile):  # type: ignore[misc]
    """What the pages' red, green and blue are: the ICC's profile, which may be passed on, from WeasyPrint's package.

    WeasyPrint leaves the file open, and writes the profile anew, with its date in the time zone of the computer.
    """

    def __init__(self) -> None:
        self.data = (importlib.resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
        super().__init__(io.BytesIO(self.data), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))

    @property
    def content(self) -> bytes:
        """The profile, byte for byte."""
        return self.data


def write(
    parts: tuple[Laid, ...],
    said: Description,
    labels: tuple[tuple[int, str, int], ...],
    embedded: tuple[Embedded, ...] = (),
    reading: bool = True,
) -> bytes:
    """The pages of `parts`, in order, as one PDF.

    `labels` are (index of the first page, style, first number): style is a PDF page label style, `D` or `r`.
    With `reading` it is PDF/A-3a and PDF/UA-1; without it has neither tags nor a claim, as a printing house wants it.
    NotOnPage, naming the last of `parts`, if a picture cannot be drawn.
    """
    document = parts[0].document.copy([page for part in parts for page in part.document.pages])
    document.metadata = _Metadata(said, reading)
    document.color_profiles, document.output_intent = ({"srgb": _Srgb()}, "srgb") if reading else ({}, None)

    def finish(_: Any, pdf: Any) -> None:
        numbers = pydyf.Array()
        for index, style, first in labels:
            numbers.append(index)
            numbers.append(pydyf.Dictionary({"S": f"/{style}", "St": first}))
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
        if not reading:  # WeasyPrint writes the packet for its variants alone
            document.metadata.include_in_pdf(pdf, "", None, None, compress=False)
        if "AF" in pdf.catalog:  # WeasyPrint names each file twice
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))

    attachments = [
        Attachment(
            string=file.data,
            name=file.name,
            description=file.description,
            created=file.date,
            modified=file.date,
            relationship="Source",
        )
        for file in embedded
    ]
    with nothing_lost(parts[-1].name):
        data: bytes = document.write_pdf(
            finisher=finish, attachments=attachments or None, **(OPTIONS if reading else PLAIN)
        )
    styles.forget()
    return data


__all__ = ["Description", "Embedded", "write"]
