"""The home of this repository, and what reading one may import."""

import subprocess
import sys
from pathlib import Path

from journal import folder
from journal.errors import Level
from journal.ids import IssueId

HOME = Path(__file__).parents[3]


def test_the_journal_of_this_repository_reads_without_an_error() -> None:
    reading = folder.read(HOME, {}, with_house=False)
    assert [str(error) for _, error in reading.failed] == []
    assert [str(mismatch) for mismatch in reading.mismatches] == []
    assert [one.say("en") for one in reading.findings if one.level is Level.ERROR] == []
    assert folder.issue_ids(HOME)[:2] == (IssueId("2026-5"), IssueId("2026-6"))


def test_importing_the_folder_imports_nothing_slow() -> None:
    """`journal --help` and a wrong journal.toml must not wait for parsers and font tools."""
    slow = ("difflib", "fontTools", "langcodes", "lxml", "pypinyin", "stdnum", "tomlkit", "weasyprint")
    code = f"import sys, journal.folder; print(sorted(set({slow!r}) & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=HOME, text=True) == "[]\n"
