"""What is read out of a manuscript, whatever its format: runs of text, paragraphs in their zones, and words beside the text."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from journal.errors import Bilingual


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: the part of the file that it stands in, the number of its paragraph there (1-based), the text.

    Paragraph 0 is what stands in none: an attribute, the target of a link, the name of a style.
    """

    part: str
    paragraph: int
    text: str


class Zone(enum.Enum):
    """What a paragraph is to the text."""

    BODY = "body"
    HEADING = "heading"
    RUNNING = "running"  # headers and footers: no content, the same on each page
    NOTE = "note"
    REFERENCE = "reference"  # where the format itself says so
    PAGE = "page"  # a whole page, with its running heads and notes: all that a PDF knows


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its text joined, and the way to take it out of the manuscript."""

    part: str
    number: int
    zone: Zone
    text: str
    clear: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: what was done (`insertion`, `deletion`, `format` …), by whom, when, and the text it is about."""

    part: str
    kind: str
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin, by whom and when."""

    part: str
    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded picture or other file: the part that holds it, its bytes, and what its own metadata say."""

    part: str
    data: bytes
    metadata: tuple[str, ...]


class Manuscript(Protocol):
    """A manuscript that was opened: it can be read, stripped of what is no text, and written again."""

    def paragraphs(self) -> list[Paragraph]:
        """The text, in order, paragraph by paragraph."""

    def words(self) -> Iterator[Run]:
        """All else that may hold words: attributes, targets of links, names of parts, bytes that nobody can read."""

    def unread(self) -> list[Run]:
        """Where something stands that cannot be read: pages of a scan (by number), files of a kind unknown here (by name)."""

    def pictures(self) -> list[Run]:
        """Where pictures stand (page or part): what is written in them is not read."""

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out what is no text and tells of people; what was taken out. `told`: whether a word names an author."""

    def save(self) -> bytes:
        """The file as it is now."""


def joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs of each paragraph as one: word processors cut a name wherever they like."""
    for (part, paragraph), each in groupby(runs, key=lambda run: (run.part, run.paragraph)):
        if paragraph:
            yield Run(part, paragraph, "".join(run.text for run in each))
        else:
            yield from each


__all__ = ["Change", "Comment", "Manuscript", "Paragraph", "Picture", "Run", "Zone", "joined"]
