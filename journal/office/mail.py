"""The outbox: letters as rows, sent by SMTP or written as .eml files, tried again, and what became of each.

A letter is a row before it is sent, and its Message-ID follows from its key: sent twice, which happens only where a server hid
that it had taken it, it is the same letter to every mail program.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.errors
import email.message
import enum
import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

from journal.errors import Bilingual, JournalError, Misused, Refused, said_by_system
from journal.office.addresses import NotOneMailbox, is_mailbox, mailbox
from journal.office.records import Books, Office, instant
from journal.writing import write_bytes

Row = Mapping[str, Any]
Clock = Callable[[], dt.datetime]  # the command's: a run may take long, and each letter has its own moment

FIRST_WAIT = dt.timedelta(minutes=5)
LONGEST_WAIT = dt.timedelta(hours=24)
ATTEMPTS = 10
NO_ADDRESS, LOST, NO_ANSWER = "no-address", "connection-lost", "no-answer"
FAILURES: Mapping[str, Bilingual] = {  # what `failure` holds, where it is not the server's own words
    NO_ADDRESS: Bilingual("收件人没有可用的电子邮箱地址", "the reader has no usable e-mail address"),
    LOST: Bilingual(
        "连接中断，未知服务器是否已收下", "the connection was lost; whether the server took it is not known"
    ),
    NO_ANSWER: Bilingual("服务器没有应答", "the server did not answer"),
}
STATUSES: Mapping[str, Bilingual] = {
    "waiting": Bilingual("待发", "waiting"),
    "retrying": Bilingual("待重发", "to be tried again"),
    "sent": Bilingual("已发", "sent"),
    "bounced": Bilingual("被退回", "bounced"),
    "failed": Bilingual("未能发出", "failed"),
    "cancelled": Bilingual("已取消", "cancelled"),
}


@dataclass(frozen=True)
class Post:
    """How letters leave: the server, and the one address that they come from. Without a host they are written as files."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    starttls: bool = True
    sender: str = ""  # office@example.org, or with a name: Editorial Office <office@example.org>
    timeout: float = 30.0

    IMPLICIT_TLS: ClassVar[int] = 465

    def __post_init__(self) -> None:
        local = self.host in ("localhost", "127.0.0.1", "::1")
        if self.user and not (self.starttls or self.port == self.IMPLICIT_TLS or local):
            raise Refused(
                Bilingual("密码不能经未加密的连接发送。", "A password is not sent over an open line."),
                Bilingual("请启用 starttls，或用 465 端口。", "Set starttls, or use port 465."),
            )

    def __repr__(self) -> str:
        return f"Post({self.host!r}, {self.port}, {self.user!r}, sender={self.sender!r})"  # no password in a traceback


def message_id(key: str, site: str) -> str:
    """The Message-ID of the letter with this key, from the journal at `site`; it tells nothing of either reader or manuscript."""
    domain = urlsplit(site).hostname or site
    domain = domain if domain.isascii() else domain.encode("idna").decode()
    return f"<{hashlib.sha256(f'{domain}{chr(0)}{key}'.encode()).hexdigest()[:40]}@{domain}>"


# ---------------------------------------------------------------- one letter


def message(row: Row, post: Post, file: Callable[[str], bytes]) -> EmailMessage:
    """The letter as it is sent, the same each time; `file` gives an attachment by its sha256. NotOneMailbox."""
    made = EmailMessage(policy.SMTP.clone(cte_type="7bit", utf8=not row["address"].rpartition("@")[0].isascii()))
    made["From"] = mailbox(post.sender)
    to = mailbox(row["address"])
    made["To"] = Address(row["name"], to.username, to.domain)
    made["Subject"] = row["subject"]
    made["Date"] = dt.datetime.fromisoformat(row["created"])
    made["Message-ID"] = row["message_id"]
    made.set_content(row["text"])
    if row["html"]:
        made.add_alternative(row["html"], subtype="html")
    for one in row["attachments"]:
        main, _, sub = one["type"].partition("/")
        made.add_attachment(file(one["sha256"]), maintype=main, subtype=sub, filename=one["name"])
    made["Content-Language"] = row["language"]  # last, since what sets the content clears such headers
    for number, part in enumerate(made.walk()):
        if part.is_multipart():  # the library's own boundary is a new one each time
            part.set_boundary(f"=_{row['message_id'][1:33]}-{number}")
    return made


