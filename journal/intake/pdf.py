"""PDF: its text, and the file without metadata, attachments, annotations, forms, scripts and former versions."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from journal.errors import BadFile, Bilingual, Place, Refused
from journal.intake import pictures
from journal.intake.text import Paragraph, Run, Zone

if TYPE_CHECKING:
    import pikepdf

MAX_BYTES = 200_000_000
MAX_STREAM = 200_000_000  # one stream, unpacked
MAX_UNPACKED = 1_000_000_000  # all of them
MAX_DEPTH = 12  # of forms in forms
_STEP = 1_000_000

_STREAM = re.compile(rb"stream\r?\n")
# Keys that hold what is no page: of any dictionary, and of the catalogue.
_ANYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/Thumb")
_CATALOGUE = (
    "/AcroForm", "/Collection", "/OpenAction", "/Perms", "/DSS", "/Legal", "/Requirements", "/SpiderInfo", "/URI", "/Threads",
    "/Extensions",
)  # fmt: skip
_NAMES = (
    "/EmbeddedFiles",
    "/JavaScript",
    "/AP",
    "/IDS",
    "/URLS",
    "/Renditions",
    "/AlternatePresentations",
    "/Templates",
)
_HEADINGS = re.compile(
    r"(?mi)^[ \t\d.、一二三四五六七八九十]*(参\s*考\s*文\s*献|注\s*释|致\s*谢|附\s*录|references|bibliography|works cited|notes|acknowledge?ments?|appendix)[ \t:：]*$"
)
_SPACE = -180  # thousandths of an em moved back: a space that is not written


def open_pdf(data: bytes, place: str) -> Pdf:
    """A PDF, opened; BadFile for what is none, Refused for one that is encrypted or over a limit."""
    import pikepdf

    if b"%PDF-" not in data[:1024]:
        _bad(place, Bilingual("不是 PDF。", "is no PDF."))
    _check_size(data, place)
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM, run_length_max_memory=MAX_STREAM, max_stream_filters=3
    )
    try:
        pdf = pikepdf.open(io.BytesIO(data))
        pages = len(pdf.pages)
    except pikepdf.PasswordError:
        said = Bilingual(f"{place}：PDF 已加密。", f"{place}: the PDF is encrypted.")
        raise Refused(said, Bilingual("请取消密码后重新保存。", "Save it anew without a password.")) from None
    except pikepdf.PdfError as error:
        _bad(place, Bilingual(f"PDF 损坏（{error}）。", f"is a broken PDF ({error})."))
    if pdf.is_encrypted:
        said = Bilingual(f"{place}：PDF 已加密。", f"{place}: the PDF is encrypted.")
        raise Refused(said, Bilingual("请取消密码后重新保存。", "Save it anew without a password."))
    if not pages:
        _bad(place, Bilingual("PDF 没有页面。", "is a PDF without a page."))
    return Pdf(pdf, place)


class Pdf:
    """A PDF."""

    def __init__(self, pdf: pikepdf.Pdf, place: str) -> None:
        self.pdf = pdf
        self.place = place
        self._texts: list[str] | None = None

    def texts(self) -> list[str]:
        """The text of each page, line by line; a page without readable text is an empty one."""
        if self._texts is None:
            self._texts = [_page_text(page, self.place) for page in self.pdf.pages]
        return self._texts

    def runs(self) -> Iterator[Run]:
        """The lines of each page; the page's number stands for the paragraph's."""
        for number, text in enumerate(self.texts(), start=1):
            yield from (Run(self.place, number, line) for line in text.split("\n"))

    def paragraphs(self) -> list[Paragraph]:
        """The pages, cut at the headings that stand on a line of their own: a PDF knows no paragraphs, and nothing can be taken out of its text."""
        return [
            Paragraph(self.place, number, Zone.HEADING if index % 2 else Zone.PAGE, piece, _cannot)
            for number, text in enumerate(self.texts(), start=1)
            for index, piece in enumerate(_HEADINGS.split(text))
            if piece.strip()
        ]

    def blank(self) -> list[int]:
        """The pages on which nothing can be read: scans, or letters without meaning."""
        return [number for number, text in enumerate(self.texts(), start=1) if len(re.sub(r"\W", "", text)) < 5]

    def unread(self) -> list[Run]:
        """The pages on which nothing can be read."""
        return [Run(self.place, number, "") for number in self.blank()]

    def words(self) -> Iterator[Run]:
        """Every string and name of the file that is no text of a page, and the bytes of streams that nobody draws."""
        import pikepdf

        for held in self.pdf.objects:
            for text in _strings(held, 0):
                yield Run(self.place, 0, text)
            if isinstance(held, pikepdf.Stream) and held.get("/Type") == "/Metadata":
                yield Run(self.place, 0, held.read_bytes().decode("utf-8", "replace"))

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out what is no page; what was taken out."""
        done = []
        if list(self.pdf.docinfo.keys() if "/Info" in self.pdf.trailer else ()) or "/Metadata" in self.pdf.Root:
            done.append(Bilingual("PDF 属性与 XMP", "PDF properties and XMP"))
        if "/Info" in self.pdf.trailer:
            del self.pdf.trailer["/Info"]
        for key in [key for key in _CATALOGUE if key in self.pdf.Root]:
            del self.pdf.Root[key]
        if "/Names" in self.pdf.Root:
            for key in [key for key in _NAMES if key in self.pdf.Root.Names]:
                done.append(Bilingual(f"PDF 附带内容 {key}", f"PDF extras {key}"))
                del self.pdf.Root.Names[key]
        gone = sum(_without_annotations(page) for page in self.pdf.pages)
        if gone:
            done.append(Bilingual(f"注释与链接 {gone} 个", f"{gone} annotations and links"))
        self._strip_objects()
        return done

    def save(self) -> bytes:
        """The file written anew: nothing that no page needs is in it, no former version and no clock."""
        out = io.BytesIO()
        self.pdf.save(out, deterministic_id=True, linearize=False)
        return out.getvalue()

    def _strip_objects(self) -> None:
        import pikepdf

        for held in self.pdf.objects:
            if not isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
                continue
            for key in [key for key in _ANYWHERE if key in held]:
                del held[key]
            if held.get("/Type") == "/OutputIntent":
                held["/Info"] = pikepdf.String("")
            if isinstance(held, pikepdf.Stream) and _is_jpeg(held):
                held.write(pictures.bare(held.read_raw_bytes(), self.place), filter=pikepdf.Name("/DCTDecode"))


