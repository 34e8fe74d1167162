"""两篇文章用了同一个 DOI。 Two articles have one DOI.

新文章常从旧文章复制而来，DOI 忘了改：后注册的会覆盖先注册的。大小写不分。
A new article often begins as a copy of an old one; if its DOI stays, registering the one overwrites the other. Case
means nothing in a DOI.

反例 Anti-pattern

    issues/2026-5/li-water/article.xml     10.5555/hr.2026.0042
    issues/2026-6/sun-water/article.xml    10.5555/HR.2026.0042

正例 Best practice

    issues/2026-6/sun-water/article.xml    10.5555/hr.2026.0051

依据 Source: ISO 26324
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Home
from journal.lint.rule import Found, HomeRule, found
from journal.model import Article


def check(home: Home) -> Iterator[Found]:
    """Each article whose DOI an article before it has."""
    seen: dict[str, Article] = {}
    for article in home.articles:
        if article.doi:
            first = seen.setdefault(article.doi.key, article)
            if first is not article:
                yield found(None, file=article.path, doi=article.doi, other=first.path)


RULE = HomeRule(
    "doi-duplicate",
    Level.ERROR,
    check,
    zh="DOI {doi} 已用于 {other}。",
    en="The DOI {doi} is also that of {other}.",
    fix_zh="请为其中一篇另编 DOI。",
    fix_en="Give one of the two a DOI of its own.",
)
