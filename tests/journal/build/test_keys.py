"""What a page shows, its key knows: no change of a file that changes a page leaves the page's key as it was."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from journal.build.seen import bare
from journal.errors import JournalError
from journal.folder import sha256
from journal.ids import Language
from journal.jats import read
from journal.model import House, Placement, Snapshot
from journal.outputs import pdf
from tests.journal.build.yard import BRIDGE_XML, ISSUE, Yard

Element = etree._Element


@dataclasses.dataclass
class Bench:
    """Gives the bytes of one article's files, and keeps nothing."""

    files: dict[str, bytes]
    cache = Path("/nowhere")

    def read(self, path: str) -> bytes:
        return self.files[path]

    def memo(self, key: str, make: Callable[[], bytes]) -> bytes:
        return make()

    def known(self, key: str) -> bytes | None:
        return None


class Copyist:
    """In place of a press: what it is given to lay out is what a page depends on."""

    given: tuple[Any, ...] = ()

    def lay_out(self, *arguments: Any) -> Any:
        self.given = tuple(one for one in arguments if not callable(one))
        return SimpleNamespace(pages=1, notes=SimpleNamespace(cut=()))


@dataclasses.dataclass(frozen=True)
class Text:
    """One article of the home in one language."""

    snapshot: Snapshot
    path: str
    language: Language

    def known_and_shown(self, data: bytes) -> tuple[str, object]:
        """What the key knows of an article file with these bytes, and what pages would show of it."""
        snapshot = self.snapshot
        was = next(one for one in snapshot.articles if one.path == self.path)
        files = {f"{Path(self.path).parent}/{one.name}": b"" for one in was.media} | {self.path: data}
        article, _ = read.article(data, was.id, self.path, sha256(data), {one.name: one.digest for one in was.media})
        if self.language not in article.full_text:
            raise KeyError(self.language)  # no page is made of it
        issue = bare(snapshot.issue(ISSUE))
        place = Placement(ISSUE, self.language, "articles", 1)
        work = pdf.Alone(snapshot.journal, snapshot.house, issue, self.language, article, place, 1)
        copyist = Copyist()
        try:
            laid = pdf._lay_out(Bench(files), copyist, work)  # type: ignore[arg-type]
            said = pdf.described(article, snapshot.journal, self.language)
            return pdf.facts(work), (copyist.given, pdf._jats(Bench(files), work, laid), pdf._dated(work), said)
        except JournalError as error:
            return pdf.facts(work), str(error)


# ---------------------------------------------------------------- changes of a file


def text(element: Element) -> None:
    element.text = (element.text or "") + "X"


def tail(element: Element) -> None:
    element.tail = (element.tail or "") + " "


def attributes(element: Element) -> None:
    element.set("specific-use", "x")
    for name in element.attrib:
        element.set(name, element.get(name, "") + "1")


def gone(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def twice(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(parent.index(element), etree.fromstring(etree.tostring(element, with_tail=False)))


CHANGES = (text, tail, attributes, gone, twice)


def changed(data: bytes, change: Callable[[Element], None]) -> Iterator[tuple[str, bytes]]:
    """The file with the change made in each of its elements in turn."""
    count = len(list(etree.fromstring(data).iter("*")))
    for number in range(count):
        root = etree.fromstring(data)
        element = list(root.iter("*"))[number]
        where = f"{change.__name__} of <{element.tag}> on line {element.sourceline}"
        change(element)
        yield where, etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)


@pytest.fixture
def pages(yard: Yard, house: House) -> Yard:
    return Yard(yard.home, house)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("path", "language"), [(BRIDGE_XML, "zh"), (BRIDGE_XML, "en")])
def test_a_change_that_a_page_shows_changes_its_key(
    pages: Yard, path: str, language: str, change: Callable[[Element], None]
) -> None:
    given = Text(pages.read().snapshot, path, Language(language))
    data = (pages.home / path).read_bytes()
    plain = etree.tostring(etree.fromstring(data).getroottree(), encoding="utf-8", xml_declaration=True)
    known, shown = given.known_and_shown(plain)
    assert isinstance(shown, tuple)
    stale, seen = [], 0
    for where, other in changed(data, change):
        try:
            now, page = given.known_and_shown(other)
        except (JournalError, KeyError):
            continue  # nothing is made of it
        seen += page != shown
        if page != shown and now == known:
            stale.append(where)
    assert seen > 0, "no change of this kind is seen on any page: this proves nothing"
    assert stale == []


@pytest.mark.slow
def test_a_word_of_one_language_is_no_matter_of_the_others_pages(pages: Yard) -> None:
    data = (pages.home / BRIDGE_XML).read_bytes()
    zh, en = (Text(pages.read().snapshot, BRIDGE_XML, Language(language)) for language in ("zh", "en"))
    chinese = data.replace("过桥者无须等候".encode(), "过桥的无须等候".encode())
    english = data.replace(b"and nobody waits", b"and no one waits")
    assert chinese != data != english
    for own, other in ((zh, en), (en, zh)):
        word = chinese if own is zh else english
        assert own.known_and_shown(word)[0] != own.known_and_shown(data)[0]
        assert other.known_and_shown(word) == other.known_and_shown(data)
