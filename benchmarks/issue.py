"""A home with issues of nobody's articles, the same on every run: what the benchmarks build."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from lxml import etree
from lxml.builder import ElementMaker

from benchmarks import vocabulary as words
from journal import xml

Content = etree._Element | str

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD with MathML3 v1.3 20210610//EN" '
    '"JATS-journalpublishing1-3-mathml3.dtd">'
)
NAMESPACES = {
    "ali": "http://www.niso.org/schemas/ali/1.0/",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
}
XLINK = f"{{{NAMESPACES['xlink']}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
E = ElementMaker(nsmap=NAMESPACES)

JOURNAL = """\
# 测速用的虚构刊物。A fabricated journal to measure with.
format = 1
id = "bench-review"
first_year = 2030
issues_a_year = 6
doi_prefix = "10.5555"
registrar = "crossref"
site = "https://example.org/bench-review"
titles = { zh = "津梁", en = "Fords and Bridges" }
publisher = { zh = "津梁学会", en = "Society of Fords and Bridges" }
publisher_place = { zh = "临渊", en = "Linyuan" }
holder = { zh = "作者", en = "The Author(s)" }
licence = { url = "https://creativecommons.org/licenses/by/4.0/", texts = { zh = "知识共享署名 4.0", en = "CC BY 4.0" } }
specimen = { zh = "样刊", en = "Specimen" }
columns = { articles = { zh = "论文", en = "Articles" } }
policies = { review = "double-anonymous" }

[editions.zh]
title = "津梁"
issn = "0000-0000"
cn = "CN 00-0000/D"
pages = "issue"
imprint = { "主办" = "津梁学会" }

[editions.en]
title = "Fords and Bridges"
issn = "0000-0019"
pages = "issue"
style = { notes = "1", scope = "article" }
imprint = { "Publisher" = "Society of Fords and Bridges" }
"""

ISSUE = """\
year = {year}
number = "{number}"
date = {year}-{month:02}-15

[editions.zh]
start = 1
columns = {{ articles = [{articles}] }}

