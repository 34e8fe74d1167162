"""What can be done to a manuscript now, by whom, and what stands in the way of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from journal.errors import Bilingual
from journal.office import dossier, people
from journal.office.people import Who
from journal.office.policy import Policies
from journal.office.records import Books
from journal.office.workflow import ROLES, TABLE, Action, Actor, Facts, Role, Row, State, hindrance

NOBODY = Bilingual("无人担任：", "nobody is ")


@dataclass(frozen=True, slots=True)
class Opening:
    """An action of this state: for which roles, who could do it now, whether it is the one who asks, and why nobody can."""

    action: Action
    roles: frozenset[Role]
    next: State
    persons: tuple[str, ...]
    mine: bool
    hindrance: Bilingual | None


def openings(
    books: Books, row: Mapping[str, Any], who: Who, policies: Policies, now: str
) -> tuple[Facts, tuple[Opening, ...]]:
    """The manuscript's facts, and every action of its state."""
    facts = dossier.facts(books, row["id"], policies)
    mine = people.actor(books, who, row, facts.authors, now)
    rows = [one for one in TABLE if one.state is facts.state]
    roles = frozenset(role for one in rows for role in one.roles)
    others = [
        people.actor(books, Who(person), row, facts.authors, now)
        for person in sorted(_candidates(books, row, facts, roles, now))
    ]
    return facts, tuple(_opening(one, facts, mine, others) for one in rows)


def _candidates(books: Books, row: Mapping[str, Any], facts: Facts, roles: frozenset[Role], now: str) -> Iterable[str]:
    """Whoever is one of these to the manuscript."""
    held = [one for one in books.all("role", role=set(roles), column={"", row["column"]}) if people.since(one, now)]
    yield from (
        {one["person"] for one in held} | facts.authors | ({facts.handling} - {""}) | people.hosts(books, row["id"])
    )


def _opening(row: Row, facts: Facts, mine: Actor, others: list[Actor]) -> Opening:
    able: list[str] = []
    reasons: list[Bilingual] = []  # of those who have the role
    for actor in others:
        reason = hindrance(row, facts, actor)
        if reason is None:
            able.append(actor.person)
        elif actor.roles & row.roles:
            reasons.append(reason)
    own = hindrance(row, facts, mine)
    said = None
    if own is not None and not able:
        said = own if mine.roles & row.roles else next(iter(reasons), _nobody(row))
    return Opening(row.action, row.roles, row.follows(facts), tuple(able), own is None, said)


def _nobody(row: Row) -> Bilingual:
    names = [ROLES[role] for role in Role if role in row.roles]
    return Bilingual(NOBODY.zh + "或".join(one.zh for one in names), NOBODY.en + " or ".join(one.en for one in names))


__all__ = ["Opening", "openings"]
