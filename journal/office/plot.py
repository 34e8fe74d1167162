"""Charts of a report as SVG or PNG: what became of a year, how long it took, who refereed how much, and one year beside the others.

Drawn by matplotlib (extra `report`) with one face of the house, handed in by file, so that no character is a box. The same numbers
give the same bytes on any day.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from journal.errors import Bilingual, JournalError
from journal.office.reports import FUNNEL, TIMES, Number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMS = ("svg", "png")
WIDTH, LINE, PER_ROW, DPI = 9.0, 0.34, 2, 150  # inches, inches, panels side by side, of a PNG
INK, QUIET, PALE, RULE = "#1d3547", "#3b6a8f", "#a9c3d6", "#d5dde3"
SERIES = (PALE, QUIET, "#b5651d", INK)
FACE = "house"  # a family name of our own: what is called by another name on this computer is never meant

SHARE = Bilingual("占收稿的百分比", "percent of those received")
DAYS = Bilingual("天", "days")
PAPERS = Bilingual("篇", "manuscripts")
REFEREES = Bilingual("人", "referees")
REPORTS = Bilingual("该年所交意见（份）", "reports in the year")
NONE = Bilingual("尚无数据", "nothing to show yet")
ALL = Bilingual("全部稿件", "All manuscripts")
COUNTED = Bilingual(
    "收稿日在该年的稿件，不论后来何时了结；百分比以收稿数为底。",
    "Manuscripts received in the year, whenever decided; percent of those received.",
)
SPANS = Bilingual(
    "点为中位数，线自下四分位至上四分位；n 为计入的稿件数。",
    "Dot: median; line: from quartile 1 to quartile 3; n: manuscripts counted.",
)
LOADS = Bilingual("按邀请日计入该年；不写姓名。", "Counted by the day of the invitation; nobody is named.")
YEARS = Bilingual(
    "每年收到的稿件，各按其现状；近年的尚有未决，数字会变。点为中位数，线为四分位。",
    "Manuscripts by the year of their receipt, as they stand now; those of late years may be undecided. Dot: median; line: quartiles.",
)


@dataclass(eq=False)
class NoGlyph(JournalError):
    """A character that the house's face does not have: the chart would show a box for it."""

    character: str
    font: str
    zh: ClassVar[str] = "图中的“{character}”在字体 {font} 中没有字形。"
    en: ClassVar[str] = "“{character}” of the chart has no glyph in {font}."
    fix_zh: ClassVar[str] = "请改写栏目名，或在 templates/house.toml 中为 hei 换用含有它的字体。"
    fix_en: ClassVar[str] = "Call the column otherwise, or give hei in templates/house.toml a face that has it."


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font: its file, and which of the faces in it."""

    path: str
    index: int


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart is drawn: in which language, as svg or png, with which regular and bold face."""

    language: str
    form: str
    regular: Face
    bold: Face


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers that stand in one panel; the group of all has no name."""

    name: str
    numbers: Sequence[Number]


# ---------------------------------------------------------------- the charts


def funnel(heading: str, groups: Sequence[Group], look: Look) -> bytes:
    """How many came how far: a bar each, in percent of those received, a panel each group."""
    height = max((_count(group, FUNNEL) for group in groups), default=1)
    with _sheet(heading, COUNTED, len(groups), height, look) as (figure, panels):
        for axes, group in zip(panels, groups, strict=True):
            shown = [one for one in group.numbers if one.key in FUNNEL]
            _named(axes, _title(group, groups, look), [one.said.say(look.language) for one in shown])
            if _is_empty(axes, any(one.count for one in shown), look):
                continue
            axes.barh(range(len(shown)), [one.share or 0 for one in shown], height=0.62, color=QUIET)
            for place, one in enumerate(shown):
                said = f"{one.count}" if one.key == "received" else f"{one.count} ({one.share or 0:g}%)"
                _beside(axes, one.share or 0, place, said)
            axes.set_xlim(0, 125)
            axes.set_xticks(range(0, 101, 25))
            axes.set_xlabel(SHARE.say(look.language))
        return _bytes(figure, heading, look)


def times(heading: str, groups: Sequence[Group], look: Look) -> bytes:
    """How long each step took: the median on a line between the quartiles, a panel each group, all on one scale."""
    height = max((_count(group, TIMES) for group in groups), default=1)
    longest = max((one.high or 0 for group in groups for one in group.numbers), default=0)
    with _sheet(heading, SPANS, len(groups), height, look) as (figure, panels):
        for axes, group in zip(panels, groups, strict=True):
            shown = [one for one in group.numbers if one.key in TIMES]
            _named(axes, _title(group, groups, look), [one.said.say(look.language) for one in shown])
            if _is_empty(axes, any(one.count for one in shown), look):
                continue
            for place, one in enumerate(shown):
                _span(axes, place, one)
            axes.set_xlim(0, (longest or 1) * 1.4)
            axes.set_xlabel(DAYS.say(look.language))
        return _bytes(figure, heading, look)


def load(heading: str, reports: Sequence[int], look: Look) -> bytes:
    """How many referees wrote how many reports."""
    with _sheet(heading, LOADS, 1, 9, look) as (figure, (axes,)):
        _upright(axes)
        if not _is_empty(axes, bool(reports), look):
            many = Counter(reports)
            numbers = range(min(many), max(many) + 1)
            bars = axes.bar(numbers, [many[number] for number in numbers], width=0.62, color=QUIET)
            axes.bar_label(bars, [str(many[number] or "") for number in numbers], color=INK)
            axes.set_xticks(numbers)
            _whole(axes, max(many.values()))
            axes.set_xlabel(REPORTS.say(look.language))
            _unit(axes, REFEREES.say(look.language))
        return _bytes(figure, heading, look)


def years(heading: str, found: Mapping[int, Sequence[Number]], look: Look) -> bytes:
    """Year beside year: how many were received, accepted and declined, and how long decisions took."""
    with _sheet(heading, YEARS, 2, 11, look) as (figure, (left, right)):
        for axes in (left, right):
            _upright(axes)
            axes.set_xticks(range(len(found)), [str(year) for year in found])
            axes.set_xlim(-0.6, len(found) - 0.4)
        by = [{one.key: one for one in numbers} for numbers in found.values()]
        if not _is_empty(left, any(one["received"].count for one in by), look):
            _amounts(left, by, look)
        if not _is_empty(right, any(one[key].count for one in by for key in LASTING), look):
            _lasting(right, by, look)
        return _bytes(figure, heading, look)


AMOUNTS: tuple[tuple[Bilingual, tuple[str, ...]], ...] = (
    (Bilingual("收稿", "received"), ("received",)),
    (Bilingual("录用", "accepted"), ("accepted",)),
    (Bilingual("退稿", "declined"), ("declined-without-review", "declined-after-review")),
)
LASTING = ("first-decision", "acceptance")
LABELLED = 6  # years beside each other whose medians have room for their numbers


def _amounts(axes: Axes, by: Sequence[Mapping[str, Number]], look: Look) -> None:
    width = 0.8 / len(AMOUNTS)
    for series, (said, keys) in enumerate(AMOUNTS):
        counts = [sum(one[key].count for key in keys) for one in by]
        places = [year + (series - (len(AMOUNTS) - 1) / 2) * width for year in range(len(by))]
        bars = axes.bar(places, counts, width=width * 0.92, color=SERIES[series], label=said.say(look.language))
        axes.bar_label(bars, [str(count) for count in counts], fontsize=7.5, color=INK)
    _whole(axes, max(one["received"].count for one in by))
    _unit(axes, PAPERS.say(look.language))
    _key(axes)


def _lasting(axes: Axes, by: Sequence[Mapping[str, Number]], look: Look) -> None:
    for series, key in enumerate(LASTING):
        shown = [(year, one[key]) for year, one in enumerate(by) if one[key].median is not None]
        places = [year + (series - 0.5) * 0.2 for year, _ in shown]
        middles = [one.median or 0 for _, one in shown]
        color = (QUIET, SERIES[2])[series]
        lows, highs = [one.low or 0 for _, one in shown], [one.high or 0 for _, one in shown]
        axes.vlines(places, lows, highs, color=color, linewidth=3, alpha=0.45)
        axes.plot(places, middles, "o", markersize=6, color=color, label=by[0][key].said.say(look.language))
        for place, middle in zip(places, middles, strict=True) if len(by) <= LABELLED else ():
            axes.annotate(  # the first series on the left of its dots, the other on the right
                f"{middle:g}", (place, middle), (-6 + 12 * series, 0), textcoords="offset points", va="center",
                ha=("right", "left")[series], fontsize=7.5, color=color,
            )  # fmt: skip
    axes.set_ylim(bottom=0, top=max(one[key].high or 0 for one in by for key in LASTING) * 1.25 or 1)
    _unit(axes, DAYS.say(look.language))
    _key(axes)


# ---------------------------------------------------------------- what they are made of


@contextmanager
def _sheet(heading: str, note: Bilingual, panels: int, lines: int, look: Look) -> Iterator[tuple[Figure, list[Axes]]]:
    """An empty chart with its panels, two in a row, each as high as so many lines."""
    import matplotlib
    from matplotlib.figure import Figure

    across = min(panels, PER_ROW)
    down = -(-panels // PER_ROW)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever the person who runs this has set for charts of their own
        matplotlib.rcParams.update(_manner(look))
        figure = Figure(figsize=(WIDTH, 1.0 + down * (0.75 + LINE * lines)), layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1, hspace=0.03)  # type: ignore[union-attr,call-arg]
        figure.suptitle(heading, x=0.015, ha="left", fontsize=14, weight="bold", color=INK)
        grid = figure.subplots(down, across, squeeze=False)
        found = list(grid.flat)
        for axes in found[panels:]:
            axes.set_axis_off()
        for axes in found:
            axes.spines[["top", "right"]].set_visible(False)
            axes.spines[["left", "bottom"]].set_color(RULE)
            axes.tick_params(color=RULE, labelcolor=INK)
            axes.set_axisbelow(True)
        figure.supxlabel(note.say(look.language), x=0.015, ha="left", fontsize=8, color="#5c6b75")
        yield figure, found[:panels]


def _manner(look: Look) -> dict[Any, Any]:
    """The settings of a chart, and the house's faces under a name that is ours alone."""
    from matplotlib.font_manager import FontEntry, fontManager

    ours = [
        FontEntry(look.regular.path, look.regular.index, FACE, weight=400),
        FontEntry(look.bold.path, look.bold.index, FACE, weight=700),
    ]
    fontManager.ttflist = [*(one for one in fontManager.ttflist if one.name != FACE), *ours]
    return {
        "font.family": [FACE], "font.size": 9.5, "axes.unicode_minus": False, "svg.fonttype": "path",
        "svg.hashsalt": "journal", "text.parse_math": False, "axes.labelcolor": INK, "text.color": INK,
    }  # fmt: skip


