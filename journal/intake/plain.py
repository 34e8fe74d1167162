"""Markdown and LaTeX: their text in paragraphs, and the source without comments and without what names its authors."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from journal.errors import BadFile, Bilingual, Place, Refused
from journal.intake.text import Paragraph, Run, Zone

MAX_BYTES = 20_000_000

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PERSONAL_KEYS = re.compile(
    r"(?i)^(?:authors?|by|affiliations?|institutes?|institution|organi[sz]ation|e-?mails?|orcid|correspond\w*|thanks|funding|"
    r"acknowledge?ments?|date|creator|contributors?|address|bio(?:graphy)?|作者.*|单位|机构|邮箱|基金.*|致谢|日期|通讯.*)\s*[:=]"
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK_COMMENT = re.compile(
    r"^\[(?://|comment|_)\]:.*$", re.MULTILINE
)  # a reference that nobody uses: Markdown's way to hide
_MD_HEADING = re.compile(r"\s{0,3}#{1,6}\s|.+\n\s{0,3}(?:=+|-+)\s*$")
_MD_NOTE = re.compile(r"\s{0,3}\[\^[^\]]+\]:")
_MD_INLINE = re.compile(r"\^\[")
_MD_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_MD_PICTURE = re.compile(r"(!\[[^\]\n]{0,2000}\]\()([^()\n]{0,2000})(\))")
_MD_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{0,2000})\]\(([^()\n]{0,2000})\)")
_MD_TARGET = re.compile(
    r"^(\s{0,3}\[(?!\^)[^\]\n]{1,200}\]:)[ \t]*(<?[\w.+~-]*[:/@.]\S*)(?:[ \t]+[\"'(][^\n]*)?$", re.MULTILINE
)
_MD_MAIL = re.compile(r"(?<!!)\[([^\]\n]{0,2000})\]\(\s*mailto:[^()\n]{0,2000}\)")
_MD_HEADER = re.compile(r"\A(?:[A-Za-z][\w -]{0,40}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+(?=\s*\n|\Z)")  # MultiMarkdown's
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
_TEX_NOTE = re.compile(r"\\(?:footnote|footnotetext|endnote|tablefootnote)\b\*?(?:\[[^\]]{0,40}\])?\s{0,8}(?=\{)")
# Running heads, definitions and names of files: they go, or lose what they hold, if it names an author.
_TEX_RUNNING = frozenset(
    "fancyhead fancyfoot lhead chead rhead lfoot cfoot rfoot ihead ohead chead ifoot ofoot markboth markright name graphicspath".split()
)
_TEX_DEFINING = frozenset("newcommand renewcommand providecommand def gdef newcommandx DeclareRobustCommand".split())
_TEX_FILES = frozenset("includegraphics input include addbibresource bibliography subfile lstinputlisting".split())
_TEX_MAIL = re.compile(r"\\href\{mailto:[^{}]*\}(?=\{)")
_TEX_SHAPED = re.compile(
    r"\\(?:text[a-z]{2}|emph|mbox|hbox|fbox|underline|uline|uppercase|kaishu|heiti|songti|fangsong)\*?\s?\{([^{}]*)\}"
)
_TEX_SHAPE = re.compile(
    r"\\(?:sc|bf|it|rm|sf|tt|em|kaishu|heiti|songti|fangsong|lishu|youyuan|scshape|bfseries|itshape|rmfamily|sffamily|normalfont|"
    r"tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|CJKfamily\{\w*\}|centering|quad|qquad)(?![A-Za-z])\s?"
)
_TEX_GROUP = re.compile(r"(?<![A-Za-z*\]}])\{([^{}\\]*)\}")
_TEX_THIN = re.compile(r"\\[,;:!> /]|\\hspace\*?\{[^{}]*\}")
_TEX_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_TEX_FALSE = re.compile(r"\\iffalse\b.*?(?:\\fi\b|\Z)", re.DOTALL)
_TEX_KEYS = re.compile(r"\b(pdfauthor|pdfinfo|pdfcreator|pdfproducer|pdfcontactemail|pdfkeywords|pdfsubject)\s*=\s*")
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
    _blocks: list[list[str]] = field(default_factory=list)  # of each block by turns its text and a note in it

    def runs(self) -> Iterator[Run]:
        """The text, paragraph by paragraph."""
        for paragraph in self.paragraphs():
            yield Run(paragraph.part, paragraph.number, paragraph.text)

    def paragraphs(self) -> list[Paragraph]:
        """The blocks between empty lines; a note, a heading and an item of a list are blocks of their own."""
        if not self._blocks:
            self._blocks = [_with_notes(block, _TEX_NOTE if self.tex else _MD_INLINE) for block in self._cut()]
        found: list[Paragraph] = []
        for pieces in self._blocks:
            text = "".join(pieces[::2])
            if text.strip():
                shown = self._shown(text)
                found.append(Paragraph(self.place, len(found) + 1, self._zone(text), shown, self._clear(pieces)))
            for index in range(1, len(pieces), 2):
                inside = _TEX_NOTE.sub("", pieces[index]) if self.tex else pieces[index].removeprefix("^")
                clear: Callable[[], None] = lambda pieces=pieces, index=index: pieces.__setitem__(index, "")  # type: ignore[misc]  # noqa: E731
                found.append(Paragraph(self.place, len(found) + 1, Zone.NOTE, self._shown(inside[1:-1]), clear))
        return found

    def unread(self) -> list[Run]:
        """Nothing: it is text."""
        return []

    def pictures(self) -> list[Run]:
        """None: the source only names them."""
        return []

    def words(self) -> Iterator[Run]:
        """What stands in HTML tags."""
        for tag in () if self.tex else _MD_TAG.findall(self.save().decode(self.codec)):
            yield Run(self.place, 0, unquote(html.unescape(tag)))

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out comments, the fields and commands that name authors, and what stands behind the end."""
        before = self.text
        self.text = _tex(self.text, told) if self.tex else _markdown(self.text, told)
        self._blocks = []
        return [Bilingual("注释与署名字段", "comments and by-line fields")] if self.text != before else []

    def save(self) -> bytes:
        """The source as it is now, in the encoding that it came in."""
        blocks = "".join("".join(pieces) for pieces in self._blocks)
        return (blocks if self._blocks else self.text).encode(self.codec)

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
        block = _MD_NOTE.sub("", block) if not self.tex else block
        if self.tex:
            return _plain_tex(accented(block).replace("~", " "))
        return html.unescape(
            re.sub(
                r"(?<=\w)\*{1,3}|\*{1,3}(?=\w)|(?<!\w)_(?=\w)|(?<=[\w*])_(?!\w)|\\(?=[.*_\-\n])",
                "",
                _MD_TAG.sub("", block),
            )
        )

    def _clear(self, pieces: list[str]) -> Callable[[], None]:
        def clear() -> None:
            block = "".join(pieces[::2])
            mark = _MD_NOTE.match(block)
            kept = (mark[0] if mark and not self.tex else "") + "".join(re.findall(r"\\(?:begin|end)\{[^}]*\}", block))
            pieces[::2] = [""] * len(pieces[::2])
            pieces[0] = kept
            pieces[-1] += "\n" if block.endswith("\n") else ""

        return clear


