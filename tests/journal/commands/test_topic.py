"""Topics and commissioned papers at the command line; a guest editor has the papers of their topic and no others."""

import pytest

from .bureau import FORM, Bureau


@pytest.fixture
def special(bureau: Bureau) -> Bureau:
    """Topic 1, special, approved; shentu, who is nothing else in the office, is its guest editor."""
    bureau.done(
        "gongyang", "topic", "propose", "--title=zh=渡口与水权", "--title=en=Ferries and Water Rights", "--column=articles",
        "--issue=2031-1", "--due=2031-04-30", "--special", "--note=只给编辑部。",
    )  # fmt: skip
    bureau.done("duanmu", "topic", "approve", 1)
    bureau.done("duanmu", "topic", "guest", 1, "shentu")
    return bureau


def listed(bureau: Bureau, who: str, *arguments: str) -> list[tuple[object, ...]]:
    answer = bureau(who, "topic", "list", *arguments, as_json=True)
    assert answer.code == 0, answer.err
    return [(row["number"], row["status"]["en"], row["issue"], row["next"]) for row in answer.data]


def test_a_topic_on_its_way(bureau: Bureau) -> None:
    steps = bureau.done("gongyang", "topic", "propose", "--title", "zh=河长制", "--column", "articles", "--dry-run")
    assert [(step["kind"], step["about"]) for step in steps] == [("topic-propose", "#1")]
    assert listed(bureau, "gongyang") == []
    bureau.done("gongyang", "topic", "propose", "--title", "zh=河长制", "--column", "articles")
    assert listed(bureau, "gongyang") == [(1, "proposed", None, "journal topic approve 1")]
    error, said = bureau.refused("gongyang", "topic", "approve", 1)
    assert error == "NoRight"
    assert "journal person list" in said
    bureau.done("duanmu", "topic", "approve", 1)
    bureau.done("duanmu", "topic", "move", 1, "2031-1")
    assert listed(bureau, "zhongli", "--issue", "2031-1") == [
        (1, "approved", "2031-1", "journal topic commission 1 PERSON --due YYYY-MM-DD")
    ]
    bureau.done("duanmu", "topic", "move", 1)
    assert listed(bureau, "zhongli", "--issue", "2031-1") == []
    bureau.done("duanmu", "topic", "drop", 1)
    assert listed(bureau, "zhongli") == []
    assert listed(bureau, "zhongli", "--all") == [(1, "dropped", None, None)]
    assert bureau.refused("duanmu", "topic", "approve", 1) == (
        "NotNow", "The topic is “dropped”: that is not possible now. See: journal topic show 1",
    )  # fmt: skip


def test_what_there_is_not_says_where_to_look(bureau: Bureau) -> None:
    assert bureau.refused("duanmu", "topic", "approve", 7) == (
        "NoSuchTopic", "There is no topic 7. Look with: journal topic list --all",
    )  # fmt: skip
    assert bureau.refused("duanmu", "topic", "cancel", 7) == (
        "NoSuchCommission", "There is no commission 7. The commissions of a topic: journal topic show",
    )  # fmt: skip
    bureau.refused("duanmu", "topic", "show", "x", code=2)
    bureau.refused("duanmu", "topic", "propose", "--title=zh=题", "--column=nothing", code=2)
    bureau.refused("yuwen", "topic", "list")


def test_a_commissioned_paper_from_its_letter_to_its_manuscript(special: Bureau) -> None:
    letter = special.done("gongyang", "topic", "commission", 1, "yuwen", "--due", "2031-04-15", "--note", "盼赐稿。")[1]
    assert (letter["kind"], "盼赐稿。" in letter["data"]["text"]) == ("commission", True)
    assert "只给编辑部" not in letter["data"]["text"]
    special.done("yuwen", "topic", "answer", 1, "--accept")
    special.now = special.now.replace(month=4, day=16)
    assert listed(special, "gongyang")[0][3] == "journal topic postpone 1 --due YYYY-MM-DD"
    (late,) = special("gongyang", "topic", "show", 1, as_json=True).data["commissions"]
    assert (late["status"]["en"], late["late"]["en"]) == ("overdue", "1 days late")
    special.done("gongyang", "topic", "postpone", 1, "--due", "2031-05-01")
    special.refused("gongyang", "topic", "postpone", 1, "--due", "2031-04-01", code=2)
    special.file("manuscript.md", "# 渡口\n\n正文。\n")
    form = special.file(
        "form.toml", FORM.format(author="yuwen").replace('column = "articles"\n', "characters = 11900\n")
    )
    special.refused("wenren", "manuscript", "submit", "--form", form, "--commission", 2)
    steps = special.done("wenren", "manuscript", "submit", "--form", form, "--commission", 1)
    assert [step["kind"] for step in steps] == ["submit", "commission-received", "receipt"]
    id = steps[0]["manuscript"]
    shown = special("gongyang", "topic", "show", 1, as_json=True).data
    assert (shown["manuscripts"], shown["papers"]["en"]) == ([id], "1 of 1 in")
    assert [(one["status"]["en"], one["manuscript"]) for one in shown["commissions"]] == [("received", id)]
    assert special.show("wenren", id)["column"] == "articles"
    other = special.file("other.toml", FORM.format(author="linghu"))
    special.done("gongyang", "topic", "commission", 1, "linghu", "--due", "2031-05-01")
    came = special.done("wenren", "manuscript", "submit", "--form", other)[0]["manuscript"]
    special.refused("gongyang", "topic", "received", 2, id, code=2)
    special.done("linghu", "topic", "received", 2, came)


