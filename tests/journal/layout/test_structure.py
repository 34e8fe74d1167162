"""The tree of tags: every piece of a page is in it, under an element that says something."""

import io
import re
from typing import Any

import pikepdf

from tests.journal.shop import Shop

TEXT = (
    "<p>" + "水有源，树有根。" * 60 + '<xref ref-type="fn" rid="fn1"/><xref ref-type="fn" rid="fn2"/></p>'
    "<p>第二段，含 <italic>Latin</italic> 与<bold>粗体</bold>。</p>"
)
NOTES = '<fn-group><fn id="fn1"><p>' + "注文甚长。" * 30 + '</p></fn><fn id="fn2"><p>又注。</p></fn></fn-group>'


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """Every structure element, those above first."""
    found = []

    def walk(element: Any) -> None:
        found.append(element)
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                assert kid.P.objgen == element.objgen
                walk(kid)

    for element in pdf.Root.StructTreeRoot.K:
        walk(element)
    return found


def marks(element: Any) -> list[int]:
    return [int(kid) for kid in element.K if isinstance(kid, int)]


def test_every_mark_of_a_page_belongs_to_an_element_of_that_page(shop: Shop) -> None:
    with pikepdf.open(io.BytesIO(shop.made(TEXT, back=NOTES).data)) as pdf:
        known = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            drawn = {int(n) for n in re.findall(rb"/MCID (\d+)", page.obj.Contents.read_bytes())}
            owners = known[int(page.obj.StructParents)]
            assert drawn == set(range(len(owners)))
            for mark, owner in enumerate(owners):
                assert mark in marks(owner)
                assert owner.Pg.objgen == page.obj.objgen


def test_a_paragraph_holds_its_lines_itself(shop: Shop) -> None:
    with pikepdf.open(io.BytesIO(shop.made(TEXT, back=NOTES).data)) as pdf:
        every = elements(pdf)
        long = max((each for each in every if each.S == "/P"), key=lambda each: len(marks(each)))
        assert len(marks(long)) > 10
        assert [each for each in every if each.S == "/Span" and len(each.K) == 1 and each.P.S == "/P"] == []


def test_each_note_is_an_element(shop: Shop) -> None:
    with pikepdf.open(io.BytesIO(shop.made(TEXT, back=NOTES).data)) as pdf:
        areas = [each for each in elements(pdf) if each.S == "/NonStruct" and each.P.S == "/Document"]
        assert sum(len(area.K) for area in areas) >= 2
