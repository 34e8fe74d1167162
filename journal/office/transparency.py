"""The journal's page of figures for a year, for readers and authors: Markdown, and an HTML fragment for the site. It names nobody."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from journal.errors import Bilingual
from journal.office.reports import Number

TITLE = Bilingual("{year} 年审稿与出版数据", "Review and publication in {year}")
NONE = "—"
STYLE = (  # wherever the piece is put, its tables can be read; a site's own rules for .figures come after and win
    ".figures table{border-collapse:collapse;width:100%;table-layout:fixed;margin-bottom:2em}"
    ".figures th,.figures td{border-bottom:1px solid #d5dde3;padding:.35em .6em;text-align:left;vertical-align:top;font-weight:normal}"
    ".figures thead th{border-bottom-color:#3b6a8f;color:#5c6b75}"
    ".figures th:first-child{width:26%}.figures th:nth-child(2){width:32%}.figures td:last-child{color:#5c6b75}"
)
HEADS: tuple[Bilingual, ...] = (
    Bilingual("项目", "figure"),
    Bilingual("数值", "value"),
    Bilingual("定义", "what it counts"),
)
REMARK = Bilingual(
    "四分位数按包含法计算；只计已经发生的，未决稿件了结后数字会变。",
    "Quartiles are inclusive; only what has happened is counted, so that figures change until no manuscript is undecided.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the page: its heading, and its numbers."""

    heading: Bilingual
    numbers: Sequence[Number]


def value(number: Number) -> Bilingual:
    """A number as people read it: a count with its share, or a median between quartiles; of a single case there are none."""
    if number.spread:
        if number.median is None:
            return Bilingual(NONE, NONE)
        middle, low, high = (f"{one:g}" for one in (number.median, number.low or 0, number.high or 0))
        if number.count == 1:
            return Bilingual(f"{middle}（仅 1 例）", f"{middle} (a single case)")
        return Bilingual(
            f"中位数 {middle}（四分位 {low}–{high}，{number.count} 例）",
            f"median {middle} (quartiles {low}–{high}, {number.count} cases)",
        )
    if number.share is not None and number.key != "received":
        return Bilingual(f"{number.count}（{number.share:g}%）", f"{number.count} ({number.share:g}%)")
    return Bilingual(str(number.count), str(number.count))


def markdown(year: int, sections: Sequence[Section], language: str) -> str:
    """The page as Markdown."""
    heads = [one.say(language) for one in HEADS]
    lines = [f"# {TITLE.format(year=year).say(language)}", ""]
    for section in sections:
        lines += [f"## {section.heading.say(language)}", "", _row(heads), _row(["---"] * len(heads))]
        lines += [_row([one.say(language) for one in cells(number)]) for number in section.numbers]
        lines.append("")
    return "\n".join([*lines, REMARK.say(language), ""])


def cells(number: Number) -> tuple[Bilingual, Bilingual, Bilingual]:
    """What stands in a number's row: its name, its value, its definition."""
    return number.said, value(number), number.definition


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def fragment(year: int, sections: Sequence[Section], language: str) -> str:
    """The page as a piece of HTML, without head and body: a section with tables."""
    lines = [
        f'<section class="figures" lang="{html.escape(language)}">',
        f"<style>{STYLE}</style>",
        f"<h1>{_said(TITLE.format(year=year), language)}</h1>",
    ]
    heads = "".join(f'<th scope="col">{_said(one, language)}</th>' for one in HEADS)
    for section in sections:
        lines += [
            f"<h2>{_said(section.heading, language)}</h2>",
            "<table>",
            f"<thead><tr>{heads}</tr></thead>",
            "<tbody>",
        ]
        for number in section.numbers:
            label, *rest = (_said(one, language) for one in cells(number))
            lines.append(f'<tr><th scope="row">{label}</th>{"".join(f"<td>{one}</td>" for one in rest)}</tr>')
        lines += ["</tbody>", "</table>"]
    return "\n".join([*lines, f"<p>{_said(REMARK, language)}</p>", "</section>", ""])


def _said(text: Bilingual, language: str) -> str:
    return html.escape(text.say(language))


__all__ = ["Section", "fragment", "markdown", "value"]