def test_a_guest_editor_runs_the_topic_and_nothing_else(special: Bureau) -> None:
    ours, other = special.submitted(), special.submitted("linghu")
    assert special("shentu", "manuscript", "list", as_json=True).data == []
    special.done("gongyang", "topic", "join", 1, ours)
    assert [row["id"] for row in special("shentu", "manuscript", "list", as_json=True).data] == [ours]
    special.done("wenren", "manuscript", "assign", ours, "shentu")
    special.refused("wenren", "manuscript", "assign", other, "shentu", code=2)
    assert [row["id"] for row in special("shentu", "status", "--mine", as_json=True).data] == [ours]
    special.done("shentu", "manuscript", "decide", ours, "pass-first-reading", "--note", "切题。")
    special.done("shentu", "manuscript", "blind", ours)
    special.done("shentu", "manuscript", "decide", ours, "send-out")
    special.done("shentu", "person", "add", "--name", "en=Mo LIND", "--email", "mo@lind.example.org")
    special.done("shentu", "review", "invite", ours, "mo@lind.example.org")
    assert special("shentu", "review", "candidates", ours, "水法").code == 0
    special.done("shentu", "topic", "commission", 1, "linghu", "--due", "2031-05-01")
    special.done("gongyang", "topic", "propose", "--title", "zh=另题", "--column", "articles")
    assert listed(special, "shentu") == [(1, "approved", "2031-1", "journal topic show 1")]
    for refused in (
        ("manuscript", "show", other),
        ("manuscript", "decide", other, "withdraw"),
        ("topic", "show", 2),
        ("topic", "join", 1, other),
        ("topic", "guest", 1, "linghu"),
        ("fee", "list"),
        ("sample", "list", "2031-1"),
        ("issue", "plan", "2031-1"),
        ("office", "export", special.home.parent / "all"),
    ):
        special.refused("shentu", *refused)
    special.done("duanmu", "topic", "guest", 1, "shentu", "--off")
    special.refused("shentu", "topic", "list")
    assert special.show("shentu", ours)["id"] == ours


def test_the_role_is_the_topics(bureau: Bureau) -> None:
    error, said = bureau.refused("duanmu", "person", "role", "shentu", "guest-editor", code=2)
    assert (error, "journal topic guest TOPIC PERSON" in said) == ("Misused", True)


def test_a_manuscript_leaves_a_topic_again(special: Bureau) -> None:
    id = special.submitted()
    special.done("gongyang", "topic", "join", 1, id)
    special.done("gongyang", "topic", "join", 1, id, "--off")
    assert special("gongyang", "topic", "show", 1, as_json=True).data["manuscripts"] is None
    special.refused("shentu", "manuscript", "show", id)


def test_the_plan_names_topics_and_the_next_command(special: Bureau) -> None:
    special.done("gongyang", "topic", "propose", "--title", "zh=另题", "--column", "articles", "--issue", "2031-1")
    plan = special("puyang", "issue", "plan", "2031-1", as_json=True).data
    steps = {step["milestone"]["en"]: (step["waiting"], step["next"]) for step in plan["steps"]}
    assert steps["topics decided"] == (["#2"], "journal topic approve 2")
    assert steps["papers commissioned"] == (["#1"], "journal topic commission 1 PERSON --due YYYY-MM-DD")
    assert steps["manuscripts in"] == ([], None)
    assert [(row["number"], row["guests"]) for row in plan["topics"]] == [(1, ["Shentu Yuan"]), (2, None)]
    assert special("wenren", "issue", "plan", "2031-1", lang="zh").out.count("journal topic approve 2") == 2
    special.refused("yuwen", "issue", "plan", "2031-1")


def test_status_says_what_waits_of_topics(special: Bureau) -> None:
    special.done("gongyang", "topic", "propose", "--title", "zh=另题", "--column", "articles")
    special.done("gongyang", "topic", "commission", 1, "yuwen", "--due", "2031-03-05")
    special.later(10)

    def waits(who: str, *arguments: str) -> list[tuple[object, ...]]:
        rows = special(who, "status", *arguments, as_json=True).data
        return [
            (row["kind"]["en"], row["id"], row["who"], row["late"], row["next"]) for row in rows if "#" in row["id"]
        ]

    asked = ("commission", "#1", ["Yuwen Tuo"], 6, "journal topic postpone 1 --due YYYY-MM-DD")
    proposed = ("topic", "#2", ["Duanmu Qingheng", "Wenren Ruogu"], 0, "journal topic approve 2")
    assert waits("gongyang") == [asked, proposed]
    assert waits("duanmu", "--mine") == [proposed]
    assert waits("yuwen", "--mine") == [asked]
    assert waits("shentu") == [asked]
    assert waits("linghu") == []
