"""Corrections of a proof, queries to its readers and authors' signatures, as records; where a text stands is others' business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError, Misused, Refused
from journal.office import dossier, people, production
from journal.office.editorial import Desk, Upload, changed, filed, insist
from journal.office.production import OFFICE
from journal.office.records import Books
from journal.office.workflow import PROOF, PROOFS, STATES, Role, State

READERS = PROOF | OFFICE | {Role.AUTHOR, Role.TRANSLATOR}  # who may say what is wrong in a proof
DECIDERS = OFFICE | PROOF
KEPT, RETURNED = (
    "proof-data",
    "proof-return",
)  # purposes of files: the article and the lines of what was sent; what came back


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent of a proof in a language, by the sha256 of each file in the store, and the characters of its pages."""

    language: str
    article: str
    pages: str
    lines: str
    characters: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction as it comes: its place on the pages and in the article's file, old and new text, what else was said."""

    page: int
    line: int
    start: int
    end: int
    old: str
    new: str
    kind: str
    comment: str = ""
    query: int = 0


@dataclass(eq=False)
class NoProofSent(JournalError):
    """A proof of which no pages were sent from here, so that nobody can say where its lines stand."""

    manuscript: str
    number: int
    language: str
    zh: ClassVar[str] = "稿件 {manuscript} 的第 {number} 次校样（{language}）不是由本程序排出的，没有行与文字的对应。"
    en: ClassVar[str] = "Proof {number} of {manuscript} ({language}) was not laid out here: nobody knows its lines."
    fix_zh: ClassVar[str] = "先用 journal proof send {manuscript} 排出并发出。"
    fix_en: ClassVar[str] = "Lay it out and send it: journal proof send {manuscript}"


@dataclass(eq=False)
class NoSuchCorrection(JournalError):
    """A number that no correction of this proof has."""

    manuscript: str
    id: int
    zh: ClassVar[str] = "稿件 {manuscript} 没有第 {id} 条校改。"
    en: ClassVar[str] = "{manuscript} has no correction {id}."
    fix_zh: ClassVar[str] = "可用 journal proof corrections {manuscript} 查看。"
    fix_en: ClassVar[str] = "See them with: journal proof corrections {manuscript}"


@dataclass(eq=False)
class Unsettled(JournalError):
    """A proof that cannot be sent anew while corrections of the one before wait."""

    manuscript: str
    count: int
    zh: ClassVar[str] = "稿件 {manuscript} 还有 {count} 条校改未处理或未改入，此时重新发出会使它们失去位置。"
    en: ClassVar[str] = (
        "{count} corrections of {manuscript} wait to be decided or applied: a new proof would leave them behind."
    )
    fix_zh: ClassVar[str] = "先逐条采纳或不采纳（journal proof decide），再改入（journal proof apply {manuscript}）。"
    fix_en: ClassVar[str] = "Accept or refuse each (journal proof decide), then: journal proof apply {manuscript}"


# ---------------------------------------------------------------- what was sent


def keep(
    desk: Desk, id: str, number: int, sent: Sequence[Sent], files: Sequence[Upload], as_accepted: bool = False
) -> None:
    """Write down what of a proof was sent, within the transaction of its sending; Unsettled if corrections would be lost.

    A file that is `as_accepted` is so for good, also when what was sent before it is not there to be compared any more.
    """
    row = dossier.row(desk.books, id)
    files_before = {one["article"] for one in galleys(desk.books, id, number)}
    for article in sorted({one.article for one in sent} - files_before) if files_before and as_accepted else ():
        changed(desk, row, "proof-vouch", {"sha256": article})
        row = dossier.row(desk.books, id)
    for one in sent:
        there = galley(desk.books, id, number, one.language)
        if there and there["article"] != one.article and (left := waiting(desk.books, id, number, one.language)):
            raise Unsettled(id, len(left))
        before = there["applied"] if there and there["article"] == one.article else ""
        desk.books.put(
            "galley", {"manuscript": id, "number": number, "language": one.language}, article=one.article, pages=one.pages,
            lines=one.lines, characters=one.characters, at=desk.at, by=desk.who.person,
            applied=before,
        )  # fmt: skip
        if there and there["pages"] != one.pages:
            desk.books.change(
                "approval", {"manuscript": id, "number": number, "language": one.language, "void": ""}, void=desk.at
            )
    known = {one["sha256"] for one in desk.books.all("file", manuscript=id, purpose=KEPT, forgotten="")}
    filed(desk, id, row["text"], [one for one in files if one.sha256 not in known])


