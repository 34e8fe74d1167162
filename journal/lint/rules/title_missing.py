"""题名缺少一种语种。 The title is missing in a language.

各文版的目次、DOI 注册和检索都要用本语种的题名；有全文的语种也须有题名。刊物如只要求其中几种，可在 `journal.toml` 的
`[policies]` 中写明 `front_matter = "zh en"`。
Contents, DOI registration and search need a title in the language of each edition, and each full text needs one of its
own. A journal that asks for fewer languages says so in `[policies]` of `journal.toml`: `front_matter = "zh en"`.

反例 Anti-pattern

    <title-group>
      <article-title>饮水权的界限</article-title>
    </title-group>

正例 Best practice

    <title-group>
      <article-title>饮水权的界限</article-title>
      <trans-title-group xml:lang="en"><trans-title>The Limits of the Right to Water</trans-title></trans-title-group>
    </title-group>

依据 Source: GB/T 7713.2（学术论文编写规则）; JATS `<trans-title-group>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found


def check(context: Context) -> Iterator[Found]:
    """The languages without a title, or with an empty one."""
    for language in context.languages:
        title = context.article.titles.get(language)
        if title is None or not title.main.text().strip():
            place = title.main if title else context.source.first("title-group", "article-meta")
            yield found(place, language=called(language))


RULE = Rule(
    "title-missing",
    Level.ERROR,
    check,
    zh="缺少{language}题名。",
    en="There is no {language} title.",
    fix_zh="请在 <title-group> 中补上。",
    fix_en="Add it to <title-group>.",
)
