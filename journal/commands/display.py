"""Results on stdout: one call shows rows or a record as text or, with `--json`, as data."""

from __future__ import annotations

import datetime as dt
import enum
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.commands.asked import Asked
from journal.commands.spoken import say
from journal.errors import Bilingual

GAP = "  "
RED, PLAIN = "\x1b[31m", "\x1b[0m"
NOTHING = Bilingual("没有可列的内容。", "nothing to list.")
YES, NO = Bilingual("是", "yes"), Bilingual("否", "no")

# What would speak to the terminal or turn a line round; joiners stay, since scripts need them.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table or a line of a record; one with `fields` of its own holds a table."""

    key: str  # as --json says it
    heading: Bilingual
    value: Callable[[Any], Any]
    fields: tuple[Field, ...] = ()


def display(
    asked: Asked,
    result: object,
    fields: tuple[Field, ...],
    line: Callable[[Any], Bilingual] | None = None,
    urgent: Callable[[Any], bool] | None = None,
) -> None:
    """Print `result`: a sequence is a table (or `line` by line), anything else a record. On a terminal `urgent` rows are red."""
    if asked.json:
        print(json.dumps(_data(result, fields), ensure_ascii=False, indent=2))
    elif not isinstance(result, Sequence):
        print("\n".join(_record(asked, result, fields)))
    elif not result:
        asked.tell(NOTHING)
    elif line:
        print("\n".join(visible(asked.say(line(row))) for row in result))
    elif urgent and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        heading, *lines = _table(asked, result, fields)
        red = [f"{RED}{said}{PLAIN}" if urgent(row) else said for row, said in zip(result, lines, strict=True)]
        print("\n".join([heading, *red]))
    else:
        print("\n".join(_table(asked, result, fields)))


# ---------------------------------------------------------------- data


def _data(result: object, fields: tuple[Field, ...]) -> Any:
    """Rows are a list; a row may itself be a tuple or a text."""
    return [_row(row, fields) for row in result] if isinstance(result, Sequence) else _row(result, fields)


def _row(row: object, fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        field.key: _data(tuple(value), field.fields) if field.fields else plain(value)
        for field, value in ((field, field.value(row)) for field in fields)
    }


def plain(value: Any) -> Any:
    """A fact as JSON has it."""
    match value:
        case Bilingual():
            return {"zh": value.zh, "en": value.en}
        case enum.Enum():
            return value.value
        case str():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    return value


# ---------------------------------------------------------------- text


def _table(asked: Asked, rows: Sequence[Any], fields: tuple[Field, ...]) -> Iterator[str]:
    cells = [[say(field.heading, asked.language) for field in fields]]
    cells += [[_text(asked, field.value(row)).replace("\n", " ") for field in fields] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield GAP.join(_padded(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()


def _record(asked: Asked, record: object, fields: tuple[Field, ...]) -> Iterator[str]:
    said = [
        (say(field.heading, asked.language), _text(asked, field.value(record))) for field in fields if not field.fields
    ]
    lines = [(heading, text) for heading, text in said if text]  # what there is nothing of is not said
    size = max((width(heading) for heading, _ in lines), default=0)
    for heading, text in lines:
        first, *rest = text.split("\n")
        yield f"{_padded(heading, size)}{GAP}{first}"
        yield from (f"{' ' * size}{GAP}{line}" for line in rest)
    for field in fields:
        rows = tuple(field.value(record)) if field.fields else ()
        if rows:
            yield ""
            yield from _table(asked, rows, field.fields)


def _text(asked: Asked, value: Any) -> str:
    """A value as people read it; a text of several paragraphs has its lines."""
    match value:
        case None:
            return ""
        case bool():
            return say(YES if value else NO, asked.language)
        case Bilingual():
            return visible(asked.say(value))
        case Mapping():
            return _joined(asked, (f"{key} {_text(asked, one)}" for key, one in value.items()))
        case tuple() | list():
            return _joined(asked, (_text(asked, one) for one in value))
    return "\n".join(map(visible, re.split(r"\r?\n", str(plain(value)).strip("\r\n"))))


def _joined(asked: Asked, parts: Iterable[str]) -> str:
    return ("；" if asked.language == "zh" else "; ").join(parts)


def visible(text: str) -> str:
    """`text` with what nobody could see written out."""
    return UNPRINTABLE.sub(lambda found: f"\\u{{{ord(found[0]):04X}}}", text)


def width(text: str) -> int:
    """How many columns of a terminal `text` takes: a Chinese character two, a mark above another none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))
