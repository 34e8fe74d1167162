"""What a build makes, what it leaves as it is, and what it takes away."""

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from journal import build as building
from journal.build import Event, Selection
from journal.errors import Misused
from journal.folder import sha256
from journal.ids import ArticleId, IssueId
from journal.store import Store
from tests.journal.build.yard import (
    ALL_FILES,
    BRIDGE,
    BRIDGE_FILES,
    BRIDGE_XML,
    CITATIONS,
    EVERYTHING,
    FERRY,
    FERRY_XML,
    FIGURE,
    ISSUE,
    ISSUE_FILES,
    QUICK,
    TOML,
    Yard,
    article,
    products,
    tree,
)

# ---------------------------------------------------------------- the whole, and again


@pytest.mark.slow
def test_a_whole_build_makes_each_product_once_and_writes_each_file(built: Yard, unprinted: Yard) -> None:
    report = unprinted.build()
    assert sorted(report.made) == sorted(EVERYTHING)
    assert set(report.written) == ALL_FILES
    assert (report.cached, report.failures, unprinted.notes) == ([], [], [])
    assert report.pages == {
        (ISSUE, "zh"): {BRIDGE: (1, 1)},
        (ISSUE, "en"): {BRIDGE: (1, 1), FERRY: (2, 2)},
    }
    assert unprinted.files() == built.files()


@pytest.mark.slow
def test_nothing_changed_nothing_is_made_and_nothing_written(printed: Yard) -> None:
    before = printed.disk()
    report = printed.build()
    assert (report.made, report.written, report.failures) == ([], [], [])
    assert sorted(report.cached) == sorted(EVERYTHING)
    assert printed.disk() == before


@pytest.mark.slow
def test_out_may_be_deleted_and_comes_back_the_same_with_nothing_made(printed: Yard) -> None:
    before = printed.files()
    shutil.rmtree(printed.out)
    report = printed.build()
    assert (report.made, set(report.written)) == ([], ALL_FILES)
    assert printed.files() == before


def test_a_file_of_out_that_was_changed_by_hand_is_put_right(yard: Yard) -> None:
    yard.build(only=QUICK)
    before = yard.files()
    changed = yard.out / "public/articles/hao-bridge/citation.bib"
    changed.write_text("not ours")
    report = yard.build(only=QUICK)
    assert (report.made, report.written) == ([], ["public/articles/hao-bridge/citation.bib"])
    assert yard.files() == before


# ---------------------------------------------------------------- what a change costs


@dataclass(frozen=True)
class Change:
    """A change of the home, and exactly what must then be made and written."""

    change: Callable[[Yard], object]
    made: set[str]
    written: set[str]


