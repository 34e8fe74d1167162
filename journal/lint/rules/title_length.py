"""中文题名超过25字。 The Chinese title is longer than 25 characters.

题名宜简短，一般不宜超过25字；说不尽的可用副题名。计字只算汉字，不算副题名。
A title should be short, as a rule no longer than 25 characters; what it cannot say, a subtitle can. Han characters alone
are counted, and those of the subtitle are not.

反例 Anti-pattern

    <article-title>论经济、社会和文化权利国际公约视野下饮水权的规范内涵、国家义务与司法救济</article-title>

正例 Best practice

    <article-title>饮水权的规范内涵与国家义务</article-title>
    <subtitle>以经济、社会和文化权利国际公约为中心</subtitle>

依据 Source: GB/T 7713.2（学术论文编写规则）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.typography.spacing import IS_HAN

LONGEST = 25


def check(context: Context) -> Iterator[Found]:
    """The titles with too many Han characters."""
    for title in context.article.titles.values():
        length = len(IS_HAN.findall(title.main.text()))
        if length > LONGEST:
            yield found(title.main, length=length, limit=LONGEST)


RULE = Rule(
    "title-length",
    Level.NOTE,
    check,
    zh="题名有 {length} 个汉字，一般不宜超过 {limit} 字。",
    en="The title has {length} Han characters; as a rule it should have no more than {limit}.",
    fix_zh="可精简，或把一部分移入 <subtitle>。",
    fix_en="Shorten it, or move a part of it into <subtitle>.",
)
