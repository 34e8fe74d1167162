"""Proofs from the command line: out, back, settled, counted, and only then the next."""

import email
import email.policy
import hashlib
import re
import subprocess

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
        books.put(
            "proof",
            {"manuscript": id, "number": 1, "language": ""},
            sent="2031-03-01T00:00:00.000000+00:00",
            due="2031-03-31T00:00:00.000000+00:00",
        )
    office.close()
    return bureau, id


def test_the_first_proof_waits_for_its_author_and_for_every_correction(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    done = ("manuscript", "decide", id, "proof-done")
    assert "the author's proof is not back" in bureau.refused("gongyang", *done)[1]
    assert bureau.refused("gongyang", "proof", "return", id, code=2)[0] == "Misused"
    assert "is due 2031-" in bureau.refused("gongyang", "proof", "return", id, "--overdue")[1]
    bureau.done("gongyang", "proof", "return", id, "--corrections", 3)
    assert "3 corrections are open" in bureau.refused("gongyang", *done)[1]
    bureau.done("gongyang", "proof", "settle", id)
    assert "journal proof count" in bureau.refused("gongyang", *done)[1]
    assert next_step(bureau, id) == f"journal proof count {id} --errors N --characters N"
    bureau.done("gongyang", "proof", "count", id, "--errors", 1, "--characters", 20000)
    bureau.done("gongyang", *done)
    assert bureau.show("wenren", id)["state"]["en"] == "second proof"
    rows = bureau("gongyang", "proof", "list", id, as_json=True).data
    assert [(row["proof"]["en"], row["open"]) for row in rows] == [("first proof", 0), ("second proof", 0)]
    assert next_step(bureau, id) == f"journal proof send {id}"
    assert "The second proof was not sent" in bureau.refused("gongyang", "proof", "return", id, "--corrections", 0)[1]


def next_step(bureau: Bureau, id: str) -> str:
    """What `status` says to type next."""
    (line,) = [one for one in bureau("wenren", "status", as_json=True).data if one["id"] == id]
    return str(line["next"])


def test_a_proof_may_be_given_up_after_its_day(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    bureau.done("gongyang", "proof", "send", id, "--on-paper", "--days", 2)
    bureau.later(3)
    bureau.done("gongyang", "proof", "return", id, "--overdue")
    (row,) = bureau("gongyang", "proof", "list", id, as_json=True).data
    assert row["overdue"] is True


def test_a_rate_of_errors_that_no_journal_may_have_is_told(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    answer = bureau("gongyang", "proof", "count", id, "--errors", 5, "--characters", 10000)
    assert (answer.code, "5.00 errors in 10,000 characters" in answer.err) == (0, True)
    quiet = bureau("gongyang", "proof", "count", id, "--errors", 1, "--characters", 10000)
    assert (quiet.code, "errors in 10,000" in quiet.err) == (0, False)


def test_there_is_no_proof_before_release(bureau: Bureau) -> None:
    id = accepted(bureau)
    assert bureau.refused("gongyang", "proof", "send", id)[0] == "Refused"


# ---------------------------------------------------------------- the pages

TEXT = "<body><sec id='s1'><title>渡口与通行</title><p>凡渡者，皆得通行。</p></sec></body>"


def with_text(bureau: Bureau, id: str, text: str = TEXT) -> str:
    """The manuscript's article, which has something to lay out now."""
    article = str(bureau.show("wenren", id)["article"])
    file = bureau.home / f"issues/forthcoming/{article}/article.xml"
    file.write_text(re.sub(r"<body\s*/>|<body>.*?</body>", text, file.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    return article


def files(bureau: Bureau, id: str) -> list[tuple[str, str, str]]:
    rows = bureau("wenren", "manuscript", "files", id, as_json=True).data
    proofs = [row for row in rows if row["purpose"]["en"] == "a proof" and row["name"].endswith(".pdf")]
    return [(row["name"], row["language"], row["sha256"]) for row in proofs]


def attached(bureau: Bureau, subject: str) -> list[tuple[str, bytes]]:
    """What came with the last letter of this subject in the outbox."""
    found: list[tuple[str, bytes]] = []
    for file in sorted((bureau.home / "outbox").iterdir(), key=lambda file: file.stat().st_mtime_ns):
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if subject in str(letter["Subject"]):
            found = [(str(part.get_filename()), part.get_content()) for part in letter.iter_attachments()]
    return found


def said(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.slow
def test_the_author_gets_the_pages_and_the_record_keeps_them(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    article = with_text(bureau, id)
    dry = bureau("gongyang", "proof", "send", id, "--dry-run", as_json=True).data
    (letter,) = [step for step in dry if step["what"] == "letter"]
    assert letter["data"]["attachments"] == [f"{id}.proof-1.zh.{kind}" for kind in ("pdf", "docx", "txt", "html")]
    assert (files(bureau, id), (bureau.home / "proofs").exists()) == ([], False)
    event, _ = bureau.done("gongyang", "proof", "send", id, "--days", 5)
    ((name, language, sha256),) = files(bureau, id)
    whole = event["data"]["files"][0]
    assert (name, language, whole[: len(sha256)]) == (f"{id}.proof-1.zh.pdf", "zh", sha256)
    bureau("wenren", "letter", "send")
    (sent_name, pdf), *_ = attached(bureau, "校样")
    assert (sent_name, hashlib.sha256(pdf).hexdigest()) == (name, whole)
    assert "凡渡者，皆得通行。" in said(pdf)
    assert (bureau.home / f"proofs/{article}/1/proof.zh.pdf").read_bytes() == pdf
    assert not (bureau.home / "out").exists()
    bureau.done("gongyang", "proof", "send", id)  # once more, unchanged: the same pages, kept once
    assert files(bureau, id) == [(name, language, sha256)]
    with_text(bureau, id, TEXT.replace("皆得通行", "皆可通行"))
    bureau.done("gongyang", "proof", "send", id)
    assert len(files(bureau, id)) == 2
    assert "皆可通行" in said((bureau.home / f"proofs/{article}/1/proof.zh.pdf").read_bytes())


@pytest.mark.slow
def test_of_what_cannot_be_laid_out_no_proof_is_sent(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    error, why = bureau.refused("gongyang", "proof", "send", id)
    assert (error, "has no text yet" in why, "--on-paper" in why) == ("NoPages", True, True)
    with_text(bureau, id)
    assert "no full text in en" in bureau.refused("gongyang", "proof", "send", id, "--language", "en")[1]
    with_text(bureau, id, TEXT.replace("皆得通行", "\U0001f600"))
    assert "U+1F600" in bureau.refused("gongyang", "proof", "send", id)[1]
    with_text(bureau, id, "<body><p>")
    assert bureau.refused("gongyang", "proof", "send", id)[0] == "NoPages"
    assert (files(bureau, id), (bureau.home / "proofs").exists()) == ([], False)


def test_pages_made_elsewhere_or_on_paper(in_proof: tuple[Bureau, str]) -> None:
    bureau, id = in_proof
    bureau.refused("gongyang", "proof", "send", id, "--on-paper", "--file", bureau.file("x.pdf", b"%PDF-1.7"), code=2)
    bureau.refused("gongyang", "proof", "send", id, "--file", bureau.file("x.txt", "text"), code=2)
    assert (
        bureau.refused("gongyang", "proof", "send", id, "--file", bureau.file("y.pdf", "text"), code=1)[0] == "BadFile"
    )
    bureau.done("gongyang", "proof", "send", id, "--on-paper")
    bureau("wenren", "letter", "send")
    assert attached(bureau, "校样") == []
    bureau.done("gongyang", "proof", "send", id, "--file", bureau.file("x.pdf", b"%PDF-1.7"), "--language", "zh")
    assert [row[:2] for row in files(bureau, id)] == [(f"{id}.proof-1.zh.pdf", "zh")]
    bureau("wenren", "letter", "send")
    assert attached(bureau, "校样") == [(f"{id}.proof-1.zh.pdf", b"%PDF-1.7")]
    assert [
        row["name"]
        for row in bureau("yuwen", "manuscript", "files", id, as_json=True).data
        if row["purpose"]["en"] == "a proof" and row["name"].endswith(".pdf")
    ]
