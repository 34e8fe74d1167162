"""Numbers follow from order: of sections, floats, references and notes, and of what refers to them."""

import pytest

from journal.ids import Language
from journal.jats import read
from journal.jats.numbering import numbered
from journal.jats.numerals import note_mark
from journal.model import Body, Node, NoteMark

ZH = ("一、", "（一）", "1．", "（1）")
EN = ("I.", "A.", "1.")


def made(body: str, back: str = "", language: str = "zh", headings: tuple[str, ...] = ZH) -> Body:
    data = f'<article xml:lang="{language}"><body>{body}</body><back>{back}</back></article>'.encode()
    whole, _ = read.body(data, Language(language), "article.xml")
    return numbered(whole, headings, lambda number: note_mark(number, NoteMark.TORTOISE))


def roots(body: Body) -> tuple[Node, ...]:
    return (*((body.body,) if body.body else ()), *body.back)


def labels(body: Body, *tags: str) -> list[str]:
    """The label of each element with one of these tags, "" for none."""
    found = [node for root in roots(body) for node in root.walk() if node.tag in tags]
    return [label.text() if (label := node.first("label")) else "" for node in found]


def cited(body: Body) -> list[str]:
    return [node.text() for root in roots(body) for node in root.walk() if node.tag == "xref"]


def xref(kind: str, rid: str, text: str = "") -> str:
    return f'<xref ref-type="{kind}" rid="{rid}">{text}</xref>'


# ---------------------------------------------------------------- sections

SECTIONS = """
<sec id="a"><title>甲</title><sec id="a1"><title>子</title><sec id="a11"><title>细</title><sec id="a111"><title>微</title>
  <sec id="deep"><title>太深</title><p>字</p></sec></sec></sec></sec><sec id="a2"><title>丑</title></sec></sec>
<sec id="u" specific-use="unnumbered"><title>余论</title><sec id="u1"><title>寅</title></sec></sec>
<sec id="n"><p>没有标题</p></sec>
<sec id="b"><title>乙</title></sec>
"""


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (ZH, ["一、", "（一）", "1．", "（1）", "", "（二）", "", "（一）", "", "二、"]),
        (EN, ["I.", "A.", "1.", "", "", "B.", "", "A.", "", "II."]),
        (("第一章",), ["第一章", "", "", "", "", "", "", "", "", "第二章"]),
        ((), [""] * 10),
    ],
)
def test_sections(headings: tuple[str, ...], expected: list[str]) -> None:
    assert labels(made(SECTIONS, headings=headings), "sec") == expected


def test_sections_need_no_id() -> None:
    """An element without an id is numbered as any other, and gives its number to no other."""
    body = made("<sec><title>甲</title><p>字</p></sec><sec><title>乙</title><fig><p>图</p></fig></sec>")
    assert labels(body, "sec") == ["一、", "二、"]
    assert [node.tag for root in roots(body) for node in root.walk() if node.first("label")] == ["sec", "sec"]


@pytest.mark.parametrize(
    ("language", "headings", "expected"),
    [
        ("zh", ZH, ["第一部分", "（二）", "1"]),
        ("en", EN, ["Part I", "Section B", "Section 1"]),
        ("fr", EN, ["Part I", "Section B", "Section 1"]),
    ],
)
def test_what_refers_to_sections(language: str, headings: tuple[str, ...], expected: list[str]) -> None:
    calls = xref("sec", "a") + xref("sec", "a2") + xref("sec", "a11")
    assert cited(made(f"{SECTIONS}<p>{calls}</p>", "", language, headings)) == expected


# ---------------------------------------------------------------- figures, tables, equations, appendices

