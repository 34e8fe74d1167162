"""What an editor can get wrong in journal.toml and issue.toml: one row a fault."""

from pathlib import Path

import pytest

from journal import folder
from journal.errors import JournalError
from journal.folder import issue_toml

JOURNAL, ISSUE = "journal.toml", "issues/2031-1/issue.toml"

# File, what stands there, what somebody writes instead, exit code, the whole line in English; "…" at its end leaves
# the rest to whoever words it: tomllib, or the class of the identifier.
FAULTS = [
    (JOURNAL, 'format = 1', 'format = 2', 1, 'journal.toml:3 (format): format 2 is newer than this program (1). Install a newer version of journal.'),
    (JOURNAL, 'format = 1\n', '', 1, 'journal.toml:1: “format” is missing. Add format.'),
    (JOURNAL, 'id = "ferry-review"', 'id = "Ferry Review"', 1, 'journal.toml:4 (id): “Ferry Review” has the wrong form. Write it like case-notes.'),
    (JOURNAL, 'registrar =', 'registra =', 1, 'journal.toml:8 (registra): unknown name “registra”. Did you mean “registrar”?'),
    (JOURNAL, '"crossref"', '"datacite"', 1, 'journal.toml:8 (registrar): unknown name “datacite”. Possible here: crossref, chinadoi.'),
    (JOURNAL, 'first_year = 2030', 'first_year = "2030"', 1, 'journal.toml:5 (first_year): should be a whole number, but is text in quotes. Make it a whole number.'),
    (JOURNAL, 'first_year = 2030', 'first_year = true', 1, 'journal.toml:5 (first_year): should be a whole number, but is true or false. Make it a whole number.'),
    (JOURNAL, 'issues_a_year = 4', 'issues_a_year = 0', 1, 'journal.toml:6 (issues_a_year): 0 is out of range. It is from 1 to 366.'),
    (JOURNAL, 'zh = "渡口评论"\nen', 'zh = "渡口评论', 1, 'journal.toml:12: TOML syntax error (…'),
    (JOURNAL, 'issn = "0000-0000"', 'issn = "0000-0001"', 1, 'journal.toml:36 (editions.zh.issn): “0000-0001” is not a valid ISSN: …'),
    (JOURNAL, 'cn = "CN 00-0000/D"', 'cn = "京00-0000"', 1, 'journal.toml:37 (editions.zh.cn): “京00-0000” is not a valid CN (Chinese serial number): …'),
    (JOURNAL, 'scope = "article"', 'scope = "paragraph"', 1, 'journal.toml:51 (editions.en.style.scope): unknown name “paragraph”. Possible here: page, article.'),
    (JOURNAL, 'notes = "1"', 'notes = "(1)"', 1, 'journal.toml:50 (editions.en.style.notes): unknown name “(1)”. Did you mean “1”?'),
    (JOURNAL, '"主编" = "闻人若谷"', '"主编" = ""', 1, 'journal.toml:42 (editions.zh.imprint.主编): must not be empty. Fill it in.'),
    (JOURNAL, '"闻人若谷"', '"闻人\\u202e若谷"', 1, 'journal.toml:42 (editions.zh.imprint.主编): holds an invisible control character, U+202E. Remove it.'),
    (JOURNAL, 'en = "Articles"', 'fr = "Articles"', 1, 'journal.toml:54 (columns.articles): has no text in en, and the journal has that edition. Add en = "…".'),
    (JOURNAL, 'en = "Ferry Society"\n', '', 1, 'journal.toml:15 (publisher): has no text in en, and the journal has that edition. Add en = "…".'),
    (JOURNAL, '[editions.en]', '[editions.EN]', 1, 'journal.toml:44 (editions.EN): the language is written en. Write it so.'),
    (JOURNAL, '[editions.en]', '[editions.english]', 1, 'journal.toml:44 (editions.english): “english” is not a valid language tag: …'),
    (JOURNAL, 'https://example.org/ferry-review', 'example.org', 1, 'journal.toml:9 (site): “example.org” has the wrong form. Write it like https://example.org/human-rights.'),
    (JOURNAL, 'articles = {', 'Articles = {', 1, 'journal.toml:54 (columns.Articles): “Articles” has the wrong form. Write it like case-notes.'),
    (JOURNAL, '[columns]\narticles = { zh = "论文", en = "Articles" }\nnotes = { zh = "札记", en = "Notes" }', '[columns]', 1, 'journal.toml:53 (columns): needs at least one entry. Add one.'),
    (ISSUE, '2031-01-15', '"2031-02-30"', 1, 'issues/2031-1/issue.toml:3 (date): “2031-02-30” is not a date. Write it like 2026-09-15.'),
    (ISSUE, '2031-01-15', '"15.1.2031"', 1, 'issues/2031-1/issue.toml:3 (date): “15.1.2031” is not a date. Write it like 2026-09-15.'),
    (ISSUE, '2031-01-15', '2031-01-15T08:00:00Z', 1, 'issues/2031-1/issue.toml:3 (date): should be a date, but is a date with a time. Make it a date.'),
    (ISSUE, 'year = 2031', 'year = 2032', 1, "issues/2031-1/issue.toml:1 (year): 2032 No. 1 is not what its folder 2031-1 says. Correct this, or the folder's name."),
    (ISSUE, 'number = "1"', 'number = "2"', 1, "issues/2031-1/issue.toml:2 (number): 2031 No. 2 is not what its folder 2031-1 says. Correct this, or the folder's name."),
    (ISSUE, '"hao-bridge",\n  "', '"hao-brigde",\n  "', 1, 'issues/2031-1/issue.toml:17 (editions.en.columns.articles[1]): unknown name “hao-brigde”. Did you mean “hao-bridge”?'),
    (ISSUE, '"hao-bridge",\n', '"marsh-ferry",\n', 1, 'issues/2031-1/issue.toml:18 (editions.en.columns.articles[2]): “marsh-ferry” is placed twice in this edition (first on line 17). Remove one of the two.'),
    (ISSUE, '"hao-bridge",\n', '"../hao-bridge",\n', 3, "issues/2031-1/issue.toml:17 (editions.en.columns.articles[1]): “../hao-bridge” holds a path and is refused. Use the name of the folder, for example 2026-5 or li-water."),
    (ISSUE, '"hao-bridge",\n', '3,\n', 1, 'issues/2031-1/issue.toml:17 (editions.en.columns.articles[1]): should be text in quotes, but is a whole number. Make it text in quotes.'),
    (ISSUE, '"hao-bridge",\n', '"Hao Bridge",\n', 1, 'issues/2031-1/issue.toml:17 (editions.en.columns.articles[1]): “Hao Bridge” is not a valid article id: …'),
    (ISSUE, 'articles = ["hao-bridge"]', 'artikles = ["hao-bridge"]', 1, 'issues/2031-1/issue.toml:10 (editions.zh.columns.artikles): unknown name “artikles”. Did you mean “articles”?'),
    (ISSUE, 'articles = ["hao-bridge"]', 'articles = "hao-bridge"', 1, 'issues/2031-1/issue.toml:10 (editions.zh.columns.articles): should be a list, but is text in quotes. Make it a list.'),
    (ISSUE, '[editions.en]', '[editions.fr]', 1, 'issues/2031-1/issue.toml:12 (editions.fr): unknown name “fr”. Possible here: zh, en.'),
    (ISSUE, 'start = 1\n\n[editions.en.', 'start = 0\n\n[editions.en.', 1, 'issues/2031-1/issue.toml:13 (editions.en.start): 0 is out of range. It is from 1 to 999999.'),
    (ISSUE, 'reason =', 'because =', 1, 'issues/2031-1/issue.toml:24 (waivers[1].because): unknown name “because”. Possible here: rule, article, reason.'),
    (ISSUE, 'reason = "札记不设关键词 a note has no keywords"', '', 1, 'issues/2031-1/issue.toml:21 (waivers[1]): “reason” is missing. Add reason under waivers[1].'),
    (ISSUE, 'volume = 2', 'volume = 2\nvolume = 3', 1, 'issues/2031-1/issue.toml:5: TOML syntax error (…'),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "code", "said"), FAULTS)
