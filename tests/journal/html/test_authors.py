"""The note on an author at the foot of the first page: once each, in the page's language, nothing tagged left out."""

import re

import pytest

from journal.html.article import article_page
from journal.ids import Language
from journal.outputs import pdf
from tests.journal.shop import EN, ZH, Shop

ORCID = '<contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>'
LI = '<name-alternatives><name name-style="eastern" xml:lang="zh"><surname>李</surname><given-names>水</given-names></name></name-alternatives>'
BIO = '<bio xml:lang="zh"><p>李水，教授。</p></bio><bio xml:lang="en"><p>Li Shui is a professor.</p></bio>'


def author(inside: str = "", attrs: str = "", name: str = LI) -> str:
    return f'<contrib contrib-type="author" {attrs}>{name}{inside}</contrib>'


def notes(shop: Shop, contribs: str, author_notes: str = "", language: Language = ZH) -> list[str]:
    """The notes with stars, mark and text."""
    front = f"<contrib-group>{contribs}</contrib-group><author-notes>{author_notes}</author-notes>"
    bench, work = shop.asked("<p>字</p>", language=language, front=front)
    html = article_page(pdf._rendition(work), pdf._body(bench, work), 1).html
    found = re.findall(r'<span class="fn star" data-mark="(.*?)" data-note=".*?">(.*?)</span></span>', html)
    return [f"{mark} {re.sub('<.*?>', '', text)}" for mark, text in found]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (ZH, ["* 李水，教授。（同等贡献；通信作者：li@example.org；ORCID：0000-0002-1825-0097）"]),
        (EN, ["* Li Shui is a professor. (equal contribution; corresponding author: li@example.org; ORCID: 0000-0002-1825-0097)"]),
    ],
)  # fmt: skip
def test_what_is_tagged_of_an_author(shop: Shop, language: Language, shown: list[str]) -> None:
    person = author(f"{ORCID}{BIO}<email>li@example.org</email>", 'corresp="yes" equal-contrib="yes"')
    assert notes(shop, person, language=language) == shown


def test_an_author_without_a_bio_is_named(shop: Shop) -> None:
    assert notes(shop, author(ORCID)) == ["* 李水（ORCID：0000-0002-1825-0097）"]
    assert notes(shop, author()) == []


def test_what_author_notes_say_is_said_once(shop: Shop) -> None:
    """A note on who corresponds, one on a share in the work, and one that belongs to nobody in particular."""
    first = author(f'{BIO}<email>li@example.org</email><xref ref-type="corresp" rid="c"/><xref ref-type="fn" rid="e"/>', 'equal-contrib="yes"')  # fmt: skip
    second = author('<xref ref-type="fn" rid="e"/>', 'equal-contrib="yes"')
    said = (
        '<corresp id="c"><label>*</label>通信作者：<email>li@example.org</email>。</corresp>'
        '<fn fn-type="equal" id="e"><label>†</label><p>两位作者贡献相同。</p></fn>'
        '<fn fn-type="conflict" id="x"><p>作者声明无利益冲突。</p></fn>'
    )
    assert notes(shop, first + second, said) == [
        "* 作者声明无利益冲突。",
        "** 李水，教授。通信作者：li@example.org。两位作者贡献相同。",
        "*** 李水（同等贡献）",
    ]


def test_who_corresponds_is_known_without_a_reference(shop: Shop) -> None:
    said = "<corresp>通信地址：临渊。</corresp>"
    assert notes(shop, author(BIO, 'corresp="yes"'), said) == ["* 李水，教授。通信地址：临渊。"]


def test_notes_in_another_language_are_not_those_of_the_page(shop: Shop) -> None:
    said = '<fn xml:lang="en"><p>The authors declare no conflict.</p></fn>'
    assert notes(shop, author(), said) == []
    assert notes(shop, author(), said, EN) == ["* The authors declare no conflict."]


def test_the_apostrophe_of_a_name_is_a_real_one(shop: Shop) -> None:
    name = "<name><surname>O'Brien</surname><given-names>Ann</given-names></name>"
    assert notes(shop, author(ORCID, name=name), language=EN) == ["* Ann O’Brien (ORCID: 0000-0002-1825-0097)"]
