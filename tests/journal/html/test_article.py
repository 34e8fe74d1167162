"""The document of an article: its head, notes and end in each language, and nothing that an author could smuggle in."""

import re

import pytest
import tinyhtml5

from journal.errors import BadFile
from journal.html.article import Page, article_page
from journal.html.titles import running_title
from journal.ids import Language
from journal.model import Node, NoteMark, NoteScope, Title
from journal.outputs import pdf
from tests.journal.shop import EN, ZH, Shop, bare, call, fn


def page(shop: Shop, *args: str, **how: object) -> Page:
    bench, work = shop.asked(*args, **how)  # type: ignore[arg-type]
    per_page = pdf._style(work).scope is NoteScope.PAGE
    return article_page(pdf._rendition(work), pdf._body(bench, work), work.start, per_page=per_page)


def document(shop: Shop, *args: str, **how: object) -> object:
    return tinyhtml5.parse(page(shop, *args, **how).html, namespace_html_elements=False)


def said(found: object) -> str:
    return "".join(found.itertext())


EVIL = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;/title&gt;&quot;&gt;&lt;img src=x&gt;"


@pytest.mark.parametrize("language", [ZH, EN])
def test_a_title_is_text(shop: Shop, language: Language) -> None:
    front = f'<kwd-group xml:lang="{language}"><kwd>{EVIL}</kwd></kwd-group><abstract><p>{EVIL}</p></abstract>'
    root = document(shop, "<p>字</p>", title=EVIL, language=language, front=front)
    text = '<script>alert(1)</script></title>"><img src=x>'
    assert [said(title) for title in root.iter("title")] == [text]
    assert [bare(said(heading)) for heading in root.iter("h1")] == [bare(text)]
    assert [tag for tag in ("script", "img") if root.find(f".//{tag}") is not None] == []
    assert bare(said(root.find(".//section[@class='abstracts']"))).count(bare(text)) == 2


@pytest.mark.parametrize(
    ("language", "number", "before"), [(ZH, 1, ""), (ZH, 12, "left"), (EN, 3, ""), (EN, 4, "left")]
)
def test_where_pages_begin(shop: Shop, language: Language, number: int, before: str) -> None:
    html = page(shop, "<p>字</p>", language=language, start=number).html
    assert f"counter-reset: page {number} " in html
    assert re.findall(r"break-before: (\w+)", html) == ([before] if before else [])


def test_what_the_other_language_says_stands_at_the_end(shop: Shop) -> None:
    bench, work = shop.asked_sample("li-water", ZH)
    made = article_page(pdf._rendition(work), pdf._body(bench, work), 1)
    end = tinyhtml5.parse(made.html, namespace_html_elements=False).find(".//section[@class='other-language']")
    article = work.article
    lines = [said(each) for each in end.iter("p")]
    assert (end.get("lang"), lines[0]) == ("en", article.titles[EN].text())
    assert [line for line in lines if line.startswith("Abstract: ")] == [
        "Abstract: " + article.abstracts[EN].text().strip()
    ]
    assert lines[-1] == "Keywords: " + "; ".join(article.keywords[EN])


def test_a_structured_abstract_keeps_its_parts(shop: Shop) -> None:
    front = (
        "<abstract><sec><title>目的</title><p>求真。</p></sec><sec><title>结论</title><p>得之。</p></sec></abstract>"
    )
    root = document(shop, "<p>字</p>", front=front)
    assert bare(said(root.find(".//section[@class='abstracts']"))).startswith("内容提要：目的求真。结论得之。")


def test_an_abstract_may_hold_a_list(shop: Shop) -> None:
    front = "<abstract><p>有二：<list><list-item><p>甲</p></list-item></list>是也。</p></abstract>"
    found = document(shop, "<p>字</p>", front=front).find(".//section[@class='abstracts']")
    assert [bare(said(each)) for each in found.iter("p")][:3] == ["内容提要：有二：", "甲", "是也。"]


@pytest.mark.parametrize("mark", NoteMark)
def test_notes_start_again_with_the_first_mark(shop: Shop, mark: NoteMark) -> None:
    notes = f"<fn-group>{fn(1, '甲')}{fn(2, '乙')}</fn-group>"
    body = f"<p>一{call(1)}二{call(2)}</p>"
    through = page(shop, body, notes, notes=mark, scope=NoteScope.ARTICLE).html
    again = page(shop, body, notes, notes=mark, scope=NoteScope.PAGE).html
    first, second = {"①": "①②", "〔1〕": ("〔1〕", "〔2〕"), "[1]": ("[1]", "[2]"), "1": "12"}[mark]
    assert re.findall('data-mark="(.*?)"', through) == [first, second]
    assert re.findall('data-mark="(.*?)"', again) == [first, first]


def test_formulas_travel_with_the_page(shop: Shop) -> None:
    made = page(shop, "<p><inline-formula><tex-math>x-y</tex-math></inline-formula></p>")
    assert list(made.drawings) == ["formula-1.svg"]
    assert made.drawings["formula-1.svg"].startswith(b"<svg")
    assert re.findall(r'<img src="(.*?)" alt="(.*?)"', made.html) == [("asset:wei-made/formula-1.svg", "x-y")]


def test_a_formula_that_cannot_be_drawn_is_named_with_its_line(shop: Shop) -> None:
    with pytest.raises(BadFile, match=r"wei-made/article.xml:5: the formula cannot be drawn \(利 U\+5229\)"):
        page(shop, "\n\n<p><inline-formula><mml:math><mml:mtext>权利</mml:mtext></mml:math></inline-formula></p>")


def test_ids_are_the_articles_own(shop: Shop) -> None:
    """So that several articles can stand in one document."""
    root = document(shop, '<sec id="s1"><title>甲</title><p id="p1">见<xref ref-type="sec" rid="s1"/></p></sec>')
    assert [each.get("id") for each in root.iter() if each.get("id")] == ["wei-made", "wei-made-s1", "wei-made-p1"]
    assert [each.get("href") for each in root.iter("a")] == ["#wei-made-s1"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("短题", "短题"),
        ("A short title", "A short title"),
        ("权" * 32, "权" * 32),
        ("权" * 33, "权" * 32 + "…"),
        ("权" * 31 + "，利权", "权" * 31 + "…"),
        ("word " * 13, ("word " * 13).strip()),
        ("word " * 14, "word " * 11 + "word…"),
        ("word " * 11 + "and of the " + "word " * 9, "word " * 10 + "word…"),
        ("The Right to Safe Drinking Water: Normative Basis and Justiciability", "The Right to Safe Drinking Water"),
        ("水：" + "权" * 40, "水：" + "权" * 30 + "…"),
    ],
)
def test_the_running_head(title: str, shown: str) -> None:
    assert running_title(Title(Node("article-title", (), (title,)), Node("subtitle", (), ("副题",)))) == shown
