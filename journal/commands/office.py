"""`journal office`: the database and the files, kept, moved and brought up to date."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journal.commands.asked import Asked, asking
from journal.commands.changes import DRY, Change, carry_out, dry_run
from journal.commands.display import Field, display
from journal.commands.spoken import argument, noun, option
from journal.errors import Bilingual, Misused

if TYPE_CHECKING:
    from journal.office.files import Files
    from journal.office.records import Office
    from journal.office.transfer import Moved

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = Bilingual("文件夹", "a folder")
ABSENT = Bilingual(
    "记录提到的 {n} 份文件不在文件库中：{which}", "{n} files that the records name are not in the store: {which}"
)


@noun(
    "office",
    said=Bilingual(
        "编辑部数据库与文件：升级、备份、恢复、导出、导入。",
        "The office's database and files: upgrade, backup, restore, export, import.",
    ),
)
def office() -> None:
    """The noun."""


MOVED = (
    Field("event", Bilingual("末条记录", "last event"), lambda moved: moved.head[0]),
    Field("seal", Bilingual("封印", "seal"), lambda moved: moved.head[1]),
    Field("rows", Bilingual("行", "rows"), lambda moved: moved.rows),
    Field("files", Bilingual("文件", "files"), lambda moved: moved.files),
    Field("absent", Bilingual("缺失的文件", "absent files"), lambda moved: moved.absent or None),
)


@contextlib.contextmanager
def _opened(asked: Asked) -> Iterator[Office]:
    from journal.commands import bureau
    from journal.office import transfer
    from journal.office.records import opened

    if not bureau.is_there(asked):
        raise bureau.NoOfficeYet(str(asked.home / "office.db"))
    found = opened(bureau.url(asked))
    try:
        transfer.sweep(found, bureau.files(asked))  # what a crash left of people who were forgotten must be in no copy
        yield found
    finally:
        found.close()


@contextlib.contextmanager
def _emptied(asked: Asked, dry: bool) -> Iterator[tuple[Office, Files]]:
    """The office that is to be filled, NotEmpty if it has rows; on a dry run another, which is thrown away after."""
    from journal.commands import bureau
    from journal.office import records
    from journal.office.files import Files

    with contextlib.ExitStack() as stack:
        own = records.Office(bureau.url(asked)) if bureau.is_there(asked) or not dry else None
        if own:
            stack.callback(own.close)
        if own and records.revision(own):
            records.insist_on_none(own)
        if own and not dry:
            yield own, bureau.files(asked)
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        tried = records.Office(f"sqlite:///{folder / 'office.db'}")
        stack.callback(tried.close)
        yield tried, Files(folder / "files")


def _shown(asked: Asked, moved: Moved, dry: bool = False) -> None:
    display(asked, moved, MOVED)
    if dry:
        asked.tell(DRY)
    if moved.absent:
        asked.tell(ABSENT.format(n=len(moved.absent), which=" ".join(one[:12] for one in moved.absent[:5])))


@office.verb(
    "upgrade",
    said=Bilingual(
        "把数据库升级到本程序的版本；没有则新建。",
        "Bring the database to this program's version; make it where there is none.",
    ),
)
@dry_run
@asking
def upgrade(asked: Asked, dry_run: bool) -> None:
    """The tables at the newest revision."""
    from journal.commands import bureau
    from journal.office import records

    url = bureau.url(asked)
    found = records.Office(url) if bureau.is_there(asked) else None
    try:
        now = records.revision(found) if found else ""
        newest = records.REVISIONS[-1]
        steps = () if now == newest else (_upgrade(url, now, newest),)
    finally:
        if found:
            found.close()
    carry_out(asked, steps, dry_run)
    if not dry_run:
        bureau.sweep(asked)


def _upgrade(url: str, now: str, newest: str) -> Change:
    from journal.office import records

    def done() -> None:
        office = records.Office(url) if now else records.opened(url)
        try:
            records.upgrade(office)
        finally:
            office.close()

    what = (
        Bilingual(f"升级 {now} → {newest}", f"upgrade {now} → {newest}")
        if now
        else Bilingual("新建数据库", "new database")
    )
    return Change(what, url, done)


@office.verb(
    "backup",
    said=Bilingual(
        "备份数据库与文件到新文件夹；他人可继续工作。", "Copy database and files into a new folder, while others work."
    ),
    more=Bilingual(
        "备份含全部内容，请如数据库一样保管。",
        "A backup holds everything: keep it as you keep the database.",
    ),
)
@argument("folder", metavar="FOLDER", type=click.Path(path_type=Path), said=FOLDER)
@asking
def backup(asked: Asked, folder: Path) -> None:
    """A consistent copy."""
    from journal.commands import bureau
    from journal.office.backup import backup as made

    with _opened(asked) as found:
        _shown(asked, made(found, bureau.files(asked), folder))


@office.verb(
    "restore",
    said=Bilingual("从备份恢复到空的（或没有的）编辑部。", "Make an empty or absent office what it was at the backup."),
)
@argument("folder", metavar="FOLDER", type=click.Path(path_type=Path), said=FOLDER)
@dry_run
@asking
def restore(asked: Asked, folder: Path, dry_run: bool) -> None:
    """The office as it stood."""
    from journal.office.backup import restore as made

    with _emptied(asked, dry_run) as (found, store):
        _shown(asked, made(folder, found, store), dry_run)


@office.verb(
    "export",
    said=Bilingual("导出全部记录与文件为纯文本文件夹，不丢一字。", "Everything as a folder of plain text, loss-less."),
    more=Bilingual(
        "含全部稿件的审稿人与意见，须由没有自己稿件的编辑部主任或主编运行。",
        "It shows every record: it takes a managing editor or editor-in-chief who has no paper here.",
    ),
)
@argument("folder", metavar="FOLDER", type=click.Path(path_type=Path), said=FOLDER)
@asking
def export(asked: Asked, folder: Path) -> None:
    """The office as text."""
    from journal.commands import bureau
    from journal.office import access, transfer

    with bureau.reading(asked) as open_:
        access.to_see_all(open_.books, open_.desk.who, "journal office export", open_.desk.at)
    with _opened(asked) as found:
        _shown(asked, transfer.export(found, bureau.files(asked), folder))


@office.verb(
    "import",
    said=Bilingual(
        "把导出的文件夹读入空的编辑部；或导入 OJS、在审稿件表。",
        "Read an exported folder into an empty office; or take over from OJS, or from a sheet of open submissions.",
    ),
    more=Bilingual(
        "--ojs 与 --csv 可重复运行，只带来新的与有变化的；不发任何信函。",
        "--ojs and --csv may be run again: only what is new or changed is entered. No letter is written.",
    ),
)
@argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path), said=FOLDER)
@option("--ojs", type=FILE, metavar="FILE", said=Bilingual("OJS 原生 XML（3.3—3.5）", "OJS native XML (3.3–3.5)"))
@option("--users", type=FILE, metavar="FILE", said=Bilingual("OJS 用户 XML", "OJS users XML"))
@option(
    "--system",
    default="ojs",
    metavar="NAME",
    said=Bilingual("来源的名称（默认：ojs）", "name of where it comes from (default: ojs)"),
)
@option(
    "--section",
    "sections",
    multiple=True,
    metavar="SHORT=COLUMN",
    said=Bilingual("原系统的栏目排入本刊的哪个栏目，可多次", "into which column a section of OJS goes; repeat it"),
)
@option(
    "--roles",
    is_flag=True,
    said=Bilingual("同时授予用户在 OJS 的职务", "give the users the roles that they had in OJS"),
)
@option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual(
        "未能带来的逐条写入（默认：导出文件旁）", "where to list what was not carried (default: beside the export)"
    ),
)
@option("--csv", "sheet", type=FILE, metavar="FILE", said=Bilingual("在审稿件表", "a sheet of open submissions"))
@option("--column", metavar="COLUMN", said=Bilingual("表中未写栏目时用", "where the sheet names none"))
@dry_run
@asking
def import_(
    asked: Asked,
    folder: Path | None,
    ojs: Path | None,
    users: Path | None,
    system: str,
    sections: tuple[str, ...],
    roles: bool,
    report: Path | None,
    sheet: Path | None,
    column: str | None,
    dry_run: bool,
) -> None:
    """The same state, with the same head of the ledger; or what another system left."""
    from journal.commands import taking_over
    from journal.office import records, transfer

    if sum((folder is not None, bool(ojs or users), sheet is not None)) != 1:
        raise Misused(
            Bilingual(
                "请给出文件夹、--ojs（--users）或 --csv 之一。", "Give one of: a folder, --ojs (and --users), --csv."
            )
        )
    if ojs or users:
        export = taking_over.Export(ojs, users, system, taking_over.sections_of(sections), roles, report)
        taking_over.of_ojs(asked, export, dry_run)
        return
    if sheet:
        taking_over.of_sheet(asked, sheet, column or asked.read().snapshot.journal.columns[0].id, dry_run)
        return
    assert folder, "one of the three was given"
    with _emptied(asked, dry_run) as (found, store):
        if not records.revision(found):
            records.upgrade(found)
        _shown(asked, transfer.import_(found, store, folder), dry_run)


__all__ = ["office"]
