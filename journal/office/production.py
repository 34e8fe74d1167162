"""From acceptance to the press: the checklist 齐、清、定, the gates, the proofs, text changes after release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from journal.errors import Bilingual, Misused, Refused
from journal.office import dossier, people
from journal.office.dossier import READINGS_ITEM
from journal.office.editorial import Desk, NoRight, Upload, changed, filed, insist
from journal.office.records import Books, instant
from journal.office.workflow import (
    CHECKLIST,
    DESK,
    EDITORS,
    GATES,
    PROOF,
    PROOF_NAMES,
    PROOFING,
    PROOFS,
    STATES,
    Action,
    Role,
    State,
)

OFFICE = EDITORS | DESK
READING = PROOF | DESK  # who sees to a proof
FRONT: Mapping[str, Bilingual] = {  # what front matter is made of
    "titles": Bilingual("题名", "title"),
    "abstracts": Bilingual("摘要", "abstract"),
    "keywords": Bilingual("关键词", "keywords"),
}
RELEASED = (*PROOFS, State.SIGNED, State.PUBLISHED)  # the text is set: whatever changes now is counted
TEXTUAL = frozenset({"text", "figure", "translation"})  # files whose arrival changes what is printed
OVERDUE = "proof-overdue"  # the event that a proof did not come back in time
TOLERATED = 2.0  # errors in 10,000 characters that a journal may have

# ---------------------------------------------------------------- 齐、清、定


def tick(
    desk: Desk, id: str, name: str, note: str = "", sha256: str = "", based_on: int | None = None,
    english: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Say that an item of the checklist is there; who, when, with a note and the file that shows it.

    `english` are the parts (of FRONT) that the article itself says in English, whatever the record has of them. Misused for an item that is none, NoRight; Refused while the records themselves show that it is not there.
    """
    row = _row(desk, id, EDITORS | DESK, Bilingual("勾选齐清定项目", "tick an item of the checklist"), based_on)
    _known(name, CHECKLIST, Bilingual("齐清定项目", "item of the checklist"))
    known = {**row, **{part: {**row[part], "en": row[part].get("en") or True} for part in english}}
    if reason := EVIDENCE.get(name, _nothing_to_show)(desk.books, known, note):
        raise Refused(
            Bilingual(f"“{CHECKLIST[name].zh}”不能勾选：{reason.zh}。", f"{CHECKLIST[name].en}: {reason.en}."),
            _remedy(id, name),
        )
    desk.books.put("item", {"manuscript": id, "name": name}, at=desk.at, by=desk.who.person, note=note, sha256=sha256)
    changed(desk, row, "tick", {"item": name, **({"sha256": sha256} if sha256 else {})})


def untick(desk: Desk, id: str, name: str, based_on: int | None = None) -> None:
    """Take a tick back, say because the text changed after it."""
    row = _row(desk, id, EDITORS | DESK, Bilingual("取消勾选", "take a tick back"), based_on)
    _known(name, CHECKLIST, Bilingual("齐清定项目", "item of the checklist"))
    if not desk.books.change("item", {"manuscript": id, "name": name}, at="", by=desk.who.person, sha256="", note=""):
        raise Misused(Bilingual(f"“{CHECKLIST[name].zh}”没有勾选。", f"{CHECKLIST[name].en}: it is not ticked."))
    changed(desk, row, "untick", {"item": name})


def consent(desk: Desk, id: str, author: str, sha256: str = "", note: str = "") -> None:
    """Enter that an author signed the copyright form (著作权授权书); `sha256` is the signed form in the store."""
    row = _row(desk, id, OFFICE | {Role.AUTHOR}, Bilingual("登记授权书", "enter a signed copyright form"))
    person = people.known(desk.books, author)
    if person not in dossier.authors(desk.books, id):
        who = _called(desk, id, person)
        raise Misused(Bilingual(f"{who.zh}不是 {id} 的作者。", f"{who.en} is no author of {id}."))
    if desk.who.persons & dossier.authors(desk.books, id) and person not in desk.who.persons:
        raise NoRight(
            desk.who.person,
            Bilingual("代签授权书", "sign for another author"),
            Bilingual("每位作者须自己签署", "each author signs for themselves"),
        )
    desk.books.put(
        "consent", {"manuscript": id, "person": person}, at=desk.at, by=desk.who.person, sha256=sha256, note=note
    )
    changed(desk, row, "consent", {"author": person, **({"sha256": sha256} if sha256 else {})})


