"""Front matter entered and corrected from the command line, and held against the article's own file."""

from pathlib import Path

import pytest

from .bureau import Bureau
from .conftest import edit
from .test_acceptance import accepted

WHY = ("--note", "作者来信更正。")


def bare(bureau: Bureau) -> str:
    """A manuscript as most come: a Chinese title and a text."""
    text = bureau.file("text.md", "# 渡口\n\n正文。\n")
    steps = bureau.done(
        "wenren", "manuscript", "submit", "--title", "zh=渡口通行权的法理", "--author", "yuwen", "--author", "linghu",
        "--column", "articles", "--file", f"text={text}",
    )  # fmt: skip
    return str(steps[0]["manuscript"])


def file_of(bureau: Bureau, id: str) -> Path:
    return bureau.home / f"issues/forthcoming/{bureau.show('wenren', id)['article']}/article.xml"


def test_english_is_put_in_and_then_ticked(bureau: Bureau) -> None:
    id = bare(bureau)
    refused = bureau.refused("wenren", "manuscript", "item", id, "english")[1]
    assert "no English titles, abstracts, keywords" in refused
    assert f"journal manuscript edit {id}" in refused
    abstract = bureau.file("abstract.txt", "The right of passage is old.\n")
    given = (
        "--title",
        "en=The Right of Passage",
        "--abstract-file",
        f"en={abstract}",
        "--keywords",
        "en=ferry; custom",
    )
    tried = bureau("wenren", "manuscript", "edit", id, *given, *WHY, "--dry-run")
    assert f"{id} · front matter entered · abstract · keywords · title · en · submitted" in tried.out.splitlines(), (
        tried.out
    )
    assert "en" not in bureau.show("wenren", id)["titles"]
    bureau.done("wenren", "manuscript", "edit", id, *given, *WHY)
    shown = bureau.show("wenren", id)
    assert shown["titles"] == {"zh": "渡口通行权的法理", "en": "The Right of Passage"}
    assert (shown["abstracts"], shown["keywords"]) == (
        {"en": "The right of passage is old."},
        {"en": ["ferry", "custom"]},
    )
    assert bureau("wenren", "manuscript", "item", id, "english").code == 0


def test_the_by_line_is_put_in_another_order(bureau: Bureau) -> None:
    id = bare(bureau)
    answer = bureau("wenren", "manuscript", "edit", id, "--author", "linghu", "--author", "yuwen", *WHY)
    assert answer.out == f"{id} · by-line corrected · submitted\n"
    shown = bureau.show("wenren", id)
    assert [(one["name"], one["corresponding"]) for one in shown["authors"]] == [
        ("Linghu Xue", False),
        ("Yuwen Tuo", True),
    ]
    bureau.done("wenren", "manuscript", "edit", id, "--corresponding", "linghu", *WHY)
    assert [one["corresponding"] for one in bureau.show("wenren", id)["authors"]] == [True, False]
    assert [row["kind"]["en"] for row in bureau("wenren", "manuscript", "history", id, as_json=True).data] == [
        "received",
        "by-line corrected",
        "by-line corrected",
    ]


def test_who_has_not_signed_and_who_stands_too_near_is_told(bureau: Bureau) -> None:
    id = accepted(bureau)
    bureau.done("gongyang", "manuscript", "consent", id, "yuwen")
    bureau.done("gongyang", "manuscript", "item", id, "copyright")
    bureau.done("wenren", "person", "add", "--name=en=Jan NOVAK", "--email=novak@gongyang.example.org")
    answer = bureau("wenren", "manuscript", "edit", id, "--author", "yuwen", "--author", "novak", *WHY)
    assert "No signed copyright form yet: Jan Novak;" in answer.err
    assert "Stands too near to the by-line as it is now:" in answer.err
    assert bureau.show("wenren", id)["missing"][4]["en"] == "the copyright form signed by every author"


