"""`journal report`: the office's numbers, each with the definition under which it is published."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands.asked import Asked, asking
from journal.commands.display import Field, display
from journal.commands.letter import insist_on_editor
from journal.commands.spoken import noun, one_of, option, whole
from journal.errors import Bilingual, Misused, Refused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.plot import Group, Look
    from journal.office.reports import Number

FUNNEL = Bilingual("{year} 年收稿的去向", "What became of the manuscripts received in {year}")
TIMES = Bilingual("{year} 年收稿的审理用时", "How long the manuscripts received in {year} waited")
REVIEWING = Bilingual("{year} 年的外审", "Reviewing in {year}")
IN_YEAR = Bilingual("{year} 年的出版", "What was published in {year}")
LOAD = Bilingual("{year} 年审稿人的负担", "What referees did in {year}")
YEARS = Bilingual("{year} 年及此前各年的收稿", "Manuscripts received in {year} and the years before")
COLUMN = Bilingual("“{title}”栏目的收稿", "Received for the column “{title}”")
LANGUAGES = {
    "zh": Bilingual("中文稿件", "manuscripts in Chinese"),
    "en": Bilingual("英文稿件", "manuscripts in English"),
}
NO_MATPLOTLIB = Bilingual(
    "--plot 需要 matplotlib，而本机没有安装。", "--plot needs matplotlib, which is not installed."
)
INSTALL = Bilingual('请运行 pip install "bilingual-journal[report]"。', 'Run: pip install "bilingual-journal[report]"')


@noun("report", said=Bilingual("统计：去向、时间、审稿人、年报。", "Reports: funnel, times, referees, the year."))
def report() -> None:
    """The noun."""


def _percent(one: Number) -> str | None:
    return None if one.share is None else f"{one.share:g}"


NUMBERS = (
    Field("key", Bilingual("键", "key"), lambda one: one.key),
    Field("group", Bilingual("组", "group"), lambda one: one.group or None),
    Field("name", Bilingual("项目", "number"), lambda one: one.said),
    Field("count", Bilingual("数", "count"), lambda one: one.count),
    Field("share", Bilingual("百分比", "%"), _percent),
    Field("low", Bilingual("下四分位", "quartile 1"), lambda one: one.low),
    Field("median", Bilingual("中位数", "median"), lambda one: one.median),
    Field("high", Bilingual("上四分位", "quartile 3"), lambda one: one.high),
    Field("definition", Bilingual("定义", "definition"), lambda one: one.definition),
)
year_option = option(
    "--year", type=whole(1900, 9999), said=Bilingual("年（默认：今年）", "the year (default: this one)")
)
by_option = option(
    "--by", type=one_of("column", "language"), said=Bilingual("并按栏目或语言分组", "by column or language too")
)
plot_option = option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("画成图：.svg 或 .png", "draw it: .svg or .png"),
)


# ---------------------------------------------------------------- charts


def _look(asked: Asked, plot: Path) -> Look:
    """How the chart is drawn: by the ending of its file, in the house's own face. Misused, Refused, MissingFonts."""
    from journal import folder
    from journal.office.plot import FORMS, Face, Look

    form = plot.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise Misused(
            Bilingual("--plot 的文件名须以 .svg 或 .png 结尾。", "--plot takes a file that ends in .svg or .png.")
        )
    if importlib.util.find_spec("matplotlib") is None:
        raise Refused(NO_MATPLOTLIB, INSTALL)
    os.environ.setdefault(
        "MPLCONFIGDIR", str(asked.cache / "matplotlib")
    )  # its list of fonts; nothing outside the home
    faces = {
        font.weight: Face(font.path, font.face)
        for font in folder.house(asked.home, asked.cache, os.environ).fonts
        if font.role == "hei" and not font.italic
    }
    return Look(asked.language or "zh", form, faces[min(faces)], faces[max(faces)])


def _groups(bureau: Bureau, numbers: Sequence[Number]) -> list[Group]:
    """The numbers by their groups, each called by the column's title or the language's name."""
    from journal.office.plot import Group

    found: dict[str, list[Number]] = {}
    for one in numbers:
        found.setdefault(one.group, []).append(one)
    return [Group(bureau.asked.say(_called(bureau, id)) if id else "", some) for id, some in found.items()]


def _called(bureau: Bureau, group: str) -> Bilingual:
    column = next((one for one in bureau.about.columns if one.id == group), None)
    if column:
        return Bilingual(column.titles.best("zh") or group, column.titles.best("en") or group)
    return LANGUAGES.get(group, Bilingual(group, group))


def _shown(
    asked: Asked,
    year: int | None,
    plot: Path | None,
    made: Callable[[Bureau, int], Sequence[Number]],
    draw: Callable[[Bureau, int, Sequence[Number], Look], bytes],
) -> None:
    """The numbers on the screen, and, where asked for, as a chart; the chart is made before anything is shown."""
    from journal.commands import bureau
    from journal.folder import write_bytes

    look = _look(asked, plot) if plot else None
    with bureau.reading(asked) as open_:
        insist_on_editor(open_)
        of = year or open_.desk.now.astimezone().year
        numbers = made(open_, of)
        if plot and look:
            write_bytes(plot, draw(open_, of, numbers, look))
        display(asked, tuple(numbers), NUMBERS)


# ---------------------------------------------------------------- the reports


@report.verb("funnel", said=Bilingual("某年收稿的去向。", "What became of the manuscripts received in a year."))
@year_option
@by_option
@plot_option
@asking
def funnel(asked: Asked, year: int | None, by: str | None, plot: Path | None) -> None:
    """How many came how far."""
    from journal.office import plot as charts
    from journal.office import reports

    _shown(
        asked,
        year,
        plot,
        lambda open_, of: reports.funnel(open_.books, of, by or ""),
        lambda open_, of, numbers, look: charts.funnel(
            asked.say(FUNNEL.format(year=of)), _groups(open_, numbers), look
        ),
    )


