"""The plan of an issue: what is due when, counted back from the issue day; topics, stock by column, and the budget of pages."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from journal.errors import BadFile, Bilingual, Place
from journal.office import commissions, production
from journal.office.commissions import Topic
from journal.office.records import Books
from journal.office.workflow import BEFORE_ACCEPTANCE, IN_PRODUCTION, State


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way to an issue: how many days before the issue day, and the states of a paper that is past it."""

    name: str
    days: int
    said: Bilingual
    past: frozenset[State] = frozenset()


_WAY = (*IN_PRODUCTION, State.PUBLISHED)


def _from(state: State) -> frozenset[State]:
    """The state and all that follow it on the straight way."""
    return frozenset(_WAY[_WAY.index(state) :])


MILESTONES: tuple[Milestone, ...] = (
    Milestone("topics", 180, Bilingual("选题确定", "topics decided")),
    Milestone("commissions", 165, Bilingual("约稿发出", "papers commissioned")),
    Milestone("manuscripts", 120, Bilingual("来稿截止", "manuscripts in")),
    Milestone("acceptance", 60, Bilingual("三审完成、录用", "three readings done, accepted"), _from(State.ACCEPTED)),
    Milestone("release", 45, Bilingual("发排", "released to typesetting"), _from(State.FIRST_PROOF)),
    Milestone("first-proof", 37, Bilingual("一校完成", "first proof done"), _from(State.SECOND_PROOF)),
    Milestone("second-proof", 29, Bilingual("二校完成", "second proof done"), _from(State.THIRD_PROOF)),
    Milestone("third-proof", 21, Bilingual("三校完成", "third proof done"), _from(State.CLEAN_PROOF)),
    Milestone("signature", 14, Bilingual("签字付印", "signed for press"), _from(State.SIGNED)),
    Milestone("publication", 0, Bilingual("出版", "published"), frozenset({State.PUBLISHED})),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """The journal's paper: pages of one 印张, 印张 of one issue, characters of one page; 0: nobody has said."""

    pages_a_sheet: int = 16
    sheets: float = 0
    characters_a_page: int = 1300


@dataclass(frozen=True, slots=True)
class Rules:
    """What `[policies]` of journal.toml says of planning."""

    milestones: tuple[Milestone, ...] = MILESTONES
    paper: Paper = Paper()


def rules(pairs: Iterable[tuple[str, str]]) -> Rules:
    """The rules that `[policies]` sets: `plan_topics_days`, `pages_a_sheet`, `issue_sheets`, `page_characters`; BadFile."""
    said = dict(pairs)
    days = [(one, _number(said, f"plan_{one.name.replace('-', '_')}_days", one.days)) for one in MILESTONES]
    for (earlier, before), (later, after) in itertools.pairwise(days):
        if before < after:
            raise _bad(f"plan_{later.name.replace('-', '_')}_days", after, f"0 – {before} ({earlier.name})")
    milestones = tuple(Milestone(one.name, int(count), one.said, one.past) for one, count in days)
    paper = Paper(
        int(_number(said, "pages_a_sheet", 16, least=1)), _number(said, "issue_sheets", 0),
        int(_number(said, "page_characters", 1300, least=1)),
    )  # fmt: skip
    return Rules(milestones, paper)


def _number(said: Mapping[str, str], name: str, usual: float, least: float = 0) -> float:
    try:
        value = float(said.get(name, usual))
    except ValueError:
        raise _bad(name, said[name], "45") from None
    if not (math.isfinite(value) and value >= least):
        raise _bad(name, said[name], f"≥ {least:g}")
    return value


def _bad(name: str, value: object, known: str) -> BadFile:
    return BadFile(
        Place("journal.toml", 0, f"policies.{name}"),
        Bilingual(f"“{value}”不能用。", f"“{value}” cannot be used."),
        Bilingual(f"可用：{known}。", f"It may be: {known}."),
    )


# ---------------------------------------------------------------- the plan


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone of an issue: its day, whether that is past, and the issue's papers that are not yet so far."""

    milestone: str
    said: Bilingual
    day: dt.date
    past: bool
    waiting: tuple[str, ...]

    @property
    def late(self) -> bool:
        """Whether something should have been done by now."""
        return self.past and bool(self.waiting)


@dataclass(frozen=True, slots=True)
class Stock:
    """Accepted papers of a column that stand in no issue, the longest accepted first, and what is still being judged."""

    column: str
    ready: tuple[str, ...]
    pages: float
    under_review: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Pages and 印张 that the issue's papers take, beside what it has; papers of unknown length are not counted."""

    pages: float
    sheets: float
    allowed: float  # 印张; 0: nobody has said
    unknown: tuple[str, ...]

    @property
    def left(self) -> float | None:
        """印张 that are left, below zero if there are too many papers; None where nobody has said how many there are."""
        return self.allowed - self.sheets if self.allowed else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an issue."""

    issue: str
    day: dt.date
    steps: tuple[Step, ...]
    topics: tuple[Topic, ...]
    papers: tuple[str, ...]
    budget: Budget
    stock: tuple[Stock, ...]


def plan(books: Books, issue: str, day: dt.date, today: dt.date, rules: Rules) -> Plan:
    """The plan of an issue as it stands today."""
    placed = books.all("manuscript", placed=issue, order="id")
    papers = [row for row in placed if row["state"] in _WAY]
    topics = commissions.topics(books, today, issue)
    return Plan(
        issue, day, tuple(_step(one, day, today, papers, topics) for one in rules.milestones), topics,
        tuple(row["id"] for row in papers), _budget(books, papers, rules.paper), stock(books, rules.paper),
    )  # fmt: skip


def _step(
    milestone: Milestone, day: dt.date, today: dt.date, papers: list[dict[str, Any]], topics: tuple[Topic, ...]
) -> Step:
    due = day - dt.timedelta(days=milestone.days)
    waiting = tuple(row["id"] for row in papers if milestone.past and row["state"] not in milestone.past)
    return Step(milestone.name, milestone.said, due, due < today, waiting or _open_topics(milestone.name, topics))


def _open_topics(name: str, topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """The topics (#3) that stand in the way of the steps before there are papers."""
    if name == "topics":
        return tuple(f"#{one.number}" for one in topics if one.status == "proposed")
    live = [one for one in topics if one.status == "approved"]
    if name == "commissions":
        return tuple(f"#{one.number}" for one in live if not one.commissions and not one.manuscripts)
    if name == "manuscripts":
        return tuple(f"#{one.number}" for one in live if one.waiting)
    return ()


def stock(books: Books, paper: Paper = Paper()) -> tuple[Stock, ...]:
    """The stock of accepted papers, and what is still being judged, by column."""
    rows = books.all("manuscript", state=set(IN_PRODUCTION), placed="", order="since")
    judged = books.counts("manuscript", "column", state=set(BEFORE_ACCEPTANCE))
    pages = lengths(books, rows, paper)
    columns = sorted({row["column"] for row in rows} | set(judged))
    return tuple(
        Stock(
            column,
            tuple(row["id"] for row in rows if row["column"] == column),
            sum(pages.get(row["id"], 0) for row in rows if row["column"] == column),
            judged.get(column, 0),
        )
        for column in columns
    )


def lengths(books: Books, rows: Iterable[Mapping[str, Any]], paper: Paper) -> dict[str, float]:
    """The pages of manuscripts whose length is known."""
    known = characters(books, rows)
    return {id: math.ceil(number / paper.characters_a_page) for id, number in known.items()}


def characters(books: Books, rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The characters of manuscripts whose length is known: counted at a proof, else as the author form said (`characters`)."""
    rows = list(rows)
    counted = {
        row["manuscript"]: row["characters"]
        for row in sorted(books.all("proof", manuscript={row["id"] for row in rows}), key=lambda row: row["number"])
        if row["characters"] and not row["language"]
    }
    said = {row["id"]: counted.get(row["id"]) or row["more"].get("characters") for row in rows}
    return {id: int(number) for id, number in said.items() if number}


def _budget(books: Books, rows: list[dict[str, Any]], paper: Paper) -> Budget:
    """Whole papers begin on a page of their own; sheets are told in quarters, as printers cut them."""
    pages = lengths(books, rows, paper)
    total = sum(pages.values())
    sheets = math.ceil(total / paper.pages_a_sheet * 4) / 4
    return Budget(total, sheets, paper.sheets, tuple(row["id"] for row in rows if row["id"] not in pages))


# ---------------------------------------------------------------- sheets


@dataclass(frozen=True, slots=True)
class Line:
    """A paper on the sheet that goes to the typesetter (发稿单) or the printer (付印单)."""

    manuscript: str
    titles: Mapping[str, str]
    column: str
    authors: tuple[str, ...]
    state: str
    signatures: tuple[tuple[str, str, str], ...]  # reading, person, at
    released: str
    signed: str
    pages: float | None
    late_changes: int
    rates: tuple[tuple[int, float], ...]  # proof, errors in 10,000 characters


def sheet(books: Books, issue: str, rules: Rules) -> tuple[Line, ...]:
    """What stands on the sheets of an issue: one line a paper, in the order of columns and numbers."""
    rows = sorted(books.all("manuscript", placed=issue, state=set(_WAY)), key=lambda row: (row["column"], row["id"]))
    ids = {row["id"] for row in rows}
    pages = lengths(books, rows, rules.paper)
    late = {one.manuscript: one for one in production.late_changes(books, ids)}
    last: dict[tuple[str, str], str] = {
        (event.manuscript, event.kind): event.at
        for event in books.events(manuscript=ids, kind={"release", "sign-for-press"})
    }
    of = {table: _by(books, table, ids) for table in ("authorship", "signature", "proof")}
    return tuple(
        Line(
            row["id"], row["titles"], row["column"],
            tuple(one["person"] for one in sorted(of["authorship"].get(row["id"], ()), key=lambda one: one["position"])),
            row["state"],
            tuple(
                (one["reading"], one["on_behalf"] or one["person"], one["at"])
                for one in sorted(of["signature"].get(row["id"], ()), key=lambda one: one["id"])
                if not one["void"] and one["text"] == row["text"]
            ),
            last.get((row["id"], "release"), ""), last.get((row["id"], "sign-for-press"), ""), pages.get(row["id"]),
            late[row["id"]].counted if row["id"] in late else 0,
            tuple(
                (one["number"], one["errors"] * 10_000 / one["characters"])
                for one in sorted(of["proof"].get(row["id"], ()), key=lambda one: (one["number"], one["language"]))
                if one["characters"]
            ),
        )
        for row in rows
    )  # fmt: skip


def _by(books: Books, table: str, ids: set[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in books.all(table, manuscript=ids):
        found.setdefault(row["manuscript"], []).append(row)
    return found


__all__ = [
    "MILESTONES", "Budget", "Line", "Milestone", "Paper", "Plan", "Rules", "Step", "Stock", "characters", "lengths", "plan", "rules", "sheet",
    "stock",
]  # fmt: skip
