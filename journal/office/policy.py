"""The journal's own rules for the office, from `[policies]` of journal.toml: days, referees, what must be complete."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from journal.errors import BadFile, Bilingual, Place
from journal.office import workflow
from journal.office.workflow import CHECKLIST, GATES, TABLE, Action, Reading, Role, State, reading_of

DAYS: Mapping[str, int] = {  # how long each step may take, in days
    "reply_days": 90,  # what is agreed with the author; by law 30 where nothing was agreed
    "assign_days": 7,
    "first_reading_days": 15,
    "review_response_days": 7,
    "review_days": 30,
    "second_reading_days": 10,
    "final_reading_days": 10,
    "minor_revision_days": 30,
    "major_revision_days": 60,
    "editing_days": 21,
    "translation_days": 30,
    "proof_days": 7,
    "completion_days": 14,
}
FIGURES: Mapping[str, Bilingual] = {  # what a service reports of a text, in percent
    "total": Bilingual("总文字复制比", "total"),
    "without_quotations": Bilingual("去除引用", "without quotations"),
    "without_own": Bilingual("去除本人已发表", "without the author's own"),
}
ANONYMITY = ("double-anonymous", "single-anonymous", "open")

WAITS: Mapping[State, tuple[Role, str]] = {  # in which state whom it waits for, and how long
    State.INCOMPLETE: (Role.AUTHOR, "completion_days"),
    State.SUBMITTED: (Role.MANAGING_EDITOR, "assign_days"),
    State.FIRST_READING: (Role.HANDLING_EDITOR, "first_reading_days"),
    State.IN_REVIEW: (Role.REVIEWER, "review_days"),
    State.SECOND_READING: (Role.SECTION_EDITOR, "second_reading_days"),
    State.FINAL_READING: (Role.EDITOR_IN_CHIEF, "final_reading_days"),
    State.MINOR_REVISION: (Role.AUTHOR, "minor_revision_days"),
    State.MAJOR_REVISION: (Role.AUTHOR, "major_revision_days"),
    State.REVISED: (Role.HANDLING_EDITOR, "first_reading_days"),
    State.ACCEPTED: (Role.HANDLING_EDITOR, "editing_days"),
    State.EDITING: (Role.HANDLING_EDITOR, "editing_days"),
    State.TRANSLATING: (Role.TRANSLATOR, "translation_days"),
    State.TRANSLATION_CHECK: (Role.HANDLING_EDITOR, "editing_days"),
    State.READY: (Role.EDITOR_IN_CHIEF, "final_reading_days"),
    State.FIRST_PROOF: (Role.PROOFREADER, "proof_days"),
    State.SECOND_PROOF: (Role.PROOFREADER, "proof_days"),
    State.THIRD_PROOF: (Role.PROOFREADER, "proof_days"),
    State.CLEAN_PROOF: (Role.EDITOR_IN_CHIEF, "proof_days"),
    State.SIGNED: (Role.MANAGING_EDITOR, "proof_days"),
}
_DAY = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Policies:
    """What the journal has decided once for every manuscript."""

    workflow: workflow.Policy = field(default_factory=workflow.Policy)
    anonymity: str = ANONYMITY[0]
    days: Mapping[str, int] = field(default_factory=lambda: DAYS)
    reminders: tuple[int, ...] = (-3, 1, 7, 14)  # days before (-) or after a due day
    similarity: Mapping[str, float] = field(default_factory=dict)  # figure → percent that may not be passed
    text_required: bool = True  # nothing is released whose article has no text

    def waits(self, state: State) -> str:
        """The role that a manuscript in this state waits for; of one that is closed, none."""
        return WAITS[state][0] if state in WAITS else ""

    def due(self, state: State, since: dt.datetime) -> dt.datetime | None:
        """When what the state waits for is due."""
        return since + dt.timedelta(days=self.days[WAITS[state][1]]) if state in WAITS else None


def policies(pairs: Iterable[tuple[str, str]]) -> Policies:
    """The rules that `[policies]` sets, the rest as usual; BadFile for a value that is none."""
    said = dict(pairs)
    days = {name: _whole(said, name, usual) for name, usual in DAYS.items()}
    anonymity = _one_of(said, "review", ANONYMITY)
    return Policies(
        workflow.Policy(
            referees=_whole(said, "referees", 2),
            third_on_disagreement=_yes(said, "third_on_disagreement", True),
            review_required=frozenset(said.get("review_columns", "").split()),
            translation_required=_yes(said, "translation_required", False),
            similarity_refuses=_one_of(said, "similarity_over", ("tell", "refuse")) == "refuse",
            similarity_required=frozenset(_some_of(said, "similarity_required", workflow.STAGES)),
            needed=_needed(said),
            readers=_readers(said),
            proofs=frozenset(_some_of(said, "proof_steps", workflow.PROOFING, workflow.Policy().proofs)),
        ),
        anonymity,
        days,
        _days(said, "reminder_days", (-3, 1, 7, 14)),
        {name: _percent(said, f"similarity_{name}") for name in FIGURES if f"similarity_{name}" in said},
        not _yes(said, "release_without_text", False),
    )


def _needed(said: Mapping[str, str]) -> dict[Action, frozenset[str]]:
    """`needed_accept = "funding copyright"`: what an action asks for, beside what the table does."""
    keys = {f"needed_{action.replace('-', '_')}": action for action in Action}
    found = [name for name in said if name.startswith("needed_")]
    for name in found:
        if name not in keys:
            raise _bad(name, said[name], " ".join(keys))
    return {keys[name]: frozenset(_some_of(said, name, (*CHECKLIST, *GATES))) for name in found}


def _readers(said: Mapping[str, str]) -> dict[Reading, frozenset[Role]]:
    """`final_readers = "editor-in-chief"`: of those who may sign a reading, who does in this journal."""
    found = {}
    for reading in Reading:
        may = {role for row in TABLE if reading_of(row.action, row.state) is reading for role in row.roles}
        if some := _some_of(said, f"{reading}_readers", sorted(may)):
            found[reading] = frozenset(map(Role, some))
    return found


def over(policies: Policies, figures: Mapping[str, float | None]) -> Iterator[Bilingual]:
    """The figures of a similarity report that pass the journal's limits, said with both numbers."""
    for name, limit in policies.similarity.items():
        value = figures.get(name)
        if value is not None and value > limit:
            said = FIGURES[name]
            yield Bilingual(f"{said.zh} {value:g}% 超过 {limit:g}%", f"{said.en} {value:g} % is over {limit:g} %")


