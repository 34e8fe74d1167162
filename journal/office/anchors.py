"""Whether the ledger is still the one that publications have anchored, and the lines that anchor it, kept in git.

A chain shows by itself that an event was changed, lost or moved, but not that its tail was cut off or all of it written anew:
for that its head, number and seal, stands where the office's database does not reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from journal.errors import BadFile, Bilingual, JournalError, Place
from journal.office.ledger import START, Break, Event, breaks, text_seal
from journal.office.records import Books
from journal.writing import write_bytes

FILE = "ledger.txt"  # in issues/
FORGET = "person-forget"  # the event that says which texts were made nameless
_LINE = re.compile(r"(?P<number>\d{1,15}) (?P<seal>[0-9a-f]{64}) (?P<at>\S+) (?P<what>.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the ledger at a publication."""

    number: int
    seal: str
    at: str
    what: str  # the issue or the article that was published

    def __str__(self) -> str:
        return f"{self.number} {self.seal} {self.at} {self.what}"


@dataclass(eq=False)
class NotTheLedger(JournalError):
    """A ledger that does not go on from what was anchored."""

    number: int
    zh: ClassVar[str] = "总账与已存证的第 {number} 条记录不相接，不能再存证。"
    en: ClassVar[str] = "The ledger does not go on from event {number}, which was anchored; nothing more is anchored."
    fix_zh: ClassVar[str] = "请运行 journal ledger verify，并检查数据库是否为本刊的。"
    fix_en: ClassVar[str] = "Run journal ledger verify, and see whether this is the journal's database."


# ---------------------------------------------------------------- the lines in git


def read(file: Path) -> tuple[Anchor, ...]:
    """The anchors of a file, none if there is no file; BadFile with its line for what is no anchor, or out of order."""
    if not file.exists():
        return ()
    found: list[Anchor] = []
    for number, line in enumerate(file.read_bytes().decode("utf-8", "replace").splitlines(), start=1):
        match = _LINE.fullmatch(line)
        if not match or (found and int(match["number"]) < found[-1].number):
            raise BadFile(
                Place(file.name, number),
                Bilingual("不是一行存证。", "is no line of an anchor, or out of order."),
                Bilingual("请从 git 取回此文件。", "Take the file back out of git."),
            )
        found.append(Anchor(int(match["number"]), match["seal"], match["at"], match["what"]))
    return tuple(found)


def append(file: Path, books: Books, at: str, what: str) -> Anchor:
    """Anchor the ledger as it is now: one line more. NotTheLedger, if it does not go on from the last one."""
    known = read(file)
    fresh = Anchor(*books.head(), at, " ".join(what.split()))
    if known and _seal(books, known[-1].number) != known[-1].seal:
        raise NotTheLedger(known[-1].number)
    lines = "".join(f"{anchor}\n" for anchor in (*known, fresh))
    write_bytes(file, lines.encode())
    return fresh


def _seal(books: Books, number: int) -> str:
    return START if number == 0 else next((event.seal for event in books.events(number=number)), "")


# ---------------------------------------------------------------- verifying


def verify(books: Books, anchors: Iterable[Anchor] = ()) -> list[Break]:
    """What is wrong with the ledger and what hangs on it; nothing, if all holds. Damaged, if it cannot be read.

    The chain up to the first break; every anchor; each signed opinion and report against its seal, each name of a user or
    machine too; the state of each manuscript against its last event.
    """
    anchors = tuple(anchors)
    seen = _Seen(dict.fromkeys((anchor.number for anchor in anchors), ""))
    found = list(breaks(seen.passing(books.events_as_written())))
    if found:
        return found
    return [*_anchored(seen, anchors), *_texts(books, seen), *_seats(books), *_states(books, seen)]


class _Seen:
    """What the events said as they went by."""

    def __init__(self, seals: dict[int, str]) -> None:
        self.seals = {**seals, 0: START}
        self.texts: dict[tuple[str, int], tuple[int, str]] = {}  # table and row → event, seal
        self.forgotten: set[tuple[str, int]] = set()
        self.states: dict[str, tuple[int, str]] = {}

    def passing(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            yield event
            self._see(event)  # after whoever asks has found that it holds

    def _see(self, event: Event) -> None:
        data = event.data
        if event.number in self.seals:
            self.seals[event.number] = event.seal
        for table, seal in (("signature", "opinion"), ("review", "report")):
            if seal in data and table in data:
                self.texts[table, data[table]] = (event.number, data[seal])
        if event.kind == FORGET:
            self.forgotten |= {(table, row) for table, rows in data["texts"].items() for row in rows}
        if event.manuscript and "to" in data:
            self.states[event.manuscript] = (event.number, data["to"])


def _anchored(seen: _Seen, anchors: Iterable[Anchor]) -> Iterator[Break]:
    for anchor in anchors:
        if seen.seals[anchor.number] != anchor.seal:
            reason = Bilingual(
                f"与存证的第 {anchor.number} 条记录不符（{anchor.what}）",
                f"it is not the chain whose event {anchor.number} was anchored ({anchor.what})",
            )
            yield Break(anchor.number, reason)


def _texts(books: Books, seen: _Seen) -> Iterator[Break]:
    """A text without its salt was taken away or made nameless with a person; an event says of which texts that is so."""
    kept = {("signature", row["id"]): (row["salt"], row["opinion"]) for row in books.all("signature")} | {
        ("review", row["id"]): (row["salt"], "\0".join((row["to_author"], row["to_editor"])))
        for row in books.all("review")
    }
    for (table, row), (number, seal) in seen.texts.items():
        salt, text = kept.get((table, row), ("", ""))
        if text_seal(salt, text) != seal and (salt or (table, row) not in seen.forgotten):
            reason = Bilingual(f"签字意见被改动（{table} {row}）", f"the signed text was changed ({table} {row})")
            yield Break(number, reason)


def _seats(books: Books) -> Iterator[Break]:
    for row in books.all("seat"):
        if row["salt"] and text_seal(row["salt"], row["text"]) != row["id"]:
            number = next(
                (event.number for who in ("os_user", "host") for event in books.events(**{who: row["id"]})), 0
            )
            yield Break(number, Bilingual("操作者或主机名被改动", "the user's or machine's name was changed"))


def _states(books: Books, seen: _Seen) -> Iterator[Break]:
    for row in books.all("manuscript"):
        number, state = seen.states.get(row["id"], (0, row["state"]))
        if row["state"] != state:
            reason = Bilingual(
                f"稿件 {row['id']} 的状态未经记录而改动",
                f"the state of manuscript {row['id']} was changed without an event",
            )
            yield Break(number, reason)


__all__ = ["FILE", "FORGET", "Anchor", "NotTheLedger", "append", "read", "verify"]
