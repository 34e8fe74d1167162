"""What editors do to a manuscript: one function decides by the table, writes the records, and seals an event."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from journal.errors import Bilingual, JournalError, Misused, Refused
from journal.office import dossier, people
from journal.office.ledger import text_seal
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import Books, instant
from journal.office.search import findable
from journal.office.workflow import ACTIONS, FINAL, PROOFS, ROLES, Action, Facts, Reading, Role, State, reading_of, step

ROUND_OPENS = frozenset({Action.SEND_OUT, Action.NEW_ROUND, Action.REVIEW_AGAIN, Action.BACK_TO_REVIEW})
ROUND_ENDS = frozenset({Action.TO_SECOND, Action.NEW_ROUND})
TELLS_WHY = frozenset({Action.RETRACT})  # that sign no reading, and need a note all the same
VOIDS: Mapping[Action, tuple[Reading, ...]] = {  # signatures that going back takes away
    Action.UNASSIGN: (Reading.FIRST,),
    Action.BACK_TO_FIRST: (Reading.FIRST, Reading.SECOND),
    Action.BACK_TO_SECOND: (Reading.SECOND,),
    Action.CANCEL_REVISION: (Reading.SECOND, Reading.FINAL),
    Action.REVERT_ACCEPT: (Reading.FINAL,),
}


class Letters(Protocol):
    """Whoever writes the letters that follow an event, into the same transaction."""

    def after(
        self,
        books: Books,
        kind: str,
        manuscript: Mapping[str, Any],
        event: int,
        now: dt.datetime,
        more: Mapping[str, Any],
    ) -> None:
        """Queue what is due after an event of this kind."""
        ...


class NoLetters:
    """Writes none: for imports."""

    def after(
        self,
        books: Books,
        kind: str,
        manuscript: Mapping[str, Any],
        event: int,
        now: dt.datetime,
        more: Mapping[str, Any],
    ) -> None:
        """Queue nothing."""


@dataclass(frozen=True)
class Desk:
    """What every act needs: the open records, who acts, when, by which rules, and who writes the letters."""

    books: Books
    who: Who
    now: dt.datetime
    policies: Policies
    letters: Letters

    @property
    def at(self) -> str:
        """The moment, as the records keep it."""
        return instant(self.now)


@dataclass(eq=False)
class NothingToTell(JournalError):
    """A signature without an opinion."""

    action: Bilingual
    zh: ClassVar[str] = "“{action}”须附书面意见。"
    en: ClassVar[str] = "“{action}” needs a written opinion."
    fix_zh: ClassVar[str] = "用 --note 写明，或用 --note-file 指定文件。"
    fix_en: ClassVar[str] = "Give it with --note, or with --note-file."


@dataclass(eq=False)
class NoRight(JournalError):
    """Something that this person, who asks for it, may not do."""

    person: str
    what: Bilingual
    reason: Bilingual
    zh: ClassVar[str] = "您不能{what}：{reason}。"
    en: ClassVar[str] = "You may not {what}: {reason}."
    fix_zh: ClassVar[str] = "谁可办：一篇稿件见 journal manuscript show，编辑部的职务见 journal person list。"
    fix_en: ClassVar[str] = (
        "Who can: journal manuscript show tells it of a manuscript, journal person list of the office."
    )


@dataclass(frozen=True)
class Author:
    """One author of a submission, registered before."""

    person: str
    corresponding: bool = False
    equal: bool = False


@dataclass(frozen=True)
class Upload:
    """A file of a manuscript: what it is for, its sha256 in the store, and the name it came with."""

    purpose: str  # text, anonymous, figure, funding, copyright, translation, response, review, …
    sha256: str
    name: str
    size: int
    language: str = ""
    note: str = ""


# ---------------------------------------------------------------- events


def record(desk: Desk, kind: str, manuscript: str, data: Mapping[str, Any]) -> int:
    """Seal an event; its number."""
    return desk.books.append(desk.at, kind, manuscript, desk.who.record(), data).number


def changed(desk: Desk, row: Mapping[str, Any], kind: str, data: Mapping[str, Any], **values: Any) -> int:
    """Write the manuscript's row, one version up, and seal the event that says so; letters that follow are queued."""
    desk.books.change("manuscript", {"id": row["id"]}, version=row["version"] + 1, **values)
    number = record(desk, kind, row["id"], data)
    desk.letters.after(desk.books, kind, {**row, **values}, number, desk.now, data)
    return number


