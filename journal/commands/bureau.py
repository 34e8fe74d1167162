"""The office, opened for a command: where its records and files are, who acts, when and by which rules."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pwd
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from journal.commands.asked import Asked
from journal.errors import Bilingual, JournalError, Misused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journal.model import Journal
    from journal.office.access import Sight, View
    from journal.office.editorial import Desk, Upload
    from journal.office.files import Files
    from journal.office.people import Who
    from journal.office.records import Books, Office
    from journal.office.workflow import Action

TRUSTED = Bilingual(
    "警告：JOURNAL_TRUST_AS=1，未经核实即以 {person} 的身份操作，仅供测试与演示！",
    "WARNING: JOURNAL_TRUST_AS=1: acting as {person} without any proof; for tests and demonstrations only!",
)


FILES = "office.files"  # beside the database, unless JOURNAL_FILES says otherwise


@dataclass(eq=False)
class LostOffice(JournalError):
    """A home whose office's database is gone: a new one must not be begun beside what is left of it."""

    remains: str
    zh: ClassVar[str] = "找不到编辑部数据库 office.db，但有它留下的 {remains}；不能另建一个。"
    en: ClassVar[str] = "office.db is not there, but {remains} of an office is: no new one is begun beside it."
    fix_zh: ClassVar[str] = "请从备份恢复：journal office restore；确要另起的，先移走 {remains}。"
    fix_en: ClassVar[str] = (
        "Restore a backup: journal office restore. To begin anew all the same, first move {remains} away."
    )


@dataclass(eq=False)
class NoOfficeYet(JournalError):
    """A home without an office."""

    where: str
    zh: ClassVar[str] = "{where} 还没有编辑部数据库。"
    en: ClassVar[str] = "There is no editorial office yet: {where} is not there."
    fix_zh: ClassVar[str] = "登记第一个人（即主编）即新建：journal person add --name zh=姓名 --login 用户名"
    fix_en: ClassVar[str] = (
        "Register its first person, the editor-in-chief: journal person add --name en=NAME --login USER"
    )


class _Undone(Exception):  # no error: how a dry run leaves its transaction
    """What was tried is taken back."""


# ---------------------------------------------------------------- where and when


def url(asked: Asked) -> str:
    """Where the office's records are."""
    from journal.office.records import url_of

    return url_of(asked.home, os.environ)


def is_there(asked: Asked) -> bool:
    """Whether there is an office: a file that is there, or a server that somebody named."""
    if os.environ.get("JOURNAL_DATABASE"):
        return not (path := _file(os.environ["JOURNAL_DATABASE"])) or path.exists()
    return (asked.home / "office.db").exists()


def lost(asked: Asked) -> str:
    """What says that there was an office here whose database is gone: its files, or its anchored ledger; "" if nothing does."""
    if has_files(asked):
        return FILES
    from journal.office.anchors import FILE

    return f"issues/{FILE}" if (asked.home / "issues" / FILE).is_file() else ""


def has_files(asked: Asked) -> bool:
    """Whether files of an office lie in the home."""
    folder = asked.home / FILES
    return folder.is_dir() and any(folder.iterdir())


def _file(address: str) -> Path | None:
    return Path(address.removeprefix("sqlite:///")) if address.startswith("sqlite:///") else None


def files(asked: Asked) -> Files:
    """Where the office's files are."""
    from journal.office.files import files_of

    return files_of(asked.home, os.environ)


def is_trusted() -> bool:
    """Whether `--as` is taken at its word: for tests and demonstrations."""
    return os.environ.get("JOURNAL_TRUST_AS") == "1"


def moment() -> dt.datetime:
    """Now; where `--as` is trusted, `JOURNAL_NOW` may say another instant, so that a year can be played through."""
    said = os.environ.get("JOURNAL_NOW") if is_trusted() else None
    if not said:
        return dt.datetime.now(dt.UTC)
    try:
        return dt.datetime.fromisoformat(said).astimezone(dt.UTC)
    except ValueError:
        raise Misused(Bilingual(f"JOURNAL_NOW：“{said}”不是时刻。", f"JOURNAL_NOW: “{said}” is no instant.")) from None


# ---------------------------------------------------------------- who


def _who(asked: Asked, books: Books, now: str) -> Who:
    from journal.office import people
    from journal.office.people import Who

    user, host = pwd.getpwuid(os.geteuid()).pw_name, socket.gethostname()
    if not books.count("person"):
        return Who("", "", user, host)  # the first person registers themselves
    if is_trusted() and asked.actor:
        print(f"journal: {asked.say(TRUSTED.format(person=asked.actor))}", file=sys.stderr, flush=True)
    return people.identified(books, user, asked.actor or "", host, now, is_trusted())


# ---------------------------------------------------------------- reading and acting


