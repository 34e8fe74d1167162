"""Single facts in each way of writing them, and what is wrong in them."""

import datetime as dt
import pickle
import time
from pathlib import Path

import pytest

from journal.errors import FINDINGS, BadFile, Level
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.model import Article, Contributor, Node
from journal.names import Name, Style

ROOT = Path(__file__).parents[3]
HEAD = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ali="http://www.niso.org/schemas/ali/1.0/" '
    'xmlns:mml="http://www.w3.org/1998/Math/MathML" xml:lang="{}">'
)
ZH, EN, JA = Language("zh"), Language("en"), Language("ja")


def facts(meta: str, language: str = "zh", rest: str = "") -> tuple[Article, list[tuple[str, Level, int, str]]]:
    """The facts of an article with this `article-meta`, and rule, level, line and words of each finding."""
    text = f"{HEAD.format(language)}<front><article-meta>{meta}</article-meta></front>{rest}</article>"
    article, findings = read.article(text.encode(), ArticleId("x"), "a.xml")
    return article, [(each.rule, each.level, each.place.line, each.message.zh) for each in findings]


def contributors(inside: str, language: str = "zh") -> tuple[Contributor, ...]:
    return facts(f"<contrib-group>{inside}</contrib-group>", language)[0].contributors


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("inside", "forms"),
    [
        ("<name><surname>李</surname><given-names>清源</given-names></name>", [Name("李", "清源", Style.EASTERN, ZH)]),
        (
            '<name name-style="eastern" xml:lang="ja"><surname>山田</surname><given-names>花</given-names></name>',
            [Name("山田", "花", Style.EASTERN, JA)],
        ),
        (
            '<name name-style="islensk"><surname>Jónsdóttir</surname><given-names>Anna</given-names></name>',
            [Name("Jónsdóttir", "Anna", Style.ISLENSK, ZH)],
        ),
        (
            '<name name-style="given-only"><given-names>Suharto</given-names></name>',
            [Name("", "Suharto", Style.GIVEN_ONLY, ZH)],
        ),
        (
            "<name><surname>van  der\n Berg</surname><given-names>J.</given-names><prefix>Dr</prefix><suffix>III</suffix></name>",
            [Name("van der Berg", "J.", Style.WESTERN, ZH, "Dr", "III")],
        ),
        ("<string-name>张　三</string-name>", [Name("张", "三", Style.EASTERN, ZH)]),
        ("<string-name>Ada Marsh</string-name>", [Name("", "Ada Marsh", Style.GIVEN_ONLY, ZH)]),
        (
            "<string-name><surname>Marsh</surname>, <given-names>Ada</given-names></string-name>",
            [Name("Marsh", "Ada", Style.WESTERN, ZH)],
        ),
        (
            '<name-alternatives xml:lang="ja"><name><surname>山</surname><given-names>花</given-names></name>'
            '<string-name xml:lang="en">Hana Yama</string-name></name-alternatives>',
            [Name("山", "花", Style.EASTERN, JA), Name("", "Hana Yama", Style.GIVEN_ONLY, EN)],
        ),
    ],
)
def test_names(inside: str, forms: list[Name]) -> None:
    (person,) = contributors(f"<contrib>{inside}</contrib>")
    assert person.name is not None
    assert list(person.name.forms) == forms


def test_words_beside_the_parts_of_a_name_are_named() -> None:
    inside = "<string-name><surname>Marsh</surname> and <given-names>Ada</given-names></string-name>"
    _, findings = facts(f"<contrib-group><contrib>{inside}</contrib></contrib-group>")
    assert [message for *_, message in findings] == ["未读取“and”：没有页面或数据产品用到它。"]


def test_a_name_without_any_part_is_no_name() -> None:
    (person,) = contributors("<contrib><name><surname/><given-names/></name></contrib>")
    assert person.name is None


@pytest.mark.parametrize(
    ("group", "contrib", "kind"),
    [
        ("", 'contrib-type="editor"', "editor"),
        ("", "", "author"),
        ('content-type="editors"', "", "editor"),
        ('content-type="Translator"', "", "translator"),
        ('content-type="editorial"', 'contrib-type="handling-editor"', "handling-editor"),
        ('content-type="whatever"', "", "author"),
    ],
)
def test_what_kind_of_contributor(group: str, contrib: str, kind: str) -> None:
    article, _ = facts(f"<contrib-group {group}><contrib {contrib}><anonymous/></contrib></contrib-group>")
    assert [person.kind for person in article.contributors] == [kind]


