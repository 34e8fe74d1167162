"""Referees: found, invited, reminded, replaced; their answers and reports; what each round still waits for."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError, Misused, Refused
from journal.office import dossier, people
from journal.office.editorial import Desk, changed, insist
from journal.office.ledger import text_seal
from journal.office.records import Books, instant
from journal.office.workflow import DESK, HANDLING, State

RECOMMENDATIONS: Mapping[str, Bilingual] = {
    "accept": Bilingual("录用", "accept"),
    "minor-revision": Bilingual("修改后录用", "minor revision"),
    "major-revision": Bilingual("修改后再审", "major revision"),
    "decline": Bilingual("退稿", "decline"),
}
STATUSES: Mapping[str, Bilingual] = {
    "invited": Bilingual("已邀请，未答复", "invited, no answer yet"),
    "response-overdue": Bilingual("逾期未答复", "the answer is overdue"),
    "declined": Bilingual("谢绝", "declined"),
    "accepted": Bilingual("已接受，审稿中", "accepted, reading"),
    "overdue": Bilingual("审稿逾期", "the report is overdue"),
    "submitted": Bilingual("已交意见", "reported"),
    "cancelled": Bilingual("已取消", "cancelled"),
    "taken-back": Bilingual("意见已收回", "report taken back"),
}
GONE = frozenset({"declined", "cancelled", "taken-back"})  # nothing is waited for, and nothing counts


OFFICE = HANDLING | DESK  # who sees to referees


@dataclass(eq=False)
class NotWaited(JournalError):
    """A referee who answers when nobody waits for it any more."""

    status: Bilingual
    zh: ClassVar[str] = "这份审稿邀请现为“{status}”，不再接受答复。"
    en: ClassVar[str] = "This invitation is “{status}”; no answer is waited for."
    fix_zh: ClassVar[str] = "如有意见，请函告编辑部。"
    fix_en: ClassVar[str] = "If there is something to say, write to the office."


@dataclass(eq=False)
class Unfit(JournalError):
    """Somebody who cannot be a referee of this manuscript."""

    person: Bilingual
    reason: Bilingual
    zh: ClassVar[str] = "{person}不能审这篇稿件：{reason}。"
    en: ClassVar[str] = "{person} cannot referee this manuscript: {reason}."
    fix_zh: ClassVar[str] = "请另选专家；利益冲突可由主编豁免并写明理由，作者除外。"
    fix_en: ClassVar[str] = (
        "Choose somebody else; the editor-in-chief may waive a conflict with a reason, though never an author's."
    )


def status(row: Mapping[str, Any], now: str) -> str:
    """Where an invitation stands, computed from its dates: one of `STATUSES`."""
    if row["cancelled"]:
        return "taken-back" if row["submitted"] else "cancelled"
    if row["submitted"]:
        return "submitted"
    if row["answered"]:
        return "declined" if not row["accepted"] else "overdue" if row["due"] < now else "accepted"
    return "response-overdue" if row["respond_by"] < now else "invited"


def invite(desk: Desk, id: str, name: str, *, days: int | None = None, based_on: int | None = None) -> int:
    """Ask somebody to referee the present round; the invitation's number. Unfit, if they may not."""
    row = _in_review(desk, id, based_on)
    insist(desk, row, OFFICE, Bilingual("邀请审稿专家", "invite referees"))
    person = people.known(desk.books, name)
    writers = dossier.authors(desk.books, id)
    _insist_on_fit(desk, row, person, writers)
    round_ = _round(desk.books, id)
    now = desk.now
    respond_by = now + dt.timedelta(days=desk.policies.days["review_response_days"])
    due = now + dt.timedelta(days=days or desk.policies.days["review_days"])
    number = desk.books.add(
        "review", manuscript=id, round=round_["number"], person=person, invited=desk.at,
        respond_by=instant(respond_by), due=instant(due),
    )  # fmt: skip
    changed(desk, row, "review-invite", {"review": number, "person": person, "round": round_["number"]})
    return number


def _insist_on_fit(desk: Desk, row: Mapping[str, Any], person: str, writers: frozenset[str]) -> None:
    if person in writers:
        raise Unfit(people.called(desk.books, person), Bilingual("是作者", "they wrote it"))
    if person == row["handling"]:
        raise Unfit(people.called(desk.books, person), Bilingual("是责任编辑", "they handle it"))
    readers = {
        one[who]
        for one in desk.books.all("signature", manuscript=row["id"], void="")
        for who in ("person", "on_behalf")
    }
    if person in readers:
        raise Unfit(
            people.called(desk.books, person), Bilingual("已是三审之一的审读人", "they are one of its three readers")
        )
    if any(
        status(one, desk.at) not in GONE
        for one in desk.books.all(
            "review", manuscript=row["id"], round=_round(desk.books, row["id"])["number"], person=person
        )
    ):
        raise Unfit(
            people.called(desk.books, person), Bilingual("本轮已邀请过", "they are invited to this round already")
        )
    if found := tuple(people.conflicts_of(desk.books, row["id"], frozenset({person}), writers)):
        raise Unfit(
            people.called(desk.books, person),
            Bilingual("；".join(one.zh for one in found), "; ".join(one.en for one in found)),
        )


