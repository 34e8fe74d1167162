"""An issue bound: where its articles begin, what stands between and after them, its index, its margins, its offprints."""

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from journal.html.index import has_index
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.model import Filler, IssueEdition, Listed, Slot, Starts
from journal.outputs import Product, pdf
from journal.outputs.pdf import printing
from tests.journal import pdfs
from tests.journal.shop import EN, SAMPLE, ZH, Bench, Shop, bare, jats, opened, text

pytestmark = pytest.mark.slow
SHORT, LONG = "<p>水有源，树有根。</p>", "<p>" + "水有源，树有根。" * 60 + "</p>"
IDS = ("wei-one", "wei-two", "wei-three")
NAMES = {"wei-one": "卫一", "wei-two": "艾二", "wei-three": "卫一"}


def contributor(name: str) -> str:
    return (
        '<contrib-group><contrib contrib-type="author"><name name-style="eastern">'
        f"<surname>{name[0]}</surname><given-names>{name[1]}</given-names></name></contrib></contrib-group>"
    )


def work(
    shop: Shop,
    bodies: tuple[str, ...] = (SHORT,) * 3,
    start: int = 1,
    fillers: tuple[Filler, ...] = (),
    index: bool | None = False,
    year: tuple[Listed, ...] = (),
    **style: Any,
) -> tuple[Bench, pdf.Edition]:
    """An edition of short articles."""
    files, articles = {}, []
    for id, body in zip(IDS, bodies, strict=False):
        path = f"issues/{SAMPLE}/{id}/article.xml"
        files[path] = jats(body, title=f"题目{id}", front=contributor(NAMES[id]))
        articles.append(read.article(files[path], ArticleId(id), path, "", {})[0])
    whole = shop.work(ZH)
    slots = tuple(Slot("articles", article.id) for article in articles)
    edition = IssueEdition(ZH, start, slots, fillers)
    issue = dataclasses.replace(whole.issue, editions=(edition,), index=index)
    placement = whole.placements[0]
    return Bench(shop.cache, files), dataclasses.replace(
        whole,
        journal=shop.journal(ZH, **style),
        issue=issue,
        articles=tuple(articles),
        placements=tuple(
            dataclasses.replace(placement, column="articles", order=order) for order, _ in enumerate(articles, start=1)
        ),
        locked=(None,) * len(articles),
        year=year,
    )


def made(shop: Shop, *bodies: str, **settings: Any) -> tuple[bytes, Mapping[str, list[int]], Product]:
    """The issue's PDF, the pages of its articles, and all that was made."""
    bench, asked = work(shop, bodies or (SHORT,) * 3, **settings)
    product = pdf.edition(bench, asked)
    assert product.failures == ()
    return (
        product.files[pdf.issue_path(asked.issue, ZH)],
        json.loads(product.files[pdf.pages_path(asked.issue, ZH)]),
        product,
    )


# ---------------------------------------------------------------- where articles begin


@pytest.mark.parametrize(
    ("starts", "start", "first", "labels"),
    [
        (Starts.NEXT, 1, [1, 2, 3], "1 2 3"),
        (Starts.ODD, 1, [1, 3, 5], "1 2 3 4 5"),
        (Starts.ODD, 2, [3, 5, 7], "3 4 5 6 7"),
        (Starts.EVEN, 1, [2, 4, 6], "2 3 4 5 6"),
    ],
)
def test_articles_begin_where_the_journal_wants_them(
    shop: Shop, starts: Starts, start: int, first: list[int], labels: str
) -> None:
    data, pages, product = made(shop, starts=starts, start=start)
    assert [pages[id] for id in IDS] == [[page, page] for page in first]
    with opened(data) as found:
        numbered = [label for label in pdfs.labels(found) if label.isdigit()]
        assert numbered == labels.split()
        at = {label: number for number, label in enumerate(pdfs.labels(found), start=1)}
    for label, number in at.items():
        if label.isdigit():
            said = bare(text(data, "-f", str(number), "-l", str(number)))
            assert (said == "") == (int(label) not in first)  # between them stand empty pages
            assert number % 2 == int(label) % 2  # odd folios on odd sheets
    for id in IDS:
        with opened(product.files[pdf.article_path(ArticleId(id), ZH)]) as alone:
            assert pdfs.labels(alone) == [str(pages[id][0])]


# ---------------------------------------------------------------- margins


