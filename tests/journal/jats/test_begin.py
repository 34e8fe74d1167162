"""The first file of a paper says what its facts say, in the order that JATS demands."""

import dataclasses
import datetime as dt
from pathlib import Path

from journal import folder
from journal.ids import CLC, DOI, ORCID, ROR, ArticleId, DocumentCode, FundNumber, Language
from journal.jats import read
from journal.jats.begin import begin
from journal.jats.validate import validate
from journal.model import Affiliation, Article, Award, ByLanguage, Contributor, Node, Permissions, Title
from journal.names import Name, PersonName, Style
from tests.journal.authorities import schemas

ZH, EN = Language("zh"), Language("en")
JOURNAL = folder.journal(Path(__file__).parents[2] / "cases" / "lint" / "stock")


def words(tag: str, text: str) -> Node:
    return Node(tag, (), (text,))


def paragraph(tag: str, text: str, *attrs: tuple[str, str]) -> Node:
    return Node(tag, attrs, (words("p", text),))


FANG = Contributor(
    "author",
    PersonName((Name("方", "井生", Style.EASTERN, ZH), Name("Fang", "Jingsheng", Style.WESTERN, EN))),
    orcid=ORCID("0000-0002-1825-0097"),
    affiliations=("aff1",),
    corresponding=True,
    email="fang@example.org",
    bio=ByLanguage(((ZH, paragraph("bio", "石塘大学教授。", ("xml:lang", "zh"))),)),
)
AYNUR = Contributor(
    "author",
    PersonName((Name("", "阿依努尔·买买提", Style.GIVEN_ONLY, ZH),)),
    affiliations=("aff1", "aff2"),
    equal=True,
)
ARTICLE = Article(
    ArticleId("fang-well"),
    ZH,
    "research-article",
    ByLanguage(
        (
            (ZH, Title(words("article-title", "公井与水约"), words("subtitle", "以石塘为例"))),
            (EN, Title(words("trans-title", "The Common Well"))),
        )
    ),
    doi=DOI("10.5555/well.2031.1"),
    contributors=(FANG, AYNUR),
    affiliations=(
        Affiliation(
            "aff1",
            ByLanguage(((ZH, "石塘大学法学院"), (EN, "School of Law, Shitang University"))),
            ByLanguage(((ZH, "石塘大学法学院"), (EN, "School of Law, Shitang University"))),
            ror=ROR("https://ror.org/02mhbdp94"),
        ),
        Affiliation("aff2", ByLanguage(((ZH, "井渠研究所"),)), ByLanguage(((ZH, "井渠研究所"),))),
    ),
    history=(("received", dt.date(2031, 3, 1)), ("accepted", dt.date(2031, 6, 9))),
    abstracts=ByLanguage(
        (
            (ZH, paragraph("abstract", "公井归各户共有。")),
            (EN, paragraph("trans-abstract", "A well.", ("xml:lang", "en"))),
        )
    ),
    keywords=ByLanguage(((ZH, ("公井", "水约")), (EN, ("common well", "water")))),
    clc=(CLC("D912.6"),),
    document_code=DocumentCode("A"),
    awards=(Award(ByLanguage(((ZH, "石塘基金"),)), (FundNumber("ST-2030-1"),)),),
    permissions=Permissions("", "2031", "方井生", "https://example.org/licence", "https://example.org/licence"),
    references=(
        words("mixed-citation", "井明：《井考》，石塘书局 2017 年版。"),
        words("mixed-citation", "Well, J. Wells."),
    ),
)


def plain(article: Article) -> Article:
    """Without lines, path and digests."""
    return dataclasses.replace(article, path="", digest="")


def test_what_is_begun_reads_back_as_the_same_facts() -> None:
    found, findings = read.article(begin(JOURNAL, ARTICLE), ARTICLE.id, "article.xml")
    assert findings == ()
    assert plain(found) == ARTICLE


def test_the_least_there_can_be() -> None:
    least = Article(ArticleId("note"), EN, "other", ByLanguage(((EN, Title(words("article-title", "A & B < C"))),)))
    found, findings = read.article(begin(JOURNAL, least), least.id, "article.xml")
    assert (plain(found), findings) == (least, ())


def test_begun_twice_it_is_the_same_to_the_byte() -> None:
    assert begin(JOURNAL, ARTICLE) == begin(JOURNAL, ARTICLE)


def test_it_is_valid() -> None:
    assert validate(begin(JOURNAL, ARTICLE), "article.xml", schemas()) == ()
