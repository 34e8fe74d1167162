"""Rules drawn where they divide: a quarter of the measure over notes, none under that of the running head."""

from typing import Any

from tests.journal.shop import LIGHTWEIGHT, Print, Shop, call, fn

OTHER = '<trans-title-group xml:lang="en"><trans-title>Title</trans-title></trans-title-group>'


def rules(made: Print) -> list[tuple[int, float, float]]:
    """Page, place above the type area's edge and thickness of the rule over what is said in the other language."""
    return [
        (number, box.position_y - page._page_box.content_box_y(), box.border_top_width)
        for number, page in enumerate(made.laid.document.pages, start=1)
        for box in page._page_box.descendants()
        if _class(box) == "other-language"
    ]


def _class(box: Any) -> str:
    return (box.element.get("class") or "") if box.element is not None and box.element_tag == "section" else ""


def test_no_rule_stands_under_that_of_the_running_head(shop: Shop) -> None:
    found = {}
    for count in range(28, 44):
        made = shop.made("<p>字</p>" * count, title=f"题目</article-title>{OTHER}<article-title>")
        found.update({number: width for number, _, width in rules(made)})
        if len(found) == 2:
            break
    assert found[1] > 0
    assert found[2] == 0


def test_the_rule_over_notes_is_a_quarter_of_the_measure(shop: Shop) -> None:
    made = shop.made(f"<p>{LIGHTWEIGHT}{call(1)}</p>", f"<fn-group>{fn(1, '注')}</fn-group>")
    page = made.laid.document.pages[0]._page_box
    (area,) = (box for box in page.children if type(box).__name__ == "FootnoteAreaBox")
    assert abs(area.width * 4 - page.width) < 1