def told(desk: Desk, kind: str, data: Mapping[str, Any]) -> int:
    """Seal an event that is about no manuscript, or about several; letters that follow are queued. Its number."""
    number = record(desk, kind, "", data)
    desk.letters.after(desk.books, kind, {"id": ""}, number, desk.now, data)
    return number


def insist(desk: Desk, row: Mapping[str, Any], roles: frozenset[Role], what: Bilingual, of_house: bool = True) -> None:
    """Let nobody do this who has none of the roles, wrote the manuscript, or has a conflict; NoRight.

    Without `of_house` an institution in common with an author is no conflict.
    """
    writers = dossier.authors(desk.books, row["id"])
    who = desk.who.on_behalf or desk.who.person
    if desk.who.persons & writers and Role.AUTHOR not in roles:
        raise NoRight(who, what, Bilingual("作者不能处理自己的稿件", "nobody acts on their own paper"))
    actor = people.actor(desk.books, desk.who, row, writers, desk.at)
    if not roles & actor.roles:
        said = Bilingual(
            "或".join(ROLES[r].zh for r in Role if r in roles), " or ".join(ROLES[r].en for r in Role if r in roles)
        )
        raise NoRight(who, what, Bilingual(f"须由{said.zh}办理", f"it takes the {said.en}"))
    found = actor.conflicts
    if not of_house:
        found = tuple(people.conflicts_of(desk.books, row["id"], desk.who.persons, writers, of_house))
    if found:
        said = Bilingual("；".join(c.zh for c in found), "; ".join(c.en for c in found))
        raise NoRight(
            who, what, Bilingual(f"存在利益冲突（{said.zh}）", f"there is a conflict of interest ({said.en})")
        )


# ---------------------------------------------------------------- submission


def submit(
    desk: Desk,
    titles: Mapping[str, str],
    column: str,
    language: str,
    authors: Sequence[Author],
    files: Sequence[Upload],
    *,
    abstracts: Mapping[str, str] | None = None,
    keywords: Mapping[str, Sequence[str]] | None = None,
    kind: str = "research-article",
    more: Mapping[str, Any] | None = None,
    submitted: dt.datetime | None = None,
    incomplete: bool = False,
) -> str:
    """Take in a manuscript; its number, as 2026-0123. The receipt states the period agreed.

    One that is `incomplete`, taken from a list elsewhere, may come without its text and waits for its author.
    """
    if not authors:
        raise Misused(Bilingual("投稿须有作者。", "A submission needs an author."))
    if not incomplete and not any(file.purpose == "text" for file in files):
        raise Misused(Bilingual("投稿须有正文文件。", "A submission needs a file with its text."))
    came = submitted or desk.now
    if came > desk.now:
        raise Misused(Bilingual("收稿日期在将来。", "The date of receipt is in the future."))
    year = came.astimezone().year
    id = f"{year}-{desk.books.next_number(f'manuscript-{year}'):04d}"
    state = State.INCOMPLETE if incomplete else State.SUBMITTED
    due = desk.policies.due(state, desk.now if incomplete else came)
    row = {
        "id": id, "state": state, "column": column, "language": language, "kind": kind,
        "titles": dict(titles), "abstracts": dict(abstracts or {}),
        "keywords": {tongue: list(words) for tongue, words in (keywords or {}).items()},
        "search": searchable(desk.books, titles, authors), "submitted": instant(came), "since": instant(came),
        "due": instant(due) if due else "", "waits_for": desk.policies.waits(state), "handling": "",
        "text": 1, "version": 1, "agreed_days": desk.policies.days["reply_days"], "more": dict(more or {}),
    }  # fmt: skip
    desk.books.add("manuscript", **row)
    desk.books.add_all(
        "authorship",
        [
            {
                "manuscript": id,
                "position": place,
                "person": one.person,
                "corresponding": one.corresponding,
                "equal": one.equal,
            }
            for place, one in enumerate(authors, start=1)
        ],
    )
    filed(desk, id, 1, files)
    data = {
        "column": column,
        "language": language,
        "authors": [one.person for one in authors],
        "files": [one.sha256 for one in files],
    }
    number = record(desk, "submit", id, data)
    desk.letters.after(desk.books, "submit", row, number, desk.now, data)
    return id


