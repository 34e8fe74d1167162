"""What waits, and the command to type next: each of which is one that works."""

import shlex
import shutil
from pathlib import Path

from .conftest import Program, edit


def lines(journal: Program, home: Path) -> dict[str, tuple[str, list[str], str]]:
    rows = journal("status", home=home, as_json=True).data
    return {row["id"]: (row["state"]["en"], [one["en"] for one in row["missing"]], row["next"]) for row in rows}


def test_each_line_says_what_is_missing_and_what_to_type(journal: Program, home: Path) -> None:
    edit(home / "issues/2031-1/issue.toml", 'article = "marsh-ferry"', 'article = "nobody"')
    assert lines(journal, home) == {
        "2031-1": ("in preparation", ["articles that lack something: 1"], "journal check 2031-1"),
        "hao-bridge": ("in 2031-1", [], "journal look hao-bridge"),
        "marsh-ferry": (
            "in 2031-1",
            ["There are no English keywords", "There are no Chinese keywords"],
            "journal check marsh-ferry",
        ),
    }


def test_what_is_typed_next_is_done(journal: Program, home: Path) -> None:
    (home / "issues/forthcoming").mkdir(exist_ok=True)
    shutil.move(home / "issues/2031-1/hao-bridge", home / "issues/forthcoming/hao-bridge")
    toml = home / "issues/2031-1/issue.toml"
    edit(toml, '["hao-bridge"]', "[]")
    edit(toml, '  "hao-bridge",\n', "")
    state, missing, command = lines(journal, home)["hao-bridge"]
    assert (state, missing, command) == (
        "forthcoming",
        [],
        "journal issue place 2031-1 hao-bridge --edition zh --column articles",
    )
    assert journal(*shlex.split(command)[1:], home=home).code == 0
    assert lines(journal, home)["hao-bridge"][0] == "in 2031-1"


def test_an_empty_issue_and_an_article_that_cannot_be_read(journal: Program, home: Path) -> None:
    journal("issue", "new", "2031-2", home=home)
    (home / "issues/2031-1/hao-bridge/article.xml").write_text("no XML")
    found = lines(journal, home)
    assert found["2031-2"] == (
        "in preparation",
        ["no article yet"],
        "journal issue place 2031-2 ARTICLE --edition zh --column articles",
    )
    assert found["hao-bridge"] == ("in 2031-1", ["it cannot be read"], "journal check hao-bridge")


def test_a_home_without_issues(journal: Program, home: Path) -> None:
    shutil.rmtree(home / "issues")
    answer = journal("status", home=home)
    assert (answer.code, answer.out, answer.err) == (0, "", "journal: nothing to list.\n")
