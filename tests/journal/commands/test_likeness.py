"""Texts compared with the journal's own: what is told, to whom, and what stands in the way by the journal's rules."""

from pathlib import Path
from typing import Any

import pytest

from journal.office.files import Files
from journal.office.records import opened
from tests.journal.office.test_similarity import essay

from .bureau import Bureau
from .conftest import edit
from .test_acceptance import accepted
from .test_publish import PUBLISH


def submit(
    bureau: Bureau, author: str, title: str, text: str, *more: object, suffix: str = ".md", who: str = "wenren"
) -> str:
    file = bureau.file(f"{author}{suffix}", text)
    steps = bureau.done(
        who,
        "manuscript",
        "submit",
        "--title",
        f"zh={title}",
        "--column",
        "articles",
        "--author",
        author,
        "--file",
        f"text={file}",
        *more,
    )
    return str(steps[0]["manuscript"])


def alike(bureau: Bureau, who: str, id: str) -> list[tuple[str, str, str | None]]:
    return [(one["source"], one["how"]["en"], one["share"]) for one in bureau.show(who, id)["alike"]]


SHARES, SAME_TITLE, SAME_FILE = "shares text", "has the same title", "is the same file"
TWICE = "by the same author, mostly the same text"


def test_what_is_much_like_another_is_told_and_shown_on_both(bureau: Bureau) -> None:
    first = submit(bureau, "yuwen", "渡口", essay(1))
    file = bureau.file("second.md", essay(1, 100) + essay(2, 100))
    answer = bureau(
        "wenren",
        "manuscript",
        "submit",
        "--title",
        "zh=水源",
        "--column",
        "articles",
        "--author",
        "linghu",
        "--file",
        f"text={file}",
    )
    second = f"{first[:5]}0002"
    (said,) = [line for line in answer.err.splitlines() if second in line]
    assert said.startswith(f"journal: {second} shares text {first} (")
    ((source, how, share),) = alike(bureau, "wenren", second)
    assert (source, how) == (first, SHARES)
    assert share
    assert 30 < int(share.rstrip("%")) < 60
    assert [one[:2] for one in alike(bureau, "wenren", first)] == [(second, SHARES)]
    third = submit(bureau, "linghu", "别题", essay(3))
    assert alike(bureau, "wenren", third) == []


def test_a_paper_that_comes_twice_is_found(bureau: Bureau) -> None:
    first = submit(bureau, "yuwen", "渡口的权利", essay(1))
    same_file = submit(bureau, "linghu", "别题", essay(1))
    assert alike(bureau, "wenren", same_file) == [(first, SAME_FILE, None), (first, SHARES, "100%")]
    same_title = submit(bureau, "linghu", "渡口的权利", essay(4))
    assert alike(bureau, "wenren", same_title) == [(first, SAME_TITLE, None)]
    same_author = submit(bureau, "yuwen", "又题", essay(1, 150))
    found = alike(bureau, "wenren", same_author)
    assert (first, TWICE, "100%") in found
    lines = {one["id"]: one for one in bureau("wenren", "status", as_json=True).data}
    assert {"en": f"perhaps the same as {first}", "zh": f"疑与 {first} 重复"} in lines[same_title]["missing"]
    assert len(lines[first]["missing"]) == 4


@pytest.mark.parametrize("suffix", [".md", ".tex", ".txt"])
def test_every_format_of_text_is_read(bureau: Bureau, suffix: str) -> None:
    first = submit(bureau, "yuwen", "渡口", essay(1))
    second = submit(bureau, "linghu", "水源", essay(1) + "\n", suffix=suffix)
    assert (first, SHARES, "100%") in alike(bureau, "wenren", second)


def test_a_revision_is_compared_anew(bureau: Bureau) -> None:
    first = submit(bureau, "yuwen", "渡口", essay(1))
    id = bureau.in_review("linghu")
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "minor-revision", "--note", "请补充。")
    assert alike(bureau, "wenren", id) == []
    answers = bureau.file("answers.toml", '[[points]]\nasked = "请补充。"\nanswer = "已补。"\n')
    text = bureau.file("revised.md", essay(1))
    bureau.done("gongyang", "manuscript", "revise", id, "--file", f"text={text}", "--answers", answers)
    assert (first, SAME_FILE, None) in alike(bureau, "wenren", id)


