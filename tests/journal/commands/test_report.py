"""The numbers of the office: counted by hand on a small year."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

import cli
from journal.office.reports import quartiles

from .bureau import Bureau
from .conftest import edit


@pytest.fixture
def year(bureau: Bureau) -> Bureau:
    """One accepted after 14 days, one declined after review at 20 and taken back, one withdrawn, one open."""
    first = bureau.in_review()
    bureau.reviewed(first, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", first, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", first, "pass-second-reading", "--note", "同意。")
    bureau.later(14)
    bureau.done("duanmu", "manuscript", "decide", first, "accept", "--note", "同意。")
    second, third = bureau.in_review("linghu"), bureau.submitted()
    bureau.submitted("linghu")
    bureau.done("wenren", "manuscript", "withdraw", third)
    numbers = bureau.invited(second, "shentu", "whitcombe")
    bureau.done("shentu", "review", "respond", numbers[0], "--decline")
    bureau.done("whitcombe", "review", "respond", numbers[1], "--accept")
    return bureau


def numbers(bureau: Bureau, *arguments: str) -> dict[str, tuple[object, ...]]:
    answer = bureau("wenren", "report", *arguments, as_json=True)
    assert answer.code == 0, answer.err
    assert [row for row in answer.data if not (row["definition"]["zh"] and row["definition"]["en"])] == []
    return {
        f"{row['key']} {row['group'] or ''}".strip(): (row["count"], row["share"], row["median"]) for row in answer.data
    }


def test_the_funnel(year: Bureau) -> None:
    assert numbers(year, "funnel") == {
        "received": (4, "100", None),
        "reviewed": (2, "50", None),
        "declined-without-review": (0, "0", None),
        "declined-after-review": (0, "0", None),
        "revised": (0, "0", None),
        "accepted": (1, "25", None),
        "published": (0, "0", None),
        "withdrawn": (1, "25", None),
        "open": (2, "50", None),
    }
    assert numbers(year, "funnel", "--year", "2030")["received"] == (0, None, None)
    assert numbers(year, "funnel", "--by", "column")["accepted articles"] == (1, "25", None)


def test_the_times(year: Bureau) -> None:
    assert numbers(year, "times") == {
        "first-decision": (1, None, 14.0), "acceptance": (1, None, 14.0), "decline": (0, None, None),
        "publication": (0, None, None),
    }  # fmt: skip


def test_what_is_taken_back_does_not_count(year: Bureau) -> None:
    year.done("duanmu", "manuscript", "decide", "2031-0001", "revert-acceptance")
    assert numbers(year, "times")["acceptance"] == (0, None, None)
    assert numbers(year, "funnel")["accepted"] == (0, "0", None)


def test_a_round_that_was_cancelled_was_no_review(bureau: Bureau) -> None:
    id = bureau.in_review()
    assert numbers(bureau, "funnel")["reviewed"][0] == 1
    bureau.invited(id, "shentu")
    bureau.done("gongyang", "manuscript", "decide", id, "cancel-round")
    (load,) = bureau("wenren", "report", "reviewers", as_json=True).data
    assert (load["invited"], load["unanswered"], load["cancelled"]) == (1, 0, 1)
    assert numbers(bureau, "funnel")["reviewed"][0] == 0
    bureau.done("gongyang", "manuscript", "decide", id, "send-out")
    assert numbers(bureau, "funnel")["reviewed"][0] == 1


def test_the_referees(year: Bureau) -> None:
    rows = year("wenren", "report", "reviewers", as_json=True).data
    assert [
        (row["name"], row["invited"], row["accepted"], row["declined"], row["reports"], row["open"]) for row in rows
    ] == [
        ("Shentu Yuan", 2, 1, 1, 1, 0),
        ("Eleanor Whitcombe", 2, 2, 0, 1, 1),
    ]
    assert all(
        row["invited"] == row["accepted"] + row["declined"] + row["unanswered"] + row["cancelled"] for row in rows
    )
    assert year.refused("shentu", "report", "reviewers")[0] == "NoRight"


def test_the_year(year: Bureau) -> None:
    found = numbers(year, "annual", "--by", "column")
    assert [found[key][0] for key in ("received", "referees", "reports", "invitations", "late-reports")] == [
        4,
        2,
        2,
        4,
        0,
    ]
    assert (found["acceptance-rate"], found["acceptance-rate articles"]) == ((1, "100", None), (1, "100", None))
    assert (found["load"], found["report-time"]) == ((2, None, 1.0), (2, None, 0.0))
    assert (found["articles"], found["retracted"]) == ((0, None, None), (0, None, None))


@pytest.mark.parametrize(("lang", "heads"), [
    ("zh", ["2031 年收稿的去向", "2031 年收稿的审理用时", "“论文”栏目的收稿", "2031 年的外审", "2031 年的出版"]),
    ("en", [
        "What became of the manuscripts received in 2031", "How long the manuscripts received in 2031 waited",
        "Received for the column “Articles”", "Reviewing in 2031", "What was published in 2031",
    ]),
])  # fmt: skip
def test_the_page_of_the_year(year: Bureau, lang: str, heads: list[str]) -> None:
    page = year.home.parent / "year.md"
    assert year("wenren", "report", "annual", "--by", "column", "--page", page, lang=lang).code == 0
    assert [line[3:] for line in page.read_text("utf-8").splitlines() if line.startswith("## ")] == heads
    year.refused("wenren", "report", "annual", "--page", "year.pdf", code=2)


CHARTS = [("funnel", "--by", "column"), ("times", "--by", "language"), ("annual",), ("reviewers",)]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", CHARTS, ids=lambda arguments: arguments[0])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_chart_is_the_same_each_time(year: Bureau, arguments: tuple[str, ...], lang: str) -> None:
    """As SVG without a date, with every letter drawn as an outline, so that it needs no font where it is seen; as PNG."""
    made = []
    for name in ("a.svg", "b.svg", "a.png", "b.png"):
        file = year.home.parent / name
        assert year("wenren", "report", *arguments, "--plot", file, lang=lang).code == 0
        made.append(file.read_bytes())
    assert (made[0], made[2]) == (made[1], made[3])
    root = etree.fromstring(made[0])
    assert (root.findall(".//{*}text"), root.findall(".//{*}date")) == ([], [])
    assert "".join(root.find(".//{*}title").itertext())
    with Image.open(io.BytesIO(made[2])) as picture:
        assert picture.size[0] == 1350


@pytest.mark.slow
def test_no_character_of_a_chart_is_a_box(year: Bureau) -> None:
    """A rare character that the house's face has is drawn; one that it has not stops the chart."""
    edit(year.home / "journal.toml", 'articles = { zh = "论文"', 'articles = { zh = "论文䶮"')
    command = ("report", "funnel", "--by", "column", "--plot", year.home.parent / "a.png")
    assert year("wenren", *command, lang="zh").code == 0
    edit(year.home / "journal.toml", "论文䶮", "论文\U0001f600")
    (year.home.parent / "a.png").unlink()
    answer = year("wenren", *command, lang="zh")
    assert (answer.code, answer.out, "没有字形" in answer.err) == (3, "", True)
    assert not (year.home.parent / "a.png").exists()