# ---------------------------------------------------------------- bombs


def _check_size(data: bytes, place: str) -> None:
    """Unpack every stream once, bit by bit, and count: a PDF of a few kilobytes may hold gigabytes."""
    if len(data) > MAX_BYTES:
        _too_large(place)
    total = 0
    for found in _STREAM.finditer(data):
        total += _unpacked(data, found.end(), place)
        if total > MAX_UNPACKED:
            _too_large(place)


def _unpacked(data: bytes, start: int, place: str) -> int:
    inflate, size, position = zlib.decompressobj(), 0, start
    try:
        while not inflate.eof and (position < len(data) or inflate.unconsumed_tail):
            packed = inflate.unconsumed_tail
            if not packed:
                packed = data[position : position + 65_536]
                position += len(packed)
            size += len(inflate.decompress(packed, _STEP))
            if size > MAX_STREAM:
                _too_large(place)
    except zlib.error:
        return size  # it is no deflated stream, or a broken one
    return size


# ---------------------------------------------------------------- what is no page


def _without_annotations(page: pikepdf.Page) -> int:
    """Links within the text stay; all other annotations go. How many went."""
    import pikepdf

    if "/Annots" not in page:
        return 0
    held = page["/Annots"]
    if not isinstance(held, pikepdf.Array):
        del page["/Annots"]
        return 1
    kept = [each for each in held if _is_inner(each)]
    for link in kept:
        for key in ("/Contents", "/T", "/M", "/NM", "/RC", "/Subj"):
            if key in link:
                del link[key]
    gone = len(held) - len(kept)
    if kept:
        page["/Annots"] = pikepdf.Array(kept)
    else:
        del page["/Annots"]
    return gone


