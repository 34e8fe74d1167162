"""Taking over what OJS exported: people, submissions, files, and where they were published; again without doing anything twice.

What comes in is entered as it stood there, never as signed here: an open submission begins at its receipt, whatever its stage was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from journal.errors import BadIdentifier, Bilingual
from journal.exported import Attached, Issue, Lost, Paper, Said, Somebody
from journal.ids import IssueId
from journal.names import is_han
from journal.office import register
from journal.office.editorial import Desk, record
from journal.office.ledger import canonical
from journal.office.mail import NotOneMailbox
from journal.office.records import instant
from journal.office.register import Details, Taken, insist_office
from journal.office.search import findable
from journal.office.workflow import State

Keep = Callable[[bytes, str], str]  # bytes and a name → the sha256 under which they are kept
STATES = {
    "queued": State.SUBMITTED,
    "scheduled": State.SUBMITTED,
    "published": State.PUBLISHED,
    "declined": State.DECLINED,
}
ROLE = Bilingual(
    "在原系统中的职务“{role}”；权限须由本刊授予（journal person role）",
    "their role there, “{role}”; rights are given here (journal person role)",
)
STAGE = Bilingual(
    "原系统中已到“{stage}”；本刊从收稿重新办理，三审须在此签字",
    "it had come to “{stage}” there; here it begins at its receipt, for the readings are to be signed here",
)
CHANGED = Bilingual(
    "原系统的新改动：本刊已开始办理，未覆盖", "what changed there: it is under way here and was left as it is"
)


@dataclass
class Outcome:
    """What came of it: how many were new, changed or as before; which issue is which; and all that was not carried."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    people: int = 0
    files: int = 0
    issues: dict[str, Issue] = field(default_factory=dict)  # by their id here
    lost: list[Lost] = field(default_factory=list)


def take_over(desk: Desk, records: Iterable[Issue | Paper | Somebody | Lost], system: str, keep: Keep) -> Outcome:
    """Enter what an export holds; `system` names where it came from, for the next time. By the office alone: NoRight."""
    insist_office(desk, Bilingual("导入", "import"))
    return _Taking(desk, system, keep).all(records)


