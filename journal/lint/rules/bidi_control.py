"""文字中有改变书写方向的控制符。 The text holds a control that turns the direction of writing.

这类看不见的字符使显示的次序与实际的次序不同：题名、编号可以因此冒充别的内容。从右向左书写的文字不在此限。
These invisible characters let text be seen in another order than it has: a title or a number can pass for another one.
Text in a language that is written from right to left may have them.

反例 Anti-pattern

    <article-title>饮水权&#x202E;的界限</article-title>

正例 Best practice

    <article-title>饮水权的界限</article-title>

依据 Source: Unicode UAX #9 (Bidirectional Algorithm); Unicode UTR #36 (Security Considerations)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, by_text, character, found

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check(context: Context) -> Iterator[Found]:
    """The first place of each such control, and how many there are, but for languages that need them."""
    hits = (hit for hit in context.source.find(TURNING, ()) if not hit.spot.is_right_to_left)
    for hit, count in by_text(hits):
        yield found(hit, character=character(hit.text), count=count)


RULE = Rule(
    "bidi-control",
    Level.ERROR,
    check,
    zh="含有改变书写方向的控制符 {character}（{count} 处）。",
    en="The text holds a control of the writing direction, {character} ({count} here).",
    fix_zh="请删去；从右向左书写的文字请加 xml:lang。",
    fix_en="Remove it; give text that is written from right to left its xml:lang.",
)
