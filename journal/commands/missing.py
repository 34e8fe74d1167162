"""What an article still lacks, told from its facts alone: quick enough to be asked of all of them at every start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING

from journal.errors import Bilingual, Finding, Level

if TYPE_CHECKING:
    from journal.build import Selection
    from journal.folder import Reading
    from journal.ids import ArticleId
    from journal.model import Article

NO_SOURCE = b"<article/>"  # rules about facts ask the source for nothing but a line
UNREADABLE = Bilingual("无法读取", "it cannot be read")


def missing(reading: Reading, id: ArticleId) -> tuple[Bilingual, ...]:
    """What the rules miss that look at facts alone, and that nobody waived; `check` knows more."""
    from journal.lint.rules import abstract_missing, body_missing, doi_missing, keywords_missing, title_missing

    article = next((one for one in reading.snapshot.articles if one.id == id), None)
    if article is None:
        return (UNREADABLE,)
    rules = (title_missing, abstract_missing, keywords_missing, body_missing, doi_missing)
    return tuple(_short(finding.message) for finding in _found(reading, article, rules))


def unprinted(reading: Reading, selection: Selection) -> Iterator[Finding]:
    """Why what was selected is not laid out where it should be: no text, or none in the language of the edition; and
    what was wrong with such an article already when it was read, since that may be the reason."""
    from journal.lint.rules import body_missing, full_text_missing

    if not (selection.wants("pdf") or selection.wants("issue-pdf")):
        return
    everything = not (selection.issues or selection.articles)
    chosen = (one for one in reading.snapshot.issues if everything or one.id in selection.issues)
    ids = {slot.article for issue in chosen for edition in issue.editions for slot in edition.slots}
    rules = (body_missing, full_text_missing)
    for article in reading.snapshot.articles:
        if article.id in {*ids, *selection.articles} and any(_found(reading, article, rules)):
            of_file = (one for one in reading.findings if one.place.file == article.path)
            yield from (finding for finding in of_file if finding.level is Level.ERROR)
            yield from _found(reading, article, rules, (reading.home / article.path).read_bytes())


def _found(
    reading: Reading, article: Article, rules: Iterable[ModuleType], data: bytes = NO_SOURCE
) -> Iterator[Finding]:
    """What rules find in an article that nobody waived; on which line, its `data` tell."""
    from journal import lint
    from journal.commands.checking import issue_of

    issue = issue_of(reading, article.id)
    source = lint.Source.of(data, article.path)
    facts = lint.Context(reading.snapshot.journal, article, source, {}, frozenset(), frozenset(), issue=issue)
    found = (one for rule in rules for one in rule.RULE.findings(rule.RULE.check(facts), article.path))
    return (finding for finding in lint.waived(found, issue, article.id) if not finding.waived)


def _short(message: Bilingual) -> Bilingual:
    """A sentence as an entry of a list."""
    return Bilingual(message.zh.rstrip("。"), message.en.rstrip("."))
