"""Edits of an issue.toml that keep its comments and lay-out: each is a function from text to text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Any

from journal.errors import Bilingual, Misused
from journal.ids import ArticleId, IssueId, Language
from journal.model import Journal

ALL_OF = Bilingual(
    "请列出文版 {edition} 的栏目“{column}”中的全部文章：{there}。",
    "Name all articles of the column “{column}” in the edition {edition}, and no other: {there}.",
)

Columns = dict[str, list[str]]  # the article ids of an edition, by column


def new(journal: Journal, id: IssueId, year: int, number: str, day: dt.date) -> str:
    """The issue.toml of an issue with nothing in it yet: each edition with all the journal's columns, empty."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(f"{year} 年第 {number} 期 · {year} No. {number} ({id})"))
    document.update({"year": year, "number": number, "date": day})
    editions = tomlkit.table(is_super_table=True)
    for edition in journal.editions:
        editions[edition.language] = {"columns": {column.id: [] for column in journal.columns}}
    document["editions"] = editions
    return tomlkit.dumps(document)


def placed(written: str, edition: Language, column: str, article: ArticleId, position: int | None = None) -> str:
    """`written` with the article at `position` (from 1; None is the end) of a column, and nowhere else in the edition."""

    def place(columns: Columns) -> Columns:
        rest = {name: [known for known in articles if known != article] for name, articles in columns.items()}
        there = rest.setdefault(column, [])
        there.insert(len(there) if position is None else max(position - 1, 0), article)
        return rest

    return _edited(written, edition, place)


def removed(written: str, edition: Language, article: ArticleId) -> str:
    """`written` without the article in that edition."""
    return _edited(
        written,
        edition,
        lambda columns: {name: [known for known in articles if known != article] for name, articles in columns.items()},
    )


def ordered(written: str, edition: Language, column: str, articles: Iterable[ArticleId]) -> str:
    """`written` with the articles of a column in this order: all of them, no other."""
    wanted: list[str] = list(articles)

    def order(columns: Columns) -> Columns:
        if sorted(wanted) != sorted(columns.get(column, [])):
            raise Misused(ALL_OF.format(column=column, edition=edition, there=" ".join(columns.get(column, [])) or "—"))
        return {**columns, column: wanted}

    return _edited(written, edition, order)


def _edited(written: str, edition: Language, edit: Callable[[Columns], Columns]) -> str:
    """The one place that writes with tomlkit: comments, order and layout of the file stay."""
    import tomlkit

    document = tomlkit.parse(written)
    table: Any = document.setdefault("editions", tomlkit.table(is_super_table=True))
    table = table.setdefault(edition, tomlkit.table()).setdefault("columns", tomlkit.table())
    before: Columns = {name: [str(article) for article in articles] for name, articles in table.items()}
    for name, articles in edit(before).items():
        if articles != before.get(name):
            table[name] = _listed(table[name].as_string() if name in table else "[]", articles)
    return tomlkit.dumps(document)


ENTRY = re.compile(r"""(?P<entry>\s*["'](?P<id>[^"']+)["'])\s*(?P<comma>,?)\s*(#.*)?""")
REMARK = re.compile(r"\s*(#.*)?")


def _listed(array: str, articles: list[str]) -> Any:
    """A TOML list of `articles`, laid out like `array`: on one line, or with one entry a line."""
    import tomlkit

    if "\n" in array:
        first, *rows, last = array.splitlines()
        whole = REMARK.fullmatch(first.strip().removeprefix("[")) and last.strip() == "]"
        array = "\n".join([first, *_rows(rows, articles), last] if whole else ["[", *_rows([], articles), "]"])
    else:
        array = "[" + ", ".join(f'"{article}"' for article in articles) + "]"
    return tomlkit.parse(f"list = {array}\n")["list"]


def _rows(rows: list[str], articles: list[str]) -> list[str]:
    """A line for each article: that of `rows`, with the remarks above it, or a new one."""
    known: dict[str, list[str]] = {}
    above: list[str] = []
    for row in rows:
        if entry := ENTRY.fullmatch(row):
            known[entry["id"]], above = [*above, _with_comma(row, entry)], []
        elif REMARK.fullmatch(row):
            above.append(row)
        else:  # several entries on a line: there is no line to keep
            return _rows([], articles)
    return [line for article in articles for line in known.get(article, [f'  "{article}",'])] + above


def _with_comma(row: str, entry: re.Match[str]) -> str:
    """The last entry of a list may have no comma; moved up, it needs one."""
    end = entry.end("entry")
    return row if entry["comma"] else f"{row[:end]},{row[end:]}"