def test_margins_differ_at_the_spine_and_at_the_edge(shop: Shop) -> None:
    data, pages, _ = made(shop, LONG * 8, inner="30mm", outer="15mm")
    with opened(data) as found:
        at = pdfs.labels(found).index(str(pages["wei-one"][0])) + 1
    edges = [left(data, at + n) for n in range(2)]
    assert edges[0] == pytest.approx(30, abs=0.3)  # page 1, a right-hand page
    assert edges[1] == pytest.approx(15, abs=0.3)


def left(data: bytes, page: int) -> float:
    """Where the text of a page begins, in millimetres."""
    said = text(data, "-f", str(page), "-l", str(page), "-bbox")
    return min(float(x) for x in re.findall('<word xMin="([^"]+)"', said)) / 72 * 25.4


def test_where_both_sides_have_one_sum_lines_break_as_without(shop: Shop) -> None:
    path = pdf.article_path(ArticleId("wei-one"), ZH)
    plain = made(shop, LONG * 8)[2].files[path]
    mirrored = made(shop, LONG * 8, inner="24mm", outer="16.54mm")[2].files[path]
    assert text(plain, "-raw") == text(mirrored, "-raw")


# ---------------------------------------------------------------- fillers


def filler(after: str, length: int = 1) -> Filler:
    return Filler(ArticleId(after), "上善若水，水善利万物而不争。" * length, "水", "《老子》")


def test_a_filler_stands_in_what_the_last_page_leaves_free(shop: Shop) -> None:
    data, pages, product = made(shop, fillers=(filler("wei-two"),))
    plain, same, _ = made(shop)
    assert pages == same
    assert [finding.rule for finding in product.findings] == []
    assert "上善若水" not in bare(text(plain))
    own = product.files[pdf.article_path(ArticleId("wei-two"), ZH)]
    with opened(data) as found:
        number = str(pdfs.labels(found).index(str(pages["wei-two"][0])) + 1)
    for said in (text(own), text(data, "-f", number, "-l", number)):
        assert bare(said).count("上善若水，水善利万物而不争。") == 1
        assert "《老子》" in bare(said)


def test_a_filler_that_does_not_fit_is_left_out_and_that_is_said(shop: Shop) -> None:
    data, pages, product = made(shop, fillers=(filler("wei-two", 90),))
    assert pages == made(shop)[1]
    assert [(finding.rule, finding.place.file) for finding in product.findings] == [
        ("filler-left-out", f"issues/{SAMPLE}/wei-two/article.xml")
    ]
    assert "上善若水" not in bare(text(data))


def test_a_filler_is_no_matter_of_other_articles(shop: Shop) -> None:
    _, _, with_one = made(shop, fillers=(filler("wei-two"),))
    _, _, without = made(shop)
    for id in IDS:
        path = pdf.article_path(ArticleId(id), ZH)
        assert (with_one.files[path] == without.files[path]) == (id != "wei-two")


# ---------------------------------------------------------------- the index of the year


@pytest.mark.parametrize(
    ("number", "said", "expected"),
    [("5", None, False), ("6", None, True), ("5-6", None, True), ("5", True, True), ("6", False, False)],
)
def test_the_last_number_of_a_year_has_the_index(shop: Shop, number: str, said: bool | None, expected: bool) -> None:
    issue = dataclasses.replace(shop.issue, number=number, index=said)
    assert has_index(shop.snapshot.journal, issue) == expected


def earlier(shop: Shop, id: str, number: str, column: str, page: int) -> Listed:
    article = shop.snapshot.article(ArticleId(id))
    return Listed(article.id, number, column, article.titles[ZH], article.authors, page)


def test_the_index_lists_the_year_by_column_and_by_author(shop: Shop) -> None:
    year = (earlier(shop, "liu-hearing", "1", "articles", 7), earlier(shop, "hartmann-review", "2", "reviews", 150))
    data, pages, _ = made(shop, index=True, year=year)
    with opened(data) as found:
        labels = pdfs.labels(found)
        assert [title for depth, title in pdfs.outline(found) if depth == 1][-1] == "2026年总目录"
        last = str(pages["wei-three"][1] + 1)
        page = labels.index(last)
        leads = [labels[target] for target in pdfs.links(found, found.pages[page])]
    said = bare(text(data, "-f", str(page + 1), "-l", str(page + 1)))
    columns, _, authors = said.partition("作者索引")
    for piece in ("理论研究", "（1）7", "书评", "（2）150", *(f"（5）{pages[id][0]}" for id in IDS)):
        assert piece in columns
    assert columns.index("理论研究") < columns.index("书评")
    assert columns.index("（1）7") < columns.index("（5）1")  # in a column as they appeared
    places = f"（5）{pages['wei-one'][0]}；（5）{pages['wei-three'][0]}"
    assert re.search(f"卫一[.…\\s]*{places}", authors)  # an author once, with all places
    assert authors.index("艾二") < authors.index("卫一")  # ài before wèi
    assert set(leads) == {str(pages[id][0]) for id in IDS}  # links lead to what is in this issue
    assert said.endswith(last) or last in said


