"""The verbs of `journal proof` that treat corrections as data: asked, entered, decided, applied, compared, signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day
from journal.commands.manuscript import id_argument
from journal.commands.spoken import Noun, argument, one_of, option, whole
from journal.errors import FINDINGS, Bilingual, JournalError, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.commands.proofing import Kept
    from journal.ids import Language
    from journal.office.corrections import Entry
    from journal.proofs.form import Row

FORMS = (".txt", ".docx", ".pdf")
language_option = option(
    "--language", type=named.EDITION, said=Bilingual("哪种语言的校样", "the proof in which language")
)
WORDS = ("text", "citation", "figure", "layout", "answer")


@dataclass(eq=False)
class OtherFile(JournalError):
    """An article that is not as the proof left it: somebody else changed it."""

    file: str
    zh: ClassVar[str] = "{file} 已不是发出校样时的样子（另有改动），不改入。"
    en: ClassVar[str] = "{file} is not as it was when the proof went out (somebody changed it): nothing is applied."
    fix_zh: ClassVar[str] = "用 journal proof compare 查看；退回改动后再改入，或重新发出校样。"
    fix_en: ClassVar[str] = "See journal proof compare; take the change back, or send the proof anew."


@dataclass(frozen=True)
class Taken:
    """What was read of something handed in: entries, by whom, and the file itself."""

    entries: tuple[Entry, ...]
    reader: str = ""
    name: str = ""
    data: bytes = b""


# ---------------------------------------------------------------- ask


def add_to(proof: Noun) -> None:
    """Hang the verbs on the noun."""

    @proof.verb(
        "ask",
        said=Bilingual("在校样上向读者提问。", "Ask the readers of a proof a question."),
        more=Bilingual("提问随下一次发出的校样印出，作者在勘误表中答复。", "It is printed with the proof that is sent next; the form has a place for the answer."),
    )  # fmt: skip
    @id_argument
    @argument("question", said=Bilingual("问题", "the question"))
    @option(
        "--about", default="", said=Bilingual("所问的文字，照抄原文", "the words it is about, copied from the text")
    )
    @language_option
    @dry_run
    @asking
    def ask(asked: Asked, id: str, question: str, about: str, language: Language | None, dry_run: bool) -> None:
        """The words have to stand in the article once."""
        from journal.commands import bureau
        from journal.office import corrections

        with bureau.acting(asked, dry_run) as open_:
            row = open_.whole(id)
            tongue = str(language or row["language"])
            if about:
                _insist_on_place(open_, row, about, tongue)
            corrections.ask(open_.desk, id, tongue, about, question)

    @proof.verb(
        "correct",
        said=Bilingual(
            "登记校改：勘误表、带批注的 PDF，或一条。", "Enter corrections: a form, an annotated PDF, or one."
        ),
        more=Bilingual(
            "FILE 为填好的勘误表（txt、docx）或批注过的校样 PDF；不给则用 --old、--new 登记一条。登记后即视为退回。",
            "FILE: a filled-in form (txt, docx) or an annotated PDF; else --old and --new enter one. The proof is then back.",
        ),
    )
    @id_argument
    @argument(
        "file",
        required=False,
        type=click.Path(path_type=Path),
        metavar="FILE",
        said=Bilingual("退回的文件", "what came back"),
    )
    @option("--old", default="", said=Bilingual("有误的文字，照抄校样", "the words at fault, copied from the proof"))
    @option("--new", said=Bilingual("改成什么", "what they become"))
    @option("--delete", is_flag=True, said=Bilingual("删去 --old", "they go"))
    @option("--page", type=whole(0), default=0, said=Bilingual("校样的页，从 1 起", "the page of the proof, from 1"))
    @option("--line", type=whole(0), default=0, said=Bilingual("页边的行号", "the line, as in the margin"))
    @option("--kind", type=one_of(*WORDS), default="text", said=Bilingual("类别", "what it is about"))
    @option("--query", type=whole(), said=Bilingual("答复哪一条提问", "which query it answers"))
    @option("--comment", default="", said=Bilingual("说明", "a comment"))
    @option(
        "--by",
        default="",
        said=Bilingual(
            "谁的校改（默认：勘误表所示，否则操作者）", "whose they are (default: as the form says, else who acts)"
        ),
    )
    @language_option
    @dry_run
    @asking
    def correct(
        asked: Asked, id: str, file: Path | None, old: str, new: str | None, delete: bool, page: int, line: int, kind: str,
        query: int | None, comment: str, by: str, language: Language | None, dry_run: bool,
    ) -> int:  # fmt: skip
        """What is wrong with one entry keeps all out: the file can be mended and handed in again."""
        from journal.commands import bureau
        from journal.office import corrections

        missed: list[Bilingual] = []
        with bureau.acting(asked, dry_run) as open_:
            row, _ = open_.record(id)
            galley, kept = _present(open_, row, str(language or ""), corrections.READERS)
            if file is not None:
                taken = _taken(open_, kept, file, missed)
            else:
                one = _one(old, new, delete, page, line, kind, query or 0, comment)
                taken = Taken((_entry(kept, one),))
            whose = open_.person(by) if by else _reader(open_, row, taken.reader)
            files = (
                [open_.take_in(corrections.RETURNED, taken.name, taken.data, galley["language"])] if taken.data else []
            )
            came = taken.name.rpartition(".")[2].lower() or "shell"
            corrections.enter(open_.desk, id, galley, taken.entries, whose, came, files)
        for one_ in missed:
            asked.tell(one_)
        return FINDINGS if missed else 0

    @proof.verb("corrections", said=Bilingual("一篇稿件的校改。", "The corrections of a manuscript's proofs."))
    @id_argument
    @language_option
    @asking
    def corrections_(asked: Asked, id: str, language: Language | None) -> None:
        """One row a correction."""
        from journal.commands import bureau
        from journal.office import corrections

        with bureau.reading(asked) as open_:
            open_.record(id)
            rows = corrections.listed(open_.books, id, language=str(language or ""))
            names = open_.names({row["by"] for row in rows})
        display(asked, tuple({**row, "name": names.get(row["by"], row["by"])} for row in rows), LIST)

    @proof.verb(
        "decide",
        said=Bilingual("采纳或不采纳校改。", "Accept or refuse corrections."),
        more=Bilingual("NUMBER 见 journal proof corrections；all 指全部未处理的。", "NUMBER as in journal proof corrections; all stands for those that nobody has decided on."),
    )  # fmt: skip
    @id_argument
    @argument("numbers", nargs=-1, required=True, metavar="NUMBER…|all", said=Bilingual("校改编号", "their numbers"))
    @option("--accept/--refuse", "accept", default=None, said=Bilingual("采纳／不采纳", "accept or refuse"))
    @option("--reason", default="", said=Bilingual("理由（不采纳必写）", "why (a refusal needs it)"))
    @dry_run
    @asking
    def decide(
        asked: Asked, id: str, numbers: tuple[str, ...], accept: bool | None, reason: str, dry_run: bool
    ) -> None:
        """One decision on some or all of them."""
        from journal.commands import bureau
        from journal.office import corrections

        if accept is None:
            raise Misused(Bilingual("请给出 --accept 或 --refuse。", "Give --accept or --refuse."))
        with bureau.acting(asked, dry_run) as open_:
            open_.whole(id)
            corrections.decide(open_.desk, id, _numbers(open_, id, numbers), accept, reason)

    @proof.verb(
        "apply",
        said=Bilingual("把已采纳的校改改入 article.xml。", "Make the accepted corrections in article.xml."),
        more=Bilingual("只动各条所指之处，其余字节不变；文件在发出校样后被人另改过则拒绝。", "Nothing is touched outside their places; refused if the file was changed otherwise since the proof went out."),
    )  # fmt: skip
    @id_argument
    @dry_run
    @asking
    def apply(asked: Asked, id: str, dry_run: bool) -> None:
        """The file first, then the records: a killed command is mended by typing it again."""
        from journal.commands import bureau

        with bureau.acting(asked, dry_run) as open_:
            _applied(open_, open_.whole(id), dry_run)

    @proof.verb(
        "compare",
        said=Bilingual(
            "核红：新文字与旧文字之差是否都是已采纳的校改。",
            "Check that what changed since the proof is what was accepted, all of it.",
        ),
    )
    @id_argument
    @option(
        "--explain",
        metavar="REASON",
        said=Bilingual(
            "说明其余改动的缘由（如补入 DOI），记在操作者名下",
            "answer for what else was changed (a DOI put in), with the reason",
        ),
    )
    @dry_run
    @asking
    def compare(asked: Asked, id: str, explain: str | None, dry_run: bool) -> int:
        """One row a difference; 1 if there is any that nobody answers for."""
        from journal.commands import bureau, proofing

        if explain is not None:
            with bureau.acting(asked, dry_run) as open_:
                _vouched(open_, open_.whole(id), explain)
            return 0
        with bureau.reading(asked) as open_:
            found = proofing.compared(open_, open_.whole(id))
        if found or asked.json:
            display(asked, found, DIFFERENCES, line=proofing.said)
        if not found:
            asked.tell(Bilingual("与已采纳的校改完全一致。", "all is as accepted, and nothing else was changed."))
        return FINDINGS if found else 0

    @proof.verb(
        "approve",
        said=Bilingual("作者签字：同意某语言的校样付印。", "An author signs the pages of a proof in a language."),
        more=Bilingual("签的是这些页面（sha256）；页面再变，签字作废。", "What is signed are these pages, by their sha256: if they change, the signature is void."),
    )  # fmt: skip
    @id_argument
    @option(
        "--author",
        default="",
        said=Bilingual("代哪位作者登记（须有 --note）", "for which author it is entered (with --note)"),
    )
    @option("--note", default="", said=Bilingual("依据，如“签字扫描件已归档”", "how the author told it"))
    @language_option
    @dry_run
    @asking
    def approve(asked: Asked, id: str, author: str, note: str, language: Language | None, dry_run: bool) -> None:
        """Refused while corrections wait, or while the article is not what was accepted."""
        from journal.commands import bureau, proofing
        from journal.office import corrections
        from journal.office.workflow import DESK, EDITORS, Role

        with bureau.acting(asked, dry_run) as open_:
            row, _ = open_.record(id)
            what = Bilingual("登记作者签字", "enter an author's signature")
            roles = DESK | EDITORS | {Role.AUTHOR}
            galley = corrections.present(open_.desk, id, str(language or ""), roles, what)
            if left := corrections.waiting(open_.books, id, galley["number"], galley["language"]):
                raise corrections.Unsettled(id, len(left))
            proofing.insist(open_, row)
            who = open_.person(author) if author else open_.desk.who.on_behalf or open_.desk.who.person
            corrections.approve(open_.desk, id, galley, who, note)


# ---------------------------------------------------------------- what is entered


def _present(bureau: Bureau, row: Mapping[str, Any], language: str, roles: Any) -> tuple[Mapping[str, Any], Kept]:
    from journal.commands import proofing
    from journal.office import corrections

    galley = corrections.present(bureau.desk, row["id"], language, roles, Bilingual("登记校改", "enter corrections"))
    return galley, proofing.kept(bureau, galley, proofing.path_of(bureau, row))


def _insist_on_place(bureau: Bureau, row: Mapping[str, Any], about: str, language: str) -> None:
    from journal.commands import proofing
    from journal.folder.files import bytes_of
    from journal.proofs import source
    from journal.proofs.corrections import located

    path = proofing.path_of(bureau, row)
    located(source.read(bytes_of(bureau.asked.home, path), path), about, language)


def _one(old: str, new: str | None, delete: bool, page: int, line: int, kind: str, query: int, comment: str) -> Row:
    """One correction from the command line."""
    from journal.proofs.corrections import Kind
    from journal.proofs.form import Row

    if delete and new is not None:
        raise Misused(Bilingual("--new 与 --delete 只用其一。", "Give --new or --delete, not both."))
    if not old and (not comment or new or delete):
        raise Misused(
            Bilingual(
                "请用 --old 写明原文，或用 --comment 说明。", "Give the words at fault with --old, or a --comment."
            )
        )
    if old and new is None and not delete and not comment:
        raise Misused(
            Bilingual(
                "请用 --new 写明改成什么，或用 --delete 删去。", "Say with --new what they become, or --delete them."
            )
        )
    if bool(page) != bool(line):
        raise Misused(Bilingual("--page 与 --line 须一并给出。", "Give --page and --line together."))
    changed = "" if delete else old if new is None else new
    return Row(0, page, line, old, changed, Kind(kind), query, comment)


def _entry(kept: Kept, row: Row) -> Entry:
    """An entry at its place in the file; NotFound, FoundTwice, Refused for a line that is not there, NothingChanged."""
    from journal.office.corrections import Entry
    from journal.proofs.corrections import Correction, edits, located, printable

    printable(row.new, row.comment)
    if not row.old:
        return Entry(row.page, row.line, 0, 0, "", "", str(row.kind), row.comment, row.query)
    line = kept.map.ranges(kept.map.line(row.page, row.line), kept.source) if row.line else ()
    where = (
        Bilingual(f"校样第 {row.page} 页第 {row.line} 行", f"on page {row.page}, line {row.line}")
        if row.line
        else Bilingual("文章", "in the article")
    )
    place = located(kept.source, row.old, kept.galley["language"], line, where)
    page, number = (row.page, row.line) if row.line else kept.map.where(place.start)
    edits(kept.source, Correction(0, place.start, place.end, row.old, row.new, row.kind))
    return Entry(page, number, place.start, place.end, row.old, row.new, str(row.kind), row.comment, row.query)


def _taken(bureau: Bureau, kept: Kept, file: Path, missed: list[Bilingual]) -> Taken:
    """What is in a file that came back; what cannot be used of a PDF's marks is told of in `missed`."""
    from journal.office.files import read_bounded

    suffix = file.suffix.lower()
    if suffix not in FORMS:
        raise Misused(
            Bilingual(f"“{file.name}”：勘误表为 {'、'.join(FORMS)}。", f"“{file.name}”: it may be {', '.join(FORMS)}.")
        )
    data = read_bounded(file)
    if suffix == ".pdf":
        return _of_pdf(kept, file.name, data, missed)
    return _of_form(kept, file, data)


