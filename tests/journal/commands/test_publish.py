"""Publishing: what it insists on, what it fixes, and that doing it again changes nothing."""

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from journal.folder import lock as locks
from journal.ids import DOI, ArticleId
from journal.model import ByLanguage, Lock, LockedArticle, Media

from .conftest import Program, edit

pytestmark = pytest.mark.slow
LOCK = "issues/2031-1/issue.lock.json"
ONLINE = "issues/forthcoming/issue.lock.json"
PUBLISH = ("issue", "publish", "2031-1", "--date", "2031-01-20")
FERRY = "issues/2031-1/marsh-ferry"


def lock(home: Path, file: str = LOCK) -> Any:
    return json.loads((home / file).read_bytes())


def tree(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_it_fixes_bytes_pages_dois_dates_and_pdfs(journal: Program, home: Path) -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    answer = journal(*PUBLISH, home=home)
    assert answer.code == 0
    fixed = lock(home)
    assert before <= dt.datetime.fromisoformat(fixed["changed"]) <= dt.datetime.now(dt.UTC)
    ferry = fixed["articles"]["marsh-ferry"]
    assert (ferry["sha256"], ferry["doi"], ferry["published"]) == (
        sha256(home / FERRY / "article.xml"),
        "10.5555/ferry.2031.0002",
        "2031-01-20",
    )
    assert ferry["media"] == {"figure-1.svg": sha256(home / FERRY / "figure-1.svg")}
    bridge = fixed["articles"]["hao-bridge"]["pages"]
    assert (bridge["zh"]["first"], bridge["en"]["first"], ferry["pages"]["en"]["first"]) == (
        1,
        1,
        bridge["en"]["last"] + 1,
    )
    digests = {*fixed["pdfs"].values(), ferry["pages"]["en"]["pdf"], bridge["zh"]["pdf"], bridge["en"]["pdf"]}
    kept = {path.stem: path for path in (home / "archive").rglob("*.pdf")}
    assert set(kept) == digests
    assert all(sha256(path) == digest for digest, path in kept.items())


def test_what_is_built_afterwards_is_what_was_published(journal: Program, home: Path) -> None:
    journal(*PUBLISH, home=home)
    journal("build", home=home)
    for language, digest in lock(home)["pdfs"].items():
        assert sha256(home / f"out/public/issues/2031-1/2031-1.{language}.pdf") == digest


def test_again_it_changes_nothing(journal: Program, home: Path) -> None:
    journal(*PUBLISH, home=home)
    before = tree(home)
    for again in (PUBLISH[:3], PUBLISH):
        answer = journal(*again, home=home)
        assert (answer.code, answer.out, answer.err) == (0, "", "journal: nothing changed.\n")
    answer = journal(*PUBLISH[:3], "--date", "2031-01-21", home=home)
    assert (answer.code, answer.err) == (
        3,
        "journal: 2031-1 was published on 2031-01-20: its date cannot become 2031-01-21. Leave --date out.\n",
    )
    assert tree(home) == before


def test_status_tells_of_a_published_file_that_was_changed(journal: Program, home: Path) -> None:
    journal(*PUBLISH, home=home)
    assert journal("status", home=home, as_json=True).data[0]["missing"] == []
    edit(home / FERRY / "article.xml", "who waits", "who waited")
    (line,) = journal("status", home=home, as_json=True).data
    said = line["missing"][0]["en"]
    assert (said, line["next"]) == (f"changed since publication: {FERRY}/article.xml", "journal check 2031-1")


def test_dry_run_shows_it_all_and_does_nothing(journal: Program, home: Path) -> None:
    before = tree(home)
    answer = journal(*PUBLISH, "--dry-run", home=home)
    assert tree(home) == before
    done = journal(*PUBLISH, home=home)
    assert (answer.code, answer.out) == (0, done.out)
    assert answer.out.splitlines()[-1] == f"lock: {LOCK}"
    assert "publish: marsh-ferry en " in answer.out


def test_an_error_that_is_not_waived_refuses(journal: Program, home: Path) -> None:
    edit(home / "issues/2031-1/issue.toml", 'article = "marsh-ferry"', 'article = "hao-bridge"')
    before = tree(home)
    answer = journal(*PUBLISH, home=home, as_json=True)
    assert (answer.code, answer.data["message"]) == (3, "2031-1 has 2 errors and cannot be published.")
    assert answer.err.count("keywords-missing") == 2
    assert tree(home) == before


def test_an_article_that_came_in_after_the_issue_is_told_of(journal: Program, home: Path) -> None:
    day = '<date date-type="received" iso-8601-date="2031-01-16"><day>16</day><month>1</month><year>2031</year></date>'
    edit(home / FERRY / "article.xml", "<abstract>", f"<history>{day}</history><abstract>")
    answer = journal(*PUBLISH, "--dry-run", home=home)
    said = "The article was received on 2031-01-16, after the date of its issue 2031-1, 2031-01-15."
    assert (answer.code, answer.err.count(said)) == (0, 1)


@pytest.mark.parametrize("spoilt", ["article.xml", "figure-1.svg"])
def test_an_article_that_cannot_be_read_refuses(journal: Program, home: Path, spoilt: str) -> None:
    (home / FERRY / spoilt).write_text("no longer")
    answer = journal(*PUBLISH, home=home)
    assert (answer.code, (home / LOCK).exists()) == (3, False)


def test_an_empty_issue_refuses(journal: Program, home: Path) -> None:
    journal("issue", "new", "2030-4", home=home)
    assert journal("issue", "publish", "2030-4", home=home).code == 3


def test_pages_that_run_on_wait_for_the_issue_before(journal: Program, home: Path) -> None:
    journal("issue", "new", "2031-2", home=home)
    journal("issue", "place", "2031-2", "marsh-ferry", "--edition", "en", "--column", "notes", home=home)
    answer = journal("issue", "publish", "2031-2", home=home)
    assert (answer.code, answer.err.startswith("journal: the issue before is not published")) == (3, True)
    assert journal(*PUBLISH, home=home).code == 0
    toml = home / "issues/2031-2/issue.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[[waivers]]\nrule = "keywords-missing"\nreason = "a note"\n', "utf-8")
    assert journal("issue", "publish", "2031-2", "--date", "2031-04-15", home=home).code == 0
    first, second = lock(home), lock(home, "issues/2031-2/issue.lock.json")
    last = first["articles"]["hao-bridge"]["pages"]["en"]["last"]
    assert second["articles"]["marsh-ferry"]["pages"]["en"]["first"] == last + 1 + last % 2
    assert second["changed"] > first["changed"]


def test_what_is_published_stays_where_it_is(journal: Program, home: Path) -> None:
    journal(*PUBLISH, home=home)
    journal("issue", "new", "2031-2", home=home)
    before = tree(home)
    for command in (
        ("place", "2031-2", "marsh-ferry", "--edition", "en", "--column", "notes"),
        ("place", "2031-1", "marsh-ferry", "--edition", "zh", "--column", "notes"),
        ("order", "2031-1", "marsh-ferry", "hao-bridge", "--edition", "en", "--column", "articles"),
    ):
        answer = journal("issue", *command, home=home)
        assert (answer.code, answer.out) == (3, "")
    assert tree(home) == before
    edit(home / "issues/2031-1/issue.toml", '  "marsh-ferry", # the original is English\n', "")
    assert journal("issue", "publish", "2031-1", home=home).code == 3


def test_online_first_keeps_its_date_and_doi_and_leaves_the_lock_of_forthcoming(journal: Program, home: Path) -> None:
    digest, figure = sha256(home / FERRY / "article.xml"), sha256(home / FERRY / "figure-1.svg")
    (home / "issues/forthcoming").mkdir(exist_ok=True)
    shutil.move(home / FERRY, home / "issues/forthcoming/marsh-ferry")
    edit(home / "issues/2031-1/issue.toml", '  "marsh-ferry", # the original is English\n', "")
    online = LockedArticle(
        ArticleId("marsh-ferry"),
        digest,
        DOI("10.5555/FERRY.2031.0002"),
        dt.date(2030, 12, 1),
        dt.date(2030, 12, 1),
        ByLanguage(),
        (Media("figure-1.svg", figure),),
    )
    future = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    locks.write(home, "forthcoming", Lock(future, "none", (online,)))
    place = ("issue", "place", "2031-1", "marsh-ferry", "--edition", "en", "--column", "articles")
    assert journal(*place, home=home).code == 0
    answer = journal(*PUBLISH, home=home)
    assert (answer.code, answer.out.splitlines()[-1]) == (0, f"take out of the lock of what is online first: {ONLINE}")
    moved = lock(home)["articles"]["marsh-ferry"]
    assert (moved["online"], moved["published"], moved["doi"]) == (
        "2030-12-01",
        "2031-01-20",
        "10.5555/FERRY.2031.0002",
    )
    assert lock(home, ONLINE)["articles"] == {}
    assert lock(home)["changed"] > "2099-01-01T00:00:00Z"
    before = tree(home)
    assert journal("issue", "publish", "2031-1", home=home).code == 0
    assert tree(home) == before