FLOATS = """<p><fig id="f1"><graphic/></fig></p><table-wrap id="t1"/><disp-formula id="e1">x</disp-formula>
<disp-formula>no number</disp-formula><fig id="f2"/><disp-formula id="e2">y</disp-formula><table-wrap id="t2"/>"""
APPENDICES = (
    '<app-group><app id="p1"><title>甲</title><fig id="f3"/></app><app id="p2"><title>乙</title></app></app-group>'
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["图1", "表1", "（1）", "", "图2", "（2）", "表2", "附录1", "图3", "附录2"]),
        (
            "en",
            ["Figure 1", "Table 1", "(1)", "", "Figure 2", "(2)", "Table 2", "Appendix 1", "Figure 3", "Appendix 2"],
        ),
    ],
)
def test_floats(language: str, expected: list[str]) -> None:
    body = made(FLOATS, APPENDICES, language)
    assert labels(body, "fig", "table-wrap", "disp-formula", "app") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["图2", "表1", "式（2）", "附录2", ""]),
        ("en", ["Figure 2", "Table 1", "Equation (2)", "Appendix 2", ""]),
    ],
)
def test_what_refers_to_floats(language: str, expected: list[str]) -> None:
    calls = xref("fig", "f2") + xref("table", "t1") + xref("disp-formula", "e2") + xref("app", "p2") + xref("fig", "f9")
    assert cited(made(f"{FLOATS}<p>{calls}</p>", APPENDICES, language)) == expected


# ---------------------------------------------------------------- what the file itself says


def test_labels_and_texts_that_are_given_are_kept() -> None:
    body = made(
        f"""<sec id="a"><label>甲、</label><title>题</title></sec><fig id="f1"><label>图S1</label></fig><fig id="f2"/>
        <disp-formula id="e1"><label>(3a)</label>x</disp-formula>
        <p>{xref("sec", "a")}{xref("fig", "f1")}{xref("fig", "f2")}{xref("disp-formula", "e1")}{xref("fn", "n1")}
        {xref("fig", "f1", "上图")}{xref("bibr", "r1", "温某（2019）")}</p>""",
        '<fn-group><fn id="n1"><label>*</label><p>注</p></fn></fn-group><ref-list><ref id="r1"><label>1</label></ref></ref-list>',
    )
    assert labels(body, "sec", "fig", "disp-formula", "fn", "ref") == ["甲、", "图S1", "图2", "(3a)", "*", "1"]
    assert cited(body) == ["第甲部分", "图S1", "图2", "式（3a）", "*", "上图", "温某（2019）"]


# ---------------------------------------------------------------- references

REFERENCES = (
    "<ref-list>"
    + "".join(f'<ref id="r{n}"><mixed-citation>某</mixed-citation></ref>' for n in range(1, 10))
    + "</ref-list>"
)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([3], ["[3]"]),
        ([1, 2], ["[1", ",2]"]),
        ([1, 3], ["[1", ",3]"]),
        ([1, 2, 3], ["[1", "", "-3]"]),
        ([1, 2, 3, 4], ["[1", "", "", "-4]"]),
        ([1, 2, 3, 5], ["[1", "", "-3", ",5]"]),
        ([1, 3, 4, 5], ["[1", ",3", "", "-5]"]),
        ([1, 2, 3, 5, 6, 7, 9], ["[1", "", "-3", ",5", "", "-7", ",9]"]),
        ([3, 2, 1], ["[3", ",2", ",1]"]),
        ([2, 2], ["[2", ",2]"]),
    ],
)
def test_neighbouring_citations(numbers: list[int], expected: list[str]) -> None:
    """GB/T 7714: one bracket, three or more in a row as a range; each number is a link of its own."""
    body = made("<p>见" + "".join(xref("bibr", f"r{number}") for number in numbers) + "。</p>", REFERENCES)
    assert cited(body) == expected
    assert [node.get("rid") for node in roots(body)[0].walk() if node.tag == "xref"] == [f"r{n}" for n in numbers]


def test_citations_that_are_apart() -> None:
    body = made(f"<p>{xref('bibr', 'r1')}与{xref('bibr', 'r2')}<italic>{xref('bibr', 'r3')}</italic></p>", REFERENCES)
    assert cited(body) == ["[1]", "[2]", "[3]"]
    assert labels(body, "ref") == [f"[{number}]" for number in range(1, 10)]


# ---------------------------------------------------------------- notes


def note(id: str, text: str = "注") -> str:
    return f'<fn id="{id}"><p>{text}</p></fn>'


def group(*notes: str) -> str:
    return f"<fn-group>{''.join(notes)}</fn-group>"


