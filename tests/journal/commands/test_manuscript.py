"""Manuscripts from the command line: taken in, found, shown, moved on, and what is refused and how."""

import io
import time

import pytest
from PIL import Image

from .bureau import FORM, Bureau, packed
from .conftest import edit

# ---------------------------------------------------------------- taken in


def test_a_form_gives_a_number_and_a_receipt(bureau: Bureau) -> None:
    bureau.file("manuscript.md", "# 渡口\n")
    form = bureau.file("form.toml", FORM.format(author="yuwen"))
    steps = bureau.done("wenren", "manuscript", "submit", "--form", form)
    assert [(step["what"], step["kind"], step["manuscript"]) for step in steps] == [
        ("event", "submit", "2031-0001"),
        ("letter", "receipt", "2031-0001"),
    ]
    assert steps[0]["detail"] == {"zh": "论文 · 中文", "en": "Articles · Chinese"}
    shown = bureau.show("wenren", "2031-0001")
    assert shown["titles"] == {"zh": "渡口通行权的法理", "en": "The Right of Passage at a Ferry"}
    assert shown["keywords"] == {"zh": ["渡口", "通行权"], "en": ["ferry", "right of passage"]}
    assert (shown["state"]["en"], shown["agreed"], shown["version"]) == ("submitted", "2031-05-30", 1)
    assert [file["name"] for file in shown["files"]] == ["manuscript.md"]


def test_options_do_without_a_form(bureau: Bureau) -> None:
    text = bureau.file("text.md", "# 札记\n")
    bureau.done(
        "wenren", "manuscript", "submit", "--title", "zh=渡船札记", "--keywords", "zh=渡船；札记", "--author", "yuwen",
        "--author", "linghu@linghu.example.org", "--column", "notes", "--file", f"text={text}",
    )  # fmt: skip
    shown = bureau.show("wenren", "2031-0001")
    assert (shown["column"], shown["keywords"]) == ("notes", {"zh": ["渡船", "札记"]})
    assert [author["name"] for author in shown["authors"]] == ["Yuwen Tuo", "Linghu Xue"]
    assert [author["corresponding"] for author in shown["authors"]] == [True, False]


def test_a_column_is_asked_for_where_there_are_several(bureau: Bureau) -> None:
    text = bureau.file("text.md", "# 札记\n")
    given = ("--title", "zh=渡船札记", "--author", "yuwen", "--file", f"text={text}")
    refused = bureau.refused("wenren", "manuscript", "submit", *given, code=2)[1]
    assert "Give the column with --column: articles (Articles); notes (Notes)." in refused
    edit(bureau.home / "journal.toml", 'notes = { zh = "札记", en = "Notes" }\n', "")
    bureau.done("wenren", "manuscript", "submit", *given)
    assert bureau.show("wenren", "2031-0001")["column"] == "articles"


def test_authors_of_a_form_are_registered_with_it(bureau: Bureau) -> None:
    bureau.file("manuscript.md", "# 渡口\n")
    form = bureau.file("form.toml", FORM.format(author="yuwen"))
    edit(form, 'person = "yuwen"', 'names = { zh = "东方未", en = "DONGFANG Wei" }\nemail = "df@df.example.org"')
    steps = bureau.done("wenren", "manuscript", "submit", "--form", form)
    assert [step["kind"] for step in steps] == ["person-add", "submit", "receipt"]
    again = bureau.done("wenren", "manuscript", "submit", "--form", form)
    assert [step["kind"] for step in again] == ["submit", "receipt"]
    answer = bureau("wenren", "manuscript", "list", "dongfang", as_json=True)
    assert [row["id"] for row in answer.data] == ["2031-0001", "2031-0002"]


def test_a_dry_run_shows_all_and_does_nothing(bureau: Bureau) -> None:
    bureau.file("manuscript.md", "# 渡口\n")
    form = bureau.file("form.toml", FORM.format(author="yuwen"))
    before = bureau.head()
    answer = bureau("wenren", "manuscript", "submit", "--form", form, "--dry-run", as_json=True)
    assert [step["kind"] for step in answer.data] == ["submit", "receipt"]
    assert "2031-0001" in answer.data[1]["data"]["text"]
    assert bureau.head() == before
    assert not (bureau.home / "office.files").exists()


