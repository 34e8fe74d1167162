"""Topics (选题), commissioned papers (约稿) and special topics with guest editors (专题); what comes in is read like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError, Misused
from journal.office import dossier, people
from journal.office.editorial import Desk, changed, insist, record
from journal.office.records import Books
from journal.office.register import insist_on
from journal.office.workflow import CHIEF, DESK, EDITORS

WHOEVER_EDITS = EDITORS | DESK
WHO_DECIDES = CHIEF | DESK
TOPICS: Mapping[str, Bilingual] = {
    "proposed": Bilingual("待定", "proposed"),
    "approved": Bilingual("已定", "approved"),
    "dropped": Bilingual("已撤", "dropped"),
}
COMMISSIONS: Mapping[str, Bilingual] = {
    "asked": Bilingual("已约，未答复", "asked"),
    "agreed": Bilingual("已应约", "agreed"),
    "overdue": Bilingual("逾期未交", "overdue"),
    "declined": Bilingual("谢绝", "declined"),
    "received": Bilingual("已来稿", "received"),
    "cancelled": Bilingual("已取消", "cancelled"),
}


@dataclass(eq=False)
class NoSuchTopic(JournalError):
    """No topic has this number."""

    number: int
    zh: ClassVar[str] = "没有第 {number} 号选题。"
    en: ClassVar[str] = "There is no topic {number}."
    fix_zh: ClassVar[str] = "可用 journal issue plan 查看。"
    fix_en: ClassVar[str] = "See: journal issue plan"


@dataclass(eq=False)
class NotNow(JournalError):
    """Something that does not fit where a topic or a commission stands."""

    what: Bilingual
    status: Bilingual
    zh: ClassVar[str] = "{what}现为“{status}”，不能这样办。"
    en: ClassVar[str] = "The {what} is “{status}”: that is not possible now."
    fix_zh: ClassVar[str] = "可用 journal issue plan 查看。"
    fix_en: ClassVar[str] = "See: journal issue plan"


# ---------------------------------------------------------------- topics


def propose(
    desk: Desk, titles: Mapping[str, str], column: str, *, issue: str = "", due: dt.date | None = None,
    special: bool = False, note: str = "",
) -> int:  # fmt: skip
    """Propose a topic, or with `special` a 专题; its number."""
    insist_on(desk, WHOEVER_EDITS, Bilingual("提出选题", "propose a topic"))
    if not any(text.strip() for text in titles.values()):
        raise Misused(Bilingual("选题须有名称。", "A topic needs a title."))
    number = desk.books.add(
        "topic", titles=dict(titles), column=column, issue=issue, special=special, by=desk.who.person, at=desk.at,
        due=due.isoformat() if due else "", note=note,
    )  # fmt: skip
    record(desk, "topic-propose", "", {"topic": number, "column": column, "issue": issue, "special": special})
    return number


def approve(desk: Desk, number: int) -> None:
    """Take the topic into the plan."""
    insist_on(desk, WHO_DECIDES, Bilingual("确定选题", "approve a topic"))
    _topic(desk.books, number, "proposed")
    desk.books.change("topic", {"id": number}, approved=desk.at, approved_by=desk.who.person)
    record(desk, "topic-approve", "", {"topic": number})


def drop(desk: Desk, number: int) -> None:
    """Take the topic out of the plan; papers that came in stay, commissions that are open are cancelled."""
    insist_on(desk, WHO_DECIDES, Bilingual("撤销选题", "drop a topic"))
    _topic(desk.books, number, "proposed", "approved")
    desk.books.change("topic", {"id": number}, dropped=desk.at)
    desk.books.change("commission", {"topic": number, "manuscript": "", "cancelled": ""}, cancelled=desk.at)
    record(desk, "topic-drop", "", {"topic": number})


def move(desk: Desk, number: int, issue: str) -> None:
    """Plan the topic for an issue, or for another one."""
    insist_on(desk, WHO_DECIDES, Bilingual("安排选题的期次", "plan a topic for an issue"))
    _topic(desk.books, number, "proposed", "approved")
    desk.books.change("topic", {"id": number}, issue=issue)
    record(desk, "topic-move", "", {"topic": number, "issue": issue})


def guest(desk: Desk, number: int, name: str) -> None:
    """Make somebody guest editor of a special topic: they handle its papers, no others. Again changes nothing."""
    insist_on(desk, WHO_DECIDES, Bilingual("聘请特约编辑", "appoint a guest editor"))
    topic = _topic(desk.books, number, "proposed", "approved")
    if not topic["special"]:
        raise Misused(Bilingual("只有专题可设特约编辑。", "Only a special topic has guest editors."))
    person = people.known(desk.books, name)
    if not desk.books.one("guest", topic=number, person=person):
        desk.books.add("guest", topic=number, person=person, at=desk.at, by=desk.who.person)
        record(desk, "topic-guest", "", {"topic": number, "person": person})


def join(desk: Desk, number: int, manuscript: str, based_on: int | None = None) -> None:
    """Count a manuscript that came by itself to a topic; it is read like any other."""
    row = dossier.row(desk.books, manuscript, based_on)
    insist(desk, row, WHOEVER_EDITS, Bilingual("归入选题", "count it to a topic"))
    _topic(desk.books, number, "approved")
    desk.books.put("contribution", {"manuscript": manuscript}, topic=number, at=desk.at, by=desk.who.person)
    changed(desk, row, "topic-join", {"topic": number})


def topic_status(row: Mapping[str, Any]) -> str:
    """Where a topic stands: one of `TOPICS`."""
    return "dropped" if row["dropped"] else "approved" if row["approved"] else "proposed"


def _topic(books: Books, number: int, *wanted: str) -> dict[str, Any]:
    row = books.one("topic", id=number)
    if row is None:
        raise NoSuchTopic(number)
    if (status := topic_status(row)) not in wanted:
        raise NotNow(Bilingual("选题", "topic"), TOPICS[status])
    return row


# ---------------------------------------------------------------- commissions


def commission(desk: Desk, number: int, name: str, due: dt.date, note: str = "") -> int:
    """Ask somebody for a paper on a topic, by a day; the commission's number."""
    insist_on(desk, WHOEVER_EDITS, Bilingual("约稿", "commission a paper"))
    _topic(desk.books, number, "approved")
    if due < desk.now.astimezone().date():
        raise Misused(Bilingual("交稿日期已过。", "That day is past."))
    person = people.known(desk.books, name)
    entry = desk.books.add(
        "commission", topic=number, person=person, by=desk.who.person, at=desk.at, due=due.isoformat(), note=note
    )
    record(desk, "commission", "", {"commission": entry, "topic": number, "person": person})
    return entry