def test_an_editor_learns_of_no_manuscript_that_is_closed_to_them(bureau: Bureau) -> None:
    """helan edits every column, and wrote the first paper."""
    own = submit(bureau, "helan", "渡口", essay(1))
    other = submit(bureau, "yuwen", "渡口", essay(1, 150))
    assert [one[0] for one in alike(bureau, "wenren", other)] == [own, own]
    assert alike(bureau, "helan", other) == []
    for command in (("status",), ("manuscript", "compare", other), ("manuscript", "history", other)):
        answer = bureau("helan", *command)
        assert answer.code == 0
        assert own not in answer.out + answer.err
    answer = bureau("helan", "manuscript", "compare", other)
    assert "nothing of the journal's own" in answer.err
    assert [one[0] for one in alike(bureau, "wenren", other)] == [own, own]
    assert bureau.refused("helan", "manuscript", "compare", own)[0] == "OwnPaper"


def test_an_author_who_submits_learns_nothing_of_others(bureau: Bureau) -> None:
    first = submit(bureau, "yuwen", "渡口", essay(1))
    file = bureau.file("mine.md", essay(1))
    answer = bureau(
        "linghu", "manuscript", "submit", "--title", "zh=渡口", "--column", "articles", "--author", "linghu", "--file", f"text={file}",
        as_json=True,
    )  # fmt: skip
    assert answer.code == 0
    assert first not in answer.out + answer.err


def test_back_issues_are_learned_and_compared_with(bureau: Bureau) -> None:
    text = lengthen(bureau.home / "issues/2031-1/hao-bridge/article.xml")
    before = bureau("wenren", "manuscript", "compare", "--learn", "--dry-run").out
    assert before.splitlines() == [f"keep the text to be compared with: {id}" for id in ("hao-bridge", "marsh-ferry")]
    assert bureau("wenren", "manuscript", "compare", "--learn").out == before
    assert bureau.refused("gongyang", "manuscript", "compare", "--learn")[0] == "NoRight"
    id = submit(bureau, "yuwen", "桥", text)
    found = alike(bureau, "wenren", id)
    assert [one[:2] for one in found] == [("hao-bridge", SHARES)]


def lengthen(article: Path) -> str:
    """An article of more than a few lines; what it says."""
    text, more = article.read_text("utf-8"), essay(7, 60)
    place = text.index("</p>", text.index("<body>"))
    article.write_text(text[:place] + more + text[place:], "utf-8")
    return more


@pytest.mark.slow
def test_what_is_published_is_compared_with_from_then_on(bureau: Bureau) -> None:
    text = lengthen(bureau.home / "issues/2031-1/hao-bridge/article.xml")
    answer = bureau("wenren", *PUBLISH)
    assert answer.code == 0, answer.err
    assert "keep the text to be compared with: hao-bridge" in answer.out
    id = submit(bureau, "yuwen", "桥", text)
    assert [one[0] for one in alike(bureau, "wenren", id)] == ["hao-bridge"]
    assert "keep the text" not in bureau("wenren", *PUBLISH).out


def test_a_text_that_cannot_be_read_is_told_when_it_is_compared(bureau: Bureau) -> None:
    """As one that was taken over from elsewhere: what is handed in is opened before it is kept."""
    id = bureau.submitted()
    kept = Files(bureau.home / "office.files").put(b"%PDF-1.7\nnothing\n")
    with opened(f"sqlite:///{bureau.home / 'office.db'}").write() as books:
        books.change("file", {"manuscript": id, "purpose": "text"}, sha256=kept, name="broken.pdf")
    answer = bureau("wenren", "manuscript", "compare", id)
    assert (answer.code, "broken.pdf could not be read and was not compared" in answer.err) == (0, True)


@pytest.mark.parametrize("arguments", [(), ("2031-0001", "--learn")])
def test_one_thing_at_a_time(bureau: Bureau, arguments: tuple[str, ...]) -> None:
    assert bureau.refused("wenren", "manuscript", "compare", *arguments, code=2)[0] == "Misused"


# ---------------------------------------------------------------- the journal's rules


def rule(bureau: Bureau, **rules: Any) -> None:
    said = "".join(f'{name} = "{value}"\n' for name, value in rules.items())
    edit(bureau.home / "journal.toml", "[policies]\n", f"[policies]\n{said}")


