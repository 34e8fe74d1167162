"""几位作者中没有（或不止一位）通信作者。 Of several authors none, or more than one, is the corresponding author.

合著的文章应标明由谁答复读者来信；通常是一位。确有两位的，可在 `issue.toml` 中豁免。
An article by several authors says who answers its readers; as a rule this is one of them. Where there are truly two, the
issue waives the rule.

反例 Anti-pattern

    <contrib contrib-type="author">…</contrib>
    <contrib contrib-type="author">…</contrib>

正例 Best practice

    <contrib contrib-type="author" corresp="yes">…<email>zhou@example.org</email></contrib>
    <contrib contrib-type="author">…</contrib>

依据 Source: JATS `@corresp`; JATS4R, Authors and affiliations
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """That the persons who wrote the article together have not exactly one corresponding author."""
    authors = [author for author in context.article.authors if author.name]
    count = sum(author.corresponding for author in authors)
    if len(authors) > 1 and count != 1:
        yield found(context.source.first("contrib", "article-meta"), authors=len(authors), count=count)


RULE = Rule(
    "corresponding-author",
    Level.WARNING,
    check,
    zh="{authors} 位作者中有 {count} 位通信作者，应有一位。",
    en="Of {authors} authors {count} are marked as corresponding; one should be.",
    fix_zh='请在该作者的 <contrib> 上写 corresp="yes"。',
    fix_en='Write corresp="yes" in the <contrib> of that author.',
)
