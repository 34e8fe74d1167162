import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from journal import writing


def test_a_file_is_written_whole_with_the_mode_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        writing.write_bytes(tmp_path / "a" / "b.txt", b"one")
        writing.write_bytes(tmp_path / "a" / "b.txt", b"two")
    finally:
        os.umask(before)
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {"b.txt": b"two"}
    assert stat.S_IMODE((tmp_path / "a" / "b.txt").stat().st_mode) == 0o640


def test_what_is_private_is_readable_by_nobody_else_at_any_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    rename = Path.replace

    def watched(path: Path, target: Path) -> Path:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    before = os.umask(0o000)
    try:
        writing.write_bytes(tmp_path / "key", b"one", mode=writing.PRIVATE)
    finally:
        os.umask(before)
    assert (seen, stat.S_IMODE((tmp_path / "key").stat().st_mode)) == ([0o600], 0o600)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "in").mkdir()
    (tmp_path / "folder" / "in" / "the-way").write_text("x")
    with pytest.raises(OSError):  # noqa: PT011  # which one differs between systems
        writing.write_bytes(tmp_path / "folder" / "in", b"no file can replace a folder")
    assert sorted(path.name for path in (tmp_path / "folder").rglob("*")) == ["in", "the-way"]


def test_what_a_dead_writer_left_is_swept_and_a_live_ones_is_not(tmp_path: Path) -> None:
    dead = int(subprocess.check_output([sys.executable, "-c", "import os; print(os.getpid())"]))
    host = writing._host()
    kept = {f".a.{host}-{os.getpid()}-1.writing", f".a.00000000-{dead}-1.writing", ".hidden", "a.writing"}
    for name in (*kept, f".a.{host}-{dead}-1.writing"):
        (tmp_path / name).touch()
    writing.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == kept
