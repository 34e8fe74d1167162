"""文章在所属一期的日期之后才收稿、修回或录用。 An article came in, or was accepted, after its issue's date.

一期的日期先于其中文章的收稿、修回或录用日期，读者和索引机构会以为日期有误；多半是期的日期，或文章的日期，填错了。
Where an issue's date lies before the day on which an article in it was received, revised or accepted, readers and indexers
take one of them for wrong; mostly one is, the issue's or the article's.

反例 Anti-pattern

    date = 2031-01-15                                                (issue.toml)
    <date date-type="received" iso-8601-date="2031-03-01">…</date>

正例 Best practice

    date = 2031-05-15                                                (issue.toml)
    <date date-type="received" iso-8601-date="2031-03-01">…</date>

依据 Source: JATS `<history>`; `issue.toml`
"""

from __future__ import annotations

from collections.abc import Iterator

from journal.errors import Bilingual, Level
from journal.lint.context import Context
from journal.lint.rule import Found, Rule, found

DAYS = {
    "received": Bilingual("收稿", "received"),
    "rev-recd": Bilingual("修回", "revised"),
    "accepted": Bilingual("录用", "accepted"),
}


def check(context: Context) -> Iterator[Found]:
    """Each of its days that the issue's date lies before."""
    if context.issue is None:
        return
    for kind, day in context.article.history:
        if kind in DAYS and day > context.issue.date:
            spot = next((one for one in context.source.all("date") if one.get("date-type") == kind), None)
            yield found(
                spot or context.source.root,
                done=DAYS[kind],
                day=day,
                issue=context.issue.id,
                date=context.issue.date,
            )


RULE = Rule(
    "history-after-issue",
    Level.WARNING,
    check,
    zh="文章于 {day} {done}，晚于所属一期 {issue} 的日期 {date}。",
    en="The article was {done} on {day}, after the date of its issue {issue}, {date}.",
    fix_zh="请改正 issue.toml 的 date，或文章的日期。",
    fix_en="Correct the date in issue.toml, or the article's.",
)
