"""What `[policies]` of journal.toml may say of the office, and what it changes."""

import re
from pathlib import Path

import pytest

from journal import folder
from journal.errors import BadFile
from journal.folder.journal_toml import POLICIES
from journal.office import fees, planning, samples
from journal.office.policy import Policies, policies
from journal.office.workflow import Action, NotAllowed, Reading, Role, State
from tests.journal.office.conftest import Bureau


def test_what_is_not_said_is_as_usual() -> None:
    assert policies([]) == Policies()


def test_what_is_said() -> None:
    found = policies(
        [
            ("referees", "3"), ("review_days", "21"), ("reminder_days", "-7 1 +3"), ("needed_accept", "funding special-check"),
            ("final_readers", "editor-in-chief"), ("similarity_total", "12.5"), ("review", "open"),
        ]
    )  # fmt: skip
    assert (found.workflow.referees, found.days["review_days"], found.reminders) == (3, 21, (-7, 1, 3))
    assert found.workflow.needed == {Action.ACCEPT: frozenset({"funding", "special-check"})}
    assert found.workflow.readers == {Reading.FINAL: frozenset({Role.EDITOR_IN_CHIEF})}
    assert (found.similarity, found.anonymity) == ({"total": 12.5}, "open")


@pytest.mark.parametrize(
    ("name", "value", "known"),
    [
        ("referees", "two", "0, 1, 2 …"),
        ("review_days", "-1", "0, 1, 2 …"),
        ("reminder_days", "soon", "-3 1 7 14"),
        ("review", "blind", "double-anonymous | single-anonymous | open"),
        ("third_on_disagreement", "true", "yes | no"),
        ("similarity_total", "101", "0 … 100"),
        ("needed_accept", "fund", "text figures english funding copyright readings quotations important-topic special-check"),
        ("needed_acept", "funding", "needed_ask_completion"),
        ("final_readers", "referee", "deputy-editor editor-in-chief"),
        ("second_readers", "editor-in-chief", "deputy-editor managing-editor section-editor"),
    ],
)  # fmt: skip
def test_a_value_that_is_none_names_itself_and_what_may_be(name: str, value: str, known: str) -> None:
    with pytest.raises(BadFile) as caught:
        policies([(name, value)])
    assert f"policies.{name}" in caught.value.say("en")
    assert value in caught.value.say("zh")
    assert known in caught.value.say("en")


JUDGED_ELSEWHERE = {  # by others than the office, or of any wording
    "front_matter", "references", "names", "mail_from", "review_columns",
}  # fmt: skip


def is_judged(name: str) -> bool:
    """Whether somebody reads this key: then a value that is none is refused."""
    for read in (policies, fees.rules, planning.rules, samples.rules):
        try:
            read([(name, "§")])
        except BadFile as error:
            return f"policies.{name}" in error.say("en")
    return False


def test_every_key_that_a_home_may_name_is_read() -> None:
    assert {name for name in POLICIES if not is_judged(name)} == JUDGED_ELSEWHERE


@pytest.mark.parametrize("page", ["office.md", "office.zh.md"])
def test_the_guide_names_every_key(page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
    rows = re.findall(r"^\| (`[a-z_A-Z`, 、]+`(?:, …|、…)?) \|", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall("`(.+?)`", row)}
    rest = {one for one in POLICIES if one.startswith("plan_")} | {"front_matter", "references", "names"}
    assert named - POLICIES == set()
    assert POLICIES - named - rest == set()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("referes", "referees"), ("reply_day", "reply_days"),
        ("proof_step", "proof_steps"), ("fee_per_page", "fee_per_paper"),
    ],
)  # fmt: skip
def test_a_key_that_is_none_names_the_nearest(tmp_path: Path, name: str, near: str) -> None:
    home = Path(__file__).parents[2] / "home"
    text = (home / "journal.toml").read_text("utf-8")
    (tmp_path / "journal.toml").write_text(text.replace("[policies]\n", f'[policies]\n{name} = "3"\n'), "utf-8")
    with pytest.raises(BadFile) as caught:
        folder.journal(tmp_path)
    assert caught.value.say("en") == (
        f"journal.toml:{text[: text.index('[policies]')].count(chr(10)) + 2} (policies.{name}): unknown name “{name}”. Did you mean “{near}”?"
    )


def _at_final_reading(bureau: Bureau) -> str:
    id = bureau.submit()
    bureau.act(id, "office", "assign", person="handler")
    bureau.anonymous(id)
    bureau.act(id, "handler", "pass-first-reading", "可送外审。")
    bureau.act(id, "handler", "send-out")
    bureau.review(id, "ref-1", "ref-2")
    bureau.act(id, "handler", "to-second-reading")
    bureau.act(id, "section", "pass-second-reading", "同意。")
    return id


def test_a_journal_may_have_its_final_reading_signed_by_the_editor_in_chief_alone(bureau: Bureau) -> None:
    bureau.policies = policies([("final_readers", "editor-in-chief")])
    id = _at_final_reading(bureau)
    with pytest.raises(NotAllowed, match="this journal has its final reading signed by the editor-in-chief"):
        bureau.act(id, "deputy", "accept", "同意。")
    assert bureau.act(id, "chief", "accept", "同意。") is State.ACCEPTED


def test_a_journal_may_ask_for_more_at_a_step(bureau: Bureau) -> None:
    bureau.policies = policies([("needed_accept", "funding important-topic")])
    id = _at_final_reading(bureau)
    with pytest.raises(NotAllowed, match="not complete: proof of funding"):
        bureau.act(id, "chief", "accept", "同意。")
    with bureau.office.write() as books:
        books.add("item", manuscript=id, name="funding", at=bureau.desk(books, "handler").at, by="handler")
    with pytest.raises(NotAllowed, match="not recorded: filing of important topics"):
        bureau.act(id, "chief", "accept", "同意。")
    with bureau.office.write() as books:
        books.add("gate", manuscript=id, name="important-topic", needed=False, by="office", number="", date="", note="")
    assert bureau.act(id, "chief", "accept", "同意。") is State.ACCEPTED
