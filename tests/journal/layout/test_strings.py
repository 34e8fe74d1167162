"""Space between letters as one number: every glyph stands where it stood."""

import re

import pytest
from weasyprint.pdf.stream import Stream

from journal.layout import strings

SIZE = 14
SPACED = "-17<>-18.714285714285715"


def written(text: str, plain: bool = False) -> str:
    stream = Stream(None, (0, 0, 1, 1), {}, {}, None, {}, None)
    stream._current_font = ("F", SIZE)
    (strings._plain_show_text if plain else strings._show_text)(stream, text)
    (line,) = stream.stream
    return line.decode()


def places(line: str) -> list[tuple[str, float]]:
    """Where each glyph stands, in thousandths of an em, when every glyph is one em wide."""
    space = re.match(r"([-.\d]+) Tc ", line)
    share = float(space[1]) / SIZE * 1000 if space else 0.0
    found, x = [], 0.0
    for run, number in re.findall(r"<([0-9a-f]*)>|(-?[\d.]+)", line[line.index("[") : line.index("]")]):
        for start in range(0, len(run), 4):
            found.append((run[start : start + 4], x))
            x += 1000 + share
        x -= float(number or 0)
    return found


@pytest.mark.parametrize(
    "text",
    [
        f"<0001>{SPACED}<0002>{SPACED}<0003>{SPACED}<0004>{SPACED}<0005>0",
        f"<0001>-18<>-18.7<0002>{SPACED}<0003>500<>-18.714285714285715<0004>{SPACED}<0005>{SPACED}<0006>",
        f"<0001>{SPACED}<0002>{SPACED}<00030004>{SPACED}<0005>{SPACED}<0006>-17",
    ],
)
def test_glyphs_keep_their_places(text: str) -> None:
    line = written(text)
    assert " Tc [" in line
    assert line.endswith("] TJ 0 Tc")
    before, after = places(written(text, plain=True)), places(line)
    assert [glyph for glyph, _ in after] == [glyph for glyph, _ in before]
    assert [x for _, x in after] == pytest.approx([x for _, x in before], abs=strings.NEAR * len(before))


@pytest.mark.parametrize("text", ["<00410042>", "<>0.0<0041>", "<0041>-25<0042>", f"<0001>{SPACED}<0002>"])
def test_what_has_no_even_space_is_left_alone(text: str) -> None:
    assert written(text) == written(text, plain=True) == f"[{text}] TJ"