def test_the_article_that_says_otherwise_is_named_with_what_differs(bureau: Bureau) -> None:
    id = accepted(bureau)
    path = file_of(bureau, id)
    given = ("--title", "zh=津渡通行权的法理", "--author", "linghu", "--author", "yuwen")
    answer = bureau("wenren", "manuscript", "edit", id, *given, *WHY)
    assert f"The article is what {path.relative_to(bureau.home)} says" in answer.err
    assert "differs from the record in: title (zh), by-line." in answer.err
    edit(path, "渡口通行权的法理", "津渡通行权的法理")
    answer = bureau("wenren", "manuscript", "edit", id, "--author", "yuwen", *WHY)
    assert "differs from the record" not in answer.err
    path.write_text("no article", "utf-8")
    answer = bureau("wenren", "manuscript", "edit", id, "--title", "zh=渡口", *WHY)
    assert answer.code == 0
    assert "article.xml" in answer.err


def test_english_that_the_article_has_lets_the_item_be_ticked(bureau: Bureau) -> None:
    id = bare(bureau)
    bureau.done("wenren", "manuscript", "edit", id, "--title", "en=The Right", *WHY)
    bureau.done("wenren", "manuscript", "assign", id, "gongyang")
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "好。")
    bureau.done("gongyang", "manuscript", "blind", id)
    bureau.done("gongyang", "manuscript", "decide", id, "send-out")
    bureau.reviewed(id, "shentu", "whitcombe")
    bureau.done("gongyang", "manuscript", "decide", id, "to-second-reading")
    bureau.done("zhongli", "manuscript", "decide", id, "pass-second-reading", "--note", "同意。")
    bureau.done("duanmu", "manuscript", "decide", id, "accept", "--note", "同意录用。")
    bureau.refused("gongyang", "manuscript", "item", id, "english")
    edit(
        file_of(bureau, id),
        "</article-meta>",
        '<trans-abstract xml:lang="en"><p>Old.</p></trans-abstract>'
        '<kwd-group xml:lang="en"><kwd>ferry</kwd></kwd-group></article-meta>',
    )
    bureau.done("gongyang", "manuscript", "item", id, "english")


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("--title", "zh=甲", "--title", "zh=乙"),
        ("--author", "yuwen", "--author", "yuwen"),
        ("--corresponding", "shentu"),
        ("--abstract", "en=x", "--abstract", "en=y"),
    ],
)
def test_what_cannot_be_meant_is_misused(bureau: Bureau, given: tuple[str, ...]) -> None:
    bureau.refused("wenren", "manuscript", "edit", bare(bureau), *given, *WHY, code=2)


def test_an_author_completes_what_was_asked_for(bureau: Bureau) -> None:
    id = bare(bureau)
    bureau.done("wenren", "manuscript", "decide", id, "ask-completion", "--note", "缺英文摘要")
    bureau.done("yuwen", "manuscript", "edit", id, "--abstract", "en=Old.", *WHY)
    assert bureau.refused("yuwen", "manuscript", "edit", id, "--author", "yuwen", *WHY)[0] == "NoRight"
    assert bureau.refused("shentu", "manuscript", "edit", id, "--abstract", "en=New.", *WHY)[0] == "NotYours"


def test_who_calls_it_complete_hears_what_was_asked_and_that_nothing_came(bureau: Bureau) -> None:
    id = bare(bureau)
    bureau.done("wenren", "manuscript", "decide", id, "ask-completion", "--note", "缺英文摘要")
    answer = bureau("wenren", "manuscript", "decide", id, "complete", "--dry-run")
    assert f"journal: {id}: what was asked for: 缺英文摘要\n" in answer.err
    assert f"journal: {id}: since then no file came" in answer.err
    bureau.done("yuwen", "manuscript", "edit", id, "--abstract", "en=Old.", *WHY)
    answer = bureau("wenren", "manuscript", "decide", id, "complete")
    assert "what was asked for: 缺英文摘要" in answer.err
    assert "since then" not in answer.err
