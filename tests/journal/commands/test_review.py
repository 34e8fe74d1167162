"""Referees from the command line: invited, answering, reporting, reminded, replaced."""

import pytest

from .bureau import Bureau
from .conftest import edit


def test_from_invitation_to_report(bureau: Bureau) -> None:
    id = bureau.in_review()
    (number,) = bureau.invited(id, "shentu")
    assert [row["status"]["en"] for row in bureau("gongyang", "review", "list", as_json=True).data] == [
        "invited, no answer yet"
    ]
    bureau.done("shentu", "review", "respond", number, "--accept", "--note", "乐意。")
    blank = bureau("shentu", "review", "form", "--blank").out
    report = bureau.file("report.toml", blank)
    edit(report, 'recommendation = ""', 'recommendation = "minor-revision"')
    edit(report, 'to_author = """\n', 'to_author = """\n请补注释。\n')
    edit(report, "originality = 0", "originality = 4")
    bureau.done("shentu", "review", "submit", number, "--report", report)
    shown = bureau("gongyang", "review", "show", number, as_json=True).data
    assert (shown["status"]["en"], shown["recommendation"]["en"], shown["to_author"], shown["answers"], shown["form"]) == (
        "reported", "minor revision", "请补注释。", {"originality": 4}, "review-1",
    )  # fmt: skip
    bureau.done("gongyang", "review", "rate", number, 4)
    assert bureau("gongyang", "review", "list", as_json=True).data == []
    assert len(bureau("gongyang", "review", "list", "--all", as_json=True).data) == 1


def test_a_referee_sees_their_own_alone(bureau: Bureau) -> None:
    id = bureau.in_review()
    first, second = bureau.reviewed(id, "shentu", "whitcombe")
    mine = bureau("shentu", "review", "list", "--all", as_json=True)
    assert [row["review"] for row in mine.data] == [first]
    assert bureau.refused("shentu", "review", "show", second)[0] == "NotYours"
    assert bureau.refused("linghu", "review", "show", second)[0] == "NotYours"
    assert bureau.refused("linghu", "review", "list", id)[0] == "NotYours"
    assert bureau.refused("yuwen", "review", "list", id)[0] == "NotYours"
    assert "宇文" not in mine.out
    assert "Yuwen" not in mine.out
    files = bureau("shentu", "manuscript", "files", id, as_json=True).data
    assert [file["name"] for file in files] == [f"{id}.md"]
    assert bureau.refused("shentu", "manuscript", "files", id, "--get", "1", "--to", bureau.home / "x", code=2)


def test_who_answers_after_being_replaced_is_told_so(bureau: Bureau) -> None:
    id = bureau.in_review()
    (number,) = bureau.invited(id, "shentu")
    bureau.done("gongyang", "review", "cancel", number, "--note", "已换人。")
    for answer in (
        ("respond", number, "--accept"),
        ("submit", number, "--recommendation", "accept", "--to-author", "可用。"),
    ):
        error, message = bureau.refused("shentu", "review", *answer)
        assert (error, "cancelled" in message, "write to the office" in message) == ("NotWaited", True, True)
    bureau.invited(id, "whitcombe")


def test_who_reports_after_the_decision_is_told_so(bureau: Bureau) -> None:
    id = bureau.in_review()
    late, *_ = bureau.invited(id, "linghu")
    bureau.done("linghu", "review", "respond", late, "--accept")
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    answer = ("review", "submit", late, "--recommendation", "accept", "--to-author", "可用。")
    assert bureau.refused("linghu", *answer)[0] == "NotWaited"


def test_nobody_answers_for_another(bureau: Bureau) -> None:
    id = bureau.in_review()
    (number,) = bureau.invited(id, "shentu")
    assert bureau.refused("whitcombe", "review", "respond", number, "--accept")[0] == "NotYours"
    assert bureau.refused("yuwen", "review", "respond", number, "--accept")[0] == "NotYours"
    bureau.done("gongyang", "review", "respond", number, "--accept")  # the office enters what came by letter


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("yuwen", "they wrote it"),
        ("gongyang", "they handle it"),
        ("shentu", "they are invited to this round already"),
    ],
)
def test_who_cannot_referee(bureau: Bureau, who: str, why: str) -> None:
    id = bureau.in_review()
    bureau.invited(id, "shentu")
    error, message = bureau.refused("gongyang", "review", "invite", id, "whitcombe", who)
    assert (error, why in message) == ("Unfit", True)
    assert len(bureau("gongyang", "review", "list", id, as_json=True).data) == 1


