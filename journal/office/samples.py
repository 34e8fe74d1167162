"""After an issue is out: sample copies (样刊) to authors and guests, copies that the law wants delivered (缴送), reprints by digests (转载)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import BadFile, Bilingual, JournalError, Misused, Place, Refused
from journal.office import dossier, people
from journal.office.editorial import Desk, changed, insist, record, told
from journal.office.records import Books
from journal.office.register import insist_office
from journal.office.workflow import DESK, EDITORS, State

MOST = 9999  # copies that one entry may have
OUT = frozenset({State.PUBLISHED, State.RETRACTED})
_TAKER = re.compile(r"(?P<taker>\S.*?)\s+(?P<copies>\d{1,4})", re.ASCII)


@dataclass(eq=False)
class NoSuchSample(JournalError):
    """No entry of the lists of copies has this number."""

    number: int
    zh: ClassVar[str] = "没有第 {number} 号样刊。"
    en: ClassVar[str] = "There is no entry {number} of sample copies."
    fix_zh: ClassVar[str] = "可用 journal sample list ISSUE 查看。"
    fix_en: ClassVar[str] = "See: journal sample list ISSUE"


# ---------------------------------------------------------------- the journal's rules


@dataclass(frozen=True, slots=True)
class Rules:
    """How many copies go to whom, from `[policies]` of journal.toml."""

    author: int = 2
    guest: int = 2
    referee: int = 0
    deposits: tuple[tuple[str, int], ...] = ()  # whom the law or the journal names, and how many


def rules(pairs: Iterable[tuple[str, str]]) -> Rules:
    """`sample_copies`, `sample_copies_guest`, `sample_copies_referee`, and `deposit_copies` (“甲图书馆 3；乙图书馆 1”); BadFile."""
    said = dict(pairs)
    usual = Rules()
    return Rules(
        _copies(said, "sample_copies", usual.author),
        _copies(said, "sample_copies_guest", usual.guest),
        _copies(said, "sample_copies_referee", usual.referee),
        tuple(_taker(one.strip()) for one in re.split("[;；]", said.get("deposit_copies", "")) if one.strip()),
    )


def _copies(said: Mapping[str, str], name: str, usual: int) -> int:
    value = said.get(name, str(usual))
    if not re.fullmatch(r"\d{1,4}", value, re.ASCII):
        raise _bad(name, value, Bilingual(f"应为 0 至 {MOST} 的整数。", f"It should be a number from 0 to {MOST}."))
    return int(value)


def _taker(text: str) -> tuple[str, int]:
    found = _TAKER.fullmatch(text)
    if not found or not int(found["copies"]):
        raise _bad(
            "deposit_copies", text, Bilingual("写作“接收单位 册数；……”。", "Write “INSTITUTION COPIES; …”.")
        )  # fmt: skip
    return found["taker"], int(found["copies"])


def _bad(name: str, value: str, todo: Bilingual) -> BadFile:
    return BadFile(
        Place("journal.toml", 0, f"policies.{name}"),
        Bilingual(f"“{value}”不能用。", f"“{value}” cannot be used."),
        todo,
    )


# ---------------------------------------------------------------- copies


def make(desk: Desk, issue: str, rules: Rules) -> int:
    """List the copies that an issue's authors, guest editors, referees and the libraries are due; once each. How many are new.

    Only papers that are out count. Whoever wrote two papers of the issue is listed with each.
    """
    insist_office(desk, Bilingual("登记样刊", "list sample copies"))
    listed = desk.books.all("sample", issue=issue)
    had = {(row["manuscript"], row["person"], row["taker"]) for row in listed}
    due = [one for one in _due(desk.books, issue, rules) if one[1] and one[0] not in had]
    desk.books.add_all(
        "sample",
        [
            {
                "issue": issue, "manuscript": manuscript, "person": person, "taker": taker, "copies": copies, "at": desk.at,
                "by": desk.who.person, "sent": "",
            }
            for (manuscript, person, taker), copies in due
        ],
    )  # fmt: skip
    if due:
        record(desk, "sample", "", {"issue": issue, "entries": len(due)})
    return len(due)


def _due(books: Books, issue: str, rules: Rules) -> list[tuple[tuple[str, str, str], int]]:
    """To whom how many: by manuscript, person and taker, of which two are empty or one."""
    ids = {row["id"] for row in books.all("manuscript", placed=issue, state=OUT)}
    authors = books.all("authorship", manuscript=ids, order="position")
    topics = {row["topic"] for row in books.all("contribution", manuscript=ids)}
    guests = sorted({row["person"] for row in books.all("guest", topic=topics)})
    reports = books.all("review", manuscript=ids, cancelled="", order="id") if rules.referee else []
    referees = dict.fromkeys((row["manuscript"], row["person"]) for row in reports if row["submitted"])
    return [
        *(((row["manuscript"], row["person"], ""), rules.author) for row in sorted(authors, key=lambda row: row["manuscript"])),
        *((("", person, ""), rules.guest) for person in guests),
        *(((manuscript, person, ""), rules.referee) for manuscript, person in referees),
        *((("", "", taker), copies) for taker, copies in rules.deposits),
    ]  # fmt: skip


def add(desk: Desk, issue: str, copies: int, *, person: str = "", taker: str = "") -> int:
    """List copies for somebody, or for an institution, whom no rule names; the entry's number. Misused if they are listed."""
    insist_office(desk, Bilingual("登记样刊", "list sample copies"))
    if bool(person) == bool(taker.strip()) or not 1 <= copies <= MOST:
        raise Misused(
            Bilingual("请写明给谁（人或单位）、几册。", "Say for whom, a person or an institution, and how many.")
        )
    known = people.known(desk.books, person) if person else ""
    if desk.books.count("sample", issue=issue, manuscript="", person=known, taker=taker.strip()):
        name = known or taker.strip()
        raise Misused(Bilingual(f"{issue} 已登记“{name}”的样刊。", f"{issue}: “{name}” is listed already."))
    number = desk.books.add(
        "sample", issue=issue, person=known, taker=taker.strip(), copies=copies, at=desk.at, by=desk.who.person, sent=""
    )
    record(desk, "sample", "", {"issue": issue, "sample": number})
    return number


