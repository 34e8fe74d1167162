"""The issues that another system published, in issues/: as they were, locked, done once, and nothing of the home's own overwritten."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from journal.back_issues import Columns, _run
from journal.folder import journal as journal_of
from journal.folder import read
from journal.ids import IssueId
from tests.journal.commands.bureau import Bureau
from tests.journal.commands.conftest import bureau, home, journal, surroundings
from tests.journal.office.exports import PDF, PNG, article, export, file, galley, issue, issue_galley, modern

__all__ = ["bureau", "home", "journal", "surroundings"]

SCHEMAS = os.environ.get("JOURNAL_SCHEMAS", "")  # which every test of a command takes away
validated = pytest.mark.skipif(not SCHEMAS, reason="JOURNAL_SCHEMAS names no folder with the official schemas")
ENGLISH = b"%PDF-1.4 in English"
TWO = export(
    issue(
        [
            modern(
                1, file(1, PDF, "a.pdf") + file(2, ENGLISH, "b.pdf"), galley(1, "PDF") + galley(2, "PDF", "en"), seq=2
            ),
            modern(2, file(3, b"<html>", "c.html"), galley(3, "HTML"), pages="e7", seq=1, title="舟与岸"),
        ],
        more=issue_galley(b"%PDF-1.4 whole"),
    )
)
FIRST, SECOND = "du-2019-0001", "du-2019-0002"


def take(bureau: Bureau, data: bytes = TWO, *options: object, name: str = "export.xml") -> dict[str, object]:
    answer = bureau("wenren", "office", "import", "--ojs", bureau.file(name, data), *options, as_json=True)
    assert answer.code == 0, answer.err
    found: dict[str, object] = answer.data
    return found


def tree(home: Path) -> dict[str, str]:
    """Every file of the home but the office's own, with its sha256."""
    office = (".cache", "office.db", "office.files", "outbox")
    kept = (path for path in home.rglob("*") if not path.relative_to(home).parts[0].startswith(office))
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept if path.is_file()
    }


def reasons(found: dict[str, object]) -> list[tuple[str, str, str]]:
    return [(one["there"], one["reason"]["en"], one["which"]) for one in found["lost"] if one["there"] != "*"]  # type: ignore[attr-defined]


def lock(bureau: Bureau, id: str = "2019-2") -> dict[str, object]:
    found: dict[str, object] = json.loads((bureau.home / f"issues/{id}/issue.lock.json").read_text("utf-8"))
    return found


def test_an_issue_comes_with_its_articles_in_order_its_cover_and_its_lock(bureau: Bureau) -> None:
    found = take(bureau)
    assert found["issues"] == [
        {"issue": "2019-2", "date": "2019-09-15", "articles": 2, "state": {"zh": "新建", "en": "new"}}
    ]
    toml = tomllib.loads((bureau.home / "issues/2019-2/issue.toml").read_text("utf-8"))
    reason = "自 ojs 迁入，照原样保存 taken over from ojs as it was"
    assert toml == {
        "year": 2019, "number": "2", "volume": 3, "date": toml["date"], "titles": {"zh": "渡口专号"},
        "covers": {"zh": {"file": "cover.zh.png", "alt": "渡口"}},
        "waivers": [{"rule": rule, "reason": reason} for rule in ("abstract-missing", "keywords-missing", "body-missing")],
        "editions": {"zh": {"columns": {"articles": [SECOND, FIRST]}}, "en": {"columns": {"articles": [FIRST]}}},
    }  # fmt: skip
    assert (bureau.home / "issues/2019-2/cover.zh.png").read_bytes() == PNG
    digests = {
        name: hashlib.sha256((bureau.home / f"issues/2019-2/{name}/article.xml").read_bytes()).hexdigest()
        for name in (FIRST, SECOND)
    }
    pdf, english, whole = (hashlib.sha256(data).hexdigest() for data in (PDF, ENGLISH, b"%PDF-1.4 whole"))
    assert lock(bureau) == {
        "format": 1, "changed": "2031-03-01T04:00:00Z", "toolchain": "ojs", "taken_over": "ojs", "pdfs": {"zh": whole},
        "articles": {
            FIRST: {
                "sha256": digests[FIRST], "doi": "10.5555/well.1", "published": "2019-09-15", "online": "2019-09-01",
                "pages": {"zh": {"first": 11, "last": 20, "pdf": pdf}}, "pdfs": {"en": english},
            },
            SECOND: {"sha256": digests[SECOND], "doi": "10.5555/well.2", "published": "2019-09-15", "online": "2019-09-01"},
        },
    }  # fmt: skip
    assert reasons(found) == [
        ("1", "biography", ""), ("2", "biography", ""),
        ("2", "a galley in HTML: kept with the manuscript, not public", "c.html"),
        ("2", "page numbers that are no first and last page: in the record alone", "e7"),
    ]  # fmt: skip


