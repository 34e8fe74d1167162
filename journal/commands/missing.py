"""What an article still lacks, told from its facts alone: quick enough to be asked of all of them at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.folder import Reading
    from journal.ids import ArticleId

NO_SOURCE = b"<article/>"  # these rules ask it for nothing but a line
UNREADABLE = Bilingual("无法读取", "it cannot be read")


def missing(reading: Reading, id: ArticleId) -> tuple[Bilingual, ...]:
    """What the rules miss that look at facts alone, and that nobody waived; `check` knows more."""
    from journal import lint
    from journal.commands.checking import issue_of
    from journal.lint.rules import abstract_missing, doi_missing, keywords_missing, title_missing

    article = next((one for one in reading.snapshot.articles if one.id == id), None)
    if article is None:
        return (UNREADABLE,)
    issue = issue_of(reading, id)
    source = lint.Source.of(NO_SOURCE, article.path)
    facts = lint.Context(reading.snapshot.journal, article, source, {}, frozenset(), frozenset(), issue=issue)
    rules = [module.RULE for module in (title_missing, abstract_missing, keywords_missing, doi_missing)]
    found = [finding for rule in rules for finding in rule.findings(rule.check(facts), article.path)]
    return tuple(_short(finding.message) for finding in lint.waived(found, issue, id) if not finding.waived)


def _short(message: Bilingual) -> Bilingual:
    """A sentence as an entry of a list."""
    return Bilingual(message.zh.rstrip("。"), message.en.rstrip("."))
