"""What waits in the office, as lines of `journal status`: for whom, since when, how late, and what to type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from journal.commands.dossiers import day, next_command, state_of, title
from journal.commands.status import Line
from journal.errors import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from journal.commands.bureau import Bureau
    from journal.office.commissions import Commission, Topic
    from journal.office.waiting import Wait

MANUSCRIPT, REVIEW = Bilingual("稿件", "manuscript"), Bilingual("审稿", "review")
TOPIC, COMMISSION = Bilingual("选题", "topic"), Bilingual("约稿", "commission")
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
    of_papers = [
        _line(
            bureau,
            one,
            tuple(names.get(person, person) for person in one.persons),
            alike.get(one.manuscript["id"], ()) if not one.review else (),
        )
        for one in shown
    ]
    return tuple(
        sorted((*of_papers, *_of_topics(bureau, mine)), key=lambda line: (-line.late, line.date or dt.date.max))
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


# ---------------------------------------------------------------- topics and commissioned papers


def _of_topics(bureau: Bureau, mine: bool) -> Iterator[Line]:
    """Topics that nobody decided yet, and papers that were asked for: of the topics that the person sees to, or their own."""
    from journal.commands.topic import today
    from journal.office import commissions

    who = bureau.sight.acting
    of_office = bureau.sight.of_office
    found = commissions.topics(bureau.books, today(bureau))
    live = [one for one in found if one.status != "dropped"]
    deciders = _deciders(bureau) if any(one.status == "proposed" for one in live) else ()
    names = bureau.names({one.person for each in live for one in each.waiting} | set(deciders))
    for each in live:
        sees = of_office or who in each.guests
        if each.status == "proposed" and sees and (not mine or who in deciders):
            yield _proposed(bureau, each, tuple(names.get(person, person) for person in deciders))
        for one in each.waiting:
            if one.person == who or (sees and not mine):
                yield _asked(bureau, each, one, names.get(one.person, one.person))


def _deciders(bureau: Bureau) -> tuple[str, ...]:
    """Who may decide a topic."""
    from journal.office import people
    from journal.office.commissions import WHO_DECIDES

    rows = bureau.books.all("role", role={str(role) for role in WHO_DECIDES}, order="person")
    return tuple(dict.fromkeys(row["person"] for row in rows if people.since(row, bureau.desk.at)))


def _proposed(bureau: Bureau, topic: Topic, who: tuple[str, ...]) -> Line:
    from journal.commands.topic import next_of
    from journal.office.commissions import TOPICS
    from journal.office.workflow import ROLES, Role

    said = _title(bureau, topic)
    role = ROLES[Role.EDITOR_IN_CHIEF]
    return Line(
        TOPIC, f"#{topic.number}", TOPICS[topic.status], None, (said,), next_of(topic) or "", who, role, day(topic.at)
    )


def _asked(bureau: Bureau, topic: Topic, one: Commission, who: str) -> Line:
    from journal.commands.topic import next_of_commission, today
    from journal.office.commissions import COMMISSIONS
    from journal.office.workflow import ROLES, Role

    due = dt.date.fromisoformat(one.due)
    return Line(
        COMMISSION, f"#{one.number}", COMMISSIONS[one.status], due, (_title(bureau, topic),), next_of_commission(one) or "",
        (who,), ROLES[Role.AUTHOR], day(one.asked), max(0, (today(bureau) - due).days),
    )  # fmt: skip


def _title(bureau: Bureau, topic: Topic) -> Bilingual:
    said = title({"titles": topic.titles}, bureau.asked.language)
    return Bilingual(said, said)


def _state(one: Wait) -> Bilingual:
    from journal.office.waiting import RESPOND

    if not one.review:
        return state_of(one.manuscript)
    return ANSWER if one.next == RESPOND else REPORT


def _next(one: Wait) -> str:
    from journal.office.waiting import REPORT, RESPOND

    own = {
        RESPOND: f"journal review respond {one.review} --accept",
        REPORT: f"journal review submit {one.review} --report FILE",
    }
    return own.get(one.next) or next_command(one.next, one.manuscript)


__all__ = ["lines"]