def _of_form(kept: Kept, file: Path, data: bytes) -> Taken:
    from journal.commands.attachments import inspect
    from journal.proofs import form, form_docx

    inspect(file.name, data)
    made = (
        form_docx.read_docx(data, file.name)
        if file.suffix.lower() == ".docx"
        else form.read_text(_text(data), file.name)
    )
    head, galley = made.head, kept.galley
    if (head.manuscript, head.number, head.language) != (galley["manuscript"], galley["number"], galley["language"]):
        other = f"{head.manuscript} · {head.number} · {head.language}"
        raise form.WrongForm(
            file.name, Bilingual(f"这是另一校样（{other}）的勘误表。", f"it is the form of another proof ({other}).")
        )
    if not galley["pages"].startswith(head.pages):
        raise form.WrongForm(
            file.name, Bilingual("此表所属的校样已重新发出。", "the proof that it is of was sent anew since then.")
        )
    return Taken(tuple(_placed(kept, row, file.name) for row in made.rows), head.reader, file.name, data)


def _text(data: bytes) -> str:
    """A text in one of the encodings in which forms come back; `inspect` has seen that it is one of them."""
    from journal.commands.attachments import ENCODINGS

    for encoding in ENCODINGS[:-1]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(ENCODINGS[-1])


def _placed(kept: Kept, row: Row, file: str) -> Entry:
    """An entry of a form; what is wrong with it is said with its number."""
    from journal.errors import BadFile, Place

    try:
        return _entry(kept, row)
    except JournalError as error:
        said = Bilingual(f"第 {row.entry} 条：{error.message.zh}", f"entry {row.entry}: {error.message.en}")
        raise BadFile(Place(file), said, error.remedy) from error


