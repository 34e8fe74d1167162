"""How paragraphs end and addresses break, measured on laid-out boxes."""

import itertools
import re

import pytest
from weasyprint.formatting_structure import boxes

from tests.journal.shop import EN, LIGHTWEIGHT, ZH, Line, Print, Shop, call, fn, lines

ADDRESSES = [
    "https://example.org/abc/def-ghi_jkl.mno/pqr/stu?x=yyyyyy&amp;z=1234567",
    "https://doi.org/10.5555/hr.2026.05001",
    "10.5555/abcdefghijk.lmnopqrs.2026.005",
]


def letters(said: str) -> int:
    """Letters of a line, without its marks and the numbers of its notes."""
    return sum(character.isalnum() for character in re.sub("〔[0-9]+〕", "", said))


def stretches(made: Print) -> list[tuple[float, str]]:
    """How far the characters of each full Chinese line are set apart, in em."""
    found = []
    for page in made.laid.document.pages:
        for line in page._page_box.descendants():
            if isinstance(line, boxes.LineBox) and (line.style["lang"] or "").startswith("zh"):
                held = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
                most = max((b.justification_spacing / b.style["font_size"] for b in held), default=0.0, key=abs)
                found.append((most, "".join(box.text for box in held)))
    return [pair for pair in found if pair[0]]


def of_body(made: Print) -> list[Line]:
    return [line for line in lines(made.laid) if line.is_justified]


@pytest.mark.parametrize("end", ["。", "。”", "<italic>甲</italic>。", "甲，）", f"。{call(1)}"])
def test_no_character_stands_alone_on_a_last_line(shop: Shop, end: str) -> None:
    """Paragraphs of every length from one line to two."""
    body = "".join(
        f"<p>{(LIGHTWEIGHT * 6)[:n]}{end if n == 30 else end.replace(call(1), '')}</p>" for n in range(30, 78)
    )
    made = shop.made(body, f"<fn-group>{fn(1, '注文')}</fn-group>")
    found = of_body(made)
    last = [line for line in found if line.is_last and not line.is_first]
    assert len(last) > 40
    assert [line.text for line in last if letters(line.text) < 2] == []
    assert [line.text for line in found if not line.is_last and abs(line.gap) > 0.06] == []


def test_nor_in_a_note_or_a_quotation(shop: Shop) -> None:
    held = "".join(fn(n, (LIGHTWEIGHT * 6)[: 40 + n] + "。") for n in range(1, 30))
    quoted = "".join(f"<disp-quote><p>{(LIGHTWEIGHT * 6)[: 40 + n]}。</p></disp-quote>" for n in range(1, 30))
    body = f"<p>{''.join(f'字{call(n)}' for n in range(1, 30))}</p>{quoted}"
    found = of_body(shop.made(body, f"<fn-group>{held}</fn-group>"))
    last = [line for line in found if line.is_last and not line.is_first]
    assert len(last) > 40
    assert [line.text for line in last if letters(line.text) < 2] == []


def test_a_line_before_what_cannot_be_broken_is_not_set_wide(shop: Shop) -> None:
    """A character, its mark and the number of a note stay together, three em wide."""
    body = "".join(f"<p>{'权' * n}{f'权利法治{call(n + 1)}。' * 1}{LIGHTWEIGHT * 6}</p>" for n in range(40))
    made = shop.made(body, f"<fn-group>{''.join(fn(n, '注文') for n in range(1, 41))}</fn-group>")
    found = stretches(made)
    assert len(found) > 60
    assert [pair for pair in found if not -0.035 <= pair[0] <= 0.08] == []


@pytest.mark.slow
@pytest.mark.parametrize("id", ["li-water", "liu-hearing", "qiu-ramp"])
def test_the_lines_of_the_sample_are_set_evenly(shop: Shop, id: str) -> None:
    found = stretches(shop.sample(id, ZH))
    wide = [pair for pair in found if pair[0] > 0.08]
    print(f"{id}: {len(wide)} of {len(found)} lines set wider than 8 % of an em: {wide}")
    assert len(wide) <= 0.03 * len(found)
    assert max(found)[0] <= 0.15


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("language", [ZH, EN])
def test_an_address_breaks_after_its_own_marks(shop: Shop, address: str, language: object) -> None:
    held = LIGHTWEIGHT if language == ZH else "Many words of text, "
    body = "".join(
        f"<p>{'字' * n if language == ZH else 'm' * n}{held * 2}{address} {held * 3}"
        f'<ext-link xlink:href="{address}">{address}</ext-link> {held}</p>'
        for n in range(0, 36, 2)
    )
    made = shop.made(body, language=language)
    plain = address.replace("&amp;", "&")
    found = [line.text for line in of_body(made)]
    broken = [
        (first[-12:], second[:12])
        for first, second in itertools.pairwise(found)
        for cut in range(1, len(plain))
        if first.endswith(plain[:cut]) and second.startswith(plain[cut:]) and cut > 2
    ]
    assert len(broken) > 3
    assert [pair for pair in broken if pair[0][-1] not in "/._?&=#%-"] == []
    assert "".join(found).replace(" ", "").count(plain) == 36


def test_an_address_without_marks_is_broken_anywhere(shop: Shop) -> None:
    word = "https://example.org/" + "a" * 200
    made = shop.made(f"<p>{LIGHTWEIGHT}{word}{LIGHTWEIGHT}</p>")
    assert [line.text for line in of_body(made) if line.gap < -0.1] == []
