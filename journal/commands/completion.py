"""What was asked for when a submission was found incomplete, and whether anything came since: told when it is called complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau

ASKED = Bilingual("{id}：当时要求补正：{what}", "{id}: what was asked for: {what}")
NOTHING = Bilingual(
    "{id}：此后没有收到文件，也没有改动题名、摘要、关键词或作者；补登用 journal manuscript edit、journal manuscript file。",
    "{id}: since then no file came, and no title, abstract, keyword or author was changed. "
    "To enter them: journal manuscript edit, journal manuscript file",
)


def told(bureau: Bureau, id: str) -> Iterator[Bilingual]:
    """What was asked, and that nothing came of it where nothing did; nothing, where nobody asked."""
    from journal.office.front_matter import BY_LINE, WORDS
    from journal.office.workflow import Action

    events = list(bureau.books.events(manuscript=id))
    asked = [one for one in events if one.kind == Action.ASK_COMPLETION]
    if not asked:
        return
    note = bureau.books.one("note", id=asked[-1].data.get("note", 0))
    if note and note["text"]:
        yield ASKED.format(id=id, what=note["text"])
    if not any(one.kind in ("file", WORDS, BY_LINE) for one in events if one.number > asked[-1].number):
        yield NOTHING.format(id=id)


__all__ = ["told"]
