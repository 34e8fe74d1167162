"""同一个 id 用了两次。 An id stands twice.

id 在整个文件中只能出现一次：指向它的引用才有唯一的去处。译文的 id 以语种开头，便不会相重。
An id stands once in the whole file, so that a reference to it leads to one place. Ids of a translation begin with its
language, which keeps them apart.

反例 Anti-pattern

    <fn id="fn1">…</fn>
    <fn id="fn1">…</fn>

正例 Best practice

    <fn id="fn1">…</fn>
    <fn id="fn2">…</fn>

依据 Source: XML 1.0, validity constraint ID; JATS `@id`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """Each element whose id an element before it has."""
    for id, (first, *others) in context.source.ids.items():
        for spot in others:
            yield found(spot, id=id, line=first.line)


RULE = Rule(
    "id-duplicate",
    Level.ERROR,
    check,
    zh="id“{id}”在第 {line} 行已经用过。",
    en="The id “{id}” stands already on line {line}.",
    fix_zh="请改用另一个 id，并改正指向它的引用。",
    fix_en="Choose another, and correct what points to it.",
)