PDFS = {f"pdf:{ISSUE}.zh", f"pdf:{ISSUE}.en"}
CHANGES = {
    "nothing but a comment": Change(lambda y: y.edit(TOML, "volume = 2", "volume = 2  # 第二卷"), set(), set()),
    "a waiver": Change(lambda y: y.edit(TOML, "札记不设关键词", "札记无关键词"), set(), set()),
    # A PDF carries its article's JATS, but of the texts only the one in its own language.
    "a Chinese word": Change(
        lambda y: y.edit(BRIDGE_XML, "过桥者无须等候", "过桥的无须等候"),
        products(BRIDGE) | {f"pdf:{ISSUE}.zh"},
        article(BRIDGE, f"{BRIDGE}.xml", f"{BRIDGE}.zh.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.zh.pdf"},
    ),
    "a word of a translation": Change(
        lambda y: y.edit(BRIDGE_XML, "and nobody waits", "and no one waits"),
        products(BRIDGE) | {f"pdf:{ISSUE}.en"},
        article(BRIDGE, f"{BRIDGE}.xml", f"{BRIDGE}.en.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.en.pdf"},
    ),
    "a Chinese abstract": Change(  # which stands in the JATS in the English PDF, though not in the English issue
        lambda y: y.edit(BRIDGE_XML, "桥定其所，渡随其人。</p></abstract>", "桥定其处，渡随其人。</p></abstract>"),
        products(BRIDGE) | PDFS,
        article(BRIDGE, *CITATIONS, f"{BRIDGE}.xml", f"{BRIDGE}.zh.pdf", f"{BRIDGE}.en.pdf") | ISSUE_FILES,
    ),
    "an English word": Change(
        lambda y: y.edit(FERRY_XML, "who waits for it", "who waits at it"),
        products(FERRY) | {f"pdf:{ISSUE}.en"},
        article(FERRY, f"{FERRY}.xml", f"{FERRY}.en.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.en.pdf"},
    ),
    "a figure": Change(
        lambda y: y.edit(FIGURE, "L55 5", "L50 5"),
        products(FERRY) | {f"pdf:{ISSUE}.en"},
        article(FERRY, "figure-1.svg", f"{FERRY}.en.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.en.pdf"},
    ),
    "a title": Change(
        lambda y: y.edit(FERRY_XML, "The Price of the Ferry", "The Cost of the Ferry"),
        products(FERRY) | {f"pdf:{ISSUE}.en"},
        article(FERRY, *CITATIONS, f"{FERRY}.xml", f"{FERRY}.en.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.en.pdf"},
    ),
    "the day of the issue": Change(
        lambda y: y.edit(TOML, "2031-01-15", "2031-01-20"),
        EVERYTHING,
        ALL_FILES - article(FERRY, "figure-1.svg", "citation.bib") - article(BRIDGE, "citation.bib"),  # month and year
    ),
    "the first page of an edition": Change(
        lambda y: y.edit(TOML, "[editions.en]\nstart = 1", "[editions.en]\nstart = 5"),
        EVERYTHING - {f"pdf:{ISSUE}.zh"},
        ALL_FILES
        - article(FERRY, "figure-1.svg")
        - article(BRIDGE, f"{BRIDGE}.zh.pdf")
        - {f"public/issues/{ISSUE}/{ISSUE}.zh.pdf"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_again_what_depends_on_it_and_no_more(printed: Yard, name: str, tmp_path: Path) -> None:
    change = CHANGES[name]
    change.change(printed)
    report = printed.build()
    assert (set(report.made), set(report.cached)) == (change.made, EVERYTHING - change.made)
    assert set(report.written) == change.written
    assert printed.build().made == []
    printed.build(cache=tmp_path / "cold", out=tmp_path / "out")
    assert printed.files() == tree(tmp_path / "out")  # nothing stale is served


@pytest.mark.slow
def test_what_is_undone_comes_back_from_the_cache(printed: Yard) -> None:
    before = printed.files()
    printed.edit(FERRY_XML, "who waits for it", "who waits at it")
    assert printed.build().made != []
    printed.edit(FERRY_XML, "who waits at it", "who waits for it")
    assert printed.build().made == []
    assert printed.files() == before


# ---------------------------------------------------------------- an article in front


def starts(yard: Yard, id: str) -> list[int]:
    """The first page of each citation of an article."""
    found = json.loads(yard.files()[f"public/articles/{id}/citation.json"])
    return [int(one["page"].split("-")[0]) for one in found]


@pytest.mark.slow
def test_an_article_added_in_front_moves_the_others_and_nothing_else(printed: Yard, tmp_path: Path) -> None:
    before = printed.files()
    printed.new_article("marsh-front")
    printed.edit(TOML, '[\n  "hao-bridge"', '[\n  "marsh-front",\n  "hao-bridge"')
    report = printed.build()
    assert report.pages[ISSUE, "en"] == {"marsh-front": (1, 1), BRIDGE: (2, 2), FERRY: (3, 3)}
    assert (starts(printed, BRIDGE), starts(printed, FERRY)) == ([1, 2], [3])
    assert set(report.made) == EVERYTHING - {f"pdf:{ISSUE}.zh"} | products("marsh-front")
    same = article(BRIDGE, f"{BRIDGE}.zh.pdf") | {f"public/issues/{ISSUE}/{ISSUE}.zh.pdf"}
    assert set(report.written) & ALL_FILES == ALL_FILES - same - article(FERRY, "figure-1.svg")
    assert {path: printed.files()[path] for path in same} == {path: before[path] for path in same}
    assert printed.build(cache=tmp_path / "cold", out=tmp_path / "out").failures == []
    assert printed.files() == tree(tmp_path / "out")


@dataclass
class Bench:
    """A bench that remembers what it was asked to make, and what of that it had."""

    yard: Yard
    kept: dict[str, bytes]
    made: list[str]

    @property
    def cache(self) -> Path:
        return self.yard.cache

    def read(self, path: str) -> bytes:
        return (self.yard.home / path).read_bytes()

    def memo(self, key: str, make: Callable[[], bytes]) -> bytes:
        if key not in self.kept:
            self.kept[key] = make()
            self.made.append(key.partition(":")[0])
        return self.kept[key]


@pytest.mark.slow
def test_the_pdf_of_an_article_that_starts_where_it_did_is_not_written_anew(printed: Yard) -> None:
    kept: dict[str, bytes] = {}

    def edition() -> list[str]:
        wanted = building.plan(printed.read().snapshot, printed.select(ISSUE), Store(printed.cache)).artifacts
        bench = Bench(printed, kept, [])
        assert next(one for one in wanted if one.name == f"pdf:{ISSUE}.en").make(bench).failures == ()
        return bench.made

    assert edition() == ["article-length", "article-pdf"] * 2
    assert edition() == []
    printed.new_article("marsh-last")
    printed.edit(TOML, '"marsh-ferry", #', '"marsh-ferry",\n  "marsh-last", #')
    assert edition() == ["article-length", "article-pdf"]  # of the new one alone
    printed.edit(TOML, '[\n  "hao-bridge",', "[")
    assert edition() == ["article-length", "article-pdf"] * 2  # both have moved to the front


# ---------------------------------------------------------------- selections


@pytest.mark.parametrize(
    ("names", "made"),
    [
        ((ISSUE,), products(BRIDGE) | products(FERRY)),
        ((FERRY,), products(FERRY)),
        ((FERRY, BRIDGE), products(BRIDGE) | products(FERRY)),
        ((FERRY, FERRY), products(FERRY)),
        ((ISSUE, FERRY), products(BRIDGE) | products(FERRY)),
        (("2031-2",), products("marsh-late")),
        (("2031-2", FERRY), products("marsh-late") | products(FERRY)),
        (("marsh-soon",), products("marsh-soon")),
        ((), products(BRIDGE) | products(FERRY) | products("marsh-late") | products("marsh-soon")),
    ],
)
def test_what_is_selected_is_made_once_and_nothing_else(yard: Yard, names: tuple[str, ...], made: set[str]) -> None:
    yard.new_article("marsh-soon", shelf="forthcoming")
    yard.new_article("marsh-late", shelf="2031-2")
    (yard.home / "issues/2031-2/issue.toml").write_text(
        'year = 2031\nnumber = "2"\ndate = 2031-04-15\n[editions.en]\nstart = 9\n[editions.en.columns]\narticles = ["marsh-late"]\n'
    )
    events: list[Event] = []
    report = yard.build(*names, only=QUICK, tell=events.append)
    assert sorted(report.made) == sorted(made)
    assert [event.done for event in events if event.kind == "made"] == list(range(1, len(made) + 1))
    assert {event.total for event in events if event.total} == {len(made)}


@pytest.mark.parametrize(
    ("only", "made"),
    [
        ((("jats", None),), {f"jats:{BRIDGE}", f"jats:{FERRY}"}),
        ((("citation", None),), (products(BRIDGE) | products(FERRY)) - {f"jats:{BRIDGE}", f"jats:{FERRY}"}),
    ],
)
def test_only_some_outputs(yard: Yard, only: tuple[tuple[str, None], ...], made: set[str]) -> None:
    assert set(yard.build(only=only).made) == made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("only", "made"),
    [
        (("pdf", "zh"), {f"pdf:{ISSUE}.zh"}),
        (("issue-pdf", "en"), {f"pdf:{ISSUE}.en"}),
    ],
)
def test_only_one_language(unprinted: Yard, only: tuple[str, str], made: set[str]) -> None:
    assert set(unprinted.build(only=(only,)).made) == made


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(issues=(IssueId("2099-1"),)), "There is no issue or article “2099-1”."),
        (Selection(articles=(ArticleId("li-nowhere"),)), "There is no issue or article “li-nowhere”."),
        (
            Selection(only=(("pfd", None),)),
            "There is no output “pfd”; there are: pdf, issue-pdf, print-pdf, offprint, citation, jats.",
        ),
    ],
)
def test_what_does_not_exist_is_misuse_and_nothing_is_written(yard: Yard, selection: Selection, said: str) -> None:
    before = yard.disk()
    with pytest.raises(Misused) as caught:
        building.build(yard.home, yard.read().snapshot, selection, cache=yard.cache, out=yard.out, archive=yard.archive)
    assert (caught.value.exit, str(caught.value).strip()) == (2, said)
    assert yard.disk() == before


