"""The office's forms: what the records say stands on them, and no referee's name does."""

import subprocess
from pathlib import Path

import pytest

from journal.office.records import opened

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


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words"), [
    ("zh", ("三审单", "宇文拓", "公羊述", "总文字复制比 12.5%", "样例查重 2031-02-28", "选题有意义。", "专家一")),
    ("en", ("Sheet of the three readings", "Yuwen Tuo", "Gongyang Shu", "total 12.5%", "Referee 1", "first reading")),
])  # fmt: skip
def test_the_sheet_has_what_the_office_signs_for(
    bureau: Bureau, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu")
    report = ("--system", "样例查重", "--date", "2031-02-28", "--total", "12.5")
    bureau.done("gongyang", "manuscript", "similarity", id, *report)
    target = tmp_path / "sheet.pdf"
    assert bureau("wenren", "manuscript", "sheet", id, "readings", "--language", language, "--to", target).code == 0
    said = text(target)
    assert [word for word in words if word not in said] == []
    assert [name for name in ("申屠", "Shentu") if name in said] == []


@pytest.mark.slow
def test_a_rate_over_the_limit_is_marked(bureau: Bureau, tmp_path: Path) -> None:
    id = bureau.submitted()
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        for number, errors in ((1, 9), (2, 1)):
            books.put(
                "proof",
                {"manuscript": id, "number": number, "language": ""},
                sent="2031-03-01T00:00:00.000000+00:00",
                errors=errors,
                characters=10_000,
            )
    office.close()
    target = tmp_path / "sheet.pdf"
    assert bureau("wenren", "manuscript", "sheet", id, "proofs", "--to", target).code == 0
    said = text(target)
    assert ("9.00（超标）" in said, "1.00" in said, "1.00（超标）" in said) == (True, True, False)
