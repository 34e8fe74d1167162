"""What an artifact knows of its issue and its article, and no more: the rest must not make it anew."""

from __future__ import annotations

import dataclasses

from journal.folder import snapshot
from journal.ids import Language
from journal.model import Article, ByLanguage, Issue, Lock
from journal.outputs import pdf


def bare(issue: Issue, language: Language | None = None) -> Issue:
    """The issue as pages know it: not what else is in it, nor whether it is published, lest these make them anew."""
    editions = tuple(edition for edition in issue.editions if edition.language == language)
    index = issue.index if language else None
    return dataclasses.replace(issue, lock=None, waivers=(), covers=ByLanguage(), editions=editions, index=index)


def seen_from(issue: Issue, article: Article) -> Issue:
    """The issue as a product of one article knows it: of its lock, what was fixed of this article."""
    lock = issue.lock and dataclasses.replace(
        issue.lock,
        articles=tuple(one for one in issue.lock.articles if one.id == article.id),
        pdfs=ByLanguage(),
        history=(),
    )
    return dataclasses.replace(bare(issue), lock=lock)


def is_taken_over(issue: Issue | None) -> bool:
    """Whether another system published the issue."""
    return issue is not None and snapshot.is_taken_over(issue)


def locked_pages(issue: Issue | None, article: Article, language: Language) -> tuple[int, int] | None:
    """The pages that publication fixed."""
    entry = issue.lock.article(article.id) if issue and issue.lock else None
    pages = entry.pages.get(language) if entry else None
    return (pages.first, pages.last) if pages else None


def files(article: Article) -> tuple[tuple[str, str], ...]:
    """The article's own files: path in the home, sha256."""
    folder_ = article.path.rpartition("/")[0]
    return ((article.path, article.digest), *((f"{folder_}/{media.name}", media.digest) for media in article.media))


def archived_edition(issue: Issue, language: Language, articles: tuple[Article, ...]) -> tuple[tuple[str, str], ...]:
    """The published PDFs of an edition and its articles, if the lock knows them all: path under `out/`, sha256."""
    if issue.lock is None or language not in issue.lock.pdfs:
        return ()
    found = [file for article in articles for file in archived_article(issue.lock, article, language)]
    return (*found, (pdf.issue_path(issue, language), issue.lock.pdfs[language])) if len(found) == len(articles) else ()


def archived_article(lock: Lock | None, article: Article, language: Language) -> tuple[tuple[str, str], ...]:
    """The published PDF of an article, by the lock of its issue or of what is online first: path under `out/`, sha256."""
    entry = lock.article(article.id) if lock else None
    pages = entry.pages.get(language) if entry else None
    digest = (pages.pdf if pages else "") or (entry.pdfs.get(language) if entry else None)
    return ((pdf.article_path(article.id, language), digest),) if digest else ()


__all__ = ["archived_article", "archived_edition", "bare", "files", "is_taken_over", "locked_pages", "seen_from"]
