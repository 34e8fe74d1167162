"""What editors write beside a manuscript: notes and tags."""

from __future__ import annotations

import re
from typing import Any

from journal.errors import Bilingual, Misused
from journal.office import dossier
from journal.office.editorial import Desk, changed, insist
from journal.office.workflow import DESK, EDITORS

EDITING = EDITORS | DESK


def note(desk: Desk, id: str, text: str, based_on: int | None = None) -> None:
    """Write something beside the manuscript; Misused if it is empty, NoRight."""
    row = _row(desk, id, Bilingual("写备注", "write notes"), based_on)
    if not text.strip():
        raise Misused(Bilingual("备注不能为空。", "A note needs a text."))
    number = desk.books.add("note", manuscript=id, by=desk.who.person, at=desk.at, text=text)
    changed(desk, row, "note", {"note": number})


def tag(desk: Desk, id: str, name: str, based_on: int | None = None) -> None:
    """Hang a tag on the manuscript, if it has it not yet; Misused for one with spaces or signs, NoRight."""
    row = _row(desk, id, Bilingual("加标签", "tag"), based_on)
    if not re.fullmatch(r"[\w.-]{1,64}", name):
        raise Misused(
            Bilingual(
                f"“{name}”不能作标签：只可用文字、数字、. 和 -。", f"“{name}” is no tag: letters, digits, . and -."
            )
        )
    if not desk.books.count("note", manuscript=id, tag=name, text=""):
        desk.books.add("note", manuscript=id, by=desk.who.person, at=desk.at, tag=name)
        changed(desk, row, "tag", {"tag": name})


def untag(desk: Desk, id: str, name: str, based_on: int | None = None) -> None:
    """Take a tag off; Misused if it is not there, NoRight."""
    row = _row(desk, id, Bilingual("去标签", "untag"), based_on)
    if not desk.books.remove("note", manuscript=id, tag=name, text=""):
        raise Misused(Bilingual(f"稿件 {id} 没有标签“{name}”。", f"Manuscript {id} has no tag “{name}”."))
    changed(desk, row, "untag", {"tag": name})


def _row(desk: Desk, id: str, what: Bilingual, based_on: int | None) -> dict[str, Any]:
    row = dossier.row(desk.books, id, based_on)
    insist(desk, row, EDITING, what)
    return row


__all__ = ["note", "tag", "untag"]
