"""Files are judged by their authority's schema, with lines and remedies, and what cannot be judged is never called right."""

import re
from pathlib import Path

import pytest

from journal.errors import Finding, Level, Misused, Refused
from journal.jats.validate import validate, validate_file
from tests.journal.authorities import jats_samples, schemas

ROOT = Path(__file__).parents[3]
SOURCES = sorted(file for folder in ("issues", "tests/home/issues") for file in (ROOT / folder).rglob("article.xml"))
ARTICLE = (ROOT / "tests/home/issues/2031-1/hao-bridge/article.xml").read_text("utf-8")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing that this computer may have fetched."""
    monkeypatch.setenv("JOURNAL_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No schema at hand."""
    monkeypatch.delenv("JOURNAL_SCHEMAS", raising=False)


def changed(old: str, new: str, text: str = ARTICLE) -> tuple[bytes, int]:
    """The article with one thing changed, and the line on which it stands."""
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1).encode(), text[: text.index(old)].count("\n") + 1


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, int, str]]:
    return [(f.rule, f.level.value, f.place.line, f.place.what) for f in findings]


def only(findings: tuple[Finding, ...], level: Level = Level.ERROR) -> Finding:
    (found,) = [finding for finding in findings if finding.level is level]
    return found


# ---------------------------------------------------------------- right


@pytest.mark.parametrize("file", SOURCES, ids=[file.parent.name for file in SOURCES])
def test_every_source_is_valid(file: Path) -> None:
    assert validate(file.read_bytes(), file.name, schemas()) == ()


def test_the_samples_are_what_their_notice_says() -> None:
    for file in jats_samples():
        findings = validate_file(file.read_bytes(), file.name, schemas(), None)
        errors = [(f.rule, f.place.line, f.place.what) for f in findings if f.level is Level.ERROR]
        dangling = [("xref-dangling", 581, "<xref>"), ("xref-dangling", 583, "<xref>")]
        assert errors == (dangling if file.stem == "joss-inara-paper" else []), file.name


def test_an_older_version_is_judged_by_the_nearest_schema_and_says_so() -> None:
    old = ARTICLE.replace("v1.3 20210610", "v1.1 20151215").replace('dtd-version="1.3"', 'dtd-version="1.1"')
    note = only(validate(old.encode(), "a.xml", schemas()), Level.NOTE)
    assert (
        note.message.en
        == "JATS Journal Publishing 1.1: checked by the nearest schema at hand, JATS Journal Publishing 1.3 DTD."
    )
    assert note.message.zh.startswith("JATS Journal Publishing 1.1：以手边最接近的")


# ---------------------------------------------------------------- wrong

FAULTS = [
    ("<title-group>", "<title-group><foo/>", "foo", "there is no element <foo>."),
    ("<history>", "<volume>3</volume><history>", None, ""),
    (
        "</history>",
        "</history><volume>3</volume>",
        "volume",
        "<volume> may not stand here in <article-meta> after <history>; expected here: <pub-history>, <permissions>,",
    ),
    ("<abstract><p>", "<abstract>text<p>", "abstract", "<abstract> may hold elements only, and there is text in it."),
    (
        "<kwd>桥</kwd>",
        "<kwd><table-wrap/>桥</kwd>",
        "table-wrap",
        "<table-wrap> may not stand here in <kwd>; expected here: ",
    ),
    (
        'corresp="yes"',
        'corresp="maybe"',
        "contrib",
        "“maybe” is not a value that the attribute “corresp” of <contrib> can have; allowed: no, yes.",
    ),
    ('<sec id="sec1">', '<sec id="sec1" mood="calm">', "sec", "<sec> has no attribute “mood”."),
    ("<p>渡随其人", "<p><ext-link>渡</ext-link>随其人", None, ""),
    (
        "<year>2030</year>",
        "<year>20<sup>30</sup></year>",
        "year",
        "<year> may hold text only, and there are elements in it.",
    ),
    ('rid="aff1"', 'rid=""', "xref", "the attribute “rid” of <xref> is not well written"),
    (
        "<kwd>桥</kwd><kwd>渡</kwd><kwd>通行</kwd>",
        "",
        "kwd-group",
        "<kwd-group> is not complete; it still needs: <kwd>, <compound-kwd>, <nested-kwd>.",
    ),
    (
        "<article-title>桥与渡</article-title>",
        "<subtitle>桥与渡</subtitle>",
        "subtitle",
        "<subtitle> may not stand here in <title-group>; expected here: <article-title>.",
    ),
    (
        '<fn id="fn1">',
        '<fn id="fn1"><list/>',
        "list",
        "<list> may not stand here in <fn>; expected here: <label>, <p>.",
    ),
]


