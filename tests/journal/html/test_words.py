"""The words of pages: a table a language, which a house may extend, and English for what none gives."""

import dataclasses
import datetime as dt

import pytest

from journal.html.words import front_words, missing_words, page_words
from journal.model import House
from tests.journal.shop import Shop

DAY = dt.date(2026, 5, 7)


def extended(shop: Shop, table: str) -> House:
    house = shop.snapshot.house
    return dataclasses.replace(house, templates=(*house.templates, ("words/fr.toml", table)))


@pytest.mark.parametrize(
    ("language", "abstract", "contents", "short", "long"),
    [
        ("zh", "内容提要", "目　录", "2026-05-07", "2026年5月7日"),
        ("zh-Hant", "内容提要", "目　录", "2026-05-07", "2026年5月7日"),
        ("en", "Abstract", "Contents", "7 May 2026", "7 May 2026"),
        ("fr", "Abstract", "Contents", "7 May 2026", "7 May 2026"),
    ],
)
def test_words(shop: Shop, language: str, abstract: str, contents: str, short: str, long: str) -> None:
    house = shop.snapshot.house
    words = page_words(house, language)
    assert (words.abstract, front_words(house, language).contents) == (abstract, contents)
    assert (words.date(DAY), words.day(DAY)) == (short, long)


def test_the_programs_own_tables_are_whole(shop: Shop) -> None:
    assert [missing_words(shop.snapshot.house, language) for language in ("zh", "en")] == [(), ()]


def test_a_house_may_have_a_language_of_its_own(shop: Shop) -> None:
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    table = f'[page]\nabstract = "Résumé"\nmonths = "{months}"\n[labels]\nfigure = "Fig. {{}}"\n'
    house = extended(shop, table)
    words = page_words(house, "fr-CA")
    assert (words.abstract, words.keywords, words.day(DAY)) == ("Résumé", "Keywords", "7 mai 2026")
    missing = missing_words(house, "fr")
    assert [name for name in ("page.abstract", "labels.figure") if name in missing] == []
    assert [name for name in ("page.keywords", "front.contents", "labels.table") if name not in missing] == []