def accented(text: str) -> str:
    r"""LaTeX's accents as letters: L\"u is Lü."""
    import unicodedata

    return _TEX_ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + _TEX_ACCENTS[found[1]]), text)


def _with_notes(block: str, mark: re.Pattern[str]) -> list[str]:
    """A block by turns: text, a note that stands in it, text …; of an even number of pieces none."""
    pieces, position = [], 0
    for found in mark.finditer(block):
        if found.start() >= position:
            opening, closing = ("{", "}") if mark is _TEX_NOTE else ("[", "]")
            start = found.end() if opening == "{" else found.end() - 1
            end = _closed(block, start, opening, closing)
            pieces += [block[position : found.start()], block[found.start() : end]]
            position = end
    return [*pieces, block[position:]]


# ---------------------------------------------------------------- Markdown


def _markdown(text: str, told: Callable[[str], bool]) -> str:
    text = _without_targets(_LINK_COMMENT.sub("", _HTML_COMMENT.sub("", text)), told)
    front = re.match(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)\n(?:---|\.\.\.|\+\+\+)[ \t]*(?:\n|\Z)", text, re.DOTALL)
    if front:
        kept = _without_keys(front[2], told)
        return (f"{front[1]}\n{kept}\n{front[1]}\n" if kept.strip() else "") + text[front.end() :]
    if header := _MD_HEADER.match(text):
        return _without_keys(header[0], told) + text[header.end() :]
    return re.sub(r"\A(%[^\n]*\n)%[^\n]*\n(?:%[^\n]*\n)?", r"\1", text)  # pandoc's title block: title, authors, date


