"""`validate` needs no home."""

import os
from pathlib import Path

import pytest

from .conftest import HOME, Program

ARTICLE = HOME / "issues/2031-1/hao-bridge/article.xml"
SCHEMAS = os.environ.get("JOURNAL_SCHEMAS", "")
AT_HAND = pytest.mark.skipif(not SCHEMAS, reason="JOURNAL_SCHEMAS 未设。JOURNAL_SCHEMAS is not set.")


@AT_HAND
def test_a_valid_file(journal: Program) -> None:
    answer = journal("validate", ARTICLE, "--schema-dir", SCHEMAS)
    assert (answer.code, answer.out) == (0, "")
    assert journal("validate", ARTICLE, "--schema-dir", SCHEMAS, as_json=True).data == []


@AT_HAND
def test_each_error_with_its_line(journal: Program) -> None:
    Path("wrong.xml").write_text(ARTICLE.read_text("utf-8").replace("<history>", "<history><p/>"), "utf-8")
    answer = journal("validate", "wrong.xml", ARTICLE, "--schema-dir", SCHEMAS, as_json=True)
    assert (answer.code, [(one["level"], one["file"], one["line"]) for one in answer.data]) == (
        1,
        [("error", "wrong.xml", 33)],
    )


def test_what_could_not_be_checked_is_no_success(
    journal: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Path("other.xml").write_text("<other/>")
    answer = journal("validate", "other.xml", as_json=True)
    assert (answer.code, [one["level"] for one in answer.data]) == (1, ["unchecked"])
    assert journal("validate", "other.xml", "--allow-unchecked").code == 0


def test_a_folder_of_schemas_that_is_not_there(journal: Program) -> None:
    assert journal("validate", ARTICLE, "--schema-dir", "gone").code == 2


def test_over_the_limits_is_refused(journal: Program) -> None:
    Path("big.xml").write_text(f"<article>{'<sec>' * 100_000}")
    answer = journal("validate", "big.xml", as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "Refused")


def test_one_file_that_is_not_there_does_not_drop_what_is_found_in_the_others(journal: Program, tmp_path: Path) -> None:
    Path("other.xml").write_text("<other")
    Path("folder").mkdir()
    answer = journal("validate", "other.xml", "gone.xml", "folder", as_json=True)
    assert (answer.code, [(one["level"], one["file"], one["line"]) for one in answer.data]) == (
        1,
        [("error", "other.xml", 1), ("error", "gone.xml", None), ("error", "folder", None)],
    )


def test_a_folder_is_told_from_a_file_that_is_not_there(journal: Program) -> None:
    Path("folder").mkdir()
    for lang, said in (
        ("zh", "folder 是文件夹；请给出其中的文件，如 folder/*.xml。"),
        ("en", "folder is a folder; name files of it, like folder/*.xml."),
    ):
        answer = journal("validate", "folder", lang=lang)
        assert (answer.code, answer.out, answer.err) == (2, "", f"journal: {said}\n")
