"""Numbers as headings, notes and captions write them."""

import pytest

from journal.jats.numerals import by_pattern, han, letter, note_mark, roman
from journal.model import NoteMark


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (23, "二十三"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百〇五"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (999, "九百九十九"),
    ],
)
def test_han(number: int, written: str) -> None:
    assert han(number) == written


def test_han_numbers_are_all_different() -> None:
    assert len({han(number) for number in range(1, 1000)}) == 999


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "I"),
        (3, "III"),
        (4, "IV"),
        (9, "IX"),
        (14, "XIV"),
        (40, "XL"),
        (49, "XLIX"),
        (90, "XC"),
        (388, "CCCLXXXVIII"),
    ],
)
def test_roman(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize(("number", "written"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")])
def test_letter(number: int, written: str) -> None:
    assert letter(number) == written


@pytest.mark.parametrize(
    ("shape", "marks"),
    [
        (NoteMark.CIRCLED, ["①", "⑳", "㉑", "㉟", "㊱", "㊿", "（51）"]),
        (NoteMark.TORTOISE, ["〔1〕", "〔20〕", "〔21〕", "〔35〕", "〔36〕", "〔50〕", "〔51〕"]),
        (NoteMark.BRACKETED, ["[1]", "[20]", "[21]", "[35]", "[36]", "[50]", "[51]"]),
        (NoteMark.PLAIN, ["1", "20", "21", "35", "36", "50", "51"]),
    ],
)
def test_note_marks(shape: NoteMark, marks: list[str]) -> None:
    assert [note_mark(number, shape) for number in (1, 20, 21, 35, 36, 50, 51)] == marks


def test_circled_numbers_are_those_of_unicode() -> None:
    import unicodedata

    assert [unicodedata.numeric(note_mark(number, NoteMark.CIRCLED)) for number in range(1, 51)] == list(range(1, 51))


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("一、", "十二、"),
        ("（一）", "（十二）"),
        ("第一部分", "第十二部分"),
        ("1．", "12．"),
        ("（1）", "（12）"),
        ("I.", "XII."),
        ("A.", "L."),
        ("(a)", "(l)"),
        ("(i)", "(xii)"),
        ("§", "§"),
    ],
)
def test_patterns(pattern: str, written: str) -> None:
    assert by_pattern(pattern, 12) == written
