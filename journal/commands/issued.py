"""What the office has to say of an issue, and hears of it: signatures before publication, events and an anchor after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from journal.errors import Bilingual, Refused

if TYPE_CHECKING:
    from journal.commands.asked import Asked


def insist_on_signatures(asked: Asked, issue: str, articles: Iterable[str]) -> None:
    """Refuse to publish what the office has and nobody has signed for press; nothing, where there is no office."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return
    from journal.office.workflow import STATES, State

    with bureau.reading(asked) as open_:
        rows = open_.books.all("manuscript", article=set(articles), order="id")
    wrong = [row for row in rows if row["state"] not in (State.SIGNED, State.PUBLISHED)]
    if wrong:
        states = [(row["id"], STATES[State(row["state"])]) for row in wrong]
        raise Refused(
            Bilingual(
                f"{issue} 中有稿件尚未签字付印：" + "、".join(f"{id}（{state.zh}）" for id, state in states) + "。",
                f"{issue} holds what nobody has signed for press: "
                + ", ".join(f"{id} ({state.en})" for id, state in states)
                + ".",
            ),
            Bilingual("请先办完：journal manuscript show。", "Finish it first: journal manuscript show"),
        )


def published(asked: Asked, issue: str, articles: Iterable[str]) -> None:
    """Tell the office that an issue is out: its manuscripts are published, and the ledger's head is anchored in git.

    Doing it again tells nothing twice.
    """
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return
    from journal.office import anchors, editorial
    from journal.office.workflow import Action, State

    file = asked.home / "issues" / anchors.FILE
    with bureau.acting(asked, False) as open_:
        rows = open_.books.all("manuscript", article=set(articles), state=State.SIGNED, order="id")
        for row in rows:
            if row["placed"] != issue:
                editorial.act(open_.desk, row["id"], Action.PLACE, issue=issue)
            editorial.act(open_.desk, row["id"], Action.PUBLISH)
    if any(anchor.what == issue for anchor in anchors.read(file)):
        return
    with bureau.reading(asked) as open_:
        anchors.append(file, open_.books, open_.desk.at, issue)


__all__ = ["insist_on_signatures", "published"]