def test_what_an_article_says(bureau: Bureau) -> None:
    take(bureau)
    text = (bureau.home / f"issues/2019-2/{FIRST}/article.xml").read_text("utf-8")
    for said in (
        '<article-id pub-id-type="doi">10.5555/well.1</article-id>', "<article-title>井与渡</article-title>",
        '<name name-style="eastern" xml:lang="zh"><surname>渡</surname><given-names>若水</given-names></name>',
        '<name name-style="western" xml:lang="en"><surname>Du</surname><given-names>Ruoshui</given-names></name>',
        "石塘大学；渡口学院", "https://ror.org/02mhbdp94", "<copyright-holder>渡若水</copyright-holder>",
        '<license xlink:href="https://creativecommons.org/licenses/by/4.0">', '<funding-source xml:lang="zh">石塘基金会</funding-source>',
        '<ref id="ref1"><mixed-citation>井明：《井考》，石塘书局 2017 年版。</mixed-citation></ref>', '<kwd-group xml:lang="zh">',
        'date-type="received" iso-8601-date="2019-03-01"',
    ):  # fmt: skip
        assert said in text
    assert "@" not in text, "OJS shows nobody the address of an author"


@validated
def test_the_home_is_as_sound_as_before(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_SCHEMAS", SCHEMAS)
    before = bureau("wenren", "check", "2031-1", "--allow-unchecked").code
    take(bureau)
    assert bureau("wenren", "check", "2019-2").code == 0
    assert bureau("wenren", "check", "2031-1", "--allow-unchecked").code == before
    rows = bureau("wenren", "issue", "list", as_json=True).data
    assert [(row["issue"], row["state"]["en"]) for row in rows if row["year"] == 2019] == [
        ("2019-2", "published 2019-09-15")
    ]
    answer = bureau("wenren", "status", as_json=True)
    assert not any("2019" in row["id"] for row in answer.data)
    assert "1 issues taken over" in answer.err


def test_a_check_of_everything_passes_over_what_nobody_can_mend(bureau: Bureau) -> None:
    before = bureau("wenren", "check", as_json=True)
    take(bureau)
    answer = bureau("wenren", "check", as_json=True)
    assert (answer.code, answer.data) == (before.code, before.data)
    assert "Of the 1 issues taken over" in answer.err
    (bureau.home / f"issues/2019-2/{FIRST}/article.xml").write_bytes(b"<article/>")
    files = {finding["file"] for finding in bureau("wenren", "check", as_json=True).data if finding["rule"] == "lock"}
    assert files == {f"issues/2019-2/{FIRST}/article.xml"}


def test_an_article_that_was_changed_afterwards_shows(bureau: Bureau) -> None:
    take(bureau)
    file = bureau.home / f"issues/2019-2/{FIRST}/article.xml"
    file.write_bytes(file.read_bytes() + b"\n")
    answer = bureau("wenren", "status", as_json=True)
    (line,) = [row for row in answer.data if row["id"] == "2019-2"]
    assert line["next"] == "journal check 2019-2"
    assert FIRST in line["missing"][0]["en"]
    assert bureau("wenren", "build", "2019-2").code == 3


def test_it_is_published_once_and_cannot_be_amended(bureau: Bureau) -> None:
    take(bureau)
    before = lock(bureau)
    assert bureau("wenren", "issue", "publish", "2019-2").code == 0
    assert lock(bureau) == before
    said = bureau.refused("wenren", "issue", "amend", "2019-2", "--reason", "排错了栏目")[1]
    assert said.startswith("2019-2 was taken over from ojs")


def test_the_pages_of_the_next_issue_run_on(bureau: Bureau) -> None:
    path = bureau.home / "journal.toml"
    path.write_text(re.sub(r'pages *= *"issue"', 'pages = "year"', path.read_text("utf-8")), "utf-8")
    take(bureau)
    assert bureau("wenren", "issue", "new", "2019-3", "--date", "2019-12-15").code == 0
    starts = {
        edition.language: edition.start
        for edition in read(bureau.home, os.environ, False).snapshot.issue(IssueId("2019-3")).editions
    }
    assert starts["zh"] == 21


def test_a_build_gives_the_pdfs_as_they_were(bureau: Bureau) -> None:
    take(bureau)
    answer = bureau("wenren", "build", "2019-2")
    assert answer.code == 0, answer.out + answer.err
    out = bureau.home / "out/public"
    assert (out / f"articles/{FIRST}/{FIRST}.zh.pdf").read_bytes() == PDF
    assert (out / f"articles/{FIRST}/{FIRST}.en.pdf").read_bytes() == ENGLISH
    assert (out / "issues/2019-2/2019-2.zh.pdf").read_bytes() == b"%PDF-1.4 whole"
    assert not list(out.glob(f"articles/{SECOND}/*.pdf"))
    world = (out / f"articles/{FIRST}/{FIRST}.xml").read_text("utf-8")
    assert "<fpage>11</fpage>" in world
    assert "<volume>3</volume>" in world
    assert "word-count" not in world
    assert "pages = {11--20}" in (out / f"articles/{FIRST}/citation.bib").read_text("utf-8")
    assert bureau("wenren", "build", FIRST).code == 0


def test_a_pdf_that_the_archive_lost_is_named_and_comes_back_with_the_next_import(bureau: Bureau) -> None:
    take(bureau)
    shutil.rmtree(bureau.home / "archive")
    answer = bureau("wenren", "build", FIRST)
    assert answer.code == 1
    assert "is not in archive/" in answer.err
    take(bureau)
    assert bureau("wenren", "build", FIRST).code == 0


def test_a_second_time_nothing_changes(bureau: Bureau) -> None:
    take(bureau)
    before, head = tree(bureau.home), bureau.head()
    bureau.later(1)
    found = take(bureau)
    assert found["issues"][0]["state"]["en"] == "as before"  # type: ignore[index]
    assert (found["new"], found["changed"], found["unchanged"], found["people"], found["files"]) == (0, 0, 2, 0, 0)
    assert (tree(bureau.home), bureau.head()) == (before, head)


def test_a_dry_run_shows_the_same_and_writes_nothing(bureau: Bureau) -> None:
    before, head = tree(bureau.home), bureau.head()
    tried = take(bureau, TWO, "--dry-run")
    assert (tree(bureau.home), bureau.head()) == (before, head)
    assert not (bureau.home / "office.files").exists()
    assert not bureau.home.with_name("export.report.csv").exists()
    assert take(bureau) == tried


@pytest.mark.parametrize("left", [0, 1, 2, 3])
def test_a_run_that_was_killed_can_be_run_again(bureau: Bureau, left: int) -> None:
    """Its records are there; of its files as many as it had come to."""
    take(bureau)
    whole, folder = tree(bureau.home), bureau.home / "issues/2019-2"
    written = [folder / FIRST, folder / SECOND, folder / "issue.lock.json", folder / "issue.toml"]
    for path in written[left:]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if left < 2:
        (folder / "cover.zh.png").unlink()
        shutil.rmtree(bureau.home / "archive")
    take(bureau)
    again = tree(bureau.home)
    assert {name for name in whole if whole[name] != again.get(name)} <= {"issues/2019-2/issue.lock.json"}, (
        "only the moment"
    )
    assert set(again) == set(whole)
    assert bureau("wenren", "build", "2019-2").code == 0


def test_an_issue_that_was_there_before_is_left_as_it_is(bureau: Bureau) -> None:
    assert bureau("wenren", "issue", "new", "2019-2", "--date", "2019-09-15").code == 0
    before = tree(bureau.home / "issues")
    found = take(bureau)
    assert tree(bureau.home / "issues") == before
    assert reasons(found)[-1] == (
        "issue/200",
        "an issue whose number is in issues/ already: it was left as it is, without the articles",
        "2019-2",
    )


def test_an_article_that_changed_there_is_not_written_over(bureau: Bureau) -> None:
    take(bureau)
    before = tree(bureau.home)
    found = take(bureau, TWO.replace("舟与岸".encode(), "舟与渡".encode()))
    assert tree(bureau.home) == before
    assert ("2", "what changed there: the article in issues/ is locked and was left as it is", SECOND) in reasons(found)
    assert bureau.show("wenren", "2019-0002")["titles"]["zh"] == "舟与渡"


def test_articles_exported_one_by_one_come_into_one_issue(bureau: Bureau) -> None:
    named = "<issue_identification><volume>3</volume><number>2</number><year>2019</year></issue_identification>"
    for number in (1, 2):
        one = modern(
            number, file(number, PDF, "a.pdf"), galley(number, "PDF"), pages=f"{number}1-{number}9", issue=named
        )
        found = take(
            bureau,
            f"<articles xmlns='http://pkp.sfu.ca'>{one}</articles>".encode(),
            "--section",
            "ART=articles",
            name=f"{number}.xml",
        )
        assert found["issues"][0]["state"]["en"] == ("new", "completed")[number - 1]  # type: ignore[index]
    assert sorted(lock(bureau)["articles"]) == [FIRST, SECOND]  # type: ignore[arg-type]
    toml = tomllib.loads((bureau.home / "issues/2019-2/issue.toml").read_text("utf-8"))
    assert toml["editions"]["zh"]["columns"] == {"articles": [FIRST, SECOND]}
    assert bureau("wenren", "build", "2019-2").code == 0


def test_a_cover_lies_beside_its_issue(bureau: Bureau) -> None:
    take(bureau)
    file = bureau.home / "issues/2019-2/issue.toml"
    file.write_text(file.read_text("utf-8").replace("cover.zh.png", "../cover.zh.png"), "utf-8")
    answer = bureau("wenren", "issue", "list")
    assert "issues/2019-2/issue.toml:" in answer.err
    assert "covers.zh.file" in answer.err


# ---------------------------------------------------------------- columns

NOTES = TWO.replace(
    b"</section></sections>",
    '</section><section ref="余话" seq="2"><title locale="zh_Hans">渡口余话</title></section></sections>'.encode(),
).replace(
    b'seq="1"\n        date_published="2019-09-01" section_ref="ART"',
    'seq="1"\n        date_published="2019-09-01" section_ref="余话"'.encode(),
)


def test_a_section_without_a_column_of_its_name_becomes_one(bureau: Bureau) -> None:
    before = (bureau.home / "journal.toml").read_text("utf-8")
    take(bureau, NOTES)
    after = (bureau.home / "journal.toml").read_text("utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [
        'yu-hua = {zh = "渡口余话", en = "渡口余话"}'
    ]
    assert bureau("wenren", "issue", "show", "2019-2", as_json=True).data["articles"][-1]["column"]
    assert bureau.show("wenren", "2019-0002")["column"]


def test_a_section_may_be_put_into_a_column_of_the_journals(bureau: Bureau) -> None:
    before = (bureau.home / "journal.toml").read_bytes()
    take(bureau, NOTES, "--section", "余话=articles")
    assert (bureau.home / "journal.toml").read_bytes() == before
    for wrong in ("余话", "余话=", "=articles", "余话=nowhere"):
        file = bureau.file("export.xml", NOTES)
        assert bureau("wenren", "office", "import", "--ojs", file, "--section", wrong).code == 2


def test_columns_are_found_by_id_and_by_title(home: Path) -> None:
    columns = Columns(journal_of(home))
    known = columns.journal.columns[0]
    assert columns.column("ZZ", {"en": known.titles.best("en").upper()}) == known.id  # type: ignore[union-attr]
    assert columns.column(known.id.upper(), {}) == known.id
    assert columns.column("", {}) == "articles"
    assert (columns.column("会议", {"zh": "会议综述"}), columns.column("会议", {"zh": "会议综述"})) == (
        "hui-yi",
        "hui-yi",
    )


# ---------------------------------------------------------------- texts

JATS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN" "JATS-journalpublishing1-3-mathml3.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article" dtd-version="1.3" xml:lang="zh"><front>
<journal-meta><journal-id journal-id-type="publisher-id">x</journal-id><issn>0000-0000</issn></journal-meta>
<article-meta><title-group><article-title>井与渡</article-title></title-group></article-meta></front>
<body><sec id="sec1"><title>一、井</title><p>井归乡里。</p><fig id="fig1"><label>图1</label><caption><p>井</p></caption><graphic xlink:href="well.png"/></fig></sec></body></article>
"""


def with_text(text: str, picture: str = "well.png") -> bytes:
    files = file(1, PDF, "a.pdf") + file(2, text.encode(), "a.xml") + file(3, PNG, picture, "dependent", 2)
    return export(issue([modern(1, files, galley(1, "PDF") + galley(2, "XML"))]))


@validated
def test_a_galley_in_jats_is_the_article(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_SCHEMAS", SCHEMAS)
    found = take(bureau, with_text(JATS))
    folder = bureau.home / f"issues/2019-2/{FIRST}"
    assert (folder / "article.xml").read_text("utf-8") == JATS
    assert (folder / "well.png").read_bytes() == PNG
    assert lock(bureau)["articles"][FIRST]["media"] == {"well.png": hashlib.sha256(PNG).hexdigest()}  # type: ignore[index]
    assert reasons(found) == [("1", "biography", "")]
    assert bureau("wenren", "build", "2019-2").code == 0
    assert (bureau.home / f"out/public/articles/{FIRST}/{FIRST}.zh.pdf").read_bytes() == PDF


@validated
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (with_text(JATS.replace("</article>", "")), "an XML galley that is no valid JATS"),
        (
            with_text(JATS.replace("<sec id", "<section id").replace("</sec>", "</section>")),
            "an XML galley that is no valid JATS",
        ),
        (with_text(JATS.replace("JATS (Z39", "<!ENTITY a 'b'> (Z39")), "an XML galley that is no valid JATS"),
        (with_text(JATS, "other.png"), "an XML galley whose pictures were not exported"),
        (with_text("<?xml version='1.0'?><book/>"), "an XML galley that is no valid JATS"),
    ],
)
def test_one_that_is_none_stays_with_the_manuscript(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, data: bytes, why: str
) -> None:
    monkeypatch.setenv("JOURNAL_SCHEMAS", SCHEMAS)
    found = take(bureau, data)
    assert reasons(found)[0] == ("1", f"{why}: kept with the manuscript, not public", "a.xml")
    assert "<body/>" in (bureau.home / f"issues/2019-2/{FIRST}/article.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "run"),
    [
        ("1-10", (1, 10)), ("7", (7, 7)), ("11–20", (11, 20)), ("123-8", (123, 128)), ("１－９", (1, 9)), ("pp. 3-4", (3, 4)),
        ("e7", None), ("iv-x", None), ("20-11", None), ("1-2, 9", None), ("0", None), ("", None),
    ],
)  # fmt: skip
def test_pages(said: str, run: tuple[int, int] | None) -> None:
    assert _run(said) == run


# ---------------------------------------------------------------- what was not carried, and what is refused


def test_the_report_is_grouped_on_the_screen_and_whole_in_a_file(bureau: Bureau) -> None:
    many = export(issue([article(n, more="<newThing>1</newThing>") for n in range(1, 40)]))
    for lang, heading in (("en", "not carried"), ("zh", "未能带来")):
        answer = bureau("wenren", "office", "import", "--ojs", bureau.file("export.xml", many), lang=lang)
        assert len(answer.out.splitlines()) < 20
        assert heading in answer.out
        assert re.search(r"<newThing>\s+39\s+1[;；]\s?2[;；]\s?3$", answer.out, re.MULTILINE), answer.out
    report = bureau.home.with_name("export.report.csv").read_bytes()
    assert report.startswith(b"\xef\xbb\xbf")
    assert report.decode("utf-8-sig").count("<newThing>,<newThing>") == 39


def test_a_report_may_be_put_elsewhere_but_not_nowhere(bureau: Bureau) -> None:
    there = bureau.home.with_name("what.csv")
    take(bureau, TWO, "--report", there)
    assert there.exists()
    file = bureau.file("export.xml", TWO)
    assert (
        "cannot be written"
        in bureau.refused("wenren", "office", "import", "--ojs", file, "--report", "/nowhere/r.csv")[1]
    )


def test_what_is_no_export_enters_nothing(bureau: Bureau) -> None:
    before = tree(bureau.home)
    for data in (TWO[:-30], b"<html/>", b"", TWO.replace(b"</article>", b"", 1)):
        bureau.refused("wenren", "office", "import", "--ojs", bureau.file("export.xml", data), code=1)
    assert tree(bureau.home) == before
    assert not (bureau.home / "office.files").exists()
