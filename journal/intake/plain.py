"""Markdown and LaTeX: their text in paragraphs, and the source without comments and without what names its authors."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from journal.errors import BadFile, Bilingual, Place, Refused
from journal.intake.text import Paragraph, Run, Zone

MAX_BYTES = 20_000_000

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PERSONAL_KEYS = re.compile(
    r"(?i)^(?:authors?|by|affiliations?|institutes?|institution|organi[sz]ation|e-?mails?|orcid|correspond\w*|thanks|funding|"
    r"acknowledge?ments?|date|creator|contributors?|address|bio(?:graphy)?|作者.*|单位|机构|邮箱|基金.*|致谢|日期|通讯.*)\s*:"
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK_COMMENT = re.compile(
    r"^\[(?://|comment|_)\]:.*$", re.MULTILINE
)  # a reference that nobody uses: Markdown's way to hide
_MD_HEADING = re.compile(r"\s{0,3}#{1,6}\s|.+\n\s{0,3}(?:=+|-+)\s*$")
_MD_NOTE = re.compile(r"\s{0,3}\[\^[^\]]+\]:")
_MD_ITEM = re.compile(r"^(?=\s{0,3}(?:\[\^[^\]]+\]:|#{1,6}\s|[-*+]\s|\d+[.)]\s|\[\d+\]\s))", re.MULTILINE)

# Commands that name authors, in the classes of the field; each takes its arguments with it.
_TEX_AUTHORS = frozenset(
    """
    author authors affil affiliation institute institution address email ead orcid orcidlink thanks thanksref authornote
    authorrunning authormark correspondingauthor corref cortext fnref fntext date dedicatory curraddr urladdr homepage
    shortauthor shortauthors runauthor authorinfo cauthor tnotetext pdfinfo pdfauthor grantsponsor grantnum fundinginfo
    IEEEauthorblockN IEEEauthorblockA IEEEmembership authorbio authorcontributions biography
    """.split()
)
_TEX_BLOCKS = frozenset(
    "comment acks acknowledgements acknowledgments acknowledgement IEEEbiography IEEEbiographynophoto funding".split()
)
_TEX_COMMAND = re.compile(r"\\([A-Za-z@]+)\*?")
_TEX_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_TEX_FALSE = re.compile(r"\\iffalse\b.*?(?:\\fi\b|\Z)", re.DOTALL)
_TEX_KEYS = re.compile(r"\b(pdfauthor|pdfcreator|pdfproducer|pdfcontactemail|pdfkeywords|pdfsubject)\s*=\s*")
_TEX_END = re.compile(r"(\\end\{document\}).*", re.DOTALL)
_TEX_HEADING = re.compile(r"\s*\\(?:part|chapter|section|subsection|subsubsection|paragraph)\b")
_TEX_ITEM = re.compile(r"(?=\\bibitem)")
_TEX_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
    "r": "\u030a", "H": "\u030b", "v": "\u030c", "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_TEX_ACCENT = re.compile(r"\{?\\([`'^~=.\"]|[ruHvckdb](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}?\}?")


def open_plain(data: bytes, place: str, tex: bool) -> Plain:
    """A source in text, opened; BadFile for bytes that are no text, Refused for one over the limit."""
    if len(data) > MAX_BYTES:
        said = Bilingual(f"{place}：超过 {MAX_BYTES:,} 字节。", f"{place}: more than {MAX_BYTES:,} bytes.")
        raise Refused(said, Bilingual("请拆分该文件。", "Split the file."))
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    for attempt in (codec,) if codec else ("utf-8", "gb18030"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
            return Plain(text.replace("\r\n", "\n"), attempt, place, tex)
    said = Bilingual("不是文本文件（UTF-8 或 GB18030）。", "is no text (UTF-8 or GB18030).")
    raise BadFile(Place(place), said, Bilingual("请另存为 UTF-8 文本。", "Save it as text in UTF-8."))


@dataclass
class Plain:
    """A Markdown or LaTeX source."""

    text: str
    codec: str
    place: str
    tex: bool
    _blocks: list[str] = field(default_factory=list)

    def runs(self) -> Iterator[Run]:
        """The text, paragraph by paragraph."""
        for paragraph in self.paragraphs():
            yield Run(paragraph.part, paragraph.number, paragraph.text)

    def paragraphs(self) -> list[Paragraph]:
        """The blocks between empty lines; a note, a heading and an item of a list are blocks of their own."""
        if not self._blocks:
            self._blocks = list(self._cut())
        filled = [index for index, block in enumerate(self._blocks) if block.strip()]
        return [
            Paragraph(
                self.place,
                number,
                self._zone(self._blocks[index]),
                self._shown(self._blocks[index]),
                self._clear(index),
            )
            for number, index in enumerate(filled, start=1)
        ]

    def unread(self) -> list[Run]:
        """Nothing: it is text."""
        return []

    def words(self) -> Iterator[Run]:
        """Nothing stands beside the text."""
        yield from ()

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out comments, the fields and commands that name authors, and what stands behind the end."""
        before = self.text
        self.text = _tex(self.text) if self.tex else _markdown(self.text)
        self._blocks = []
        return [Bilingual("注释与署名字段", "comments and by-line fields")] if self.text != before else []

    def save(self) -> bytes:
        """The source as it is now, in the encoding that it came in."""
        return ("".join(self._blocks) if self._blocks else self.text).encode(self.codec)

    def _cut(self) -> Iterator[str]:
        for block in re.split(r"(\n[ \t]*\n\s*)", self.text):
            yield from (_TEX_ITEM if self.tex else _MD_ITEM).split(block)

    def _zone(self, block: str) -> Zone:
        if self.tex:
            if "\\bibitem" in block:
                return Zone.REFERENCE
            return Zone.HEADING if _TEX_HEADING.match(block) and len(block) < 200 else Zone.BODY
        if _MD_NOTE.match(block):
            return Zone.NOTE
        return Zone.HEADING if _MD_HEADING.match(block) and "\n" not in block.strip() else Zone.BODY

    def _shown(self, block: str) -> str:
        return (
            accented(block).replace("~", " ")
            if self.tex
            else html.unescape(re.sub(r"(?<=\w)\*\*?|\*\*?(?=\w)|\\(?=[.*_\-])", "", block))
        )

    def _clear(self, index: int) -> Callable[[], None]:
        def clear() -> None:
            block = self._blocks[index]
            mark = _MD_NOTE.match(block)
            kept = (mark[0] if mark and not self.tex else "") + "".join(re.findall(r"\\(?:begin|end)\{[^}]*\}", block))
            self._blocks[index] = kept + ("\n" if block.endswith("\n") else "")

        return clear


