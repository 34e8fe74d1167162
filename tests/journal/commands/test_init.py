"""A new home, by options, by questions and by default."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from journal import folder
from journal.folder import house_toml

from .conftest import Program


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def this_year(journal: Program) -> str:
    """The year of today, as the program sees it."""
    journal("init", "probe")
    return next(Path("probe/issues").iterdir()).name.split("-")[0]


@pytest.mark.slow
def test_a_home_made_by_default_checks_and_builds(journal: Program) -> None:
    assert journal("init", "ferry").code == 0
    home = Path("ferry")
    checked = journal("check", "--allow-unchecked", home=home, as_json=True)
    assert (checked.code, [one for one in checked.data if one["level"] == "error"]) == (0, [])
    built = journal("build", home=home)
    assert (built.code, built.out) == (0, "")
    assert journal("status", home=home).code == 0


def test_it_has_its_own_templates_an_issue_and_git_settings(journal: Program, this_year: str) -> None:
    templates = [f"templates/{name}" for name in files(house_toml.packaged())]
    made = [".gitattributes", ".gitignore", f"issues/{this_year}-1/issue.toml", "journal.toml", *templates]
    assert [name for name in files(Path("probe")) if not name.startswith(".git/")] == sorted(made)
    assert Path("probe/templates/house.toml").read_bytes() == (house_toml.packaged() / "house.toml").read_bytes()


def test_options_answer(journal: Program) -> None:
    answer = journal(
        *("init", "deep/er", "--language", "zh", "--language", "bo", "--title", "zh=“甲”刊\\", "--title", "bo=དུས་དེབ"),
        *("--publisher", "zh=某社", "--publisher", "bo=སྤྱི་ཚོགས", "--issn", "zh=2049-3630", "--id", "jia"),
        *("--first-year", "1999", "--issues-a-year", "4", "--doi-prefix", "10.1234", "--registrar", "chinadoi"),
        *("--site", "https://example.org/jia", "--issue", "2031-3"),
    )
    assert (answer.code, answer.out.splitlines()[0]) == (0, "new journal: deep/er/journal.toml")
    made = folder.journal(Path("deep/er"))
    assert (dict(made.titles), made.id) == ({"zh": "“甲”刊\\", "bo": "དུས་དེབ"}, "jia")
    assert [(one.language, one.issn) for one in made.editions] == [("zh", "2049-3630"), ("bo", "0000-0019")]
    assert (made.first_year, made.issues_a_year) == (1999, 4)
    assert (made.doi_prefix, made.registrar, made.site) == ("10.1234", "chinadoi", "https://example.org/jia")
    issue = folder.read(Path("deep/er").resolve(), {}, with_house=False).snapshot.issues[0]
    assert (issue.id, issue.year, issue.number, issue.date.isoformat()) == ("2031-3", 2031, "3", "2031-07-15")


def test_questions_are_asked_again_until_the_answer_will_do(journal: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["en", "Ferry Review", "", "1234-1234", "2049-3630", "no year", "1999", "4"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    answer = journal("init", "ferry", "--ask")
    assert answer.code == 0
    assert answer.err == (
        "languages of the editions, the first language first [zh en] title (en) [New Journal] publisher (en) [Publisher] "
        "ISSN (en) [0000-0000] journal: “1234-1234” is not a valid ISSN: the check digit does not fit; compare it with "
        "the original.\nISSN (en) [0000-0000] "
        "year of the first volume [2026] journal: “no year” is no number from 1600 to 9999.\n"
        "year of the first volume [2026] issues a year [6] journal: put the real words into journal.toml for: publisher.en\n"
        "journal: next: journal --home ferry status\n"
    ).replace("2026", next(Path("ferry/issues").iterdir()).name.split("-")[0])
    made = folder.journal(Path("ferry"))
    assert (dict(made.titles), made.first_year, made.issues_a_year) == ({"en": "Ferry Review"}, 1999, 4)


def test_when_the_answers_end_the_defaults_stand(journal: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("zh\n"))
    assert journal("init", "ferry", "--ask").code == 0
    assert dict(folder.journal(Path("ferry")).titles) == {"zh": "新刊"}


def test_what_nobody_gave_words_for_is_named(journal: Program) -> None:
    answer = journal("init", "bac", "--language", "fr", "--title", "fr=Le Bac")
    assert (answer.code, answer.err.splitlines()[0]) == (
        0,
        "journal: put the real words into journal.toml for: publisher.fr",
    )
    answer = journal("init", "other", "--title", "fr=Le Bac")
    assert (answer.code, answer.err) == (2, "journal: There is no edition in fr; add --language fr.\n")


def test_a_folder_with_something_in_it_is_refused(journal: Program, home: Path) -> None:
    before = files(home)
    answer = journal("init", home, as_json=True)
    assert (answer.code, answer.data["message"]) == (3, f"{home} is not an empty folder.")
    assert files(home) == before
    Path("file").write_text("")
    assert journal("init", "file").code == 3
    Path("link").symlink_to("gone")
    assert journal("init", "link").code == 3


def test_dry_run_and_what_the_files_do_not_take_leave_nothing(journal: Program) -> None:
    answer = journal("init", "ferry", "--dry-run", "--issue", "2031-1")
    assert (answer.code, answer.err) == (0, "journal: This is what would change; nothing was done.\n")
    assert "first issue: ferry/issues/2031-1/issue.toml\n" in answer.out
    for option, value, said in (
        ("--title", "en=a\u202eb", "holds an invisible control character, U+202E. Remove it."),
        ("--publisher", "en=a\u202eb", "holds an invisible control character, U+202E. Remove it."),
        ("--site", "example.org", "“example.org” has the wrong form. Write it like https://example.org/human-rights."),
        ("--doi-prefix", "11.1", "“11.1” has the wrong form. Write it like 10.5555."),
        ("--id", "Ferry", "“Ferry” has the wrong form. Write it like case-notes."),
        ("--issue", "1599-1", "1599 is out of range. It is from 1600 to 9999."),
    ):
        for more in ((), ("--dry-run",)):
            answer = journal("init", "deep/ferry", option, value, *more)
            assert (answer.code, answer.out, answer.err) == (2, "", f"journal: {option}: {said}\n")
    answer = journal("init", "ferry", "--issue", "2031-7")
    assert (answer.code, answer.err.startswith("journal: There are 6 issues a year")) == (2, True)
    assert list(Path().iterdir()) == []


@pytest.mark.skipif(not shutil.which("git"), reason="git 未安装。git is not installed.")
def test_git_holds_it_but_not_one_repository_inside_another(journal: Program) -> None:
    journal("init", "ferry")
    assert subprocess.check_output(["git", "-C", "ferry", "status", "--short"], text=True).split()[0] == "??"
    journal("init", "ferry/inner")
    assert not Path("ferry/inner/.git").exists()
    subprocess.run(["git", "init", "-q", "cloned"], check=True)
    assert journal("init", "cloned").code == 0


def test_without_git_it_is_made_all_the_same(journal: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert journal("init", "ferry").code == 0
    assert not Path("ferry/.git").exists()
