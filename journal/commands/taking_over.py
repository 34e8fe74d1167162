"""What another system left: an OJS export, or a sheet of open submissions, entered into the office without a letter to anybody."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.commands.asked import Asked
from journal.commands.changes import DRY
from journal.commands.display import Field, display
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.editorial import Desk, Upload

LOST = (
    Field("what", Bilingual("何物", "what"), lambda lost: lost.external),
    Field("reason", Bilingual("未能带来", "not carried"), lambda lost: lost.what),
)
OUTCOME = (
    Field("new", Bilingual("新增", "new"), lambda outcome: outcome.new),
    Field("changed", Bilingual("更新", "changed"), lambda outcome: outcome.changed),
    Field("unchanged", Bilingual("无变化", "as before"), lambda outcome: outcome.unchanged),
    Field("people", Bilingual("人员", "people"), lambda outcome: outcome.people),
    Field("files", Bilingual("文件", "files"), lambda outcome: outcome.files),
    Field("lost", Bilingual("未能带来的", "not carried"), lambda outcome: outcome.lost, LOST),
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


def of_ojs(asked: Asked, export: Path, users: Path | None, system: str, dry: bool) -> None:
    """OJS native XML and, if there is one, its users XML; doing it again enters only what is new or changed there."""
    from journal.commands import bureau
    from journal.intake import ojs as exported
    from journal.office import ojs

    with contextlib.ExitStack() as stack, bureau.acting(asked, dry, silent=True) as open_:
        people: Iterator[Any] = iter(())
        if users:
            people = exported.users(stack.enter_context(users.open("rb")), users.name)
        papers = exported.read(stack.enter_context(export.open("rb")), export.name)
        outcome = ojs.take_over(_quiet(open_), itertools.chain(people, papers), system, _keep(open_))
        display(asked, outcome, OUTCOME)
    if dry:
        asked.tell(DRY)


def of_sheet(asked: Asked, sheet: Path, column: str, dry: bool) -> None:
    """A CSV of open submissions, in UTF-8, GBK or GB18030; the texts that it names lie beside it."""
    from journal.commands import bureau, named
    from journal.office import submissions_csv

    rows = submissions_csv.rows(sheet.read_bytes(), sheet.name)
    with bureau.acting(asked, dry, silent=True) as open_:
        texts = _texts(open_, sheet.parent, {row.file for row in rows} - {""})
        entered = submissions_csv.enter(_quiet(open_), rows, named.column(open_.about, column), texts)
    pairs = [Pair(there, here, True) for there, here in entered.new.items()]
    pairs += [Pair(there, here, False) for there, here in entered.before.items()]
    display(asked, tuple(pairs), PAIRS)
    if dry:
        asked.tell(DRY)


def _quiet(bureau: Bureau) -> Desk:
    """The desk, writing no letters: nobody is told today of what happened years ago elsewhere."""
    from journal.office.editorial import NoLetters

    return dataclasses.replace(bureau.desk, letters=NoLetters())


def _keep(bureau: Bureau) -> Any:
    def keep(data: bytes, name: str) -> str:
        return bureau.take_in("text", name, data).sha256

    return keep


def _texts(bureau: Bureau, folder: Path, names: set[str]) -> Mapping[str, Upload]:
    from journal.commands.attachments import Attachment, data_of

    there = [name for name in sorted(names) if (folder / name).exists()]
    return {name: bureau.take_in("text", name, data_of(Attachment("text", folder / name))) for name in there}


__all__ = ["of_ojs", "of_sheet"]
