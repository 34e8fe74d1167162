"""What a proof consists of: marked pages, forms, a page for the browser and the map of its lines; and what was kept of one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from journal.errors import Bilingual, JournalError, Refused
from journal.office import corrections as office
from journal.office.workflow import PROOF_NAMES

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau
    from journal.commands.galleys import Galley
    from journal.html.proof import Query
    from journal.proofs.comparison import Difference
    from journal.proofs.corrections import Correction
    from journal.proofs.form import Head
    from journal.proofs.lines import Map
    from journal.proofs.source import Source

READERS: Mapping[str, Bilingual] = {  # who gets a form of their own
    "author": Bilingual("作者", "author"),
    "translator": Bilingual("译者", "translator"),
    "proofreader": Bilingual("校对", "proofreader"),
    "editor": Bilingual("责任编辑", "handling editor"),
}


@dataclass(eq=False)
class NotAsAccepted(JournalError):
    """An article that is not what the accepted corrections made of the proof before."""

    manuscript: str
    count: int
    first: Bilingual
    zh: ClassVar[str] = "稿件 {manuscript} 有 {count} 处与已采纳的校改不符，不能签字。第一处：{first}。"
    en: ClassVar[str] = (
        "{manuscript} differs from its accepted corrections in {count} places and cannot be signed. The first: {first}."
    )
    fix_zh: ClassVar[str] = (
        "用 journal proof compare {manuscript} 逐处查看；改动须登记为校改并经采纳，或用 --explain 说明。"
    )
    fix_en: ClassVar[str] = (
        "See each with: journal proof compare {manuscript}. Every change is to be an accepted correction, or answered for with --explain."
    )


@dataclass(frozen=True)
class Made:
    """The parts of a proof in a language, as bytes."""

    language: str
    pages: bytes  # marked
    map: Map
    source: bytes
    head: Head  # of a form; each reader has their own
    queries: tuple[Query, ...]

    @property
    def asked(self) -> tuple[tuple[int, int, int, str], ...]:
        """The queries as the forms list them."""
        return tuple((one.number, one.page, one.line, one.question) for one in self.queries)

    def files(self, reader: str, language: str, title: str) -> Iterator[tuple[str, bytes]]:
        """The reader's form, as Word file and as text, and the page for the browser in the reader's language."""
        from journal.html.proof_page import proof_page
        from journal.proofs import form, form_docx

        head = dataclasses.replace(self.head, reader=reader)
        yield "docx", form_docx.docx(head, self.asked)
        yield "txt", ("\ufeff" + form.text(head, self.asked).replace("\n", "\r\n")).encode()
        yield "html", proof_page(self.map, head, self.queries, title, language).encode()


def made(
    asked: Asked,
    row: Mapping[str, Any],
    number: int,
    galley: Galley,
    queries: Sequence[Mapping[str, Any]],
    before: Map | None,
) -> Made:
    """The proof of a manuscript in a language: the same pages with marks, and where their lines stand. NotOnPage."""
    import hashlib

    from journal.commands.papers import Printer
    from journal.html.proof import STYLE, Marks, proof_marks
    from journal.proofs import lines, source
    from journal.proofs.form import Head

    assert galley.pages, "it was laid out here"
    laid = galley.pages
    text = source.read(laid.source, _path(row, asked))
    map_ = lines.mapped(laid.strips, laid.sizes, text, galley.language)
    shown = tuple(_query(one, text, map_, galley.language) for one in queries)
    name = PROOF_NAMES[number - 1]
    said = Bilingual(name.zh if name.zh.endswith("样") else f"{name.zh}样", name.en)
    headline = f"{said.zh} · {said.en} · {row['id']} · {row['article']} · {galley.language}"
    marks = Marks(said, headline, shown, lines.changed(before, map_) if before else frozenset())
    printer = Printer(asked)
    pages = printer.marked(
        galley.data, proof_marks(map_, marks), STYLE, row["id"], f"{row['id']} {number} {galley.language}"
    )
    sha256 = hashlib.sha256(pages).hexdigest()
    head = Head(row["id"], row["article"], number, galley.language, sha256[:16], "")
    return Made(galley.language, pages, map_, laid.source, head, shown)


def _query(one: Mapping[str, Any], text: Source, map_: Map, language: str) -> Query:
    """A query at its place; one whose text is not there any more stands in the list alone."""
    from journal.html.proof import Query
    from journal.proofs.corrections import FoundTwice, NotFound, located

    try:
        page, line = map_.where(located(text, one["about"], language).start) if one["about"] else (0, 0)
    except (NotFound, FoundTwice):
        page, line = 0, 0
    return Query(one["id"], page, line, one["about"], one["question"])


def _path(row: Mapping[str, Any], asked: Asked) -> str:
    from journal.folder import article_folders, article_id

    article = article_id(row["article"])
    return f"issues/{article_folders(asked.home)[article]}/{article}/article.xml"


def pictures(asked: Asked, pdf: Path, folder: Path) -> None:
    """The pages as pictures, for whoever has no program for PDF; where nothing can draw them, that is told."""
    from journal.commands.look import DPI, drawn

    try:
        drawn(pdf, folder, DPI)
    except Refused as error:
        asked.tell(Bilingual(error.say("zh"), error.say("en")))


# ---------------------------------------------------------------- what was kept


@dataclass(frozen=True)
class Kept:
    """A proof that was sent: its record, the file that it was made of, and the map of its lines."""

    galley: Mapping[str, Any]
    source: Source
    map: Map

    def accepted(self, bureau: Bureau) -> tuple[Correction, ...]:
        """What was accepted of its corrections."""
        return tuple(map(correction, office.accepted(bureau.books, self.galley)))


def kept(bureau: Bureau, galley: Mapping[str, Any], path: str) -> Kept:
    """What the store has of a proof; NoSuchFile, DamagedFile."""
    from journal.proofs import lines, source

    text = source.read(bureau.files.get(galley["article"]), path)
    return Kept(galley, text, lines.loaded(bureau.files.get(galley["lines"])))


def correction(row: Mapping[str, Any]) -> Correction:
    """A record as a correction of the file."""
    from journal.proofs.corrections import Correction, Kind

    return Correction(row["id"], row["start"], row["end"], row["old"], row["new"], Kind(row["kind"]))


def path_of(bureau: Bureau, row: Mapping[str, Any]) -> str:
    """The article's file in the home."""
    return _path(row, bureau.asked)


