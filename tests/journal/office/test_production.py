"""From acceptance to the press: what is ticked, recorded, counted and paid, and what is refused."""

import datetime as dt

import pytest

from journal.errors import Misused, Refused
from journal.office import editorial, front_matter, production
from journal.office.editorial import NoRight, Upload
from journal.office.front_matter import Words
from journal.office.policy import policies
from journal.office.workflow import CHECKLIST, NotAllowed, State
from tests.journal.office.conftest import Bureau

ACCOUNT = "6222 0000 1234 5678, 石塘银行"


def to_acceptance(bureau: Bureau, *authors: str) -> str:
    id = bureau.submit(*(authors or ("ann", "bo")))
    bureau.act(id, "office", "assign", person="handler")
    bureau.act(id, "handler", "pass-first-reading", "选题有意义。")
    bureau.anonymous(id)
    bureau.act(id, "handler", "send-out")
    bureau.review(id, "ref-1", "ref-2")
    bureau.act(id, "handler", "to-second-reading")
    bureau.act(id, "section", "pass-second-reading", "同意录用。")
    bureau.act(id, "chief", "accept", "同意。")
    return id


def call(bureau: Bureau, who: str, function: str, *args: object, **named: object) -> object:
    with bureau.office.write() as books:
        return getattr(production, function)(bureau.desk(books, who), *args, **named)


def correct(bureau: Bureau, id: str, words: Words) -> None:
    with bureau.office.write() as books:
        assert front_matter.correct(bureau.desk(books, "handler"), id, words, "核对原稿")


def make_ready(bureau: Bureau, id: str) -> None:
    correct(bureau, id, Words({"en": "A Right"}, {"en": "An abstract."}, {"en": ["right"]}))
    for author in ("ann", "bo"):
        call(bureau, author, "consent", id, author, "9" * 64)
    for name in CHECKLIST:
        if name != "readings":
            call(bureau, "handler", "tick", id, name)
    for name in ("important-topic", "special-check"):
        call(bureau, "handler", "gate", id, name, False)
    bureau.act(id, "handler", "edit")
    bureau.act(id, "handler", "edited")


def released(bureau: Bureau) -> str:
    id = to_acceptance(bureau)
    make_ready(bureau, id)
    bureau.act(id, "chief", "release")
    return id


# ---------------------------------------------------------------- 齐、清、定


def test_release_names_what_is_missing(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    bureau.act(id, "handler", "edit")
    call(bureau, "handler", "tick", id, "quotations", "逐条核对", "8" * 64)
    bureau.act(id, "handler", "edited")
    with pytest.raises(NotAllowed) as refused:
        bureau.act(id, "chief", "release")
    assert (
        "not complete: the final text, figures, English front matter, proof of funding, "
        "the copyright form signed by every author" in str(refused.value)
    )


def test_a_tick_holds_who_when_and_the_file(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    call(bureau, "handler", "tick", id, "funding", "批文复印件", "8" * 64)
    with bureau.office.read() as books:
        assert books.all("item", manuscript=id) == [
            {
                "manuscript": id, "name": "funding", "at": bureau.desk(books, "handler").at, "by": "handler",
                "note": "批文复印件", "sha256": "8" * 64,
            }
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("copyright", "not signed by ann, bo"),
        ("english", "no English abstracts, keywords"),
        ("readings", "follows from"),
    ],
)
def test_what_the_records_contradict_is_not_ticked(bureau: Bureau, name: str, why: str) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Refused, match=why):
        call(bureau, "handler", "tick", id, name)


