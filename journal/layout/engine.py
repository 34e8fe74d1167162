"""One article laid out: HTML and style sheets in, pages and what must be known about them out."""

from __future__ import annotations

import contextlib
import gc
import io
import itertools
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import weasyprint
from PIL import Image, ImageFile
from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, pangoft2
from weasyprint.text.fonts import FontConfiguration, fontconfig
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from journal import xml
from journal.errors import Bilingual
from journal.layout import (
    embedding,
    endings,
    fonts,
    foot,
    lines,
    notes,
    pictures,
    rules,
    strings,
    structure,
    styles,
    tables,
    wide,
)
from journal.layout.faults import NotOnPage
from journal.layout.limits import within
from journal.model import House

logging.getLogger("weasyprint").setLevel(logging.ERROR)
ImageFile.LOAD_TRUNCATED_IMAGES = False  # as WeasyPrint sets it, half a picture would do
ASSET = "asset:"  # the scheme of what a page may fetch
ATTEMPTS = 3  # at marks that fit: what moves to another page may take another mark there
SVG = "{http://www.w3.org/2000/svg}"


class Assets(URLFetcher):  # type: ignore[misc]
    """Serves the files that an article registered, by name; anything else stops the layout."""

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bytes of `asset:NAME`; FatalURLFetchingError for every other address."""
        name = url.removeprefix(ASSET)
        if not url.startswith(ASSET) or name not in self.files:
            raise FatalURLFetchingError(f"not a registered asset: {url}")
        data, kind = self.files[name]
        return URLFetcherResponse(url, data, headers={"Content-Type": kind})


class _Losses(logging.Handler):
    """What WeasyPrint says only in its log: that a picture is not on the page, or not all of it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(("Failed to load image", "Failed to render SVG image")):
            self.messages.append(record.getMessage())


@contextlib.contextmanager
def nothing_lost(name: str) -> Iterator[None]:
    """NotOnPage, naming `name`, if WeasyPrint leaves a picture out."""
    losses = _Losses()
    log = logging.getLogger("weasyprint")
    log.addHandler(losses)
    try:
        yield
    finally:
        log.removeHandler(losses)
    if losses.messages:
        raise NotOnPage(
            name,
            Bilingual(f"图片无法绘出（{losses.messages[0]}）。", f"a picture cannot be drawn ({losses.messages[0]})."),
            Bilingual(
                "请换成完好且不引用其他文件的图片。", "Replace it by one that is whole and refers to no other file."
            ),
        )


@dataclass(frozen=True)
class Laid:
    """A laid-out text: its WeasyPrint document, the number of its pages, what became of its notes, whose it is, what
    is wider than its page."""

    document: Any
    pages: int
    notes: notes.NoteReport
    name: str
    wide: tuple[wide.Wide, ...] = ()


