"""The referees' copy from the command line: clean, it is filed; else it is refused, and what is left is listed."""

import pytest

from .bureau import Bureau

CLEAN = "# 渡口通行权\n\n宇文拓\n\n凡渡者，皆得通行。\n"
NAMED = "# 渡口通行权\n\n凡渡者，皆得通行。此说由宇文拓首倡，笔者曾在前文论及。\n"


def filed(bureau: Bureau, text: str) -> str:
    id = bureau.read_first()
    bureau.done("gongyang", "manuscript", "file", id, f"text={bureau.file('new.md', text)}")
    return id


def copies(bureau: Bureau, id: str) -> list[dict[str, object]]:
    files = bureau("gongyang", "manuscript", "files", id, as_json=True).data
    return [file for file in files if file["purpose"]["en"] == "the referees' copy"]


def test_a_clean_copy_is_filed_under_a_name_that_says_nothing(bureau: Bureau) -> None:
    id = filed(bureau, CLEAN)
    bureau.done("gongyang", "manuscript", "blind", id)
    (copy,) = copies(bureau, id)
    assert copy["name"] == f"{id}.md"
    out = bureau.home.parent / "copy.md"
    bureau("gongyang", "manuscript", "files", id, "--get", copy["number"], "--to", out)
    assert "宇文" not in out.read_text("utf-8")
    assert "皆得通行" in out.read_text("utf-8")
    bureau.done("gongyang", "manuscript", "decide", id, "send-out")


def test_while_anything_is_left_there_is_no_copy(bureau: Bureau) -> None:
    id = filed(bureau, NAMED)
    error, message = bureau.refused("gongyang", "manuscript", "blind", id)
    assert (error, "宇文拓" in message, "--waive" in message) == ("StillNamed", True, True)
    assert copies(bureau, id) == []
    listed = bureau("gongyang", "manuscript", "blind", id, "--list", as_json=True)
    assert (listed.code, sum(row["blocks"] for row in listed.data) >= 2) == (1, True)
    assert bureau.refused("gongyang", "manuscript", "decide", id, "send-out")[0] == "NotAllowed"


def test_a_reason_waives_it_and_is_recorded(bureau: Bureau) -> None:
    id = filed(bureau, NAMED)
    steps = bureau.done("gongyang", "manuscript", "blind", id, "--waive", "本轮为公开评审。")
    assert [step["kind"] for step in steps] == ["blind-waive", "file"]
    assert len(copies(bureau, id)) == 1
    assert "本轮为公开评审。" in [note["text"] for note in bureau.show("gongyang", id)["notes"]]


@pytest.mark.parametrize(("who", "error"), [("zhongli", "NoRight"), ("yuwen", "NotYours"), ("linghu", "NotYours")])
def test_who_may_make_it(bureau: Bureau, who: str, error: str) -> None:
    id = filed(bureau, CLEAN)
    assert bureau.refused(who, "manuscript", "blind", id)[0] == error


def test_tried_first(bureau: Bureau) -> None:
    id = filed(bureau, CLEAN)
    assert bureau("gongyang", "manuscript", "blind", id, "--dry-run").code == 0
    assert copies(bureau, id) == []
