"""A published issue: its pages come from the lock, its PDFs from the archive."""

import json
import shutil
from pathlib import Path

import pytest

from journal import folder
from journal.errors import Level
from tests.journal.build.test_what_is_made import first_folio
from tests.journal.build.yard import (
    ALL_FILES,
    BRIDGE,
    BRIDGE_XML,
    EVERYTHING,
    FERRY,
    FIGURE,
    ISSUE,
    QUICK,
    TOML,
    Yard,
    article,
    flip,
    products,
)

EN_PDF = f"public/articles/{FERRY}/{FERRY}.en.pdf"
LAID_AGAIN = "the published PDFs are not in archive/: they are laid out again and may differ from those in bytes."


def published(name: str) -> bytes:
    """What was published, which no lay-out of today would give."""
    return b"%PDF-1.7 as published: " + name.encode()


def pdfs(yard: Yard) -> dict[str, bytes]:
    """The PDFs of out/ by their name."""
    return {Path(path).stem: data for path, data in yard.files().items() if path.endswith(".pdf")}


def test_what_is_in_the_archive_is_served_byte_for_byte_and_nothing_is_laid_out(yard: Yard) -> None:
    yard.publish(first=11, pdf=published)
    report = yard.build()
    assert set(report.made) == products(BRIDGE) | products(FERRY)
    assert sorted(report.cached) == [f"pdf:{ISSUE}.en", f"pdf:{ISSUE}.zh"]
    assert (report.failures, yard.notes) == ([], [])
    assert set(report.files) == ALL_FILES
    names = (f"{ISSUE}.zh", f"{ISSUE}.en", f"{BRIDGE}.zh", f"{BRIDGE}.en", f"{FERRY}.en")
    assert pdfs(yard) == {name: published(name) for name in names}
    entry = json.loads(yard.files()["manifest.json"])["files"][EN_PDF]
    assert entry["sha256"] == folder.sha256(published(f"{FERRY}.en"))


def test_the_pages_of_the_lock_are_those_of_every_product(yard: Yard) -> None:
    yard.publish(first=11, pages=4)
    yard.build(only=QUICK)
    found = {id: json.loads(yard.files()[f"public/articles/{id}/citation.json"]) for id in (BRIDGE, FERRY)}
    assert [one["page"] for one in found[BRIDGE]] == ["11-14", "11-14"]
    assert [one["page"] for one in found[FERRY]] == ["15-18"]
    jats = yard.files()[f"public/articles/{FERRY}/{FERRY}.xml"]
    assert b"<fpage>15</fpage>" in jats
    assert b"<lpage>18</lpage>" in jats
    assert yard.notes == []


@pytest.mark.slow
def test_without_the_archive_it_is_laid_out_again_at_the_locked_pages_and_this_is_said(unprinted: Yard) -> None:
    unprinted.publish(first=11, pdf=published)
    shutil.rmtree(unprinted.archive)
    report = unprinted.build()
    assert (set(report.made), report.failures, report.findings) == (EVERYTHING, [], [])
    assert unprinted.notes == [LAID_AGAIN] * 2
    assert report.pages == {
        (ISSUE, "zh"): {BRIDGE: (11, 11)},
        (ISSUE, "en"): {BRIDGE: (11, 11), FERRY: (12, 12)},
    }
    assert (first_folio(unprinted, BRIDGE), first_folio(unprinted, FERRY)) == (11, 12)
    assert not unprinted.archive.exists()  # what is laid out again is not what was published


@pytest.mark.slow
def test_when_it_comes_out_longer_or_shorter_the_locked_pages_stand_and_this_is_found(unprinted: Yard) -> None:
    unprinted.publish(first=11, pages=4)
    report = unprinted.build(ISSUE, only=(("pdf", "en"),))
    found = [(one.rule, one.level, one.message.en) for one in report.findings]
    said = "laid out again it has 1 pages, but it was published on pages {}, which stand."
    assert found == [
        ("pages-differ-from-lock", Level.WARNING, said.format("11–14")),
        ("pages-differ-from-lock", Level.WARNING, said.format("15–18")),
    ]
    assert (first_folio(unprinted, BRIDGE), first_folio(unprinted, FERRY)) == (11, 15)