@pytest.mark.slow
def test_building_one_article_changes_no_other_file_and_keeps_the_manifest(printed: Yard) -> None:
    before = printed.files()
    printed.edit(BRIDGE_XML, "过桥者无须等候", "过桥的无须等候")
    printed.edit(FERRY_XML, "who waits for it", "who waits at it")
    report = printed.build(BRIDGE)
    assert set(report.made) == products(BRIDGE) | {f"pdf:{BRIDGE}.zh", f"pdf:{BRIDGE}.en"}
    after = printed.files()
    changed = article(BRIDGE, f"{BRIDGE}.xml", f"{BRIDGE}.zh.pdf")
    assert {path for path in after if after[path] != before.get(path)} == changed | {"manifest.json"}
    manifest = json.loads(after["manifest.json"])["files"]
    assert set(manifest) == ALL_FILES
    assert all(entry["sha256"] == sha256(after[path]) for path, entry in manifest.items())


@pytest.mark.slow
def test_an_article_by_itself_has_the_bytes_that_it_has_in_its_issue(printed: Yard) -> None:
    whole = printed.files()
    for path in (printed.cache / "objects").rglob("*"):
        if path.is_file() and path.read_bytes().startswith(b"%PDF"):
            path.unlink()  # what is left are the lengths, by which it knows its first page
    shutil.rmtree(printed.out)
    report = printed.build(FERRY, only=(("pdf", None),))
    assert (report.made, printed.notes) == ([f"pdf:{FERRY}.en"], [])
    path = f"public/articles/{FERRY}/{FERRY}.en.pdf"
    assert printed.files()[path] == whole[path]


