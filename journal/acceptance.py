"""The one door from the office to issues/: an accepted manuscript begins as an article, from the front matter of its record.

Nothing goes back through it: what happens to the article in production comes to the office as events.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeAlias, TypeVar

from journal import folder
from journal.errors import Bilingual, JournalError
from journal.folder.tree import FORTHCOMING
from journal.ids import CLC, DOI, ORCID, ROR, ArticleId, FundNumber, Language
from journal.jats.begin import begin
from journal.model import Affiliation, Article, Award, ByLanguage, Contributor, Journal, Node, Permissions, Title
from journal.names import Name, PersonName, Style, is_han, split_han
from journal.office import dossier
from journal.office.editorial import Desk, changed, insist
from journal.office.records import Books
from journal.office.workflow import CHIEF, DESK, HANDLING, IN_PRODUCTION, STATES, Action, State

V = TypeVar("V")
F = TypeVar("F")
Writer: TypeAlias = tuple[Mapping[str, Any], Mapping[str, Any]]  # a row of authorship, and the person
WAITING = frozenset(IN_PRODUCTION)  # accepted, and not published yet


@dataclass(eq=False)
class NotAccepted(JournalError):
    """A manuscript that nobody has accepted, or that is no longer."""

    number: str
    state: Bilingual
    zh: ClassVar[str] = "稿件 {number} 处于“{state}”，不能进入 issues/。"
    en: ClassVar[str] = "Manuscript {number} is in “{state}” and cannot go to issues/."
    fix_zh: ClassVar[str] = "录用（accept）之后再办。"
    fix_en: ClassVar[str] = "Accept it first (accept)."


@dataclass(eq=False)
class ArticleTaken(JournalError):
    """An article id that is another manuscript's, or a folder that was there before."""

    article: str
    zh: ClassVar[str] = "文章标识“{article}”已被占用，不覆盖任何文件。"
    en: ClassVar[str] = "The article id “{article}” is taken; nothing is written over it."
    fix_zh: ClassVar[str] = "请另给一个标识；如果那就是这篇文章，用 --link 连上。"
    fix_en: ClassVar[str] = "Give another id; if it is this very article, connect it with --link."


@dataclass(frozen=True)
class Begun:
    """The article of a manuscript: its id, its file in the home, and the bytes to write (empty: the file is there)."""

    manuscript: str
    article: ArticleId
    path: str
    data: bytes = b""

    def write(self, home: Path) -> bool:
        """Write the file if none is there yet; whether it was written. Call it once the records are committed."""
        target = home / self.path
        if not self.data or target.exists():
            return False
        folder.write_bytes(target, self.data)
        return True


def accept(desk: Desk, home: Path, journal: Journal, number: str, id: str = "", link: bool = False) -> Begun:
    """Give an accepted manuscript its article: its id in the record, its first file for `Begun.write`.

    Doing it again gives the same; a file that is there is never written over. With `link` the manuscript is connected to
    an article that lies in issues/ already. The way back of a killed process: `accept` and `write` again.
    Raises NotAccepted, ArticleTaken, NoRight, UnsafeId, BadIdentifier.
    """
    row = dossier.row(desk.books, number)
    if State(row["state"]) not in WAITING:
        raise NotAccepted(number, STATES[State(row["state"])])
    insist(desk, row, HANDLING | DESK | CHIEF, Bilingual("把稿件转为文章", "make the manuscript an article"))
    folders = folder.article_folders(home)
    article = folder.article_id(row["article"] or id or _id(desk.books, row))
    if row["article"] != article:
        taken = article in folders and not link
        if taken or desk.books.count("manuscript", article=article) or (link and article not in folders):
            raise ArticleTaken(article)
    path = f"issues/{folders.get(article, FORTHCOMING)}/{article}/article.xml"
    there = (home / path).exists()
    begun = Begun(number, article, path, b"" if there else begin(journal, facts(desk.books, row, article)))
    if row["article"] != article or _is_another(desk.books, row):
        data = {"article": article, "text": row["text"]}
        if not link:  # what is linked is said to be this very article
            data["sha256"] = hashlib.sha256(begun.data or (home / path).read_bytes()).hexdigest()
        changed(desk, row, "article", data, article=article)
    return begun


