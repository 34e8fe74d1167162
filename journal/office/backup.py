"""A copy of the office, database and files, taken while people work; and an office made of such a copy on a bare machine.

Of SQLite it is the database itself, as it stood at one moment; of PostgreSQL the export (journal/office/transfer.py). Files
are never changed and are kept before a row names them: copied after the database, all that it names are there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from journal.errors import BadFile, Bilingual, Place
from journal.office import records, transfer
from journal.office.files import Files
from journal.office.ledger import breaks
from journal.office.records import Office
from journal.office.transfer import Moved
from journal.writing import flush, make_folder

DATABASE = "office.db"


def backup(office: Office, files: Files, target: Path) -> Moved:
    """Write a backup into a new folder; FolderTaken. Writers go on meanwhile."""
    if not office.is_sqlite:
        return transfer.export(office, files, target)
    with transfer.new_folder(target) as part:
        office.copy_to(part / DATABASE)
        copy = Office(f"sqlite:///{part / DATABASE}")
        try:
            moved = _with_files(copy, files, part)
        finally:
            copy.close()
        transfer.write_sums(part)
        return moved


def _with_files(copy: Office, files: Files, part: Path) -> Moved:
    with copy.read() as books:
        needed = transfer.named(books)
        kept, absent = transfer.copy_files(files, sorted(needed), part / "files", needed)
        rows = sum(books.count(table) for table in records.tables_in_order())
        return Moved(books.head(), rows, kept, absent)


def restore(source: Path, office: Office, files: Files) -> Moved:
    """Make an empty or absent office what it was at the backup, at the newest revision; all of it or nothing.

    Raises BadFile for a damaged backup, NotEmpty for an office that has rows, NewerOffice for a newer program's.
    """
    if not (source / DATABASE).is_file():
        return transfer.import_(office, files, source)
    transfer.check_sums(source)
    beside = None
    if office.file:
        make_folder(office.file.parent)
        beside = office.file.parent  # from where it can take its place by being renamed
        if office.file.exists():
            records.insist_on_none(office)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=beside) as folder:
        copy = Office(f"sqlite:///{shutil.copyfile(source / DATABASE, Path(folder) / DATABASE)}")
        try:
            records.upgrade(copy)
            moved = _checked(copy, source, files)
            if not office.file:
                transfer.export(copy, Files(source / "files"), Path(folder) / "export")
                transfer.import_(office, files, Path(folder) / "export")
        finally:
            copy.close()
        if office.file:
            office.close()
            _take_place(Path(folder) / DATABASE, office.file)
    return moved


def _checked(copy: Office, source: Path, files: Files) -> Moved:
    """Its files put into the store, its ledger read once."""
    kept = transfer.paste_files(source / "files", files)
    with copy.read() as books:
        for broken in breaks(books.events_as_written()):
            raise BadFile(
                Place(DATABASE, 0, str(broken.number)),
                broken.reason,
                Bilingual("请用另一份备份。", "Take another backup."),
            )
        rows = sum(books.count(table) for table in records.tables_in_order())
        absent = transfer.named(books) - set(files.digests())
        return Moved(books.head(), rows, kept, tuple(sorted(absent)))


def _take_place(copy: Path, file: Path) -> None:
    """The copy in place of an empty database, whose log belongs to no other."""
    with copy.open("r+b") as opened:
        os.fsync(opened.fileno())
    for log in ("-wal", "-shm"):
        file.with_name(file.name + log).unlink(missing_ok=True)
    copy.replace(file)
    flush(file.parent)


__all__ = ["DATABASE", "backup", "restore"]
