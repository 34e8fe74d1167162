"""An article that fails names itself and its cause; the rest is made, and once it is mended all is whole."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from journal.errors import Bilingual
from tests.journal.build.conftest import HOME
from tests.journal.build.yard import (
    ALL_FILES,
    BRIDGE,
    BRIDGE_XML,
    EVERYTHING,
    FERRY,
    FERRY_FILES,
    FERRY_XML,
    FIGURE,
    ISSUE,
    QUICK,
    Yard,
    article,
    products,
    share_faces,
)

MISSING = "\U000e0fff"  # no font has a glyph for it


def _original(file: str) -> Path:
    return HOME / file


def no_glyph(yard: Yard) -> None:
    yard.edit(FERRY_XML, "who waits for it", f"who waits for it {MISSING}")


def malformed(yard: Yard) -> None:
    yard.edit(FERRY_XML, "</front>", "")


def no_figure(yard: Yard) -> None:
    (yard.home / FIGURE).unlink()


def no_svg(yard: Yard) -> None:
    yard.edit(FIGURE, "<svg ", "<gvs ")


def not_there(yard: Yard) -> None:
    (yard.home / FERRY_XML).unlink()


READING = [malformed, no_figure, not_there]  # what is found before anything is made
SETTING = [no_glyph, no_svg]  # what only laying out finds


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [*SETTING, *READING])
def test_an_article_that_fails_is_named_and_costs_only_itself_and_its_issue(
    unprinted: Yard, built: Yard, spoil: Callable[[Yard], None]
) -> None:
    spoil(unprinted)
    report = unprinted.build()
    ((name, error),) = report.failures
    assert (name, error.exit) == (FERRY, 1)
    assert FERRY in str(error)
    assert isinstance(error.message, Bilingual)
    assert error.message.zh
    assert error.message.zh != error.message.en
    whole = built.files()
    made = {path for path in unprinted.files() if path != "manifest.json"}
    laid = article(FERRY, f"{FERRY}.en.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.en.pdf"}
    assert made == ALL_FILES - laid - FERRY_FILES  # which name its pages
    assert {path: unprinted.files()[path] for path in made} == {path: whole[path] for path in made}
    assert set(json.loads(unprinted.files()["manifest.json"])["files"]) == made


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [no_glyph, malformed])
def test_what_was_there_stays_while_it_fails_and_after_mending_all_is_whole(
    printed: Yard, spoil: Callable[[Yard], None]
) -> None:
    before = printed.files()
    spoil(printed)
    assert [name for name, _ in printed.build().failures] == [FERRY]
    files = printed.files()
    assert {path: files.get(path) for path in ALL_FILES} == {path: before[path] for path in ALL_FILES}
    assert [name for name, _ in printed.build().failures] == [FERRY]  # it is not forgotten
    shutil.copy(_original(FERRY_XML), printed.home / FERRY_XML)
    mended = printed.build()
    assert (mended.made, mended.failures) == ([], [])
    assert printed.files() == before


def front_glyph(yard: Yard) -> None:
    yard.edit(BRIDGE_XML, "and nobody waits", f"and nobody {MISSING} waits")


def front_malformed(yard: Yard) -> None:
    yard.edit(BRIDGE_XML, "</front>", "")


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [front_glyph, front_malformed])
def test_those_after_an_article_that_fails_keep_their_pages_and_what_was_made_of_it_stays(
    printed: Yard, spoil: Callable[[Yard], None]
) -> None:
    before = printed.files()
    spoil(printed)
    printed.edit(FERRY_XML, "who waits for it", "who waits long for it")  # so that it is laid out again
    pages = pages_of(printed, FERRY)
    assert pages[0] > 1
    assert [name for name, _ in printed.build().failures] == [BRIDGE]
    assert pages_of(printed, FERRY) == pages
    files = printed.files()
    changed = {path for path in before if path != "manifest.json" and files.get(path) != before[path]}
    assert changed == article(FERRY, f"{FERRY}.en.pdf", f"{FERRY}.xml")


def pages_of(yard: Yard, id: str) -> list[int]:
    entry = json.loads(yard.files()["manifest.json"])["files"][f"public/articles/{id}/{id}.en.pdf"]
    pages: list[int] = entry["pages"]
    return pages


@pytest.mark.slow
def test_two_articles_that_fail_in_one_edition_are_both_named(printed: Yard) -> None:
    before = printed.files()
    no_glyph(printed)
    printed.edit(BRIDGE_XML, "and nobody waits", f"and nobody {MISSING} waits")
    printed.new_article("marsh-good", like=FERRY)
    shutil.copy(_original(FERRY_XML), printed.home / f"issues/{ISSUE}/marsh-good/article.xml")
    printed.edit(f"issues/{ISSUE}/issue.toml", '"marsh-ferry", #', '"marsh-ferry",\n  "marsh-good", #')
    report = printed.build()
    assert [name for name, _ in report.failures] == [BRIDGE, FERRY]
    assert [name in str(error) for name, error in report.failures] == [True, True]
    assert "marsh-good" in report.pages[ISSUE, "en"]
    assert "public/articles/marsh-good/marsh-good.en.pdf" in report.files
    assert f"public/issues/{ISSUE}/{ISSUE}.zh.pdf" in report.files  # its Chinese text is as good as it was
    assert f"public/issues/{ISSUE}/{ISSUE}.en.pdf" not in report.files
    path = f"public/issues/{ISSUE}/{ISSUE}.en.pdf"
    assert printed.files()[path] == before[path]


@pytest.mark.parametrize("names", [(), (ISSUE,), (FERRY,), (FERRY, BRIDGE)])
def test_an_article_that_cannot_be_read_is_named_when_it_was_asked_for(yard: Yard, names: tuple[str, ...]) -> None:
    malformed(yard)
    report = yard.build(*names, only=QUICK)
    assert [name for name, _ in report.failures] == [FERRY]
    assert set(report.made) == (products(BRIDGE) if names != (FERRY,) else set())


def test_an_article_that_was_not_asked_for_may_be_unreadable(yard: Yard) -> None:
    malformed(yard)
    report = yard.build(BRIDGE, only=QUICK)
    assert (report.failures, set(report.made)) == ([], products(BRIDGE))


def test_a_forthcoming_article_that_cannot_be_read_fails_the_whole_build_alone(yard: Yard) -> None:
    yard.new_article("marsh-soon", shelf="forthcoming")
    (yard.home / "issues/forthcoming/marsh-soon/article.xml").write_text("<article>")
    assert [name for name, _ in yard.build(only=QUICK).failures] == ["marsh-soon"]
    assert yard.build(ISSUE, only=QUICK).failures == []


@pytest.mark.slow
def test_on_two_processes_the_same_article_fails_with_the_same_words(unprinted: Yard, built: Yard) -> None:
    share_faces(unprinted, built)
    no_glyph(unprinted)
    two = unprinted.build(jobs=2)
    one = unprinted.build(cache=unprinted.home / "cold", out=unprinted.home / "other")
    assert [(name, error.message, error.remedy) for name, error in two.failures] == [
        (name, error.message, error.remedy) for name, error in one.failures
    ]
    assert unprinted.files("out") == unprinted.files("other")
    assert sorted(two.made) == sorted(one.made) == sorted(EVERYTHING - products(FERRY))


@pytest.mark.parametrize(
    "name", [f"{FERRY}.xml", f"{FERRY}.en.pdf", "citation.bib", "Citation.JSON", "index.html", "en.html"]
)
def test_an_attachment_that_has_the_name_of_a_product_fails_its_article_instead_of_taking_its_place(
    yard: Yard, name: str
) -> None:
    yard.edit(FERRY_XML, "  </body>", f'    <p><supplementary-material xlink:href="{name}"/></p>\n  </body>')
    (yard.home / FERRY_XML).with_name(name).write_bytes(b"%PDF theirs")
    report = yard.build(only=QUICK)
    said = f"{FERRY_XML}:34: the name {name} is that of a file that is made of the article. Give the file another name."
    assert [(id, str(error)) for id, error in report.failures] == [(FERRY, said)]
    assert set(report.made) == products(BRIDGE)


def test_an_attachment_with_a_name_of_its_own_is_put_beside_the_products(yard: Yard) -> None:
    yard.edit(FERRY_XML, "  </body>", '    <p><supplementary-material xlink:href="tables.json"/></p>\n  </body>')
    (yard.home / FERRY_XML).with_name("tables.json").write_bytes(b"[]")
    assert yard.build(only=QUICK).failures == []
    assert yard.files()[f"public/articles/{FERRY}/tables.json"] == b"[]"