def _of_pdf(kept: Kept, name: str, data: bytes, missed: list[Bilingual]) -> Taken:
    from journal.intake.annotations import annotated
    from journal.office.corrections import Entry

    galley = kept.galley
    about = f"{galley['manuscript']} {galley['number']} {galley['language']}"
    found, overlooked = annotated(data, name, about, kept.map, kept.source)
    for one in overlooked:
        missed.append(
            Bilingual(
                f"{name} 第 {one.page} 页的{one.what.zh}未登记：{one.reason.zh}。",
                f"{name}, page {one.page}: the {one.what.en} was not entered: {one.reason.en}.",
            )
        )
    entries = tuple(
        Entry(one.page, one.line, one.start, one.end, one.old, one.new, "text", one.comment) for one in found
    )
    return Taken(entries, "", name, data)


def _reader(bureau: Bureau, row: Mapping[str, Any], role: str) -> str:
    """Whose a form is: the corresponding author's or the handling editor's; another's is entered by themselves or with --by."""
    if role == "author":
        rows = bureau.books.all("authorship", manuscript=row["id"], order="position")
        first = next((one for one in rows if one["corresponding"]), rows[0] if rows else None)
        return first["person"] if first else ""
    return row["handling"] if role == "editor" else ""


# ---------------------------------------------------------------- decided, applied


