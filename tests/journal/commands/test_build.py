"""`build` and `look`: what is on stdout, what is made, and what a failure costs."""

import json
import os
import shutil
from pathlib import Path

import pytest

from .conftest import Program, edit

pytestmark = pytest.mark.slow
BRIDGE = "issues/2031-1/hao-bridge/article.xml"
FERRY = "issues/2031-1/marsh-ferry/article.xml"


def public(home: Path) -> dict[str, bytes]:
    folder = home / "out/public"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_stdout_is_the_issues_pdfs_and_stderr_the_progress(journal: Program, home: Path) -> None:
    answer = journal("build", home=home)
    pdfs = [f"{home}/out/public/issues/2031-1/2031-1.{language}.pdf" for language in ("en", "zh")]
    assert (answer.code, answer.out.splitlines()) == (0, pdfs)
    assert all(line.startswith("journal: ") for line in answer.err.splitlines())
    assert all(Path(pdf).read_bytes().startswith(b"%PDF") for pdf in pdfs)
    again = journal("--quiet", "build", home=home)
    assert (again.code, again.out, again.err) == (0, answer.out, "")


def test_as_data_and_what_is_not_selected_is_left_alone(journal: Program, home: Path) -> None:
    journal("build", home=home)
    before = public(home)
    answer = journal("build", "marsh-ferry", "--only", "jats,pdf.en", home=home, as_json=True)
    assert (answer.code, answer.data["written"], answer.data["failures"]) == (0, [], [])
    assert answer.data["pdfs"] == [f"{home}/out/public/articles/marsh-ferry/marsh-ferry.en.pdf"]
    assert "public/articles/marsh-ferry/marsh-ferry.xml" in answer.data["files"]
    assert public(home) == before


def test_dry_run_names_what_it_would_make_and_writes_nothing(
    journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JOURNAL_CACHE", str(tmp_path / "empty"))
    answer = journal("build", "--dry-run", home=home)
    assert answer.code == 0
    assert {"pdf:2031-1.zh", "pdf:2031-1.en", "jats:hao-bridge"} < set(answer.out.splitlines())
    assert not (home / "out").exists()


def test_list_and_why(journal: Program, home: Path) -> None:
    listed = journal("build", "--list", home=home, as_json=True).data
    said = {one["output"]: one["what"] for one in listed}
    assert {"pdf", "issue-pdf", "jats", "citation"} <= set(said)
    assert len({text[tongue] for text in said.values() for tongue in ("zh", "en")}) == 2 * len(said)
    journal("build", home=home)
    for path in ("public/articles/hao-bridge/hao-bridge.xml", f"{home}/out/public/articles/hao-bridge/hao-bridge.xml"):
        answer = journal("build", "--why", path, home=home)
        assert (answer.code, answer.out.split(":")[0]) == (0, "jats")
        assert BRIDGE in answer.out


def test_one_article_that_fails_names_itself_and_the_rest_is_made(journal: Program, home: Path) -> None:
    edit(home / BRIDGE, "桥定其所，过桥者", "桥定其所\U000e0fff，过桥者")
    answer = journal("--quiet", "build", home=home)
    lines = answer.err.splitlines()
    assert (answer.code, len(lines) > 0) == (1, True)
    assert all(line.startswith("journal: ") and "hao-bridge" in line for line in lines)
    assert "articles/marsh-ferry/marsh-ferry.en.pdf" in public(home)
    assert "issues/2031-1/2031-1.zh.pdf" not in public(home)


@pytest.mark.parametrize(
    ("href", "said"),
    [
        ("http://example.org/a.png", "图片“http://example.org/a.png”不是文章文件夹中的文件。"),
        ("", "图片没有写明文件（xlink:href）。"),
    ],
)
def test_a_picture_that_is_no_file_is_refused_with_its_line(journal: Program, home: Path, href: str, said: str) -> None:
    edit(home / FERRY, '"figure-1.svg"', f'"{href}"')
    answer = journal("--quiet", "build", "marsh-ferry", home=home, lang="zh")
    todo = "请把图片文件放在 article.xml 旁边，并在 xlink:href 中写它的名称。"
    assert (answer.code, answer.err) == (1, f"journal: {FERRY}:32 (<graphic>)：{said}{todo}\n")


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("<body>", "<floats-group>", ["body-missing"]),
        ('xml:lang="en"', 'xml:lang="english!"', ["bad-identifier"]),  # English is what it then is; it is laid out
        ('xml:lang="en"', 'xml:lang="fr"', ["full-text-missing"]),
    ],
)
@pytest.mark.parametrize("names", [("marsh-ferry",), ("2031-1",), ()])
def test_an_article_that_is_not_laid_out_says_why(
    journal: Program, home: Path, right: str, wrong: str, found: list[str], names: tuple[str, ...]
) -> None:
    edit(home / FERRY, right, wrong)
    if right == "<body>":
        edit(home / FERRY, "</body>", "</floats-group>")
    answer = journal("--quiet", "build", *names, home=home, as_json=True)
    assert (answer.code, [one["rule"] for one in answer.data["findings"]]) == (1 if found else 0, found)
    told = journal("build", *names, home=home)
    assert [line for line in told.err.splitlines() if "error" in line] == [
        line for line in told.err.splitlines() if f"{FERRY}:3" in line
    ]
    assert len(told.out.splitlines()) > 0
    assert journal("build", *names, "--only", "jats", home=home).code == (1 if found == ["bad-identifier"] else 0)


