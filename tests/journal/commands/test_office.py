"""The office moved, kept and made new from the command line."""

from pathlib import Path

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
