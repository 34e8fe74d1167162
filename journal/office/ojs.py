"""Taking over what OJS exported: people, submissions, files, and where they were published; again without doing anything twice.

What comes in is entered as it stood there, never as signed here: an open submission begins at its receipt, whatever its stage was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from journal.errors import BadIdentifier, Bilingual
from journal.exported import Attached, Issue, Lost, Paper, Said, Somebody
from journal.ids import DOI, ORCID, ROR, IssueId
from journal.names import is_han
from journal.office import register
from journal.office.addresses import NotOneMailbox
from journal.office.editorial import Desk
from journal.office.files import MAX_BYTES
from journal.office.ledger import canonical
from journal.office.records import Batch, instant
from journal.office.register import Details, insist_office
from journal.office.search import findable, folded
from journal.office.workflow import Role, State

STATES = {
    "queued": State.SUBMITTED,
    "scheduled": State.SUBMITTED,
    "published": State.PUBLISHED,
    "declined": State.DECLINED,
}
POSTS: tuple[tuple[str, str, Role], ...] = (  # the level of a group there, words in its name, and what it is here
    ("16", "副主编|deputy|associate editor", Role.DEPUTY_EDITOR),
    ("16", "主编|editor.in.chief|chief editor", Role.EDITOR_IN_CHIEF),
    ("16", "", Role.MANAGING_EDITOR),
    ("17", "特约|客座|guest", Role.GUEST_EDITOR),
    ("17", "", Role.SECTION_EDITOR),
    ("4097", "校对|proofread", Role.PROOFREADER),
    ("4097", "排版|版式|layout|typeset", Role.TYPESETTER),
    ("4097", "翻译|translat", Role.TRANSLATOR),
)
LEVELS = (  # of a group whose level the export does not say
    ("4096", "review|审稿"),
    ("65536", "author|translator|作者"),
    ("17", "section editor|guest editor|栏目|特约|客座"),
    ("4097", "copyedit|proofread|layout|assistant|校对|排版"),
    ("16", "manager|editor|编辑|主编"),
    ("1048576", "reader|读者"),
)
WITH_A_MANUSCRIPT = frozenset(
    {"65536", "4096", "1048576", "2097152"}
)  # author, referee; reader and subscriber: nobody here
BATCH = 500  # papers that are written at once

ROLE = Bilingual(
    "职务“{role}”：权限须由本刊授予，例如 journal person role {person} {here}",
    "the role “{role}”: rights are given here, as by: journal person role {person} {here}",
)
NO_ROLE = Bilingual("职务“{role}”：本刊没有对应的职务", "the role “{role}”: there is none like it here")
DISABLED = Bilingual("在原系统已停用的帐户：只登记了人", "account disabled there: the person is registered, no more")
STAGE = Bilingual(
    "在审稿件在原系统的进度：本刊从收稿重新办理，三审须在此签字",
    "how far an open submission had come: here it begins at its receipt, for the readings are to be signed here",
)
CHANGED = Bilingual(
    "原系统的新改动：本刊已开始办理，未覆盖", "what changed there: it is under way here and was left as it is"
)
NO_NAME = Bilingual("没有姓名的人", "a person without a name")
NO_ADDRESS = Bilingual("不能用的电子邮箱", "an e-mail address that cannot be used")
SHARED = Bilingual("与他人（姓名不同）共用的电子邮箱", "an e-mail address that somebody of another name has")
ONE_PERSON = Bilingual("同一邮箱的第二个帐户：合为一人", "a second account with one address: both are one person")
NO_IDENTIFIER = Bilingual("写得不对的标识（DOI、ORCID、ROR）", "a DOI, ORCID or ROR that is wrong")
NOT_PUBLISHED = Bilingual(
    "尚未出版的期：其中的稿件按在审稿件导入", "an issue not published yet: its papers are open submissions here"
)
NO_ISSUE = Bilingual(
    "已发表但不属于任何一期的文章：只有记录与文件，不在 issues/ 中",
    "published without an issue: its record and files are here, it is not in issues/",
)
NO_TITLE = Bilingual("没有题名的稿件", "a paper without a title")
UNTITLED = Bilingual("（无题名）", "(untitled)")
TOO_LARGE = Bilingual("过大的文件", "a file that is too large")
NO_NUMBER = Bilingual("没有年份的期，不能成为文件夹", "an issue without a year, which can be no folder")


@dataclass(frozen=True)
class Hands:
    """What taking over needs made outside the office.

    `keep`: bytes and a name → the sha256 under which they are kept; `shelve`: the same for the file of a whole issue; `column`: a section's short name and its titles → a column
    of this journal; `called`: a manuscript's number and the names of its first author → the article's id; `judge`: an XML
    galley and the files that came with the paper → why it cannot be the article's text, or None.
    """

    keep: Callable[[bytes, str], str]
    shelve: Callable[[bytes], str]
    column: Callable[[str, Said], str]
    called: Callable[[str, Mapping[str, Mapping[str, str]]], str]
    judge: Callable[[Attached, Sequence[Attached]], Bilingual | None] = lambda galley, files: None


@dataclass(frozen=True)
class File:
    """A file that came along, without its bytes."""

    about: Attached
    sha256: str
    size: int
    kind: str  # pdf, xml, html … by its bytes and its name


@dataclass(frozen=True)
class Brought:
    """A published paper: its record, its authors in order, what it was there, its files."""

    row: Mapping[str, Any]
    authors: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]  # who (authorship), and which person
    paper: Paper  # without the bytes of its files
    files: tuple[File, ...]
    text: File | None  # the galley that is its article.xml
    is_changed: bool  # there, since it was first taken over


@dataclass(frozen=True)
class BackIssue:
    """A published issue with its id here, and its files as a whole, without their bytes."""

    id: str
    issue: Issue
    galleys: tuple[File, ...]


@dataclass
class Outcome:
    """What came of it: how many were new, changed or as before; the issues with their papers; and all that was not carried."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    people: int = 0
    files: int = 0
    issues: dict[str, BackIssue] = field(default_factory=dict)  # by their id here
    papers: list[Brought] = field(default_factory=list)  # those that are in an issue
    lost: list[Lost] = field(default_factory=list)
    here: dict[str, str] = field(default_factory=dict)  # number there → number here