def test_a_locked_file_that_was_changed_stops_it(journal: Program, home: Path) -> None:
    assert journal("issue", "publish", "2031-1", "--date", "2031-01-15", home=home).code == 0
    assert journal("build", home=home).code == 0
    before = public(home)
    edit(home / BRIDGE, "过桥者", "过渡者")
    answer = journal("build", home=home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "LockMismatch")
    assert public(home) == before
    checked = journal("check", "--allow-unchecked", home=home)
    assert (checked.code, f"[error] {BRIDGE}: lock: " in checked.out) == (1, True)


def test_a_cluster_needs_dask_and_a_scheduler(journal: Program, home: Path) -> None:
    answer = journal("build", "--executor", "tcp://127.0.0.1:9", home=home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "Refused")
    assert not (home / "out").exists()


def test_out_goes_where_it_is_told(journal: Program, home: Path, tmp_path: Path) -> None:
    answer = journal("build", "hao-bridge", "--only", "pdf.zh", "--out", "elsewhere", home=home)
    assert (answer.code, answer.out) == (0, "elsewhere/public/articles/hao-bridge/hao-bridge.zh.pdf\n")
    assert Path(answer.out.strip()).is_file()
    assert not (home / "out").exists()


# ---------------------------------------------------------------- look

NEEDS_POPPLER = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="没有 pdftoppm。pdftoppm is not there.")


@NEEDS_POPPLER
@pytest.mark.parametrize(
    ("name", "pdfs"), [("2031-1", ["2031-1.en", "2031-1.zh"]), ("marsh-ferry", ["marsh-ferry.en"])]
)
def test_look_draws_each_page_and_a_sheet(journal: Program, home: Path, name: str, pdfs: list[str]) -> None:
    from PIL import Image

    stale = home / f"out/look/{pdfs[0]}/page-99.png"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"")
    answer = journal("look", name, "--dpi", "40", home=home, as_json=True)
    assert answer.code == 0
    assert [Path(one["pdf"]).stem for one in answer.data] == pdfs
    for one in answer.data:
        assert one["sheet"] == f"{home}/out/look/{Path(one['pdf']).stem}/contact.png"
        assert sorted(path.as_posix() for path in Path(one["sheet"]).parent.glob("page-*")) == one["pages"]
        with Image.open(one["pages"][0]) as page:
            assert [round(side / 40 * 25.4 / 5) * 5 for side in page.size] == [185, 260]
    heights = []
    for one in answer.data:
        with Image.open(one["sheet"]) as sheet:
            heights.append(sheet.height)
    with Image.open(home / "out/contact-sheet.png") as whole:
        assert whole.height == sum(heights)
    assert (
        journal("--quiet", "look", name, "--out", "pictures", home=home).out.splitlines()[0]
        == f"pictures/{pdfs[0]}/contact.png"
    )


def test_look_without_poppler_says_what_to_install(
    journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    answer = journal("look", "marsh-ferry", home=home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "Refused")
    assert "apt-get install poppler-utils" in answer.data["fix"]


def test_the_manifest_names_what_was_built(journal: Program, home: Path) -> None:
    journal("build", home=home)
    files = json.loads((home / "out/manifest.json").read_bytes())["files"]
    assert {path.removeprefix("public/") for path in files} == set(public(home))


def test_an_identifier_that_is_none_is_told_by_build_too(journal: Program, home: Path) -> None:
    orcid = '<contrib contrib-type="author" corresp="yes"><contrib-id contrib-id-type="orcid">0000-0000-0000-0002</contrib-id>'
    edit(home / "issues/2031-1/hao-bridge/article.xml", '<contrib contrib-type="author" corresp="yes">', orcid)
    answer = journal("build", "hao-bridge", "--only", "citation", home=home)
    assert answer.code == 1
    assert "bad-identifier" in answer.err


def test_a_misspelt_element_of_the_front_matter_is_named_with_its_line(journal: Program, home: Path) -> None:
    file = home / "issues/2031-1/hao-bridge/article.xml"
    edit(file, "<pub-history>" if "<pub-history>" in file.read_text("utf-8") else "<title-group>", "<tittle-group>")
    edit(file, "</title-group>", "</tittle-group>")
    answer = journal("build", "hao-bridge", "--only", "jats", home=home)
    line = (
        file.read_text("utf-8")
        .splitlines()
        .index(next(x for x in file.read_text("utf-8").splitlines() if "<tittle-group>" in x))
        + 1
    )
    assert answer.code == 1
    assert f"article.xml:{line}: <tittle-group> has no place in <article-meta>." in answer.err
