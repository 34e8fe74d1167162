"""citation.bib, citation.ris and citation.json, each read back by a reader that other people use."""

import dataclasses
import datetime as dt
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import rispy
from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.richtext import Text

from journal.folder import snapshot
from journal.ids import DOI, ISSN, ArticleId, IssueId, Language
from journal.model import (
    Article,
    ByLanguage,
    Contributor,
    Edition,
    FullText,
    House,
    Issue,
    Journal,
    Lock,
    LockedArticle,
    Node,
    Placement,
    Rendition,
    Title,
)
from journal.names import Name, PersonName, Style, is_han
from journal.outputs import PerArticle, bibtex, csl, per_article, ris
from journal.references.citation import plain

HOMES = [Path(__file__).parents[3], Path(__file__).parents[2] / "home"]
PRODUCTS = {"citation.bib": bibtex, "citation.ris": ris, "citation.json": csl}
ZH, EN = Language("zh"), Language("en")

# ---------------------------------------------------------------- facts


def node(tag: str, *children: Node | str, **attrs: str) -> Node:
    return Node(tag, tuple((key.replace("_", "-"), value) for key, value in attrs.items()), children)


def title(*main: Node | str, sub: tuple[Node | str, ...] = ()) -> Title:
    return Title(node("article-title", *main), node("subtitle", *sub) if sub else None)


def eastern(family: str, given: str) -> Name:
    return Name(family, given, Style.EASTERN, ZH)


def western(family: str, given: str, language: Language = EN, suffix: str = "") -> Name:
    return Name(family, given, Style.WESTERN, language, suffix=suffix)


def whole(text: str, language: Language) -> Name:
    return Name("", text, Style.GIVEN_ONLY, language)


def person(*forms: Name, kind: str = "author") -> Contributor:
    return Contributor(kind, PersonName(forms))


def group(zh: str, en: str) -> Contributor:
    return Contributor("author", None, ByLanguage(((ZH, zh), (EN, en))))


JOURNAL = Journal(
    id="ferry-review",
    titles=ByLanguage(((ZH, "渡口评论"), (EN, "Ferry Review"))),
    editions=(Edition(ZH, "渡口评论", ISSN("0000-0000")), Edition(EN, "Ferry & Bridge Review", ISSN("0000-0019"))),
    columns=(),
    publisher=ByLanguage(((ZH, "渡口学会"), (EN, "Ferry Society"))),
    publisher_place=ByLanguage(),
    doi_prefix="10.5555",
    registrar="crossref",
    first_year=2030,
    issues_a_year=4,
    site="https://example.org/ferry_review/",
    holder=ByLanguage(),
    abbreviations=ByLanguage(((EN, "Ferry Rev."),)),
)
ISSUE = Issue(IssueId("2031-1"), 2031, "1", dt.date(2031, 1, 15), (), volume=2)