def vouch(desk: Desk, id: str, sha256: str, reason: str) -> None:
    """Somebody answers for an article's file in which more was changed than was accepted: a DOI came in, say. NoRight, Misused."""
    row = dossier.row(desk.books, id)
    insist(desk, row, DECIDERS, Bilingual("说明文章的其他改动", "answer for other changes of the article"))
    if not reason.strip():
        raise Misused(Bilingual("请写明改了什么、为什么。", "Say what was changed, and why."))
    note = desk.books.add("note", manuscript=id, by=desk.who.person, at=desk.at, text=reason.strip(), tag="proof-vouch")
    changed(desk, row, "proof-vouch", {"sha256": sha256, "note": note})


def vouched(books: Books, id: str) -> frozenset[str]:
    """The sha256 of the files that somebody answers for, and of those that were as accepted when they were sent."""
    events = books.events(manuscript=id, kind={"proof-vouch"})
    return frozenset(event.data["sha256"] for event in events)


def galley(books: Books, id: str, number: int, language: str) -> dict[str, Any] | None:
    """What was sent of a proof in a language."""
    return books.one("galley", manuscript=id, number=number, language=language)


def galleys(books: Books, id: str, number: int = 0) -> list[dict[str, Any]]:
    """What was sent of a manuscript's proofs, or of one; in order."""
    rows = [row for row in books.all("galley", manuscript=id) if number in (0, row["number"])]
    return sorted(rows, key=lambda row: (row["number"], row["language"]))


def present(desk: Desk, id: str, language: str, roles: frozenset[Role], what: Bilingual) -> dict[str, Any]:
    """The galley of the proof that is being read; NoRight, Refused, NoProofSent, Misused where the language has to be said."""
    row = dossier.row(desk.books, id)
    insist(desk, row, roles, what)
    number = reading(row)
    found = [one for one in galleys(desk.books, id, number) if language in ("", one["language"])]
    if not found:
        raise NoProofSent(id, number, language or "—")
    if len(found) > 1:
        listed = " ".join(one["language"] for one in found)
        raise Misused(
            Bilingual(f"请用 --language 指明语言：{listed}。", f"Say which language with --language: {listed}.")
        )
    return found[0]


def reading(row: Mapping[str, Any]) -> int:
    """Which proof of a manuscript is being read; Refused, where none is."""
    state = State(row["state"])
    if state not in PROOFS:
        said = STATES[state]
        raise Refused(
            Bilingual(
                f"稿件 {row['id']} 处于“{said.zh}”，没有在校的校样。",
                f"{row['id']} is in “{said.en}”: no proof is being read.",
            ),
            Bilingual("先签发发排（release）。", "Release it to typesetting first (release)."),
        )
    return PROOFS[state]


# ---------------------------------------------------------------- queries


def ask(desk: Desk, id: str, language: str, about: str, question: str) -> int:
    """A question to whoever reads the proofs in a language, about a text of it; its number."""
    row = dossier.row(desk.books, id)
    insist(desk, row, DECIDERS, Bilingual("提问", "ask a question"))
    if not question.strip():
        raise Misused(Bilingual("请写明问题。", "Say what is asked."))
    number = desk.books.add(
        "query",
        manuscript=id,
        language=language,
        about=about,
        question=question.strip(),
        at=desk.at,
        by=desk.who.person,
    )
    changed(desk, row, "proof-ask", {"query": number, "language": language})
    return number