@pytest.mark.slow
def test_an_article_whose_first_page_is_not_known_says_so_and_prints_no_page_elsewhere(unprinted: Yard) -> None:
    unprinted.build(FERRY)
    assert unprinted.notes == [
        "marsh-ferry: what stands before it was not laid out yet, so its pages begin at 1; run journal build 2031-1 first.",
        "Some articles were not laid out yet: their pages are left out. Run journal build first.",
    ]
    assert "page" not in json.loads(unprinted.files()[f"public/articles/{FERRY}/citation.json"])[0]
    assert b"<fpage>" not in unprinted.files()[f"public/articles/{FERRY}/{FERRY}.xml"]


def test_pages_that_no_lay_out_has_found_are_left_out_and_that_is_said_once(yard: Yard) -> None:
    yard.build(only=QUICK)
    assert yard.notes == ["Some articles were not laid out yet: their pages are left out. Run journal build first."]
    assert not any("page" in one for one in json.loads(yard.files()[f"public/articles/{FERRY}/citation.json"]))


@pytest.mark.slow
def test_without_a_lay_out_the_pages_of_the_last_one_serve(printed: Yard) -> None:
    before = printed.files()
    shutil.rmtree(printed.out)
    printed.build(only=QUICK)
    assert printed.notes == []
    citations = [path for path in before if path.endswith((".bib", ".xml"))]
    assert citations
    assert {path: printed.files()[path] for path in citations} == {path: before[path] for path in citations}


# ---------------------------------------------------------------- articles that are not in an issue yet


def first_folio(yard: Yard, id: str) -> int:
    """The number of the first page, as the English PDF of an article labels it."""
    with pikepdf.open(io.BytesIO(yard.files()[f"public/articles/{id}/{id}.en.pdf"])) as opened:
        return int(opened.Root.PageLabels.Nums[1].St)


@pytest.mark.slow
def test_a_forthcoming_article_starts_at_page_1_and_keeps_its_address_when_it_is_placed(printed: Yard) -> None:
    printed.new_article("marsh-soon", shelf="forthcoming")
    report = printed.build()
    own = article("marsh-soon", *CITATIONS, "marsh-soon.xml", "marsh-soon.en.pdf", "figure-1.svg")
    assert set(report.made) == products("marsh-soon") | {"pdf:marsh-soon.en"}
    assert set(report.written) == own
    assert printed.notes == []
    jats = printed.files()["public/articles/marsh-soon/marsh-soon.xml"]
    assert not re.search(b"<(volume|issue|fpage)>", jats)
    assert first_folio(printed, "marsh-soon") == 1
    shutil.move(printed.home / "issues/forthcoming/marsh-soon", printed.home / f"issues/{ISSUE}/marsh-soon")
    printed.edit(TOML, '"marsh-ferry", #', '"marsh-ferry",\n  "marsh-soon", #')
    placed = printed.build()
    assert placed.pages[ISSUE, "en"]["marsh-soon"] == (3, 3)
    assert first_folio(printed, "marsh-soon") == 3
    assert own < set(printed.files())
    assert b"<fpage>3</fpage>" in printed.files()["public/articles/marsh-soon/marsh-soon.xml"]


