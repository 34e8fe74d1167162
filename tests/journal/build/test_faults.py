"""Disks that fill, bits that flip, rights that lack, and builds that are killed: nothing half, nothing bad, one clear word."""

import contextlib
import dataclasses
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from journal.folder import sha256
from journal.layout import fonts
from journal.model import House
from journal.store import Store
from tests.journal.build.yard import (
    EVERYTHING,
    FERRY,
    FERRY_XML,
    FIGURE,
    QUICK,
    ROOT,
    Yard,
    flip,
    share_faces,
    tree,
)

# ---------------------------------------------------------------- bits


def objects(yard: Yard) -> list[Path]:
    """Everything that is kept in the cache, but for the cut faces."""
    found = [path for part in ("objects", "made") for path in sorted((yard.cache / part).rglob("*")) if path.is_file()]
    assert len(found) > 10
    return found


def test_a_bit_that_flips_in_any_cached_object_is_never_served(yard: Yard) -> None:
    yard.build(only=QUICK)
    before = yard.files()
    chance = random.Random(3)
    for path in objects(yard):
        whole = path.read_bytes()
        flip(path, chance.randrange(8 * len(whole)))
        shutil.rmtree(yard.out)
        report = yard.build(only=QUICK)
        assert (len(report.made), report.failures) == (1, []), path
        assert yard.files() == before
        assert path.read_bytes() == whole  # and it is put right


@pytest.mark.slow
def test_a_bit_that_flips_in_a_cached_page_is_never_served(printed: Yard) -> None:
    before = printed.files()
    chance = random.Random(5)
    laid = [path for path in objects(printed) if path.read_bytes()[:4] == b"%PDF" or path.stat().st_size < 100]
    assert len(laid) >= 8  # the five PDFs, the pages of two editions, the lengths
    for path in laid:
        whole = path.read_bytes()
        flip(path, chance.randrange(8 * len(whole)))
        shutil.rmtree(printed.out)
        assert printed.build().failures == []
        assert printed.files() == before
        assert printed.build(FERRY).failures == []
        after = printed.files()
        assert after.pop("manifest.json")  # says that it was made by itself
        assert (printed.notes, after) == ([], {name: before[name] for name in after})  # its first page is known


@pytest.mark.slow
def test_when_every_cached_object_has_gone_bad_all_is_made_again(printed: Yard) -> None:
    before = printed.files()
    chance = random.Random(8)
    for path in objects(printed):
        flip(path, chance.randrange(8 * path.stat().st_size))
    shutil.rmtree(printed.out)
    report = printed.build()
    assert (sorted(report.made), report.failures) == (sorted(EVERYTHING), [])
    assert printed.files() == before


def test_what_out_has_already_needs_no_object(yard: Yard) -> None:
    yard.build(only=QUICK)
    for path in (yard.cache / "objects").rglob("*"):
        if path.is_file():
            flip(path, 3)
    report = yard.build(only=QUICK)
    assert (report.made, report.written) == ([], [])


@pytest.fixture
def latin(house: House) -> House:
    """A house of two small faces, which are cut in no time."""
    return dataclasses.replace(house, fonts=tuple(font for font in house.fonts if fonts.is_latin(font))[:2])


@pytest.mark.slow
def test_a_bit_that_flips_in_a_cut_face_is_never_set_in_type(latin: House, tmp_path: Path) -> None:
    folder = fonts.prepare(latin, tmp_path)
    before = tree(folder)
    assert len(before) == 2 * 2 + 2  # each face with and without the Chinese marks, what fontconfig reads, the sums
    chance = random.Random(13)
    for name in before:
        stat = folder.stat()
        assert fonts.prepare(latin, tmp_path) == folder
        assert folder.stat().st_ino == stat.st_ino  # whole, it is used as it is
        flip(folder / name, chance.randrange(8 * len(before[name])))
        assert fonts.prepare(latin, tmp_path) == folder
        assert tree(folder) == before
    (folder / "0.otf").unlink()
    fonts.prepare(latin, tmp_path)
    assert tree(folder) == before
    assert [path.name for path in (tmp_path / "fonts").iterdir()] == [folder.name]


@pytest.mark.slow
def test_a_bit_that_flips_in_the_face_of_a_rare_character_is_never_set_in_type(house: House, tmp_path: Path) -> None:
    font, point = next((font, p) for font in house.fonts for p in (0x20BB7, 0x4DAE) if p in fonts.coverage(font))
    path = fonts.rare(font, point, tmp_path / "key")
    assert path
    whole = path.read_bytes()
    assert fonts.rare(font, point, tmp_path / "key") == path
    flip(path, 8 * 50)
    again = fonts.rare(font, point, tmp_path / "key")
    assert again
    assert again.read_bytes() == whole