class Press:
    """A process's layout machine: the house's faces ready, the justification in place, style sheets parsed once."""

    def __init__(self, house: House, cache: Path) -> None:
        self.house = house
        self.folder = fonts.prepare(house, cache)
        fonts.use(self.folder)
        lines.install()
        notes.install()
        foot.install()
        endings.install()
        tables.install()
        pictures.install()
        strings.install()
        embedding.install()
        structure.install()
        styles.install()
        gc.set_threshold(20_000, 20, 100)  # a laid-out issue is millions of objects, and all of them stay
        self.font_config = FontConfiguration()
        self.rare: set[tuple[str, int]] = set()
        self.sheets: dict[str, Any] = {}
        self.shown: dict[tuple[str, ...], set[str]] = {}  # characters that were found in a face, by families

    def sheet(self, css: str) -> Any:
        """The parsed style sheet."""
        if css not in self.sheets:
            self.sheets[css] = weasyprint.CSS(string=css, font_config=self.font_config, url_fetcher=Assets({}))
        return self.sheets[css]

    def lay_out(
        self,
        html: str,
        css: tuple[str, ...],
        assets: Mapping[str, tuple[bytes, str]],
        name: str,
        mark: Callable[[int], str] | None = None,
    ) -> Laid:
        """`html` as pages; `mark` numbers the notes anew on each page.

        NotOnPage names the article (`name`, its file) if a character has no glyph in the faces its style names, or a note leaves the page.
        """
        with within(self.house.limits, name), pictures.of_any_size():  # the house says how large they may be
            return self._lay_out(html, css, assets, name, mark)

    def _lay_out(
        self,
        html: str,
        css: tuple[str, ...],
        assets: Mapping[str, tuple[bytes, str]],
        name: str,
        mark: Callable[[int], str] | None,
    ) -> Laid:
        for file, (data, kind) in assets.items():
            _insist_on_whole(name, file, data, kind, self.house.limits.megapixels)
        words = _words(assets)
        self._rare_faces(html + "".join(words.values()))
        try:
            with nothing_lost(name):
                source = weasyprint.HTML(string=html, url_fetcher=Assets(assets), base_url=ASSET)
                document, report = self._settled(source, [self.sheet(text) for text in css], mark)
        except FatalURLFetchingError as error:
            raise NotOnPage(
                name,
                Bilingual(f"引用了未登记的资源（{error}）。", f"it refers to something that is not its own ({error})."),
                Bilingual("只可引用文章目录内的文件。", "Refer only to files in the article's folder."),
            ) from error
        finally:
            lines.forget()
            styles.forget()
        self._check_glyphs(document, name)
        for file, text in words.items():
            if missing := self._missing(text, tuple(font.family for font in self.house.fonts)):
                raise _no_glyph(name, min(missing), text, Bilingual(f"图 {file}", f"in the figure {file}"))
        return Laid(document, len(document.pages), report, name, wide.left(document.pages))

    def _settled(
        self, source: Any, sheets: list[Any], mark: Callable[[int], str] | None
    ) -> tuple[Any, notes.NoteReport]:
        """The pages with their notes numbered: laid out again where a table had to be turned, or marks
        took another width than they had, as 〔10〕 for 〔1〕."""
        for attempt in itertools.count(1):
            document = source.render(font_config=self.font_config, stylesheets=sheets)
            turned = attempt <= ATTEMPTS and wide.turn(document.pages)
            report = notes.settle(document.pages, mark)
            if not (turned or report.widened) or attempt > ATTEMPTS:
                rules.settle(document.pages)
                return document, report
        raise AssertionError("unreachable")

    def _rare_faces(self, text: str) -> None:
        """Give the font map a one-glyph face for each rare character of `text` that a face of the house has."""
        for point in sorted({ord(c) for c in text} - fonts.ordinary()):
            for font in self.house.fonts:
                if fonts.is_latin(font) or (font.path, point) in self.rare:
                    continue
                self.rare.add((font.path, point))
                path = fonts.rare(font, point, self.folder)
                if path is not None:
                    self._add(path, f"{font.family} U+{point:04X}")

    def _add(self, path: Path, family: str) -> None:
        # WeasyPrint tells faces in a PDF apart by their description: each needs a family name of its own in front.
        rule = fonts.config(path.parent, ((path, family),), folder=False).encode()
        fontconfig.FcConfigParseAndLoadFromMemory(self.font_config._config, rule, True)
        fontconfig.FcConfigAppFontAddFile(self.font_config._config, str(path).encode())
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_config.font_map))

    def _check_glyphs(self, document: Any, name: str) -> None:
        for number, page in enumerate(document.pages, start=1):
            for box in page._page_box.descendants():
                if isinstance(box, boxes.TextBox) and (
                    missing := self._missing(box.text, tuple(box.style["font_family"]))
                ):
                    place = Bilingual(f"第{number}页", f"on page {number}")
                    raise _no_glyph(name, min(missing), box.text, place)

    def _missing(self, text: str, families: tuple[str, ...]) -> set[str]:
        """The characters of `text` that no face of these families shows."""
        shown = self.shown.setdefault(families, set(INVISIBLE))
        new = set(text) - shown
        missing = {character for character in new if not self._shows(families, ord(character))}
        shown |= new - missing
        return missing

    def _shows(self, families: tuple[str, ...], point: int) -> bool:
        """Whether one of the families has a code point in all its faces."""
        for family in families:
            if family.endswith(fonts.LATIN_IN_HAN) and point in fonts.SHARED_MARKS:
                continue
            faces = [font for font in self.house.fonts if font.family == family.removesuffix(fonts.LATIN_IN_HAN)]
            if faces and all(fonts.has(face, point) for face in faces):
                return True
        return False


