"""Open submissions from a spreadsheet saved as CSV, in UTF-8 with or without BOM, UTF-16, GBK or GB18030; a row twice is entered once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from journal.errors import FINDINGS, BadFile, BadIdentifier, Bilingual, JournalError, Place
from journal.ids import Language
from journal.office import editorial, register
from journal.office.addresses import NotOneMailbox
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
    "file": ("file", "text", "文件", "正文文件", "正文"),
}
NEEDED = ("number", "authors")
SYSTEM = "csv"
LANGUAGES = {
    **dict.fromkeys(("zh", "zh_cn", "zh-cn", "zh_hans", "chinese", "中文", "汉语", "中"), "zh"),
    **dict.fromkeys(("en", "en_us", "en-us", "english", "英文", "英语", "英"), "en"),
}
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODINGS = ("utf-8", "gb18030")  # GBK is a part of GB18030; what is UTF-8 is hardly ever anything else
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls
SERIAL = dt.date(1899, 12, 30)  # the day 0 of spreadsheets, for days after February 1900
MOST = 100_000  # rows
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]\s*\d{1,2}[:时].*)?|(\d{4})(\d\d)(\d\d)", re.ASCII
)


@dataclass(eq=False)
class BadRows(JournalError):
    """Rows of a sheet that cannot be used; `faults` has each with its line."""

    file: str
    count: int
    faults: tuple[BadFile, ...]
    zh: ClassVar[str] = "{file} 中有 {count} 行不能用，一行也没有导入。"
    en: ClassVar[str] = "{file} has {count} rows that cannot be used; none was entered."
    fix_zh: ClassVar[str] = "请在表格中改正后另存为 CSV。"
    fix_en: ClassVar[str] = "Correct them in the sheet and save it as CSV again."
    exit: ClassVar[int] = FINDINGS


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
class Sheet:
    """The rows of a sheet, and the headings whose columns were not read."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """What the rows may name: columns by id and title (small letters) → id, the last day, and whether a text is there."""

    columns: Mapping[str, str] | None = None
    today: dt.date | None = None
    is_there: Callable[[str], bool] = lambda name: True


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: number there → number here, and the rows that were there before."""

    new: Mapping[str, str]
    before: Mapping[str, str]


def sheet(data: bytes, name: str, expected: Expected = Expected()) -> Sheet:
    """The rows of a sheet. BadFile, with its line, for a sheet or the one row that cannot be used, BadRows for several."""
    text, first = _without_separator(_decoded(data, name))
    lines = _lines(text, name, first)
    _, head = next(lines, (first, []))
    heads, unread = _heads(head, name, first)
    found: list[Row] = []
    faults: list[BadFile] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        try:
            row = _row(heads, cells, len(head), line, name, expected)
            if row.number in seen:
                zh, en = (
                    f"编号“{row.number}”重复（第 {seen[row.number]} 行）",
                    f"the number “{row.number}” stands twice (line {seen[row.number]})",
                )
                raise _bad(name, line, zh, en)
        except BadFile as fault:
            faults.append(fault)
            continue
        seen[row.number] = line
        found.append(row)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise BadRows(name, len(faults), tuple(faults))
    return Sheet(tuple(found), unread)


# ---------------------------------------------------------------- the text


def _decoded(data: bytes, name: str) -> str:
    if data.startswith(BOOKS):
        raise _bad(name, 0, "是 Excel 工作簿，不是 CSV", "it is an Excel workbook and no CSV")
    marked = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    for encoding in marked or ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _bad(name, 0, "既不是 UTF-8，也不是 GB18030（GBK）", "it is neither UTF-8 nor GB18030 (GBK)")


def _without_separator(text: str) -> tuple[str, int]:
    """The text without the line by which Excel is told its separator, and the number of its first line."""
    found = re.match(r"\s*sep=(.)\r?\n", text, re.IGNORECASE)
    return (text[found.end() :], 2) if found else (text, 1)


