"""`journal proof`: the proofs of a manuscript as they go out, come back, and are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands import correcting, named
from journal.commands.asked import Asked, asking
from journal.commands.attachments import Attachment, data_of
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day
from journal.commands.manuscript import based_on, id_argument
from journal.commands.spoken import noun, option, whole
from journal.errors import Bilingual, JournalError, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.commands.galleys import Galley
    from journal.commands.proofing import Compared, Made
    from journal.ids import Language
    from journal.office.corrections import Sent
    from journal.office.editorial import Upload
    from journal.office.production import Proof
    from journal.proofs.lines import Map


@noun("proof", said=Bilingual("校样：发出、退回、处理、计差错。", "Proofs: sent, returned, settled, counted."))
def proof() -> None:
    """The noun."""


language_option = option(
    "--language",
    type=named.EDITION,
    said=Bilingual("哪种语言的校样（默认：不分）", "of which language (default: of all)"),
)


@proof.verb(
    "send",
    said=Bilingual("排出并发出校样，登记催还日期。", "Lay the present proof out and send it; enter when it is due."),
    more=Bilingual(
        "一校样附在致作者的信中；发出的页面按 sha256 存档，副本在 proofs/。",
        "The first proof goes to the author with a letter; the pages are kept by sha256, with a copy in proofs/.",
    ),
)
@id_argument
@language_option
@option(
    "--days", type=whole(), said=Bilingual("几天内退回（默认：本刊规定）", "days to read it (default: the journal's)")
)
@option(
    "--file",
    "made",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    said=Bilingual("用别处排出的校样，不排 issues/ 中的文章", "pages made elsewhere, in place of the article's own"),
)
@option("--on-paper", is_flag=True, said=Bilingual("纸样已另寄，不附页面", "it went out on paper: no pages with it"))
@based_on
@dry_run
@asking
def send(
    asked: Asked,
    id: str,
    language: Language | None,
    days: int | None,
    made: Path | None,
    on_paper: bool,
    based_on: int | None,
    dry_run: bool,
) -> None:
    """The pages first: nothing is entered of a proof that cannot be made."""
    from journal.commands import bureau, proofing
    from journal.office import corrections, production

    if made and on_paper:
        raise Misused(Bilingual("--file 与 --on-paper 只用其一。", "Give --file or --on-paper, not both."))
    with bureau.reading(asked) as open_:
        open_.whole(id)
        row, number = production.present_proof(open_.desk, id, based_on)
        asks = corrections.queries(open_.books, id)
        before = _maps_before(open_, row, number)
        changed = proofing.compared(open_, row) if row["article"] and not (made or on_paper) else ()
    pages = () if on_paper else _pages(asked, row, language, made)
    proofs = [_made(asked, row, number, one, asks, before) for one in pages if one.pages]
    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        files = list(_sent_files(open_, id, number, pages, proofs))
        data = list(_kept_files(open_, id, number, proofs))
        production.send_proof(open_.desk, id, language or "", days, row["version"], files)
        corrections.keep(open_.desk, id, number, list(map(_sent, proofs)), data, as_accepted=not changed)
    for one in changed[:1]:
        asked.tell(_differs(len(changed), one))
    if not dry_run:
        _copied(asked, row, number, pages, proofs)


def _pages(asked: Asked, row: Mapping[str, Any], language: Language | None, made: Path | None) -> tuple[Galley, ...]:
    """What is sent: a PDF made elsewhere, or the article laid out. BadFile, NoPages."""
    from journal.commands.galleys import Galley, laid_out

    if made is None:
        return laid_out(asked, row["id"], row["article"], language)
    data = data_of(Attachment("proof", made))
    if made.suffix.lower() != ".pdf":
        raise Misused(Bilingual("--file：校样应为 PDF。", "--file: a proof is a PDF."))
    return (Galley(str(language or ""), data),)


def _maps_before(bureau: Bureau, row: Mapping[str, Any], number: int) -> dict[str, Map]:
    """By language the lines of the last proof before this one, against which change bars are drawn."""
    from journal.commands import proofing
    from journal.proofs import lines

    found = {tongue: proofing.before(bureau, row["id"], number, tongue) for tongue in bureau.about.languages}
    return {tongue: lines.loaded(bureau.files.get(one["lines"])) for tongue, one in found.items() if one}


def _made(
    asked: Asked,
    row: Mapping[str, Any],
    number: int,
    galley: Galley,
    asks: Sequence[Mapping[str, Any]],
    before: Mapping[str, Map],
) -> Made:
    """A galley with its marks, forms and map; NoPages."""
    from journal.commands import proofing
    from journal.commands.galleys import NoPages

    own = [one for one in asks if one["language"] == galley.language]
    try:
        return proofing.made(asked, row, number, galley, own, before.get(galley.language))
    except JournalError as error:
        raise NoPages(row["id"], Bilingual(error.say("zh"), error.say("en"))) from error


def _sent_files(
    bureau: Bureau, id: str, number: int, pages: Sequence[Galley], proofs: Sequence[Made]
) -> Iterator[Upload]:
    """What goes out: the pages, marked where they were laid out here, and then the author's forms too."""
    of = {one.language: one for one in proofs}
    for one in pages:
        known = of.get(one.language)
        name = ".".join(filter(None, (id, f"proof-{number}", one.language)))
        yield bureau.take_in("proof", f"{name}.pdf", known.pages if known else one.data, one.language)
        for kind, data in known.files("author", bureau.about.languages[0], _title(bureau, id)) if known else ():
            yield bureau.take_in("proof", f"{name}.{kind}", data, one.language)