@pytest.mark.parametrize(("old", "new", "element", "message"), FAULTS, ids=[f"{o} → {n}" for o, n, _, _ in FAULTS])
def test_a_fault_is_found_where_it_is(old: str, new: str, element: str | None, message: str) -> None:
    data, line = changed(old, new)
    findings = [f for f in validate(data, "a.xml", schemas()) if f.level is Level.ERROR]
    if element is None:
        assert findings == []
        return
    first = next(f for f in findings if f.place.what == f"<{element}>")
    assert (first.rule, first.place.file, first.place.line) == ("schema", "a.xml", line)
    assert first.message.en.startswith(message)
    assert re.search("[\u4e00-\u9fff]", first.message.zh)
    assert first.remedy.zh
    assert first.remedy.en


def test_each_fault_is_told_once_and_in_order() -> None:
    text = ARTICLE.replace("</history>", "</history><volume>3</volume><volume>4</volume>", 1)
    text = text.replace('<sec id="sec1">', '<sec id="sec1" mood="calm" tone="low">', 1)
    lines = [(f.place.what, f.place.line) for f in validate(text.encode(), "a.xml", schemas())]
    at = ARTICLE[: ARTICLE.index("</history>")].count("\n") + 1
    sec = ARTICLE[: ARTICLE.index('<sec id="sec1">')].count("\n") + 1
    # The second volume is on the same line and is the same fault.
    assert lines == [("<volume>", at), ("<sec>", sec), ("<sec>", sec)]


def test_very_many_faults_are_counted() -> None:
    text = ARTICLE.replace("<body>", "<body>" + "\n".join(f'<p mood="{n}">x</p>' for n in range(300)), 1)
    findings = validate(text.encode(), "a.xml", schemas())
    assert len(findings) == 201
    assert any(f.message.en == "100 more objections are not listed." for f in findings)


def test_malformed_is_one_finding() -> None:
    (finding,) = validate(b"<article>\n<p></article>", "a.xml")
    assert said((finding,)) == [("xml", "error", 2, "")]


def test_too_large_is_refused() -> None:
    attributes = " ".join(f'a{n}="x"' for n in range(300))
    with pytest.raises(Refused):
        validate(f"<article {attributes}/>".encode(), "a.xml")


# ---------------------------------------------------------------- our own checks


@pytest.mark.usefixtures("nothing")
def test_ids_are_unique() -> None:
    data, line = changed('<sec id="sec2">', '<sec id="sec1">')
    found = only(validate(data, "a.xml"))
    first = ARTICLE[: ARTICLE.index('<sec id="sec1">')].count("\n") + 1
    assert said((found,)) == [("id-duplicate", "error", line, "<sec>")]
    assert found.message.en == f"the id “sec1” is used twice (first on line {first}, <sec>)."


@pytest.mark.usefixtures("nothing")
def test_references_lead_somewhere() -> None:
    data, line = changed('rid="fn1"', 'rid="fn1 fn9"')
    assert said((only(validate(data, "a.xml")),)) == [("xref-dangling", "error", line, "<xref>")]


def test_ids_are_told_once_with_a_dtd() -> None:
    data, line = changed('<sec id="sec2">', '<sec id="sec1">')
    assert said(validate(data, "a.xml", schemas())) == [("id-duplicate", "error", line, "<sec>")]


