from pathlib import Path

import pytest

from journal.errors import JournalError
from journal.folder import files


@pytest.mark.parametrize("name", ["../x", "/etc/hostname", "a/../../x", "way-out", "way-out/x", "link", "nul\0"])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_text("secret")
    home = tmp_path / "home"
    (home / "a").mkdir(parents=True)
    (home / "way-out").symlink_to(tmp_path)
    (home / "link").symlink_to(tmp_path / "x")
    with pytest.raises(files.OutsideFolder) as caught:
        files.bytes_of(home, name)
    assert caught.value.exit == 3


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"data")
    (tmp_path / "link").symlink_to("real")
    assert files.bytes_of(tmp_path, "link") == b"data"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError) as caught:
        files.bytes_of(tmp_path, "no/such.file")
    assert (caught.value.exit, str(caught.value)) == (
        1,
        "no/such.file: cannot be read (No such file or directory). See that the file exists and may be read.",
    )
