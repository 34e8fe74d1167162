"""What a new journal's home holds: its journal.toml, an empty first issue, its copy of the templates, git's settings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journal.folder import house_toml, issue_edits, issue_toml, journal_toml
from journal.ids import IssueId, Language

COLUMNS = {
    "editorial": {"zh": "卷首语", "en": "Editorial"},
    "articles": {"zh": "论文", "en": "Articles"},
    "cases": {"zh": "案例评析", "en": "Case Notes"},
    "reviews": {"zh": "书评", "en": "Book Reviews"},
    "documents": {"zh": "文献", "en": "Documents"},
}
HOLDER = {"zh": "作者", "en": "The Author(s)"}
STYLE = {"zh": {"notes": "①", "scope": "page"}, "en": {"notes": "1", "scope": "article"}}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

IGNORED = """\
# 不入 git：编务数据、可重新生成的文件、另行保存的文件。What a home holds beside git.
/office.db*
/office.files/
/archive/
/outbox/
/proofs/
/out/
.cache/
# 写在此处的审稿证明、三审单、校对单等，其中有姓名与意见。Certificates and sheets written here hold names and opinions.
/*.pdf
"""
ATTRIBUTES = """\
# 已出版的文件逐字节锁定（issue.lock.json），git 不得改动行尾。Published files are locked byte for byte.
issues/** -text
"""


@dataclass(frozen=True)
class Answers:
    """What a journal must say of itself, by language where languages differ."""

    id: str
    titles: Mapping[Language, str]
    publishers: Mapping[Language, str]
    issns: Mapping[Language, str]
    first_year: int
    issues_a_year: int
    doi_prefix: str
    registrar: str
    site: str
    issue: IssueId
    year: int
    number: str
    date: dt.date


# ---------------------------------------------------------------- what may be left unsaid


def slug(name: str) -> str:
    """A journal's id out of the name of its folder."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "journal"


def placeholder(n: int) -> str:
    """The nth ISSN that holds the place of a real one; `check` warns of it."""
    from stdnum import issn

    digits = f"{n:07d}"
    return f"{digits[:4]}-{digits[4:]}{issn.calc_check_digit(digits)}"


# ---------------------------------------------------------------- the files


def write(home: Path, answers: Answers) -> None:
    """Put the files of a new home into an empty folder, and read them as any home is read."""
    for name, text in house_toml.templates(home).items():
        _put(home / house_toml.FOLDER / name, text)
    _put(home / ".gitignore", IGNORED)
    _put(home / ".gitattributes", ATTRIBUTES)
    _put(home / journal_toml.FILE, journal_text(answers))
    about = journal_toml.journal(home)
    text = issue_edits.new(about, answers.issue, answers.year, answers.number, answers.date)
    issue_toml.write(home, answers.issue, text, about, {})


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


# ---------------------------------------------------------------- journal.toml


def journal_text(answers: Answers) -> str:
    """The journal.toml of a new journal, with a word on each thing that an editor will want to change."""
    languages = tuple(answers.titles)
    return "\n".join(
        (
            "# 本文件标明刊物的根目录，并写明刊物是什么。This file marks a journal's home and says what the journal is.",
            "",
            "format = 1",
            f"id = {_quoted(answers.id)}",
            f"first_year = {answers.first_year}    # 创刊年 of volume 1",
            f"issues_a_year = {answers.issues_a_year}",
            "",
            "# 10.5555 是占位前缀，check 会提醒。10.5555 is a placeholder; `check` warns of it.",
            f"doi_prefix = {_quoted(answers.doi_prefix)}",
            f"registrar = {_quoted(answers.registrar)}    # crossref | chinadoi",
            f"site = {_quoted(answers.site)}",
            "",
            *_table("titles", answers.titles),
            *_table("publisher", answers.publishers),
            *_table("holder", {tag: _word(HOLDER, tag) for tag in languages}, "版权人 of the copyright"),
            *_table("licence", {"url": LICENCE}),
            "# 文版，第一种为刊物的首要语言。Editions, the journal's first language first.",
            "",
            *(line for tag in languages for line in _edition(answers, tag)),
            "# 栏目，按目录中的顺序。Columns, in the order of the contents.",
            "",
            "[columns]",
            *(f"{id} = {_inline({tag: _word(titles, tag) for tag in languages})}" for id, titles in COLUMNS.items()),
            "",
            *_table("policies", {"review": "double-anonymous", "references": "gbt7714-2025"}),
        )
    )


def _edition(answers: Answers, tag: Language) -> list[str]:
    cn = ['# cn = "CN 11-1234/D"'] if tag.primary == "zh" else []
    return [
        f"[editions.{tag}]",
        f"title = {_quoted(answers.titles[tag])}",
        f"issn = {_quoted(answers.issns[tag])}",
        *cn,
        'pages = "issue"    # 每期另起 issue | 页码全年连续 year',
        "",
        *_table(f"editions.{tag}.style", _word(STYLE, tag), "①、〔1〕、[1]、1；page 每页另起，article 全文连续"),
        f"[editions.{tag}.imprint]    # 版权页，按此顺序 the copyright page, in this order",
        f"{_quoted('主办' if tag.primary == 'zh' else 'Publisher')} = {_quoted(answers.publishers[tag])}",
        "",
    ]


def _table(name: str, values: Mapping[Any, str], note: str = "") -> list[str]:
    heading = f"[{name}]" + (f"    # {note}" if note else "")
    return [heading, *(f"{key} = {_quoted(value)}" for key, value in values.items()), ""]


def _word(words: Mapping[str, Any], tag: Language) -> Any:
    """The house's word in a language; English for one whose words nobody has given yet."""
    return words.get(tag.primary, words["en"])


def _inline(values: Mapping[Language, str]) -> str:
    return "{ " + ", ".join(f"{tag} = {_quoted(value)}" for tag, value in values.items()) + " }"


def _quoted(text: str) -> str:
    import tomlkit

    return tomlkit.string(text).as_string()
