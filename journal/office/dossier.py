"""One manuscript's facts, gathered from the records in a fixed number of queries; nothing is decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError
from journal.office.policy import Policies, over
from journal.office.records import Books
from journal.office.workflow import CHECKLIST, GATES, PROOFS, Facts, Reading, Round, Signature, State

POSITIVE = frozenset(
    {"accept", "minor-revision"}
)  # of a referee's recommendations; the others would not take it as it is
READINGS_ITEM = "readings"  # of the checklist: known from the signatures, ticked by nobody


@dataclass(eq=False)
class NoSuchManuscript(JournalError):
    """No manuscript has this number."""

    number: str
    zh: ClassVar[str] = "没有“{number}”这篇稿件。"
    en: ClassVar[str] = "There is no manuscript “{number}”."
    fix_zh: ClassVar[str] = "可用 journal manuscript list 查找。"
    fix_en: ClassVar[str] = "Look with: journal manuscript list"


@dataclass(eq=False)
class Stale(JournalError):
    """A change that was thought out on an older view of the manuscript."""

    number: str
    seen: int
    now: int
    zh: ClassVar[str] = "稿件 {number} 已由他人改动（您所见为第 {seen} 版记录，现为第 {now} 版）。"
    en: ClassVar[str] = "Manuscript {number} was changed by somebody else (you saw record {seen}, it is now {now})."
    fix_zh: ClassVar[str] = "请用 journal manuscript show {number} 查看后再办。"
    fix_en: ClassVar[str] = "Look again, then decide: journal manuscript show {number}"


def row(books: Books, id: str, based_on: int | None = None) -> dict[str, Any]:
    """The manuscript's row; NoSuchManuscript, or Stale if it is no longer the one that `based_on` was."""
    found = books.one("manuscript", id=id)
    if found is None:
        raise NoSuchManuscript(id)
    if based_on is not None and based_on != found["version"]:
        raise Stale(id, based_on, found["version"])
    return found


def authors(books: Books, id: str) -> frozenset[str]:
    """The persons who wrote it."""
    return frozenset(one["person"] for one in books.all("authorship", manuscript=id))


def facts(books: Books, id: str, policies: Policies) -> Facts:
    """All that a decision on the manuscript may look at."""
    return many(books, [row(books, id)], policies)[id]


def many(books: Books, rows: Iterable[Mapping[str, Any]], policies: Policies) -> dict[str, Facts]:
    """The facts of several manuscripts, in as many queries as for one."""
    about = {one["id"]: one for one in rows}
    of = {
        table: _by_manuscript(books, table, set(about))
        for table in (
            "authorship",
            "signature",
            "round",
            "review",
            "response",
            "item",
            "gate",
            "file",
            "proof",
            "similarity",
        )
    }
    return {id: _facts(one, {table: found[id] for table, found in of.items()}, policies) for id, one in about.items()}


def _by_manuscript(books: Books, table: str, ids: set[str]) -> Mapping[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in books.all(table, manuscript=ids):
        found[one["manuscript"]].append(one)
    return found


def _facts(one: Mapping[str, Any], of: Mapping[str, list[dict[str, Any]]], policies: Policies) -> Facts:
    signatures = tuple(
        Signature(Reading(sign["reading"]), sign["person"], sign["on_behalf"], sign["favourable"])
        for sign in sorted(of["signature"], key=lambda sign: sign["id"])
        if sign["text"] == one["text"] and not sign["void"]
    )
    ticked = {item["name"] for item in of["item"] if item["at"]}
    if {signature.reading for signature in signatures} == set(Reading):
        ticked.add(READINGS_ITEM)
    files = [file for file in of["file"] if file["text"] == one["text"]]
    reports = [report for report in of["similarity"] if report["text"] == one["text"]]
    proofs = [proof for proof in of["proof"] if not proof["done"]]
    return Facts(
        State(one["state"]),
        one["column"],
        frozenset(author["person"] for author in of["authorship"]),
        one["handling"],
        signatures,
        tuple(
            _round(round_, of["review"])
            for round_ in sorted(of["round"], key=lambda r: r["number"])
            if not round_["cancelled"]
        ),
        any(file["purpose"] == "anonymous" for file in files),
        any(answer["text"] == one["text"] + 1 for answer in of["response"]),
        frozenset(CHECKLIST) - ticked,
        sum(file["purpose"] == "translation" for file in of["file"]),
        frozenset(GATES) - {gate["name"] for gate in of["gate"] if gate["number"] or not gate["needed"]},
        sum(proof["open"] for proof in proofs),
        any(proof["returned"] for proof in proofs),
        _lacking(State(one["state"]), proofs),
        one["placed"],
        bool(one["online"]),
        State(one["before_decline"]) if one["before_decline"] else None,
        policies.workflow,
        one["text"] > 1,
        frozenset(report["stage"] for report in reports),
        tuple(_copied(policies, reports)),
    )


def _lacking(state: State, proofs: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """What the present proof has not had, in any language in which it went out."""
    sent = [proof for proof in proofs if proof["sent"] and proof["number"] == PROOFS.get(state)]
    had = {"returned": "returned", "counted": "characters"}
    return frozenset(
        ({"sent"} - {"sent" for _ in sent})
        | {name for name, column in had.items() if not sent or not all(proof[column] for proof in sent)}
    )


def _copied(policies: Policies, reports: Iterable[Mapping[str, Any]]) -> Iterator[Bilingual]:
    """What passes the limits in the latest report of each system, unless it was let pass."""
    latest = {report["system"]: report for report in sorted(reports, key=lambda report: report["id"])}
    for report in latest.values():
        if not report["waiver"]:
            yield from over(policies, report)


def _round(round_: Mapping[str, Any], reviews: Iterable[Mapping[str, Any]]) -> Round:
    own = [one for one in reviews if one["round"] == round_["number"]]
    standing = [one for one in own if not one["cancelled"] and not (one["answered"] and not one["accepted"])]
    verdicts = {one["recommendation"] in POSITIVE for one in standing if one["submitted"]}
    return Round(
        round_["number"],
        round_["wanted"],
        sum(bool(one["submitted"]) for one in standing),
        sum(not one["submitted"] for one in standing),
        frozenset(one["person"] for one in own if one["accepted"] or one["submitted"]),
        len(verdicts) > 1,
    )


__all__ = ["NoSuchManuscript", "Stale", "authors", "facts", "many", "row"]