def change(desk: Desk, number: int, copies: int) -> None:
    """Another number of copies, 0 for none; NoSuchSample, Refused once they were sent."""
    insist_office(desk, Bilingual("更改样刊册数", "change how many copies go"))
    row = _sample(desk.books, number)
    if row["sent"]:
        raise Refused(
            Bilingual(f"第 {number} 号样刊已寄出。", f"Entry {number} was sent."),
            Bilingual("如须补寄，请另行登记。", "If more are to go, list them anew."),
        )
    if not 0 <= copies <= MOST:
        raise Misused(Bilingual("册数不对。", "That is no number of copies."))
    desk.books.change("sample", {"id": number}, copies=copies)
    record(desk, "sample-change", row["manuscript"], {"sample": number, "copies": copies})


def sent(desk: Desk, number: int) -> None:
    """Enter that listed copies were sent; whoever gets them is told. A second time changes nothing. NoSuchSample."""
    insist_office(desk, Bilingual("登记样刊寄出", "enter copies as sent"))
    row = _sample(desk.books, number)
    if not row["sent"] and row["copies"]:
        desk.books.change("sample", {"id": number}, sent=desk.at)
        told(desk, "sample-sent", {"sample": number})


def _sample(books: Books, number: int) -> dict[str, Any]:
    row = books.one("sample", id=number)
    if row is None:
        raise NoSuchSample(number)
    return row


# ---------------------------------------------------------------- what there is


