"""What is released and what is signed for press is one very file: kept, sealed in the ledger, and compared before it is published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from journal.errors import Bilingual, Refused

if TYPE_CHECKING:
    from journal.commands.asked import Asked
    from journal.commands.bureau import Bureau
    from journal.office.workflow import Action

RELEASED = "released"  # the purpose of the file that is kept
SINCE = Bilingual("{id}：发排后文字改动 {n} 处。", "{id}: changed in {n} places since its release.")
CHANGED = Bilingual("{path} 在签字付印后被改动。", "{path} was changed after it was signed for press.")


def sealed(bureau: Bureau, row: Mapping[str, Any], action: Action) -> Mapping[str, Any]:
    """What the ledger keeps of the article's file when it is released or signed for press; nothing where there is no file.

    Of a release the file itself is kept, and of a signature the places that changed since are counted.
    """
    from journal.office import editorial
    from journal.office.workflow import Action
    from journal.proofs import comparison

    path = file(bureau.asked, row)
    if path is None or action not in (Action.RELEASE, Action.SIGN_FOR_PRESS):
        return {}
    data = (bureau.asked.home / path).read_bytes()
    seal: dict[str, Any] = {"article-file": hashlib.sha256(data).hexdigest()}
    if action is Action.RELEASE:
        upload = bureau.take_in(RELEASED, "article.xml", data)
        editorial.filed(bureau.desk, row["id"], row["text"], (upload,))
    elif released := _sealed(bureau, row, Action.RELEASE):
        seal["places"] = comparison.places(bureau.files.get(released), data, path)
    return seal


def told(row: Mapping[str, Any], seal: Mapping[str, Any]) -> Bilingual | None:
    """What to say of a seal: in how many places the text changed after its release."""
    return SINCE.format(id=row["id"], n=seal["places"]) if seal.get("places") else None


def doubt(bureau: Bureau, row: Mapping[str, Any]) -> Bilingual | None:
    """That the file of a paper signed for press is another one now; None where it is the same or was never sealed."""
    from journal.office.workflow import Action

    path, signed = file(bureau.asked, row), _sealed(bureau, row, Action.SIGN_FOR_PRESS)
    if path is None or signed in ("", hashlib.sha256((bureau.asked.home / path).read_bytes()).hexdigest()):
        return None
    return CHANGED.format(path=path)


def insist(asked: Asked, articles: Iterable[str]) -> None:
    """Refuse to publish what was changed after it was signed for press; nothing, where there is no office."""
    from journal.commands import bureau

    if not bureau.is_there(asked):
        return
    from journal.office.workflow import State

    with bureau.reading(asked) as open_:
        rows = open_.books.all("manuscript", article=set(articles), state=State.SIGNED, order="id")
        doubts = {row["id"]: doubt(open_, row) for row in rows}
    wrong = {id: said for id, said in doubts.items() if said}
    if wrong:
        first = next(iter(wrong))
        raise Refused(
            Bilingual(" ".join(one.zh for one in wrong.values()), " ".join(one.en for one in wrong.values())),
            Bilingual(
                f"请恢复所签的文件，或撤回付印、再校后重签：journal manuscript decide {first} unsign",
                f"Restore the file that was signed, or take the signature back and sign anew: journal manuscript decide {first} unsign",
            ),
        )


def file(asked: Asked, row: Mapping[str, Any]) -> str | None:
    """Where the manuscript's article.xml lies in the home; None if it has none."""
    from journal import folder

    path = f"issues/{folder.article_folders(asked.home).get(row['article'])}/{row['article']}/article.xml"
    return path if (asked.home / path).is_file() else None


def _sealed(bureau: Bureau, row: Mapping[str, Any], action: Action) -> str:
    """The sha256 of the file at the last such act; "" where none was sealed."""
    acts = [event.data for event in bureau.books.events(manuscript=row["id"], kind=str(action))]
    return str(acts[-1].get("article-file", "")) if acts else ""


__all__ = ["RELEASED", "doubt", "file", "insist", "sealed", "told"]