def before(bureau: Bureau, id: str, number: int, language: str) -> Mapping[str, Any] | None:
    """The last galley of an earlier proof in a language."""
    rows = [one for one in office.galleys(bureau.books, id) if one["language"] == language and one["number"] < number]
    return rows[-1] if rows else None


# ---------------------------------------------------------------- compared


@dataclass(frozen=True)
class Compared:
    """One place that is not as accepted, in which language and after which proof."""

    language: str
    number: int
    difference: Difference


def compared(bureau: Bureau, row: Mapping[str, Any], language: str = "") -> tuple[Compared, ...]:
    """Where each proof is not the one before with its accepted corrections, and the article not the last proof with its own.

    A file that somebody answers for (`corrections.vouch`) is passed over.
    The texts in all languages are one file: each is compared for what was accepted in any. Raises as `differences` does.
    """
    from journal.folder import sha256
    from journal.folder.files import bytes_of

    path = path_of(bureau, row)
    found: list[Compared] = []
    known = office.vouched(bureau.books, row["id"])
    steps = _steps(bureau, row["id"])
    for at, step in enumerate(steps):
        old = kept(bureau, step[0], path)
        chosen = tuple(one for galley in step for one in map(correction, office.accepted(bureau.books, galley)))
        following = steps[at + 1][0]["article"] if at + 1 < len(steps) else ""
        new = bureau.files.get(following) if following else bytes_of(bureau.asked.home, path)
        if sha256(new) in known:
            continue
        found += _places(old.source, new, chosen, step[0]["number"], language)
    return tuple(found)


def _steps(bureau: Bureau, id: str) -> list[list[Mapping[str, Any]]]:
    """The galleys of each file that was sent, in order: languages that went out together were made of one."""
    steps: list[list[Mapping[str, Any]]] = []
    for galley in sorted(office.galleys(bureau.books, id), key=lambda one: (one["number"], one["at"], one["language"])):
        if steps and steps[-1][0]["article"] == galley["article"]:
            steps[-1].append(galley)
        else:
            steps.append([galley])
    return steps


def _places(old: Source, new: bytes, chosen: tuple[Correction, ...], number: int, language: str) -> Iterator[Compared]:
    from journal.proofs.comparison import differences

    for one in differences(old, new, chosen):
        yield Compared(language, number, one)


def insist(bureau: Bureau, row: Mapping[str, Any]) -> None:
    """Let nobody sign for what is not as accepted; a proof that was not laid out here is not compared. NotAsAccepted."""
    if not office.galleys(bureau.books, row["id"]):
        return
    if found := compared(bureau, row):
        raise NotAsAccepted(row["id"], len(found), said(found[0]))


def said(one: Compared) -> Bilingual:
    """A difference in words."""
    found = one.difference
    if found.correction:
        return Bilingual(
            f"第 {found.line} 行，第 {found.correction} 条校改未照改：应为“{found.expected}”，现为“{found.found}”",
            f"line {found.line}, correction {found.correction} is not there as accepted: “{found.expected}” is “{found.found}”",
        )
    return Bilingual(
        f"第 {found.line} 行，无校改而改动：“{found.expected}”改成了“{found.found}”",
        f"line {found.line}, changed without a correction: “{found.expected}” became “{found.found}”",
    )


__all__ = [
    "READERS",
    "Compared",
    "Kept",
    "Made",
    "NotAsAccepted",
    "before",
    "compared",
    "correction",
    "insist",
    "kept",
    "made",
    "path_of",
    "said",
]
