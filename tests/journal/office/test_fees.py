"""Fees: entered one by one or by the journal's rules, paid once; the account that they go to is nowhere in the clear."""

from pathlib import Path

import pytest

from journal.errors import BadFile, Misused
from journal.office import backup, fees, transfer
from journal.office.editorial import NoRight
from journal.office.fees import NoKey, NoSuchFee, Rules, Vault
from journal.office.files import Files
from journal.office.records import instant
from tests.journal.office.conftest import Bureau
from tests.journal.office.test_production import to_acceptance

ACCOUNT = "6222 0000 1234 5678, 石塘银行"
ISSUE = "2031-3"


def do(bureau: Bureau, who: str, function: str, *args: object) -> object:
    with bureau.office.write() as books:
        return getattr(fees, function)(bureau.desk(books, who), *args)


def placed(bureau: Bureau, *authors: str, characters: int = 0) -> str:
    id = to_acceptance(bureau, *authors)
    bureau.act(id, "handler", "place", issue=ISSUE)
    with bureau.office.write() as books:
        books.change("manuscript", {"id": id}, more={"characters": characters} if characters else {})
    return id


@pytest.fixture
def writing_editor(bureau: Bureau) -> Bureau:
    """Bo, an author, is a managing editor too."""
    with bureau.office.write() as books:
        books.add("role", person="bo", role="managing-editor", since=instant(bureau.now))
    return bureau


def entries(bureau: Bureau, *ids: str) -> list[tuple[str, str, str, str]]:
    with bureau.office.read() as books:
        return [(one.manuscript, one.person, one.kind, one.amount) for one in fees.listed(books, ids)]


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("800", 80_000), ("800.5", 80_050), ("800.50", 80_050), ("0.01", 1), ("10000000", 1_000_000_000)],
)
def test_amounts_as_people_type_them(typed: str, cents: int) -> None:
    assert fees.cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed", ["", "0", "-5", "1e3", "800.505", "８００", "1,200", "800.", ".5", "10000000.01", "¥800"]
)
def test_what_is_no_amount(typed: str) -> None:
    with pytest.raises(Misused, match="no amount"):
        fees.cents_of(typed)


def test_money_as_people_read_it() -> None:
    assert [fees.money(cents) for cents in (1, 80_050, 123_456_700)] == ["0.01", "800.50", "1,234,567.00"]


# ---------------------------------------------------------------- bank data


def test_bank_data_are_nowhere_in_the_clear(bureau: Bureau, tmp_path: Path) -> None:
    vault = Vault((fees.new_key(),))
    id = to_acceptance(bureau)
    do(bureau, "office", "set_bank", vault, "ann", f"  {ACCOUNT}\n")
    do(bureau, "office", "owe", id, "ann", "honorarium", 120_000)
    with bureau.office.read() as books:
        (owed,) = fees.listed(books, {id}, vault)
        assert (owed.account, owed.cents, owed.has_account) == (ACCOUNT, 120_000, True)
        assert fees.listed(books, {id})[0].account == ""
        assert ACCOUNT not in str(list(books.stream("person"))) + str(list(books.events()))
    files = Files(tmp_path / "office.files")
    backup.backup(bureau.office, files, tmp_path / "backup")
    transfer.export(bureau.office, files, tmp_path / "export")
    data = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(data) > 50
    for part in (ACCOUNT, "6222 0000", "1234 5678", "石塘银行"):
        assert [part.encode() in one for one in data] == [False] * len(data)


def test_bank_data_taken_away(bureau: Bureau) -> None:
    vault = Vault((fees.new_key(),))
    do(bureau, "ann", "set_bank", vault, "ann", ACCOUNT)
    do(bureau, "ann", "set_bank", vault, "ann", " ")
    with bureau.office.read() as books:
        assert books.one("person", id="ann")["bank"] == ""  # type: ignore[index]
        assert [event.data for event in books.events(kind="bank")] == [
            {"person": "ann", "there": True}, {"person": "ann", "there": False},
        ]  # fmt: skip


@pytest.mark.parametrize("text", ["石塘银行", "6" * 501, "6222\x1b[2J"])
def test_what_is_no_account(bureau: Bureau, text: str) -> None:
    with pytest.raises(Misused, match="account in it"):
        do(bureau, "ann", "set_bank", Vault((fees.new_key(),)), "ann", text)


def test_another_key_opens_nothing_and_a_new_one_beside_the_old_does() -> None:
    old, new = fees.new_key(), fees.new_key()
    locked = Vault((old,)).lock(ACCOUNT)
    assert Vault((new, old)).open(locked) == ACCOUNT
    with pytest.raises(NoKey, match="locked with another key"):
        Vault((new,)).open(locked)


def test_where_a_key_may_be(tmp_path: Path) -> None:
    key, home = fees.new_key(), tmp_path / "home"
    home.mkdir()
    (home / "key").write_text(key)
    (tmp_path / "key").write_text(f"{key}\n")
    (tmp_path / "link").symlink_to(home / "key")
    assert (
        fees.vault({fees.KEY: key}, home) == fees.vault({fees.KEY_FILE: str(tmp_path / "key")}, home) == Vault((key,))
    )
    for environ, why in (
        ({}, "there is no key"),
        ({fees.KEY_FILE: str(home / "key")}, "inside the journal's folder"),
        ({fees.KEY_FILE: str(tmp_path / "link")}, "inside the journal's folder"),
        ({fees.KEY_FILE: str(tmp_path / "none")}, "cannot be read"),
    ):
        with pytest.raises(NoKey, match=why):
            fees.vault(environ, home)
    with pytest.raises(NoKey, match="32 bytes"):
        Vault(("abc",)).lock(ACCOUNT)


