"""Files that are handed in with a manuscript: what they are for, and whether they are what their names say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from journal.commands.display import visible
from journal.commands.spoken import Reads
from journal.errors import BadFile, Bilingual, Misused, Place, Refused

PURPOSES: Mapping[str, Bilingual] = {
    "text": Bilingual("正文", "the text"),
    "figure": Bilingual("图表原件", "a figure"),
    "funding": Bilingual("基金证明", "proof of funding"),
    "copyright": Bilingual("著作权授权书", "a copyright form"),
    "form": Bilingual("作者表", "the author's form"),
    "response": Bilingual("修改说明", "the answer to the reviews"),
    "translation": Bilingual("译文", "a translation"),
    "anonymous": Bilingual("匿名稿", "the referees' copy"),
    "review": Bilingual("审稿附件", "a referee's file"),
    "proof": Bilingual("校样", "a proof"),
    "proof-data": Bilingual("校样的文本与行位", "what a proof was made of"),
    "proof-return": Bilingual("退回的校样", "a proof that came back"),
    "similarity": Bilingual("查重报告", "a similarity report"),
    "released": Bilingual("发排稿", "the text as released"),
    "other": Bilingual("其他", "something else"),
}
OURS = frozenset({"released"})  # kept by the program, never handed in
TEXTS = frozenset({".docx", ".odt", ".md", ".tex", ".pdf", ".txt"})  # in which a manuscript may come

MAGIC: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".tif": (b"II*\0", b"MM\0*"),
    ".tiff": (b"II*\0", b"MM\0*"),
    ".doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    ".xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
}
PACKED: Mapping[str, str] = {  # a zip that has to hold this
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
    ".ods": "content.xml",
    ".zip": "",
}
WRITTEN = frozenset({".md", ".tex", ".txt", ".csv", ".bib", ".html", ".xml", ".svg", ".eps", ".toml"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff"})
MAX_PIXELS = 200_000_000
READ = frozenset({"text", "translation"})  # what referees or translators will open
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file named on the command line or in a form: for what, in which language (empty: none said), where it lies."""

    purpose: str
    path: Path
    language: str = ""


def _attachment(value: str) -> Attachment:
    said, equals, name = value.partition("=")
    purpose, _, language = said.partition(".")
    if not equals or not name:
        raise Misused(Bilingual(f"“{value}”应写成 text=文件 的样子。", f"“{value}” should be like text=FILE."))
    return Attachment(known_purpose(purpose), Path(name), language)


def known_purpose(name: str) -> str:
    """A purpose that files have; Misused."""
    if name not in PURPOSES or name in OURS:
        listed = " ".join(one for one in PURPOSES if one not in OURS)
        raise Misused(
            Bilingual(
                f"“{name}”不是文件用途。可用：{listed}。", f"“{name}” is no purpose of files. There are: {listed}."
            )
        )
    return name


ATTACHMENT = Reads("PURPOSE[.LANG]=FILE", _attachment)


def data_of(attachment: Attachment) -> bytes:
    """The file's bytes, looked into: it is what its name says, and no bomb. BadFile, Refused, CannotRead, TooLarge, Misused."""
    from journal.office.files import CannotRead, read_bounded

    if fault := _fault(attachment.path):
        raise CannotRead(visible(attachment.path.name), fault)
    data = read_bounded(attachment.path)
    inspect(attachment.path.name, data)
    suffix = attachment.path.suffix.lower()
    if attachment.purpose in READ and suffix in TEXTS - {".txt"}:
        _opened(attachment.path.name, data)
    if attachment.purpose == "text" and suffix not in TEXTS:
        listed = " ".join(sorted(TEXTS))
        _wrong(attachment.path.name, f"不能作正文；可用：{listed}", f"cannot be a text; it may be {listed}")
    return data


def _fault(path: Path) -> Bilingual | None:
    """What is wrong with a file before it is opened: a name that no screen can show, or another file behind it."""
    if not path.name.isprintable():
        return Bilingual("文件名含控制字符，请改名", "its name holds characters that cannot be shown; rename it")
    if path.is_symlink():
        return Bilingual("是符号链接，请给出文件本身", "it is a symbolic link; name the file itself")
    return None


def _opened(name: str, data: bytes) -> None:
    """Open a text as it will be opened for the referees' copy, so that one that cannot be is refused when it comes."""
    from journal.intake import blind

    blind.opened(data, name)


def inspect(name: str, data: bytes) -> None:
    """Look into a file by the ending of its name; BadFile if it is something else, Refused if it is a bomb or encrypted."""
    if not data:
        _wrong(name, "是空文件", "is empty")
    suffix = Path(name).suffix.lower()
    for suffixes, look in LOOKS:
        if suffix in suffixes:
            look(name, suffix, data)
            return
    known = " ".join(sorted({*MAGIC, *PACKED, *WRITTEN}))
    _wrong(name, f"的类型不收；可用：{known}", f"is of a kind that is not taken; there are {known}")


def _by_magic(name: str, suffix: str, data: bytes) -> None:
    if not data.startswith(MAGIC[suffix]):
        _not(name, suffix)
    if suffix in PICTURES:
        _insist_on_size(name, suffix, data)


def _insist_on_size(name: str, suffix: str, data: bytes) -> None:
    """A picture says how large it is before it is unpacked; Refused for one that would fill the memory."""
    import io
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                pixels = picture.width * picture.height
    except Image.DecompressionBombError:
        pixels = MAX_PIXELS + 1
    except (OSError, SyntaxError, ValueError):
        _not(name, suffix)
    if pixels > MAX_PIXELS:
        said = Bilingual(
            f"{name}：图片超过 {MAX_PIXELS:,} 像素。", f"{name}: the picture has more than {MAX_PIXELS:,} pixels."
        )
        raise Refused(said, Bilingual("请缩小该图片。", "Make the picture smaller."))


def _packed(name: str, suffix: str, data: bytes) -> None:
    from journal.archive import members

    if not data.startswith(b"PK"):
        _not(name, suffix)
    inside = members(data, name)
    if PACKED[suffix] and PACKED[suffix] not in inside:
        _not(name, suffix)
    if any(one.endswith("vbaProject.bin") for one in inside):
        _wrong(name, "含有宏", "holds macros")
    for one in inside:
        inside[one]  # unpacked and counted: a bomb is found here, and refused


def _written(name: str, suffix: str, data: bytes) -> None:
    if b"\0" in data:
        _not(name, suffix)
    for encoding in ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    _wrong(name, "既不是 UTF-8 也不是 GB18030 编码", "is neither UTF-8 nor GB18030")


LOOKS: tuple[tuple[frozenset[str], Callable[[str, str, bytes], None]], ...] = (
    (frozenset(PACKED), _packed),
    (frozenset(MAGIC), _by_magic),
    (WRITTEN, _written),
)


def _not(name: str, suffix: str) -> NoReturn:
    kind = suffix.lstrip(".")
    _wrong(name, f"不是 {kind} 文件", f"is no {kind} file")


def _wrong(name: str, zh: str, en: str) -> NoReturn:
    shown = re.sub(r"[\x00-\x1f]", "?", name)
    raise BadFile(
        Place(shown),
        Bilingual(f"{zh}。", f"it {en}."),
        Bilingual(
            "请用原来的程序重新保存，或核对文件。", "Save it anew in its program, or see that it is the right file."
        ),
    )


__all__ = ["ATTACHMENT", "PURPOSES", "Attachment", "data_of", "inspect", "known_purpose"]