def preview(row: Row, post: Post) -> str:
    """The letter as its reader will see it: headers, text, and the names of what is attached."""
    sender = str(mailbox(post.sender)) if post.sender else ""
    to = str(Address(row["name"], addr_spec=row["address"])) if is_mailbox(row["address"]) else row["name"]
    headers = {"From": sender, "To": to, "Subject": row["subject"], "Message-ID": row["message_id"]}
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    lines += [f"Attachment: {one['name']}" for one in row["attachments"]]
    return "\n".join([*lines, "", str(row["text"])])


def status(row: Row) -> str:
    """Where a letter stands, computed from its row: one of `STATUSES`."""
    if row["cancelled"]:
        return "cancelled"
    if row["bounced"]:
        return "bounced"
    if row["sent"]:
        return "sent"
    if not row["next_attempt"]:
        return "failed"
    return "retrying" if row["failure"] or row["attempts"] else "waiting"


def failure(row: Row) -> Bilingual:
    """Why a letter could not be sent: in words, or as the server said it; nothing for one that could."""
    return FAILURES.get(row["failure"], Bilingual(row["failure"], row["failure"]))


def listed(books: Books, *statuses: str, manuscript: str = "") -> list[dict[str, Any]]:
    """The letters of a manuscript or all, that stand in one of these ways or any, in the order in which they were written."""
    where: dict[str, Any] = {"manuscript": manuscript} if manuscript else {}
    if statuses and not {"sent", "cancelled"} & set(statuses):  # the few that are still in the outbox
        where |= {"sent": "", "cancelled": ""}
    rows = books.all("letter", order="id", **where)
    return [row for row in rows if not statuses or status(row) in statuses]


def letter(books: Books, number: int) -> dict[str, Any]:
    """The letter of this number; Misused."""
    row = books.one("letter", id=number)
    if row is None:
        raise Misused(Bilingual(f"没有第 {number} 号信。", f"There is no letter {number}."))
    return row


def cancel(books: Books, rows: Iterable[Row], now: dt.datetime) -> None:
    """Take letters out of the outbox that have not left it."""
    ids = {row["id"] for row in rows if not row["sent"]}
    if ids:
        books.change("letter", {"id": ids, "sent": "", "cancelled": ""}, cancelled=instant(now))


def again(books: Books, number: int, now: dt.datetime) -> None:
    """Put a letter back that failed, bounced or was cancelled, to the address that its reader has now; Misused, NotOneMailbox.

    One that was sent goes once more, with its own Message-ID: a mail program that has it shows it once.
    """
    row = letter(books, number)
    person = books.one("person", id=row["person"])
    if person is None or person["forgotten"]:
        raise Misused(Bilingual("收件人已不在册。", "Its reader is no longer registered."))
    if not is_mailbox(person["email"]):
        raise NotOneMailbox(person["email"])
    books.change(
        "letter", {"id": number}, address=person["email"], attempts=0, next_attempt=instant(now), failure="", bounced="",
        sent="", cancelled="",
    )  # fmt: skip


# ---------------------------------------------------------------- carriers


