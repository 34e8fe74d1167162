"""BibTeX, for whoever cites the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from journal.errors import Bilingual
from journal.ids import Language
from journal.model import Rendition
from journal.names import Name, bibtex
from journal.outputs import PerArticle, Sources
from journal.references.citation import Citation, citations

FILE: Final = "citation.bib"

# What TeX would take for an order. A brace counts for BibTeX even behind a backslash, so it becomes a word.
_TEX: Final = str.maketrans(
    {
        **{character: f"\\{character}" for character in "#$%&_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_VERBATIM: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})  # addresses are read as they stand
_WORD: Final = re.compile("[0-9A-Za-z\u00c0-\u024f]+")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()

# The languages as babel calls them; any other by its tag, which biblatex passes over.
_BABEL: Final = {
    "ar": "arabic",
    "bo": "tibetan",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "ja": "japanese",
    "ko": "korean",
    "mn": "mongolian",
    "ru": "russian",
    "ug": "uyghur",
    "zh": "chinese",
}


def make(rendition: Rendition, sources: Sources) -> Mapping[str, bytes]:
    """The file, one entry for each full text."""
    return {FILE: "\n".join(_entry(citation) for citation in citations(rendition)).encode()}


def _entry(citation: Citation) -> str:
    said = ((name, value(citation)) for name, value in FIELDS)
    return f"@article{{{citation.key},\n" + "".join(f"  {name} = {text},\n" for name, text in said if text) + "}\n"


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _text(text: object) -> str:
    return _braced(str(text or "").translate(_TEX))


def _title(text: str) -> str:
    """A title whose UN, iPhone and Part B stay so in a style that makes all letters small."""
    return _braced(_WORD.sub(_kept, text.translate(_TEX)))


def _kept(match: re.Match[str]) -> str:
    word = match[0]
    plain = word == "A" or (word[1:] or word) == (word[1:] or word).lower()
    return word if plain else _braced(word)


def _names(names: Iterable[Name]) -> str:
    return _braced(" and ".join(map(_name, names)))


def _name(name: Name) -> str:
    """A name that has no comma is in braces, so that nobody looks for its parts."""
    text = bibtex(name)
    return text if ", " in text or text.startswith("{") else _braced(text)


def _month(citation: Citation) -> str:
    return _MONTHS[citation.date.month - 1] if citation.date else ""  # a name that every style knows: no braces


def _babel(language: Language) -> str:
    return _text(_BABEL.get(language.primary, language))


# biblatex reads them all, BibTeX's own styles and Zotero what they know; titleaddon is what biblatex prints beside a title.
FIELDS: Final[tuple[tuple[str, Callable[[Citation], str]], ...]] = (
    ("author", lambda c: _names(c.authors)),
    ("title", lambda c: _title(c.title)),
    ("titleaddon", lambda c: _title(" / ".join(c.other_titles))),
    ("translator", lambda c: _names(c.translators)),
    ("origtitle", lambda c: _title(c.original[1]) if c.original else ""),
    ("origlanguage", lambda c: _babel(c.original[0]) if c.original else ""),
    ("journal", lambda c: _text(c.journal)),
    ("shortjournal", lambda c: _text(c.abbreviation)),
    ("year", lambda c: _text(c.year)),
    ("month", _month),
    ("volume", lambda c: _text(c.volume)),
    ("number", lambda c: _text(c.number)),
    ("pages", lambda c: _text("--".join(map(str, c.pages)))),
    ("pubstate", lambda c: _text("prepublished") if c.online_first else ""),
    ("publisher", lambda c: _text(c.publisher)),
    ("issn", lambda c: _text(c.issn)),
    ("doi", lambda c: _braced((c.doi or "").translate(_VERBATIM))),
    ("url", lambda c: _braced(c.url.translate(_VERBATIM))),
    ("langid", lambda c: _babel(c.language)),
    ("abstract", lambda c: _text(c.abstract)),
    ("keywords", lambda c: _text(c.keyword_line)),
)

OUTPUT = PerArticle("citation", Bilingual("BibTeX 引文", "BibTeX citation"), lambda article: (FILE,), make)
