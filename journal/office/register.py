"""The register of people: who is added with which names and address, given a role, stood in for, or in conflict."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from journal.errors import Bilingual, JournalError, Misused
from journal.ids import ORCID, ROR
from journal.names import Name, Style, in_pinyin, is_han, split_han
from journal.office import dossier, people, said
from journal.office.addresses import NotOneMailbox, is_mailbox
from journal.office.editorial import Desk, NoRight, changed, insist, record
from journal.office.records import Books, instant
from journal.office.search import findable, folded
from journal.office.workflow import DESK, EDITORS, ROLES, Role

CHIEF = frozenset({Role.EDITOR_IN_CHIEF})
ODD = re.compile("[，；、“”]")  # which people type between two addresses
HELD = frozenset(Role) - {
    Role.AUTHOR,
    Role.REVIEWER,
    Role.HANDLING_EDITOR,
    Role.GUEST_EDITOR,
}  # these come with a manuscript


@dataclass(eq=False)
class Taken(JournalError):
    """A login or address that somebody has already."""

    what: str
    person: str
    name: Bilingual
    zh: ClassVar[str] = "“{what}”已属于{name}。"
    en: ClassVar[str] = "“{what}” is already that of {name}."
    fix_zh: ClassVar[str] = "用 journal person show {person} 查看；同一人可用 journal person merge 合并。"
    fix_en: ClassVar[str] = "See: journal person show {person}; if it is one person: journal person merge"


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of somebody: names by script or language, as they write them; the rest may be empty."""

    names: Mapping[str, str]
    email: str = ""
    login: str = ""
    language: str = "zh"
    affiliations: Mapping[str, str] | None = None
    ror: str = ""
    orcid: str = ""
    country: str = ""
    fields: Sequence[str] = ()
    note: str = ""


def address(text: str) -> str:
    """One e-mail address in small letters, since no mail server tells two people by the size of letters; NotOneMailbox."""
    if not is_mailbox(text) or ODD.search(text):
        raise NotOneMailbox(text)
    return text.lower()


def add(desk: Desk, about: Details) -> str:
    """Register somebody; their id, which says nothing of them. Taken, NoRight, Misused.

    The first person of an office needs nobody's leave. An editor registers referees and authors; a login, by which somebody
    acts, is given by a managing editor or editor-in-chief.
    """
    first = not desk.books.count("person")
    if not first:
        insist_on(desk, DESK if about.login else EDITORS | DESK, Bilingual("登记人员", "register people"))
    return _added(desk, about, "person-add")


def _added(desk: Desk, about: Details, kind: str) -> str:
    names = {script: parts(text, about.names) for script, text in about.names.items() if text.strip()}
    if not names:
        raise Misused(Bilingual("请给出姓名。", "A person needs a name."))
    email = address(about.email) if about.email else ""
    for column, value in (("email", email), ("login", about.login)):
        found = desk.books.one("person", **{column: value}) if value else None
        if found:
            raise Taken(value, found["id"], people.named(found))
    id = numbered(desk.books.next_number("person"))
    desk.books.add("person", **entry(replace(about, email=email), id, names, desk.at))
    _told(desk, kind, id, {})
    return id


def numbered(number: int) -> str:
    """The id of the person with this number."""
    return f"p{number:05d}"


def entry(about: Details, id: str, names: Mapping[str, Mapping[str, str]], at: str) -> dict[str, Any]:
    """Somebody's row, under names whose parts are known. BadIdentifier."""
    return {
        "id": id, "login": about.login or None, "names": names, "sort": _sort(names), "email": about.email,
        "language": about.language, "affiliations": dict(about.affiliations or {}),
        "ror": str(ROR(about.ror)) if about.ror else "", "orcid": str(ORCID(about.orcid)) if about.orcid else "",
        "country": about.country, "fields": list(about.fields), "note": about.note, "added": at,
    }  # fmt: skip


