"""两个全文的语种相同。 Two full texts have the same language.

一种语种只能有一个全文；第二个不会出现在任何页面上。多半是 `xml:lang` 漏写或写错。
There is one full text in a language; a second one comes onto no page. Most often an `xml:lang` was forgotten.

反例 Anti-pattern

    <article xml:lang="zh"> … <sub-article article-type="translation" id="en" xml:lang="zh">

正例 Best practice

    <article xml:lang="zh"> … <sub-article article-type="translation" id="en" xml:lang="en">

依据 Source: JATS `<sub-article>`, `@xml:lang`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found
from journal.lint.source import Part


def check(context: Context) -> Iterator[Found]:
    """Each translation into a language that a text before it has."""
    seen: dict[str, Part] = {}
    for part in context.source.parts:
        first = seen.setdefault(part.language, part) if part.is_full_text else part
        if first is not part:
            yield found(part.node, language=called(part.language), line=first.node.line)


RULE = Rule(
    "language-duplicate",
    Level.ERROR,
    check,
    zh="{language}全文在第 {line} 行已有一个，这一个不会刊出。",
    en="There is a {language} text on line {line} already; this one is not published.",
    fix_zh="请改正 xml:lang，或删去一个。",
    fix_en="Correct xml:lang, or remove one of them.",
)
