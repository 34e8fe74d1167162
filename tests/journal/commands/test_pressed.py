"""What was signed for press is what is published, and what changed between release and signature is counted."""

import hashlib

import pytest

from journal.office import production
from journal.office.records import opened

from .bureau import Bureau
from .test_accepted_text import SECOND, article, doubts, made_ready, write
from .test_online_first import state


@pytest.fixture
def released(bureau: Bureau) -> tuple[Bureau, str]:
    """A manuscript whose article was released with its accepted text."""
    id = made_ready(bureau)
    write(bureau, id, SECOND)
    bureau.done("duanmu", "manuscript", "decide", id, "release")
    return bureau, id


def sign(bureau: Bureau, id: str) -> str:
    """Read as a clean proof and signed for press; what is said of it."""
    state(bureau, id, state="clean-proof")
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.remove("proof", manuscript=id, number=4)
        at = "2031-02-20T00:00:00+00:00"
        books.add(
            "proof", manuscript=id, number=4, language="zh", sent=at, due=at, returned=at, errors=0, characters=1000, by="p00002"
        )  # fmt: skip
    office.close()
    answer = bureau("duanmu", "manuscript", "decide", id, "sign-for-press", "--note", "同意付印。")
    assert answer.code == 0, answer.err
    return answer.err


def late(bureau: Bureau, id: str) -> int:
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.read() as books:
        (found,) = production.late_changes(books, [id])
    office.close()
    return found.counted


def test_the_places_that_changed_between_release_and_signature_are_counted(released: tuple[Bureau, str]) -> None:
    bureau, id = released
    write(bureau, id, SECOND.replace("三则", "四则").replace("惟私渡收费", "惟官渡收费"))
    assert f"{id}: changed in 2 places since its release." in sign(bureau, id)
    assert late(bureau, id) == 2
    bureau.done("duanmu", "manuscript", "decide", id, "unsign", "--note", "再改。")
    write(bureau, id, SECOND)
    assert "since its release" not in sign(bureau, id)
    assert late(bureau, id) == 0


def test_a_release_keeps_the_file_that_was_released(released: tuple[Bureau, str]) -> None:
    bureau, id = released
    kept = [
        one["sha256"] for one in bureau.show("wenren", id)["files"] if one["purpose"]["en"] == "the text as released"
    ]
    assert kept == [hashlib.sha256(article(bureau, id).read_bytes()).hexdigest()[:12]]
    answer = bureau("gongyang", "manuscript", "file", id, f"released={article(bureau, id)}")
    assert (
        answer.code,
        "“released” is no purpose of files" in answer.err or "“released”不是文件用途" in answer.err,
    ) == (2, True)


def test_what_is_not_what_was_signed_is_not_published(released: tuple[Bureau, str]) -> None:
    bureau, id = released
    sign(bureau, id)
    file = article(bureau, id)
    path, known = file.relative_to(bureau.home), file.read_bytes()
    assert doubts(bureau, id) == []
    write(bureau, id, f"{SECOND}后加一句。")
    said = f"{path} was changed after it was signed for press."
    assert doubts(bureau, id) == [said]
    go = ("article", "publish", file.parent.name, "--online")
    for way in ((), ("--dry-run",)):
        error, why = bureau.refused("wenren", *go, *way)
        assert (error, said in why, f"{id} unsign" in why) == ("Refused", True, True)
    file.write_bytes(known)
    assert doubts(bureau, id) == []
