"""The referees' copy of a manuscript: stripped of its authors, and refused while anything in it still tells who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from journal.commands.display import Field
from journal.errors import Bilingual, Finding, JournalError, Level, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.commands.following import Step

SHOWN = 6  # findings that the refusal names; --list has all


@dataclass(eq=False)
class StillNamed(JournalError):
    """A copy that tells who the authors are."""

    number: str
    count: int
    places: Bilingual
    zh: ClassVar[str] = "稿件 {number} 的匿名稿仍有 {count} 处透露作者：{places}。"
    en: ClassVar[str] = "The referees' copy of {number} still shows its authors in {count} places: {places}."
    fix_zh: ClassVar[str] = (
        "请改好正文后再存入（manuscript file），或用 --waive 写明理由；全部列出：manuscript blind {number} --list"
    )
    fix_en: ClassVar[str] = (
        "Mend the text and file it again (manuscript file), or give a reason with --waive; all of them: manuscript blind {number} --list"
    )


FINDINGS = (
    Field("blocks", Bilingual("阻止", "blocks"), lambda one: one.level is Level.ERROR),
    Field("place", Bilingual("何处", "where"), lambda one: str(one.place)),
    Field("message", Bilingual("发现", "found"), lambda one: one.message),
    Field("remedy", Bilingual("办法", "remedy"), lambda one: one.remedy),
)


def blocks(finding: Finding) -> bool:
    """Whether it keeps the copy from being sent; an author who is cited does not."""
    return finding.level is Level.ERROR


@dataclass(frozen=True)
class Stripped:
    """A text of the manuscript without its authors, and what was found in it."""

    name: str
    data: bytes
    findings: tuple[Finding, ...]


def stripped(bureau: Bureau, row: dict[str, Any]) -> tuple[Stripped, ...]:
    """The present text, file by file; Misused if there is none. The name that a file came with goes, too."""
    from journal.intake import blind

    texts = bureau.books.all("file", manuscript=row["id"], purpose="text", text=row["text"], forgotten="", order="id")
    last = max(
        (one["at"] for one in texts), default=""
    )  # what is filed later stands for what was filed before, in any format
    latest = {PurePath(one["name"]).suffix.lower(): one for one in texts if one["at"] == last}.values()
    if not latest:
        raise Misused(
            Bilingual(f"稿件 {row['id']} 没有正文文件。", f"Manuscript {row['id']} has no file with its text.")
        )
    people = identities(bureau, row)
    found = []
    for number, one in enumerate(latest, start=1):
        name = f"{row['id']}{'' if number == 1 else f'-{number}'}{PurePath(one['name']).suffix.lower()}"
        data, findings = blind.strip(bureau.files.get(one["sha256"]), people, name)
        found.append(Stripped(name, data, tuple(findings)))
    return tuple(found)


def identities(bureau: Bureau, row: dict[str, Any]) -> list[dict[str, Any]]:
    """All that tells of its authors: what the register has of them, and the numbers of their grants."""
    from journal.office import dossier

    people = bureau.books.all("person", id=dossier.authors(bureau.books, row["id"]))
    funds = tuple(filter(None, (str(one.get("number", "")).strip() for one in row["more"].get("funding", ()))))
    return [{**one, "funds": funds} for one in people]


def keep(bureau: Bureau, row: dict[str, Any], copies: Sequence[Stripped], waiver: str, based_on: int | None) -> None:
    """File the copies for the referees; StillNamed while anything blocks and nothing waives it. NoRight, Stale."""
    from journal.office import dossier, editorial
    from journal.office.workflow import DESK, HANDLING

    row = dossier.row(bureau.books, row["id"], based_on)
    editorial.insist(bureau.desk, row, HANDLING | DESK, Bilingual("制作匿名稿", "make the referees' copy"))
    left = [one for copy in copies for one in copy.findings if blocks(one)]
    if left and not waiver.strip():
        raise StillNamed(row["id"], len(left), _places(left))
    if left:
        number = bureau.books.add(
            "note", manuscript=row["id"], by=bureau.desk.who.person, at=bureau.desk.at, text=waiver
        )
        editorial.changed(bureau.desk, row, "blind-waive", {"note": number, "left": len(left)})
    for copy in copies:
        editorial.file(bureau.desk, row["id"], bureau.take_in("anonymous", copy.name, copy.data))


def taken_out(id: str, copies: Sequence[Stripped]) -> tuple[Step, ...]:
    """All that the copies lost, one by one."""
    return tuple(_step(id, one.message, {"place": str(one.place)}) for one in _removed(copies))


def summary(id: str, copies: Sequence[Stripped]) -> tuple[Step, ...]:
    """What the copies lost, in one line: paragraphs of the text by kind, and what is beside it."""
    counted = Counter(one.message for one in _removed(copies) if one.place.what)
    beside = list(dict.fromkeys(one.message for one in _removed(copies) if not one.place.what))
    if not counted and not beside:
        return ()
    count = counted.total()
    text = Bilingual(
        f"从正文去除 {count} 段（{'、'.join(f'{_bare(one).zh} {number}' for one, number in counted.items())}）",
        f"paragraphs taken out of the text: {count} ({', '.join(f'{_bare(one).en} {number}' for one, number in counted.items())})",
    )
    aside = Bilingual(
        f"{'另' if count else ''}去除{'、'.join(_bare(one).zh for one in beside)}",
        f"{'also ' if count else ''}taken out: {', '.join(_bare(one).en for one in beside)}",
    )
    said = [*([text] if count else []), *([aside] if beside else [])]
    where = f"manuscript blind {id} --list"
    all_of_it = Bilingual(f"。逐条见 {where}", f". One by one: {where}")
    return (
        _step(
            id,
            Bilingual(
                "；".join(one.zh for one in said) + all_of_it.zh, "; ".join(one.en for one in said) + all_of_it.en
            ),
        ),
    )


def _removed(copies: Sequence[Stripped]) -> list[Finding]:
    from journal.intake import blind

    return [one for copy in copies for one in copy.findings if one.rule == blind.REMOVED]


def _bare(message: Bilingual) -> Bilingual:
    return Bilingual(message.zh.partition("：")[2], message.en.partition(": ")[2])


def _step(id: str, said: Bilingual, data: Mapping[str, Any] | None = None) -> Step:
    from journal.commands.following import TAKEN_OUT, Step

    return Step(TAKEN_OUT, "blind-removed", 0, id, "", 0, "", said, "", data or {})


def _places(left: Sequence[Finding]) -> Bilingual:
    said = [Bilingual(f"{one.place} {one.message.zh}", f"{one.place} {one.message.en}") for one in left[:SHOWN]]
    more = "" if len(left) <= SHOWN else " …"
    return Bilingual(
        "；".join(one.zh.rstrip("。") for one in said) + more, "; ".join(one.en.rstrip(".") for one in said) + more
    )


__all__ = ["FINDINGS", "StillNamed", "Stripped", "blocks", "keep", "stripped", "summary", "taken_out"]