def _kept_files(bureau: Bureau, id: str, number: int, proofs: Sequence[Made]) -> Iterator[Upload]:
    """What corrections will need: the article as it was, and where its lines stood."""
    from journal.office.corrections import KEPT
    from journal.proofs import lines

    for one in proofs:
        yield bureau.take_in(KEPT, f"{id}.proof-{number}.article.xml", one.source, one.language)
        yield bureau.take_in(
            KEPT, f"{id}.proof-{number}.{one.language}.lines.json", lines.dumped(one.map), one.language
        )


def _sent(one: Made) -> Sent:
    from journal.folder import sha256
    from journal.office.corrections import Sent
    from journal.proofs import lines

    return Sent(one.language, sha256(one.source), sha256(one.pages), sha256(lines.dumped(one.map)), one.map.characters)


def _title(bureau: Bureau, id: str) -> str:
    from journal.office import dossier, said

    return said.text(dossier.row(bureau.books, id)["titles"], bureau.about.languages[0])


def _differs(count: int, first: Compared) -> Bilingual:
    from journal.commands.proofing import said

    found = said(first)
    return Bilingual(
        f"与上一校样相比有 {count} 处不是已采纳的校改（journal proof compare）；第一处：{found.zh}。",
        f"{count} places differ from the proof before and are no accepted correction (journal proof compare); the first: {found.en}.",
    )


def _copied(asked: Asked, row: Mapping[str, Any], number: int, pages: Sequence[Galley], proofs: Sequence[Made]) -> None:
    """A copy beside the home's other files, for whoever looks for it there; the record has its own."""
    from journal.commands import proofing
    from journal.folder import write_bytes

    folder = f"proofs/{row['article']}/{number}"
    of = {one.language: one for one in proofs}
    for one in pages if row["article"] else ():
        made = of.get(one.language)
        path = f"{folder}/{'.'.join(filter(None, ('proof', one.language, 'pdf')))}"
        write_bytes(asked.home / path, made.pages if made else one.data)
        asked.tell(Bilingual(f"写入 {path}", f"wrote {path}"))
        if made:
            for reader in proofing.READERS:
                for kind, data in made.files(reader, asked.language or "zh", row["titles"].get(one.language, "")):
                    write_bytes(asked.home / f"{folder}/{reader}/proof.{one.language}.{kind}", data)
            proofing.pictures(asked, asked.home / path, asked.home / folder / "pages" / one.language)


