"""Nothing is dropped in silence: every piece of text is in the facts or named in a finding."""

import dataclasses
import datetime as dt
import itertools
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from journal.errors import Finding
from journal.ids import DOI, ORCID, ROR, ArticleId, Language
from journal.jats import read
from journal.model import Article, Body, Node

ROOT = Path(__file__).parents[3]
OWN = sorted(file for folder in ("issues", "tests/home/issues") for file in (ROOT / folder).rglob("article.xml"))
SAMPLES = sorted(Path(os.environ.get("JOURNAL_SAMPLES", "/nowhere")).glob("jats/*.xml"))
FILES = OWN + SAMPLES


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, load_dtd=False, remove_comments=True, remove_pis=True)
    )


def words(value: object) -> Iterator[str]:
    """Everything that a fact says, as text."""
    if isinstance(value, (DOI, ORCID, ROR)):
        yield value.url  # in a file they may stand as addresses
    if isinstance(value, str):
        yield value
    elif isinstance(value, dt.date):
        yield from (f"{value.day}", f"{value.day:02}", f"{value.month}", f"{value.month:02}", f"{value.year}")
    elif isinstance(value, Node):
        yield value.text()
    elif isinstance(value, tuple):
        for each in value:
            yield from words(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from words(getattr(value, field.name))


def one_line(text: str) -> str:
    return " ".join(text.split())


def path(element: etree._Element) -> str:
    steps = [str(step.tag).rpartition("}")[2] for step in (element, *element.iterancestors())]
    return "/".join(reversed(steps[:-1]))


def pieces(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each text inside, with the element whose own text it is."""
    for each in element.iter():
        yield each, one_line(each.text or "")
        for child in each:
            yield each, one_line(child.tail or "")


def dropped(front: etree._Element, article: Article, findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """What is neither in the facts nor in a finding, or in one that had to shorten what the element holds."""
    facts = "\n".join(one_line(each) for each in words(article))
    shortened = {finding.place.what.replace("ali:", "") for finding in findings if "…" in finding.message.en}
    said = "\n".join(finding.message.en for finding in findings)
    return [
        (path(element), text)
        for element, text in pieces(front)
        if re.search(r"\w", text)
        and text not in facts
        and text not in said
        and not any(path(step) in shortened for step in (element, *element.iterancestors()))
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name if file.name == "article.xml" else file.name)
def test_front_matter_is_in_the_facts_or_in_a_finding(file: Path) -> None:
    data = file.read_bytes()
    article, findings = read.article(data, ArticleId("x"), file.name)
    root = parsed(data)
    fronts = [
        *root.findall("front/article-meta"),
        *root.iterfind(".//sub-article[@article-type='translation']/front-stub"),
    ]
    assert [dropped(front, article, findings) for front in fronts] == [[]] * len(fronts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name if file.name == "article.xml" else file.name)
def test_the_text_of_bodies_is_that_of_the_file(file: Path) -> None:
    data = file.read_bytes()
    article, _ = read.article(data, ArticleId("x"), file.name)
    root = parsed(data)
    for text in article.texts:
        body, _ = read.body(data, text.language, file.name)
        element = root if not text.element else root.find(f".//sub-article[@id='{text.element}']")
        assert (
            all_text(body.body),
            [all_text(node) for node in body.back],
            [all_text(node) for node in body.fragments],
        ) == (
            "".join(element.find("body").itertext()),
            [
                "".join(each.itertext())
                for back in (*element.findall("back/*"), *element.findall("floats-group"))
                for each in [back]
            ],
            ["".join(each.itertext()) for each in element if each.tag == "response" or is_report(each)],
        )


def all_text(node: Node | None) -> str:
    return node.text() if node else ""


def is_report(element: etree._Element) -> bool:
    return element.tag == "sub-article" and element.get("article-type") != "translation"


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.parent.name)
def test_our_own_files_are_read_without_a_finding(file: Path) -> None:
    data = file.read_bytes()
    article, findings = read.article(data, ArticleId("x"), file.name)
    assert findings == ()
    assert [read.body(data, language, file.name)[1] for language in article.full_text] == [()] * len(article.texts)


# ---------------------------------------------------------------- made files

NAMES = (
    "article-id article-categories subj-group subject compound-subject compound-subject-part title-group article-title "
    "subtitle trans-title-group trans-title trans-subtitle alt-title fn-group fn p contrib-group contrib contrib-id name "
    "surname given-names prefix suffix string-name name-alternatives collab collab-alternatives anonymous degrees role bio "
    "email xref aff aff-alternatives institution institution-wrap institution-id addr-line city state country postal-code "
    "label sup named-content on-behalf-of author-notes corresp history date string-date year month day season era "
    "pub-history event event-desc permissions copyright-statement copyright-year copyright-holder license license-p "
    "ext-link abstract trans-abstract kwd-group kwd compound-kwd compound-kwd-part nested-kwd unstructured-kwd-group title "
    "funding-group award-group funding-source award-id funding-statement principal-investigator related-article product "
    "volume counts custom-meta-group break italic unknown"
).split()
ATTRIBUTES = {
    "pub-id-type": ["doi", "pmid"],
    "subj-group-type": ["clc", "document-code", "heading"],
    "contrib-type": ["author", "editor"],
    "contrib-id-type": ["orcid", "isni"],
    "content-type": ["original", "normalized", "dept", "city", "https://credit.niso.org/x/"],
    "institution-id-type": ["ror", "isni"],
    "ref-type": ["aff", "fn", "corresp", "bibr"],
    "date-type": ["received"],
    "iso-8601-date": ["2026-03-02", "2026-02-31", "2026"],
    "kwd-group-type": ["author", "MESH"],
    "abstract-type": ["graphical"],
    "name-style": ["eastern", "western", "given-only"],
    "vocab": ["credit"],
    "vocab-term": ["Conceptualization"],
    "{http://www.w3.org/XML/1998/namespace}lang": ["en", "zh", "fr", "no language"],
    "{http://www.w3.org/1999/xlink}href": ["https://creativecommons.org/licenses/by/4.0/"],
}
# A tree whose names were drawn without regard to the DTD would hardly ever be read: most are put where they belong.
WHERE = {
    "article-meta": "article-id article-categories title-group contrib-group aff aff-alternatives author-notes history "
    "pub-history permissions abstract trans-abstract kwd-group unstructured-kwd-group funding-group related-article product",
    "article-categories": "subj-group",
    "subj-group": "subject compound-subject subj-group",
    "compound-subject": "compound-subject-part",
    "title-group": "article-title subtitle trans-title-group trans-title alt-title fn-group",
    "trans-title-group": "trans-title trans-subtitle",
    "contrib-group": "contrib aff aff-alternatives xref",
    "contrib": "contrib-id name string-name name-alternatives collab collab-alternatives anonymous degrees role bio email "
    "xref aff aff-alternatives on-behalf-of",
    "name": "surname given-names prefix suffix",
    "string-name": "surname given-names",
    "name-alternatives": "name string-name collab",
    "collab": "contrib-group institution aff named-content email",
    "collab-alternatives": "collab",
    "aff-alternatives": "aff",
    "aff": "label sup institution institution-wrap addr-line city country postal-code named-content xref",
    "institution-wrap": "institution institution-id",
    "addr-line": "city named-content",
    "author-notes": "fn corresp p label",
    "fn-group": "fn",
    "history": "date",
    "pub-history": "event",
    "event": "date event-desc",
    "date": "year month day season era string-date",
    "string-date": "year month day",
    "permissions": "copyright-statement copyright-year copyright-holder license",
    "license": "license-p",
    "license-p": "ext-link",
    "abstract": "title p",
    "kwd-group": "kwd compound-kwd nested-kwd unstructured-kwd-group kwd-group title",
    "compound-kwd": "compound-kwd-part",
    "nested-kwd": "kwd nested-kwd compound-kwd",
    "funding-group": "award-group funding-statement",
    "award-group": "funding-source award-id principal-investigator",
    "funding-source": "institution-wrap",
}


def made(seed: int) -> etree._Element:
    """An `article-meta` of elements where they belong and where they do not, each text in it unlike all others."""
    chance = random.Random(seed)
    count = itertools.count()

    def grow(parent: etree._Element, depth: int) -> None:
        usual = WHERE.get(str(parent.tag), "italic").split()
        for _ in range(chance.randint(0, 4 if depth else 8)):
            child = etree.SubElement(parent, chance.choice(usual if chance.random() < 0.9 else NAMES))
            for key in chance.sample(sorted(ATTRIBUTES), chance.randint(0, 3)):
                child.set(key, chance.choice(ATTRIBUTES[key]))
            child.text = chance.choice(["", "\n  ", f"t{next(count)}t", f"字{next(count)}字"])
            child.tail = chance.choice(["", "", "\n  ", ", ", f"t{next(count)}t"])
            if depth < 4:
                grow(child, depth + 1)

    meta = etree.Element("article-meta")
    grow(meta, 0)
    return meta


@pytest.mark.parametrize("seeds", [range(start, start + 250) for start in (0, 250)], ids=str)
def test_no_front_matter_that_can_be_made_loses_a_word(seeds: range) -> None:
    for seed in seeds:
        root = etree.Element("article", {"{http://www.w3.org/XML/1998/namespace}lang": "zh"})
        meta = made(seed)
        etree.SubElement(root, "front").append(meta)
        article, findings = read.article(etree.tostring(root, encoding="utf-8"), ArticleId("x"), "article.xml")
        assert (seed, dropped(meta, article, findings)) == (seed, [])


def test_the_measure_itself_finds_what_is_dropped() -> None:
    data = (ROOT / "tests/home/issues/2031-1/hao-bridge/article.xml").read_bytes()
    article, _ = read.article(data, ArticleId("x"), "article.xml")
    poorer = dataclasses.replace(article, contributors=())
    meta = parsed(data).find("front/article-meta")
    assert [text for _, text in dropped(meta, poorer, ())][:4] == ["郝", "明渡", "Hao", "Mingdu"]
    assert dropped(meta, article, ()) == []


def test_a_body_is_a_fact_with_the_names_of_jats() -> None:
    data = b"""<x:article xmlns:x="urn:jats" xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:l="http://www.w3.org/1999/xlink"
    xmlns:u="urn:other" xml:lang="en"><x:body><x:p>a<!-- b -->c<m:math><m:mi>x</m:mi></m:math><x:graphic l:href="f.png"
    xml:lang="zh" u:a="1"/><u:v/></x:p></x:body></x:article>"""
    body, findings = read.body(data, Language("en"), "article.xml")
    math = Node("mml:math", (), (Node("mml:mi", (), ("x",)),))
    graphic = Node("graphic", (("xlink:href", "f.png"), ("xml:lang", "zh"), ("{urn:other}a", "1")))
    assert body == Body(Language("en"), Node("body", (), (Node("p", (), ("ac", math, graphic, Node("{urn:other}v"))),)))
    assert [finding.message.en for finding in findings] == [
        "not read: comments and instructions (1); they are no part of the text."
    ]
