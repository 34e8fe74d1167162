"""A paper from the journal's own institution, with which every editor has a conflict: the waivers that let it be handled."""

import pytest

from journal.office.records import opened

from .bureau import Bureau

HOUSE = "fayi.example.cn"  # no public mail


@pytest.fixture
def of_house(bureau: Bureau) -> tuple[Bureau, str]:
    """A manuscript whose author has the mail domain of the chief, the managing editor and a section editor."""
    id = bureau.submitted("yuwen")
    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.write() as books:
        for login in ("duanmu", "wenren", "gongyang", "yuwen"):
            books.change("person", {"login": login}, email=f"{login}@{HOUSE}")
    office.close()
    return bureau, id


def waive(bureau: Bureau, who: str, person: str, id: str) -> str:
    answer = bureau(who, "person", "conflict", person, id, "--waive", "本单位主办，稿件由校外专家评审。", as_json=True)
    return "" if answer.code == 0 else str(answer.data["error"])


def test_chief_and_managing_editor_waive_for_each_other_and_the_chief_for_the_rest(
    of_house: tuple[Bureau, str],
) -> None:
    bureau, id = of_house
    assign = ("manuscript", "assign", id, "gongyang")
    assert bureau.refused("wenren", *assign)[0] == "NotAllowed"
    assert waive(bureau, "duanmu", "duanmu", id) == "Misused"  # never one's own
    assert waive(bureau, "wenren", "gongyang", id) == "NoRight"  # the chief's to say
    assert [
        waive(bureau, *pair, id) for pair in (("duanmu", "wenren"), ("wenren", "duanmu"), ("duanmu", "gongyang"))
    ] == [""] * 3
    bureau.done("wenren", *assign)
    bureau.done("gongyang", "manuscript", "decide", id, "pass-first-reading", "--note", "可用。")


def test_who_declared_a_conflict_of_their_own_waives_for_nobody(of_house: tuple[Bureau, str]) -> None:
    bureau, id = of_house
    bureau.done("duanmu", "person", "conflict", "duanmu", id, "--reason", "师生。")
    assert waive(bureau, "duanmu", "wenren", id) == "NoRight"
    assert waive(bureau, "wenren", "duanmu", id) == ""
