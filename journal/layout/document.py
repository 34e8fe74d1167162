"""Laid-out texts written as PDF: tagged, with bookmarks, page labels, both languages' metadata and the source attached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
from lxml import etree
from lxml.builder import ElementMaker
from lxml.etree import _Element
from weasyprint import Attachment
from weasyprint.pdf.metadata import NS, DocumentMetadata

from journal.layout import styles
from journal.layout.engine import Laid, nothing_lost

OPTIONS: dict[str, Any] = {"pdf_tags": True, "uncompressed_pdf": False}
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

    def __init__(self, said: Description) -> None:
        super().__init__(
            title=next(iter(said.titles.values())),
            authors=list(said.authors),
            description=next(iter(said.subjects.values()), None),
            keywords=list(said.keywords),
            lang=said.language,
        )
        self.said = said

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
            PDF.Producer(f"WeasyPrint {weasyprint.__version__}"),
        )
        return etree.tostring(RDF.RDF(facts), encoding="utf-8")


RDF, DC, PDF = (ElementMaker(namespace=NS[name], nsmap={name: NS[name]}) for name in ("rdf", "dc", "pdf"))


def _alternatives(term: str, texts: Mapping[str, str]) -> tuple[_Element, ...]:
    if not texts:
        return ()
    default = next(iter(texts.values()))
    items = (RDF.li({XML_LANG: tongue}, text) for tongue, text in (("x-default", default), *texts.items()))
    return (DC(term, RDF.Alt(*items)),)


def _list(term: str, kind: str, texts: tuple[str, ...]) -> tuple[_Element, ...]:
    return (DC(term, RDF(kind, *map(RDF.li, texts))),) if texts else ()


def write(
    parts: tuple[Laid, ...],
    said: Description,
    labels: tuple[tuple[int, str, int], ...],
    embedded: tuple[Embedded, ...] = (),
) -> bytes:
    """The pages of `parts`, in order, as one PDF.

    `labels` are (index of the first page, style, first number): style is a PDF page label style, `D` or `r`.
    NotOnPage, naming the last of `parts`, if a picture cannot be drawn.
    """
    document = parts[0].document.copy([page for part in parts for page in part.document.pages])
    document.metadata = _Metadata(said)

    def finish(_: Any, pdf: Any) -> None:
        numbers = pydyf.Array()
        for index, style, first in labels:
            numbers.append(index)
            numbers.append(pydyf.Dictionary({"S": f"/{style}", "St": first}))
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        document.metadata.include_in_pdf(pdf, "", None, None, compress=False)  # WeasyPrint does for its variants alone

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
        data: bytes = document.write_pdf(finisher=finish, attachments=attachments or None, **OPTIONS)
    styles.forget()
    return data


__all__ = ["Description", "Embedded", "write"]