REASONS: Mapping[str, Bilingual] = {
    "author": Bilingual("作者", "author"),
    "guest": Bilingual("特约编辑", "guest editor"),
    "referee": Bilingual("审稿专家", "referee"),
    "person": Bilingual("赠阅", "complimentary"),
    "deposit": Bilingual("缴送", "deposit"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of the list of copies: why (of `REASONS`), of which paper, to whom, how many, and when they went."""

    number: int
    issue: str
    reason: str
    manuscript: str
    person: str
    taker: str
    copies: int
    sent: str


def listed(books: Books, issue: str) -> tuple[Sample, ...]:
    """The copies of an issue, in the order in which they were listed."""
    rows = books.all("sample", issue=issue, order="id")
    wrote = {
        (one["manuscript"], one["person"])
        for one in books.all("authorship", manuscript={row["manuscript"] for row in rows} - {""})
    }
    guests = {one["person"] for one in books.all("guest", person={row["person"] for row in rows} - {""})}
    return tuple(
        Sample(
            row["id"], row["issue"], _reason(row, wrote, guests), row["manuscript"], row["person"], row["taker"],
            row["copies"], row["sent"],
        )
        for row in rows
    )  # fmt: skip


def _reason(row: Mapping[str, Any], wrote: set[tuple[str, str]], guests: set[str]) -> str:
    if row["manuscript"]:
        return "author" if (row["manuscript"], row["person"]) in wrote else "referee"
    if row["taker"]:
        return "deposit"
    return "guest" if row["person"] in guests else "person"


# ---------------------------------------------------------------- reprints


def reprint(desk: Desk, id: str, digest: str, number: str, whole: bool) -> int:
    """Note that a digest took a published article up (转载), whole or in part; the entry's number. Refused, Misused, NoRight."""
    row = dossier.row(desk.books, id)
    insist(desk, row, EDITORS | DESK, Bilingual("登记转载", "note a reprint"))
    if State(row["state"]) is not State.PUBLISHED:
        raise Refused(
            Bilingual(f"稿件 {id} 尚未出版。", f"{id} is not published."), Bilingual("出版后再登记。", "Note it then.")
        )
    if not digest.strip():
        raise Misused(Bilingual("请写明文摘刊名。", "Say which digest it was."))
    values = {"manuscript": id, "digest": digest.strip(), "number": number.strip()}
    if desk.books.count("reprint", **values):
        raise Misused(Bilingual(f"{id} 的这次转载已登记。", f"{id}: that reprint is noted already."))
    entry = desk.books.add("reprint", **values, whole=whole, at=desk.at, by=desk.who.person)
    changed(desk, row, "reprint", {"reprint": entry})
    return entry


@dataclass(frozen=True, slots=True)
class Reprint:
    """A reprint of an article: which, out of which issue, by which digest's which number, whole or in part, noted when."""

    number: int
    manuscript: str
    article: str
    titles: Mapping[str, str]
    issue: str
    digest: str
    of: str
    whole: bool
    at: str


def reprints(books: Books, issue: str = "") -> tuple[Reprint, ...]:
    """The reprints of all articles or of an issue's, article by article."""
    rows = books.all("reprint", order="id")
    where: dict[str, Any] = {"placed": issue} if issue else {}
    papers = {one["id"]: one for one in books.all("manuscript", id={row["manuscript"] for row in rows}, **where)}
    found = [(papers[row["manuscript"]], row) for row in rows if row["manuscript"] in papers]
    return tuple(
        Reprint(
            row["id"], paper["id"], paper["article"], paper["titles"], paper["placed"], row["digest"], row["number"],
            row["whole"], row["at"],
        )
        for paper, row in sorted(found, key=lambda pair: (pair[0]["placed"], pair[0]["id"], pair[1]["id"]))
    )  # fmt: skip


__all__ = [
    "REASONS", "NoSuchSample", "Reprint", "Rules", "Sample", "add", "change", "listed", "make", "reprint", "reprints", "rules",
    "sent",
]  # fmt: skip
