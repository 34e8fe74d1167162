"""The pages of a proof: a manuscript's article, laid out as it stands now, one PDF a language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from journal.errors import Bilingual, JournalError

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.folder import Reading
    from journal.ids import ArticleId, Language
    from journal.outputs.pdf import Pages


@dataclass(eq=False)
class NoPages(JournalError):
    """A proof of which no pages can be made."""

    manuscript: str
    reason: Bilingual
    zh: ClassVar[str] = "稿件 {manuscript} 排不出校样：{reason}"
    en: ClassVar[str] = "There are no pages to prove of {manuscript}: {reason}"
    fix_zh: ClassVar[str] = "改正后再发；校样由别处排出的用 --file，已寄纸样的用 --on-paper。"
    fix_en: ClassVar[str] = (
        "Mend it and send again; pages made elsewhere go with --file, a paper proof with --on-paper."
    )


@dataclass(frozen=True, slots=True)
class Galley:
    """The pages in a language; with the lines on them and the file they were made of, where they were laid out here."""

    language: str
    data: bytes
    pages: Pages | None = None


def laid_out(asked: Asked, manuscript: str, article: str, language: Language | None) -> tuple[Galley, ...]:
    """The pages in every language in which there is a text, or in the one; NoPages. Nothing is written to out/."""
    from journal.ids import ArticleId

    if not article:
        missing = Bilingual(
            "issues/ 中还没有它的文章（journal manuscript article）。",
            "it has no article in issues/ yet (journal manuscript article).",
        )
        raise NoPages(manuscript, missing)
    reading = asked.read(with_house=True)
    id = ArticleId(article)
    if error := next((error for name, error in reading.failed if name == article), None):
        raise NoPages(manuscript, Bilingual(error.say("zh"), error.say("en")))
    reading.insist_on_locks()
    with asked.alone("build"):
        return tuple(_pages(asked, reading, manuscript, id, _tongues(reading, manuscript, id, language)))


def _tongues(reading: Reading, manuscript: str, id: ArticleId, language: Language | None) -> tuple[Language, ...]:
    """The languages to be laid out; of an article that cannot be read the build itself says why."""
    said = next((one for one in reading.snapshot.articles if one.id == id), None)
    if said is None:
        return ()
    if not said.full_text:
        raise NoPages(manuscript, Bilingual(f"{said.path} 还没有正文。", f"{said.path} has no text yet."))
    if language and language not in said.full_text:
        there = " ".join(said.full_text)
        reason = Bilingual(
            f"{said.path} 没有 {language} 全文（有：{there}）。",
            f"{said.path} has no full text in {language} (it has: {there}).",
        )
        raise NoPages(manuscript, reason)
    return (language,) if language else said.full_text


def _pages(
    asked: Asked, reading: Reading, manuscript: str, id: ArticleId, tongues: tuple[Language, ...]
) -> Iterator[Galley]:
    from journal.build.lined import lined

    for tongue in tongues:
        try:
            pages = lined(asked.home, reading.snapshot, id, tongue, asked.cache)
        except JournalError as error:
            raise NoPages(manuscript, Bilingual(error.say("zh"), error.say("en"))) from error
        if pages is None:
            reason = Bilingual(f"{id} 没有排出 {tongue} 文页面。", f"no pages of {id} came out in {tongue}.")
            raise NoPages(manuscript, reason)
        yield Galley(str(tongue), pages.data, pages)


__all__ = ["Galley", "NoPages", "laid_out"]
