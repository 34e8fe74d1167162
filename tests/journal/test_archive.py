"""The one zip reader: names, sizes and contents that are refused, each with a line that says which."""

import contextlib
import io
import random
import stat
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import archive
from journal.errors import FINDINGS, REFUSED, BadFile, JournalError, Refused


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as file:
        for name, data in files:
            info = zipfile.ZipInfo(name)
            info.filename = name  # ZipInfo itself would clean it
            file.writestr(info, data, method)
    return held.getvalue()


def failure(data: bytes) -> tuple[int, str, str]:
    """The exit code and both lines of what is said of a zip whose every member is asked for."""
    with pytest.raises(JournalError) as caught:
        dict(archive.members(data, "m.zip"))
    return caught.value.exit, caught.value.message.zh, caught.value.message.en


def test_members_come_by_name_in_their_own_order() -> None:
    data = zipped(("b/二.xml", b"2"), ("a.xml", b"1"), ("b/", b""), ("empty", b""))
    found = archive.members(data, "m.zip")
    assert list(found.items()) == [("b/二.xml", b"2"), ("a.xml", b"1"), ("empty", b"")]
    assert (len(found), found["a.xml"], found.get("none")) == (3, b"1", None)


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("../x", "内含文件名“../x”：含“..”。", "holds “../x”: it leads out of its folder by “..”."),
        ("a/../../x", "内含文件名“a/../../x”：含“..”。", "holds “a/../../x”: it leads out of its folder by “..”."),
        ("/etc/passwd", "内含文件名“/etc/passwd”：是绝对路径。", "holds “/etc/passwd”: it is an absolute path."),
        ("C:/x", "内含文件名“C:/x”：是绝对路径。", "holds “C:/x”: it is an absolute path."),
        ("a\\x", "内含文件名“a\\x”：含反斜线。", "holds “a\\x”: it holds a backslash."),
    ],
)
def test_names_that_lead_elsewhere_are_wrong(name: str, zh: str, en: str) -> None:
    assert failure(zipped((name, b"x"))) == (FINDINGS, f"m.zip：{zh}", f"m.zip: {en}")


def test_a_name_with_nul_is_wrong_though_python_cuts_it_there() -> None:
    data = zipped(("good.xml#x", b"x")).replace(b"good.xml#x", b"good.xml\0x")
    assert failure(data) == (
        FINDINGS,
        "m.zip：内含文件名“good.xml\N{REPLACEMENT CHARACTER}x”：为空或含 NUL。",
        "m.zip: holds “good.xml\N{REPLACEMENT CHARACTER}x”: it is empty or holds NUL.",
    )


def test_a_symbolic_link_is_wrong() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    assert failure(held.getvalue()) == (
        FINDINGS,
        "m.zip：内含文件名“link”：是符号链接。",
        "m.zip: holds “link”: it is a symbolic link.",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.xml", "A.XML"), ("é.xml", "e\u0301.xml"), ("straße", "STRASSE"), ("a", "a/")],
    ids=["case", "composition", "sharp s", "folder"],
)
def test_two_names_that_some_disk_takes_for_one_are_wrong(one: str, other: str) -> None:
    assert failure(zipped((one, b"1"), (other, b"2"))) == (
        FINDINGS,
        f"m.zip：“{one}”与“{other}”会成为同一个文件。",
        f"m.zip: “{one}” and “{other}” would be one file.",
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_wrong() -> None:
    assert failure(zipped(("a", b"1"), ("a", b"2")))[0] == FINDINGS


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(zipped(("secret.xml", b"x")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert failure(bytes(data)) == (REFUSED, "m.zip：“secret.xml”已加密。", "m.zip: “secret.xml” is encrypted.")


def test_more_files_than_the_limit_are_refused() -> None:
    data = zipped(*((str(number), b"") for number in range(2_001)))
    assert failure(data) == (REFUSED, "m.zip：含有 2001 个文件（上限 2000）。", "m.zip: holds 2001 files (limit 2000).")
    assert len(archive.members(zipped(*((str(number), b"") for number in range(2_000))), "m.zip")) == 2_000


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    data = zipped(("bomb", b"\0" * 100_000_000))
    start = time.monotonic()
    assert failure(data) == (REFUSED, "m.zip：“bomb”的压缩比超过 200。", "m.zip: “bomb” is packed more than 200 times.")
    assert time.monotonic() - start < 2


def test_short_empty_sheets_are_no_bomb() -> None:
    assert archive.members(zipped(("sheet.xml", b" " * 900_000)), "m.zip")["sheet.xml"] == b" " * 900_000


def test_the_sum_of_what_is_read_is_limited_but_not_reading_again() -> None:
    block = random.Random(1).randbytes(20_000) * 3_500  # packs about 100 times
    members = archive.members(zipped(*((str(number), block) for number in range(3))), "m.zip")
    assert [len(members["0"]), len(members["0"]), len(members["0"]), len(members["1"])] == [70_000_000] * 4
    with pytest.raises(Refused) as caught:
        members["2"]
    assert caught.value.message.en == "m.zip: is more than 200,000,000 bytes unpacked."


def test_a_size_that_is_a_lie_is_found() -> None:
    data = bytearray(zipped(("a", b"x" * 1000)))
    directory = data.index(b"PK\x01\x02")
    for start in (22, directory + 24):
        struct.pack_into("<I", data, start, 10)
    assert failure(bytes(data))[0] == FINDINGS


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no zip", zipped(("a", b"x" * 99))[:-30]], ids=["empty", "sign", "text", "cut"]
)
def test_what_is_no_zip_is_wrong(data: bytes) -> None:
    assert failure(data)[0] == FINDINGS


def test_another_method_is_wrong() -> None:
    assert failure(zipped(("a", b"x"), method=zipfile.ZIP_BZIP2)) == (
        FINDINGS,
        "m.zip：“a”的压缩方法不受支持。",
        "m.zip: “a” is packed by a method that is not accepted.",
    )


@given(st.binary(min_size=1, max_size=3), st.integers(min_value=0, max_value=400))
def test_a_damaged_zip_is_read_or_an_error(damage: bytes, where: int) -> None:
    whole = zipped(("a.xml", b"<a/>" * 40), ("b.xml", bytes(range(256))))
    data = whole[:where] + damage + whole[where + len(damage) :]
    with contextlib.suppress(BadFile, Refused):
        dict(archive.members(data, "m.zip"))