def test_a_chart_of_another_kind(year: Bureau) -> None:
    year.refused("wenren", "report", "annual", "--plot", "year.gif", code=2)
    assert not (year.home.parent / "year.gif").exists()


def test_a_chart_without_matplotlib(year: Bureau, tmp_path: Path) -> None:
    """The program in an interpreter of its own that cannot find it."""
    hidden = "import sys, importlib.util as u; f = u.find_spec; u.find_spec = lambda n, *p: None if n == 'matplotlib' else f(n, *p); import cli; "
    for lang, said in (
        ("zh", "--plot 需要 matplotlib，而本机没有安装。"),
        ("en", "--plot needs matplotlib, which is not installed."),
    ):
        line = ["--home", str(year.home), "--lang", lang, "--as", "wenren", "report", "funnel", "--plot", "year.svg"]
        done = subprocess.run(
            [sys.executable, "-c", f"{hidden} sys.exit(cli.run({line!r}))"], capture_output=True, text=True, check=False, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parent)},
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (3, "")
        assert said in done.stderr.splitlines()[-1]
        assert 'pip install "bilingual-journal[report]"' in done.stderr.splitlines()[-1]
    assert list(tmp_path.glob("year.svg")) == []


def test_quartiles() -> None:
    assert quartiles([]) == (None, None, None)
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([4, 1, 3, 2]) == (1.8, 2.5, 3.2)
