"""The numbers of the office: counted by hand on a small year."""

import pytest
from lxml import etree

from journal.office.reports import quartiles

from .bureau import Bureau


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


def test_the_referees(year: Bureau) -> None:
    rows = year("wenren", "report", "reviewers", as_json=True).data
    assert [
        (row["name"], row["invited"], row["accepted"], row["declined"], row["reports"], row["open"]) for row in rows
    ] == [
        ("Shentu Yuan", 2, 1, 1, 1, 0),
        ("Eleanor Whitcombe", 2, 2, 0, 1, 1),
    ]
    assert year.refused("shentu", "report", "reviewers")[0] == "NoRight"


def test_the_year_and_its_picture(year: Bureau) -> None:
    found = numbers(year, "annual", "--plot", str(year.home.parent / "year.svg"))
    assert [found[key][0] for key in ("received", "referees", "reports", "invitations")] == [4, 2, 2, 4]
    root = etree.parse(year.home.parent / "year.svg").getroot()
    assert "".join(root.itertext()).count("n = ") >= 2
    assert (found["articles"], found["retracted"]) == ((0, None, None), (0, None, None))
    page = year.home.parent / "year.md"
    numbers(year, "annual", "--page", str(page))
    assert page.read_text("utf-8").startswith("# Review and publication in 2031\n")
    year.refused("wenren", "report", "annual", "--page", "year.pdf", code=2)
    year.refused("wenren", "report", "annual", "--plot", "year.gif", code=2)


def test_quartiles() -> None:
    assert quartiles([]) == (None, None, None)
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([4, 1, 3, 2]) == (1.8, 2.5, 3.2)
