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
from journal.intake.ooxml import readings
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
# What a catalogue, a page and a link need; all else that stands there is somebody's own.
_CATALOGUE = frozenset(
    "/Type /Version /Pages /PageLabels /Names /Dests /ViewerPreferences /PageLayout /PageMode /Outlines /MarkInfo /StructTreeRoot "
    "/Lang /OutputIntents /OCProperties".split()
)
_PAGE = frozenset(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Contents /Rotate /Group /Annots /StructParents /Tabs "
    "/UserUnit".split()
)
_LINK = frozenset("/Type /Subtype /Rect /Dest /A /Border /BS /C /H /F /QuadPoints /StructParent".split())
_PROPERTY = re.compile(rb"<<[^<>]{0,2000}(?:\(|<[0-9A-Fa-f])")  # with a string in it
_REMARK = re.compile(rb"%[^\r\n]*")
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
        why = re.sub(r"<_io\.BytesIO object at \w+>", place, str(error))  # what the library takes for the file's name
        _bad(place, Bilingual(f"PDF 损坏（{why}）。", f"is a broken PDF ({why})."))
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
        self._unknown: list[int] = []  # of each page: where letters follow one another that nobody can read

    def texts(self) -> list[str]:
        """The text of each page, line by line; a page without readable text is an empty one."""
        if self._texts is None:
            read = [_page_text(page, self.place) for page in self.pdf.pages]
            self._texts, self._unknown = [text for text, _ in read], [unknown for _, unknown in read]
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
        """The pages on which nothing, or not all, can be read."""
        blank = self.blank()
        return [
            Run(self.place, number, "" if number in blank else "…")
            for number, unknown in enumerate(self._unknown, start=1)
            if number in blank or unknown
        ]

    def pictures(self) -> list[Run]:
        """The pages with pictures."""
        return [
            Run(self.place, number, "")
            for number, page in enumerate(self.pdf.pages, start=1)
            if _has_picture(page.resources, 0)
        ]

    def words(self) -> Iterator[Run]:
        """Every string and name of the file that is no text of a page, and the bytes of streams that nobody draws."""
        import pikepdf

        drawn = self._drawn_streams()
        for held in self.pdf.objects:
            for text in _strings(held, 0):
                yield Run(self.place, 0, text)
            if isinstance(held, pikepdf.Stream) and not _is_binary(held):
                texts = _asides(held) if held.objgen in drawn else readings(_unpacked_bytes(held))
                yield from (Run(self.place, 0, text) for text in texts)

    def _drawn_streams(self) -> set[tuple[int, int]]:
        """The streams that are read letter by letter: contents of pages, and forms in them."""
        import pikepdf

        found = set()
        for page in self.pdf.pages:
            held = page.obj.get("/Contents")
            pieces = held if isinstance(held, pikepdf.Array) else [held] if held is not None else []
            found |= {piece.objgen for piece in pieces}
        return found | {one.objgen for one in self.pdf.objects if _is_form(one)}

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out what is no page; what was taken out."""
        done = []
        if list(self.pdf.docinfo.keys() if "/Info" in self.pdf.trailer else ()) or "/Metadata" in self.pdf.Root:
            done.append(Bilingual("PDF 属性与 XMP", "PDF properties and XMP"))
        if "/Info" in self.pdf.trailer:
            del self.pdf.trailer["/Info"]
        _keep_only(self.pdf.Root, _CATALOGUE)
        for page in self.pdf.pages:
            _keep_only(page.obj, _PAGE)
        if "/Names" in self.pdf.Root:
            for key in [key for key in _NAMES if key in self.pdf.Root.Names]:
                done.append(Bilingual(f"PDF 附带内容 {key}", f"PDF extras {key}"))
                del self.pdf.Root.Names[key]
        gone = sum(_without_annotations(page) for page in self.pdf.pages)
        if gone:
            done.append(Bilingual(f"注释与链接 {gone} 个", f"{gone} annotations and links"))
        self._strip_objects(told)
        return done

    def save(self) -> bytes:
        """The file written anew: nothing that no page needs is in it, no former version and no clock."""
        out = io.BytesIO()
        self.pdf.save(out, deterministic_id=True, linearize=False)
        return out.getvalue()

    def _strip_objects(self, told: Callable[[str], bool]) -> None:
        import pikepdf

        drawn, new = self._drawn_streams(), {}  # type: tuple[set[tuple[int, int]], dict[str, str]]
        for held in self.pdf.objects:
            _without_names(held, told, new)
            if isinstance(held, pikepdf.Stream) and held.objgen in drawn:
                _without_asides(held)
            if not isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
                continue
            for key in [key for key in _ANYWHERE if key in held]:
                del held[key]
            if held.get("/Type") == "/OutputIntent":
                held["/Info"] = pikepdf.String("")
            if isinstance(held, pikepdf.Stream) and (code := _picture_code(held)):
                packed, raw = code != str(held.get("/Filter")), held.read_raw_bytes()
                unpacked = _inflated(raw, self.place) if packed else raw
                held.write(pictures.bare(unpacked, self.place), filter=pikepdf.Name(code))


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
        _keep_only(link, _LINK)
        if "/A" in link:
            _keep_only(link.A, frozenset(("/S", "/D")))
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


def _keep_only(held: Any, keys: frozenset[str]) -> None:
    for key in [key for key in held.keys() if key not in keys]:  # noqa: SIM118  # of a PDF's dictionary only keys() are keys
        del held[key]


def _picture_code(stream: pikepdf.Stream) -> str:
    """How a picture is coded, if it is so that it can hold words of its own; it may be packed once more around that."""
    names = _filters(stream)
    packed = names[:-1] in ([], ["/FlateDecode"]) and "/DecodeParms" not in stream
    return names[-1] if names and names[-1] in ("/DCTDecode", "/JPXDecode") and (packed or len(names) == 1) else ""


def _filters(stream: pikepdf.Stream) -> list[str]:
    import pikepdf

    held = stream.get("/Filter")
    return [str(name) for name in held] if isinstance(held, pikepdf.Array) else [str(held)] if held is not None else []


def _inflated(data: bytes, place: str) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_STREAM)
    except zlib.error as error:
        _bad(place, Bilingual(f"PDF 图片损坏（{error}）。", f"has a broken picture ({error})."))


def _is_form(held: Any) -> bool:
    import pikepdf

    return isinstance(held, pikepdf.Stream) and (held.get("/Subtype") == "/Form" or "/PatternType" in held)


def _is_binary(stream: pikepdf.Stream) -> bool:
    """Whether nothing is said in a stream: a picture, a font, and how fonts and colours are counted."""
    fonts = ("/Length1", "/Length2", "/Length3", "/CIDSystemInfo", "/FunctionType", "/ShadingType")
    kinds = ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType")
    return (
        stream.get("/Subtype") in kinds
        or any(key in stream for key in fonts)
        or stream.get("/Type") in ("/XRef", "/ObjStm")
    )


def _unpacked_bytes(stream: pikepdf.Stream) -> bytes:
    import pikepdf

    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _asides(stream: pikepdf.Stream) -> Iterator[str]:
    """What stands in a page's content and is not drawn: remarks, and what is said of a stretch of it (ActualText …)."""
    import pikepdf

    data = _unpacked_bytes(stream)
    for remark in _REMARK.findall(data):
        yield from readings(remark)
    if _PROPERTY.search(data):
        for instruction in pikepdf.parse_content_stream(stream):
            for operand in instruction.operands if str(instruction.operator) in ("BDC", "DP") else ():
                yield from _strings(operand, 0)


