"""Sample copies, deposit copies and reprints at the command line."""

from pathlib import Path

import pytest

from .bureau import Bureau
from .conftest import edit
from .test_fee import issue
from .test_sheets import text

__all__ = ["issue"]


@pytest.fixture
def deposits(issue: Bureau) -> Bureau:
    edit(issue.home / "journal.toml", "[policies]\n", '[policies]\ndeposit_copies = "石塘图书馆 3"\n')
    return issue


def listed(bureau: Bureau, who: str = "wenren") -> list[tuple[object, ...]]:
    answer = bureau(who, "sample", "list", "2031-1", as_json=True)
    assert answer.code == 0, answer.err
    return [(row["number"], row["why"]["en"], row["to"], row["copies"], row["sent"]) for row in answer.data]


def test_copies_are_listed_changed_and_sent(deposits: Bureau) -> None:
    bureau = deposits
    assert "× 3" in bureau("wenren", "sample", "make", "2031-1", "--dry-run").out
    assert listed(bureau) == []
    answer = bureau("wenren", "sample", "make", "2031-1")
    assert "石塘图书馆" in answer.out
    assert bureau.done("wenren", "sample", "make", "2031-1") == []
    bureau.done("wenren", "sample", "add", "2031-1", "--to", "青湖书院", "--copies", 5)
    bureau.done("wenren", "sample", "add", "2031-1", "--person", "linghu", "--copies", 1)
    bureau.done("wenren", "sample", "change", 2, "--copies", 0)
    steps = bureau.done("wenren", "sample", "sent", 1)
    assert [(step["kind"], step["about"].partition(" <")[0]) for step in steps] == [
        ("sample-sent", "#1"), ("sample-sent", "宇文拓"),
    ]  # fmt: skip
    bureau.done("wenren", "sample", "sent", "--issue", "2031-1")
    assert listed(bureau) == [
        (1, "author", "Yuwen Tuo", 2, "2031-03-01"), (2, "author", "Eleanor Whitcombe", 0, None),
        (3, "deposit", "石塘图书馆", 3, "2031-03-01"), (4, "deposit", "青湖书院", 5, "2031-03-01"),
        (5, "complimentary", "Linghu Xue", 1, "2031-03-01"),
    ]  # fmt: skip
    for wrong in (
        ("sent",),
        ("sent", 1, "--issue", "2031-1"),
        ("add", "2031-1", "--copies", 1),
        ("change", 2, "--copies", "x"),
    ):
        bureau.refused("wenren", "sample", *wrong, code=2)
    assert bureau.refused("wenren", "sample", "sent", 99)[0] == "NoSuchSample"
    assert bureau.refused("gongyang", "sample", "make", "2031-1")[0] == "NoRight"
    assert bureau.refused("yuwen", "sample", "list", "2031-1")[0] == "NoRight"


def test_who_wrote_a_paper_is_not_told_its_referees_by_their_copies(deposits: Bureau) -> None:
    bureau = deposits
    edit(bureau.home / "journal.toml", "[policies]\n", '[policies]\nsample_copies_referee = "1"\n')
    bureau.done("wenren", "sample", "make", "2031-1")
    assert [row[2] for row in listed(bureau) if row[1] == "referee"] == ["Shentu Yuan", "Eleanor Whitcombe"]
    bureau.done("duanmu", "person", "role", "yuwen", "section-editor")
    assert [row[2] for row in listed(bureau, "yuwen") if row[1] == "referee"] == []
    assert "2 not listed" in bureau("yuwen", "sample", "list", "2031-1").err


def test_a_journal_without_deposits_is_told_of_it(issue: Bureau) -> None:
    assert "has no deposit_copies" in issue("wenren", "sample", "make", "2031-1").err


@pytest.mark.slow
def test_the_sheet_of_copies(deposits: Bureau, tmp_path: Path) -> None:
    deposits.done("wenren", "sample", "make", "2031-1")
    target = tmp_path / "copies.pdf"
    assert deposits("gongyang", "issue", "sheet", "2031-1", "samples", "--to", target).code == 0
    said = text(target)
    assert [word in said for word in ("样刊寄送、缴送单", "石塘图书馆", "宇文拓", "2031-0001")] == [True] * 4
    assert deposits.refused("yuwen", "issue", "sheet", "2031-1", "samples", "--to", target)[0] == "NoRight"


def test_reprints_article_by_article(issue: Bureau) -> None:
    bureau = issue
    bureau.done("wenren", "reprint", "add", "2031-0002", "--digest", "石塘文摘", "--number", "2031年第6期", "--part")
    bureau.done("gongyang", "reprint", "add", "2031-0001", "--digest", "法学文摘", "--number", "2031年第5期")
    rows = bureau("zhongli", "reprint", "list", "--issue", "2031-1", as_json=True).data
    assert [(row["manuscript"], row["digest"], row["number"], row["whole"]) for row in rows] == [
        ("2031-0001", "法学文摘", "2031年第5期", True), ("2031-0002", "石塘文摘", "2031年第6期", False),
    ]  # fmt: skip
    assert bureau("zhongli", "reprint", "list", "--issue", "2031-2", as_json=True).data == []
    again = ("reprint", "add", "2031-0001", "--digest", "法学文摘", "--number", "2031年第5期")
    bureau.refused("wenren", *again, code=2)
    assert bureau.refused("wenren", "reprint", "add", "nothing", *again[3:])[0] == "NoSuchManuscript"
    assert bureau.refused("yuwen", "reprint", "list")[0] == "NoRight"
