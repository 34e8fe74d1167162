"""Topics (选题), commissioned papers (约稿) and special topics with guest editors (专题); what comes in is read like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError, Misused
from journal.office import dossier, people
from journal.office.editorial import Desk, changed, insist, record, told
from journal.office.records import Books
from journal.office.register import insist_on
from journal.office.workflow import CHIEF, DESK, EDITORS, Role

WHOEVER_EDITS = EDITORS | DESK
OF_OFFICE = WHOEVER_EDITS - {Role.GUEST_EDITOR}  # a guest sees to the topic that they host, and to no other
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
OPEN = ("asked", "agreed", "overdue")  # the paper may still come


@dataclass(eq=False)
class NoSuchTopic(JournalError):
    """No topic has this number."""

    number: int
    zh: ClassVar[str] = "没有第 {number} 号选题。"
    en: ClassVar[str] = "There is no topic {number}."
    fix_zh: ClassVar[str] = "可用 journal topic list --all 查找。"
    fix_en: ClassVar[str] = "Look with: journal topic list --all"


@dataclass(eq=False)
class NoSuchCommission(JournalError):
    """No commission has this number."""

    number: int
    zh: ClassVar[str] = "没有第 {number} 号约稿。"
    en: ClassVar[str] = "There is no commission {number}."
    fix_zh: ClassVar[str] = "各选题的约稿用 journal topic show 列出。"
    fix_en: ClassVar[str] = "The commissions of a topic: journal topic show"


@dataclass(eq=False)
class NotNow(JournalError):
    """Something that does not fit where a topic or a commission stands."""

    what: Bilingual
    status: Bilingual
    topic: int
    zh: ClassVar[str] = "{what}现为“{status}”，不能这样办。"
    en: ClassVar[str] = "The {what} is “{status}”: that is not possible now."
    fix_zh: ClassVar[str] = "可用 journal topic show {topic} 查看。"
    fix_en: ClassVar[str] = "See: journal topic show {topic}"


# ---------------------------------------------------------------- topics


def propose(
    desk: Desk, titles: Mapping[str, str], column: str, *, issue: str = "", due: dt.date | None = None,
    special: bool = False, note: str = "",
) -> int:  # fmt: skip
    """Propose a topic, or with `special` a 专题; its number."""
    insist_on(desk, OF_OFFICE, Bilingual("提出选题", "propose a topic"))
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
    rows = desk.books.all("commission", topic=number, manuscript="", cancelled="", order="id")
    open_ = [row["id"] for row in rows if row["accepted"] or not row["answered"]]
    desk.books.change("topic", {"id": number}, dropped=desk.at)
    if open_:
        desk.books.change("commission", {"id": open_}, cancelled=desk.at)
    told(desk, "topic-drop", {"topic": number, "commissions": open_})


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


def dismiss(desk: Desk, number: int, name: str) -> None:
    """Let somebody be guest editor of the topic no longer; what they were assigned they handle on. Misused if they are none."""
    insist_on(desk, WHO_DECIDES, Bilingual("解聘特约编辑", "dismiss a guest editor"))
    _topic(desk.books, number, *TOPICS)
    person = people.known(desk.books, name)
    if not desk.books.remove("guest", topic=number, person=person):
        who = people.called(desk.books, person)
        raise Misused(Bilingual(f"{who.zh}不是该专题的特约编辑。", f"{who.en} is no guest editor of that topic."))
    record(desk, "topic-dismiss", "", {"topic": number, "person": person})


def join(desk: Desk, number: int, manuscript: str, based_on: int | None = None) -> None:
    """Count a manuscript that came by itself to a topic; it is read like any other."""
    row = dossier.row(desk.books, manuscript, based_on)
    insist(desk, row, WHOEVER_EDITS, Bilingual("归入选题", "count it to a topic"))
    _topic(desk.books, number, "approved")
    desk.books.put("contribution", {"manuscript": manuscript}, topic=number, at=desk.at, by=desk.who.person)
    changed(desk, row, "topic-join", {"topic": number})


def leave(desk: Desk, number: int, manuscript: str, based_on: int | None = None) -> None:
    """Count a manuscript to the topic no longer; Misused if it is not of it."""
    row = dossier.row(desk.books, manuscript, based_on)
    insist(desk, row, WHOEVER_EDITS, Bilingual("移出选题", "take it out of a topic"))
    if not desk.books.remove("contribution", manuscript=manuscript, topic=number):
        raise Misused(Bilingual(f"{manuscript} 不属于第 {number} 号选题。", f"{manuscript} is not of topic {number}."))
    changed(desk, row, "topic-leave", {"topic": number})


def topic_status(row: Mapping[str, Any]) -> str:
    """Where a topic stands: one of `TOPICS`."""
    return "dropped" if row["dropped"] else "approved" if row["approved"] else "proposed"


def _topic(books: Books, number: int, *wanted: str) -> dict[str, Any]:
    row = books.one("topic", id=number)
    if row is None:
        raise NoSuchTopic(number)
    if (status := topic_status(row)) not in wanted:
        raise NotNow(Bilingual("选题", "topic"), TOPICS[status], number)
    return row


def _insist(desk: Desk, topic: int, what: Bilingual) -> None:
    """Let nobody see to a topic who is neither one of the office's editors nor its guest editor; NoRight."""
    if not desk.books.count("guest", topic=topic, person=desk.who.on_behalf or desk.who.person):
        insist_on(desk, OF_OFFICE, what)