def _without_asides(stream: pikepdf.Stream) -> None:
    """A page's content without remarks, and without words said of a stretch of it but those for letters that are drawn otherwise."""
    import pikepdf

    data = _unpacked_bytes(stream)
    if not (_REMARK.search(data) or _PROPERTY.search(data)):
        return
    try:
        instructions = pikepdf.parse_content_stream(stream)
    except pikepdf.PdfError:
        return  # a piece of a page that is cut in the middle of something: it is judged as it is
    for instruction in instructions:
        for operand in instruction.operands if str(instruction.operator) in ("BDC", "DP") else ():
            if isinstance(operand, pikepdf.Dictionary):
                short = len(str(operand.get("/ActualText", ""))) <= 1
                _keep_only(operand, frozenset(("/MCID", "/Lang", "/Type", *(["/ActualText"] if short else []))))
    stream.write(pikepdf.unparse_content_stream(instructions))


def _without_names(held: Any, told: Callable[[str], bool], new: dict[str, str]) -> None:
    """Titles of bookmarks, layers, labels of pages, descriptions: what names an author is said no more, or called otherwise."""
    import pikepdf

    if isinstance(held, pikepdf.Array):
        for index, each in enumerate(held):
            if isinstance(each, pikepdf.String) and _names(each, told):
                held[index] = pikepdf.String("…")
            elif isinstance(each, pikepdf.Name) and told(str(each)[1:]):
                held[index] = pikepdf.Name(f"/{new.setdefault(str(each)[1:], f'n{len(new) + 1}')}")
            elif not getattr(each, "is_indirect", False):
                _without_names(each, told, new)
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, each in list(held.items()):
            if isinstance(each, pikepdf.String) and _names(each, told):
                held[key] = pikepdf.String("…")
            elif isinstance(each, pikepdf.Name) and told(str(each)[1:]):
                held[key] = pikepdf.Name(f"/{new.setdefault(str(each)[1:], f'n{len(new) + 1}')}")
            elif not getattr(each, "is_indirect", False):
                _without_names(each, told, new)
            if told(key[1:]):
                held[f"/{new.setdefault(key[1:], f'n{len(new) + 1}')}"] = held[key]
                del held[key]


