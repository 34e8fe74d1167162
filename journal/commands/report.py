"""`journal report`: the office's numbers, each with the definition under which it is published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands.asked import Asked, asking
from journal.commands.display import Field, display
from journal.commands.letter import insist_on_editor
from journal.commands.spoken import noun, one_of, option, whole
from journal.errors import Bilingual, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.reports import Number

FUNNEL = Bilingual("{year} 年收稿的去向", "What became of the manuscripts received in {year}")
TIMES = Bilingual("{year} 年收稿的时间", "How long the manuscripts received in {year} waited")
IN_YEAR = Bilingual("{year} 年的出版", "What was published in {year}")
ANNUAL = Bilingual("{year} 年的数字", "The numbers of {year}")


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
    Field("share", Bilingual("%", "%"), _percent),
    Field("low", Bilingual("下四分位", "quartile 1"), lambda one: one.low),
    Field("median", Bilingual("中位数（天）", "median (days)"), lambda one: one.median),
    Field("high", Bilingual("上四分位", "quartile 3"), lambda one: one.high),
    Field("definition", Bilingual("定义", "definition"), lambda one: one.definition),
)
year_option = option(
    "--year", type=whole(1900, 9999), said=Bilingual("年（默认：今年）", "the year (default: this one)")
)
by_option = option(
    "--by", type=one_of("column", "language"), said=Bilingual("并按栏目或语言分组", "by column or language too")
)
plot_option = option("--plot", type=click.Path(path_type=Path), metavar="FILE.svg", said=Bilingual("画成图", "draw it"))


def _shown(
    asked: Asked,
    year: int | None,
    plot: Path | None,
    heading: Bilingual,
    made: Callable[[Bureau, int], Sequence[Number]],
) -> None:
    from journal.commands import bureau

    if plot and plot.suffix.lower() != ".svg":
        raise Misused(Bilingual("--plot 的文件名须以 .svg 结尾。", "--plot takes a file that ends in .svg."))
    with bureau.reading(asked) as open_:
        insist_on_editor(open_)
        of = year or open_.desk.now.astimezone().year
        numbers = made(open_, of)
        display(asked, tuple(numbers), NUMBERS)
    if plot:
        _drawn(plot, asked.say(heading.format(year=of)), numbers, asked.language or "zh")


def _drawn(file: Path, heading: str, numbers: Sequence[Number], language: str) -> None:
    from journal.folder import write_bytes
    from journal.office.plot import bars

    write_bytes(file, bars(heading, numbers, language).encode())


@report.verb("funnel", said=Bilingual("某年收稿的去向。", "What became of the manuscripts received in a year."))
@year_option
@by_option
@plot_option
@asking
def funnel(asked: Asked, year: int | None, by: str | None, plot: Path | None) -> None:
    """How many came how far."""
    from journal.office import reports

    _shown(asked, year, plot, FUNNEL, lambda open_, of: reports.funnel(open_.books, of, by or ""))


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
    from journal.office import reports

    _shown(asked, year, plot, TIMES, lambda open_, of: reports.times(open_.books, of, by or ""))


@report.verb(
    "annual",
    said=Bilingual("一年的数字，可供公布。", "The numbers of a year, to be published."),
    more=Bilingual(
        "--page 写成供公布的一页：.md 为 Markdown，.html 为网页片段；语言随 --lang。",
        "--page writes the page that is published: .md in Markdown, .html as a fragment; in the language of --lang.",
    ),
)
@year_option
@plot_option
@option("--page", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("写成一页", "write the page"))
@asking
def annual(asked: Asked, year: int | None, plot: Path | None, page: Path | None) -> None:
    """Cohort, times and referees of a year, and what was published in it."""
    from journal.office import reports, yearly

    if page and page.suffix.lower() not in (".md", ".html"):
        raise Misused(
            Bilingual("--page 的文件名须以 .md 或 .html 结尾。", "--page takes a file that ends in .md or .html.")
        )

    def made(open_: Bureau, of: int) -> Sequence[Number]:
        cohort, figures = reports.annual(open_.books, of, open_.desk.at), yearly.figures(open_.books, of)
        if page:
            _written(page, of, cohort, figures, asked.language or "zh")
        return [*cohort, *figures]

    _shown(asked, year, plot, ANNUAL, made)


def _written(page: Path, year: int, cohort: Sequence[Number], figures: Sequence[Number], language: str) -> None:
    from journal.folder import write_bytes
    from journal.office import transparency
    from journal.office.transparency import Section

    sections = (Section(FUNNEL.format(year=year), cohort), Section(IN_YEAR.format(year=year), figures))
    write = transparency.markdown if page.suffix.lower() == ".md" else transparency.fragment
    write_bytes(page, write(year, sections, language).encode())


REFEREES = (
    Field("person", Bilingual("编号", "id"), lambda pair: pair[0].person),
    Field("name", Bilingual("姓名", "name"), lambda pair: pair[1].get(pair[0].person)),
    Field("invited", Bilingual("受邀", "invited"), lambda pair: pair[0].invited),
    Field("accepted", Bilingual("接受", "accepted"), lambda pair: pair[0].accepted),
    Field("declined", Bilingual("谢绝", "declined"), lambda pair: pair[0].declined),
    Field("unanswered", Bilingual("未答复", "unanswered"), lambda pair: pair[0].unanswered),
    Field("reports", Bilingual("已交", "reports"), lambda pair: pair[0].reports),
    Field("late", Bilingual("迟交", "late"), lambda pair: pair[0].late),
    Field("open", Bilingual("在审", "open"), lambda pair: pair[0].open),
    Field("days", Bilingual("天数", "days"), lambda pair: pair[0].days),
)


@report.verb("reviewers", said=Bilingual("审稿人一年的负担与守时。", "What each referee was asked and did in a year."))
@year_option
@asking
def reviewers(asked: Asked, year: int | None) -> None:
    """Of the manuscripts that the person may see."""
    from journal.commands import bureau
    from journal.office import reports
    from journal.office.access import View

    with bureau.reading(asked) as open_:
        insist_on_editor(open_)
        of = year or open_.desk.now.astimezone().year
        rows = open_.books.some("manuscript", ("id", "state", "column", "handling"))
        seen = frozenset(row["id"] for row in open_.sight.among(rows, View.WHOLE))
        found = reports.referees(open_.books, of, open_.desk.at, seen)
        names = open_.names({one.person for one in found})
        pairs: list[Any] = [(one, names) for one in found]
        display(asked, pairs, REFEREES)
    asked.tell(reports.LOAD)


__all__ = ["report"]
