"""People: who they are to the office and to a manuscript, for whom they stand in, and what conflicts they have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError
from journal.office import said
from journal.office.records import Books
from journal.office.workflow import ROLES, Actor, Role

OFFICE = frozenset(Role) - {
    Role.AUTHOR,
    Role.REVIEWER,
    Role.HANDLING_EDITOR,
    Role.GUEST_EDITOR,
    Role.TRANSLATOR,
}  # held without a manuscript
PUBLIC_MAIL = frozenset(
    "163.com 126.com qq.com foxmail.com sina.com sina.cn sohu.com aliyun.com 139.com 189.cn yeah.net gmail.com outlook.com "
    "hotmail.com live.com yahoo.com icloud.com protonmail.com proton.me example.com example.org example.net".split()
)  # an address there says nothing of where somebody works


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something: the person, in whose name if delegated, as which user of which machine."""

    person: str
    on_behalf: str = ""
    os_user: str = ""
    host: str = ""

    @property
    def persons(self) -> frozenset[str]:
        """Both persons."""
        return frozenset(filter(None, (self.person, self.on_behalf)))

    def record(self) -> dict[str, str]:
        """As the ledger keeps it."""
        return {"actor": self.person, "on_behalf": self.on_behalf, "os_user": self.os_user, "host": self.host}


@dataclass(eq=False)
class NoSuchPerson(JournalError):
    """Nobody of that id or login."""

    name: str
    zh: ClassVar[str] = "没有“{name}”这个人。"
    en: ClassVar[str] = "There is nobody called “{name}”."
    fix_zh: ClassVar[str] = "可用 journal person list 查找，journal person add 登记。"
    fix_en: ClassVar[str] = "Look with: journal person list; register with: journal person add"


@dataclass(eq=False)
class NotDelegated(JournalError):
    """An act in the name of somebody who has not asked for it."""

    giver: str
    taker: str
    zh: ClassVar[str] = "{giver} 没有委托 {taker} 代办。"
    en: ClassVar[str] = "{giver} has not delegated to {taker}."
    fix_zh: ClassVar[str] = "由本人运行 journal person delegate {taker}。"
    fix_en: ClassVar[str] = "They can run: journal person delegate {taker}"


def identified(books: Books, os_user: str, acting_as: str, host: str, now: str, trusted: bool = False) -> Who:
    """Who sits at this machine: the person whose login is the user, for `acting_as` if that person delegated to them.

    `trusted` (tests, demonstrations) takes `acting_as` at its word.
    """
    if trusted and acting_as:
        return Who(known(books, acting_as), "", os_user, host)
    row = books.one("person", login=os_user) if os_user else None
    if row is None or row["forgotten"]:
        raise NoSuchPerson(os_user)
    row = books.one("person", id=row["merged_into"]) or row
    if not acting_as or acting_as in (row["id"], row["login"]):
        return Who(row["id"], "", os_user, host)
    giver = known(books, acting_as)
    if not any(since(one, now) for one in books.all("delegation", giver=giver, taker=row["id"])):
        raise NotDelegated(giver, row["id"])
    return Who(row["id"], giver, os_user, host)


def known(books: Books, name: str) -> str:
    """The id of a person by id, login or address; NoSuchPerson. One merged into another is the other."""
    # Addresses are kept in small letters, but for those of an earlier program.
    for column, value in (("id", name), ("login", name), ("email", name.lower()), ("email", name)):
        row = books.one("person", **{column: value})
        if row and not row["forgotten"]:
            return str(row["merged_into"] or row["id"])
    raise NoSuchPerson(name)


def since(row: Mapping[str, Any], now: str) -> bool:
    """Whether a role or a delegation holds now."""
    return row["since"] <= now and (not row["until"] or now < row["until"])


def roles(books: Books, persons: Iterable[str], column: str, now: str) -> tuple[frozenset[Role], bool]:
    """What these persons are in the office, for a column; and whether they may only recommend."""
    rows = [row for row in books.all("role", person=set(persons)) if since(row, now) and row["column"] in ("", column)]
    return frozenset(Role(row["role"]) for row in rows), bool(rows) and all(row["recommends"] for row in rows)


def actor(books: Books, who: Who, manuscript: Mapping[str, Any], authors: frozenset[str], now: str) -> Actor:
    """Who somebody is to one manuscript. One who acts for another has the other's roles, and the conflicts of both."""
    acting = {who.on_behalf or who.person}
    held, recommends = roles(books, acting, manuscript["column"], now)
    held -= {Role.HANDLING_EDITOR, Role.GUEST_EDITOR}  # who it was assigned to, and who hosts the topic it belongs to
    if manuscript["handling"] in acting:
        held |= {Role.HANDLING_EDITOR}
    if manuscript["id"] in hosted(books, acting):
        held |= {Role.GUEST_EDITOR}
    if acting & authors:
        held |= {Role.AUTHOR}
    if any(
        row["accepted"] and not row["cancelled"]
        for row in books.all("review", manuscript=manuscript["id"], person=acting)
    ):
        held |= {Role.REVIEWER}
    conflicts = tuple(conflicts_of(books, manuscript["id"], who.persons, authors))
    return Actor(who.person, held, who.on_behalf, conflicts, recommends)


