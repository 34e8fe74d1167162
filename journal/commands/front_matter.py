"""Titles, abstracts, keywords and the by-line of a manuscript: corrected in the record, and held against the article's own file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.commands import pressed
from journal.commands.init import PAIR
from journal.commands.spoken import Reads
from journal.errors import Bilingual, JournalError, Misused

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau
    from journal.ids import Language
    from journal.model import Article
    from journal.office.front_matter import Words

BY_LINE = Bilingual("作者署名", "by-line")
ELSEWHERE = Bilingual(
    "文章以 {path} 为准，其中与记录不一致：{what}；请在该文件中一并改正。",
    "The article is what {path} says, and it differs from the record in: {what}. Correct it there too.",
)
UNSIGNED = Bilingual(
    "尚未签署著作权授权书：{names}；已撤回“著作权授权书”的勾选，签署后用 journal manuscript consent 登记。",
    "No signed copyright form yet: {names}; its tick is taken back. Enter it with: journal manuscript consent",
)
NEAR = Bilingual("与新的署名有利益冲突：{what}。", "Stands too near to the by-line as it is now: {what}.")


def _file(value: str) -> tuple[Language, Path]:
    language, text = PAIR.read(value)
    return language, Path(text)


FILE = Reads("LANGUAGE=FILE", _file)


def by_language(pairs: Sequence[tuple[Language, str]], option: str) -> dict[str, str]:
    """What was said in each language; Misused for a language said twice, or with nothing."""
    found: dict[str, str] = {}
    for language, text in pairs:
        if str(language) in found or not text.strip():
            raise Misused(
                Bilingual(
                    f"--{option}：{language} 须给出一次且不为空。", f"--{option}: say {language} once, and not empty."
                )
            )
        found[str(language)] = text.strip()
    return found


def words(said: Mapping[str, Any]) -> Words:
    """What the options say anew of titles, abstracts and keywords. Misused, CannotRead, BadFile."""
    from journal.commands.written import text_of
    from journal.office.front_matter import Words

    abstracts = [*said["abstracts"], *((language, text_of(path)) for language, path in said["abstract_files"])]
    keywords = by_language(said["keywords"], "keywords")
    return Words(
        by_language(said["titles"], "title"),
        by_language(abstracts, "abstract"),
        {tongue: split(text) for tongue, text in keywords.items()},
    )


def split(text: str) -> list[str]:
    """Keywords as they are typed, parted by semicolons."""
    return [word.strip() for word in re.split("[;；]", text) if word.strip()]


def edit(bureau: Bureau, id: str, new: Words, said: Mapping[str, Any], note: str, based_on: int | None) -> None:
    """Correct the record, then tell what follows from it that is nobody's act."""
    from journal.office import dossier, front_matter

    asks_words = bool(new.titles or new.abstracts or new.keywords)
    asks_authors = bool(said["authors"] or said["corresponding"])
    if not asks_words and not asks_authors:
        raise Misused(
            Bilingual(
                "请给出要更正的内容：--title、--abstract、--keywords、--author 或 --corresponding。",
                "Say what to correct: --title, --abstract, --keywords, --author or --corresponding.",
            )
        )
    if asks_words:
        front_matter.correct(bureau.desk, id, new, note, based_on)
    if asks_authors and front_matter.sign(
        bureau.desk, id, _by_line(bureau, id, said), note, None if asks_words else based_on
    ):
        for told in _after_by_line(bureau, id):
            bureau.asked.tell(told)
    if differs := elsewhere(bureau, dossier.row(bureau.books, id)):
        bureau.asked.tell(differs)


