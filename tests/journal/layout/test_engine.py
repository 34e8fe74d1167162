"""What a page may be made of: registered files, characters that have a glyph, pictures that can be drawn whole."""

import contextlib
import dataclasses
import http.server
import io
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from journal.errors import BadFile, JournalError
from journal.layout.engine import Assets, Press
from journal.layout.faults import NotOnPage
from journal.model import Limits
from journal.outputs import pdf
from tests.journal.pdfs import characters
from tests.journal.shop import Print, Shop, bare, opened, text

ARTICLE = "issues/forthcoming/wei-made/article.xml"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">{}</svg>'
)


def png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (37, 41), (200, 0, 0)).save(data, "PNG")
    return data.getvalue()


def figure(href: str) -> str:
    return f'<p>字</p><fig id="f"><graphic xlink:href="{href}"><alt-text>图</alt-text></graphic></fig>'


def pictures(made: Print) -> list[tuple[int, int]]:
    """The sizes of the raster pictures in the PDF."""
    with opened(made.data) as pdf:
        held = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        return [(int(each.Width), int(each.Height)) for each in held if each.get("/Subtype") == "/Image"]


# ---------------------------------------------------------------- what may be fetched


def test_a_registered_file_is_served_and_nothing_else(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    assets = Assets({"a.png": (b"data", "image/png")})
    response = assets.fetch("asset:a.png")
    assert (response.read(), response.content_type) == (b"data", "image/png")
    for url in (
        secret.as_uri(),
        str(secret),
        "asset:b.png",
        "asset:../secret.png",
        "http://127.0.0.1/a.png",
        "data:,x",
        "a.png",
        "",
    ):
        with pytest.raises(FatalURLFetchingError):
            assets.fetch(url)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(png())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()
        thread.join()


def test_a_picture_of_its_own(shop: Shop) -> None:
    made = shop.made(figure("a.png"), files={"a.png": png()})
    assert pictures(made) == [(37, 41)]


@pytest.mark.parametrize(
    "href",
    ["file:///etc/passwd", "../x.png", "x.png", "/etc/passwd", "//127.0.0.1/x.png", "data:image/png;base64,AA=="],
)
def test_a_picture_from_elsewhere_fails_and_names_the_article(shop: Shop, href: str) -> None:
    with pytest.raises((NotOnPage, BadFile)) as failure:  # by the look of its name, or by the fetcher
        shop.made(figure(href))
    assert ARTICLE in str(failure.value)
    assert href in failure.value.message.zh
    assert href in failure.value.message.en


def test_nothing_is_read_from_disk_or_network(shop: Shop, tmp_path: Path, server: tuple[str, list[str]]) -> None:
    """There is something that could be read: a picture on this disk and one on this machine's server."""
    url, asked = server
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    for href in (secret.as_uri(), f"{url}/a.png"):
        for used in (figure(href), f'<p>字<inline-graphic xlink:href="{href}"/></p>'):
            with pytest.raises((NotOnPage, BadFile)):
                shop.made(used)
        for inside in (
            f'<image href="{href}" width="9" height="9"/>',
            f'<image xlink:href="{href}" width="9" height="9"/>',
            f"<style>@import url({href});</style><rect width='9' height='9'/>",
            f"<style>rect {{ fill: url({href}#a) }}</style><rect width='9' height='9'/>",
            f'<use href="{href}#a"/>',
        ):
            with contextlib.suppress(NotOnPage):
                assert pictures(shop.made(figure("a.svg"), files={"a.svg": SVG.format(inside).encode()})) == []
    assert asked == []


def test_a_link_is_no_fetch(shop: Shop, server: tuple[str, list[str]]) -> None:
    url, asked = server
    made = shop.made(f'<p>见<ext-link xlink:href="{url}/page">此</ext-link></p>')
    links = [str(note.A.URI) for page in opened(made.data).pages for note in page.get("/Annots", []) if "/A" in note]
    assert (links, asked) == ([f"{url}/page"], [])


# ---------------------------------------------------------------- pictures that cannot be drawn


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"not a picture"),
        ("a.png", png()[:60]),
        ("a.svg", b"<svg"),
        ("a.svg", SVG.format('<image href="other.png" width="9" height="9"/>').encode()),
        ("a.svg", b"not a picture"),
    ],
)
def test_a_picture_that_is_not_whole_fails_and_names_the_article(shop: Shop, name: str, data: bytes) -> None:
    with pytest.raises(NotOnPage) as failure:
        _ = shop.made(figure(name), files={name: data}).data
    assert failure.value.article == ARTICLE
    assert name in failure.value.message.en


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="other.svg#mark"/>',
        '<use xlink:href="other.svg#mark"/>',
        '<image href="photo.png" width="9" height="9"/>',
        '<rect width="9" height="9" fill="url(other.svg#grey)"/>',
        '<style>@import "other.svg";</style>',
        "<style>rect { fill: url('other.svg#grey') }</style>",
    ],
)
def test_a_drawing_that_takes_from_another_file_fails_and_is_named(shop: Shop, inside: str) -> None:
    with pytest.raises(
        NotOnPage, match=r"the picture wei-made/a.svg takes something from another file \((other|photo)"
    ):
        shop.made(figure("a.svg"), files={"a.svg": SVG.format(inside).encode()})