def answer(desk: Desk, number: int, agrees: bool) -> None:
    """What the author said."""
    _commission(desk, number, "asked")
    desk.books.change("commission", {"id": number}, answered=desk.at, accepted=agrees)
    record(desk, "commission-answer", "", {"commission": number, "agrees": agrees})


def cancel(desk: Desk, number: int) -> None:
    """Wait for the paper no longer."""
    _commission(desk, number, "asked", "agreed", "overdue")
    desk.books.change("commission", {"id": number}, cancelled=desk.at)
    record(desk, "commission-cancel", "", {"commission": number})


def received(desk: Desk, number: int, manuscript: str) -> None:
    """The paper came in as this manuscript; from here it is read like any other."""
    row = _commission(desk, number, "asked", "agreed", "overdue")
    about = dossier.row(desk.books, manuscript)
    if row["person"] not in dossier.authors(desk.books, manuscript):
        raise Misused(
            Bilingual(f"{row['person']} 不是 {manuscript} 的作者。", f"{row['person']} is no author of {manuscript}.")
        )
    values = {"manuscript": manuscript, "accepted": True, "answered": row["answered"] or desk.at}
    desk.books.change("commission", {"id": number}, **values)
    desk.books.put("contribution", {"manuscript": manuscript}, topic=row["topic"], at=desk.at, by=desk.who.person)
    changed(desk, about, "commission-received", {"commission": number, "topic": row["topic"]})


def status(row: Mapping[str, Any], today: dt.date) -> str:
    """Where a commission stands, computed from its dates: one of `COMMISSIONS`."""
    if row["manuscript"]:
        return "received"
    if row["cancelled"]:
        return "cancelled"
    if row["answered"] and not row["accepted"]:
        return "declined"
    if row["due"] < today.isoformat():
        return "overdue"
    return "agreed" if row["answered"] else "asked"


def _commission(desk: Desk, number: int, *wanted: str) -> dict[str, Any]:
    row = desk.books.one("commission", id=number)
    if row is None:
        raise Misused(Bilingual(f"没有第 {number} 号约稿。", f"There is no commission {number}."))
    if row["person"] not in desk.who.persons:
        insist_on(desk, WHOEVER_EDITS, Bilingual("登记约稿的答复", "enter an answer to a commission"))
    if (now := status(row, desk.now.astimezone().date())) not in wanted:
        raise NotNow(Bilingual("约稿", "commission"), COMMISSIONS[now])
    return row


# ---------------------------------------------------------------- what there is


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it stands: who was asked and how that is, which manuscripts it has, its guest editors."""

    number: int
    titles: Mapping[str, str]
    column: str
    issue: str
    special: bool
    status: str
    guests: tuple[str, ...]
    commissions: tuple[tuple[int, str, str, str], ...]  # number, person, due, status
    manuscripts: tuple[str, ...]


def topics(books: Books, today: dt.date, issue: str | None = None) -> tuple[Topic, ...]:
    """The topics, all or those of an issue (empty: of none yet), in a fixed number of queries."""
    where: dict[str, Any] = {} if issue is None else {"issue": issue}
    rows = books.all("topic", order="id", **where)
    of = {name: _by_topic(books, name, {row["id"] for row in rows}) for name in ("guest", "commission", "contribution")}
    return tuple(
        Topic(
            row["id"], row["titles"], row["column"], row["issue"], row["special"], topic_status(row),
            tuple(sorted(one["person"] for one in of["guest"].get(row["id"], ()))),
            tuple(
                (one["id"], one["person"], one["due"], status(one, today)) for one in of["commission"].get(row["id"], ())
            ),
            tuple(sorted(one["manuscript"] for one in of["contribution"].get(row["id"], ()))),
        )
        for row in rows
    )  # fmt: skip


def _by_topic(books: Books, table: str, numbers: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in books.all(table, topic=set(numbers)):
        found.setdefault(row["topic"], []).append(row)
    return found


__all__ = [
    "COMMISSIONS", "TOPICS", "NoSuchTopic", "NotNow", "Topic", "answer", "approve", "cancel", "commission", "drop", "guest",
    "join", "move", "propose", "received", "status", "topic_status", "topics",
]  # fmt: skip
