"""关键词少于3个或多于8个。 There are fewer than 3 or more than 8 keywords.

关键词以3至8个为宜；多个词连成一个 `<kwd>` 时也会少算。
Three to eight keywords are usual; too few are also counted where several stand in one `<kwd>`.

反例 Anti-pattern

    <kwd-group xml:lang="zh"><kwd>饮水权；国家义务；司法救济</kwd></kwd-group>

正例 Best practice

    <kwd-group xml:lang="zh"><kwd>饮水权</kwd><kwd>国家义务</kwd><kwd>司法救济</kwd></kwd-group>

依据 Source: CY/T 173（学术出版规范 关键词编写规则）; GB/T 7713.2（学术论文编写规则）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found

FEWEST, MOST = 3, 8


def check(context: Context) -> Iterator[Found]:
    """The languages with too few or too many keywords."""
    for language, words in context.article.keywords.items():
        if words and not FEWEST <= len(words) <= MOST:
            place = context.in_language(language, "kwd-group")
            yield found(place, language=called(language), count=len(words), least=FEWEST, most=MOST)


RULE = Rule(
    "keywords-count",
    Level.NOTE,
    check,
    zh="{language}关键词有 {count} 个，宜为 {least}—{most} 个。",
    en="The {language} keywords are {count}; {least} to {most} are usual.",
    fix_zh="每个关键词各用一个 <kwd>。",
    fix_en="Give each keyword a <kwd> of its own.",
)
