"""Fees (稿酬, 审稿费) and where they are paid to: bank data encrypted with a key that is in neither database nor ledger."""

from __future__ import annotations

import binascii
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from journal.errors import BadFile, Bilingual, JournalError, Misused, Place
from journal.office import dossier, people, planning
from journal.office.editorial import Desk, NoRight, record
from journal.office.letters import correspondents
from journal.office.records import Books
from journal.office.register import insist_office
from journal.office.workflow import IN_PRODUCTION, State

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KINDS: Mapping[str, Bilingual] = {
    "honorarium": Bilingual("稿酬", "author's fee"),
    "review": Bilingual("审稿费", "referee's fee"),
    "translation": Bilingual("翻译费", "translator's fee"),
}
KEY, KEY_FILE = "JOURNAL_BANK_KEY", "JOURNAL_BANK_KEY_FILE"
MOST = 1_000_000_000  # cents of one fee; both databases have room for it
LONGEST = 500  # letters of what a bank needs to know
USED = frozenset({*IN_PRODUCTION, State.PUBLISHED})  # papers of an issue


@dataclass(eq=False)
class NoKey(JournalError):
    """Bank data, and no key to read or write them with."""

    reason: Bilingual
    zh: ClassVar[str] = "银行信息不能读写：{reason}。"
    en: ClassVar[str] = "Bank data cannot be read or written: {reason}."
    fix_zh: ClassVar[str] = f"请用 {KEY_FILE} 指明刊物目录之外的密钥文件；新密钥用 journal fee key FILE 生成。"
    fix_en: ClassVar[str] = f"Name a key file outside the home with {KEY_FILE}; a new key: journal fee key FILE"


@dataclass(eq=False)
class NoSuchFee(JournalError):
    """No fee has this number."""

    number: int
    zh: ClassVar[str] = "没有第 {number} 号费用。"
    en: ClassVar[str] = "There is no fee {number}."
    fix_zh: ClassVar[str] = "可用 journal fee list 查看。"
    fix_en: ClassVar[str] = "See: journal fee list"


@dataclass(frozen=True)
class Vault:
    """Encrypts and decrypts what a bank needs to know. Of several keys the first encrypts; the others still open."""

    keys: tuple[str, ...]

    def _box(self) -> MultiFernet:
        from cryptography.fernet import Fernet, MultiFernet

        try:
            return MultiFernet([Fernet(key) for key in self.keys])
        except (ValueError, binascii.Error):
            raise NoKey(Bilingual("密钥不是 32 字节的 base64", "a key is not 32 bytes in base64")) from None

    def lock(self, text: str) -> str:
        """The text, encrypted."""
        return self._box().encrypt(text.encode()).decode("ascii")

    def open(self, locked: str) -> str:
        """The text again; NoKey if it was locked with another key."""
        from cryptography.fernet import InvalidToken

        try:
            return self._box().decrypt(locked).decode()
        except InvalidToken:
            raise NoKey(Bilingual("密钥与加密时不同", "it was locked with another key")) from None


def new_key() -> str:
    """A key to be kept outside the journal's folder."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


def vault(environ: Mapping[str, str], home: Path) -> Vault:
    """The vault whose keys the environment gives or names a file for, one a line, the newest first; NoKey."""
    if key := environ.get(KEY):
        return Vault(tuple(key.split()))
    if not (name := environ.get(KEY_FILE)):
        raise NoKey(Bilingual("没有密钥", "there is no key"))
    file = outside(Path(name), home)
    try:
        keys = tuple(file.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError):
        raise NoKey(Bilingual(f"密钥文件 {file} 读不出", f"the key file {file} cannot be read")) from None
    if not keys:
        raise NoKey(Bilingual(f"密钥文件 {file} 是空的", f"the key file {file} is empty"))
    return Vault(keys)


def outside(file: Path, home: Path) -> Path:
    """Where a key file really is; NoKey if that is inside the journal's folder, of which copies and backups are made."""
    found = file.resolve()
    if found.is_relative_to(home.resolve()):
        raise NoKey(Bilingual("密钥文件在刊物目录之内", "the key file lies inside the journal's folder"))
    return found


def set_bank(desk: Desk, vault: Vault, name: str, account: str) -> None:
    """Keep somebody's bank data, encrypted; the ledger learns that, not what. An empty text takes them away.

    They may do it themselves, else the managing editor or the editor-in-chief; NoRight, Misused, NoKey.
    """
    person = people.known(desk.books, name)
    if person not in desk.who.persons:
        insist_office(desk, Bilingual("登记银行信息", "enter bank data"))
    text = " ".join(account.split())
    if len(text) > LONGEST or not text.isprintable() or (text and not re.search(r"\d", text)):
        raise Misused(
            Bilingual(
                f"银行信息应为一段含账号的文字，至多 {LONGEST} 字。",
                f"Bank data are one text with the account in it, of {LONGEST} letters at most.",
            )
        )
    desk.books.change("person", {"id": person}, bank=vault.lock(text) if text else "")
    record(desk, "bank", "", {"person": person, "there": bool(text)})


# ---------------------------------------------------------------- fees, one by one


