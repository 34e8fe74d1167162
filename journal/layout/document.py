"""Laid-out texts written as PDF: tagged, with bookmarks, page labels, both languages' metadata and the source attached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pydyf
from weasyprint import Attachment
from weasyprint.pdf.metadata import NS, DocumentMetadata

from journal.layout.engine import Laid

OPTIONS: dict[str, Any] = {"pdf_tags": True, "uncompressed_pdf": False}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Description:
    """What a PDF says of itself; titles and abstracts by language, the document's own language first."""

    language: str
    titles: Mapping[str, str]
    authors: tuple[str, ...] = ()
    subjects: Mapping[str, str] | None = None
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
    date: Any  # datetime: of the facts, since the clock may not be read


class _Metadata(DocumentMetadata):
    """WeasyPrint's metadata with every title in its language."""

    def __init__(self, said: Description) -> None:
        super().__init__(
            title=next(iter(said.titles.values())),
            authors=list(said.authors),
            description=next(iter((said.subjects or {}).values()), None),
            keywords=list(said.keywords),
            lang=said.language,
        )
        self.said = said

    def generate_rdf_metadata(self, variant: str, version: Any, conformance: Any) -> bytes:
        """WeasyPrint's RDF with the alternatives by language put in."""
        root = fromstring(super().generate_rdf_metadata(variant, version, conformance))
        dc = f"{{{NS['dc']}}}"
        for description in list(root):
            for child in list(description):
                if child.tag in (f"{dc}title", f"{dc}description"):
                    root.remove(description)
        _alternatives(root, f"{dc}title", self.said.titles)
        _alternatives(root, f"{dc}description", self.said.subjects or {})
        for name in ("identifier", "publisher", "rights"):
            if value := getattr(self.said, name):
                _alternatives(root, dc + name, {self.said.language: value}) if name == "rights" else _plain(
                    root, dc + name, value, bag=name == "publisher"
                )
        text: bytes = tostring(root, encoding="utf-8")
        return text


def _description(root: Element) -> Element:
    return SubElement(root, f"{{{NS['rdf']}}}Description", {f"{{{NS['rdf']}}}about": ""})


def _alternatives(root: Element, tag: str, texts: Mapping[str, str]) -> None:
    if not texts:
        return
    alternatives = SubElement(SubElement(_description(root), tag), f"{{{NS['rdf']}}}Alt")
    default = next(iter(texts.values()))
    for language, text in (("x-default", default), *texts.items()):
        SubElement(alternatives, f"{{{NS['rdf']}}}li", {XML_LANG: language}).text = text


def _plain(root: Element, tag: str, value: str, bag: bool) -> None:
    element = SubElement(_description(root), tag)
    if bag:
        element = SubElement(SubElement(element, f"{{{NS['rdf']}}}Bag"), f"{{{NS['rdf']}}}li")
    element.text = value


def write(
    parts: tuple[Laid, ...],
    said: Description,
    labels: tuple[tuple[int, str, int], ...],
    embedded: tuple[Embedded, ...] = (),
) -> bytes:
    """The pages of `parts`, in order, as one PDF.

    `labels` are (index of the first page, style, first number): style is a PDF page label style, `D` or `r`.
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
    data: bytes = document.write_pdf(finisher=finish, attachments=attachments or None, **OPTIONS)
    return data


__all__ = ["Description", "Embedded", "write"]
