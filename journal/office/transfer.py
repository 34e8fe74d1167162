"""The whole office as a folder of plain text, and back: for another database, another program, or the archive.

    office.json           what it is: the revision, the tables in their order with their rows, the ledger's head
    tables/person.jsonl   one row a line, in the order of its key; JSON columns as what they hold
    lines/person.txt      for each of those lines the start of its sha256, so that a damaged one can be named
    files/3f/2a…          every file by its sha256
    SHA256SUMS            of all of these, as `sha256sum --check` reads it

The same office gives the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from journal.errors import BadFile, Bilingual, JournalError, Place
from journal.office.files import DamagedFile, Files, NoSuchFile, read_bounded
from journal.office.ledger import breaks, canonical
from journal.office.records import JSON, Books, Office, filling, tables_in_order
from journal.writing import flush, make_folder, write_bytes

FORMAT = 1
ABOUT, SUMS = "office.json", "SHA256SUMS"
_LINE_SUM = 16  # letters of a line's sha256
_SUM = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>[\w./-]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was exported, imported, backed up or restored."""

    head: tuple[int, str]  # number and seal of the last event
    rows: int
    files: int
    absent: tuple[str, ...] = ()  # files that the records name and the store has not, or not whole


@dataclass(eq=False)
class FolderTaken(JournalError):
    """A folder to be written that has something in it."""

    folder: str
    zh: ClassVar[str] = "“{folder}”已存在且不是空文件夹。"
    en: ClassVar[str] = "“{folder}” exists and is no empty folder."
    fix_zh: ClassVar[str] = "请另给一个文件夹。"
    fix_en: ClassVar[str] = "Name another folder."


# ---------------------------------------------------------------- out


def export(office: Office, files: Files, folder: Path) -> Moved:
    """Write everything into a new folder, as it stands at one moment; FolderTaken."""
    with new_folder(folder) as part, office.read() as books:
        rows = {table: _write_table(books, table, part) for table in tables_in_order()}
        kept, absent = copy_files(files, sorted(set(files.digests()) | named(books)), part / "files", named(books))
        about = {
            "format": FORMAT,
            "revision": books.revision,
            "head": list(books.head()),
            "tables": rows,
            "absent": list(absent),
        }
        text = json.dumps(about, ensure_ascii=False, indent=1)
        write_bytes(part / ABOUT, f"{text}\n".encode())
        write_sums(part)
        return Moved(books.head(), sum(rows.values()), kept, absent)


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder beside it to write in, which takes its name when all is written; FolderTaken."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FolderTaken(folder.name)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)  # of one that was killed
    make_folder(part)
    try:
        yield part
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    flush(folder.parent)


def named(books: Books) -> set[str]:
    """The sha256 of every file that the records name and that was not taken out with its author."""
    found: set[str] = set()
    for table in ("similarity", "item", "consent"):
        found |= {row["sha256"] for row in books.all(table)}
    for row in books.all("letter"):
        found |= {one["sha256"] for one in row["attachments"] or ()}
    # The same bytes may have come with another manuscript, whose authors are known.
    return (found - _forgotten(books) - {""}) | books.distinct("file", "sha256", forgotten="")


def _forgotten(books: Books) -> set[str]:
    return books.distinct("file", "sha256", forgotten=books.distinct("file", "forgotten"))


def sweep(office: Office, files: Files) -> int:
    """Take out of the store what was forgotten with its authors, and what dead writers left; how many files were forgotten.

    While it looks nobody can take in the same bytes anew. Whatever a crash left is taken out by the next one.
    """
    with office.write() as books:
        files.sweep()
        gone = _forgotten(books)
        return sum(
            files.remove(one) for one in sorted(gone - books.distinct("file", "sha256", sha256=gone, forgotten=""))
        )


def copy_files(files: Files, digests: Iterable[str], to: Path, needed: set[str]) -> tuple[int, tuple[str, ...]]:
    """Copy files into a folder of files; how many there are, and which of those needed there are not."""
    copies, absent, kept = Files(to), [], 0
    for digest in digests:
        try:
            copies.put(files.get(digest))
            kept += 1
        except (NoSuchFile, DamagedFile):
            absent += [digest] if digest in needed else []
    return kept, tuple(absent)


def _write_table(books: Books, table: str, part: Path) -> int:
    lines, sums = part / "tables" / f"{table}.jsonl", part / "lines" / f"{table}.txt"
    for file in (lines, sums):
        make_folder(file.parent)
    count = 0
    with lines.open("xb") as rows, sums.open("xb") as digests:
        for count, row in enumerate(books.stream(table), start=1):  # noqa: B007 - the last number is the count
            line = canonical(row).encode()
            rows.write(line + b"\n")
            digests.write(_line_sum(line) + b"\n")
    return count


