"""Tables that break: the head is repeated and says that the table goes on, where it does and nowhere else."""

from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from journal.ids import Language
from tests.journal.shop import EN, LIGHTWEIGHT, ZH, Print, Shop, bare


def table(rows: int) -> str:
    body = "".join(f"<tr><td>行{row}</td><td>内容</td></tr>" for row in range(rows))
    return (
        f"<p>{LIGHTWEIGHT * 30}</p><table-wrap id='t'><caption><title>题名</title></caption><table><thead>"
        f"<tr><th>栏一</th><th>栏二</th></tr></thead><tbody>{body}</tbody></table></table-wrap><p>{LIGHTWEIGHT}</p>"
    )


def fragments(made: Print) -> list[Any]:
    """What stands of the table on each page that has some of it."""
    every = (box for page in made.laid.document.pages for box in page._page_box.descendants())
    return [box for box in every if isinstance(box, boxes.TableBox) and box.element_tag == "table"]


def rows(fragment: Any) -> list[str]:
    every = (row for group in fragment.children for row in group.children)
    return [bare("".join(b.text for b in row.descendants() if isinstance(b, boxes.TextBox))) for row in every]


@pytest.mark.parametrize(("language", "words"), [(ZH, "续表1"), (EN, "Table1(continued)")])
def test_a_table_that_goes_on_says_so_on_each_further_page(shop: Shop, language: Language, words: str) -> None:
    first, *others = map(rows, fragments(shop.made(table(90), language=language)))
    assert (first[0], len(others) > 1) == ("栏一栏二", True)
    assert [other[:2] for other in others] == [[words, "栏一栏二"]] * len(others)
    body = [row for part in (first, *others) for row in part if row.startswith("行")]
    assert body == [f"行{row}内容" for row in range(90)]


def test_a_table_of_one_page_says_nothing(shop: Shop) -> None:
    for count in (10, 25):
        (only,) = map(rows, fragments(shop.made(table(count).partition("</p>")[2])))
        assert only == ["栏一栏二", *(f"行{row}内容" for row in range(count))]


def test_the_rules_stand_over_and_under_the_head_on_every_page(shop: Shop) -> None:
    """Above the names of the columns a thick one, below them a thin one, whether 续表 stands over them or not."""
    first, *others = fragments(shop.made(table(90)))
    widths = []
    for fragment in (first, *others):
        _, horizontal = fragment.collapsed_border_grid
        head = len(fragment.children[0].children)
        widths.append([round(horizontal[row][0][1][1] * 0.75, 1) for row in (head - 1, head)])
    assert widths == [[1.0, 0.5]] * (1 + len(others))