def _called(desk: Desk, id: str, person: str) -> Bilingual:
    """Somebody's name for an editor; an author learns of nobody but themselves who it is."""
    if desk.who.persons & dossier.authors(desk.books, id):
        return Bilingual(person, person)
    return people.called(desk.books, person)


def _remedy(id: str, name: str) -> Bilingual:
    """What to do, so that the item can be ticked."""
    if name != "english":
        return Bilingual("补齐后再勾选。", "Tick it when it is there.")
    command = f'journal manuscript edit {id} --abstract en=… --keywords "en=…;…" --note …'
    return Bilingual(f"补齐后再勾选：{command}", f"Enter it, then tick it: {command}")


Evidence = Callable[[Books, Mapping[str, Any], str], Bilingual | None]


def _nothing_to_show(books: Books, row: Mapping[str, Any], note: str) -> Bilingual | None:
    return None


def _computed(books: Books, row: Mapping[str, Any], note: str) -> Bilingual | None:
    return Bilingual("由三审签字自动得出", "it follows from the signatures themselves")


def _text_filed(books: Books, row: Mapping[str, Any], note: str) -> Bilingual | None:
    here = books.count("file", manuscript=row["id"], text=row["text"], purpose="text", forgotten="")
    return None if here else Bilingual("本版没有正文文件", "this version has no file with the text")


def _english_given(books: Books, row: Mapping[str, Any], note: str) -> Bilingual | None:
    """A note says why a part may be wanting: an editorial has no abstract."""
    lacking = [name for name in FRONT if not row[name].get("en")]
    if not lacking or (note.strip() and "titles" not in lacking):
        return None
    return Bilingual("缺" + "、".join(f"英文{FRONT[name].zh}" for name in lacking), "no English " + ", ".join(lacking))


def _all_consented(books: Books, row: Mapping[str, Any], note: str) -> Bilingual | None:
    if missing := [people.called(books, one) for one in sorted(unsigned(books, row["id"]))]:
        return Bilingual(
            "未签署：" + "、".join(one.zh for one in missing), "not signed by " + ", ".join(one.en for one in missing)
        )
    return None


EVIDENCE: Mapping[str, Evidence] = {
    READINGS_ITEM: _computed,
    "text": _text_filed,
    "english": _english_given,
    "copyright": _all_consented,
}


def unsigned(books: Books, id: str) -> frozenset[str]:
    """The authors whose copyright form is not there."""
    return dossier.authors(books, id) - {row["person"] for row in books.all("consent", manuscript=id)}


# ---------------------------------------------------------------- gates


def gate(
    desk: Desk, id: str, name: str, needed: bool, number: str = "", date: dt.date | None = None, note: str = "",
    based_on: int | None = None,
) -> None:  # fmt: skip
    """Record a gate: needed or not, as people decided; if needed, its number and date once they are known.

    A gate that is needed stays open until it has a number. The program judges nothing.
    """
    row = _row(desk, id, EDITORS | DESK, Bilingual("登记备案或专项审读", "record a gate"), based_on)
    _known(name, GATES, Bilingual("备案或专项审读", "gate"))
    if number and not (needed and date):
        raise Misused(Bilingual("有编号须注明“需要”和日期。", "A number goes with “needed” and with a date."))
    if date and date > desk.now.astimezone().date():
        raise Misused(Bilingual("日期在将来。", "The date is in the future."))
    desk.books.put(
        "gate", {"manuscript": id, "name": name}, needed=needed, by=desk.who.person, number=number,
        date=date.isoformat() if date else "", note=note,
    )  # fmt: skip
    changed(desk, row, "gate", {"gate": name, "needed": needed, "number": number})


