"""`journal person`: who is in the office's register, what they may do, who stands in for them, what stands between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day
from journal.commands.init import PAIR
from journal.commands.manuscript import ID_SAID, PERSON_SAID
from journal.commands.named import DAY
from journal.commands.spoken import Reads, argument, noun, option
from journal.errors import BadIdentifier, Bilingual, Misused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.office.register import Details
    from journal.office.workflow import Role


GUEST = Bilingual(
    "特约编辑随专题聘请：journal topic guest TOPIC PERSON。",
    "Somebody is guest editor of a special topic: journal topic guest TOPIC PERSON",
)
GONE = Bilingual("{rows} 行记录、{files} 份文件。", "{rows} rows and {files} files.")


@noun(
    "person",
    said=Bilingual("人员：作者、审稿人、编辑及其职务。", "People: authors, referees, editors, and what they may do."),
)
def person() -> None:
    """The noun."""


def _role(value: str) -> Role:
    from journal.office.register import HELD
    from journal.office.workflow import Role

    if value == Role.GUEST_EDITOR:
        raise Misused(GUEST)
    if value not in HELD:
        raise named.unknown(value, HELD)
    return Role(value)


NO_LOGIN = Bilingual(
    "第一个人即主编，须有 --login，否则无人能再操作。",
    "The first person is the editor-in-chief and needs a --login, or nobody could do anything.",
)


def _login(value: str) -> str:
    if not value.strip():
        raise Misused(Bilingual("用户名是空的。", "the user name is empty."))
    return value


def _orcid(value: str) -> str:
    from journal.ids import ORCID

    return _identifier(ORCID, value)


def _ror(value: str) -> str:
    from journal.ids import ROR

    return _identifier(ROR, value)


def _identifier(kind: type[str], value: str) -> str:
    """On the command line a wrong identifier is a wrong argument, not a wrong file."""
    try:
        return str(kind(value))
    except BadIdentifier as error:
        raise Misused(error.message) from None


ROLE = Reads("ROLE", _role)
ROLES_SAID = Bilingual(
    "职务：editor-in-chief deputy-editor managing-editor section-editor translator proofreader typesetter",
    "Roles: editor-in-chief deputy-editor managing-editor section-editor translator proofreader typesetter",
)
person_argument = argument("name", metavar="PERSON", said=PERSON_SAID)

# ---------------------------------------------------------------- add


@person.verb(
    "add",
    said=Bilingual(
        "登记一人。编辑部的第一人即主编。", "Register somebody. The office's first person is its editor-in-chief."
    ),
    more=ROLES_SAID,
)
@option(
    "--name",
    "names",
    type=PAIR,
    multiple=True,
    required=True,
    said=Bilingual(
        "姓名，每种文字一个；拉丁字母的姓可大写", "the name, one a script; a Latin surname may be in capitals"
    ),
)
@option("--email", metavar="ADDRESS", said=Bilingual("邮箱（只一个）", "one e-mail address"))
@option(
    "--login",
    type=Reads("USER", _login),
    said=Bilingual("操作系统用户名，凭以操作", "the system user by which they act"),
)
@option("--role", "roles", type=ROLE, multiple=True, said=Bilingual("职务", "a role"))
@option("--column", metavar="COLUMN", said=Bilingual("职务限于此栏目", "the roles are for this column alone"))
@option("--language", type=named.EDITION, said=Bilingual("写信给此人用的语言", "the language of letters to them"))
@option("--affiliation", "affiliations", type=PAIR, multiple=True, said=Bilingual("单位", "institution"))
@option("--field", "fields", multiple=True, metavar="FIELD", said=Bilingual("研究领域", "a field of expertise"))
@option("--orcid", type=Reads("ORCID", _orcid), said=Bilingual("ORCID", "ORCID"))
@option("--ror", type=Reads("ROR", _ror), said=Bilingual("单位的 ROR", "ROR of the institution"))
@option("--country", metavar="CODE", said=Bilingual("国家或地区代码", "country code"))
@option("--note", said=Bilingual("备注", "a note"))
@dry_run
@asking
def add(asked: Asked, dry_run: bool, roles: tuple[Role, ...], column: str | None, **said: Any) -> None:
    """A new person with roles."""
    from journal.commands import bureau
    from journal.office import register
    from journal.office.workflow import Role

    if not said["login"] and not bureau.is_there(asked):
        raise Misused(NO_LOGIN)  # before a database is made
    with bureau.acting(asked, dry_run, founding=True) as open_:
        first = not open_.desk.who.person
        if first and not said["login"]:
            raise Misused(NO_LOGIN)
        id = register.add(open_.desk, _details(open_, said))
        where = named.column(open_.about, column) if column else ""
        for role in dict.fromkeys((Role.EDITOR_IN_CHIEF, *roles) if first else roles):
            register.give_role(open_.desk, id, role, where if role is not Role.EDITOR_IN_CHIEF else "")
    if not asked.json:
        asked.tell(Bilingual(f"编号 {id}", f"id {id}"))


def _details(bureau: Bureau, said: Mapping[str, Any]) -> Details:
    from journal.office.register import Details

    texts = {name: said[name] or "" for name in ("email", "login", "orcid", "ror", "country", "note")}
    return Details(
        names={str(language): text for language, text in said["names"]},
        affiliations={str(language): text for language, text in said["affiliations"]},
        language=str(said["language"] or bureau.about.languages[0]),
        fields=said["fields"],
        **texts,
    )


# ---------------------------------------------------------------- list, show


@dataclass(frozen=True)
class Line:
    """Somebody with their roles."""

    row: Mapping[str, Any]
    name: str
    roles: tuple[Bilingual, ...]
    columns: tuple[str, ...]


LINE = (
    Field("id", Bilingual("编号", "id"), lambda line: line.row["id"]),
    Field("name", Bilingual("姓名", "name"), lambda line: line.name),
    Field("roles", Bilingual("职务", "roles"), lambda line: line.roles or None),
    Field("columns", Bilingual("栏目", "columns"), lambda line: line.columns or None),
    Field("login", Bilingual("用户名", "login"), lambda line: line.row["login"]),
    Field("email", Bilingual("邮箱", "e-mail"), lambda line: line.row["email"] or None),
    Field(
        "affiliations", Bilingual("单位", "institution"), lambda line: tuple(line.row["affiliations"].values()) or None
    ),
    Field("fields", Bilingual("领域", "fields"), lambda line: tuple(line.row["fields"]) or None),
)


@person.verb("list", said=Bilingual("查找人员。", "Find people."), more=ROLES_SAID)
@argument(
    "text",
    required=False,
    metavar="[TEXT]",
    said=Bilingual("姓名（可用拼音）或邮箱的一部分", "a part of a name, pinyin too, or of an address"),
)
@option("--role", type=ROLE, said=Bilingual("有此职务的", "with this role"))
@option("--field", metavar="FIELD", said=Bilingual("此领域的", "of this field"))
@asking
def listed(asked: Asked, text: str | None, role: Role | None, field: str | None) -> None:
    """People, by a part of their name, by role or by field."""
    from journal.commands import bureau

    with bureau.reading(asked) as open_:
        display(asked, _found(open_, text, role, field), LINE)


def _found(bureau: Bureau, text: str | None, role: Role | None, field: str | None) -> tuple[Line, ...]:
    from journal.office import register

    _insist_on_editor(bureau)
    rows = register.found(bureau.books, text) if text else bureau.books.all("person", order="sort")
    lines = _lines(bureau, [row for row in rows if not row["forgotten"] and not row["merged_into"]])
    return tuple(
        line
        for line in lines
        if (not field or any(field in one for one in line.row["fields"])) and (not role or _has(line, role))
    )


def _has(line: Line, role: Role) -> bool:
    from journal.office.workflow import ROLES

    return ROLES[role] in line.roles


def _insist_on_editor(bureau: Bureau) -> None:
    from journal.office.editorial import NoRight

    who = bureau.desk.who.person
    sight = bureau.sight
    if not (sight.of_office or sight.hosts or bureau.books.count("manuscript", handling=who)):
        reason = Bilingual("须由编辑办理", "it takes an editor")
        raise NoRight(who, Bilingual("查阅人员名册", "read the register of people"), reason)


def _lines(bureau: Bureau, rows: list[dict[str, Any]]) -> list[Line]:
    from journal.office import people, register
    from journal.office.workflow import ROLES, Role

    held: dict[str, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    for one in bureau.books.all("role", person=set(held)):
        if people.since(one, bureau.desk.at):
            held[one["person"]].append(one)
    language = bureau.asked.language
    return [
        Line(
            row,
            register.name_of(row, language),
            tuple(ROLES[role] for role in Role if any(one["role"] == role for one in held[row["id"]])),
            tuple(sorted({one["column"] for one in held[row["id"]]} - {""})),
        )
        for row in rows
    ]


SHOWN = (
    *LINE,
    Field("names", Bilingual("各种写法", "written"), lambda line: {key: one.get("whole") or f"{one['family']} {one['given']}" for key, one in line.row["names"].items()}),
    Field("orcid", Bilingual("ORCID", "ORCID"), lambda line: line.row["orcid"] or None),
    Field("ror", Bilingual("ROR", "ROR"), lambda line: line.row["ror"] or None),
    Field("country", Bilingual("国家或地区", "country"), lambda line: line.row["country"] or None),
    Field("language", Bilingual("通信语言", "letters in"), lambda line: line.row["language"]),
    Field("added", Bilingual("登记", "registered"), lambda line: day(line.row["added"])),
    Field("note", Bilingual("备注", "note"), lambda line: line.row["note"] or None),
)  # fmt: skip


@person.verb("show", said=Bilingual("一个人的登记内容。", "What is registered of somebody."))
@person_argument
@asking
def show(asked: Asked, name: str) -> None:
    """A person, to an editor or to themselves."""
    from journal.commands import bureau

    with bureau.reading(asked) as open_:
        id = open_.person(name)
        if id not in open_.desk.who.persons:
            _insist_on_editor(open_)
        row = open_.books.one("person", id=id)
        assert row, "somebody of that id was found"
        display(asked, _lines(open_, [row])[0], SHOWN)


# ---------------------------------------------------------------- roles, delegation, conflicts


@person.verb("role", said=Bilingual("授予或解除职务。", "Give somebody a role, or take it away."), more=ROLES_SAID)
@person_argument
@argument("role", metavar="ROLE", type=ROLE, said=Bilingual("职务", "the role"))
@option("--column", metavar="COLUMN", said=Bilingual("只限此栏目", "for this column alone"))
@option("--recommends", is_flag=True, said=Bilingual("只可建议，不可决定", "may recommend and not decide"))
@option("--off", is_flag=True, said=Bilingual("解除", "take it away"))
@dry_run
@asking
def role(asked: Asked, name: str, role: Role, column: str | None, recommends: bool, off: bool, dry_run: bool) -> None:
    """A role given or taken."""
    from journal.commands import bureau
    from journal.office import register

    with bureau.acting(asked, dry_run) as open_:
        where = named.column(open_.about, column) if column else ""
        if off:
            register.take_role(open_.desk, open_.person(name), role, where)
        else:
            register.give_role(open_.desk, open_.person(name), role, where, recommends=recommends)


@person.verb(
    "delegate",
    said=Bilingual("委托某人以自己的名义操作，或收回委托。", "Let somebody act in your name, or take that back."),
    more=Bilingual(
        "受托人用 --as 操作；回避与三审不得同人，按两人判断。",
        "They then act with --as. Conflicts, and that readers are distinct, are judged on both.",
    ),
)
@person_argument
@option(
    "--until", type=DAY, said=Bilingual("到此日为止（默认：收回为止）", "up to this day (default: until taken back)")
)
@option("--note", said=Bilingual("缘由", "why"))
@option("--off", is_flag=True, said=Bilingual("收回", "take it back"))
@dry_run
@asking
def delegate(asked: Asked, name: str, until: dt.date | None, note: str | None, off: bool, dry_run: bool) -> None:
    """A delegation from whoever runs this."""
    from journal.commands import bureau
    from journal.office import register

    with bureau.acting(asked, dry_run) as open_:
        if off:
            register.undelegate(open_.desk, open_.person(name))
        else:
            register.delegate(open_.desk, open_.person(name), _end_of(until) if until else None, note or "")


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time()).astimezone()


@person.verb(
    "conflict",
    said=Bilingual(
        "登记某人与某稿的利益冲突；--waive 由主编豁免。",
        "Declare somebody's conflict with a manuscript; --waive lets it pass.",
    ),
    more=Bilingual(
        "同单位、同邮箱域、合著同样阻止。豁免由主编办理，主编本人的由编辑部主任办理；作者不能豁免。",
        "One institution, mail domain or paper together block alike. The chief waives, the desk the chief's; no author's.",
    ),
)
@person_argument
@argument("id", metavar="MANUSCRIPT", said=ID_SAID)
@option("--reason", metavar="TEXT", said=Bilingual("冲突是什么", "what the conflict is"))
@option("--waive", metavar="REASON", said=Bilingual("豁免的理由", "why it may pass"))
@dry_run
@asking
def conflict(asked: Asked, name: str, id: str, reason: str | None, waive: str | None, dry_run: bool) -> None:
    """A conflict declared or waived."""
    from journal.commands import bureau
    from journal.office import register

    if bool(reason) == bool(waive):
        raise Misused(Bilingual("请给出 --reason 或 --waive 之一。", "Give either --reason or --waive."))
    with bureau.acting(asked, dry_run) as open_:
        who = open_.person(name)
        if who not in open_.desk.who.persons or waive:
            open_.whole(id)
        if waive:
            register.waive(open_.desk, id, who, waive)
        else:
            register.declare(open_.desk, id, who, reason or "")


# ---------------------------------------------------------------- merge, forget


@person.verb(
    "merge",
    said=Bilingual("把重复登记的两人合为一人。", "Make one person of two records."),
    more=Bilingual(
        "前一个并入后一个；总账保留两个编号。",
        "The first becomes the second; the ledger keeps both ids.",
    ),
)
@person_argument
@argument("into", metavar="PERSON", said=PERSON_SAID)
@dry_run
@asking
def merge(asked: Asked, name: str, into: str, dry_run: bool) -> None:
    """Two records that are one person."""
    from journal.commands import bureau
    from journal.office import identity

    with bureau.acting(asked, dry_run) as open_:
        identity.merge(open_.desk, open_.person(name), open_.person(into))


@person.verb(
    "forget",
    said=Bilingual(
        "删除一个人的个人信息：事务保留，姓名不存。", "Take out all that tells who somebody is; the work stays."
    ),
    more=Bilingual(
        "不可撤回；备份与已出版的内容不受影响。总账依旧可以核验。",
        "It cannot be undone; backups and what is published are not touched. The ledger still verifies.",
    ),
)
@person_argument
@dry_run
@asking
def forget(asked: Asked, name: str, dry_run: bool) -> None:
    """Names, addresses and letters go, and the files of unpublished work of which no author is left."""
    from journal.commands import bureau
    from journal.office import identity

    with bureau.acting(asked, dry_run) as open_:
        forgotten = identity.forget(open_.desk, open_.person(name))
    if not dry_run:
        bureau.sweep(asked)
    asked.tell(GONE.format(rows=forgotten.rows, files=len(forgotten.files)))


__all__ = ["person"]