def test_what_a_drawing_takes_from_itself_is_no_matter(shop: Shop) -> None:
    inside = (
        '<defs><rect id="r" width="9" height="9"/><linearGradient id="g"/></defs><use xlink:href="#r" fill="url(#g)"/>'
        '<a href="https://example.org"><rect width="9" height="9"/></a>'
    )
    assert shop.made(figure("a.svg"), files={"a.svg": SVG.format(inside).encode()}).laid.pages == 1


def test_a_drawing_that_is_no_xml_fails(shop: Shop) -> None:
    entities = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + SVG.format("<text>&x;</text>").encode()
    with pytest.raises(BadFile, match=r"^wei-made/a\.svg:1: "):
        shop.made(figure("a.svg"), files={"a.svg": entities})


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\ue000", "U+E000"),
        ("\U00031400", "U+31400"),
        ("\U000f0000", "U+F0000"),
        ("😀", "U+1F600"),
        ("ا", "U+0627"),
        ("\u0e01", "U+0E01"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        "<p>前文{}后文</p>",
        "<p xml:lang='en'>before {} after</p>",
        "<p><bold>前文{}</bold></p>",
        "<p>字<fn><p>前文{}</p></fn></p>",
        "<table-wrap><table><tbody><tr><td>前文{}</td></tr></tbody></table></table-wrap>",
    ],
)
def test_a_character_without_a_glyph_fails_and_is_named(shop: Shop, body: str, character: str, code: str) -> None:
    with pytest.raises(NotOnPage) as failure:
        shop.made(body.format(character))
    error = failure.value
    assert (error.article, error.exit) == (ARTICLE, 1)
    before = "before" if "before" in body else "前文"
    assert [part for part in (character, code, "第1页", before) if part not in error.message.zh] == []
    assert [part for part in (character, code, "page 1", before) if part not in error.message.en] == []


def test_so_does_one_in_the_title_and_in_a_drawing(shop: Shop) -> None:
    with pytest.raises(NotOnPage, match=r"U\+31400"):
        shop.made(title="题\U00031400")
    with pytest.raises(NotOnPage, match=r"U\+31400.*figure wei-made/a\.svg"):
        shop.made(figure("a.svg"), files={"a.svg": SVG.format("<text y='20'>图\U00031400</text>").encode()})


def test_the_page_is_named_on_which_it_stands(shop: Shop) -> None:
    with pytest.raises(NotOnPage, match="on page 2"):
        shop.made(f"{'<p>字</p>' * 45}<p>\U00031400</p>")


