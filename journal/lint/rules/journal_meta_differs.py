"""文件里的刊物信息与 journal.toml 不同。 What the file says of the journal differs from journal.toml.

刊名、刊号以 `journal.toml` 为准，成品由它写入；文件中另有一套的，多半来自别的刊物，或已过时。
Title and numbers of the journal come from `journal.toml`, which every product is made with; a file that says otherwise
was made for another journal, or long ago.

反例 Anti-pattern

    <journal-meta>
      <journal-id journal-id-type="publisher-id">another-review</journal-id>
      <issn publication-format="print">1234-5679</issn>
    </journal-meta>

正例 Best practice

    <journal-meta>
      <journal-id journal-id-type="publisher-id">human-rights</journal-id>
      <issn publication-format="print">0000-0000</issn>
    </journal-meta>

依据 Source: `journal.toml`; JATS `<journal-meta>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.lint.source import Spot
from journal.model import Journal


def check(context: Context) -> Iterator[Found]:
    """Each part of journal-meta that journal.toml does not say."""
    allowed = _said(context.journal)
    for spot in context.source.all("journal-id", "issn", "issn-l", "journal-title"):
        text = " ".join(spot.node.text().split())
        is_ours = spot.inside({"journal-meta"}) and not _is_anothers(spot)
        if is_ours and text and text not in allowed[spot.tag]:
            yield found(spot, tag=spot.tag, text=text, own=" / ".join(sorted(allowed[spot.tag])))


def _said(journal: Journal) -> dict[str, set[str]]:
    numbers = {str(number) for edition in journal.editions for number in (edition.issn, edition.eissn) if number}
    titles = {*journal.titles.values(), *(edition.title for edition in journal.editions)}
    return {"journal-id": {journal.id}, "issn": numbers, "issn-l": numbers, "journal-title": titles}


def _is_anothers(spot: Spot) -> bool:
    """Whether it is the name that an index gives the journal: that of PubMed and the like is no concern of ours."""
    return spot.tag == "journal-id" and spot.get("journal-id-type") not in ("", "publisher-id", "publisher")


RULE = Rule(
    "journal-meta-differs",
    Level.WARNING,
    check,
    zh="<{tag}> 是“{text}”，而 journal.toml 是“{own}”。",
    en="<{tag}> is “{text}”, but journal.toml says “{own}”.",
    fix_zh="请改正其中之一；成品以 journal.toml 为准。",
    fix_en="Correct one of the two; every product goes by journal.toml.",
)
