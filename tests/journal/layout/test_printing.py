"""What goes to the printing house: boxes, crop marks, inks, and nothing that is for readers."""

import io
import re
from typing import Any

import pikepdf
import pytest
from PIL import Image

from journal.layout.document import Description, write
from journal.layout.printing import for_press, left_in_rgb
from journal.model import Colour, Printing
from tests.journal import pdfs
from tests.journal.shop import Print, Shop, opened

MM = 72 / 25.4
BODY = '<p>水有源，见<ext-link xlink:href="https://example.org/">此处</ext-link>。</p><fig id="f"><caption><title>图</title></caption><alt-text>图</alt-text><graphic xlink:href="f.png"/></fig>'


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 40, 40)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def article(shop: Shop) -> Print:
    return shop.made(BODY, files={"f.png": picture()})


def printed(made: Print, colour: Colour = Colour.GREY, **settings: str) -> pikepdf.Pdf:
    plain = write((made.laid,), Description("zh", {"zh": "题目"}), ((0, "D", 1),), reading=False)
    return opened(for_press(plain, Printing(**settings), colour))


def size(box: Any) -> list[float]:
    return [round(float(value) / MM, 1) for value in box]


def test_the_boxes_say_where_to_trim(article: Print) -> None:
    with printed(article, bleed="4mm") as found:
        for page in found.pages:
            assert size(page.obj.TrimBox) == [0, 0, 185, 260]
            assert size(page.obj.BleedBox) == [-4, -4, 189, 264]
            assert size(page.obj.MediaBox) == size(page.obj.CropBox) == [-11, -11, 196, 271]


def test_crop_marks_stand_at_each_corner_beyond_the_bleed(article: Print) -> None:
    with printed(article) as found:
        page = found.pages[0]
        drawn = b"".join(each.read_bytes() for each in page.obj.Contents)
        lines = re.findall(rb"([-\d.]+) ([-\d.]+) m ([-\d.]+) ([-\d.]+) l S", drawn.rpartition(b"/Marks CS")[2])
        ends = [tuple(round(float(value) / MM) for value in line) for line in lines]
        assert sorted(ends) == sorted(
            (
                (-3, 0, -8, 0), (0, -3, 0, -8), (-3, 260, -8, 260), (0, 263, 0, 268),
                (188, 0, 193, 0), (185, -3, 185, -8), (188, 260, 193, 260), (185, 263, 185, 268),
            )
        )  # fmt: skip
        assert str(page.obj.Resources.ColorSpace["/Marks"][1]) == "/All"  # on every plate


def operators(found: pikepdf.Pdf) -> set[str]:
    """The operators that set a colour, and those that draw."""
    return {
        str(operator)
        for page in found.pages
        for _, operator in pikepdf.parse_content_stream(page)
        if str(operator) in ("rg", "RG", "g", "G", "k", "K")
    }


def test_black_is_one_ink(article: Print) -> None:
    with printed(article) as found:
        assert operators(found) <= {"g", "G"}
        texts = [
            list(map(float, o))
            for page in found.pages
            for o, op in pikepdf.parse_content_stream(page)
            if str(op) == "g"
        ]
        assert [0.0] in texts
        assert left_in_rgb(saved(found)) == 0
        assert [each.mode for each in images(found)] == ["L"]


def test_in_four_colours_black_is_black_alone_and_pictures_are_said_to_be_left(article: Print) -> None:
    with printed(article, Colour.CMYK) as found:
        assert operators(found) <= {"k", "K"}
        inks = [
            list(map(float, o))
            for page in found.pages
            for o, op in pikepdf.parse_content_stream(page)
            if str(op) == "k"
        ]
        assert [0.0, 0.0, 0.0, 1.0] in inks
        assert left_in_rgb(saved(found)) == 1


def saved(found: pikepdf.Pdf) -> bytes:
    data = io.BytesIO()
    found.save(data)
    return data.getvalue()


def images(found: pikepdf.Pdf) -> list[Image.Image]:
    return [
        pikepdf.PdfImage(each).as_pil_image()
        for each in found.objects
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
    ]


def test_nothing_that_is_for_readers(article: Print) -> None:
    with printed(article) as found:
        assert {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/AF"} & set(found.Root.keys()) == set()
        assert [page for page in found.pages if "/Annots" in page.obj] == []
        assert b"pdfaid" not in found.Root.Metadata.read_bytes()
        assert str(found.docinfo["/Trapped"]) == "/False"
        assert pdfs.labels(found)[0] == "1"


def test_the_same_pages_as_on_the_screen(article: Print) -> None:
    """Every glyph at its place."""
    with printed(article) as found, opened(article.data) as screen:
        for page, other in zip(found.pages, screen.pages, strict=True):
            assert shown(page) == shown(other)


def shown(page: pikepdf.Page) -> list[tuple[str, ...]]:
    """What places and shows text."""
    return [each for each in pdfs.instructions(page) if each[0] in ("Tm", "Td", "TJ", "Tj", "Tc")]


def test_the_same_bytes(article: Print) -> None:
    plain = write((article.laid,), Description("zh", {"zh": "题目"}), ((0, "D", 1),), reading=False)
    assert for_press(plain, Printing(), Colour.GREY) == for_press(plain, Printing(), Colour.GREY)


@pytest.mark.parametrize(("pages", "width"), [(68, 3.9), (69, 4.0), (230, 12.0), (0, 0.5)])
def test_the_spine_is_as_wide_as_its_leaves(pages: int, width: float) -> None:
    assert Printing(paper="0.10mm", cover="0.25mm").spine(pages) == width