# ---------------------------------------------------------------- commissions


def commission(desk: Desk, number: int, name: str, due: dt.date, note: str = "") -> int:
    """Ask somebody for a paper on a topic, by a day; the commission's number. The note stands in the letter to them.

    NotNow while they have not handed in what they were asked before.
    """
    _insist(desk, number, Bilingual("约稿", "commission a paper"))
    _topic(desk.books, number, "approved")
    _insist_on_future(desk, due)
    person = people.known(desk.books, name)
    for row in desk.books.all("commission", topic=number, person=person):
        if (now := _status(desk, row)) in OPEN:
            who = people.called(desk.books, person)
            raise NotNow(Bilingual(f"向{who.zh}的约稿", f"commission to {who.en}"), COMMISSIONS[now], number)
    entry = desk.books.add(
        "commission", topic=number, person=person, by=desk.who.person, at=desk.at, due=due.isoformat(), note=note
    )
    told(desk, "commission", {"commission": entry, "topic": number, "person": person})
    return entry


def answer(desk: Desk, number: int, agrees: bool) -> None:
    """What the author said; who agreed may still decline."""
    row = _commission(desk, number, *OPEN)
    desk.books.change("commission", {"id": number}, answered=desk.at, accepted=agrees)
    told(desk, "commission-answer", {"commission": number, "person": row["person"], "agrees": agrees})


def postpone(desk: Desk, number: int, due: dt.date) -> None:
    """Give the author until another day."""
    row = _commission(desk, number, *OPEN)
    _insist(desk, row["topic"], Bilingual("改定交稿日期", "set another day for a commissioned paper"))
    _insist_on_future(desk, due)
    desk.books.change("commission", {"id": number}, due=due.isoformat())
    told(desk, "commission-postpone", {"commission": number, "person": row["person"], "due": due.isoformat()})


def cancel(desk: Desk, number: int) -> None:
    """Wait for the paper no longer."""
    row = _commission(desk, number, *OPEN)
    _insist(desk, row["topic"], Bilingual("取消约稿", "cancel a commission"))
    desk.books.change("commission", {"id": number}, cancelled=desk.at)
    told(desk, "commission-cancel", {"commission": number, "person": row["person"], "commissions": [number]})


def _insist_on_future(desk: Desk, due: dt.date) -> None:
    if due < desk.now.astimezone().date():
        raise Misused(Bilingual("交稿日期已过。", "That day is past."))


