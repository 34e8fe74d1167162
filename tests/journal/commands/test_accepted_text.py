"""The article holds the text that was accepted: without one nothing is released, and what speaks against it is told."""

import re
from pathlib import Path

import pytest

from .bureau import Bureau
from .test_acceptance import accepted

FIRST = "凡渡者，皆得通行，自古而然，沿河各县莫不如此。"
SECOND = "凡渡者，皆得通行。清代判例三则，均从其说；惟私渡收费之例，前人未曾论及，兹为补正。"
READY = (
    ("text",), ("english",), ("figures", "--note", "无图表。"), ("funding", "--note", "无基金。"), ("quotations",),
)  # fmt: skip


def revised(bureau: Bureau, id: str) -> None:
    """From a request for a revision to its acceptance."""
    text = bureau.file("revised.md", f"# 渡口通行权\n\n{SECOND}\n")
    answers = bureau.file("answers.toml", '[[points]]\nasked = "补判例。"\nanswer = "已补。"\n')
    bureau.done("gongyang", "manuscript", "revise", id, "--file", f"text={text}", "--answers", answers)
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "已改。")
    bureau.done("zhongli", "manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    bureau.done("duanmu", "manuscript", "decide", id, "accept", "--note", "同意。")


def made_ready(bureau: Bureau) -> str:
    """A revised manuscript with all that its release asks for, but no text in its article."""
    id = bureau.in_review()
    first = bureau.file("first.md", f"# 渡口通行权\n\n{FIRST}\n")
    bureau.done("gongyang", "manuscript", "file", id, f"text={first}")
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "minor-revision", "--note", "请补判例。")
    revised(bureau, id)
    complete(bureau, id)
    return id


@pytest.fixture
def ready(bureau: Bureau) -> tuple[Bureau, str]:
    return bureau, made_ready(bureau)


def complete(bureau: Bureau, id: str) -> None:
    bureau.done("gongyang", "manuscript", "decide", id, "edit")
    bureau.done("gongyang", "manuscript", "consent", id, "yuwen", "--note", "已归档。")
    for item in (*READY, ("copyright",)):
        bureau.done("gongyang", "manuscript", "item", id, *item)
    for gate in ("important-topic", "special-check"):
        bureau.done("gongyang", "manuscript", "gate", id, gate, "--not-needed")
    bureau.done("gongyang", "manuscript", "decide", id, "edited")


def article(bureau: Bureau, id: str) -> Path:
    return Path(bureau.home, f"issues/forthcoming/{bureau.show('wenren', id)['article']}/article.xml")


def write(bureau: Bureau, id: str, text: str) -> None:
    file = article(bureau, id)
    body = f"<body><p>{text}</p></body>"
    file.write_text(re.sub(r"<body\s*/>|<body>.*?</body>", body, file.read_text("utf-8"), flags=re.DOTALL), "utf-8")


def doubts(bureau: Bureau, id: str) -> list[str]:
    return [one["en"] for one in bureau.show("wenren", id)["doubts"] or ()]


def open_to(bureau: Bureau, id: str, action: str) -> tuple[bool, str | None]:
    """Whether it can be done, and if not why."""
    shown = bureau.show("duanmu", id)
    refused = {one["action"]: one["hindrance"]["en"] for one in shown["impossible"]}
    return action in {one["action"] for one in shown["possible"]}, refused.get(action)


def test_nothing_is_released_whose_article_has_no_text(ready: tuple[Bureau, str]) -> None:
    bureau, id = ready
    path = article(bureau, id).relative_to(bureau.home)
    release = ("manuscript", "decide", id, "release")
    assert open_to(bureau, id, "release") == (False, f"{path} has no text yet")
    error, why = bureau.refused("duanmu", *release)
    assert (error, f"{path} has no text yet" in why, "release_without_text" in why) == ("Refused", True, True)
    write(bureau, id, SECOND)
    assert (open_to(bureau, id, "release"), doubts(bureau, id)) == ((True, None), [])
    bureau.done("duanmu", *release)


def test_a_journal_may_release_without_it(ready: tuple[Bureau, str]) -> None:
    bureau, id = ready
    settings = bureau.home / "journal.toml"
    text = settings.read_text("utf-8")
    rule = 'release_without_text = "yes"\n'
    settings.write_text(
        text.replace("[policies]\n", f"[policies]\n{rule}") if "[policies]" in text else f"{text}\n[policies]\n{rule}",
        "utf-8",
    )
    bureau.done("duanmu", "manuscript", "decide", id, "release")


def test_an_earlier_version_in_the_article_is_told_of(ready: tuple[Bureau, str]) -> None:
    bureau, id = ready
    write(bureau, id, FIRST)
    path = article(bureau, id).relative_to(bureau.home)
    said = f"Of what version 2, the accepted one, changed, only 0% stands in {path}: see that it is not an earlier version."
    assert doubts(bureau, id) == [said]
    answer = bureau("duanmu", "manuscript", "decide", id, "release")
    assert (answer.code, said in answer.err) == (0, True)
    assert doubts(bureau, id) == [said]


def test_the_numbers_of_notes_and_what_copy_editing_changes_are_no_other_version(ready: tuple[Bureau, str]) -> None:
    bureau, id = ready
    called = SECOND.replace("其说", "其说<xref ref-type='fn' rid='fn1'><sup>1</sup></xref>").replace("兹为", "今为")
    write(bureau, id, called)
    assert doubts(bureau, id) == []


def test_an_article_that_nobody_touched_since_the_accepted_version_came_in_is_told_of(bureau: Bureau) -> None:
    id = accepted(bureau)
    write(bureau, id, FIRST)
    bureau.done("duanmu", "manuscript", "decide", id, "revert-acceptance")
    bureau.done("duanmu", "manuscript", "decide", id, "minor-revision", "--note", "请再补。")
    revised(bureau, id)
    complete(bureau, id)
    path = article(bureau, id).relative_to(bureau.home)
    assert doubts(bureau, id) == [
        f"{path} was not changed since version 2 was accepted: it may still hold the earlier text."
    ]
    write(bureau, id, SECOND)
    assert doubts(bureau, id) == []