def test_members_of_a_group_follow_it_and_are_no_authors() -> None:
    member = "<contrib contrib-type='author'><string-name>{}</string-name><xref ref-type='aff' rid='a1'/></contrib>"
    collab = (
        f"<collab>The <named-content>Ferry</named-content> Group<contrib-group>{member.format('Ada')}{member.format('Bea')}"
        "</contrib-group><email>g@example.org</email></collab>"
    )
    article, findings = facts(f"<contrib-group><contrib>{collab}</contrib>{member.format('Cid')}</contrib-group>", "en")
    assert [(person.kind, dict(person.collab), person.affiliations) for person in article.contributors] == [
        ("author", {EN: "The Ferry Group"}, ()),
        ("member", {}, ("a1",)),
        ("member", {}, ("a1",)),
        ("author", {}, ("a1",)),
    ]
    assert len(article.authors) == 2
    assert article.contributors[0].email == "g@example.org"
    assert findings == []


# ---------------------------------------------------------------- affiliations


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("临渊大学法学院，临渊 000000", "临渊大学法学院，临渊 000000"),
        ("<institution>临渊大学</institution>\n  <institution>法学院</institution>\n <city>临渊</city>", "临渊大学法学院，临渊"),
        ("<institution>临渊大学</institution>（<city>临渊</city>）", "临渊大学（临渊）"),
        ("<institution>临渊大学</institution><country>中国</country>；", "临渊大学，中国"),
        ("<institution>临渊大学，</institution><city>临渊</city>", "临渊大学，临渊"),
        (
            "<label>1</label><institution>Dept of Law</institution><institution>Linyuan University</institution>"
            "<addr-line>1 River Rd</addr-line><city>Linyuan</city><postal-code>000000</postal-code><country>China</country>",
            "Dept of Law, Linyuan University, 1 River Rd, Linyuan 000000, China",
        ),
        (
            "<institution>Linyuan University</institution>, <addr-line><city>Linyuan</city>\n<state>LY</state></addr-line>\n",
            "Linyuan University, Linyuan, LY",
        ),
        ("<institution>Institut <italic>für</italic> Recht</institution> <postal-code>10115</postal-code> <city>Berlin</city>", "Institut für Recht 10115 Berlin"),
        ("<sup>a</sup>School of Law, <country>Japan</country>", "School of Law, Japan"),
        ("<institution-wrap><institution-id>x</institution-id><institution>A</institution></institution-wrap><city>B</city>", "A, B"),
        (
            '<institution content-type="orgname">USP</institution><country>Brazil</country>'
            '<institution content-type="original">USP, São Paulo, Brasil</institution>',
            "USP, São Paulo, Brasil",
        ),
        ("<institution></institution><city>B</city>", "B"),
    ],
)  # fmt: skip
def test_the_printed_line_of_an_affiliation(inside: str, line: str) -> None:
    article, _ = facts(f'<aff id="a">{inside}</aff>')
    assert list(article.affiliations[0].lines.values()) == [line]


AFF = '<aff id="{}"><institution>{}</institution></aff>'
PERSON = "<contrib><string-name>{}</string-name>{}</contrib>"


@pytest.mark.parametrize(
    ("inside", "linked"),
    [
        (PERSON.format("A", '<xref ref-type="aff" rid="a1"/><xref ref-type="aff" rid="a2"/>'), [("a1", "a2")]),
        (PERSON.format("A", '<xref ref-type="aff" rid="a1 a2 a1"/>'), [("a1", "a2")]),
        (PERSON.format("A", "<aff>X</aff>") + PERSON.format("B", '<aff id="b">Y</aff>'), [("aff:1",), ("b",)]),
        (PERSON.format("A", "") + PERSON.format("B", "") + AFF.format("a1", "X"), [("a1",), ("a1",)]),
        (
            PERSON.format("A", '<xref ref-type="aff" rid="a1"/>') + PERSON.format("B", "") + AFF.format("a1", "X"),
            [("a1",), ()],
        ),
        (PERSON.format("A", "") + '<xref ref-type="aff" rid="a1"/>', [("a1",)]),
        (
            PERSON.format("A", '<xref ref-type="aff" rid="en1"/>')
            + f'<aff-alternatives id="a1">{AFF.format("zh1", "甲")}<aff id="en1" xml:lang="en">A</aff></aff-alternatives>',
            [("a1",)],
        ),
    ],
)
def test_who_works_where(inside: str, linked: list[tuple[str, ...]]) -> None:
    assert [person.affiliations for person in contributors(inside)] == linked


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("inside", "day"),
    [
        ('<date date-type="t" iso-8601-date="2026-03-02"/>', dt.date(2026, 3, 2)),
        ('<date date-type="t" iso-8601-date="20260302"/>', dt.date(2026, 3, 2)),
        ('<date date-type="t" iso-8601-date="2026-03-02T10:00:00+08:00"/>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><day>02</day><month>3</month><year>2026</year></date>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><day>2</day><month>March</month><year>2026</year></date>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><string-date>2026年3月2日</string-date></date>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><string-date>2 Mar. 2026</string-date></date>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><string-date>March 2nd, 2026</string-date></date>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><string-date>2026/3/2</string-date></date>', dt.date(2026, 3, 2)),
        ('<date date-type="t"><string-date iso-8601-date="2026-03-02"/></date>', dt.date(2026, 3, 2)),
        (
            '<date date-type="t"><string-date><day>2</day> <month>May</month> <year>2026</year></string-date></date>',
            dt.date(2026, 5, 2),
        ),
    ],
)
def test_a_date_in_every_way(inside: str, day: dt.date) -> None:
    article, findings = facts(f"<history>{inside}</history>")
    assert (article.history, findings) == ((("t", day),), [])