def _names(held: pikepdf.String, told: Callable[[str], bool]) -> bool:
    return any(told(text) for text in _strings(held, 0))


def _has_picture(resources: Any, depth: int) -> bool:
    held = resources.get("/XObject", {}) if resources is not None and depth < MAX_DEPTH else {}
    return any(
        one.get("/Subtype") == "/Image"
        or (one.get("/Subtype") == "/Form" and _has_picture(one.get("/Resources"), depth + 1))
        for one in held.values()
    )


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
        return "".join(self.letters.get(code, _UNKNOWN) for code in codes)


_UNKNOWN = "\ufdd0"  # no character: a letter that a font draws, and no table says which it is
_TWO_UNKNOWN = re.compile(rf"{_UNKNOWN}\s{{0,2}}{_UNKNOWN}")
_NUMBERED_GLYPH = re.compile(r"[A-Za-z]{1,5}\d+")


_ENCODINGS = {
    "/UniGB-UCS2-H": "utf-16-be", "/UniGB-UTF16-H": "utf-16-be", "/UniCNS-UCS2-H": "utf-16-be", "/UniJIS-UCS2-H": "utf-16-be",
    "/UniGB-UCS2-V": "utf-16-be", "/UniGB-UTF16-V": "utf-16-be", "/UniGB-UTF8-H": "utf-8", "/GBK-EUC-H": "gb18030",
    "/GBK-EUC-V": "gb18030", "/GBKp-EUC-H": "gb18030", "/GBK2K-H": "gb18030", "/GB-EUC-H": "gb18030", "/ETen-B5-H": "big5hkscs",
    "/MacRomanEncoding": "mac-roman", "/WinAnsiEncoding": "cp1252",
}  # fmt: skip


def _page_text(page: pikepdf.Page, place: str) -> tuple[str, int]:
    """The text of a page, and in how many places letters follow one another that nobody can read; one alone names nobody."""
    import pikepdf

    try:
        text = "".join(_drawn(page.obj, page.resources, {}, 0))
        return text.replace(_UNKNOWN, ""), len(_TWO_UNKNOWN.findall(text))
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
            name = str(each)[1:]
            yield code, toUnicode(name) or (_UNKNOWN if _NUMBERED_GLYPH.fullmatch(name) else "")
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
