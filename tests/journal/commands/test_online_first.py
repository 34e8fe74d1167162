"""Online first: what is fixed, what refuses, and that the article goes on into its issue."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from journal.office.records import opened

from .bureau import Bureau
from .conftest import Program, edit
from .test_publish import FERRY, LOCK, ONLINE, PUBLISH, lock, sha256, tree

pytestmark = pytest.mark.slow
SHELF = "issues/forthcoming/marsh-ferry"
GO = ("article", "publish", "marsh-ferry", "--online", "--date", "2030-12-01")
PLACE = ("issue", "place", "2031-1", "marsh-ferry", "--edition", "en", "--column", "articles")


def put_back(home: Path) -> Path:
    """The ferry's article is accepted, and in no issue yet."""
    (home / "issues/forthcoming").mkdir(exist_ok=True)
    shutil.move(home / FERRY, home / SHELF)
    toml = home / "issues/2031-1/issue.toml"
    edit(toml, '  "marsh-ferry", # the original is English\n', "")
    text = toml.read_text("utf-8")
    toml.write_text(text[: text.index("[[waivers")], "utf-8")
    edit(home / SHELF / "article.xml", "</trans-abstract>", "</trans-abstract>" + KEYWORDS)
    return home


KEYWORDS = (
    '<kwd-group xml:lang="en"><kwd>ferry</kwd><kwd>marsh</kwd><kwd>custom</kwd></kwd-group>'
    '<kwd-group xml:lang="zh"><kwd>渡口</kwd><kwd>沼泽</kwd><kwd>习惯</kwd></kwd-group>'
)


def test_it_fixes_content_doi_date_and_pdf(journal: Program, home: Path) -> None:
    put_back(home)
    answer = journal(*GO, home=home)
    assert answer.code == 0, answer.err
    fixed = lock(home, ONLINE)["articles"]["marsh-ferry"]
    assert (fixed["sha256"], fixed["doi"], fixed["online"], fixed["published"]) == (
        sha256(home / SHELF / "article.xml"),
        "10.5555/ferry.2031.0002",
        "2030-12-01",
        "2030-12-01",
    )
    assert fixed["media"] == {"figure-1.svg": sha256(home / SHELF / "figure-1.svg")}
    (pages,) = fixed["pages"].values()
    assert [path.stem for path in (home / "archive").rglob("*.pdf")] == [pages["pdf"]]
    assert (pages["first"], pages["last"] >= 1) == (1, True)
    assert journal("build", home=home).code == 0
    assert sha256(home / "out/public/articles/marsh-ferry/marsh-ferry.en.pdf") == pages["pdf"]
    shown = journal("article", "show", "marsh-ferry", home=home, as_json=True).data
    assert shown["online"] == "2030-12-01"


def test_the_pages_say_online_first_only_of_what_is(journal: Program, home: Path) -> None:
    put_back(home)
    page = home / "out/public/articles/marsh-ferry/marsh-ferry.en.pdf"
    for _ in range(2):  # laid out, and out of the cache
        assert journal("build", "marsh-ferry", home=home).code == 0
        assert said(page) == (True, False)
    assert journal(*GO, home=home).code == 0
    assert journal("build", "marsh-ferry", home=home).code == 0
    assert said(page) == (False, True)