IDENTIFIERS = [
    (
        '<article-id pub-id-type="doi">10.5555/ferry.2031.0001',
        '<article-id pub-id-type="doi">11.5555/x',
        "<article-id>",
    ),
    ('<issn publication-format="print">0000-0000', '<issn publication-format="print">1234-5678', "<issn>"),
    (
        'corresp="yes">',
        'corresp="yes"><contrib-id contrib-id-type="orcid">0000-0002-1825-0098</contrib-id>',
        "<contrib-id>",
    ),
]


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize(("old", "new", "element"), IDENTIFIERS)
def test_identifiers_have_their_check_digit(old: str, new: str, element: str) -> None:
    data, line = changed(old, new)
    assert said((only(validate(data, "a.xml")),)) == [("identifier", "error", line, element)]


@pytest.mark.usefixtures("nothing")
def test_what_others_printed_is_only_warned_of() -> None:
    data, line = changed("年版，", '年版，<pub-id pub-id-type="doi">10.1/x</pub-id>')
    assert said((only(validate(data, "a.xml"), Level.WARNING),)) == [("identifier", "warning", line, "<pub-id>")]


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize(("tag", "level"), [("en_US", Level.ERROR), ("chinese", Level.WARNING), ("zh-Hans", None)])
def test_languages_are_tags(tag: str, level: Level | None) -> None:
    data, line = changed('<kwd-group xml:lang="zh">', f'<kwd-group xml:lang="{tag}">')
    found = [f for f in validate(data, "a.xml") if f.rule == "language"]
    assert said(tuple(found)) == ([("language", level.value, line, "<kwd-group>")] if level else [])


# ---------------------------------------------------------------- not checked


@pytest.mark.usefixtures("nothing")
def test_without_a_schema_nothing_is_called_right() -> None:
    (finding,) = validate(ARTICLE.encode(), "a.xml")
    assert said((finding,)) == [("schema", "unchecked", 3, "<article>")]
    assert finding.message.zh == "JATS Journal Publishing 1.3 文件未按模式校验：手边没有它的模式文件。"
    assert "--fetch-schemas" in finding.remedy.zh
    assert "--fetch-schemas" in finding.remedy.en


@pytest.mark.usefixtures("nothing")
def test_an_unknown_file_is_not_checked() -> None:
    (finding,) = validate(b"<html/>", "a.html")
    assert said((finding,)) == [("schema", "unchecked", 1, "<html>")]


def test_a_folder_that_is_not_there_is_the_caller_s_mistake(tmp_path: Path) -> None:
    with pytest.raises(Misused):
        validate(ARTICLE.encode(), "a.xml", tmp_path / "none")


def archiving(text: str = ARTICLE, version: str = "1.3") -> str:
    head = f"-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD with MathML3 v{version} 20210610//EN"
    return re.sub(r'PUBLIC "[^"]*"', f'PUBLIC "{head}"', text).replace('dtd-version="1.3"', f'dtd-version="{version}"')


def test_an_archiving_file_that_is_publishing_too_is_right() -> None:
    assert {f.level for f in validate(archiving().encode(), "a.xml", schemas())} == {Level.NOTE}


def test_publishing_errors_are_not_claimed_of_an_archiving_file() -> None:
    data, line = changed('pub-id-type="doi"', 'pub-id-type="pmc"', archiving())
    findings = validate(data, "a.xml", schemas())
    assert said(findings) == [("schema", "unchecked", 3, "<article>"), ("schema", "warning", line, "<article-id>")]


def test_a_newer_version_is_not_judged_by_an_older_schema() -> None:
    newer = ARTICLE.replace("v1.3 20210610", "v1.4 20241031").replace('dtd-version="1.3"', 'dtd-version="1.4"')
    assert {f.level for f in validate(newer.encode(), "a.xml", schemas())} == {Level.NOTE}
    data, line = changed("<title-group>", "<title-group><newest/>", newer)
    assert said(validate(data, "a.xml", schemas())) == [
        ("schema", "unchecked", 3, "<article>"),
        ("schema", "warning", line, "<newest>"),
    ]