[editions.en]
start = 1
columns = {{ articles = [{articles}] }}
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of an article is made, in either language."""

    sections: int = 8
    paragraphs: int = 7  # of a section
    zh: int = 8  # sentences of a paragraph
    en: int = 5
    notes: int = 60
    tables: int = 2
    figures: int = 1


FULL = Size()  # about 16 pages
SHORT = Size(sections=3, paragraphs=3, notes=12, tables=1)


def write_home(home: Path, issues: int = 1, articles: int = 12, size: Size = FULL) -> Path:
    """A home with this many issues of this many articles, in Chinese and English; the home."""
    home.mkdir(parents=True)
    (home / "journal.toml").write_text(JOURNAL, "utf-8")
    for issue in range(issues):
        ids = [f"bench-{issue + 1:02}-{number + 1:02}" for number in range(articles)]
        folder = home / "issues" / issue_id(issue)
        for id in ids:
            write_article(folder, id, size)
        _write_issue(folder, issue, ids)
    return home


def issue_id(issue: int) -> str:
    """The id of the issue with this number from 0."""
    return f"{2030 + issue // 6}-{issue % 6 + 1}"


def _write_issue(folder: Path, issue: int, ids: Iterable[str]) -> None:
    year, number = issue_id(issue).split("-")
    listed = ", ".join(f'"{id}"' for id in ids)
    text = ISSUE.format(year=year, number=number, month=int(number) * 2 - 1, articles=listed)
    (folder / "issue.toml").write_text(text, "utf-8")


def write_article(folder: Path, id: str, size: Size = FULL) -> Path:
    """The folder of an article with its figure, in `folder`; what it says depends on its id alone."""
    own = folder / id
    own.mkdir(parents=True)
    (own / "article.xml").write_bytes(xml.serialise(_article(id, size).getroottree(), DOCTYPE))
    (own / "figure-1.svg").write_text(_figure(id), "utf-8")
    return own


# ---------------------------------------------------------------- changes that people make


def put_in_front(issue: Path, id: str) -> None:
    """Name the article first in the first column of every edition of the issue."""
    file = issue / "issue.toml"
    said = tomlkit.parse(file.read_text("utf-8"))
    for edition in said["editions"].values():  # type: ignore[union-attr]  # tomlkit types every item alike
        next(iter(edition["columns"].values())).insert(0, id)
    file.write_text(tomlkit.dumps(said), "utf-8")


def change_word(article: Path, language: str, turn: int) -> None:
    """Put another Han character (or English word) into the middle of the body in `language`; another one each turn."""
    file = article / "article.xml"
    text = file.read_text("utf-8")
    start = text.index(
        "<body>",
        text.index(f'<sub-article article-type="translation" id="{language}"') if _is_second(text, language) else 0,
    )
    end = text.index("</body>", start)
    places = [place.start() for place in WORD[language].finditer(text, start, end)]
    new = NEW[language][turn % len(NEW[language])]
    middle = places[len(places) // 2]
    file.write_text(text[:middle] + new + text[middle + len(new) :], "utf-8")


# A place in running text, where what is put in leaves the markup whole.
WORD = {
    "zh": re.compile(r"(?<=[\u4e00-\u9fff]{4})[\u4e00-\u9fff](?=[\u4e00-\u9fff]{4})"),
    "en": re.compile(r"(?<=[a-z] )[a-z]{4}(?= [a-z])"),
}
NEW = {"zh": "渡津桥舟桨帆岸汀洲浦", "en": "reed silt tide wake mast hull keel oars rope sail".split()}


def _is_second(text: str, language: str) -> bool:
    return f'<sub-article article-type="translation" id="{language}"' in text


# ---------------------------------------------------------------- text


class Writer:
    """Sentences in one language, one after the other in an order that hangs on the article's id."""

    def __init__(self, language: str, id: str) -> None:
        self.chance = random.Random(f"{id}.{language}")
        self.zh = language == "zh"
        self.sentences = words.ZH_SENTENCES if self.zh else words.EN_SENTENCES
        self.words = dict(words.ZH_WORDS if self.zh else words.EN_WORDS)
        if self.zh:
            self.words["place"] = [*self.words["place"], *self._places(40)]

    def __getitem__(self, kind: str) -> str:
        return self.chance.choice(self.words[kind])

    def _places(self, count: int) -> Iterator[str]:
        """Names of places of the article's own: every article has characters that no other has, as real ones do."""
        for _ in range(count):
            row, cell = self.chance.randint(0xB0, 0xD6), self.chance.randint(0xA1, 0xFE)  # the standard's 3,755 first
            yield bytes((row, cell)).decode("gb2312") + self.chance.choice("桥渡坪口塘桥埠")

    def sentence(self) -> str:
        """A sentence with its full stop."""
        text = "".join(
            before + (self[place] if place else "")
            for before, place, _, _ in string.Formatter().parse(self.chance.choice(self.sentences))
        )
        return text[0].upper() + text[1:] if not self.zh else text

    def paragraph(self, sentences: int) -> str:
        """Some sentences on one line."""
        return ("" if self.zh else " ").join(self.sentence() for _ in range(sentences))

    def person(self) -> str:
        """A name as this language prints it."""
        surnames, given = (words.ZH_SURNAMES, words.ZH_GIVEN) if self.zh else (words.EN_SURNAMES, words.EN_GIVEN)
        return self.chance.choice(surnames) + ("" if self.zh else " ") + self.chance.choice(given)

    def work(self) -> str:
        """The title of a book or paper."""
        if self.zh:
            return f"{self['place']}{self['thing']}{self.chance.choice(['考', '志略', '图说', '丛稿', '述论', '拾遗'])}"
        return f"The {self['thing'].title()} of {self['place']}: {self.chance.choice(['A Study', 'Notes', 'Sources', 'A Survey'])}"

    def number(self, low: int, high: int) -> str:
        """A number of this range."""
        return str(self.chance.randint(low, high))


