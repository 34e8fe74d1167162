"""RIS, for whoever keeps the article in a reference manager."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from journal.errors import Bilingual
from journal.model import Rendition
from journal.names import Name
from journal.outputs import PerArticle, Sources
from journal.references.citation import Citation, citations

FILE: Final = "citation.ris"
END: Final = "\r\n"  # RIS Format Specifications: each tag stands after a carriage return and a line feed


def make(rendition: Rendition, sources: Sources) -> Mapping[str, bytes]:
    """The file, one record for each full text."""
    return {FILE: END.join(_record(citation) for citation in citations(rendition)).encode()}


def _record(citation: Citation) -> str:
    return "".join(f"{tag}  - {text}{END}" for tag, text in _lines(citation))


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    for tag, values in TAGS:
        yield from ((tag, text) for text in values(citation) if text)
    yield "ER", ""


def _name(name: Name) -> str:
    """Family name, given name, suffix; a comma after a name that is not divided keeps readers from dividing it."""
    text = ", ".join(part for part in (name.family, name.given, name.suffix) if part)
    return f"{text}," if " " in text and "," not in text else text


# TY comes first; the other tags may come in any order.
TAGS: Final[tuple[tuple[str, Callable[[Citation], Iterable[str]]], ...]] = (
    ("TY", lambda c: ("JOUR",)),
    ("ID", lambda c: (c.key,)),
    ("AU", lambda c: map(_name, c.authors)),
    ("A4", lambda c: map(_name, c.translators)),
    ("TI", lambda c: (c.title,)),
    ("TT", lambda c: (" / ".join(c.other_titles),)),
    ("OP", lambda c: (c.original[1] if c.original else "",)),
    ("T2", lambda c: (c.journal,)),
    ("JF", lambda c: (c.journal,)),
    ("JA", lambda c: (c.abbreviation,)),
    ("PY", lambda c: (str(c.year or ""),)),
    ("DA", lambda c: (f"{c.date:%Y/%m/%d}" if c.date else "",)),
    ("VL", lambda c: (c.volume,)),
    ("IS", lambda c: (c.number,)),
    ("SP", lambda c: map(str, c.pages[:1])),
    ("EP", lambda c: map(str, c.pages[1:])),
    ("PB", lambda c: (c.publisher,)),
    ("SN", lambda c: (c.issn or "",)),
    ("DO", lambda c: (c.doi or "",)),
    ("UR", lambda c: (c.url,)),
    ("LA", lambda c: (c.language,)),
    ("AB", lambda c: (c.abstract,)),
    ("KW", lambda c: c.keywords),
)

OUTPUT = PerArticle("citation", Bilingual("RIS 引文", "RIS citation"), lambda article: (FILE,), make)