def take_over(
    desk: Desk, records: Iterable[Issue | Paper | Somebody | Lost], system: str, hands: Hands, roles: bool = False
) -> Outcome:
    """Enter what an export holds; `system` names where it came from, for the next time. By the office alone: NoRight.

    With `roles` whoever had an editor's or an assistant's role there is given the like here, which takes the right to give it.
    """
    insist_office(desk, Bilingual("导入", "import"))
    return _Taking(desk, system, hands, roles).all(records)


class _Taking:
    """One import: what is known already is asked for once, what is new is written in batches."""

    def __init__(self, desk: Desk, system: str, hands: Hands, roles: bool) -> None:
        self.desk, self.system, self.hands, self.outcome = desk, system, hands, Outcome()
        self.batch = Batch(desk.books)
        self.known = {(row["kind"], row["external"]): row for row in desk.books.all("origin", system=system)}
        self.people = {row["id"]: row for row in desk.books.all("person")}
        self.by_email = {row["email"].casefold(): row["id"] for row in self.people.values() if row["email"]}
        self.by_orcid = {row["orcid"]: row["id"] for row in self.people.values() if row["orcid"]}
        self.accounts: dict[str, str] = {}  # person → the account they came with, this time
        self.rows: dict[str, dict[str, Any]] = {}
        self.written: dict[str, list[dict[str, Any]]] = {}
        if self.known:
            self.rows = {row["id"]: row for row in desk.books.all("manuscript")}
            for row in desk.books.all("authorship", order="position"):
                self.written.setdefault(row["manuscript"], []).append(row)
        self.places: dict[str, str] = {}  # external id of a published issue → its id here
        self.sections: dict[tuple[str, str], Said] = {}  # issue there, section → its titles
        self.open_issues: set[str] = set()
        self.roles: list[tuple[str, Role]] | None = [] if roles else None

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
        self.batch.write()
        self.give_roles()
        return self.outcome

    # ------------------------------------------------------------ issues

    def issue(self, issue: Issue) -> None:
        """Its id here is year and number; the folder is made by whoever asked for the import."""
        self.sections.update({(issue.external, ref): titles for ref, titles in issue.sections.items()})
        if not issue.is_published:
            self.open_issues.add(issue.external)
            return self.lose(
                f"issue/{issue.external}", NOT_PUBLISHED, " ".join(filter(None, (issue.year, issue.number)))
            )
        known = self.known.get(("issue", issue.external))
        id = str(known["id"]) if known else _issue_id(issue, set(self.outcome.issues) | set(self.places.values()))
        if not id:
            return self.lose(f"issue/{issue.external}", NO_NUMBER)
        issue = replace(
            issue,
            covers=self.fitting(f"issue/{issue.external}", issue.covers),
            galleys=self.fitting(f"issue/{issue.external}", issue.galleys),
        )
        self.places[issue.external] = id
        galleys = tuple(
            File(replace(one, data=b""), self.hands.shelve(one.data), len(one.data), _kind(one))
            for one in issue.galleys
        )
        self.outcome.issues[id] = BackIssue(id, replace(issue, galleys=()), galleys)
        self.outcome.here[f"issue/{issue.external}"] = id
        return self.remember("issue", issue.external, id, _digest(_issue_facts(issue)))

    def file(self, one: Attached) -> File:
        """A file, kept; its bytes are let go."""
        return File(replace(one, data=b""), self.hands.keep(one.data, one.name), len(one.data), _kind(one))

    # ------------------------------------------------------------ people

    def user(self, somebody: Somebody) -> None:
        """A person with an account there. Of their login a digest is kept, so that it can be forgotten."""
        id = self.person(somebody, f"user:{_digest([somebody.external])[:32]}")
        self.outcome.here[somebody.external] = id
        if self.accounts.setdefault(id, somebody.external) != somebody.external:
            self.lose(somebody.external, ONE_PERSON, id)
        if somebody.is_disabled:
            return self.lose(somebody.external, DISABLED)
        for name, level in zip(somebody.roles, somebody.levels or ("",) * len(somebody.roles), strict=True):
            self.post(somebody.external, id, name, level)
        return None

    def post(self, external: str, person: str, name: str, level: str) -> None:
        """A role that somebody had there: given, or named with what it would be here."""
        at = level or next((at for at, words in LEVELS if re.search(words, name, re.IGNORECASE)), "")
        if at in WITH_A_MANUSCRIPT:
            return
        role = next((role for one, words, role in POSTS if one == at and re.search(words, name, re.IGNORECASE)), None)
        if role is None:
            self.lose(external, NO_ROLE.format(role=name))
        elif self.roles is None:
            self.lose(external, ROLE.format(role=name, person="PERSON", here=role.value), person)
        else:
            self.roles.append((person, role))

    def give_roles(self) -> None:
        """The roles that were asked to come along, each once."""
        held = {(row["person"], row["role"]) for row in self.desk.books.all("role", column="") if not row["until"]}
        for person, role in dict.fromkeys(self.roles or ()):
            if (person, role) not in held:
                register.give_role(self.desk, person, role)

    def person(self, somebody: Somebody, external: str) -> str:
        """Somebody's id here: as remembered, else who has that ORCID or address, else somebody new."""
        if found := self.known.get(("person", external)):
            return self.standing(str(found["id"]))
        about, names = self.details(somebody, external)
        id = self.by_orcid.get(about.orcid, "") if about.orcid else ""
        if not id and about.email and (other := self.by_email.get(about.email.casefold())):
            if _may_be_one(names, self.people[other]["names"]):
                id = other
            else:
                self.lose(_paper_or_account(external, somebody), SHARED, self.standing(other))
                about = replace(about, email="")
        id = self.standing(id) if id else self.added(about, names)
        self.remember("person", external, id, "")
        return id

    def standing(self, id: str) -> str:
        """Whom somebody was merged into, or themselves."""
        row = self.people.get(id)
        return str(row["merged_into"] or id) if row else id

    def added(self, about: Details, names: Mapping[str, Mapping[str, str]]) -> str:
        """Somebody new."""
        id = register.numbered(self.batch.next_number("person"))
        row = _as_kept(register.entry(about, id, names, self.desk.at))
        self.batch.add("person", **row)
        self.people[id] = {**row, "merged_into": ""}
        self.by_email.update({about.email.casefold(): id} if about.email else {})
        self.by_orcid.update({about.orcid: id} if about.orcid else {})
        self.record("person-add", "", {"person": id})
        self.outcome.people += 1
        return id

    def details(self, somebody: Somebody, external: str) -> tuple[Details, Mapping[str, Mapping[str, str]]]:
        """What is known of somebody, and the parts of their names; what of it is wrong is left out and named."""
        names = _names(somebody)
        if not names:
            self.lose(_paper_or_account(external, somebody), NO_NAME)
            names = {"en": _parts("", "", somebody.login or "Anonymous")}
        email = ""
        if somebody.email:
            try:
                email = register.address(somebody.email)
            except NotOneMailbox:
                self.lose(_paper_or_account(external, somebody), NO_ADDRESS, somebody.email)
        orcid = self.identifier(ORCID, somebody.orcid, _paper_or_account(external, somebody))
        ror = self.identifier(ROR, somebody.ror, _paper_or_account(external, somebody))
        wholes = {tongue: parts["whole"] for tongue, parts in names.items()}
        language = next(iter(names))
        fields = tuple(somebody.interests)
        return Details(wholes, email, "", language, somebody.affiliations, ror, orcid, somebody.country, fields), names

    def identifier(self, kind: Callable[[str], str], text: str, external: str) -> str:
        """An identifier in its form; one that is wrong is named and left out."""
        try:
            return str(kind(text)) if text else ""
        except BadIdentifier:
            self.lose(external, NO_IDENTIFIER, text)
            return ""

    # ------------------------------------------------------------ papers

    def paper(self, paper: Paper) -> None:
        """New here, or the same as last time, or changed there since."""
        if paper.issue in self.open_issues and paper.status == "published":
            paper = replace(paper, status="scheduled")
        if not paper.titles:
            self.lose(paper.external, NO_TITLE)
            paper = replace(paper, titles={paper.language: UNTITLED.zh if paper.language == "zh" else UNTITLED.en})
        kept, covers = self.fitting(paper.external, paper.files), self.fitting(paper.external, paper.covers)
        paper = replace(paper, files=kept, covers=covers)
        files = tuple(self.file(one) for one in (*paper.files, *paper.covers))
        digest = _digest(_facts(paper, files))
        found = self.known.get(("manuscript", paper.external))
        row = self.rows.get(str(found["id"])) if found else None
        is_changed = bool(found and found["digest"] != digest)
        if found and not is_changed:
            self.outcome.unchanged += 1
        elif found and (row is None or row["version"] > 1):
            self.lose(paper.external, CHANGED)
        else:
            row = self.enter(paper, row, files, digest)
        if row is not None:
            self.outcome.here[paper.external] = row["id"]
            self.bring(paper, row, files, is_changed)

    def fitting(self, external: str, files: Iterable[Attached]) -> tuple[Attached, ...]:
        """The files that are not too large to be kept."""
        for one in files:
            if len(one.data) > MAX_BYTES:
                self.lose(external, TOO_LARGE, one.name)
        return tuple(one for one in files if len(one.data) <= MAX_BYTES)

    def bring(self, paper: Paper, row: Mapping[str, Any], files: tuple[File, ...], is_changed: bool) -> None:
        """What of a paper goes to issues/."""
        if STATES[paper.status] is not State.PUBLISHED:
            if paper.stage not in ("", "submission") and STATES[paper.status] is State.SUBMITTED:
                self.lose(paper.external, STAGE, paper.stage)
            return
        if not row["article"]:
            self.lose(paper.external, NO_ISSUE)
            return
        authors = [(one, self.people[one["person"]]) for one in self.written.get(row["id"], ())]
        bare = replace(paper, files=(), covers=())
        self.outcome.papers.append(Brought(row, authors, bare, files, self.text(paper, files), is_changed))

    def text(self, paper: Paper, files: tuple[File, ...]) -> File | None:
        """The galley that is the article's text: JATS that is valid, and whose pictures came along."""
        for place, one in enumerate(paper.files):
            if one.purpose == "galley" and files[place].kind == "xml":
                why = self.hands.judge(one, [other for other in paper.files if other.of == one.external])
                if why is None:
                    return files[place]
                self.lose(paper.external, why, one.name)
        return None

    def enter(
        self, paper: Paper, old: Mapping[str, Any] | None, files: tuple[File, ...], digest: str
    ) -> dict[str, Any]:
        """The record of a paper, made or written anew."""
        came = _moment(paper.submitted or paper.published, self.desk.now)
        year = came.astimezone().year
        id = old["id"] if old else f"{year}-{self.batch.next_number(f'manuscript-{year}'):04d}"
        people = [
            self.person(one, f"author:{paper.external}:{one.external or place}")
            for place, one in enumerate(paper.authors)
        ]
        row = self.row(id, paper, came, list(dict.fromkeys(people)), old)
        if old:
            self.flush()
            self.desk.books.change("manuscript", {"id": id}, **{name: row[name] for name in row if name != "id"})
            self.desk.books.remove("authorship", manuscript=id)
        else:
            self.batch.add("manuscript", **row)
        self.rows[id] = row
        self.authors(id, paper, people)
        self.files(id, files, is_new=not old)
        self.remember("manuscript", paper.external, id, digest)
        kind = "take-over-again" if old else "take-over"
        data = {"system": self.system, "external": paper.external, "to": row["state"], "authors": people}
        self.record(kind, id, data)
        self.outcome.new += not old
        self.outcome.changed += bool(old)
        if self.outcome.new % BATCH == 0:
            self.flush()
        return row

    def row(
        self, id: str, paper: Paper, came: dt.datetime, people: list[str], old: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """The facts of a record."""
        state = STATES[paper.status]
        due = self.desk.policies.due(state, self.desk.now)
        is_public = state is State.PUBLISHED
        public = instant(_moment(paper.published, self.desk.now)) if is_public else ""
        placed = self.places.get(paper.issue, "") if is_public else ""
        names = self.people[people[0]]["names"] if people else {}
        column = self.hands.column(paper.section, self.sections.get((paper.issue, paper.section), {}))
        values = {
            "id": id, "state": state, "column": column, "language": paper.language,
            "kind": KINDS.get(column, "research-article"), "titles": dict(paper.titles), "abstracts": dict(paper.abstracts),
            "keywords": {tongue: list(words) for tongue, words in paper.keywords.items()},
            "search": findable(*paper.titles.values()) + "\n" + "\n".join(self.people[one]["sort"] for one in people),
            "submitted": instant(came), "since": public or self.desk.at, "due": instant(due) if due else "",
            "waits_for": self.desk.policies.waits(state), "handling": "", "text": 1, "version": 1,
            "agreed_days": self.desk.policies.days["reply_days"],
            "before_decline": State.SUBMITTED if state is State.DECLINED else "",
            "article": (old["article"] if old else "") or (self.hands.called(id, names) if placed else ""),
            "placed": placed, "online": public if is_public and not placed else "", "more": self.more(paper),
        }  # fmt: skip
        return _as_kept(values)

    def more(self, paper: Paper) -> dict[str, Any]:
        """What a record knows of a paper beyond what every manuscript has."""
        said = {
            "doi": self.identifier(DOI, paper.doi, paper.external), "pages": paper.pages, "licence": paper.licence,
            "citations": list(paper.citations), "holder": dict(paper.holder), "copyright_year": paper.copyright_year,
            "funding": list(_funding(paper.funders)),
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}

    def authors(self, id: str, paper: Paper, people: list[str]) -> None:
        """Who wrote it, in the order given; the corresponding author is the one marked there, else the first."""
        marked = next(
            (place for place, one in enumerate(paper.authors) if paper.contact and one.external == paper.contact), 0
        )
        contact = people[marked] if people else ""
        self.written[id] = [
            {"manuscript": id, "position": place, "person": person, "corresponding": person == contact, "equal": False}
            for place, person in enumerate(dict.fromkeys(people), start=1)
        ]
        for row in self.written[id]:
            self.batch.add("authorship", **row)

    def files(self, id: str, files: Iterable[File], is_new: bool) -> None:
        """Its files; one that is there already is not listed twice."""
        had = (
            {(row["purpose"], row["sha256"]) for row in self.desk.books.all("file", manuscript=id)}
            if not is_new
            else set()
        )
        for one in files:
            if (one.about.purpose, one.sha256) not in had:
                had.add((one.about.purpose, one.sha256))
                self.outcome.files += 1
                self.batch.add(
                    "file", manuscript=id, purpose=one.about.purpose, text=1, language=one.about.language, sha256=one.sha256,
                    name=one.about.name, size=one.size, at=self.desk.at, by=self.desk.who.person, note=one.about.label,
                )  # fmt: skip

    # ------------------------------------------------------------ what is kept for the next time

    def flush(self) -> None:
        """Write what was gathered."""
        self.batch.write()

    def record(self, kind: str, manuscript: str, data: Mapping[str, Any]) -> None:
        """Seal an event."""
        self.batch.append(self.desk.at, kind, manuscript, self.desk.who.record(), data)

    def remember(self, kind: str, external: str, id: str, digest: str) -> None:
        """That this is what it was there."""
        keys = {"system": self.system, "kind": kind, "external": external}
        found = self.known.get((kind, external))
        if found is None:
            self.batch.add("origin", **keys, id=id, digest=digest, at=self.desk.at)
        elif found["digest"] != digest:
            self.flush()
            self.desk.books.change("origin", keys, id=id, digest=digest, at=self.desk.at)
        self.known[kind, external] = {"id": id, "digest": digest}

    def lose(self, external: str, what: Bilingual, which: str = "") -> None:
        """Say that something was not carried."""
        self.outcome.lost.append(Lost(external, what, which))


# ---------------------------------------------------------------- issues


def _issue_id(issue: Issue, taken: set[str]) -> str:
    """Year and number, else year and volume; 2019-5-x17 where another issue has that already; empty without a year."""
    number = re.sub("[^0-9a-z]+", "-", folded(issue.number or issue.volume)).strip("-")
    own = re.sub("[^0-9a-z]+", "-", issue.external.lower()).strip("-")
    for tail in (number or f"x{own}", f"{number or 'x'}-x{own}"):
        try:
            id = str(IssueId(f"{int(issue.year)}-{tail}"))
        except (BadIdentifier, ValueError):
            continue
        if id not in taken and 1600 <= int(issue.year) <= 9999:
            return id
    return ""


# ---------------------------------------------------------------- people


def _paper_or_account(key: str, somebody: Somebody) -> str:
    """What a report calls somebody by: the paper that they wrote, else their account."""
    kind, _, rest = key.partition(":")
    return rest.partition(":")[0] if kind == "author" else somebody.external


def _may_be_one(names: Mapping[str, Mapping[str, str]], others: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether two names may be one person's: nothing that both say in a script speaks against it."""
    for han in (True, False):
        here, there = _in_script(names, han), _in_script(others, han)
        if here and there and not here & there:
            return False
    return True


def _in_script(names: Mapping[str, Mapping[str, str]], han: bool) -> set[str]:
    """Han names whole; of others the words, since given names come short or long."""
    wholes = [one["whole"] for one in names.values() if is_han(one["whole"]) is han]
    return (
        {folded(one) for one in wholes}
        if han
        else {word for one in wholes for word in folded(one).split() if len(word) > 1}
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


# ---------------------------------------------------------------- facts as the records keep them


def _kind(one: Attached) -> str:
    """What a file is by its beginning, else by the end of its name."""
    start = one.data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf-"):
        return "pdf"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "xml" if start.startswith(b"<?xml") else re.sub("[^a-z0-9]", "", one.name.rpartition(".")[2].lower())


KINDS = {
    "editorial": "editorial",
    "cases": "case-report",
    "reviews": "book-review",
    "reports": "meeting-report",
    "documents": "other",
}


def _as_kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it will come out of the records: what is made of it today is made of it the next time."""
    return {
        name: json.loads(canonical(value)) if isinstance(value, (dict, list)) else value for name, value in row.items()
    }


def _funding(funders: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """One award a funder; the languages are joined where they name as many, since the order is one."""
    counts = {len(names) for names in funders.values()}
    if len(counts) == 1:
        for place in range(counts.pop()):
            yield {"source": {tongue: names[place] for tongue, names in funders.items()}}
        return
    for tongue, names in funders.items():
        for name in names:
            yield {"source": {tongue: name}}


def _moment(day: str, now: dt.datetime) -> dt.datetime:
    """An instant of a day that the other platform wrote; what is no day, or in the future, is now."""
    try:
        found = dt.datetime.fromisoformat(day.strip().replace(" ", "T"))
    except ValueError:
        return now
    return min(found if found.tzinfo else found.replace(tzinfo=dt.UTC), now)


def _facts(paper: Paper, files: Iterable[File]) -> Iterator[Any]:
    """What makes a paper another one than last time."""
    yield [
        paper.language, paper.status, paper.submitted, paper.issue, paper.section, paper.published, paper.pages, paper.doi,
        paper.order, paper.contact, dict(paper.holder), paper.copyright_year,
    ]  # fmt: skip
    yield [dict(paper.titles), dict(paper.abstracts), _lists(paper.keywords), _lists(paper.funders)]
    yield [[dict(one.family), dict(one.given), dict(one.affiliations), one.email, one.orcid] for one in paper.authors]
    yield [[one.about.purpose, one.about.name, one.about.language, one.sha256] for one in files]
    yield [paper.licence, list(paper.citations)]


def _lists(said: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {tongue: list(words) for tongue, words in said.items()}


def _issue_facts(issue: Issue) -> Iterator[Any]:
    yield [issue.year, issue.volume, issue.number, dict(issue.titles), issue.published]
    yield [hashlib.sha256(one.data).hexdigest() for one in (*issue.covers, *issue.galleys)]


def _digest(facts: Iterable[Any]) -> str:
    return hashlib.sha256(canonical(list(facts)).encode()).hexdigest()


__all__ = ["BackIssue", "Brought", "File", "Hands", "Outcome", "take_over"]