def received(desk: Desk, number: int, manuscript: str) -> None:
    """The paper came in as this manuscript; from here it is read like any other."""
    row = _commission(desk, number, *OPEN)
    about = dossier.row(desk.books, manuscript)
    if row["person"] not in dossier.authors(desk.books, manuscript):
        raise Misused(
            Bilingual(f"{row['person']} 不是 {manuscript} 的作者。", f"{row['person']} is no author of {manuscript}.")
        )
    values = {"manuscript": manuscript, "accepted": True, "answered": row["answered"] or desk.at}
    desk.books.change("commission", {"id": number}, **values)
    desk.books.put("contribution", {"manuscript": manuscript}, topic=row["topic"], at=desk.at, by=desk.who.person)
    data = {"commission": number, "topic": row["topic"], "person": row["person"]}
    changed(desk, about, "commission-received", data)


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
        raise NoSuchCommission(number)
    if row["person"] not in desk.who.persons:
        _insist(desk, row["topic"], Bilingual("办理约稿", "see to a commission"))
    if (now := _status(desk, row)) not in wanted:
        raise NotNow(Bilingual("约稿", "commission"), COMMISSIONS[now], row["topic"])
    return row


def _status(desk: Desk, row: Mapping[str, Any]) -> str:
    return status(row, desk.now.astimezone().date())


# ---------------------------------------------------------------- what there is


@dataclass(frozen=True, slots=True)
class Commission:
    """A commission as it stands; without a manuscript none has come in."""

    number: int
    topic: int
    person: str
    asked: str
    due: str
    status: str
    manuscript: str
    note: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it stands: who was asked and how that is, which manuscripts it has, its guest editors."""

    number: int
    titles: Mapping[str, str]
    column: str
    issue: str
    special: bool
    status: str
    by: str
    at: str
    due: str
    note: str
    guests: tuple[str, ...]
    commissions: tuple[Commission, ...]
    manuscripts: tuple[str, ...]

    @property
    def waiting(self) -> tuple[Commission, ...]:
        """The commissions whose paper may still come."""
        return tuple(one for one in self.commissions if one.status in OPEN)


def topics(books: Books, today: dt.date, issue: str | None = None) -> tuple[Topic, ...]:
    """The topics, all or those of an issue (empty: of none yet), in a fixed number of queries."""
    where: dict[str, Any] = {} if issue is None else {"issue": issue}
    rows = books.all("topic", order="id", **where)
    of = {name: _by_topic(books, name, {row["id"] for row in rows}) for name in ("guest", "commission", "contribution")}
    return tuple(
        Topic(
            row["id"], row["titles"], row["column"], row["issue"], row["special"], topic_status(row), row["by"], row["at"],
            row["due"], row["note"], tuple(sorted(one["person"] for one in of["guest"].get(row["id"], ()))),
            tuple(
                Commission(
                    one["id"], row["id"], one["person"], one["at"], one["due"], status(one, today), one["manuscript"], one["note"]
                )
                for one in sorted(of["commission"].get(row["id"], ()), key=lambda one: one["id"])
            ),
            tuple(sorted(one["manuscript"] for one in of["contribution"].get(row["id"], ()))),
        )
        for row in rows
    )  # fmt: skip


def topic(books: Books, today: dt.date, number: int) -> Topic:
    """One topic; NoSuchTopic."""
    row = books.one("topic", id=number)
    if row is None:
        raise NoSuchTopic(number)
    return next(one for one in topics(books, today, row["issue"]) if one.number == number)


def column_of(books: Books, commission: int) -> str:
    """The column of the topic on which a paper was asked for; NoSuchCommission."""
    row = books.one("commission", id=commission)
    found = books.one("topic", id=row["topic"]) if row else None
    if found is None:
        raise NoSuchCommission(commission)
    return str(found["column"])


def _by_topic(books: Books, table: str, numbers: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in books.all(table, topic=set(numbers)):
        found.setdefault(row["topic"], []).append(row)
    return found


__all__ = [
    "COMMISSIONS", "OPEN", "TOPICS", "Commission", "NoSuchCommission", "NoSuchTopic", "NotNow", "Topic", "answer", "approve",
    "cancel", "column_of", "commission", "dismiss", "drop", "guest", "join", "leave", "move", "postpone", "propose", "received", "status",
    "topic", "topic_status", "topics",
]  # fmt: skip