# ---------------------------------------------------------------- proofs


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof as it stands: 1 to 3, and 4, the clean proof."""

    number: int
    language: str
    sent: str
    due: str
    returned: str
    done: str
    open: int
    errors: int
    characters: int
    by: str = ""  # who read and counted it, or else who sent it
    overdue: bool = False  # `returned` is when somebody said that it did not come back in time

    @property
    def rate(self) -> float | None:
        """差错率: errors in 10,000 characters; None while nobody has counted."""
        return self.errors * 10_000 / self.characters if self.characters else None

    @property
    def tolerable(self) -> bool | None:
        """Whether the rate is what a journal may have; None while nobody has counted."""
        return None if self.rate is None else self.rate <= TOLERATED


def proofs(books: Books, id: str) -> tuple[Proof, ...]:
    """The proofs of a manuscript, in order; one that went out in a language of its own stands for the one that did not."""
    rows = sorted(books.all("proof", manuscript=id), key=lambda row: (row["number"], row["language"]))
    apart = {row["number"] for row in rows if row["language"]}
    given_up = {
        (event.data["proof"], event.data["language"], event.at) for event in books.events(manuscript=id, kind=OVERDUE)
    }
    names = [name for name in Proof.__slots__ if name != "overdue"]
    return tuple(
        Proof(
            **{name: row[name] for name in names},
            overdue=(row["number"], row["language"], row["returned"]) in given_up,
        )
        for row in rows
        if row["sent"] or row["characters"] or row["number"] not in apart
    )


def present_proof(desk: Desk, id: str, based_on: int | None = None) -> tuple[dict[str, Any], int]:
    """The manuscript that somebody would send a proof of, and which proof; NoRight, Refused, where there is none to send."""
    return _in_proof(desk, id, READING, Bilingual("发出校样", "send a proof"), based_on)


def send_proof(
    desk: Desk, id: str, language: str = "", days: int | None = None, based_on: int | None = None, files: Sequence[Upload] = (),
) -> None:  # fmt: skip
    """Enter that the present proof went out (again) to be read, with the pages that were sent, and when it is due back."""
    row, number = present_proof(desk, id, based_on)
    due = instant(desk.now + dt.timedelta(days=days or desk.policies.days["proof_days"]))
    desk.books.put("proof", _key(id, number, language), sent=desk.at, due=due, returned="", done="", by=desk.who.person)
    known = {
        one["sha256"] for one in desk.books.all("file", manuscript=id, purpose="proof", text=row["text"], forgotten="")
    }
    filed(desk, id, row["text"], [one for one in files if one.sha256 not in known])
    sent = {"files": [one.sha256 for one in files]} if files else {}
    changed(desk, row, "proof-send", {"proof": number, "language": language, **sent})


def return_proof(desk: Desk, id: str, corrections: int, language: str = "", based_on: int | None = None) -> None:
    """The author's proof is back, with so many corrections and queries to deal with."""
    what = Bilingual("登记校样退回", "enter a proof that came back")
    row, number = _in_proof(desk, id, READING | {Role.AUTHOR}, what, based_on)
    _sent(desk, id, number, language)
    _change_proof(desk, id, number, language, returned=desk.at, open=_count(corrections))
    changed(desk, row, "proof-return", {"proof": number, "language": language, "open": corrections})


def give_up_proof(desk: Desk, id: str, language: str = "", based_on: int | None = None) -> None:
    """Enter that the present proof did not come back in time, so that the work goes on without it; Refused before its day."""
    row, number = _in_proof(desk, id, READING, Bilingual("登记校样逾期未还", "enter a proof as overdue"), based_on)
    due = _sent(desk, id, number, language)["due"]
    if desk.at <= due:
        until = dt.datetime.fromisoformat(due).astimezone().date()
        raise Refused(
            Bilingual(
                f"{PROOF_NAMES[number - 1].zh}未到期（{until}）。", f"The {PROOF_NAMES[number - 1].en} is due {until}."
            ),
            Bilingual("到期后再登记逾期未还。", "Enter it as overdue after that day."),
        )
    _change_proof(desk, id, number, language, returned=desk.at, open=0)
    changed(desk, row, OVERDUE, {"proof": number, "language": language})