@proof.verb(
    "return",
    said=Bilingual(
        "登记校样已退回，及其中的改动与疑问数；或逾期未还。",
        "Enter that a proof came back, with so many corrections; or that it is overdue.",
    ),
)
@id_argument
@option("--corrections", type=whole(0), said=Bilingual("改动与疑问数", "corrections and queries in it"))
@option("--overdue", is_flag=True, said=Bilingual("已过期限仍未还，不再等", "its day is past: go on without it"))
@language_option
@based_on
@dry_run
@asking
def returned(
    asked: Asked,
    id: str,
    corrections: int | None,
    overdue: bool,
    language: str | None,
    based_on: int | None,
    dry_run: bool,
) -> None:
    """The present proof is back, or nobody waits for it any more."""
    from journal.commands import bureau
    from journal.office import production

    if overdue is (corrections is not None):
        raise Misused(Bilingual("--corrections 与 --overdue 须用其一。", "Give --corrections or --overdue."))
    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        if corrections is None:
            production.give_up_proof(open_.desk, id, language or "", based_on)
        else:
            production.return_proof(open_.desk, id, corrections, language or "", based_on)


@proof.verb("settle", said=Bilingual("登记还有几处改动未处理。", "Enter how many corrections are still open."))
@id_argument
@option(
    "--open", "still_open", type=whole(0), default=0, said=Bilingual("未处理数（默认：0）", "still open (default: 0)")
)
@language_option
@based_on
@dry_run
@asking
def settle(asked: Asked, id: str, still_open: int, language: str | None, based_on: int | None, dry_run: bool) -> None:
    """Corrections are dealt with."""
    from journal.commands import bureau
    from journal.office import production

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        production.settle(open_.desk, id, still_open, language or "", based_on)


@proof.verb(
    "count",
    said=Bilingual("登记本校次的差错与字数。", "Enter the errors found in the present proof, and its characters."),
    more=Bilingual("差错率超过万分之二时在标准错误上说明。", "A rate over 2 in 10,000 is told on stderr."),
)
@id_argument
@option(
    "--errors",
    type=whole(0),
    said=Bilingual("差错数（默认：已采纳的校改数）", "errors (default: the corrections that were accepted)"),
)
@option(
    "--characters",
    type=whole(1, 10_000_000),
    said=Bilingual("字数（默认：校样各页的字数）", "characters (default: those of the pages)"),
)
@language_option
@based_on
@dry_run
@asking
def count(
    asked: Asked,
    id: str,
    errors: int | None,
    characters: int | None,
    language: str | None,
    based_on: int | None,
    dry_run: bool,
) -> None:
    """The rate of errors, 差错率."""
    from journal.commands import bureau
    from journal.office import corrections, production

    with bureau.acting(asked, dry_run) as open_:
        row = open_.whole(id)
        if errors is None or characters is None:
            known = corrections.counted(open_.books, id, corrections.reading(row), language or "")
            errors, characters = (known[0] if errors is None else errors), characters or known[1]
        rate = production.count_errors(open_.desk, id, errors, characters, language or "", based_on)
    if rate > production.TOLERATED:
        limit = production.TOLERATED
        asked.tell(
            Bilingual(
                f"差错率万分之{rate:.2f}，超过期刊标准万分之{limit:g}。",
                f"{rate:.2f} errors in 10,000 characters, more than the {limit:g} that a journal may have.",
            )
        )


def _name_of(one: Proof) -> Bilingual:
    from journal.office.workflow import PROOF_NAMES

    return PROOF_NAMES[one.number - 1]


LIST = (
    Field("proof", Bilingual("校次", "proof"), _name_of),
    Field("language", Bilingual("语言", "language"), lambda one: one.language or None),
    Field("sent", Bilingual("发出", "sent"), lambda one: day(one.sent)),
    Field("due", Bilingual("应还", "due"), lambda one: day(one.due)),
    Field("returned", Bilingual("退回", "returned"), lambda one: day(one.returned)),
    Field("overdue", Bilingual("逾期未还", "overdue"), lambda one: one.overdue or None),
    Field("open", Bilingual("未处理", "open"), lambda one: one.open),
    Field(
        "rate",
        Bilingual("差错率（万分之）", "errors in 10,000"),
        lambda one: None if one.rate is None else round(one.rate, 2),
    ),
    Field("done", Bilingual("完成", "done"), lambda one: day(one.done)),
)


@proof.verb("list", said=Bilingual("一篇稿件的各次校样。", "The proofs of a manuscript."))
@id_argument
@asking
def listed(asked: Asked, id: str) -> None:
    """One row a proof."""
    from journal.commands import bureau
    from journal.office import production

    with bureau.reading(asked) as open_:
        open_.whole(id)
        found = production.proofs(open_.books, id)
    display(asked, found, LIST)


correcting.add_to(proof)

__all__ = ["proof"]
