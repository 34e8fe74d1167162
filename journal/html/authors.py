"""Who wrote it, as a page says it: the name, and the note at the foot of the first page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journal.html.body import Children
from journal.html.markup import element
from journal.html.words import PageWords
from journal.ids import Language
from journal.model import Article, Contributor, Node
from journal.names import Convention, is_han, written


def person_name(person: Contributor, language: Language | str, convention: Convention) -> str:
    """A contributor's name as a page in `language` prints it."""
    if person.name is None:
        return (person.collab.best(language) or person.on_behalf_of) if person.collab else person.on_behalf_of
    if language.startswith("zh"):
        foreign = person.name.han() is not None and not is_han(person.name.native().family + person.name.native().given)
        name = written(person.name, Convention.TRANSCRIBED if foreign else convention)
    else:
        name = written(person.name, Convention.FAMILY_FIRST)
    return name.replace("'", "’")


@dataclass(frozen=True, slots=True)
class Assigned:
    """The article's `author-notes` in one language: those of an author, by `id()`, and the rest."""

    of: Mapping[int, tuple[Node, ...]]
    others: tuple[Node, ...]


def assigned(article: Article, language: Language) -> Assigned:
    """Whose each note is: the first author's who refers to it; a `corresp` that nobody refers to is the one
    corresponding author's."""
    notes = article.author_notes.get(language, ())
    corresponding = [person for person in article.authors if person.corresponding]
    of: dict[int, tuple[Node, ...]] = {}
    others: list[Node] = []
    for note in notes:
        owners = [person for person in article.authors if note.get("id") and note.get("id") in person.notes]
        if not owners and note.tag == "corresp" and len(corresponding) == 1:
            owners = corresponding
        if owners:
            of[id(owners[0])] = (*of.get(id(owners[0]), ()), note)
        else:
            others.append(note)
    return Assigned(of, tuple(others))


def author_note(
    person: Contributor,
    language: Language,
    words: PageWords,
    bio: Children,
    notes: tuple[Node, ...],
    said: tuple[Children, ...],
) -> Children:
    """The note on an author: the `bio`, in brackets what is tagged, then what the article's own `notes` say (`said`, as
    HTML). What a note says already is not said again; nothing if there is nothing to say."""
    text = " ".join(note.text() for note in notes)
    tagged: list[Children] = []
    if person.equal and not any(note.get("fn-type") == "equal" for note in notes):
        tagged.append((words.equal,))
    if person.email and person.email not in text:
        lead = f"{words.corresponding}{words.colon}" if person.corresponding else ""
        tagged.append((lead, element("span", person.email, class_="email")))
    if person.orcid and person.orcid not in text:
        link = element("a", str(person.orcid), href=person.orcid.url, class_="email")
        tagged.append((f"ORCID{words.colon}", link))
    opening = tuple(_unwrapped(bio))
    if not opening and (tagged or notes):
        opening = (person_name(person, language, Convention.NATIVE), *((words.colon,) if not tagged else ()))
    is_chinese = language.startswith("zh")
    open_, between, close = ("（", "；", "）") if is_chinese else (" (", "; ", ")")
    brackets = [piece for index, part in enumerate(tagged) for piece in (between if index else open_, *part)]
    gap = "" if is_chinese else " "
    return (*opening, *brackets, *((close,) if tagged else ()), *(piece for note in said for piece in (gap, *note)))


def _unwrapped(bio: Children) -> Children:
    """The text of a bio's paragraphs, which run on."""
    return tuple(child for node in bio if isinstance(node, Node) for child in node.children) or bio


__all__ = ["assigned", "author_note", "person_name"]
