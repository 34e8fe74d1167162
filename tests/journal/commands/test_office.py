"""The office moved, kept and made new from the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from journal import writing
from tests.journal.shop import ROOT

from .bureau import Bureau
from .conftest import Program


def test_an_export_read_into_an_empty_office_has_the_same_head(bureau: Bureau, tmp_path: Path) -> None:
    bureau.read_first()
    head = bureau.head()
    moved = bureau("wenren", "office", "export", tmp_path / "text", as_json=True).data
    assert (moved["event"], moved["seal"], moved["files"]) == (*head, 1)
    assert bureau.refused("wenren", "office", "export", tmp_path / "text")[0] == "FolderTaken"
    assert bureau.refused("wenren", "office", "import", tmp_path / "text")[0] == "NotEmpty"
    for file in bureau.home.glob("office.db*"):
        file.unlink()
    tried = bureau("wenren", "office", "import", tmp_path / "text", "--dry-run", as_json=True)
    assert (tried.data["seal"], (bureau.home / "office.db").exists()) == (head[1], False)
    assert bureau("wenren", "office", "import", tmp_path / "text", as_json=True).data["seal"] == head[1]
    assert bureau.head() == head


def test_a_backup_is_restored(bureau: Bureau, tmp_path: Path) -> None:
    id = bureau.read_first()
    head = bureau.head()
    assert bureau("wenren", "office", "backup", tmp_path / "kept").code == 0
    for file in bureau.home.glob("office.db*"):
        file.unlink()
    assert bureau("wenren", "office", "restore", tmp_path / "kept", "--dry-run").code == 0
    assert not (bureau.home / "office.db").exists()
    assert bureau("wenren", "office", "restore", tmp_path / "kept").code == 0
    assert bureau.refused("wenren", "office", "restore", tmp_path / "kept")[0] == "NotEmpty"
    assert bureau.head() == head
    assert bureau.show("wenren", id)["state"]["en"] == "first reading"


def test_upgraded_or_made(bureau: Bureau, journal: Program) -> None:
    assert bureau("wenren", "office", "upgrade").err.endswith("journal: nothing changed.\n")
    (bureau.home / "office.db").unlink()
    assert journal("office", "upgrade", "--dry-run", home=bureau.home).out.startswith("new database: sqlite:///")
    assert not (bureau.home / "office.db").exists()
    assert journal("office", "upgrade", home=bureau.home).code == 0
    assert (bureau.home / "office.db").exists()


KILLED = """
import os, sys
import cli

def kill(event, arguments):  # the records are written, the file is about to go
    if event == "os.remove" and "office.files" in str(arguments[0]) and "writing" not in str(arguments[0]):
        os._exit(9)

sys.addaudithook(kill)
cli.run(sys.argv[1:])
"""


@pytest.mark.parametrize("later", [("backup",), ("export",), ("upgrade",)])
def test_what_a_crash_left_of_who_was_forgotten_goes_with_the_next_command(
    bureau: Bureau, tmp_path: Path, later: tuple[str, ...]
) -> None:
    id = bureau.submitted()
    bureau.done("wenren", "manuscript", "withdraw", id)
    (kept,) = [file for file in (bureau.home / "office.files").rglob("*") if file.is_file()]
    dead = f".{kept.name}.{writing._host()}-999999999-0.writing"
    kept.with_name(dead).write_bytes(b"of a writer that died")
    command = [sys.executable, "-c", KILLED, "--home", bureau.home, "--as", "wenren", "person", "forget", "yuwen"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 9
    assert kept.exists()
    assert bureau("wenren", "person", "list", "宇文", as_json=True).data == []
    folder = () if later == ("upgrade",) else (tmp_path / "to",)
    assert bureau("wenren", "office", *later, *folder).code == 0
    assert [file for file in (bureau.home / "office.files").rglob("*") if file.is_file()] == []


def test_bytes_that_another_manuscript_has_too_stay(bureau: Bureau, tmp_path: Path) -> None:
    first, second = bureau.submitted(), bureau.submitted("linghu")
    bureau.done("wenren", "manuscript", "withdraw", first)
    bureau.done("wenren", "person", "forget", "yuwen")
    moved = bureau("wenren", "office", "backup", tmp_path / "kept", as_json=True)
    assert (moved.code, moved.data["files"], moved.data["absent"]) == (0, 1, None)
    assert bureau("wenren", "manuscript", "files", second, "--get", 2, "--to", tmp_path / "a.md").code == 0