def test_without_the_index_there_is_none(shop: Shop) -> None:
    data, _, _ = made(shop)
    assert "总目录" not in text(data)


# ---------------------------------------------------------------- the same facts, the same bytes; sources


def test_each_article_brings_its_source_into_the_issue(shop: Shop) -> None:
    data, _, product = made(shop)
    with opened(data) as found:
        assert sorted(found.attachments) == sorted(f"{id}.xml" for id in IDS)
        assert len(found.Root.AF) == 3
        for id in IDS:
            with opened(product.files[pdf.article_path(ArticleId(id), ZH)]) as own:
                assert (
                    own.attachments[f"{id}.xml"].get_file().read_bytes()
                    == found.attachments[f"{id}.xml"].get_file().read_bytes()
                )


def test_an_issue_is_the_same_twice(shop: Shop) -> None:
    settings = {"fillers": (filler("wei-one"),), "index": True, "starts": Starts.ODD}
    assert made(shop, **settings)[0] == made(shop, **settings)[0]


# ---------------------------------------------------------------- offprints, and the printed edition


def test_an_offprint_is_the_article_with_a_cover(shop: Shop) -> None:
    bench, asked = work(shop, start=7)
    product = printing.offprints(bench, asked)
    screen = pdf.edition(bench, asked)
    assert set(product.files) == {printing.offprint_path(asked.issue, ArticleId(id), ZH) for id in IDS}
    data = product.files[printing.offprint_path(asked.issue, ArticleId("wei-two"), ZH)]
    with opened(data) as found, opened(screen.files[pdf.article_path(ArticleId("wei-two"), ZH)]) as own:
        assert pdfs.labels(found) == ["i", "ii", "8"]
        assert pdfs.instructions(found.pages[2]) == pdfs.instructions(own.pages[0])
        assert list(found.attachments) == ["wei-two.xml"]
    cover = bare(text(data, "-f", "1", "-l", "1"))
    assert [
        piece for piece in ("抽印本", "人权", "2026年第5期，第8—8页", "题目wei-two", "艾二") if piece not in cover
    ] == []


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_printed_pages_are_those_of_the_screen(shop: Shop, language: Language) -> None:
    asked = shop.work(language)
    product = printing.edition(Bench(shop.cache), asked)
    block, cover, notes = (product.files[path] for path in printing.print_paths(asked.issue, language))
    screen = shop.edition(language).files[pdf.issue_path(shop.issue, language)]
    with opened(block) as found, opened(screen) as whole:
        labels, numbers = pdfs.labels(whole), pdfs.labels(found)
        assert len(numbers) % 2 == 0
        assert numbers[0] == "iii"  # cover and imprint are printed on the board
        for number, page in zip(numbers, found.pages, strict=True):
            if number.isdigit() and number in labels:
                assert shown(page) == shown(whole.pages[labels.index(number)])
    with opened(cover) as found:
        spine = asked.journal.printing.spine(len(numbers))
        assert len(found.pages) == 2
        assert [round(float(value) / 72 * 25.4, 2) for value in found.pages[0].obj.TrimBox[2:]] == [
            pytest.approx(370 + spine, abs=0.02),
            260,
        ]
    assert f"{len(numbers)} 面 pages" in notes.decode()
    assert f"{spine:g} mm" in notes.decode()


def shown(page: Any) -> list[tuple[str, ...]]:
    return [each for each in pdfs.instructions(page) if each[0] in ("Tm", "Td", "TJ", "Tj", "Tc")]


def test_an_issue_of_which_an_article_fails_is_not_printed(shop: Shop) -> None:
    bench, asked = work(shop, ("<p>\U0010fffe</p>", SHORT))
    product = printing.edition(bench, asked)
    assert product.files == {}
    assert [name for name, _ in product.failures] == ["wei-one"]


def test_a_forthcoming_article_has_an_offprint_too(shop: Shop) -> None:
    bench, asked = shop.asked(SHORT)
    product = printing.offprint(bench, asked)
    (path,) = product.files
    assert path == "exports/forthcoming/offprints/wei-made.zh.pdf"
    assert "网络首发" in bare(text(product.files[path], "-f", "1", "-l", "1"))
