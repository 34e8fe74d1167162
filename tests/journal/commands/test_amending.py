"""Amending a published issue: what may change, what may not, what is kept of how it was."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from .bureau import Bureau
from .conftest import Program, edit
from .test_publish import FERRY, LOCK, PUBLISH, lock, sha256, tree

pytestmark = pytest.mark.slow
AMEND = ("issue", "amend", "2031-1", "--reason", "主编姓名误植 · The chief editor's name was misprinted")


@pytest.fixture
def published(journal: Program, home: Path) -> Path:
    assert journal(*PUBLISH, home=home).code == 0
    return home


def reworded(home: Path) -> None:
    edit(home / "journal.toml", '"主编" = "闻人若谷"', '"主编" = "闻人若鹄"')


def pdfs(lock: Any) -> set[str]:
    inside = (pages["pdf"] for article in lock["articles"].values() for pages in article["pages"].values())
    return {*lock["pdfs"].values(), *inside}


def test_the_imprint_is_amended_and_what_was_replaced_is_kept(journal: Program, published: Path) -> None:
    before = lock(published)
    reworded(published)
    answer = journal(*AMEND, home=published)
    assert answer.code == 0, answer.err
    after = lock(published)
    assert {id: one["sha256"] for id, one in after["articles"].items()} == {
        id: one["sha256"] for id, one in before["articles"].items()
    }
    assert after["pdfs"]["zh"] != before["pdfs"]["zh"]
    assert after["changed"] > before["changed"]
    (kept,) = after["history"]
    replaced = {language: sha for language, sha in before["pdfs"].items() if after["pdfs"][language] != sha}
    assert (kept["reason"], kept["changed"], kept["since"], kept["pdfs"]) == (
        AMEND[-1],
        after["changed"],
        before["changed"],
        replaced,
    )
    archived = {path.stem for path in (published / "archive").rglob("*.pdf")}
    assert archived == pdfs(before) | pdfs(after)
    assert journal("build", home=published).code == 0
    assert sha256(published / "out/public/issues/2031-1/2031-1.zh.pdf") == after["pdfs"]["zh"]
    assert journal("check", "--allow-unchecked", home=published).code == 0


def test_again_it_changes_nothing(journal: Program, published: Path) -> None:
    reworded(published)
    assert journal(*AMEND, home=published).code == 0
    before = tree(published)
    answer = journal(*AMEND, home=published)
    assert (answer.code, answer.out, answer.err.splitlines()[-1]) == (0, "", "journal: nothing changed.")
    answer = journal("issue", "amend", "2031-1", "--reason", "another", home=published)
    assert (answer.code, "nothing to amend" in answer.err) == (3, True)
    assert journal("issue", "publish", "2031-1", home=published).code == 0
    assert tree(published) == before


def test_a_dry_run_shows_it_all_and_does_nothing(journal: Program, published: Path) -> None:
    reworded(published)
    before = tree(published)
    answer = journal(*AMEND, "--dry-run", home=published)
    assert tree(published) == before
    assert (answer.code, answer.out) == (0, journal(*AMEND, home=published).out)
    assert answer.out.splitlines()[-1] == f"lock: {LOCK}"


def test_what_is_not_published_or_not_changed_is_not_amended(journal: Program, home: Path) -> None:
    answer = journal(*AMEND, home=home)
    assert (answer.code, "not published yet" in answer.err) == (3, True)
    journal(*PUBLISH, home=home)
    before = tree(home)
    assert journal(*AMEND, home=home).code == 3
    assert journal("issue", "amend", "2031-1", "--reason", " \n", home=home).code == 2
    assert tree(home) == before


def test_an_article_that_was_changed_is_a_correction(journal: Program, published: Path) -> None:
    edit(published / FERRY / "article.xml", "who waits", "who waited")
    before = tree(published)
    for lang, said in (("en", "in a later issue"), ("zh", "更正须以新版本")):
        answer = journal(*AMEND, home=published, lang=lang, as_json=True)
        assert (answer.code, answer.data["error"]) == (3, "ArticleChanged")
        assert said in answer.data["fix"]
    assert tree(published) == before


def test_published_pages_change_only_when_that_is_said(journal: Program, published: Path) -> None:
    toml = published / "issues/2031-1/issue.toml"
    ordered = ('"hao-bridge",\n  "marsh-ferry", # the original is English', '"marsh-ferry",\n  "hao-bridge",')
    edit(toml, *ordered)
    before = tree(published)
    answer = journal(*AMEND, home=published)
    assert (answer.code, "marsh-ferry en" in answer.err) == (3, True)
    assert tree(published) == before
    old = lock(published)
    assert journal(*AMEND, "--pages", home=published).code == 0
    new = lock(published)
    assert new["articles"]["marsh-ferry"]["pages"]["en"]["first"] == 1
    assert new["history"][0]["articles"]["marsh-ferry"]["en"] == old["articles"]["marsh-ferry"]["pages"]["en"]


def test_what_was_published_is_not_taken_out(journal: Program, published: Path) -> None:
    edit(published / "issues/2031-1/issue.toml", '  "marsh-ferry", # the original is English\n', "")
    answer = journal(*AMEND, "--pages", home=published)
    assert (answer.code, "stays there" in answer.err) == (3, True)


def test_an_edition_comes_out_later(journal: Program, home: Path) -> None:
    """The English edition is not ready on the day; when it is, what was published keeps its date."""
    toml = home / "issues/2031-1/issue.toml"
    whole = toml.read_text("utf-8")
    cut = whole.index("[editions.en")
    rest = whole[cut:]
    end = rest.index("[[waivers") if "[[waivers" in rest else len(rest)
    toml.write_text(whole[:cut] + rest[end:], "utf-8")
    answer = journal(*PUBLISH, home=home)
    assert answer.code == 0, answer.err
    first = lock(home)
    assert set(first["articles"]) == {"hao-bridge"}
    toml.write_text(whole, "utf-8")
    assert journal("issue", "publish", "2031-1", home=home).code == 3
    answer = journal("issue", "amend", "2031-1", "--reason", "英文版后出", home=home)
    assert answer.code == 0, answer.err
    second = lock(home)
    assert second["articles"]["hao-bridge"]["published"] == "2031-01-20"
    assert second["articles"]["hao-bridge"]["pages"]["zh"] == first["articles"]["hao-bridge"]["pages"]["zh"]
    assert second["articles"]["marsh-ferry"]["published"] == dt.datetime.now().astimezone().date().isoformat()
    assert set(second["pdfs"]) == {"zh", "en"}


def test_a_year_that_runs_on_has_room_only_up_to_the_next_issue(journal: Program, published: Path) -> None:
    journal("issue", "new", "2031-2", home=published)
    (published / "issues/2031-2/third").mkdir()
    text = (published / FERRY / "article.xml").read_text("utf-8")
    (published / "issues/2031-2/third/article.xml").write_text(text.replace("0002", "0003"), "utf-8")
    (published / "issues/2031-2/third/figure-1.svg").write_bytes((published / FERRY / "figure-1.svg").read_bytes())
    place = ("issue", "place", "2031-2", "third", "--edition", "en", "--column", "notes")
    assert journal(*place, home=published).code == 0
    toml = published / "issues/2031-2/issue.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[[waivers]]\nrule = "keywords-missing"\nreason = "a note"\n', "utf-8")
    answer = journal("issue", "publish", "2031-2", "--date", "2031-04-15", home=published)
    assert answer.code == 0, answer.err
    edit(published / "issues/2031-1/issue.toml", "[editions.en]\nstart = 1", "[editions.en]\nstart = 3")
    answer = journal(*AMEND, "--pages", home=published)
    assert (answer.code, "published, begins on" in answer.err) == (3, True)


def test_the_office_hears_of_it_once_and_the_ledger_is_anchored(bureau: Bureau) -> None:
    assert bureau("wenren", *PUBLISH).code == 0
    reworded(bureau.home)
    error, _ = bureau.refused("gongyang", *AMEND)
    assert error == "NoRight"
    for _ in range(2):
        answer = bureau("wenren", *AMEND)
        assert answer.code == 0, answer.err
    changed = json.loads((bureau.home / LOCK).read_bytes())["changed"].replace("Z", "+00:00")
    lines = (bureau.home / "issues/ledger.txt").read_text("utf-8").splitlines()
    assert [line.split(" ", 3)[3] for line in lines] == ["2031-1", f"2031-1 {changed}"]
    shown = bureau("wenren", "ledger", "show", "--last", "1", as_json=True).data
    assert shown[0]["kind"]["en"] == "issue amended"
    assert bureau("wenren", "ledger", "verify").code == 0


def test_what_was_left_undone_is_done_by_asking_again(bureau: Bureau) -> None:
    """Killed after the lock was written: the office had heard nothing."""
    assert bureau("wenren", *PUBLISH).code == 0
    reworded(bureau.home)
    office = bureau.home / "office.db"
    office.rename(office.with_suffix(".away"))
    assert bureau("wenren", *AMEND).code == 0
    office.with_suffix(".away").rename(office)
    before = lock(bureau.home)
    assert "issue amended: 2031-1" in bureau("wenren", *AMEND).out
    assert lock(bureau.home) == before
