"""What another system left: an OJS export, or a sheet of open submissions, entered into the office without a letter to anybody."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.commands.asked import Asked
from journal.commands.changes import DRY
from journal.commands.display import Field, display
from journal.errors import Bilingual, Misused, Refused, said_by_system

if TYPE_CHECKING:
    from journal.back_issues import Columns, Made
    from journal.commands.bureau import Bureau
    from journal.exported import Lost
    from journal.office.editorial import Desk, Upload
    from journal.office.ojs import Hands, Outcome

EXAMPLES = 3
REPORT = Bilingual(
    "未能带来的逐条列在 {file}（{n} 条）。", "What was not carried is listed one by one in {file} ({n})."
)
COLUMNS = Bilingual(
    "journal.toml 新增栏目：{which}（用 --section 短名=栏目 可改排入已有栏目）。",
    "columns added to journal.toml: {which} (--section SHORT=COLUMN puts a section into a column of yours).",
)
UNREAD = Bilingual("没有读取的列：{which}。", "columns that were not read: {which}.")
EVERY = "*"  # what is not carried of any record
FOR_ALL = Bilingual("全部", "all")


@dataclass(frozen=True)
class Group:
    """What was not carried, counted: of which records for example."""

    what: Bilingual
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of an import."""

    outcome: Outcome
    issues: Sequence[Made]
    lost: Sequence[Lost]

    def groups(self) -> tuple[Group, ...]:
        """What was not carried, the most frequent first."""
        counts = Counter(one.what for one in self.lost)
        return tuple(Group(what, n, tuple(self._examples(what))) for what, n in counts.most_common())

    def _examples(self, what: Bilingual) -> Iterator[str]:
        found = (one for one in self.lost if one.what == what and one.external != EVERY)
        for one in itertools.islice(found, EXAMPLES):
            yield f"{one.external} ({one.which})" if one.which else one.external

    def shelves(self) -> tuple[Shelf, ...]:
        """The issues by what was done to them."""
        states = dict.fromkeys(made.state for made in self.issues)
        return tuple(Shelf(state, [made for made in self.issues if made.state == state]) for state in states)

    def here(self, lost: Lost) -> str:
        """The number here of the record there."""
        return self.outcome.here.get(lost.external, "")


COUNTS = (
    Field("new", Bilingual("新增稿件", "new manuscripts"), lambda result: result.outcome.new),
    Field("changed", Bilingual("更新稿件", "changed"), lambda result: result.outcome.changed),
    Field("unchanged", Bilingual("无变化", "as before"), lambda result: result.outcome.unchanged),
    Field("people", Bilingual("新增人员", "new people"), lambda result: result.outcome.people),
    Field("files", Bilingual("新增文件", "new files"), lambda result: result.outcome.files),
)


@dataclass(frozen=True)
class Shelf:
    """Issues to which the same was done: how many, from which to which, with how many articles."""

    state: Bilingual
    issues: Sequence[Made]

    @property
    def run(self) -> str:
        """The first and the last of them by their day."""
        ordered = sorted(self.issues, key=lambda made: (made.date, made.issue))
        ends = dict.fromkeys((ordered[0].issue, ordered[-1].issue))
        return " … ".join(ends)


SHELVES = (
    Field("state", Bilingual("issues/ 中", "in issues/"), lambda shelf: shelf.state),
    Field("count", Bilingual("期数", "issues"), lambda shelf: len(shelf.issues)),
    Field("articles", Bilingual("篇数", "articles"), lambda shelf: sum(made.articles for made in shelf.issues)),
    Field("run", Bilingual("自…至", "from … to"), lambda shelf: shelf.run),
)
ISSUES = (
    Field("issue", Bilingual("期", "issue"), lambda made: made.issue),
    Field("date", Bilingual("出版日", "date"), lambda made: made.date),
    Field("articles", Bilingual("篇数", "articles"), lambda made: made.articles),
    Field("state", Bilingual("issues/ 中", "in issues/"), lambda made: made.state),
)
GROUPS = (
    Field("reason", Bilingual("未能带来", "not carried"), lambda group: group.what),
    Field("count", Bilingual("条", "times"), lambda group: group.count),
    Field("examples", Bilingual("例如（原编号）", "as of (number there)"), lambda group: group.examples),
)