def _is_another(books: Books, row: Mapping[str, Any]) -> bool:
    """Whether another version of the text is accepted now than the one for which the article was begun."""
    known = [event.data.get("text") for event in books.events(manuscript=row["id"], kind="article")]
    return State(row["state"]) is State.ACCEPTED and known[-1:] != [row["text"]]


def _id(books: Books, row: Mapping[str, Any]) -> str:
    first = books.all("authorship", manuscript=row["id"], order="position", limit=1)
    people = books.all("person", id={one["person"] for one in first})
    return called(row["id"], people[0]["names"] if people else {})


def called(number: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """The id of an article: its first author's surname and the manuscript's number, li-2026-0123."""
    name = person_name(names)
    latin = name.latin() if name else None
    surname = re.sub(r"[^a-z]", "", _plain(latin.family or latin.given)) if latin else ""
    return "-".join(filter(None, (surname[:40], number)))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


# ---------------------------------------------------------------- the record as facts


def facts(books: Books, row: Mapping[str, Any], id: ArticleId) -> Article:
    """What the office's record says of the article's front matter."""
    written = books.all("authorship", manuscript=row["id"], order="position")
    people = {one["id"]: one for one in books.all("person", id={one["person"] for one in written})}
    return article(row, id, [(one, people[one["person"]]) for one in written], tuple(_history(books, row)))


def article(
    row: Mapping[str, Any], id: ArticleId, authors: Sequence[Writer], days: tuple[tuple[str, dt.date], ...]
) -> Article:
    """The front matter that a record says, its authors in order (who, and which person), and what happened when."""
    language = Language(row["language"])
    places = _affiliations(language, (person for _, person in authors))
    more = row["more"]
    return Article(
        id,
        language,
        row["kind"],
        _each(language, row["titles"], lambda tag, text: _title(text, tag == language)),
        doi=DOI(more["doi"]) if more.get("doi") else None,
        contributors=tuple(_contributor(one, person, places) for one, person in authors),
        affiliations=tuple(places.values()),
        history=days,
        abstracts=_each(language, row["abstracts"], lambda tag, text: _abstract(text, tag, tag == language)),
        keywords=_each(language, row["keywords"], lambda tag, words: tuple(words)),
        clc=tuple(CLC(code) for code in more.get("clc", ())),
        awards=tuple(_award(one, language) for one in more.get("funding", ())),
        permissions=_permissions(more, language),
        references=tuple(Node("mixed-citation", (), (text,)) for text in more.get("citations", ())),
    )


def _each(first: str, said: Mapping[str, V], fact: Callable[[Language, V], F]) -> ByLanguage[F]:
    """A fact in each language that says something, the article's own first."""
    tags = sorted((tag for tag, value in said.items() if value), key=lambda tag: (tag != first, tag))
    return ByLanguage.of((Language(tag), fact(Language(tag), said[tag])) for tag in tags)


def _title(text: str, own: bool) -> Title:
    """A title with its subtitle, where —— parts them."""
    main, mark, sub = text.partition("——")
    prefix = "" if own else "trans-"
    words = Node("article-title" if own else "trans-title", (), (main.strip() if mark and sub.strip() else text,))
    return Title(words, Node(f"{prefix}subtitle", (), (sub.strip(),)) if mark and sub.strip() else None)


def _abstract(text: str, tag: str, own: bool) -> Node:
    paragraphs = tuple(Node("p", (), (part.strip(),)) for part in re.split(r"\n+", text) if part.strip())
    return Node("abstract", (), paragraphs) if own else Node("trans-abstract", (("xml:lang", tag),), paragraphs)


def _award(said: Mapping[str, Any], language: str) -> Award:
    """As the author form says it: `{"source": {language: funder}, "numbers": […]}`."""
    sources = _each(language, said.get("source", {}), lambda tag, text: str(text))
    return Award(sources, tuple(FundNumber(number) for number in said.get("numbers", ())))


def _permissions(more: Mapping[str, Any], language: str) -> Permissions | None:
    """As the other system said them, from which a paper was taken over; another paper has the journal's own."""
    holder = ByLanguage.of((Language(tag), text) for tag, text in more.get("holder", {}).items())
    found = Permissions(
        year=str(more.get("copyright_year", "")),
        holder=holder.best(language) or "",
        licence_url=more.get("licence", ""),
    )
    return found if found != Permissions() else None


def _history(books: Books, row: Mapping[str, Any]) -> Iterator[tuple[str, dt.date]]:
    """收稿, 修回, 录用: days as the office's clock has them."""
    yield "received", _day(row["submitted"])
    last = {event.kind: event.at for event in books.events(manuscript=row["id"], kind={Action.REVISE, Action.ACCEPT})}
    if Action.REVISE in last:
        yield "rev-recd", _day(last[Action.REVISE])
    if Action.ACCEPT in last:
        yield "accepted", _day(last[Action.ACCEPT])


def _day(at: str) -> dt.date:
    return dt.datetime.fromisoformat(at).astimezone().date()


# ---------------------------------------------------------------- people


def person_name(names: Mapping[str, Mapping[str, str]]) -> PersonName | None:
    """A person's name in all scripts of the record; a Chinese name also in pinyin, where no Latin form is known."""
    forms = [form for tag, parts in names.items() if (form := _form(tag, parts))]
    if not forms:
        return None
    name = PersonName(tuple(forms))
    latin = name.latin()
    if latin not in forms and latin.given:
        style = Style.GIVEN_ONLY if not latin.family else Style.WESTERN
        forms.append(Name(latin.family, latin.given, style, Language("en")))
    return PersonName(tuple(forms))


def _form(tag: str, parts: Mapping[str, str]) -> Name | None:
    family, given, whole = (parts.get(part, "").strip() for part in ("family", "given", "whole"))
    language = Language(tag)
    if not (family or given):
        if not whole:
            return None
        known = split_han(whole)
        return Name(known.family, known.given, known.style, language)
    if not family or not given:
        return Name("", given or family, Style.GIVEN_ONLY, language)
    return Name(family, given, Style.EASTERN if is_han(family + given) else Style.WESTERN, language)


def _contributor(one: Mapping[str, Any], person: Mapping[str, Any], places: Mapping[str, Affiliation]) -> Contributor:
    place = places.get(_place(person))
    return Contributor(
        "author",
        person_name(person["names"]),
        orcid=ORCID(person["orcid"]) if person["orcid"] else None,
        affiliations=(place.id,) if place else (),
        corresponding=one["corresponding"],
        equal=one["equal"],
        email=person["email"] if one["corresponding"] else "",
    )


def _place(person: Mapping[str, Any]) -> str:
    """Authors of one institution share its line."""
    return "\n".join(f"{tag}:{text}" for tag, text in sorted(person["affiliations"].items()) if text)


def _affiliations(language: str, people: Iterable[Mapping[str, Any]]) -> dict[str, Affiliation]:
    found: dict[str, Affiliation] = {}
    for person in people:
        key = _place(person)
        if key and key not in found:
            lines = _each(language, person["affiliations"], lambda tag, text: str(text))
            ror = ROR(person["ror"]) if person["ror"] else None
            found[key] = Affiliation(f"aff{len(found) + 1}", lines, lines, ror=ror)
    return found


__all__ = ["ArticleTaken", "Begun", "NotAccepted", "Writer", "accept", "article", "called", "facts", "person_name"]
