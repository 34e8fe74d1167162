"""Proofs from the command line: out, back, settled, counted, and only then the next."""

import pytest

from journal.office.records import opened

from .bureau import Bureau
from .test_acceptance import accepted


@pytest.fixture
def in_proof(bureau: Bureau) -> tuple[Bureau, str]:
    """A manuscript in its first proof."""
    id = accepted(bureau)
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.change("manuscript", {"id": id}, state="first-proof", waits_for="proofreader")
        books.put("proof", {"manuscript": id, "number": 1, "language": ""}, sent="2031-03-01T00:00:00.000000+00:00")
    office.close()
    return bureau, id


def test_the_first_proof_waits_for_its_author_and_for_every_correction(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    done = ("manuscript", "decide", id, "proof-done")
    assert "the author's proof is not back" in bureau.refused("gongyang", *done)[1]
    bureau.done("gongyang", "proof", "return", id, "--corrections", 3)
    assert "3 corrections are open" in bureau.refused("gongyang", *done)[1]
    bureau.done("gongyang", "proof", "settle", id)
    bureau.done("gongyang", *done)
    assert bureau.show("wenren", id)["state"]["en"] == "second proof"
    rows = bureau("gongyang", "proof", "list", id, as_json=True).data
    assert [(row["proof"]["en"], row["open"]) for row in rows] == [("first proof", 0), ("second proof", 0)]


def test_a_rate_of_errors_that_no_journal_may_have_is_told(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    answer = bureau("gongyang", "proof", "count", id, "--errors", 5, "--characters", 10000)
    assert (answer.code, "5.00 errors in 10,000 characters" in answer.err) == (0, True)
    quiet = bureau("gongyang", "proof", "count", id, "--errors", 1, "--characters", 10000)
    assert (quiet.code, "errors in 10,000" in quiet.err) == (0, False)


def test_there_is_no_proof_before_release(bureau: Bureau) -> None:
    id = accepted(bureau)
    assert bureau.refused("gongyang", "proof", "send", id)[0] == "Refused"