def _lost(result: Result) -> tuple[Field, ...]:
    return (
        Field("there", Bilingual("原编号", "number there"), lambda lost: lost.external),
        Field("here", Bilingual("本刊编号", "number here"), result.here),
        Field("reason", Bilingual("未能带来", "not carried"), lambda lost: lost.what),
        Field("which", Bilingual("详情", "more exactly"), lambda lost: lost.which),
    )


@dataclass(frozen=True)
class Pair:
    """A number there and the number here."""

    there: str
    here: str
    is_new: bool


PAIRS = (
    Field("there", Bilingual("原编号", "number there"), lambda pair: pair.there),
    Field("here", Bilingual("本刊编号", "number here"), lambda pair: pair.here),
    Field("new", Bilingual("新增", "new"), lambda pair: Bilingual("是", "yes") if pair.is_new else None),
)


@dataclass(frozen=True)
class Export:
    """What is taken over: the papers, the people, under which name of their system, and how."""

    papers: Path | None
    users: Path | None
    system: str
    sections: Mapping[str, str]
    roles: bool
    report: Path | None

    @property
    def to(self) -> Path:
        """Where the report goes: beside the export, if nothing else is said, and never over an earlier one."""
        first = self.papers or self.users
        assert first is not None, "one of the two was given"
        names = (
            f"{first.stem}.report{number}.csv"
            for number in itertools.chain([""], map("-{}".format, itertools.count(2)))
        )
        return self.report or next(path for path in map(first.with_name, names) if not path.exists())


def of_ojs(asked: Asked, export: Export, dry: bool) -> None:
    """OJS native XML, its users XML, or both; doing it again enters only what is new or changed there."""
    from journal.back_issues import BackIssues
    from journal.commands import bureau
    from journal.intake import ojs as exported
    from journal.office import ojs

    to = export.to
    with contextlib.ExitStack() as stack:
        people: Iterator[Any] = iter(())
        papers: Iterator[Any] = iter(())
        if export.users:
            opened = stack.enter_context(export.users.open("rb"))
            exported.insist(opened, export.users.name, "users")
            people = exported.users(opened, export.users.name)
        if export.papers:
            opened = stack.enter_context(export.papers.open("rb"))
            exported.insist(opened, export.papers.name, "papers")
            papers = exported.read(opened, export.papers.name)
        if not dry:
            _insist_on_report(to)
        open_ = stack.enter_context(bureau.acting(asked, dry, silent=True))
        columns = _columns(open_, export.sections)
        hands = _hands(open_, columns)
        outcome = ojs.take_over(_quiet(open_), itertools.chain(people, papers), export.system, hands, export.roles)
        open_.files.settle()
    back = BackIssues(asked.home, columns, asked.archive, export.system, open_.desk.now, open_.files.path)
    made = back.tell(outcome) if dry else back.write(outcome)
    never = [_whole(one) for one in exported.NEVER] if export.papers else []
    _show(asked, Result(outcome, made, (*outcome.lost, *back.lost, *never)), columns, None if dry else to)


def _whole(what: Bilingual) -> Lost:
    from journal.exported import Lost

    return Lost(EVERY, what)


def _columns(open_: Bureau, sections: Mapping[str, str]) -> Columns:
    from journal.back_issues import Columns
    from journal.commands import named

    return Columns(open_.about, {ref: named.column(open_.about, column) for ref, column in sections.items()})


def _hands(open_: Bureau, columns: Columns) -> Hands:
    """What the office needs made, with what a dry run does not do left out."""
    import hashlib

    from journal import acceptance
    from journal import build as building
    from journal.back_issues import judge
    from journal.office.ojs import Hands

    def digest(data: bytes, name: str = "") -> str:
        return hashlib.sha256(data).hexdigest()

    def keep(data: bytes, name: str) -> str:
        return open_.files.put(data, name, durable=False)

    def shelve(data: bytes) -> str:
        return building.archive_pdf(open_.asked.archive, data)

    dry = open_.is_dry
    return Hands(digest if dry else keep, digest if dry else shelve, columns.column, acceptance.called, judge)