@pytest.mark.parametrize(
    ("inside", "rule", "level", "message"),
    [
        (
            '<date iso-8601-date="2026-02-31"/>',
            "bad-date",
            Level.ERROR,
            "日期“iso-8601-date=2026-02-31”有误：没有这一天。",
        ),
        (
            "<date><day>3</day><month>13</month><year>2026</year></date>",
            "bad-date",
            Level.ERROR,
            "日期“3 13 2026”有误：没有这一天。",
        ),
        (
            '<date iso-8601-date="2026-03-02"><day>3</day><month>3</month><year>2026</year></date>',
            "bad-date",
            Level.ERROR,
            "日期“3 3 2026”有误：iso-8601-date 与年月日不一致。",
        ),
        ("<date><year>2026</year></date>", "jats-not-read", Level.NOTE, "未读取“2026”：不是完整的年月日。"),
        ('<date iso-8601-date="2026"/>', "jats-not-read", Level.NOTE, "未读取“iso-8601-date=2026”：不是完整的年月日。"),
    ],
)
def test_a_date_that_is_none(inside: str, rule: str, level: Level, message: str) -> None:
    assert facts(f"<history>\n{inside}</history>")[1] == [(rule, level, 2, message)]


# ---------------------------------------------------------------- identifiers and languages


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        (
            '<article-id pub-id-type="doi">10.5555</article-id>',
            "“10.5555”不是有效的DOI：应为“10.前缀/后缀”，如 10.5555/2026.05.001。",
        ),
        (
            '<contrib-group><contrib><contrib-id contrib-id-type="orcid">0000-0002-1825-0098</contrib-id></contrib></contrib-group>',
            "“0000-0002-1825-0098”不是有效的ORCID：校验码不对，请核对是否抄错。",
        ),
        (
            '<article-categories><subj-group subj-group-type="document-code"><subject>Z</subject></subj-group></article-categories>',
            "“Z”不是有效的文献标识码：应为 A、B、C、D、E 之一。",
        ),
        (
            '<kwd-group xml:lang="english!"><kwd>a</kwd></kwd-group>',
            "“english!”不是有效的语言标签：应为 BCP 47 语言标签，如 zh、en、zh-Hans、bo。",
        ),
    ],
)
def test_a_bad_identifier_is_an_error_with_its_line(meta: str, message: str) -> None:
    assert facts(f"\n{meta}")[1] == [("bad-identifier", Level.ERROR, 2, message)]


def test_what_is_bad_is_not_held_and_the_rest_is() -> None:
    article, _ = facts(
        '<article-categories><subj-group subj-group-type="clc"><subject>D998.2；法律；D923</subject></subj-group></article-categories>'
    )
    assert [str(each) for each in article.clc] == ["D998.2", "D923"]


def test_the_language_is_the_own_one_or_that_of_what_holds_it() -> None:
    article, _ = facts(
        '<title-group><article-title>题</article-title><trans-title-group xml:lang="en"><trans-title>T</trans-title>'
        '</trans-title-group></title-group><abstract><p>摘</p></abstract><abstract xml:lang="ja"><p>要</p></abstract>'
        '<kwd-group><kwd>词</kwd></kwd-group><kwd-group xml:lang="en"><kwd>word</kwd></kwd-group>'
    )
    assert [list(each) for each in (article.titles, article.abstracts, article.keywords)] == [
        [ZH, EN],
        [ZH, JA],
        [ZH, EN],
    ]


