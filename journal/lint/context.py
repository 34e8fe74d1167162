"""What a rule may know: facts, the file they were read from, and what lies above this package, handed in as data."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from journal.ids import Language
from journal.lint.source import Source, Spot
from journal.model import Article, House, Issue, Journal

# Scholarly kinds (JATS article-type), which indexers take only with abstract and keywords.
ABSTRACTED = frozenset({"research-article", "review-article", "case-report", "brief-report", "rapid-communication"})
FRONT_MATTER = "front_matter"  # the policy in journal.toml that names the languages, as in "zh en"


@dataclass(frozen=True, slots=True)
class Home:
    """What a rule about the whole home may know: the journal, its house style, and the articles' facts."""

    journal: Journal
    house: House
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True)
class Context:
    """What a rule about one article may know.

    What the article says is asked of `article`, where it says it of `source`; both are readings of the same bytes, and a
    body is no third one, because `source` holds it with its lines. Fonts and pages are made above this package:
    the code points that a font has and the names that a page can show come in as data, so that no rule imports upward
    and a test hands in a set. `files` may hold the beginning of each file alone.
    """

    journal: Journal
    article: Article
    source: Source
    files: Mapping[str, bytes]  # beside article.xml: name, and its first bytes (a kilobyte is enough)
    known: frozenset[str]  # the elements that a page can show (html.body.KNOWN)
    hidden: frozenset[str]  # those of them whose text it does not print (html.body.HIDDEN)
    coverage: Mapping[str, frozenset[int]] = field(default_factory=dict)  # font family → its code points
    issue: Issue | None = None

    @functools.cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages in which title, abstract, keywords and affiliations must stand, the article's own first.

        They are those of the policy `front_matter`, else of all editions; and those in which there is a full text.
        """
        policy = dict(self.journal.policies).get(FRONT_MATTER, "").split()
        wanted = [tag for tag in self.journal.languages if tag in policy or not policy]
        return tuple(dict.fromkeys((self.article.language, *self.article.full_text, *wanted)))

    @property
    def is_scholarly(self) -> bool:
        """Whether it is of a kind that carries an abstract and keywords."""
        return self.article.kind in ABSTRACTED

    def in_language(self, language: str, tag: str) -> Spot | None:
        """The first `tag` in a language; the first of all, where none is."""
        return next((spot for spot in self.source.all(tag) if spot.language == language), self.source.first(tag))

    def saying(self, text: str, *tags: str) -> Spot | None:
        """The first element with one of `tags` that holds a text; the root, where none does."""
        spots = (spot for tag in tags for spot in self.source.all(tag) if text in spot.node.text())
        return next(spots, self.source.root)
