"""`journal sample`: copies of an issue for authors and guests (样刊), and those that the law wants delivered (缴送)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day
from journal.commands.letter import insist_on_editor
from journal.commands.manuscript import PERSON_SAID
from journal.commands.spoken import argument, noun, option, whole
from journal.errors import Bilingual, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.ids import IssueId
    from journal.office.samples import Sample

NO_DEPOSITS = Bilingual(
    "未列缴送：journal.toml 的 [policies] 没有 deposit_copies（如“甲图书馆 3；乙图书馆 1”）。",
    "No deposit copies: [policies] of journal.toml has no deposit_copies (like “A Library 3; B Library 1”).",
)
READING = Bilingual("查阅样刊清单", "read the list of copies")
HIDDEN = Bilingual("未列 {n} 项：属您自己的稿件。", "{n} not listed: they are of your own papers.")


@noun("sample", said=Bilingual("样刊与样刊缴送。", "Sample copies, and deposit copies."))
def sample() -> None:
    """The noun."""


issue_argument = argument("issue", metavar="ISSUE", type=named.ISSUE, said=Bilingual("期", "the issue"))
NUMBER = whole(1, 999_999_999)
NUMBER_SAID = Bilingual("编号（sample list 列出）", "the entry's number (from sample list)")
COPIES_SAID = Bilingual("册数", "how many copies")


@sample.verb(
    "make",
    said=Bilingual("列出一期应寄的样刊与缴送。", "List the copies that an issue's people and libraries are due."),
    more=Bilingual(
        "规定见 journal.toml：sample_copies（每位作者）、deposit_copies（“甲图书馆 3；乙图书馆 1”）等；再次运行不会重复。",
        "Rules: sample_copies (each author), deposit_copies (“A Library 3; B Library 1”) … Run again, it adds nothing twice.",
    ),
)
@issue_argument
@dry_run
@asking
def make(asked: Asked, issue: IssueId, dry_run: bool) -> None:
    """By the journal's rules."""
    from journal.commands import bureau
    from journal.office import samples

    with bureau.acting(asked, dry_run) as open_:
        rules = samples.rules(open_.about.policies)
        new = samples.make(open_.desk, str(issue), rules)
        shown = _lines(open_, str(issue))[-new:] if new else ()
    if shown and not asked.json:
        display(asked, shown, LINE)
    if not rules.deposits:
        asked.tell(NO_DEPOSITS)


@sample.verb(
    "add",
    said=Bilingual("另列一项：给某人或某单位。", "List copies for somebody, or an institution, beside the rules."),
)
@issue_argument
@option("--person", metavar="PERSON", said=PERSON_SAID)
@option("--to", "taker", metavar="NAME", said=Bilingual("接收单位", "the institution"))
@option("--copies", type=whole(), required=True, said=COPIES_SAID)
@dry_run
@asking
def add(asked: Asked, issue: IssueId, person: str | None, taker: str | None, copies: int, dry_run: bool) -> None:
    """One more entry."""
    from journal.commands import bureau
    from journal.office import samples

    with bureau.acting(asked, dry_run) as open_:
        who = open_.person(person) if person else ""
        samples.add(open_.desk, str(issue), copies, person=who, taker=taker or "")


@sample.verb("change", said=Bilingual("更改册数；0 为不寄。", "Change how many copies go; 0 for none."))
@argument("number", metavar="ENTRY", type=NUMBER, said=NUMBER_SAID)
@option("--copies", type=whole(0), required=True, said=COPIES_SAID)
@dry_run
@asking
def change(asked: Asked, number: int, copies: int, dry_run: bool) -> None:
    """Until they have gone."""
    from journal.commands import bureau
    from journal.office import samples

    with bureau.acting(asked, dry_run) as open_:
        samples.change(open_.desk, number, copies)


@sample.verb(
    "sent",
    said=Bilingual("登记已寄出；收件人得到通知。", "Enter copies as sent; whoever gets them is told by letter."),
)
@argument("numbers", metavar="[ENTRY]", nargs=-1, type=NUMBER, said=NUMBER_SAID)
@option("--issue", type=named.ISSUE, said=Bilingual("此期尚未寄出的全部", "all of an issue that have not gone"))
@dry_run
@asking
def sent(asked: Asked, numbers: tuple[int, ...], issue: IssueId | None, dry_run: bool) -> None:
    """All of them or none."""
    from journal.commands import bureau
    from journal.office import samples

    if bool(numbers) == bool(issue):
        raise Misused(Bilingual("请给出编号，或 --issue。", "Give the entries, or --issue."))
    with bureau.acting(asked, dry_run) as open_:
        found = [one.number for one in samples.listed(open_.books, str(issue)) if not one.sent] if issue else numbers
        for number in dict.fromkeys(found):
            samples.sent(open_.desk, number)


# ---------------------------------------------------------------- the list


@dataclass(frozen=True)
class Line:
    """An entry, with the name of whoever gets the copies."""

    sample: Sample
    name: str


def visible(bureau: Bureau, found: tuple[Sample, ...]) -> tuple[Sample, ...]:
    """The entries that the person may see: not who refereed a paper that is closed to them."""
    from journal.office.access import View

    ids = {one.manuscript for one in found if one.reason == "referee"}
    rows = bureau.books.all("manuscript", id=ids)
    whole = {row["id"] for row in bureau.sight.among(rows, View.WHOLE)}
    return tuple(one for one in found if one.reason != "referee" or one.manuscript in whole)


def _lines(bureau: Bureau, issue: str) -> tuple[Line, ...]:
    from journal.office import samples

    found = visible(bureau, samples.listed(bureau.books, issue))
    names = bureau.names({one.person for one in found})
    return tuple(Line(one, one.taker or names.get(one.person, one.person)) for one in found)


def _reason(line: Line) -> Bilingual:
    from journal.office.samples import REASONS

    return REASONS[line.sample.reason]


LINE = (
    Field("number", Bilingual("编号", "entry"), lambda line: line.sample.number),
    Field("why", Bilingual("缘由", "why"), _reason),
    Field("to", Bilingual("收件", "to"), lambda line: line.name),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda line: line.sample.manuscript or None),
    Field("copies", Bilingual("册数", "copies"), lambda line: line.sample.copies),
    Field("sent", Bilingual("寄出", "sent"), lambda line: day(line.sample.sent)),
)


@sample.verb(
    "list",
    said=Bilingual("一期的样刊与缴送清单。", "The copies of an issue: to whom, how many, which have gone."),
    more=Bilingual("印成单子：journal issue sheet ISSUE samples。", "To print it: journal issue sheet ISSUE samples"),
)
@issue_argument
@asking
def listed(asked: Asked, issue: IssueId) -> None:
    """One row an entry."""
    from journal.commands import bureau
    from journal.office import samples

    with bureau.reading(asked) as open_:
        insist_on_editor(open_, READING)
        shown = _lines(open_, str(issue))
        hidden = len(samples.listed(open_.books, str(issue))) - len(shown)
        display(asked, shown, LINE)
    if hidden:
        asked.tell(HIDDEN.format(n=hidden))


__all__ = ["READING", "sample", "visible"]