class Verdict(enum.Enum):
    """What became of an attempt."""

    TAKEN = "taken"
    LATER = "later"  # this letter, another time
    NEVER = "never"  # the server will not have it: it bounced
    DOWN = "down"  # nothing was handed over, nor would the next letter be


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on a letter, and what was said."""

    verdict: Verdict
    said: str = ""


class Carrier(Protocol):
    """Whoever takes letters away."""

    def carry(self, letter: EmailMessage) -> Answer:
        """Hand one letter over."""
        ...


@dataclass(frozen=True)
class Folder:
    """Letters as .eml files in a folder, which any mail program opens; one written again takes the place of the former."""

    path: Path

    def carry(self, letter: EmailMessage) -> Answer:
        """Write the letter, whole or not at all."""
        moment = letter["Date"].datetime.astimezone(dt.UTC)
        name = f"{moment:%Y%m%dT%H%M%SZ}-{letter['Message-ID'].strip('<>').partition('@')[0][:16]}.eml"
        try:
            write_bytes(self.path / name, letter.as_bytes())
        except OSError as error:
            return Answer(Verdict.DOWN, said_by_system(error).en)
        return Answer(Verdict.TAKEN)


@dataclass(frozen=True)
class Server:
    """An SMTP server: a connection for each letter, so that one that breaks it does not take the next along."""

    post: Post

    def carry(self, letter: EmailMessage) -> Answer:
        """Hand the letter to the server. Taken is what it said it took; where it fell silent, the letter comes again."""
        try:
            connection = self._connected()
        except smtplib.SMTPResponseException as error:
            return Answer(Verdict.DOWN, _said(error.smtp_code, error.smtp_error))
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Verdict.DOWN, _lost(error))
        try:
            return self._handed(connection, letter)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):  # a bad good-bye changes nothing of the answer
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        post = self.post
        own = mailbox(post.sender).domain  # the name of the machine is nobody's business
        made: smtplib.SMTP
        if post.port == Post.IMPLICIT_TLS:
            context = ssl.create_default_context()
            made = smtplib.SMTP_SSL(post.host, post.port, own, timeout=post.timeout, context=context)
        else:
            made = smtplib.SMTP(post.host, post.port, own, timeout=post.timeout)
        try:
            if post.starttls and post.port != Post.IMPLICIT_TLS:
                made.starttls(context=ssl.create_default_context())
            if post.user:
                made.login(post.user, post.password)
            made.ehlo_or_helo_if_needed()
        except BaseException:
            made.close()
            raise
        return made

    def _handed(self, connection: smtplib.SMTP, letter: EmailMessage) -> Answer:
        sender, to = mailbox(self.post.sender).addr_spec, letter["To"].addresses[0].addr_spec
        try:
            connection.sendmail(sender, [to], letter.as_bytes(), _options(to))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[to]
            return _refused(code, said)
        except smtplib.SMTPSenderRefused as error:
            answer = _refused(error.smtp_code, error.smtp_error)
            too_large = error.smtp_code == 552
            return answer if too_large or answer.verdict is Verdict.LATER else Answer(Verdict.DOWN, answer.said)
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return Answer(Verdict.NEVER, str(error))
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Verdict.LATER, _lost(error))
        return Answer(Verdict.TAKEN)


def _options(to: str) -> Sequence[str]:
    return () if to.isascii() else ("SMTPUTF8", "BODY=8BITMIME")


def _refused(code: int, said: bytes | str) -> Answer:
    return Answer(Verdict.NEVER if 500 <= code < 600 else Verdict.LATER, _said(code, said))


def _said(code: int, said: bytes | str) -> str:
    return _line(f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}")


def _lost(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return NO_ANSWER
    return LOST if isinstance(error, smtplib.SMTPServerDisconnected) else _line(str(error) or type(error).__name__)


def _line(text: str) -> str:
    """Foreign words in one line of bearable length."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())[:500]


def carrier(post: Post, outbox: Path) -> Carrier:
    """The server, if one is configured, else the folder."""
    return Server(post) if post.host else Folder(outbox)


# ---------------------------------------------------------------- sending


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a letter in a run."""

    number: int
    key: str
    address: str
    verdict: Verdict
    said: str = ""


def waiting(books: Books, now: dt.datetime) -> list[dict[str, Any]]:
    """The letters that are due to be sent, the oldest first."""
    rows = books.all("letter", sent="", cancelled="", bounced="", order="id")
    return [row for row in rows if row["next_attempt"] and row["next_attempt"] <= instant(now)]


def send(
    office: Office, carrier: Carrier, post: Post, file: Callable[[str], bytes], clock: Clock, only: frozenset[int] | None = None
) -> Iterator[Sent]:  # fmt: skip
    """Send what is due (of `only`, if given), each letter by itself; what became of each, as it happens. NotOneMailbox: the sender.

    An attempt is recorded before it is made: killed at any moment, the letter comes again, with the same Message-ID, and no
    other process sends it meanwhile. A server that is down ends the run and costs no letter an attempt.
    """
    mailbox(post.sender)
    with office.read() as books:
        numbers = [row["id"] for row in waiting(books, clock()) if only is None or row["id"] in only]
    for number in numbers:
        row = _claim(office, number, clock())
        if row is None:
            continue
        try:
            answer = carrier.carry(message(row, post, file))
        except NotOneMailbox as error:
            answer = Answer(Verdict.NEVER, _line(str(error)))
        except Exception as error:  # noqa: BLE001 a letter that trips the program must not keep the others back
            answer = Answer(Verdict.LATER, _line(f"{type(error).__name__}: {error}"))
        with office.write() as books:
            _answered(books, row, answer, clock())
        yield Sent(number, row["key"], row["address"], answer.verdict, answer.said)
        if answer.verdict is Verdict.DOWN:
            return


def _claim(office: Office, number: int, now: dt.datetime) -> dict[str, Any] | None:
    """The letter, its attempt recorded; None if meanwhile it was sent, cancelled, or taken up by another process."""
    with office.write() as books:
        row = letter(books, number)
        free = not (row["sent"] or row["cancelled"] or row["bounced"])
        if not (free and row["next_attempt"] and row["next_attempt"] <= instant(now)):
            return None
        attempts = row["attempts"] + 1
        books.change("letter", {"id": number}, attempts=attempts, next_attempt=instant(now + pause(attempts)))
        return {**row, "attempts": attempts}


def pause(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: 5 minutes, twice as long each time, a day at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def _answered(books: Books, row: Row, answer: Answer, now: dt.datetime) -> None:
    after = instant(now + pause(row["attempts"]))
    values: Mapping[Verdict, dict[str, Any]] = {
        Verdict.TAKEN: {"sent": instant(now), "next_attempt": "", "failure": ""},
        Verdict.LATER: {"failure": answer.said, "next_attempt": after if row["attempts"] < ATTEMPTS else ""},
        Verdict.NEVER: {"failure": answer.said, "next_attempt": "", "bounced": instant(now)},
        Verdict.DOWN: {
            "failure": answer.said,
            "next_attempt": instant(now + FIRST_WAIT),
            "attempts": row["attempts"] - 1,
        },
    }
    books.change("letter", {"id": row["id"]}, **values[answer.verdict])


# ---------------------------------------------------------------- bounces


@dataclass(eq=False)
class NotABounce(JournalError):
    """A mail that reports no delivery of a letter of ours."""

    reason: Bilingual
    zh: ClassVar[str] = "这不是本刊信件的退信通知：{reason}。"
    en: ClassVar[str] = "This is no delivery report of one of our letters: {reason}."
    fix_zh: ClassVar[str] = "请确认文件是退信原件（.eml）。"
    fix_en: ClassVar[str] = "See that the file is the report itself, as .eml."


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery report (RFC 3464) says of a letter: failed or delayed, and why."""

    message_id: str
    failed: bool
    said: str