def test_who_is_no_editor_submits_only_their_own(bureau: Bureau) -> None:
    bureau.file("manuscript.md", "# 渡口\n")
    form = bureau.file("form.toml", FORM.format(author="yuwen"))
    assert bureau.refused("linghu", "manuscript", "submit", "--form", form)[0] == "NoRight"
    assert bureau.done("yuwen", "manuscript", "submit", "--form", form)[0]["manuscript"] == "2031-0001"


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ('column = "nowhere"', 'column = "articles"', 2),
        ('title = "x"', 'column = "articles"', 1),
        ("[titles", "[titles]", 1),
        ('path = "gone.md"', 'path = "manuscript.md"', 3),
        ('purpose = "fun"', 'purpose = "text"', 2),
        ('names = { en = "A B" }\nemail = "a@example.org, b@example.org"', 'person = "yuwen"', 3),
        ('names = {}\nemail = "a@example.org"', 'person = "yuwen"', 2),
    ],
)
def test_a_form_that_cannot_be_used(bureau: Bureau, wrong: str, right: str, code: int) -> None:
    bureau.file("manuscript.md", "# 渡口\n")
    form = bureau.file("form.toml", FORM.format(author="yuwen"))
    edit(form, right, wrong)
    bureau.refused("wenren", "manuscript", "submit", "--form", form, code=code)


def test_a_day_of_receipt_to_come_is_refused(bureau: Bureau) -> None:
    bureau.file("manuscript.md", "# 渡口\n")
    form = bureau.file("form.toml", FORM.format(author="yuwen"))
    refused = bureau.refused("wenren", "manuscript", "submit", "--form", form, "--received", "2031-03-02", code=2)
    assert "in the future" in refused[1]
    assert bureau.done("wenren", "manuscript", "submit", "--form", form, "--received", "2030-12-30")[0][
        "manuscript"
    ] == "2030-0001"  # fmt: skip


# ---------------------------------------------------------------- files

BOMB = packed({"word/document.xml": b"0" * 300_000_000})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.docx", BOMB, 3),
        ("text.docx", b"no zip at all", 1),
        ("sheet.docx", packed({"xl/workbook.xml": b"<x/>"}), 1),
        ("paper.pdf", b"PK\x03\x04", 1),
        ("paper.md", b"\x00\x01", 1),
        ("empty.md", b"", 1),
        ("program.exe", b"MZ", 1),
        ("evil.docx", packed({"word/document.xml": b"<x/>", "../../evil": b"x"}), 1),
    ],
)
def test_a_file_that_is_a_bomb_or_not_what_it_says(bureau: Bureau, name: str, data: bytes, code: int) -> None:
    id = bureau.submitted()
    path = bureau.file(name, data)
    bureau.refused("wenren", "manuscript", "file", id, f"other={path}", code=code)
    bureau.refused(
        "wenren",
        "manuscript",
        "submit",
        "--title",
        "zh=题",
        "--column",
        "articles",
        "--author",
        "yuwen",
        "--file",
        f"text={path}",
        code=code,
    )
    assert [file["name"] for file in bureau.show("wenren", id)["files"]] == ["manuscript.md"]


def test_a_broken_pdf_is_named_by_its_own_name(bureau: Bureau) -> None:
    path = bureau.file("paper.pdf", b"%PDF-1.7\nbroken")
    given = ("--title", "zh=题", "--column", "articles", "--author", "yuwen", "--file", f"text={path}")
    said = bureau.refused("wenren", "manuscript", "submit", *given, code=1)[1]
    assert ("paper.pdf" in said, "BytesIO" in said) == (True, False)


def test_a_figure_is_no_text(bureau: Bureau) -> None:
    png = bureau.file("figure.png", b"\x89PNG\r\n\x1a\n rest")
    bureau.refused(
        "wenren",
        "manuscript",
        "submit",
        "--title",
        "zh=题",
        "--column",
        "articles",
        "--author",
        "yuwen",
        "--file",
        f"text={png}",
        code=1,
    )