def said(pdf: Path) -> tuple[bool, bool]:
    """Whether the pages say Forthcoming, and whether they say Online first."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode().casefold()
    return "forthcoming" in text, "online first" in text


def test_again_it_changes_nothing_and_its_date_stays(journal: Program, home: Path) -> None:
    put_back(home)
    assert journal(*GO, home=home).code == 0
    before = tree(home)
    for again in (GO, GO[:4]):
        answer = journal(*again, home=home)
        assert (answer.code, answer.err) == (0, "journal: nothing changed.\n")
    answer = journal(*GO[:4], "--date", "2030-12-02", home=home)
    assert (answer.code, "online since 2030-12-01" in answer.err) == (3, True)
    assert tree(home) == before


def test_a_dry_run_shows_it_all_and_does_nothing(journal: Program, home: Path) -> None:
    put_back(home)
    before = tree(home)
    answer = journal(*GO, "--dry-run", home=home)
    assert tree(home) == before
    assert (answer.code, answer.out) == (0, journal(*GO, home=home).out)


def test_its_issue_takes_it_over_with_its_day(journal: Program, home: Path) -> None:
    put_back(home)
    assert journal(*GO, home=home).code == 0
    assert journal(*PLACE, home=home).code == 0
    answer = journal(*PUBLISH, home=home)
    assert answer.code == 0, answer.err
    moved = lock(home, LOCK)["articles"]["marsh-ferry"]
    assert (moved["online"], moved["published"]) == ("2030-12-01", "2031-01-20")
    assert lock(home, ONLINE)["articles"] == {}
    answer = journal(*GO[:4], home=home)
    assert (answer.code, "was published in 2031-1" in answer.err) == (3, True)


def test_one_that_is_placed_already_may_go_online_before_its_issue(journal: Program, home: Path) -> None:
    put_back(home)
    assert journal(*PLACE, home=home).code == 0
    assert journal(*GO, home=home).code == 0
    assert lock(home, ONLINE)["articles"]["marsh-ferry"]["pages"]["en"]["first"] == 1
    assert journal(*PUBLISH, home=home).code == 0


def test_what_is_wrong_or_changed_refuses(journal: Program, home: Path) -> None:
    put_back(home)
    answer = journal(*GO[:3], home=home)
    assert (answer.code, "--online" in answer.err) == (2, True)
    assert journal("article", "publish", "no-such", "--online", home=home).code == 2
    edit(home / SHELF / "article.xml", KEYWORDS, "")
    before = tree(home)
    answer = journal(*GO, home=home)
    assert (answer.code, "keywords-missing" in answer.err) == (3, True)
    assert tree(home) == before
    edit(home / SHELF / "article.xml", "</trans-abstract>", "</trans-abstract>" + KEYWORDS)
    assert journal(*GO, home=home).code == 0
    edit(home / SHELF / "article.xml", "who waits", "who waited")
    assert journal("build", home=home).code == 3


# ---------------------------------------------------------------- with an office


def state(bureau: Bureau, id: str, **values: Any) -> None:
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.change("manuscript", {"id": id}, **values)
    office.close()


def test_the_office_says_when_and_hears_of_it(bureau: Bureau) -> None:
    id = bureau.submitted()
    put_back(bureau.home)
    state(bureau, id, article="marsh-ferry", state="third-proof")
    error, said = bureau.refused("wenren", *GO)
    assert (error, "third proof" in said) == ("NotAllowed", True)
    assert not (bureau.home / ONLINE).exists()
    signed(bureau, id)
    answer = bureau("wenren", *GO, as_json=True)
    assert answer.code == 0, answer.err
    kinds = [one["change"]["en"] for one in answer.data]
    assert kinds[-4:-1] == ["publish online first", "letter", "anchor the ledger"]
    before = tree(bureau.home / "issues")
    assert bureau("wenren", *GO).code == 0
    assert tree(bureau.home / "issues") == before
    shown = bureau.show("wenren", id)
    assert (shown["state"]["en"], shown["online"]) == ("signed for press", "2031-03-01")
    (letter,) = [
        one for one in bureau("wenren", "letter", "list", as_json=True).data if one["kind"]["en"] == "publication"
    ]
    text = bureau("wenren", "letter", "preview", letter["number"]).out
    assert "/articles/marsh-ferry/" in text
    assert (bureau.home / "issues/ledger.txt").read_text("utf-8").split()[-1] == "marsh-ferry"
    assert bureau("wenren", "ledger", "verify").code == 0


def signed(bureau: Bureau, id: str) -> None:
    """All that the office asks for before something is out."""
    from journal.office.workflow import CHECKLIST, GATES, Reading

    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        last = max(event.number for event in books.events(manuscript=id))
        assert last
        for name in CHECKLIST:
            books.add("item", manuscript=id, name=name, at="2031-02-01T00:00:00+00:00", by="p00002")
        for name in GATES:
            books.add("gate", manuscript=id, name=name, by="p00002")
        for number, reading in enumerate(Reading, start=3):
            books.add(
                "signature", manuscript=id, text=1, reading=reading, person=f"p0000{number}", favourable=True,
                opinion="同意。", at="2031-02-01T00:00:00+00:00",
            )  # fmt: skip
        books.change("manuscript", {"id": id}, state="signed")
    office.close()


def test_what_is_not_complete_any_more_does_not_go_online(bureau: Bureau) -> None:
    id = bureau.submitted()
    put_back(bureau.home)
    state(bureau, id, article="marsh-ferry")
    signed(bureau, id)
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.remove("item", manuscript=id, name="copyright")
    office.close()
    error, said = bureau.refused("wenren", *GO)
    assert (error, "copyright form" in said) == ("NotAllowed", True)
    assert not (bureau.home / ONLINE).exists()


def test_only_who_runs_the_office_publishes(bureau: Bureau) -> None:
    id = bureau.submitted()
    put_back(bureau.home)
    state(bureau, id, article="marsh-ferry")
    signed(bureau, id)
    assert bureau.refused("gongyang", *GO)[0] == "NotAllowed"
    assert not json.loads((bureau.home / ONLINE).read_text("utf-8") if (bureau.home / ONLINE).exists() else "{}")
