"""What holds for all rules together: order, waivers, lines, that nothing is raised, and how long it takes."""

import dataclasses
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from journal import lint
from journal.errors import Level
from journal.ids import ArticleId
from journal.jats import read
from journal.lint.source import Source
from journal.model import Article

STOCK = Path(__file__).parents[2] / "cases/lint/stock/issues/2031-1/stone-well/article.xml"

Subject = tuple[lint.Context, lint.Home]
Build = Callable[..., Subject]


def test_findings_come_in_the_order_of_file_line_and_rule(subject: Build) -> None:
    context, _ = subject(
        article=[["公井归各户共有", "TODO\u200b公井,归各户共有"], [' corresp="yes"', ""], ["<kwd>轮水</kwd>", ""]]
    )
    assert [(finding.place.line, finding.rule) for finding in lint.check(context)] == [
        (20, "corresponding-author"),
        (43, "keywords-count"),
        (44, "keywords-differ"),
        (50, "control-character"),
        (50, "placeholder-text"),
        (50, "punctuation-width"),
    ]


@pytest.mark.parametrize(
    ("article", "reason"),
    [("stone-well", "two hands"), ("", "two hands"), ("another", "")],
    ids=["for the article", "for the issue", "for another article"],
)
def test_a_waiver_gives_its_reason_to_the_finding(subject: Build, article: str, reason: str) -> None:
    context, _ = subject(article=[[' corresp="yes"', ""], ["<kwd>轮水</kwd>", ""]])
    assert context.issue
    issue = dataclasses.replace(context.issue, waivers=(("corresponding-author", article, "two hands"),))
    found = lint.check(dataclasses.replace(context, issue=issue))
    assert [(finding.rule, finding.waived) for finding in found] == [
        ("corresponding-author", reason),
        ("keywords-count", ""),
        ("keywords-differ", ""),
    ]


def test_a_forthcoming_article_has_no_issue(subject: Build) -> None:
    context, _ = subject()
    assert lint.check(dataclasses.replace(context, issue=None)) == ()


def test_facts_alone_are_enough_for_what_facts_tell(subject: Build) -> None:
    context, _ = subject(
        article=[['<trans-title-group xml:lang="en">', '<trans-title-group xml:lang="fr">'], ["<kwd>轮水</kwd>", ""]]
    )
    found = lint.check(dataclasses.replace(context, source=Source()))
    assert [(finding.rule, str(finding.place)) for finding in found] == [
        (rule, context.article.path) for rule in ("keywords-count", "keywords-differ", "title-missing")
    ]


def test_a_third_language_is_asked_for_where_the_journal_has_its_edition(subject: Build) -> None:
    context, _ = subject()
    chinese, english = context.journal.editions
    tibetan = dataclasses.replace(english, language=type(english.language)("bo"))
    journal = dataclasses.replace(context.journal, editions=(chinese, english, tibetan))
    assert [
        (finding.rule, finding.message.zh) for finding in lint.check(dataclasses.replace(context, journal=journal))
    ] == [
        ("title-missing", "缺少藏文题名。"),
        ("affiliation-language", "作者单位“石塘大学，中国”缺少藏文写法。"),
        ("abstract-missing", "缺少藏文摘要。"),
        ("keywords-missing", "缺少藏文关键词。"),
    ]


def test_text_knows_its_line_after_elements_that_span_lines() -> None:
    source = Source.of(
        b'<article>\n<body><p>one\n<italic>two\nthree</italic> four\n<xref\n rid="a"/>five</p>\n<p>six</p></body></article>',
        "x",
    )
    words = re.compile("one|two|three|four|five|six")
    assert [(hit.text, hit.line, hit.spot.tag) for hit in source.find(words)] == [
        ("one", 2, "p"),
        ("two", 3, "italic"),
        ("three", 4, "italic"),
        ("four", 4, "p"),
        ("five", 6, "p"),
        ("six", 7, "p"),
    ]


def test_text_is_broken_between_blocks_and_goes_on_through_inline_elements() -> None:
    source = Source.of("<article><body><p>井<bold>约</bold>。</p><p>次</p></body></article>".encode(), "x")
    assert source.text.split() == ["井约。", "次"]


@pytest.mark.parametrize("seed", range(60))
def test_no_rule_raises_whatever_the_file_lacks(subject: Build, seed: int) -> None:
    chance = random.Random(seed)
    context, _ = subject()
    root = read.root(STOCK.read_bytes(), "x")
    for _ in range(chance.randrange(1, 40)):
        mutilate(root, chance)
    article, _ = read.article(etree.tostring(root), ArticleId("stone-well"), "x")
    source = Source.of(etree.tostring(root), "x")
    lint.check(dataclasses.replace(context, article=article, source=source, files={}))


def mutilate(root: etree._Element, chance: random.Random) -> None:
    """Take away an element, an attribute or a text, or put one element into another."""
    element = chance.choice(list(root.iter("*"))[1:] or [root])
    match chance.randrange(4):
        case 0 if element is not root:
            element.getparent().remove(element)
        case 1 if element.keys():
            del element.attrib[chance.choice(element.keys())]
        case 2:
            element.text = ""
        case 3 if element is not root:
            chance.choice([each for each in root.iter("*") if element not in (each, *each.iterancestors())]).append(
                element
            )


@pytest.mark.parametrize(
    "data",
    [
        b"<article/>",
        b'<article xml:lang="zz"><body/></article>',
        b"<article><sub-article article-type='translation'/></article>",
    ],
)
def test_next_to_nothing_is_linted_too(subject: Build, data: bytes) -> None:
    context, _ = subject()
    article, _ = read.article(data, ArticleId("stone-well"), "x")
    found = lint.check(dataclasses.replace(context, article=article, source=Source.of(data, "x")))
    assert Level.ERROR in {finding.level for finding in found}


def test_a_long_article_is_checked_in_no_time(subject: Build) -> None:
    text = STOCK.read_text("utf-8")
    section = text[text.index('    <sec id="s2">') : text.index("  </body>")].replace(
        "出工多者在先", "出工多者在先，" * 40
    )
    data = text.replace(
        "  </body>", "".join(section.replace("s2", f"s2-{n}") for n in range(190)) + "  </body>", 1
    ).encode()
    assert len(data) > 200_000
    context, _ = subject()
    article, _ = read.article(data, ArticleId("stone-well"), "x")
    assert min(seconds(context, article, data) for _ in range(5)) < 0.15


def seconds(context: lint.Context, article: Article, data: bytes) -> float:
    """The CPU that a check takes, the reading of the source included."""
    start = time.process_time()
    lint.check(dataclasses.replace(context, article=article, source=Source.of(data, "x")))
    return time.process_time() - start