@dataclass
class Bureau:
    """The office while a command has it open."""

    asked: Asked
    about: Journal
    desk: Desk
    files: Files
    is_dry: bool = True
    taken: list[str] = field(default_factory=list)  # files that were not there before

    @property
    def books(self) -> Books:
        """The open records."""
        return self.desk.books

    @property
    def sight(self) -> Sight:
        """What the person who acts may see."""
        from journal.office import access

        return access.sight(self.books, self.desk.who, self.desk.at)

    def record(self, id: str, *views: View) -> tuple[dict[str, Any], View]:
        """A manuscript's row and how much of it may be shown; OwnPaper, NotYours."""
        from journal.office import access

        return access.opened(self.books, self.desk.who, id, self.desk.at, *views)

    def whole(self, id: str) -> dict[str, Any]:
        """The row of a manuscript that the person may see whole; OwnPaper, NotYours."""
        from journal.office.access import View

        return self.record(id, View.WHOLE)[0]

    def to_act(self, id: str, action: Action) -> None:
        """Let an editor do to their own paper only what any author may; OwnPaper, NotYours."""
        from journal.office import access

        access.to_act(self.books, self.desk.who, id, action, self.desk.at)

    def person(self, name: str) -> str:
        """Somebody's id by id, login, address, or a name that only one has; NoSuchPerson, Misused."""
        from journal.office import people, register
        from journal.office.people import NoSuchPerson

        try:
            return people.known(self.books, name)
        except NoSuchPerson:
            found = [
                one for one in register.found(self.books, name, 9) if not one["forgotten"] and not one["merged_into"]
            ]
            if not found:
                raise
        if len(found) > 1:
            listed = "；".join(f"{one['id']} {register.name_of(one)}" for one in found)
            raise Misused(Bilingual(f"“{name}”不止一人：{listed}。", f"More than one is “{name}”: {listed}.")) from None
        return str(found[0]["id"])

    def names(self, ids: set[str]) -> Mapping[str, str]:
        """The names of people, in the language of whoever reads."""
        from journal.office import register

        return register.names_of(self.books, ids - {""}, self.asked.language)

    def remind(self, *kinds: str) -> None:
        """Queue the reminders that are due, of these kinds or of all."""
        from journal.commands.post import writer
        from journal.office import reminders

        written = writer(self.asked.home, self.about)
        for one in list(reminders.due(self.books, self.desk.policies, self.desk.now)):
            if not kinds or one.kind in kinds:
                written.queue(self.books, written.reminder(self.books, one), one.key, self.desk.now)

    def take_in(self, purpose: str, name: str, data: bytes, language: str = "", note: str = "") -> Upload:
        """Keep a file; on a dry run only say what it would be called by."""
        import hashlib

        from journal.office.editorial import Upload

        digest = hashlib.sha256(data).hexdigest()
        if not self.is_dry:
            new = not self.files.path(digest).exists()
            self.files.put(data, name)
            self.taken += [digest] * new
        return Upload(purpose, digest, name, len(data), language, note)


@contextlib.contextmanager
def reading(asked: Asked) -> Iterator[Bureau]:
    """The office as it stands at one moment; NoOfficeYet, NoSuchPerson."""
    from journal.office.records import opened

    if not is_there(asked):
        raise NoOfficeYet(str(asked.home / "office.db"))
    office = opened(url(asked))
    try:
        with office.read() as books:
            yield _bureau(asked, books)
    finally:
        office.close()


@contextlib.contextmanager
def acting(asked: Asked, dry: bool, founding: bool = False, silent: bool = False) -> Iterator[Bureau]:
    """One transaction in which a command acts; then what followed is shown. A dry run takes all of it back.

    NoOfficeYet, unless the command may found an office; `silent` where no event follows and the command itself tells.
    """
    from journal.commands import following

    if not is_there(asked):
        if not founding:
            raise NoOfficeYet(str(asked.home / "office.db"))
        if remains := lost(asked):
            raise LostOffice(remains)
    office = _to_write(asked, dry)
    try:
        with contextlib.suppress(_Undone), office.write() as books:
            bureau = _bureau(asked, books, dry)
            before = following.marks(books)
            try:
                yield bureau
                followed = None if silent else following.since(bureau, before)
            except BaseException:
                for digest in bureau.taken:  # what is refused leaves nothing; nobody else writes meanwhile
                    bureau.files.remove(digest)
                raise
            if dry:
                raise _Undone
    finally:
        office.close()
    if followed is not None:
        following.show(asked, followed, dry)


def sweep(asked: Asked) -> None:
    """Take out of the store what was forgotten and is still there."""
    from journal.office import transfer
    from journal.office.records import opened

    office = opened(url(asked))
    try:
        transfer.sweep(office, files(asked))
    finally:
        office.close()


def _to_write(asked: Asked, dry: bool) -> Office:
    from journal.office.records import opened

    return opened(url(asked) if is_there(asked) or not dry else "sqlite://")  # in memory: a dry run founds nothing


def _bureau(asked: Asked, books: Books, dry: bool | None = None) -> Bureau:
    """The office behind a command that acts, dry or not; without `dry`, one that reads: no letter can follow."""
    from journal import folder
    from journal.commands.post import writer
    from journal.office.editorial import Desk, NoLetters
    from journal.office.policy import policies
    from journal.office.records import instant

    about = folder.journal(asked.home)
    now = moment()
    letters = NoLetters() if dry is None else writer(asked.home, about)  # whose libraries take a tenth of a second
    desk = Desk(books, _who(asked, books, instant(now)), now, policies(about.policies), letters)
    _tell_of_the_clock(asked, desk)
    return Bureau(asked, about, desk, files(asked), dry is not False)


def _tell_of_the_clock(asked: Asked, desk: Desk) -> None:
    """Whoever has roles that all begin later sees nothing and may do nothing: most likely the clock is wrong."""
    held = desk.books.all("role", person=desk.who.persons, order="since")
    if held and all(one["since"] > desk.at for one in held):
        day = dt.datetime.fromisoformat(held[0]["since"]).astimezone()
        asked.tell(
            Bilingual(
                f"您的职务自 {day:%Y-%m-%d %H:%M} 起，本机时钟为 {desk.now.astimezone():%Y-%m-%d %H:%M}：时钟是否有误？",
                f"Your roles begin on {day:%Y-%m-%d %H:%M}, and this machine's clock says {desk.now.astimezone():%Y-%m-%d %H:%M}: is it right?",
            )
        )


__all__ = ["Bureau", "NoOfficeYet", "acting", "files", "is_there", "is_trusted", "moment", "reading", "sweep", "url"]