# The title holds every mark that TeX takes for an order, inline elements, and the mark of a note.
CROSSING = Article(
    id=ArticleId("ouyang-crossing"),
    language=ZH,
    kind="research-article",
    doi=DOI("10.5555/fr.2031_01(a)"),
    titles=ByLanguage(
        (
            (
                ZH,
                title(
                    "数据“跨境”与",
                    node("italic", "ius cogens"),
                    "：H",
                    node("sub", "2"),
                    r"O 的 50% & A_B #1 {甲} ~ ^ \ $9",
                    node("xref", "*", ref_type="fn"),
                    sub=("以《UN 公约》", node("break"), "为例"),
                ),
            ),
            (EN, title("Data across Borders and ", node("italic", "ius cogens"), sub=("UN and iFerry",))),
        )
    ),
    contributors=(
        person(eastern("欧阳", "静之"), western("Ouyang", "Jingzhi")),
        person(whole("阿依努尔·买买提", ZH), whole("Aynur Mamat", EN)),
        person(eastern("刘", "𠮷䶮"), western("Liu", "Jiyan")),
        person(eastern("郑李", "淑芳")),
        person(western("van der Berg", "Anna"), whole("安娜·范德贝格", ZH)),
        person(western("Hartmann", "Elisabeth"), western("哈特曼", "伊丽莎白", ZH)),
        group("“桥与渡”课题组, 云栖大学", "Bridge and Ferry Group, Yunqi University"),
        person(eastern("顾", "南乔"), kind="handling-editor"),
    ),
    abstracts=ByLanguage(
        (
            (
                ZH,
                node(
                    "abstract",
                    node("sec", node("title", "目的"), node("p", "桥定其所，占 50%。")),
                    node("sec", node("title", "方法"), node("p", "渡随其人", node("fn", node("p", "脚注")), "。")),
                ),
            ),
            (EN, node("abstract", node("p", "A bridge\n   stays & waits."), node("p", "A ferry does not."))),
        )
    ),
    keywords=ByLanguage(((ZH, ("桥", "渡口_甲")), (EN, ("bridges", "ferries")))),
    texts=(
        FullText(ZH),
        FullText(EN, "en", (person(eastern("安", "怀远"), western("An", "Huaiyuan"), kind="translator"),)),
    ),
)
PRICE = Article(
    id=ArticleId("marsh-price"),
    language=EN,
    kind="book-review",
    titles=ByLanguage(((EN, title("The Price of the UN Ferry")), (ZH, title("渡资几何")))),
    contributors=(
        person(western("King", "Martin Luther", suffix="Jr.")),
        person(eastern("仇", "予安"), western("Qiu", "Yu'an")),
        person(Name("", "Jón Sigurðsson", Style.ISLENSK, EN)),
        person(western("", "Platon")),
    ),
    texts=(FullText(EN),),
)


def rendition(article: Article, issue: Issue | None = ISSUE, **pages: tuple[int, int] | None) -> Rendition:
    placed = (
        (Language(tongue), Placement(ISSUE.id, Language(tongue), "articles", 1, *(found or (None, None))))
        for tongue, found in pages.items()
    )
    return Rendition(JOURNAL, House(), article, None, issue, ByLanguage.of(placed))


RENDITIONS = {
    "ouyang-crossing": rendition(CROSSING, zh=(641, 660), en=(7, 7)),
    "ouyang-crossing.online-first": rendition(CROSSING, None),
    "marsh-price": rendition(PRICE, en=(21, 24)),
}

# ---------------------------------------------------------------- read back

Found = dict[str, object]


def spelt(*parts: str) -> str:
    """A name put together from its parts, so that readers which divide it otherwise can be compared."""
    known = [part.replace("{", "").replace("}", "") for part in parts if part]
    return ("" if is_han("".join(known)) else ", ").join(known)


def keywords(line: str) -> list[str]:
    return line.split("; " if ";" in line else ", ")


def from_bibtex(data: bytes) -> list[Found]:
    parser = Parser(person_fields=["author", "translator"])
    return [_entry(key, entry) for key, entry in parser.parse_bytes(data).entries.items()]


def _entry(key: str, entry: Entry) -> Found:
    fields = {name: _untexed(value) for name, value in entry.fields.items()}
    return {
        "key": key,
        "names": [_bibtex_name(one) for one in entry.persons.get("author", ())],
        "translators": [_bibtex_name(one) for one in entry.persons.get("translator", ())],
        "title": fields["title"],
        "other": fields.get("titleaddon"),
        "original": fields.get("origtitle"),
        "journal": fields["journal"],
        "year": fields.get("year"),
        "volume": fields.get("volume"),
        "number": fields.get("number"),
        "pages": fields.get("pages", "").replace("–", "-").replace("--", "-") or None,
        "issn": fields["issn"],
        "doi": entry.fields.get("doi"),
        "url": entry.fields["url"],
        "abstract": fields.get("abstract"),
        "keywords": keywords(fields.get("keywords", "")),
    }


def _bibtex_name(one: Person) -> str:
    # BibTeX counts `van der` of `van der Berg, Anna` as a part of its own, before the last name.
    last, first = one.prelast_names + one.last_names, one.first_names + one.middle_names
    return spelt(" ".join(last), *one.lineage_names, " ".join(first))


