"""论文缺少一种语种的关键词。 A paper has no keywords in a language.

论文、综述和案例评析须有各文版语种的关键词，检索系统靠它归类。
Research and review articles and case notes need keywords in the language of each edition: indexes file by them.

反例 Anti-pattern

    <kwd-group xml:lang="zh"><kwd>饮水权</kwd>…</kwd-group>

正例 Best practice

    <kwd-group xml:lang="zh"><kwd>饮水权</kwd>…</kwd-group>
    <kwd-group xml:lang="en"><kwd>right to water</kwd>…</kwd-group>

依据 Source: CY/T 173（学术出版规范 关键词编写规则）; JATS `<kwd-group>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found


def check(context: Context) -> Iterator[Found]:
    """The languages in which a scholarly article has no keywords."""
    for language in context.languages if context.is_scholarly else ():
        if not context.article.keywords.get(language):
            yield found(context.source.first("kwd-group", "article-meta"), language=called(language))


RULE = Rule(
    "keywords-missing",
    Level.ERROR,
    check,
    zh="缺少{language}关键词。",
    en="There are no {language} keywords.",
    fix_zh="请补上带 xml:lang 的 <kwd-group>。",
    fix_en="Add a <kwd-group> with xml:lang.",
)