@report.verb(
    "times",
    said=Bilingual(
        "某年收稿等了多久：中位数与四分位。", "How long a year's manuscripts waited: medians and quartiles."
    ),
)
@year_option
@by_option
@plot_option
@asking
def times(asked: Asked, year: int | None, by: str | None, plot: Path | None) -> None:
    """Days to each step."""
    from journal.office import plot as charts
    from journal.office import reports

    _shown(
        asked,
        year,
        plot,
        lambda open_, of: reports.times(open_.books, of, by or ""),
        lambda open_, of, numbers, look: charts.times(asked.say(TIMES.format(year=of)), _groups(open_, numbers), look),
    )


@report.verb(
    "annual",
    said=Bilingual("一年的数字，可供公布。", "The numbers of a year, to be published."),
    more=Bilingual(
        "--page 写成供公布的一页（.md 或 .html 片段），语言随 --lang；--plot 把该年与此前各年并列。",
        "--page writes the page that is published (.md, or .html as a fragment); --plot draws the years beside each other.",
    ),
)
@year_option
@by_option
@plot_option
@option("--page", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("写成一页", "write the page"))
@asking
def annual(asked: Asked, year: int | None, by: str | None, plot: Path | None, page: Path | None) -> None:
    """Cohort, times and referees of a year, and what was published in it."""
    from journal.office import plot as charts
    from journal.office import reports, yearly

    if page and page.suffix.lower() not in (".md", ".html"):
        raise Misused(
            Bilingual("--page 的文件名须以 .md 或 .html 结尾。", "--page takes a file that ends in .md or .html.")
        )

    def made(open_: Bureau, of: int) -> Sequence[Number]:
        numbers, figures = reports.annual(open_.books, of, by or ""), yearly.figures(open_.books, of)
        if page:
            _written(page, open_, of, numbers, figures)
        return [*numbers, *figures]

    _shown(
        asked,
        year,
        plot,
        made,
        lambda open_, of, _, look: charts.years(asked.say(YEARS.format(year=of)), reports.years(open_.books, of), look),
    )


def _headed(bureau: Bureau, group: str) -> Bilingual:
    is_column = any(one.id == group for one in bureau.about.columns)
    return COLUMN.format(title=_called(bureau, group)) if is_column else _called(bureau, group)


def _written(page: Path, bureau: Bureau, year: int, numbers: Sequence[Number], figures: Sequence[Number]) -> None:
    """The page: all together, then column by column or language by language, then reviewing and what was published."""
    from journal.folder import write_bytes
    from journal.office import reports, transparency
    from journal.office.transparency import Section

    own = [one for one in numbers if one.key not in reports.REVIEWING]
    groups = dict.fromkeys(one.group for one in own if one.group)
    sections = [
        Section(FUNNEL.format(year=year), [one for one in own if not one.group and not one.spread]),
        Section(TIMES.format(year=year), [one for one in own if not one.group and one.spread]),
        *(Section(_headed(bureau, group), [one for one in own if one.group == group]) for group in groups),
        Section(REVIEWING.format(year=year), [one for one in numbers if one.key in reports.REVIEWING]),
        Section(IN_YEAR.format(year=year), figures),
    ]
    write = transparency.markdown if page.suffix.lower() == ".md" else transparency.fragment
    write_bytes(page, write(year, sections, bureau.asked.language or "zh").encode())


REFEREES = (
    Field("person", Bilingual("编号", "id"), lambda pair: pair[0].person),
    Field("name", Bilingual("姓名", "name"), lambda pair: pair[1].get(pair[0].person)),
    Field("invited", Bilingual("受邀", "invited"), lambda pair: pair[0].invited),
    Field("accepted", Bilingual("接受", "accepted"), lambda pair: pair[0].accepted),
    Field("declined", Bilingual("谢绝", "declined"), lambda pair: pair[0].declined),
    Field("unanswered", Bilingual("未答复", "unanswered"), lambda pair: pair[0].unanswered),
    Field("cancelled", Bilingual("答复前取消", "cancelled unanswered"), lambda pair: pair[0].cancelled),
    Field("reports", Bilingual("已交", "reports"), lambda pair: pair[0].reports),
    Field("late", Bilingual("迟交", "late"), lambda pair: pair[0].late),
    Field("open", Bilingual("在审", "open"), lambda pair: pair[0].open),
    Field("days", Bilingual("天数", "days"), lambda pair: pair[0].days),
)


@report.verb("reviewers", said=Bilingual("审稿人一年的负担与守时。", "What each referee was asked and did in a year."))
@year_option
@plot_option
@asking
def reviewers(asked: Asked, year: int | None, plot: Path | None) -> None:
    """Of the manuscripts that the person may see."""
    from journal.commands import bureau
    from journal.folder import write_bytes
    from journal.office import plot as charts
    from journal.office import reports
    from journal.office.access import View

    look = _look(asked, plot) if plot else None
    with bureau.reading(asked) as open_:
        insist_on_editor(open_)
        of = year or open_.desk.now.astimezone().year
        rows = open_.books.some("manuscript", ("id", "state", "column", "handling"))
        seen = frozenset(row["id"] for row in open_.sight.among(rows, View.WHOLE))
        found = reports.referees(open_.books, of, open_.desk.at, seen)
        names = open_.names({one.person for one in found})
        if plot and look:
            write_bytes(plot, charts.load(asked.say(LOAD.format(year=of)), [one.reports for one in found], look))
        pairs: list[Any] = [(one, names) for one in found]
        display(asked, pairs, REFEREES)
    asked.tell(reports.LOAD)


__all__ = ["report"]
