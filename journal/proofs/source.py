"""The text of an article's file as it is read, block by block, each character with its place in the file."""

from __future__ import annotations

import bisect
import functools
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from journal import xml

# Elements in the midst of a text, which goes on through them; every other element is a text of its own.
FORMATTING = frozenset(
    "bold italic sub sup sc underline overline strike monospace roman sans-serif styled-content named-content ruby rb".split()
)
INLINE = FORMATTING | frozenset(
    "rt ext-link uri xref abbrev fixed-case surname given-names prefix suffix institution institution-wrap city state country "
    "postal-code addr-line".split()
)
CITATIONS = frozenset("mixed-citation element-citation nlm-citation".split())  # all that is in one is one text
TEXTS = frozenset("body back floats-group".split())  # of one language alone, that of the article or sub-article around
GENERATED = re.compile(r"[①-⓿㉑-㊿\u2060\u00ad\u200b]|〔[0-9]+〕")  # printed marks that no file holds
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Range:
    """From one offset of a file's text up to another."""

    start: int
    end: int


@dataclass(eq=False)
class Block:
    """One text of the file, as a title, a paragraph or a note; white space is one space, each character has its range."""

    name: str
    path: str  # body/sec[2]/p[1]
    language: str  # whose pages alone print it; "" for front matter, which all print
    note: str  # the id of the note that it is in
    text: str = ""
    ranges: list[Range] = field(default_factory=list)

    @functools.cached_property
    def bare(self) -> tuple[str, tuple[int, ...]]:
        """The text without spaces and generated marks, and which character of `text` each is."""
        return bare(self.text)


@dataclass(frozen=True)
class Source:
    """An article's file: its text, its blocks, and the sha256 of its bytes."""

    file: str
    written: str
    blocks: tuple[Block, ...]
    sha256: str

    def of(self, language: str) -> tuple[Block, ...]:
        """The blocks that pages in a language print, or may print."""
        return tuple(block for block in self.blocks if not language or block.language in ("", language))

    def at(self, start: int, end: int) -> tuple[Block, int, int]:
        """The block that holds a range, and the characters of it from and up to; LookupError if none does."""
        for block in self.blocks:
            if not block.ranges or not block.ranges[0].start <= start <= block.ranges[-1].end:
                continue
            first = bisect.bisect_left(block.ranges, start, key=lambda one: one.start)
            last = bisect.bisect_left(block.ranges, end, key=lambda one: one.start)
            if first < last and block.ranges[first].start == start and block.ranges[last - 1].end == end:
                return block, first, last
        raise LookupError(start, end)

    def line(self, offset: int) -> int:
        """The line of the file, from 1."""
        return self.written.count("\n", 0, offset) + 1

    @property
    def characters(self) -> int:
        """How many characters it has that are no spaces."""
        return sum(len(block.text.replace(" ", "")) for block in self.blocks)


def bare(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without what no file or no page holds, and which characters of it are left: spaces, joiners, marks of notes."""
    gone = {at for found in GENERATED.finditer(text) for at in range(found.start(), found.end())}
    left = tuple(at for at, character in enumerate(text) if not character.isspace() and at not in gone)
    return "".join(text[at] for at in left), left


def read(data: bytes, file: str) -> Source:
    """The blocks of an article's file; raises as `xml.pieces` does."""
    reader = _Reader()
    for piece in xml.pieces(data, file):
        getattr(reader, piece.kind)(piece)
    blocks = tuple(block for block in reader.blocks if _trimmed(block))
    return Source(file, xml.written(data, file), blocks, hashlib.sha256(data).hexdigest())


def _trimmed(block: Block) -> bool:
    """Take the space off both ends; whether something is left."""
    first = len(block.text) - len(block.text.lstrip())
    last = len(block.text.rstrip())
    block.text, block.ranges = block.text[first:last], block.ranges[first:last]
    return bool(block.text)


@dataclass
class _Open:
    """An element that is open: its block (its own, or that of the element around), and what its children inherit."""

    name: str
    block: Block
    language: str  # of the article or sub-article
    counts: dict[str, int] = field(default_factory=dict)


class _Reader:
    """Follows the tags of a file and puts each text into its block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.stack: list[_Open] = []

    def open(self, piece: xml.Piece) -> None:
        around = self.stack[-1] if self.stack else None
        language = around.language if around else ""
        if piece.name in ("article", "sub-article", "response"):
            language = piece.attribute("xml:lang") or language
        self.stack.append(_Open(piece.name, self._block(piece, around, language), language))

    def _block(self, piece: xml.Piece, around: _Open | None, language: str) -> Block:
        if around is None:
            block = Block(piece.name, "", "", "")
        elif piece.name in INLINE or self._in_citation() or (piece.name in CITATIONS and around.name != "ref"):
            return around.block
        else:
            number = around.counts[piece.name] = around.counts.get(piece.name, 0) + 1
            step = f"{piece.name}[{number}]"
            inside = TEXTS & {piece.name, *(one.name for one in self.stack)}
            note = piece.attribute("id") if piece.name == "fn" else around.block.note
            path = f"{around.block.path}/{step}".lstrip("/")
            block = Block(piece.name, path, language if inside else "", note)
        self.blocks.append(block)
        return block

    def _in_citation(self) -> bool:
        return any(one.name in CITATIONS for one in self.stack)

    def close(self, piece: xml.Piece) -> None:
        self.stack.pop()

    def text(self, piece: xml.Piece) -> None:
        if not self.stack:
            return
        block = self.stack[-1].block
        parts: list[str] = []
        for written, start, end in piece.characters():
            character = " " if written.isspace() else written
            if character == " ":
                last = block.ranges[-1] if block.ranges else None
                if last and last.end == start and (parts[-1] if parts else block.text[-1:]) == " ":
                    block.ranges[-1] = Range(last.start, end)
                    continue
            parts.append(character)
            block.ranges.append(Range(start, end))
        block.text += "".join(parts)


def words(text: str) -> str:
    """A text as it is compared: white space is one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def spans(ranges: list[Range]) -> Iterator[Range]:
    """Neighbouring ranges as one."""
    start = end = -1
    for one in ranges:
        if one.start != end:
            if end >= 0:
                yield Range(start, end)
            start = one.start
        end = one.end
    if end >= 0:
        yield Range(start, end)


__all__ = ["FORMATTING", "Block", "Range", "Source", "bare", "read", "spans", "words"]
