"""引用指向不存在的 id。 A reference points to an id that is not there.

图、表、注、文献的编号由引用生成；指向空处的引用，印出来是一片空白。
The numbers of figures, tables, notes and references are made from links; a link to nothing prints as a gap.

反例 Anti-pattern

    <p>见<xref ref-type="fig" rid="f2"/>。</p>          <fig id="f1">

正例 Best practice

    <p>见<xref ref-type="fig" rid="f1"/>。</p>          <fig id="f1">

依据 Source: XML 1.0, validity constraint IDREF; JATS `@rid`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found

POINTERS = ("rid", "headers", "alternate-form-of")


def check(context: Context) -> Iterator[Found]:
    """Each id that is pointed at and that no element has."""
    for spot in context.source.spots:
        for name, value in spot.node.attrs:
            for id in value.split() if name in POINTERS else ():
                if id not in context.source.ids:
                    yield found(spot, tag=spot.tag, id=id)


RULE = Rule(
    "xref-dangling",
    Level.ERROR,
    check,
    zh="<{tag}> 指向的 id“{id}”不存在。",
    en="<{tag}> points to the id “{id}”, which does not exist.",
    fix_zh="请改正 rid，或补上带此 id 的元素。",
    fix_en="Correct the rid, or add the element with this id.",
)
