"""Two records that are one person, made one; and a person forgotten: the work stays, what tells who did it goes.

The ledger is never touched: it holds ids, and of each signed text and each user's name only a seal. A text in which the person
is named keeps its words but for the name, and loses the salt, without which nobody can try names against its seal; the event
says which texts those are, so that whoever verifies the ledger knows that they are not what was signed. What is published
stays as it was published: it is in the issues, not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError, Misused
from journal.office import people
from journal.office.anchors import FORGET
from journal.office.editorial import Desk, record
from journal.office.records import PERSONS, Books, keys_of, texts_of
from journal.office.register import insist_office
from journal.office.search import findable
from journal.office.workflow import CLOSED, State

Row = Mapping[str, Any]
SHORT = 6  # letters of a login that may be any word: “office”
GONE = "—"  # instead of a reason that was given in confidence
WORKS = ("titles", "abstracts", "keywords")  # what a manuscript says is not about its referees and authors
DATA: Mapping[str, Any] = {
    "names": {}, "sort": "", "email": "", "login": None, "affiliations": {}, "ror": "", "orcid": "", "country": "",
    "fields": [], "note": "", "bank": "",
}  # fmt: skip
LETTER: Mapping[str, Any] = {
    "name": "", "address": "", "subject": "", "text": "", "html": "", "failure": "", "attachments": []
}  # fmt: skip


@dataclass(eq=False)
class StillNeeded(JournalError):
    """A person who cannot be forgotten yet."""

    person: Bilingual
    reason: Bilingual
    zh: ClassVar[str] = "{person}还不能删除：{reason}。"
    en: ClassVar[str] = "{person} cannot be forgotten yet: {reason}."
    fix_zh: ClassVar[str] = "请先改派、取消或结束这些事务。"
    fix_en: ClassVar[str] = "Give these to somebody else, cancel or finish them first."


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out: rows that were changed, and files that the store must be rid of once this is written."""

    person: str
    rows: int
    files: tuple[str, ...]


# ---------------------------------------------------------------- forget


def forget(desk: Desk, person: str) -> Forgotten:
    """Take out everything that tells who somebody is. Files of unpublished manuscripts of which no author is left go too.

    A managing editor or editor-in-chief does it, or the person. NoSuchPerson, NoRight, StillNeeded.
    """
    id = people.known(desk.books, person)
    if id not in desk.who.persons:
        insist_office(desk, Bilingual("删除个人信息", "forget people"))
    _insist_on_done(desk, id)
    rows = [row for row in desk.books.all("person") if id in (row["id"], row["merged_into"])]
    ids = {row["id"] for row in rows}
    changed, texts = _without_name(desk.books, _words(rows), id)
    desk.books.change("person", {"id": ids}, **DATA, forgotten=desk.at)
    papers = _papers(desk.books.all("letter", person=ids))
    changed += desk.books.change("letter", {"person": ids, "sent": ""}, cancelled=desk.at)
    changed += desk.books.change("letter", {"person": ids}, **LETTER)
    changed += desk.books.change("conflict", {"person": ids}, reason=GONE)
    changed += desk.books.change("role", {"person": ids, "until": ""}, until=desk.at)
    for side in ("giver", "taker"):
        changed += desk.books.change("delegation", {side: ids}, until=desk.at, note="")
    changed += _seats(desk.books, ids, rows)
    works = {row["manuscript"] for row in desk.books.all("authorship", person=ids)}
    changed += _without_places(desk.books, works, rows, id)
    _searchable(desk.books, works)
    files = _files(desk, works) | (papers - _papers(desk.books.all("letter")))
    record(desk, FORGET, "", {"person": id, "texts": texts, "files": sorted(files)})
    return Forgotten(id, changed + len(rows), tuple(sorted(files)))


def _papers(letters: list[dict[str, Any]]) -> set[str]:
    """The certificates and notices that were made for these letters."""
    return {one["sha256"] for row in letters for one in row["attachments"] if "paper" in one} - {""}


