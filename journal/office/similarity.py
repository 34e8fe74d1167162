"""What a text shares with the journal's own: back issues and open manuscripts, by sampled shingles; and services' reports.

A text is folded (letters and digits alone, one case), cut into runs of `LENGTH` characters, and of their hashes every
`SAMPLE`th by value is kept, so that two texts keep the same ones wherever they share a passage of a sentence or two. This
finds copies and earlier versions; it judges nothing, and replaces no service that searches the literature.
"""

from __future__ import annotations

import enum
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual, Misused
from journal.office import dossier
from journal.office.access import Sight, View
from journal.office.editorial import Desk, changed, insist
from journal.office.policy import FIGURES, over
from journal.office.records import Books
from journal.office.search import folded
from journal.office.workflow import CHIEF, DESK, IN_PRODUCTION, State

LENGTH = 12  # characters: a clause of Chinese, two words of English
SAMPLE = 8
ENOUGH = 0.15  # of a text's shingles: below, chance and quotations
FEWEST = 12  # shingles: of a shorter text nothing can be said
SAME = 0.5  # of a text in another by one of its authors: then it is probably one paper


class Kind(enum.StrEnum):
    """In what two texts are alike."""

    TEXT = "text"
    AUTHOR = "author"
    TITLE = "title"
    FILE = "file"


KINDS: Mapping[Kind, Bilingual] = {
    Kind.TEXT: Bilingual("文字相似", "shares text"),
    Kind.AUTHOR: Bilingual("同一作者，文字大半相同", "by the same author, mostly the same text"),
    Kind.TITLE: Bilingual("题名相同", "has the same title"),
    Kind.FILE: Bilingual("文件相同", "is the same file"),
}
DUPLICATE = frozenset({Kind.AUTHOR, Kind.TITLE, Kind.FILE})  # probably one paper submitted twice


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another text of the journal and how much of this one is in it, 0 to 1."""

    source: str  # an article's id, or a manuscript's number
    share: float


def shingles(text: str) -> frozenset[int]:
    """The sampled hashes of a text, 63 bits each."""
    hashes = (int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") >> 1 for run in _runs(text))
    return frozenset(one for one in hashes if one % SAMPLE == 0)


def _runs(text: str) -> Iterator[str]:
    folded = "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
    yield from (folded[start : start + LENGTH] for start in range(len(folded) - LENGTH + 1))


def carried(before: str, after: str, into: str) -> float | None:
    """How much of what `after` says and `before` does not stands in `into`, 0 to 1; None where hardly anything is new."""
    new = set(_runs(after)) - set(_runs(before))
    return len(new & set(_runs(into))) / len(new) if len(new) >= LENGTH // 2 else None


def remember(books: Books, source: str, text: str) -> None:
    """Keep the shingles of an article or a manuscript, in place of those of its earlier version."""
    books.remove("shingle", source=source)
    books.add_all("shingle", [{"source": source, "value": one} for one in sorted(shingles(text))])


def likenesses(books: Books, text: str, apart_from: str = "") -> list[Likeness]:
    """The journal's own texts that hold much of this one, the most alike first."""
    wanted = shingles(text)
    if len(wanted) < FEWEST:
        return []
    counts = books.counts("shingle", "source", value=wanted)
    found = [Likeness(source, number / len(wanted)) for source, number in counts.items() if source != apart_from]
    return sorted((one for one in found if one.share >= ENOUGH), key=lambda one: (-one.share, one.source))


@dataclass(frozen=True, slots=True)
class Found:
    """Another text of the journal, in what this one is like it, and how much of this one is in it."""

    source: str
    kind: Kind
    share: float | None = None


def compare(desk: Desk, id: str, text: str) -> tuple[Found, ...]:
    """Compare the present text of a manuscript with the journal's own and keep it to be compared with; what was found.

    `text` is what its files say, empty where they could not be read. What was found takes the place of what the last
    comparison found; no event says so, lest it tell of a manuscript that its reader may not know.
    """
    row = dossier.row(desk.books, id)
    found = tuple(dict.fromkeys([*_files(desk.books, row), *_titles(desk.books, row), *_texts(desk.books, row, text)]))
    if text:
        remember(desk.books, id, text)
    desk.books.remove("likeness", manuscript=id)
    desk.books.add_all(
        "likeness",
        [
            {"manuscript": id, "source": one.source, "kind": one.kind, "text": row["text"], "share": one.share, "at": desk.at}
            for one in found
        ],
    )  # fmt: skip
    return found


