"""What waits, and the command to type next: each of which is one that works."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .bureau import Bureau
from .conftest import Program, edit

ROOT = Path(__file__).parents[3]


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


# ---------------------------------------------------------------- the office


def test_what_waits_for_whom_since_when_and_how_late(bureau: Bureau) -> None:
    first, second = bureau.in_review(), bureau.submitted("linghu")
    bureau.invited(first, "shentu")
    bureau.later(10)
    rows = [
        row for row in bureau("wenren", "status", as_json=True).data if row["kind"]["en"] in ("manuscript", "review")
    ]
    assert [
        (row["id"], row["state"]["en"], row["role"]["en"], row["who"], row["since"], row["late"], row["next"]) for row in rows
    ] == [
        (first, "invitation unanswered", "reviewer", ["Shentu Yuan"], "2031-03-01", 3, "journal review respond 1 --accept"),
        (second, "submitted", "managing editor", ["Wenren Ruogu"], "2031-03-01", 3, f"journal manuscript assign {second} PERSON"),
    ]  # fmt: skip


def test_what_waits_for_me(bureau: Bureau) -> None:
    first, second = bureau.in_review(), bureau.submitted("linghu")
    (number,) = bureau.invited(first, "shentu")

    def mine(who: str) -> list[tuple[str, str]]:
        return [(row["id"], row["next"]) for row in bureau(who, "status", "--mine", as_json=True).data]

    assert mine("wenren") == [(second, f"journal manuscript assign {second} PERSON")]
    assert mine("gongyang") == []
    assert mine("shentu") == [(first, f"journal review respond {number} --accept")]
    bureau.done("shentu", "review", "respond", number, "--accept")
    assert mine("shentu") == [(first, f"journal review submit {number} --report FILE")]
    bureau.done("gongyang", "review", "cancel", number)
    assert mine("gongyang") == [(first, f"journal review invite {first} PERSON")]
    bureau.reviewed(first, "shentu", "whitcombe")
    assert mine("gongyang") == [(first, f"journal manuscript decide {first} to-second-reading")]


def test_an_author_is_not_told_of_referees(bureau: Bureau) -> None:
    id = bureau.in_review("zhongli")
    bureau.invited(id, "shentu")
    for who in ("zhongli", "yuwen", "linghu"):
        answer = bureau(who, "status", as_json=True)
        assert [word for word in (id, "Shentu", "申屠") if word in answer.out] == []


def test_where_there_is_no_office_nothing_of_it_is_loaded(home: Path) -> None:
    code = (
        f"import sys, cli; code = cli.run(['--home', {str(home)!r}, 'status']); "
        "print(code, sorted({'sqlalchemy', 'alembic', 'journal.office'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == "0 []\n"


def test_who_is_not_in_the_register_sees_the_issues(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_TRUST_AS")
    answer = bureau.journal("status", home=bureau.home)
    assert (answer.code, "2031-1" in answer.out, "journal person add" in answer.err) == (0, True, True)
    assert bureau.journal("status", "--mine", home=bureau.home).code == 3