def cents_of(amount: str) -> int:
    """An amount as people type it, 800 or 800.50, in cents; Misused."""
    found = re.fullmatch(r"(?P<whole>\d{1,8})(\.(?P<part>\d{1,2}))?", amount, re.ASCII)
    cents = int(found["whole"]) * 100 + int((found["part"] or "").ljust(2, "0")) if found else 0
    if not 1 <= cents <= MOST:
        raise Misused(
            Bilingual(f"“{amount}”不是金额，应如 800 或 800.50。", f"“{amount}” is no amount like 800 or 800.50.")
        )
    return cents


def owe(desk: Desk, id: str, name: str, kind: str, cents: int, currency: str = "CNY") -> int:
    """Enter a fee; its number. Nobody is owed twice for one manuscript and kind in a currency: Misused. NoRight."""
    insist_office(desk, Bilingual("登记费用", "enter a fee"))
    _insist_on_others(desk, id, Bilingual("登记费用", "enter a fee"))
    person = people.known(desk.books, name)
    if kind not in KINDS or not 1 <= cents <= MOST or not re.fullmatch("[A-Z]{3}", currency):
        known = " | ".join(KINDS)
        raise Misused(
            Bilingual(
                f"费用须有种类（{known}）、金额、币种（如 CNY）。",
                f"A fee has a kind ({known}), an amount and a currency like CNY.",
            )
        )
    if desk.books.count("fee", manuscript=id, person=person, kind=kind, currency=currency):
        who = people.called(desk.books, person)
        raise Misused(
            Bilingual(f"{id} 已登记{who.zh}的{KINDS[kind].zh}。", f"{id}: the {KINDS[kind].en} of {who.en} is entered.")
        )
    number = desk.books.add(
        "fee", manuscript=id, person=person, kind=kind, cents=cents, currency=currency, at=desk.at, by=desk.who.person
    )
    record(desk, "fee", id, {"fee": number, "person": person, "kind": kind, "cents": cents, "currency": currency})
    return number


def paid(desk: Desk, number: int) -> None:
    """Enter that a fee was paid; Misused if it was before, so that nothing is paid twice. NoSuchFee, NoRight."""
    row = _fee(desk, number, Bilingual("登记付款", "enter a payment"))
    if row["paid"]:
        raise Misused(Bilingual(f"第 {number} 号费用已付。", f"Fee {number} is paid."))
    desk.books.change("fee", {"id": number}, paid=desk.at)
    record(desk, "fee-paid", row["manuscript"], {"fee": number})


def unpaid(desk: Desk, number: int) -> None:
    """Take back that a fee was paid, say because the bank returned it; Misused if it was not. NoSuchFee, NoRight."""
    row = _fee(desk, number, Bilingual("撤回付款登记", "take back a payment"))
    if not row["paid"]:
        raise Misused(Bilingual(f"第 {number} 号费用未付。", f"Fee {number} is not paid."))
    desk.books.change("fee", {"id": number}, paid="")
    record(desk, "fee-unpaid", row["manuscript"], {"fee": number})


def drop(desk: Desk, number: int) -> None:
    """Take out a fee that was entered wrongly; Misused once it is paid. NoSuchFee, NoRight."""
    row = _fee(desk, number, Bilingual("撤销费用", "take out a fee"))
    if row["paid"]:
        raise Misused(Bilingual(f"第 {number} 号费用已付。", f"Fee {number} is paid."))
    desk.books.remove("fee", id=number)
    record(desk, "fee-drop", row["manuscript"], {"fee": number})


def _fee(desk: Desk, number: int, what: Bilingual) -> dict[str, Any]:
    insist_office(desk, what)
    row = desk.books.one("fee", id=number)
    if row is None:
        raise NoSuchFee(number)
    _insist_on_others(desk, row["manuscript"], what)
    return row


def _insist_on_others(desk: Desk, id: str, what: Bilingual) -> None:
    """Nobody sees to the fees of their own paper: they tell who refereed it. NoRight, NoSuchManuscript."""
    dossier.row(desk.books, id)
    if desk.who.persons & dossier.authors(desk.books, id):
        raise NoRight(desk.who.person, what, Bilingual("作者不能处理自己的稿件", "nobody acts on their own paper"))


# ---------------------------------------------------------------- fees of an issue, by the journal's rules


@dataclass(frozen=True, slots=True)
class Rules:
    """What the journal pays, in cents, from `[policies]` of journal.toml; 0: nothing by rule."""

    per_thousand: int = 0  # characters of a paper, to its author; a part counts as a whole thousand
    per_paper: int = 0
    per_report: int = 0
    currency: str = "CNY"

    @property
    def pays(self) -> bool:
        """Whether there is any rule."""
        return bool(self.per_thousand or self.per_paper or self.per_report)


def rules(pairs: Iterable[tuple[str, str]]) -> Rules:
    """`fee_per_thousand`, `fee_per_paper`, `fee_per_report` (amounts like 800 or 800.50) and `fee_currency`; BadFile."""
    said = dict(pairs)
    currency = said.get("fee_currency", "CNY")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise _bad("fee_currency", currency, Bilingual("应如 CNY。", "It should be like CNY."))
    return Rules(_rate(said, "fee_per_thousand"), _rate(said, "fee_per_paper"), _rate(said, "fee_per_report"), currency)


