"""The JATS that the world reads: complete, valid by the authority's DTD, and as good as JATS4R asks."""

import dataclasses
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from journal.errors import BadFile
from journal.folder import snapshot
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.jats.validate import validate
from journal.model import (
    Article,
    ByLanguage,
    Issue,
    Licence,
    Lock,
    LockedArticle,
    Permissions,
    Placement,
    Rendition,
    Snapshot,
)
from journal.outputs import jats, per_article
from tests.journal.authorities import jats_samples, schemas

ROOT = Path(__file__).parents[3]
HOMES = {home: snapshot.read(home, os.environ, with_house=False).snapshot for home in (ROOT, ROOT / "tests" / "home")}
EVERY = [(home, article) for home, facts in HOMES.items() for article in facts.articles]
FERRY = HOMES[ROOT / "tests" / "home"]
BRIDGE = FERRY.article(ArticleId("hao-bridge"))
MARSH = FERRY.article(ArticleId("marsh-ferry"))
ZH, EN = Language("zh"), Language("en")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMES = {
    "ali": "http://www.niso.org/schemas/ali/1.0/",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


def sources(home: Path, article: Article) -> dict[str, bytes]:
    folder = (home / article.path).parent
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def placed(facts: Snapshot, article: Article, pages: bool = True) -> Rendition:
    """The article in its issue, every edition's articles 13 pages long; without an issue if none names it."""
    for issue in facts.issues:
        found = [
            (edition.language, Placement(issue.id, edition.language, slot.column, n, *_pages(edition.start, n, pages)))
            for edition in issue.editions
            for n, slot in enumerate(edition.slots, start=1)
            if slot.article == article.id
        ]
        if found:
            return Rendition(facts.journal, facts.house, article, None, issue, ByLanguage(tuple(found)))
    return Rendition(facts.journal, facts.house, article)


def _pages(start: int, order: int, known: bool) -> tuple[int | None, int | None]:
    first = start + 13 * (order - 1)
    return (first, first + 12) if known else (None, None)


def made(home: Path, rendition: Rendition) -> bytes:
    return jats.make(rendition, sources(home, rendition.article))[f"{rendition.article.id}.xml"]


def ferry(rendition: Rendition) -> etree._Element:
    return etree.fromstring(made(ROOT / "tests" / "home", rendition))


def texts(root: etree._Element, path: str) -> list[str]:
    return [
        found if isinstance(found, str) else "".join(found.itertext()) for found in root.xpath(path, namespaces=NAMES)
    ]


# ---------------------------------------------------------------- valid


@pytest.mark.parametrize("pages", [True, False], ids=["placed", "unplaced"])
@pytest.mark.parametrize(("home", "article"), EVERY, ids=[article.id for _, article in EVERY])
def test_every_article_is_valid_by_the_authority_s_dtd(home: Path, article: Article, pages: bool) -> None:
    facts = HOMES[home]
    rendition = placed(facts, article) if pages else Rendition(facts.journal, facts.house, article)
    assert validate(made(home, rendition), f"{article.id}.xml", schemas()) == ()


def test_what_others_wrote_becomes_valid_too() -> None:
    for sample in jats_samples():
        data = sample.read_bytes()
        article, _ = read.article(data, ArticleId("sample"), sample.name)
        rendition = dataclasses.replace(placed(FERRY, BRIDGE), article=article)
        files = {"article.xml": data, **{media.name: b"" for media in article.media}}
        if "joss" in sample.name:  # it points to a reference that it does not have; nobody but its author can mend that
            with pytest.raises(BadFile) as caught:
                jats.make(rendition, files)
            assert caught.value.place.line == 581
            continue
        stamped = jats.make(rendition, files)["sample.xml"]
        assert [f for f in validate(stamped, sample.name, schemas()) if f.level == "error"] == [], sample.name


def test_the_same_facts_give_the_same_bytes() -> None:
    assert made(ROOT / "tests" / "home", placed(FERRY, BRIDGE)) == made(ROOT / "tests" / "home", placed(FERRY, BRIDGE))


@pytest.mark.parametrize("article", [BRIDGE, MARSH], ids=["hao-bridge", "marsh-ferry"])
def test_golden(article: Article, expected: Callable[[str, bytes], None]) -> None:
    expected(f"{article.id}.xml", made(ROOT / "tests" / "home", placed(FERRY, article)))


# ---------------------------------------------------------------- good practice

# What JATS4R calls an error, as paths to what must not be there, in words of our own.
BAD_PRACTICE = {
    "no permissions": "//article-meta[not(permissions)]",
    "a copyright without its year or holder": "//permissions[copyright-statement][not(copyright-year) or not(copyright-holder)]",
    "a licence without its address": "//license[not(ali:license_ref) or not(normalize-space(ali:license_ref))]",
    "two addresses of one licence": "//license[@xlink:href != ali:license_ref]",
    "a picture without words": "//graphic[not(alt-text)]",
    "a table without heads": "//table[not(.//th)]",
    "a section without a title": "//sec[not(title)]",
    "a link without words": "//*[self::ext-link or self::uri or self::self-uri]"
    "[not(@xlink:title)][not(normalize-space()) or . = @xlink:href or starts-with(normalize-space(), 'http')]",
    "a citation of no type": "//mixed-citation[not(@publication-type)] | //element-citation[not(@publication-type)]",
    "an award of several or no funders": "//award-group[count(funding-source) != 1]",
    "a funder without its wrapper": "//funding-source[count(institution-wrap) != 1]",
    "a CRediT role without its terms": "//role[@vocab='credit'][not(@vocab-identifier='https://credit.niso.org/') "
    "or not(@vocab-term) or not(@vocab-term-identifier)]",
    "an identifier of no type": "//contrib-id[not(@contrib-id-type)] | //institution-id[not(@institution-id-type)]",
    "a data statement outside the back": "//sec[@sec-type='data-availability'][not(parent::back)]",
    "a version that programs cannot read": "//version[not(@designator)]",
    "formulas outside formulas": "//mml:math[not(ancestor::disp-formula or ancestor::inline-formula)]",
    "a heading in the article's own language that says so": "//subj-group[@xml:lang = /article/@xml:lang][ancestor::front]",
    "an affiliation that nobody refers to": "//article-meta[count(.//contrib) > 1]//aff-alternatives[not(@id = //xref/@rid)]",
}


@pytest.mark.parametrize(("home", "article"), EVERY, ids=[article.id for _, article in EVERY])
def test_every_article_is_as_jats4r_asks(home: Path, article: Article) -> None:
    root = etree.fromstring(made(home, placed(HOMES[home], article)))
    assert {why for why, path in BAD_PRACTICE.items() if root.xpath(path, namespaces=NAMES)} == set()


# ---------------------------------------------------------------- kept


def words_of(root: etree._Element) -> list[str]:
    """The words of the full texts, without numbers and marks."""
    for mark in root.xpath("//body//label | //back//label | //xref | //tex-math | //mml:math", namespaces=NAMES):
        mark.text = None
        del mark[:]
    kept = root.xpath("//*[self::body or self::back]//*[self::p or self::title or self::td or self::mixed-citation]")
    return sorted("".join(element.itertext()) for element in kept)


@pytest.mark.parametrize(("home", "article"), EVERY, ids=[article.id for _, article in EVERY])
def test_no_word_of_the_text_changes(home: Path, article: Article) -> None:
    before = etree.fromstring((home / article.path).read_bytes())
    after = etree.fromstring(made(home, placed(HOMES[home], article)))
    assert words_of(after) == words_of(before)


def test_comments_and_instructions_stay_at_home() -> None:
    home = ROOT / "tests" / "home"
    files = sources(home, BRIDGE)
    told = files["article.xml"].replace(b"<body>", b"<!-- to the editor --><body><?note x?>")
    told = told.replace("过桥者".encode(), "过桥者<!-- ? -->".encode()).replace(
        b"<article ", b"<!-- first --><article "
    )
    plain = jats.make(placed(FERRY, BRIDGE), files)["hao-bridge.xml"]
    assert jats.make(placed(FERRY, BRIDGE), {**files, "article.xml": told})["hao-bridge.xml"] == plain


# ---------------------------------------------------------------- the place


def test_the_journal_is_the_edition_s() -> None:
    root = ferry(placed(FERRY, MARSH))
    assert texts(root, "//journal-meta/journal-id/text()") == ["ferry-review"]
    assert texts(root, "//journal-title") == ["Ferry Review"]
    assert texts(root, "//journal-title-group/trans-title-group[@xml:lang='zh']/trans-title") == ["渡口评论"]
    assert texts(root, "//journal-meta/issn[@publication-format='print']") == ["0000-0019"]
    assert texts(root, "//publisher/*") == ["Ferry Society", "Yunqi", "渡口学会", "云栖"]


def test_placed_in_both_editions() -> None:
    root = ferry(placed(FERRY, BRIDGE))
    meta, stub = root.find("front/article-meta"), root.find("sub-article/front-stub")
    assert meta is not None
    assert stub is not None
    assert texts(meta, "volume | issue | fpage | lpage | page-range") == ["2", "1", "1", "13", "1-13"]
    assert texts(stub, "volume | issue | fpage | lpage | page-range") == ["2", "1", "1", "13", "1-13"]
    assert texts(meta, "article-id[@custom-type='article-number']") == ["0000-0000(2031)01-0001-13"]
    assert texts(stub, "article-id[@custom-type='article-number']") == ["0000-0019(2031)01-0001-13"]
    assert texts(meta, "article-categories/subj-group[@subj-group-type='heading']/subject") == ["论文", "Articles"]
    assert texts(stub, "article-categories/subj-group[@subj-group-type='heading']/subject") == ["Articles"]
    assert texts(stub, "title-group/article-title") == ["Bridge and Ferry"]
    assert texts(stub, "contrib-group/contrib/@contrib-type") == ["author", "translator"]
    assert texts(stub, "contrib-group/contrib[1]/name/surname") == ["Hao"]
    assert texts(stub, "kwd-group/kwd") == ["bridge", "ferry", "passage"]
    assert texts(stub, "permissions/copyright-statement") == ["© 2031 The Author(s)"]
    assert texts(stub, "self-uri/@xlink:href") == [
        "https://example.org/ferry-review/articles/hao-bridge/en.html",
        "https://example.org/ferry-review/articles/hao-bridge/hao-bridge.en.pdf",
    ]


def test_not_yet_placed() -> None:
    root = ferry(Rendition(FERRY.journal, FERRY.house, BRIDGE))
    assert root.xpath("//article-meta/pub-date-not-available")
    assert not root.xpath("//volume | //issue[not(ancestor::mixed-citation)] | //article-meta/fpage | //page-count")
    assert not root.xpath("//article-id[@custom-type]")
    # Without a year there is no copyright line that could be right.
    assert texts(root, "//article-meta/permissions/copyright-statement") == []
    assert root.xpath("//article-meta/permissions/license")


def test_pages_that_are_not_known_are_left_out() -> None:
    root = ferry(placed(FERRY, BRIDGE, pages=False))
    assert texts(root, "//article-meta/volume | //article-meta/issue") == ["2", "1"]
    assert not root.xpath("//article-meta/fpage | //front-stub/fpage | //page-count | //article-id[@custom-type]")


def issue_of(rendition: Rendition) -> Issue:
    assert rendition.issue is not None
    return rendition.issue


def test_print_and_online_apart() -> None:
    rendition = placed(FERRY, BRIDGE)
    entry = LockedArticle(BRIDGE.id, "", BRIDGE.doi, published=dt.date(2031, 1, 15), online=dt.date(2030, 12, 1))
    lock = Lock(dt.datetime(2031, 1, 15, tzinfo=dt.UTC), "", (entry,))
    published = dataclasses.replace(rendition, issue=dataclasses.replace(issue_of(rendition), lock=lock))
    root = ferry(published)
    assert [(date.get("publication-format"), date.get("iso-8601-date")) for date in root.iter("pub-date")] == [
        ("print", "2031-01-15"),
        ("electronic", "2030-12-01"),
    ]
    assert texts(root, "//pub-date[2]/*") == ["1", "12", "2030"]


def test_a_volume_only_where_the_issue_has_one() -> None:
    rendition = placed(FERRY, BRIDGE)
    without = dataclasses.replace(rendition, issue=dataclasses.replace(issue_of(rendition), volume=None))
    assert not ferry(without).xpath("//volume[parent::article-meta or parent::front-stub]")


def test_a_combined_issue_has_no_article_number() -> None:
    rendition = placed(FERRY, BRIDGE)
    combined = dataclasses.replace(rendition, issue=dataclasses.replace(issue_of(rendition), number="1-2"))
    root = ferry(combined)
    assert texts(root, "//article-meta/issue") == ["1-2"]
    assert not root.xpath("//article-id[@custom-type]")


def test_a_special_issue_s_title() -> None:
    rendition = placed(FERRY, BRIDGE)
    titles = ByLanguage(((ZH, "渡口专号"), (EN, "On Ferries")))
    special = dataclasses.replace(rendition, issue=dataclasses.replace(issue_of(rendition), titles=titles, serial=5))
    root = ferry(special)
    assert texts(root, "//article-meta/issue-title") == ["渡口专号", "On Ferries"]
    assert texts(root, "//front-stub/issue-title") == ["On Ferries"]
    assert texts(root, "//custom-meta[meta-name='whole-number']/meta-value") == ["5"]


def test_an_original_without_an_edition_stands_where_it_is_placed() -> None:
    french = dataclasses.replace(MARSH, language=Language("fr"), texts=())
    rendition = dataclasses.replace(placed(FERRY, MARSH), article=french)
    root = ferry(rendition)
    assert texts(root, "//journal-title") == ["Ferry Review"]
    assert texts(root, "//article-meta/fpage") == ["14"]


# ---------------------------------------------------------------- rights


def test_the_journal_s_rights_in_every_language() -> None:
    licence = Licence("https://creativecommons.org/licenses/by/4.0/", ByLanguage(((ZH, "署名"), (EN, "Attribution"))))
    journal = dataclasses.replace(FERRY.journal, licence=licence)
    root = ferry(dataclasses.replace(placed(FERRY, BRIDGE), journal=journal))
    assert texts(root, "//article-meta/permissions/copyright-holder") == ["作者", "The Author(s)"]
    assert texts(root, "//article-meta/permissions/license/license-p") == ["署名", "Attribution"]
    assert texts(root, "//article-meta/permissions/license/@xml:lang") == ["zh", "en"]
    assert set(texts(root, "//ali:license_ref")) == {licence.url}
    assert root.xpath("//article-meta/permissions/ali:free_to_read", namespaces=NAMES)


def test_a_licence_that_is_not_open_is_not_called_free() -> None:
    journal = dataclasses.replace(FERRY.journal, licence=Licence("https://example.org/rights"))
    root = ferry(dataclasses.replace(placed(FERRY, BRIDGE), journal=journal))
    assert not root.xpath("//ali:free_to_read", namespaces=NAMES)


def test_an_article_s_own_rights_stand() -> None:
    files = sources(ROOT / "tests" / "home", BRIDGE)
    own = b"<permissions><copyright-statement>\xc2\xa9 1999 Somebody</copyright-statement><copyright-year>1999</copyright-year><copyright-holder>Somebody</copyright-holder></permissions><abstract>"
    files["article.xml"] = files["article.xml"].replace(b"<abstract>", own, 1)
    article = dataclasses.replace(BRIDGE, permissions=Permissions(statement="© 1999 Somebody"))
    root = etree.fromstring(
        jats.make(dataclasses.replace(placed(FERRY, BRIDGE), article=article), files)["hao-bridge.xml"]
    )
    assert texts(root, "//permissions") == ["© 1999 Somebody1999Somebody"]


# ---------------------------------------------------------------- names, numbers, counts


def with_source(old: str, new: str) -> etree._Element:
    files = sources(ROOT / "tests" / "home", BRIDGE)
    text = files["article.xml"].decode()
    assert old in text
    files["article.xml"] = text.replace(old, new, 1).encode()
    return etree.fromstring(jats.make(placed(FERRY, BRIDGE), files)["hao-bridge.xml"])


WESTERN = '<name name-style="western" xml:lang="en"><surname>Hao</surname><given-names>Mingdu</given-names></name>'


def test_a_missing_latin_form_is_made() -> None:
    root = with_source(WESTERN, "")
    forms = root.xpath("//article-meta//contrib[@contrib-type='author']/name-alternatives/name")
    assert [(form.get("name-style"), form.get(LANG), *texts(form, "*")) for form in forms] == [
        ("eastern", "zh", "郝", "明渡"),
        ("western", "en", "Hao", "Mingdu"),
    ]


def test_the_author_s_own_spelling_wins() -> None:
    root = with_source("<surname>Hao</surname>", "<surname>Haw</surname>")
    assert texts(root, "//article-meta//contrib[@contrib-type='author']//name[2]/surname") == ["Haw"]
    assert texts(root, "//front-stub//contrib[@contrib-type='author']//surname") == ["Haw"]


def test_numbers_are_written() -> None:
    root = ferry(placed(FERRY, BRIDGE))
    assert texts(root, "/article/body/sec/label") == ["一、", "二、"]
    assert texts(root, "/article/back/fn-group/fn/label") == ["1"]
    assert [etree.tostring(call, with_tail=False) for call in root.iterfind("body//xref")] == [
        b'<xref xmlns:ali="http://www.niso.org/schemas/ali/1.0/" xmlns:mml="http://www.w3.org/1998/Math/MathML" '
        b'xmlns:xlink="http://www.w3.org/1999/xlink" ref-type="fn" rid="fn1"><sup>1</sup></xref>'
    ]


def test_what_a_note_says_of_another_is_no_call() -> None:
    root = with_source("<p>参见", '<p>同前注<xref ref-type="fn" rid="fn1"/>，参见')
    assert [(xref.text, len(xref)) for xref in root.iterfind("back//xref")] == [("1", 0)]


def test_a_range_of_citations_reads_as_one_and_keeps_its_links() -> None:
    cited = "".join(f'<xref ref-type="bibr" rid="b{n}"/>' for n in range(1, 5))
    refs = "".join(
        f'<ref id="b{n}"><mixed-citation publication-type="book">{n}</mixed-citation></ref>' for n in range(1, 5)
    )
    files = sources(ROOT / "tests" / "home", BRIDGE)
    text = files["article.xml"].decode()
    text = text.replace("渡者先须相问。", f"渡者先须相问。{cited}").replace(
        "</fn-group>", f"</fn-group><ref-list>{refs}</ref-list>", 1
    )
    root = etree.fromstring(jats.make(placed(FERRY, BRIDGE), {**files, "article.xml": text.encode()})["hao-bridge.xml"])
    links = root.xpath("/article/body//xref[@ref-type='bibr']")
    assert "".join(link.text or "" for link in links) == "[1-4]"
    assert [link.get("alt") for link in links] == [None, "[2]", "[3]", None]
    assert texts(root, "/article/back/ref-list/ref/label") == ["[1]", "[2]", "[3]", "[4]"]


def test_counts_are_of_one_language() -> None:
    root = ferry(placed(FERRY, BRIDGE))
    counted = {count.tag: count.get("count") for count in root.iterfind("front/article-meta/counts/*")}
    # Two headings of one character; two sentences of 12 and 11, their punctuation apart, and no note mark.
    assert counted == {
        "fig-count": "0",
        "table-count": "0",
        "equation-count": "0",
        "ref-count": "0",
        "page-count": "13",
        "word-count": str(2 + len("桥定其所过桥者无须等候") + len("渡随其人渡者先须相问")),
    }
    english = {count.tag: count.get("count") for count in root.iterfind("sub-article/front-stub/counts/*")}
    assert english["word-count"] == str(4 + 12 + 13)


# ---------------------------------------------------------------- the package


def test_it_is_registered_and_brings_its_media() -> None:
    assert jats.OUTPUT in per_article()
    files = sources(ROOT / "tests" / "home", MARSH)
    article = MARSH
    out = jats.make(placed(FERRY, article), files)
    assert tuple(out) == jats.OUTPUT.paths(article) == ("marsh-ferry.xml", "figure-1.svg")
    assert out["figure-1.svg"] == files["figure-1.svg"]


def test_a_missing_file_is_named() -> None:
    files = sources(ROOT / "tests" / "home", MARSH)
    del files["figure-1.svg"]
    with pytest.raises(BadFile, match=r"figure-1\.svg"):
        jats.make(placed(FERRY, MARSH), files)


def test_a_file_without_metadata_is_named() -> None:
    data = b'<article xml:lang="zh"><body><p>x</p></body></article>'
    article = dataclasses.replace(BRIDGE, texts=BRIDGE.texts[:1])
    with pytest.raises(BadFile, match="article-meta"):
        jats.make(Rendition(FERRY.journal, FERRY.house, article), {"article.xml": data})
