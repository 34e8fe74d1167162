"""`journal issue`: issues as folders, from the first empty one to the published one."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journal.commands import named
from journal.commands.article import UNREADABLE, titles
from journal.commands.asked import Asked, asking
from journal.commands.changes import Change, carry_out, dry_run
from journal.commands.display import Field, display
from journal.commands.named import ARTICLE, DAY, EDITION, ISSUE
from journal.commands.spoken import argument, noun, one_of, option, whole
from journal.commands.unread import tell_unread
from journal.errors import Bilingual, Misused, Refused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.folder import Reading
    from journal.html.sheet import Sheet
    from journal.ids import ArticleId, IssueId, Language
    from journal.model import Article, Issue, Journal, LockedPages

IN_PREPARATION = Bilingual("在编", "in preparation")
PUBLISHED = Bilingual("{date} 已出版", "published {date}")


@noun("issue", said=Bilingual("期：issues/ 下的文件夹。", "Issues: the folders of issues/."))
def issue() -> None:
    """The noun."""


ISSUE_SAID = Bilingual("期号，如 2026-5", "the issue's id, like 2026-5")
ARTICLE_SAID = Bilingual("文章的标识", "the article's id")
EDITION_SAID = Bilingual("文版的语言", "language of the edition")
COLUMN_SAID = Bilingual("栏目", "the column")


# ---------------------------------------------------------------- new


@issue.verb("new", said=Bilingual("新建一期：空的 issue.toml。", "A new issue: an empty issue.toml."))
@argument("id", metavar="ISSUE", type=ISSUE, said=ISSUE_SAID)
@option("--year", type=whole(1600), said=Bilingual("年（默认：取自期号）", "year (default: from the id)"))
@option("--number", metavar="N", said=Bilingual("期次（默认：取自期号）", "number (default: from the id)"))
@option(
    "--date", type=DAY, said=Bilingual("出版日（默认：按刊期，15 日）", "issue day (default: by frequency, the 15th)")
)
@dry_run
@asking
def new(asked: Asked, id: IssueId, year: int | None, number: str | None, date: dt.date | None, dry_run: bool) -> None:
    """A folder with an empty issue.toml."""
    from journal import folder

    about = folder.journal(asked.home)
    carry_out(asked, _new(asked, about, id, *numbered(id, year, number), date), dry_run)


def _new(asked: Asked, about: Journal, id: IssueId, year: int, number: str, date: dt.date | None) -> Iterator[Change]:
    from journal.folder import issue_edits, issue_toml

    if (asked.home / "issues" / id).exists():
        raise Refused(
            Bilingual(f"已有 issues/{id}。", f"There is an issues/{id} already."),
            Bilingual("请换一个期号。", "Give another id."),
        )
    insist_on_number(number, about.issues_a_year)
    day = date or day_of(year, number, about.issues_a_year)
    text = issue_edits.new(about, id, year, number, day)
    yield Change(
        Bilingual("新建", "new"), issue_toml.file(id), lambda: issue_toml.write(asked.home, id, text, about, {})
    )


def numbered(id: IssueId, year: int | None, number: str | None) -> tuple[int, str]:
    """The year and number of an issue: as given, else as its id says."""
    if id == named.FORTHCOMING:
        raise Misused(Bilingual("forthcoming 不是一期。", "forthcoming is no issue."))
    found = re.fullmatch(r"(\d{4})-(\d+(?:-\d+)?)", id, re.ASCII)
    if not found and not (year and number):
        raise Misused(
            Bilingual(
                f"“{id}”看不出年和期：请加 --year 和 --number。",
                f"“{id}” tells no year and number: add --year, --number.",
            )
        )
    return (year or int(found[1]), number or found[2]) if found else (year or 0, number or "")


def insist_on_number(number: str, issues_a_year: int) -> None:
    """A number, or two of a double issue, is one of the year's; a supplement's (S1) is none of them."""
    parts = [int(part) for part in number.split("-")] if re.fullmatch(r"\d+(-\d+)?", number, re.ASCII) else []
    if any(not 1 <= part <= issues_a_year for part in parts) or sorted(set(parts)) != parts:
        raise Misused(
            Bilingual(
                f"每年 {issues_a_year} 期（journal.toml 的 issues_a_year），没有第 {number} 期；增刊请用 --number S1 之类。",
                f"There are {issues_a_year} issues a year (issues_a_year in journal.toml) and no No. {number}; "
                "give a supplement a number like S1: --number.",
            )
        )


def day_of(year: int, number: str, issues_a_year: int) -> dt.date:
    """The usual day of an issue: the 15th of the first month of its part of the year."""
    first = re.match(r"\d+", number, re.ASCII)
    place = min(int(first[0]) if first else 1, issues_a_year)
    return dt.date(year, (place - 1) * 12 // issues_a_year + 1, 15)


# ---------------------------------------------------------------- list, show


def state(issue: Issue) -> Bilingual:
    """Whether it is published, and since when."""
    if not issue.lock:
        return IN_PREPARATION
    return PUBLISHED.format(date=max((article.published for article in issue.lock.articles), default=issue.date))


LIST = (
    Field("issue", Bilingual("期", "issue"), lambda issue: issue.id),
    Field("year", Bilingual("年", "year"), lambda issue: issue.year),
    Field("number", Bilingual("期次", "no."), lambda issue: issue.number),
    Field("date", Bilingual("出版日", "date"), lambda issue: issue.date),
    Field(
        "articles",
        Bilingual("篇数", "articles"),
        lambda issue: {edition.language: len(edition.slots) for edition in issue.editions},
    ),
    Field("state", Bilingual("状态", "state"), state),
)


@issue.verb("list", said=Bilingual("列出各期。", "The issues."))
@asking
def listed(asked: Asked) -> int:
    """One row an issue."""
    reading = asked.read(with_back_issues=False)
    display(asked, reading.snapshot.issues, LIST)
    return tell_unread(asked, reading)


@dataclass(frozen=True)
class Placed:
    """An article in its place in an edition."""

    edition: Language
    column: str
    order: int
    id: ArticleId
    article: Article | None
    pages: LockedPages | None
    missing: tuple[Bilingual, ...]


@dataclass(frozen=True)
class Shown:
    """An issue with its articles, edition by edition."""

    issue: Issue
    articles: tuple[Placed, ...]


def shown(reading: Reading, id: IssueId) -> Shown:
    """All there is to show of one issue."""
    found = named.issue(reading, id)
    return Shown(found, tuple(_placed(reading, found)))


def _placed(reading: Reading, issue: Issue) -> Iterator[Placed]:
    from journal.commands.missing import missing

    known = {article.id: article for article in reading.snapshot.articles}
    for edition in issue.editions:
        for order, slot in enumerate(edition.slots, start=1):
            entry = issue.lock.article(slot.article) if issue.lock else None
            yield Placed(
                edition.language,
                slot.column,
                order,
                slot.article,
                known.get(slot.article),
                entry.pages.get(edition.language) if entry else None,
                missing(reading, slot.article),
            )


PLACED = (
    Field("edition", Bilingual("文版", "edition"), lambda placed: placed.edition),
    Field("column", Bilingual("栏目", "column"), lambda placed: placed.column),
    Field("order", Bilingual("序", "order"), lambda placed: placed.order),
    Field("article", Bilingual("文章", "article"), lambda placed: placed.id),
    Field("first", Bilingual("首页", "first"), lambda placed: placed.pages and placed.pages.first),
    Field("last", Bilingual("末页", "last"), lambda placed: placed.pages and placed.pages.last),
    Field("missing", Bilingual("尚缺", "missing"), lambda placed: placed.missing),
    Field(
        "titles", Bilingual("标题", "title"), lambda placed: titles(placed.article) if placed.article else UNREADABLE
    ),
)
SHOW = (
    Field("issue", Bilingual("期", "issue"), lambda shown: shown.issue.id),
    Field("titles", Bilingual("专号", "special issue"), lambda shown: dict(shown.issue.titles)),
    Field("year", Bilingual("年", "year"), lambda shown: shown.issue.year),
    Field("number", Bilingual("期次", "number"), lambda shown: shown.issue.number),
    Field("volume", Bilingual("卷", "volume"), lambda shown: shown.issue.volume),
    Field("serial", Bilingual("总期号", "continuous number"), lambda shown: shown.issue.serial),
    Field("date", Bilingual("出版日", "issue day"), lambda shown: shown.issue.date),
    Field("state", Bilingual("状态", "state"), lambda shown: state(shown.issue)),
    Field("waivers", Bilingual("豁免", "waivers"), lambda shown: shown.issue.waivers),
    Field("articles", Bilingual("文章", "articles"), lambda shown: shown.articles, PLACED),
)


@issue.verb(
    "show",
    said=Bilingual("一期的内容：栏目、文章、页码、尚缺。", "An issue: columns, articles, pages, what is missing."),
)
@argument("id", metavar="ISSUE", type=ISSUE, said=ISSUE_SAID)
@asking
def show(asked: Asked, id: IssueId) -> None:
    """One record, with a table of its articles."""
    display(asked, shown(asked.read(), id), SHOW)


# ---------------------------------------------------------------- place, order

ID = argument("id", metavar="ISSUE", type=ISSUE, said=ISSUE_SAID)
IN_EDITION = option("--edition", "language", type=EDITION, required=True, said=EDITION_SAID)
IN_COLUMN = option("--column", metavar="COLUMN", required=True, said=COLUMN_SAID)


@issue.verb(
    "place",
    said=Bilingual("把文章排入一期的某文版、某栏目。", "Place an article in a column of an edition."),
    more=Bilingual(
        "文章若在 forthcoming 或另一未出版的期中，其文件夹随之移来。",
        "From forthcoming, or from another issue not yet published, its folder moves along.",
    ),
)
@ID
@argument("article", metavar="ARTICLE", type=ARTICLE, said=ARTICLE_SAID)
@IN_EDITION
@IN_COLUMN
@option(
    "--position",
    type=whole(),
    said=Bilingual("栏目中的第几篇（默认：最后）", "place in the column (default: the last)"),
)
@dry_run
@asking
def place(
    asked: Asked,
    id: IssueId,
    article: ArticleId,
    language: Language,
    column: str,
    position: int | None,
    dry_run: bool,
) -> None:
    """Edit issue.toml; move the folder if need be."""
    from journal.commands import issued, placing

    with asked.alone("edit"):
        reading = asked.read()
        spot = placing.spot(reading, id, language, column)
        steps = tuple(placing.place(reading, spot, article, position))
        carry_out(asked, (*steps, *issued.placed(asked, article, id)), dry_run)


@issue.verb("order", said=Bilingual("一个栏目中各篇的次序。", "The order of the articles in a column."))
@ID
@argument(
    "articles",
    metavar="ARTICLE…",
    nargs=-1,
    required=True,
    type=ARTICLE,
    said=Bilingual("栏目中的全部文章", "all of the column"),
)
@IN_EDITION
@IN_COLUMN
@dry_run
@asking
def order(
    asked: Asked, id: IssueId, articles: tuple[ArticleId, ...], language: Language, column: str, dry_run: bool
) -> None:
    """Edit issue.toml."""
    from journal.commands import placing

    with asked.alone("edit"):
        reading = asked.read()
        carry_out(asked, placing.order(reading, placing.spot(reading, id, language, column), articles), dry_run)


# ---------------------------------------------------------------- publish


@issue.verb(
    "publish",
    said=Bilingual("出版一期：检查、排版、锁定、存档。", "Publish an issue: check, lay out, lock, keep."),
    more=Bilingual(
        "有未豁免的错误则拒绝。出版后内容即锁定；再次运行不会改动任何文件。",
        "Refuses while an error is not waived. What is published is fixed; running it again changes nothing.",
    ),
)
@ID
@option(
    "--date", "published", type=DAY, said=Bilingual("出版日期（默认：今天）", "date of publication (default: today)")
)
@dry_run
@asking
def publish(asked: Asked, id: IssueId, published: dt.date | None, dry_run: bool) -> None:
    """The one place where the clock says when something was published."""
    from journal.commands import bureau, publication

    with asked.alone("edit"):
        carry_out(asked, publication.publishing(asked, id, published, bureau.moment()), dry_run)


@issue.verb(
    "amend",
    said=Bilingual(
        "修订已出版的一期：重新排版、锁定、存档。", "Amend a published issue: lay out, lock and keep it anew."
    ),
    more=Bilingual(
        "用于版权页、编次、日期、后出的文版、版式；文章的改动是更正，须见于以后某期。旧 PDF 留在存档中。",
        "For its imprint, order, dates, a later edition, its lay-out; an article is corrected in a later issue.",
    ),
)
@ID
@option("--reason", required=True, metavar="TEXT", said=Bilingual("修订的理由，公开", "why; it is public"))
@option(
    "--pages", "may_move", is_flag=True, said=Bilingual("允许改动已出版的页码", "let published page numbers change")
)
@dry_run
@asking
def amend(asked: Asked, id: IssueId, reason: str, may_move: bool, dry_run: bool) -> None:
    """A deliberate change of what is no article's text."""
    from journal.commands import bureau
    from journal.commands.amending import amending

    now = bureau.moment()
    with asked.alone("edit"):
        found = amending(asked, id, reason, may_move)
        carry_out(asked, found.changes(now.astimezone().date(), now), dry_run)


