"""Formulas are drawn whole, or not at all and with a reason."""

import re

import pytest

from journal.html.formulas import Drawing, draw, mathml, spoken, tex
from journal.ids import ArticleId
from journal.jats import read
from journal.model import Node
from tests.journal.authorities import jats_samples

MML = "http://www.w3.org/1998/Math/MathML"


def math(xml: str) -> Node:
    data = f'<article xmlns:mml="{MML}" xml:lang="zh"><body><mml:math>{xml}</mml:math></body></article>'
    body, _ = read.body(data.encode(), read.article(data.encode(), ArticleId("x"), "a.xml")[0].language, "a.xml")
    assert body.body is not None
    return next(body.body.elements())


def drawn(xml: str) -> Drawing:
    return draw(mathml(math(xml)), False, True)


def glyphs(drawing: Drawing) -> int:
    """How many signs the drawing shows."""
    return drawing.svg.count(b"<use ")


@pytest.mark.parametrize(
    ("xml", "signs", "words"),
    [
        ("<mml:mi>x</mml:mi>", 1, "x"),
        ("<mml:mi>a</mml:mi><mml:mo>=</mml:mo><mml:mi>b</mml:mi><mml:mo>-</mml:mo><mml:mi>c</mml:mi>", 5, "a = b - c"),
        (
            "<mml:mn>7</mml:mn><mml:mo>&lt;</mml:mo><mml:mn>-1</mml:mn><mml:mo>&gt;</mml:mo><mml:mn>0</mml:mn>",
            6,
            "7 < -1 > 0",
        ),
        (
            "<mml:msub><mml:mi>x</mml:mi><mml:mrow><mml:mi>i</mml:mi><mml:mi>k</mml:mi></mml:mrow></mml:msub>",
            3,
            "x i k",
        ),
        ("<mml:mstyle><mml:mi>x</mml:mi></mml:mstyle><mml:mi>y</mml:mi>", 2, "x y"),
        ('<mml:mstyle displaystyle="true"><mml:mi>x</mml:mi></mml:mstyle><mml:mi>y</mml:mi>', 2, "x y"),
        (
            "<mml:semantics><mml:mrow><mml:mi>x</mml:mi><mml:mi>y</mml:mi></mml:mrow>"
            '<mml:annotation encoding="application/x-tex">xy</mml:annotation></mml:semantics>',
            2,
            "x y xy",
        ),
        ('<mml:mi xml:lang="en">\n x \n</mml:mi>', 1, "x"),
    ],
)
def test_all_of_a_formula_is_drawn(xml: str, signs: int, words: str) -> None:
    assert glyphs(drawn(xml)) == signs
    assert spoken(math(xml)) == words


@pytest.mark.parametrize(
    ("source", "signs"), [("x", 1), ("a=b-c", 5), (r"\frac{1}{2}-x", 4), (r"p_{i}=P(Y_{i}=1)", 10)]
)
@pytest.mark.parametrize("display", [True, False])
def test_all_of_tex_is_drawn(source: str, signs: int, display: bool) -> None:
    assert glyphs(draw(source, True, display)) == signs


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<mml:mtext>权利</mml:mtext>", "利 U+5229"),
        ("<mml:mi>x</mml:mi><mml:mtext>\ue000</mml:mtext>", "\ue000 U+E000"),
        ("<mml:mstack><mml:mn>1</mml:mn></mml:mstack>", "<mstack>"),
        ("", "∅"),
        ("<mml:mrow/>", "∅"),
    ],
)
def test_what_cannot_be_drawn(xml: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        drawn(xml)


@pytest.mark.parametrize("source", ["", r"\frac{a", r"\text{权}"])
def test_tex_that_cannot_be_drawn(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        draw(source, True, False)


def test_a_formula_stands_on_the_line() -> None:
    """`depth` is what goes below the line: of x hardly anything, of a fraction a good deal."""
    letter, fraction = drawn("<mml:mi>x</mml:mi>"), drawn("<mml:mfrac><mml:mi>x</mml:mi><mml:mi>y</mml:mi></mml:mfrac>")
    assert 0.3 < letter.height < 0.7
    assert -0.05 < letter.depth < 0.05
    assert 0.4 < fraction.depth < fraction.height


def test_what_is_drawn_are_the_letters() -> None:
    """Not one and the same box for all."""
    assert len({path(drawn(f"<mml:mi>{letter}</mml:mi>")) for letter in "xyαΣ⊤"}) == 5


def path(drawing: Drawing) -> str:
    return " ".join(re.findall(r' d="(.*?)"', drawing.svg.decode()))


@pytest.mark.parametrize(
    ("written", "formula"),
    [
        (" x ", "x"),
        ("$x$", "x"),
        ("$$x-1$$", "x-1"),
        (r"\(x\)", "x"),
        (r"\[\left(x\right)\]", r"\left(x\right)"),
        (r"\documentclass {article} \usepackage{pmc} \begin{document} \($x \) \end{document} ", "x"),
        ("\\documentclass[12pt]{minimal}\n\\begin{document}\n$$\\frac{a}{b}$$\n\\end{document}", r"\frac{a}{b}"),
    ],
)
def test_tex_is_taken_out_of_its_document(written: str, formula: str) -> None:
    node = Node("tex-math", (), (written,))
    assert (tex(node), spoken(node)) == (formula, formula)


@pytest.mark.slow
def test_the_formulas_of_others_can_be_drawn() -> None:
    for file in jats_samples():
        data = file.read_bytes()
        article, _ = read.article(data, ArticleId("x"), file.name)
        for text in article.texts:
            body, _ = read.body(data, text.language, file.name)
            for node in (node for root in (body.body, *body.back) if root for node in root.walk()):
                if node.tag == "mml:math":
                    assert glyphs(draw(mathml(node), False, True)) >= len(re.sub(r"\s", "", node.text())) - invisible(
                        node
                    )
                elif node.tag == "tex-math":
                    assert glyphs(draw(tex(node), True, True)) > 0
                    assert [word for word in ("document", "package") if word in spoken(node)] == []


def invisible(node: Node) -> int:
    return sum(character in "\u2061\u2062\u2063\u2064" for character in node.text())