def _numbers(bureau: Bureau, id: str, said: Sequence[str]) -> list[int]:
    from journal.office import corrections

    if tuple(said) == ("all",):
        open_ = [row["id"] for row in corrections.listed(bureau.books, id) if not row["decided"]]
        if not open_:
            raise Misused(Bilingual("没有未处理的校改。", "There is no correction to decide on."))
        return open_
    wrong = [one for one in said if not (one.isascii() and one.isdigit() and len(one) < 10)]
    if wrong:
        raise Misused(Bilingual(f"“{wrong[0]}”不是编号。", f"“{wrong[0]}” is no number."))
    return sorted({int(one) for one in said})


def _vouched(bureau: Bureau, row: Mapping[str, Any], reason: str) -> None:
    """Answer for the article's file as it is now."""
    from journal.commands import proofing
    from journal.folder import sha256
    from journal.folder.files import bytes_of
    from journal.office import corrections

    data = bytes_of(bureau.asked.home, proofing.path_of(bureau, row))
    corrections.vouch(bureau.desk, row["id"], sha256(data), reason)


def _applied(bureau: Bureau, row: Mapping[str, Any], dry: bool) -> None:
    """Bring the file from what was applied before to all that is accepted, and say so in the records. OtherFile."""
    import hashlib

    from journal.commands import proofing
    from journal.folder import write_bytes
    from journal.folder.files import bytes_of
    from journal.office import corrections
    from journal.proofs.corrections import applied

    number = corrections.reading(row)
    galleys = corrections.galleys(bureau.books, row["id"], number)
    if not galleys:
        raise corrections.NoProofSent(row["id"], number, "—")
    path = proofing.path_of(bureau, row)
    galleys = [one for one in galleys if one["article"] == galleys[-1]["article"]]
    kept = proofing.kept(bureau, galleys[0], path)
    accepted = [one for galley in galleys for one in corrections.accepted(bureau.books, galley)]
    before = applied(kept.source, [proofing.correction(one) for one in accepted if one["applied"]])
    after = applied(kept.source, [proofing.correction(one) for one in accepted])
    now = bytes_of(bureau.asked.home, path)
    if now not in (before, after):
        raise OtherFile(path)
    new = [one for one in accepted if not one["applied"]]
    if not new:
        return
    for galley in galleys:
        own = [one["id"] for one in new if one["language"] == galley["language"]]
        if own:
            corrections.applied(bureau.desk, galley, own, hashlib.sha256(after).hexdigest())
    if not dry and now != after:
        write_bytes(bureau.asked.home / path, after)