def _sent(desk: Desk, id: str, number: int, language: str) -> dict[str, Any]:
    """The record of a proof that went out; Misused where there is none in this language, Refused where it did not go out."""
    row = desk.books.one("proof", **_key(id, number, language))
    if row is None:
        raise _no_proof(language)
    if not row["sent"]:
        reason = PROOFING["sent"].format(proof=PROOF_NAMES[number - 1])
        raise Refused(
            Bilingual(f"{reason.zh}。", f"{reason.en[0].upper()}{reason.en[1:]}."),
            Bilingual("先寄出再登记退回。", "Send it before you enter that it came back."),
        )
    return row


def settle(desk: Desk, id: str, still_open: int, language: str = "", based_on: int | None = None) -> None:
    """So many corrections of the present proof are still without an answer."""
    row, number = _in_proof(desk, id, READING, Bilingual("处理校改", "deal with corrections"), based_on)
    _change_proof(desk, id, number, language, open=_count(still_open))
    changed(desk, row, "proof-settle", {"proof": number, "language": language, "open": still_open})


def count_errors(
    desk: Desk, id: str, errors: int, characters: int, language: str = "", based_on: int | None = None
) -> float:
    """Errors found in the present proof, against its characters; the rate in 10,000 (差错率)."""
    row, number = _in_proof(desk, id, READING, Bilingual("登记差错", "enter errors found"), based_on)
    if characters < 1:
        raise Misused(Bilingual("字数须大于零。", "The number of characters must be more than none."))
    _change_proof(desk, id, number, language, errors=_count(errors), characters=characters, by=desk.who.person)
    data = {"proof": number, "language": language, "errors": errors, "characters": characters}
    changed(desk, row, "proof-count", data)
    return errors * 10_000 / characters


def came_back(desk: Desk, id: str, number: int, language: str, still_open: int) -> None:
    """The proof is back with corrections that were entered one by one; the event is the caller's."""
    row = _record(desk.books, id, number, language)
    returned = row["returned"] or desk.at
    desk.books.change("proof", _key(id, number, row["language"]), returned=returned, open=still_open)


def left_open(desk: Desk, id: str, number: int, language: str, still_open: int) -> None:
    """So many of the corrections that were entered one by one wait; the event is the caller's."""
    row = _record(desk.books, id, number, language)
    desk.books.change("proof", _key(id, number, row["language"]), open=still_open)


def _record(books: Books, id: str, number: int, language: str) -> dict[str, Any]:
    """The record of a proof in a language: its own, or that of the proof in all of them."""
    rows = {row["language"]: row for row in books.all("proof", manuscript=id, number=number)}
    return rows.get(language) or rows[""]


def _key(id: str, number: int, language: str) -> dict[str, Any]:
    return {"manuscript": id, "number": number, "language": language}


def _in_proof(
    desk: Desk, id: str, roles: frozenset[Role], what: Bilingual, based_on: int | None
) -> tuple[dict[str, Any], int]:
    row = _row(desk, id, roles, what, based_on)
    state = State(row["state"])
    if state not in PROOFS:
        said = STATES[state]
        raise Refused(
            Bilingual(
                f"稿件 {id} 处于“{said.zh}”，没有在校的校样。", f"{id} is in “{said.en}”: no proof is being read."
            ),
            Bilingual("先签发发排（release）。", "Release it to typesetting first (release)."),
        )
    return row, PROOFS[state]


def _change_proof(desk: Desk, id: str, number: int, language: str, **values: Any) -> None:
    if not desk.books.change("proof", _key(id, number, language), **values):
        raise _no_proof(language)


