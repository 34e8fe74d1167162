"""Events as people read them: when, who, in whose name, what, to which manuscript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.commands.acts import columns, concerned, detail, kind
from journal.commands.display import Field
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.ledger import Event


@dataclass(frozen=True)
class Line:
    """An event with the names of its persons, and of the journal's columns."""

    event: Event
    names: Mapping[str, str]
    columns: Mapping[str, Bilingual]
    about: str = ""  # whom it concerns

    def named(self, id: str) -> str | None:
        """Somebody's name; None for nobody."""
        return self.names.get(id, id) or None


def lines(bureau: Bureau, events: Iterable[Event]) -> tuple[Line, ...]:
    """Events as lines, with names from one query."""
    found = list(events)
    about = concerned(bureau.books, found)
    names = bureau.names({one.actor for one in found} | {one.on_behalf for one in found} | {*about.values()})
    titles = columns(bureau.about)
    return tuple(Line(one, names, titles, about[one.number]) for one in found)


def _at(line: Line) -> str:
    """The office's own time, with how far it is from UTC: a bare hour would be taken for that of whoever reads."""
    return dt.datetime.fromisoformat(line.event.at).astimezone().isoformat(" ", "minutes")


def _change(line: Line) -> Bilingual | None:
    """From which state to which."""
    from journal.office.workflow import STATES, State

    before, after = line.event.data.get("from"), line.event.data.get("to")
    if not before or not after or before == after:
        return None
    old, new = STATES[State(before)], STATES[State(after)]
    return Bilingual(f"{old.zh} → {new.zh}", f"{old.en} → {new.en}")


def _about(line: Line) -> str | None:
    return line.named(line.about)


FIELDS = (
    Field("number", Bilingual("序号", "event"), lambda line: line.event.number),
    Field("at", Bilingual("时间", "at"), _at),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda line: line.event.manuscript or None),
    Field("kind", Bilingual("事项", "what"), lambda line: kind(line.event.kind)),
    Field("actor", Bilingual("何人", "who"), lambda line: line.named(line.event.actor)),
    Field("on_behalf", Bilingual("代", "for"), lambda line: line.named(line.event.on_behalf)),
    Field("about", Bilingual("对象", "about"), _about),
    Field("detail", Bilingual("细目", "detail"), lambda line: detail(line.event.data, line.columns)),
    Field("change", Bilingual("变化", "change"), _change),
    Field("seal", Bilingual("封印", "seal"), lambda line: line.event.seal[:12]),
)


__all__ = ["FIELDS", "Line", "lines"]
