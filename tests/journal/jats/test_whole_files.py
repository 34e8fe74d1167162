"""Whole files of the field: their facts, what is named as not read, and their full texts."""

import datetime as dt
from pathlib import Path

import pytest

from journal.errors import Finding
from journal.ids import CLC, DOI, ORCID, ROR, ArticleId, DocumentCode, FundNumber, Language
from journal.jats import read
from journal.model import (
    Affiliation,
    Article,
    Award,
    Body,
    ByLanguage,
    Contributor,
    FullText,
    Media,
    Node,
    Permissions,
    Title,
)
from journal.names import Name, PersonName, Style

CASES = Path(__file__).parents[2] / "cases" / "jats"
EN, FR, ZH, HANS, BO, DE = map(Language, ("en", "fr", "zh", "zh-Hans", "bo", "de"))


def data(name: str) -> bytes:
    return (CASES / f"{name}.xml").read_bytes()


def article(name: str, media: dict[str, str] | None = None) -> tuple[Article, list[str]]:
    """The facts of a case, and its findings, each as one short line."""
    facts, findings = read.article(data(name), ArticleId("x"), "a.xml", "digest", media)
    return facts, [short(finding) for finding in findings]


def short(finding: Finding) -> str:
    return f"{finding.level} {finding.place.line} {finding.place.what}: {finding.message.en}"


def p(text: str) -> Node:
    return Node("p", (), (text,))


def by(**texts: object) -> ByLanguage:  # type: ignore[type-arg]
    return ByLanguage(tuple((Language(key.replace("_", "-")), text) for key, text in texts.items()))


def person(kind: str, *forms: Name, **facts: object) -> Contributor:
    return Contributor(kind, PersonName(forms) if forms else None, **facts)  # type: ignore[arg-type]


def test_archiving_1_0_as_converters_write_it() -> None:
    facts, findings = article("archiving-1.0", {"f.png": "00"})
    title = Node("article-title", (), ("Of ferries", Node("xref", (("ref-type", "fn"), ("rid", "n1")), ("*",))))
    subtitle = Node("subtitle", (), ("A ", Node("italic", (), ("crossing",))))
    corresp = Node("corresp", (("id", "c1"),), ("Write to ", Node("email", (), ("ada@example.org",))))
    assert facts == Article(
        id=ArticleId("x"),
        language=EN,
        kind="research-article",
        titles=by(en=Title(title, subtitle), fr=Title(Node("trans-title", (("xml:lang", "fr"),), ("Des bacs",)))),
        path="a.xml",
        digest="digest",
        doi=DOI("10.5555/OLD.1"),
        contributors=(
            person(
                "author",
                Name("Marsh", "Ada B.", Style.WESTERN, EN, suffix="Jr"),
                affiliations=("a1",),
                corresponding=True,
                notes=("c1",),
            ),
            person("author", Name("Strand", "Ole", Style.WESTERN, EN), affiliations=("aff:1",), deceased=True),
            person("author", collab=by(en="Ferry Group"), on_behalf_of="all ferrymen"),
            person("member", Name("Reed", "Sue", Style.WESTERN, EN)),
            person("author"),
        ),
        affiliations=(
            Affiliation("aff:1", by(en="Fjord College, Norway"), by(en="Fjord College"), country="NO"),
            Affiliation("a1", by(en="Faculty of Law, Harbour University, Harbour")),
        ),
        history=(("received", dt.date(2010, 3, 3)), ("accepted", dt.date(2010, 12, 9))),
        abstracts=by(en=Node("abstract", (), (Node("sec", (), (Node("title", (), ("Aim",)), p("To cross."))),))),
        keywords=by(en=("ferry", "bac")),
        subjects=(("heading", "Law"), ("heading", "Water law")),
        author_notes=by(en=(Node("fn", (("id", "n1"),), (p("First told in a boat."),)), corresp)),
        permissions=Permissions("© 2011 Ferry Press", "2011", "", "http://example.org/licence", "Free to cross."),
        texts=(FullText(EN),),
        media=(Media("f.png", "00"),),
        references=(
            Node("element-citation", (("publication-type", "book"),), (Node("source", (), ("Boats",)),)),
            Node("nlm-citation", (("citation-type", "book"),), (Node("source", (), ("Oars",)),)),
            Node("mixed-citation", (), ("Reed, Oars",)),
        ),
    )
    assert facts.titles[EN].text() == "Of ferries: A crossing"
    meta = "front/article-meta"
    assert findings == [
        "warning 4 article: has no xml:lang and is taken as en, as JATS says.",
        "note 9 front/journal-meta/publisher: not read: “Ferry Press”; the journal's facts are in journal.toml.",
        f"note 23 {meta}/contrib-group/contrib/degrees: not read: “LLD”; no page and no export uses it.",
        f"note 23 {meta}/contrib-group/contrib/xref: not read: “1”、“*” (2 times); numbers and marks are generated.",
        f"note 28 {meta}/aff/sup: not read: “1”; numbers and marks are generated.",
        f"note 30 {meta}/pub-date: not read: “2011”; volume, issue, pages and dates of publication are the issue's.",
        f"note 31 {meta}/volume: not read: “3”; volume, issue, pages and dates of publication are the issue's.",
        f"note 35 {meta}/history/date: not read: “6 2010”; it is not a whole date.",
        f"note 39 {meta}/abstract: not read: “A picture.”; only the one without a type is used.",
        f"note 40 {meta}/kwd-group/title: not read: “Keywords”; headings are the page's.",
        "note 3 : not read: comments and instructions (1); they are no part of the text.",
    ]