def respond(desk: Desk, number: int, accepts: bool, note: str = "") -> None:
    """The referee's answer to the invitation; NotWaited when it is no longer open."""
    review = _review(desk, number, ("invited", "response-overdue"))
    _insist_on_referee(desk, review)
    desk.books.change("review", {"id": number}, answered=desk.at, accepted=accepts)
    data: dict[str, Any] = {"review": number, "accepts": accepts}
    if note:
        data["note"] = desk.books.add(
            "note", manuscript=review["manuscript"], by=desk.who.person, at=desk.at, text=note, tag="referee"
        )
    changed(desk, dossier.row(desk.books, review["manuscript"]), "review-respond", data)


def report(
    desk: Desk,
    number: int,
    recommendation: str,
    to_author: str,
    to_editor: str = "",
    answers: Mapping[str, Any] | None = None,
    form: str = "",
) -> None:
    """The referee's report: a recommendation, what the author reads, what only the editors read, answers to the form."""
    if recommendation not in RECOMMENDATIONS:
        known = " | ".join(RECOMMENDATIONS)
        raise Misused(
            Bilingual(
                f"“{recommendation}”不是审稿结论；可用：{known}。",
                f"“{recommendation}” is no recommendation; there are: {known}.",
            )
        )
    if not to_author.strip():
        raise Misused(Bilingual("审稿意见不能为空。", "A report needs comments to the author."))
    review = _review(desk, number, ("accepted", "overdue"))
    _insist_on_referee(desk, review)
    salt = secrets.token_hex(16)
    desk.books.change(
        "review", {"id": number}, submitted=desk.at, recommendation=recommendation, to_author=to_author,
        to_editor=to_editor, answers=dict(answers or {}), form=form, salt=salt,
    )  # fmt: skip
    data = {
        "review": number,
        "recommendation": recommendation,
        "report": text_seal(salt, "\0".join((to_author, to_editor))),
        "late": review["due"] < desk.at,
    }
    changed(desk, dossier.row(desk.books, review["manuscript"]), "review-submit", data)


def cancel(desk: Desk, number: int, note: str = "") -> None:
    """Wait for this referee no longer; another may be invited."""
    review = _review(desk, number, ("invited", "response-overdue", "accepted", "overdue"))
    insist(
        desk, dossier.row(desk.books, review["manuscript"]), OFFICE, Bilingual("取消审稿邀请", "cancel an invitation")
    )
    desk.books.change("review", {"id": number}, cancelled=desk.at)
    data: dict[str, Any] = {"review": number}
    if note:
        data["note"] = desk.books.add(
            "note", manuscript=review["manuscript"], by=desk.who.person, at=desk.at, text=note, tag="referee"
        )
    changed(desk, dossier.row(desk.books, review["manuscript"]), "review-cancel", data)


def take_back(desk: Desk, number: int, note: str) -> int:
    """Take back what was entered last, a report or else an answer, in the round that is open; the review to go on with.

    Of a report nothing is lost: it stays as it came, counts no more, and the referee is waited for again under a new number.
    By the desk alone, with a reason. NoRight, Misused, Refused.
    """
    review = _review(desk, number, tuple(STATUSES))
    row = dossier.row(desk.books, review["manuscript"])
    insist(desk, row, DESK, Bilingual("收回审稿答复或意见", "take back a referee's answer or report"))
    if not note.strip():
        raise Misused(Bilingual("请用 --note 写明理由。", "Give the reason with --note."))
    if review["cancelled"] or not review["answered"]:
        said = STATUSES[status(review, desk.at)]
        raise Refused(
            Bilingual(f"第 {number} 号审稿现为“{said.zh}”，没有可收回的。", f"Review {number} is “{said.en}”: there is nothing to take back."),
            Bilingual("用 journal review list --all 查看。", "Look with: journal review list --all"),
        )  # fmt: skip
    if row["state"] != State.IN_REVIEW or _round(desk.books, row["id"])["number"] != review["round"]:
        raise Refused(
            Bilingual(f"第 {number} 号审稿所在的轮次已结束，不能收回。", f"The round of review {number} is over: nothing of it is taken back."),
            Bilingual("须先退回外审（back-to-review），另开一轮。", "Go back to review first (back-to-review), with another round."),
        )  # fmt: skip
    kind = "review-submit" if review["submitted"] else "review-respond"
    undone = max(
        event.number for event in desk.books.events(manuscript=row["id"], kind=kind) if event.data["review"] == number
    )
    again = _without_report(desk, review) if review["submitted"] else _without_answer(desk, review)
    entered = desk.books.add("note", manuscript=row["id"], by=desk.who.person, at=desk.at, text=note, tag="referee")
    changed(desk, row, "review-take-back", {"review": number, "again": again, "undone": undone, "note": entered})
    return again


