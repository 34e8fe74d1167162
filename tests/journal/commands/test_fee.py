"""Fees at the command line: by hand and by the journal's rules; and no account is anywhere in the clear."""

import io
import stat
import sys
from pathlib import Path

import pytest

from journal.office.records import opened

from .bureau import Bureau
from .conftest import edit
from .test_sheets import text

ACCOUNT = "石塘银行北岸支行 6222 0000 1234 5678 宇文拓"
PARTS = ("6222 0000", "1234 5678", "石塘银行", "北岸支行")


@pytest.fixture
def issue(bureau: Bureau) -> Bureau:
    """Two papers of 2031-1: one reviewed by shentu and whitcombe, of 11,200 characters; the other whitcombe's, of unknown length."""
    first = bureau.in_review()
    bureau.reviewed(first, "shentu", "whitcombe")
    second = bureau.submitted("whitcombe")
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.change("manuscript", {"id": [first, second]}, state="published", placed="2031-1", waits_for="")
        books.change("manuscript", {"id": first}, more={"characters": 11_200})
    office.close()
    edit(
        bureau.home / "journal.toml",
        "[policies]\n",
        '[policies]\nfee_per_thousand = "120"\nfee_per_report = "300.50"\n',
    )
    return bureau


@pytest.fixture
def key(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A key outside the home."""
    path = tmp_path / "kept/bank.key"
    assert bureau("wenren", "fee", "key", path).code == 0
    monkeypatch.setenv("JOURNAL_BANK_KEY_FILE", str(path))
    return path


def fees(bureau: Bureau, *arguments: str) -> list[tuple[object, ...]]:
    answer = bureau("wenren", "fee", "list", *arguments, as_json=True)
    assert answer.code == 0, answer.err
    return [(row["number"], row["manuscript"], row["name"], row["kind"]["en"], row["amount"]) for row in answer.data]


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# ---------------------------------------------------------------- fees


def test_the_fees_of_an_issue_at_once(issue: Bureau) -> None:
    answer = issue("wenren", "fee", "enter", "2031-1", "--dry-run")
    assert "2031-0001 · fee entered · #1 · Yuwen Tuo · 1,440.00 CNY · published" in answer.out
    assert "2031-0002. Enter the characters with journal proof count" in answer.err
    assert fees(issue) == []
    issue.done("wenren", "fee", "enter", "2031-1")
    assert issue.done("wenren", "fee", "enter", "2031-1") == []
    assert fees(issue, "--issue", "2031-1") == [
        (1, "2031-0001", "Yuwen Tuo", "author's fee", "1,440.00"),
        (2, "2031-0001", "Shentu Yuan", "referee's fee", "300.50"),
        (3, "2031-0001", "Eleanor Whitcombe", "referee's fee", "300.50"),
    ]
    assert "total 2,041.00 CNY" in issue("wenren", "fee", "list").err
    assert fees(issue, "--issue", "2031-2") == []


def test_fees_by_hand_paid_and_taken_back(issue: Bureau) -> None:
    issue.done("wenren", "fee", "add", "2031-0002", "whitcombe", "honorarium", "1000.5", "--currency", "eur")
    issue.done("wenren", "fee", "add", "2031-0001", "yuwen", "honorarium", "800")
    issue.done("duanmu", "fee", "pay", 1, 2)
    assert fees(issue, "--open") == []
    issue.refused("wenren", "fee", "pay", 1, code=2)
    issue.done("wenren", "fee", "pay", 1, "--off")
    issue.done("wenren", "fee", "drop", 1)
    assert fees(issue, "--person", "yuwen") == [(2, "2031-0001", "Yuwen Tuo", "author's fee", "800.00")]
    assert issue.refused("wenren", "fee", "drop", 1)[0] == "NoSuchFee"
    issue.refused("wenren", "fee", "add", "2031-0001", "yuwen", "honorarium", "-800", code=2)
    issue.refused("wenren", "fee", "add", "2031-0001", "yuwen", "honorarium", "1e3", code=2)
    issue.refused("wenren", "fee", "add", "2031-0001", "shentu", "review", "10", "--currency", "yuan", code=2)
    assert issue.refused("wenren", "fee", "pay", 99)[0] == "NoSuchFee"


def test_a_payment_that_fails_pays_nothing(issue: Bureau) -> None:
    issue.done("wenren", "fee", "add", "2031-0001", "yuwen", "honorarium", "800")
    issue.refused("wenren", "fee", "pay", 1, 99)
    assert len(fees(issue, "--open")) == 1


def test_an_editor_does_not_see_the_fees_of_their_own_paper(issue: Bureau) -> None:
    """They would tell who refereed it."""
    issue.done("wenren", "fee", "enter", "2031-1")
    issue.done("duanmu", "person", "role", "yuwen", "managing-editor")
    answer = issue("yuwen", "fee", "list")
    assert ("Shentu" in answer.out, "1 not listed: you wrote them." in answer.err) == (False, True)
    for refused in (("fee", "pay", 2), ("fee", "drop", 2), ("fee", "add", "2031-0001", "shentu", "translation", "5")):
        assert issue.refused("yuwen", *refused)[0] in ("NoRight", "OwnPaper")
    for who in ("gongyang", "shentu", "puyang"):
        assert issue.refused(who, "fee", "list")[0] == "NoRight"


def test_a_journal_that_says_nothing_of_fees(bureau: Bureau) -> None:
    error, said = bureau.refused("wenren", "fee", "enter", "2031-1", code=2)
    assert (error, "fee_per_thousand, fee_per_paper, fee_per_report" in said) == ("Misused", True)


# ---------------------------------------------------------------- the key


def test_a_key_is_kept_outside_the_home_and_shown_to_nobody(bureau: Bureau, key: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    kept = key.read_text().strip()
    for refused in (key, bureau.home / "bank.key"):
        bureau.refused("wenren", "fee", "key", refused)
    bureau.refused("wenren", "fee", "key", tmp_path / "none", "--renew")
    answer = bureau("wenren", "fee", "key", tmp_path / "dry.key", "--dry-run")
    assert (answer.code, (tmp_path / "dry.key").exists()) == (0, False)
    answer = bureau("wenren", "fee", "key", key, "--renew")
    new, old = key.read_text().split()
    assert (old, new == kept, new in answer.out + answer.err) == (kept, False, False)
    assert f"export JOURNAL_BANK_KEY_FILE={key}" in answer.err
    assert [path.name for path in key.parent.iterdir()] == ["bank.key"]


# ---------------------------------------------------------------- accounts


def test_an_account_is_piped_in_or_read_from_a_file(bureau: Bureau, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, f"\ufeff{ACCOUNT}\n".encode())
    assert bureau.done("wenren", "fee", "bank", "yuwen")[0]["data"]["there"] is True
    bureau.done(
        "shentu", "fee", "bank", "shentu", "--file", bureau.file("account.txt", "开户行：石塘银行\n账号：6222 1\n")
    )
    bureau.done("wenren", "fee", "bank", "shentu", "--off")
    for data in (b"", b"\xff\xfe", "没有账号".encode()):
        piped(monkeypatch, data)
        assert bureau("wenren", "fee", "bank", "yuwen").code == 2
    piped(monkeypatch, b"6222 1")
    assert bureau("gongyang", "fee", "bank", "yuwen", as_json=True).data["error"] == "NoRight"


def test_without_a_key_nothing_is_entered(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JOURNAL_BANK_KEY", "JOURNAL_BANK_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    piped(monkeypatch, ACCOUNT.encode())
    assert bureau.refused("wenren", "fee", "bank", "yuwen")[0] == "NoKey"


@pytest.mark.slow
def test_no_account_is_anywhere_without_the_key_and_the_right(
    issue: Bureau, key: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bureau = issue
    piped(monkeypatch, ACCOUNT.encode())
    bureau.done("wenren", "fee", "bank", "yuwen")
    bureau.done("wenren", "fee", "enter", "2031-1")
    bureau.done("wenren", "fee", "pay", 2)
    said = []
    for command in (
        ("fee", "list"),
        ("person", "show", "yuwen"),
        ("person", "list"),
        ("ledger", "show"),
        ("manuscript", "show", "2031-0001"),
        ("manuscript", "history", "2031-0001"),
        ("status",),
        ("letter", "list", "--all"),
        ("report", "annual"),
        ("issue", "plan", "2031-1"),
        ("ledger", "export", "--to", tmp_path / "out/ledger.jsonl"),
        ("office", "export", tmp_path / "out/text"),
        ("office", "backup", tmp_path / "out/backup"),
        ("issue", "sheet", "2031-1", "fees", "--to", tmp_path / "out/fees.pdf"),
    ):
        for as_json in (True, False):
            answer = bureau("wenren", *command, as_json=as_json)
            said.append(answer.out + answer.err)
            if command[0] in ("ledger", "office") and command[1] != "show":
                break
        assert answer.code == 0, answer.err
    files = [
        path.read_bytes() for where in (tmp_path / "out", bureau.home) for path in where.rglob("*") if path.is_file()
    ]
    said.append(text(tmp_path / "out/fees.pdf"))
    assert len(files) > 60
    for part in PARTS:
        assert [part in one for one in said] == [False] * len(said)
        assert [part.encode() in one for one in files] == [False] * len(files)
    assert "已登记（未印）" in said[-1]
    sheet = ("issue", "sheet", "2031-1", "fees", "--accounts")
    target = tmp_path / "accounts.pdf"
    assert bureau("wenren", *sheet, "--to", target).code == 0
    assert ("石塘银行" in text(target), stat.S_IMODE(target.stat().st_mode)) == (True, 0o600)
    for refused in (sheet, (*sheet, "--to", bureau.home / "accounts.pdf")):
        assert bureau.refused("wenren", *refused)[0] == "Refused"
    assert bureau.refused("gongyang", *sheet, "--to", tmp_path / "x.pdf")[0] == "NoRight"
    bureau.refused("wenren", "issue", "sheet", "2031-1", "press", "--accounts", "--to", tmp_path / "x.pdf", code=2)
    monkeypatch.delenv("JOURNAL_BANK_KEY_FILE")
    assert bureau.refused("wenren", *sheet, "--to", tmp_path / "x.pdf")[0] == "NoKey"
    assert not (tmp_path / "x.pdf").exists()
