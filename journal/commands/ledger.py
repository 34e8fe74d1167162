"""`journal ledger`: what happened in the office, in order, and whether somebody changed the record of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands import happened
from journal.commands.asked import Asked, asking
from journal.commands.display import Field, display
from journal.commands.manuscript import ID_SAID, PERSON_SAID
from journal.commands.spoken import noun, option, whole
from journal.errors import FINDINGS, Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.ledger import Break, Event

HOLDS = Bilingual(
    "共 {n} 条记录，前后相接，未被改动；末条封印 {seal}。",
    "{n} events, each sealed to the one before; none was changed. Last seal {seal}.",
)
HIDDEN = Bilingual(
    "有 {n} 条属于不对您开放的稿件，未列出。",
    "{n} events are of manuscripts that are not open to you, and are not listed.",
)


@noun(
    "ledger",
    said=Bilingual(
        "总账：按顺序记下的每件事，改动必被发现。", "The ledger: all that happened, in order, tamper-evident."
    ),
)
def ledger() -> None:
    """The noun."""


@ledger.verb("show", said=Bilingual("按顺序列出所发生的事。", "What happened, in order."))
@option("--manuscript", "id", metavar="MANUSCRIPT", said=ID_SAID)
@option("--person", metavar="PERSON", said=PERSON_SAID)
@option("--kind", metavar="KIND", said=Bilingual("事项，如 submit", "a kind of event, like submit"))
@option(
    "--last",
    type=whole(1, 100_000),
    default=50,
    said=Bilingual("最近几条（默认 50）", "how many of the latest (default 50)"),
)
@asking
def show(asked: Asked, id: str | None, person: str | None, kind: str | None, last: int) -> None:
    """Events of the manuscripts that the person may see, and those of no manuscript."""
    from journal.commands import bureau

    with bureau.reading(asked) as open_:
        where: dict[str, Any] = {"manuscript": id} if id else {}
        where |= {"kind": kind} if kind else {}
        where |= {"actor": open_.person(person)} if person else {}
        if id:
            open_.whole(id)
        events = list(open_.books.events(**where))
        shown = _visible(open_, events)
        display(asked, happened.lines(open_, shown[-last:]), happened.FIELDS)
    if len(shown) < len(events):
        asked.tell(HIDDEN.format(n=len(events) - len(shown)))


def _visible(bureau: Bureau, events: list[Event]) -> list[Event]:
    from journal.office.access import View

    sight = bureau.sight
    about = bureau.books.all("manuscript", id={one.manuscript for one in events} - {""})
    whole = {one["id"] for one in sight.among(about, View.WHOLE)}
    own = bureau.desk.who.persons
    return [
        one
        for one in events
        if one.manuscript in whole or (not one.manuscript and (sight.of_office or one.actor in own))
    ]


@ledger.verb(
    "verify",
    said=Bilingual(
        "核验总账：有无改动、删除、调换、截断。", "See whether an event was changed, removed, swapped or cut off."
    ),
    more=Bilingual(
        "并与出版时存证在 git 中的 issues/ledger.txt 相对照。",
        "It is also held against what publications anchored in git, issues/ledger.txt.",
    ),
)
@asking
def verify(asked: Asked) -> int:
    """The breaks, if there are any."""
    from journal.commands import bureau
    from journal.office import anchors

    with bureau.reading(asked) as open_:
        number, seal = open_.books.head()
        known = anchors.read(asked.home / "issues" / anchors.FILE)
        found = anchors.verify(open_.books, known)
    if found or asked.json:
        display(asked, tuple(found), BREAKS)
    if not found:
        asked.tell(HOLDS.format(n=number, seal=seal[:12]))
    return FINDINGS if found else 0


def _number(one: Break) -> int:
    return one.number


BREAKS = (
    Field("number", Bilingual("序号", "event"), _number),
    Field("reason", Bilingual("问题", "what is wrong"), lambda one: one.reason),
)


@ledger.verb("export", said=Bilingual("导出总账，每行一条 JSON。", "The ledger as JSON, one event a line."))
@option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("写到文件（默认：标准输出）", "into this file (default: stdout)"),
)
@asking
def export(asked: Asked, to: Path | None) -> None:
    """Every event, for whoever has no paper among them."""
    from journal.commands import bureau
    from journal.folder import write_bytes
    from journal.office import access

    with bureau.reading(asked) as open_:
        access.to_see_all(open_.books, open_.desk.who, "journal ledger export", open_.desk.at)
        lines = "".join(f"{_line(event)}\n" for event in open_.books.events())
    if to:
        write_bytes(to, lines.encode())
    else:
        print(lines, end="")


def _line(event: Event) -> str:
    import dataclasses

    return json.dumps(dataclasses.asdict(event), ensure_ascii=False, sort_keys=True)


__all__ = ["ledger"]
