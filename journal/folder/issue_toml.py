"""issue.toml: an issue's year, number and order of articles, as its editors write it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path

from journal.errors import BadFile, Bilingual, Place
from journal.folder.tables import (
    Spot,
    by_language,
    date,
    expect,
    identifier,
    language,
    like,
    listing,
    may,
    need,
    parsed,
    table,
    text,
    toml,
    unknown,
    whole,
    yes_or_no,
)
from journal.folder.tree import UnsafeId, article_id
from journal.ids import ArticleId, IssueId, Language
from journal.model import ByLanguage, Cover, Filler, Issue, IssueEdition, Journal, Slot
from journal.writing import write_bytes

NAME = "issue.toml"
UNSAID = 0  # the start of an edition whose page numbers run on from the issue before


def file(id: IssueId) -> str:
    """Where the issue.toml of an issue stands in the home."""
    return f"issues/{id}/{NAME}"


COVER = {"file": need(like(r"[^/\\\s.][^/\\\s]*", "cover.zh.png")), "alt": may(text, "")}
WAIVER = {"rule": need(text), "article": may(text, ""), "reason": need(text)}


def number(spot: Spot) -> str:
    """The issue's number: 5, or text such as "5-6"."""
    return str(whole(1)(spot)) if type(spot.value) is int else text(spot)


def cover(spot: Spot) -> Cover:
    """`[covers.LANGUAGE]`: a picture beside issue.toml."""
    return Cover(**table(spot, COVER))


def waiver(spot: Spot) -> tuple[str, str, str]:
    """`[[waivers]]`: a rule that need not hold here, for one article or for the issue, and why."""
    values = table(spot, WAIVER)
    return values["rule"], values["article"], values["reason"]


def kept(spot: Spot) -> Spot:
    """The spot itself: what is read once the rest is known."""
    return spot


ISSUE = {
    "year": need(whole(1600, 9999)),
    "number": need(number),
    "date": need(date),
    "volume": may(whole(1)),
    "serial": may(whole(1)),
    "titles": may(by_language(text), ByLanguage()),
    "covers": may(by_language(cover), ByLanguage()),
    "waivers": may(listing(waiver), ()),
    "index": may(yes_or_no),
    "editions": may(kept),
}
EDITION = {"start": may(whole(1), UNSAID), "columns": may(kept), "fillers": may(listing(kept), ())}
FILLER = {"after": need(kept), "text": need(text), "title": may(text, ""), "source": may(text, "")}


def issue(home: Path, id: IssueId, journal: Journal, folders: Mapping[ArticleId, str]) -> Issue:
    """The issue as its file says it; `folders` says where each article of `issues/` lies."""
    return from_spot(toml(home, file(id)), id, journal, folders)


def from_spot(root: Spot, id: IssueId, journal: Journal, folders: Mapping[ArticleId, str]) -> Issue:
    """The issue that the root table of its file says."""
    values = table(root, ISSUE)
    _own_number(root, id, values["year"], values["number"])
    editions = values.pop("editions")
    return Issue(id=id, editions=_editions(editions, journal, _Shelf(id, folders)) if editions else (), **values)


def _own_number(root: Spot, id: IssueId, year: int, number: str) -> None:
    """A new issue often begins as a copy of the last one: its number must be that of its folder."""
    named = re.fullmatch(r"(\d{4})-(\d+(?:-\d+)?)", id)
    if not named or named.groups() == (str(year), number):
        return
    wrong = "year" if named[1] != str(year) else "number"
    raise root.below(wrong).wrong(
        Bilingual(
            f"{year} 年第 {number} 期与文件夹名 {id} 不符。", f"{year} No. {number} is not what its folder {id} says."
        ),
        Bilingual("请改正此处或文件夹名。", "Correct this, or the folder's name."),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Shelf:
    """The articles that an issue may name."""

    issue: IssueId
    folders: Mapping[ArticleId, str]

    def article(self, spot: Spot) -> ArticleId:
        """The article that an entry names; it has a folder in this very issue."""
        name = text(spot)
        id = _id(spot)
        folder = self.folders.get(id)
        if folder is None:
            raise unknown(spot, name, tuple(known for known, place in self.folders.items() if place == self.issue))
        if folder != self.issue:
            raise spot.wrong(
                Bilingual(f"文章“{id}”在 issues/{folder} 中。", f"the article “{id}” is in issues/{folder}."),
                Bilingual(f"请先把它移到 issues/{self.issue}。", f"Move it to issues/{self.issue} first."),
            )
        return id


def _id(spot: Spot) -> ArticleId:
    try:
        return identifier(article_id)(spot)
    except UnsafeId:
        raise UnsafeId(spot.value, f"{spot.place()}: ") from None


def _editions(spot: Spot, journal: Journal, shelf: _Shelf) -> tuple[IssueEdition, ...]:
    return tuple(_edition(spot.below(tag), journal, shelf) for tag in expect(spot, dict).value)


def _edition(spot: Spot, journal: Journal, shelf: _Shelf) -> IssueEdition:
    tag = language(spot)
    if tag not in journal.languages:
        raise unknown(spot, tag, journal.languages)
    values = table(spot, EDITION)
    slots = _slots(values["columns"], journal, shelf) if values["columns"] else ()
    placed = tuple(slot.article for slot in slots)
    return IssueEdition(tag, values["start"], slots, tuple(_filler(each, placed, shelf) for each in values["fillers"]))


def _filler(spot: Spot, placed: tuple[ArticleId, ...], shelf: _Shelf) -> Filler:
    """`[[editions.LANGUAGE.fillers]]`: a short piece after one of the edition's articles."""
    values = table(spot, FILLER)
    article = shelf.article(values["after"])
    if article not in placed:
        raise unknown(values["after"], article, placed)
    return Filler(article, values["text"], values["title"], values["source"])


def _slots(spot: Spot, journal: Journal, shelf: _Shelf) -> tuple[Slot, ...]:
    """The articles of an edition in order: columns and articles as the file has them, each article once."""
    seen: dict[ArticleId, Spot] = {}
    slots = []
    for name in expect(spot, dict).value:
        column = spot.below(name)
        if name not in {known.id for known in journal.columns}:
            raise unknown(column, name, tuple(known.id for known in journal.columns))
        for entry in (column.below(i) for i in range(len(expect(column, list).value))):
            article = shelf.article(entry)
            if article in seen:
                raise _twice(entry, article, seen[article])
            seen[article] = entry
            slots.append(Slot(name, article))
    return tuple(slots)


def _twice(spot: Spot, article: ArticleId, first: Spot) -> BadFile:
    line = first.place().line
    return spot.wrong(
        Bilingual(
            f"文章“{article}”在本文版中排了两次（前一次在第 {line} 行）。",
            f"“{article}” is placed twice in this edition (first on line {line}).",
        ),
        Bilingual("请删去一处。", "Remove one of the two."),
    )


def place(home: Path, id: IssueId, language: Language, slot: Slot) -> Place:
    """Where the file places an article in an edition."""
    path = ("editions", str(language), "columns", slot.column)
    column = toml(home, file(id))
    for name in path:
        column = column.below(name)
    return column.below(column.value.index(slot.article)).place()


def write(home: Path, id: IssueId, written: str, journal: Journal, folders: Mapping[ArticleId, str]) -> Issue:
    """Put `written` in place of the issue's file, if it reads well; the issue that it says."""
    issue = from_spot(parsed(file(id), written), id, journal, folders)
    write_bytes(home / file(id), written.encode())
    return issue