@pytest.mark.slow
def test_what_comes_after_what_was_published_begins_after_its_locked_pages(unprinted: Yard) -> None:
    unprinted.publish(first=11, pages=4)
    unprinted.new_article("marsh-late")
    unprinted.edit(TOML, '"marsh-ferry", #', '"marsh-ferry",\n  "marsh-late", #')
    report = unprinted.build(ISSUE, only=(("pdf", "en"), *QUICK))
    assert report.pages[ISSUE, "en"] == {BRIDGE: (11, 11), FERRY: (15, 15), "marsh-late": (19, 19)}
    assert first_folio(unprinted, "marsh-late") == 19
    assert b"<fpage>19</fpage>" in unprinted.files()["public/articles/marsh-late/marsh-late.xml"]


@pytest.mark.slow
def test_publishing_changes_no_page_and_lays_nothing_out(printed: Yard) -> None:
    before = printed.files()
    made = {Path(path).stem: data for path, data in before.items() if path.endswith(".pdf")}
    printed.publish(pdf=lambda name: made[name])
    report = printed.build()
    assert set(report.made) == products(BRIDGE) | products(FERRY)
    after = printed.files()
    assert {path for path in after if path.endswith(".pdf") and after[path] != before[path]} == set()


@pytest.mark.slow
def test_an_article_by_itself_comes_from_the_archive_or_is_laid_out_at_its_locked_page(unprinted: Yard) -> None:
    unprinted.publish(first=11, pdf=published)
    report = unprinted.build(FERRY, only=(("pdf", None),))
    assert (report.made, report.cached) == ([], [f"pdf:{FERRY}.en"])
    assert unprinted.files()[EN_PDF] == published(f"{FERRY}.en")
    shutil.rmtree(unprinted.archive)
    assert unprinted.build(FERRY, only=(("pdf", None),)).made == [f"pdf:{FERRY}.en"]
    assert unprinted.notes == [LAID_AGAIN]
    assert first_folio(unprinted, FERRY) == 12
    alone = unprinted.files()[EN_PDF]
    whole = unprinted.build(cache=unprinted.home / "cold", out=unprinted.home / "whole")
    assert whole.files[EN_PDF] == folder.sha256(alone)


def test_a_pdf_that_went_bad_in_the_archive_is_never_served_and_the_rest_is_written(yard: Yard) -> None:
    yard.publish(pdf=published)
    bad = folder.sha256(published(f"{FERRY}.en"))
    path = yard.archive / bad[:2] / f"{bad}.pdf"
    flip(path, 77)
    report = yard.build()
    ((name, error),) = report.failures
    assert (name, error.exit) == (EN_PDF, 1)
    assert (
        str(error) == f"{path}: the archived file is damaged. Restore it from a backup, or delete it and build again."
    )
    assert set(yard.files()) - {"manifest.json"} == set(report.files) == ALL_FILES - {EN_PDF}
    path.write_bytes(published(f"{FERRY}.en"))
    assert yard.build().failures == []
    assert yard.files()[EN_PDF] == published(f"{FERRY}.en")


def test_what_is_in_out_already_needs_no_archive(yard: Yard) -> None:
    """Only what is written is read from there: a big archive on a slow disk costs nothing."""
    yard.publish(pdf=published)
    yard.build()
    before = yard.disk()
    report = yard.build()
    assert (report.made, report.written) == ([], [])
    assert yard.disk() == before


@pytest.mark.parametrize("file", [BRIDGE_XML, FIGURE])
def test_a_changed_byte_in_what_was_published_stops_whoever_insists(yard: Yard, file: str) -> None:
    yard.publish(pdf=published)
    yard.read().insist_on_locks()
    flip(yard.home / file, 8 * 120)
    with pytest.raises(folder.LockMismatch) as caught:
        yard.read().insist_on_locks()
    assert (caught.value.exit, caught.value.file) == (3, file)


def test_an_archived_pdf_is_kept_once_under_its_sha256(tmp_path: Path) -> None:
    from journal.build import archive_pdf

    digest = archive_pdf(tmp_path, b"%PDF")
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (path.name, path.parent.name, digest) == (f"{digest}.pdf", digest[:2], folder.sha256(b"%PDF"))
    stat = path.stat()
    assert archive_pdf(tmp_path, b"%PDF") == digest
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)
    assert article("x", "y") == {"public/articles/x/y"}
