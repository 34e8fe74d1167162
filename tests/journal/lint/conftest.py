"""An article to lint: the stock home of tests/cases/lint, changed as a case says."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from journal import folder, lint
from journal.folder import issue_toml
from journal.html.body import HIDDEN, KNOWN
from journal.ids import DOI, ArticleId, IssueId
from journal.jats import read
from journal.model import Article, House

CASES = Path(__file__).parents[2] / "cases" / "lint"
FOLDER = "issues/2031-1/stone-well"
FILES = {"journal": "journal.toml", "issue": "issues/2031-1/issue.toml", "article": f"{FOLDER}/article.xml"}
FONT = frozenset(range(0x20, 0x110000))  # one that has every character

Case = Mapping[str, Any]
Subject = tuple[lint.Context, lint.Home]


@pytest.fixture
def subject(tmp_path: Path) -> Callable[..., Subject]:
    """The article and the home of a case."""

    def build(**case: Any) -> Subject:
        home = Path(shutil.copytree(CASES / "stock", tmp_path / "home", dirs_exist_ok=True))
        for name, file in FILES.items():
            text = changed((home / file).read_text(encoding="utf-8"), case.get(name, ()))
            (home / file).write_text(text, encoding="utf-8")
        return read_case(home, case)

    return build


def changed(text: str, changes: Iterable[tuple[str, str]]) -> str:
    """`text` with each change made once."""
    for old, new in changes:
        assert old in text, f"not in the stock: {old}"
        text = text.replace(old, new, 1)
    return text


def read_case(home: Path, case: Case) -> Subject:
    """A changed home, read as commands read it."""
    journal, id = folder.journal(home), ArticleId("stone-well")
    data = (home / FILES["article"]).read_bytes()
    article, _ = read.article(data, id, FILES["article"])
    files = {
        path.name: path.read_bytes() for path in (home / FOLDER).iterdir() if path.name not in case.get("without", ())
    }
    files |= {name: text.encode("latin-1") for name, text in case.get("files", {}).items()}
    context = lint.Context(
        journal,
        article,
        lint.Source.of(data, FILES["article"]),
        files,
        KNOWN,
        HIDDEN,
        {"Made-up Serif": FONT - set(map(ord, case.get("lacks", "")))},
        issue_toml.issue(home, IssueId("2031-1"), journal, folder.article_folders(home)),
    )
    return context, lint.Home(
        journal, House(notices=tuple(case.get("notices", ()))), (article, *another(article, case))
    )


def another(article: Article, case: Case) -> tuple[Article, ...]:
    """A second article, where the case needs one."""
    if "another_doi" not in case:
        return ()
    path = "issues/2031-1/another/article.xml"
    return (dataclasses.replace(article, id=ArticleId("another"), path=path, doi=DOI(case["another_doi"])),)
