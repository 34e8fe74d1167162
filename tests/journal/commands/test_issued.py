"""An issue and the office: nothing unsigned is published, what is published is told, and the ledger is anchored."""

import pytest

from journal.office.records import opened

from .bureau import Bureau
from .test_acceptance import accepted


def linked(bureau: Bureau) -> str:
    """An accepted manuscript whose article lies in the issue already."""
    id = accepted(bureau)
    mine = bureau.show("wenren", id)["article"]
    assert mine != "hao-bridge"
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.change("manuscript", {"id": id}, article="hao-bridge")
    office.close()
    return id


def test_an_issue_with_an_unsigned_paper_is_not_published(bureau: Bureau) -> None:
    id = linked(bureau)
    error, said = bureau.refused("wenren", "issue", "publish", "2031-1")
    assert error == "Refused"
    assert f"{id} (accepted)" in said
    assert not (bureau.home / "issues/2031-1/issue.lock.json").exists()


@pytest.mark.slow
def test_a_published_issue_is_told_to_the_office_once_and_anchored(bureau: Bureau) -> None:
    id = linked(bureau)
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        books.change("manuscript", {"id": id}, state="signed")
    office.close()
    for _ in range(2):
        answer = bureau("wenren", "issue", "publish", "2031-1", "--date", "2031-01-15")
        assert answer.code == 0, answer.err
    shown = bureau.show("wenren", id)
    assert (shown["state"]["en"], shown["placed"]) == ("published", "2031-1")
    lines = (bureau.home / "issues/ledger.txt").read_text("utf-8").splitlines()
    assert [line.split()[-1] for line in lines] == ["2031-1"]