def _title(group: Group, groups: Sequence[Group], look: Look) -> str:
    return group.name or (ALL.say(look.language) if len(groups) > 1 else "")


def _count(group: Group, known: Mapping[str, object]) -> int:
    return sum(one.key in known for one in group.numbers)


def _named(axes: Axes, name: str, rows: Sequence[str]) -> None:
    """A panel of rows, the first on top."""
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    if name:
        axes.set_title(name, loc="left", fontsize=10.5, weight="bold", color=INK)


def _upright(axes: Axes) -> None:
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="y", color=RULE, linewidth=0.6)


def _is_empty(axes: Axes, is_something: bool, look: Look) -> bool:
    """Say in the panel that there is nothing, where there is nothing."""
    if not is_something:
        axes.text(
            0.5, 0.5, NONE.say(look.language), transform=axes.transAxes, ha="center", va="center", color="#5c6b75"
        )
        axes.grid(visible=False)
        axes.set_xticks([])
    return not is_something


def _span(axes: Axes, place: int, one: Number) -> None:
    if one.median is None or one.low is None or one.high is None:
        _beside(axes, 0, place, "–")
        return
    axes.hlines(place, one.low, one.high, color=PALE, linewidth=7)
    axes.plot(one.median, place, marker="o", markersize=7, color=QUIET)
    _beside(axes, one.high, place, f"{one.median:g} (n = {one.count})")