def test_a_file_without_a_doctype_is_taken_for_publishing() -> None:
    bare = re.sub(r"<!DOCTYPE.*>\n", "", ARTICLE)
    assert {f.level for f in validate(bare.encode(), "a.xml", schemas())} == {Level.NOTE}
    data, _ = changed("<title-group>", "<title-group><newest/>", bare)
    assert [f.level for f in validate(data, "a.xml", schemas())] == [Level.UNCHECKED, Level.WARNING]


def test_a_broken_schema_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_SCHEMAS", raising=False)
    monkeypatch.setenv("JOURNAL_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "jats-publishing-1.3"
    folder.mkdir()
    (folder / "main.dtd").write_text("<!ELEMENT", "utf-8")
    (finding,) = validate(ARTICLE.encode(), "a.xml", tmp_path)
    assert finding.level is Level.UNCHECKED
    assert "main.dtd cannot be used" in finding.message.en


# ---------------------------------------------------------------- other formats

CROSSREF = """<doi_batch xmlns="http://www.crossref.org/schema/5.4.0" version="5.4.0">
<head><doi_batch_id>batch-1</doi_batch_id><timestamp>soon</timestamp>
<depositor><depositor_name>J</depositor_name><email_address>a@example.org</email_address></depositor>
<registrant>R</registrant></head>
<body><journal><journal_metadata language="zh-Hans"><full_title>T</full_title>
<issn>0000-0019</issn></journal_metadata>
<surprise/></journal></body></doi_batch>"""


@pytest.mark.slow
def test_crossref() -> None:
    findings = validate(CROSSREF.encode(), "c.xml", schemas())
    assert said(findings) == [
        ("schema", "error", 2, "<timestamp>"),
        ("schema", "error", 5, "<journal_metadata>"),
        ("schema", "error", 7, "<surprise>"),
    ]
    assert findings[0].message.zh == "<timestamp> “soon”不是有效的非负整数。"
    assert findings[1].message.en.startswith(
        "the attribute “language” of <journal_metadata> cannot be “zh-Hans”; allowed: "
    )
    assert findings[2].message.en == (
        "<surprise> may not stand here in <journal> after <journal_metadata>; expected here: <journal_issue>, <journal_article>."
    )


@pytest.mark.parametrize("release", ["5.3.1", "5.5.0"])
def test_a_release_that_cannot_be_read_is_not_checked(release: str) -> None:
    (finding,) = validate(CROSSREF.replace("5.4.0", release).encode(), "c.xml", schemas())[:1]
    assert (finding.level, finding.place.line) == (Level.UNCHECKED, 1)
    assert release in finding.message.en


def test_doaj() -> None:
    record = """<records><record><language>zho</language><publisher>P</publisher><journalTitle>T</journalTitle>
<issn>0000-0018</issn><publicationDate>2026-09</publicationDate><title language="chi">题</title>
<fullTextUrl format="html">https://example.org/</fullTextUrl></record></records>"""
    assert said(validate(record.encode(), "d.xml", schemas())) == [
        ("schema", "error", 1, "<language>"),
        ("identifier", "error", 2, "<issn>"),
    ]


def test_oai_payload_of_another_format_is_not_checked() -> None:
    response = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-09-15</responseDate><request verb="GetRecord">https://example.org/oai</request>
<GetRecord><record><header><identifier>oai:example.org:1</identifier><datestamp>2026-09-15</datestamp></header>
<metadata><article xmlns="https://example.org/jats"/></metadata></record></GetRecord></OAI-PMH>"""
    assert said(validate(response.encode(), "o.xml", schemas())) == [
        ("schema", "error", 2, "<responseDate>"),
        ("schema", "unchecked", 4, "<article>"),
    ]


def test_ojs() -> None:
    findings = validate(b'<articles xmlns="http://pkp.sfu.ca"><surprise/></articles>', "ojs.xml", schemas())
    assert [(f.level, f.place.what) for f in findings] == [(Level.ERROR, "<surprise>")]
