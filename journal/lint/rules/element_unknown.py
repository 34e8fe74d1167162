"""页面不认识的元素。 An element that pages do not know.

不认识的元素只印出其中的文字，元素本身的意思就丢了：上下标、列表、公式会变成普通文字。
Of an element that it does not know, a page prints the text and loses what the element means: what was raised, listed or
calculated becomes plain words.

反例 Anti-pattern

    <p><blink>饮水权</blink></p>

正例 Best practice

    <p><bold>饮水权</bold></p>

依据 Source: JATS; `journal/html/body.py`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.lint.source import Part, Spot

SHOWN = frozenset(
    "body back floats-group abstract trans-abstract article-title trans-title subtitle trans-subtitle".split()
)


def check(context: Context) -> Iterator[Found]:
    """The first element of each unknown kind in each text, and how many there are."""
    kinds: dict[tuple[Part, str], list[Spot]] = {}
    for spot in context.source.spots:
        if spot.tag not in context.known and _is_shown(spot, context.hidden):
            kinds.setdefault((spot.part, spot.tag), []).append(spot)
    for (_, tag), spots in kinds.items():
        yield found(spots[0], tag=tag, count=len(spots))


def _is_shown(spot: Spot, hidden: frozenset[str]) -> bool:
    """Whether a page tries to show it: it is in a text or title, and not a piece of a formula, drawn as a whole."""
    holder = spot.parent
    return holder is not None and holder.inside(SHOWN) and not holder.inside({"mml:math", *hidden})


RULE = Rule(
    "element-unknown",
    Level.WARNING,
    check,
    zh="页面不认识 <{tag}>（{count} 处），只印出其中的文字。",
    en="Pages do not know <{tag}> ({count} here) and print its text alone.",
    fix_zh="请改用 JATS 的其他元素。",
    fix_en="Use another element of JATS.",
)
