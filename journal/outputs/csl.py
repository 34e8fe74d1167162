"""CSL-JSON, for whoever cites the article with a citation processor."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Final

from journal.errors import Bilingual
from journal.model import Rendition
from journal.names import csl
from journal.outputs import PerArticle, Sources
from journal.references.citation import Citation, citations

FILE: Final = "citation.json"


def make(rendition: Rendition, sources: Sources) -> Mapping[str, bytes]:
    """The file: an array with one item for each full text."""
    items = [_item(citation) for citation in citations(rendition)]
    return {FILE: (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()}


def _item(citation: Citation) -> dict[str, object]:
    said = ((name, value(citation)) for name, value in VARIABLES)
    return {name: value for name, value in said if value}


def _issued(year: int | None, date: dt.date | None) -> object:
    parts = (date.year, date.month, date.day) if date else (year,) if year else ()
    return {"date-parts": [list(parts)]} if parts else None


# CSL 1.0.2 has original-title for what a translation was made from, and nothing for the reverse (translated-title was
# taken out before it came out): that stands in `note`, as a line of the form that Zotero and citeproc-js look for there.
VARIABLES: Final[tuple[tuple[str, Callable[[Citation], object]], ...]] = (
    ("id", lambda c: c.key),
    ("type", lambda c: "article-journal"),
    ("language", lambda c: c.language),
    ("title", lambda c: c.title),
    ("original-title", lambda c: c.original[1] if c.original else ""),
    ("author", lambda c: [csl(name) for name in c.authors]),
    ("translator", lambda c: [csl(name) for name in c.translators]),
    ("container-title", lambda c: c.journal),
    ("container-title-short", lambda c: c.abbreviation),
    ("issued", lambda c: _issued(c.year, c.date)),
    ("volume", lambda c: c.volume),
    ("issue", lambda c: c.number),
    ("page", lambda c: "-".join(map(str, c.pages))),
    ("status", lambda c: "advance online publication" if c.online_first else ""),
    ("publisher", lambda c: c.publisher),
    ("ISSN", lambda c: c.issn),
    ("DOI", lambda c: c.doi),
    ("URL", lambda c: c.url),
    ("abstract", lambda c: c.abstract),
    ("keyword", lambda c: c.keyword_line),
    ("note", lambda c: "\n".join(f"translated-title: {title}" for title in c.other_titles)),
)

OUTPUT = PerArticle("citation", Bilingual("CSL-JSON 引文", "CSL-JSON citation"), lambda article: (FILE,), make)
