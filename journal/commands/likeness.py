"""Texts compared with the journal's own: read out of the files that come in and of the articles in issues/, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from journal.commands.changes import Change
from journal.commands.display import Field
from journal.errors import Bilingual, JournalError

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.attachments import Attachment
    from journal.commands.bureau import Bureau
    from journal.folder import Reading
    from journal.ids import ArticleId
    from journal.model import Article

LEARN = Bilingual("记住文字以备比对", "keep the text to be compared with")
UNREAD = Bilingual(
    "{name} 的文字读不出来，未作比对：{reason}", "the text of {name} could not be read and was not compared: {reason}"
)
NONE = Bilingual("与本刊已有的文章、稿件没有明显相似之处。", "nothing of the journal's own is much like it.")
LIKE = Bilingual("{id} 与 {source} {how}{share}", "{id} {how} {source}{share}")
PLAIN = frozenset({".txt"})  # what no referees' copy is made of, and can be read all the same


def kind(row: Mapping[str, Any]) -> Bilingual:
    """In what two texts are alike."""
    from journal.office.similarity import KINDS, Kind

    return KINDS[Kind(row["kind"])]


def percent(row: Mapping[str, Any]) -> str | None:
    """How much of it, where that was measured."""
    return None if row["share"] is None else f"{row['share']:.0%}"


FIELDS = (
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda row: row["manuscript"]),
    Field("source", Bilingual("相似的", "is like"), lambda row: row["source"]),
    Field("how", Bilingual("如何", "in what"), kind),
    Field("share", Bilingual("占其文字", "of its text"), percent),
)

# ---------------------------------------------------------------- texts read


def text_of(name: str, data: bytes) -> str:
    """All that a manuscript says, whatever its format; BadFile, Refused."""
    from journal.intake import blind

    suffix = PurePath(name).suffix.lower()
    opened = blind.opened(data, f"text{'.md' if suffix in PLAIN else suffix}")
    return "\n".join(paragraph.text for paragraph in opened.paragraphs())


def _read(asked: Asked, files: Iterable[tuple[str, bytes]]) -> str:
    """The texts of these files, one after the other; of one that cannot be read, that is said."""
    texts = []
    for name, data in files:
        try:
            texts.append(text_of(name, data))
        except JournalError as error:
            reason = Bilingual(error.say("zh"), error.say("en"))
            asked.tell(
                Bilingual(UNREAD.zh.format(name=name, reason=reason.zh), UNREAD.en.format(name=name, reason=reason.en))
            )
    return "\n".join(texts)


def article_text(reading: Reading, article: Article) -> str:
    """The texts of an article in all its languages; empty, if it has none."""
    from journal.jats import read as jats

    data = (reading.home / article.path).read_bytes()
    bodies = (jats.body(data, language, article.path)[0] for language in article.full_text)
    return "\n".join(body.body.text() for body in bodies if body.body)


# ---------------------------------------------------------------- manuscripts


def of_attachments(bureau: Bureau, id: str, files: Sequence[Attachment]) -> None:
    """Compare a manuscript whose text has just come in, and tell what was found."""
    from journal.commands.attachments import data_of

    texts = ((one.path.name, data_of(one)) for one in files if one.purpose == "text")
    for row in compared(bureau, id, _read(bureau.asked, texts)):
        bureau.asked.tell(line(row))


def again(bureau: Bureau, id: str) -> list[dict[str, Any]]:
    """Compare a manuscript's present text once more, out of the office's files; what was found."""
    from journal.office import dossier

    row = dossier.row(bureau.books, id)
    files = bureau.books.all("file", manuscript=id, purpose="text", text=row["text"], forgotten="", order="id")
    text = _read(bureau.asked, ((one["name"], bureau.files.get(one["sha256"])) for one in files))
    return compared(bureau, id, text)


def compared(bureau: Bureau, id: str, text: str) -> list[dict[str, Any]]:
    """Compare and record; what of it whoever acts may know."""
    from journal.office import dossier, similarity

    similarity.compare(bureau.desk, id, text)
    return similarity.of(bureau.books, bureau.sight, [dossier.row(bureau.books, id)])


def line(row: Mapping[str, Any]) -> Bilingual:
    """A likeness on one line."""
    how, share = kind(row), percent(row)
    said = Bilingual(f"（{share}）", f" ({share})") if share else Bilingual("", "")
    return Bilingual(
        LIKE.zh.format(id=row["manuscript"], source=row["source"], how=how.zh, share=said.zh),
        LIKE.en.format(id=row["manuscript"], source=row["source"], how=how.en, share=said.en),
    )


# ---------------------------------------------------------------- back issues


def learned(asked: Asked, reading: Reading, ids: Iterable[ArticleId], anew: bool = False) -> tuple[Change, ...]:
    """Keep the texts of these articles to be compared with; of those that are kept already only if `anew`."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return ()
    with bureau.reading(asked) as open_:
        kept = set() if anew else {id for id in ids if open_.books.count("shingle", source=id)}
    known = {article.id: article for article in reading.snapshot.articles}
    wanted = [known[id] for id in ids if id in known and id not in kept and known[id].full_text]

    def carry_out() -> None:
        from journal.office import similarity

        texts = {article.id: article_text(reading, article) for article in wanted}
        with bureau.acting(asked, False, silent=True) as now_open:
            for id, text in texts.items():
                similarity.learn(now_open.books, id, text)

    return tuple(
        Change(LEARN, article.id, (lambda: None) if number else carry_out) for number, article in enumerate(wanted)
    )


def back_issues(asked: Asked, reading: Reading) -> Iterator[ArticleId]:
    """The articles of issues/ that are published, and those that no open manuscript stands for."""
    from journal.commands import bureau
    from journal.office.workflow import IN_PRODUCTION

    with bureau.reading(asked) as open_:
        rows = open_.books.all("manuscript", state=set(IN_PRODUCTION))
    open_articles = {row["article"] for row in rows}
    yield from (article.id for article in reading.snapshot.articles if article.id not in open_articles)


__all__ = [
    "FIELDS", "NONE", "again", "article_text", "back_issues", "compared", "kind", "learned", "line", "of_attachments", "percent",
    "text_of",
]  # fmt: skip
