"""Lines fill the measure: measured on the boxes of the sample's articles."""

from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from journal.ids import Language
from tests.journal.shop import EN, LIGHTWEIGHT, ZH, Line, Print, Shop, lines

FLUSH = 0.06  # em: what the eye does not see
OPENING = "“‘（《〈【〔［"
CLOSING = "”’）》〉】〕］，。、；：？！·"
ARTICLES = [("li-water", ZH), ("liu-hearing", ZH), ("qiu-ramp", ZH), ("zhou-legal-aid", ZH), ("okafor-remedies", EN)]


def inner(found: list[Line]) -> list[Line]:
    """The lines that must reach both edges."""
    return [line for line in found if line.is_justified and not line.is_last]


def ink(line: Line) -> float:
    """Where the line's first letter begins to be seen, in em from the edge; the left half of an opening mark is empty."""
    return line.lead + 0.5 * (line.text[:1] in OPENING and line.lead < -FLUSH)


def share(found: list[Line]) -> float:
    return sum(abs(line.gap) <= FLUSH for line in found) / len(found)


@pytest.mark.slow
@pytest.mark.parametrize(("id", "language"), ARTICLES)
def test_the_lines_of_the_sample_are_flush(shop: Shop, id: str, language: Language) -> None:
    found = lines(shop.sample(id, language).laid)
    full = inner(found)
    print(
        f"{id} {language}: {share(full):.2%} of {len(full)} lines flush, worst {max(abs(line.gap) for line in full):.3f} em"
    )
    assert len(full) > 100
    assert share(full) >= 0.97
    assert [line for line in found if line.gap < -0.1] == []
    assert [line for line in full if not line.is_first and abs(ink(line)) > FLUSH] == []
    if language == ZH:
        assert [line.text for line in found if line.text[:1] in tuple(CLOSING)] == []
        assert [line.text for line in found if not line.is_last and line.text[-1:] in tuple(OPENING)] == []


def paragraph(shop: Shop, xml: str, language: Language = ZH) -> list[Line]:
    found = lines(shop.made(xml, language=language).laid)
    return [line for line in found if line.page == 1 and line.is_justified and not line.is_last]


@pytest.mark.parametrize("begins", range(8))
def test_a_western_run_at_either_edge_leaves_no_gap(shop: Shop, begins: int) -> None:
    """The quarter-em between Han and Western text is not wanted where a line ends between them."""
    found = paragraph(shop, f"<p>{'权' * begins}{'权利UN法治38' * 40}</p>")
    assert [
        line.text for line in found if abs(line.gap) > FLUSH or (not line.is_first and abs(line.lead) > FLUSH)
    ] == []
    assert {line.text[-1].isascii() for line in found} | {line.text[0].isascii() for line in found} == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        LIGHTWEIGHT * 12,
        "“法治”，《宪章》（节选）。" * 20,
        "<bold>权</bold><italic>利</italic><sup>2</sup>法" * 60,
        "𠮷䶮㛃" * 60,
        "——……" * 60,
    ],
)
def test_chinese_lines_are_flush_whatever_they_hold(shop: Shop, text: str) -> None:
    found = paragraph(shop, f"<p>{text}</p>")
    assert len(found) >= 3
    assert [line.text for line in found if abs(line.gap) > FLUSH] == []


def test_a_word_is_not_stretched_in_chinese(shop: Shop) -> None:
    """The spare width of a Chinese line goes between its characters: what is left of a word's letters stays together."""
    found = paragraph(shop, f"<p>{(LIGHTWEIGHT + 'ombudsperson') * 12}</p>")
    assert [line.text for line in found if abs(line.gap) > FLUSH] == []


def test_english_lines_are_flush(shop: Shop) -> None:
    found = paragraph(shop, f"<p>{'The quick brown fox “jumps” over <italic>the lazy</italic> dog. ' * 20}</p>", EN)
    assert len(found) >= 8
    assert [line.text for line in found if abs(line.gap) > FLUSH] == []


def test_a_paragraph_goes_on_flush_after_a_formula(shop: Shop) -> None:
    formula = "<disp-formula><tex-math>x</tex-math></disp-formula>"
    found = lines(shop.made(f"<p>{LIGHTWEIGHT * 5}{formula}其中{LIGHTWEIGHT * 5}</p>").laid)
    after = found.index(next(line for line in found if line.text.startswith("其中")))
    assert (found[after].is_justified, abs(found[after].lead) < FLUSH, abs(found[after].gap) < FLUSH) == (
        True,
        True,
        True,
    )


def test_the_last_line_is_as_long_as_it_is(shop: Shop) -> None:
    found = lines(shop.made(f"<p>{LIGHTWEIGHT * 3}完。</p>").laid)
    last = next(line for line in found if line.text.endswith("完。"))
    assert (last.is_last, last.gap > 10) == (True, True)


def edges(shop: Shop, text: str, **style: object) -> list[tuple[str, float, str, float]]:
    """First letter and where it begins, last letter and where it ends, of the full lines of a paragraph."""
    found = lines(shop.made(f"<p>{text}</p>", **style).laid)
    full = [line for line in found if line.page == 1 and line.is_justified and not line.is_last and not line.is_first]
    return [(line.text[0], line.lead, line.text[-1], line.gap) for line in full]


@pytest.mark.parametrize("begins", range(12))
def test_a_mark_at_either_edge_gives_up_its_empty_half(shop: Shop, begins: int) -> None:
    found = edges(shop, "权" * begins + "权利《宪章》规定（法治）人民，国家。机关“自治”条约、宣言：议定；" * 9)
    assert len(found) >= 6
    for first, lead, last, gap in found:
        assert lead == pytest.approx(-0.5 if first in OPENING else 0, abs=FLUSH), (first, last)
        assert gap == pytest.approx(0, abs=FLUSH), (first, last)


def test_the_marks_that_meet_are_half_as_wide_in_every_face(shop: Shop) -> None:
    """LXGW WenKai, in which quotations are set, has no half-width marks of its own: it is given them."""
    for text in ("<p>{}</p>", "<disp-quote><p>{}</p></disp-quote>", "<sec id='s'><title>{}</title></sec>"):
        made = texts(shop.made(text.format("权《宪》，章")))
        met = next(box for box in made if box.text == "》")
        assert met.width == pytest.approx(met.style["font_size"] / 2, abs=0.1), text


def texts(made: Print) -> list[Any]:
    every = (box for page in made.laid.document.pages for box in page._page_box.descendants())
    return [box for box in every if isinstance(box, boxes.TextBox)]