# ---------------------------------------------------------------- one by one


def test_nobody_is_owed_or_paid_twice(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    number = do(bureau, "office", "owe", id, "ref-1", "review", 30_000)
    with pytest.raises(Misused, match="is entered"):
        do(bureau, "office", "owe", id, "ref-1", "review", 30_000)
    do(bureau, "office", "owe", id, "ref-1", "review", 5_000, "EUR")
    do(bureau, "office", "paid", number)
    for function in ("paid", "drop"):
        with pytest.raises(Misused, match="is paid"):
            do(bureau, "office", function, number)


def test_what_was_entered_wrongly_is_taken_back(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    number = do(bureau, "office", "owe", id, "ref-1", "review", 30_000)
    do(bureau, "office", "paid", number)
    do(bureau, "office", "unpaid", number)
    with pytest.raises(Misused, match="not paid"):
        do(bureau, "office", "unpaid", number)
    do(bureau, "office", "drop", number)
    for function in ("paid", "unpaid", "drop"):
        with pytest.raises(NoSuchFee):
            do(bureau, "office", function, number)
    with bureau.office.read() as books:
        assert [event.kind for event in books.events()][-4:] == ["fee", "fee-paid", "fee-unpaid", "fee-drop"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("prize", 100, "CNY"),
        ("review", 0, "CNY"),
        ("review", 100, "yuan"),
        ("review", 100, "   "),
        ("review", 10**12, "CNY"),
    ],
)
def test_what_is_no_fee(bureau: Bureau, wrong: tuple[str, int, str]) -> None:
    with pytest.raises(Misused, match=r"honorarium \| review \| translation"):
        do(bureau, "office", "owe", to_acceptance(bureau), "ann", *wrong)


def test_only_the_office_sees_to_fees_and_nobody_to_those_of_their_own_paper(writing_editor: Bureau) -> None:
    bureau = writing_editor
    id, own = to_acceptance(bureau, "ann"), to_acceptance(bureau, "bo")
    number = do(bureau, "chief", "owe", own, "ref-1", "review", 30_000)
    for who, function, arguments in (
        ("section", "owe", (id, "ann", "honorarium", 100)),
        ("section", "paid", (number,)),
        ("ann", "set_bank", (Vault(()), "bo", ACCOUNT)),
        ("bo", "owe", (own, "ref-2", "review", 100)),
        ("bo", "paid", (number,)),
        ("bo", "drop", (number,)),
    ):
        with pytest.raises(NoRight):
            do(bureau, who, function, *arguments)


# ---------------------------------------------------------------- by the journal's rules


def test_rules_as_the_journal_sets_them() -> None:
    pairs = [("fee_per_thousand", "120"), ("fee_per_report", "300.50"), ("fee_currency", "EUR"), ("referees", "2")]
    assert fees.rules(pairs) == Rules(12_000, 0, 30_050, "EUR")
    assert (fees.rules([]).pays, fees.rules(pairs).pays) == (False, True)


@pytest.mark.parametrize("pair", [("fee_per_thousand", "much"), ("fee_per_report", "-3"), ("fee_currency", "yuan")])
def test_rules_that_make_no_sense_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(BadFile, match=pair[0]):
        fees.rules([pair])


def test_the_fees_of_an_issue(writing_editor: Bureau) -> None:
    """Papers of 12,001 characters and of unknown length, one of the managing editor's own, one of no issue."""
    bureau = writing_editor
    long, unknown = placed(bureau, "ann", characters=12_001), placed(bureau, "ann")
    own = placed(bureau, "bo", characters=1)
    to_acceptance(bureau, "ann")
    rules = fees.rules([("fee_per_thousand", "100"), ("fee_per_report", "300")])
    do(bureau, "office", "owe", long, "ref-2", "review", 50_000)
    found = do(bureau, "bo", "enter", ISSUE, rules)
    assert isinstance(found, fees.Entered)
    assert (len(found.fees), found.unknown, found.own) == (4, (unknown,), 1)
    assert entries(bureau, long, unknown, own) == [
        (long, "ref-2", "review", "500.00"), (long, "ann", "honorarium", "1,300.00"), (long, "ref-1", "review", "300.00"),
        (unknown, "ref-1", "review", "300.00"), (unknown, "ref-2", "review", "300.00"),
    ]  # fmt: skip
    again = do(bureau, "chief", "enter", ISSUE, rules)
    assert isinstance(again, fees.Entered)
    assert (len(again.fees), again.own) == (3, 0)


def test_a_paper_costs_the_same_whatever_its_length_where_the_journal_says_so(bureau: Bureau) -> None:
    id = placed(bureau, "bo", "ann")
    do(bureau, "office", "enter", ISSUE, fees.rules([("fee_per_paper", "800")]))
    assert entries(bureau, id) == [(id, "bo", "honorarium", "800.00")]


def test_a_journal_without_rules_pays_nothing_by_rule(bureau: Bureau) -> None:
    with pytest.raises(Misused, match="fee_per_thousand, fee_per_paper, fee_per_report"):
        do(bureau, "office", "enter", ISSUE, fees.rules([]))