def _is_inner(annotation: Any) -> bool:
    if annotation.get("/Subtype") != "/Link":
        return False
    action = annotation.get("/A")
    return "/Dest" in annotation if action is None else action.get("/S") == "/GoTo"


def _is_jpeg(stream: pikepdf.Stream) -> bool:
    import pikepdf

    name = stream.get("/Filter")
    if isinstance(name, pikepdf.Array) and len(name) == 1:
        name = name[0]
    return name == "/DCTDecode"


def _strings(held: Any, depth: int) -> Iterator[str]:
    """The strings in an object, down to the objects it refers to, which have their own turn."""
    import pikepdf

    if isinstance(held, pikepdf.String):
        yield str(held)
        yield bytes(held).decode("utf-8", "ignore")
        yield bytes(held).decode("gb18030", "ignore")
    elif depth > 100 or (depth and getattr(held, "is_indirect", False)):
        return
    elif isinstance(held, pikepdf.Array):
        for each in held:
            yield from _strings(each, depth + 1)
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, each in held.items():
            yield key[1:]
            yield from _strings(each, depth + 1)
    elif isinstance(held, pikepdf.Name):
        yield str(held)[1:]


# ---------------------------------------------------------------- text


@dataclass(frozen=True)
class _Font:
    """How the codes of a font's strings become text."""

    width: int  # bytes of a code
    letters: dict[int, str]
    codec: str = ""

    def read(self, data: bytes) -> str:
        if self.codec and not self.letters:
            return data.decode(self.codec, "ignore")
        codes = (int.from_bytes(data[i : i + self.width], "big") for i in range(0, len(data), self.width))
        return "".join(self.letters.get(code, "") for code in codes)


_ENCODINGS = {
    "/UniGB-UCS2-H": "utf-16-be", "/UniGB-UTF16-H": "utf-16-be", "/UniCNS-UCS2-H": "utf-16-be", "/UniJIS-UCS2-H": "utf-16-be",
    "/UniGB-UCS2-V": "utf-16-be", "/UniGB-UTF16-V": "utf-16-be", "/UniGB-UTF8-H": "utf-8", "/GBK-EUC-H": "gb18030",
    "/GBK-EUC-V": "gb18030", "/GBKp-EUC-H": "gb18030", "/GBK2K-H": "gb18030", "/GB-EUC-H": "gb18030", "/ETen-B5-H": "big5hkscs",
    "/MacRomanEncoding": "mac-roman", "/WinAnsiEncoding": "cp1252",
}  # fmt: skip


def _page_text(page: pikepdf.Page, place: str) -> str:
    import pikepdf

    try:
        return "".join(_drawn(page.obj, page.resources, {}, 0))
    except pikepdf.PdfError as error:
        _bad(place, Bilingual(f"PDF 内容损坏（{error}）。", f"has a broken page ({error})."))