def _days(said: Mapping[str, str], name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    values = said[name].split() if name in said else None
    if values and not all(_DAY.fullmatch(value) for value in values):
        raise _bad(name, said[name], " ".join(map(str, usual)))
    return usual if values is None else tuple(map(int, values))


def _percent(said: Mapping[str, str], name: str) -> float:
    value = said[name]
    if not _PERCENT.fullmatch(value) or float(value) > 100:
        raise _bad(name, value, "0 … 100")
    return float(value)


def _one_of(said: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = said.get(name, known[0])
    if value not in known:
        raise _bad(name, value, " | ".join(known))
    return value


def _some_of(said: Mapping[str, str], name: str, known: Iterable[str], usual: Iterable[str] = ()) -> list[str]:
    values, there = said[name].split() if name in said else list(usual), tuple(known)
    for value in values:
        if value not in there:
            raise _bad(name, value, " ".join(there))
    return values


def _whole(said: Mapping[str, str], name: str, usual: int) -> int:
    value = said.get(name, str(usual))
    if not value.isascii() or not value.isdecimal():
        raise _bad(name, value, "0, 1, 2 …")
    return int(value)


def _yes(said: Mapping[str, str], name: str, usual: bool) -> bool:
    value = said.get(name, "yes" if usual else "no")
    if value not in ("yes", "no"):
        raise _bad(name, value, "yes | no")
    return value == "yes"


def _bad(name: str, value: str, known: str) -> BadFile:
    return BadFile(
        Place("journal.toml", 0, f"policies.{name}"),
        Bilingual(f"“{value}”不能用。", f"“{value}” cannot be used."),
        Bilingual(f"可用：{known}。", f"It may be: {known}."),
    )


__all__ = ["ANONYMITY", "DAYS", "FIGURES", "WAITS", "Policies", "over", "policies"]
