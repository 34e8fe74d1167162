"""Offices with something in every table, for tests of what must keep all of it."""

from typing import Any

import sqlalchemy as sa

from journal.office.files import Files
from journal.office.ledger import canonical
from journal.office.records import JSON, Books
from tests.journal.office.conftest import Bureau

ODD = "渡口“之”权利\n\t\\ \u2028 𠮷 é e\u0301 ﷽ {}"  # what a careless writer of lines or of JSON would spoil
WHO = {"actor": "p", "on_behalf": "", "os_user": "用户", "host": "主机"}


def fill(books: Books, rows: int = 3) -> None:
    """Made-up rows in every table that the database has, of whatever revision it is."""
    tables = sa.MetaData()
    tables.reflect(books.connection)
    for table in tables.sorted_tables:
        if table.name not in ("alembic_version", "event", "seat"):
            made = [{column.name: _value(column, number) for column in table.c} for number in range(1, rows + 1)]
            books.connection.execute(sa.insert(table), made)
    for number in range(rows):
        books.append(f"2031-03-01T09:00:00.{number:06d}+00:00", "note", "id-1", WHO, {"note": number, "share": 0.1})


def _value(column: sa.Column[Any], number: int) -> object:
    parent = next(iter(column.foreign_keys), None)
    if parent:
        return _value(parent.column, number)
    if column.name == "attachments":
        return canonical([{"name": ODD, "sha256": "", "type": "text/plain"}] * (number - 1))
    if column.name in JSON:
        return canonical({"zh": {"family": ODD, "n": [number, 0.1, None, True]}}) if number % 2 else "{}"
    if column.name in ("merged_into", "sha256") or (column.nullable and not number % 2):
        return "" if not column.nullable else None
    kind = column.type.python_type
    if kind is str:
        length = getattr(column.type, "length", None) or 1000
        return (f"{column.name}-{number}" if column.primary_key or length < 100 else f"{number} {ODD}")[:length]
    return kind(number % 2) if kind is bool else number / 7 if kind is float else number


def contents(books: Books) -> dict[str, list[dict[str, Any]]]:
    """Everything that the office holds."""
    return {table: list(books.stream(table)) for table in sorted(books.tables)}


def live(bureau: Bureau, files: Files) -> None:
    """Real work: manuscripts in several states, with files that are there."""
    kept = files.put("渡口的权利".encode())
    anonymous = files.put(b"anonymous")
    ids = [bureau.submit() for _ in range(3)]
    for id in ids[:2]:
        bureau.act(id, "office", "assign", person="handler")
        bureau.anonymous(id)
        bureau.act(id, "handler", "pass-first-reading", "可送外审。")
        bureau.act(id, "handler", "send-out")
        bureau.later(1)
    bureau.review(ids[0], "ref-1", "ref-2")
    with bureau.office.write() as books:
        books.change("file", {"purpose": "text"}, sha256=kept)
        books.change("file", {"purpose": "anonymous"}, sha256=anonymous)
