"""PDF/A-3a and PDF/UA-1: what the files say they are, and what they hold for who cannot see them."""

import dataclasses
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from lxml import etree
from PIL import ImageCms

from journal.ids import Language
from journal.outputs import pdf
from tests.journal.layout.test_structure import elements
from tests.journal.shop import EN, ZH, Print, Shop, call, fn, opened

XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
TABLE = """<table-wrap id="t1"><label>表1</label><caption><title>收费</title></caption><table>
<thead><tr><th>年份</th><th>件数</th></tr></thead><tbody><tr><th scope="row">2024</th><td>12</td></tr></tbody></table></table-wrap>"""
FORMULA = """<p>设 <inline-formula><mml:math><mml:mi>x</mml:mi><mml:mo>=</mml:mo><mml:mn>1</mml:mn></mml:math></inline-formula>。</p>"""
FIGURE = """<fig id="f1"><label>图1</label><caption><title>河</title></caption><alt-text>一条河</alt-text><graphic xlink:href="f.svg"/></fig>"""
RIVER = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M0 0L9 9"/></svg>'
REFERENCES = """<ref-list><ref id="r1"><label>[1]</label><mixed-citation>张某：《书》。</mixed-citation></ref>
<ref id="r2"><label>[2]</label><mixed-citation>李某：《又》。</mixed-citation></ref></ref-list>"""


def all_kinds(shop: Shop) -> Print:
    """An article with one of everything that has a tag of its own; asked for again, the same."""
    if "kinds" not in shop.prints:
        shop.prints["kinds"] = shop.made(
            f'<sec id="s1"><title>一题</title><p>{"水有源。" * 600}{call(1)}又{call(2)}。<italic xml:lang="en">Latin words</italic></p>'
            f'{TABLE}{FORMULA}{FIGURE}<p>见<xref ref-type="sec" rid="s1">一题</xref>。</p></sec>',
            f"<fn-group>{fn(1, '注文一')}{fn(2, '注文二')}</fn-group>{REFERENCES}",
            files={"f.svg": RIVER},
        )
    return shop.prints["kinds"]


@pytest.fixture(scope="module", params=["article", "issue.zh", "issue.en"])
def made(request: pytest.FixtureRequest, shop: Shop) -> bytes:
    """An article made up here, and the sample's issues."""
    kind, _, language = request.param.partition(".")
    if kind == "article":
        return all_kinds(shop).data
    return shop.edition(Language(language)).files[pdf.issue_path(shop.issue, Language(language))]


def packet(found: pikepdf.Pdf) -> Any:
    return etree.fromstring(found.Root.Metadata.read_bytes())


def said(found: pikepdf.Pdf, term: str) -> list[str]:
    return [each.text for each in packet(found).iterfind(f".//{term}", XMP)]


# ---------------------------------------------------------------- the archive


@pytest.mark.slow
def test_a_file_says_that_it_is_both(made: bytes) -> None:
    with opened(made) as found:
        assert said(found, "pdfaid:part") == ["3"]
        assert said(found, "pdfaid:conformance") == ["A"]
        assert said(found, "pdfuaid:part") == ["1"]
        assert found.Root.MarkInfo.Marked == True  # noqa: E712
        assert found.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
        assert found.pdf_version == "1.7"
        assert not found.is_encrypted
        assert "/ID" in found.trailer


@pytest.mark.slow
def test_what_pdfa_does_not_know_is_described(made: bytes) -> None:
    with opened(made) as found:
        assert said(found, "schema:namespaceURI") == [XMP["pdfuaid"]]
        assert said(found, "schema:prefix") == ["pdfuaid"]
        assert said(found, "property:name") == ["part"]
        assert said(found, "property:valueType") == ["Integer"]


@pytest.mark.slow
def test_the_info_dictionary_says_what_the_packet_says(made: bytes) -> None:
    with opened(made) as found:
        titles = packet(found).find(".//dc:title/rdf:Alt", XMP)
        assert titles[0].text == str(found.docinfo["/Title"])
        assert said(found, "pdf:Producer") == [str(found.docinfo["/Producer"])]
        assert said(found, "pdf:Keywords") == [
            str(found.docinfo[key]) for key in ("/Keywords",) if key in found.docinfo
        ]


