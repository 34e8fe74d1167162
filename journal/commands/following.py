"""What followed from an act in the office: events sealed, letters queued; shown after it, or by `--dry-run` in place of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journal.commands.acts import columns, concerned, detail, kind, numbered
from journal.commands.asked import Asked
from journal.commands.changes import DRY, UNCHANGED
from journal.commands.display import Field, display
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.ledger import Event
    from journal.office.records import Books


TAKEN_OUT = "taken-out"


@dataclass(frozen=True)
class Step:
    """One thing that followed: an event or a letter; about which manuscript, in which state it is then."""

    what: str  # event | letter | taken-out (of the referees' copy)
    kind: str
    number: int
    manuscript: str
    state: str
    version: int
    about: str  # whom a letter goes to, or whom an event concerns
    detail: Bilingual | None  # what else it concerns
    subject: str
    data: Mapping[str, Any]


FIELDS = (
    Field("what", Bilingual("类", "what"), lambda step: step.what),
    Field("kind", Bilingual("事项", "kind"), lambda step: step.kind),
    Field("number", Bilingual("编号", "number"), lambda step: step.number),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda step: step.manuscript or None),
    Field("state", Bilingual("状态", "state"), lambda step: step.state or None),
    Field("version", Bilingual("记录版次", "record"), lambda step: step.version or None),
    Field("about", Bilingual("对象", "about"), lambda step: step.about or None),
    Field("detail", Bilingual("细目", "detail"), lambda step: step.detail),
    Field("subject", Bilingual("主题", "subject"), lambda step: step.subject or None),
    Field("data", Bilingual("内容", "data"), lambda step: step.data),
)


def marks(books: Books) -> tuple[int, int]:
    """The last event and the last letter."""
    last = books.all("letter", order="-id", limit=1)
    return books.head()[0], last[0]["id"] if last else 0


def since(bureau: Bureau, before: tuple[int, int]) -> tuple[Step, ...]:
    """The events and letters after these, in order; of a record that is not open to whoever acts, no more than they did.

    An author who withdraws is not told to which referees letters go.
    """
    from journal.commands.letter import visible
    from journal.office.access import View

    books = bureau.books
    now = marks(books)
    events = list(books.events(number=set(range(before[0] + 1, now[0] + 1))))
    letters = books.all("letter", id=set(range(before[1] + 1, now[1] + 1)), order="id")
    rows = {row["id"]: row for row in books.all("manuscript", id={one.manuscript for one in events} - {""})}
    sight = bureau.sight
    whole = {"", *(row["id"] for row in sight.among(rows.values(), View.WHOLE))}
    seen = {row["id"]: row for row in sight.among(rows.values())}
    about = {number: person for number, person in concerned(books, events).items() if person}
    names = bureau.names(set(about.values()))
    people = {number: names.get(person, "") for number, person in about.items()}
    titles = columns(bureau.about)
    steps = [_of_event(one, seen.get(one.manuscript), one.manuscript in whole, people, titles) for one in events]
    return (*steps, *map(_of_letter, visible(bureau, letters)))


def _of_event(
    one: Event,
    row: Mapping[str, Any] | None,
    is_whole: bool,
    people: Mapping[int, str],
    titles: Mapping[str, Bilingual],
) -> Step:
    about = people.get(one.number, "") if is_whole else ""
    state, version = (row["state"], row["version"]) if row else ("", 0)
    data = one.data if is_whole else {}
    whom = " · ".join(filter(None, (numbered(data), about)))
    return Step("event", one.kind, one.number, one.manuscript, state, version, whom, detail(data, titles), "", data)


def _of_letter(one: Mapping[str, Any]) -> Step:
    to = f"{one['name']} <{one['address']}>"
    text = {
        "text": one["text"],
        "language": one["language"],
        "attachments": [each["name"] for each in one["attachments"]],
    }
    return Step("letter", one["template"], one["id"], one["manuscript"], "", 0, to, None, one["subject"], text)


def show(asked: Asked, steps: tuple[Step, ...], dry: bool) -> None:
    """Say what followed, or would follow."""
    if steps or asked.json:
        display(asked, steps, FIELDS, line=lambda step: _line(asked, step))
    if dry or not steps:
        asked.tell(DRY if steps else UNCHANGED)


def _line(asked: Asked, step: Step) -> Bilingual:
    from journal.office.workflow import STATES, State

    if step.what == "letter":
        said = Bilingual(f"信函 {step.number}", f"letter {step.number}")
        return Bilingual(f"{said.zh}：{step.subject} → {step.about}", f"{said.en}: {step.subject} → {step.about}")
    if step.what == TAKEN_OUT and step.detail:
        return Bilingual(f"{step.manuscript} · {step.detail.zh}", f"{step.manuscript} · {step.detail.en}")
    state = STATES[State(step.state)] if step.state else Bilingual("", "")
    named = zip(_both(kind(step.kind)), _both(step.detail or Bilingual("", "")), _both(state), strict=True)
    parts = [[step.manuscript, name, step.about, about, text] for name, about, text in named]
    return Bilingual(*(" · ".join(filter(None, one)) for one in parts))


def _both(text: Bilingual) -> tuple[str, str]:
    return text.zh, text.en


__all__ = ["FIELDS", "TAKEN_OUT", "Step", "marks", "show", "since"]