def _without_keys(block: str, told: Callable[[str], bool]) -> str:
    """What is said of the text, without what names its authors: their own keys, and others with what stands under them."""
    fields: list[list[str]] = []
    for line in block.split("\n"):
        if line.lstrip().startswith("#"):
            continue
        if fields and (not line.strip() or line.startswith((" ", "\t", "-"))):
            fields[-1].append(line)
        else:
            fields.append([line])
    kept = [lines for lines in fields if not _PERSONAL_KEYS.match(lines[0])]
    return "\n".join(line for lines in kept if _is_title(lines[0]) or not told("\n".join(lines)) for line in lines)


def _is_title(line: str) -> bool:
    return re.match(r"(?i)(?:sub)?title\b|标题", line) is not None


def _without_targets(text: str, told: Callable[[str], bool]) -> str:
    """Where a picture lies is nothing to a referee, who gets the source alone; nor is whom a link writes to."""
    text = _MD_MAIL.sub(r"\1", text)
    text = _MD_LINK.sub(lambda found: found[1] if told(unquote(html.unescape(found[2]))) else found[0], text)
    text = _MD_TARGET.sub(lambda found: f"{found[1]} #" if told(unquote(html.unescape(found[2]))) else found[0], text)
    text = _MD_PICTURE.sub(lambda found: f"{found[1]}{'picture' if told(found[2]) else found[2]}{found[3]}", text)
    return _MD_TAG.sub(lambda tag: "" if told(html.unescape(tag[0])) else tag[0], text)


# ---------------------------------------------------------------- LaTeX


def _tex(text: str, told: Callable[[str], bool]) -> str:
    text = _TEX_FALSE.sub("", _TEX_COMMENT.sub(_without_comment, text))
    text = _TEX_END.sub(r"\1\n", text)
    text = _without_blocks(text)
    text = _without_commands(text)
    text = _without_values(_TEX_MAIL.sub("", text))
    return _without_names(text, told)


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


def _without_names(text: str, told: Callable[[str], bool]) -> str:
    """Running heads, definitions and names of files without those that name an author."""
    kept, position = [], 0
    for command in _TEX_COMMAND.finditer(text):
        name = command[1]
        if command.start() < position or name not in _TEX_RUNNING | _TEX_DEFINING | _TEX_FILES:
            continue
        defined = re.compile(r"\s*\\[A-Za-z@]+[#\d]*").match(text, command.end()) if name.endswith("def") else None
        start = defined.end() if defined else command.end()
        end = _after_arguments(text, start)
        if not told(_plain_tex(accented(text[start:end]))):
            continue
        kept.append(text[position : command.start()])
        position = end
        if name in _TEX_FILES:
            kept.append(f"\\{name}{{example-image}}" if name == "includegraphics" else "")
        elif name in _TEX_DEFINING:
            called = text[command.end() : end].rpartition("{")[0] if not defined else defined[0]
            kept.append(f"\\{name}{called}{{}}")
    return "".join((*kept, text[position:]))


def _plain_tex(text: str) -> str:
    """What is set, without the commands that only say how it looks."""
    text = _TEX_THIN.sub(" ", text)
    for _ in range(3):  # bold in italics in a box
        text = _TEX_GROUP.sub(r"\1", _TEX_SHAPED.sub(r"\1", text))
    return _TEX_SHAPE.sub("", text)


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
