"""A form of the office as HTML: facts, a table, and places to sign. What stands in it is handed in as plain texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.html.article import environment
from journal.ids import Language
from journal.model import House, Journal

STYLE = "sheets/sheet.css"


@dataclass(frozen=True, slots=True)
class Signed:
    """A place to sign: what is signed, and, where it was, the opinion, the name and the day."""

    label: str
    opinion: str = ""
    name: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: its title, facts with their labels, a table, signatures and remarks, all in one language."""

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    signatures: Sequence[Signed] = ()
    remarks: Sequence[str] = ()


def sheet_page(journal: Journal, house: House, sheet: Sheet, language: Language) -> str:
    """The form as one HTML document in `language`."""
    chinese = language.startswith("zh")
    return environment(house).get_template("sheets/sheet.html").render(
        language=str(language),
        journal=journal.titles.best(language) or "",
        specimen=journal.specimen.best(language) or "",
        sheet=sheet,
        signed_label="签字" if chinese else "Signed",
        colon="：" if chinese else ": ",
        blank_date="　　　年　　月　　日" if chinese else "Date: ＿＿＿＿＿＿",
    )  # fmt: skip


__all__ = ["STYLE", "Sheet", "Signed", "sheet_page"]