def _told(desk: Desk, kind: str, person: str, data: Mapping[str, Any]) -> None:
    """Seal what was done to a person. The first one of all did it themselves."""
    record(desk, kind, "", {"person": person, **data})


def author(desk: Desk, about: Details) -> str:
    """An author of a submission: whoever has that ORCID or address, else somebody new. Misused."""
    if about.orcid and (found := desk.books.one("person", orcid=str(ORCID(about.orcid)))):
        return str(found["merged_into"] or found["id"])
    if about.email and (found := desk.books.one("person", email=address(about.email))):
        return str(found["merged_into"] or found["id"])
    return _added(desk, about, "person-add")


# ---------------------------------------------------------------- names


def parts(text: str, others: Mapping[str, str]) -> dict[str, str]:
    """The parts of a name as it is written: 诸葛若水, ZHUGE Ruoshui, Zhuge, Ruoshui, or given name first."""
    plain = " ".join(text.split())
    if is_han(plain):
        found = _han(plain, others)
        return {"family": found.family, "given": found.given, "whole": plain}
    family, given = _latin(plain, others)
    return {"family": family, "given": given, "whole": plain}


def _han(text: str, others: Mapping[str, str]) -> Name:
    """Where the surname ends: after as many characters as another form says by capitals or a comma, else as is usual."""
    known = split_han(text)
    for other in (" ".join(one.split()) for one in others.values()):
        family = "" if is_han(other) else _marked(other)
        for size in range(1, len(text)) if family and known.style is Style.EASTERN else ():
            name = Name(text[:size], text[size:], Style.EASTERN)
            if _letters(in_pinyin(name).family) == _letters(family):
                return name
    return known


def _marked(text: str) -> str:
    """The surname of a Latin name that is told apart by capitals or a comma; none, where it is not."""
    if "," in text or any(word.isupper() and len(word) > 1 for word in text.split()):
        return _latin(text, {})[0]
    return ""


def _letters(text: str) -> str:
    return "".join(one for one in folded(text) if one.isalpha())


def _latin(text: str, others: Mapping[str, str]) -> tuple[str, str]:
    if "," in text:
        family, _, given = text.partition(",")
        return family.strip(), given.strip()
    words = text.split()
    if len(words) == 1:
        return "", text
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(_titled(word) for word in capitals), " ".join(word for word in words if word not in capitals)
    han = next((split_han(one.strip()) for one in others.values() if is_han(one.strip())), None)
    if han and han.style is Style.EASTERN:
        family = in_pinyin(han).family
        for size in range(1, len(words)):
            if folded(" ".join(words[:size])).replace(" ", "") == folded(family).replace("-", ""):
                return " ".join(words[:size]), " ".join(words[size:])
    return words[-1], " ".join(words[:-1])