def test_a_conflict_blocks_until_the_chief_waives_it(bureau: Bureau) -> None:
    id = bureau.in_review()
    (step,) = bureau.done("shentu", "person", "conflict", "shentu", id, "--reason", "师生。")
    assert (step["state"], step["version"], step["data"]) == (
        None,
        None,
        {},
    )  # nothing is told to who has no part in it
    assert bureau.refused("gongyang", "review", "invite", id, "shentu")[0] == "Unfit"
    assert bureau.refused("gongyang", "person", "conflict", "shentu", id, "--waive", "无妨")[0] == "NoRight"
    bureau.done("duanmu", "person", "conflict", "shentu", id, "--waive", "本领域仅此一人。")
    bureau.invited(id, "shentu")


def test_days(bureau: Bureau) -> None:
    id = bureau.in_review()
    bureau.refused("gongyang", "review", "invite", id, "shentu", "--due", "2031-03-01", code=2)
    bureau.refused("gongyang", "review", "invite", id, "shentu", "--due", "2031-02-01", code=2)
    bureau.refused("gongyang", "review", "invite", id, "shentu", "--due", "2031-02-30", code=2)
    bureau.done("gongyang", "review", "invite", id, "shentu", "--due", "2031-03-21")
    assert [row["due"] for row in bureau("gongyang", "review", "list", as_json=True).data] == ["2031-03-21"]


def test_reminders_are_written_once_a_rule_and_stop_with_the_answer(bureau: Bureau) -> None:
    id = bureau.in_review()
    (number,) = bureau.invited(id, "shentu")
    bureau.later(9)

    def reminders() -> list[str]:
        return [step["kind"] for step in bureau.done("wenren", "review", "remind")]

    assert (reminders(), reminders()) == (["review-reminder"], [])
    bureau.done("shentu", "review", "respond", number, "--decline")
    bureau.later(20)
    assert reminders() == []
    assert bureau.refused("shentu", "review", "remind")[0] == "NoRight"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("[answers]", "[[answers"),
        ("[answers]", '[answers]\nnothing = "x"'),
        ("originality = 0", "originality = 9"),
        ('english = ""', 'english = "perhaps"'),
        ('to_editor = """', 'to_nobody = """'),
    ],
)
def test_a_form_filled_in_wrongly(bureau: Bureau, right: str, wrong: str) -> None:
    id = bureau.in_review()
    (number,) = bureau.invited(id, "shentu")
    bureau.done("shentu", "review", "respond", number, "--accept")
    report = bureau.file("report.toml", bureau("shentu", "review", "form", "--blank").out)
    edit(report, right, wrong)
    bureau.refused("shentu", "review", "submit", number, "--report", report, code=1)
    bureau.refused("shentu", "review", "submit", number, "--recommendation", "accept", code=2)


def test_candidates_of_a_field(bureau: Bureau) -> None:
    names = ("--name", "zh=东方未", "--field", "水法", "--email", "df@df.example.org")
    bureau.done("gongyang", "person", "add", *names)
    id = bureau.in_review()
    rows = bureau("gongyang", "review", "candidates", id, "水法", as_json=True).data
    assert [(row["name"], row["open"], row["conflicts"]) for row in rows] == [("Dongfang Wei", 0, None)]


# ---------------------------------------------------------------- entered by mistake

REPORT = ("--recommendation", "decline", "--to-author", "不宜刊用。")


