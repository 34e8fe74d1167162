"""DOI 的前缀不是本刊的。 The DOI's prefix is not the journal's.

本刊只能注册自己前缀下的 DOI；别的前缀多半是复制来的，或属于文章的另一处发表。
A journal can register DOIs under its own prefix alone; another one was copied, or belongs to another publication of the
text.

反例 Anti-pattern

    doi_prefix = "10.5555"                                    (journal.toml)
    <article-id pub-id-type="doi">10.1234/abc</article-id>

正例 Best practice

    <article-id pub-id-type="doi">10.5555/abc</article-id>

依据 Source: ISO 26324; `journal.toml`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """That the article's DOI stands under another prefix than the journal's."""
    doi, own = context.article.doi, context.journal.doi_prefix
    if doi and doi.prefix != own:
        yield found(context.saying(doi, "article-id"), doi=doi, prefix=own)


RULE = Rule(
    "doi-prefix",
    Level.ERROR,
    check,
    zh="DOI {doi} 的前缀不是本刊的 {prefix}。",
    en="The DOI {doi} does not have the journal's prefix {prefix}.",
    fix_zh="请改正 DOI，或改正 journal.toml 的 doi_prefix。",
    fix_en="Correct the DOI, or doi_prefix in journal.toml.",
)