def _untexed(value: str) -> str:
    value = value.replace(r"\$", "$")  # which pybtex leaves
    words = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    marked = re.sub(r"\\text([a-z]+){}", lambda found: f"\ue000{ord(words[found[1]])}\ue001", value)
    return re.sub("\ue000([0-9]+)\ue001", lambda found: chr(int(found[1])), str(Text.from_latex(marked)))


def from_ris(data: bytes) -> list[Found]:
    return [
        {
            "key": record["id"],
            "names": [spelt(*re.split(", ?", name)) for name in record.get("authors", ())],
            "translators": [spelt(*re.split(", ?", name)) for name in record.get("subsidiary_authors", ())],
            "title": record["title"],
            "other": record.get("translated_title"),
            "original": record.get("original_publication"),
            "journal": record["secondary_title"],
            "year": record.get("year"),
            "volume": record.get("volume"),
            "number": record.get("number"),
            "pages": "-".join(record[tag] for tag in ("start_page", "end_page") if tag in record) or None,
            "issn": record["issn"],
            "doi": record.get("doi"),
            "url": record["urls"][0],
            "abstract": record.get("abstract"),
            "keywords": record.get("keywords", [""]),
        }
        for record in rispy.load(io.StringIO(data.decode(), newline=""))
    ]


def from_csl(data: bytes) -> list[Found]:
    return [
        {
            "key": item["id"],
            "names": [_csl_name(name) for name in item.get("author", ())],
            "translators": [_csl_name(name) for name in item.get("translator", ())],
            "title": item["title"],
            "other": item["note"].removeprefix("translated-title: ") if "note" in item else None,
            "original": item.get("original-title"),
            "journal": item["container-title"],
            "year": str(item["issued"]["date-parts"][0][0]) if "issued" in item else None,
            "volume": item.get("volume"),
            "number": item.get("issue"),
            "pages": item.get("page"),
            "issn": item["ISSN"],
            "doi": item.get("DOI"),
            "url": item["URL"],
            "abstract": item.get("abstract"),
            "keywords": keywords(item.get("keyword", "")),
        }
        for item in json.loads(data)
    ]


def _csl_name(name: dict[str, str]) -> str:
    return spelt(*(name.get(part, "") for part in ("literal", "family", "suffix", "given")))


READERS: dict[str, Callable[[bytes], list[Found]]] = {
    "citation.bib": from_bibtex,
    "citation.ris": from_ris,
    "citation.json": from_csl,
}


def made(file: str, of: Rendition) -> bytes:
    output: PerArticle = PRODUCTS[file].OUTPUT
    assert output.paths(of.article) == (file,)
    files = output.make(of, {})
    assert list(files) == [file]
    return files[file]


def read(file: str, of: Rendition) -> list[Found]:
    return READERS[file](made(file, of))


each_format = pytest.mark.parametrize("file", PRODUCTS)

# ---------------------------------------------------------------- the three


def test_the_three_are_one_output_by_name() -> None:
    assert {output.make.__module__ for output in per_article() if output.name == "citation"} == {
        module.__name__ for module in PRODUCTS.values()
    }


@each_format
@pytest.mark.parametrize("name", RENDITIONS)
def test_golden(file: str, name: str, expected: Callable[[str, bytes], None]) -> None:
    expected(f"{name}{Path(file).suffix}", made(file, RENDITIONS[name]))


CROSSING_ZH = r"数据“跨境”与ius cogens：H2O 的 50% & A_B #1 {甲} ~ ^ \ $9——以《UN 公约》 为例"
CROSSING_EN = "Data across Borders and ius cogens: UN and iFerry"


