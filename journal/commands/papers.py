"""The papers that go with letters, notices of acceptance and certificates of review: printed as PDF when their letter leaves.

A letter is written with its event and says which paper goes with it, and what stands on that; an attachment without a sha256 is
still to be made, and no letter leaves with one. So no act is lost for want of a font, and no letter goes without its paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.errors import Bilingual, JournalError, Refused

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau
    from journal.ids import Language
    from journal.model import House
    from journal.office.records import Office

HELD = Bilingual(
    "第 {number} 号信留在待发：附件“{name}”无法生成：{reason}",
    "letter {number} waits on: “{name}” cannot be made: {reason}",
)


class Printer:
    """Makes the office's papers and forms; the house, with its faces, is read when the first is made."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._house: House | None = None
        self._press: Any = None

    @property
    def house(self) -> House:
        """The templates and faces of the home. MissingFonts."""
        import os

        from journal import folder

        if self._house is None:
            self._house = folder.house(self.asked.home, self.asked.cache, os.environ)
        return self._house

    def printed(self, html: str, style: str, title: str, language: str) -> bytes:
        """A document of the house as a PDF. NotOnPage names it by `title`."""
        from journal.layout.document import Description, write
        from journal.layout.engine import Press

        if self._press is None:
            self._press = Press(self.house, self.asked.cache)
        laid = self._press.lay_out(html, (self.house.template(style),), {}, title)
        return write((laid,), Description(language, {language: title}), ((0, "D", 1),))

    def marked(self, pages: bytes, html: str, style: str, title: str, about: str) -> bytes:
        """A PDF with the sheets of `html` drawn over its pages; it says of itself what it is (`about`). NotOnPage."""
        from journal.layout.engine import Press
        from journal.layout.marked import marked

        if self._press is None:
            self._press = Press(self.house, self.asked.cache)
        return marked(self._press, pages, html, self.house.template(style), title, about)

    def paper(self, kind: str, language: str, facts: Mapping[str, Any]) -> bytes:
        """A paper of `letters.PAPERS` as a PDF."""
        from journal import folder
        from journal.html.paper import STYLE, paper_page
        from journal.ids import Language
        from journal.office.letters import PAPERS

        about = folder.journal(self.asked.home)
        html = paper_page(about, self.house, kind, Language(language), facts)
        return self.printed(html, STYLE, PAPERS[kind].say(language), language)


# ---------------------------------------------------------------- with letters


def enclose(asked: Asked, office: Office, ids: Sequence[int]) -> list[int]:
    """Make the papers that these letters still lack; which of them may leave. Of each that may not, the reason is told."""
    from journal.commands import bureau

    with office.read() as books:
        rows = books.all("letter", id=set(ids), order="id")
    printer, store = Printer(asked), bureau.files(asked)
    held = set()
    for row in rows:
        try:
            made = [_made(one, printer, row["language"], store.put) for one in row["attachments"]]
        except _NotMade as error:
            asked.tell(HELD.format(number=row["id"], name=error.name, reason=error.reason))
            held.add(row["id"])
            continue
        if made != row["attachments"]:
            with office.write() as books:
                books.change("letter", {"id": row["id"]}, attachments=made)
    return [id for id in ids if id not in held]


class _NotMade(Exception):  # no error of the caller's: it is told, and the letter waits
    """A paper that could not be printed."""

    def __init__(self, name: str, error: JournalError) -> None:
        self.name = name
        self.reason = Bilingual(error.say("zh"), error.say("en"))


def _made(one: Mapping[str, Any], printer: Printer, language: str, keep: Any) -> dict[str, Any]:
    """The attachment, with the paper that it was to have."""
    if one["sha256"] or "paper" not in one:
        return dict(one)
    try:
        return {**one, "sha256": keep(printer.paper(one["paper"], language, one["facts"]), one["name"])}
    except JournalError as error:
        raise _NotMade(one["name"], error) from error


# ---------------------------------------------------------------- by themselves


def acceptance(bureau: Bureau, row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The facts of an accepted manuscript's notice; Refused, where it is not accepted."""
    from journal.commands.post import writer
    from journal.office.access import ACCEPTED
    from journal.office.workflow import STATES, Action, State

    events = list(bureau.books.events(manuscript=row["id"], kind={str(Action.ACCEPT)}))
    state = State(row["state"])
    if state not in ACCEPTED or not events:
        said = STATES[state]
        raise Refused(
            Bilingual(
                f"稿件 {row['id']} 处于“{said.zh}”，尚未录用。", f"{row['id']} is in “{said.en}”: it is not accepted."
            ),
            Bilingual("录用（accept）之后再出具用稿通知。", "The notice follows its acceptance (accept)."),
        )
    return writer(bureau.asked.home, bureau.about).paper(bureau.books, row, events[-1].at, str(language))


def write(asked: Asked, kind: str, language: str, facts: Mapping[str, Any], target: Path) -> Path:
    """The paper at `target`, written whole."""
    from journal import folder

    folder.write_bytes(target, Printer(asked).paper(kind, language, facts))
    return target


__all__ = ["Printer", "acceptance", "enclose", "write"]