def report(data: bytes) -> Report:
    """What a mail says of the delivery of a letter; NotABounce."""
    mail = email.message_from_bytes(
        data, policy=policy.compat32
    )  # the lenient one: whoever sent this may write what they like
    found = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    blocks = found.get_payload() if found else None
    if not isinstance(blocks, list):
        raise NotABounce(Bilingual("没有投递状态部分", "it has no delivery status"))
    original = next(filter(None, map(_original, mail.walk())), "")
    if not original:
        raise NotABounce(Bilingual("没有原信的 Message-ID", "it does not name the Message-ID of the letter"))
    about = [block for block in blocks if isinstance(block, email.message.Message) and block.get("Action")]
    actions = [str(block["Action"]).strip().lower() for block in about]
    failed = [block for block, action in zip(about, actions, strict=True) if action == "failed"]
    if not failed and "delayed" not in actions:
        raise NotABounce(Bilingual("信已投递或转交", "the letter was delivered or passed on"))
    said = " ".join(
        str(block.get(name, "")) for block in (failed or about)[:1] for name in ("Status", "Diagnostic-Code")
    )
    return Report(original, bool(failed), _line(said))


def _original(part: email.message.Message) -> str:
    """The Message-ID of the letter that a report sends back, whole or its headers alone."""
    kind, payload = part.get_content_type(), part.get_payload()
    if kind == "message/rfc822" and isinstance(payload, list) and isinstance(payload[0], email.message.Message):
        return str(payload[0].get("Message-ID", "")).strip()
    if kind == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        headers = email.message_from_bytes(text if isinstance(text, bytes) else b"", policy=policy.compat32)
        return str(headers.get("Message-ID", "")).strip()
    return ""


def bounced(books: Books, data: bytes, now: dt.datetime) -> tuple[int, Report]:
    """Enter a delivery report against its letter: the letter's number, and what was said. NotABounce.

    A letter that is only delayed (4.x.x) has not come back: what the server said is noted, and it stays sent.
    """
    said = report(data)
    row = books.one("letter", message_id=said.message_id)
    if row is None:
        raise NotABounce(Bilingual(f"没有这封信 {said.message_id}", f"there is no letter {said.message_id}"))
    values = {"bounced": instant(now), "sent": "", "next_attempt": ""} if said.failed else {}
    books.change("letter", {"id": row["id"]}, failure=said.said, **values)
    return int(row["id"]), said


__all__ = [
    "FAILURES", "NO_ADDRESS", "STATUSES", "Answer", "Carrier", "Folder", "NotABounce", "Post", "Report",
    "Sent", "Server", "Verdict", "again", "bounced", "cancel", "carrier", "failure", "letter", "listed",
    "message", "message_id", "pause", "preview", "report", "send", "status", "waiting",
]  # fmt: skip
