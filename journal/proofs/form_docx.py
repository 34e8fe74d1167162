"""The form for corrections as a Word file, and the tables of one that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.builder import ElementMaker

from journal import archive, xml
from journal.errors import BadFile, Bilingual, Place
from journal.proofs.form import (
    EXPLAINED,
    HEAD,
    LABELS,
    LEAVE,
    TITLE,
    Form,
    Head,
    WrongForm,
    form,
    kinds,
    label,
    prefilled,
)

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = ElementMaker(namespace=SPACE, nsmap={"w": SPACE})
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WIDTHS = {
    "page": 700,
    "line": 700,
    "old": 3300,
    "new": 3300,
    "kind": 1300,
    "query": 800,
    "comment": 3900,
}  # twentieths of a point
NUMBER = 600
HEAD_WIDTHS = (2600, 12000)


def docx(head: Head, queries: Sequence[tuple[int, int, int, str]] = ()) -> bytes:
    """A fresh form as a Word file; `queries` are (number, page, line, question). The same facts give the same bytes."""
    sealed = head.sealed
    rows = [(label(said), str(getattr(sealed, name))) for name, said in HEAD.items()]
    entries = [
        (str(number), *(entry.get(name, "") for name in LABELS))
        for number, entry in enumerate(prefilled(queries), start=1)
    ]
    document = W.document(
        W.body(
            _paragraph(f"{TITLE.zh} · {TITLE.en}", bold=True, size=32),
            _paragraph(f"{LEAVE.zh} {LEAVE.en}"),
            _table(rows, HEAD_WIDTHS),
            *(_paragraph(text) for said in EXPLAINED for text in (said.zh, said.en)),
            _paragraph(f"{label(LABELS['kind'])}: {kinds()}"),
            *(_paragraph(f"Q{number} ({page} · {line}) {asked}") for number, page, line, asked in queries),
            _table([("", *(label(said) for said in LABELS.values())), *entries], (NUMBER, *WIDTHS.values()), head=True),
            _paragraph(""),
            W.sectPr(
                W.pgSz({_w("w"): "16838", _w("h"): "11906", _w("orient"): "landscape"}),
                W.pgMar({_w(side): "1000" for side in ("top", "right", "bottom", "left")}),
            ),
        )
    )
    return archive.pack(
        {
            "[Content_Types].xml": _bytes(_types()),
            "_rels/.rels": _bytes(_relations()),
            "word/document.xml": _bytes(document),
        }
    )


def _w(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _paragraph(text: str, bold: bool = False, size: int = 20) -> etree._Element:
    properties = W.rPr(
        W.rFonts({_w("ascii"): "Times New Roman", _w("hAnsi"): "Times New Roman", _w("eastAsia"): "SimSun"}),
        *((W.b(),) if bold else ()),
        W.sz({_w("val"): str(size)}),
    )
    run = W.r(properties, W.t(text, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}))
    return W.p(run) if text else W.p()


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int], head: bool = False) -> etree._Element:
    border = {_w("val"): "single", _w("sz"): "4", _w("color"): "777777"}
    borders = W.tblBorders(*(W(side, border) for side in ("top", "left", "bottom", "right", "insideH", "insideV")))
    layout = W.tblLayout({_w("type"): "fixed"})
    grid = W.tblGrid(*(W.gridCol({_w("w"): str(width)}) for width in widths))
    made = []
    for number, row in enumerate(rows):
        properties = (W.trPr(W.cantSplit(), W.tblHeader()),) if head and number == 0 else (W.trPr(W.cantSplit()),)
        cells = (
            W.tc(W.tcPr(W.tcW({_w("w"): str(width), _w("type"): "dxa"})), _paragraph(text, bold=head and number == 0))
            for text, width in zip(row, widths, strict=True)
        )
        made.append(W.tr(*properties, *cells))
    width = W.tblW({_w("w"): str(sum(widths)), _w("type"): "dxa"})
    return W.tbl(W.tblPr(width, borders, layout), grid, *made)


def _types() -> etree._Element:
    types = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(types, f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind)
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName="/word/document.xml", ContentType=_MAIN)
    return types


def _relations() -> etree._Element:
    relations = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", Id="rId1", Type=_OFFICE, Target="word/document.xml")
    return relations


def _bytes(root: etree._Element) -> bytes:
    return xml.serialise(root.getroottree())


# ---------------------------------------------------------------- read


def read_docx(data: bytes, file: str) -> Form:
    """The form that somebody filled in; WrongForm, BadFile, Refused. What was struck out as a tracked change is not read."""
    parts = archive.members(data, file)
    if "word/document.xml" not in parts:
        said = Bilingual("不是 Word 文件（docx）。", "is no Word file (docx).")
        raise BadFile(Place(file), said, Bilingual("请另存为 .docx。", "Save it as .docx."))
    root = xml.parse(parts["word/document.xml"], f"{file}/word/document.xml").getroot()
    tables = [list(_rows(table)) for table in root.iter(f"{{{SPACE}}}tbl", f"{{{STRICT}}}tbl")]
    names = {label(said): name for name, said in HEAD.items()}
    head = {names[row[0]]: row[1].strip() for table in tables for row in table if len(row) == 2 and row[0] in names}
    columns = ["", *LABELS]
    entries = [
        (number, dict(zip(columns, row, strict=True)))
        for table in tables
        if table and len(table[0]) == len(columns)
        for number, row in enumerate((row for row in table[1:] if len(row) == len(columns)), start=1)
    ]
    if not entries:
        raise WrongForm(file, Bilingual("其中没有勘误表。", "there is no table of corrections in it."))
    return form(head, entries, file)


def _rows(table: etree._Element) -> Iterator[list[str]]:
    for row in table.iterchildren("{*}tr"):
        yield [" ".join(filter(None, map(_text, cell.iter("{*}p")))) for cell in row.iterchildren("{*}tc")]


def _text(paragraph: etree._Element) -> str:
    """What a paragraph says now: deleted text is `delText`, so it falls away by itself."""
    return "".join(
        each.text or "" if etree.QName(each).localname == "t" else " "
        for each in paragraph.iter("{*}t", "{*}br", "{*}tab")
    ).strip()


__all__ = ["docx", "read_docx"]
