"""注码每页重新编号，注文却按编号引用他注。 Notes refer to notes by number, but numbers start again on each page.

每页另起的注码一页一个“①”，“同前注①”无从查找。此类引用须配全文连续的注码，或改引作者与书名。
Where each page has its own ①, nobody can find 同前注①. Such references go with numbers that run through the article, or
name author and title instead.

反例 Anti-pattern

    scope = "page"                                                            (journal.toml)
    <fn id="fn9"><p>同前注<xref ref-type="fn" rid="fn2"/>，曹某书，第36页。</p></fn>

正例 Best practice

    scope = "article"

依据 Source: 《法学引注手册》; CY/T 121（学术出版规范 注释）
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Level
from journal.lint import notes
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, called, found
from journal.lint.source import Part, Spot
from journal.model import NoteScope


def check(context: Context) -> Iterator[Found]:
    """In each text whose edition numbers notes by page, the first such reference and how many there are."""
    by_page = {edition.language for edition in context.journal.editions if edition.style.scope is NoteScope.PAGE}
    texts: dict[Part, list[Spot]] = {}
    for id, spot in notes.references(context.source):
        if spot.part.language in by_page and notes.own(context.source, spot.part, id):
            texts.setdefault(spot.part, []).append(spot)
    for part, spots in texts.items():
        yield found(spots[0], count=len(spots), language=called(part.language), tag=part.language)


RULE = Rule(
    "note-link-per-page",
    Level.WARNING,
    check,
    zh="有 {count} 处按编号引用他注，而{language}文版的注码每页重新编号。",
    en="Notes refer to other notes by number ({count} here), but the {language} edition numbers them anew on each page.",
    fix_zh='请在 journal.toml 的 [editions.{tag}.style] 中设 scope = "article"，或改引作者与书名。',
    fix_en='Set scope = "article" in [editions.{tag}.style] of journal.toml, or name author and title instead.',
)