def test_each_step_prints_the_number_and_whom_it_concerns(bureau: Bureau) -> None:
    id = bureau.in_review()
    invited = bureau("gongyang", "review", "invite", id, "shentu", "whitcombe").out.splitlines()
    assert [line for line in invited if line.startswith(id)] == [
        f"{id} · referee invited · #1 · Shentu Yuan · external review",
        f"{id} · referee invited · #2 · Eleanor Whitcombe · external review",
    ]
    answered = bureau("gongyang", "review", "respond", 2, "--accept").out.splitlines()
    assert answered[0] == f"{id} · referee answered · #2 · Eleanor Whitcombe · external review"
    reported = bureau("gongyang", "review", "submit", 2, *REPORT).out.splitlines()
    assert reported[0] == f"{id} · report received · #2 · Eleanor Whitcombe · external review"
    history = bureau("gongyang", "manuscript", "history", id, as_json=True).data
    assert [row["about"] for row in history if row["kind"]["en"] == "report received"] == ["Eleanor Whitcombe"]
    own = bureau("shentu", "review", "respond", 1, "--accept").out.splitlines()
    assert own[0] == f"{id} · referee answered · external review"


def test_a_report_under_the_wrong_name_is_taken_back_and_kept(bureau: Bureau) -> None:
    id = bureau.in_review()
    wrong, right = bureau.invited(id, "shentu", "whitcombe")
    for number in (wrong, right):
        bureau.done("gongyang", "review", "respond", number, "--accept")
    bureau.done("gongyang", "review", "submit", wrong, *REPORT)
    assert bureau.refused("gongyang", "review", "take-back", wrong, "--note", "录错人。")[0] == "NoRight"
    answer = bureau("wenren", "review", "take-back", wrong, "--note", "录错人。")
    assert answer.out == f"{id} · answer or report taken back · #3 · Shentu Yuan · external review\n"
    shown = {one["number"]: one["status"]["en"] for one in bureau.show("wenren", id)["reviews"]}
    assert shown == {wrong: "report taken back", right: "accepted, reading", 3: "accepted, reading"}
    assert bureau.show("wenren", id)["round"]["en"] == "round 1: 0 of 2 reports in, 2 to come"
    kept = bureau("wenren", "review", "show", wrong, as_json=True).data
    assert (kept["to_author"], kept["recommendation"]["en"]) == ("不宜刊用。", "decline")
    thanks = [
        one
        for one in bureau("wenren", "letter", "list", "--all", as_json=True).data
        if one["kind"]["en"] == "thanks for a report"
    ]
    assert [one["status"]["en"] for one in thanks] == ["cancelled"]
    bureau.done("gongyang", "review", "submit", right, *REPORT)
    bureau.done("shentu", "review", "submit", 3, "--recommendation", "accept", "--to-author", "可用。")
    assert bureau("wenren", "ledger", "verify").code == 0
    rows = bureau("wenren", "report", "reviewers", as_json=True).data
    assert [(one["invited"], one["reports"]) for one in rows] == [(1, 1), (1, 1)]


def test_an_answer_by_mistake_is_taken_back(bureau: Bureau) -> None:
    id = bureau.in_review()
    (number,) = bureau.invited(id, "shentu")
    bureau.done("gongyang", "review", "respond", number, "--decline")
    bureau.done("wenren", "review", "take-back", number, "--note", "听错了。")
    bureau.done("gongyang", "review", "respond", number, "--accept")
    assert [one["status"]["en"] for one in bureau.show("wenren", id)["reviews"]] == ["accepted, reading"]
    tried = bureau("wenren", "review", "take-back", number, "--note", "又错。", "--dry-run", as_json=True)
    assert [step["data"]["again"] for step in tried.data] == [number]
    bureau.done("wenren", "review", "take-back", number, "--note", "又错。")
    assert bureau.refused("wenren", "review", "take-back", number, "--note", "再来。")[0] == "Refused"


def test_when_the_round_is_over_nothing_is_taken_back(bureau: Bureau) -> None:
    id = bureau.in_review()
    first, _ = bureau.reviewed(id, "shentu", "whitcombe")
    assert bureau.refused("wenren", "review", "take-back", first, "--note", " ", code=2)[0] == "Misused"
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    assert "is over" in bureau.refused("wenren", "review", "take-back", first, "--note", "录错。")[1]