def _titled(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-"))


def _sort(names: Mapping[str, Mapping[str, str]]) -> str:
    """By what somebody is listed and found: the pinyin of a Chinese name first, then all forms."""
    han = [one for one in names.values() if is_han(one["whole"])]
    ordered = [*han, *(one for one in names.values() if one not in han)]
    split = (
        Name(one["family"], one["given"], Style.EASTERN) if one["family"] else split_han(one["whole"]) for one in han
    )
    pinyin = [in_pinyin(name) for name in split]
    forms = [f"{one.family} {one.given}" for one in pinyin] + [f"{one.family}{one.given}" for one in pinyin]
    forms += [f"{one['family']} {one['given']}" for one in ordered] + [one["whole"] for one in ordered]
    return findable(*forms)


def name_of(row: Mapping[str, Any], language: str | None = None) -> str:
    """Somebody's name for a reader of this language, else in Chinese; their id where the name is forgotten."""
    return said.name(row, language or "zh")


def names_of(books: Books, ids: Iterable[str], language: str | None = None) -> dict[str, str]:
    """The names of these people by id."""
    return {row["id"]: name_of(row, language) for row in books.all("person", id=set(ids))}


def found(books: Books, text: str, limit: int = 200) -> list[dict[str, Any]]:
    """People by a part of a name in either script or pinyin, of an address, or by their id."""
    rows = {row["id"]: row for row in books.matching("person", "sort", folded(text), limit)}
    rows |= {row["id"]: row for row in books.matching("person", "email", text, limit)}
    rows |= {row["id"]: row for row in books.all("person", id=text)}
    return sorted(rows.values(), key=lambda row: (row["sort"], row["id"]))


# ---------------------------------------------------------------- roles and delegation


def give_role(desk: Desk, person: str, role: Role, column: str = "", *, recommends: bool = False) -> None:
    """Let somebody be this in the office, for a column or for all; Misused, NoRight.

    Only an editor-in-chief makes another one.
    """
    _may_name(desk, role)
    desk.books.put(
        "role", {"person": person, "role": role, "column": column}, recommends=recommends, since=desk.at, until=""
    )
    _told(desk, "role-give", person, {"role": role, "column": column, "recommends": recommends})


def take_role(desk: Desk, person: str, role: Role, column: str = "") -> None:
    """Let somebody be this no longer; Misused if they are not, or if nobody would be left who can give roles."""
    _may_name(desk, role)
    keys: dict[str, Any] = {"person": person, "role": role, "column": column}
    if not any(people.since(one, desk.at) for one in desk.books.all("role", **keys)):
        who = people.called(desk.books, person)
        raise Misused(Bilingual(f"{who.zh}没有此职务。", f"{who.en} has no such role."))
    desk.books.change("role", keys, until=desk.at)
    if role in CHIEF and not any(people.since(one, desk.at) for one in desk.books.all("role", role=role)):
        raise Misused(Bilingual("须先有另一位主编。", "There has to be another editor-in-chief first."))
    _told(desk, "role-take", person, {"role": role, "column": column})


def _may_name(desk: Desk, role: Role) -> None:
    if role not in HELD:
        raise Misused(
            Bilingual(
                f"“{ROLES[role].zh}”随稿件而定，不能授予；可授予：{' '.join(sorted(HELD))}。",
                f"Somebody is {ROLES[role].en} of a manuscript, not of the office; there are: {' '.join(sorted(HELD))}.",
            )
        )
    if desk.who.person:  # nobody acts yet where the first person registers
        insist_on(desk, CHIEF if role in CHIEF else DESK, Bilingual("授予职务", "give roles"))


def insist_on(desk: Desk, roles: frozenset[Role], what: Bilingual) -> None:
    """For what concerns no manuscript: one of these roles, for whatever column; NoRight."""
    acting = desk.who.on_behalf or desk.who.person
    held = {Role(one["role"]) for one in desk.books.all("role", person=acting) if people.since(one, desk.at)} & HELD
    handles = Role.HANDLING_EDITOR in roles and desk.books.count("manuscript", handling=acting)
    hosts = Role.GUEST_EDITOR in roles and people.hosted(desk.books, {acting})
    if not held & roles and not handles and not hosts:
        wanted = [ROLES[role] for role in Role if role in roles]
        names = Bilingual("或".join(one.zh for one in wanted), " or ".join(one.en for one in wanted))
        raise NoRight(acting, what, Bilingual(f"须由{names.zh}办理", f"it takes the {names.en}"))


def insist_office(desk: Desk, what: Bilingual) -> None:
    """Let only a managing editor or editor-in-chief do this; NoRight."""
    insist_on(desk, DESK, what)


def delegate(desk: Desk, taker: str, until: dt.datetime | None, note: str = "") -> None:
    """Let somebody act in the name of whoever does this, until a moment or until it is taken back; Misused."""
    giver = desk.who.person
    if desk.who.on_behalf:
        raise Misused(Bilingual("委托须由本人办理。", "Nobody delegates in another's name."))
    if taker == giver:
        raise Misused(Bilingual("不能委托自己。", "Nobody delegates to themselves."))
    if until and until <= desk.now:
        raise Misused(Bilingual("截止日期已过。", "The last day is in the past."))
    _end(desk, giver, taker)
    desk.books.add(
        "delegation", giver=giver, taker=taker, since=desk.at, until=instant(until) if until else "", note=note
    )
    _told(desk, "delegate", taker, {"giver": giver, "until": instant(until) if until else ""})


def undelegate(desk: Desk, taker: str) -> None:
    """Take a delegation back; Misused if there is none."""
    if not _end(desk, desk.who.person, taker):
        raise Misused(Bilingual(f"没有委托给 {taker}。", f"Nothing is delegated to {taker}."))
    _told(desk, "undelegate", taker, {"giver": desk.who.person})


def _end(desk: Desk, giver: str, taker: str) -> int:
    held = [one for one in desk.books.all("delegation", giver=giver, taker=taker) if people.since(one, desk.at)]
    for one in held:
        keys = {"giver": giver, "taker": taker, "since": one["since"]}
        desk.books.change("delegation", keys, until=desk.at)
    return len(held)


# ---------------------------------------------------------------- conflicts


def declare(desk: Desk, id: str, person: str, reason: str) -> None:
    """Somebody stands too near to a manuscript: they say so themselves, or an editor does. Misused, NoRight."""
    row = dossier.row(desk.books, id)
    if person not in desk.who.persons:
        insist(desk, row, EDITORS | DESK, Bilingual("登记利益冲突", "declare another's conflict"))
    if not reason.strip():
        raise Misused(Bilingual("请写明理由。", "Give the reason."))
    desk.books.put(
        "conflict", {"manuscript": id, "person": person}, reason=reason, declared_by=desk.who.person, at=desk.at,
        waiver="", waived_by="", waived="",
    )  # fmt: skip
    changed(desk, row, "conflict-declare", {"person": person})


def waive(desk: Desk, id: str, person: str, reason: str) -> None:
    """Let somebody act in spite of a conflict, for a reason; by the editor-in-chief, and never for an author. Misused, NoRight.

    An editor-in-chief's own conflict is waived by the managing editor. Whoever waives may be of an author's institution: a paper
    from the journal's own house would otherwise stand for ever.
    """
    row = dossier.row(desk.books, id)
    writers = dossier.authors(desk.books, id)
    if person in desk.who.persons:
        raise Misused(Bilingual("不能豁免自己的冲突。", "Nobody waives their own conflict."))
    if person in writers:
        raise Misused(Bilingual("作者的回避不可豁免。", "That somebody wrote it cannot be waived."))
    is_chief = CHIEF & people.roles(desk.books, {person}, row["column"], desk.at)[0]
    insist(
        desk, row, CHIEF | DESK if is_chief else CHIEF, Bilingual("豁免利益冲突", "waive a conflict"), of_house=False
    )
    if not reason.strip():
        raise Misused(Bilingual("请写明理由。", "Give the reason."))
    if not tuple(people.conflicts_of(desk.books, id, frozenset({person}), writers)):
        who = people.called(desk.books, person)
        raise Misused(Bilingual(f"{who.zh}没有利益冲突。", f"{who.en} has no conflict."))
    keys = {"manuscript": id, "person": person}
    if not desk.books.change("conflict", keys, waiver=reason, waived_by=desk.who.person, waived=desk.at):
        desk.books.add(
            "conflict", **keys, reason="", declared_by=desk.who.person, at=desk.at, waiver=reason,
            waived_by=desk.who.person, waived=desk.at,
        )  # fmt: skip
    changed(desk, row, "conflict-waive", {"person": person})


__all__ = [
    "HELD", "Details", "Taken", "add", "address", "author", "declare", "delegate", "entry", "found", "give_role",
    "insist_office", "insist_on", "name_of", "names_of", "numbered", "parts", "take_role", "undelegate", "waive",
]  # fmt: skip