def _insist_on_done(desk: Desk, id: str) -> None:
    books = desk.books
    states = [state.value for state in State if state not in CLOSED]
    written = {row["manuscript"] for row in books.all("authorship", person=id)}
    reviews = books.all("review", person=id, submitted="", cancelled="")
    held = [row for row in books.all("role", person=id) if people.since(row, desk.at)]
    for count, zh, en in (
        (books.count("manuscript", id=written, state=states), "篇在办稿件的作者", "open manuscripts that they wrote"),
        (
            books.count("manuscript", handling=id, state=states),
            "篇在办稿件的责任编辑",
            "open manuscripts that they handle",
        ),
        (
            sum(row["accepted"] or not row["answered"] for row in reviews),
            "份未交的审稿意见",
            "reviews that are waited for",
        ),
        (books.count("fee", person=id, paid=""), "笔未付费用", "fees that are not paid"),
        (sum(row["role"] == "editor-in-chief" for row in held), "项主编职务", "terms as editor-in-chief"),
    ):
        if count:
            raise StillNeeded(people.called(books, id), Bilingual(f"{count}{zh}", f"{count} {en}"))


def _words(rows: list[dict[str, Any]]) -> re.Pattern[str] | None:
    """What names the person, the longest first; one letter or one character names nobody."""
    found = set()
    for row in rows:
        found |= {row["email"], row["orcid"]}
        found |= {row["login"]} if len(row["login"] or "") > SHORT else set()
        for name in row["names"].values():
            family, given, whole = (name.get(part, "") for part in ("family", "given", "whole"))
            found |= {
                whole,
                f"{family}{given}",
                f"{given} {family}".strip(),
                f"{family} {given}".strip(),
                f"{family}, {given}",
            }
    words = sorted((word for word in found if len(word.strip(" ,")) > 1), key=lambda word: (-len(word), word))
    # A Latin name inside a longer word is another word; between Chinese characters there are no bounds of words.
    bounded = [
        rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])" if word.isascii() else re.escape(word) for word in words
    ]
    return re.compile("|".join(bounded), re.IGNORECASE) if bounded else None


def _without_name(books: Books, words: re.Pattern[str] | None, id: str) -> tuple[int, dict[str, list[int]]]:
    """Every text that names the person names the id instead; how many rows, and which signed texts are among them."""
    count = 0
    signed: dict[str, list[int]] = {"signature": [], "review": []}
    for table, columns in texts_of().items():
        own = [column for column in columns if column not in WORKS]
        if words is None or table in ("person", "seat"):
            continue
        for row in books.all(table):
            values = {column: value for column in own if (value := _unnamed(row[column], words, id)) != row[column]}
            if values and table in signed and row["salt"]:
                signed[table].append(row["id"])
                values["salt"] = ""
            if values:
                count += books.change(table, {key: row[key] for key in keys_of(table)}, **values)
    return count, signed


def _without_places(books: Books, works: set[str], rows: list[dict[str, Any]], id: str) -> int:
    """Where they worked, in what their author's forms said: elsewhere an institution is not this person's."""
    places = {place for row in rows for place in row["affiliations"].values() if place.strip()}
    if not places:
        return 0
    words = re.compile("|".join(re.escape(place) for place in sorted(places, key=len, reverse=True)), re.IGNORECASE)
    return sum(
        books.change("manuscript", {"id": row["id"]}, more=_unnamed(row["more"], words, id))
        for row in books.all("manuscript", id=works)
    )


def _unnamed(value: Any, words: re.Pattern[str], id: str) -> Any:
    if isinstance(value, str):
        return words.sub(lambda _: id, value)
    if isinstance(value, list):
        return [_unnamed(one, words, id) for one in value]
    if isinstance(value, dict):
        return {_unnamed(key, words, id): _unnamed(one, words, id) for key, one in value.items()}
    return value


def _seats(books: Books, ids: set[str], rows: list[dict[str, Any]]) -> int:
    """The user's names they worked under, and the names of machines at which nobody else did."""
    theirs = books.distinct("event", "os_user", actor=ids) | books.distinct("event", "host", actor=ids)
    others = books.distinct("event", "os_user", but=ids) | books.distinct("event", "host", but=ids)
    logins = {row["login"] for row in rows} - {None, ""}
    gone = (theirs - others) | {row["id"] for row in books.all("seat", text=logins)}
    return books.change("seat", {"id": gone}, salt="", text="")