def accented(text: str) -> str:
    r"""LaTeX's accents as letters: L\"u is Lü."""
    import unicodedata

    return _TEX_ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + _TEX_ACCENTS[found[1]]), text)


# ---------------------------------------------------------------- Markdown


def _markdown(text: str) -> str:
    text = _LINK_COMMENT.sub("", _HTML_COMMENT.sub("", text))
    front = re.match(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if front:
        kept = _without_keys(front[1])
        return (f"---\n{kept}\n---\n" if kept.strip() else "") + text[front.end() :]
    return re.sub(r"\A(%[^\n]*\n)%[^\n]*\n(?:%[^\n]*\n)?", r"\1", text)  # pandoc's title block: title, authors, date


def _without_keys(block: str) -> str:
    kept, gone = [], False
    for line in block.split("\n"):
        if line.strip() and not line.startswith((" ", "\t", "-", "#")):
            gone = _PERSONAL_KEYS.match(line) is not None
        if not gone and not line.lstrip().startswith("#"):
            kept.append(line)
    return "\n".join(kept)


# ---------------------------------------------------------------- LaTeX


def _tex(text: str) -> str:
    text = _TEX_FALSE.sub("", _TEX_COMMENT.sub(_without_comment, text))
    text = _TEX_END.sub(r"\1\n", text)
    text = _without_blocks(text)
    text = _without_commands(text)
    return _without_values(text)


def _without_comment(found: re.Match[str]) -> str:
    # A comment takes the end of its line with it, as TeX does; an empty line stays an empty line.
    return found[1] + "%\n"


def _without_blocks(text: str) -> str:
    for name in _TEX_BLOCKS:
        text = re.sub(rf"\\begin\{{{name}\}}.*?(?:\\end\{{{name}\}}|\Z)", "", text, flags=re.DOTALL)
    return text


def _without_commands(text: str) -> str:
    kept, position = [], 0
    for command in _TEX_COMMAND.finditer(text):
        if command.start() < position or command[1] not in _TEX_AUTHORS:
            continue
        kept.append(text[position : command.start()])
        position = _after_arguments(text, command.end())
    return "".join((*kept, text[position:]))


def _without_values(text: str) -> str:
    kept, position = [], 0
    for key in _TEX_KEYS.finditer(text):
        if key.start() >= position:
            kept.append(text[position : key.start()] + key[1] + "={}")
            position = (
                _after_arguments(text, key.end())
                if text[key.end() : key.end() + 1] == "{"
                else _after_value(text, key.end())
            )
    return "".join((*kept, text[position:]))


def _after_value(text: str, position: int) -> int:
    found = re.compile(r"[,}\]]").search(text, position)
    return found.start() if found else len(text)


def _after_arguments(text: str, position: int) -> int:
    """Where the arguments of a command end: [options] and {groups} that follow one another."""
    while True:
        start = re.compile(r"[ \t]*\n?[ \t]*").match(text, position).end()  # type: ignore[union-attr]  # it matches everywhere
        closing = {"{": "}", "[": "]"}.get(text[start : start + 1])
        if not closing:
            return position
        position = _closed(text, start, text[start], closing)


def _closed(text: str, start: int, opening: str, closing: str) -> int:
    depth, position = 0, start
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    return len(text)


__all__ = ["Plain", "accented", "open_plain"]
