"""Issues made, listed, shown, and articles placed in them."""

import shutil
from pathlib import Path

import pytest

from .conftest import Program, edit

TOML = "issues/2031-1/issue.toml"
ZH = ("--edition", "zh", "--column")
EN = ("--edition", "en", "--column")


def columns(journal: Program, home: Path, issue: str = "2031-1") -> list[tuple[str, str, str]]:
    shown = journal("issue", "show", issue, home=home, as_json=True).data
    return [(one["edition"], one["column"], one["article"]) for one in shown["articles"]]


@pytest.fixture
def waiting(home: Path) -> Path:
    """A home in which marsh-ferry is forthcoming and 2031-2 is an empty issue."""
    shutil.move(home / "issues/2031-1/marsh-ferry", home / "issues/forthcoming/marsh-ferry")
    edit(home / TOML, '  "marsh-ferry", # the original is English\n', "")
    return home


# ---------------------------------------------------------------- new


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["2031-2"], ["year = 2031", 'number = "2"', "date = 2031-04-15"]),
        (["2031-2-3"], ["year = 2031", 'number = "2-3"', "date = 2031-04-15"]),
        (["2032-1", "--date", "2032-02-01"], ["year = 2032", 'number = "1"', "date = 2032-02-01"]),
        (["spring", "--year", "2032", "--number", "S1"], ["year = 2032", 'number = "S1"', "date = 2032-01-15"]),
    ],
)
def test_new(journal: Program, home: Path, arguments: list[str], lines: list[str]) -> None:
    answer = journal("issue", "new", *arguments, home=home)
    assert (answer.code, answer.out) == (0, f"new: issues/{arguments[0]}/issue.toml\n")
    assert (home / f"issues/{arguments[0]}/issue.toml").read_text("utf-8").splitlines()[1:4] == lines
    assert journal("issue", "show", arguments[0], home=home).code == 0


def test_new_refuses_what_is_there_and_dry_run_makes_nothing(journal: Program, home: Path) -> None:
    before = (home / TOML).read_bytes()
    assert journal("issue", "new", "2031-1", home=home).code == 3
    assert (home / TOML).read_bytes() == before
    assert journal("issue", "new", "2031-2", "--dry-run", home=home).out == "new: issues/2031-2/issue.toml\n"
    assert not (home / "issues/2031-2").exists()


def test_new_that_does_not_fit_its_id_leaves_nothing(journal: Program, home: Path) -> None:
    assert journal("issue", "new", "2031-2", "--number", "3", home=home).code == 1
    assert not (home / "issues/2031-2").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("2031-5",),
        ("2031-0",),
        ("2031-4-5",),
        ("2031-3-2",),
        ("2031-2-2",),
        ("extra", "--year", "2031", "--number", "9"),
    ],
)
def test_new_refuses_a_number_that_a_quarterly_does_not_have(
    journal: Program, home: Path, arguments: tuple[str, ...]
) -> None:
    answer = journal("issue", "new", *arguments, home=home)
    assert (answer.code, answer.err.startswith("journal: There are 4 issues a year")) == (2, True)
    assert not (home / "issues" / arguments[0]).exists()


# ---------------------------------------------------------------- list, show


def test_list(journal: Program, home: Path) -> None:
    assert journal("issue", "list", home=home).out == (
        "issue   year  no.  date        articles    state\n2031-1  2031  1    2031-01-15  zh 1; en 2  in preparation\n"
    )


def test_show(journal: Program, home: Path) -> None:
    data = journal("issue", "show", "2031-1", home=home, as_json=True).data
    articles = data.pop("articles")
    assert data == {
        "issue": "2031-1",
        "titles": {},
        "year": 2031,
        "number": "1",
        "volume": 2,
        "serial": None,
        "date": "2031-01-15",
        "state": {"zh": "在编", "en": "in preparation"},
        "waivers": data["waivers"],
    }
    assert articles[0] == {
        "edition": "zh",
        "column": "articles",
        "order": 1,
        "article": "hao-bridge",
        "first": None,
        "last": None,
        "missing": [],
        "titles": articles[0]["titles"],
    }
    assert list(articles[0]["titles"]) == ["zh", "en"]


