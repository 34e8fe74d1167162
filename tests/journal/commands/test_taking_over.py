"""What another system left, from the command line: entered once, without letters, and listed where it could not be carried."""

import re

from tests.journal.office.exports import USERS, article, export, issue

from .bureau import Bureau

SHEET = "稿号,题名,作者,邮箱,收稿日期,正文\nA-17,渡口札记,宇文拓,yuwen2@three.example.org,2030-12-01,a17.md\n"


def test_an_ojs_export_is_entered_once(bureau: Bureau) -> None:
    file = bureau.file("export.xml", export(issue([article(1)])))
    first = bureau("wenren", "office", "import", "--ojs", file, as_json=True)
    assert first.code == 0, first.err
    assert first.data["new"] == 1
    again = bureau("wenren", "office", "import", "--ojs", file, as_json=True)
    assert (again.data["new"], again.data["unchanged"]) == (0, 1)
    assert bureau("wenren", "letter", "list", as_json=True).data == []


def test_a_dry_run_of_an_import_enters_nothing(bureau: Bureau) -> None:
    before = bureau.head()
    file = bureau.file("export.xml", export(issue([article(1)])))
    assert bureau("wenren", "office", "import", "--ojs", file, "--dry-run").code == 0
    assert bureau.head() == before


def test_a_sheet_of_open_submissions_in_gbk(bureau: Bureau) -> None:
    bureau.file("a17.md", "# 渡口札记\n")
    file = bureau.file("open.csv", SHEET.encode("gbk"))
    for is_new in ({"zh": "是", "en": "yes"}, None):
        answer = bureau("wenren", "office", "import", "--csv", file, as_json=True)
        assert answer.code == 0, answer.err
        assert [(row["there"], row["here"], row["new"]) for row in answer.data] == [("A-17", "2030-0001", is_new)]


def test_every_row_that_is_wrong_is_said_and_none_is_entered(bureau: Bureau) -> None:
    wrong = SHEET + "A-18,渡口,,,,\nA-19,岸,津,a@b.example.org;c@b.example.org,,\n"
    before = bureau.head()
    answer = bureau("wenren", "office", "import", "--csv", bureau.file("open.csv", wrong), lang="zh")
    assert answer.code == 1
    said = [line for line in answer.err.splitlines() if "JOURNAL_TRUST_AS" not in line]
    assert [re.sub("：.*", "", line.removeprefix("journal: ")) for line in said] == [
        "open.csv:2", "open.csv:3", "open.csv:4", "open.csv 中有 3 行不能用，一行也没有导入。请在表格中改正后另存为 CSV。",
    ]  # fmt: skip
    assert bureau.head() == before


def test_users_alone(bureau: Bureau) -> None:
    answer = bureau("wenren", "office", "import", "--users", bureau.file("users.xml", USERS), as_json=True)
    assert answer.code == 0, answer.err
    assert answer.data["people"] == 3
    assert (
        bureau.refused("wenren", "office", "import", "--ojs", bureau.file("users.xml", USERS), code=1)[0] == "BadFile"
    )


def test_one_source_at_a_time(bureau: Bureau) -> None:
    assert bureau.refused("wenren", "office", "import", code=2)[0] == "Misused"