def _drawn(holder: Any, resources: Any, fonts: dict[Any, _Font], depth: int) -> Iterator[str]:
    """What the operators of a page or a form write, with spaces and line ends where they move."""
    import pikepdf

    font, height = _Font(1, {}, "latin-1"), 0.0
    for instruction in pikepdf.parse_content_stream(holder):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name == "Tf" and "/Font" in resources and str(operands[0]) in resources.Font:
            held = resources.Font[str(operands[0])]
            font = fonts.setdefault(held.objgen if held.is_indirect else (id(holder), str(operands[0])), _font(held))
        elif name in ("Tj", "'", '"') and isinstance(operands[-1], pikepdf.String):
            yield ("" if name == "Tj" else "\n") + font.read(bytes(operands[-1]))
        elif name == "TJ":
            for piece in operands[0]:
                if isinstance(piece, pikepdf.String):
                    yield font.read(bytes(piece))
                elif float(piece) < _SPACE:
                    yield " "
        elif name in ("Td", "TD"):
            yield "\n" if float(operands[1]) else " "
        elif name == "T*":
            yield "\n"
        elif name == "Tm":
            yield "\n" if abs(float(operands[5]) - height) > 1 else " "
            height = float(operands[5])
        elif name == "Do" and depth < MAX_DEPTH and "/XObject" in resources:
            form = resources.XObject.get(str(operands[0]))
            if form is not None and form.get("/Subtype") == "/Form":
                yield "\n"
                yield from _drawn(form, form.get("/Resources", resources), fonts, depth + 1)


def _font(held: Any) -> _Font:
    import pikepdf

    encoding = held.get("/Encoding")
    wide = held.get("/Subtype") == "/Type0"
    if isinstance(held.get("/ToUnicode"), pikepdf.Stream):
        return _mapped(held["/ToUnicode"].read_bytes(), 2 if wide else 1)
    if wide:
        codec = _ENCODINGS.get(str(encoding), "") if isinstance(encoding, pikepdf.Name) else ""
        return _Font(2, {}, codec)
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = _ENCODINGS.get(str(base), "latin-1")
    letters = {code: bytes([code]).decode(codec, "ignore") for code in range(256)}
    if isinstance(encoding, pikepdf.Dictionary):
        letters.update(_differences(encoding.get("/Differences", [])))
    return _Font(1, letters)


def _differences(held: Any) -> Iterator[tuple[int, str]]:
    from fontTools.agl import toUnicode

    code = 0
    for each in held:
        if isinstance(each, int):
            code = each
        else:
            yield code, toUnicode(str(each)[1:])
            code += 1


def _mapped(cmap: bytes, width: int) -> _Font:
    """A font whose ToUnicode says what each code means."""
    letters: dict[int, str] = {}
    spaces = re.findall(rb"begincodespacerange\s*<([0-9A-Fa-f\s]+)>", cmap)
    width = len(re.sub(rb"\s", b"", spaces[0])) // 2 if spaces else width
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>", block):
            letters[_number(code)] = _letters(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, one, many in re.findall(
            rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[(.*?)\])", block, re.DOTALL
        ):
            start, end = _number(first), min(_number(last), _number(first) + 65_535)
            listed = re.findall(rb"<([0-9A-Fa-f\s]*)>", many)
            for code in range(start, end + 1):
                if listed:
                    letters[code] = _letters(listed[code - start]) if code - start < len(listed) else ""
                elif one:
                    text = _letters(one)
                    letters[code] = text[:-1] + chr(min(ord(text[-1]) + code - start, 0x10FFFF)) if text else ""
    return _Font(max(1, min(width, 4)), letters)


def _number(code: bytes) -> int:
    return int(re.sub(rb"\s", b"", code) or b"0", 16)


def _letters(text: bytes) -> str:
    digits = re.sub(rb"\s", b"", text).decode()
    return bytes.fromhex(digits if len(digits) % 2 == 0 else digits + "0").decode("utf-16-be", "ignore")


# ---------------------------------------------------------------- refusals


def _cannot() -> None:
    raise NotImplementedError("text is not taken out of a PDF")


def _bad(place: str, said: Bilingual) -> NoReturn:
    raise BadFile(Place(place), said, Bilingual("请重新导出 PDF。", "Export the PDF anew.")) from None


def _too_large(place: str) -> NoReturn:
    said = Bilingual(f"{place}：PDF 过大，或解压后过大。", f"{place}: the PDF is too large, or would be when unpacked.")
    raise Refused(said, Bilingual("请压缩其中的图片。", "Make its pictures smaller."))


__all__ = ["Pdf", "open_pdf"]
