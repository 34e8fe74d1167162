"""Cover, imprint and contents of an issue: in every language of the journal, with links to the articles."""

import dataclasses
import re

import pytest
import tinyhtml5
from lxml import etree

from journal.html.article import Page
from journal.html.issue import Bound, back_page, cover_sheet, front_pages, wrapped
from journal.ids import Language
from journal.model import ByLanguage, Node, Title
from tests.journal.shop import EN, ZH, Shop, bare


def bound(shop: Shop, language: Language, title: str = "") -> Bound:
    work = shop.work(language)
    articles = work.articles
    if title:
        titles = ByLanguage(tuple((tongue, Title(Node("article-title", (), (title,)))) for tongue in (ZH, EN)))
        articles = (dataclasses.replace(articles[0], titles=titles), *articles[1:])
    pages = {str(article.id): (100 + n, 100 + n) for n, article in enumerate(articles)}
    return Bound(work.journal, work.house, work.issue, language, articles, work.placements, pages)


def parsed(page: Page) -> object:
    return tinyhtml5.parse(page.html, namespace_html_elements=False)


def front(shop: Shop, language: Language, blank: bool = False, title: str = "") -> object:
    return parsed(front_pages(bound(shop, language, title), blank))


def drawn(page: Page, name: str) -> str:
    """The text of a drawing."""
    return bare(re.sub("<[^>]*>", "", page.drawings[f"issue/{name}.svg"].decode()))


def said(found: object) -> str:
    return bare("".join(found.itertext()))


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_contents_stand_in_both_languages(shop: Shop, language: Language) -> None:
    work = shop.work(language)
    parts = front(shop, language).findall(".//section[@class='contents']")
    assert [part.get("lang") for part in parts] == ([ZH, EN] if language == ZH else [EN, ZH])
    for part in parts:
        tongue = Language(part.get("lang"))
        entries = part.findall("p[@class='entry']")
        assert [entry.find("a").get("href") for entry in entries] == [f"#{article.id}" for article in work.articles]
        assert [said(entry.find("a")) for entry in entries] == [
            bare(article.titles[tongue].text()) + str(100 + n) for n, article in enumerate(work.articles)
        ]


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_columns_stand_once_each_and_in_order(shop: Shop, language: Language) -> None:
    work = shop.work(language)
    columns = list(dict.fromkeys(placement.column for placement in work.placements))
    for part in front(shop, language).findall(".//section[@class='contents']"):
        tongue = Language(part.get("lang"))
        assert ["".join(h.itertext()) for h in part.findall("h3")] == [
            work.journal.column(column).titles[tongue] for column in columns
        ]


@pytest.mark.parametrize("language", [ZH, EN])
def test_cover_and_imprint_say_what_the_journal_says(shop: Shop, language: Language) -> None:
    edition = shop.work(language).journal.edition(language)
    page = front_pages(bound(shop, language))
    cover, imprint = drawn(page, "cover"), said(parsed(page).find(".//section[@class='imprint']"))
    assert [text for text in (edition.title, edition.issn, "样刊·Specimen") if bare(text) not in cover] == []
    rows = [text for row in edition.imprint for text in row]
    assert [text for text in (*rows, edition.title, edition.issn, edition.cn) if bare(text) not in imprint] == []


def test_a_title_is_text(shop: Shop) -> None:
    evil = '<script>alert(1)</script>"><img src=x>'
    page = front_pages(bound(shop, ZH, evil))
    root = parsed(page)
    assert root.find(".//script") is None
    assert [each.get("src") for each in root.findall(".//img")] == ["asset:issue/cover.svg"]
    drawing = etree.fromstring(page.drawings["issue/cover.svg"])
    assert drawing.find(".//{*}script") is None
    assert said(root.find(".//p[@class='entry']/a")) == bare(evil) + "100"


def test_an_empty_page_when_it_is_asked_for(shop: Shop) -> None:
    assert [len(front(shop, ZH, blank).findall(".//div[@class='blank']")) for blank in (False, True)] == [0, 1]


def test_a_language_in_which_no_article_has_a_title_has_no_contents(shop: Shop) -> None:
    """Of three editions, the French one: an empty page would stand in the issues of the others."""
    journal = shop.journal(Language("fr"))
    page = front_pages(dataclasses.replace(bound(shop, ZH), journal=journal))
    parts = parsed(page).findall(".//section[@class='contents']")
    assert [part.get("lang") for part in parts] == [ZH, EN]


def test_the_contents_keep_emphasis(shop: Shop) -> None:
    (found,) = front(shop, EN).findall(".//section[@class='contents'][@lang='en']//a/em")
    assert found.text == "The Authentic Text: Translation and the Law of Human Rights"


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_cover_says_to_who_cannot_see_it_what_it_shows(shop: Shop, language: Language) -> None:
    (cover,) = front(shop, language).findall(".//img")
    edition = shop.work(language).journal.edition(language)
    assert bare(edition.title) in bare(cover.get("alt"))
    assert bare(shop.work(language).articles[0].titles[language].text()) in bare(cover.get("alt"))


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_back_cover_has_the_contents_in_the_other_language(shop: Shop, language: Language) -> None:
    (back,) = parsed(back_page(bound(shop, language))).findall(".//div[@lang]")
    other = EN if language == ZH else ZH
    assert back.get("lang") == other
    titles = [article.titles[other].text() for article in shop.work(language).articles if other in article.titles]
    assert [said(entry.find("a")) for entry in back.findall("p[@class='entry']")] == [
        bare(title) + str(100 + n) for n, title in enumerate(titles)
    ]


def test_a_spine_has_text_where_it_is_wide_enough(shop: Shop) -> None:
    texts = [drawn(cover_sheet(bound(shop, ZH), width, 3.0), "spine") for width in (4.9, 5.0)]
    assert texts == ["", "人权2026·5中国人权研究会"]


def test_a_house_has_covers_of_its_own(shop: Shop) -> None:
    held = bound(shop, ZH)
    own = {
        **dict(held.house.templates),
        "issue/cover.zh.svg": "<svg xmlns='http://www.w3.org/2000/svg'>{{ title }}</svg>",
    }
    house = dataclasses.replace(held.house, templates=tuple(sorted(own.items())))
    assert drawn(front_pages(dataclasses.replace(held, house=house)), "cover") == "人权"


@pytest.mark.parametrize(
    ("text", "measure", "lines"),
    [
        ("水有源，树有根", 4, ["水有源，", "树有根"]),
        ("水有源树，有根", 4, ["水有源", "树，有根"]),  # no line begins with a mark
        ("The Uses of Measure", 5, ["The Uses", "of Measure"]),
        ("论 proportionality 原则", 7, ["论", "proportionality", "原则"]),
        ("", 5, [""]),
    ],
)
def test_titles_on_a_cover_are_broken_into_lines(text: str, measure: float, lines: list[str]) -> None:
    assert wrapped(text, measure) == lines
