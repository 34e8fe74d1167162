"""论文缺少一种语种的摘要。 A paper has no abstract in a language.

论文、综述和案例评析须有各文版语种的摘要；卷首语、书评、会议综述、文献等可以没有。
Research and review articles and case notes need an abstract in the language of each edition; editorials, book reviews,
reports and documents need none.

反例 Anti-pattern

    <abstract><p>……</p></abstract>

正例 Best practice

    <abstract><p>……</p></abstract>
    <trans-abstract xml:lang="en"><p>…</p></trans-abstract>

依据 Source: GB/T 6447（文摘编写规则）; GB/T 7713.2（学术论文编写规则）; JATS `<trans-abstract>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found


def check(context: Context) -> Iterator[Found]:
    """The languages in which a scholarly article has no abstract, or an empty one."""
    for language in context.languages if context.is_scholarly else ():
        abstract = context.article.abstracts.get(language)
        if abstract is None or not abstract.text().strip():
            yield found(abstract or context.source.first("abstract", "article-meta"), language=called(language))


RULE = Rule(
    "abstract-missing",
    Level.ERROR,
    check,
    zh="缺少{language}摘要。",
    en="There is no {language} abstract.",
    fix_zh="请补上 <abstract> 或 <trans-abstract>。",
    fix_en="Add an <abstract> or <trans-abstract>.",
)
