"""What a journal did in a calendar year: what it published and how well, how long rounds and revisions took; each with its definition.

These are also the figures that the yearly inspection of journals (年度核验) asks for. `reports` has the cohorts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from journal.errors import Bilingual
from journal.office import production
from journal.office.records import Books
from journal.office.reports import Number, quartiles
from journal.office.said import local
from journal.office.workflow import Action

FIGURES: Mapping[str, tuple[Bilingual, Bilingual]] = {
    "issues": (
        Bilingual("出版期数", "issues"),
        Bilingual("该年有稿件随期出版的期数", "issues in which something was published in the year"),
    ),
    "articles": (
        Bilingual("出版篇数", "articles"),
        Bilingual("该年随期出版的稿件篇数", "manuscripts published in an issue in the year"),
    ),
    "online-first": (
        Bilingual("网络首发", "online first"),
        Bilingual("该年网络首发的稿件篇数", "manuscripts published online first in the year"),
    ),
    "retracted": (
        Bilingual("撤销论文", "retracted"),
        Bilingual("该年撤销的论文篇数", "papers retracted in the year"),
    ),
    "review-round": (
        Bilingual("外审一轮（天）", "a round of review (days)"),
        Bilingual(
            "自送出外审至该轮最后一份意见的天数；按送出的年计，无意见的轮次不计",
            "days from sending out to the round's last report; by the year of sending out, rounds without a report left out",
        ),
    ),
    "revision": (
        Bilingual("作者修改（天）", "a revision by the author (days)"),
        Bilingual(
            "自退修至修回的天数；按修回的年计", "days from the request to the revision; by the year of the revision"
        ),
    ),
    "acceptance-to-publication": (
        Bilingual("录用至出版（天）", "acceptance to publication (days)"),
        Bilingual(
            "该年随期出版各篇，自最后一次录用至首次出版（网络首发或随期）的天数",
            "of what was published in an issue in the year, days from the last acceptance to first publication, online or in an issue",
        ),
    ),
    "error-rate": (
        Bilingual("差错率（每万字）", "error rate (in 10,000 characters)"),
        Bilingual(
            "该年随期出版各篇，末次计数校次的差错数 ÷ 字数 × 10000",
            "of what was published in an issue in the year, errors ÷ characters × 10,000 at the last proof that was counted",
        ),
    ),
    "late-changes": (
        Bilingual("发排后改动", "late changes"),
        Bilingual(
            "该年随期出版各篇，付印文件与发排文件不同之处的总数；未经比对的，为登记的处数",
            "of what was published in an issue in the year, the places in which the file signed for press differs from the one "
            "released, all together; as entered, where none was compared",
        ),
    ),
    "reprints": (
        Bilingual("转载", "reprints"),
        Bilingual("该年登记的文摘转载次数", "reprints by digests noted in the year"),
    ),
}


def figures(books: Books, year: int) -> list[Number]:
    """The figures of a year, in the order of `FIGURES`; what began elsewhere (imports) is counted in none that lasts or is read."""
    began = _Began(books, year)
    rows = books.all("manuscript", id=set(began.published), order="id")
    rates = _rates(books, {row["id"] for row in rows})
    late = production.late_changes(books, [row["id"] for row in rows])
    counts = {
        "issues": len({row["placed"] for row in rows}),
        "articles": len(rows),
        "online-first": sum(
            row["online"] != "" and local(row["online"]).year == year for row in books.all("manuscript")
        ),
        "retracted": began.retracted,
        "late-changes": sum(one.counted for one in late),
        "reprints": sum(local(row["at"]).year == year for row in books.all("reprint")),
    }
    lasting = {
        "review-round": _rounds(books, year, began.elsewhere),
        "revision": began.revisions,
        "acceptance-to-publication": began.waits({row["id"]: row["online"] for row in rows}),
        "error-rate": rates,
    }
    return [
        Number(key, said, means, "", len(lasting[key]), None, *quartiles(lasting[key]), spread=True)
        if key in lasting
        else Number(key, said, means, "", counts[key])
        for key, (said, means) in FIGURES.items()
    ]


class _Began:
    """What the ledger says of a year: what was published, revised, retracted."""

    def __init__(self, books: Books, year: int) -> None:
        self.elsewhere = {row["id"] for row in books.all("origin", kind="manuscript")}
        self.published: dict[str, dt.date] = {}
        self.accepted: dict[str, dt.date] = {}
        self.revisions: list[float] = []
        self.retracted = 0
        asked: dict[str, dt.date] = {}
        kinds = {Action.PUBLISH, Action.ACCEPT, Action.ASK_MINOR, Action.ASK_MAJOR, Action.REVISE, Action.RETRACT}
        for event in books.events(kind={str(kind) for kind in kinds}):
            id, day = event.manuscript, local(event.at)
            if event.kind == Action.PUBLISH and day.year == year:
                self.published[id] = day
            elif event.kind == Action.ACCEPT:
                self.accepted[id] = day
            elif event.kind in (Action.ASK_MINOR, Action.ASK_MAJOR):
                asked[id] = day
            elif event.kind == Action.REVISE and id in asked and day.year == year:
                self.revisions.append((day - asked.pop(id)).days)
            elif event.kind == Action.RETRACT and day.year == year:
                self.retracted += 1

    def waits(self, online: Mapping[str, str]) -> list[float]:
        """Days from acceptance to first publication."""
        first = {id: min(filter(None, (self.published[id], local(at) if at else None))) for id, at in online.items()}
        return [(day - self.accepted[id]).days for id, day in first.items() if id in self.accepted]


def _rounds(books: Books, year: int, elsewhere: Iterable[str]) -> list[float]:
    last: dict[tuple[str, int], dt.date] = {}
    for row in books.all("review", cancelled=""):
        if row["submitted"]:
            key = (row["manuscript"], row["round"])
            last[key] = max(last.get(key, dt.date.min), local(row["submitted"]))
    opened = {
        (row["manuscript"], row["number"]): local(row["opened"])
        for row in books.all("round", cancelled="")
        if row["manuscript"] not in elsewhere
    }
    return [(last[key] - day).days for key, day in opened.items() if day.year == year and key in last]


def _rates(books: Books, ids: set[str]) -> list[float]:
    last: dict[tuple[str, str], Mapping[str, Any]] = {
        (row["manuscript"], row["language"]): row
        for row in sorted(books.all("proof", manuscript=ids), key=lambda row: row["number"])
        if row["characters"]
    }
    return [row["errors"] * 10_000 / row["characters"] for row in last.values()]


__all__ = ["FIGURES", "figures"]
