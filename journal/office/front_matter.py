"""What a manuscript's record says of its titles, abstracts, keywords and authors, corrected or completed with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual, Misused, Refused
from journal.office import dossier
from journal.office.editorial import Author, Desk, NoRight, changed, insist, searchable
from journal.office.production import RELEASED, unsigned
from journal.office.records import Books
from journal.office.review import GONE, status
from journal.office.workflow import BEFORE_ACCEPTANCE, DESK, EDITORS, FINAL, STATES, Role, State

OFFICE = EDITORS | DESK
WORDS, BY_LINE = "front-matter", "by-line"  # the events
EDIT = Bilingual("更正题名、摘要、关键词", "correct the front matter")
EDIT_BY_LINE = Bilingual("更正作者署名", "correct the by-line")


@dataclass(frozen=True)
class Words:
    """What is said anew, by language; what is not said stays as it is."""

    titles: Mapping[str, str]
    abstracts: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]


def correct(desk: Desk, id: str, words: Words, note: str, based_on: int | None = None) -> bool:
    """Enter titles, abstracts and keywords, and why; whether anything is different now.

    Authors may, until their paper is accepted; after its release it counts as a late change. NoRight, Misused, Refused, Stale.
    """
    row = _open(desk, id, based_on)
    is_early = State(row["state"]) in BEFORE_ACCEPTANCE
    insist(desk, row, OFFICE | {Role.AUTHOR} if is_early else OFFICE, EDIT)
    said: dict[str, Mapping[str, Any]] = {
        "titles": words.titles,
        "abstracts": words.abstracts,
        "keywords": {tongue: list(found) for tongue, found in words.keywords.items()},
    }
    different = {
        name: {tongue: value for tongue, value in values.items() if row[name].get(tongue) != value}
        for name, values in said.items()
    }
    values: dict[str, Any] = {name: {**row[name], **found} for name, found in different.items() if found}
    if not values:
        return False
    data = {
        "parts": sorted(values),
        "languages": sorted({tongue for found in different.values() for tongue in found}),
        "note": _noted(desk, row, note),
    }
    if "titles" in values:
        values["search"] = searchable(desk.books, values["titles"], by_line(desk.books, id))
    changed(desk, row, WORDS, data, **values)
    return True


def sign(desk: Desk, id: str, authors: Sequence[Author], note: str, based_on: int | None = None) -> bool:
    """Enter the by-line anew: who wrote it, in which order, who corresponds; and why. Whether anything is different now.

    Somebody new has signed no copyright form, so its tick goes. Nobody becomes an author who handles, reads or referees it.
    """
    row = _open(desk, id, based_on)
    insist(desk, row, OFFICE, EDIT_BY_LINE)
    before = by_line(desk.books, id)
    ids = [one.person for one in authors]
    if not authors or len(set(ids)) < len(ids):
        raise Misused(Bilingual("每位作者只列一次，至少一位。", "List each author once, and at least one."))
    if list(authors) == before:
        return False
    for person in ids:
        if person not in {one.person for one in before}:
            _insist_on_stranger(desk, row, person)
    desk.books.remove("authorship", manuscript=id)
    for place, one in enumerate(authors, start=1):
        desk.books.add(
            "authorship", manuscript=id, position=place, person=one.person, corresponding=one.corresponding, equal=one.equal
        )  # fmt: skip
    data = {
        "authors": ids,
        "before": [one.person for one in before],
        "corresponding": [one.person for one in authors if one.corresponding],
        "note": _noted(desk, row, note),
    }
    if unsigned(desk.books, id) and desk.books.change(
        "item", {"manuscript": id, "name": "copyright"}, at="", by=desk.who.person, sha256="", note=""
    ):
        data["unticked"] = ["copyright"]
    changed(desk, row, BY_LINE, data, search=searchable(desk.books, row["titles"], authors))
    return True


def by_line(books: Books, id: str) -> list[Author]:
    """The authors of a manuscript, in order."""
    rows = books.all("authorship", manuscript=id, order="position")
    return [Author(one["person"], bool(one["corresponding"]), bool(one["equal"])) for one in rows]


def _open(desk: Desk, id: str, based_on: int | None) -> dict[str, Any]:
    row = dossier.row(desk.books, id, based_on)
    state = State(row["state"])
    if state in FINAL | {State.PUBLISHED}:
        said = STATES[state]
        raise Refused(
            Bilingual(
                f"稿件 {id} 处于“{said.zh}”，其记录不再更正。",
                f"{id} is in “{said.en}”: its record is corrected no more.",
            ),
            Bilingual(
                "已出版的文章用更正启事：journal article correct。",
                "What is published is corrected by a notice: journal article correct",
            ),
        )
    return row


def _noted(desk: Desk, row: Mapping[str, Any], note: str) -> int:
    """The reason, beside the record; after release it is that of a late change."""
    if not note.strip():
        raise Misused(Bilingual("请用 --note 写明理由。", "Give the reason with --note."))
    tag = "late-change" if State(row["state"]) in RELEASED else "front-matter"
    return desk.books.add("note", manuscript=row["id"], by=desk.who.person, at=desk.at, text=note, tag=tag)


def _insist_on_stranger(desk: Desk, row: Mapping[str, Any], person: str) -> None:
    """Let nobody become an author who has a part in the decision; NoRight."""
    signed = desk.books.all("signature", manuscript=row["id"], void="")
    reviews = desk.books.all("review", manuscript=row["id"], person=person)
    reason = None
    if person == row["handling"]:
        reason = Bilingual("是这篇稿件的责任编辑，请先收回分稿（unassign）", "they handle it; take the assignment back first (unassign)")  # fmt: skip
    elif any(person in (one["person"], one["on_behalf"]) for one in signed):
        reason = Bilingual("已为这篇稿件的审读签字，须先退回该审次", "they signed one of its readings; that reading has to be done anew first")  # fmt: skip
    elif any(status(one, desk.at) not in GONE for one in reviews):
        reason = Bilingual("是这篇稿件的审稿专家，须先取消其审稿（review cancel）", "they referee it; cancel their review first (review cancel)")  # fmt: skip
    if reason:
        raise NoRight(person, Bilingual("列为作者", "become an author"), reason)


__all__ = ["BY_LINE", "WORDS", "Words", "by_line", "correct", "sign"]
