"""Open submissions from a spreadsheet saved as CSV, in UTF-8 with or without BOM, GBK or GB18030; a row twice is entered once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from journal.errors import BadFile, Bilingual, Place
from journal.office import editorial, register
from journal.office.editorial import Author, Desk, Upload
from journal.office.register import Details, insist_office

COLUMNS: Mapping[str, tuple[str, ...]] = {  # what a column is, and the headings it may have
    "number": ("number", "id", "编号", "稿号", "稿件编号"),
    "title-zh": ("title-zh", "title_zh", "中文题名", "题名", "标题", "篇名"),
    "title-en": ("title-en", "title_en", "title", "英文题名", "英文标题"),
    "authors": ("authors", "author", "作者"),
    "email": ("email", "e-mail", "通讯邮箱", "邮箱", "电子邮箱"),
    "affiliation": ("affiliation", "单位", "作者单位"),
    "column": ("column", "section", "栏目"),
    "language": ("language", "语种"),
    "received": ("received", "submitted", "收稿日期", "投稿日期"),
    "note": ("note", "备注", "状态"),
    "file": ("file", "text", "文件", "正文文件"),
}
NEEDED = ("number", "authors")
ENCODINGS = ("utf-8-sig", "gb18030")  # GBK is a part of GB18030; what is UTF-8 is hardly ever anything else
SYSTEM = "csv"
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True, slots=True)
class Row:
    """An open submission as the sheet has it; `line` is where."""

    line: int
    number: str
    titles: Mapping[str, str]
    authors: tuple[str, ...]
    email: str
    affiliation: str
    column: str
    language: str
    received: dt.date | None
    note: str
    file: str  # the text's, beside the sheet; empty: it is still to come


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: number there → number here, and the rows that were there before."""

    new: Mapping[str, str]
    before: Mapping[str, str]


def rows(data: bytes, name: str) -> tuple[Row, ...]:
    """The rows of a sheet; BadFile with its line for one that cannot be used, so that none or all are entered."""
    text = _decoded(data, name)
    comma = max(",;\t", key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    heads = _heads(next(lines, []), name)
    found = [_row(heads, cells, lines.line_num, name) for cells in lines if any(cell.strip() for cell in cells)]
    seen: dict[str, int] = {}
    for row in found:
        if row.number in seen:
            raise _bad(
                name,
                row.line,
                f"编号“{row.number}”重复（第 {seen[row.number]} 行）",
                f"the number “{row.number}” stands twice (line {seen[row.number]})",
            )
        seen[row.number] = row.line
    return tuple(found)


def _decoded(data: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad(name, 0, "既不是 UTF-8，也不是 GB18030（GBK）", "it is neither UTF-8 nor GB18030 (GBK)")


def _heads(cells: list[str], name: str) -> dict[int, str]:
    known = {heading: column for column, headings in COLUMNS.items() for heading in headings}
    heads = {place: known[key] for place, cell in enumerate(cells) if (key := cell.strip().casefold()) in known}
    missing = [column for column in NEEDED if column not in heads.values()]
    if not {"title-zh", "title-en"} & set(heads.values()):
        missing.append("title-zh")
    if missing:
        wanted = "、".join(f"{COLUMNS[one][0]} / {COLUMNS[one][-1]}" for one in missing)
        raise _bad(name, 1, f"缺少列：{wanted}", f"columns are missing: {wanted}")
    return heads


def _row(heads: Mapping[int, str], cells: list[str], line: int, name: str) -> Row:
    said = {column: cells[place].strip() for place, column in heads.items() if place < len(cells)}
    titles = {tongue: said[f"title-{tongue}"] for tongue in ("zh", "en") if said.get(f"title-{tongue}")}
    authors = tuple(filter(None, (one.strip() for one in re.split("[;；、]", said.get("authors", "")))))
    if not said.get("number") or not titles or not authors:
        raise _bad(name, line, "缺少编号、题名或作者", "the number, the title or the authors are missing")
    return Row(
        line, said["number"], titles, authors, said.get("email", ""), said.get("affiliation", ""), said.get("column", ""),
        said.get("language") or next(iter(titles)), _day(said.get("received", ""), line, name), said.get("note", ""),
        said.get("file", ""),
    )  # fmt: skip


def _day(text: str, line: int, name: str) -> dt.date | None:
    if not text:
        return None
    found = _DAY.match(text)
    try:
        if found:
            return dt.date(*map(int, found.groups()))
    except ValueError:
        pass  # 2026-02-30 has the shape but is no day
    raise _bad(name, line, f"“{text}”不是日期", f"“{text}” is no date")


def _bad(name: str, line: int, zh: str, en: str) -> BadFile:
    return BadFile(
        Place(name, line),
        Bilingual(f"{zh}。", f"{en}."),
        Bilingual("请在表格中改正后另存为 CSV。", "Correct it in the sheet and save it as CSV again."),
    )


def enter(desk: Desk, sheet: tuple[Row, ...], column: str, texts: Mapping[str, Upload]) -> Entered:
    """Take in the open submissions of a sheet as if they came now, with their own days of receipt; by the office: NoRight.

    `column` is theirs where the sheet names none; `texts` are the files that it names, kept before. A submission without
    its text is incomplete, and waits for its author.
    """
    insist_office(desk, Bilingual("导入", "import"))
    known = {row["external"]: row["id"] for row in desk.books.all("origin", system=SYSTEM, kind="open")}
    new: dict[str, str] = {}
    for row in sheet:
        if row.number not in known:
            files = [texts[row.file]] if row.file in texts else []
            id = editorial.submit(
                desk, row.titles, row.column or column, row.language, list(_authors(desk, row)), files,
                submitted=_moment(row.received, desk.now), more={"note": row.note} if row.note else None,
                incomplete=not files,
            )  # fmt: skip
            desk.books.add("origin", system=SYSTEM, kind="open", external=row.number, id=id, digest="", at=desk.at)
            new[row.number] = id
    return Entered(new, {row.number: known[row.number] for row in sheet if row.number in known})


def _authors(desk: Desk, row: Row) -> Iterator[Author]:
    """The first is the corresponding author, whose address and institution the sheet gives."""
    for place, name in enumerate(row.authors):
        tongue = "zh" if re.search("[\u3400-\u9fff]", name) else "en"
        about = Details(
            {tongue: name}, row.email if not place else "", language=tongue,
            affiliations={tongue: row.affiliation} if row.affiliation and not place else None,
        )  # fmt: skip
        yield Author(register.author(desk, about), corresponding=not place)


def _moment(day: dt.date | None, now: dt.datetime) -> dt.datetime:
    """Noon of that day, or this moment; a day in the future is refused where it is entered."""
    if day is None or day == now.date():
        return now
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


__all__ = ["COLUMNS", "Entered", "Row", "enter", "rows"]