# ---------------------------------------------------------------- the office's side of an issue


@issue.verb(
    "plan",
    said=Bilingual(
        "从出版日倒排：节点、选题与约稿、存稿、印张。",
        "Count back from the issue day: milestones, topics, stock, sheets of paper.",
    ),
)
@ID
@asking
def plan(asked: Asked, id: IssueId) -> None:
    """The plan of an issue as it stands today."""
    from journal.commands import bureau, plans
    from journal.office import planning

    day = named.issue(asked.read(), id).date
    with bureau.reading(asked) as open_:
        plans.insist_on_part(open_)
        rules = planning.rules(open_.about.policies)
        found = planning.plan(open_.books, id, day, open_.desk.now.astimezone().date(), rules)
        display(asked, plans.shown(open_, found), plans.PLAN)


@issue.verb(
    "sheet",
    said=Bilingual(
        "印出发稿单、付印单、稿酬单或样刊单（PDF）。", "A sheet of an issue as PDF: release, press, fees or copies."
    ),
    more=Bilingual(
        "稿酬单只由编辑部主任或主编印；--accounts 印上账号，须有密钥（journal fee key）。",
        "Fees: managing editor or editor-in-chief. --accounts prints accounts too; it takes the key (journal fee key).",
    ),
)
@ID
@argument(
    "kind",
    metavar="release|press|fees|samples",
    type=one_of("release", "press", "fees", "samples"),
    said=Bilingual("哪一种", "which"),
)
@option("--accounts", is_flag=True, said=Bilingual("稿酬单上印出账号", "print the accounts on the sheet of fees"))
@option("--language", type=EDITION, said=Bilingual("语言（默认：刊物的）", "language (default: the journal's)"))
@option("--to", "target", type=click.Path(path_type=Path), metavar="FILE", said=Bilingual("写到何处", "where to write"))
@asking
def sheet(asked: Asked, id: IssueId, kind: str, accounts: bool, language: Language | None, target: Path | None) -> None:
    """A form, filled in from the records."""
    from journal.commands import bureau, sheets

    if accounts:
        _insist_on_outside(asked, kind, target)
    with bureau.reading(asked) as open_:
        tongue = language or open_.about.languages[0]
        made = _sheet(open_, str(id), kind, tongue, accounts)
    with _private() if accounts else contextlib.nullcontext():
        written = sheets.write(asked, made, tongue, target or Path(f"{id}.{kind}.pdf"))
    display(asked, (written,), (), line=_written)


