"""What is wider than the measure: tables turned and made smaller, nothing off the sheet, the rest named."""

from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from tests.journal.shop import LIGHTWEIGHT, Print, Shop, bare, text


def table(columns: int, rows: int = 6) -> str:
    """A table of short cells, its paragraphs before and after."""
    head = "".join(f"<th>栏目{column}</th>" for column in range(columns))
    cells = ("".join(f"<td>格{row}之{column}。</td>" for column in range(columns)) for row in range(rows))
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        f"<p>{LIGHTWEIGHT}</p><table-wrap id='t'><caption><title>题名</title></caption>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></table-wrap><p>{LIGHTWEIGHT}</p>"
    )


def turned(made: Print) -> list[tuple[int, Any]]:
    """Page and turned figure."""
    return [
        (number, box)
        for number, page in enumerate(made.laid.document.pages, start=1)
        for box in page._page_box.descendants()
        if box.element_tag == "figure" and isinstance(box, boxes.BlockBox) and box.element.get("data-turned")
    ]


@pytest.mark.parametrize(("columns", "is_turned", "is_named"), [(4, False, False), (12, True, False), (60, True, True)])
def test_a_wide_table_is_turned_and_one_that_is_too_wide_is_named(
    shop: Shop, columns: int, is_turned: bool, is_named: bool
) -> None:
    made = shop.made(table(columns))
    assert (bool(turned(made)), made.findings) == (is_turned, ["too-wide"] if is_named else [])
    assert bare(text(made.data)).count("格5之3。") == 1
    for number, figure in turned(made):
        sheet = made.laid.document.pages[number - 1]._page_box
        scale = float(figure.element.get("data-turned"))
        (held,) = (box for box in figure.descendants() if isinstance(box, boxes.TableBox))
        assert held.margin_width() * scale <= sheet.height + 1
        assert number == 2
        assert (figure.style["break_before"], figure.style["break_after"]) == ("page", "page")


def test_a_turned_table_of_many_rows_loses_none(shop: Shop) -> None:
    made = shop.made(table(10, 60))
    said = bare(text(made.data))
    assert [row for row in range(60) if f"格{row}之9。" not in said] == []


def test_a_formula_that_is_too_wide_is_named(shop: Shop) -> None:
    wide = "+".join(f"x_{{{n}}}" for n in range(60))
    made = shop.made(f"<p>字<inline-formula><tex-math>{wide}</tex-math></inline-formula></p>")
    assert made.findings == ["too-wide"]
    assert [(found.page, found.is_table) for found in made.laid.wide] == [(0, False)]


def test_a_word_that_cannot_break_stays_in_the_measure(shop: Shop) -> None:
    for language in ("zh", "en"):
        made = shop.made(f"<p xml:lang='{language}'>{LIGHTWEIGHT}{'w' * 300}</p>")
        assert (made.findings, made.laid.wide) == ([], ())
