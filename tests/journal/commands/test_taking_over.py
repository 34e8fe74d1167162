"""What another system left, from the command line: entered once, without letters, and listed where it could not be carried."""

from tests.journal.office.exports import article, export, issue

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


def test_one_source_at_a_time(bureau: Bureau) -> None:
    assert bureau.refused("wenren", "office", "import", code=2)[0] == "Misused"