# ---------------------------------------------------------------- what no longer belongs


FOREIGN = {
    "public/CNAME": b"example.org",
    "public/articles/marsh-ferry/notes.txt": b"a reader's",
    "exports/old.zip": b"PK",
    "public/.well-known/x": b"1",
}


def test_an_article_that_is_gone_takes_its_files_along_and_no_others(yard: Yard) -> None:
    yard.new_article("marsh-gone")
    yard.edit(TOML, '"marsh-ferry", #', '"marsh-ferry",\n  "marsh-gone", #')
    yard.build(only=QUICK)
    for path, data in FOREIGN.items():
        (yard.out / path).parent.mkdir(parents=True, exist_ok=True)
        (yard.out / path).write_bytes(data)
    before = yard.files()
    yard.edit(TOML, '\n  "marsh-gone",', "")
    shutil.rmtree(yard.home / f"issues/{ISSUE}/marsh-gone")
    yard.edit(TOML, '"marsh-ferry",', "")
    shutil.rmtree(yard.home / f"issues/{ISSUE}/marsh-ferry")
    yard.build(ISSUE, only=QUICK)  # says nothing of what it was not asked for
    assert {path: data for path, data in yard.files().items() if path != "manifest.json"} == {
        path: data for path, data in before.items() if path != "manifest.json"
    }
    yard.edit(BRIDGE_XML, "</article>", "")
    yard.build(only=QUICK)  # nor does one that failed
    assert set(yard.files()) == set(before)


@pytest.mark.slow
def test_after_a_whole_build_the_files_of_a_removed_article_are_gone_and_foreign_ones_stay(printed: Yard) -> None:
    printed.new_article("marsh-gone", shelf="forthcoming")
    printed.build()
    for path, data in FOREIGN.items():
        (printed.out / path).parent.mkdir(parents=True, exist_ok=True)
        (printed.out / path).write_bytes(data)
    shutil.rmtree(printed.home / "issues/forthcoming/marsh-gone")
    printed.edit(TOML, '"marsh-ferry",', "")
    shutil.rmtree(printed.home / f"issues/{ISSUE}/marsh-ferry")
    report = printed.build()
    assert report.failures == []
    assert set(printed.files()) == BRIDGE_FILES | ISSUE_FILES | set(FOREIGN) | {"manifest.json"}
    assert {path: printed.files()[path] for path in FOREIGN} == FOREIGN
    folders = {path.name for path in (printed.out / "public/articles").iterdir()}
    assert folders == {BRIDGE, FERRY}  # marsh-ferry holds the reader's notes, marsh-gone nothing: so it is gone
    assert set(json.loads(printed.files()["manifest.json"])["files"]) == BRIDGE_FILES | ISSUE_FILES


@pytest.mark.slow
@pytest.mark.parametrize("name", ["../victim", "public/../../victim", "{home}/victim", ""])
def test_a_manifest_that_was_tampered_with_removes_nothing_outside(printed: Yard, name: str) -> None:
    victim = printed.home / "victim"
    victim.write_text("mine")
    file = printed.out / "manifest.json"
    manifest = json.loads(file.read_bytes())
    manifest["files"][name.format(home=printed.home)] = {"sha256": sha256(b"mine")}
    file.write_text(json.dumps(manifest))
    assert printed.build().failures == []
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"files": []}', '{"files": 3}', "\0"])
def test_a_manifest_that_cannot_be_read_is_written_anew(yard: Yard, spoilt: str) -> None:
    yard.build(only=QUICK)
    before = yard.files()
    (yard.out / "manifest.json").write_text(spoilt)
    yard.build(only=QUICK)
    assert yard.files() == before


# ---------------------------------------------------------------- the manifest


