"""Pages with something drawn over them: the text of the pages stays as it is written, glyph for glyph."""

from __future__ import annotations

import io

from journal.layout.document import OPTIONS
from journal.layout.engine import Press, nothing_lost
from journal.proofs.form import ABOUT


def marked(press: Press, pages: bytes, html: str, style: str, name: str, about: str = "") -> bytes:
    """The PDF `pages`, each page with that of the laid-out `html` over it, and the pages that this has more at the end.

    `about` is what the PDF says of itself where readers of proofs do not see it. NotOnPage, naming `name`, as for every lay-out.
    """
    import pikepdf

    laid = press.lay_out(html, (style,), {}, name)
    with nothing_lost(name):
        over = laid.document.write_pdf(**(OPTIONS | {"pdf_tags": False}))
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages)) as base, pikepdf.open(io.BytesIO(over)) as sheets:
        count = len(base.pages)
        for number, (page, sheet) in enumerate(zip(base.pages, sheets.pages, strict=False), start=1):
            drawn = base.copy_foreign(sheet.as_form_xobject())
            # pikepdf's own overlay would name it at random: the same proof would have other bytes each time. All pages share
            # their resources.
            name_ = f"/ProofMarks{number}"
            page.add_resource(drawn, pikepdf.Name.XObject, pikepdf.Name(name_))
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(f"\nQ\nq {name_} Do Q".encode())
        for sheet in list(sheets.pages)[count:]:
            base.pages.append(sheet)
        base.docinfo[ABOUT] = about
        base.save(made, deterministic_id=True)
    return made.getvalue()


__all__ = ["marked"]