# ---------------------------------------------------------------- shown


def _state(row: Mapping[str, Any]) -> Bilingual:
    if row["applied"]:
        return Bilingual("已改入", "applied")
    if not row["decided"]:
        return Bilingual("未处理", "open")
    return Bilingual("采纳", "accepted") if row["accepted"] else Bilingual("不采纳", "refused")


def _kind(row: Mapping[str, Any]) -> Bilingual:
    from journal.proofs.corrections import KINDS, Kind

    return KINDS[Kind(row["kind"])]


LIST = (
    Field("number", Bilingual("编号", "number"), lambda row: row["id"]),
    Field("proof", Bilingual("校次", "proof"), lambda row: row["number"]),
    Field("language", Bilingual("语言", "language"), lambda row: row["language"]),
    Field("page", Bilingual("页", "page"), lambda row: row["page"] or None),
    Field("line", Bilingual("行", "line"), lambda row: row["line"] or None),
    Field("old", Bilingual("原文", "old"), lambda row: row["old"]),
    Field("new", Bilingual("改为", "new"), lambda row: row["new"]),
    Field("kind", Bilingual("类别", "kind"), _kind),
    Field("comment", Bilingual("说明", "comment"), lambda row: row["comment"]),
    Field("by", Bilingual("谁", "by"), lambda row: row["name"]),
    Field("state", Bilingual("处理", "state"), _state),
    Field("reason", Bilingual("理由", "reason"), lambda row: row["reason"]),
    Field("applied", Bilingual("改入日期", "applied"), lambda row: day(row["applied"])),
)
DIFFERENCES = (
    Field("proof", Bilingual("校次", "proof"), lambda one: one.number),
    Field("line", Bilingual("文件行", "line"), lambda one: one.difference.line),
    Field("correction", Bilingual("校改", "correction"), lambda one: one.difference.correction or None),
    Field("expected", Bilingual("应为", "expected"), lambda one: one.difference.expected),
    Field("found", Bilingual("现为", "found"), lambda one: one.difference.found),
)

__all__ = ["OtherFile", "add_to"]