class _Taking:
    """One import: what is known already is asked for once."""

    def __init__(self, desk: Desk, system: str, keep: Keep) -> None:
        self.desk, self.system, self.keep, self.outcome = desk, system, keep, Outcome()
        rows = desk.books.all("origin", system=system)
        self.known = {(row["kind"], row["external"]): row for row in rows}
        self.registered = {row["id"] for row in desk.books.some("person", ("id",))}
        self.fresh: list[dict[str, Any]] = []  # what is remembered of this time
        self.places: dict[str, str] = {}  # external id of an issue → its id here

    def all(self, records: Iterable[Issue | Paper | Somebody | Lost]) -> Outcome:
        """Every record, in the order in which they come: an issue before its papers."""
        for one in records:
            if isinstance(one, Issue):
                self.issue(one)
            elif isinstance(one, Paper):
                self.paper(one)
            elif isinstance(one, Somebody):
                self.user(one)
            else:
                self.outcome.lost.append(one)
        self.desk.books.add_all("origin", self.fresh)
        return self.outcome

    # ------------------------------------------------------------ issues and people

    def issue(self, issue: Issue) -> None:
        """Its id here is year and number; the folder is made by whoever asked for the import."""
        try:
            id = str(IssueId("-".join(filter(None, (issue.year, issue.number or issue.volume))).lower()))
        except BadIdentifier as error:
            return self.lose(issue.external, error.message)
        self.places[issue.external] = id
        for cover in issue.covers:
            self.keep(cover.data, cover.name)
            self.outcome.files += 1
        bare = replace(issue, covers=tuple(replace(one, data=b"") for one in issue.covers))
        self.outcome.issues[id] = bare
        return self.remember("issue", issue.external, id, _digest(_issue_facts(issue)))

    def user(self, somebody: Somebody) -> None:
        """A person with an account there; rights do not come along. Of their login a digest is kept, so that it can be forgotten."""
        id = self.person(somebody, f"user:{_digest([somebody.external])[:32]}")
        for role in somebody.roles:
            self.lose(id, ROLE.format(role=role))

    def person(self, somebody: Somebody, external: str) -> str:
        """Somebody's id here: as remembered, else who has that ORCID or address, else somebody new."""
        if found := self.known.get(("person", external)):
            return str(found["id"])
        about, lost = _details(somebody)
        for what in lost:
            self.lose(external, what)
        try:
            id = register.author(self.desk, about)
        except (NotOneMailbox, BadIdentifier, Taken) as error:
            self.lose(external, error.message)
            id = register.author(self.desk, replace(about, email="", orcid="", ror=""))
        if id not in self.registered:
            self.registered.add(id)
            self.outcome.people += 1
            self.desk.books.change("person", {"id": id}, names=_names(somebody))
        self.remember("person", external, id, "")
        return id

    # ------------------------------------------------------------ papers

    def paper(self, paper: Paper) -> None:
        """New here, or the same as last time, or changed there since."""
        digest = _digest(_facts(paper))
        found = self.known.get(("manuscript", paper.external))
        if found and found["digest"] == digest:
            self.outcome.unchanged += 1
            return
        if found:
            row = self.desk.books.one("manuscript", id=found["id"])
            if row is None or row["version"] > 1:
                self.lose(paper.external, CHANGED)
                return
        self.enter(paper, str(found["id"]) if found else "", digest)
        if STATES[paper.status] is State.SUBMITTED and paper.stage not in ("", "submission"):
            self.lose(paper.external, STAGE.format(stage=paper.stage))

    def enter(self, paper: Paper, id: str, digest: str) -> None:
        """The record of a paper, made or written anew."""
        books, came = self.desk.books, _moment(paper.submitted or paper.published, self.desk.now)
        is_new = not id
        year = came.astimezone().year
        id = id or f"{year}-{books.next_number(f'manuscript-{year}'):04d}"
        state = STATES[paper.status]
        due = self.desk.policies.due(state, self.desk.now)
        public = instant(_moment(paper.published, self.desk.now)) if state is State.PUBLISHED else ""
        people = [
            self.person(one, f"author:{paper.external}:{one.external or place}")
            for place, one in enumerate(paper.authors)
        ]
        names = books.all("person", id=set(people))
        values: dict[str, Any] = {
            "state": state, "column": paper.section.lower() or "articles", "language": paper.language, "kind": "research-article",
            "titles": dict(paper.titles), "abstracts": dict(paper.abstracts),
            "keywords": {tongue: list(words) for tongue, words in paper.keywords.items()},
            "search": findable(*paper.titles.values()) + "\n" + "\n".join(one["sort"] for one in names),
            "submitted": instant(came), "since": public or self.desk.at, "due": instant(due) if due else "",
            "waits_for": self.desk.policies.waits(state), "text": 1, "version": 1,
            "agreed_days": self.desk.policies.days["reply_days"],
            "before_decline": State.SUBMITTED if state is State.DECLINED else "",
            "placed": self.places.get(paper.issue, "") if state is State.PUBLISHED else "",
            "online": public if state is State.PUBLISHED and paper.issue not in self.places else "",
            "more": _more(paper),
        }  # fmt: skip
        books.put("manuscript", {"id": id}, **values)
        self.authors(id, people)
        self.files(id, paper, is_new)
        self.remember("manuscript", paper.external, id, digest)
        kind = "take-over" if is_new else "take-over-again"
        record(self.desk, kind, id, {"system": self.system, "external": paper.external, "to": state, "authors": people})
        self.outcome.new += is_new
        self.outcome.changed += not is_new

    def authors(self, id: str, people: list[str]) -> None:
        """Who wrote it, in the order given; the first is the corresponding author until somebody says otherwise."""
        books = self.desk.books
        books.remove("authorship", manuscript=id)
        rows = [
            {"manuscript": id, "position": place, "person": person, "corresponding": place == 1, "equal": False}
            for place, person in enumerate(dict.fromkeys(people), start=1)
        ]
        books.add_all("authorship", rows)

    def files(self, id: str, paper: Paper, is_new: bool) -> None:
        """Its files, kept by sha256; one that is there already is not listed twice."""
        books = self.desk.books
        had = set() if is_new else {(row["purpose"], row["sha256"]) for row in books.all("file", manuscript=id)}
        for one in (*paper.files, *paper.covers):
            digest = self.keep(one.data, one.name)
            if (one.purpose, digest) not in had:
                had.add((one.purpose, digest))
                self.outcome.files += 1
                books.add("file", **self.file(id, one, digest))

    def file(self, id: str, one: Attached, digest: str) -> dict[str, Any]:
        """The row of a file."""
        return {
            "manuscript": id, "purpose": one.purpose, "text": 1, "language": one.language, "sha256": digest, "name": one.name,
            "size": len(one.data), "at": self.desk.at, "by": self.desk.who.person,
        }  # fmt: skip

    # ------------------------------------------------------------ what is kept for the next time

    def remember(self, kind: str, external: str, id: str, digest: str) -> None:
        """That this is what it was there."""
        keys = {"system": self.system, "kind": kind, "external": external}
        found = self.known.get((kind, external))
        if found is None:
            self.fresh.append({**keys, "id": id, "digest": digest, "at": self.desk.at})
        elif found["digest"] != digest:
            self.desk.books.change("origin", keys, id=id, digest=digest, at=self.desk.at)
        self.known[kind, external] = {"id": id, "digest": digest}

    def lose(self, external: str, what: Bilingual) -> None:
        """Say that something was not carried."""
        self.outcome.lost.append(Lost(external, what))


