"""同一条注被引出两次。 A note is called twice.

一个注码对应一条注；再次引用同一著作，另写一条“同前注”。第二个注码在页面上只是一个链接。
One mark, one note: to cite a work again, write another note (同前注, ibid.). A second mark is but a link on the page.

反例 Anti-pattern

    <p>……。<xref ref-type="fn" rid="fn1"/>……。<xref ref-type="fn" rid="fn1"/></p>

正例 Best practice

    <p>……。<xref ref-type="fn" rid="fn1"/>……。<xref ref-type="fn" rid="fn2"/></p>

依据 Source: CY/T 121（学术出版规范 注释）; 《法学引注手册》
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint import notes
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.lint.source import Spot


def check(context: Context) -> Iterator[Found]:
    """Each mark that calls a listed note for the second time or more."""
    first: dict[str, Spot] = {}
    for id, mark in notes.calls(context.source):
        if first.setdefault(id, mark) is not mark and notes.own(context.source, mark.part, id):
            yield found(mark, id=id, line=first[id].line)


RULE = Rule(
    "note-called-twice",
    Level.WARNING,
    check,
    zh="注“{id}”在第 {line} 行已被引出。",
    en="The note “{id}” is called on line {line} already.",
    fix_zh="请另立一注，写“同前注”。",
    fix_en="Write a note of its own that refers back.",
)
