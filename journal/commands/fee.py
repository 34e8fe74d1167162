"""`journal fee`: what authors, referees and translators are paid (稿酬、审稿费、翻译费), and the account that it goes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from journal.commands import named
from journal.commands.asked import Asked, asking
from journal.commands.changes import Change, carry_out, dry_run
from journal.commands.display import Field, display
from journal.commands.dossiers import day
from journal.commands.manuscript import PERSON_SAID, id_argument
from journal.commands.spoken import Reads, argument, noun, one_of, option, whole
from journal.errors import Bilingual, Misused, Refused

if TYPE_CHECKING:
    from journal.commands.bureau import Bureau
    from journal.ids import IssueId
    from journal.office.fees import Fee

NUMBER = whole(1, 999_999_999)
PROMPT = Bilingual("银行信息（开户行、账号、户名；不显示）：", "Bank data (bank, account, holder; not shown): ")
KEEP = Bilingual(
    "密钥在 {file}，只有您可读。请另存一份于别处（不在刊物目录内、不在备份内）；密钥丢失，银行信息即无法读出。"
    "使用：export {variable}={file}",
    "The key is in {file}, which you alone can read. Keep a copy elsewhere, neither in the home nor in its backups: "
    "without the key nobody reads the bank data. To use it: export {variable}={file}",
)
TOTAL = Bilingual("合计 {sums}", "total {sums}")
HIDDEN = Bilingual("未列 {n} 篇：您是作者。", "{n} not listed: you wrote them.")
UNKNOWN = Bilingual(
    "字数不明，稿酬未计：{ids}。可用 journal proof count 登记字数，或用 journal fee add 登记。",
    "No fee for the author, since the length is unknown: {ids}. Enter the characters with journal proof count, or journal fee add.",
)


@noun(
    "fee",
    said=Bilingual("稿酬、审稿费、翻译费与收款账号。", "Fees of authors, referees, translators; their bank data."),
)
def fee() -> None:
    """The noun."""


def _cents(value: str) -> int:
    from journal.office.fees import cents_of

    return cents_of(value)


def _currency(value: str) -> str:
    if len(value) == 3 and value.isascii() and value.isalpha():
        return value.upper()
    raise Misused(Bilingual(f"“{value}”不是币种，应如 CNY。", f"“{value}” is no currency like CNY."))


number_argument = argument(
    "numbers",
    metavar="FEE",
    nargs=-1,
    required=True,
    type=NUMBER,
    said=Bilingual("费用编号（fee list 列出）", "the fee's number (from fee list)"),
)

# ---------------------------------------------------------------- fees


@fee.verb("add", said=Bilingual("登记一笔费用。", "Enter a fee."))
@id_argument
@argument("person", metavar="PERSON", said=PERSON_SAID)
@argument(
    "kind",
    metavar="honorarium|review|translation",
    type=one_of("honorarium", "review", "translation"),
    said=Bilingual("稿酬 | 审稿费 | 翻译费", "the author's, the referee's, the translator's"),
)
@argument(
    "cents",
    metavar="AMOUNT",
    type=Reads("AMOUNT", _cents),
    said=Bilingual("金额，如 800 或 800.50", "like 800 or 800.50"),
)
@option(
    "--currency",
    type=Reads("CODE", _currency),
    default="CNY",
    said=Bilingual("币种（默认：CNY）", "currency (default: CNY)"),
)
@dry_run
@asking
def add(asked: Asked, id: str, person: str, kind: str, cents: int, currency: str, dry_run: bool) -> None:
    """One fee."""
    from journal.commands import bureau
    from journal.office import fees

    with bureau.acting(asked, dry_run) as open_:
        open_.whole(id)
        fees.owe(open_.desk, id, open_.person(person), kind, cents, currency)


@fee.verb(
    "enter",
    said=Bilingual(
        "按本刊规定，登记一期的全部稿酬与审稿费。", "Enter the fees of a whole issue by the journal's rules."
    ),
    more=Bilingual(
        "规定见 journal.toml：fee_per_thousand、fee_per_paper、fee_per_report；稿酬付给通讯作者，再次运行不会重复。",
        "Rules: fee_per_thousand, fee_per_paper, fee_per_report in journal.toml. Run again, it adds nothing twice.",
    ),
)
@argument("issue", metavar="ISSUE", type=named.ISSUE, said=Bilingual("期", "the issue"))
@dry_run
@asking
def enter(asked: Asked, issue: IssueId, dry_run: bool) -> None:
    """The fees of an issue at once."""
    from journal.commands import bureau
    from journal.office import fees

    with bureau.acting(asked, dry_run) as open_:
        found = fees.enter(open_.desk, str(issue), fees.rules(open_.about.policies))
    if found.unknown:
        asked.tell(UNKNOWN.format(ids=" ".join(found.unknown)))
    if found.own:
        asked.tell(HIDDEN.format(n=found.own))


@fee.verb(
    "pay",
    said=Bilingual("登记已付，或以 --off 撤回登记。", "Enter fees as paid; --off takes that back."),
)
@number_argument
@option("--off", is_flag=True, said=Bilingual("撤回（如银行退款）", "take it back, as when the bank returned it"))
@dry_run
@asking
def pay(asked: Asked, numbers: tuple[int, ...], off: bool, dry_run: bool) -> None:
    """All of them or none."""
    from journal.commands import bureau
    from journal.office import fees

    with bureau.acting(asked, dry_run) as open_:
        for number in dict.fromkeys(numbers):
            (fees.unpaid if off else fees.paid)(open_.desk, number)


@fee.verb(
    "drop",
    said=Bilingual("撤销登记错的费用（未付的）。", "Take out fees that were entered wrongly, if they are not paid."),
)
@number_argument
@dry_run
@asking
def drop(asked: Asked, numbers: tuple[int, ...], dry_run: bool) -> None:
    """All of them or none."""
    from journal.commands import bureau
    from journal.office import fees

    with bureau.acting(asked, dry_run) as open_:
        for number in dict.fromkeys(numbers):
            fees.drop(open_.desk, number)


# ---------------------------------------------------------------- the list


@dataclass(frozen=True)
class Line:
    """A fee with the name of whoever gets it."""

    fee: Fee
    name: str


def insist_on_desk(bureau: Bureau) -> None:
    """Fees tell who refereed what: they are the managing editor's and the editor-in-chief's; NoRight."""
    from journal.office.register import insist_office

    insist_office(bureau.desk, Bilingual("查阅费用", "read the fees"))


def papers(bureau: Bureau, rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], int]:
    """The papers whose fees the person may read, and how many of the others they wrote themselves."""
    from journal.office.access import View

    every = list(rows)
    sight = bureau.sight
    seen = [row["id"] for row in sight.among(every, View.WHOLE)]
    return seen, sum(row["id"] in sight.wrote for row in every)


def _kind(line: Line) -> Bilingual:
    from journal.office.fees import KINDS

    return KINDS[line.fee.kind]


def _has_account(line: Line) -> Bilingual:
    return Bilingual("已登记", "entered") if line.fee.has_account else Bilingual("未登记", "none")


LINE = (
    Field("number", Bilingual("编号", "fee"), lambda line: line.fee.number),
    Field("manuscript", Bilingual("稿件", "manuscript"), lambda line: line.fee.manuscript),
    Field("person", Bilingual("收款人编号", "id"), lambda line: line.fee.person),
    Field("name", Bilingual("收款人", "to"), lambda line: line.name),
    Field("kind", Bilingual("种类", "kind"), _kind),
    Field("amount", Bilingual("金额", "amount"), lambda line: line.fee.amount),
    Field("currency", Bilingual("币种", "currency"), lambda line: line.fee.currency),
    Field("paid", Bilingual("已付", "paid"), lambda line: day(line.fee.paid)),
    Field("account", Bilingual("账号", "account"), _has_account),
)


@fee.verb(
    "list",
    said=Bilingual("列出费用。", "The fees."),
    more=Bilingual(
        "账号不在此列；journal issue sheet ISSUE fees --accounts 印出付款单。",
        "Accounts are not shown: journal issue sheet ISSUE fees --accounts prints what is to be paid where.",
    ),
)
@option("--issue", type=named.ISSUE, said=Bilingual("某期的", "those of an issue"))
@option("--person", metavar="PERSON", said=Bilingual("付给某人的", "those of a person"))
@option("--open", "unpaid", is_flag=True, said=Bilingual("未付的", "those that are not paid"))
@asking
def listed(asked: Asked, issue: IssueId | None, person: str | None, unpaid: bool) -> None:
    """One row a fee, then the sums on stderr."""
    from journal.commands import bureau
    from journal.office import fees

    with bureau.reading(asked) as open_:
        insist_on_desk(open_)
        where: dict[str, Any] = {"placed": str(issue)} if issue else {}
        owed = {row["manuscript"] for row in open_.books.all("fee")}
        seen, own = papers(open_, open_.books.all("manuscript", id=owed, **where))
        who = open_.person(person) if person else ""
        found = [
            one
            for one in fees.listed(open_.books, seen)
            if (not unpaid or not one.paid) and (not who or one.person == who)
        ]
        names = open_.names({one.person for one in found})
        display(asked, tuple(Line(one, names.get(one.person, one.person)) for one in found), LINE)
    if own:
        asked.tell(HIDDEN.format(n=own))
    if found:
        asked.tell(TOTAL.format(sums=sums(found)))


def sums(found: Iterable[Fee]) -> str:
    """What fees come to, currency by currency: 1,200.00 CNY + 50.00 EUR."""
    from journal.office.fees import money

    by: dict[str, int] = {}
    for one in found:
        by[one.currency] = by.get(one.currency, 0) + one.cents
    return " + ".join(f"{money(cents)} {currency}" for currency, cents in sorted(by.items())) or "0"


# ---------------------------------------------------------------- accounts


@fee.verb(
    "bank",
    said=Bilingual("登记某人的收款账号，加密保存。", "Enter somebody's bank data, kept encrypted."),
    more=Bilingual(
        "内容从键盘（不显示）、标准输入或 --file 读入，从不写在命令行上。须有密钥：见 journal fee key。",
        "They are typed (not shown), piped in or read from --file, never an argument. It takes the key: journal fee key",
    ),
)
@argument("person", metavar="PERSON", said=PERSON_SAID)
@option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    said=Bilingual("从文件读入", "read them from a file"),
)
@option("--off", is_flag=True, said=Bilingual("删去", "take them away"))
@dry_run
@asking
def bank(asked: Asked, person: str, file: Path | None, off: bool, dry_run: bool) -> None:
    """Bank data, given in a way that leaves no trace in the shell's history."""
    from journal.commands import bureau
    from journal.office import fees

    if off and file:
        raise Misused(Bilingual("--off 与 --file 只能用一个。", "Give --off or --file, not both."))
    vault = fees.vault(os.environ, asked.home) if not off else fees.Vault(())
    account = "" if off else _account(asked, file)
    if not off and not account.strip():
        raise Misused(Bilingual("没有读到银行信息。", "There were no bank data to read."))
    with bureau.acting(asked, dry_run) as open_:
        fees.set_bank(open_.desk, vault, open_.person(person), account)


