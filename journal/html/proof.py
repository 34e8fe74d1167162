"""What is drawn over the pages of a proof: line numbers, marks of queries, change bars, a watermark; and the list of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journal.errors import Bilingual
from journal.html.markup import element, markup
from journal.model import Node
from journal.proofs.lines import Line, Map

STYLE = "proofs/marks.css"
TITLE = Bilingual("编辑提问", "Queries")
COLUMNS = (
    Bilingual("编号", "No."),
    Bilingual("页·行", "Page · line"),
    Bilingual("所问文字", "About"),
    Bilingual("提问", "Query"),
    Bilingual("答复", "Answer"),
)
ANSWER = Bilingual(
    "请在“答复”栏填写，或在勘误表中以“答复提问”填写。",
    "Please answer here, or in the correction form as “answer to a query”.",
)
NUMBER_GAP, MARK_GAP = 8, 9  # points between the text and what stands in its margin


@dataclass(frozen=True, slots=True)
class Query:
    """A question to whoever reads the proof, at a place of the pages."""

    number: int
    page: int
    line: int
    about: str
    question: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All that a proof shows beside its text: whose it is, in a line over each page, and what stands in the margins."""

    name: Bilingual  # 一校样 ‖ first proof
    headline: str
    queries: Sequence[Query] = ()
    changed: frozenset[tuple[int, int]] = frozenset()  # page, line


def proof_marks(map_: Map, marks: Marks) -> str:
    """One HTML document: for each page of the proof a sheet of its size, then the list of queries, if there are any."""
    sheets = [
        _sheet(size, [line for line in map_.lines if line.page == page], marks)
        for page, size in enumerate(map_.sizes, start=1)
    ]
    width, height = map_.sizes[0]
    style = f"@page {{ size: {width:.2f}pt {height:.2f}pt; margin: 0 }} @page list {{ margin: 20mm 18mm }}"
    body = element("body", *sheets, *([_list(marks)] if marks.queries else ()))
    head = f'<meta charset="utf-8"><style>{style}</style><title>{markup(marks.headline)}</title>'
    return f'<!DOCTYPE html><html lang="zh"><head>{head}</head>{markup(body)}</html>'


def _sheet(size: tuple[float, float], lines: Sequence[Line], marks: Marks) -> Node:
    width, height = size
    left = min((line.left for line in lines), default=0.0)
    right = max((*(line.right for line in lines), width - left))  # margins are the same left and right
    return element(
        "div",
        _watermark(marks.name, height),
        element("div", marks.headline, class_="headline"),
        *(_number(line, left) for line in lines),
        *(_bar(line, right) for line in lines if (line.page, line.number) in marks.changed),
        *_queries(lines, right, marks.queries),
        class_="sheet",
        style=f"width:{width:.2f}pt;height:{height:.2f}pt",
    )


def _watermark(name: Bilingual, height: float) -> Node:
    other = element("span", name.en.upper(), class_="other")
    return element("div", name.zh, element("br"), other, class_="watermark", style=f"top:{height * 0.4:.1f}pt")


def _number(line: Line, left: float) -> Node:
    middle = (line.top + line.bottom) / 2
    style = f"left:{left - NUMBER_GAP - 20:.1f}pt;top:{middle - 3:.1f}pt"
    return element("div", str(line.number), class_="number" if line.number % 5 else "number fifth", style=style)


def _bar(line: Line, right: float) -> Node:
    style = f"left:{right + 4:.1f}pt;top:{line.top:.1f}pt;height:{line.bottom - line.top:.1f}pt"
    return element("div", class_="bar", style=style)


def _queries(lines: Sequence[Line], right: float, queries: Sequence[Query]) -> Iterator[Node]:
    for line in lines:
        here = [query for query in queries if (query.page, query.line) == (line.page, line.number)]
        if here:
            said = ",".join(f"Q{query.number}" for query in here)
            yield element("div", said, class_="query", style=f"left:{right + MARK_GAP:.1f}pt;top:{line.top:.1f}pt")


def _list(marks: Marks) -> Node:
    head = element("tr", *(element("th", *_both(text)) for text in COLUMNS))
    rows = [
        element(
            "tr",
            element("td", f"Q{query.number}", class_="mark"),
            element("td", f"{query.page} · {query.line}" if query.page else "—"),
            element("td", query.about),
            element("td", query.question),
            element("td", class_="answer"),
        )
        for query in marks.queries
    ]
    return element(
        "section",
        element("h1", f"{TITLE.zh}　{TITLE.en}"),
        element("p", marks.headline),
        element("p", ANSWER.zh, element("br"), ANSWER.en),
        element("table", element("thead", head), element("tbody", *rows)),
        class_="list",
    )


def _both(text: Bilingual) -> tuple[Node | str, ...]:
    return text.zh, element("br"), text.en


__all__ = ["STYLE", "Marks", "Query", "proof_marks"]
