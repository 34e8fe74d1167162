"""Titles on a line of their own: emphasis kept, notes left out, and broken where the sense has a break."""

import pytest

from journal.html.markup import markup
from journal.html.titles import by_sense, one_line, title_length
from journal.ids import Language
from journal.model import Node, Title

ITALIC = Node("italic", (), ("The Authentic Text",))


def title(*main: Node | str, sub: str = "") -> Title:
    return Title(Node("article-title", (), main), Node("subtitle", (), (sub,)) if sub else None)


@pytest.mark.parametrize(
    ("given", "language", "shown"),
    [
        (title("On ", ITALIC, sub="A Review"), "en", "On <em>The Authentic Text</em>: A Review"),
        (title("Water: Norms", sub="Between Two Laws"), "en", "Water: Norms; Between Two Laws"),
        (title("尺度：用法", sub="作为方法"), "zh", "尺度：用法——作为方法"),
        (title("水", Node("fn", (("id", "a"),), (Node("p", (), ("注",)),)), Node("xref", (), ("1",))), "zh", "水"),
        (title("水的", Node("break"), "权利"), "zh", "水的权利"),
        (title("Of water", Node("break"), "and law"), "en", "Of water and law"),
        (title(Node("bold", (("id", "b"),), ("水",))), "zh", "<strong>水</strong>"),
    ],
)
def test_one_line(given: Title, language: str, shown: str) -> None:
    assert markup(*one_line(given, Language(language))) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("“数据与程序：公法的方法”学术研讨会闭幕声明", ["“数据与程序：公法的方法”", "学术研讨会闭幕声明"]),
        ("尺度的用法", ["尺度的用法"]),
        ("没有标点的题名只能由版式按字数断行因而保持原样不动", ["没有标点的题名只能由版式按字数断行因而保持原样不动"]),
        ("Judicial Review of the Duty to Retrofit Existing Buildings", ["Judicial Review of the Duty ", "to Retrofit Existing Buildings"]),
        ("The Right to Safe Water: Norms and Justiciability", ["The Right to Safe Water: ", "Norms and Justiciability"]),
        ("Closing Statement of the Seminar “Data and Procedure”", ["Closing Statement of the Seminar ", "“Data and Procedure”"]),
        ("安全饮用水权的规范基础——在宪法与公约之间", ["安全饮用水权的规范基础", "——在宪法与公约之间"]),
        ("x" * 50, ["x" * 50]),
    ],
)  # fmt: skip
def test_a_title_of_two_lines_is_broken_by_sense(text: str, lines: list[str]) -> None:
    broken = by_sense(Node("article-title", (), (text,)), 40)
    assert [child for child in broken.children if isinstance(child, str)] == lines
    assert broken.text() == text


def test_a_break_may_fall_inside_emphasis() -> None:
    inner = Node("italic", (), ("of the Duty to Retrofit Existing Buildings",))
    broken = by_sense(Node("article-title", (), ("Judicial Review ", inner)), 40)
    assert [child.tag for child in broken.walk()] == ["article-title", "italic", "break"]
    assert by_sense(broken, 40) == broken


@pytest.mark.parametrize(
    ("text", "length"), [("权" * 40, None), ("权" * 41, "long"), ("权" * 141, "longest"), ("word " * 40, "long")]
)
def test_a_very_long_title_is_set_smaller(text: str, length: str | None) -> None:
    assert title_length(title(text)) == length