def hosted(books: Books, persons: Iterable[str]) -> frozenset[str]:
    """The manuscripts of the special topics whose guest editors these persons are; a topic that was dropped has none."""
    topics = {row["topic"] for row in books.all("guest", person=set(persons))}
    live = {row["id"] for row in books.all("topic", id=topics, dropped="")} if topics else set()
    found = books.all("contribution", topic=live) if live else ()
    return frozenset(row["manuscript"] for row in found)


def hosts(books: Books, manuscript: str) -> frozenset[str]:
    """The guest editors of the topic that a manuscript belongs to."""
    row = books.one("contribution", manuscript=manuscript)
    if row is None or not books.count("topic", id=row["topic"], dropped=""):
        return frozenset()
    return frozenset(one["person"] for one in books.all("guest", topic=row["topic"]))


# ---------------------------------------------------------------- what they are called


def named(row: Mapping[str, Any]) -> Bilingual:
    """Somebody as a message names them: by name, with the id that commands take; only for whoever may know the name."""
    id = row["id"]
    names = Bilingual(said.name(row, "zh"), said.name(row, "en"))
    return Bilingual(
        *(
            id if name == id else f"{name}{mark.format(id)}"
            for name, mark in zip((names.zh, names.en), ("（{}）", " ({})"), strict=True)
        )
    )


def called(books: Books, id: str) -> Bilingual:
    """The same by id."""
    row = books.one("person", id=id)
    return named(row) if row else Bilingual(id, id)


# ---------------------------------------------------------------- conflicts


def conflicts_of(
    books: Books, manuscript: str, persons: frozenset[str], authors: frozenset[str], of_house: bool = True
) -> Iterator[Bilingual]:
    """What stands between these persons and a manuscript, declared or computed, and was not waived.

    Without `of_house` an institution or mail domain in common is passed over: where it is the journal's own, all have it.
    """
    for found in conflicts(books, manuscript, persons, authors, of_house).values():
        yield from found


def conflicts(
    books: Books, manuscript: str, persons: frozenset[str], authors: frozenset[str], of_house: bool = True
) -> dict[str, list[Bilingual]]:
    """The same by person, of those who have any; in as many queries for many persons as for one."""
    rows = {row["person"]: row for row in books.all("conflict", manuscript=manuscript, person=persons)}
    free = {person for person, row in rows.items() if row["waived"]}
    about = {row["id"]: row for row in books.all("person", id=persons | authors)}
    written = _written_with(books, persons - free - authors, authors)
    found: dict[str, list[Bilingual]] = {}
    for person, row in rows.items():
        if row["reason"] and not row["waived"]:
            who = named(about[person])
            declared = Bilingual(f"{who.zh}已声明：{row['reason']}", f"{who.en} declared: {row['reason']}")
            found.setdefault(person, []).append(declared)
    for person in sorted(persons - free - authors):
        for author in sorted(authors):
            if person in about and author in about:
                reasons = list(_computed(about[person], about[author])) if of_house else []
                if (person, author) in written:
                    who = named(about[person])
                    reasons.append(
                        Bilingual(f"{who.zh}与作者合著过稿件", f"{who.en} wrote a manuscript with an author")
                    )
                if reasons:
                    found.setdefault(person, []).extend(reasons)
    return found


def _computed(one: Mapping[str, Any], author: Mapping[str, Any]) -> Iterator[Bilingual]:
    who = named(one)
    if one["ror"] and one["ror"] == author["ror"]:
        yield Bilingual(f"{who.zh}与作者同单位（ROR）", f"{who.en} is of an author's institution (ROR)")
    elif {_folded(text) for text in one["affiliations"].values()} & {
        _folded(text) for text in author["affiliations"].values() if text
    }:
        yield Bilingual(f"{who.zh}与作者同单位", f"{who.en} is of an author's institution")
    domains = {row["email"].rpartition("@")[2].lower() for row in (one, author)}
    if len(domains) == 1 and domains != {""} and not domains & PUBLIC_MAIL:
        yield Bilingual(f"{who.zh}与作者的电子邮箱同域", f"{who.en} has the mail domain of an author")


def _written_with(books: Books, persons: Iterable[str], authors: frozenset[str]) -> set[tuple[str, str]]:
    theirs = books.all("authorship", person=set(persons))
    shared = books.all("authorship", manuscript={row["manuscript"] for row in theirs}, person=authors)
    by: dict[str, set[str]] = {}
    for row in theirs:
        by.setdefault(row["manuscript"], set()).add(row["person"])
    return {(person, row["person"]) for row in shared for person in by[row["manuscript"]]}


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


__all__ = [
    "OFFICE", "ROLES", "NoSuchPerson", "NotDelegated", "Who", "actor", "called", "conflicts", "conflicts_of", "hosted", "hosts", "identified", "known", "named", "roles", "since",
]  # fmt: skip