def by_id(body: Body) -> dict[str, str]:
    found = [node for root in roots(body) for node in root.walk() if node.tag == "fn"]
    return {node.get("id"): label.text() if (label := node.first("label")) else "" for node in found}


def test_notes_by_first_mention() -> None:
    """Not by their order in the group; a second mention has the number of the first; what a note says is no mention."""
    body = made(
        f"<p>甲{xref('fn', 'c')}乙{xref('fn', 'a')}丙{xref('fn', 'c')}丁</p>",
        group(note("a", f"同前注{xref('fn', 'b')}"), note("b"), note("c"), note("d", f"见{xref('fn', 'c')}")),
    )
    assert by_id(body) == {"c": "〔1〕", "a": "〔2〕", "b": "〔3〕", "d": "〔4〕"}
    assert cited(body) == ["〔1〕", "〔2〕", "〔1〕", "〔3〕", "〔1〕"]


def test_notes_in_the_midst_of_the_text() -> None:
    body = made(
        f"<p>甲{note('a')}乙{xref('fn', 'b')}<fn><p>无名</p></fn></p>", group(note("b"), "<fn><p>声明</p></fn>")
    )
    assert by_id(body) == {"a": "〔1〕", "b": "〔2〕", "": ""}  # the last without an id: nothing can call it
    assert labels(body, "fn") == ["〔1〕", "〔3〕", "〔2〕", ""]


def test_notes_at_the_foot_of_a_table_are_its_own() -> None:
    foot = f"<table-wrap id='t'><table-wrap-foot>{note('t1')}</table-wrap-foot></table-wrap>"
    body = made(f"{foot}<p>{xref('fn', 'a')}</p>", group(note("a")))
    assert by_id(body) == {"t1": "", "a": "〔1〕"}


def test_a_note_put_in_renumbers_the_rest_everywhere() -> None:
    before = f"<p>甲{xref('fn', 'a')}</p>"
    after = f"<p>乙{xref('fn', 'b')}</p>"
    notes = group(note("a"), note("b", f"同前注{xref('fn', 'a')}"), note("c", f"同前注{xref('fn', 'b')}"))
    assert by_id(made(before + after, notes)) == {"a": "〔1〕", "b": "〔2〕", "c": "〔3〕"}
    body = made(f"<p>新{xref('fn', 'new')}</p>{before}{after}", notes + group(note("new")))
    assert by_id(body) == {"new": "〔1〕", "a": "〔2〕", "b": "〔3〕", "c": "〔4〕"}
    assert cited(body) == ["〔1〕", "〔2〕", "〔3〕", "〔2〕", "〔3〕"]


def test_what_is_numbered_already_stays_as_it_is() -> None:
    body = made(SECTIONS + FLOATS + f"<p>{xref('bibr', 'r1')}{xref('fn', 'a')}</p>", group(note("a")) + REFERENCES)
    assert numbered(body, ("A.",) * 4, str) == body


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (["r1 r2"], ["[1,2]"]),
        (["r1 r2 r3"], ["[1-3]"]),
        (["r1", "r2 r3"], ["[1", "-3]"]),
        (["r1 lost"], ["[1,?]"]),
    ],
)
def test_a_citation_of_several_references(calls: list[str], expected: list[str]) -> None:
    refs = "".join(f'<ref id="r{n}"><mixed-citation>文</mixed-citation></ref>' for n in (1, 2, 3))
    body = made(f"<p>{''.join(xref('bibr', rid) for rid in calls)}</p>", f"<ref-list>{refs}</ref-list>")
    assert cited(body) == expected


def test_a_note_of_a_kind_that_nothing_calls_needs_no_number() -> None:
    notes = (
        '<fn id="a"><p>甲</p></fn><fn id="b" fn-type="conflict"><p>乙</p></fn><fn id="c" fn-type="other"><p>丙</p></fn>'
    )
    body = made(f"<p>字{xref('fn', 'c')}</p>", f"<fn-group>{notes}</fn-group>")
    assert labels(body, "fn") == ["〔2〕", "", "〔1〕"]