def test_a_title_without_words_is_none() -> None:
    article, findings = facts("<title-group><article-title> </article-title></title-group>")
    assert (dict(article.titles), findings) == ({}, [])


# ---------------------------------------------------------------- references and media


def test_references_are_those_of_lists_then_of_notes_then_others() -> None:
    cited = "<mixed-citation>{}</mixed-citation>"
    article, _ = facts(
        "",
        rest=f"<body><p>{cited.format('text')}<fn><p>{cited.format('note 1')}</p></fn></p></body>"
        f"<back><fn-group><fn><p>{cited.format('note 2')}{cited.format('note 2b')}</p></fn></fn-group>"
        f"<ref-list><ref>{cited.format('list a')}{cited.format('list b')}</ref><ref-list><ref>{cited.format('list c')}"
        "</ref></ref-list></ref-list></back>",
    )
    assert [node.text() for node in article.references] == [
        "list a",
        "list b",
        "list c",
        "note 1",
        "note 2",
        "note 2b",
        "text",
    ]


def test_of_a_work_given_printed_and_as_data_the_data_is_the_reference() -> None:
    both = "<ref><mixed-citation>Marsh, Ferries.</mixed-citation><element-citation><source>Ferries</source></element-citation></ref>"
    article, _ = facts("", rest=f"<back><ref-list>{both}</ref-list></back>")
    assert article.references == (Node("element-citation", (), (Node("source", (), ("Ferries",)),)),)


def test_media_are_the_files_beside_it() -> None:
    names = ("a.svg", "http://x.org/b.png", "f/c.tif", "//x.org/d", "#fn1", "a.svg", "", "data:image/png;base64,AA")
    graphics = "".join(f'<graphic xlink:href="{name}"/>' for name in names)
    text = f"{HEAD.format('zh')}<body>{graphics}<ext-link xlink:href='e.html'/><media xlink:href='g.mp4'/></body></article>"
    assert read.media_names(text.encode()) == ("a.svg", "f/c.tif", "g.mp4")


# ---------------------------------------------------------------- the file as such


def test_another_root_is_no_article() -> None:
    with pytest.raises(BadFile) as caught:
        read.article(b"<html/>", ArticleId("x"), "a.xml")
    assert (caught.value.message.zh, caught.value.exit) == ("a.xml:1：根元素是 <html>，不是 <article>。", FINDINGS)


def test_an_article_in_a_namespace_is_read_as_one_without() -> None:
    plain = "<article xml:lang='en'><front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front><body><p>x</p></body></article>"
    inside = plain.replace("<article xml", "<article xmlns='https://jats.nlm.nih.gov/ns/publishing/1.3' xml")
    assert read.article(inside.encode(), ArticleId("x"), "a") == read.article(plain.encode(), ArticleId("x"), "a")


def test_an_article_of_nothing_has_no_facts() -> None:
    article, findings = read.article(b'<article xml:lang="zh"/>', ArticleId("x"), "a.xml")
    assert (article, findings) == (Article(ArticleId("x"), ZH, "", article.titles, "a.xml"), ())
    assert dict(article.titles) == {}


def test_facts_and_findings_go_to_worker_processes() -> None:
    data = (ROOT / "tests/cases/jats/publishing-1.4.xml").read_bytes()
    read_ = read.article(data, ArticleId("x"), "a.xml")
    assert pickle.loads(pickle.dumps(read_)) == read_


def test_lines_are_those_of_the_file() -> None:
    article, _ = facts("<title-group>\n\n<article-title>题</article-title></title-group>")
    assert article.titles[ZH].main.line == 3


def test_a_big_article_is_read_fast() -> None:
    note = (
        "<fn id='n{0}'><p>See <mixed-citation><source>Book {0}</source>, <year>2000</year></mixed-citation>.</p></fn>"
    )
    notes = "".join(note.format(number) for number in range(200))
    body = "<body><p>" + "文" * 40_000 + "</p></body>"
    text = f"{HEAD.format('zh')}<front><article-meta/></front>{body}<back><fn-group>{notes}</fn-group></back></article>".encode()
    read.article(text, ArticleId("x"), "a.xml")
    start = time.process_time()
    for _ in range(10):
        read.article(text, ArticleId("x"), "a.xml")
    assert len(text) > 130_000
    assert (
        time.process_time() - start
    ) / 10 < 0.05  # 4 ms where it was written: room for slow boxes, none for a tree a body
