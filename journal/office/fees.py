"""Fees (稿酬, 审稿费) and where they are paid to: bank data encrypted with a key that is in neither database nor ledger."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from journal.errors import Bilingual, JournalError, Misused
from journal.office import dossier, people
from journal.office.editorial import Desk, record
from journal.office.records import Books
from journal.office.register import insist_office

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KINDS: Mapping[str, Bilingual] = {
    "honorarium": Bilingual("稿酬", "author's fee"),
    "review": Bilingual("审稿费", "referee's fee"),
    "translation": Bilingual("翻译费", "translator's fee"),
}
KEY, KEY_FILE = "JOURNAL_BANK_KEY", "JOURNAL_BANK_KEY_FILE"


@dataclass(eq=False)
class NoKey(JournalError):
    """Bank data, and no key to read or write them with."""

    reason: Bilingual
    zh: ClassVar[str] = "银行信息不能读写：{reason}。"
    en: ClassVar[str] = "Bank data cannot be read or written: {reason}."
    fix_zh: ClassVar[str] = f"请设 {KEY}，或用 {KEY_FILE} 指明刊物目录之外的密钥文件。"
    fix_en: ClassVar[str] = f"Set {KEY}, or name a key file outside the journal's folder with {KEY_FILE}."


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
    file = Path(name).resolve()
    if file.is_relative_to(home.resolve()):
        raise NoKey(Bilingual("密钥文件在刊物目录之内", "the key file lies inside the journal's folder"))
    try:
        keys = tuple(file.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError):
        raise NoKey(Bilingual(f"密钥文件 {file} 读不出", f"the key file {file} cannot be read")) from None
    if not keys:
        raise NoKey(Bilingual(f"密钥文件 {file} 是空的", f"the key file {file} is empty"))
    return Vault(keys)


def set_bank(desk: Desk, vault: Vault, name: str, account: str) -> None:
    """Keep somebody's bank data, encrypted; the ledger learns that, not what. An empty text takes them away.

    They may do it themselves, else the managing editor or the editor-in-chief; NoRight.
    """
    person = people.known(desk.books, name)
    if person not in desk.who.persons:
        insist_office(desk, Bilingual("登记银行信息", "enter bank data"))
    desk.books.change("person", {"id": person}, bank=vault.lock(account.strip()) if account.strip() else "")
    record(desk, "bank", "", {"person": person, "there": bool(account.strip())})


def owe(desk: Desk, id: str, name: str, kind: str, cents: int, currency: str = "CNY") -> int:
    """Enter a fee; its number. Nobody is owed twice for one manuscript and kind in a currency: Misused."""
    insist_office(desk, Bilingual("登记费用", "enter a fee"))
    dossier.row(desk.books, id)
    person = people.known(desk.books, name)
    if kind not in KINDS or cents < 1 or len(currency) != 3 or not currency.isascii():
        known = " | ".join(KINDS)
        raise Misused(
            Bilingual(
                f"费用须有种类（{known}）、金额、币种。", f"A fee has a kind ({known}), an amount and a currency."
            )
        )
    if desk.books.count("fee", manuscript=id, person=person, kind=kind, currency=currency):
        raise Misused(
            Bilingual(
                f"{id} 已登记 {person} 的{KINDS[kind].zh}。", f"{id}: the {KINDS[kind].en} of {person} is entered."
            )
        )
    number = desk.books.add(
        "fee", manuscript=id, person=person, kind=kind, cents=cents, currency=currency, at=desk.at, by=desk.who.person
    )
    record(desk, "fee", id, {"fee": number, "person": person, "kind": kind, "cents": cents, "currency": currency})
    return number


def paid(desk: Desk, number: int) -> None:
    """Enter that a fee was paid; Misused if it was before, so that nothing is paid twice."""
    insist_office(desk, Bilingual("登记付款", "enter a payment"))
    row = desk.books.one("fee", id=number)
    if row is None or row["paid"]:
        zh, en = ("已付", "is paid") if row else ("不存在", "does not exist")
        raise Misused(Bilingual(f"第 {number} 号费用{zh}。", f"Fee {number} {en}."))
    desk.books.change("fee", {"id": number}, paid=desk.at)
    record(desk, "fee-paid", row["manuscript"], {"fee": number})


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee on the list: to whom, for what, how much, and to which account (empty: not asked for, or not known)."""

    number: int
    manuscript: str
    person: str
    kind: str
    cents: int
    currency: str
    paid: str
    account: str = ""


def listed(books: Books, manuscripts: frozenset[str], vault: Vault | None = None) -> tuple[Fee, ...]:
    """The fees of some manuscripts; with a vault also where to pay those that are open."""
    rows = books.all("fee", manuscript=manuscripts, order="id")
    banks = {one["id"]: one["bank"] for one in books.all("person", id={row["person"] for row in rows})}
    return tuple(
        Fee(
            row["id"], row["manuscript"], row["person"], row["kind"], row["cents"], row["currency"], row["paid"],
            vault.open(banks[row["person"]]) if vault and banks[row["person"]] and not row["paid"] else "",
        )
        for row in rows
    )  # fmt: skip


__all__ = ["KEY", "KEY_FILE", "KINDS", "Fee", "NoKey", "Vault", "listed", "new_key", "owe", "paid", "set_bank", "vault"]