def test_publishing_1_4_with_all_that_it_brought() -> None:
    facts, findings = article("publishing-1.4")
    math = Node("mml:math", (), (Node("mml:mi", (), ("x",)),))
    formula = Node("inline-formula", (), (Node("alternatives", (), (math, Node("tex-math", (), ("$x$",)))),))
    english = (("xml:lang", "en"),)
    assert facts == Article(
        id=ArticleId("x"),
        language=HANS,
        kind="research-article",
        titles=by(
            zh_Hans=Title(Node("article-title", (), ("渡口", Node("break"), "与", formula))),
            en=Title(Node("trans-title", english, ("Ferries",)), Node("trans-subtitle", english, ("and x",))),
            bo=Title(Node("trans-title", (), ("གྲུ་ཁ",))),
        ),
        path="a.xml",
        digest="digest",
        doi=DOI("10.5555/new.4"),
        contributors=(
            person(
                "author",
                Name("欧阳", "静之", Style.EASTERN, HANS),
                Name("Ouyang", "Jingzhi", Style.WESTERN, EN),
                orcid=ORCID("0000-0002-1825-0097"),
                affiliations=("z1", "e2"),
                corresponding=True,
                equal=True,
                email="o@example.org",
                credit=("Writing – original draft", "Software"),
                roles=("院长",),
                bio=by(en=Node("bio", english, (p("A dean."),))),
                notes=("f1",),
            ),
            person("author", collab=by(zh_Hans="渡口研究组", en="Ferry Group")),
            person("translator", Name("", "阿依努尔·买买提", Style.GIVEN_ONLY, HANS)),
        ),
        affiliations=(
            Affiliation(
                "z1",
                by(
                    zh_Hans="渡口大学法学院，渡口 000000，中国",
                    en="School of Law, Ferry University, Ferry 000000, China",
                ),
                by(zh_Hans="渡口大学", en="Ferry University"),
                by(zh_Hans="法学院", en="School of Law"),
                by(zh_Hans="渡口", en="Ferry"),
                "000000",
                "CN",
                ROR("https://ror.org/05dxps055"),
            ),
            Affiliation("e2", by(zh_Hans="渡口研究所，渡口"), cities=by(zh_Hans="渡口")),
        ),
        history=(("preprint", dt.date(2025, 11, 30)), ("received", dt.date(2025, 12, 1))),
        abstracts=by(
            zh_Hans=Node("abstract", (), (p("渡口之法。"),)), en=Node("trans-abstract", english, (p("Of ferries."),))
        ),
        keywords=by(zh_Hans=("渡口", "水", "河", "法 – 水法"), en=("ferry", "water law")),
        clc=(CLC("D998.2"), CLC("D923")),
        document_code=DocumentCode("A"),
        subjects=(("topic", "水法 – 渡口"),),
        awards=(Award(by(zh_Hans="渡口基金", en="Ferry Fund"), (FundNumber("00BFX001"), FundNumber("00BFX002"))),),
        funding=by(zh_Hans=Node("funding-statement", (), ("渡口基金（00BFX001）",))),
        author_notes=by(
            en=(Node("fn", (("id", "f1"), ("xml:lang", "en")), (p("Equal."),)),),
            zh_Hans=(Node("fn", (("id", "f2"),), (p("同等贡献。"),)),),
        ),
        permissions=Permissions(
            "", "", "《渡口》", "https://creativecommons.org/licenses/by/4.0/deed.zh", "自由使用。"
        ),
        related=(("corrected-article", "10.5555/old.1"),),
        texts=(FullText(HANS),),
    )
    assert [title.text() for title in facts.titles.values()] == ["渡口与x", "Ferries: and x", "གྲུ་ཁ"]
    meta = "front/article-meta"
    unused = "no page and no export uses it"
    assert findings == [
        f"note 8 {meta}/article-id: not read: “new-4”; {unused}.",
        f"note 9 {meta}/article-version: not read: “VoR”; {unused}.",
        f"note 23 {meta}/contrib-group/contrib/contrib-id: not read: “7004212771”; {unused}.",
        f"note 29 {meta}/contrib-group/contrib/role: not read: “撰写初稿”; {unused}.",
        f"note 43 {meta}/contrib-group/aff/label: not read: “2”; numbers and marks are generated.",
        f"note 47 {meta}/pub-history/event/event-desc: not read: “预印本”; {unused}.",
        f"note 51 {meta}/permissions/copyright-holder: not read: “Ferry Review”; one in this language stands before it.",
        f"note 52 {meta}/permissions/ali:free_to_read: not read: “ali:free_to_read”; {unused}.",
        f"note 53 {meta}/permissions/license: not read: “https://creativecommons.org/licenses/by/4.0/ Free.”; "
        "one in this language stands before it.",
        f"note 62 {meta}/kwd-group: not read: “Ships”; only the one without a type is used.",
        f"note 64 {meta}/funding-group/award-group/funding-source/institution-wrap/institution-id: "
        f"not read: “10.13039/100”; {unused}.",
        f"note 64 {meta}/funding-group/award-group/principal-investigator: not read: “欧阳 静之”; {unused}.",
        f"note 66 {meta}/funding-group/open-access: not read: “开放”; {unused}.",
        f"note 68 {meta}/counts: not read: “counts”; counts are computed.",
        f"note 4 processing-meta: not read: “tagset-family=jats”; {unused}.",
    ]
    assert read.media_names(data("publishing-1.4")) == ("data.csv", "f/1.png", "g.svg")


