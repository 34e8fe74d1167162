"""Which letter follows which event, to whom, in whose language: written and put into the outbox in the event's own transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from journal.errors import Bilingual, Misused
from journal.model import Journal
from journal.office import dossier, mail, nameless, people, reminders, said
from journal.office.addresses import is_mailbox
from journal.office.policy import Policies
from journal.office.production import OVERDUE
from journal.office.records import Books, instant
from journal.office.reminders import Reminder
from journal.office.stationery import Stationery, Written
from journal.office.workflow import STATES, Action, State

Spoken = Callable[[str], Any]  # a fact that is said otherwise in each language
Row = Mapping[str, Any]
PAPERS: Mapping[str, Bilingual] = {  # letters with a paper, a PDF that readers show to others: what the paper is called
    "acceptance": Bilingual("用稿通知", "acceptance"),
    "certificate": Bilingual("审稿证明", "certificate-of-review"),
}
PLAIN = frozenset({"name", "journal", "link", "authors"})  # facts in which nobody has to be hidden
TYPES: Mapping[str, str] = {  # of files that referees get; of another, neither type nor ending tells anything
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".md": "text/markdown",
    ".tex": "application/x-tex",
    ".rtf": "application/rtf",
    ".txt": "text/plain",
    ".html": "text/html",
    ".zip": "application/zip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".tif": "image/tiff",
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happened, and where: all that decides about letters."""

    books: Books
    kind: str
    row: Row  # the manuscript after it
    event: int
    now: dt.datetime
    more: Row


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written to somebody; `hide` are persons whom this reader must not know."""

    kind: str
    person: str
    facts: Mapping[str, Any | Spoken]
    manuscript: str = ""
    hide: frozenset[str] = frozenset()
    attachments: Sequence[Row] = ()
    about: str = ""  # what else than a manuscript the letter is about: commission-3


@dataclass(frozen=True)
class Writer:
    """Writes the journal's letters from its templates. The `Letters` of a desk."""

    journal: Journal
    stationery: Stationery

    def after(
        self, books: Books, kind: str, manuscript: Row, event: int, now: dt.datetime, more: Row,
    ) -> None:  # fmt: skip
        """Queue what follows the event, and take out of the outbox what it makes needless; BadFile for a faulty template."""
        occasion = Occasion(books, kind, manuscript, event, now, more)
        for draft in [draft for follow in FOLLOWS.get(kind, ()) for draft in follow(self, occasion)]:
            self.queue(books, draft, f"{draft.kind}:{draft.about or manuscript['id']}:{event}:{draft.person}", now)
        _settle(occasion)

    def remind(self, books: Books, policies: Policies, now: dt.datetime) -> list[Reminder]:
        """Queue the reminders that are due and were never queued; which they are."""
        due = list(reminders.due(books, policies, now))
        for one in due:
            self.queue(books, self.reminder(books, one), one.key, now)
        return due

    def reminder(self, books: Books, one: Reminder) -> Draft:
        """The letter of a reminder."""
        facts = _about(one.manuscript) | {
            "due": lambda language: said.day(one.due, language),
            "late": max(one.late, 0),
            "left": max(-one.late, 0),
        }
        if one.kind == "review-reminder":
            facts["accepted"] = one.accepted
        elif one.kind == "commission-reminder":
            facts["agreed"] = one.accepted
        elif one.kind != "proof-reminder":
            facts["waiting"] = STATES[State(one.manuscript["state"])].say
        id = one.manuscript["id"]
        return Draft(one.kind, one.person, facts, id, _unknown(books, id, one.person))

    def queue(self, books: Books, draft: Draft, key: str, now: dt.datetime) -> str:
        """Put a letter into the outbox; its key, or nothing where there is nobody to write to any more.

        Without a usable address it stands there as failed, for the office to see.
        """
        person = books.one("person", id=draft.person)
        if person is None or person["forgotten"]:
            return ""
        language, facts = self.facts(books, draft, person, now)
        written = self.stationery.write(draft.kind, language, facts)
        papers = [paper(draft.kind, language, facts)] if draft.kind in PAPERS else []
        usable = is_mailbox(person["email"])
        books.add(
            "letter", key=key, manuscript=draft.manuscript, person=draft.person, template=draft.kind, language=language,
            name=said.name(person, language), address=person["email"], subject=written.subject, text=written.text,
            html=written.html, message_id=mail.message_id(key, self.journal.site), created=instant(now),
            next_attempt=instant(now) if usable else "", failure="" if usable else mail.NO_ADDRESS,
            attachments=[*draft.attachments, *papers],
        )  # fmt: skip
        return key

    def written(self, books: Books, draft: Draft, person: Row, now: dt.datetime) -> tuple[str, Written]:
        """The letter as it would be sent now, and its language; nothing is queued. BadFile."""
        language, facts = self.facts(books, draft, person, now)
        return language, self.stationery.write(draft.kind, language, facts)

    def facts(self, books: Books, draft: Draft, person: Row, now: dt.datetime) -> tuple[str, dict[str, Any]]:
        """The language of this reader, and in it what the letter says: without anybody whom they must not know."""
        language = self.stationery.language(draft.kind, person["language"])
        facts = {
            "journal": self.journal.titles.best(language) or self.journal.id,
            "name": said.name(person, language),
            "date": said.day(now, language),
        } | _in(language, draft.facts)
        hidden = books.all("person", id=draft.hide - {draft.person}) if draft.hide else []
        return language, {
            name: fact if name in PLAIN else _hiding(fact, hidden, language) for name, fact in facts.items()
        }

    def column(self, id: str) -> Spoken:
        """The title of a column; its id, where the journal has it no more."""
        titles = next((one.titles for one in self.journal.columns if one.id == id), None)
        return lambda language: (titles and titles.best(language)) or id

    def accepted(self, books: Books, row: Row) -> dict[str, Any | Spoken]:
        """What an acceptance says of a manuscript."""
        rows = books.all("authorship", manuscript=row["id"], order="position")
        people = {one["id"]: one for one in books.all("person", id={one["person"] for one in rows})}
        return {
            **_about(row),
            "authors": lambda language: said.names((people[one["person"]] for one in rows), language),
            "column": self.column(row["column"]),
        }

    def paper(self, books: Books, row: Row, at: str, language: str) -> dict[str, Any]:
        """The facts of an accepted manuscript's paper in a language, dated with the instant of its acceptance."""
        journal = self.journal.titles.best(language) or self.journal.id
        return {"journal": journal, "date": said.day(at, language)} | _in(language, self.accepted(books, row))


