"""People from the command line: the first one, addresses, roles, delegation, conflicts, and who is at the machine."""

import os
import pwd
from pathlib import Path

import pytest

from .bureau import Bureau
from .conftest import Program


def test_without_an_office_there_is_none(bureau: Bureau, journal: Program) -> None:
    (bureau.home / "office.db").unlink()
    for command in (
        ("manuscript", "list"), ("review", "list"), ("person", "list"), ("letter", "list"), ("ledger", "verify"),
        ("office", "backup", "x"), ("manuscript", "note", "2031-0001", "x"),
    ):  # fmt: skip
        answer = journal(*command, home=bureau.home, as_json=True)
        assert (answer.code, answer.data["error"]) == (3, "NoOfficeYet")
    assert not (bureau.home / "office.db").exists()


def test_the_first_person_is_the_editor_in_chief(bureau: Bureau, journal: Program) -> None:
    (bureau.home / "office.db").unlink()
    add = ("person", "add", "--name", "zh=司空明", "--login", "sikong")
    assert journal(*add, "--dry-run", home=bureau.home).code == 0
    assert not (bureau.home / "office.db").exists()
    steps = journal(*add, home=bureau.home, as_json=True).data
    assert [step["kind"] for step in steps] == ["person-add", "role-give"]
    assert journal("person", "add", "--name", "zh=某", home=bureau.home).code == 3