def _beside(axes: Axes, end: float, place: float, said: str) -> None:
    axes.annotate(said, (end, place), (6, 0), textcoords="offset points", va="center", fontsize=8.5, color=INK)


def _whole(axes: Axes, most: int) -> None:
    """A scale of whole numbers, with room above the highest."""
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, most * 1.2)


def _unit(axes: Axes, said: str) -> None:
    """What the scale counts, upright at its end: a Chinese word is not turned round."""
    axes.set_ylabel(said, rotation=0, y=1.02, ha="left", va="bottom", labelpad=20)


def _key(axes: Axes) -> None:
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False, fontsize=8.5, borderaxespad=0.2, handlelength=1.2
    )  # fmt: skip


def _bytes(figure: Figure, heading: str, look: Look) -> bytes:
    """The chart; a date would make other bytes of it every day. NoGlyph: matplotlib warns, and draws a box."""
    made = io.BytesIO()
    metadata = {"Title": heading, "Date": None} if look.form == "svg" else {"Title": heading}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        figure.savefig(made, format=look.form, dpi=DPI, metadata=metadata)
    for one in told:
        if found := re.match(r"Glyph (\d+) .*missing from font", str(one.message)):
            raise NoGlyph(chr(int(found[1])), look.regular.path)
    return made.getvalue()


__all__ = ["FORMS", "Face", "Group", "Look", "NoGlyph", "funnel", "load", "times", "years"]
