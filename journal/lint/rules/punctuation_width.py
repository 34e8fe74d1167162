"""汉字之间用了半角标点。 A half-width mark stands between Han characters.

中文用全角标点；半角逗号、括号夹在汉字之间，字距和断行都不对。著录格式另有规定的文末参考文献不在此限。
Chinese text has full-width marks: a half-width comma or bracket between Han characters spoils spacing and line breaks.
Reference lists, whose styles have marks of their own, are let be.

反例 Anti-pattern

    <p>饮水权,是一项社会权(参见前文).</p>

正例 Best practice

    <p>饮水权，是一项社会权（参见前文）。</p>

依据 Source: GB/T 15834（标点符号用法）
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, by_line, found
from journal.typography.spacing import HAN

BEFORE, AFTER = f"[{HAN}”’）》〉】〕]", f"[{HAN}“‘（《〈【〔]"
HALF = re.compile(rf"(?<={BEFORE})(?:[,;:?!](?={AFTER})|\.(?={AFTER}|\n)|[()](?=[{HAN}]))")
SKIPPED = frozenset({"tex-math", "mml:math", "code", "preformat", "ref", "uri", "email"})


def check(context: Context) -> Iterator[Found]:
    """The first such mark on a line, and how many there are."""
    hits = (hit for hit in context.source.find(HALF, SKIPPED) if hit.spot.primary == "zh")
    for hit, count in by_line(hits):
        yield found(hit, mark=hit.text, count=count)


RULE = Rule(
    "punctuation-width",
    Level.WARNING,
    check,
    zh="汉字之间有半角标点“{mark}”（本行 {count} 处）。",
    en="A half-width “{mark}” stands between Han characters ({count} on this line).",
    fix_zh="请改为全角标点。",
    fix_en="Write the full-width mark.",
)
