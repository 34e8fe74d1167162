import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from journal.office import files
from journal.office.files import CannotRead, DamagedFile, Files, Kept, NoSuchFile, TooLarge
from tests.journal.shop import ROOT

TEXT = "渡口的权利".encode()
SHA = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Files:
    return Files(tmp_path / "office.files")


def test_a_file_is_kept_by_its_sha256_and_its_name_apart(store: Files, tmp_path: Path) -> None:
    (tmp_path / "张三-稿件.docx").write_bytes(TEXT)
    assert store.take_in(tmp_path / "张三-稿件.docx") == Kept(SHA, len(TEXT), "张三-稿件.docx")
    assert store.get(SHA) == TEXT
    assert list(store.digests()) == [SHA]
    assert [path.name for path in store.root.rglob("*") if path.is_file()] == [SHA[2:]]


def test_the_same_bytes_are_kept_once_and_a_bad_copy_is_mended(store: Files) -> None:
    assert store.put(TEXT) == store.put(TEXT) == SHA
    store.path(SHA).write_bytes(TEXT + b"x")
    with pytest.raises(DamagedFile):
        store.get(SHA)
    store.put(TEXT)
    assert store.get(SHA) == TEXT
    assert list(store.digests()) == [SHA]


def test_what_is_removed_is_not_there(store: Files) -> None:
    store.put(TEXT)
    assert (store.remove(SHA), store.remove(SHA)) == (True, False)
    with pytest.raises(NoSuchFile):
        store.get(SHA)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", SHA.upper(), SHA + "0", "\0" * 64])
def test_only_a_sha256_names_a_file(store: Files, name: str) -> None:
    with pytest.raises(NoSuchFile):
        store.get(name)


def test_over_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with file.open("wb") as opened:
        opened.truncate(files.MAX_BYTES + 1)
    with pytest.raises(TooLarge) as caught:
        Files(tmp_path / "f").take_in(file)
    assert caught.value.name == "bomb.docx"
    assert not (tmp_path / "f").exists()


def test_no_pipe_folder_or_absent_file_is_taken_in(store: Files, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ".", "absent"):
        with pytest.raises(CannotRead):
            store.take_in(tmp_path / name)


KILLED = """
import os, sys
from pathlib import Path
from journal.office.files import Files
step = int(sys.argv[2])
calls = 0
def count(event, arguments):  # each effect on the disk is one
    global calls
    if event in ("open", "os.mkdir", "os.rename"):
        calls += 1
        if calls == step:
            os._exit(9)
store = Files(Path(sys.argv[1]))
sys.addaudithook(count)
store.put("渡口的权利".encode())
"""


@pytest.mark.slow
def test_killed_at_any_step_there_is_the_whole_file_or_none(tmp_path: Path) -> None:
    step, done = 0, False
    while not done:
        step += 1
        root = tmp_path / str(step)
        done = subprocess.run([sys.executable, "-c", KILLED, root, str(step)], cwd=ROOT, check=False).returncode == 0
        store = Files(root)
        assert [store.get(digest) for digest in store.digests()] in ([], [TEXT])
        store.put(TEXT)
        store.sweep()
        assert [path.read_bytes() for path in root.rglob("*") if path.is_file()] == [TEXT]
    assert step > 5