def searchable(books: Books, titles: Mapping[str, str], authors: Sequence[Author]) -> str:
    """By what a manuscript is found: its titles and its authors' names, folded and in pinyin."""
    names = books.all("person", id={one.person for one in authors})
    words = [*titles.values(), *(one["sort"] for one in names)]
    words += ["".join((name["family"], name["given"])) for one in names for name in one["names"].values()]
    words += [part for one in names for name in one["names"].values() for part in name.values()]
    return findable(*words)


def filed(desk: Desk, id: str, text: int, files: Sequence[Upload]) -> None:
    """Write down files of a version of the text; the event is the caller's."""
    desk.books.add_all(
        "file",
        [
            {
                "manuscript": id, "purpose": one.purpose, "text": text, "language": one.language, "sha256": one.sha256,
                "name": one.name, "size": one.size, "at": desk.at, "by": desk.who.person, "note": one.note,
            }
            for one in files
        ],
    )  # fmt: skip


def file(desk: Desk, id: str, upload: Upload, based_on: int | None = None) -> None:
    """Add a file to the present version of the text."""
    row = dossier.row(desk.books, id, based_on)
    _open(row)
    filed(desk, id, row["text"], (upload,))
    changed(desk, row, "file", {"purpose": upload.purpose, "sha256": upload.sha256, "text": row["text"]})


def _open(row: Mapping[str, Any]) -> None:
    if State(row["state"]) in FINAL:
        raise Misused(Bilingual(f"稿件 {row['id']} 已结束。", f"Manuscript {row['id']} is closed."))


# ---------------------------------------------------------------- the one act


def act(desk: Desk, id: str, action: Action, note: str = "", based_on: int | None = None, **details: Any) -> State:
    """Do an action to a manuscript, if the table lets this person do it now; its state after.

    `details` are what the action needs: person (assign), column (transfer), issue (place), wanted (of a round),
    points (revise: what was asked and what is answered), printed (release, sign-for-press: the sha256 of the article's file as
    "article-file", and the "places" that changed since release). Raises NotAllowed, Stale, NothingToTell, Misused.
    """
    row = dossier.row(desk.books, id, based_on)
    if action is Action.REVISE:
        _answers(desk, row, details.get("points", ()))
    facts = dossier.facts(desk.books, id, desk.policies)
    actor = people.actor(desk.books, desk.who, row, facts.authors, desk.at)
    after = step(facts, actor, action)
    data: dict[str, Any] = {"from": facts.state, "to": after}
    values: dict[str, Any] = {}
    if reading := reading_of(action, facts.state):
        data |= _sign(desk, row, reading, action, note)
    elif note.strip():
        data |= _noted(desk, row, note)
    elif action in TELLS_WHY:
        raise NothingToTell(ACTIONS[action])
    for effect in EFFECTS.get(action, ()):
        effect(desk, row, facts, after, details, data, values)
    _void(desk, row, action, data)
    _proofs(desk, row, facts.state, after)
    if after is not facts.state:
        due = desk.policies.due(after, desk.now)
        values |= {
            "state": after,
            "since": desk.at,
            "due": instant(due) if due else "",
            "waits_for": desk.policies.waits(after),
        }
    changed(desk, row, str(action), data, **values)
    return after


Effect = Callable[[Desk, Mapping[str, Any], Facts, State, Mapping[str, Any], dict[str, Any], dict[str, Any]], None]