def _account(asked: Asked, file: Path | None) -> str:
    """From a file, from a pipe, or typed without an echo."""
    from journal.commands.written import text_of

    if file:
        return text_of(file)
    if not sys.stdin.isatty():
        return _decoded(sys.stdin.buffer.read(10_000))
    import getpass

    try:
        return getpass.getpass(asked.say(PROMPT))
    except EOFError:
        return ""


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Misused(Bilingual("读入的不是 UTF-8。", "What was piped in is not UTF-8.")) from None


@fee.verb(
    "key",
    said=Bilingual(
        "生成加密账号的新密钥，存于刊物目录之外。", "Make a new key for bank data, in a file outside the home."
    ),
    more=Bilingual(
        "密钥不显示。--renew 在已有的密钥文件中加一新密钥：新登记的用新密钥，旧的仍能读出。",
        "The key is not shown. --renew adds one to a file that has keys: new entries take it, old ones can still be read.",
    ),
)
@argument("file", metavar="FILE", type=click.Path(path_type=Path), said=Bilingual("密钥文件", "the key file"))
@option("--renew", is_flag=True, said=Bilingual("文件已有密钥，再加一个", "the file has keys; add one"))
@dry_run
@asking
def key(asked: Asked, file: Path, renew: bool, dry_run: bool) -> None:
    """A file that its owner alone can read."""
    from journal.office import fees
    from journal.office.files import read_bounded

    path = fees.outside(file, asked.home)
    if path.exists() is not renew:
        raise Refused(
            Bilingual(f"“{file}”已存在。", f"“{file}” is there already.")
            if path.exists()
            else Bilingual(f"没有文件“{file}”。", f"There is no file “{file}”."),
            Bilingual("已有密钥的文件才用 --renew。", "--renew is for a file that has keys."),
        )
    old = read_bounded(path, 10_000).decode("ascii", "replace").split() if renew else []
    if old:
        fees.Vault(tuple(old)).lock("")
    text = "".join(f"{one}\n" for one in (fees.new_key(), *old))
    change = Change(Bilingual("写入新密钥", "write a new key"), str(path), lambda: _keep(path, text))
    carry_out(asked, (change,), dry_run)
    if not dry_run:
        asked.tell(KEEP.format(file=path, variable=fees.KEY_FILE))


def _keep(path: Path, text: str) -> None:
    """Written whole, and at no moment readable by another."""
    from journal.writing import PRIVATE, write_bytes

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_bytes(path, text.encode(), mode=PRIVATE)


__all__ = ["HIDDEN", "fee", "insist_on_desk", "papers", "sums"]
