"""A paper that authors and referees show to others, a notice of acceptance or a certificate, as HTML on the journal's letterhead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jinja2

from journal.errors import BadFile, Bilingual, Place
from journal.html.article import environment
from journal.ids import Language
from journal.model import House, Journal

STYLE = "papers/paper.css"


def paper_page(journal: Journal, house: House, kind: str, language: Language, facts: Mapping[str, Any]) -> str:
    """The paper of this kind as one HTML document; in English, where the house has no template of it in `language`. BadFile."""
    name = f"papers/{kind}.{language}.html"
    template = name if name in dict(house.templates) else f"papers/{kind}.en.html"
    others = [{"language": tag, "text": text} for tag, text in journal.titles.items() if text != facts["journal"]]
    said = {
        "language": str(language),
        "others": others,
        "specimen": journal.specimen.best(language) or "",
        "foot": "　".join(_foot(journal, language)),
    }
    try:
        return environment(house).get_template(template).render({**facts, **said})
    except jinja2.TemplateError as error:  # the journal's own, mostly
        raise BadFile(
            Place(f"templates/{template}", getattr(error, "lineno", None) or 0),
            Bilingual(f"模板有错（{error}）。", f"it is no template that can be filled in ({error})."),
            Bilingual(
                "请改正模板；删去本刊自己的文件即用程序所带的。",
                "Mend it; without a file of its own the journal has the packaged one.",
            ),
        ) from None


def _foot(journal: Journal, language: Language) -> Iterator[str]:
    """By what the journal can be known: its numbers, its publisher, its address."""
    edition = next((one for one in journal.editions if one.language == language), journal.editions[0])
    yield f"ISSN {edition.issn}"
    if edition.cn:
        yield str(edition.cn)
    yield from filter(None, (journal.publisher.best(language), journal.site))


__all__ = ["STYLE", "paper_page"]