def test_rare_characters_are_printed(shop: Shop) -> None:
    made = shop.made("<p>𠮷䶮㛃<italic>𠮷䶮㛃</italic><bold>𠮷䶮㛃</bold></p>", title="㛃𠮷", files={"a.svg": b""})
    assert bare(text(made.data)).count("𠮷䶮㛃") == 3
    assert "㛃𠮷" in text(made.data)


def test_rare_characters_are_printed_in_a_drawing(shop: Shop) -> None:
    drawing = SVG.format('<text y="20" font-family="Noto Serif CJK SC" font-size="9">㐂</text>').encode()
    assert "㐂" in text(shop.made(figure("a.svg"), files={"a.svg": drawing}).data)


def test_each_language_has_its_quotation_marks(shop: Shop) -> None:
    """The same code points, full-width in Chinese and narrow in English: the language of the run decides."""
    made = shop.made('<p>“法治”</p><p xml:lang="en">“rule of law”</p>')
    found = [(family, character) for family, character, _ in characters(opened(made.data)) if character in "“”"]
    assert found == [
        ("Noto Serif CJK SC", "“"),
        ("Noto Serif CJK SC", "”"),
        ("TeX Gyre Termes", "“"),
        ("TeX Gyre Termes", "”"),
    ]


def test_errors_are_errors_of_the_journal() -> None:
    assert issubclass(NotOnPage, JournalError)


# ---------------------------------------------------------------- limits


def huge(width: int, height: int) -> bytes:
    """A PNG of one colour, whose bytes are few whatever its size."""
    data = io.BytesIO()
    Image.new("1", (width, height)).save(data, "PNG")
    return data.getvalue()


def said(shop: Shop, files: dict[str, bytes]) -> str:
    with pytest.raises(NotOnPage) as caught:
        shop.made(figure(next(iter(files))), files=files)
    return str(caught.value)


def test_a_picture_of_too_many_pixels_is_named(shop: Shop) -> None:
    """Nothing of it is unpacked: 900 megapixels would take gigabytes."""
    assert "wei-made/a.png has 900 megapixels (30000×30000), more than 150" in said(
        shop, {"a.png": huge(30_000, 30_000)}
    )
    assert Image.MAX_IMAGE_PIXELS is not None


@pytest.mark.parametrize(
    ("inside", "attributes", "reason"),
    [
        ("<script>alert(1)</script><rect width='9' height='9'/>", "width='9' height='9'", "holds a program (<script>)"),
        ("<rect width='9' height='9' onclick='x()'/>", "width='9' height='9'", "holds a program (onclick)"),
        ("<a href='javascript:x()'><rect width='9' height='9'/></a>", "width='9' height='9'", "holds a program (href)"),
        ("<rect width='9' height='9'/>", "width='0' height='9'", "has no width or no height"),
        ("<rect width='9' height='9'/>", "viewBox='0 0 9 0'", "has no width or no height"),
        ("<rect width='9' height='9'/>", "width='9' height='-1mm'", "has no width or no height"),
    ],
)
def test_a_drawing_that_does_more_or_less_than_draw_is_named(
    shop: Shop, inside: str, attributes: str, reason: str
) -> None:
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' {attributes}>{inside}</svg>"
    assert f"wei-made/a.svg {reason}" in said(shop, {"a.svg": drawing.encode()})


def test_a_drawing_with_decimals_has_a_size(shop: Shop) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='0.9' height='10.0mm' viewBox='0 0 0.5 10'/>"
    assert shop.made(figure("a.svg"), files={"a.svg": drawing.encode()}).laid.pages == 1


@pytest.mark.parametrize("limits", [Limits(seconds=1), Limits(megabytes=1)])
def test_an_article_that_passes_its_limits_is_ended_and_named(shop: Shop, limits: Limits) -> None:
    bench, work = shop.asked("<p>字</p>" + f"<p>{'权利' * 300}</p>" * 2000)
    press = Press(dataclasses.replace(work.house, limits=limits), bench.cache)
    with pytest.raises(NotOnPage, match=r"wei-made/article.xml: its lay-out took more than it may"):
        pdf._lay_out(bench, press, work)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