@pytest.mark.slow
def test_the_colours_have_a_profile(made: bytes) -> None:
    with opened(made) as found:
        (intent,) = found.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert int(intent.DestOutputProfile.N) == 3
        profile = ImageCms.ImageCmsProfile(io.BytesIO(intent.DestOutputProfile.read_bytes()))
        assert "sRGB" in (profile.profile.profile_description or "")


@pytest.mark.slow
def test_nothing_that_an_archive_refuses(made: bytes) -> None:
    """No script, no other file, no encryption, no LZW, no font that is not embedded, no hidden or unprinted annotation."""
    with opened(made) as found:
        assert "/OpenAction" not in found.Root
        assert "/AA" not in found.Root
        for each in found.objects:
            if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                continue
            assert each.get("/S") not in ("/JavaScript", "/Launch", "/GoToR", "/ImportData")
            assert each.get("/Filter") != "/LZWDecode"
            if each.get("/Type") == "/FontDescriptor":
                assert {"/FontFile2", "/FontFile3"} & set(each.keys())
            if each.get("/Subtype") == "/Link":
                assert int(each.F) == 4


def test_the_source_travels_inside(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        (file,) = found.Root.AF
        assert str(file.AFRelationship) == "/Source"
        assert str(file.UF) == str(file.F) == "wei-made.xml"
        assert str(file.EF.F.Subtype) in ("/application/xml", "/text/xml")
        assert {"/ModDate", "/Size", "/CheckSum"} <= set(file.EF.F.Params.keys())
        assert etree.fromstring(file.EF.F.read_bytes()).tag == "article"
        assert list(found.attachments) == ["wei-made.xml"]


# ---------------------------------------------------------------- what each thing is


def tags(found: pikepdf.Pdf, tag: str) -> list[Any]:
    return [each for each in elements(found) if str(each.S) == "/" + tag]


def test_a_note_is_a_note_with_a_number_of_its_own(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        notes = tags(found, "Note")
        assert [str(note.ID) for note in notes] == ["note-1", "note-2"]
        assert [[str(kid.S) for kid in note.K if isinstance(kid, pikepdf.Dictionary)] for note in notes] == [
            ["/Lbl"]
        ] * 2
        assert len(tags(found, "Reference")) == 2


@pytest.mark.slow
@pytest.mark.parametrize("language", [ZH, EN])
def test_no_two_notes_of_an_issue_have_one_number(shop: Shop, language: Language) -> None:
    with opened(shop.edition(language).files[pdf.issue_path(shop.issue, language)]) as found:
        names = [str(note.ID) for note in tags(found, "Note")]
        assert len(names) == len(set(names)) > 40


def test_header_cells_say_what_they_head(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        (table,) = tags(found, "Table")
        assert [str(cell.A.Scope) for cell in tags(found, "TH")] == ["/Column", "/Column", "/Row"]
        (cell,) = tags(found, "TD")
        assert {str(name) for name in cell.A.Headers} == {str(tags(found, "TH")[1].ID), str(tags(found, "TH")[2].ID)}
        assert [str(kid.S) for kid in table.K] == ["/THead", "/TBody"]


def test_pictures_and_formulas_speak(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        assert [str(each.Alt) for each in tags(found, "Figure")] == ["一条河"]
        assert [str(each.Alt) for each in tags(found, "Formula")] == ["x = 1"]
        for each in tags(found, "Figure"):
            left, foot, right, head = map(float, each.A.BBox)
            width, height = map(float, each.Pg.MediaBox[2:])
            assert 0 <= left < right <= width
            assert 0 <= foot < head <= height


def test_references_are_a_list(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        (listed,) = [each for each in tags(found, "L") if len(each.K) == 2]
        assert [[str(kid.S) for kid in item.K] for item in listed.K] == [["/Lbl", "/LBody"]] * 2


def test_a_run_in_another_language_says_so(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        assert str(found.Root.Lang) == "zh"
        assert [str(each.Lang) for each in elements(found) if "/Lang" in each] == ["en"]
        (foreign,) = [each for each in elements(found) if "/Lang" in each]
        assert "Latin words" in words(foreign)


def words(element: Any) -> str:
    """The text of the marked content that an element holds itself."""
    held = {int(kid) for kid in element.K if isinstance(kid, int)}
    font, mark, text = "", -1, ""
    for operands, operator in pikepdf.parse_content_stream(pikepdf.Page(element.Pg)):
        if str(operator) == "BDC":
            mark = int(operands[1].get("/MCID", -1))
        elif str(operator) == "Tf":
            font = element.Pg.Resources.Font[str(operands[0])].ToUnicode.read_bytes().decode()
        elif str(operator) == "TJ" and mark in held:
            cmap = dict(re.findall("<([0-9a-f]{4})> <([0-9a-f]+)>", font))
            shown = "".join(bytes(each).hex() for each in operands[0] if isinstance(each, pikepdf.String))
            text += "".join(
                bytes.fromhex(cmap[shown[at : at + 4]]).decode("utf-16-be") for at in range(0, len(shown), 4)
            )
    return text


# ---------------------------------------------------------------- nothing between the tags


@pytest.mark.slow
def test_every_drawn_thing_is_tagged_or_an_artifact(made: bytes) -> None:
    with opened(made) as found:
        for page in found.pages:
            assert list(untagged(page)) == []


def untagged(page: pikepdf.Page) -> Iterator[str]:
    """Operators that draw outside of marked content."""
    depth = 0
    for _, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif depth == 0 and name in ("Tj", "TJ", "Do", "S", "f", "f*", "B", "B*", "sh"):
            yield name
    assert depth == 0


def test_heads_and_feet_are_artifacts(shop: Shop) -> None:
    with opened(all_kinds(shop).data) as found:
        kinds = []
        for page in found.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC" and str(operands[0]) == "/Artifact":
                    kinds.append(str(operands[1].Type))
        assert set(kinds) == {"/Pagination"}
        assert len(kinds) >= len(found.pages)


@pytest.mark.slow
def test_every_page_goes_by_the_order_of_the_tags(made: bytes) -> None:
    with opened(made) as found:
        assert {str(page.obj.Tabs) for page in found.pages} == {"/S"}


@pytest.mark.slow
def test_every_link_is_in_a_link_and_says_what_it_is(made: bytes) -> None:
    with opened(made) as found:
        known = pikepdf.NumberTree(found.Root.StructTreeRoot.ParentTree)
        for page in found.pages:
            for note in page.obj.get("/Annots", []):
                owner = known[int(note.StructParent)]
                assert owner.S == "/Link"
                assert note.objgen in [kid.Obj.objgen for kid in owner.K if not isinstance(kid, int)]
                assert str(note.Contents).strip()


@pytest.mark.slow
def test_headings_leave_out_no_level(made: bytes) -> None:
    with opened(made) as found:
        levels = [int(str(each.S)[2:]) for each in elements(found) if re.fullmatch("/H[1-6]", str(each.S))]
        assert levels[0] == 1
        assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []


# ---------------------------------------------------------------- second opinions


@pytest.mark.slow
def test_pdfua_finds_nothing(made: bytes, tmp_path: Path) -> None:
    file = tmp_path / "made.pdf"
    file.write_bytes(made)
    assert [str(finding) for finding in pdfua.validate(str(file)).findings] == []


@pytest.mark.slow
def test_outloud_finds_no_error(made: bytes, tmp_path: Path) -> None:
    """Not in the lock, since it needs PyMuPDF, which is under the AGPL: for who has it."""
    outloud = pytest.importorskip("outloud", reason="pip install outloud, to hear what a screen reader hears")
    file = tmp_path / "made.pdf"
    file.write_bytes(made)
    result = outloud.check(str(file))
    assert result.error is None
    assert [dataclasses.asdict(each) for each in result.findings if each.severity == "error"] == []