@each_format
def test_original_and_translation_are_each_cited_in_their_own_language(file: str) -> None:
    address = {"doi": "10.5555/fr.2031_01(a)", "url": "https://example.org/ferry_review/articles/ouyang-crossing/"}
    place = {"year": "2031", "volume": "2", "number": "1"}
    assert read(file, RENDITIONS["ouyang-crossing"]) == [
        {
            "key": "ouyang-crossing",
            "names": [
                "欧阳静之",
                "阿依努尔·买买提",
                "刘𠮷䶮",
                "郑李淑芳",
                "安娜·范德贝格",
                "伊丽莎白·哈特曼",
                "“桥与渡”课题组, 云栖大学",
            ],
            "translators": [],
            "title": CROSSING_ZH,
            "other": CROSSING_EN,
            "original": None,
            "journal": "渡口评论",
            **place,
            "pages": "641-660",
            "issn": "0000-0000",
            **address,
            "abstract": "目的 桥定其所，占 50%。 方法 渡随其人。",
            "keywords": ["桥", "渡口_甲"],
        },
        {
            "key": "ouyang-crossing.en",
            "names": [
                "Ouyang, Jingzhi",
                "Aynur Mamat",
                "Liu, Jiyan",
                "Zheng-Li, Shufang",
                "van der Berg, Anna",
                "Hartmann, Elisabeth",
                "Bridge and Ferry Group, Yunqi University",
            ],
            "translators": ["An, Huaiyuan"],
            "title": CROSSING_EN,
            "other": None,
            "original": CROSSING_ZH,
            "journal": "Ferry & Bridge Review",
            **place,
            "pages": "7",
            "issn": "0000-0019",
            **address,
            "abstract": "A bridge stays & waits. A ferry does not.",
            "keywords": ["bridges", "ferries"],
        },
    ]


@each_format
def test_names_that_others_take_apart(file: str) -> None:
    (found,) = read(file, RENDITIONS["marsh-price"])
    expected = {"King, Jr., Martin Luther", "King, Martin Luther, Jr."}  # BibTeX and RIS order them each in its way
    names = found["names"]
    assert isinstance(names, list)
    assert names[0] in expected
    assert names[1:] == ["Qiu, Yu'an", "Jón Sigurðsson", "Platon"]


@each_format
def test_online_first_has_no_number_and_no_pages(file: str) -> None:
    for found in read(file, RENDITIONS["ouyang-crossing.online-first"]):
        assert [found[fact] for fact in ("volume", "number", "pages", "year")] == [None] * 4
        assert found["journal"]
        assert found["doi"] == CROSSING.doi


@each_format
def test_pages_that_nobody_knows_yet_are_left_out(file: str) -> None:
    assert [found["pages"] for found in read(file, rendition(CROSSING, zh=None, en=(5, 9)))] == [None, "5-9"]


@each_format
def test_a_text_outside_the_issue_has_no_number_of_it(file: str) -> None:
    found = read(file, rendition(CROSSING, zh=(5, 9)))
    assert [(one["year"], one["number"], one["pages"]) for one in found] == [("2031", "1", "5-9"), ("2031", None, None)]


@each_format
def test_an_issue_without_volume_gives_none(file: str) -> None:
    bare = dataclasses.replace(ISSUE, volume=None)
    assert [found["volume"] for found in read(file, rendition(CROSSING, bare))] == [None, None]


@pytest.mark.parametrize(
    ("published", "day"),
    [(dt.date(2031, 2, 3), (2031, 2, 3)), (dt.date(2032, 1, 3), (2031,))],  # an issue that came late keeps its year
)
def test_the_day_is_that_of_publication_and_the_year_that_of_the_issue(
    published: dt.date, day: tuple[int, ...]
) -> None:
    entry = LockedArticle(CROSSING.id, "", DOI("10.5555/locked"), published)
    lock = Lock(dt.datetime(2031, 2, 3, tzinfo=dt.UTC), "", (entry,))
    of = rendition(dataclasses.replace(CROSSING, doi=None), dataclasses.replace(ISSUE, lock=lock))
    item = json.loads(made("citation.json", of))[0]
    assert item["issued"] == {"date-parts": [list(day)]}
    assert item["DOI"] == "10.5555/locked"
    assert ("DA  - 2031/02/03" in made("citation.ris", of).decode()) is (len(day) == 3)
    assert ("month = feb," in made("citation.bib", of).decode()) is (len(day) == 3)


def test_a_translator_of_the_root_is_named() -> None:
    translator = person(eastern("解", "明远"), kind="translator")
    of = rendition(dataclasses.replace(PRICE, contributors=(*PRICE.contributors, translator)))
    assert [[found["translators"] for found in read(file, of)] for file in PRODUCTS] == [[["Xie, Mingyuan"]]] * 3


# ---------------------------------------------------------------- each format's own rules


