"""`journal letter`: the outbox, letter by letter, and its sending."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands.asked import Asked, asking
from journal.commands.changes import DRY, dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day
from journal.commands.manuscript import ID_SAID
from journal.commands.spoken import argument, noun, one_of, option, whole
from journal.errors import FINDINGS, Bilingual

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.mail import Sent

BOUNCED = Bilingual("第 {number} 号信被退回，已登记：{said}", "letter {number} came back; it is entered: {said}")
DELAYED = Bilingual(
    "第 {number} 号信投递延迟，对方服务器仍在重试，不算退信；所述已登记：{said}",
    "letter {number} is delayed and still being tried, so it has not bounced; what was said is entered: {said}",
)
NUMBER = whole(1, 999_999_999)
NUMBER_SAID = Bilingual("信函编号（letter list 列出）", "the letter's number (from letter list)")


@noun("letter", said=Bilingual("信函：待发的、已发的、未能发出的。", "Letters: waiting, sent, failed."))
def letter() -> None:
    """The noun."""


def _status(row: Mapping[str, Any]) -> Bilingual:
    from journal.office.mail import STATUSES, status

    return STATUSES[status(row)]


def _kind(row: Mapping[str, Any]) -> Bilingual:
    from journal.office.stationery import KINDS

    known = KINDS.get(row["template"])
    return known.said if known else Bilingual(row["template"], row["template"])


def _failure(row: Mapping[str, Any]) -> Bilingual | None:
    from journal.office.mail import failure

    return failure(row) if row["failure"] else None


LINE = (
    Field("number", Bilingual("编号", "letter"), lambda row: row["id"]),
    Field("status", Bilingual("状态", "status"), _status),
    Field("kind", Bilingual("信函", "kind"), _kind),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda row: row["manuscript"] or None),
    Field("to", Bilingual("收件人", "to"), lambda row: f"{row['name']} <{row['address']}>"),
    Field("language", Bilingual("语言", "language"), lambda row: row["language"]),
    Field("written", Bilingual("写成", "written"), lambda row: day(row["created"])),
    Field("sent", Bilingual("发出", "sent"), lambda row: day(row["sent"])),
    Field("failure", Bilingual("未发出的缘由", "failure"), _failure),
    Field("subject", Bilingual("主题", "subject"), lambda row: row["subject"]),
)
RECORD = (
    *LINE,
    Field("message_id", Bilingual("Message-ID", "Message-ID"), lambda row: row["message_id"]),
    Field("attempts", Bilingual("尝试次数", "attempts"), lambda row: row["attempts"]),
    Field("attachments", Bilingual("附件", "attachments"), lambda row: tuple(one["name"] for one in row["attachments"]) or None),
    Field("text", Bilingual("正文", "text"), lambda row: row["text"]),
)  # fmt: skip


@letter.verb("list", said=Bilingual("列出信函（默认：未发出的）。", "List letters (default: those that are not sent)."))
@argument("id", required=False, metavar="[MANUSCRIPT]", said=ID_SAID)
@option(
    "--status",
    type=one_of("waiting", "retrying", "sent", "bounced", "failed", "cancelled"),
    said=Bilingual("状态", "in this status"),
)
@option("--all", "everything", is_flag=True, said=Bilingual("全部", "all of them"))
@asking
def listed(asked: Asked, id: str | None, status: str | None, everything: bool) -> None:
    """The letters that the person may see."""
    from journal.commands import bureau
    from journal.office import mail

    with bureau.reading(asked) as open_:
        if id:
            open_.whole(id)
        usual = () if everything or id else ("waiting", "retrying", "bounced", "failed")
        rows = mail.listed(open_.books, *((status,) if status else usual), manuscript=id or "")
        display(asked, visible(open_, rows), LINE)


def visible(bureau: Bureau, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The letters to the person who acts, and those of manuscripts that they see whole; without a manuscript, to editors.

    A certificate tells that somebody refereed: an editor who has a paper in the office does not see it.
    """
    from journal.office.access import View

    sight = bureau.sight
    about = bureau.books.all("manuscript", id={row["manuscript"] for row in rows} - {""})
    whole = {one["id"] for one in sight.among(about, View.WHOLE)}
    own = bureau.desk.who.persons
    closed = {"certificate"} if sight.wrote else set()
    return [
        row
        for row in rows
        if row["person"] in own
        or row["manuscript"] in whole
        or (sight.of_office and not row["manuscript"] and row["template"] not in closed)
    ]


def _one(bureau: Bureau, number: int) -> dict[str, Any]:
    """A letter that the person may see; OwnPaper, NotYours, Misused."""
    from journal.office import access, mail

    row = mail.letter(bureau.books, number)
    if not visible(bureau, [row]):
        if row["manuscript"]:
            bureau.whole(row["manuscript"])
        raise access.NotYours(row["manuscript"] or str(number))
    return row


@letter.verb("show", said=Bilingual("一封信及其发送情况。", "A letter, and what became of it."))
@argument("number", metavar="LETTER", type=NUMBER, said=NUMBER_SAID)
@asking
def show(asked: Asked, number: int) -> None:
    """One letter."""
    from journal.commands import bureau

    with bureau.reading(asked) as open_:
        display(asked, _one(open_, number), RECORD)


