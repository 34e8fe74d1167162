"""An issue bound: the pages that stand round its articles, made by the press, in order, with their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from journal.html.article import Page, sides
from journal.html.index import index_page
from journal.html.issue import Bound, back_page, front_pages
from journal.layout.engine import Laid, Press
from journal.model import House, Listed

SVG = "image/svg+xml"
BLANK = "<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'><title>-</title><style>@page {{ size: {page} }} {sides}</style></head><body></body></html>"
BACK_COVER = 1  # page


@dataclass(frozen=True)
class Volume:
    """The parts of an issue in order, and the labels of their pages: index of the first page, style, first number."""

    front: Laid  # cover, imprint, contents
    middle: tuple[Laid, ...]  # articles, what stands between them, the index
    end: tuple[Laid, ...]  # the back cover
    labels: tuple[tuple[int, str, int], ...]

    @property
    def parts(self) -> tuple[Laid, ...]:
        """All of them, as they are on the screen."""
        return (self.front, *self.middle, *self.end)


def bind(press: Press, bound: Bound, laid: Mapping[str, Laid], year: tuple[Listed, ...]) -> Volume:
    """The whole issue from its laid-out articles, by id; `year` is what its index lists, if it has one."""
    first = next(iter(bound.pages.values()))[0]
    front = _set(press, bound, front_pages(bound))
    if front.pages % 2 == first % 2:  # odd folios stand on odd sheets
        front = _set(press, bound, front_pages(bound, blank=True))
    middle: list[Laid] = []
    labels = [(0, "r", 1)]
    index, number = front.pages, first
    for part, start in _middle(press, bound, laid, year):
        if not middle or start != number:
            labels.append((index, "D", start))
        middle.append(part)
        index, number = index + part.pages, start + part.pages
    end = [back_cover(press, bound)]
    if index % 2 == 0:  # the back cover is a left-hand page
        end.insert(0, blank(press, bound))
    labels.append((index, "r", front.pages + 1))
    return Volume(front, tuple(middle), tuple(end), tuple(labels))


def _middle(
    press: Press, bound: Bound, laid: Mapping[str, Laid], year: tuple[Listed, ...]
) -> Iterator[tuple[Laid, int]]:
    """Articles with the blank pages before those that begin on a right-hand or left-hand page, and the index."""
    last = 0
    for article in bound.articles:
        first = bound.pages[str(article.id)][0]
        if last and first == last + 2:
            yield blank(press, bound), last + 1
        yield laid[str(article.id)], first
        last = bound.pages[str(article.id)][1]
    if year:
        yield _set(press, bound, index_page(bound, year, last + 1)), last + 1


def back_cover(press: Press, bound: Bound) -> Laid:
    """The back cover, set smaller if its contents would not stand on it."""
    back = _set(press, bound, back_page(bound))
    return back if back.pages == BACK_COVER else _set(press, bound, back_page(bound, tight=True))


def blank(press: Press, bound: Bound) -> Laid:
    """A page with nothing on it."""
    html = BLANK.format(language=bound.language, page=bound.style.page, sides=sides(bound.style))
    return press.lay_out(html, (), {}, str(bound.issue.id))


def set_page(press: Press, house: House, name: str, page: Page) -> Laid:
    """A page of the issue's own, laid out; `name` says of what, should something of it not be printable."""
    drawings = {drawing: (data, SVG) for drawing, data in page.drawings.items()}
    return press.lay_out(page.html, (dict(house.templates)["issue/issue.css"],), drawings, name)


def _set(press: Press, bound: Bound, page: Page) -> Laid:
    return set_page(press, bound.house, str(bound.issue.id), page)


__all__ = ["Volume", "back_cover", "bind", "blank", "set_page"]
