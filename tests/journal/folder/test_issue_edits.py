import datetime as dt
from pathlib import Path

import pytest

from journal import folder
from journal.errors import JournalError, Misused
from journal.folder import issue_edits, issue_toml
from journal.ids import ArticleId, IssueId, Language
from journal.model import IssueEdition, Slot

ZH, EN = Language("zh"), Language("en")
BRIDGE, FERRY, OTHER = ArticleId("hao-bridge"), ArticleId("marsh-ferry"), ArticleId("other")

WRITTEN = """\
# 年度第一期 the first of the year
year = 2031   # spaces kept

[editions.zh]
start = 1

[editions.zh.columns]   # order of the contents
articles = [
  # opens the issue
  "hao-bridge", # two referees
  "marsh-ferry"
  # more to come
]
notes = ["other"]
"""


def test_an_article_takes_its_comments_along() -> None:
    assert issue_edits.ordered(WRITTEN, ZH, "articles", [FERRY, BRIDGE]) == WRITTEN.replace(
        '  # opens the issue\n  "hao-bridge", # two referees\n  "marsh-ferry"\n',
        '  "marsh-ferry",\n  # opens the issue\n  "hao-bridge", # two referees\n',
    )


def test_an_order_that_changes_nothing_changes_no_byte() -> None:
    assert issue_edits.ordered(WRITTEN, ZH, "articles", [BRIDGE, FERRY]) == WRITTEN


def test_an_order_names_all_articles_and_no_other() -> None:
    with pytest.raises(Misused) as caught:
        issue_edits.ordered(WRITTEN, ZH, "articles", [FERRY])
    assert str(caught.value) == (
        "Name all articles of the column “articles” in the edition zh, and no other: hao-bridge marsh-ferry."
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["a", "b", "c"]', '["c", "a", "b"]'),
        ('[ # as agreed\n  "a",\n  "b",\n  "c"]', '[\n  "c",\n  "a",\n  "b",\n]'),
        ('[ # as agreed\n\t"a",\n\t"b",\n\t"c"\n\t]', '[ # as agreed\n\t"c",\n\t"a",\n\t"b",\n\t]'),
        ('[\n  "a", "b",\n  "c",\n]', '[\n  "c",\n  "a",\n  "b",\n]'),
        ("[\n  'a',\n\n  # the end\n  'b',\n  'c',\n]", "[\n  'c',\n  'a',\n\n  # the end\n  'b',\n]"),
    ],
)
def test_a_list_keeps_the_lay_out_it_has(before: str, after: str) -> None:
    frame = "[editions.zh.columns]\nnotes = {} # notes\n"
    ids = [ArticleId(id) for id in "cab"]
    assert issue_edits.ordered(frame.format(before), ZH, "notes", ids) == frame.format(after)


def test_placing_moves_an_article_between_columns() -> None:
    assert issue_edits.placed(WRITTEN, ZH, "articles", OTHER, 2) == WRITTEN.replace(
        'referees\n  "marsh-ferry"\n', 'referees\n  "other",\n  "marsh-ferry",\n'
    ).replace('notes = ["other"]', "notes = []")


def test_placing_at_the_end_in_a_new_edition_and_column() -> None:
    assert issue_edits.placed(WRITTEN, EN, "notes", OTHER) == WRITTEN + '\n[editions.en.columns]\nnotes = ["other"]\n'


def test_removing() -> None:
    assert issue_edits.removed(WRITTEN, ZH, OTHER) == WRITTEN.replace('notes = ["other"]', "notes = []")


def test_a_new_issue_has_every_column_of_every_edition(home: Path) -> None:
    journal = folder.journal(home)
    written = issue_edits.new(journal, IssueId("2031-2"), 2031, "2", dt.date(2031, 4, 15))
    assert written == (
        "# 2031 年第 2 期 · 2031 No. 2 (2031-2)\n"
        'year = 2031\nnumber = "2"\ndate = 2031-04-15\n'
        "\n[editions.zh.columns]\narticles = []\nnotes = []\n"
        "\n[editions.en.columns]\narticles = []\nnotes = []\n"
    )


def test_what_would_not_read_is_not_written(home: Path) -> None:
    journal, folders, id = folder.journal(home), folder.article_folders(home), IssueId("2031-1")
    file = home / issue_toml.file(id)
    before = file.read_text()
    with pytest.raises(JournalError):
        issue_toml.write(home, id, issue_edits.placed(before, ZH, "no-such-column", FERRY), journal, folders)
    assert file.read_text() == before
    issue = issue_toml.write(home, id, issue_edits.placed(before, ZH, "notes", FERRY), journal, folders)
    assert issue == issue_toml.issue(home, id, journal, folders)
    assert issue.edition(ZH) == IssueEdition(ZH, 1, (Slot("articles", BRIDGE), Slot("notes", FERRY)))
