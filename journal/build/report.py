"""What a build says while it runs, and what it has done in the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from journal.errors import Bilingual, Finding, JournalError


@dataclass(frozen=True)
class Event:
    """Something that happened while building, for whoever shows progress."""

    kind: str  # start, made, cached, archived, failed, written, note
    artifact: str = ""
    paths: tuple[str, ...] = ()
    message: Bilingual | None = None
    done: int = 0
    total: int = 0


@dataclass
class Report:
    """What a build did."""

    made: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    failures: list[tuple[str, JournalError]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # path under out/ → sha256
    pages: dict[tuple[str, str], dict[str, tuple[int, int]]] = field(
        default_factory=dict
    )  # (issue, language) → article


__all__ = ["Event", "Report"]
