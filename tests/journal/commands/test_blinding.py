"""The referees' copy from the command line: clean, it is filed; else it is refused, and what is left is listed."""

import email
import email.policy

import pytest

from tests.journal.intake.test_blind import everything, word

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


def test_a_text_filed_later_stands_for_the_one_before_in_any_format(bureau: Bureau) -> None:
    id = filed(bureau, NAMED)
    assert bureau.refused("gongyang", "manuscript", "blind", id)[0] == "StillNamed"
    bureau.later(1)
    mended = bureau.file("mended.tex", CLEAN)
    bureau.done("gongyang", "manuscript", "file", id, f"text={mended}")
    bureau.done("gongyang", "manuscript", "blind", id)
    (copy,) = copies(bureau, id)
    assert copy["name"] == f"{id}.tex"


THANKS = CLEAN + "\n本文作者宇文拓。\n\n感谢导师申屠某教授的指导。\n"


def test_what_was_taken_out_is_said(bureau: Bureau) -> None:
    id = filed(bureau, THANKS)
    said = bureau("gongyang", "manuscript", "blind", id, "--dry-run")
    counted = "paragraphs taken out of the text: 3 (a by-line 2, thanks or a note on money 1)"
    assert f"{id} · {counted}. One by one: manuscript blind {id} --list" in said.out
    steps = bureau.done("gongyang", "manuscript", "blind", id)
    gone = [step for step in steps if step["what"] == "taken-out"]
    assert [(step["detail"]["zh"], "感谢导师" in step["data"]["place"]) for step in gone] == [
        ("已去除：署名", False),
        ("已去除：署名", False),
        ("已去除：致谢或基金说明", True),
    ]
    listed = bureau("gongyang", "manuscript", "blind", id, "--list", as_json=True)
    assert (listed.code, [row["message"]["zh"] for row in listed.data]) == (0, [step["detail"]["zh"] for step in gone])


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


def named(text: str) -> list[str]:
    """What in a text tells of the author: name in both scripts, login, address."""
    return [mark for mark in ("宇文", "宇文拓", "yuwen", "three.example") if mark in text.casefold()]


@pytest.mark.slow
def test_nothing_that_a_referee_gets_or_sees_tells_of_the_author(bureau: Bureau) -> None:
    id = bureau.read_first()
    author = "<w:p><w:r><w:t>宇文拓 YUWEN Tuo</w:t></w:r></w:p>"
    text = bureau.file(
        "宇文拓-渡口.docx", word(author, "media/yuwen.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "image")
    )
    bureau.done("gongyang", "manuscript", "file", id, f"text={text}")
    bureau.done("gongyang", "manuscript", "blind", id)
    bureau.done("gongyang", "manuscript", "decide", id, "send-out")
    (number,) = bureau.invited(id, "shentu")
    bureau.done("shentu", "review", "respond", number, "--accept")
    assert bureau("wenren", "letter", "send").code == 0
    to_referee = [file for file in (bureau.home / "outbox").rglob("*.eml") if b"shentu@shentu" in file.read_bytes()]
    letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in to_referee]
    assert (len(letters), sum(len(list(one.iter_attachments())) for one in letters)) == (2, 2)
    assert [named(file.name) for file in to_referee] == [[], []]
    for letter in letters:
        for part in letter.walk():
            payload = part.get_payload(decode=True)
            said = [
                "\n".join(f"{name}: {value}" for name, value in part.items()),
                *(everything(payload) if payload else ()),
            ]
            assert [named(one) for one in said if named(one)] == []
    for command in (("show", id), ("files", id), ("history", id), ("list",)):
        for form in (False, True):
            answer = bureau("shentu", "manuscript", *command, as_json=form)
            assert (named(answer.out), named(answer.err)) == ([], []), command
    for command in (("list",), ("form",)):
        assert named(bureau("shentu", "review", *command, as_json=True).out) == []