def _files(books: Books, row: Mapping[str, Any]) -> Iterator[Found]:
    own = {one["sha256"] for one in books.all("file", manuscript=row["id"], purpose="text", text=row["text"])}
    others = books.all("file", sha256=own, purpose="text", order="manuscript")
    yield from (Found(one["manuscript"], Kind.FILE) for one in others if one["manuscript"] != row["id"])


def _titles(books: Books, row: Mapping[str, Any]) -> Iterator[Found]:
    own = {folded(title) for title in row["titles"].values()} - {""}
    for title in sorted(own):
        for one in books.matching("manuscript", "search", title, 50):
            if one["id"] != row["id"] and own & {folded(other) for other in one["titles"].values()}:
                yield Found(one["id"], Kind.TITLE)


def _texts(books: Books, row: Mapping[str, Any], text: str) -> Iterator[Found]:
    authors = dossier.authors(books, row["id"])
    for one in likenesses(books, text, apart_from=row["id"]):
        if one.source != row["article"]:
            is_same = one.share >= SAME and bool(authors & _writers(books, one.source))
            yield Found(one.source, Kind.AUTHOR if is_same else Kind.TEXT, round(one.share, 3))


def _writers(books: Books, source: str) -> frozenset[str]:
    """Who wrote a text, as far as the office knows."""
    known = books.one("manuscript", id=source) or books.one("manuscript", article=source)
    return dossier.authors(books, known["id"]) if known else frozenset()


def learn(books: Books, article: str, text: str) -> None:
    """Keep a published article to be compared with, in place of its manuscript."""
    remember(books, article, text)
    for row in books.all("manuscript", article=article):
        books.remove("shingle", source=row["id"])


def of(books: Books, sight: Sight, rows: Iterable[Mapping[str, Any]], *kinds: Kind) -> list[dict[str, Any]]:
    """The likenesses found for these manuscripts or, later, of others to them, as far as somebody may see both.

    Each row says for `manuscript` what its `source` is. Who may not read a record learns of it by no likeness.
    """
    ids = {row["id"] for row in rows}
    wanted: dict[str, Any] = {"kind": set(kinds or Kind)}
    found = books.all("likeness", manuscript=ids, **wanted)
    back = [
        {**one, "manuscript": one["source"], "source": one["manuscript"]}
        for one in books.all("likeness", source=ids, **wanted)
    ]
    known = {(one["manuscript"], one["source"], one["kind"]): one for one in [*back, *found]}
    manuscripts = {one[side] for one in known.values() for side in ("manuscript", "source")}
    others = {row["id"]: row for row in books.all("manuscript", id=manuscripts)}
    open_ = {row["id"] for row in sight.among(others.values(), View.WHOLE)}
    shown = [
        one
        for one in known.values()
        if one["manuscript"] in open_ and (one["source"] in open_ or one["source"] not in others)
    ]
    return sorted(shown, key=lambda one: (one["manuscript"], -(one["share"] or 1), one["source"], one["kind"]))


# ---------------------------------------------------------------- what services report


def stage(row: Mapping[str, Any]) -> str:
    """At which of the STAGES a manuscript is."""
    if State(row["state"]) in IN_PRODUCTION:
        return "press"
    return "revision" if row["text"] > 1 else "submission"


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
        stage=stage(row), **figures,
    )  # fmt: skip
    data = {"system": system, "date": date, "text": row["text"], "stage": stage(row), "sha256": sha256, **figures}
    changed(desk, row, "similarity", data)
    return tuple(over(desk.policies, figures))


def waive(desk: Desk, id: str, reason: str) -> None:
    """Let the present text pass in spite of reports over the limits, for a reason; NoRight, Misused if there is none."""
    row = dossier.row(desk.books, id)
    insist(desk, row, CHIEF | DESK, Bilingual("放行查重超限的稿件", "let a text over the limits of similarity pass"))
    if not reason.strip():
        raise Misused(Bilingual("请写明理由。", "Give the reason."))
    reports = desk.books.all("similarity", manuscript=id, text=row["text"], waiver="")
    passing = [one["id"] for one in reports if any(over(desk.policies, one))]
    if not passing:
        raise Misused(Bilingual("现稿没有超限的查重结果。", "No report on the present text is over the limits."))
    desk.books.change("similarity", {"id": passing}, waiver=reason, waived_by=desk.who.person)
    changed(desk, row, "similarity-waive", {"reports": passing, "text": row["text"]})


__all__ = [
    "DUPLICATE", "ENOUGH", "FIGURES", "KINDS", "Found", "Kind", "Likeness", "compare", "learn", "likenesses", "of", "remember",
    "report", "shingles", "stage", "waive",
]  # fmt: skip