def test_who_sits_at_the_machine(bureau: Bureau, journal: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    user = pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.delenv("JOURNAL_TRUST_AS")
    answer = journal("manuscript", "list", home=bureau.home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "NoSuchPerson")
    monkeypatch.setenv("LOGNAME", "duanmu")  # which anybody can set
    monkeypatch.setenv("USER", "duanmu")
    assert journal("manuscript", "list", home=bureau.home).code == 3
    monkeypatch.setenv("JOURNAL_TRUST_AS", "1")
    bureau.done("duanmu", "person", "add", "--name", "zh=司空明", "--login", user, "--role", "managing-editor")
    monkeypatch.delenv("JOURNAL_TRUST_AS")
    answer = journal("manuscript", "list", home=bureau.home)
    assert (answer.code, "JOURNAL_TRUST_AS" in answer.err) == (0, False)
    answer = journal("--as", "duanmu", "manuscript", "list", home=bureau.home, as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "NotDelegated")


def test_a_delegate_acts_for_another_and_both_are_recorded(
    bureau: Bureau, journal: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.now = bureau.now.replace(year=2020)  # long before the machine's own clock
    id = bureau.submitted()
    user = pwd.getpwuid(os.geteuid()).pw_name
    bureau.done("duanmu", "person", "add", "--name", "zh=司空明", "--login", user)
    bureau.refused("wenren", "person", "delegate", user, "--until", "2020-02-01", code=2)
    bureau.refused("wenren", "person", "delegate", "wenren", code=2)
    bureau.done("wenren", "person", "delegate", user)
    monkeypatch.delenv("JOURNAL_TRUST_AS")
    answer = journal("--as", "wenren", "manuscript", "assign", id, "gongyang", home=bureau.home, as_json=True)
    assert (answer.code, "JOURNAL_TRUST_AS" in answer.err) == (0, False)
    row = journal("--as", "wenren", "manuscript", "history", id, home=bureau.home, as_json=True).data[-1]
    assert (row["actor"], row["on_behalf"]) == ("Sikong Ming", "Wenren Ruogu")
    monkeypatch.setenv("JOURNAL_TRUST_AS", "1")
    bureau.done("wenren", "person", "delegate", user, "--off")
    monkeypatch.delenv("JOURNAL_TRUST_AS")
    assert journal("--as", "wenren", "manuscript", "show", id, home=bureau.home).code == 3


def test_trust_is_said_loudly(bureau: Bureau) -> None:
    answer = bureau.journal("--quiet", "--as", "wenren", "manuscript", "list", home=bureau.home)
    assert "WARNING: JOURNAL_TRUST_AS=1: acting as wenren without any proof" in answer.err


@pytest.mark.parametrize(
    "address",
    ["a@example.org, b@example.org", "a@example.org;b@example.org", "a@example.org b@example.org", "A <a@example.org>",
     "a@example.org，b@example.org", "a@example.org\nBcc: b@example.org", "nobody"],
)  # fmt: skip
def test_an_address_that_is_two_or_none(bureau: Bureau, address: str) -> None:
    assert bureau.refused("wenren", "person", "add", "--name", "zh=某人", "--email", address)[0] == "NotOneMailbox"


def test_what_somebody_has_already(bureau: Bureau) -> None:
    same = ("person", "add", "--name", "zh=某人", "--email")
    assert bureau.refused("wenren", *same, "shentu@SHENTU.example.org")[0] == "Taken"
    assert bureau.refused("wenren", "person", "add", "--name", "zh=某人", "--login", "shentu")[0] == "Taken"
    bureau.refused("wenren", "person", "add", "--name", "zh=某人", "--orcid", "0000-0000-0000-0000", code=2)


def test_found_by_either_script_and_pinyin(bureau: Bureau) -> None:
    for text in ("公羊", "gongyang", "gong yang", "GONGYANG", "gongyang@gongyang.example.org", "公羊述"):
        assert [row["login"] for row in bureau("wenren", "person", "list", text, as_json=True).data] == ["gongyang"]
    assert [row["name"] for row in bureau("wenren", "person", "list", "--role", "section-editor", as_json=True).data] == [
        "Gongyang Shu", "Helan Xiu", "Zhongli Mingxu",
    ]  # fmt: skip
    shown = bureau("wenren", "person", "show", "公羊述", as_json=True).data
    assert shown["names"] == {"zh": "公羊述", "en": "GONGYANG Shu"}
    assert bureau.refused("yuwen", "person", "list")[0] == "NoRight"
    assert bureau.refused("yuwen", "person", "show", "shentu")[0] == "NoRight"
    assert bureau("yuwen", "person", "show", "yuwen").code == 0
    assert bureau.refused("wenren", "person", "show", "nobody")[0] == "NoSuchPerson"
    assert "More than one" in bureau.refused("wenren", "person", "show", "example.org", code=2)[1]


def test_roles(bureau: Bureau) -> None:
    bureau.done("wenren", "person", "role", "linghu", "section-editor", "--column", "notes", "--recommends")
    assert bureau.refused("wenren", "person", "role", "linghu", "editor-in-chief")[0] == "NoRight"
    assert bureau.refused("gongyang", "person", "role", "linghu", "deputy-editor")[0] == "NoRight"
    bureau.refused("duanmu", "person", "role", "duanmu", "editor-in-chief", "--off", code=2)
    bureau.refused("duanmu", "person", "role", "linghu", "author", code=2)
    bureau.refused("duanmu", "person", "role", "linghu", "section-editor", "--column", "nowhere", code=2)
    bureau.done("duanmu", "person", "role", "linghu", "section-editor", "--column", "notes", "--off")
    bureau.refused("duanmu", "person", "role", "linghu", "section-editor", "--off", code=2)


def test_a_column_editor_sees_their_column_alone(bureau: Bureau) -> None:
    id = bureau.submitted()
    bureau.done("wenren", "person", "role", "linghu", "section-editor", "--column", "notes")
    assert bureau.refused("linghu", "manuscript", "show", id)[0] == "NotYours"
    bureau.done("wenren", "manuscript", "decide", id, "transfer", "--column", "notes")
    assert bureau("linghu", "manuscript", "show", id).code == 0


def test_two_records_of_one_person_are_made_one(bureau: Bureau) -> None:
    id = bureau.submitted()
    bureau.done("wenren", "person", "add", "--name", "zh=宇文拓", "--email", "tuo@other.example.org")
    assert bureau.refused("gongyang", "person", "merge", "tuo@other.example.org", "yuwen")[0] == "NoRight"
    bureau.done("wenren", "person", "merge", "tuo@other.example.org", "yuwen")
    assert [row["login"] for row in bureau("wenren", "person", "list", "宇文", as_json=True).data] == ["yuwen"]
    assert bureau.show("wenren", id)["authors"][0]["name"] == "Yuwen Tuo"


def test_who_is_forgotten_leaves_the_work_and_no_name(bureau: Bureau) -> None:
    id = bureau.submitted()
    assert bureau.refused("wenren", "person", "forget", "yuwen")[0] == "StillNeeded"
    bureau.done("wenren", "manuscript", "withdraw", id)
    before = bureau.head()
    assert bureau("wenren", "person", "forget", "yuwen", "--dry-run").code == 0
    assert bureau.head() == before
    (kept,) = [file for file in (bureau.home / "office.files").rglob("*") if file.is_file()]
    bureau.done("wenren", "person", "forget", "yuwen")
    assert not kept.exists()
    assert bureau("wenren", "person", "list", "宇文", as_json=True).data == []
    assert bureau("wenren", "ledger", "verify").code == 0
    shown = bureau("wenren", "manuscript", "show", id)
    assert [word for word in ("宇文", "Yuwen", "yuwen") if word in shown.out] == []


@pytest.mark.parametrize("login", ["", " "])
def test_nobody_begins_an_office_without_a_login(journal: Program, home: Path, login: str) -> None:
    add = ("person", "add", "--name", "en=DUANMU Qingheng", "--email", "duanmu@example.org")
    empty = journal(*add, "--login", login, home=home, lang="en")
    assert (empty.code, empty.err) == (2, "journal: --login: the user name is empty.\n")
    none = journal(*add, home=home, lang="en")
    assert (none.code, "needs a --login" in none.err) == (2, True)
    assert not (home / "office.db").exists()
    assert "第一个人即主编" in journal(*add, home=home, lang="zh").err
    with_it = journal(*add, "--login", "duanmu", home=home, lang="en")
    assert (with_it.code, "role given" in with_it.out) == (0, True)


@pytest.mark.parametrize("left", ["issues/ledger.txt", "office.files/ab/cd"])
def test_no_office_is_founded_beside_what_is_left_of_another(bureau: Bureau, left: str) -> None:
    for file in bureau.home.glob("office.db*"):
        file.unlink()
    remains = bureau.home / left
    remains.parent.mkdir(parents=True, exist_ok=True)
    remains.write_text("1 " + "0" * 64 + " 2031-03-01 2031-1\n", "utf-8")
    answer = bureau("duanmu", "person", "add", "--name", "zh=端木清衡", "--login", "duanmu", as_json=True)
    assert (answer.code, answer.data["error"]) == (3, "LostOffice")
    assert "journal office restore" in answer.data["fix"]
    assert not (bureau.home / "office.db").exists()


def test_letters_of_any_size_are_one_address(bureau: Bureau) -> None:
    bureau.done("wenren", "person", "add", "--name", "zh=某人", "--email", "jiye@fayi.example.cn")
    again = ("person", "add", "--name", "zh=某人", "--email", "JIYE@Fayi.example.cn")
    assert bureau.refused("wenren", *again)[0] == "Taken"


def test_a_clock_that_went_back_is_told_of(bureau: Bureau) -> None:
    bureau.now = bureau.now.replace(year=2019)  # before anybody was registered
    answer = bureau("wenren", "manuscript", "list")
    assert "this machine's clock says 2019-03-01" in answer.err
    bureau.now = bureau.now.replace(year=2031)
    assert "clock" not in bureau("wenren", "manuscript", "list").err
