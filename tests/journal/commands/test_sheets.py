"""The office's forms: what the records say stands on them, and no referee's name does."""

import subprocess
from pathlib import Path

import pytest

from .bureau import Bureau


def text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.slow
def test_the_sheet_of_the_readings_has_opinions_and_signatures(bureau: Bureau, tmp_path: Path) -> None:
    id = bureau.in_review()
    target = tmp_path / "sheet.pdf"
    answer = bureau("wenren", "manuscript", "sheet", id, "readings", "--to", target)
    assert (answer.code, answer.out.strip()) == (0, str(target))
    said = text(target)
    assert "三审单" in said
    assert id in said
    assert "初审" in said


@pytest.mark.slow
def test_a_release_sheet_of_an_issue_without_papers_is_an_empty_form(bureau: Bureau, tmp_path: Path) -> None:
    target = tmp_path / "release.pdf"
    assert bureau("wenren", "issue", "sheet", "2031-1", "release", "--to", target, "--language", "en").code == 0
    assert "Release to typesetting" in text(target)


def test_the_plan_counts_back_from_the_issue_day(bureau: Bureau) -> None:
    data = bureau("wenren", "issue", "plan", "2031-1", as_json=True).data
    days = [step["day"] for step in data["steps"]]
    assert (data["day"], days) == ("2031-01-15", sorted(days))
    assert all(day <= "2031-01-15" for day in days)