INVISIBLE = frozenset("\u2060\u200b\u00ad\u200d\u200c\n\t\u2028\ufeff")


def _insist_on_whole(name: str, file: str, data: bytes, kind: str, megapixels: int) -> None:
    """A damaged PNG would go into the PDF as it is, and be seen by nobody but readers; so would half a drawing."""
    if file.endswith(".svg"):
        _insist_on_whole_drawing(name, file, data)
        return
    if not kind.startswith("image/"):
        return
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            if width * height <= megapixels * 1e6:
                picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise NotOnPage(
            name,
            Bilingual(f"图片 {file} 已损坏（{error}）。", f"the picture {file} is damaged ({error})."),
            Bilingual("请换成完好的图片。", "Replace it by one that is whole."),
        ) from error
    if not width * height:
        raise _no_size(name, file)
    if width * height > megapixels * 1e6:
        size = f"{width}×{height}"
        raise NotOnPage(
            name,
            Bilingual(
                f"图片 {file} 有 {width * height / 1e6:.0f} 百万像素（{size}），最多 {megapixels}。",
                f"the picture {file} has {width * height / 1e6:.0f} megapixels ({size}), more than {megapixels}.",
            ),
            Bilingual(
                "请缩小到印刷所需的大小（600 dpi 即可），或在 templates/house.toml 的 [limits] 中放宽。",
                "Make it as small as print needs (600 dpi will do), or raise [limits] in templates/house.toml.",
            ),
        )


def _insist_on_whole_drawing(name: str, file: str, data: bytes) -> None:
    if address := pictures.elsewhere(data, file):
        raise NotOnPage(
            name,
            Bilingual(
                f"图片 {file} 引用了另一文件（{address}）。",
                f"the picture {file} takes something from another file ({address}).",
            ),
            Bilingual("请把所用的部分放进图片本身。", "Put what it uses into the picture itself."),
        )
    if found := pictures.program(data, file):
        raise NotOnPage(
            name,
            Bilingual(f"图片 {file} 含有程序（{found}）。", f"the picture {file} holds a program ({found})."),
            Bilingual("请删去脚本和事件属性。", "Take its scripts and event attributes out."),
        )
    if pictures.is_empty(data):
        raise _no_size(name, file)


def _no_size(name: str, file: str) -> NotOnPage:
    return NotOnPage(
        name,
        Bilingual(f"图片 {file} 的宽或高为零。", f"the picture {file} has no width or no height."),
        Bilingual("请换成有大小的图片。", "Replace it by one that has a size."),
    )


def _words(assets: Mapping[str, tuple[bytes, str]]) -> dict[str, str]:
    """The words inside each drawing, which the page's fonts must have too."""
    drawings = {file: data for file, (data, _) in assets.items() if file.endswith(".svg") and b"<text" in data}
    texts = {file: xml.parse(data, file).iter(f"{SVG}text") for file, data in drawings.items()}
    return {file: " ".join("".join(text.itertext()) for text in found) for file, found in texts.items()}


def _no_glyph(name: str, character: str, text: str, place: Bilingual) -> NotOnPage:
    start = max(text.find(character) - 10, 0)
    context = text[start : start + 20].strip()
    code = f"U+{ord(character):04X}"
    return NotOnPage(
        name,
        Bilingual(
            f"字符“{character}”（{code}）在本刊字体中没有字形，位置：{place.zh}“{context}”。",
            f"the character “{character}” ({code}) has no glyph in the house's fonts, {place.en} in “{context}”.",
        ),
        Bilingual(
            "请核对该字，或在 templates/house.toml 中加入含有它的字体。",
            "Check it, or add a face that has it to templates/house.toml.",
        ),
    )