def paper(kind: str, language: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """An attachment that is still to be made, and what it says; until it has a sha256 its letter does not leave."""
    about = facts.get("number") or facts.get("year")
    name = f"{PAPERS[kind].say(language)}-{about}.pdf"
    return {"name": name, "sha256": "", "type": "application/pdf", "paper": kind, "facts": dict(facts)}


def certificate(books: Books, person: str, year: int) -> Draft:
    """What a referee may show of their work in a year: how many reports, and of no manuscript which; Misused for none."""
    reports = sum(
        one["submitted"] != "" and said.local(one["submitted"]).year == year
        for one in books.all("review", person=person, cancelled="")
    )
    if not reports:
        who = people.called(books, person)
        raise Misused(Bilingual(f"{who.zh}在 {year} 年没有完成审稿意见。", f"{who.en} completed no report in {year}."))
    return Draft("certificate", person, {"year": year, "reports": reports})


# ---------------------------------------------------------------- facts


def _about(row: Row) -> dict[str, Any | Spoken]:
    return {"number": row["id"], "title": lambda language: said.title(row["titles"], language)}


def _in(language: str, facts: Mapping[str, Any | Spoken]) -> dict[str, Any]:
    return {name: fact(language) if callable(fact) else fact for name, fact in facts.items()}


def _day(when: str) -> Spoken:
    return lambda language: said.day(when, language) if when else ""


def _hiding(fact: Any, hidden: Sequence[Row], language: str) -> Any:
    if isinstance(fact, str):
        return nameless.hidden(fact, hidden, language)
    if isinstance(fact, list):
        return [{name: _hiding(one, hidden, language) for name, one in entry.items()} for entry in fact]
    return fact


def _unknown(books: Books, id: str, reader: str) -> frozenset[str]:
    """Whom this reader must not know: an author no referee, a referee no author and no other referee; an editor knows all."""
    writers = dossier.authors(books, id)
    referees = {one["person"] for one in books.all("review", manuscript=id)}
    if reader in writers:
        return frozenset(referees - writers)
    return frozenset(referees | writers) - {reader} if reader in referees else frozenset()


def _comments(books: Books, row: Row) -> Spoken:
    """What the referees of this version say to its author, in the order in which they were asked."""
    rounds = {one["number"] for one in books.all("round", manuscript=row["id"], text=row["text"], cancelled="")}
    reports = [
        one
        for one in books.all("review", manuscript=row["id"], round=rounds, cancelled="", order="id")
        if one["submitted"]
    ]
    return lambda language: [
        {"who": said.referee(number, language), "text": one["to_author"].strip()}
        for number, one in enumerate(reports, start=1)
    ]


def _opinion(books: Books, more: Row) -> str:
    """What the editor who asks for a revision wrote: it is what the author has to do."""
    found = books.one("signature", id=more["signature"]) if "signature" in more else None
    return found["opinion"].strip() if found else _note(books, more)


def _note(books: Books, more: Row) -> str:
    found = books.one("note", id=more["note"]) if "note" in more else None
    return found["text"].strip() if found else ""


# ---------------------------------------------------------------- to whom


def correspondents(books: Books, id: str) -> list[str]:
    """The authors with whom letters are exchanged; the first, where none is named."""
    rows = books.all("authorship", manuscript=id, order="position")
    return [one["person"] for one in rows if one["corresponding"]] or [one["person"] for one in rows[:1]]


def _authors(books: Books, id: str) -> list[str]:
    """All authors who have an address; those with whom letters are exchanged in any case."""
    rows = books.all("authorship", manuscript=id, order="position")
    addressed = {one["id"] for one in books.all("person", id={row["person"] for row in rows}) if one["email"]}
    wanted = addressed | set(correspondents(books, id))
    return [one["person"] for one in rows if one["person"] in wanted]


Follow = Callable[[Writer, Occasion], Iterator[Draft]]
Facts = Callable[[Writer, Occasion], Mapping[str, Any | Spoken]]


def _to(people: Callable[[Books, str], Iterable[str]], kind: str, facts: Facts) -> Follow:
    """A letter of this kind to authors."""

    def follow(writer: Writer, on: Occasion) -> Iterator[Draft]:
        id = on.row["id"]
        for person in people(on.books, id):
            yield Draft(kind, person, {**_about(on.row), **facts(writer, on)}, id, _unknown(on.books, id, person))

    return follow


def _to_editor(writer: Writer, on: Occasion) -> Iterator[Draft]:
    authors = on.books.all("authorship", manuscript=on.row["id"], order="position")
    people = {one["id"]: one for one in on.books.all("person", id={one["person"] for one in authors})}
    facts = _about(on.row) | {
        "column": writer.column(on.row["column"]),
        "authors": lambda language: said.names((people[one["person"]] for one in authors), language),
        "due": _day(on.row["due"]),
    }
    yield Draft("assigned", on.row["handling"], facts, on.row["id"])


def _to_referee(kind: str, facts: Callable[[Writer, Occasion, Row], Mapping[str, Any | Spoken]]) -> Follow:
    """A letter of this kind to the referee of whom the event tells."""

    def follow(writer: Writer, on: Occasion) -> Iterator[Draft]:
        review = on.books.one("review", id=on.more["review"])
        assert review, "the event was about one"
        person = review["person"]
        about = {**_about(on.row), **facts(writer, on, review)}
        yield Draft(kind, person, about, on.row["id"], _unknown(on.books, on.row["id"], person))

    return follow


def _invited(writer: Writer, on: Occasion, review: Row) -> Mapping[str, Any | Spoken]:
    round_ = on.books.one("round", manuscript=on.row["id"], number=review["round"])
    return {
        "anonymous": round_ is None or round_["anonymity"] != "open",
        "abstract": lambda language: said.text(on.row["abstracts"], language),
        "column": writer.column(on.row["column"]),
        "respond_by": _day(review["respond_by"]),
        "due": _day(review["due"]),
    }


def _copy(writer: Writer, on: Occasion) -> Iterator[Draft]:
    """The anonymous copy to a referee who will read it, under a name that says nothing."""
    if not on.more["accepts"]:
        return
    files = on.books.all("file", manuscript=on.row["id"], purpose="anonymous", text=on.row["text"], forgotten="")
    copies = {one["sha256"]: _attachment(on.row["id"], number, one) for number, one in enumerate(files, start=1)}
    for draft in _to_referee("review-copy", lambda _, __, review: {"due": _day(review["due"])})(writer, on):
        yield Draft(draft.kind, draft.person, draft.facts, draft.manuscript, draft.hide, tuple(copies.values()))


def _attachment(id: str, number: int, file: Row) -> Row:
    ending = PurePath(file["name"]).suffix.lower()
    known = ending if ending in TYPES else ""
    return {
        "name": f"{id}{'' if number == 1 else f'-{number}'}{known}",
        "sha256": file["sha256"],
        "type": TYPES.get(ending, "application/octet-stream"),
    }


def _no_longer(writer: Writer, on: Occasion) -> Iterator[Draft]:
    """To each referee who need not read any more, unless their invitation is still in the outbox: then it stays there."""
    for review in _released(on):
        unsent = _unsent(on.books, on.row["id"], {"review-invitation"}, {review["person"]})
        if not any(one["attempts"] == 0 for one in unsent):
            hide = _unknown(on.books, on.row["id"], review["person"])
            yield Draft("review-cancelled", review["person"], _about(on.row), on.row["id"], hide)


def _released(on: Occasion) -> list[Row]:
    """The reviews that the event has ended without a report."""
    ids = {on.more["review"]} if "review" in on.more else set(on.more.get("cancelled", ()))
    return list(on.books.all("review", order="id", id=ids)) if ids else []


TAKEN_BACK: Mapping[str, str] = {  # which letter an action that goes back makes untrue
    Action.REVERT_DECLINE: "decline",
    Action.REVERT_ACCEPT: "acceptance",
    Action.CANCEL_REVISION: "revision-request",
}


def _taken_back(writer: Writer, on: Occasion) -> Iterator[Draft]:
    """To whoever has the letter that no longer stands; one that has not left is taken out of the outbox."""
    rows = on.books.all("letter", manuscript=on.row["id"], template=TAKEN_BACK[on.kind], cancelled="", order="id")
    for letter in {one["person"]: one for one in rows}.values():
        if letter["sent"] or letter["attempts"]:  # it left, or may have
            facts = _about(on.row) | {
                "earlier": letter["subject"],
                "sent": _day(letter["sent"] or letter["created"]),
                "state": STATES[State(on.row["state"])].say,
            }
            yield Draft(
                "taken-back", letter["person"], facts, on.row["id"], _unknown(on.books, on.row["id"], letter["person"])
            )
        mail.cancel(on.books, [letter], on.now)


def _received(writer: Writer, on: Occasion) -> Mapping[str, Any | Spoken]:
    days = on.row["agreed_days"]
    until = dt.datetime.fromisoformat(on.row["submitted"]) + dt.timedelta(days=days)
    return {
        "column": writer.column(on.row["column"]),
        "received": _day(on.row["submitted"]),
        "days": days,
        "until": _day(instant(until)),
    }


def _revision(writer: Writer, on: Occasion) -> Mapping[str, Any | Spoken]:
    return {
        "major": on.kind == Action.ASK_MAJOR,
        "opinion": _opinion(on.books, on.more),
        "comments": _comments(on.books, on.row),
        "due": _day(on.row["due"]),
    }


def _printed(writer: Writer, on: Occasion) -> Mapping[str, Any | Spoken]:
    article = on.row["article"]
    return {
        "issue": lambda language: said.issue(on.row["placed"], language),
        "online": on.kind == Action.PUBLISH_ONLINE,
        "link": f"{writer.journal.site.rstrip('/')}/articles/{article}/" if article else "",
    }


def _proof(writer: Writer, on: Occasion) -> Iterator[Draft]:
    """The first proof goes to the author, with its pages where there are any; the others are read in the house."""
    if on.more["proof"] != 1:
        return
    sent = on.books.one("proof", manuscript=on.row["id"], number=1, language=on.more["language"])
    rows = on.books.all(
        "file", manuscript=on.row["id"], purpose="proof", sha256=set(on.more.get("files", ())), order="id"
    )
    pages = {
        one["sha256"]: {"name": one["name"], "sha256": one["sha256"], "type": TYPES[PurePath(one["name"]).suffix]}
        for one in rows
    }.values()
    facts = {"due": _day(sent["due"] if sent else ""), "attached": bool(pages)}
    facts["form"] = any(one["name"].endswith(".docx") for one in pages)
    for draft in _to(correspondents, "proof", lambda _, __: facts)(writer, on):
        yield replace(draft, attachments=tuple(pages))


# ---------------------------------------------------------------- columns, commissions, copies


def _transferred(writer: Writer, on: Occasion) -> Iterator[Draft]:
    before, after = on.more["before"], on.more["column"]
    if before != after:
        facts = {"before": writer.column(before), "column": writer.column(after)}
        yield from _to(correspondents, "transfer", lambda _, __: facts)(writer, on)


def _commissioned(kind: str) -> Follow:
    """A letter of this kind to whoever is asked for the papers of which the event tells."""

    def follow(writer: Writer, on: Occasion) -> Iterator[Draft]:
        for row in on.books.all("commission", id=_commissions(on), order="id"):
            topic = on.books.one("topic", id=row["topic"])
            assert topic, "a commission is of one"
            yield Draft(kind, row["person"], _of_topic(writer, topic, row), about=_name(row["id"]))

    return follow


def _of_topic(writer: Writer, topic: Row, row: Row) -> dict[str, Any | Spoken]:
    return {
        "title": lambda language: said.title(topic["titles"], language),
        "special": topic["special"],
        "column": writer.column(topic["column"]),
        "issue": lambda language: said.issue(topic["issue"], language),
        "due": _day(row["due"]),
        "note": row["note"].strip(),
    }


def _called_off(writer: Writer, on: Occasion) -> Iterator[Draft]:
    """To whoever has the letter that asked them; one that has not left is taken out of the outbox."""
    for draft in _commissioned("commission-cancelled")(writer, on):
        unsent = _unsent_of(on.books, draft.about, {"commission"})
        if not any(one["attempts"] == 0 for one in unsent):
            yield draft


def _commissions(on: Occasion) -> list[int]:
    return list(on.more["commissions"] if "commissions" in on.more else [on.more["commission"]])


def _name(commission: int) -> str:
    return f"commission-{commission}"


def _copies(writer: Writer, on: Occasion) -> Iterator[Draft]:
    """That copies are on their way; an author is told with which article they stand in the issue."""
    row = on.books.one("sample", id=on.more["sample"])
    assert row, "the event was about one"
    if not row["person"]:
        return
    paper = on.books.one("manuscript", id=row["manuscript"]) if row["manuscript"] else None
    wrote = paper is not None and row["person"] in dossier.authors(on.books, paper["id"])
    facts = {
        "issue": lambda language: said.issue(row["issue"], language),
        "copies": row["copies"],
        "title": lambda language: said.title(paper["titles"], language) if paper and wrote else "",
    }
    hide = _unknown(on.books, paper["id"], row["person"]) if paper else frozenset()
    yield Draft("sample-sent", row["person"], facts, row["manuscript"], hide)


def _nothing(writer: Writer, on: Occasion) -> Mapping[str, Any | Spoken]:
    return {}


_PUBLISHED = _to(_authors, "published", _printed)
_REVISE = _to(correspondents, "revision-request", _revision)
FOLLOWS: Mapping[str, tuple[Follow, ...]] = {
    "submit": (_to(_authors, "receipt", _received),),
    Action.ASK_COMPLETION: (
        _to(correspondents, "completion-request", lambda _, on: {"asked": _note(on.books, on.more), "due": _day(on.row["due"])}),
    ),
    Action.ASSIGN: (_to_editor,),
    "review-invite": (_to_referee("review-invitation", _invited),),
    "review-respond": (_copy,),
    "review-submit": (_to_referee("review-thanks", lambda _, __, ___: {}),),
    "review-cancel": (_no_longer,),
    Action.CANCEL_ROUND: (_no_longer,),
    Action.NEW_ROUND: (_no_longer,),
    Action.TO_SECOND: (_no_longer,),
    Action.ASK_MINOR: (_REVISE,),
    Action.ASK_MAJOR: (_REVISE,),
    Action.ACCEPT: (_to(_authors, "acceptance", lambda writer, on: writer.accepted(on.books, on.row)),),
    Action.DECLINE: (_to(correspondents, "decline", lambda _, on: {"comments": _comments(on.books, on.row)}),),
    Action.REVERT_DECLINE: (_taken_back,),
    Action.REVERT_ACCEPT: (_taken_back,),
    Action.CANCEL_REVISION: (_taken_back,),
    Action.WITHDRAW: (_to(_authors, "withdrawn", _nothing), _no_longer),
    "proof-send": (_proof,),
    Action.PUBLISH: (_PUBLISHED,),
    Action.PUBLISH_ONLINE: (_PUBLISHED,),
    Action.TRANSFER: (_transferred,),
    "commission": (_commissioned("commission"),),
    "commission-cancel": (_called_off,),
    "topic-drop": (_called_off,),
    "sample-sent": (_copies,),
}  # fmt: skip

# ---------------------------------------------------------------- what need not be sent any more


def _settle(on: Occasion) -> None:
    """Take out of the outbox what the event has answered: reminders, and what a referee need not get any more."""
    id = on.row["id"]
    if on.more.get("from") != on.more.get("to"):
        mail.cancel(on.books, _unsent(on.books, id, reminders.KINDS), on.now)
    elif on.kind in ("proof-return", OVERDUE):
        mail.cancel(on.books, _unsent(on.books, id, {"proof-reminder"}), on.now)
    if on.kind.startswith("review-") and "review" in on.more:
        review = on.books.one("review", id=on.more["review"])
        if review and on.kind != "review-invite":
            mail.cancel(on.books, _unsent(on.books, id, {"review-reminder"}, {review["person"]}), on.now)
    if on.kind == "review-take-back":
        gone_with = f":{on.more['undone']}:"  # what the answer or report brought about
        unsent = _unsent(on.books, id, {"review-thanks", "review-copy"})
        mail.cancel(on.books, [one for one in unsent if gone_with in one["key"]], on.now)
    if on.kind.startswith("commission-") or on.kind == "topic-drop":
        kinds = {"commission-reminder"} | ({"commission"} if "commissions" in on.more else set())
        for number in _commissions(on):
            mail.cancel(on.books, _unsent_of(on.books, _name(number), kinds), on.now)
    if any(follow is _no_longer for follow in FOLLOWS.get(on.kind, ())):
        gone = {one["person"] for one in _released(on)}
        kinds = {"review-invitation", "review-copy", "review-reminder"}
        mail.cancel(on.books, _unsent(on.books, id, kinds, gone), on.now)


def _unsent(books: Books, id: str, kinds: Iterable[str], persons: Iterable[str] | None = None) -> list[Row]:
    rows = books.all("letter", manuscript=id, template=set(kinds), sent="", cancelled="")
    wanted = None if persons is None else set(persons)
    return [one for one in rows if wanted is None or one["person"] in wanted]


def _unsent_of(books: Books, about: str, kinds: Iterable[str]) -> list[Row]:
    """Letters that have not left, about something else than a manuscript: their keys name it."""
    return [one for one in _unsent(books, "", kinds) if f":{about}:" in one["key"]]


__all__ = ["FOLLOWS", "PAPERS", "Draft", "Writer", "certificate", "correspondents", "paper"]