@letter.verb(
    "preview",
    said=Bilingual("收件人将看到的样子。", "A letter as its reader will see it."),
    more=Bilingual(
        "任何办理加 --dry-run --json，也会显示随之而来的信函全文。",
        "With --dry-run --json any act shows the letters that would follow, in full.",
    ),
)
@argument("number", metavar="LETTER", type=NUMBER, said=NUMBER_SAID)
@asking
def preview(asked: Asked, number: int) -> None:
    """Headers, text, and what is attached."""
    from journal.commands import bureau
    from journal.commands.display import visible as printable
    from journal.commands.post import post
    from journal.office import mail

    with bureau.reading(asked) as open_:
        text = mail.preview(_one(open_, number), post(open_.about))
    print("\n".join(printable(line) for line in text.splitlines()))


# ---------------------------------------------------------------- sending


@letter.verb(
    "send",
    said=Bilingual("发出待发的信函。", "Send the letters that wait."),
    more=Bilingual(
        "没有 JOURNAL_SMTP 时写成 outbox/ 下的 .eml 文件。再发一次 Message-ID 不变。所附 PDF 此时生成。",
        "Without JOURNAL_SMTP they become .eml files in outbox/. Sent again, a letter keeps its Message-ID. PDFs are made now.",
    ),
)
@argument("numbers", metavar="[LETTER]", nargs=-1, type=NUMBER, said=NUMBER_SAID)
@option(
    "--again",
    is_flag=True,
    said=Bilingual("重发所列的信，用收件人现在的地址", "send these once more, to their readers' present address"),
)
@dry_run
@asking
def send(asked: Asked, numbers: tuple[int, ...], again: bool, dry_run: bool) -> int:
    """What waits, or the letters named."""
    from journal.commands import bureau
    from journal.office import mail

    with bureau.reading(asked) as open_:
        about = open_.about
        insist_on_editor(open_)
        due = visible(open_, mail.waiting(open_.books, open_.desk.now))
        ids = [_one(open_, number)["id"] for number in numbers] or [row["id"] for row in due]
        rows = open_.books.all("letter", id=set(ids), order="id")
    if dry_run:
        display(asked, rows, LINE)
        asked.tell(DRY)
        return 0
    return _sent(asked, about, ids, again)


SENDING = Bilingual("发送信函", "send letters")


def insist_on_editor(bureau: Bureau, what: Bilingual = SENDING) -> None:
    """Letters, and what else no manuscript limits, are the editors'; NoRight."""
    from journal.office.editorial import NoRight

    if not bureau.sight.of_office:
        raise NoRight(bureau.desk.who.person, what, Bilingual("须由编辑办理", "it takes an editor"))


def _sent(asked: Asked, about: Any, ids: list[int], again: bool) -> int:
    from journal.commands import bureau, papers
    from journal.commands.post import post
    from journal.office import mail
    from journal.office.records import opened

    way = post(about)
    office = opened(bureau.url(asked))
    try:
        if again:
            with office.write() as books:
                for number in ids:
                    mail.again(books, number, bureau.moment())
        ready = papers.enclose(asked, office, ids)
        carrier = mail.carrier(way, asked.home / "outbox")
        store = bureau.files(asked)
        found = tuple(mail.send(office, carrier, way, store.get, bureau.moment, frozenset(ready)))
    finally:
        office.close()
    display(asked, found, SENT)
    return 0 if ready == ids and all(one.verdict is mail.Verdict.TAKEN for one in found) else FINDINGS


def _verdict(one: Sent) -> Bilingual:
    from journal.office.mail import Verdict

    return {
        Verdict.TAKEN: Bilingual("已发", "sent"),
        Verdict.LATER: Bilingual("稍后再试", "to be tried again"),
        Verdict.NEVER: Bilingual("被拒", "refused"),
        Verdict.DOWN: Bilingual("服务器不通", "server is down"),
    }[one.verdict]


SENT = (
    Field("number", Bilingual("编号", "letter"), lambda one: one.number),
    Field("verdict", Bilingual("结果", "result"), _verdict),
    Field("to", Bilingual("收件人", "to"), lambda one: one.address),
    Field("said", Bilingual("服务器答复", "the server said"), lambda one: one.said or None),
)


@letter.verb(
    "remind",
    said=Bilingual(
        "写出到期应发的催办信（每条规则只发一次）。", "Write the reminders that are due; none twice by one rule."
    ),
)
@dry_run
@asking
def remind(asked: Asked, dry_run: bool) -> None:
    """By the days of `reminder_days`; stopped by an answer or a decision."""
    from journal.commands import bureau

    with bureau.acting(asked, dry_run) as open_:
        insist_on_editor(open_)
        open_.remind()


@letter.verb("bounce", said=Bilingual("登记退信通知（.eml）。", "Enter a delivery report (.eml)."))
@argument("file", metavar="FILE", type=click.Path(path_type=Path), said=Bilingual("退信原件", "the report itself"))
@dry_run
@asking
def bounce(asked: Asked, file: Path, dry_run: bool) -> None:
    """A letter that came back."""
    from journal.commands import bureau
    from journal.office import mail
    from journal.office.files import read_bounded

    data = read_bounded(file, 20_000_000)
    with bureau.acting(asked, dry_run, silent=True) as open_:
        insist_on_editor(open_)
        number, report = mail.bounced(open_.books, data, open_.desk.now)
    asked.tell((BOUNCED if report.failed else DELAYED).format(number=number, said=report.said))
    if dry_run:
        asked.tell(DRY)


__all__ = ["insist_on_editor", "letter", "visible"]