def _without_report(desk: Desk, review: Mapping[str, Any]) -> int:
    desk.books.change("review", {"id": review["id"]}, cancelled=desk.at)
    kept = ("manuscript", "round", "person", "invited", "respond_by", "answered", "accepted", "due")
    return desk.books.add("review", **{name: review[name] for name in kept})


def _without_answer(desk: Desk, review: Mapping[str, Any]) -> int:
    desk.books.change("review", {"id": review["id"]}, answered="", accepted=False)
    return int(review["id"])


def rate(desk: Desk, number: int, rating: int) -> None:
    """How good a report was, 1 to 5, for whoever looks for referees later."""
    if rating not in range(1, 6):
        raise Misused(Bilingual("评分为1至5。", "A rating is 1 to 5."))
    review = _review(desk, number, ("submitted",))
    insist(desk, dossier.row(desk.books, review["manuscript"]), OFFICE, Bilingual("评价审稿意见", "rate a report"))
    desk.books.change("review", {"id": number}, rating=rating)
    changed(desk, dossier.row(desk.books, review["manuscript"]), "review-rate", {"review": number, "rating": rating})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might referee: what they know of, how much they have to read, how punctual they were."""

    person: str
    fields: tuple[str, ...]
    open: int
    done: int
    late: int
    declined: int
    rating: float | None
    conflicts: tuple[Bilingual, ...]


def candidates(books: Books, id: str, field: str, now: str, limit: int = 20) -> list[Candidate]:
    """Referees of a field, the least burdened and most punctual first; whoever has a conflict last, with its reason."""
    writers = dossier.authors(books, id)
    rows = [
        one
        for one in books.matching("person", "fields", field, 500)
        if one["id"] not in writers and not one["forgotten"] and not one["merged_into"]
    ]
    reviews: dict[str, list[Mapping[str, Any]]] = {one["id"]: [] for one in rows}
    for review in books.all("review", person=set(reviews)):
        reviews[review["person"]].append(review)
    conflicts = people.conflicts(books, id, frozenset(reviews), writers)
    found = [_candidate(one, reviews[one["id"]], tuple(conflicts.get(one["id"], ())), now) for one in rows]
    return sorted(found, key=lambda one: (bool(one.conflicts), one.open, one.late / (one.done or 1), one.person))[
        :limit
    ]


def _candidate(
    row: Mapping[str, Any], reviews: list[Mapping[str, Any]], conflicts: tuple[Bilingual, ...], now: str
) -> Candidate:
    states = [status(one, now) for one in reviews]
    ratings = [one["rating"] for one in reviews if one["rating"]]
    return Candidate(
        row["id"],
        tuple(row["fields"]),
        sum(one in ("invited", "response-overdue", "accepted", "overdue") for one in states),
        states.count("submitted"),
        sum(status(one, now) == "submitted" and one["submitted"] > one["due"] for one in reviews),
        states.count("declined"),
        sum(ratings) / len(ratings) if ratings else None,
        conflicts,
    )


def _in_review(desk: Desk, id: str, based_on: int | None) -> dict[str, Any]:
    row = dossier.row(desk.books, id, based_on)
    if row["state"] != State.IN_REVIEW:
        raise Misused(
            Bilingual(
                f"稿件 {id} 不在外审中；先送外审（send-out）。",
                f"Manuscript {id} is not in review; send it out first (send-out).",
            )
        )
    return row


def _insist_on_referee(desk: Desk, review: Mapping[str, Any]) -> None:
    """The referee answers, or the office enters an answer that came by letter."""
    if review["person"] not in desk.who.persons:
        row = dossier.row(desk.books, review["manuscript"])
        insist(desk, row, OFFICE, Bilingual("代审稿专家登记", "enter a referee's answer"))


def _round(books: Books, id: str) -> dict[str, Any]:
    return books.all("round", manuscript=id, cancelled="", order="-number", limit=1)[0]


def _review(desk: Desk, number: int, waited: tuple[str, ...]) -> dict[str, Any]:
    """The invitation, if it is in one of the states; NotWaited."""
    row = desk.books.one("review", id=number)
    if row is None:
        raise Misused(Bilingual(f"没有第 {number} 号审稿邀请。", f"There is no invitation {number}."))
    if (now := status(row, desk.at)) not in waited:
        raise NotWaited(STATUSES[now])
    return row


__all__ = [
    "GONE", "RECOMMENDATIONS", "STATUSES", "Candidate", "NotWaited", "Unfit", "cancel", "candidates", "invite", "rate", "report", "respond", "status", "take_back",
]  # fmt: skip