def test_a_file_is_kept_and_taken_out_again(bureau: Bureau) -> None:
    id = bureau.submitted()
    data = io.BytesIO()
    Image.new("1", (2, 2)).save(data, "PNG")
    png = bureau.file("图一.png", data.getvalue())
    bureau.done("wenren", "manuscript", "file", id, f"figure={png}")
    files = bureau("wenren", "manuscript", "files", id, as_json=True).data
    assert [(file["purpose"]["en"], file["name"]) for file in files] == [
        ("the text", "manuscript.md"),
        ("a figure", "图一.png"),
    ]
    out = bureau.home.parent / "out.png"
    assert bureau("wenren", "manuscript", "files", id, "--get", files[1]["number"], "--to", out).code == 0
    assert out.read_bytes() == png.read_bytes()


def test_the_referees_copy_comes_from_blind_alone(bureau: Bureau) -> None:
    id = bureau.read_first()
    text = bureau.file("named.md", "# 宇文拓\n")
    refused = bureau.refused("gongyang", "manuscript", "file", id, f"anonymous={text}", code=2)
    assert "journal manuscript blind" in refused[1]


# ---------------------------------------------------------------- found


def test_found_by_state_column_person_text_and_tag(bureau: Bureau) -> None:
    first, second = bureau.read_first(), bureau.submitted("linghu")
    bureau.done("wenren", "manuscript", "tag", second, "专题")

    def found(*filters: str) -> list[str]:
        return [row["id"] for row in bureau("wenren", "manuscript", "list", *filters, as_json=True).data]

    assert found() == [first, second]
    assert found("--state", "first-reading") == [first]
    assert found("--column", "notes") == []
    assert found("--person", "linghu") == [second]
    assert found("--person", "gongyang") == [first]
    assert found("--tag", "专题") == [second]
    assert [found(text) for text in ("渡口", "dukou", "du kou", "FERRY", "令狐", "linghu", "nothing")] == [
        [first, second], [first, second], [first, second], [first, second], [second], [second], [],
    ]  # fmt: skip
    bureau.done("wenren", "manuscript", "tag", second, "专题", "--off")
    assert found("--tag", "专题") == []
    bureau.done("wenren", "manuscript", "withdraw", second)
    assert (found(), found("--all"), found("--state", "withdrawn")) == ([first], [first, second], [second])
    assert bureau.refused("wenren", "manuscript", "list", "--state", "lost", code=2)[0] == "Misused"


# ---------------------------------------------------------------- shown


def test_what_can_be_done_by_whom_and_why_not_the_rest(bureau: Bureau) -> None:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu")
    shown = bureau.show("gongyang", id)
    assert shown["round"]["en"] == "round 1: 1 of 2 reports in, 0 to come"
    blocked = {row["action"]: row["hindrance"]["en"] for row in shown["impossible"]}
    assert blocked["to-second-reading"] == "needs 1 more referee's report(s); 1 of 2 in"
    possible = {row["action"]: (row["by"], row["mine"], row["command"]) for row in shown["possible"]}
    assert possible["recommend"][1] is True
    assert possible["withdraw"] == (
        ["Duanmu Qingheng", "Wenren Ruogu", "Yuwen Tuo"],
        False,
        f"journal manuscript withdraw {id}",
    )


def test_each_sees_their_part(bureau: Bureau) -> None:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu")
    author = bureau.show("yuwen", id)
    assert (author["reviews"], author["signatures"], author["round"], author["handling"]) == ([], [], None, None)
    referee = bureau.show("shentu", id)
    assert (referee["authors"], referee["handling"]) == ([], None)
    assert [row["referee"] for row in referee["reviews"]] == ["Shentu Yuan"]
    assert [file["purpose"]["en"] for file in referee["files"]] == ["the referees' copy"]
    assert bureau.refused("linghu", "manuscript", "show", id)[0] == "NotYours"
    assert bureau.refused("puyang", "manuscript", "show", id)[0] == "NotYours"
    assert bureau("linghu", "manuscript", "list", as_json=True).data == []
    assert bureau("shentu", "manuscript", "list", as_json=True).data == []
    for text in ("宇文", "Yuwen", "yuwen", "YUWEN"):
        assert text not in bureau("shentu", "manuscript", "show", id, as_json=True).out


