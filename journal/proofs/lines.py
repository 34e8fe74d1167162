"""The lines of laid-out pages and what of the article's file each of them prints: the map from page and line to the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual, Refused
from journal.proofs.source import Block, Range, Source, bare, spans

SEED = 8  # characters that tell where in a file a printed text is
FEWEST = 4  # characters that tell it near the place where the last piece ended
NEAR = 40  # characters further on, where a number or a mark stands between that the file does not hold
SHORT = 500  # characters of a text, as a note, in which a few characters tell their place
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of one laid-out text: where it stands on its page, its characters, and where each begins, in points.

    The page's upper left corner is 0, 0. `generated` are the characters that no file holds, as the marks of notes.
    """

    page: int  # 1, 2 …
    left: float
    top: float
    right: float
    bottom: float
    text: str
    edges: tuple[float, ...]  # one more than characters
    paragraph: int  # strips of one laid-out text have one number
    note: str = ""  # the id of the note that it belongs to
    generated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line as it is numbered on its page: what stands beside each other on one height has one number."""

    page: int
    number: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    edges: tuple[float, ...]
    offsets: tuple[int, ...]  # where each character stands in the file's text; NOWHERE for what no file holds

    @property
    def starts(self) -> tuple[int, ...]:
        """The offsets of the characters that stand in the file."""
        return tuple(offset for offset in self.offsets if offset != NOWHERE)

    def held(self, from_: float, to: float) -> tuple[int, ...]:
        """The characters whose middle lies between two places of the line."""
        middles = ((one + other) / 2 for one, other in zip(self.edges, self.edges[1:], strict=False))
        return tuple(at for at, middle in enumerate(middles) if from_ <= middle <= to)


@dataclass(frozen=True)
class Map:
    """The lines of a proof's pages, and of which file."""

    sha256: str  # of the file
    sizes: tuple[tuple[float, float], ...]  # of each page, in points
    lines: tuple[Line, ...]

    def line(self, page: int, number: int) -> Line:
        """The line of this number; Refused if the page or the line is not there."""
        found = next((line for line in self.lines if (line.page, line.number) == (page, number)), None)
        if found is None:
            raise Refused(
                Bilingual(f"校样第 {page} 页没有第 {number} 行。", f"The proof has no line {number} on page {page}."),
                Bilingual("请核对页边的行号。", "See the numbers in the margin."),
            )
        return found

    def where(self, start: int) -> tuple[int, int]:
        """The page and the line that print what begins at this offset of the file; 0, 0 if none does."""
        found = next((line for line in self.lines if start in line.starts), None)
        return (found.page, found.number) if found else (0, 0)

    @property
    def characters(self) -> int:
        """How many characters the pages have, without spaces: what errors are counted against."""
        return sum(len("".join(line.text.split())) for line in self.lines)

    def ranges(self, line: Line, source: Source) -> tuple[Range, ...]:
        """What of the file a line prints."""
        ends = _ends(source)
        return tuple(spans([Range(start, ends.get(start, start + 1)) for start in sorted(line.starts)]))


def _ends(source: Source) -> Mapping[int, int]:
    return {one.start: one.end for block in source.blocks for one in block.ranges}


# ---------------------------------------------------------------- made


def mapped(strips: Sequence[Strip], sizes: Iterable[tuple[float, float]], source: Source, language: str) -> Map:
    """The lines of pages in a language, numbered on each page from 1, with their places in the file they were made of."""
    offsets = _offsets(strips, source, language)
    lines: list[Line] = []
    for page, rows in _rows(strips):
        for number, row in enumerate(rows, start=1):
            lines.append(_line(page, number, [(strips[at], offsets[at]) for at in row]))
    return Map(source.sha256, tuple(sizes), tuple(lines))