# ---------------------------------------------------------------- an article


def _article(id: str, size: Size) -> etree._Element:
    zh, en = Writer("zh", id), Writer("en", id)
    root = E.article(
        {"article-type": "research-article", "dtd-version": "1.3", f"{XML}lang": "zh"},
        E.front(
            E(
                "journal-meta",
                E("journal-id", {"journal-id-type": "publisher-id"}, "bench-review"),
                E.issn("0000-0000"),
            ),
            _meta(id, zh, en),
        ),
        *_text(zh, size, ""),
        E(
            "sub-article",
            {"article-type": "translation", "id": "en", f"{XML}lang": "en"},
            E("front-stub", E("contrib-group", _contributor("translator", "an-huaiyuan", zh, en, ()))),
            *_text(en, size, "en-"),
        ),
    )
    _lay_out(root, 0)
    return root


def _meta(id: str, zh: Writer, en: Writer) -> etree._Element:
    digits = re.sub(r"\D", "", id)
    subject = en["thing"]
    return E(
        "article-meta",
        E("article-id", {"pub-id-type": "doi"}, f"10.5555/bench.{digits or '0'}"),
        E("article-categories", E("subj-group", {"subj-group-type": "clc"}, E.subject("K928"))),
        E(
            "title-group",
            E("article-title", f"{zh['place']}的{zh['thing']}及其{zh['act']}之法"),
            E(
                "trans-title-group",
                {f"{XML}lang": "en"},
                E("trans-title", f"How the {subject.title()} of {en['place']} Was Kept"),
            ),
        ),
        E("contrib-group", _contributor("author", "author", zh, en, (_bio(zh, en)), "aff1"), _affiliation()),
        E("history", _date("received", 2, 3), _date("accepted", 5, 18)),
        E.abstract(E.p(zh.paragraph(6))),
        E("trans-abstract", {f"{XML}lang": "en"}, E.p(en.paragraph(5))),
        E("kwd-group", {f"{XML}lang": "zh"}, *(E.kwd(zh["thing"]) for _ in range(5))),
        E("kwd-group", {f"{XML}lang": "en"}, *(E.kwd(en["thing"]) for _ in range(5))),
        E(
            "funding-group",
            E("funding-statement", {f"{XML}lang": "zh"}, "临渊社会科学基金一般项目（00BFX001）"),
            E("funding-statement", {f"{XML}lang": "en"}, "General Project of the Linyuan Fund (00BFX001)"),
        ),
    )


def _contributor(
    kind: str, name: str, zh: Writer, en: Writer, more: Iterable[etree._Element], aff: str = ""
) -> etree._Element:
    place = zh.chance.randrange(len(words.EN_SURNAMES)), zh.chance.randrange(len(words.EN_GIVEN))
    names = E(
        "name-alternatives",
        _name("eastern", "zh", words.ZH_SURNAMES[place[0]], words.ZH_GIVEN[place[1]]),
        _name("western", "en", words.EN_SURNAMES[place[0]], words.EN_GIVEN[place[1]]),
    )
    links = [E.xref({"ref-type": "aff", "rid": aff})] if aff else []
    return E.contrib({"contrib-type": kind}, names, *more, *links)


def _name(style: str, language: str, surname: str, given: str) -> etree._Element:
    return E.name({"name-style": style, f"{XML}lang": language}, E.surname(surname), E("given-names", given))


def _bio(zh: Writer, en: Writer) -> tuple[etree._Element, etree._Element]:
    return (
        E.bio({f"{XML}lang": "zh"}, E.p("临渊大学历史学院教授，历史学博士。")),
        E.bio({f"{XML}lang": "en"}, E.p("Professor at the School of History, Linyuan University.")),
    )