def _rate(said: Mapping[str, str], name: str) -> int:
    try:
        return cents_of(said[name]) if name in said else 0
    except Misused as error:
        raise _bad(name, said[name], error.reason) from None


def _bad(name: str, value: str, todo: Bilingual) -> BadFile:
    return BadFile(
        Place("journal.toml", 0, f"policies.{name}"),
        Bilingual(f"“{value}”不能用。", f"“{value}” cannot be used."),
        todo,
    )


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered by rule: fees by number, papers whose length nobody knows, and how many are the person's own."""

    fees: tuple[int, ...]
    unknown: tuple[str, ...]
    own: int


def enter(desk: Desk, issue: str, rules: Rules) -> Entered:
    """Enter what the papers of an issue cost by the journal's rules; what is entered already stays as it is. Misused, NoRight.

    A paper's fee goes to the author with whom letters are exchanged, a referee's is for each report. The papers of whoever does
    this are left to somebody else.
    """
    insist_office(desk, Bilingual("登记费用", "enter a fee"))
    if not rules.pays:
        raise Misused(
            Bilingual(
                "journal.toml 的 [policies] 没有规定费用：fee_per_thousand、fee_per_paper、fee_per_report。",
                "[policies] of journal.toml names no fee: fee_per_thousand, fee_per_paper, fee_per_report.",
            )
        )
    rows = desk.books.all("manuscript", placed=issue, state=USED, order="id")
    own = {row["id"] for row in rows if desk.who.persons & dossier.authors(desk.books, row["id"])}
    papers = [row for row in rows if row["id"] not in own]
    lengths = planning.characters(desk.books, papers) if rules.per_thousand else {}
    due = [*_of_papers(desk.books, papers, lengths, rules), *_of_reports(desk.books, papers, rules)]
    had = {
        (row["manuscript"], row["person"], row["kind"])
        for row in desk.books.all("fee", manuscript={row["id"] for row in papers}, currency=rules.currency)
    }
    fees = tuple(owe(desk, *key, cents, rules.currency) for key, cents in due if key not in had)
    unknown = [row["id"] for row in papers if rules.per_thousand and row["id"] not in lengths]
    return Entered(fees, tuple(unknown), len(own))


Due = tuple[tuple[str, str, str], int]  # manuscript, person, kind; cents


def _of_papers(books: Books, papers: list[dict[str, Any]], lengths: Mapping[str, int], rules: Rules) -> list[Due]:
    found = []
    for row in papers:
        known = not rules.per_thousand or row["id"] in lengths
        cents = rules.per_paper + rules.per_thousand * math.ceil(lengths.get(row["id"], 0) / 1000)
        if known and cents:
            found.append(((row["id"], correspondents(books, row["id"])[0], "honorarium"), cents))
    return found


def _of_reports(books: Books, papers: list[dict[str, Any]], rules: Rules) -> list[Due]:
    reports: dict[tuple[str, str, str], int] = {}
    ids = {row["id"] for row in papers}
    for row in books.all("review", manuscript=ids, cancelled="", order="id") if rules.per_report else ():
        if row["submitted"]:
            key = (row["manuscript"], row["person"], "review")
            reports[key] = reports.get(key, 0) + 1
    return [(key, number * rules.per_report) for key, number in sorted(reports.items())]


# ---------------------------------------------------------------- what there is


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee on the list: to whom, for what, how much, whether bank data are there, and which (empty: not asked for)."""

    number: int
    manuscript: str
    person: str
    kind: str
    cents: int
    currency: str
    paid: str
    has_account: bool
    account: str = ""

    @property
    def amount(self) -> str:
        """As people write it: 800.00."""
        return money(self.cents)


def money(cents: int) -> str:
    """An amount as people write it: 1,200.50."""
    return f"{cents // 100:,}.{cents % 100:02}"


def listed(books: Books, manuscripts: Iterable[str], vault: Vault | None = None) -> tuple[Fee, ...]:
    """The fees of some manuscripts, paper by paper; with a vault also where to pay those that are open. NoKey."""
    rows = books.all("fee", manuscript=set(manuscripts), order="id")
    banks = {one["id"]: one["bank"] for one in books.all("person", id={row["person"] for row in rows})}
    return tuple(
        Fee(
            row["id"], row["manuscript"], row["person"], row["kind"], row["cents"], row["currency"], row["paid"],
            bool(banks[row["person"]]), vault.open(banks[row["person"]]) if vault and banks[row["person"]] and not row["paid"] else "",
        )
        for row in sorted(rows, key=lambda row: (row["manuscript"], row["id"]))
    )  # fmt: skip


__all__ = [
    "KEY", "KEY_FILE", "KINDS", "Entered", "Fee", "NoKey", "NoSuchFee", "Rules", "Vault", "cents_of", "drop", "enter", "listed",
    "money", "new_key", "outside", "owe", "paid", "rules", "set_bank", "unpaid", "vault",
]  # fmt: skip