def _lines(text: str, name: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something, each with the number of the line where it begins."""
    comma = max(",;\t", key=re.sub(r'"[^"]*"', "", text.partition("\n")[0]).count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    begins = first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [unicodedata.normalize("NFC", cell).strip() for cell in cells]
            begins = first + reader.line_num
            if begins > MOST:
                raise _bad(name, begins, f"超过 {MOST:,} 行", f"there are more than {MOST:,} lines")
    except csv.Error:
        zh, en = (
            "此行起引号没有配对，或有一格太长",
            "from this line on a quotation mark is not closed, or a cell is too long",
        )
        raise _bad(name, begins, zh, en) from None


def _heads(cells: list[str], name: str, line: int) -> tuple[dict[int, str], tuple[str, ...]]:
    known = {heading: column for column, headings in COLUMNS.items() for heading in headings}
    plain = [" ".join(unicodedata.normalize("NFKC", cell).casefold().split()) for cell in cells]
    heads = {place: known[key] for place, key in enumerate(plain) if key in known}
    missing = [column for column in NEEDED if column not in heads.values()]
    if not {"title-zh", "title-en"} & set(heads.values()):
        missing.append("title-zh")
    if missing:
        wanted = "、".join(f"{COLUMNS[one][0]} / {COLUMNS[one][-1]}" for one in missing)
        raise _bad(name, line, f"缺少列：{wanted}", f"columns are missing: {wanted}")
    for column in heads.values():
        if list(heads.values()).count(column) > 1:
            said = "、".join(cells[place] for place, one in heads.items() if one == column)
            raise _bad(name, line, f"同一内容有两列：{said}", f"two columns are the same: {said}")
    return heads, tuple(cell for place, cell in enumerate(cells) if cell and place not in heads)


# ---------------------------------------------------------------- a row


def _row(heads: Mapping[int, str], cells: list[str], width: int, line: int, name: str, expected: Expected) -> Row:
    if any(cells[width:]):
        zh, en = (
            "单元格比标题多，或有逗号没有写在引号中",
            "there are more cells than headings: a comma stands outside quotation marks",
        )
        raise _bad(name, line, zh, en)
    said = {column: cells[place] for place, column in heads.items() if place < len(cells)}
    titles = {tongue: _one_line(said[f"title-{tongue}"]) for tongue in ("zh", "en") if said.get(f"title-{tongue}")}
    authors = _people(said.get("authors", ""))
    for is_there, zh, en in (
        (said.get("number"), "缺少编号", "the number is missing"),
        (titles, "缺少题名", "the title is missing"),
        (authors, "缺少作者", "the authors are missing"),
    ):
        if not is_there:
            raise _bad(name, line, zh, en)
    return Row(
        line, said["number"], titles, authors, _mailbox(said.get("email", ""), line, name), said.get("affiliation", ""),
        _column(said.get("column", ""), line, name, expected.columns),
        _language(said.get("language", ""), line, name) or next(iter(titles)),
        _received(said.get("received", ""), line, name, expected.today), said.get("note", ""),
        _file(said.get("file", ""), line, name, expected),
    )  # fmt: skip


def _one_line(text: str) -> str:
    """A title as one line; where it was broken stands a space, but none between Chinese characters."""
    return " ".join(re.sub("(?<=[\u3400-\u9fff])\\s*\n\\s*(?=[\u3400-\u9fff])", "", text).split())


def _people(text: str) -> tuple[str, ...]:
    """The authors of a cell; between Chinese names any comma parts two, in a Western name it may stand."""
    marks = "[;；、，,\n]" if re.search("[\u3400-\u9fff]", text) else "[;；\n]"
    return tuple(filter(None, (" ".join(one.split()) for one in re.split(marks, text))))


def _mailbox(text: str, line: int, name: str) -> str:
    try:
        return register.address(text) if text else ""
    except NotOneMailbox as error:
        raise _bad(name, line, error.message.zh.rstrip("。"), error.message.en.rstrip(".")) from None


def _column(text: str, line: int, name: str, known: Mapping[str, str] | None) -> str:
    if not text or known is None:
        return text
    if text.casefold() not in known:
        listed = " ".join(dict.fromkeys(known.values()))
        raise _bad(
            name, line, f"没有“{text}”这个栏目；现有：{listed}", f"there is no column “{text}”; there are: {listed}"
        )
    return known[text.casefold()]


def _language(text: str, line: int, name: str) -> str:
    try:
        return LANGUAGES.get(text.casefold()) or (str(Language(text)) if text else "")
    except BadIdentifier:
        raise _bad(name, line, f"“{text}”不是语种", f"“{text}” is no language") from None


def _received(text: str, line: int, name: str, today: dt.date | None) -> dt.date | None:
    day = _day(text, line, name)
    if day and today and day > today:
        raise _bad(name, line, f"收稿日期 {day} 在今天之后", f"the day of receipt, {day}, is in the future")
    return day


def _day(text: str, line: int, name: str) -> dt.date | None:
    """A day as people and spreadsheets write it: 2031-2-3, 2031/2/3, 2031.2.3, 2031年2月3日, 20310203, with a time, or 47882."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if re.fullmatch(r"[1-9]\d{4}(\.\d+)?", plain, re.ASCII):
        return SERIAL + dt.timedelta(days=int(plain[:5]))
    found = _DAY.fullmatch(plain)
    try:
        if found:
            return dt.date(*(int(part) for part in found.groups() if part))
    except ValueError:
        pass  # 2026-02-30 has the shape but is no day
    zh, en = f"“{text}”不是日期，应如 2026-02-03", f"“{text}” is no date like 2026-02-03"
    raise _bad(name, line, zh, en)


def _file(text: str, line: int, name: str, expected: Expected) -> str:
    if text and (text.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", text) or ":" in text):
        raise _bad(name, line, f"文件“{text}”不在表格旁边", f"the file “{text}” does not lie beside the sheet")
    if text and not expected.is_there(text):
        raise _bad(name, line, f"表格旁边没有文件“{text}”", f"there is no file “{text}” beside the sheet")
    return text


def _bad(name: str, line: int, zh: str, en: str) -> BadFile:
    return BadFile(
        Place(name, line),
        Bilingual(f"{zh}。", f"{en}."),
        Bilingual("请在表格中改正后另存为 CSV。", "Correct it in the sheet and save it as CSV again."),
    )


# ---------------------------------------------------------------- into the records


def enter(desk: Desk, rows: tuple[Row, ...], column: str, texts: Mapping[str, Upload]) -> Entered:
    """Take in the open submissions of a sheet as if they came now, with their own days of receipt; by the office: NoRight.

    `column` is theirs where the sheet names none; `texts` are the files that it names, kept before. A submission without
    its text is incomplete, and waits for its author.
    """
    insist_office(desk, Bilingual("导入", "import"))
    known = {row["external"]: row["id"] for row in desk.books.all("origin", system=SYSTEM, kind="open")}
    new: dict[str, str] = {}
    for row in rows:
        if row.number not in known:
            files = [texts[row.file]] if row.file in texts else []
            id = editorial.submit(
                desk, row.titles, row.column or column, row.language, list(_authors(desk, row)), files,
                submitted=_moment(row.received, desk.now), more={"note": row.note} if row.note else None,
                incomplete=not files,
            )  # fmt: skip
            desk.books.add("origin", system=SYSTEM, kind="open", external=row.number, id=id, digest="", at=desk.at)
            new[row.number] = id
    return Entered(new, {row.number: known[row.number] for row in rows if row.number in known})


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


__all__ = ["COLUMNS", "BadRows", "Entered", "Expected", "Row", "Sheet", "enter", "sheet"]
