"""Spans for spacing: where they are wanted, and that they are all that is ever added."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.html.markup import markup
from journal.model import Node
from journal.typography.spacing import PIECE, spaced

OURS = ("l", "r", "lr", "h", "w")
ATTRIBUTES = [(("class", name), *language) for name in OURS for language in ((), (("lang", "en"),))]


def show(node: Node, language: str = "zh") -> str:
    return markup(*spaced(node, language).children)


def p(*children: Node | str, **attrs: str) -> Node:
    return Node("p", tuple(attrs.items()), children)


def tag(name: str, *children: Node | str, **attrs: str) -> Node:
    return Node(name, tuple((key.rstrip("_"), value) for key, value in attrs.items()), children)


def s(class_: str, text: str) -> str:
    return f'<span class="{class_}">{text}</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # a quarter-em between Han and Western text, on the side where Han stands
        ("第12条", f"第{s('lr', '12')}条"),
        ("UN文件", f"{s('r', 'UN')}文件"),
        ("文件UN", f"文件{s('l', 'UN')}"),
        ("见Art. 12(1)款", f"见{s('l', 'Art. 12(1')})款"),
        ("见(UN)文", "见(UN)文"),
        ("约50%的人", f"约{s('lr', '50%')}的人"),
        ("𠮷A㛃", f"𠮷{s('lr', 'A')}㛃"),
        ("第〇B号", f"第〇{s('lr', 'B')}号"),
        ("αβ与жук", f"{s('r', 'αβ')}与{s('l', 'жук')}"),
        ("（UN）", "（UN）"),
        ("文，UN。", "文，UN。"),
        ("文 UN 文", "文 UN 文"),
        ("only Latin", "only Latin"),
        ("只有汉字", "只有汉字"),
        ("", ""),
        # of two full-width marks that meet, one gives up its empty half
        ("文，“文", f"文{s('h', '，')}“文"),
        ("文。”文", f"文{s('h', '。')}”文"),
        ("（“文”）", f"（{s('h', '“')}文{s('h', '”')}）"),
        ("《甲》（乙）", f"《甲{s('h', '》')}（乙）"),
        ("“‘文’”", f"“{s('h', '‘')}文{s('h', '’')}”"),
        ("文——“文", "文——“文"),
        ("文……”。", f"文……{s('h', '”')}。"),
        ("文，文“文", "文，文“文"),
        # both at once
        ("《UN宪章》，“A”", f"《{s('r', 'UN')}宪章{s('h', '》')}{s('h', '，')}“A”"),
    ],
)
def test_where_spans_stand(text: str, shown: str) -> None:
    assert show(p(text)) == shown


FORMULA = tag("img", class_="formula-drawing")


def drawn(class_: str) -> str:
    return f'<img class="formula-drawing {class_}">'


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        # neighbours are found across inline elements …
        (p("见", tag("em", "UN"), "文件"), f"见<em>{s('lr', 'UN')}</em>文件"),
        (p(tag("em", "甲，"), "“乙"), f"<em>甲{s('h', '，')}</em>“乙"),
        (p("见", tag("em", tag("b", "A")), "", "文"), f"见<em><b>{s('lr', 'A')}</b></em>文"),
        # … and not across the edge of a block, a picture, a line broken by hand, a note
        (p("见", tag("br"), "UN"), "见<br>UN"),
        (p("见", tag("img"), "UN"), "见<img>UN"),
        (tag("div", p("见"), p("UN")), "<p>见</p><p>UN</p>"),
        (p("文，", tag("span", "“注”", class_="fn"), "后"), '文，<span class="fn">“注”</span>后'),
        (p("文，", tag("span", "“注”", class_="fn star"), "后"), '文，<span class="fn star">“注”</span>后'),
        (tag("div", tag("span", "文", class_="block ul"), "A"), '<span class="block ul">文</span>A'),
        # what is in another language is set apart as a whole, and what is in Chinese inside that by itself
        (p("见", tag("em", "a UN 1", lang="en"), "文"), f'见<em lang="en">{s("lr", "a UN 1")}</em>文'),
        (p("见", tag("em", "UN ", lang="en"), "文"), f'见<em lang="en">{s("l", "UN ")}</em>文'),
        (p("文，", tag("span", "“so”", lang="en"), "文"), '文，<span lang="en">“so”</span>文'),
        (p("see ", tag("span", "第1条", lang="zh"), lang="en"), f'see <span lang="zh">第{s("lr", "1")}条</span>'),
        (p("第1条", lang="zh-Hant"), f"第{s('lr', '1')}条"),
        # the apostrophe of a Western name is a narrow one
        (p("奥布莱恩（O’Brien）与‘文’"), '奥布莱恩（<span class="w" lang="en">O’Brien</span>）与‘文’'),
        # a mark stands close to what it marks, not to what follows
        (p("李水", tag("sup", "1,2"), "王"), f"李水<sup>{s('r', '1,2')}</sup>王"),
        # a formula in the text
        (p("第", FORMULA, "个，", FORMULA, "文"), f"第{drawn('lr')}个，{drawn('r')}文"),
        # code, and what is drawn
        (p("见", tag("code", "第A条"), "文"), "见<code>第A条</code>文"),
        (p("见", tag("svg", "第A条")), "见<svg>第A条</svg>"),
    ],
)
def test_across_elements(node: Node, shown: str) -> None:
    assert show(node) == shown


def test_english_text_is_let_alone() -> None:
    node = p("See 第1条，“A”")
    assert spaced(node, "en") == node


TEXTS = st.text(st.sampled_from("权利㛃𠮷〇UN12é %.,()'，。、；：？！“”‘’（）《》〔〕—…·　\u2060\n<&"), max_size=12)
TAGS = st.sampled_from("p div span em strong sup a code li td br img section".split())
ATTRS = st.lists(
    st.sampled_from([("lang", "en"), ("lang", "zh"), ("class", "fn"), ("class", "block ul"), ("class", "x")]),
    max_size=2,
).map(tuple)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda tag, attrs, children: Node(tag, attrs, () if tag in ("br", "img") else tuple(children)),
        TAGS,
        ATTRS,
        st.lists(inner, max_size=5),
    ),
    max_leaves=25,
)


def without_spans(node: Node) -> Node:
    """The tree with our spans dissolved and neighbouring texts joined."""
    children: list[Node | str] = []
    for child in node.children:
        ours = isinstance(child, Node) and child.tag == "span" and child.attrs in ATTRIBUTES
        for found in child.children if ours else (child,):
            piece = without_spans(found) if isinstance(found, Node) else found
            if isinstance(piece, str) and children and isinstance(children[-1], str):
                children[-1] += piece
            elif piece != "":
                children.append(piece)
    return Node(node.tag, node.attrs, tuple(children))


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=5), st.sampled_from(["zh", "en", "zh-Hans"]))
def test_nothing_but_spans_is_ever_added(children: list[Node | str], language: str) -> None:
    node = Node("div", (), tuple(children))
    made = spaced(node, language)
    assert made.text() == node.text()
    assert without_spans(made) == without_spans(node)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_an_inline_element_makes_no_difference(before: str, after: str) -> None:
    """Where a text is cut by emphasis, the same marks and Western runs are set apart, unless the cut goes through one."""
    if any(piece.start() < len(before) < piece.end() for piece in PIECE.finditer(before + after)):
        return
    whole = spaced(p(before + after), "zh")
    cut = spaced(p(before, tag("em", after)), "zh")
    assert [(n.get("class"), n.text()) for n in cut.walk() if n.get("class")] == [
        (n.get("class"), n.text()) for n in whole.walk() if n.get("class")
    ]