def test_a_fault_is_said_in_one_line_with_its_place(
    home: Path, file: str, right: str, wrong: str, code: int, said: str
) -> None:
    text = (home / file).read_text(encoding="utf-8")
    assert right in text
    (home / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(JournalError) as caught:
        read(home)
    told = caught.value.say("en")
    assert (caught.value.exit, told[: len(said) - 1] + "…" if said.endswith("…") else told) == (code, said)
    assert caught.value.say("zh") != told


def read(home: Path) -> None:
    """journal.toml and every issue.toml."""
    journal, folders = folder.journal(home), folder.article_folders(home)
    for id in folder.issue_ids(home):
        issue_toml.issue(home, id, journal, folders)


def test_a_file_that_is_not_utf8_is_named_with_its_line(home: Path) -> None:
    (home / JOURNAL).write_bytes("format = 1\n# 人权\n".encode("gbk"))
    with pytest.raises(JournalError) as caught:
        folder.journal(home)
    assert (caught.value.exit, str(caught.value)) == (1, "journal.toml:2: is not UTF-8. Save it as UTF-8.")


def test_deep_nesting_and_long_numbers_are_errors_of_the_file(home: Path) -> None:
    for text in ("x = " + "[" * 20_000, "x = " + "9" * 5_000):
        (home / JOURNAL).write_text(text)
        with pytest.raises(JournalError) as caught:
            folder.journal(home)
        assert caught.value.exit == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year = ", "值写得不对（文字须加引号）"),
        ("year 5", "键之后缺少“=”"),
        ("a = 1 b = 2", "一行末尾有多余的内容"),
        ("[a", "括号或引号没有结束"),
        ('a = "x', "引号没有结束"),
        ('a = "x\n', "有不允许的字符，或引号没有结束"),
        ("a = [1, 2\nb = 3", "方括号没有结束"),
        ("a = 1\na = 2", "同一个键写了两次"),
        ("[a]\n[a]", "同一个表写了两次"),
        ('a = "\\x"', "引号内的“\\”应写成“\\\\”"),
    ],
)
def test_wrong_toml_is_said_in_chinese_too(home: Path, text: str, said: str) -> None:
    (home / JOURNAL).write_text(text, encoding="utf-8")
    with pytest.raises(JournalError) as caught:
        folder.journal(home)
    assert f"TOML 语法错误（{said}）。" in caught.value.say("zh")
