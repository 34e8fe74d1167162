"""Numbers as headings, notes and captions write them: 一, （一）, ①, A, iv."""

from __future__ import annotations

from collections.abc import Callable

from journal.model import NoteMark

HAN = "〇一二三四五六七八九"
CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))  # ① … ㊿
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def han(number: int) -> str:
    """`number` (1–999) in Chinese figures: 一, 十, 十二, 二十三, 一百〇五, 一百一十."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return HAN[hundreds] + "百" + (HAN[0] if 0 < rest < 10 else "一" if 10 <= rest < 20 else "") + han(rest)
    tens, ones = divmod(rest, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十"
    return lead + (HAN[ones] if ones else "")


def roman(number: int) -> str:
    """`number` (1 or more) in capital Roman numerals."""
    written = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def letter(number: int) -> str:
    """`number` (1 or more) as A … Z, AA, AB …"""
    written = ""
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


def note_mark(number: int, shape: NoteMark) -> str:
    """The mark of note `number` in the journal's shape; past ㊿ the circled shape is written （51）."""
    if shape is NoteMark.CIRCLED:
        return CIRCLED[number - 1] if number <= len(CIRCLED) else f"（{number}）"
    return {NoteMark.TORTOISE: "〔{}〕", NoteMark.BRACKETED: "[{}]", NoteMark.PLAIN: "{}"}[shape].format(number)


SERIES: dict[str, Callable[[int], str]] = {
    "一": han,
    "I": roman,
    "A": letter,
    "1": str,
    "a": lambda n: letter(n).lower(),
    "i": lambda n: roman(n).lower(),
}


def by_pattern(pattern: str, number: int) -> str:
    """`number` written as `pattern` shows the first of the series: "（一）", "A.", "1．", "(i)"."""
    for first, write in SERIES.items():
        if first in pattern:
            return pattern.replace(first, write(number), 1)
    return pattern
