"""文章没有 DOI。 The article has no DOI.

DOI 是文章不变的地址，引用、注册和数据报送都要用它。
The DOI is the article's lasting address: citing, registering and delivering it need one.

反例 Anti-pattern

    <article-meta>
      <title-group>…</title-group>

正例 Best practice

    <article-meta>
      <article-id pub-id-type="doi">10.5555/hr.2026.0042</article-id>
      <title-group>…</title-group>

依据 Source: ISO 26324; GB/T 7713.2（学术论文编写规则）; Crossref, DOIs for journal articles
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found


def check(context: Context) -> Iterator[Found]:
    """That the file gives no DOI; one that is wrong is another finding."""
    given = any(spot.get("pub-id-type") == "doi" for spot in context.source.all("article-id"))
    if context.article.doi is None and not given:
        yield found(context.source.first("article-meta"))


RULE = Rule(
    "doi-missing",
    Level.WARNING,
    check,
    zh="没有 DOI。",
    en="There is no DOI.",
    fix_zh='请补上 <article-id pub-id-type="doi">。',
    fix_en='Add <article-id pub-id-type="doi">.',
)