def _rows(strips: Sequence[Strip]) -> Iterator[tuple[int, list[list[int]]]]:
    """The strips of each page, those on one height together, from top to bottom."""
    for page in sorted({strip.page for strip in strips}):
        rows: list[list[int]] = []
        top = bottom = 0.0
        chosen = [at for at, strip in enumerate(strips) if strip.page == page and strip.text.strip()]
        for at in sorted(chosen, key=lambda at: (strips[at].top + strips[at].bottom, strips[at].left)):
            middle = (strips[at].top + strips[at].bottom) / 2
            if not rows or not top <= middle <= bottom:
                rows.append([])
                top, bottom = strips[at].top, strips[at].bottom
            rows[-1].append(at)
        yield page, [sorted(row, key=lambda at: strips[at].left) for row in rows]


def _line(page: int, number: int, parts: list[tuple[Strip, tuple[int, ...]]]) -> Line:
    text = ""
    edges: list[float] = []
    offsets: list[int] = []
    for strip, held in parts:
        if text:  # between two cells of a table
            text, edges, offsets = text + "\t", [*edges, edges[-1]], [*offsets, NOWHERE]
        if edges:
            edges.pop()
        text += strip.text
        edges += strip.edges
        offsets += held
    ends = [strip for strip, _ in parts]
    return Line(
        page,
        number,
        min(strip.left for strip in ends),
        min(strip.top for strip in ends),
        max(strip.right for strip in ends),
        max(strip.bottom for strip in ends),
        text,
        tuple(edges),
        tuple(offsets),
    )


def _offsets(strips: Sequence[Strip], source: Source, language: str) -> list[tuple[int, ...]]:
    """For each strip, where each of its characters stands in the file."""
    finder = _Finder(source, language)
    paragraphs: dict[int, list[int]] = {}
    for at, strip in enumerate(strips):
        paragraphs.setdefault(strip.paragraph, []).append(at)
    found: dict[int, tuple[int, ...]] = {}
    for members in paragraphs.values():
        held = [
            (at, place, character)
            for at in members
            for place, character in enumerate(strips[at].text)
            if place not in strips[at].generated and not character.isspace() and character not in "\u2060\u00ad\u200b"
        ]
        where = finder.find("".join(character for *_, character in held), strips[members[0]].note)
        placed = {(at, place): offset for (at, place, _), offset in zip(held, where, strict=True)}
        for at in members:
            found[at] = tuple(placed.get((at, place), NOWHERE) for place in range(len(strips[at].text)))
    return [found[at] for at in range(len(strips))]


class _Finder:
    """Finds printed texts in the file: the longest pieces of each that stand there, one after the other."""

    def __init__(self, source: Source, language: str) -> None:
        blocks = source.of(language)
        self.whole = _Joined(blocks)
        notes: dict[str, list[Block]] = {}
        for block in blocks:
            notes.setdefault(block.note, []).append(block)
        self.notes = {id: _Joined(held) for id, held in notes.items() if id}

    def find(self, text: str, note: str) -> list[int]:
        """The offset of each character of a printed text without spaces; NOWHERE for what the file does not hold."""
        return (self.notes.get(note) or self.whole).find(text)