# ---------------------------------------------------------------- facts as the records keep them


def _more(paper: Paper) -> dict[str, Any]:
    said = {"doi": paper.doi, "pages": paper.pages, "licence": paper.licence, "citations": list(paper.citations)}
    return {name: value for name, value in said.items() if value}


def _moment(day: str, now: dt.datetime) -> dt.datetime:
    """An instant of a day that the other platform wrote; what is no day, or in the future, is now."""
    try:
        found = dt.datetime.fromisoformat(day.strip().replace(" ", "T"))
    except ValueError:
        return now
    return min(found if found.tzinfo else found.replace(tzinfo=dt.UTC), now)


def _details(somebody: Somebody) -> tuple[Details, list[Bilingual]]:
    lost = []
    names = {tongue: parts["whole"] for tongue, parts in _names(somebody).items()}
    if not names:
        names = {"en": somebody.login or "Anonymous"}
        lost.append(Bilingual("没有姓名", "there is no name"))
    orcid = somebody.orcid.rstrip("/").rpartition("/")[2]
    language = next(iter(names), "en")
    fields = tuple(somebody.interests)
    return (
        Details(
            names, somebody.email, "", language, somebody.affiliations, somebody.ror, orcid, somebody.country, fields
        ),
        lost,
    )


def _names(somebody: Somebody) -> dict[str, dict[str, str]]:
    """The name in each language; a Chinese name that somebody put into one field is split as Chinese names are."""
    found = {}
    for tongue in dict.fromkeys([*somebody.family, *somebody.given]):
        family, given = somebody.family.get(tongue, ""), somebody.given.get(tongue, "")
        if is_han(family + given):
            whole = family + given
            found[tongue] = register.parts(whole, {}) if not (family and given) else _parts(family, given, whole)
        elif family + given:
            found[tongue] = _parts(family, given, f"{given} {family}".strip())
    return found


def _parts(family: str, given: str, whole: str) -> dict[str, str]:
    return {"family": family, "given": given, "whole": whole}


def _facts(paper: Paper) -> Iterator[Any]:
    """What makes a paper another one than last time."""
    yield [
        paper.language,
        paper.status,
        paper.submitted,
        paper.issue,
        paper.section,
        paper.published,
        paper.pages,
        paper.doi,
    ]
    yield [dict(paper.titles), dict(paper.abstracts), {tongue: list(words) for tongue, words in paper.keywords.items()}]
    yield [[dict(one.family), dict(one.given), _said(one.affiliations), one.email, one.orcid] for one in paper.authors]
    yield [[one.purpose, one.name, hashlib.sha256(one.data).hexdigest()] for one in (*paper.files, *paper.covers)]
    yield [paper.licence, list(paper.citations)]


def _issue_facts(issue: Issue) -> Iterator[Any]:
    yield [issue.year, issue.volume, issue.number, dict(issue.titles), issue.published]
    yield [hashlib.sha256(one.data).hexdigest() for one in issue.covers]


def _said(said: Said) -> Mapping[str, str]:
    return dict(said)


def _digest(facts: Iterable[Any]) -> str:
    return hashlib.sha256(canonical(list(facts)).encode()).hexdigest()


__all__ = ["Outcome", "take_over"]