def _insist_on_outside(asked: Asked, kind: str, target: Path | None) -> None:
    """Accounts are printed on the sheet of fees alone, and not into the home, which is in git; Misused, Refused."""
    if kind != "fees":
        raise Misused(Bilingual("--accounts 只用于稿酬单。", "--accounts is for the sheet of fees."))
    if target is None or target.resolve().is_relative_to(asked.home.resolve()):
        raise Refused(
            Bilingual(
                "印有账号的单子不能写在刊物目录内。", "A sheet with accounts is not written into the journal's home."
            ),
            Bilingual("请用 --to 写到目录之外。", "Name a file outside of it with --to."),
        )


@contextlib.contextmanager
def _private() -> Iterator[None]:
    """What is written meanwhile is readable by nobody else."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _sheet(bureau: Bureau, id: str, kind: str, language: Language, accounts: bool) -> Sheet:
    """The form, for whoever may see it; NoRight, NoKey."""
    from journal.commands import fee, letter, plans, sample, sheets
    from journal.office import fees

    match kind:
        case sheets.FEES:
            fee.insist_on_desk(bureau)
            vault = fees.vault(os.environ, bureau.asked.home) if accounts else None
            return sheets.of_fees(bureau, id, language, vault)
        case sheets.SAMPLES:
            letter.insist_on_editor(bureau, sample.READING)
            return sheets.of_samples(bureau, id, language)
    plans.insist_on_part(bureau)
    return sheets.of_issue(bureau, id, kind, language)


def _written(path: Path) -> Bilingual:
    return Bilingual(str(path), str(path))
