"""Whether the article of a manuscript holds the text that was accepted: what the files themselves show of it, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from journal.commands import pressed
from journal.errors import Bilingual, JournalError, Refused

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau

NO_ARTICLE = Bilingual("issues/ 中还没有它的文章", "it has no article in issues/ yet")
NO_TEXT = Bilingual("{path} 还没有正文", "{path} has no text yet")
FIX = Bilingual(
    '请把录用的第{text}稿排入 article.xml；本刊不作此要求的，在 [policies] 写 release_without_text = "yes"。',
    'Put the accepted version {text} into article.xml; a journal that does not ask for it says release_without_text = "yes" '
    "in [policies].",
)
UNTOUCHED = Bilingual(
    "{path} 自第{text}稿录用以来没有改动过，其中可能仍是以前的文字。",
    "{path} was not changed since version {text} was accepted: it may still hold the earlier text.",
)
LEFT = Bilingual(
    "第{text}稿（录用稿）所改的文字，只有 {share} 见于 {path}；请核对是否用错了稿次。",
    "Of what version {text}, the accepted one, changed, only {share} stands in {path}: see that it is not an earlier version.",
)
ENOUGH = 0.5  # of what was changed: copy-editing changes some of it again


def missing(asked: Asked, row: Mapping[str, Any]) -> Bilingual | None:
    """Why there is nothing to typeset; None where the article has a text. BadFile for a file that is no article."""
    from journal.ids import ArticleId
    from journal.jats import read as jats

    path = pressed.file(asked, row)
    if path is None:
        return NO_ARTICLE
    article, _ = jats.article((asked.home / path).read_bytes(), ArticleId(row["article"]), path)
    return None if article.texts else NO_TEXT.format(path=path)


def insist(bureau: Bureau, row: Mapping[str, Any]) -> None:
    """Refuse to release a manuscript whose article has no text, unless the journal wants it so."""
    reason = missing(bureau.asked, row)
    if reason and bureau.desk.policies.text_required:
        raise Refused(
            Bilingual(
                f"稿件 {row['id']} 不齐、不清、不定：{reason.zh}。", f"{row['id']} is not complete: {reason.en}."
            ),
            FIX.format(text=row["text"]),
        )


def doubts(bureau: Bureau, row: Mapping[str, Any]) -> tuple[Bilingual, ...]:
    """What speaks against the article holding the accepted text; nothing where nothing can be known."""
    path = pressed.file(bureau.asked, row)
    if path is None or missing(bureau.asked, row):
        return ()
    return tuple(_doubts(bureau, row, path, (bureau.asked.home / path).read_bytes()))


def _doubts(bureau: Bureau, row: Mapping[str, Any], path: str, data: bytes) -> Iterator[Bilingual]:
    from journal.office import similarity

    events = [event.data for event in bureau.books.events(manuscript=row["id"], kind="article")]
    if events and events[-1].get("sha256") == hashlib.sha256(data).hexdigest():
        yield UNTOUCHED.format(path=path, text=row["text"])
        return
    before, accepted = (_version(bureau, row["id"], number) for number in (row["text"] - 1, row["text"]))
    share = similarity.carried(before, accepted, _said(data, path)) if before and accepted else None
    if share is not None and share < ENOUGH:
        yield LEFT.format(path=path, text=row["text"], share=f"{share:.0%}")


def tell(asked: Asked, articles: Iterable[str]) -> None:
    """Say of articles that are about to be published what speaks against their holding the accepted text."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return
    from journal.office.workflow import State

    with bureau.reading(asked) as open_:
        for row in open_.books.all("manuscript", article=set(articles), state=State.SIGNED, order="id"):
            for doubt in doubts(open_, row):
                asked.tell(doubt)


def _version(bureau: Bureau, id: str, text: int) -> str:
    """What a version of the manuscript says; empty where one of its files cannot be read."""
    from journal.commands import likeness

    rows = bureau.books.all("file", manuscript=id, purpose="text", text=text, forgotten="", order="id")
    try:
        return "\n".join(likeness.text_of(one["name"], bureau.files.get(one["sha256"])) for one in rows)
    except JournalError:
        return ""  # of what nobody can read nothing is said


def _said(data: bytes, path: str) -> str:
    """All that an article says, without the numbers by which its notes are called: they stand in no manuscript's text."""
    from journal.jats import read as jats

    top = jats.root(data, path)
    for call in top.iter("xref"):
        if call.get("ref-type") == "fn":
            for part in call.iter():
                part.text = None
    return "".join(map(str, top.itertext()))


__all__ = ["doubts", "insist", "missing", "tell"]