def _by_line(bureau: Bureau, id: str, said: Mapping[str, Any]) -> list[Any]:
    """The authors as they are said, else as they were; who corresponds as said, else as before, else the first."""
    from journal.office.editorial import Author
    from journal.office.front_matter import by_line

    before = {one.person: one for one in by_line(bureau.books, id)}
    ids = [bureau.person(one) for one in said["authors"]] or list(before)
    known = {one for one, author in before.items() if author.corresponding}
    wanted = {bureau.person(one) for one in said["corresponding"]} or known & set(ids) or set(ids[:1])
    if strangers := wanted - set(ids):
        named = bureau.names(strangers)
        listed = "、".join(sorted(named.values()))
        raise Misused(Bilingual(f"--corresponding：{listed} 不是作者。", f"--corresponding: no author: {listed}."))
    return [Author(one, one in wanted, one in before and before[one].equal) for one in ids]


def _after_by_line(bureau: Bureau, id: str) -> Iterator[Bilingual]:
    from journal.office import dossier, people, production

    if unsigned := production.unsigned(bureau.books, id):
        names = bureau.names(set(unsigned))
        yield UNSIGNED.format(names="、".join(names[one] for one in sorted(unsigned)))
    signed = bureau.books.all("signature", manuscript=id, void="")
    near = {dossier.row(bureau.books, id)["handling"], *(one["person"] for one in signed)}
    near |= {one["person"] for one in bureau.books.all("review", manuscript=id, cancelled="")}
    for found in people.conflicts_of(bureau.books, id, frozenset(near - {""}), dossier.authors(bureau.books, id)):
        yield NEAR.format(what=found)


# ---------------------------------------------------------------- the article's own file


def english(asked: Asked, row: Mapping[str, Any]) -> frozenset[str]:
    """Which parts the article itself has in English, of those that the record has not. BadFile for a file that is no article."""
    from journal.office.production import FRONT

    lacking = [part for part in FRONT if not row[part].get("en")]
    article = _article(asked, row) if lacking else None
    return frozenset(part for part in lacking if article and _said(article, part, "en"))


def elsewhere(bureau: Bureau, row: Mapping[str, Any]) -> Bilingual | None:
    """In what the article's file differs from the record; None where it does not, or where there is none."""
    path = pressed.file(bureau.asked, row)
    if path is None:
        return None
    try:
        what = tuple(_different(bureau, row))
    except JournalError as error:
        return Bilingual(error.say("zh"), error.say("en"))
    if not what:
        return None
    listed = Bilingual("、".join(one.zh for one in what), ", ".join(one.en for one in what))
    return ELSEWHERE.format(path=path, what=listed)


def _different(bureau: Bureau, row: Mapping[str, Any]) -> Iterator[Bilingual]:
    from journal import acceptance
    from journal.ids import ArticleId
    from journal.office.production import FRONT

    article = _article(bureau.asked, row)
    assert article, "it has a file"
    record = acceptance.facts(bureau.books, row, ArticleId(row["article"]))
    for part, name in FRONT.items():
        for tongue in row[part]:
            if _said(article, part, tongue) != _said(record, part, tongue):
                yield Bilingual(f"{name.zh}（{tongue}）", f"{name.en} ({tongue})")
    if _names(article) != _names(record):
        yield BY_LINE


def _article(asked: Asked, row: Mapping[str, Any]) -> Article | None:
    from journal.ids import ArticleId
    from journal.jats import read as jats

    path = pressed.file(asked, row)
    if path is None:
        return None
    article, _ = jats.article((asked.home / path).read_bytes(), ArticleId(row["article"]), path)
    return article


def _said(article: Article, part: str, tongue: str) -> str:
    """A part in a language, as its letters alone: spaces and marks are the house's."""
    value = {str(language): value for language, value in getattr(article, part).items()}.get(tongue)
    return re.sub(r"[\W_]+", "", "".join(value) if isinstance(value, tuple) else value.text()) if value else ""


def _names(article: Article) -> list[tuple[str, str]]:
    names = [one.name.native() for one in article.contributors if one.kind == "author" and one.name]
    return [(name.family, name.given) for name in names]


__all__ = ["FILE", "by_language", "edit", "elsewhere", "english", "split", "words"]
