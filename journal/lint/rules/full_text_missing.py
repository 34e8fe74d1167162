"""文章排入某文版，却没有该语种的全文。 An article stands in an edition in whose language it has no full text.

一个文版只收本语种的全文；只有题名和摘要的，不能排进目次和页码。
An edition holds full texts in its own language; an article that has title and abstract alone cannot be laid out there.

反例 Anti-pattern

    [editions.en.columns]
    articles = ["liu-hearing"]        (article.xml 只有中文正文 has a Chinese body alone)

正例 Best practice

    <sub-article article-type="translation" id="en" xml:lang="en"> … <body>…</body>

依据 Source: `issue.toml`; JATS `<sub-article>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found


def check(context: Context) -> Iterator[Found]:
    """The editions of the issue that hold the article though it has a text, but none for them."""
    article = context.article
    for edition in context.issue.editions if context.issue else ():
        is_placed = any(slot.article == article.id for slot in edition.slots)
        if is_placed and article.texts and edition.language not in article.full_text:
            what = f"editions.{edition.language}"
            yield found(context.source.root, what=what, language=called(edition.language))


RULE = Rule(
    "full-text-missing",
    Level.ERROR,
    check,
    zh="排入了{language}文版，但没有{language}全文。",
    en="It is placed in the {language} edition but has no {language} text.",
    fix_zh="请补上译文（<sub-article>），或在 issue.toml 中移出该文版。",
    fix_en="Add the translation (<sub-article>), or take it out of that edition in issue.toml.",
)