def test_an_author_signs_for_themselves_alone(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(NoRight, match="each author signs for themselves"):
        call(bureau, "ann", "consent", id, "bo")
    call(bureau, "ann", "consent", id, "ann")
    with bureau.office.read() as books:
        assert production.unsigned(books, id) == {"bo"}


def test_an_unknown_item_or_gate_is_refused(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Misused, match=r"text \| figures"):
        call(bureau, "handler", "tick", id, "cover")
    with pytest.raises(Misused, match=r"important-topic \| special-check"):
        call(bureau, "handler", "gate", id, "maps", False)


def test_who_is_no_editor_ticks_nothing(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    for who in ("ann", "ref-1", "proofer"):
        with pytest.raises(NoRight):
            call(bureau, who, "tick", id, "figures")


# ---------------------------------------------------------------- gates


def test_a_gate_that_is_needed_stays_open_until_it_has_a_number(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    make_ready(bureau, id)
    call(bureau, "handler", "gate", id, "important-topic", True)
    with pytest.raises(NotAllowed, match="not recorded: filing of important topics"):
        bureau.act(id, "chief", "release")
    call(bureau, "handler", "gate", id, "important-topic", True, "备2031-7", dt.date(2031, 2, 28), "批复")
    assert bureau.act(id, "chief", "release") is State.FIRST_PROOF


def test_a_gate_of_tomorrow_is_refused(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Misused, match="future"):
        call(bureau, "handler", "gate", id, "special-check", True, "图1", dt.date(2031, 3, 9))


# ---------------------------------------------------------------- proofs


def proofed(bureau: Bureau, id: str, corrections: int = 0, errors: int = 0, characters: int = 20_000) -> None:
    """The present proof sent, back, settled and counted."""
    call(bureau, "proofer", "send_proof", id)
    call(bureau, "proofer", "return_proof", id, corrections)
    call(bureau, "proofer", "settle", id, 0)
    call(bureau, "proofer", "count_errors", id, errors, characters)


def through(bureau: Bureau, id: str, errors: int = 0) -> None:
    """Every proof that is still to come, with so many errors each, and signed for press."""
    while bureau.row(id)["state"] != State.CLEAN_PROOF:
        proofed(bureau, id, 0, errors)
        bureau.act(id, "proofer", "proof-done")
    proofed(bureau, id, 0, errors)
    bureau.act(id, "chief", "sign-for-press")


PROOFS = [("一校", "first", "proof-done"), ("二校", "second", "proof-done"), ("三校", "third", "proof-done"), ("清样", "clean", "sign-for-press")]  # fmt: skip


def test_no_proof_is_done_that_was_not_sent_returned_settled_and_counted(bureau: Bureau) -> None:
    id = released(bureau)
    for zh, en, action in PROOFS:
        who = "chief" if action == "sign-for-press" else "proofer"

        def refused(who: str = who, action: str = action) -> tuple[str, str]:
            with pytest.raises(NotAllowed) as error:
                bureau.act(id, who, action)
            return error.value.reason.zh, error.value.reason.en

        assert refused() == (f"{zh}尚未寄出（journal proof send）", f"the {en} proof was not sent (journal proof send)")
        with pytest.raises(Refused, match=f"The {en} proof was not sent"):
            call(bureau, "ann", "return_proof", id, 3)
        call(bureau, "proofer", "send_proof", id)
        back = (
            "the author's proof is not back" if en == "first" else f"the {en} proof is not back (journal proof return)"
        )
        assert refused()[1] == back
        call(bureau, "ann", "return_proof", id, 3)
        assert refused()[1] == "3 corrections are open"
        call(bureau, "proofer", "settle", id, 0)
        assert refused()[0] == f"{zh}的差错尚未登记（journal proof count）"
        call(bureau, "proofer", "count_errors", id, 1, 20_000)
        bureau.act(id, who, action)
    assert bureau.row(id)["state"] == State.SIGNED


def test_a_proof_that_does_not_come_back_is_given_up_after_its_day_alone(bureau: Bureau) -> None:
    id = released(bureau)
    call(bureau, "proofer", "send_proof", id, "", 5)
    with pytest.raises(Refused, match="The first proof is due 2031-"):
        call(bureau, "proofer", "give_up_proof", id)
    bureau.later(5.5)
    call(bureau, "proofer", "give_up_proof", id)
    call(bureau, "proofer", "count_errors", id, 1, 20_000)
    bureau.act(id, "proofer", "proof-done")
    with bureau.office.read() as books:
        assert [(one.number, one.overdue, bool(one.sent)) for one in production.proofs(books, id)] == [
            (1, True, True), (2, False, False),
        ]  # fmt: skip


def test_a_proof_read_once_more_begins_anew(bureau: Bureau) -> None:
    id = released(bureau)
    for _ in range(2):
        proofed(bureau, id)
        bureau.act(id, "proofer", "proof-done")
    bureau.act(id, "proofer", "back-to-proof")
    with pytest.raises(NotAllowed, match="the second proof was not sent"):
        bureau.act(id, "proofer", "proof-done")


def test_a_journal_may_ask_less_of_its_proofs(bureau: Bureau) -> None:
    id = released(bureau)
    bureau.policies = policies([("proof_steps", "sent")])
    call(bureau, "proofer", "send_proof", id)
    call(bureau, "ann", "return_proof", id, 0)  # the author's stays the law
    bureau.act(id, "proofer", "proof-done")
    call(bureau, "proofer", "send_proof", id)
    assert bureau.act(id, "proofer", "proof-done") is State.THIRD_PROOF


def test_three_proofs_and_the_clean_one(bureau: Bureau) -> None:
    id = released(bureau)
    proofed(bureau, id, 3, 5)
    bureau.act(id, "proofer", "proof-done")
    proofed(bureau, id, 0, 1)
    bureau.act(id, "proofer", "proof-done")
    through(bureau, id)
    with bureau.office.read() as books:
        found = production.proofs(books, id)
    assert [(one.number, bool(one.returned), bool(one.done), one.rate, one.tolerable) for one in found] == [
        (1, True, True, 2.5, False),
        (2, True, True, 0.5, True),
        (3, True, True, 0.0, True),
        (4, True, True, 0.0, True),
    ]


def test_there_is_no_proof_before_release(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Refused, match="no proof is being read"):
        call(bureau, "proofer", "count_errors", id, 0, 100)


def test_an_english_proof_goes_beside_the_chinese_one(bureau: Bureau) -> None:
    id = released(bureau)
    call(bureau, "proofer", "send_proof", id)
    call(bureau, "proofer", "send_proof", id, "en", 5)
    call(bureau, "ann", "return_proof", id, 2, "en")
    with pytest.raises(Misused, match="No such proof"):
        call(bureau, "ann", "return_proof", id, 2, "fr")
    with bureau.office.read() as books:
        assert [(one.language, one.open) for one in production.proofs(books, id)] == [("", 0), ("en", 2)]


# ---------------------------------------------------------------- late changes


def test_changes_after_release_are_counted(bureau: Bureau) -> None:
    id = to_acceptance(bureau)
    with pytest.raises(Refused, match="not released"):
        call(bureau, "handler", "change_text", id, 1, "作者更正")
    make_ready(bureau, id)
    bureau.act(id, "chief", "release")
    call(bureau, "handler", "change_text", id, 2, "作者更正两处")
    correct(bureau, id, Words({"en": "Another Title"}, {}, {}))
    with bureau.office.write() as books:
        editorial.file(bureau.desk(books, "handler"), id, Upload("text", "7" * 64, "再改.docx", 10))
        editorial.file(bureau.desk(books, "handler"), id, Upload("proof-form", "6" * 64, "校样.pdf", 10))
    with bureau.office.read() as books:
        (late,) = production.late_changes(books, [id])
    assert (late.changes, late.places, late.files) == (2, 3, 1)


def test_what_is_changed_back_in_copy_editing_is_not_late(bureau: Bureau) -> None:
    id = released(bureau)
    bureau.act(id, "handler", "back-to-editing")
    correct(bureau, id, Words({"en": "Another Title"}, {}, {}))
    bureau.act(id, "handler", "edited")
    with bureau.office.read() as books:
        assert [one.changes for one in production.late_changes(books, [id])] == [0]
