"""An article's file as rules see it: each element with its line and language, and all its text as one string."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from journal.jats import read
from journal.jats.nodes import Element, node
from journal.model import Node

PARTS = frozenset({"article", "sub-article", "response"})
TRANSLATION = "translation"
TEXTS = frozenset({"body", "back", "floats-group"})
RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ks ps sd syr ug ur yi".split())
# What no reader reads as prose: a rule about wording leaves it alone.
VERBATIM = frozenset({"tex-math", "mml:math", "code", "preformat"})
# Text goes on through these; at the edge of any other element it is broken off.
INLINE = frozenset(
    "bold italic sub sup sc underline overline strike monospace roman sans-serif ruby rb rt named-content styled-content "
    "abbrev xref ext-link uri email mixed-citation string-name name surname given-names person-group collab etal source "
    "year month day date-in-citation volume issue fpage lpage page-range article-title chapter-title part-title "
    "data-title trans-source publisher-name publisher-loc edition series comment conf-name conf-date conf-loc version "
    "std gov patent role annotation pub-id size institution institution-wrap city country postal-code".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What has a text of its own: the article, a translation of it, another sub-article, a response."""

    node: Node
    language: str
    is_full_text: bool  # of the article itself: in its own language, or translated


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """An element where it stands: its language, the part it belongs to, and what holds it."""

    node: Node
    language: str
    part: Part
    parent: Spot | None = field(default=None, repr=False)

    @property
    def tag(self) -> str:
        """The element's name."""
        return self.node.tag

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.node.line

    @property
    def primary(self) -> str:
        """Its language without script and region: zh for zh-Hans."""
        return self.language.split("-", 1)[0].lower()

    @property
    def is_right_to_left(self) -> bool:
        """Whether its language is written from right to left."""
        return self.primary in RIGHT_TO_LEFT

    def get(self, name: str) -> str:
        """An attribute's value, or ""."""
        return self.node.get(name)

    def inside(self, tags: Collection[str]) -> bool:
        """Whether it, or anything that holds it, is one of `tags`."""
        return self.tag in tags or (self.parent is not None and self.parent.inside(tags))


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of text that a pattern found: what it says, its line, the element it begins in."""

    text: str
    line: int
    spot: Spot


@dataclass(frozen=True)
class Source:
    """The whole file. It is read once, so that a rule costs no walk through the tree of its own.

    `Source()` is no file: with it, rules find what the facts alone tell them, without lines.
    """

    spots: tuple[Spot, ...] = ()
    parts: tuple[Part, ...] = ()
    text: str = ""
    runs: tuple[tuple[int, int, Spot], ...] = ()  # where in `text` each run of it begins, its line, its element

    @classmethod
    def of(cls, data: bytes | Element, path: str) -> Source:
        """The source that an article.xml is, from its bytes or from what `jats.read.root` made of them."""
        indexed = _Index()
        indexed.element(node(read.root(data, path) if isinstance(data, bytes) else data), "en", None, None)
        return cls(tuple(indexed.spots), tuple(indexed.parts), "".join(indexed.pieces), tuple(indexed.runs))

    def all(self, *tags: str) -> Iterator[Spot]:
        """The elements with one of `tags`, in the order of the file."""
        if len(tags) == 1:
            return iter(self._by_tag.get(tags[0], ()))
        return (spot for spot in self.spots if spot.tag in tags)

    @property
    def root(self) -> Spot | None:
        """The article element."""
        return self.spots[0] if self.spots else None

    def first(self, *tags: str) -> Spot | None:
        """The first element with the first of `tags` that the file has; the root if it has none of them."""
        return next((self._by_tag[tag][0] for tag in tags if tag in self._by_tag), self.root)

    @functools.cached_property
    def ids(self) -> dict[str, list[Spot]]:
        """The elements that carry each id: more than one where an id stands twice."""
        found: dict[str, list[Spot]] = {}
        for spot in self.spots:
            for name, value in spot.node.attrs:
                if name == "id" and value:
                    found.setdefault(value, []).append(spot)
        return found

    def find(self, pattern: re.Pattern[str], skip: Collection[str] = VERBATIM) -> Iterator[Hit]:
        """Where the text matches, but for text inside one of `skip`."""
        for match in pattern.finditer(self.text):
            start, line, spot = self.runs[bisect.bisect_right(self._starts, match.start()) - 1]
            if not spot.inside(skip):
                yield Hit(match[0], line + self.text.count("\n", start, match.start()), spot)

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self.runs]

    @functools.cached_property
    def _by_tag(self) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = {}
        for spot in self.spots:
            found.setdefault(spot.tag, []).append(spot)
        return found


class _Index:
    """Spots, parts and text while the tree is walked."""

    def __init__(self) -> None:
        self.spots: list[Spot] = []
        self.parts: list[Part] = []
        self.pieces: list[str] = []
        self.runs: list[tuple[int, int, Spot]] = []
        self.length = 0

    def element(self, node: Node, language: str, part: Part | None, parent: Spot | None) -> int:
        """Index an element with all it holds; the line on which it ends."""
        language = node.get("xml:lang") or language
        if part is None or node.tag in PARTS:
            part = Part(node, language, part is None or node.get("article-type") == TRANSLATION)
            self.parts.append(part)
        spot = Spot(node, language, part, parent)
        self.spots.append(spot)
        self._edge(node, spot)
        line = node.line
        for child in node.children:
            if isinstance(child, str):
                self._run(child, line, spot)
                line += child.count("\n")
            else:
                line = self.element(child, language, part, spot)
        self._edge(node, spot)
        return line

    def _edge(self, node: Node, spot: Spot) -> None:
        if node.tag not in INLINE and not (self.pieces and self.pieces[-1].isspace()):
            self._run("\n", node.line, spot)

    def _run(self, text: str, line: int, spot: Spot) -> None:
        self.runs.append((self.length, line, spot))
        self.pieces.append(text)
        self.length += len(text)
