"""Rows and records as text and as data."""

import datetime as dt
import json

import pytest

from journal.commands.asked import Asked
from journal.commands.display import Field, display, visible, width
from journal.errors import Bilingual, Level

FIELDS = (
    Field("name", Bilingual("姓名", "name"), lambda row: row["name"]),
    Field("n", Bilingual("数", "n"), lambda row: row.get("n")),
    Field("said", Bilingual("说", "said"), lambda row: row.get("said")),
)
ROWS = ({"name": "欧阳静之", "n": 3}, {"name": "Li", "said": Bilingual("好", "good")}, {"name": "𠮷ë", "n": 12})


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("张三", 4), ("𠮷", 2), ("e\u0301", 1), ("①“”", 3), ("（）", 4), ("\u200d", 0)]
)
def test_width_is_that_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_table_is_aligned_by_width(capsys: pytest.CaptureFixture[str]) -> None:
    display(Asked(lang="zh"), ROWS, FIELDS)
    assert capsys.readouterr().out == "姓名      数  说\n欧阳静之  3\nLi            好\n𠮷ë       12\n"


def test_the_same_rows_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    display(Asked(json=True), ROWS, FIELDS)
    assert json.loads(capsys.readouterr().out) == [
        {"name": "欧阳静之", "n": 3, "said": None},
        {"name": "Li", "n": None, "said": {"zh": "好", "en": "good"}},
        {"name": "𠮷ë", "n": 12, "said": None},
    ]


def test_paragraphs_are_lines_of_a_record_and_one_line_of_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    text = "一。\r\n二。\n\x1b[2J三。\n"
    fields = (
        Field("title", Bilingual("题名", "title"), lambda record: "渡口"),
        Field("abstracts", Bilingual("摘要", "abstract"), lambda record: {"zh": text, "en": "One."}),
    )
    display(Asked(lang="zh"), object(), fields)
    assert capsys.readouterr().out == "题名  渡口\n摘要  zh 一。\n      二。\n      \\u{001B}[2J三。；en One.\n"
    display(Asked(lang="zh"), ({"name": text},), FIELDS[:1])
    assert capsys.readouterr().out == "姓名\n一。 二。 \\u{001B}[2J三。\n"


def test_a_record_with_a_table_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    fields = (
        Field("day", Bilingual("日", "day"), lambda record: dt.date(2031, 1, 15)),
        Field("level", Bilingual("级别", "level"), lambda record: Level.ERROR),
        Field("open", Bilingual("开放", "open"), lambda record: True),
        Field("counts", Bilingual("数", "counts"), lambda record: {"zh": 1, "en": 2}),
        Field("none", Bilingual("无", "none"), lambda record: None),
        Field("rows", Bilingual("行", "rows"), lambda record: ROWS[1:2], FIELDS),
    )
    display(Asked(lang="en"), object(), fields)
    assert capsys.readouterr().out == (
        "day     2031-01-15\nlevel   error\nopen    yes\ncounts  zh 1; en 2\n\nname  n  said\nLi       good\n"
    )
    display(Asked(json=True), object(), fields)
    assert json.loads(capsys.readouterr().out) == {
        "day": "2031-01-15",
        "level": "error",
        "open": True,
        "counts": {"zh": 1, "en": 2},
        "none": None,
        "rows": [{"name": "Li", "n": None, "said": {"zh": "好", "en": "good"}}],
    }


def test_nothing_is_said_on_stderr_and_is_a_list_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    display(Asked(lang="en"), (), FIELDS)
    assert capsys.readouterr() == ("", "journal: nothing to list.\n")
    display(Asked(lang="en", quiet=True), (), FIELDS)
    assert capsys.readouterr() == ("", "")
    display(Asked(json=True), (), FIELDS)
    assert capsys.readouterr() == ("[]\n", "")


def test_what_would_speak_to_the_terminal_is_written_out() -> None:
    assert visible("a\x1b[2Jb\u202ec\nd") == "a\\u{001B}[2Jb\\u{202E}c\\u{000A}d"


def test_a_row_may_be_a_text_or_a_pair(capsys: pytest.CaptureFixture[str]) -> None:
    display(Asked(json=True), ("ab", "c"), (Field("text", Bilingual("文", "text"), lambda row: row),))
    assert json.loads(capsys.readouterr().out) == [{"text": "ab"}, {"text": "c"}]
    display(Asked(json=True), (("a", 1),), (Field("n", Bilingual("数", "n"), lambda row: row[1]),))
    assert json.loads(capsys.readouterr().out) == [{"n": 1}]