@pytest.mark.slow
def test_a_home_that_was_moved_with_its_cache_finds_its_faces(unprinted: Yard, built: Yard) -> None:
    """fontconfig is told of each face by its path: in another place it would find none, and Pango would crash."""
    command = [sys.executable, str(Path(__file__).with_name("elsewhere.py"))]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    shutil.copytree(built.cache / "fonts", unprinted.cache / "fonts")
    done = subprocess.run(
        [*command, str(unprinted.home), "1", "0"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert unprinted.files() == built.files()


# ---------------------------------------------------------------- disks and rights


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk that is soon full, at `folder`."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("不能挂载 tmpfs（须 root）。A tmpfs cannot be mounted: this needs root.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def no_long_files(size: int) -> Iterator[None]:
    """Writing more than `size` bytes into a file fails, for whoever runs this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def as_nobody(*folders: Path) -> Iterator[None]:
    """As a person who is not root, whom `folders` belong to."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def is_whole(files: dict[str, bytes], *versions: dict[str, bytes]) -> bool:
    """Whether each file is as it was in one of `versions`; no temporary file is left."""
    return all(any(version.get(name) == data for version in versions) for name, data in files.items())


@pytest.mark.slow
def test_a_full_disk_is_one_clear_error_and_harms_nothing(
    printed: Yard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = printed.files()
    with small_disk(printed.home / "small", "300k") as disk:
        printed.build(only=(("citation", None),), out=disk)
        old = tree(disk)
        monkeypatch.setenv("JOURNAL_CACHE", str(printed.cache))
        code = cli.run(
            ["--home", str(printed.home), "--lang", "en", "--quiet", "build", "--jobs", "1", "--out", str(disk)]
        )
        lines = capsys.readouterr().err.splitlines()
        left = tree(disk)
        assert (code, len(lines)) == (3, 1)
        assert lines[0].startswith(f"journal: The system refused ({disk}/public/")
        assert lines[0].endswith("No space left on device). See whether you have the right, and room on the disk.")
        assert is_whole(left, old, whole)
        assert set(old) <= set(left)
    # With room, the next build completes it.
    printed.build(out=printed.home / "small")
    assert tree(printed.home / "small") == whole


def test_a_full_disk_under_the_cache_names_it_and_writes_nothing(yard: Yard) -> None:
    with small_disk(yard.home / "small", "64k") as disk:
        with contextlib.suppress(OSError), (disk / "filler").open("wb") as filler:
            filler.write(b"\0" * 100_000)
        with pytest.raises(OSError, match="No space left on device") as caught:
            yard.build(only=QUICK, cache=disk)
        assert str(caught.value.filename).startswith(f"{disk}/")
        assert not yard.out.exists()
        assert not list(disk.rglob("*.writing"))


@pytest.mark.parametrize("size", [1, 700, 1200, 4000])
def test_a_write_that_fails_half_way_names_the_file_and_leaves_the_old_one(yard: Yard, size: int) -> None:
    yard.build(only=QUICK)
    old = yard.files()
    yard.edit(FERRY_XML, "The Price of the Ferry", "The Cost of the Ferry")
    new_out = yard.home / "new"
    yard.build(only=QUICK, out=new_out)  # all is in the cache, so what fails is out/
    with no_long_files(size), pytest.raises(OSError, match="File too large") as caught:
        yard.build(only=QUICK)
    assert str(caught.value.filename).startswith(f"{yard.out}/")
    assert not str(caught.value.filename).endswith(".writing")
    assert is_whole(yard.files(), old, tree(new_out))
    assert set(yard.files()) == set(old)
    assert yard.build(only=QUICK).failures == []
    assert yard.files() == tree(new_out)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may enter: pytest's own are root's."""
    with tempfile.TemporaryDirectory(prefix="journal-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("what", ["out", "article"])
def test_without_the_right_to_write_nothing_changes_and_the_place_is_named(yard: Yard, shelf: Path, what: str) -> None:
    home = Yard(Path(shutil.copytree(yard.home, shelf / "home")))
    home.build(only=QUICK)
    home.edit(FERRY_XML, "The Price of the Ferry", "The Cost of the Ferry")
    home.build(only=QUICK, out=shelf / "new")  # imports and cache
    if what == "out":
        for path in (home.out / "public").rglob("*"):
            if path.is_file():
                path.unlink()
        shutil.rmtree(home.out / "public")
    before = home.files()
    closed = home.out if what == "out" else home.out / f"public/articles/{FERRY}"
    with as_nobody(shelf):
        closed.chmod(0o555)
        try:
            with pytest.raises(PermissionError) as caught:
                home.build(only=QUICK)
        finally:
            closed.chmod(0o755)
    assert str(caught.value.filename).startswith(f"{closed}/")
    assert not str(caught.value.filename).endswith(".writing")
    assert home.files() == before


@pytest.mark.parametrize(
    ("mask", "file", "folder"), [(0o022, 0o644, 0o755), (0o027, 0o640, 0o750), (0o002, 0o664, 0o775)]
)
def test_files_and_folders_have_the_rights_that_the_umask_gives(yard: Yard, mask: int, file: int, folder: int) -> None:
    before = os.umask(mask)
    try:
        yard.build(only=QUICK)
    finally:
        os.umask(before)
    made = [path for root in (yard.out, yard.cache) for path in (root, *root.rglob("*"))]
    assert len(made) > 30
    for path in made:
        assert path.stat().st_mode & 0o777 == (file if path.is_file() else folder), path


# ---------------------------------------------------------------- kills

KILLS = 20


@pytest.mark.slow
def test_wherever_a_build_is_killed_no_file_is_half_and_the_next_build_completes_it(
    printed: Yard, built: Yard, tmp_path: Path
) -> None:
    share_faces(printed, built)
    printed.edit(FERRY_XML, "The Price of the Ferry", "The Cost of the Ferry")
    printed.edit(FIGURE, "L55 5", "L50 5")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [
        sys.executable,
        str(Path(__file__).with_name("kills.py")),
        str(printed.home),
        str(scratch),
        str(KILLS),
        "2",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JOURNAL_")}
    done = subprocess.run(
        command, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    seen = found["seen"]
    assert len(found["changed"]) == 8  # of the article: five, its figure and its PDF's issue, and the manifest
    assert [one for one in seen if one["half"] or one["gone"]] == []
    assert [(one["again"], one["equal"], one["stale"]) for one in seen] == [(0, True, [])] * KILLS
    # The kills must have met something: most a build that was under way, some what is half done.
    killed = [one for one in seen if one["killed"]]
    assert len(killed) >= KILLS // 2
    assert len({tuple(one["moved"]) for one in killed}) >= 3


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_when_the_whole_build_is_killed_its_workers_end_too_and_the_next_build_completes_it(
    unprinted: Yard, built: Yard
) -> None:
    share_faces(unprinted, built)
    command = [sys.executable, "cli.py", "--home", str(unprinted.home), "--lang", "en", "build", "--jobs", "2"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JOURNAL_")}
    running = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.PIPE)
    assert running.stderr
    with running, running.stderr:
        line = running.stderr.readline()
        while line and b"[1/" not in line:
            line = running.stderr.readline()
        assert line, "it ended before it could be killed"
        running.kill()
    for _ in range(300):
        if not group(running.pid):
            break
        time.sleep(0.1)
    assert group(running.pid) == []
    assert is_whole(unprinted.files() if unprinted.out.exists() else {}, built.files())
    assert unprinted.build().failures == []
    assert unprinted.files() == built.files()


def group(leader: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, pgid = stat.read_text().rpartition(")")[2].split()[:3]
            if int(pgid) == leader and state != "Z":
                found.append(int(stat.parent.name))
    return found


# ---------------------------------------------------------------- the store by itself


def test_the_store_gives_back_what_it_keeps_and_nothing_else(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = store.keep("key", {"a": b"1", "@b": b""})
    assert made.files == {"a": sha256(b"1"), "@b": sha256(b"")}
    assert store.made("key") == made
    assert (store.get(made.files["a"]), store.get(made.files["@b"]), store.get(sha256(b"2"))) == (b"1", b"", None)
    assert store.made("another key") is None
    assert store.known("key") is None
    assert store.memo("length", lambda: b"7") == b"7"
    assert store.memo("length", lambda: b"8") == b"7"
    assert store.known("length") == b"7"


def test_a_record_keeps_its_findings(tmp_path: Path) -> None:
    from journal.errors import Bilingual, Finding, Level, Place

    finding = Finding(
        "late-note", Level.WARNING, Place("x", 3, "zh"), Bilingual("注", "note"), Bilingual("改", "mend"), "w"
    )
    made = Store(tmp_path).keep("key", {"a": b"1"}, (finding,))
    assert Store(tmp_path).made("key") == made
    assert made.findings == (finding,)


def test_any_bit_of_a_record_counts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep("key", {"public/a": b"1"})
    (record,) = [path for path in (tmp_path / "made").rglob("*") if path.is_file()]
    whole = record.read_bytes()
    for bit in range(0, 8 * len(whole), 5):
        record.write_bytes(whole)
        flip(record, bit)
        assert store.made("key") is None, bit
    record.write_bytes(whole[:-1])
    assert store.made("key") is None
    record.write_bytes(b"")
    assert store.made("key") is None


def test_an_object_that_is_cut_short_counts_as_absent_and_is_put_right(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.put(b"the whole of it")
    (path,) = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    path.write_bytes(b"the whole")
    assert store.get(digest) is None
    assert store.put(b"the whole of it") == digest
    assert store.get(digest) == b"the whole of it"


def test_what_a_dead_process_left_in_the_cache_is_swept(yard: Yard) -> None:
    yard.build(only=QUICK)
    path = objects(yard)[0]
    whole = path.read_bytes()
    code = (
        "import os, sys; from pathlib import Path; from journal import writing; path = Path(sys.argv[1]);"
        "path.with_name(f'.{path.name}.{writing._host()}-{os.getpid()}-0.writing').write_bytes(b'half')"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=True)
    assert [one.name for one in path.parent.iterdir() if one.name.endswith(".writing")] != []
    flip(path, 1)
    shutil.rmtree(yard.out)
    again = subprocess.run(
        [sys.executable, "cli.py", "--home", str(yard.home), "--quiet", "build", "--only", "citation,jats"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("JOURNAL_")},
        capture_output=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == whole