REPORT = ("--system", "样例查重", "--date", "2031-02-28")


def test_a_figure_over_the_limit_is_told_and_shown(bureau: Bureau) -> None:
    rule(bureau, similarity_total="20")
    id = bureau.submitted()
    bureau.done("wenren", "manuscript", "assign", id, "gongyang")
    answer = bureau("gongyang", "manuscript", "similarity", id, *REPORT, "--total", 23.5)
    assert (answer.code, "total 23.5 % is over 20 %" in answer.err) == (0, True)
    (shown,) = bureau.show("gongyang", id)["similarity"]
    assert (shown["stage"]["en"], [one["en"] for one in shown["over"]]) == (
        "at submission",
        ["total 23.5 % is over 20 %"],
    )
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "选题有意义。")


def test_where_the_journal_lets_none_go_on_a_reason_lets_it_pass(bureau: Bureau) -> None:
    rule(bureau, similarity_total="20", similarity_over="refuse")
    id = bureau.submitted()
    bureau.done("wenren", "manuscript", "assign", id, "gongyang")
    passing = ("manuscript", "decide", id, "pass-first-reading", "--note", "选题有意义。")
    bureau.done("gongyang", "manuscript", "similarity", id, *REPORT, "--total", 23.5)
    error, said = bureau.refused("gongyang", *passing)
    assert (error, "total 23.5 % is over 20 %" in said) == ("NotAllowed", True)
    assert bureau.refused("gongyang", "manuscript", "similarity", id, "--waive", "学位论文。")[0] == "NoRight"
    bureau.done("wenren", "manuscript", "similarity", id, "--waive", "与作者本人的学位论文重合，已核。")
    (shown,) = bureau.show("gongyang", id)["similarity"]
    assert shown["waiver"] == "与作者本人的学位论文重合，已核。"
    assert bureau.refused("wenren", "manuscript", "similarity", id, "--waive", "再来。", code=2)[0] == "Misused"
    bureau.done("gongyang", *passing)


def test_a_later_report_of_the_system_counts_and_a_decline_is_free(bureau: Bureau) -> None:
    rule(bureau, similarity_total="20", similarity_over="refuse")
    id = bureau.submitted()
    bureau.done("wenren", "manuscript", "assign", id, "gongyang")
    bureau.done("gongyang", "manuscript", "similarity", id, *REPORT, "--total", 60)
    bureau.done("gongyang", "manuscript", "decide", id, "desk-decline", "--note", "重复。", "--dry-run")
    bureau.done("gongyang", "manuscript", "similarity", id, *REPORT, "--total", 6)
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "可。")


def test_a_stage_may_ask_for_its_report(bureau: Bureau) -> None:
    rule(bureau, similarity_required="submission press")
    id = bureau.submitted()
    bureau.done("wenren", "manuscript", "assign", id, "gongyang")
    error, said = bureau.refused("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "可。")
    assert (error, "no similarity report at submission" in said) == ("NotAllowed", True)
    bureau.done("gongyang", "manuscript", "similarity", id, *REPORT, "--total", 6)
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "可。")


def test_a_report_before_press_is_one_of_its_own(bureau: Bureau) -> None:
    rule(bureau, similarity_required="press")
    id = accepted(bureau)
    bureau.done("gongyang", "manuscript", "similarity", id, *REPORT, "--total", 6)
    assert [one["stage"]["en"] for one in bureau.show("wenren", id)["similarity"]] == ["before press"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("similarity_total", "plenty"),
        ("similarity_total", "101"),
        ("similarity_over", "x"),
        ("similarity_required", "y"),
    ],
)
def test_a_rule_that_is_none_is_named(bureau: Bureau, name: str, value: str) -> None:
    rule(bureau, **{name: value})
    error, said = bureau.refused("wenren", "status", code=1)
    assert (error, f"policies.{name}" in said) == ("BadFile", True)


@pytest.mark.parametrize("arguments", [(), REPORT, (*REPORT, "--total", 3, "--waive", "x")])
def test_half_a_report_is_none(bureau: Bureau, arguments: tuple[object, ...]) -> None:
    id = bureau.submitted()
    assert bureau.refused("wenren", "manuscript", "similarity", id, *arguments, code=2)[0] == "Misused"
