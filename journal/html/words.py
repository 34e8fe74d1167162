"""The words a page prints round an article, by language: labels, date and page forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """Labels of an article's page in one language."""

    abstract: str
    keywords: str
    separator: str  # between keywords
    clc: str
    document_code: str
    received: str
    revised: str
    accepted: str
    funding: str
    editor: str  # with {name}
    translator: str  # with {name}
    cite: str
    corresponding: str
    equal: str
    contents: str
    colon: str
    and_: str  # between the last two authors
    comma: str  # between authors
    issue: str  # with {year} {number}
    online_first: str
    licence: str
    references: str
    date: Callable[[dt.date], str]  # in small print
    day: Callable[[dt.date], str]  # in full


MONTHS = (  # strftime would follow the locale of whoever runs the program
    "January February March April May June July August September October November December".split()
)

ZH = PageWords(
    abstract="内容提要",
    keywords="关键词",
    separator="；",
    clc="中图分类号",
    document_code="文献标识码",
    received="收稿日期",
    revised="修回日期",
    accepted="录用日期",
    funding="基金项目",
    editor="（责任编辑：{name}）",
    translator="（{name} 译）",
    cite="引用格式",
    corresponding="通信作者",
    equal="同等贡献",
    contents="目　录",
    colon="：",
    and_="、",
    comma="、",
    issue="{year}年第{number}期",
    online_first="网络首发",
    licence="许可",
    references="参考文献",
    date=lambda day: day.isoformat(),
    day=lambda day: f"{day.year}年{day.month}月{day.day}日",
)
EN = PageWords(
    abstract="Abstract",
    keywords="Keywords",
    separator="; ",
    clc="CLC",
    document_code="Document code",
    received="Received",
    revised="Revised",
    accepted="Accepted",
    funding="Funding",
    editor="(Handling editor: {name})",
    translator="Translated by {name}",
    cite="Cite as",
    corresponding="corresponding author",
    equal="equal contribution",
    contents="Contents",
    colon=": ",
    and_=" and ",
    comma=", ",
    issue="No. {number}, {year}",
    online_first="Online first",
    licence="Licence",
    references="References",
    date=lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    day=lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
)


def page_words(language: str) -> PageWords:
    """The words of `language`; English stands in for a language that has none of its own."""
    return ZH if language.startswith("zh") else EN
