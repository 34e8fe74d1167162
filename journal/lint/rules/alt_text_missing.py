"""图片没有替代文字。 A picture has no alternative text.

看不见图的读者、朗读程序和带标签的 PDF 都靠 `<alt-text>`；它说图中有什么，不重复图题。公式如已有 MathML 或 TeX，
图片可以没有。
Readers who do not see the picture, screen readers and tagged PDF rely on `<alt-text>`, which says what is seen and does
not repeat the caption. The picture of an equation that also has MathML or TeX needs none.

反例 Anti-pattern

    <fig id="f1"><caption>…</caption><graphic xlink:href="figure-1.svg"/></fig>

正例 Best practice

    <fig id="f1"><caption>…</caption><alt-text>三县指数的柱状图，丙县最高。</alt-text><graphic xlink:href="figure-1.svg"/></fig>

依据 Source: WCAG 2, 1.1.1 Non-text Content; ISO 14289 (PDF/UA); JATS4R, Accessibility
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.lint.source import Spot

PICTURES = ("graphic", "inline-graphic", "media", "inline-media")
HOLDERS = frozenset({"alternatives", "fig", "table-wrap", "disp-formula", "inline-formula", "chem-struct-wrap"})
SAID_OTHERWISE = frozenset({"mml:math", "tex-math", "textual-form", "table"})


def check(context: Context) -> Iterator[Found]:
    """Each picture that neither has an alternative text, nor stands in something that has one."""
    for spot in context.source.all(*PICTURES):
        if spot.get("xlink:href") and not _is_repeated(spot) and not _is_described(spot):
            yield found(spot, tag=spot.tag, name=spot.get("xlink:href"))


def _is_repeated(spot: Spot) -> bool:
    """Whether it is the same picture as one before it, in another format."""
    holder = spot.parent
    return holder is not None and holder.tag == "alternatives" and holder.node.first(*PICTURES) is not spot.node


def _is_described(spot: Spot) -> bool:
    texts = [child for child in spot.node.elements("alt-text", "long-desc") if child.text().strip()]
    if texts or (spot.tag == "alternatives" and any(True for _ in spot.node.elements(*SAID_OTHERWISE))):
        return True
    return spot.parent is not None and spot.parent.tag in HOLDERS and _is_described(spot.parent)


RULE = Rule(
    "alt-text-missing",
    Level.WARNING,
    check,
    zh="<{tag}>“{name}”没有替代文字。",
    en="The <{tag}> “{name}” has no alternative text.",
    fix_zh="请补上 <alt-text>，说明图中有什么。",
    fix_en="Add an <alt-text> that says what is seen.",
)