def _affiliation() -> etree._Element:
    return E(
        "aff-alternatives",
        {"id": "aff1"},
        E.aff({f"{XML}lang": "zh"}, E.institution("临渊大学历史学院"), "，", E.city("临渊"), "，", E.country("中国")),
        E.aff(
            {f"{XML}lang": "en"},
            E.institution("School of History, Linyuan University"),
            ", ",
            E.city("Linyuan"),
            ", ",
            E.country("China"),
        ),
    )


def _date(kind: str, month: int, day: int) -> etree._Element:
    whole = f"2029-{month:02}-{day:02}"
    return E.date({"date-type": kind, "iso-8601-date": whole}, E.day(str(day)), E.month(str(month)), E.year("2029"))


# ---------------------------------------------------------------- its text


def _text(writer: Writer, size: Size, prefix: str) -> tuple[etree._Element, etree._Element]:
    called = _calls(writer, size, prefix)
    floats = _floats(writer, size, prefix)
    headings = words.ZH_HEADINGS if writer.zh else words.EN_HEADINGS
    body = E.body()
    for section in range(size.sections):
        parts: list[etree._Element] = [_paragraph(writer, called) for _ in range(size.paragraphs)]
        if section in floats:
            parts.insert(1, floats[section])
        body.append(E.sec({"id": f"{prefix}s{section + 1}"}, E.title(headings[section % len(headings)]), *parts))
    notes = (
        E.fn({"id": f"{prefix}fn{number}"}, E.p(*_note(writer, number, prefix))) for number in range(1, size.notes + 1)
    )
    return body, E.back(E("fn-group", *notes))


def _calls(writer: Writer, size: Size, prefix: str) -> Iterator[tuple[str, str]]:
    """Each sentence of the text with the id of the note that it calls, or none; the notes stand evenly."""
    each = size.zh if writer.zh else size.en
    count = size.sections * size.paragraphs
    done = 0
    for index in range(count):
        for sentence in range(each):
            due = round(size.notes * (index * each + sentence + 1) / (count * each))
            note = f"{prefix}fn{due}" if due > done else ""
            done = due
            yield writer.sentence() + ("" if writer.zh or sentence == each - 1 else " "), note
        yield "", ""


def _paragraph(writer: Writer, called: Iterator[tuple[str, str]]) -> etree._Element:
    content: list[Content] = []
    for sentence, note in called:
        if not sentence:
            break
        space = " " if note and sentence.endswith(" ") else ""
        content.append(sentence.rstrip(" ") if note else sentence)
        content += [E.xref({"ref-type": "fn", "rid": note}), space] if note else []
    return E.p(*content)


def _note(writer: Writer, number: int, prefix: str) -> tuple[Content, ...]:
    """A book, a paper, an earlier note again, or a remark, in turn."""
    earlier = E.xref({"ref-type": "fn", "rid": f"{prefix}fn{max(number - 3, 1)}"})
    if number % 5 == 4:
        return (
            ("同前注", earlier, f"，第{writer.number(1, 400)}页。")
            if writer.zh
            else ("See (n ", earlier, f") {writer.number(1, 400)}.")
        )
    if number % 5 == 0:
        return (writer.sentence(),)
    book = number % 2 == 0
    cited = E("mixed-citation", {"publication-type": "book" if book else "journal"})
    for part in (_zh_work if writer.zh else _en_work)(writer, book):
        _append(cited, part)
    return ("参见", cited) if writer.zh else ("See ", cited)


def _zh_work(writer: Writer, book: bool) -> tuple[Content, ...]:
    author = E("person-group", {"person-group-type": "author"}, E("string-name", writer.person()))
    year, page = E.year(writer.number(1985, 2029)), E.fpage(writer.number(1, 400))
    if book:
        press = E("publisher-name", writer.chance.choice(words.ZH_PRESSES))
        return author, "：《", E.source(writer.work()), "》，", press, year, "年版，第", page, "页。"
    source = E.source(writer.chance.choice(words.ZH_JOURNALS))
    return (
        author,
        "：《",
        E("article-title", writer.work()),
        "》，载《",
        source,
        "》",
        year,
        "年第",
        E.issue(writer.number(1, 6)),
        "期，第",
        page,
        "页。",
    )