def test_an_article_that_cannot_be_read_is_shown_as_such(journal: Program, home: Path) -> None:
    (home / "issues/2031-1/hao-bridge/article.xml").write_text("<article>")
    shown = journal("issue", "show", "2031-1", home=home, as_json=True).data["articles"][0]
    assert (shown["article"], shown["missing"][0]["en"]) == ("hao-bridge", "it cannot be read")


# ---------------------------------------------------------------- place, order


def test_place_moves_a_forthcoming_article_into_its_column(journal: Program, waiting: Path) -> None:
    answer = journal("issue", "place", "2031-1", "marsh-ferry", *EN, "notes", home=waiting)
    assert (answer.code, answer.out) == (0, f"move to: issues/2031-1/marsh-ferry\nedit: {TOML}\n")
    assert (waiting / "issues/2031-1/marsh-ferry/figure-1.svg").is_file()
    assert columns(journal, waiting) == [
        ("zh", "articles", "hao-bridge"),
        ("en", "articles", "hao-bridge"),
        ("en", "notes", "marsh-ferry"),
    ]


def test_place_at_a_position_and_twice_the_same(journal: Program, home: Path) -> None:
    place = ("issue", "place", "2031-1", "marsh-ferry", *EN, "articles", "--position", "1")
    assert journal(*place, home=home).code == 0
    assert [one[2] for one in columns(journal, home)] == ["hao-bridge", "marsh-ferry", "hao-bridge"]
    before = (home / TOML).read_bytes()
    answer = journal(*place, home=home)
    assert (answer.code, answer.out, answer.err) == (0, "", "journal: nothing changed.\n")
    assert (home / TOML).read_bytes() == before


def test_place_takes_an_article_out_of_the_issue_where_it_was(journal: Program, home: Path) -> None:
    journal("issue", "new", "2031-2", home=home)
    answer = journal("issue", "place", "2031-2", "hao-bridge", *ZH, "articles", home=home)
    assert answer.out == (f"edit: {TOML}\nmove to: issues/2031-2/hao-bridge\nedit: issues/2031-2/issue.toml\n")
    assert columns(journal, home) == [("en", "articles", "marsh-ferry")]
    assert columns(journal, home, "2031-2") == [("zh", "articles", "hao-bridge")]
    assert "# the original is English" in (home / TOML).read_text("utf-8")


def test_place_refuses_an_edition_in_whose_language_there_is_no_text(journal: Program, waiting: Path) -> None:
    answer = journal("issue", "place", "2031-1", "marsh-ferry", *ZH, "notes", home=waiting)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("journal: marsh-ferry has no full text in zh (it has: en) and cannot stand")
    assert (waiting / "issues/forthcoming/marsh-ferry").is_dir()


def test_place_by_dry_run_changes_nothing(journal: Program, waiting: Path) -> None:
    before = {path: path.read_bytes() for path in waiting.rglob("*") if path.is_file()}
    answer = journal("issue", "place", "2031-1", "marsh-ferry", *EN, "notes", "--dry-run", home=waiting)
    assert (answer.code, answer.out.count("\n")) == (0, 2)
    assert {path: path.read_bytes() for path in waiting.rglob("*") if path.is_file()} == before


def test_order(journal: Program, home: Path) -> None:
    order = ("issue", "order", "2031-1", "marsh-ferry", "hao-bridge", *EN, "articles")
    assert journal(*order, home=home).out == f"edit: {TOML}\n"
    assert [one[2] for one in columns(journal, home)] == ["hao-bridge", "marsh-ferry", "hao-bridge"]
    assert "# the original is English" in (home / TOML).read_text("utf-8")


def test_an_article_that_cannot_be_read_is_not_placed(journal: Program, waiting: Path) -> None:
    (waiting / "issues/forthcoming/marsh-ferry/article.xml").write_text("<article>")
    answer = journal("issue", "place", "2031-1", "marsh-ferry", *EN, "notes", home=waiting)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("journal: issues/forthcoming/marsh-ferry/article.xml:1")
    assert (waiting / "issues/forthcoming/marsh-ferry").is_dir()
