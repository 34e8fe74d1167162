"""The record of what happened: events in order, each sealed with the one before; append-only.

An event holds ids, never personal data: texts stand elsewhere, here only their seal, so that a person can be forgotten and
the chain still holds. The seal of an event is the sha256 of its canonical JSON and of the seal before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual

START = "0" * 64  # what the first event is sealed with


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: who did what to which manuscript, when, from where; `data` are ids, dates and numbers."""

    number: int
    at: str  # UTC, ISO 8601, to the microsecond
    kind: str
    manuscript: str
    actor: str
    on_behalf: str
    os_user: str
    host: str
    data: Mapping[str, Any]
    before: str  # the seal of the event before
    seal: str = ""

    def sealed(self) -> str:
        """The seal that this event must have."""
        facts = [
            self.number, self.at, self.kind, self.manuscript, self.actor, self.on_behalf, self.os_user, self.host,
            self.data, self.before,
        ]  # fmt: skip
        return hashlib.sha256(canonical(facts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    number: int
    reason: Bilingual


def canonical(value: object) -> str:
    """One text for one value: keys in order, no spaces, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_seal(salt: str, text: str) -> str:
    """What the ledger keeps of a text: with a salt that stands beside the text and is forgotten with it."""
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def breaks(events: Iterable[Event], head: tuple[int, str] | None = None) -> Iterator[Break]:
    """Where a chain is broken: flipped, removed, swapped events; with `head` (number, seal; anchored elsewhere) also a lost tail.

    Events come in order of their number. Nothing is yielded for a chain that holds.
    """
    before, expected, seals = START, 1, {}
    for event in events:
        if event.number != expected:
            yield Break(expected, Bilingual(f"缺少第 {expected} 条记录", f"event {expected} is missing"))
            return
        if event.before != before:
            yield Break(event.number, Bilingual("与前一条记录不相接", "it does not follow the event before it"))
            return
        if event.sealed() != event.seal:
            yield Break(event.number, Bilingual("内容被改动", "its content was changed"))
            return
        before, expected = event.seal, expected + 1
        if head and event.number == head[0]:
            seals[event.number] = event.seal
    if head and seals.get(head[0], START if head[0] == 0 else None) != head[1]:
        reason = Bilingual(
            f"与存证的第 {head[0]} 条记录不符", f"it is not the chain whose event {head[0]} was anchored"
        )
        yield Break(head[0], reason)


__all__ = ["START", "Break", "Event", "breaks", "canonical", "text_seal"]
