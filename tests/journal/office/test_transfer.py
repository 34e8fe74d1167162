import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.errors import BadFile
from journal.office import anchors, records, transfer
from journal.office.files import Files
from journal.office.records import NewerOffice, NotEmpty, Office, opened
from journal.office.transfer import FolderTaken
from tests.journal.office.conftest import Bureau
from tests.journal.office.databases import postgres_url
from tests.journal.office.lived import contents, fill, live


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "office.files")


@pytest.fixture
def exported(tmp_path: Path, files: Files) -> Path:
    """An export of an office with something in every table."""
    office = opened(f"sqlite:///{tmp_path / 'source.db'}")
    with office.write() as books:
        fill(books)
        books.change("file", {}, sha256=files.put(b"one"))
    transfer.export(office, files, tmp_path / "export")
    office.close()
    return tmp_path / "export"


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Office]:
    office = Office(f"sqlite:///{tmp_path / 'target.db'}")
    yield office
    office.close()


def everything(office: Office) -> object:
    with office.read() as books:
        return contents(books), books.head()


def test_an_office_goes_out_and_comes_back_the_same(url: str, tmp_path: Path, files: Files) -> None:
    office = opened(url)
    with office.write() as books:
        fill(books)
        books.change("file", {}, sha256=files.put(b"one"))
    moved = transfer.export(office, files, tmp_path / "export")
    again = Office(f"sqlite:///{tmp_path / 'again.db'}")
    assert transfer.import_(again, Files(tmp_path / "again.files"), tmp_path / "export") == moved
    assert everything(again) == everything(office)
    transfer.export(again, Files(tmp_path / "again.files"), tmp_path / "export2")
    assert bytes_of(tmp_path / "export2") == bytes_of(tmp_path / "export")
    office.close()
    again.close()


def test_from_sqlite_to_postgresql_and_on_with_the_next_number(exported: Path, postgres: str, tmp_path: Path) -> None:
    source, office = Office(f"sqlite:///{tmp_path / 'source.db'}"), Office(postgres_url(postgres))
    transfer.import_(office, Files(tmp_path / "again.files"), exported)
    assert everything(office) == everything(source)
    with office.write() as books:
        assert books.add("note", manuscript="id-1", by="p", at="", text="", tag="") == 4
    source.close()
    office.close()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_real_work_comes_back_and_its_ledger_holds(
    bureau: Bureau, files: Files, target: Office, tmp_path: Path
) -> None:
    live(bureau, files)
    assert transfer.export(bureau.office, files, tmp_path / "export").absent == ()
    transfer.import_(target, Files(tmp_path / "again"), tmp_path / "export")
    with target.read() as books, bureau.office.read() as before:
        assert anchors.verify(books) == []
        assert (books.head(), contents(books)) == (before.head(), contents(before))
    assert list(Files(tmp_path / "again").digests()) == list(files.digests())


def test_a_file_that_is_not_there_is_told(bureau: Bureau, files: Files, tmp_path: Path) -> None:
    live(bureau, files)
    lost = next(files.digests())
    files.remove(lost)
    assert transfer.export(bureau.office, files, tmp_path / "export").absent == (lost,)


@pytest.mark.parametrize("revision", records.REVISIONS)
def test_an_export_of_each_revision_is_taken_in(revision: str, tmp_path: Path, target: Office) -> None:
    """As an older program wrote it: its tables, its columns."""
    old = Office(f"sqlite:///{tmp_path / 'old.db'}")
    records.upgrade(old, revision)
    with old.write() as books:
        fill(books)
        as_exported(books, tmp_path / "export", revision)
        head = books.head()
    old.close()
    assert transfer.import_(target, Files(tmp_path / "f"), tmp_path / "export").head == head
    assert records.revision(target) == records.REVISIONS[-1]
    with target.read() as books:
        assert books.count("manuscript") == 3


