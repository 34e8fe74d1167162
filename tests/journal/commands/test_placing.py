"""Placing is one thing: what stands in an issue of issues/ the office knows to stand there, and the other way round."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from journal.office.records import opened

from .bureau import Bureau
from .conftest import edit
from .test_acceptance import accepted
from .test_publish import FERRY, tree

PLACE = ("issue", "place", "2031-1", "marsh-ferry", "--edition", "en", "--column", "articles")
SHELF = "issues/forthcoming/marsh-ferry"


def change(bureau: Bureau, id: str, **values: Any) -> None:
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.change("manuscript", {"id": id}, **values)
    office.close()


@pytest.fixture
def id(bureau: Bureau) -> str:
    """An accepted manuscript whose article, with its text, is forthcoming."""
    id = accepted(bureau)
    shutil.move(bureau.home / FERRY, bureau.home / SHELF)
    edit(bureau.home / "issues/2031-1/issue.toml", '  "marsh-ferry", # the original is English\n', "")
    change(bureau, id, article="marsh-ferry")
    return id


def toml(home: Path, issue: str = "2031-1") -> str:
    return (home / f"issues/{issue}/issue.toml").read_text("utf-8")


def events(bureau: Bureau, id: str) -> list[str]:
    return [one["kind"]["en"] for one in bureau("wenren", "manuscript", "history", id, as_json=True).data]


def test_placing_an_article_is_told_to_the_office_once(bureau: Bureau, id: str) -> None:
    before = tree(bureau.home)
    shown = bureau("wenren", *PLACE, "--dry-run", as_json=True)
    assert [one["change"]["en"] for one in shown.data] == ["move to", "edit", "place in an issue"]
    assert tree(bureau.home) == before
    assert bureau("wenren", *PLACE).code == 0
    assert bureau.show("wenren", id)["placed"] == "2031-1"
    assert "marsh-ferry" in toml(bureau.home)
    answer = bureau("wenren", *PLACE)
    assert (answer.code, answer.err.splitlines()[-1]) == (0, "journal: nothing changed.")
    assert events(bureau, id).count("place in an issue") == 1


def test_what_was_left_undone_is_done_by_asking_again(bureau: Bureau, id: str) -> None:
    """Killed after the files were changed: the office had heard nothing."""
    assert bureau("wenren", *PLACE).code == 0
    change(bureau, id, placed="")
    assert bureau("wenren", *PLACE).out == f"place in an issue: {id}\n"
    assert bureau.show("wenren", id)["placed"] == "2031-1"


def test_what_the_office_refuses_is_not_placed(bureau: Bureau, id: str) -> None:
    before = tree(bureau.home / "issues")
    assert bureau.refused("helan", *PLACE)[0] == "NotAllowed"
    change(bureau, id, state="final-reading")
    error, said = bureau.refused("wenren", *PLACE)
    assert (error, "final reading" in said) == ("NotAllowed", True)
    assert tree(bureau.home / "issues") == before


def test_nobody_places_their_own_paper(bureau: Bureau) -> None:
    id = bureau.submitted("helan")
    change(bureau, id, state="accepted", article="marsh-ferry")
    assert bureau.refused("helan", *PLACE)[0] == "OwnPaper"


def test_the_office_places_the_article_too(bureau: Bureau, id: str) -> None:
    """At the end of its column, in each edition whose language it has a full text in."""
    decide = ("manuscript", "decide", id, "place", "--issue", "2031-1")
    before = tree(bureau.home / "issues")
    answer = bureau("wenren", *decide, "--dry-run")
    assert "edit: issues/2031-1/issue.toml" in answer.err
    assert tree(bureau.home / "issues") == before
    assert bureau("wenren", *decide).code == 0
    assert (bureau.home / FERRY / "article.xml").is_file()
    assert toml(bureau.home).count('"marsh-ferry"') == 2  # in the column, and in a waiver
    assert bureau("wenren", "check", "2031-1", "--allow-unchecked").code == 0
    before = tree(bureau.home / "issues")
    assert bureau("wenren", *decide).code == 0
    assert tree(bureau.home / "issues") == before


def test_from_one_issue_to_another(bureau: Bureau, id: str) -> None:
    assert bureau("wenren", "issue", "new", "2031-2").code == 0
    assert bureau("wenren", *PLACE).code == 0
    assert bureau("wenren", "manuscript", "decide", id, "place", "--issue", "2031-2").code == 0
    assert '"marsh-ferry", #' not in toml(bureau.home)
    assert '"marsh-ferry"' in toml(bureau.home, "2031-2")
    assert bureau.show("wenren", id)["placed"] == "2031-2"
    assert bureau("wenren", *PLACE).code == 0
    assert bureau.show("wenren", id)["placed"] == "2031-1"


def test_an_article_without_a_text_is_placed_in_the_office_alone(bureau: Bureau) -> None:
    id = accepted(bureau)
    before = tree(bureau.home / "issues")
    assert bureau("wenren", "manuscript", "decide", id, "place", "--issue", "2031-1").code == 0
    assert tree(bureau.home / "issues") == before
    assert bureau.show("wenren", id)["placed"] == "2031-1"


def test_only_an_issue_that_is_there_and_open_takes_it(bureau: Bureau, id: str) -> None:
    assert bureau.refused("wenren", "manuscript", "decide", id, "place", "--issue", "2031-9", code=2)[0] == "Misused"
    assert bureau.show("wenren", id)["placed"] is None


def test_what_lies_in_issues_is_published_there(bureau: Bureau, id: str) -> None:
    change(bureau, id, state="signed", placed="2031-1")
    error, said = bureau.refused("wenren", "manuscript", "decide", id, "publish")
    assert (error, "journal issue publish 2031-1" in said) == ("Refused", True)
    shown = bureau.show("wenren", id)["possible"]
    assert {one["action"]: one["command"] for one in shown}["publish"] == "journal issue publish 2031-1"


@pytest.mark.slow
def test_what_was_meant_for_an_issue_and_is_not_in_it_is_told(bureau: Bureau, id: str) -> None:
    assert bureau("wenren", "manuscript", "decide", id, "place", "--issue", "2031-1").code == 0
    shutil.move(bureau.home / FERRY, bureau.home / SHELF)
    text = toml(bureau.home)
    (bureau.home / "issues/2031-1/issue.toml").write_text(
        text[: text.index("[[waivers")].replace('"marsh-ferry",', ""), "utf-8"
    )
    answer = bureau("wenren", "issue", "publish", "2031-1", "--date", "2031-03-01")
    assert answer.code == 0, answer.err
    assert f"{id} was meant for 2031-1" in answer.err


def test_a_published_paper_is_retracted_with_its_reason(bureau: Bureau, id: str) -> None:
    change(bureau, id, state="published", placed="2031-1")
    assert bureau.refused("wenren", "manuscript", "decide", id, "retract", "--note", "数据不实。")[0] == "NotAllowed"
    assert bureau.refused("duanmu", "manuscript", "decide", id, "retract")[0] == "NothingToTell"
    for lang, said in (("zh", "撤稿启事"), ("en", "a notice of retraction in a later issue")):
        answer = bureau("duanmu", "manuscript", "decide", id, "retract", "--note", "数据不实。", "--dry-run", lang=lang)
        assert (answer.code, said in answer.err) == (0, True)
    bureau.done("duanmu", "manuscript", "decide", id, "retract", "--note", "数据不实。")
    shown = bureau.show("duanmu", id)
    assert (shown["state"]["en"], [one["text"] for one in shown["notes"]]) == ("retracted", ["数据不实。"])
    assert events(bureau, id)[-1] == "retract"
    assert bureau("wenren", "ledger", "verify").code == 0
