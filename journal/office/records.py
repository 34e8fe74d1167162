"""The office's tables and the one way into them; the only module that imports SQLAlchemy. Records decide nothing.

SQLite by default: WAL, `BEGIN IMMEDIATE`, synchronous FULL, 30 s to wait; PostgreSQL by URL, where one advisory lock lets one
writer at a time append to the ledger.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import itertools
import json
import secrets
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from journal.errors import JournalError
from journal.office import ledger

# Of the tables, oldest first: the files of migrations/versions.
REVISIONS = ("0001", "0002", "0003", "0004", "0008", "0009")
LOCK = 7306421  # PostgreSQL's advisory lock of the writers
WAIT = 30  # seconds for another writer to end

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str, to: str | None = None, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), *([sa.ForeignKey(to)] if to else []), nullable=False, **options)


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="", **options)


def _instant(name: str, **options: Any) -> sa.Column[str]:
    """UTC, ISO 8601; as text it sorts, and both databases give back what was put in. Empty: not yet."""
    return sa.Column(name, sa.String(32), nullable=False, server_default="", **options)


def _json(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="{}")


def _number(name: str, **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0", **options)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


person = sa.Table(
    "person", metadata,
    _id("id", primary_key=True),
    sa.Column("login", sa.String(64), unique=True, nullable=True),
    _json("names"),  # script → {"family", "given", "whole"}
    _text("sort"),  # pinyin or folded Latin, for lists and search
    _text("email", index=True),
    sa.Column("language", sa.String(16), nullable=False, server_default="zh"),
    _json("affiliations"),  # language → text
    _text("ror"), _text("orcid"), _text("country"),
    _json("fields"),  # of expertise, a list
    _text("note"),
    _text("bank"),  # encrypted
    _instant("added"), _instant("forgotten"),
    _id("merged_into", default="", server_default=""),
)  # fmt: skip
role = sa.Table(
    "role", metadata,
    _id("person", "person.id", primary_key=True), _id("role", primary_key=True),
    _id("column", primary_key=True, server_default=""),
    _yes("recommends"), _instant("since"), _instant("until"),
)  # fmt: skip
delegation = sa.Table(
    "delegation", metadata,
    _id("giver", "person.id", primary_key=True), _id("taker", "person.id", primary_key=True),
    _instant("since", primary_key=True), _instant("until"), _text("note"),
)  # fmt: skip
manuscript = sa.Table(
    "manuscript", metadata,
    _id("id", primary_key=True),
    sa.Column("state", sa.String(24), nullable=False, index=True),
    _id("column"),
    sa.Column("language", sa.String(16), nullable=False),
    _text("kind"),
    _json("titles"), _json("abstracts"), _json("keywords"),
    _text("search"),  # titles and names folded, with pinyin
    _instant("submitted", index=True), _instant("since"), _instant("due", index=True),
    _id("waits_for", server_default="", index=True),  # a role
    _id("handling", server_default="", index=True),
    _number("text"),  # the version of the text
    _number("version"),  # of the record: each event makes it one more
    _number("agreed_days"),
    _id("before_decline", server_default=""),
    _id("article", server_default=""), _id("placed", server_default=""), _instant("online"),
    _json("more"),  # statements, funding, what the author form said
)  # fmt: skip
authorship = sa.Table(
    "authorship", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _number("position", primary_key=True),
    _id("person", "person.id", index=True), _yes("corresponding"), _yes("equal"),
)  # fmt: skip
file = sa.Table(
    "file", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _id("purpose"), _number("text"),
    sa.Column("language", sa.String(16), nullable=False, server_default=""),
    _id("sha256", index=True), _text("name"), _number("size"), _instant("at"), _id("by"), _text("note"),
    _instant("forgotten"),  # its bytes were taken out of the store with the person who wrote them
)  # fmt: skip
signature = sa.Table(
    "signature", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _number("text"), _id("reading"),
    _id("person", "person.id"), _id("on_behalf", server_default=""), _yes("favourable"),
    _text("opinion"), _text("salt"), _instant("at"), _instant("void"),
)  # fmt: skip
round_ = sa.Table(
    "round", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _number("number", primary_key=True),
    _id("anonymity"), _number("wanted"), _number("text"), _instant("opened"), _instant("closed"), _instant("cancelled"),
)  # fmt: skip
review = sa.Table(
    "review", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _number("round"), _id("person", "person.id", index=True),
    _instant("invited"), _instant("respond_by"), _instant("answered"), _yes("accepted"),
    _instant("due"), _instant("submitted"), _instant("cancelled"),
    _id("recommendation", server_default=""), _json("answers"), _id("form", server_default=""),
    _text("to_author"), _text("to_editor"), _text("salt"), _number("rating"),
    sa.Index(None, "submitted", "cancelled"),  # to find the few that are open without reading long reports
)  # fmt: skip
response = sa.Table(
    "response", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _number("text", primary_key=True), _number("point", primary_key=True),
    _text("asked"), _text("answer"),
)  # fmt: skip
item = sa.Table(
    "item", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _id("name", primary_key=True),
    _instant("at"), _id("by"), _text("note"), _id("sha256", server_default=""),
)  # fmt: skip
consent = sa.Table(
    "consent", metadata,  # an author's signed 著作权授权书
    _id("manuscript", "manuscript.id", primary_key=True), _id("person", "person.id", primary_key=True),
    _instant("at"), _id("by"), _id("sha256", server_default=""), _text("note"),
)  # fmt: skip
gate = sa.Table(
    "gate", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _id("name", primary_key=True),
    _yes("needed"), _id("by"), _text("number"), _instant("date"), _text("note"),
)  # fmt: skip
conflict = sa.Table(
    "conflict", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _id("person", "person.id", primary_key=True),
    _text("reason"), _id("declared_by"), _instant("at"), _text("waiver"), _id("waived_by", server_default=""), _instant("waived"),
)  # fmt: skip
similarity = sa.Table(
    "similarity", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _number("text"), _text("system"), _instant("date"),
    sa.Column("total", sa.Float), sa.Column("without_quotations", sa.Float), sa.Column("without_own", sa.Float),
    _id("sha256", server_default=""), _id("by"), _instant("at"),
    _id("stage", server_default=""), _text("waiver"), _id("waived_by", server_default=""),
)  # fmt: skip
likeness = sa.Table(
    "likeness", metadata,  # what a text was found to share with the journal's own when it was last compared
    _id("manuscript", "manuscript.id", primary_key=True), _id("source", primary_key=True), _id("kind", primary_key=True),
    _number("text"), sa.Column("share", sa.Float), _instant("at"),
    sa.Index(None, "source"),
)  # fmt: skip
proof = sa.Table(
    "proof", metadata,
    _id("manuscript", "manuscript.id", primary_key=True), _number("number", primary_key=True),
    sa.Column("language", sa.String(16), primary_key=True, server_default=""),
    _instant("sent"), _instant("due"), _instant("returned"), _number("open"), _number("errors"), _number("characters"),
    _id("by", server_default=""), _instant("done"),
)  # fmt: skip
galley = sa.Table(
    "galley", metadata,  # what was sent of a proof in a language: the article's file, its pages, and the map of their lines
    _id("manuscript", "manuscript.id", primary_key=True), _number("number", primary_key=True),
    sa.Column("language", sa.String(16), primary_key=True),
    _id("article"), _id("pages"), _id("lines"), _number("characters"), _instant("at"), _id("by"), _id("applied", server_default=""),
)  # fmt: skip
query = sa.Table(
    "query", metadata,  # 编辑提问
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), sa.Column("language", sa.String(16), nullable=False),
    _text("about"), _text("question"), _instant("at"), _id("by"), _text("answer"), _instant("answered"), _instant("dropped"),
)  # fmt: skip
correction = sa.Table(
    "correction", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _number("number"), sa.Column("language", sa.String(16), nullable=False),
    _number("page"), _number("line"), _id("article"), _number("start"), _number("end"),  # of the text of the article's file
    _text("old"), _text("new"), _id("kind"), _text("comment"), _number("query"), _id("came", server_default=""), _instant("at"), _id("by"),
    _yes("accepted"), _text("reason"), _instant("decided"), _id("decided_by", server_default=""), _instant("applied"),
)  # fmt: skip
approval = sa.Table(
    "approval", metadata,  # an author signs the pages of a proof in a language
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _number("number"), sa.Column("language", sa.String(16), nullable=False),
    _id("person", "person.id"), _id("pages"), _instant("at"), _id("by"), _text("note"), _instant("void"),
)  # fmt: skip
note = sa.Table(
    "note", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _id("by"), _instant("at"), _text("text"), _id("tag", server_default="", index=True),
)  # fmt: skip
fee = sa.Table(
    "fee", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _id("person", "person.id"), _id("kind"),
    _number("cents"), _id("currency"), _instant("at"), _instant("paid"), _id("by"),
)  # fmt: skip
sample = sa.Table(
    "sample", metadata,  # copies of an issue that go to authors (样刊) or to the libraries that the law names (缴送)
    sa.Column("id", sa.Integer, primary_key=True),
    _id("issue", index=True), _id("manuscript", server_default=""), _id("person", server_default=""), _text("taker"),
    _number("copies"), _instant("at"), _id("by"), _instant("sent"),
)  # fmt: skip
reprint = sa.Table(
    "reprint", metadata,  # a published article taken up by a digest (转载)
    sa.Column("id", sa.Integer, primary_key=True),
    _id("manuscript", "manuscript.id", index=True), _text("digest"), _text("number"), _yes("whole"), _instant("at"), _id("by"),
)  # fmt: skip
topic = sa.Table(
    "topic", metadata,  # 选题, or with `special` a 专题
    sa.Column("id", sa.Integer, primary_key=True),
    _json("titles"), _id("column"), _id("issue", server_default="", index=True), _yes("special"),
    _id("by"), _instant("at"), _instant("due"), _instant("approved"), _id("approved_by", server_default=""),
    _instant("dropped"), _text("note"),
)  # fmt: skip
guest = sa.Table(
    "guest", metadata,
    sa.Column("topic", sa.Integer, sa.ForeignKey("topic.id"), primary_key=True),
    _id("person", "person.id", primary_key=True), _instant("at"), _id("by"),
)  # fmt: skip
commission = sa.Table(
    "commission", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("topic", sa.Integer, sa.ForeignKey("topic.id"), nullable=False, index=True),
    _id("person", "person.id", index=True), _id("by"), _instant("at"), _instant("due"),
    _instant("answered"), _yes("accepted"), _instant("cancelled"), _text("note"),
    _id("manuscript", server_default="", index=True),
)  # fmt: skip
contribution = sa.Table(
    "contribution", metadata,  # which manuscripts a topic has, commissioned or not
    _id("manuscript", "manuscript.id", primary_key=True),
    sa.Column("topic", sa.Integer, sa.ForeignKey("topic.id"), nullable=False, index=True),
    _instant("at"), _id("by"),
)  # fmt: skip
origin = sa.Table(
    "origin", metadata,  # what was taken over from another system, so that taking it over again changes nothing
    _id("system", primary_key=True), _id("kind", primary_key=True),
    sa.Column("external", sa.String(200), primary_key=True, nullable=False),
    _id("id", index=True), _id("digest"), _instant("at"),
)  # fmt: skip
letter = sa.Table(
    "letter", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String(200), unique=True, nullable=False),  # never two of one kind
    _id("manuscript", server_default="", index=True), _id("person", index=True), _id("template"),
    sa.Column("language", sa.String(16), nullable=False),
    _text("name"), _text("address"), _text("subject"), _text("text"), _text("html"),
    _text("message_id"), _instant("created"), _instant("sent", index=True), _instant("cancelled"),
    _number("attempts"), _instant("next_attempt"), _text("failure"), _instant("bounced"),
    _json("attachments"),  # a list of {"name", "sha256", "type"}
)  # fmt: skip
shingle = sa.Table(
    "shingle", metadata,
    _id("source", primary_key=True),
    sa.Column("value", sa.BigInteger, primary_key=True, autoincrement=False, index=True),
)  # fmt: skip
counter = sa.Table("counter", metadata, _id("name", primary_key=True), _number("value"))
seat = sa.Table(
    "seat", metadata,
    _id("id", primary_key=True),  # the seal of the text: what events hold
    _text("salt"), _text("text", index=True),  # a user's or a machine's name, which may tell who it was
)  # fmt: skip
event = sa.Table(
    "event", metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _instant("at"), _id("kind", index=True), _id("manuscript", server_default="", index=True), _id("actor"),
    _id("on_behalf", server_default=""), _text("os_user"), _text("host"), _json("data"), _id("before"), _id("seal"),
)  # fmt: skip

TABLES: Mapping[str, sa.Table] = dict(metadata.tables)
JSON = frozenset(
    {"names", "affiliations", "fields", "titles", "abstracts", "keywords", "more", "answers", "data", "attachments"}
)

PERSONS: Mapping[str, tuple[str, ...]] = {  # the columns that hold a person's id, of all tables but the ledger
    "person": ("merged_into",),
    "role": ("person",),
    "delegation": ("giver", "taker"),
    "manuscript": ("handling",),
    "authorship": ("person",),
    "file": ("by",),
    "signature": ("person", "on_behalf"),
    "review": ("person",),
    "item": ("by",),
    "gate": ("by",),
    "conflict": ("person", "declared_by", "waived_by"),
    "similarity": ("by", "waived_by"),
    "proof": ("by",),
    "galley": ("by",),
    "query": ("by",),
    "correction": ("by", "decided_by"),
    "approval": ("person", "by"),
    "note": ("by",),
    "fee": ("person", "by"),
    "consent": ("person", "by"),
    "sample": ("person", "by"),
    "reprint": ("by",),
    "topic": ("by", "approved_by"),
    "guest": ("person", "by"),
    "commission": ("person", "by"),
    "contribution": ("by",),
    "letter": ("person",),
}

Values = Mapping[str, Any]
SEVERAL = (list, tuple, set, frozenset)  # what stands for several values of a column
MANY = (
    10_000  # values, beyond which they stand in the statement itself: databases count their parameters in 15 or 16 bits
)


@dataclass(eq=False)
class NewerOffice(JournalError):
    """A database that a newer program made."""

    found: str
    zh: ClassVar[str] = "编辑部数据库的版本（{found}）比本程序新。"
    en: ClassVar[str] = "The office's database is of a newer version ({found}) than this program."
    fix_zh: ClassVar[str] = "请升级程序。"
    fix_en: ClassVar[str] = "Upgrade the program."


@dataclass(eq=False)
class OlderOffice(JournalError):
    """A database that has to be upgraded first."""

    found: str
    zh: ClassVar[str] = "编辑部数据库的版本（{found}）比本程序旧。"
    en: ClassVar[str] = "The office's database is of an older version ({found}) than this program."
    fix_zh: ClassVar[str] = "请运行 journal office upgrade。"
    fix_en: ClassVar[str] = "Run: journal office upgrade"


@dataclass(eq=False)
class NoOffice(JournalError):
    """A database that holds something else."""

    url: str
    zh: ClassVar[str] = "{url} 不是编辑部的数据库。"
    en: ClassVar[str] = "{url} is no database of an editorial office."
    fix_zh: ClassVar[str] = "请检查 JOURNAL_DATABASE；新的编辑部须用空数据库。"
    fix_en: ClassVar[str] = "See what JOURNAL_DATABASE says; a new office takes an empty database."


@dataclass(eq=False)
class NotEmpty(JournalError):
    """An office that would be overwritten."""

    table: str
    zh: ClassVar[str] = "编辑部数据库不是空的（表 {table} 已有记录），不能写入。"
    en: ClassVar[str] = "The office's database is not empty (table {table} has rows); nothing is written over it."
    fix_zh: ClassVar[str] = "请导入空的刊物目录，或另给 JOURNAL_DATABASE。"
    fix_en: ClassVar[str] = "Take an empty home, or another JOURNAL_DATABASE."


@dataclass(eq=False)
class Damaged(JournalError):
    """A database that cannot be read any more."""

    cause: str
    zh: ClassVar[str] = "数据库已损坏，无法读取（{cause}）。"
    en: ClassVar[str] = "The database is damaged and cannot be read ({cause})."
    fix_zh: ClassVar[str] = "请用 journal office restore 从备份恢复。"
    fix_en: ClassVar[str] = "Restore a backup with: journal office restore"


@dataclass(eq=False)
class Busy(JournalError):
    """Another process has been writing for longer than we wait."""

    zh: ClassVar[str] = "编辑部数据库正被另一进程占用，等了 30 秒仍未放开；什么也没有改动。"
    en: ClassVar[str] = "Another process has held the office's database for 30 seconds; nothing was changed."
    fix_zh: ClassVar[str] = "请稍后再试；若一直如此，请查看何人正在运行 journal。"
    fix_en: ClassVar[str] = "Try again later; if it stays so, see who is running journal."


@dataclass(eq=False)
class Unwritable(JournalError):
    """The system does not let the database be opened or written: no room, no right, a broken disk."""

    cause: str
    zh: ClassVar[str] = "编辑部数据库无法读写（{cause}）；什么也没有改动。"
    en: ClassVar[str] = "The office's database cannot be opened or written ({cause}); nothing was changed."
    fix_zh: ClassVar[str] = "请检查磁盘空间、文件权限，或数据库服务器是否在运行。"
    fix_en: ClassVar[str] = (
        "See whether there is room on the disk, whether you have the right, or whether the database server runs."
    )


class Office:
    """The database of one journal."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextlib.contextmanager
    def read(self) -> Iterator[Books]:
        """What stands there at one moment; Damaged, if the file cannot be read."""
        with _readable(), self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield Books(connection)
            connection.rollback()

    @contextlib.contextmanager
    def write(self) -> Iterator[Books]:
        """All of it or nothing, one writer at a time."""
        with _readable(), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if self.is_sqlite else f"SELECT pg_advisory_xact_lock({LOCK})")
            try:
                yield Books(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    def copy_to(self, file: Path) -> None:
        """A copy of the SQLite database as it stands at one moment, into a file that is not there yet; writers go on."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(file),))

    def close(self) -> None:
        """Let go of its connections."""
        self.engine.dispose()


def _to_wal(connection: Any) -> None:
    """SQLite does not wait, whatever it was told, when several processes make this of a new file at once."""
    for turn in itertools.count(1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if turn == WAIT * 20 or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(1 / 20)
        else:
            return


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.OperationalError) and not str(error.orig).startswith("no such "):
            code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # without what SQLite says beyond the kind
            raise (
                Busy() if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else Unwritable(str(error.orig))
            ) from None
        # Its kinds are of statements, itself it is of the file; and no statement of ours names a column that is not there.
        if type(error) is not sa.exc.DatabaseError and not str(error.orig).startswith(("no such ", "malformed ")):
            raise
        raise Damaged(str(error.orig)) from None


def keys_of(table: str) -> tuple[str, ...]:
    """The columns that tell one row from another."""
    return tuple(column.name for column in TABLES[table].primary_key)


def texts_of() -> Mapping[str, tuple[str, ...]]:
    """Of each table but the ledger the columns with texts that people wrote, among them those kept as JSON."""
    found = {
        name: tuple(column.name for column in table.c if isinstance(column.type, sa.Text) and column.name != "salt")
        for name, table in TABLES.items()
    }
    found["origin"] = ("external",)
    return {name: columns for name, columns in found.items() if columns and name != "event"}


def tables_in_order() -> tuple[str, ...]:
    """The tables, each after those that its rows refer to."""
    return tuple(table.name for table in metadata.sorted_tables)


def url_of(home: Path, environ: Mapping[str, str]) -> str:
    """Where the office's database is: `JOURNAL_DATABASE`, else office.db of the home."""
    return environ.get("JOURNAL_DATABASE") or f"sqlite:///{home / 'office.db'}"


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    engine = sa.create_engine(url, connect_args={"timeout": WAIT, "isolation_level": None})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        _to_wal(connection)
        for pragma in ("synchronous=FULL", f"busy_timeout={WAIT * 1000}", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


# ---------------------------------------------------------------- revisions

_version = sa.Table(
    "alembic_version", sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # fmt: skip


def opened(url: str) -> Office:
    """The office of a database, made if the database is empty; NewerOffice, OlderOffice, NoOffice if it cannot be used."""
    office = Office(url)
    try:
        with _readable():
            _make(office)
            _judge(office.url, revision(office))
    except BaseException:
        office.close()
        raise
    return office


def revision(office: Office) -> str:
    """Of which revision its tables are; empty if there are none."""
    with office.engine.connect() as connection:
        return _revision(connection)


def upgrade(office: Office, to: str = "head", scripts: Sequence[Path] = ()) -> str:
    """Bring its tables to the newest revision, or one before it, all of it or nothing; the revision. NewerOffice, NoOffice.

    `scripts` are folders with more revisions than the program's own.
    """
    with _rebuilding(office) as connection:
        found = _revision(connection)
        if not scripts and found and found not in REVISIONS:
            raise NewerOffice(found)
        if not found and sa.inspect(connection).get_table_names():
            raise NoOffice(office.url)
        _migrate(connection, to, scripts)
        return _revision(connection)


def _make(office: Office) -> None:
    with office.engine.connect() as connection:
        if sa.inspect(connection).get_table_names():
            return
    with office.write() as books:
        if sa.inspect(books.connection).get_table_names():
            return  # another process has made it meanwhile
        metadata.create_all(books.connection)
        _version.create(books.connection)
        books.connection.execute(sa.insert(_version).values(version_num=REVISIONS[-1]))


def _judge(url: str, found: str) -> None:
    if not found:
        raise NoOffice(url)
    if found not in REVISIONS:
        raise NewerOffice(found)
    if found != REVISIONS[-1]:
        raise OlderOffice(found)


def _revision(connection: Connection) -> str:
    if not sa.inspect(connection).has_table(_version.name):
        return ""
    return str(connection.execute(sa.select(_version.c.version_num)).scalar() or "")


@contextlib.contextmanager
def _rebuilding(office: Office) -> Iterator[Connection]:
    """One transaction that may change tables: SQLite rebuilds a table by dropping it, so references are checked at the end."""
    with office.engine.connect() as connection:
        if not office.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            yield connection
            connection.commit()
            return
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise sa.exc.IntegrityError("PRAGMA foreign_key_check", None, ValueError(str(tuple(broken))))
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _migrate(connection: Connection, to: str, scripts: Sequence[Path] = ()) -> None:
    from alembic import command
    from alembic.config import Config

    own = Path(__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(own).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    folders = "\n".join(str(folder) for folder in (own / "versions", *scripts))
    config.set_main_option("version_locations", folders.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@contextlib.contextmanager
def filling(office: Office, revision: str) -> Iterator[Books]:
    """An empty office of a revision, to be filled with the rows that one held; of the newest when it is done.

    All of it or nothing. NotEmpty if there are rows already, NewerOffice for a revision that this program does not know.
    """
    if revision not in REVISIONS:
        raise NewerOffice(revision)
    with _rebuilding(office) as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        _insist_on_none(connection, tables)
        if _revision(connection) != revision:
            tables.drop_all(connection)
            _migrate(connection, revision)
        yield Books(connection)
        if revision != REVISIONS[-1]:
            _migrate(connection, "head")
        if not office.is_sqlite:
            _count_on(connection)


def insist_on_none(office: Office) -> None:
    """See that the office has no rows; NotEmpty."""
    with office.read() as books:
        tables = sa.MetaData()
        tables.reflect(books.connection)
        _insist_on_none(books.connection, tables)


def _insist_on_none(connection: Connection, tables: sa.MetaData) -> None:
    for table in tables.sorted_tables:
        if table.name != _version.name and connection.execute(sa.select(sa.literal(1)).select_from(table)).first():
            raise NotEmpty(table.name)


def _count_on(connection: Connection) -> None:
    """PostgreSQL numbers the next rows after those that came with their numbers."""
    for table in TABLES.values():
        if table.autoincrement_column is not None and table.name != "event":
            column = table.autoincrement_column
            last = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(sequence, last, False)))


# ---------------------------------------------------------------- one transaction


_HEAD = sa.select(event.c.number, event.c.seal).order_by(event.c.number.desc()).limit(1)


class Books:
    """One transaction: rows in and out as plain mappings, JSON columns as what they hold."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._seats: dict[str, str] = {"": ""}

    # ------------------------------------------------------------ rows

    def one(self, table: str, **where: Any) -> dict[str, Any] | None:
        """The row with these values, if there is one."""
        return next(iter(self.all(table, limit=1, **where)), None)

    def all(self, table: str, *, order: str = "", limit: int | None = None, **where: Any) -> list[dict[str, Any]]:
        """The rows with these values (a list or set: one of them), in the order of a column (`-at`: backwards)."""
        where = {name: next(iter(value)) if _is_one(value) else value for name, value in where.items()}
        several = {name: len(value) > MANY for name, value in where.items() if isinstance(value, SEVERAL)}
        values = {name: list(value) if name in several else value for name, value in where.items()}
        query = _query(table, order, limit, tuple(where), frozenset(several.items()))
        return _rows(table, self.connection.execute(query, values))

    def some(self, table: str, columns: Sequence[str], **where: Any) -> list[dict[str, Any]]:
        """These columns of the rows with these values: where a view of many rows needs few of their facts."""
        found = TABLES[table].c
        query = sa.select(*(found[name] for name in columns)).where(*_where(found, where))
        return [_out(row) for row in self.connection.execute(query).mappings()]

    def add(self, table: str, **values: Any) -> int:
        """A new row; its number, if the table numbers its rows."""
        result = self.connection.execute(sa.insert(TABLES[table]), _in(values))
        key = result.inserted_primary_key
        return key[0] if key and isinstance(key[0], int) else 0

    def add_all(self, table: str, rows: Sequence[Values]) -> None:
        """Many new rows."""
        if rows:
            self.connection.execute(sa.insert(TABLES[table]), [_in(row) for row in rows])

    def stream(self, table: str) -> Iterator[dict[str, Any]]:
        """Every row, in the order of its key, the same on every database."""
        found = TABLES[table]
        postgres = self.connection.dialect.name == "postgresql"  # whose order of letters is that of a country
        order = [
            sa.collate(key, "C") if postgres and isinstance(key.type, sa.String) else key for key in found.primary_key
        ]
        query = sa.select(found).order_by(*order)
        for row in self.connection.execute(query, execution_options={"yield_per": 1000}).mappings():
            yield _out(row)

    def load(self, table: str, rows: Iterable[Values]) -> None:
        """Rows that `stream` gave, perhaps of an older revision, into an office that is being filled."""
        old = sa.Table(table, sa.MetaData(), autoload_with=self.connection)
        for some in _by_thousand(rows):
            self.connection.execute(sa.insert(old), [_in(row) for row in some])

    def columns(self, table: str) -> Mapping[str, type]:
        """The columns of a table as it is now, and what Python has for their values."""
        found = sa.inspect(self.connection).get_columns(table)
        return {one["name"]: one["type"].python_type for one in found}

    @property
    def tables(self) -> frozenset[str]:
        """The tables as they are now."""
        return frozenset(sa.inspect(self.connection).get_table_names()) - {_version.name}

    @property
    def revision(self) -> str:
        """Of which revision the tables are."""
        return _revision(self.connection)

    def put(self, table: str, keys: Values, **values: Any) -> None:
        """The row with these keys, changed or made."""
        if not self.change(table, keys, **values):
            self.add(table, **keys, **values)

    def change(self, table: str, where: Values, **values: Any) -> int:
        """Change the rows with these values; how many there were."""
        columns = TABLES[table].c
        return self.connection.execute(
            sa.update(TABLES[table]).where(*_where(columns, where)).values(**_in(values))
        ).rowcount

    def remove(self, table: str, **where: Any) -> int:
        """Take the rows with these values out; how many there were."""
        return self.connection.execute(sa.delete(TABLES[table]).where(*_where(TABLES[table].c, where))).rowcount

    def count(self, table: str, **where: Any) -> int:
        """How many rows have these values."""
        query = sa.select(sa.func.count()).select_from(TABLES[table]).where(*_where(TABLES[table].c, where))
        return int(self.connection.execute(query).scalar_one())

    def counts(self, table: str, column: str, **where: Any) -> dict[Any, int]:
        """How many rows have these values, by the value of a column."""
        by = TABLES[table].c[column]
        query = sa.select(by, sa.func.count()).where(*_where(TABLES[table].c, where)).group_by(by)
        return {value: int(number) for value, number in self.connection.execute(query)}

    def distinct(self, table: str, column: str, but: Collection[str] = (), **where: Any) -> set[Any]:
        """The values that a column has in these rows; not in those of the actors `but`."""
        columns = TABLES[table].c
        query = sa.select(columns[column]).where(*_where(columns, where)).distinct()
        return set(self.connection.execute(query.where(columns.actor.not_in(but)) if but else query).scalars()) - {""}

    def matching(self, table: str, column: str, text: str, limit: int) -> list[dict[str, Any]]:
        """Rows whose column contains the text, letter for letter."""
        found = TABLES[table].c[column].contains(text, autoescape=True)
        return [
            _out(row) for row in self.connection.execute(sa.select(TABLES[table]).where(found).limit(limit)).mappings()
        ]

    def select(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        """What a query of this module gives."""
        return [_out(row) for row in self.connection.execute(query).mappings()]

    # ------------------------------------------------------------ numbers and events

    def next_number(self, name: str) -> int:
        """The next number of a series, never given twice; inside the writer's transaction."""
        table = TABLES["counter"]
        if not self.connection.execute(
            sa.update(table).where(table.c.name == name).values(value=table.c.value + 1)
        ).rowcount:
            self.add("counter", name=name, value=1)
        return int(self.connection.execute(sa.select(table.c.value).where(table.c.name == name)).scalar_one())

    def head(self) -> tuple[int, str]:
        """Number and seal of the last event."""
        row = self.connection.execute(_HEAD).first()
        return (row[0], row[1]) if row else (0, ledger.START)

    def append(self, at: str, kind: str, manuscript: str, who: Values, data: Values) -> ledger.Event:
        """Seal an event to the last one; `who` has actor, on_behalf, os_user and host."""
        number, seal = self.head()
        seats = {name: self._seat(who[name]) for name in ("os_user", "host")}
        fresh = ledger.Event(
            number + 1,
            at,
            kind,
            manuscript,
            who["actor"],
            who["on_behalf"],
            seats["os_user"],
            seats["host"],
            data,
            seal,
        )
        self.add(
            "event", number=fresh.number, at=at, kind=kind, manuscript=manuscript, **{**who, **seats}, data=data,
            before=seal, seal=fresh.sealed(),
        )  # fmt: skip
        return fresh

    def _seat(self, text: str) -> str:
        """What an event holds of a user's or a machine's name: a seal, so that the name can be forgotten."""
        if text not in self._seats:
            found = self.one("seat", text=text)
            salt = secrets.token_hex(16)
            self._seats[text] = found["id"] if found else ledger.text_seal(salt, text)
            if not found:
                self.add("seat", id=self._seats[text], salt=salt, text=text)
        return self._seats[text]

    def events(self, **where: Any) -> Iterator[ledger.Event]:
        """Events in order. Of the user and the machine they hold the seal; table `seat` has the names."""
        for row in self._events(where):
            yield ledger.Event(**_out(row))

    def events_as_written(self) -> Iterator[ledger.Event]:
        """Events in order, whatever was done to them: what is no event any more has data that no seal fits."""
        with _whatever_bytes(self.connection):
            for row in self._events({}):
                values: dict[str, Any] = {
                    name: value if isinstance(value, (int, str)) else repr(value) for name, value in row.items()
                }
                yield ledger.Event(**{**values, "data": _as_written(values["data"])})

    def _events(self, where: Values) -> Iterator[Mapping[Any, Any]]:
        table = TABLES["event"]
        query = sa.select(table).where(*_where(table.c, where)).order_by(table.c.number)
        yield from self.connection.execute(query, execution_options={"yield_per": 1000}).mappings()


class Batch:
    """Many new rows, numbers and events of one transaction, gathered and written together: a hundred times quicker.

    Nobody else may use the same series of numbers, or append an event, between the first and `write`.
    """

    def __init__(self, books: Books) -> None:
        self.books = books
        self._rows: dict[str, list[Values]] = {}
        self._numbers: dict[str, int] = {}
        self._head = books.head()
        self._seats: dict[str, str] = {}

    def add(self, table: str, **values: Any) -> None:
        """A new row."""
        self._rows.setdefault(table, []).append(values)

    def next_number(self, name: str) -> int:
        """The next number of a series, as `Books.next_number`, which here is asked but once."""
        known = self._numbers.get(name)
        self._numbers[name] = self.books.next_number(name) if known is None else known + 1
        return self._numbers[name]

    def append(self, at: str, kind: str, manuscript: str, who: Values, data: Values) -> None:
        """Seal an event to the last one, gathered or written."""
        for name in ("os_user", "host"):
            if who[name] not in self._seats:
                self._seats[who[name]] = self.books._seat(who[name])
        seated = {**who, "os_user": self._seats[who["os_user"]], "host": self._seats[who["host"]]}
        number, before = self._head
        facts = {"number": number + 1, "at": at, "kind": kind, "manuscript": manuscript, **seated, "data": data}
        seal = ledger.Event(**facts, before=before).sealed()
        self.add("event", **facts, before=before, seal=seal)
        self._head = (number + 1, seal)

    def write(self) -> None:
        """Everything gathered so far, each table after those that it refers to."""
        for name, value in self._numbers.items():
            self.books.change("counter", {"name": name}, value=value)
        for table in tables_in_order():
            self.books.add_all(table, self._rows.pop(table, []))


def _is_one(value: Any) -> bool:
    """A list of one is asked for as itself: to write out a list for the database takes longer than to search for one."""
    return isinstance(value, SEVERAL) and len(value) == 1


@functools.lru_cache(maxsize=1024)
def _query(
    table: str, order: str, limit: int | None, where: tuple[str, ...], several: frozenset[tuple[str, bool]]
) -> sa.Select[Any]:
    """The statement of `Books.all`, made once: to make it takes as long as to run it."""
    columns = TABLES[table].c
    many = dict(several)
    query = sa.select(TABLES[table]).limit(limit)
    for name in where:
        value: Any = sa.bindparam(
            name, type_=columns[name].type, expanding=name in many, literal_execute=many.get(name, False)
        )
        query = query.where(columns[name].in_(value) if name in many else columns[name] == value)
    if order:
        column = columns[order.lstrip("-")]
        query = query.order_by(column.desc() if order.startswith("-") else column)
    return query


def _where(columns: Any, where: Values) -> Iterator[Any]:
    for name, value in where.items():
        if not isinstance(value, SEVERAL):
            yield columns[name] == value
        elif len(value) <= MANY:
            yield columns[name].in_(value)
        else:
            values: Any = sa.bindparam(name, list(value), unique=True, expanding=True, literal_execute=True)
            yield columns[name].in_(values)


def _rows(table: str, found: Iterable[Any]) -> list[dict[str, Any]]:
    """The whole rows of a table; quicker than `_out`, which asks each column whether it is JSON."""
    names = tuple(TABLES[table].c.keys())
    coded = [name for name in names if name in JSON]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for row in rows:
        for name in coded:
            row[name] = json.loads(row[name])
    return rows


def _in(values: Values) -> dict[str, Any]:
    return {name: ledger.canonical(value) if name in JSON else value for name, value in values.items()}


def _out(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: json.loads(value) if name in JSON else value for name, value in row.items()}


def _as_written(text: Any) -> Values:
    """What a canonical text says; another text as it is, so that no other spelling passes for the one that was sealed."""
    try:
        found = json.loads(text)
        if isinstance(found, dict) and ledger.canonical(found) == text:
            return found
    except (ValueError, TypeError, RecursionError):
        return {"": text}
    return {"": text}


@contextlib.contextmanager
def _whatever_bytes(connection: Connection) -> Iterator[None]:
    """SQLite refuses a text that is not UTF-8, which a flipped bit leaves behind."""
    own: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    own.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        own.text_factory = str


def _by_thousand(rows: Iterable[Values]) -> Iterator[list[Values]]:
    some: list[Values] = []
    for row in rows:
        some.append(row)
        if len(some) == 1000:
            yield some
            some = []
    if some:
        yield some


def instant(moment: dt.datetime) -> str:
    """An instant as the tables keep it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


__all__ = [
    "JSON", "PERSONS", "REVISIONS", "TABLES", "Batch", "Books", "Damaged", "NewerOffice", "NoOffice", "NotEmpty", "Office", "OlderOffice",
    "filling", "insist_on_none", "instant", "keys_of", "metadata", "opened", "revision", "tables_in_order", "texts_of", "upgrade", "url_of",
]  # fmt: skip
