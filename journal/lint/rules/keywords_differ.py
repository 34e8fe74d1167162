"""两种语种的关键词数目不同。 The number of keywords differs between two languages.

各语种的关键词应逐一对应；数目不同，必有漏译或多译。
Keywords of one language answer to those of the other one by one; where their numbers differ, one was lost or added.

反例 Anti-pattern

    <kwd-group xml:lang="zh"><kwd>饮水权</kwd><kwd>国家义务</kwd><kwd>司法救济</kwd></kwd-group>
    <kwd-group xml:lang="en"><kwd>right to water</kwd><kwd>state obligations</kwd></kwd-group>

正例 Best practice

    <kwd-group xml:lang="zh"><kwd>饮水权</kwd><kwd>国家义务</kwd><kwd>司法救济</kwd></kwd-group>
    <kwd-group xml:lang="en"><kwd>right to water</kwd><kwd>state obligations</kwd><kwd>judicial remedies</kwd></kwd-group>

依据 Source: GB/T 7713.2（学术论文编写规则）; CY/T 173（学术出版规范 关键词编写规则）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found


def check(context: Context) -> Iterator[Found]:
    """The languages with another number of keywords than the article's own language."""
    original = context.article.language
    own = len(context.article.keywords.get(original, ()))
    for language, words in context.article.keywords.items():
        if own and words and len(words) != own:
            place = context.in_language(language, "kwd-group")
            yield found(place, language=called(language), count=len(words), original=called(original), own=own)


RULE = Rule(
    "keywords-differ",
    Level.WARNING,
    check,
    zh="{language}关键词有 {count} 个，{original}有 {own} 个。",
    en="The {language} keywords are {count}, the {original} ones {own}.",
    fix_zh="请逐一对应。",
    fix_en="Let each answer to one of the other language.",
)