def queries(books: Books, id: str, language: str = "") -> list[dict[str, Any]]:
    """The questions of a manuscript that stand, in order."""
    rows = books.all("query", manuscript=id, dropped="", order="id")
    return [row for row in rows if language in ("", row["language"])]


# ---------------------------------------------------------------- corrections


def enter(
    desk: Desk, id: str, galley: Mapping[str, Any], entries: Sequence[Entry], by: str = "", came: str = "",
    files: Sequence[Upload] = (),
) -> list[int]:  # fmt: skip
    """Enter corrections of a proof that somebody (`by`, else who acts) found; their numbers. The proof is back.

    `came` is how: shell, form, pdf; what was handed in is kept. A correction that is there already is not entered twice.
    """
    row = dossier.row(desk.books, id)
    insist(desk, row, READERS, Bilingual("登记校改", "enter corrections"))
    number, language = galley["number"], galley["language"]
    whose = by or desk.who.on_behalf or desk.who.person
    there = {_said(one) for one in listed(desk.books, id, number, language) if one["article"] == galley["article"]}
    made = []
    for one in entries:
        values = {name: getattr(one, name) for name in Entry.__slots__}
        if _said(values) in there:
            continue
        there.add(_said(values))
        made.append(
            desk.books.add(
                "correction", manuscript=id, number=number, language=language, article=galley["article"], **values,
                came=came, at=desk.at, by=whose,
            )
        )  # fmt: skip
        if one.query and one.comment:
            desk.books.change("query", {"id": one.query, "manuscript": id}, answer=one.comment, answered=desk.at)
    known = {one["sha256"] for one in desk.books.all("file", manuscript=id, purpose=RETURNED, forgotten="")}
    filed(desk, id, row["text"], [one for one in files if one.sha256 not in known])
    production.came_back(desk, id, number, language, len(waiting(desk.books, id, number, language)))
    data = {"proof": number, "language": language, "corrections": made, "person": whose, "came": came}
    changed(desk, row, "proof-correct", data)
    return made


