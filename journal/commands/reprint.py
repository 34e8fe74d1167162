"""`journal reprint`: articles of the journal that digests took up (转载)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day, title
from journal.commands.letter import insist_on_editor
from journal.commands.spoken import argument, noun, option
from journal.errors import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal.commands.bureau import Bureau
    from journal.ids import IssueId
    from journal.office.samples import Reprint


@noun("reprint", said=Bilingual("文摘转载。", "Reprints by digests."))
def reprint() -> None:
    """The noun."""


@reprint.verb("add", said=Bilingual("登记一次转载。", "Note that a digest took an article up."))
@argument(
    "id",
    metavar="MANUSCRIPT|ARTICLE",
    said=Bilingual("稿号，或文章的标识", "the manuscript's number, or the article's id"),
)
@option("--digest", metavar="NAME", required=True, said=Bilingual("文摘刊名", "the digest"))
@option("--number", metavar="TEXT", required=True, said=Bilingual("文摘的期，如 2027年第6期", "its issue, like 2027-6"))
@option("--part", is_flag=True, said=Bilingual("摘登部分（默认：全文转载）", "in part (default: as a whole)"))
@dry_run
@asking
def add(asked: Asked, id: str, digest: str, number: str, part: bool, dry_run: bool) -> None:
    """One reprint of one article."""
    from journal.commands import bureau
    from journal.office import samples

    with bureau.acting(asked, dry_run) as open_:
        paper = _manuscript(open_, id)
        open_.whole(paper)
        samples.reprint(open_.desk, paper, digest, number, not part)


def _manuscript(bureau: Bureau, id: str) -> str:
    """The manuscript of that number, or that became that article."""
    row = bureau.books.one("manuscript", article=id)
    return str(row["id"]) if row else id


def _titles(pair: tuple[Reprint, str | None]) -> str:
    about: Mapping[str, Mapping[str, str]] = {"titles": pair[0].titles}
    return title(about, pair[1])


LINE = (
    Field("issue", Bilingual("期", "issue"), lambda pair: pair[0].issue),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda pair: pair[0].manuscript),
    Field("article", Bilingual("文章", "article"), lambda pair: pair[0].article or None),
    Field("title", Bilingual("题名", "title"), _titles),
    Field("digest", Bilingual("文摘", "digest"), lambda pair: pair[0].digest),
    Field("number", Bilingual("文摘期次", "its issue"), lambda pair: pair[0].of),
    Field("whole", Bilingual("全文", "as a whole"), lambda pair: pair[0].whole),
    Field("noted", Bilingual("登记", "noted"), lambda pair: day(pair[0].at)),
)


@reprint.verb("list", said=Bilingual("各篇的转载。", "The reprints, article by article."))
@option("--issue", type=named.ISSUE, said=Bilingual("本刊某期的文章", "of the articles of an issue of ours"))
@asking
def listed(asked: Asked, issue: IssueId | None) -> None:
    """One row a reprint."""
    from journal.commands import bureau
    from journal.office import samples

    with bureau.reading(asked) as open_:
        insist_on_editor(open_, Bilingual("查阅转载", "read the reprints"))
        found = samples.reprints(open_.books, str(issue or ""))
        display(asked, tuple((one, asked.language) for one in found), LINE)


__all__ = ["reprint"]