def _sign(desk: Desk, row: Mapping[str, Any], reading: Reading, action: Action, note: str) -> dict[str, Any]:
    """A reading signed with its opinion; of the opinion the ledger keeps the seal."""
    if not note.strip():
        raise NothingToTell(ACTIONS[action])
    salt = secrets.token_hex(16)
    favourable = action not in (Action.DECLINE, Action.DECLINE_FIRST)
    number = desk.books.add(
        "signature", manuscript=row["id"], text=row["text"], reading=reading, person=desk.who.person,
        on_behalf=desk.who.on_behalf, favourable=favourable, opinion=note, salt=salt, at=desk.at,
    )  # fmt: skip
    return {"signature": number, "reading": reading, "favourable": favourable, "opinion": text_seal(salt, note)}


def _noted(desk: Desk, row: Mapping[str, Any], note: str) -> dict[str, Any]:
    return {"note": desk.books.add("note", manuscript=row["id"], by=desk.who.person, at=desk.at, text=note)}


def _void(desk: Desk, row: Mapping[str, Any], action: Action, data: dict[str, Any]) -> None:
    """Take away the signatures of the readings that are to be done again."""
    readings = VOIDS.get(action, ())
    if action is Action.REVERT_DECLINE:
        readings = (Reading.SECOND,) if row["before_decline"] == State.SECOND_READING else (Reading.FINAL,)
    if readings and desk.books.change(
        "signature", {"manuscript": row["id"], "text": row["text"], "reading": set(readings), "void": ""}, void=desk.at
    ):
        data["void"] = sorted(readings)