def _line_sum(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest()[:_LINE_SUM].encode()


def write_sums(folder: Path) -> None:
    """The sums of all files of a folder, each of which is on the disk when this ends."""
    lines = []
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        with file.open("r+b") as opened:
            os.fsync(opened.fileno())
            lines.append(
                f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {file.relative_to(folder).as_posix()}\n"
            )
    write_bytes(folder / SUMS, "".join(lines).encode())


# ---------------------------------------------------------------- in


def import_(office: Office, files: Files, folder: Path) -> Moved:
    """Make an empty office what the exported one was; all of it or nothing.

    Raises BadFile with file and line for a damaged export, NotEmpty for an office that has rows, NewerOffice for an export
    of a newer program. Files go first: they harm nobody if the rest fails.
    """
    check_sums(folder)
    about = _about(folder)
    _check_rows(folder, about)
    if office.file:
        make_folder(office.file.parent)
    with filling(office, about["revision"]) as books:
        for table in about["tables"]:
            if table not in books.tables:
                raise _bad(ABOUT, 0, f"没有表 {table}", f"there is no table {table}")
            books.load(table, _checked(folder, table, books.columns(table), office.is_sqlite))
        head = (about["head"][0], about["head"][1])
        for broken in breaks(books.events(), head):
            raise _bad("tables/event.jsonl", broken.number, broken.reason.zh, broken.reason.en)
        kept = paste_files(folder / "files", files)
    return Moved(head, sum(about["tables"].values()), kept, tuple(about["absent"]))


def paste_files(folder: Path, files: Files) -> int:
    """Take the files of an export or a backup into the store; how many."""
    copies, count = Files(folder), 0
    for count, digest in enumerate(copies.digests(), start=1):  # noqa: B007 - the last number is the count
        try:
            files.put(copies.get(digest))
        except DamagedFile:
            raise _bad(
                f"files/{digest[:2]}/{digest[2:]}", 0, "内容与名称不符", "its content is not what its name says"
            ) from None
    return count


def check_sums(folder: Path) -> None:
    """See that every file is there and what it was; BadFile names the file, of a table the line."""
    listed = dict(_sums(folder))
    here = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {SUMS}
    for path in sorted(here - set(listed)):
        raise _bad(path, 0, "不在 SHA256SUMS 之中", "SHA256SUMS does not list it")
    for path, (line, digest) in listed.items():
        if path not in here:
            raise _bad(path, 0, "缺失", "is missing")
        with (folder / path).open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != digest:
                _bad_line(folder, path)
                raise _bad(path, 0, f"与 SHA256SUMS 第 {line} 行不符", f"is not what line {line} of SHA256SUMS says")


def _sums(folder: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    seen: set[str] = set()
    *lines, rest = _text(folder, SUMS).split("\n")
    for number, line in enumerate([*lines, *filter(None, (rest,))], start=1):
        match = _SUM.fullmatch(line)
        if (
            not match
            or line is rest
            or ".." in match["path"].split("/")
            or match["path"].startswith("/")
            or match["path"] in seen
        ):
            raise _bad(SUMS, number, "不是一行校验和", "is no line of a sum")
        seen.add(match["path"])
        yield match["path"], (number, match["sha256"])


def _bad_line(folder: Path, path: str) -> None:
    """Name the line of a table, or of its sums, that is not what it was."""
    table = Path(path).stem
    if path not in (f"tables/{table}.jsonl", f"lines/{table}.txt"):
        return
    rows, sums = ((folder / file) for file in (f"tables/{table}.jsonl", f"lines/{table}.txt"))
    if not (rows.is_file() and sums.is_file()):
        return
    with rows.open("rb") as lines, sums.open("rb") as digests:
        for number, (line, digest) in enumerate(itertools.zip_longest(lines, digests), start=1):
            if line is None or digest is None:
                raise _bad(path, number, "此行起缺失或多余", "from this line on lines are missing or too many")
            if not (line.endswith(b"\n") and _line_sum(line[:-1]) + b"\n" == digest):
                raise _bad(path, number, "此行已损坏", "this line is damaged")


def _about(folder: Path) -> dict[str, Any]:
    try:
        about = json.loads(_text(folder, ABOUT))
        known = {name: about[name] for name in ("format", "revision", "head", "tables", "absent")}
        number, seal = known["head"]
        sound = known["format"] == FORMAT and isinstance(number, int) and isinstance(seal, str)
        if sound and all(isinstance(count, int) for count in known["tables"].values()):
            return known
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _bad(ABOUT, 1, f"无法读取（{error}）", f"cannot be read ({error})") from None
    raise _bad(ABOUT, 1, "不是本程序能读的导出", "is no export that this program reads")


def _check_rows(folder: Path, about: Mapping[str, Any]) -> None:
    for table, count in about["tables"].items():
        file = f"tables/{table}.jsonl"
        if not re.fullmatch("[a-z_]+", table) or not (folder / file).is_file():
            raise _bad(ABOUT, 1, f"没有 {file}", f"there is no {file}")
        with (folder / file).open("rb") as lines:
            if (found := sum(1 for _ in lines)) != count:
                raise _bad(file, found, f"应有 {count} 行", f"should have {count} lines")


def _checked(folder: Path, table: str, columns: Mapping[str, type], nul: bool) -> Iterator[dict[str, Any]]:
    file = f"tables/{table}.jsonl"
    with (folder / file).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict) or set(row) != set(columns):
                raise _bad(file, number, "不是此表的一行", "is no row of this table")
            for name, value in row.items():
                if not _fits(name, value, columns[name]) or (not nul and "\0" in str(value)):
                    raise _bad(file, number, f"{name} 的值不能用", f"the value of {name} cannot be used")
            yield row


def _fits(name: str, value: Any, kind: type) -> bool:
    if name in JSON:
        return True
    return value is None or type(value) is kind or (kind is float and type(value) is int)


def _text(folder: Path, file: str) -> str:
    if not (folder / file).is_file():
        raise _bad(file, 0, "缺失", "is missing")
    return read_bounded(folder / file).decode("utf-8", "replace")


def _bad(file: str, line: int, zh: str, en: str) -> BadFile:
    return BadFile(
        Place(file, line),
        Bilingual(f"{zh}。", f"{en}."),
        Bilingual("请重新导出或重新复制；什么也没有导入。", "Export or copy it again; nothing was taken in."),
    )


__all__ = [
    "ABOUT", "FolderTaken", "Moved", "check_sums", "copy_files", "export", "import_", "named", "new_folder", "paste_files",
    "sweep", "write_sums",
]  # fmt: skip
