"""`journal article`: the articles in issues/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import carry_out, dry_run
from journal.commands.display import Field, display
from journal.commands.named import ARTICLE, DAY
from journal.commands.spoken import argument, noun, option
from journal.commands.unread import tell_unread
from journal.errors import Bilingual, Misused

if TYPE_CHECKING:
    import datetime as dt

    from journal.folder import Reading
    from journal.ids import ArticleId, IssueId, Language
    from journal.model import Article, Contributor, Issue, LockedArticle, LockedPages

ID = argument("id", metavar="ARTICLE", type=ARTICLE, said=Bilingual("文章的标识", "the article's id"))
UNREADABLE = Bilingual("无法读取", "cannot be read")


@noun("article", said=Bilingual("文章：issues/ 中的文章。", "Articles: those in issues/."))
def article() -> None:
    """The noun."""


# ---------------------------------------------------------------- list


@dataclass(frozen=True)
class Row:
    """An article with the folder it lies in; one that cannot be read is a row too."""

    id: ArticleId
    folder: str
    article: Article | None


def rows(reading: Reading) -> Iterator[Row]:
    """Every article, in the order of the folders."""
    from journal import folder

    known = {one.id: one for one in reading.snapshot.articles}
    for id, shelf in folder.article_folders(reading.home).items():
        yield Row(id, shelf, known.get(id))


def titles(article: Article) -> dict[Language, str]:
    """The title in each language that has one."""
    return {language: title.text() for language, title in article.titles.items()}


def title(article: Article) -> Bilingual:
    """The title, for a line in either language of the house."""
    said = [article.titles.best(tongue) for tongue in ("zh", "en")]
    return Bilingual(*(found.text() if found else str(article.id) for found in said))


def authors(article: Article) -> Bilingual:
    """The authors as each language of the house prints them."""
    return Bilingual("、".join(_called(article, "zh")), ", ".join(_called(article, "en")))


def _called(article: Article, language: str) -> Iterator[str]:
    from journal.names import Convention, written

    convention = Convention.NATIVE if language == "zh" else Convention.FAMILY_FIRST
    for author in article.authors:
        yield written(author.name, convention) if author.name else author.collab.best(language) or ""


LIST = (
    Field("article", Bilingual("文章", "article"), lambda row: row.id),
    Field("folder", Bilingual("所在", "folder"), lambda row: row.folder),
    Field("kind", Bilingual("类型", "kind"), lambda row: row.article and row.article.kind),
    Field("texts", Bilingual("全文", "texts"), lambda row: row.article and row.article.full_text),
    Field("authors", Bilingual("作者", "authors"), lambda row: row.article and authors(row.article)),
    Field("title", Bilingual("标题", "title"), lambda row: title(row.article) if row.article else UNREADABLE),
)


@article.verb("list", said=Bilingual("列出各篇。", "The articles."))
@asking
def listed(asked: Asked) -> int:
    """One row an article."""
    reading = asked.read()
    display(asked, tuple(rows(reading)), LIST)
    return tell_unread(asked, reading)


# ---------------------------------------------------------------- show


@dataclass(frozen=True)
class Place:
    """Where an article stands in an edition of an issue, and on which pages it was published."""

    issue: IssueId
    edition: Language
    column: str
    pages: LockedPages | None


@dataclass(frozen=True)
class Shown:
    """An article, where it stands, and what publication fixed of it."""

    article: Article
    places: tuple[Place, ...]
    locked: LockedArticle | None


def shown(reading: Reading, id: ArticleId) -> Shown:
    """All there is to show of one article."""
    found = readable(reading, id)
    snapshot = reading.snapshot
    locks = [issue.lock for issue in snapshot.issues if issue.lock] + ([snapshot.online] if snapshot.online else [])
    locked = next((entry for lock in locks if (entry := lock.article(id))), None)
    return Shown(found, tuple(place for issue in snapshot.issues for place in _places(issue, id)), locked)


def readable(reading: Reading, id: ArticleId) -> Article:
    """The article with this id; of one that cannot be read, the reason."""
    if failure := reading.failure(id):
        raise failure
    for one in reading.snapshot.articles:
        if one.id == id:
            return one
    raise named.unknown(id, (one.id for one in reading.snapshot.articles))


def _places(issue: Issue, id: ArticleId) -> Iterator[Place]:
    entry = issue.lock.article(id) if issue.lock else None
    for edition in issue.editions:
        for slot in edition.slots:
            if slot.article == id:
                pages = entry.pages.get(edition.language) if entry else None
                yield Place(issue.id, edition.language, slot.column, pages)


PLACES = (
    Field("issue", Bilingual("期", "issue"), lambda place: place.issue),
    Field("edition", Bilingual("文版", "edition"), lambda place: place.edition),
    Field("column", Bilingual("栏目", "column"), lambda place: place.column),
    Field("first", Bilingual("首页", "first page"), lambda place: place.pages and place.pages.first),
    Field("last", Bilingual("末页", "last page"), lambda place: place.pages and place.pages.last),
)
SHOW = (
    Field("article", Bilingual("文章", "article"), lambda shown: shown.article.id),
    Field("file", Bilingual("文件", "file"), lambda shown: shown.article.path),
    Field("kind", Bilingual("类型", "kind"), lambda shown: shown.article.kind),
    Field("language", Bilingual("原文语种", "original"), lambda shown: shown.article.language),
    Field("texts", Bilingual("全文", "texts"), lambda shown: shown.article.full_text),
    Field(
        "titles",
        Bilingual("标题", "titles"),
        lambda shown: titles(shown.article),
    ),
    Field("authors", Bilingual("作者", "authors"), lambda shown: authors(shown.article)),
    Field("doi", Bilingual("DOI", "DOI"), lambda shown: shown.article.doi),
    Field("keywords", Bilingual("关键词", "keywords"), lambda shown: dict(shown.article.keywords)),
    Field("history", Bilingual("日期", "dates"), lambda shown: dict(shown.article.history)),
    Field("media", Bilingual("附件", "media"), lambda shown: tuple(media.name for media in shown.article.media)),
    Field("references", Bilingual("参考文献", "references"), lambda shown: len(shown.article.references)),
    Field("sha256", Bilingual("sha256", "sha256"), lambda shown: shown.article.digest),
    Field("published", Bilingual("出版", "published"), lambda shown: shown.locked and shown.locked.published),
    Field("online", Bilingual("网络首发", "online first"), lambda shown: shown.locked and shown.locked.online),
    Field("places", Bilingual("排入", "places"), lambda shown: shown.places, PLACES),
)


@article.verb("show", said=Bilingual("一篇的内容与位置。", "What an article says, and where it stands."))
@ID
@asking
def show(asked: Asked, id: ArticleId) -> None:
    """One record."""
    display(asked, shown(asked.read(), id), SHOW)


# ---------------------------------------------------------------- publish


@article.verb(
    "publish",
    said=Bilingual("网络首发：先于所在期在线出版。", "Publish an article online, ahead of its issue."),
    more=Bilingual(
        "内容、DOI 与首发日期即行锁定，出版所在期时随之移去；编辑部中的稿件须已签字付印。",
        "Content, DOI and day are fixed until its issue takes them over; the office must have signed it for press.",
    ),
)
@ID
@option("--online", is_flag=True, said=Bilingual("网络首发", "online first"))
@option("--date", "day", type=DAY, said=Bilingual("首发日期（默认：今天）", "day of going online (default: today)"))
@dry_run
@asking
def publish(asked: Asked, id: ArticleId, online: bool, day: dt.date | None, dry_run: bool) -> None:
    """Online first; in print an article comes out with its issue."""
    from journal.commands import bureau, online_first

    if not online:
        raise Misused(
            Bilingual(
                "文章随期出版：journal issue publish；先行在线出版请加 --online。",
                "An article is published with its issue: journal issue publish; ahead of it, online: add --online.",
            )
        )
    with asked.alone("edit"):
        carry_out(asked, online_first.publishing(asked, id, day, bureau.moment()), dry_run)


# ---------------------------------------------------------------- names


@dataclass(frozen=True)
class Written:
    """A person's name by one convention."""

    kind: str
    person: str
    convention: str
    name: str


def names_of(article: Article) -> Iterator[Written]:
    """The name of every person, by every convention of the house."""
    for person in article.contributors:
        yield from _written(person)


def _written(person: Contributor) -> Iterator[Written]:
    from journal.names import Convention, written

    if person.name is None:
        yield from (Written(person.kind, name, language, name) for language, name in person.collab.items())
        return
    native = written(person.name, Convention.NATIVE)
    for convention in Convention:
        yield Written(person.kind, native, convention.value, written(person.name, convention))


NAMES = (
    Field("person", Bilingual("姓名", "person"), lambda row: row.person),
    Field("kind", Bilingual("身份", "as"), lambda row: row.kind),
    Field("convention", Bilingual("写法", "convention"), lambda row: row.convention),
    Field("name", Bilingual("写作", "written"), lambda row: row.name),
)


@article.verb("names", said=Bilingual("各人姓名的各种写法。", "Each person's name, by every convention."))
@ID
@asking
def names(asked: Asked, id: ArticleId) -> None:
    """One row a person and convention."""
    display(asked, tuple(names_of(readable(asked.read(), id))), NAMES)