def _said(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(one[name] for name in ("start", "end", "old", "new", "kind", "comment", "query"))


def listed(books: Books, id: str, number: int = 0, language: str = "") -> list[dict[str, Any]]:
    """The corrections of a manuscript, or of one of its proofs, in order."""
    rows = books.all("correction", manuscript=id, order="id")
    return [row for row in rows if number in (0, row["number"]) and language in ("", row["language"])]


def waiting(books: Books, id: str, number: int, language: str = "") -> list[dict[str, Any]]:
    """Those that nobody has decided on, and those that were accepted, change the text and are not in the article yet."""
    rows = listed(books, id, number, language)
    return [
        row
        for row in rows
        if not row["decided"] or (row["accepted"] and not row["applied"] and row["old"] != row["new"])
    ]


def accepted(books: Books, galley: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The accepted corrections of a galley: what the next proof is to hold."""
    rows = listed(books, galley["manuscript"], galley["number"], galley["language"])
    return [row for row in rows if row["accepted"] and row["article"] == galley["article"]]


def decide(desk: Desk, id: str, numbers: Sequence[int], accept: bool, reason: str = "") -> None:
    """Accept corrections, or refuse them with a reason; what is in the article already is decided for good.

    NoRight, NoSuchCorrection, Misused without a reason for a refusal, Refused for what was applied.
    """
    row = dossier.row(desk.books, id)
    insist(desk, row, DECIDERS, Bilingual("处理校改", "deal with corrections"))
    if not accept and not reason.strip():
        raise Misused(Bilingual("不采纳须写明理由（--reason）。", "A refusal needs its reason (--reason)."))
    rows = {one["id"]: one for one in listed(desk.books, id)}
    for number in numbers:
        if number not in rows:
            raise NoSuchCorrection(id, number)
        if rows[number]["applied"]:
            raise Refused(
                Bilingual(f"第 {number} 条校改已改入文章。", f"Correction {number} is in the article already."),
                Bilingual("如须改回，请另立一条。", "To take it back, enter another."),
            )
    desk.books.change(
        "correction", {"manuscript": id, "id": set(numbers)}, accepted=accept, reason=reason.strip(), decided=desk.at,
        decided_by=desk.who.person,
    )  # fmt: skip
    for proof, language in sorted({(rows[number]["number"], rows[number]["language"]) for number in numbers}):
        production.left_open(desk, id, proof, language, len(waiting(desk.books, id, proof, language)))
    changed(desk, row, "proof-decide", {"corrections": sorted(numbers), "accepted": accept})


def applied(desk: Desk, galley: Mapping[str, Any], numbers: Sequence[int], sha256: str) -> None:
    """These corrections are in the article's file now, of which this is the sha256; the proof is counted by them."""
    id, number, language = galley["manuscript"], galley["number"], galley["language"]
    row = dossier.row(desk.books, id)
    insist(desk, row, DECIDERS, Bilingual("改入校改", "apply corrections"))
    desk.books.change("correction", {"manuscript": id, "id": set(numbers)}, applied=desk.at)
    desk.books.change("galley", {"manuscript": id, "number": number, "language": language}, applied=sha256)
    production.left_open(desk, id, number, language, len(waiting(desk.books, id, number, language)))
    data = {"proof": number, "language": language, "corrections": sorted(numbers), "sha256": sha256}
    changed(desk, row, "proof-apply", data)


def counted(books: Books, id: str, number: int, language: str = "") -> tuple[int, int]:
    """The errors that a proof had, as far as they were accepted, and the characters of its pages; NoProofSent."""
    pages = [one for one in galleys(books, id, number) if language in ("", one["language"])]
    if not pages:
        raise NoProofSent(id, number, language or "—")
    errors = [one for one in listed(books, id, number, language) if one["accepted"] and one["old"]]
    return len(errors), sum(one["characters"] for one in pages)


# ---------------------------------------------------------------- signatures


def approve(desk: Desk, id: str, galley: Mapping[str, Any], author: str, note: str = "") -> None:
    """An author signs the pages of a proof in a language: with the sha256 of these pages, for good until they change.

    Whoever signs for the author says with a note how the author told it. NoRight, Misused.
    """
    row = dossier.row(desk.books, id)
    insist(desk, row, OFFICE | {Role.AUTHOR}, Bilingual("登记作者签字", "enter an author's signature"))
    person = people.known(desk.books, author)
    if person not in dossier.authors(desk.books, id):
        raise Misused(Bilingual(f"{person} 不是 {id} 的作者。", f"{person} is no author of {id}."))
    if person not in desk.who.persons and not note.strip():
        raise Misused(
            Bilingual(
                "代为登记作者签字，须用 --note 说明依据。", "To enter another's signature, say with --note how it came."
            )
        )
    key = {"manuscript": id, "number": galley["number"], "language": galley["language"], "person": person, "void": ""}
    if not desk.books.count("approval", **key, pages=galley["pages"]):
        desk.books.add("approval", **key, pages=galley["pages"], at=desk.at, by=desk.who.person, note=note.strip())
    data = {"proof": galley["number"], "language": galley["language"], "person": person, "pages": galley["pages"]}
    changed(desk, row, "proof-approve", data)


def approvals(books: Books, id: str) -> list[dict[str, Any]]:
    """The signatures of a manuscript's authors that stand, in order."""
    return books.all("approval", manuscript=id, void="", order="id")


__all__ = [
    "DECIDERS", "KEPT", "READERS", "RETURNED", "Entry", "NoProofSent", "NoSuchCorrection", "Sent", "Unsettled", "accepted",
    "applied", "approvals", "approve", "ask", "counted", "decide", "enter", "galley", "galleys", "keep", "listed", "present", "queries",
    "reading", "vouch", "vouched", "waiting",
]  # fmt: skip
