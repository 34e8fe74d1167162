"""What waits in the office, as lines of `journal status`: for whom, since when, how late, and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.commands.dossiers import command, day, state_of, title
from journal.commands.status import Line
from journal.errors import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from journal.commands.bureau import Bureau
    from journal.office.waiting import Wait

MANUSCRIPT, REVIEW = Bilingual("稿件", "manuscript"), Bilingual("审稿", "review")
ANSWER = Bilingual("待答复邀请", "invitation unanswered")
TWICE = Bilingual("疑与 {source} 重复", "perhaps the same as {source}")
REPORT = Bilingual("待交意见", "report to come")


def lines(bureau: Bureau, mine: bool) -> tuple[Line, ...]:
    """A line each; only what waits for the person who acts, if asked so."""
    from journal.office.waiting import waits

    sight = bureau.sight
    found = waits(bureau.books, bureau.desk.policies, sight, bureau.desk.now)
    shown = [one for one in found if not mine or sight.acting in one.persons]
    names = bureau.names({person for one in shown for person in one.persons})
    alike = _duplicates(bureau, shown)
    return tuple(
        _line(
            bureau,
            one,
            tuple(names.get(person, person) for person in one.persons),
            alike.get(one.manuscript["id"], ()) if not one.review else (),
        )
        for one in shown
    )


def _duplicates(bureau: Bureau, shown: Iterable[Wait]) -> Mapping[str, tuple[Bilingual, ...]]:
    """What is probably submitted twice, as far as whoever reads may know it."""
    from journal.office import similarity

    found: dict[str, tuple[Bilingual, ...]] = {}
    rows = [one.manuscript for one in shown]
    for row in similarity.of(bureau.books, bureau.sight, rows, *similarity.DUPLICATE):
        found[row["manuscript"]] = (*found.get(row["manuscript"], ()), TWICE.format(source=row["source"]))
    return {id: tuple(dict.fromkeys(said)) for id, said in found.items()}


def _line(bureau: Bureau, one: Wait, who: tuple[str, ...], alike: tuple[Bilingual, ...]) -> Line:
    from journal.office.workflow import ROLES

    said = title(one.manuscript, bureau.asked.language)
    return Line(
        REVIEW if one.review else MANUSCRIPT,
        one.manuscript["id"],
        _state(one),
        day(one.due),
        (Bilingual(said, said), *alike),
        _next(one),
        who,
        ROLES[one.role],
        day(one.since),
        one.late,
    )


def _state(one: Wait) -> Bilingual:
    from journal.office.waiting import RESPOND

    if not one.review:
        return state_of(one.manuscript)
    return ANSWER if one.next == RESPOND else REPORT


def _next(one: Wait) -> str:
    from journal.office.waiting import BLIND, INVITE, LOOK, REPORT, RESPOND

    id = one.manuscript["id"]
    known = {
        BLIND: f"journal manuscript blind {id}",
        INVITE: f"journal review invite {id} PERSON",
        LOOK: f"journal manuscript show {id}",
        RESPOND: f"journal review respond {one.review} --accept",
        REPORT: f"journal review submit {one.review} --report FILE",
    }
    return known.get(one.next) or command(one.next, one.manuscript)


__all__ = ["lines"]
