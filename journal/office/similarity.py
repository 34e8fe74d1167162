"""What a text shares with the journal's own: back issues and open manuscripts, by sampled shingles; and services' reports.

A text is folded (letters and digits alone, one case), cut into runs of `LENGTH` characters, and of their hashes every
`SAMPLE`th by value is kept, so that two texts keep the same ones wherever they share a passage of a sentence or two. This
finds copies and earlier versions; it judges nothing, and replaces no service that searches the literature.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual, Misused
from journal.office import dossier
from journal.office.editorial import Desk, changed
from journal.office.policy import Policies
from journal.office.records import Books

LENGTH = 12  # characters: a clause of Chinese, two words of English
SAMPLE = 8
ENOUGH = 0.15  # of a text's shingles: below, chance and quotations
FIGURES: Mapping[str, Bilingual] = {
    "total": Bilingual("总文字复制比", "total"),
    "without_quotations": Bilingual("去除引用", "without quotations"),
    "without_own": Bilingual("去除本人已发表", "without the author's own"),
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another text of the journal and how much of this one is in it, 0 to 1."""

    source: str  # an article's id, or a manuscript's number
    share: float


def shingles(text: str) -> frozenset[int]:
    """The sampled hashes of a text, 63 bits each."""
    folded = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    hashes = (
        int.from_bytes(hashlib.blake2b(folded[start : start + LENGTH].encode(), digest_size=8).digest(), "big") >> 1
        for start in range(len(folded) - LENGTH + 1)
    )
    return frozenset(one for one in hashes if one % SAMPLE == 0)


def remember(books: Books, source: str, text: str) -> None:
    """Keep the shingles of an article or a manuscript, in place of those of its earlier version."""
    books.remove("shingle", source=source)
    books.add_all("shingle", [{"source": source, "value": one} for one in sorted(shingles(text))])


def likenesses(books: Books, text: str, apart_from: str = "") -> list[Likeness]:
    """The journal's own texts that hold much of this one, the most alike first."""
    wanted = shingles(text)
    if not wanted:
        return []
    counts = books.counts("shingle", "source", value=wanted)
    found = [Likeness(source, number / len(wanted)) for source, number in counts.items() if source != apart_from]
    return sorted((one for one in found if one.share >= ENOUGH), key=lambda one: (-one.share, one.source))


def report(
    desk: Desk, id: str, system: str, date: str, figures: Mapping[str, float], sha256: str = ""
) -> tuple[Bilingual, ...]:
    """Record what a service found in the present text (percent by figure); what passes the journal's limits is returned.

    Misused for a figure that is none, or a date in the future.
    """
    if unknown := set(figures) - set(FIGURES):
        raise Misused(Bilingual(f"没有“{min(unknown)}”这项。", f"There is no figure “{min(unknown)}”."))
    if any(not 0 <= value <= 100 for value in figures.values()):
        raise Misused(Bilingual("复制比为0至100。", "A figure is 0 to 100 percent."))
    if date > desk.at[:10]:
        raise Misused(Bilingual("检测日期在将来。", "The date of the report is in the future."))
    row = dossier.row(desk.books, id)
    desk.books.add(
        "similarity", manuscript=id, text=row["text"], system=system, date=date, sha256=sha256, by=desk.who.person, at=desk.at,
        **figures,
    )  # fmt: skip
    changed(desk, row, "similarity", {"system": system, "date": date, "text": row["text"], "sha256": sha256, **figures})
    return tuple(over(desk.policies, figures))


def over(policies: Policies, figures: Mapping[str, Any]) -> Iterable[Bilingual]:
    """The figures that pass the journal's limits, said with both numbers."""
    for name, limit in policies.similarity.items():
        value = figures.get(name)
        if value is not None and value > limit:
            said = FIGURES[name]
            yield Bilingual(f"{said.zh} {value:g}% 超过 {limit:g}%", f"{said.en} {value:g} % is over {limit:g} %")


__all__ = ["ENOUGH", "FIGURES", "Likeness", "likenesses", "over", "remember", "report", "shingles"]