def test_bibtex_braces_are_balanced_and_keep_capitals() -> None:
    text = made("citation.bib", RENDITIONS["ouyang-crossing"]).decode()
    depth = list(itertools.accumulate({"{": 1, "}": -1}.get(character, 0) for character in text))
    assert min(depth) == depth[-1] == 0
    assert "A\\_{B} " in text
    assert "title = {Data across Borders and ius cogens: {UN} and {iFerry}}" in text
    assert "author = {{欧阳静之} and {阿依努尔·买买提} and {刘𠮷䶮} and " in text


def test_ris_has_one_line_a_tag_and_ends_lines_as_its_specification_says() -> None:
    text = made("citation.ris", RENDITIONS["ouyang-crossing"]).decode()
    lines = text.split("\r\n")
    assert not re.search(r"[\r\n]", "".join(lines))
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*|", line) for line in lines)
    assert [line for line in lines if line[:2] in ("TY", "ER", "")] == [
        "TY  - JOUR",
        "ER  - ",
        "",
        "TY  - JOUR",
        "ER  - ",
    ]


def test_csl_holds_only_what_csl_1_0_2_knows() -> None:
    known = set(
        "id type language title original-title author translator container-title container-title-short issued volume "
        "issue page status publisher ISSN DOI URL abstract keyword note".split()
    )
    items = [item for of in RENDITIONS.values() for item in json.loads(made("citation.json", of))]
    assert set().union(*items) == known
    assert {item.get("status") for item in items} == {None, "advance online publication"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (node("p", "水", node("sup", "2"), node("bold", "权")), "水2权"),
        (node("p", "参见图", node("xref", "1", ref_type="fig")), "参见图1"),
        (node("p", "甲", node("fn", node("p", "注"))), "甲"),
        (
            node(
                "p",
                "设 ",
                node("alternatives", node("tex-math", "$x$"), node("mml:math", node("mml:mi", "x"))),
                " 为数",
            ),
            "设 x 为数",
        ),
        (node("p", node("alternatives", node("graphic"))), ""),
    ],
)
def test_plain_text(content: Node, text: str) -> None:
    assert plain(content) == text


# ---------------------------------------------------------------- every article there is


def placed(home: snapshot.Snapshot, article: Article) -> Rendition:
    """The article in its issue, on pages made up from the order of the contents."""
    for issue in home.issues:
        places = ByLanguage.of(
            (edition.language, Placement(issue.id, edition.language, slot.column, order, start, start + 8))
            for edition in issue.editions
            for order, slot in enumerate(edition.slots, start=1)
            if slot.article == article.id
            for start in [edition.start + order * 10]
        )
        if places:
            return Rendition(home.journal, home.house, article, None, issue, places)
    return Rendition(home.journal, home.house, article)


def homes() -> Iterable[Rendition]:
    for path in HOMES:
        home = snapshot.read(path, {}, with_house=False).snapshot
        yield from (placed(home, article) for article in home.articles)


@each_format
def test_every_article_comes_back_as_it_went(file: str) -> None:
    articles = list(homes())
    assert len(articles) >= 9
    for of in articles:
        article, found = of.article, read(file, of)
        assert [one["title"] for one in found] == [article.titles[tongue].text() for tongue in article.full_text]
        assert {one["doi"] for one in found} == {article.doi}
        assert {one["year"] for one in found} == {str(of.issue.year) if of.issue else None}
        for one, language in zip(found, article.full_text, strict=True):
            place = of.placements.get(language)
            assert one["pages"] == (f"{place.first}-{place.last}" if place else None)
            assert one["names"] == [_printed(author, language) for author in article.authors]
            assert one["keywords"] == list(article.keywords.get(language, ("",)))


def _printed(author: Contributor, language: Language) -> str:
    if author.name is None:
        return author.collab[language]
    name = next(form for form in author.name.forms if form.language == language)
    if language == ZH and name.style is Style.WESTERN:
        return f"{name.given}·{name.family}"
    return spelt(name.family, name.given)


def test_the_three_say_the_same_of_every_article() -> None:
    for of in homes():
        assert read("citation.bib", of) == read("citation.ris", of) == read("citation.json", of)
