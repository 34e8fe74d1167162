"""作者单位缺少一种语种。 An affiliation is missing in a language.

作者单位随题名、摘要一起进入两种语种的页面和数据，须各有官方译名；程序不代为翻译。
Affiliations go into pages and data of both languages beside title and abstract, under the names that the institutions
themselves use: the program translates nothing.

反例 Anti-pattern

    <aff id="aff1"><institution>临渊大学</institution></aff>

正例 Best practice

    <aff-alternatives id="aff1">
      <aff xml:lang="zh"><institution>临渊大学</institution></aff>
      <aff xml:lang="en"><institution>Linyuan University</institution></aff>
    </aff-alternatives>

依据 Source: JATS `<aff-alternatives>`; GB/T 7713.2（学术论文编写规则）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found


def check(context: Context) -> Iterator[Found]:
    """The languages in which an affiliation has no line."""
    for affiliation in context.article.affiliations:
        place = next(iter(context.source.ids.get(affiliation.id, ())), context.source.first("aff"))
        for language in context.languages:
            if not affiliation.lines.get(language):
                name = affiliation.lines.best(context.article.language) or affiliation.id
                yield found(place, name=name, language=called(language))


RULE = Rule(
    "affiliation-language",
    Level.WARNING,
    check,
    zh="作者单位“{name}”缺少{language}写法。",
    en="The affiliation “{name}” has no {language} form.",
    fix_zh="请用 <aff-alternatives> 并列各语种的 <aff>。",
    fix_en="Put an <aff> for each language into <aff-alternatives>.",
)
