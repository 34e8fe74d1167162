import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from journal.errors import JournalError
from journal.folder import lock
from journal.ids import DOI, ArticleId, Language
from journal.model import ByLanguage, Lock, LockedArticle, LockedPages, Media

ZH, EN = Language("zh"), Language("en")
A, B, C = "a" * 64, "b" * 64, "c" * 64
LOCK = Lock(
    changed=dt.datetime(2031, 1, 15, 2, 3, 4, tzinfo=dt.UTC),
    toolchain="journal 0.1.0",
    articles=(
        LockedArticle(
            ArticleId("hao-bridge"),
            A,
            DOI("10.5555/ferry.2031.0001"),
            dt.date(2031, 1, 15),
            dt.date(2030, 12, 1),
            ByLanguage(((EN, LockedPages(1, 3, B)), (ZH, LockedPages(1, 2)))),
            (Media("figure-1.svg", C),),
        ),
        LockedArticle(ArticleId("marsh-ferry"), B, None, dt.date(2031, 1, 15)),
    ),
    pdfs=ByLanguage(((EN, A), (ZH, B))),
)


def test_a_lock_is_read_as_it_was_written_and_has_one_form(tmp_path: Path) -> None:
    lock.write(tmp_path, "2031-1", LOCK)
    written = (tmp_path / "issues/2031-1/issue.lock.json").read_bytes()
    assert lock.lock(tmp_path, "2031-1") == LOCK
    backwards = dataclasses.replace(LOCK, articles=LOCK.articles[::-1], pdfs=ByLanguage(LOCK.pdfs.pairs[::-1]))
    assert lock.canonical(backwards) == written
    assert json.loads(written)["changed"] == "2031-01-15T02:03:04Z"
    assert (written[:2], written[-2:]) == (b"{\n", b"}\n")


def test_a_lock_of_what_another_system_published(tmp_path: Path) -> None:
    article = dataclasses.replace(LOCK.articles[1], pdfs=ByLanguage(((EN, C),)))
    taken = dataclasses.replace(LOCK, articles=(LOCK.articles[0], article), taken_over="ojs")
    lock.write(tmp_path, "2031-1", taken)
    assert lock.lock(tmp_path, "2031-1") == taken
    assert json.loads(lock.canonical(taken))["taken_over"] == "ojs"
    assert "taken_over" not in json.loads(lock.canonical(LOCK))


def test_any_zone_is_written_as_utc() -> None:
    there = dataclasses.replace(LOCK, changed=LOCK.changed.astimezone(dt.timezone(dt.timedelta(hours=8))))
    assert lock.canonical(there) == lock.canonical(LOCK)


def test_no_lock_is_nothing_published(tmp_path: Path) -> None:
    assert lock.lock(tmp_path, "2031-1") is None


ADVICE = "The program writes this file: restore it from git and do not edit it."
FILE = "issues/2031-1/issue.lock.json"
WRONG = "articles.marsh-ferry.sha256"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"format"', '"formal"', f"{FILE}:29 (formal): unknown name “formal”. {ADVICE}"),
        (B + '"\n    }', B + '0"\n    }', f"{FILE}:25 ({WRONG}): “{B}0” has the wrong form. {ADVICE}"),
        ("02:03:04Z", "02:03:04", f"{FILE}:28 (changed): “2031-01-15T02:03:04” is not a UTC time. {ADVICE}"),
        ('"first": 1', '"first": "1"', f"{FILE}:11 (articles.hao-bridge.pages.en.first): should be a whole number, but is text in quotes. {ADVICE}"),
        ("{", "<<<<<<< HEAD", f"{FILE}:1: JSON syntax error (Expecting value: line 1 column 1 (char 0)). {ADVICE}"),
    ],
)  # fmt: skip
def test_a_spoilt_lock_says_where_and_sends_to_git(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    lock.write(tmp_path, "2031-1", LOCK)
    text = (tmp_path / FILE).read_text()
    assert right in text
    (tmp_path / FILE).write_text(text.replace(right, wrong, 1))
    with pytest.raises(JournalError) as caught:
        lock.lock(tmp_path, "2031-1")
    assert (caught.value.exit, str(caught.value)) == (1, said)
