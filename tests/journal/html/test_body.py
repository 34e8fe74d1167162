"""The text of an article in HTML: nothing of it is lost, and a reader of HTML sees the same elements."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.html.body import HIDDEN, KNOWN, BodyWriter
from journal.html.formulas import spoken
from journal.html.markup import element, markup
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.jats.numbering import numbered
from journal.model import Body, Node
from tests.journal.authorities import jats_samples

ROOT = Path(__file__).parents[3]
OWN = sorted(file for folder in ("issues", "tests/home/issues") for file in (ROOT / folder).rglob("article.xml"))
WORD = "词语"


def writer(language: str = "zh", mark: str | None = None, foot: bool = True) -> BodyWriter:
    return BodyWriter(
        language,
        lambda href: f"asset:{href}",
        lambda node, display: element(
            "img", src="asset:formula", alt=spoken(node), class_="block" if display else None
        ),
        prefix="x-",
        mark=mark,
        foot=foot,
    )


def body(xml: str, back: str = "", language: str = "zh") -> Body:
    data = f"""<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"
    xml:lang="{language}"><body>{xml}</body><back>{back}</back></article>"""
    return read.body(data.encode(), Language(language), "article.xml")[0]


def html(xml: str, back: str = "", language: str = "zh", **how: object) -> str:
    text, rest = writer(language, **how).write(body(xml, back, language))  # type: ignore[arg-type]
    return markup(*text, *rest)


def visible(node: Node | str) -> str:
    """All that a page says: text, what pictures say instead, and marks of notes."""
    if isinstance(node, str):
        return node
    said = " ".join(node.get(name) for name in ("alt", "data-mark"))
    return f" {said} {''.join(map(visible, node.children))} "


def page(whole: Body) -> Node:
    text, back = writer(whole.language).write(whole)
    return element("div", *text, *back)


# ---------------------------------------------------------------- every name that is said to be known

# What has no text of its own, or shows it under another name; each is tested by itself below.
APART = frozenset(
    "fn fn-group alternatives graphic inline-graphic media mml:math tex-math col colgroup break hr element-citation".split()
)


@pytest.mark.parametrize("tag", sorted(KNOWN - HIDDEN - APART))
def test_a_known_element_shows_its_text(tag: str) -> None:
    node = Node("body", (), (Node("p", (), ("前", Node(tag, (("rid", "r1"), ("id", "i1")), (WORD,)), "后")),))
    assert re.sub(r"\s", "", visible(page(Body(Language("zh"), node)))).startswith(f"前{WORD}后")


@pytest.mark.parametrize("tag", sorted(HIDDEN))
def test_a_hidden_element_does_not(tag: str) -> None:
    node = Node("body", (), (Node("p", (), ("前", Node(tag, (), (WORD,)), "后")),))
    assert visible(page(Body(Language("zh"), node))).split() == ["前后"]


def test_an_unknown_element_is_shown_by_what_it_holds() -> None:
    assert html("<p>前<nobody-knows><bold>词</bold></nobody-knows>后</p>") == "<p>前<strong>词</strong>后</p>"


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ("<p>a<break/>b</p><hr/>", "<p>a<br>b</p><hr>"),
        (
            '<fig id="f"><label>图1</label><caption><title>题</title><p>说明</p></caption><graphic xlink:href="a.png"><alt-text>替</alt-text></graphic></fig>',
            '<figure class="figure" id="x-f"><img src="asset:a.png" alt="替"><figcaption><p class="caption-title">'
            '<span class="label">图1\u3000</span>题</p><p class="caption-text">说明</p></figcaption></figure>',
        ),
        (
            "<fig><alt-text>替</alt-text><graphic xlink:href='a.png'/></fig>",
            '<figure class="figure"><img src="asset:a.png" alt="替"></figure>',
        ),
        (
            "<fig><alternatives><graphic xlink:href='a.svg'/><media xlink:href='a.mp4'/></alternatives><alt-text>替</alt-text></fig>",
            '<figure class="figure"><img src="asset:a.svg" alt="替"></figure>',
        ),
        (
            "<p><inline-graphic xlink:href='a.svg'><alt-text>替</alt-text></inline-graphic></p>",
            '<p><img src="asset:a.svg" alt="替" class="inline"></p>',
        ),
        (
            "<p><inline-formula><mml:math><mml:mi>x</mml:mi></mml:math></inline-formula></p>",
            '<p><img src="asset:formula" alt="x"></p>',
        ),
        (
            "<p><inline-formula><alternatives><tex-math>y</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives></inline-formula></p>",
            '<p><img src="asset:formula" alt="x"></p>',
        ),
        (
            '<disp-formula id="e"><label>（1）</label>令<tex-math>y</tex-math>为</disp-formula>',
            '<div class="formula" id="x-e"><span class="math">令<img src="asset:formula" alt="y" class="block">为</span>'
            '<span class="number">（1）</span></div>',
        ),
        (
            "<disp-formula><graphic xlink:href='e.png'/><alt-text>替</alt-text></disp-formula>",
            '<div class="formula"><span class="math"><img src="asset:e.png" alt="替"></span></div>',
        ),
        ("<media xlink:href='a.mp4'/>", '<span class="media">a.mp4</span>'),
        ("<media xlink:href='a.mp4'><alt-text>片</alt-text></media>", '<span class="media">片</span>'),
        ("<media xlink:href='a.mp4'><label>片1</label></media>", '<span class="label">片1</span>'),
        (
            "<statement><label>定理1</label><p>文</p></statement>",
            '<div class="statement"><h2><span class="label">定理1</span></h2><p>文</p></div>',
        ),
        (
            "<speech><speaker>问</speaker><p>何以？</p><p>再者</p></speech>",
            '<div class="speech"><p><strong class="speaker">问：</strong>何以？</p><p>再者</p></div>',
        ),
        (
            "<table-wrap id='t'><label>表1</label><caption><title>题</title><title xml:lang='en' content-type='trans-title'>T</title></caption>"
            "<table><colgroup><col span='2'/></colgroup><tbody><tr><th scope='row' align='left' rowspan='2'>一二三四五六七八九</th><td colspan='3'>1</td></tr></tbody></table>"
            "<table-wrap-foot><fn><label>a</label><p>注</p></fn></table-wrap-foot></table-wrap>",
            '<figure class="table" id="x-t"><figcaption><p class="caption-title"><span class="label">表1\u3000</span>题</p>'
            '<p class="caption-title" lang="en">Table 1. T</p></figcaption>'
            '<table><colgroup><col span="2"></colgroup><tbody><tr><th class="align-left" rowspan="2" scope="row">一二三四五六七八九</th>'
            '<td class="short" colspan="3">1</td></tr></tbody></table>'
            '<div class="table-foot"><div class="table-note"><sup>a</sup><p>注</p></div></div></figure>',
        ),
        (
            "<list list-type='order'><list-item><p>甲</p></list-item></list><list list-type='simple'><list-item><label>（1）</label><p>乙</p></list-item></list>",
            '<ol class="decimal"><li><p>甲</p></li></ol><ul class="labelled"><li><span class="item-label">（1）</span><p>乙</p></li></ul>',
        ),
    ],
)
def test_how_elements_are_shown(xml: str, shown: str) -> None:
    assert html(xml) == shown


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://example.org/a?b=1&amp;c=2", True),
        ("HTTP://example.org", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("ftp://example.org/a", False),
        ("//example.org", False),
        ("../secret", False),
        ("https:alert", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("tag", ["ext-link", "uri", "related-article", "related-object"])
def test_links_lead_to_the_web_and_to_letters_alone(tag: str, href: str, safe: bool) -> None:
    shown = f' href="{href}"' if safe else ""
    assert html(f'<p><{tag} xlink:href="{href}">文</{tag}></p>') == f"<p><a{shown}>文</a></p>"


def test_an_address_that_is_its_own_text() -> None:
    assert html("<p><uri> https://example.org </uri><email>a@example.org</email></p>") == (
        '<p><a href="https://example.org"> https://example.org </a><a class="email" href="mailto:a@example.org">a@example.org</a></p>'
    )


@pytest.mark.parametrize(
    "xml",
    [
        "<p>{}</p>",
        '<sec sec-type="{}"><title>{}</title></sec>',
        '<p id="{}" xml:lang="{}">a</p>',
        '<fig><alt-text>{}</alt-text><graphic xlink:href="{}"/></fig>',
        '<p><xref ref-type="fig" rid="{}">{}</xref></p>',
        '<table-wrap><table><tbody><tr><td align="{}" colspan="{}">a</td></tr></tbody></table></table-wrap>',
        '<list list-type="{}" start="{}"><list-item><p>a</p></list-item></list>',
        '<p><ext-link xlink:href="https://{}">a</ext-link><email>{}</email></p>',
        '<p><fn id="{}"><label>{}</label><p>a</p></fn></p>',
    ],
)
def test_nothing_an_author_writes_becomes_markup(xml: str) -> None:
    evil = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img onerror=x&gt;"
    evil_page = parsed(html(xml.replace("{}", evil)))
    plain_page = parsed(html(xml.replace("{}", "plain")))
    assert (shape(evil_page), names(evil_page)) == (shape(plain_page), names(plain_page))


# ---------------------------------------------------------------- notes

NOTES = '<fn-group><title>注释</title><fn id="a"><label>1</label><p>甲</p></fn><fn id="b"><label>2</label><p>乙</p></fn></fn-group>'


def test_a_note_stands_at_its_first_call() -> None:
    calls = (
        '<p>一<xref ref-type="fn" rid="b"/>二<xref ref-type="fn" rid="a"/>三<xref ref-type="fn" rid="b">2</xref></p>'
    )
    assert html(calls, NOTES) == (
        '<p>一<span class="fn" id="x-b" data-mark="2" data-note="b">乙</span>二<span class="fn" id="x-a" data-mark="1" data-note="a">甲</span>'
        '三<sup class="note-link"><a href="#x-b">2</a></sup></p>'
    )


def test_where_marks_start_again_each_has_the_first() -> None:
    calls = '<p><xref ref-type="fn" rid="b"/><fn id="c"><p>丙</p></fn></p>'
    assert re.findall('data-mark="(.*?)"', html(calls, NOTES, mark="①")) == ["①", "①"]


def test_notes_that_nothing_calls_stand_at_the_end_under_their_title() -> None:
    calls = '<p>一<xref ref-type="fn" rid="a"/></p>'
    assert html(calls, NOTES + "<fn-group><fn><p>声明</p></fn></fn-group>") == (
        '<p>一<span class="fn" id="x-a" data-mark="1" data-note="a">甲</span></p>'
        '<section class="endnotes"><h3 class="plain">注释</h3><p class="note" id="x-b">2 乙</p></section>'
        '<section class="endnotes"><p class="note">声明</p></section>'
    )


@pytest.mark.parametrize(
    ("language", "xml", "kinds"),
    [
        ("zh", "<p>正文。</p><p>2026年5月17日于临渊</p>", ["p", "p dateline"]),
        ("zh", "<sec><title>结</title><p>二〇二六年五月十七日</p></sec>", ["p dateline"]),
        ("zh", "<p>2026年5月17日</p><p>正文。</p>", ["p", "p"]),
        ("zh", "<p>2026年5月17日，会议结束。</p>", ["p"]),
        ("zh", '<p content-type="dateline">端午于临渊</p><p>正文。</p>', ["p dateline", "p"]),
        ("en", "<p>Text.</p><p>Linyuan, 17 May 2026</p>", ["p", "p dateline"]),
        ("en", "<p>May 17, 2026</p>", ["p dateline"]),
        ("en", "<p>On 17 May 2026 they met.</p>", ["p"]),
    ],
)
def test_the_date_at_the_end_of_a_document(language: str, xml: str, kinds: list[str]) -> None:
    text, _ = writer(language).write(body(xml, language=language))
    found = [node for root in text if isinstance(root, Node) for node in root.walk() if node.tag == "p"]
    assert [f"p {node.get('class')}".strip() for node in found] == kinds


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("[1]", True),
        ("1", True),
        ("[1,3-5]", True),
        ("〔12〕", True),
        ("Li 2020", False),
        ("(2020)", False),
        ("李水，2020", False),
    ],
)
def test_only_the_number_of_a_reference_is_raised(text: str, raised: bool) -> None:
    shown = html(f'<p>见<xref ref-type="bibr" rid="r">{text}</xref></p>')
    assert ("<sup" in shown) == raised
    assert f'<a href="#x-r">{text}</a>' in shown


@pytest.mark.parametrize(("rows", "kind"), [(20, "table"), (21, "table long")])
def test_a_table_of_many_rows_may_be_broken(rows: int, kind: str) -> None:
    table = f"<table-wrap><table><tbody>{'<tr><td>1</td></tr>' * rows}</tbody></table></table-wrap>"
    assert re.findall('<figure class="(.*?)"', html(table)) == [kind]


def test_a_screen_has_no_foot() -> None:
    calls = '<p>一<xref ref-type="fn" rid="a">1</xref>二<fn id="c"><label>3</label><p>丙</p></fn></p>'
    assert html(calls, NOTES, foot=False) == (
        '<p>一<sup class="note-link"><a href="#x-a">1</a></sup>二<sup class="note-link"><a href="#x-c">3</a></sup></p>'
        '<section class="endnotes"><p class="note" id="x-c">3 丙</p></section>'
        '<section class="endnotes"><h3 class="plain">注释</h3><p class="note" id="x-a">1 甲</p><p class="note" id="x-b">2 乙</p></section>'
    )


def test_a_heading_with_a_note_is_a_bookmark_without_its_mark() -> None:
    xml = '<sec><label>一、</label><title>题<xref ref-type="fn" rid="a"/>目</title></sec><sec><title>乙</title></sec>'
    assert re.findall("<h2.*?>", html(xml, NOTES)) == ['<h2 data-title="一、题目">', '<h2 class="plain">']


@pytest.mark.parametrize(
    ("given", "kept"),
    [("3", "3"), ("1000", "1000"), ("012", "12"), ("9" * 5000, "1000"), ("x", ""), ("-1", ""), ("٣", "")],
)
def test_how_far_a_cell_may_span(given: str, kept: str) -> None:
    """As far as HTML lets it: a hundred thousand columns would keep the lay-out busy for a minute."""
    shown = html(
        f'<table-wrap><table><tbody><tr><td colspan="{given}" rowspan="{given}">字</td></tr></tbody></table></table-wrap>'
    )
    assert re.findall('(?:col|row)span="(.*?)"', shown) == ([kept] * 2 if kept else [])


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<p>甲</p>", "甲"),
        ("\n  <p>甲</p>\n  <p>乙</p>\n", '甲<span class="block">乙</span>'),
        ('<p xml:lang="en">A</p><p id="p2">乙</p>', '<span lang="en">A</span><span class="block" id="x-p2">乙</span>'),
        ("<p>甲 <italic>乙</italic> <bold>丙</bold></p>", "甲 <em>乙</em> <strong>丙</strong>"),
        (
            "<p>甲</p><disp-quote><p>引</p></disp-quote>",
            '甲<span class="block blockquote"><span class="block">引</span></span>',
        ),
        (
            "<p>甲<list><list-item><p>项</p></list-item></list>乙</p>",
            '甲<span class="block ul"><span class="block li"><span class="block">项</span></span></span>乙',
        ),
        ("<p>甲<fn><p>里</p></fn></p>", "甲里"),
        ('<p>甲<xref ref-type="fn" rid="b">2</xref></p>', '甲<span class="note-link"><a href="#x-b">2</a></span>'),
    ],
)
def test_what_a_note_holds(content: str, shown: str) -> None:
    found = html(
        '<p>一<xref ref-type="fn" rid="a"/></p>', f'<fn-group><fn id="a"><label>1</label>{content}</fn></fn-group>'
    )
    assert found == f'<p>一<span class="fn" id="x-a" data-mark="1" data-note="a">{shown}</span></p>'


# ---------------------------------------------------------------- paragraphs


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ("<p>甲</p>", "<p>甲</p>"),
        ("<p/>", "<p></p>"),
        ('<p id="a" xml:lang="en">甲</p>', '<p id="x-a" lang="en">甲</p>'),
        (
            "<p>甲<disp-formula><tex-math>x</tex-math></disp-formula>其中<bold>乙</bold></p>",
            '<p>甲</p><div class="formula"><span class="math"><img src="asset:formula" alt="x" class="block"></span></div>'
            '<p class="continued">其中<strong>乙</strong></p>',
        ),
        (
            "<p>\n<list><list-item><p>项</p></list-item></list>\n</p>",
            "<ul><li><p>项</p></li></ul>",
        ),
        (
            '<p id="a">甲<list><list-item><p>项</p></list-item></list></p>',
            '<div id="x-a"><p>甲</p><ul><li><p>项</p></li></ul></div>',
        ),
        (
            '<p>甲<named-content id="n"><disp-formula>x</disp-formula></named-content>乙</p>',
            '<p>甲</p><div id="x-n"><div class="formula"><span class="math">x</span></div></div><p class="continued">乙</p>',
        ),
    ],
)
def test_a_paragraph_is_broken_off_before_a_block(xml: str, shown: str) -> None:
    assert html(xml) == shown


# ---------------------------------------------------------------- nothing is lost, and HTML is read as it was meant


def parsed(text: str) -> Node:
    """The markup as WeasyPrint's reader of HTML understands it."""
    found = tinyhtml5.parse(f"<!DOCTYPE html><title>x</title><body>{text}", namespace_html_elements=False).find("body")
    return _node(found)


