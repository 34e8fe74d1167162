"""文章没有正文。 An article has no text.

没有 `<body>`，或 `<body>` 是空的：只能列出题名和摘要，没有可以排版的内容。
There is no `<body>`, or nothing in it: title and abstract can be listed, and there is nothing to lay out.

反例 Anti-pattern

    <body/>

正例 Best practice

    <body><sec id="sec1"><title>一、问题的提出</title><p>……</p></sec></body>

依据 Source: JATS `<body>`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """The article, if it has a text in no language."""
    if not context.article.texts:
        yield found(context.source.first("body"))


RULE = Rule(
    "body-missing",
    Level.ERROR,
    check,
    zh="文章没有正文。",
    en="The article has no text.",
    fix_zh="请补上 <body> 中的正文。",
    fix_en="Add the text in <body>.",
)