def _en_work(writer: Writer, book: bool) -> tuple[Content, ...]:
    author = E("person-group", {"person-group-type": "author"}, E("string-name", writer.person()))
    year, page = E.year(writer.number(1985, 2029)), E.fpage(writer.number(1, 400))
    if book:
        press = E("publisher-name", writer.chance.choice(words.EN_PRESSES))
        return author, ", ", E.source(E.italic(writer.work())), " (", press, " ", year, ") ", page, "."
    source = E.source(E.italic(writer.chance.choice(words.EN_JOURNALS)))
    return (
        author,
        ", “",
        E("article-title", writer.work()),
        "” (",
        year,
        ") ",
        E.volume(writer.number(1, 40)),
        " ",
        source,
        " ",
        page,
        ".",
    )


def _append(element: etree._Element, part: Content) -> None:
    if not isinstance(part, str):
        element.append(part)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + part
    else:
        element.text = (element.text or "") + part


def _floats(writer: Writer, size: Size, prefix: str) -> dict[int, etree._Element]:
    """Tables and figures by the section in which they stand."""
    made = [_table(writer, f"{prefix}t{number + 1}") for number in range(size.tables)]
    made += [_graphic(writer, f"{prefix}f{number + 1}") for number in range(size.figures)]
    return {(number + 1) * size.sections // (len(made) + 1): each for number, each in enumerate(made)}


def _table(writer: Writer, id: str) -> etree._Element:
    heads = ("地点", "类别", "数量", "说明") if writer.zh else ("Place", "Kind", "Number", "Remark")
    rows = [
        E.tr(
            E.td(writer["place"]),
            E.td(writer["thing"]),
            E.td({"align": "right"}, writer.number(1, 999)),
            E.td(writer["quality"]),
        )
        for _ in range(9)
    ]
    title = f"{writer['place']}各处的{writer['thing']}" if writer.zh else f"The {writer['thing']} by place"
    note = "注：数字均属虚构。" if writer.zh else "All numbers are fabricated."
    return E(
        "table-wrap",
        {"id": id},
        E.caption(E.title(title)),
        E.table(E.thead(E.tr(*map(E.th, heads))), E.tbody(*rows)),
        E("table-wrap-foot", E.p(note)),
    )


def _graphic(writer: Writer, id: str) -> etree._Element:
    title = f"{writer['thing']}逐年的数目" if writer.zh else f"The {writer['thing']} over the years"
    return E.fig(
        {"id": id},
        E.caption(E.title(title)),
        E("alt-text", title),
        E.graphic({"mimetype": "image", "mime-subtype": "svg+xml", f"{XLINK}href": "figure-1.svg"}),
    )


def _figure(id: str) -> str:
    """A line with ticks and numbers, as a survey's figure has them."""
    chance = random.Random(id)
    points = [(40 + 20 * step, 200 - chance.randrange(20, 160)) for step in range(20)]
    line = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="2.5"/>' for x, y in points)
    marks = "".join(
        f'<text x="{x}" y="216">{2010 + step}</text>' for step, (x, _) in enumerate(points) if step % 4 == 0
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="120mm" height="60mm" viewBox="0 0 460 230" font-family="serif" font-size="11">'
        f'<title>A fabricated series</title><path d="M40 20V200H440" fill="none" stroke="#222"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f4e79" stroke-width="1.5"/>{dots}<g text-anchor="middle">{marks}</g></svg>\n'
    )


# ---------------------------------------------------------------- how the file is laid out

RUNNING = frozenset("p title article-title trans-title kwd td th string-name aff bio subject funding-statement".split())


def _lay_out(element: etree._Element, depth: int) -> None:
    """Each child on a line of its own, save where an element holds running text."""
    children = list(element)
    if not children or element.tag in RUNNING or element.text:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in children:
        _lay_out(child, depth + 1)
        child.tail = element.text
    children[-1].tail = "\n" + "  " * depth