def _no_proof(language: str) -> Misused:
    return Misused(Bilingual(f"没有发出过语言为“{language}”的这一校样。", f"No such proof in “{language}” was sent."))


def _count(number: int) -> int:
    if number < 0:
        raise Misused(Bilingual("数目不能小于零。", "A number of things cannot be below none."))
    return number


# ---------------------------------------------------------------- changes after release


def change_text(desk: Desk, id: str, places: int, note: str, based_on: int | None = None) -> None:
    """Enter that the text was changed in so many places after its release; counted and reported, with the reason."""
    row = _row(desk, id, OFFICE | PROOF, Bilingual("登记发排后的改动", "enter a late change"), based_on)
    if State(row["state"]) not in RELEASED:
        raise Refused(
            Bilingual(f"稿件 {id} 尚未发排，改动不必登记。", f"{id} is not released: changes need not be entered."),
            Bilingual("直接提交新的文件即可。", "Just hand in the new file."),
        )
    if places < 1 or not note.strip():
        raise Misused(Bilingual("请写明改动处数和原因。", "Say in how many places, and why."))
    number = desk.books.add("note", manuscript=id, by=desk.who.person, at=desk.at, text=note, tag="late-change")
    changed(desk, row, "text-change", {"places": places, "note": number})


@dataclass(frozen=True, slots=True)
class LateChanges:
    """What changed after a manuscript was released: changes entered, in how many places, and files that came.

    `compared` are the places in which the file that was signed for press differs from the one that was released.
    """

    manuscript: str
    released: str
    changes: int = 0
    places: int = 0
    files: int = 0
    compared: int | None = None

    @property
    def counted(self) -> int:
        """The places that changed: as compared, or else as entered."""
        return self.places if self.compared is None else self.compared


def late_changes(books: Books, ids: Iterable[str]) -> tuple[LateChanges, ...]:
    """What changed after release, of each manuscript that was released; since its last release."""
    found: dict[str, LateChanges] = {}
    kinds = {str(one) for one in (Action.RELEASE, Action.BACK_TO_EDITING, Action.SIGN_FOR_PRESS)}
    kinds |= {"text-change", "file", "front-matter", "by-line"}
    back: set[str] = set()  # in copy-editing again: that is where a text is changed
    for event in books.events(kind=kinds, manuscript=set(ids)):
        id = event.manuscript
        if event.kind == Action.RELEASE:
            found[id] = LateChanges(id, event.at)
            back.discard(id)
        elif event.kind == Action.BACK_TO_EDITING:
            back.add(id)
        elif id in found and id not in back:
            found[id] = _with(found[id], event.kind, event.data)
    return tuple(found[id] for id in sorted(found))


def _with(one: LateChanges, kind: str, data: Mapping[str, Any]) -> LateChanges:
    if kind == "file":
        return replace(one, files=one.files + (data["purpose"] in TEXTUAL))
    if kind == Action.SIGN_FOR_PRESS:
        return replace(one, compared=data.get("places"))
    return replace(one, changes=one.changes + 1, places=one.places + data.get("places", 1))


# ---------------------------------------------------------------- who, what


def _row(desk: Desk, id: str, roles: frozenset[Role], what: Bilingual, based_on: int | None = None) -> dict[str, Any]:
    row = dossier.row(desk.books, id, based_on)
    insist(desk, row, roles, what)
    return row


def _known(name: str, names: Mapping[str, Bilingual], kind: Bilingual) -> None:
    if name not in names:
        known = " | ".join(names)
        raise Misused(
            Bilingual(f"没有名为“{name}”的{kind.zh}；可用：{known}。", f"“{name}” is no {kind.en}; there are: {known}.")
        )


__all__ = [
    "RELEASED", "TOLERATED", "LateChanges", "Proof", "came_back", "change_text", "consent", "count_errors",
    "gate", "give_up_proof", "late_changes", "left_open", "present_proof", "proofs", "return_proof", "send_proof",
    "settle", "tick", "unsigned", "untick",
]  # fmt: skip