def test_the_history_names_who_did_what(bureau: Bureau) -> None:
    id = bureau.read_first()
    rows = bureau("wenren", "manuscript", "history", id, as_json=True).data
    assert [(row["kind"]["en"], row["actor"], row["about"]) for row in rows] == [
        ("received", "Wenren Ruogu", None),
        ("assign to a handling editor", "Wenren Ruogu", "Gongyang Shu"),
        ("pass the first reading, signed", "Gongyang Shu", None),
    ]
    assert bureau.refused("yuwen", "manuscript", "history", id)[0] == "NotYours"


def test_the_history_says_how_far_its_hours_are_from_utc(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        (line,) = bureau("wenren", "manuscript", "history", bureau.submitted(), as_json=True).data
    finally:
        monkeypatch.undo()
        time.tzset()
    assert line["at"] == "2031-03-01 12:00+08:00"


def test_a_manuscript_that_is_none(bureau: Bureau) -> None:
    assert bureau.refused("wenren", "manuscript", "show", "2031-9999")[0] == "NoSuchManuscript"
    assert bureau.refused("wenren", "manuscript", "decide", "../x", "recommend")[0] == "NoSuchManuscript"


# ---------------------------------------------------------------- refused


def test_a_wrong_role_is_told_who_may_and_what_is_possible(bureau: Bureau) -> None:
    id = bureau.submitted()
    error, message = bureau.refused("gongyang", "manuscript", "assign", id, "zhongli")
    assert error == "NotAllowed"
    assert "it takes the managing editor or editor-in-chief" in message
    assert "Possible now: recommend" in message


def test_a_wrong_state_is_told_what_is_possible(bureau: Bureau) -> None:
    id = bureau.submitted()
    error, message = bureau.refused("duanmu", "manuscript", "decide", id, "accept", "--note", "同意。")
    assert error == "NotAllowed"
    assert "this step does not belong to the present state" in message
    assert "(assign)" in message


def test_a_step_that_is_none(bureau: Bureau) -> None:
    id = bureau.submitted()
    assert "accept" in bureau.refused("wenren", "manuscript", "decide", id, "acept", code=2)[1]


def test_a_signature_needs_an_opinion(bureau: Bureau) -> None:
    id = bureau.submitted()
    bureau.done("wenren", "manuscript", "assign", id, "gongyang")
    assert bureau.refused("gongyang", "manuscript", "decide", id, "pass-first-reading")[0] == "NothingToTell"
    opinion = bureau.file("opinion.txt", "选题有意义。\n")
    bureau.refused(
        "gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "x", "--note-file", opinion, code=2
    )
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note-file", opinion)
    assert bureau.show("wenren", id)["signatures"][0]["opinion"] == "选题有意义。\n"


def test_a_stale_view_is_refused(bureau: Bureau) -> None:
    id = bureau.submitted()
    seen = bureau.show("wenren", id)["version"]
    bureau.done("duanmu", "manuscript", "note", id, "已电话联系作者。")
    assert bureau.refused("wenren", "manuscript", "assign", id, "gongyang", "--based-on", seen)[0] == "Stale"
    bureau.done("wenren", "manuscript", "assign", id, "gongyang", "--based-on", seen + 1)


def test_of_two_editors_who_decide_at_once_one_is_refused(bureau: Bureau) -> None:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    seen = bureau.show("zhongli", id)["version"]
    bureau.done("helan", "manuscript", "decide", id, "decline", "--note", "论证不足。", "--based-on", seen)
    same = ("manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    assert bureau.refused("zhongli", *same, "--based-on", seen)[0] == "Stale"
    assert bureau.refused("zhongli", *same)[0] == "NotAllowed"


def test_several_are_decided_all_or_none(bureau: Bureau) -> None:
    ids = [bureau.submitted(), bureau.submitted("linghu")]
    bureau.done("wenren", "manuscript", "assign", ids[1], "gongyang")
    assert bureau.refused("wenren", "manuscript", "decide", *ids, "ask-completion")[0] == "NotAllowed"
    assert bureau.show("wenren", ids[0])["state"]["en"] == "submitted"
    bureau.refused("wenren", "manuscript", "decide", *ids, "recommend", "--based-on", "1", code=2)
    steps = bureau.done("wenren", "manuscript", "decide", *ids, "transfer", "--column", "notes")
    assert [(step["what"], step["manuscript"], step["kind"]) for step in steps] == [
        (what, id, "transfer") for what in ("event", "letter") for id in ids
    ]


def test_a_decision_can_be_tried_first(bureau: Bureau) -> None:
    id = bureau.submitted()
    before = bureau.head()
    answer = bureau("wenren", "manuscript", "assign", id, "gongyang", "--dry-run")
    assert (answer.code, answer.out.splitlines()[0]) == (
        0,
        f"{id} · assign to a handling editor · Gongyang Shu · first reading",
    )
    assert bureau.head() == before


def test_a_revision_answers_each_point(bureau: Bureau) -> None:
    id = bureau.in_review()
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "minor-revision", "--note", "请补注释。")
    text = bureau.file("revised.md", "# 渡口通行权\n\n修改稿。\n")
    empty = bureau.file("empty.toml", "")
    bureau.refused("yuwen", "manuscript", "revise", id, "--file", f"text={text}", "--answers", empty, code=1)
    answers = bureau.file("answers.toml", '[[points]]\nasked = "补注释"\nanswer = "已补。"\n')
    same = ("--file", f"text={bureau.home.parent / 'manuscript.md'}")
    refused = bureau.refused("yuwen", "manuscript", "revise", id, *same, "--answers", answers)
    assert "byte for byte the text of version 1" in refused[1]
    bureau.done("yuwen", "manuscript", "revise", id, "--file", f"text={text}", "--answers", answers)
    shown = bureau.show("gongyang", id)
    assert (shown["state"]["en"], shown["text"]) == ("revised", 2)


# ---------------------------------------------------------------- before release


def test_items_gates_and_similarity(bureau: Bureau) -> None:
    id = bureau.submitted()
    edit(bureau.home / "journal.toml", "[policies]\n", '[policies]\nsimilarity_total = "20"\n')
    bureau.done("wenren", "manuscript", "item", id, "quotations", "--note", "逐条核对。")
    bureau.done("wenren", "manuscript", "gate", id, "special-check", "--not-needed", "--note", "无地图。")
    bureau.refused("wenren", "manuscript", "item", id, "nothing", code=2)
    answer = bureau(
        "wenren", "manuscript", "similarity", id, "--system", "样例查重", "--date", "2031-02-27", "--total", "23.5%"
    )
    assert "journal: total 23.5 % is over 20 %\n" in answer.err
    bureau.refused(
        "wenren", "manuscript", "similarity", id, "--system", "样例", "--date", "2031-03-05", "--total", "3", code=2
    )
    bureau.refused("wenren", "manuscript", "similarity", id, "--system", "样例", "--date", "2031-02-05", code=2)
    bureau.refused(
        "wenren", "manuscript", "similarity", id, "--system", "样例", "--date", "2031-02-05", "--total", "103", code=2
    )
    (report,) = bureau.show("wenren", id)["similarity"]
    assert (report["system"], report["total"], report["without_own"]) == ("样例查重", 23.5, None)


# ---------------------------------------------------------------- the process


@pytest.mark.parametrize("form", ["text", "mermaid", "svg"])
def test_the_process_is_drawn_without_a_home(bureau: Bureau, form: str) -> None:
    for lang, word in (("zh", "送外审"), ("en", "send out for review")):
        answer = bureau.journal("manuscript", "workflow", "--format", form, lang=lang)
        assert (answer.code, word in answer.out) == (0, True)