def test_sub_articles_of_every_type_inside_one_another() -> None:
    facts, findings = article("sub-articles")
    translator = person("translator", Name("Low", "Ann", Style.WESTERN, EN), affiliations=("en-aff",))
    assert facts == Article(
        id=ArticleId("x"),
        language=ZH,
        kind="research-article",
        titles=by(
            zh=Title(Node("article-title", (), ("桥",))),
            en=Title(Node("article-title", (), ("Bridge",))),
            de=Title(Node("article-title", (), ("Brücke",))),
        ),
        path="a.xml",
        digest="digest",
        contributors=(person("author", Name("郝", "明渡", Style.EASTERN, ZH)),),
        affiliations=(Affiliation("en-aff", by(en="Ferry College")),),
        abstracts=by(zh=Node("abstract", (), (p("论桥。"),)), en=Node("abstract", (), (p("On bridges."),))),
        keywords=by(en=("bridge",)),
        funding=by(en=Node("funding-statement", (), ("No money.",))),
        author_notes=by(en=(Node("fn", (), (p("Translated with leave."),)),)),
        texts=(FullText(ZH), FullText(EN, "en", (translator,)), FullText(FR, "fr")),
        references=(Node("mixed-citation", (), ("桥记",)),),
    )
    assert findings == [
        "note 29 sub-article/sub-article: not read: “article-type=reviewer-report id=en-report: Good.”; "
        "kept with the full text, but not printed.",
        "note 32 sub-article: not read: “article-type=translation id=again xml:lang=en: Bridge, agai…”; "
        "one in this language stands before it.",
        "note 33 sub-article: not read: “article-type=reviewer-report id=report: Report Sound. Cited…”; "
        "kept with the full text, but not printed.",
        "note 38 response: not read: “response-type=reply id=reply: Thanks.”; kept with the full text, but not printed.",
        "note 15 sub-article/front-stub/article-id: not read: “10.5555/bridge.en”; no page and no export uses it.",
        "note 23 sub-article/front-stub/kwd-group: not read: “bridges”; one in this language stands before it.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "back", "fragments"),
    [
        (ZH, "桥。", ["桥记"], ["again", "report", "reply"]),
        (EN, "Bridge.", ["Record of Bridges"], ["en-report"]),
        (FR, "Pont.", [], []),
    ],
)
def test_each_full_text_has_what_belongs_to_it(
    language: Language, text: str, back: list[str], fragments: list[str]
) -> None:
    body, findings = read.body(data("sub-articles"), language, "a.xml")
    assert body.body == Node("body", (), (p(text),))
    assert [node.text() for node in body.back] == back
    assert [node.get("id") for node in body.fragments] == fragments
    assert findings == ()


def test_a_report_is_kept_whole() -> None:
    body, _ = read.body(data("sub-articles"), EN, "a.xml")
    report = Node(
        "sub-article",
        (("article-type", "reviewer-report"), ("id", "en-report")),
        (Node("front-stub"), Node("body", (), (p("Good."),))),
    )
    assert body == Body(EN, Node("body", (), (p("Bridge."),)), body.back, (report,))


def test_a_language_without_a_full_text_has_no_body() -> None:
    for language in (DE, BO):
        with pytest.raises(KeyError):
            read.body(data("sub-articles"), language, "a.xml")


def test_a_file_is_parsed_once_if_the_caller_likes() -> None:
    root = read.root(data("sub-articles"), "a.xml")
    assert read.article(root, ArticleId("x"), "a.xml") == read.article(data("sub-articles"), ArticleId("x"), "a.xml")
    assert read.body(root, EN, "a.xml") == read.body(data("sub-articles"), EN, "a.xml")
    assert read.ids(root)[:4] == (("en", 13), ("en-aff", 19), ("fr", 28), ("en-report", 29))
    assert read.links(root) == (("en-aff", "xref", 18),)
