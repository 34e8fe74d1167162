"""What `check` finds, how it weighs, and how each kind of bad input is answered by `check`, `build` and `validate`."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Program, edit

BRIDGE = "issues/2031-1/hao-bridge/article.xml"
FERRY = "issues/2031-1/marsh-ferry/article.xml"
FIGURE = "issues/2031-1/marsh-ferry/figure-1.svg"
ISSUE = "issues/2031-1/issue.toml"


def errors(data: list[dict[str, Any]]) -> list[tuple[str, str, int | None]]:
    return [(one["rule"], one["file"], one["line"]) for one in data if one["level"] == "error" and not one["waived"]]


# ---------------------------------------------------------------- weight, waivers, choice


def test_warnings_pass_and_what_is_not_checked_does_not(journal: Program, home: Path) -> None:
    answer = journal("check", home=home, as_json=True)
    unchecked = [one for one in answer.data if one["level"] == "unchecked"]
    assert (answer.code, errors(answer.data)) == (1 if unchecked else 0, [])
    assert journal("check", "--allow-unchecked", home=home).code == 0


def test_what_no_file_could_be_checked_for_is_said_once_in_one_language(
    journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JOURNAL_CACHE", str(tmp_path / "empty"))
    for lang, said in (("zh", "[未检查] schema: 2 个文件："), ("en", "[not checked] schema: 2 files: ")):
        (line,) = [one for one in journal("check", home=home, lang=lang).out.splitlines() if "schema" in one]
        assert line.startswith(said)


def test_a_finding_is_a_line_with_place_rule_remedy_and_waiver(journal: Program, home: Path) -> None:
    lines = journal("check", home=home).out.splitlines()
    assert [line for line in lines if "keywords-missing" in line] == [
        f"[error] {FERRY}:9: keywords-missing: There are no {language} keywords. Add a <kwd-group> with xml:lang. "
        "[waived: 札记不设关键词 a note has no keywords]"
        for language in ("English", "Chinese")
    ]


def test_an_error_that_nobody_waives_gives_1(journal: Program, home: Path) -> None:
    edit(home / ISSUE, 'article = "marsh-ferry"', 'article = "hao-bridge"')
    answer = journal("check", "--allow-unchecked", home=home, as_json=True)
    assert (answer.code, errors(answer.data)) == (1, [("keywords-missing", FERRY, 9)] * 2)
    notes = [(one["rule"], one["file"], one["what"]) for one in answer.data if one["rule"] == "waiver-unused"]
    assert notes == [("waiver-unused", ISSUE, "waivers[1]")]


def test_only_what_is_named_is_checked(journal: Program, home: Path) -> None:
    edit(home / ISSUE, 'article = "marsh-ferry"', 'article = "hao-bridge"')
    for named, code in (("hao-bridge", 0), ("marsh-ferry", 1), ("2031-1", 1), ("forthcoming", 1)):
        assert journal("check", "--allow-unchecked", named, home=home).code == code
    said = journal("check", "hao-bridge", home=home, as_json=True).data
    assert {one["file"] for one in said if one["level"] != "unchecked"} == {BRIDGE}


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [("</front>", "</frnt>", f"{BRIDGE}:42"), ("<article ", "<book ", f"{BRIDGE}:"), ("<p>", "<p>\0", f"{BRIDGE}:37")],
)
def test_an_article_that_cannot_be_read_is_named_when_it_alone_is_asked_for(
    journal: Program, home: Path, right: str, wrong: str, place: str
) -> None:
    edit(home / BRIDGE, right, wrong)
    answer = journal("check", "--allow-unchecked", "hao-bridge", home=home)
    (line,) = answer.out.splitlines()
    assert (answer.code, line.startswith(f"[error] {place}")) == (1, True)
    assert journal("check", "--allow-unchecked", "marsh-ferry", home=home).code == 0


def test_without_fonts_all_but_glyphs_is_checked(journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parents[3] / "templates", home / "templates")
    edit(home / "templates/house.toml", "NotoSerifCJK-Regular.ttc", "NoSuchFont.ttc")
    edit(home / "templates/house.toml", "NotoSerifCJK", "NoSuchFont")
    answer = journal("check", home=home, as_json=True)
    assert answer.code == 1
    assert ("fonts", "unchecked") in [(one["rule"], one["level"]) for one in answer.data]
    assert journal("check", "--allow-unchecked", home=home).code == 0
    assert journal("build", home=home, as_json=True).data["error"] == "MissingFonts"


# ---------------------------------------------------------------- bad input

Spoil = Callable[[bytes], bytes]


def put(right: str, wrong: str) -> Spoil:
    def spoil(data: bytes) -> bytes:
        assert right.encode() in data
        return data.replace(right.encode(), wrong.encode(), 1)

    return spoil


def whole(data: bytes) -> Spoil:
    return lambda _: data


LAUGHS = '<!DOCTYPE article [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
)
MANY = " ".join(f'a{n}="x"' for n in range(100_000))

# Name, file, how it is spoilt, exit codes of check, build and validate, and the error's rule and line in `check`.
BAD = [
    ("malformed", BRIDGE, put("</front>", "</frnt>"), (1, 1, 1), ("read", 42)),
    ("another schema", BRIDGE, whole(b"<book/>"), (1, 1, 1), ("read", 1)),
    ("empty", BRIDGE, whole(b""), (1, 1, 1), ("read", 1)),
    ("another encoding", BRIDGE, lambda data: data.decode().encode("gb18030"), (1, 1, 1), ("read", 16)),
    ("NUL", BRIDGE, put("<p>", "<p>\0"), (1, 1, 1), ("read", 37)),
    ("an entity from outside", BRIDGE, put("<!DOCTYPE article PUBLIC", '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]><!--'), (1, 1, 1), None),
    ("billion laughs", BRIDGE, put("<!DOCTYPE article PUBLIC", f"{LAUGHS}]><!--"), (1, 1, 1), None),
    ("100,000 attributes", BRIDGE, put("<body>", f"<body {MANY}>"), (1, 1, 3), ("read", 43)),
    ("a figure that is not there", FIGURE, None, (1, 1, None), ("read", FERRY)),
    ("a figure that is not what its name says", FIGURE, whole(b"%PDF-1.7"), (1, 1, None), ("read", FERRY)),
    ("a figure from the web", FERRY, put('"figure-1.svg"', '"http://example.org/figure-1.svg"'), (1, 1, None), ("picture-elsewhere", f"{FERRY}:32")),
    ("a figure without a name", FERRY, put('"figure-1.svg"', '""'), (1, 1, None), ("picture-elsewhere", f"{FERRY}:32")),
    ("one id twice", BRIDGE, put('id="sec2"', 'id="sec1"'), (1, 1, 1), ("id-duplicate", 48)),
    ("a reference to nothing", BRIDGE, put('rid="aff1"', 'rid="aff9"'), (1, 1, 1), ("xref-dangling", 26)),
    ("a language without a title", BRIDGE, put("<trans-title>Bridge and Ferry</trans-title>", "<trans-title/>"), (1, 1, None), ("title-missing", 15)),
    ("a title that turns the line round", BRIDGE, put("<article-title>", "<article-title>\u202e"), (1, 1, None), ("bidi-control", 16)),
    ("a title with a script", BRIDGE, put("<article-title>", "<article-title>&lt;script&gt;alert(1)&lt;/script&gt;"), (0, 0, None), None),
    ("an id that holds a path", ISSUE, put('"hao-bridge"', '"../hao-bridge"'), (3, 3, None), None),
    ("an article that is not there", ISSUE, put('"hao-bridge"', '"hao-brigde"'), (1, 1, None), None),
    ("a journal.toml that is no TOML", "journal.toml", put("[titles]", "[titles"), (1, 1, None), None),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("file", "spoil", "codes", "found"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_gives_its_code_and_one_clear_line_and_damages_nothing(
    journal: Program,
    home: Path,
    file: str,
    spoil: Spoil | None,
    codes: tuple[int, int, int | None],
    found: tuple[str, int | str] | None,
) -> None:
    assert journal("build", home=home).code == 0
    built = {path: path.read_bytes() for path in (home / "out/public").rglob("*") if path.is_file()}
    if spoil:
        (home / file).write_bytes(spoil((home / file).read_bytes()))
    else:
        (home / file).unlink()

    for lang in ("zh", "en"):
        checked = journal("check", "--allow-unchecked", home=home, lang=lang)
        assert checked.code == codes[0]
    if found:
        rule, where = found
        place = f"{BRIDGE}:{where}" if isinstance(where, int) else where
        assert [
            line for line in checked.out.splitlines() if line.startswith(f"[error] {place}") or f" {place}:" in line
        ]
        assert rule in checked.out

    made = journal("--quiet", "build", home=home)
    lines = made.err.splitlines()
    assert (made.code, len(lines) > 0) == (codes[1], codes[1] != 0)
    assert all(line.startswith("journal: ") for line in lines)
    assert {path for path in built if path.is_file()} == set(built)
    if found and found[0] == "read":
        folder = Path(file).parent.name or "*"
        pdfs = {path: data for path, data in built.items() if path.match(f"articles/{folder}/*.pdf")}
        assert {path: path.read_bytes() for path in pdfs} == pdfs

    if codes[2] is not None:
        assert journal("validate", home / file).code == codes[2]


@pytest.mark.slow
def test_an_issue_is_not_joined_without_an_article(journal: Program, home: Path) -> None:
    assert journal("build", home=home).code == 0
    pdf = home / "out/public/issues/2031-1/2031-1.en.pdf"
    before = pdf.read_bytes()
    (home / BRIDGE).write_bytes(b"<article>")
    assert journal("build", home=home).code == 1
    assert pdf.read_bytes() == before


# ---------------------------------------------------------------- schemas


@pytest.mark.skipif("JOURNAL_SCHEMAS" not in os.environ, reason="JOURNAL_SCHEMAS 未设。JOURNAL_SCHEMAS is not set.")
def test_sources_and_stamped_jats_are_valid(journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_SCHEMAS", SCHEMAS)
    answer = journal("check", home=home, as_json=True)
    assert (answer.code, [one for one in answer.data if one["rule"] == "schema"]) == (0, [])
    edit(home / BRIDGE, "<title>桥</title>", "<title>桥</title><title>桥</title>")
    answer = journal("check", home=home, as_json=True)
    assert (answer.code, errors(answer.data)[0][:2]) == (1, ("schema", BRIDGE))


SCHEMAS = os.environ.get("JOURNAL_SCHEMAS", "")  # as it was before the fixture takes it away