class _Joined:
    """Blocks as one text without spaces, and how far its printing has come."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.text = ""
        self.starts: list[int] = []
        self.bounds: dict[int, int] = {}  # where each block begins and ends
        self.cursor = 0
        parts = []
        length = 0
        for block in blocks:
            kept = [at for at, character in enumerate(block.text) if not character.isspace()]
            parts.append("".join(block.text[at] for at in kept) + "\0")
            self.bounds[length] = length + len(kept)
            self.starts += [*(block.ranges[at].start for at in kept), NOWHERE]
            length += len(kept) + 1
        self.text = "".join(parts)
        self.is_short = len(self.text) < SHORT

    def find(self, text: str) -> list[int]:
        found = [NOWHERE] * len(text)
        at, cursor = 0, NOWHERE
        while at < len(text):
            place = self._next(text, at, cursor)
            if place < 0:
                at += 1
                continue
            while at < len(text) and self.text[place] == text[at]:
                found[at] = self.starts[place]
                at, place = at + 1, place + 1
            cursor = self.cursor = place
        return found

    def _next(self, text: str, at: int, cursor: int) -> int:
        """Where the next piece stands: where the last one ended or soon after, else where its seed is next, or is at all."""
        if cursor >= 0:
            if self.text[cursor] == text[at]:
                return cursor
            place = self._piece(text, at, cursor, cursor + NEAR)
            if place >= 0:
                return place
        elif self.is_short:
            return self._piece(text, at, 0, len(self.text))
        seed = text[at : at + SEED]
        if len(seed) < SEED:
            return self._whole(seed)
        place = self.text.find(seed, self.cursor)
        return place if place >= 0 else self.text.find(seed)

    def _piece(self, text: str, at: int, start: int, end: int) -> int:
        """Where a few characters stand between two places: four letters, or two Han characters."""
        for length in (FEWEST, 2):
            piece = text[at : at + length]
            if len(piece) == length and not (length < FEWEST and piece.isascii()):
                place = self.text.find(piece, start, end)
                if place >= 0:
                    return place
        return -1

    def _whole(self, text: str) -> int:
        """A block that says just this, the next one rather than one before."""
        same = [
            start for start, end in self.bounds.items() if end - start == len(text) and self.text[start:end] == text
        ]
        return next((start for start in same if start >= self.cursor), same[0] if same else -1)


# ---------------------------------------------------------------- kept


def dumped(map_: Map) -> bytes:
    """The map as JSON, to be kept with the proof."""
    said = {
        "article": map_.sha256,
        "pages": [list(size) for size in map_.sizes],
        "lines": [
            {
                "page": line.page,
                "line": line.number,
                "box": [line.left, line.top, line.right, line.bottom],
                "text": line.text,
                "edges": list(line.edges),
                "runs": [list(run) for run in _runs(line.offsets)],
            }
            for line in map_.lines
        ],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def loaded(data: bytes) -> Map:
    """The map that `dumped` wrote."""
    said = json.loads(data)
    return Map(said["article"], tuple((w, h) for w, h in said["pages"]), tuple(map(_loaded, said["lines"])))


def _loaded(said: Mapping[str, Any]) -> Line:
    offsets = [NOWHERE] * len(said["text"])
    for at, offset, length in said["runs"]:
        offsets[at : at + length] = range(offset, offset + length)
    left, top, right, bottom = said["box"]
    return Line(
        said["page"], said["line"], left, top, right, bottom, said["text"], tuple(said["edges"]), tuple(offsets)
    )


def _runs(offsets: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Neighbours in the line that are neighbours in the file: the first character, its offset, how many."""
    at = 0
    while at < len(offsets):
        if offsets[at] == NOWHERE:
            at += 1
            continue
        length = 1
        while at + length < len(offsets) and offsets[at + length] == offsets[at] + length:
            length += 1
        yield at, offsets[at], length
        at += length


# ---------------------------------------------------------------- against the proof before


def changed(old: Map, new: Map) -> frozenset[tuple[int, int]]:
    """The lines (page, number) of the new pages that do not say what the old ones said, wherever they stood: change bars.

    Where something is only gone, the line that is joined over the gap is marked.
    """
    import difflib

    before, _ = bare("".join(line.text for line in old.lines))
    marked: set[tuple[int, int]] = set()
    owners: list[tuple[int, int]] = []
    parts: list[str] = []
    for line in new.lines:
        text, _ = bare(line.text)
        parts.append(text)
        owners += [(line.page, line.number)] * len(text)
    after = "".join(parts)
    for tag, _, _, start, end in _opcodes(difflib.SequenceMatcher, before, after):
        if tag == "equal" or not owners:
            continue
        marked |= set(owners[start:end]) or {owners[min(start, len(owners) - 1)]}
    return frozenset(marked)


def _opcodes(matcher: Any, old: str, new: str) -> Iterator[tuple[str, int, int, int, int]]:
    """What changed from one long text to the other; the same beginnings and ends are passed over, then lines of a length."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    olds, news = old[first : len(old) - last], new[first : len(new) - last]
    for tag, i, j, k, m in matcher(None, olds, news, autojunk=len(olds) > 20_000).get_opcodes():
        yield tag, first + i, first + j, first + k, first + m


__all__ = ["NOWHERE", "Line", "Map", "Strip", "changed", "dumped", "loaded", "mapped"]
