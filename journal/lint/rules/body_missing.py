"""文章还没有正文。 An article has no text yet.

录用时由编辑部的记录建立文章文件：有篇首信息，正文为空。排版之前须导入定稿。
On acceptance the file is begun from the office's record, with front matter and an empty body. The final manuscript has to be
brought in before pages are made.

反例 Anti-pattern

    <body/>

正例 Best practice

    <body><p>……</p></body>

依据 Source: JATS `<body>`; 《期刊出版管理规定》（齐、清、定）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """That the article has a full text in no language."""
    if not context.article.full_text:
        yield found(context.source.first("body") or context.source.root)


RULE = Rule(
    "body-missing",
    Level.ERROR,
    check,
    zh="还没有正文。",
    en="There is no text yet.",
    fix_zh="请导入定稿：journal article import。",
    fix_en="Bring in the final manuscript: journal article import.",
)
