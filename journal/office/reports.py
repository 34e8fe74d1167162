"""The numbers of the office, each with the definition under which it is published.

A cohort is the manuscripts received in a year (by the day of receipt where the office is), whatever became of them later; what
is taken back does not count. Times are in days, with median and quartiles; of few manuscripts they say little, so `count` is given.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual
from journal.office.records import Books
from journal.office.review import status
from journal.office.workflow import Action, State

Row = Mapping[str, Any]
BY = ("column", "language")  # the groups that numbers may be given for

DECIDES = (Action.DECLINE, Action.ASK_MINOR, Action.ASK_MAJOR, Action.ACCEPT)
BACK: Mapping[str, str] = {Action.REVERT_DECLINE: Action.DECLINE, Action.REVERT_ACCEPT: Action.ACCEPT}
COUNTED = frozenset(
    {
        *DECIDES,
        *BACK,
        Action.SEND_OUT,
        Action.CANCEL_ROUND,
        Action.REVISE,
        Action.PUBLISH_ONLINE,
        Action.PUBLISH,
        Action.WITHDRAW,
    }
)
ACCEPTED = frozenset(State) - frozenset(
    {
        State.INCOMPLETE, State.SUBMITTED, State.FIRST_READING, State.IN_REVIEW, State.SECOND_READING, State.FINAL_READING,
        State.MINOR_REVISION, State.MAJOR_REVISION, State.REVISED, State.DECLINED, State.WITHDRAWN,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A manuscript, and when it was first sent out, revised, decided on …; of what was taken back, nothing."""

    row: Row
    first: Mapping[str, dt.datetime]

    @property
    def state(self) -> State:
        """Where it is."""
        return State(self.row["state"])

    def days(self, *actions: str) -> float | None:
        """Days from its receipt to the first of these; None, if there was none."""
        found = [self.first[one] for one in actions if one in self.first]
        if not found:
            return None
        return (min(found) - dt.datetime.fromisoformat(self.row["submitted"])).total_seconds() / 86400


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a report: how many, or with quartiles how long; of which group; and what exactly it counts."""

    key: str
    said: Bilingual
    definition: Bilingual
    group: str
    count: int
    share: float | None = None  # percent of the cohort
    low: float | None = None  # the first quartile, the median, the third
    median: float | None = None
    high: float | None = None
    spread: bool = False  # told as a median between quartiles, wherever there is anything to tell


@dataclass(frozen=True, slots=True)
class _Counted:
    said: Bilingual
    definition: Bilingual
    holds: Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class _Timed:
    said: Bilingual
    definition: Bilingual
    actions: tuple[str, ...]


FUNNEL: Mapping[str, _Counted] = {
    "received": _Counted(
        Bilingual("收稿", "received"),
        Bilingual("收稿日在该年的稿件", "manuscripts whose day of receipt is in the year"),
        lambda case: True,
    ),
    "reviewed": _Counted(
        Bilingual("送外审", "sent out for review"),
        Bilingual("其中至少送过一轮外审的", "of these, sent out at least once"),
        lambda case: Action.SEND_OUT in case.first,
    ),
    "declined-without-review": _Counted(
        Bilingual("未经外审退稿", "declined without review"),
        Bilingual("其中现为退稿、从未送外审的", "of these, now declined and never sent out"),
        lambda case: case.state is State.DECLINED and Action.SEND_OUT not in case.first,
    ),
    "declined-after-review": _Counted(
        Bilingual("外审后退稿", "declined after review"),
        Bilingual("其中现为退稿、送过外审的", "of these, now declined and sent out before"),
        lambda case: case.state is State.DECLINED and Action.SEND_OUT in case.first,
    ),
    "revised": _Counted(
        Bilingual("修回", "revised"),
        Bilingual("其中至少修回一次的", "of these, revised at least once"),
        lambda case: Action.REVISE in case.first,
    ),
    "accepted": _Counted(
        Bilingual("录用", "accepted"),
        Bilingual("其中已录用的，含已出版的", "of these, accepted, published ones included"),
        lambda case: case.state in ACCEPTED,
    ),
    "published": _Counted(
        Bilingual("出版", "published"),
        Bilingual("其中已网络首发或随期出版的", "of these, published online first or in an issue"),
        lambda case: Action.PUBLISH_ONLINE in case.first or Action.PUBLISH in case.first,
    ),
    "withdrawn": _Counted(
        Bilingual("撤回", "withdrawn"),
        Bilingual("其中由作者撤回的", "of these, withdrawn by their authors"),
        lambda case: case.state is State.WITHDRAWN,
    ),
    "open": _Counted(
        Bilingual("未决", "undecided"),
        Bilingual("其中既未录用、也未退稿或撤回的", "of these, neither accepted nor declined nor withdrawn"),
        lambda case: case.state not in ACCEPTED | {State.DECLINED, State.WITHDRAWN},
    ),
}  # fmt: skip
TIMES: Mapping[str, _Timed] = {
    "first-decision": _Timed(
        Bilingual("至首次结论（天）", "to the first decision (days)"),
        Bilingual("自收稿至首次退稿、退修或录用", "from receipt to the first decline, request to revise or acceptance"),
        DECIDES,
    ),
    "acceptance": _Timed(
        Bilingual("至录用（天）", "to acceptance (days)"),
        Bilingual("自收稿至录用", "from receipt to acceptance"),
        (Action.ACCEPT,),
    ),
    "decline": _Timed(
        Bilingual("至退稿（天）", "to the decline (days)"),
        Bilingual("自收稿至退稿", "from receipt to the decline"),
        (Action.DECLINE,),
    ),
    "publication": _Timed(
        Bilingual("至首次出版（天）", "to first publication (days)"),
        Bilingual("自收稿至网络首发或随期出版，取先者", "from receipt to publication, online first or in an issue"),
        (Action.PUBLISH_ONLINE, Action.PUBLISH),
    ),
}


def cohorts(books: Books, years: Collection[int]) -> dict[int, list[Case]]:
    """The manuscripts received in each of these years, without those taken over from another system: their ways were not ours."""
    columns = ("id", "state", "column", "language", "submitted")
    elsewhere = {row["id"] for row in books.some("origin", ("id",), kind="manuscript")}
    rows = [row for row in books.some("manuscript", columns) if row["id"] not in elsewhere]
    received = {row["id"]: _year(row["submitted"]) for row in rows}
    first: defaultdict[str, dict[str, dt.datetime]] = defaultdict(dict)
    events = books.some("event", ("number", "at", "kind", "manuscript"), kind=set(COUNTED))
    sent: dict[str, dt.datetime] = {}  # when each was last sent out
    wanted = (one for one in events if received.get(one["manuscript"]) in years)
    for event in sorted(wanted, key=lambda one: one["number"]):
        found = first[event["manuscript"]]
        at = dt.datetime.fromisoformat(event["at"])
        if event["kind"] in BACK:
            found.pop(BACK[event["kind"]], None)
        elif event["kind"] == Action.CANCEL_ROUND:
            if found.get(Action.SEND_OUT) == sent.get(event["manuscript"]):  # an earlier round stands
                found.pop(Action.SEND_OUT, None)
        else:
            found.setdefault(event["kind"], at)
            if event["kind"] == Action.SEND_OUT:
                sent[event["manuscript"]] = at
    by: dict[int, list[Case]] = {year: [] for year in sorted(years)}
    for row in sorted(rows, key=lambda row: str(row["id"])):
        if received[row["id"]] in by:
            by[received[row["id"]]].append(Case(row, first[row["id"]]))
    return by


def cohort(books: Books, year: int) -> list[Case]:
    """The manuscripts received in a year."""
    return cohorts(books, {year})[year]


def years(books: Books, until: int, most: int = 10) -> dict[int, list[Number]]:
    """Funnel and times of a year and of those before it in which something was received, beside each other."""
    known = {_year(row["submitted"]) for row in books.some("manuscript", ("submitted",))}
    first = min((year for year in known if until - most < year <= until), default=until)
    found = cohorts(books, range(first, until + 1))
    return {year: [*_funnel(cases, ""), *_times(cases, "")] for year, cases in found.items()}


def _year(instant: str) -> int:
    return dt.datetime.fromisoformat(instant).astimezone().year


def _groups(cases: Sequence[Case], by: str) -> Mapping[str, list[Case]]:
    """All of them under an empty name, then by column or language."""
    found: dict[str, list[Case]] = {"": list(cases)}
    for case in cases if by else ():
        found.setdefault(str(case.row[by]), []).append(case)
    return found


def funnel(books: Books, year: int, by: str = "") -> list[Number]:
    """How many of a cohort came how far; by column or language too."""
    return [one for group, cases in _groups(cohort(books, year), by).items() for one in _funnel(cases, group)]


def _funnel(cases: Sequence[Case], group: str) -> Iterator[Number]:
    for key, one in FUNNEL.items():
        count = sum(map(one.holds, cases))
        yield Number(key, one.said, one.definition, group, count, _percent(count, len(cases)))


def times(books: Books, year: int, by: str = "") -> list[Number]:
    """How long a cohort waited for each step, of those that came to it; by column or language too."""
    return [one for group, cases in _groups(cohort(books, year), by).items() for one in _times(cases, group)]


def _times(cases: Sequence[Case], group: str) -> Iterator[Number]:
    for key, one in TIMES.items():
        days = [taken for case in cases if (taken := case.days(*one.actions)) is not None]
        yield Number(key, one.said, one.definition, group, len(days), None, *quartiles(days), spread=True)


def _percent(count: int, whole: int) -> float | None:
    return round(100 * count / whole, 1) if whole else None


def quartiles(values: Iterable[float]) -> tuple[float | None, float | None, float | None]:
    """First quartile, median and third, to a tenth, by linear interpolation (as in Excel's QUARTILE.INC); None of nothing."""
    found = sorted(values)
    if not found:
        return None, None, None
    if len(found) == 1:
        return round(found[0], 1), round(found[0], 1), round(found[0], 1)
    low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return round(low, 1), round(middle, 1), round(high, 1)


# ---------------------------------------------------------------- referees


@dataclass(frozen=True, slots=True)
class Referee:
    """A referee in a year: by the day of the invitation."""

    person: str
    invited: int
    accepted: int
    declined: int
    unanswered: int
    cancelled: int  # before they answered: with it the invitations sum up
    reports: int
    late: int
    open: int
    days: float | None  # median, from invitation to report


LOAD = Bilingual(
    "按邀请日计入该年；迟交指意见晚于期限；天数为自邀请至交意见的中位数；在审指已接受、未交、未取消",
    "by the day of the invitation; late: the report came after it was due; days: the median from invitation to report; open:"
    " accepted, not reported, not cancelled",
)  # fmt: skip


def referees(books: Books, year: int, now: str, manuscripts: frozenset[str] | None = None) -> list[Referee]:
    """What each referee was asked and did, of these manuscripts or of all; the busiest first."""
    by: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _asked(books):
        if _year(row["invited"]) == year and (manuscripts is None or row["manuscript"] in manuscripts):
            by[row["person"]].append(row)
    found = [_referee(person, rows, now) for person, rows in by.items()]
    return sorted(found, key=lambda one: (-one.reports, -one.invited, one.person))


def _asked(books: Books) -> Iterator[Row]:
    """What referees were asked for; of a report that was taken back, the review that goes on in its place."""
    return (row for row in books.all("review", order="id") if not (row["submitted"] and row["cancelled"]))


def _referee(person: str, rows: Sequence[Row], now: str) -> Referee:
    states = [status(row, now) for row in rows]
    reports = [row for row in rows if row["submitted"]]
    return Referee(
        person,
        len(rows),
        sum(bool(row["accepted"]) for row in rows),
        states.count("declined"),
        sum(state in ("invited", "response-overdue") for state in states),
        sum(bool(row["cancelled"]) and not row["accepted"] and not row["answered"] for row in rows),
        len(reports),
        sum(row["submitted"] > row["due"] for row in reports),
        sum(state in ("accepted", "overdue") for state in states),
        quartiles(map(_taken, reports))[1],
    )


# ---------------------------------------------------------------- a year


RATE = (
    Bilingual("录用率（占已作结论的）", "acceptance rate (of those decided)"),
    Bilingual(
        "录用的篇数，及其占该年收稿中已作结论（现为录用或退稿）者的百分比；未决、撤回不计",
        "manuscripts accepted, and their percentage of those received in the year that are decided (now accepted or declined);"
        " undecided and withdrawn ones left out",
    ),
)  # fmt: skip
REVIEWING: Mapping[str, tuple[Bilingual, Bilingual]] = {
    "invitations": (Bilingual("审稿邀请", "invitations"), Bilingual("该年发出的审稿邀请", "invitations to referee sent in the year")),
    "reports": (
        Bilingual("审稿意见", "reports"), Bilingual("对该年邀请所交的意见，不论何时交来", "reports on invitations of the year, whenever they came"),
    ),
    "late-reports": (
        Bilingual("迟交意见", "late reports"), Bilingual("其中在期限之后交来的，及其百分比", "of these, the ones that came after they were due, and their percentage"),
    ),
    "referees": (
        Bilingual("审稿人", "referees"), Bilingual("该年受邀、至少交过一份意见的人", "people invited in the year who reported at least once"),
    ),
    "load": (
        Bilingual("每人意见（份）", "reports a referee"), Bilingual("上述各人对该年邀请所交的份数", "how many reports each of these people wrote on invitations of the year"),
    ),
    "report-time": (
        Bilingual("审稿用时（天）", "time for a report (days)"), Bilingual("上述意见各自邀请至交来的天数", "days from the invitation to each of these reports"),
    ),
}  # fmt: skip


def annual(books: Books, year: int, by: str = "") -> list[Number]:
    """What a journal tells of a year: its cohort, by column or language too, how long decisions took, and its referees."""
    numbers = [
        one
        for group, cases in _groups(cohort(books, year), by).items()
        for one in (*_funnel(cases, group), _rate(cases, group), *_times(cases, group))
    ]
    return [*numbers, *reviewing(books, year)]


def _rate(cases: Sequence[Case], group: str) -> Number:
    accepted = sum(case.state in ACCEPTED for case in cases)
    decided = accepted + sum(case.state is State.DECLINED for case in cases)
    return Number("acceptance-rate", *RATE, group, accepted, _percent(accepted, decided))


def reviewing(books: Books, year: int) -> list[Number]:
    """What was asked of referees in a year, and what they did: all together, nobody by name."""
    asked = [row for row in _asked(books) if _year(row["invited"]) == year]
    reports = [row for row in asked if row["submitted"]]
    each = Counter(row["person"] for row in reports)
    late = sum(row["submitted"] > row["due"] for row in reports)
    counts: Mapping[str, tuple[Any, ...]] = {
        "invitations": (len(asked),),
        "reports": (len(reports),),
        "late-reports": (late, _percent(late, len(reports))),
        "referees": (len(each),),
    }
    spreads: Mapping[str, Collection[float]] = {"load": each.values(), "report-time": [*map(_taken, reports)]}
    return [
        Number(key, *said, "", len(spreads[key]), None, *quartiles(spreads[key]), spread=True)
        if key in spreads
        else Number(key, *said, "", *counts[key])
        for key, said in REVIEWING.items()
    ]


def _taken(report: Row) -> float:
    """Days from the invitation to the report."""
    asked, came = (dt.datetime.fromisoformat(report[name]) for name in ("invited", "submitted"))
    return (came - asked).total_seconds() / 86400


__all__ = [
    "BY", "FUNNEL", "LOAD", "REVIEWING", "TIMES", "Case", "Number", "Referee", "annual", "cohort", "cohorts", "funnel", "quartiles",
    "referees", "reviewing", "times", "years",
]  # fmt: skip
