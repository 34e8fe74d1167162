"""A correction: what stood where in the article's file, what is to stand there, and the edits of the file that make it so."""

from __future__ import annotations

import bisect
import difflib
import enum
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from journal import xml
from journal.errors import Bilingual, JournalError
from journal.proofs.source import FORMATTING, Block, Range, Source, bare, spans, words

MAX_TEXT = 20_000  # characters of the old or the new text of one correction
_OPENED = re.compile(rf"<({'|'.join(sorted(FORMATTING))})(?:\s[^<>]*)?>\Z")
_CLOSED = re.compile(r"</([^<>\s]+)\s*>")


class Kind(enum.StrEnum):
    """What a correction is about."""

    TEXT = "text"
    CITATION = "citation"
    FIGURE = "figure"
    LAYOUT = "layout"
    ANSWER = "answer"  # to a query


KINDS = {
    Kind.TEXT: Bilingual("文字", "text"),
    Kind.CITATION: Bilingual("引注", "citation"),
    Kind.FIGURE: Bilingual("图表", "figure"),
    Kind.LAYOUT: Bilingual("版式", "layout"),
    Kind.ANSWER: Bilingual("答复提问", "answer to a query"),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of a text: its number, its range in the file that the proof was made of, old and new text.

    One of which `old` is `new`, or that has no old text, changes no text: the layout is at fault, a figure, or a query is answered.
    """

    id: int
    start: int
    end: int
    old: str
    new: str
    kind: Kind = Kind.TEXT

    @property
    def is_textual(self) -> bool:
        """Whether it changes the text of the file."""
        return bool(self.old) and self.old != self.new


@dataclass(frozen=True, slots=True)
class Edit:
    """New text for a range of the file's text, and the correction that it comes of."""

    start: int
    end: int
    new: str
    correction: int


@dataclass(eq=False)
class NotFound(JournalError):
    """An old text that does not stand where it should."""

    old: str
    where: Bilingual
    zh: ClassVar[str] = "{where}中没有“{old}”。"
    en: ClassVar[str] = "“{old}” does not stand {where}."
    fix_zh: ClassVar[str] = "请照校样抄写原文，或核对页码、行号。"
    fix_en: ClassVar[str] = "Copy the old text as the proof has it, or see that page and line are right."
    exit: ClassVar[int] = 1


@dataclass(eq=False)
class FoundTwice(JournalError):
    """An old text that stands in several places."""

    old: str
    count: int
    where: Bilingual
    zh: ClassVar[str] = "{where}中有 {count} 处“{old}”，不知指哪一处。"
    en: ClassVar[str] = "“{old}” stands {where} in {count} places."
    fix_zh: ClassVar[str] = "请把原文多抄几个字，或写明页码与行号。"
    fix_en: ClassVar[str] = "Copy a few more words of it, or give its page and line."
    exit: ClassVar[int] = 1


@dataclass(eq=False)
class NothingChanged(JournalError):
    """A correction that would leave the file as it is."""

    old: str
    zh: ClassVar[str] = "对“{old}”的改动不改变正文：注码、编号由程序生成。"
    en: ClassVar[str] = (
        "This correction of “{old}” changes no text: marks of notes and numbers are made by the program."
    )
    fix_zh: ClassVar[str] = "请改动注文或文字本身；版式问题用 --kind layout 并写明说明。"
    fix_en: ClassVar[str] = "Change the note or the text itself; for the layout, use --kind layout with a comment."
    exit: ClassVar[int] = 1


@dataclass(eq=False)
class Overlap(JournalError):
    """Two accepted corrections of one place."""

    one: int
    other: int
    zh: ClassVar[str] = "第 {one} 条与第 {other} 条校改改动同一处，不能都采纳。"
    en: ClassVar[str] = "Corrections {one} and {other} change the same place: both cannot be accepted."
    fix_zh: ClassVar[str] = "请不采纳其中一条，需要时另立一条。"
    fix_en: ClassVar[str] = "Refuse one of them; enter another that says what both mean."


@dataclass(eq=False)
class RangeChanged(JournalError):
    """A range that no longer holds the text that was to be corrected."""

    id: int
    old: str
    file: str
    zh: ClassVar[str] = "第 {id} 条校改：{file} 中原处已不是“{old}”。"
    en: ClassVar[str] = "Correction {id}: in {file} its place does not hold “{old}” any more."
    fix_zh: ClassVar[str] = "请重新发出校样，或不采纳这一条后另立一条。"
    fix_en: ClassVar[str] = "Send the proof anew, or refuse this one and enter it again."


@dataclass(eq=False)
class NotPrintable(JournalError):
    """A new text with characters that neither XML nor a page can hold."""

    code: str
    zh: ClassVar[str] = "改后的文字含控制字符（{code}）。"
    en: ClassVar[str] = "The new text holds a control character ({code})."
    fix_zh: ClassVar[str] = "请重新录入这几个字。"
    fix_en: ClassVar[str] = "Type these words anew."
    exit: ClassVar[int] = 1


def printable(*texts: str) -> None:
    """See that what is to be written down has no control characters, surrogates or marks of direction; NotPrintable."""
    for text in texts:
        for character in text:
            if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") and not character.isspace():
                raise NotPrintable(f"U+{ord(character):04X}")


# ---------------------------------------------------------------- where it stands


def places(source: Source, old: str, language: str) -> Iterator[tuple[Block, int, int]]:
    """Every place of the file where `old` stands, as pages in `language` print it: first as it is written, else without
    regard to spaces and marks of notes."""
    exact = [
        (block, found.start(), found.end())
        for block in source.of(language)
        for found in re.finditer(f"(?={re.escape(old)})", block.text)
    ]
    if exact:
        yield from ((block, start, start + len(old)) for block, start, _ in exact)
        return
    wanted, _ = bare(old)
    for block in source.of(language) if wanted else ():
        text, index = block.bare
        for found in re.finditer(f"(?={re.escape(wanted)})", text):
            yield block, index[found.start()], index[found.start() + len(wanted) - 1] + 1


def located(
    source: Source, old: str, language: str, line: Sequence[Range] = (), where: Bilingual | None = None
) -> Range:
    """The one place where `old` stands; of several that which begins on the printed line, given by its ranges in the file.

    NotFound, FoundTwice. A text that is not on the line at all is not found, wherever else it may be.
    """
    said = where or Bilingual(f"{source.file} ", f"in {source.file}")
    found = [
        Range(block.ranges[first].start, block.ranges[last - 1].end)
        for block, first, last in places(source, words(old), language)
    ]
    if line:
        begins = [one for one in found if any(part.start <= one.start < part.end for part in line)]
        found = begins or [one for one in found if any(one.start < part.end and part.start < one.end for part in line)]
    if not found:
        raise NotFound(_short(old), said)
    if len(found) > 1:
        raise FoundTwice(_short(old), len(found), said)
    return found[0]


def _short(text: str) -> str:
    text = words(text)
    return text if len(text) <= 40 else f"{text[:30]}…{text[-8:]}"


# ---------------------------------------------------------------- what it changes


def edits(source: Source, correction: Correction) -> tuple[Edit, ...]:
    """The least that makes a correction's range of the file read as its new text: marks and notes between stay.

    Formatting that would be left with nothing in it goes too. RangeChanged, NothingChanged.
    """
    if not correction.is_textual:
        return ()
    block, first, last = _held(source, correction)
    old, new = words(correction.old), _inside(correction.new)
    at = _Match(old, block.text[first:last], first)
    made = [
        edit
        for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
        for edit in _hunk(block, at.run(i, j), new[k:m], (first, last), correction.id)
    ]
    made = [_with_marks(source, edit) for edit in _merged(made)]
    if not made:
        raise NothingChanged(_short(correction.old))
    return tuple(made)


def _held(source: Source, correction: Correction) -> tuple[Block, int, int]:
    try:
        block, first, last = source.at(correction.start, correction.end)
    except LookupError:
        raise RangeChanged(correction.id, _short(correction.old), source.file) from None
    if block.text[first:last] != words(correction.old) and bare(block.text[first:last])[0] != bare(correction.old)[0]:
        raise RangeChanged(correction.id, _short(correction.old), source.file)
    return block, first, last


def _inside(text: str) -> str:
    """The new text: white space is one space; at its ends it is kept, where a word is put before another."""
    return re.sub(r"\s+", " ", text)


class _Match:
    """Which characters of a block, from `first` on, those of an old text are, as somebody copied it from a page.

    What is left of both without spaces and marks of notes is the same.
    """

    def __init__(self, old: str, held: str, first: int) -> None:
        same = old == held
        self.first = first
        self.of_old = tuple(range(len(old))) if same else bare(old)[1]
        self.of_held = tuple(range(len(held))) if same else bare(held)[1]
        self.length = len(held)

    def run(self, i: int, j: int) -> tuple[int, int, bool]:
        """The characters that `old[i:j]` are, from and up to, and whether a mark or space of the page stands before `i`."""
        number = bisect.bisect_left(self.of_old, i)
        after = bisect.bisect_left(self.of_old, j)
        begins = self._is_kept(i) or number == 0
        start = self._start(number) if begins else self.of_held[number - 1] + 1
        end = self.of_held[after - 1] + 1 if after and self._is_kept(j - 1) else self._start(after)
        behind = i > 0 and not self._is_kept(i - 1)
        if i == j:
            start = end = self._start(number) if behind else start
        return self.first + start, self.first + max(start, end), behind

    def _is_kept(self, at: int) -> bool:
        number = bisect.bisect_left(self.of_old, at)
        return number < len(self.of_old) and self.of_old[number] == at

    def _start(self, number: int) -> int:
        return self.of_held[number] if number < len(self.of_held) else self.length


def _hunk(block: Block, run: tuple[int, int, bool], new: str, whole: tuple[int, int], id: int) -> Iterator[Edit]:
    """The characters of `run` made `new`: in the place of the first range of them, the others go.

    What is put in follows the character before it; but at the beginning of the `whole`, which it does not leave, and after a
    mark that ends a sentence, where a note may be called, it stands before the next.
    """
    first, last, behind = run
    if first == last:
        if new:
            before, after = first > whole[0], first < whole[1]
            closes = before and block.text[first - 1] in "。，；：？！.,;:?!”’）)》"
            at = (
                block.ranges[first].start if after and (behind or closes or not before) else block.ranges[first - 1].end
            )
            yield Edit(at, at, xml.escaped(new), id)
        return
    for number, one in enumerate(spans(block.ranges[first:last])):
        yield Edit(one.start, one.end, "" if number else xml.escaped(new), id)


def _merged(made: list[Edit]) -> Iterator[Edit]:
    """Edits that touch as one."""
    made = sorted(made, key=lambda edit: (edit.start, edit.end))
    while made:
        edit = made.pop(0)
        while made and made[0].start == edit.end:
            edit = Edit(edit.start, made[0].end, edit.new + made[0].new, edit.correction)
            made.pop(0)
        yield edit


def _with_marks(source: Source, edit: Edit) -> Edit:
    """The edit, with the tags of formatting of which it would leave nothing."""
    text = source.written
    while not edit.new:
        opened = _OPENED.search(text[max(edit.start - 200, 0) : edit.start])
        closed = _CLOSED.match(text, edit.end)
        if not opened or not closed or opened[1] != closed[1]:
            break
        edit = Edit(edit.start - len(opened[0]), closed.end(), "", edit.correction)
    return edit


def applied(source: Source, corrections: Iterable[Correction]) -> bytes:
    """The file with these corrections made, and not a byte changed outside their ranges.

    RangeChanged, NothingChanged, Overlap; BadFile, should the result be no XML.
    """
    text = source.written
    made = all_edits(source, corrections)
    for edit in reversed(made):
        text = text[: edit.start] + edit.new + text[edit.end :]
    data = text.encode()
    if made:
        xml.parse(data, source.file)
    return data


def all_edits(source: Source, corrections: Iterable[Correction]) -> tuple[Edit, ...]:
    """The edits of several corrections in the order of the file; Overlap where two change one place."""
    chosen = sorted(corrections, key=lambda one: one.id)
    made = sorted((edit for one in chosen for edit in edits(source, one)), key=lambda edit: (edit.start, edit.end))
    for one, other in itertools.pairwise(made):
        if other.start < one.end or (other.start == one.start and one.correction != other.correction):
            raise Overlap(*sorted((one.correction, other.correction)))
    return tuple(made)


__all__ = [
    "KINDS", "MAX_TEXT", "Correction", "Edit", "FoundTwice", "Kind", "NotFound", "NotPrintable", "NothingChanged", "Overlap",
    "RangeChanged", "all_edits", "applied", "edits", "located", "places", "printable",
]  # fmt: skip
