"""译文中的引用指向原文的图、表、注。 A reference in a translation points into the original.

译文自成一篇：其中的引用须指向译文自己的图、表、注和文献，否则页面上既无编号也无链接。
A translation is a text of its own: what it refers to must be its own figures, tables, notes and references, or its pages
have neither number nor link there.

反例 Anti-pattern

    <sub-article article-type="translation" id="en" xml:lang="en">
      … <xref ref-type="fn" rid="fn1"/>

正例 Best practice

    <sub-article article-type="translation" id="en" xml:lang="en">
      … <xref ref-type="fn" rid="en-fn1"/>

依据 Source: JATS `<sub-article>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.lint.source import TEXTS


def check(context: Context) -> Iterator[Found]:
    """Each reference in a text to something in another text of the file."""
    ids = context.source.ids
    for spot in context.source.all("xref"):
        for id in spot.get("rid").split() if spot.inside(TEXTS) else ():
            targets = ids.get(id, ())
            if targets and all(target.part is not spot.part and target.inside(TEXTS) for target in targets):
                yield found(spot, id=id, line=targets[0].line)


RULE = Rule(
    "xref-other-text",
    Level.ERROR,
    check,
    zh="引用的“{id}”在另一语种的正文中（第 {line} 行）。",
    en="“{id}” stands in another text of the file (line {line}).",
    fix_zh="请指向本文自己的元素，如 en-{id}。",
    fix_en="Point to the element of this text, such as en-{id}.",
)