def _assign(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    person = people.known(desk.books, _detail(details, "person"))
    if person in facts.authors:
        raise Misused(Bilingual("作者不能处理自己的稿件。", "Nobody handles their own paper."))
    held, _ = people.roles(desk.books, {person}, row["column"], desk.at)
    if row["id"] not in people.hosted(desk.books, {person}) and not held & {
        Role.HANDLING_EDITOR,
        Role.SECTION_EDITOR,
        Role.MANAGING_EDITOR,
        Role.DEPUTY_EDITOR,
    }:
        who = people.called(desk.books, person)
        raise Misused(Bilingual(f"{who.zh}不是本刊编辑。", f"{who.en} is no editor of this journal."))
    conflicts = tuple(people.conflicts_of(desk.books, row["id"], frozenset({person}), facts.authors))
    if conflicts:
        raise Misused(
            Bilingual(
                "存在利益冲突：" + "；".join(c.zh for c in conflicts) + "。",
                "A conflict of interest: " + "; ".join(c.en for c in conflicts) + ".",
            )
        )
    values["handling"] = data["handling"] = person


def _unassign(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    values["handling"] = ""


def _open_round(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    number = 1 + max((one["number"] for one in desk.books.all("round", manuscript=row["id"])), default=0)
    wanted = int(details.get("wanted") or desk.policies.workflow.referees)
    desk.books.add(
        "round", manuscript=row["id"], number=number, anonymity=details.get("anonymity") or desk.policies.anonymity,
        wanted=wanted, text=row["text"], opened=desk.at,
    )  # fmt: skip
    data |= {"round": number, "wanted": wanted}


def _end_round(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    assert facts.round, "the guard saw one"
    desk.books.change("round", {"manuscript": row["id"], "number": facts.round.number}, closed=desk.at)
    _cancel_reviews(desk, row, facts, data)


def _cancel_round(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    assert facts.round, "a manuscript in review has one"
    desk.books.change("round", {"manuscript": row["id"], "number": facts.round.number}, cancelled=desk.at)
    _cancel_reviews(desk, row, facts, data)


def _withdraw(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    if facts.round:
        _cancel_reviews(desk, row, facts, data)


def _cancel_reviews(desk: Desk, row: Any, facts: Facts, data: dict[str, Any]) -> None:
    """Referees who have not answered or reported need not any more; one who declined has answered."""
    assert facts.round
    where = {"manuscript": row["id"], "round": facts.round.number, "submitted": "", "cancelled": ""}
    open_ = (one for one in desk.books.all("review", order="id", **where) if one["accepted"] or not one["answered"])
    if gone := [one["id"] for one in open_]:
        desk.books.change("review", {"id": gone}, cancelled=desk.at)
        data["cancelled"] = gone


def _answers(desk: Desk, row: Mapping[str, Any], points: Sequence[tuple[str, str]]) -> None:
    """The author's answers, point by point, before the guard asks for them."""
    desk.books.remove("response", manuscript=row["id"], text=row["text"] + 1)
    desk.books.add_all(
        "response",
        [
            {"manuscript": row["id"], "text": row["text"] + 1, "point": number, "asked": asked, "answer": answer}
            for number, (asked, answer) in enumerate(points, start=1)
            if answer.strip()
        ],
    )


def _revise(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    files = details.get("files", ())
    if not any(one.purpose == "text" for one in files):
        raise Misused(Bilingual("修改稿须有正文文件。", "A revision needs a file with its text."))
    before = desk.books.all("file", manuscript=row["id"], text=row["text"], purpose="text")
    if {one.sha256 for one in files if one.purpose == "text"} <= {one["sha256"] for one in before}:
        raise Refused(
            Bilingual(
                f"修改稿与第 {row['text']} 稿的正文逐字节相同。",
                f"The revision is byte for byte the text of version {row['text']}.",
            ),
            Bilingual("请交改过的文件。", "Hand in the file that was revised."),
        )
    values["text"] = row["text"] + 1
    filed(desk, row["id"], row["text"] + 1, files)
    data |= {"text": row["text"] + 1, "files": [one.sha256 for one in files]}


def _transfer(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    values["column"] = data["column"] = _detail(details, "column")
    data["before"] = row["column"]


def _decline(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    values["before_decline"] = facts.state


def _revert_decline(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    values["before_decline"] = ""


def _place(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    values["placed"] = data["issue"] = _detail(details, "issue")


def _online(desk: Desk, row: Any, facts: Facts, after: State, details: Any, data: Any, values: Any) -> None:
    values["online"] = desk.at


def _printed(
    desk: Desk,
    row: Mapping[str, Any],
    facts: Facts,
    after: State,
    details: Mapping[str, Any],
    data: dict[str, Any],
    values: dict[str, Any],
) -> None:
    """What the caller found of the file that is to be printed."""
    data |= details.get("printed", {})


EFFECTS: Mapping[Action, tuple[Effect, ...]] = {
    Action.ASSIGN: (_assign,),
    Action.UNASSIGN: (_unassign,),
    Action.SEND_OUT: (_open_round,),
    Action.REVIEW_AGAIN: (_open_round,),
    Action.BACK_TO_REVIEW: (_open_round,),
    Action.NEW_ROUND: (_end_round, _open_round),
    Action.TO_SECOND: (_end_round,),
    Action.CANCEL_ROUND: (_cancel_round,),
    Action.REVISE: (_revise,),
    Action.TRANSFER: (_transfer,),
    Action.DECLINE: (_decline,),
    Action.REVERT_DECLINE: (_revert_decline,),
    Action.PLACE: (_place,),
    Action.RELEASE: (_printed,),
    Action.SIGN_FOR_PRESS: (_printed,),
    Action.PUBLISH_ONLINE: (_online,),
    Action.WITHDRAW: (_withdraw,),
}


def _detail(details: Mapping[str, Any], name: str) -> str:
    if not details.get(name):
        raise Misused(Bilingual(f"请给出 --{name}。", f"Give --{name}."))
    return str(details[name])


def _proofs(desk: Desk, row: Mapping[str, Any], before: State, after: State) -> None:
    """Each proof that begins has its record, and is not sent yet; one that is over is closed."""
    if before in PROOFS and after is not before:
        desk.books.change("proof", {"manuscript": row["id"], "number": PROOFS[before], "done": ""}, done=desk.at)
    if after in PROOFS and after is not before:
        due = desk.policies.due(after, desk.now)
        desk.books.put(
            "proof", {"manuscript": row["id"], "number": PROOFS[after], "language": ""},
            sent="", due=instant(due) if due else "", returned="", open=0, errors=0, characters=0, by="", done="",
        )  # fmt: skip


__all__ = [
    "Author",
    "Desk",
    "Letters",
    "NoLetters",
    "NothingToTell",
    "Upload",
    "act",
    "changed",
    "file",
    "filed",
    "record",
    "searchable",
    "submit",
    "told",
]
