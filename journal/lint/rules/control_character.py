"""文字中有控制符或看不见的字符。 The text holds a control or invisible character.

零宽空格、软连字符、替换符 U+FFFD 等多从 Word、网页和 PDF 带来：看不见，却使检索、断行和复制出错。
Zero-width spaces, soft hyphens, U+FFFD and the like come along from Word, web pages and PDF: nobody sees them, but search,
line breaks and copying go wrong.

反例 Anti-pattern

    <p>饮水权&#x200B;的界限</p>

正例 Best practice

    <p>饮水权的界限</p>

依据 Source: Unicode; W3C, Unicode in XML and other Markup Languages
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, by_text, character, found

# C0 and C1, soft hyphen, zero-width space, line and paragraph separator, BOM, annotations, U+FFFD, tags; joiners shape letters.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\ufeff\ufff9-\ufffd\U000e0001\U000e0020-\U000e007f]"
    "|[\u061c\u200e\u200f]"
)
MARKS = frozenset("\u061c\u200e\u200f")  # of direction: at home in text written from right to left


def check(context: Context) -> Iterator[Found]:
    """The first place of each such character, and how many there are."""
    hits = (hit for hit in context.source.find(CONTROLS, ()) if not (hit.text in MARKS and hit.spot.is_right_to_left))
    for hit, count in by_text(hits):
        yield found(hit, character=character(hit.text), count=count)


RULE = Rule(
    "control-character",
    Level.WARNING,
    check,
    zh="含有看不见的字符 {character}（{count} 处）。",
    en="The text holds an invisible character, {character} ({count} here).",
    fix_zh="请删去。",
    fix_en="Remove it.",
)