def _node(found: object) -> Node:
    children: list[Node | str] = [found.text] if found.text else []
    for child in found:
        children.append(_node(child))
        children += [child.tail] if child.tail else []
    return Node(found.tag, tuple(found.attrib.items()), tuple(children))


def shape(node: Node) -> tuple[object, ...]:
    return (node.tag, *map(shape, node.elements()))


def names(node: Node) -> list[list[str]]:
    return [[key for key, _ in each.attrs] for each in node.walk()]


def told(node: Node, tags: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text that is not hidden, with the names of the elements around it."""
    if node.tag in HIDDEN:
        return
    for child in node.children:
        if isinstance(child, Node):
            yield from told(child, (*tags, node.tag))
        elif re.search(r"\w", child):
            yield (*tags, node.tag), re.sub(r"\s", "", child)


def lost(whole: Body) -> list[tuple[tuple[str, ...], str]]:
    said = re.sub(r"\s", "", visible(page(whole)))
    roots = (*((whole.body,) if whole.body else ()), *whole.back)
    return [each for root in roots for each in told(root) if each[1] not in said]


def texts(file: Path) -> Iterator[Body]:
    data = file.read_bytes()
    article, _ = read.article(data, ArticleId("x"), file.name)
    for text in article.texts:
        yield numbered(read.body(data, text.language, file.name)[0], ("一、", "（一）"), str)


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.parent.name)
def test_our_articles_lose_nothing(file: Path) -> None:
    for whole in texts(file):
        assert lost(whole) == []
        assert shape(parsed(markup(page(whole)))) == ("body", shape(page(whole)))


def test_the_articles_of_others_lose_nothing() -> None:
    for file in jats_samples():
        for whole in texts(file):
            if (kept_apart := [each for each in lost(whole) if not stands_for_another(each[0])]) != []:
                pytest.fail(f"{file.name} {whole.language}: {kept_apart[:5]}")
            assert shape(parsed(markup(page(whole)))) == ("body", shape(page(whole))), file.name


def stands_for_another(tags: tuple[str, ...]) -> bool:
    """What is one of several forms of the same thing."""
    return "alternatives" in tags


INLINE = "bold italic sub sup sc underline overline strike monospace roman sans-serif named-content styled-content abbrev".split()


@st.composite
def bodies(draw: Callable[..., object]) -> Body:
    """A full text of elements where JATS allows them, each text in it unlike all others."""
    numbers = iter(range(100_000))
    ids: list[str] = []

    def pick(*choices: object) -> object:
        return draw(st.sampled_from(choices))

    def word() -> str:
        return f"{pick('字', 'w', ' w', '“')}{next(numbers)}x"

    def id() -> tuple[tuple[str, str], ...]:
        if not draw(st.booleans()):
            return ()
        ids.append(f"i{next(numbers)}")
        return (("id", ids[-1]),)

    def node(tag: str, *children: Node | str, **attrs: str) -> Node:
        language = (("xml:lang", str(pick("en", "zh"))),) if draw(st.integers(0, 9)) == 0 else ()
        named = tuple((key.replace("_", "-").replace("href", "xlink:href"), value) for key, value in attrs.items())
        return Node(tag, (*id(), *language, *named), children)

    def several(make: Callable[[], Node | str], most: int = 3) -> tuple[Node | str, ...]:
        return tuple(make() for _ in range(draw(st.integers(1, most))))

    def math() -> Node:
        return node("mml:math", Node("mml:mi", (), (word(),)))

    def inline(depth: int) -> Node | str:
        kind = pick("text", "text", "mark", "mark", "link", "xref", "formula", "graphic", "note", "break")
        if kind == "mark" and depth:
            return node(str(pick(*INLINE)), *several(lambda: inline(depth - 1)))
        if kind == "link":
            return node("ext-link", word(), href="https://example.org")
        if kind == "xref":
            return node("xref", word(), ref_type=str(pick("fig", "bibr", "sec")), rid="i1")
        if kind == "formula":
            return node("inline-formula", math())
        if kind == "graphic":
            return node("inline-graphic", Node("alt-text", (), (word(),)), href="a.svg")
        if kind == "note" and depth:
            return node("fn", *several(lambda: node("p", *flow(depth - 1)), 2))
        return node("break") if kind == "break" else word()

    def flow(depth: int) -> tuple[Node | str, ...]:
        held = [*several(lambda: inline(depth))]
        if depth and draw(st.booleans()):
            held += [block(depth - 1), *several(lambda: inline(depth - 1), 2)]
        return tuple(held)

    def paragraphs(depth: int) -> tuple[Node | str, ...]:
        return several(lambda: node("p", *flow(depth)), 2)

    def caption() -> tuple[Node, ...]:
        return node("label", word()), node("caption", node("title", word()), node("p", word()))

    def block(depth: int) -> Node:
        inner = max(depth - 1, 0)
        kind = pick(*"list quote formula fig table code verse boxed speech statement supplement definitions".split())
        if kind == "list":
            return node(
                "list", *several(lambda: node("list-item", *paragraphs(inner))), list_type=str(pick("order", "bullet"))
            )
        if kind == "quote":
            return node("disp-quote", *paragraphs(inner), node("attrib", word()))
        if kind == "formula":
            return node("disp-formula", node("label", word()), word(), math(), word())
        if kind == "fig":
            return node("fig", *caption(), node("graphic", Node("alt-text", (), (word(),)), href="a.svg"))
        if kind == "table":
            cells = node("tr", node("th", word()), node("td", *flow(inner)))
            foot = node("table-wrap-foot", node("fn", node("label", word()), *paragraphs(0)))
            return node("table-wrap", *caption(), node("table", node("tbody", cells)), foot)
        if kind == "code":
            return node(str(pick("code", "preformat")), word())
        if kind == "verse":
            return node("verse-group", *several(lambda: node("verse-line", inline(0))))
        if kind == "boxed":
            return node("boxed-text", *((node("title", word()),) if draw(st.booleans()) else ()), *paragraphs(inner))
        if kind == "speech":
            return node("speech", node("speaker", word()), *paragraphs(inner))
        if kind == "supplement":
            return node("supplementary-material", *caption(), node("media", node("label", word()), href="a.zip"))
        if kind == "definitions":
            return node("def-list", node("def-item", node("term", word()), node("def", *paragraphs(inner))))
        return node(
            "statement",
            node("label", word()),
            *((node("title", word()),) if draw(st.booleans()) else ()),
            *paragraphs(inner),
        )

    def section(depth: int) -> Node:
        head = [node("label", word())] if draw(st.booleans()) else []
        head += [node("title", *several(lambda: inline(1), 2))] if draw(st.booleans()) else []
        held = several(lambda: block(2) if draw(st.integers(0, 3)) == 0 else node("p", *flow(2)))
        return node("sec", *head, *held, *((section(depth - 1),) if depth and draw(st.booleans()) else ()))

    def reference() -> Node:
        kind = pick("mixed-citation", "element-citation")
        return node("ref", node("label", word()), node(str(kind), node("source", word()), node("year", word())))

    text = node("body", *several(lambda: section(2)))
    notes = [node("fn", *paragraphs(1)) for _ in range(draw(st.integers(0, 2)))]
    back = node("fn-group", *([node("title", word())] if notes else []), *notes)
    called = [Node("xref", (("ref-type", "fn"), ("rid", note.get("id")))) for note in notes if note.get("id")][:1]
    text = Node("body", text.attrs, (*text.children, Node("p", (), tuple(called))))
    return Body(
        Language("zh"), text, (node("ack", node("title", word()), *paragraphs(1)), back, node("ref-list", reference()))
    )


def expected_loss(whole: Body) -> set[str]:
    """The title of a group of notes is not shown where every note of it stands at its call."""
    shown: set[str] = set()
    for group in (node for root in whole.back for node in root.walk() if node.tag == "fn-group"):
        called = {x.get("rid") for x in whole.body.walk() if x.tag == "xref"} if whole.body else set()
        title = group.first("title")
        if title and all(note.get("id") in called for note in group.elements("fn")):
            shown.add(re.sub(r"\s", "", title.text()))
    return shown


@settings(max_examples=80, deadline=None)
@given(bodies())
def test_no_text_that_can_be_made_loses_a_word(whole: Body) -> None:
    assert {text for _, text in lost(whole)} == expected_loss(whole)
    assert shape(parsed(markup(page(whole)))) == ("body", shape(page(whole)))


def test_the_measure_itself_finds_what_is_lost() -> None:
    whole = body("<p>字<permissions><copyright-statement>藏</copyright-statement></permissions></p><p>留</p>")
    assert lost(whole) == []
    hidden = Node("body", (), (Node("media", (), ("失",)),))
    assert lost(Body(Language("zh"), hidden)) == [(("body", "media"), "失")]
    assert shape(parsed("<p>a<ul></ul>b</p>")) != ("body", ("p", ("ul",)))


def test_there_are_samples_of_our_own() -> None:
    assert [file for file in OWN if ROOT / "tests" in file.parents] != []
    assert os.environ.get("JOURNAL_SAMPLES", "") == "" or jats_samples() != []