@pytest.mark.slow
def test_the_manifest_lists_every_file_with_its_sha256_and_no_date_and_no_place(printed: Yard) -> None:
    files = printed.files()
    manifest = json.loads(files.pop("manifest.json"))
    assert set(manifest) == {"format", "files", "fonts", "toolchain"}
    assert {path: entry["sha256"] for path, entry in manifest["files"].items()} == {
        path: sha256(data) for path, data in files.items()
    }
    assert manifest["files"][f"public/articles/{FERRY}/{FERRY}.en.pdf"] == {
        "artifact": f"pdf:{ISSUE}.en",
        "sha256": sha256(files[f"public/articles/{FERRY}/{FERRY}.en.pdf"]),
        "from": {path: sha256((printed.home / path).read_bytes()) for path in (BRIDGE_XML, FERRY_XML, FIGURE)},
        "pages": [2, 2],
    }
    text = json.dumps(manifest)
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert not re.search(r'"/|[A-Z]:\\\\', text)
    assert {font["path"] for font in manifest["fonts"]} == {Path(font.path).name for font in printed.house.fonts}
    assert {"weasyprint", "pango", "python", "journal"} <= set(manifest["toolchain"])


# ---------------------------------------------------------------- to see before it happens


@pytest.mark.slow
def test_a_dry_run_changes_nothing_on_disk(printed: Yard) -> None:
    assert printed.build(dry_run=True).made == []
    printed.edit(FERRY_XML, "who waits for it", "who waits at it")
    for path in sorted((printed.cache / "objects").rglob("*"))[:20]:
        if path.is_file():
            path.write_bytes(b"spoilt")
    (printed.out / "manifest.json").unlink()
    before = printed.disk()
    report = printed.build(dry_run=True)
    assert printed.disk() == before
    assert (report.written, {f"pdf:{ISSUE}.en", f"jats:{FERRY}"} <= set(report.made)) == ([], True)


@pytest.mark.slow
def test_a_dry_run_names_what_is_then_made(printed: Yard) -> None:
    printed.edit(BRIDGE_XML, "过桥者无须等候", "过桥的无须等候")
    dry = printed.build(dry_run=True)
    made = printed.build().made
    assert set(made) <= set(dry.made)
    assert set(dry.made) - set(made) <= products(FERRY)  # whose pages could change


def test_a_dry_run_of_a_new_home_leaves_no_trace(yard: Yard) -> None:
    before = yard.disk()
    assert set(yard.build(only=QUICK, dry_run=True).made) == products(BRIDGE) | products(FERRY)
    assert yard.disk() == before


def why(yard: Yard, path: str) -> list[str]:
    return [
        line.en
        for line in building.why(yard.read().snapshot, path, cache=yard.cache, archive=yard.archive, out=yard.out)
    ]


def short(yard: Yard, path: str) -> str:
    return f"  file {path} {sha256((yard.home / path).read_bytes())[:12]}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "name", "files", "needs"),
    [
        (f"public/articles/{FERRY}/{FERRY}.en.pdf", f"pdf:{ISSUE}.en", (BRIDGE_XML, FERRY_XML, FIGURE), ()),
        (f"public/issues/{ISSUE}/{ISSUE}.zh.pdf", f"pdf:{ISSUE}.zh", (BRIDGE_XML,), ()),
        (f"out/public/articles/{FERRY}/citation.bib", f"bibtex:{FERRY}", (FERRY_XML, FIGURE), (f"pdf:{ISSUE}.en",)),
        (f"public/articles/{BRIDGE}/{BRIDGE}.xml", f"jats:{BRIDGE}", (BRIDGE_XML,), (f"pdf:{ISSUE}.zh", f"pdf:{ISSUE}.en")),
    ],
)  # fmt: skip
def test_why_says_what_a_product_is_made_of_and_whether_it_is_up_to_date(
    printed: Yard, path: str, name: str, files: tuple[str, ...], needs: tuple[str, ...]
) -> None:
    said = [short(printed, file) for file in files] + [f"  needs {need}" for need in needs]
    before = printed.disk()
    lines = why(printed, path)
    assert lines[: 1 + len(said)] == [f"{name}: up to date", *said]
    assert all(line.startswith("  tool ") for line in lines[1 + len(said) :])
    assert printed.disk() == before
    for file in files:
        if file.endswith(".xml"):
            printed.edit(file, "</article>", "<!-- x --></article>")
    assert why(printed, path)[0] == f"{name}: to be made"
    printed.build()
    assert why(printed, path)[0] == f"{name}: up to date"


def test_why_of_what_nobody_makes_is_misuse(yard: Yard) -> None:
    with pytest.raises(Misused, match=r"Nothing is made at public/nothing\.pdf\."):
        why(yard, "public/nothing.pdf")