def as_exported(books: records.Books, folder: Path, revision: str) -> None:
    import json

    import sqlalchemy as sa

    tables = sa.MetaData()
    tables.reflect(books.connection)
    rows = {}
    for name in ("tables", "lines"):
        (folder / name).mkdir(parents=True)
    for table in tables.sorted_tables:
        if table.name != "alembic_version":
            found = books.connection.execute(sa.select(table).order_by(*table.primary_key)).mappings().all()
            lines = [
                json.dumps({name: json.loads(value) if name in records.JSON else value for name, value in row.items()})
                for row in found
            ]
            (folder / "tables" / f"{table.name}.jsonl").write_text("".join(f"{line}\n" for line in lines))
            sums = (hashlib.sha256(line.encode()).hexdigest()[:16] for line in lines)
            (folder / "lines" / f"{table.name}.txt").write_text("".join(f"{line}\n" for line in sums))
            rows[table.name] = len(lines)
    about = {"format": 1, "revision": revision, "head": books.head(), "tables": rows, "absent": []}
    (folder / "office.json").write_text(json.dumps(about))
    transfer.write_sums(folder)


def test_an_office_with_rows_is_not_written_over(exported: Path, bureau: Bureau, files: Files) -> None:
    before = everything(bureau.office)
    with pytest.raises(NotEmpty):
        transfer.import_(bureau.office, files, exported)
    assert everything(bureau.office) == before


def test_a_folder_with_something_in_it_is_not_written_over(bureau: Bureau, files: Files, exported: Path) -> None:
    with pytest.raises(FolderTaken):
        transfer.export(bureau.office, files, exported)


def test_an_export_of_a_newer_program_is_refused(exported: Path, files: Files, target: Office) -> None:
    (exported / "office.json").write_text((exported / "office.json").read_text().replace(records.REVISIONS[-1], "9999"))
    (exported / "SHA256SUMS").unlink()
    transfer.write_sums(exported)
    with pytest.raises(NewerOffice):
        transfer.import_(target, files, exported)


# ---------------------------------------------------------------- damage


def refused(exported: Path, target: Office, files: Files) -> str:
    with pytest.raises(BadFile) as caught:
        transfer.import_(target, files, exported)
    assert records.revision(target) == ""
    return str(caught.value.place)


@pytest.mark.parametrize("table", ["person", "manuscript", "event"])
@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_flipped_byte_is_refused_with_its_line(
    exported: Path, target: Office, files: Files, table: str, line: int
) -> None:
    file = exported / "tables" / f"{table}.jsonl"
    lines = file.read_bytes().split(b"\n")
    for place in range(0, len(lines[line - 1]), len(lines[line - 1]) // 5):
        bad = lines[line - 1][:place] + bytes([lines[line - 1][place] ^ 1]) + lines[line - 1][place + 1 :]
        file.write_bytes(b"\n".join([*lines[: line - 1], bad, *lines[line:]]))
        assert refused(exported, target, files) == f"tables/{table}.jsonl:{line}"


def test_a_cut_or_missing_or_added_file_is_refused(exported: Path, target: Office, files: Files) -> None:
    file = exported / "tables" / "person.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
    assert refused(exported, target, files) == "tables/person.jsonl:3"
    file.unlink()
    assert refused(exported, target, files) == "tables/person.jsonl"
    file.write_bytes(whole)
    (exported / "tables" / "more.jsonl").write_bytes(b"{}\n")
    assert refused(exported, target, files) == "tables/more.jsonl"


def test_every_byte_of_the_rest_counts(exported: Path, target: Office, files: Files) -> None:
    """No flipped byte of a sum, of the description or of a file is taken in."""
    rest = [file for file in sorted(exported.rglob("*")) if file.is_file() and file.parent.name != "tables"]
    for file in rest:
        whole = file.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 9)):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            refused(exported, target, files)
        file.write_bytes(whole)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"login":"login-1"', '"login":7'),
        ('"login":"login-1",', ""),
        ('"id":"id-1"', '"id":"id-1","shoe":1'),
        ("{", "["),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_line(
    exported: Path, target: Office, files: Files, old: str, new: str
) -> None:
    """By somebody who mended the sums."""
    file = exported / "tables" / "person.jsonl"
    file.write_text(file.read_text().replace(old, new, 1))
    (exported / "SHA256SUMS").unlink()
    transfer.write_sums(exported)
    assert refused(exported, target, files) == "tables/person.jsonl:1"


def test_a_forged_event_is_refused_with_its_line(exported: Path, target: Office, files: Files) -> None:
    file = exported / "tables" / "event.jsonl"
    file.write_text(file.read_text().replace('"actor":"p"', '"actor":"q"'))
    (exported / "SHA256SUMS").unlink()
    transfer.write_sums(exported)
    assert refused(exported, target, files) == "tables/event.jsonl:1"
