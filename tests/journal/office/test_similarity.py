"""Copies and earlier versions among the journal's own texts are found, other texts on the same matter are not."""

import random

import pytest

from journal.errors import Misused
from journal.office import similarity
from journal.office.policy import Policies
from tests.journal.office.conftest import Bureau

WORDS = "渡口 权利 水源 听证 说明 理由 义务 国家 条约 解释 法院 判决 行政 机关 程序 保障 学说 立法 原则 例外".split()


def essay(seed: int, sentences: int = 200) -> str:
    chance = random.Random(seed)
    return "".join("，".join("".join(chance.sample(WORDS, 5)) for _ in range(3)) + "。" for _ in range(sentences))


def test_a_text_is_found_in_another_by_the_share_of_it(bureau: Bureau) -> None:
    text = essay(1)
    with bureau.office.write() as books:
        similarity.remember(books, "li-water", text)
        similarity.remember(books, "zhou-aid", essay(2))
        similarity.remember(books, "2031-0007", text[: len(text) // 2] + essay(3, 100))
        found = similarity.likenesses(books, text, apart_from="2031-0009")
    assert [one.source for one in found] == ["li-water", "2031-0007"]
    assert found[0].share == 1
    assert 0.4 < found[1].share < 0.6


def test_other_punctuation_width_and_spaces_hide_nothing(bureau: Bureau) -> None:
    text = "第15号一般性意见申明，获得安全饮用水权源自相当生活水准权。" * 20
    disguised = text.replace("，", " , ").replace("15", "１５").replace("。", ". ")
    assert similarity.shingles(text) == similarity.shingles(disguised)


def test_a_later_version_takes_the_place_of_the_earlier(bureau: Bureau) -> None:
    with bureau.office.write() as books:
        similarity.remember(books, "2031-0001", essay(1))
        similarity.remember(books, "2031-0001", essay(2))
        assert similarity.likenesses(books, essay(1)) == []
        assert [one.source for one in similarity.likenesses(books, essay(2))] == ["2031-0001"]
        assert similarity.likenesses(books, essay(2), apart_from="2031-0001") == []


def test_a_report_says_what_passes_the_journals_limits(bureau: Bureau) -> None:
    bureau.policies = Policies(similarity={"total": 20, "without_own": 10})
    id = bureau.submit("ann")
    with bureau.office.write() as books:
        desk = bureau.desk(books, "office")
        said = similarity.report(desk, id, "样例检测", "2031-03-01", {"total": 23.5, "without_own": 4.0})
        assert [one.en for one in said] == ["total 23.5 % is over 20 %"]
        assert [row["total"] for row in books.all("similarity", manuscript=id)] == [23.5]
        assert [event.kind for event in books.events()] == ["submit", "similarity"]


@pytest.mark.parametrize(
    ("date", "figures", "said"),
    [
        ("2031-03-02", {}, "future"),
        ("2031-03-01", {"totals": 1.0}, "no figure"),
        ("2031-03-01", {"total": 101.0}, "0 to 100"),
    ],
)
def test_what_cannot_be_is_refused(bureau: Bureau, date: str, figures: dict[str, float], said: str) -> None:
    id = bureau.submit("ann")
    with bureau.office.write() as books, pytest.raises(Misused, match=said):
        similarity.report(bureau.desk(books, "office"), id, "样例检测", date, figures)
