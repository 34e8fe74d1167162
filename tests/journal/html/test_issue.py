"""Cover, imprint and contents of an issue: in every language of the journal, with links to the articles."""

import dataclasses

import pytest
import tinyhtml5

from journal.html.issue import front_pages
from journal.ids import Language
from journal.model import ByLanguage, Node, Title
from tests.journal.shop import EN, ZH, Shop, bare


def front(shop: Shop, language: Language, blank: bool = False, title: str = "") -> object:
    work = shop.work(language)
    articles = work.articles
    if title:
        titles = ByLanguage(tuple((tongue, Title(Node("article-title", (), (title,)))) for tongue in (ZH, EN)))
        articles = (dataclasses.replace(articles[0], titles=titles), *articles[1:])
    pages = {str(article.id): (100 + n, 100 + n) for n, article in enumerate(articles)}
    html = front_pages(work.journal, work.house, work.issue, language, articles, work.placements, pages, blank=blank)
    return tinyhtml5.parse(html, namespace_html_elements=False)


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
    root = front(shop, language)
    cover, imprint = (said(root.find(f".//section[@class='{name}']")) for name in ("cover", "imprint"))
    assert [text for text in (edition.title, edition.issn, "样刊·Specimen") if bare(text) not in cover] == []
    rows = [text for row in edition.imprint for text in row]
    assert [text for text in (*rows, edition.title, edition.issn, edition.cn) if bare(text) not in imprint] == []


def test_a_title_is_text(shop: Shop) -> None:
    evil = '<script>alert(1)</script>"><img src=x>'
    root = front(shop, ZH, title=evil)
    assert [tag for tag in ("script", "img") if root.find(f".//{tag}") is not None] == []
    assert said(root.find(".//p[@class='entry']/a")) == bare(evil) + "100"


def test_an_empty_page_when_it_is_asked_for(shop: Shop) -> None:
    assert [len(front(shop, ZH, blank).findall(".//div[@class='blank']")) for blank in (False, True)] == [0, 1]


def test_a_language_in_which_no_article_has_a_title_has_no_contents(shop: Shop) -> None:
    """Of three editions, the French one: an empty page would stand in the issues of the others."""
    work = shop.work(ZH)
    journal = shop.journal(Language("fr"))
    pages = dict.fromkeys(map(str, (article.id for article in work.articles)), (1, 2))
    html = front_pages(journal, work.house, work.issue, ZH, work.articles, work.placements, pages)
    parts = tinyhtml5.parse(html, namespace_html_elements=False).findall(".//section[@class='contents']")
    assert [part.get("lang") for part in parts] == [ZH, EN]


def test_the_contents_keep_emphasis(shop: Shop) -> None:
    (found,) = front(shop, EN).findall(".//section[@class='contents'][@lang='en']//a/em")
    assert found.text == "The Authentic Text: Translation and the Law of Human Rights"
