"""The file of a new proof against that of the proof before: every difference is an accepted correction, and every one is there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journal.proofs.corrections import Correction, Edit, Kind, all_edits, applied
from journal.proofs.source import Source, read

NEAR = 6  # characters that may be alike within one difference
BY_HAND = frozenset({Kind.FIGURE, Kind.LAYOUT})  # what is done in the mark-up, where no rule can say how


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the new file is not what the accepted corrections make of the old one.

    `correction` is one that was accepted and is not there (or not as accepted); 0 for a change that nobody accepted.
    """

    line: int  # of the new file
    expected: str
    found: str
    correction: int = 0


def differences(old: Source, new: bytes, accepted: Iterable[Correction]) -> tuple[Difference, ...]:
    """What parts the new file from the old one with its accepted corrections: nothing, where all is in order.

    Raises as `corrections.applied` and `source.read` do. Where a layout or a figure was to be put right, the mark-up of that
    text may have changed as long as its words have not.
    """
    chosen = tuple(accepted)
    wanted = applied(old, chosen)
    if wanted == new:
        return ()
    expected = read(wanted, old.file)
    found = read(new, old.file)
    moved = _moved(all_edits(old, chosen))
    excused = {path for one in chosen if one.kind in BY_HAND and one.old for path in _paths(old, one)}
    return tuple(_differences(expected, found, moved, excused))


def places(old: bytes, new: bytes, file: str) -> int:
    """In how many places two files of an article differ, mark-up included; what lies close together is one. As `source.read`."""
    return sum(1 for _ in _hunks(read(old, file).written, read(new, file).written))


def _paths(old: Source, correction: Correction) -> Iterator[str]:
    try:
        yield old.at(correction.start, correction.end)[0].path
    except LookupError:
        return


@dataclass(frozen=True, slots=True)
class _Landed:
    """Where an edit's new text stands in the file that all edits make."""

    start: int
    end: int
    correction: int


def _moved(edits: tuple[Edit, ...]) -> tuple[_Landed, ...]:
    shift, found = 0, []
    for edit in edits:
        start = edit.start + shift
        found.append(_Landed(start, start + len(edit.new), edit.correction))
        shift += len(edit.new) - (edit.end - edit.start)
    return tuple(found)


def _differences(
    expected: Source, found: Source, landed: tuple[_Landed, ...], excused: set[str]
) -> Iterator[Difference]:
    for start, end, from_, to in _hunks(expected.written, found.written):
        if excused and _only_marks(expected, found, start, excused):
            continue
        one = next((each.correction for each in landed if each.start <= end and start <= each.end), 0)
        yield Difference(
            found.line(from_), _around(expected.written, start, end), _around(found.written, from_, to), one
        )


def _hunks(old: str, new: str) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts differ, as offsets in both; lines first, since files are long and their lines are not."""
    olds, news = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts, others = _starts(olds), _starts(news)
    for tag, i, j, k, m in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        one, other = "".join(olds[i:j]), "".join(news[k:m])
        for a, b, c, d in _joined(difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()):
            yield starts[i] + a, starts[i] + b, others[k] + c, others[k] + d


def _joined(codes: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """What differs, with what lies between two differences if it is shorter than a few words."""
    open_: tuple[int, int, int, int] | None = None
    for kind, a, b, c, d in codes:
        if kind == "equal":
            continue
        if open_ and a - open_[1] > NEAR:
            yield open_
            open_ = None
        open_ = (open_[0], b, open_[2], d) if open_ else (a, b, c, d)
    if open_:
        yield open_


def _starts(lines: list[str]) -> list[int]:
    found = [0]
    for line in lines:
        found.append(found[-1] + len(line))
    return found


def _only_marks(expected: Source, found: Source, start: int, excused: set[str]) -> bool:
    """Whether a difference lies in a text whose layout was to be put right, and its words are the same."""
    texts = {block.path: block.text for block in found.blocks}
    return any(
        block.path in excused
        and block.ranges[0].start - 200 <= start <= block.ranges[-1].end + 200
        and texts.get(block.path) == block.text
        for block in expected.blocks
    )


def _around(text: str, start: int, end: int, more: int = 8) -> str:
    """What stands there, with a few characters round it so that it can be found."""
    shown = text[max(start - more, 0) : min(end, start + 60) + more]
    return " ".join(shown.split())


__all__ = ["BY_HAND", "Difference", "differences", "places"]