def _show(asked: Asked, result: Result, columns: Columns, report: Path | None) -> None:
    """Counts, issues, and what was not carried: grouped for people, one by one for programs and in the report."""
    if asked.json:
        issues = Field("issues", Bilingual("期", "issues"), lambda one: one.issues, ISSUES)
        every = Field("lost", Bilingual("未能带来的", "not carried"), lambda one: one.lost, _lost(result))
        display(asked, result, (*COUNTS, issues, every))
    else:
        groups = Field("lost", Bilingual("未能带来的", "not carried"), lambda one: one.groups(), GROUPS)
        shelves = Field("issues", Bilingual("期", "issues"), lambda one: one.shelves(), SHELVES)
        display(asked, result, (*COUNTS, shelves, groups))
    if columns.added:
        asked.tell(COLUMNS.format(which=" ".join(columns.added)))
    if report:
        _write_report(report, result)
        asked.tell(REPORT.format(file=report, n=len(result.lost)))
    else:
        asked.tell(DRY)


def _insist_on_report(file: Path) -> None:
    """See that the report can be written before anything is entered."""
    import os

    if not os.access(file if file.exists() else file.parent, os.W_OK) or file.is_dir():
        raise Refused(
            Bilingual(f"报告 {file} 无法写入。", f"The report {file} cannot be written."),
            Bilingual("请用 --report FILE 指定他处。", "Give another place: --report FILE"),
        )


def _write_report(file: Path, result: Result) -> None:
    """Every single thing as CSV that a spreadsheet opens as it is: with a byte order mark, in both languages."""
    from journal import folder

    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(("原编号 number there", "本刊编号 number here", "未能带来", "not carried", "详情 more exactly"))
    for one in result.lost:
        there = FOR_ALL.zh + " " + FOR_ALL.en if one.external == EVERY else one.external
        sheet.writerow([_cell(cell) for cell in (there, result.here(one), one.what.zh, one.what.en, one.which)])
    try:
        folder.write_bytes(file, text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise Refused(
            Bilingual(
                f"已导入，但报告 {file} 无法写入（{said_by_system(error).zh}）。",
                f"All was entered, but the report {file} cannot be written ({said_by_system(error).en}).",
            ),
            Bilingual("请用 --report FILE 再运行一次。", "Run it again with --report FILE."),
        ) from None


def _cell(text: str) -> str:
    """What a spreadsheet would take for a formula is text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def sections_of(given: Iterable[str]) -> Mapping[str, str]:
    """`--section SHORT=COLUMN`; Misused."""
    found = {}
    for one in given:
        ref, mark, column = one.rpartition("=")
        if not (mark and ref and column):
            raise Misused(Bilingual(f"“{one}”应为 短名=栏目。", f"“{one}” should be SHORT=COLUMN."))
        found[ref] = column
    return found


def of_sheet(asked: Asked, sheet: Path, column: str, dry: bool) -> None:
    """A CSV of open submissions, in UTF-8, UTF-16, GBK or GB18030; the texts that it names lie beside it."""
    from journal.commands import bureau, named
    from journal.office import submissions_csv
    from journal.office.files import read_bounded

    with bureau.acting(asked, dry, silent=True) as open_:
        columns = {
            text.casefold(): one.id
            for one in open_.about.columns
            for text in (one.id, *(title for _, title in one.titles.items()))
        }
        today = open_.desk.now.astimezone().date()
        expected = submissions_csv.Expected(columns, today, lambda name: (sheet.parent / name).is_file())
        try:
            read = submissions_csv.sheet(read_bounded(sheet), sheet.name, expected)
        except submissions_csv.BadRows as error:
            for fault in error.faults:
                asked.tell(Bilingual(fault.say("zh"), fault.say("en")))
            raise
        texts = _texts(open_, sheet.parent, {row.file for row in read.rows} - {""})
        entered = submissions_csv.enter(_quiet(open_), read.rows, named.column(open_.about, column), texts)
    pairs = [Pair(there, here, True) for there, here in entered.new.items()]
    pairs += [Pair(there, here, False) for there, here in entered.before.items()]
    display(asked, tuple(pairs), PAIRS)
    if read.unread:
        asked.tell(UNREAD.format(which="、".join(read.unread)))
    if dry:
        asked.tell(DRY)


def _quiet(bureau: Bureau) -> Desk:
    """The desk, writing no letters: nobody is told today of what happened years ago elsewhere."""
    from journal.office.editorial import NoLetters

    return dataclasses.replace(bureau.desk, letters=NoLetters())


def _texts(bureau: Bureau, folder: Path, names: set[str]) -> Mapping[str, Upload]:
    from journal.commands.attachments import Attachment, data_of

    return {
        name: bureau.take_in("text", Path(name).name, data_of(Attachment("text", folder / name)))
        for name in sorted(names)
    }


__all__ = ["Export", "of_ojs", "of_sheet", "sections_of"]
