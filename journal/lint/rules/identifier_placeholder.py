"""文章的 DOI 或 ORCID 是占位的。 The article's DOI or an ORCID iD is a placeholder.

占位标识符可以用来排样，但不能注册：`deposit send` 会拒绝。
Placeholders are good for specimens but can never be registered: `deposit send` refuses them.

反例 Anti-pattern

    <article-id pub-id-type="doi">10.5555/hr.2026.0042</article-id>
    <contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>

正例 Best practice

    注册机构给的 DOI 前缀，作者本人的 ORCID iD。
    A prefix that the registrar gave, an ORCID iD of the author's own.

依据 Source: Crossref, test prefixes; ORCID, Structure of the ORCID Identifier
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.ids import DOI, ORCID
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found
from journal.model import Article


def check(context: Context) -> Iterator[Found]:
    """Each placeholder among the article's identifiers."""
    for identifier in dict.fromkeys(_identifiers(context.article)):
        if identifier.is_placeholder:
            place = context.saying(identifier, "article-id", "contrib-id")
            yield found(place, kind=identifier.kind, identifier=identifier)


def _identifiers(article: Article) -> Iterator[DOI | ORCID]:
    if article.doi:
        yield article.doi
    for person in (*article.contributors, *(person for text in article.texts for person in text.contributors)):
        if person.orcid:
            yield person.orcid


RULE = Rule(
    "identifier-placeholder",
    Level.WARNING,
    check,
    zh="{kind} {identifier} 是占位的。",
    en="The {kind} {identifier} is a placeholder.",
    fix_zh="请在报送之前换成真实的。",
    fix_en="Put the real one before anything is deposited.",
)
