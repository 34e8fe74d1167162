"""An issue whose files are wrong, or a folder that is none, costs itself alone: in every command it is named."""

import shutil
from pathlib import Path

import pytest

from .conftest import Answer, Program, edit

TOML = "issues/2031-2/issue.toml"
BROKEN = f"journal: {TOML}:2: TOML syntax error"


@pytest.fixture
def two(journal: Program, home: Path) -> Path:
    """A home with marsh-ferry in a second issue."""
    journal("issue", "new", "2031-2", home=home)
    journal("issue", "place", "2031-2", "marsh-ferry", "--edition", "en", "--column", "notes", home=home)
    edit(home / "issues/2031-1/issue.toml", "[[waivers]]", "[[waivers]] # none\n[[waivers]]")
    toml = home / "issues/2031-1/issue.toml"
    toml.write_text(toml.read_text("utf-8").partition("[[waivers]]")[0], "utf-8")
    return home


def spoil(home: Path) -> None:
    edit(home / TOML, "year = 2031", "year = ")


def files(home: Path) -> dict[str, bytes]:
    out = home / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def told(answer: Answer) -> list[str]:
    return [line for line in answer.err.splitlines() if TOML in line]


@pytest.mark.parametrize("command", [("status",), ("issue", "list"), ("article", "list")])
def test_lists_show_the_rest_and_name_it(journal: Program, two: Path, command: tuple[str, ...]) -> None:
    spoil(two)
    answer = journal(*command, home=two)
    assert (answer.code, "2031-1" in answer.out) == (1, True)
    assert [line.startswith(BROKEN) for line in answer.err.splitlines()] == [True]


@pytest.mark.slow
def test_build_makes_the_rest_and_leaves_what_was_made_of_it(journal: Program, two: Path) -> None:
    assert journal("build", home=two).code == 0
    before = files(two)
    spoil(two)
    edit(two / "issues/2031-1/hao-bridge/article.xml", "过桥者", "过渡者")
    for names in ((), ("2031-1", "2031-2")):
        answer = journal("build", *names, home=two)
        assert (answer.code, len(told(answer))) == (1, 1)
        assert answer.out.splitlines()[-1].endswith("2031-1.zh.pdf")
        assert {path for path, data in before.items() if files(two).get(path) != data} == {
            "manifest.json",
            "public/articles/hao-bridge/hao-bridge.xml",
            "public/articles/hao-bridge/hao-bridge.zh.pdf",
            "public/issues/2031-1/2031-1.zh.pdf",
        }


@pytest.mark.slow
def test_asked_for_alone_it_and_its_articles_fail_and_others_do_not(journal: Program, two: Path) -> None:
    spoil(two)
    for name in ("2031-2", "marsh-ferry"):
        for verb in (("build", name), ("build", name, "--only", "jats")):
            answer = journal(*verb, home=two)
            assert (answer.code, answer.out, len(told(answer))) == (1, "", 1)
        checked = journal("check", "--allow-unchecked", name, home=two)
        assert (checked.code, checked.out.startswith(f"[error] {TOML}:2: read: TOML syntax error")) == (1, True)
    assert not (two / "out/public").exists()
    for name in ("2031-1", "hao-bridge"):
        assert journal("build", name, "--only", "jats", home=two).code == 0
        assert journal("check", "--allow-unchecked", name, home=two).code == 0
    assert journal("check", "--allow-unchecked", home=two).code == 1


@pytest.mark.parametrize(
    "command",
    [
        ("issue", "show", "2031-2"),
        ("issue", "publish", "2031-2"),
        ("issue", "place", "2031-2", "hao-bridge", "--edition", "zh", "--column", "notes"),
        ("issue", "place", "2031-1", "marsh-ferry", "--edition", "en", "--column", "notes"),
    ],
)
def test_what_needs_it_says_what_is_wrong_with_it(journal: Program, two: Path, command: tuple[str, ...]) -> None:
    spoil(two)
    answer = journal(*command, home=two)
    assert (answer.code, answer.out, answer.err.startswith(BROKEN)) == (1, "", True)


@pytest.mark.slow
@pytest.mark.parametrize("stray", ["Old Stuff", "2031-1/Figures of Hao"])
def test_a_stray_folder_is_named_and_all_is_made(journal: Program, home: Path, stray: str) -> None:
    (home / "issues" / stray).mkdir()
    said = f"issues/{stray}: "
    built = journal("build", home=home)
    assert (built.code, len(built.out.splitlines()), built.err.count(said)) == (1, 2, 1)
    checked = journal("check", "--allow-unchecked", home=home)
    assert (checked.code, checked.out.count(said)) == (1, 1)
    assert journal("status", home=home).err.count(said) == 1
    shutil.rmtree(home / "issues" / stray)
    assert journal("build", home=home).code == 0