def _searchable(books: Books, works: set[str]) -> None:
    for row in books.all("manuscript", id=works):
        writers = books.all("person", id={one["person"] for one in books.all("authorship", manuscript=row["id"])})
        names = [part for one in writers for name in one["names"].values() for part in name.values()]
        words = findable(*row["titles"].values(), *(one["sort"] for one in writers), *names)
        books.change("manuscript", {"id": row["id"]}, search=words)


def _files(desk: Desk, works: set[str]) -> set[str]:
    """Files of manuscripts that were not published and whose authors are all forgotten, unless others need the same."""
    gone: set[str] = set()
    for row in desk.books.all("manuscript", id=works):
        writers = {one["person"] for one in desk.books.all("authorship", manuscript=row["id"])}
        unpublished = not row["online"] and row["state"] not in (State.PUBLISHED, State.RETRACTED)
        if unpublished and desk.books.count("person", id=writers, forgotten="") == 0:
            gone |= {one["sha256"] for one in desk.books.all("file", manuscript=row["id"])}
            desk.books.change("file", {"manuscript": row["id"]}, forgotten=desk.at, name="", note="")
            desk.books.remove("shingle", source=row["id"])
    return gone - {one["sha256"] for one in desk.books.all("file", sha256=gone, forgotten="")}


# ---------------------------------------------------------------- merge


def merge(desk: Desk, from_: str, into: str) -> None:
    """Make one person of two records: all that `from_` is and did is then `into`'s. The ledger keeps both ids.

    NoSuchPerson, NoRight; Misused, if an open manuscript knows both, for then it is not one person to it.
    """
    insist_office(desk, Bilingual("合并人员", "merge people"))
    one, other = people.known(desk.books, from_), people.known(desk.books, into)
    if one == other:
        raise Misused(Bilingual("已是同一人。", "They are one person already."))
    both = sorted(_parts(desk.books, one) & _parts(desk.books, other))
    open_ = desk.books.all("manuscript", id=both, state=[state.value for state in State if state not in CLOSED])
    if open_:
        ids = ", ".join(row["id"] for row in open_)
        raise Misused(
            Bilingual(
                f"两人同涉在办稿件 {ids}；请先改派其一。",
                f"Both have a part in {ids}, which is open; replace one first.",
            )
        )
    _fill_in(desk.books, one, other)
    for table, columns in PERSONS.items():
        for column in columns:
            _repoint(desk.books, table, column, one, other)
    desk.books.change("person", {"id": one}, merged_into=other)
    works = {row["manuscript"] for row in desk.books.all("authorship", person=other)}
    _searchable(desk.books, works)
    record(desk, "person-merge", "", {"person": one, "into": other, "both": both})


def _parts(books: Books, id: str) -> set[str]:
    """The manuscripts in which somebody has a part that excludes others: as author, editor, reader or referee."""
    found = {
        row["manuscript"] for table in ("authorship", "signature", "review") for row in books.all(table, person=id)
    }
    return (
        found
        | {row["manuscript"] for row in books.all("signature", on_behalf=id)}
        | {row["id"] for row in books.all("manuscript", handling=id)}
    )


def _fill_in(books: Books, one: str, other: str) -> None:
    """What is known of the one only; a login is given up first, for two cannot have it."""
    rows = {row["id"]: row for row in books.all("person", id={one, other})}
    old, kept = rows[one], rows[other]
    values = {column: old[column] for column in DATA if old[column] and not kept[column]}
    for column in ("names", "affiliations"):
        values[column] = {**old[column], **kept[column]}
    if "login" in values:
        books.change("person", {"id": one}, login=None)
    books.change("person", {"id": other}, **values)


def _repoint(books: Books, table: str, column: str, one: str, other: str) -> None:
    keys = keys_of(table)
    theirs: dict[str, Any] = {column: one}
    for row in books.all(table, **theirs):
        where = {key: row[key] for key in keys}
        if _is_there(books, table, {**where, column: other} if column in keys else {}, row, other):
            books.remove(table, **where)
        else:
            books.change(table, where, **{column: other})


def _is_there(books: Books, table: str, where: Row, row: Row, other: str) -> bool:
    """Whether the other has such a row already, and can have no second."""
    if table == "authorship":
        return bool(books.count(table, manuscript=row["manuscript"], person=other))
    return bool(where) and bool(books.count(table, **where))


__all__ = ["Forgotten", "StillNeeded", "forget", "merge"]
