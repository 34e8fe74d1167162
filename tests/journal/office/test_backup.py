import subprocess
import sys
from pathlib import Path

import pytest

from journal.errors import BadFile
from journal.office import anchors, records
from journal.office.backup import DATABASE, backup, restore
from journal.office.files import Files
from journal.office.records import NotEmpty, Office, opened
from tests.journal.office.conftest import Bureau
from tests.journal.office.databases import postgres_url
from tests.journal.office.lived import contents, live
from tests.journal.shop import ROOT


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "office.files")


def everything(office: Office) -> object:
    with office.read() as books:
        assert anchors.verify(books) == []
        return contents(books), books.head()


def test_a_backup_is_restored_on_a_bare_box(any_bureau: Bureau, files: Files, tmp_path: Path) -> None:
    live(any_bureau, files)
    moved = backup(any_bureau.office, files, tmp_path / "backup")
    home = tmp_path / "elsewhere" / "home"
    office = Office(f"sqlite:///{home / 'office.db'}")
    assert restore(tmp_path / "backup", office, Files(home / "office.files")) == moved
    assert everything(office) == everything(any_bureau.office)
    assert list(Files(home / "office.files").digests()) == list(files.digests())
    assert sorted(path.name for path in home.iterdir() if not path.name.endswith(("-wal", "-shm"))) == [
        "office.db",
        "office.files",
    ]
    office.close()


def test_a_backup_of_sqlite_is_restored_into_postgresql(
    bureau: Bureau, files: Files, postgres: str, tmp_path: Path
) -> None:
    live(bureau, files)
    moved = backup(bureau.office, files, tmp_path / "backup")
    office = Office(postgres_url(postgres))
    assert restore(tmp_path / "backup", office, Files(tmp_path / "again")) == moved
    assert everything(office) == everything(bureau.office)
    office.close()


def test_a_backup_of_an_older_revision_is_upgraded(files: Files, tmp_path: Path) -> None:
    old = Office(f"sqlite:///{tmp_path / 'old.db'}")
    records.upgrade(old, records.REVISIONS[0])
    (tmp_path / "backup").mkdir()
    old.copy_to(tmp_path / "backup" / DATABASE)
    old.close()
    from journal.office import transfer

    transfer.write_sums(tmp_path / "backup")
    office = Office(f"sqlite:///{tmp_path / 'new.db'}")
    restore(tmp_path / "backup", office, files)
    assert records.revision(office) == records.REVISIONS[-1]
    office.close()


def test_an_office_with_rows_is_not_written_over(bureau: Bureau, files: Files, tmp_path: Path) -> None:
    live(bureau, files)
    backup(bureau.office, files, tmp_path / "backup")
    before = everything(bureau.office)
    with pytest.raises(NotEmpty):
        restore(tmp_path / "backup", bureau.office, files)
    assert everything(bureau.office) == before


def test_an_empty_office_that_is_there_gives_way(bureau: Bureau, files: Files, tmp_path: Path) -> None:
    live(bureau, files)
    backup(bureau.office, files, tmp_path / "backup")
    office = opened(f"sqlite:///{tmp_path / 'empty.db'}")
    restore(tmp_path / "backup", office, files)
    assert everything(office) == everything(bureau.office)
    office.close()


def test_a_damaged_backup_is_refused(bureau: Bureau, files: Files, tmp_path: Path) -> None:
    live(bureau, files)
    backup(bureau.office, files, tmp_path / "backup")
    for path in sorted((tmp_path / "backup").rglob("*")):
        if path.is_file():
            whole = path.read_bytes()
            path.write_bytes(whole[:50] + bytes([whole[50 % len(whole)] ^ 1]) + whole[51:])
            with pytest.raises(BadFile):
                restore(tmp_path / "backup", Office(f"sqlite:///{tmp_path / 'new.db'}"), Files(tmp_path / "new"))
            path.write_bytes(whole)
    assert not (tmp_path / "new.db").exists()


WRITES = """
import sys
from pathlib import Path
from journal.office.files import Files
from journal.office.records import Office
url, root, name = sys.argv[1:]
office, files = Office(url), Files(Path(root))
number = 0
print("ready", flush=True)
while True:
    number += 1
    digest = files.put(f"{name} {number}".encode())
    with office.write() as books:
        row = books.one("manuscript", id="2031-0001")
        books.add("file", manuscript=row["id"], purpose="figure", text=1, sha256=digest, name="x", size=1, at="", by="office")
        books.change("manuscript", {"id": row["id"]}, version=row["version"] + 1)
        who = {"actor": "office", "on_behalf": "", "os_user": name, "host": "host"}
        books.append("2031-03-01T09:00:00+00:00", "file", row["id"], who, {"sha256": digest})
"""


@pytest.mark.slow
def test_backups_taken_while_eight_write_are_of_one_moment(any_bureau: Bureau, files: Files, tmp_path: Path) -> None:
    live(any_bureau, files)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITES, any_bureau.office.url, files.root, f"writer-{number}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    try:
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
        heads = []
        for number in range(3):
            target = tmp_path / f"backup-{number}"
            assert backup(any_bureau.office, files, target).absent == ()
            office = Office(f"sqlite:///{tmp_path / f'{number}.db'}")
            moved = restore(target, office, Files(tmp_path / f"{number}.files"))
            assert moved.absent == ()
            with office.read() as books:
                assert anchors.verify(books) == []
                row = books.one("manuscript", id="2031-0001")
                assert row
                assert row["version"] == books.count("event", manuscript="2031-0001")
                assert books.count("file", purpose="figure") == books.count("event", kind="file") - 2
            office.close()
            heads.append(moved.head[0])
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    assert heads == sorted(set(heads))
    with any_bureau.office.read() as books:
        assert anchors.verify(books) == []
