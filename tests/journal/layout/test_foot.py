"""The foot of a page: notes begin where they are called, go on on the next page where they must, and none leaves the sheet."""

import cProfile
from collections.abc import Iterator
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from journal.ids import Language
from journal.layout import foot
from journal.model import NoteMark, NoteScope
from tests.journal.shop import EN, LIGHTWEIGHT, ZH, Print, Shop, call, fn, marks

ENGLISH = "many words of English text and then some constitutionalism "
TEXTS = {ZH: LIGHTWEIGHT, EN: ENGLISH}


def made_with(shop: Shop, before: int, note: str, language: Language = ZH, **style: object) -> Print:
    """A note called after `before` paragraphs."""
    text = TEXTS[language]
    body = f"<p>{text * 4}</p>" * before + f"<p>{text}{call(1)}{text * 9}</p>" + f"<p>{text * 20}</p>" * 3
    return shop.made(body, f"<fn-group>{note}</fn-group>", language=language, **style)


def feet(made: Print) -> list[list[Any]]:
    """For each page the lines of its notes."""
    return [
        [line for area in areas(page) for line in area.descendants() if isinstance(line, boxes.LineBox)]
        for page in made.laid.document.pages
    ]


def areas(page: Any) -> Iterator[Any]:
    return (box for box in page._page_box.children if isinstance(box, boxes.FootnoteAreaBox))


def said(line: Any) -> str:
    texts = (box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
    return "".join(texts)


def overlaps(made: Print) -> list[int]:
    """The pages whose text runs into their notes, or whose notes leave the type area."""
    found = []
    for number, page in enumerate(made.laid.document.pages, start=1):
        root = page._page_box.children[0]
        text = max((b.position_y + b.height for b in root.descendants() if isinstance(b, boxes.LineBox)), default=0)
        top = min((area.position_y + area.margin_top for area in areas(page)), default=10_000)
        bottom = page._page_box.content_box_y() + page._page_box.height
        lowest = max((line.position_y + line.height for area in areas(page) for line in area.descendants()
                      if isinstance(line, boxes.LineBox)), default=0)  # fmt: skip
        if text > top + 0.1 or lowest > bottom + 0.1:
            found.append(number)
    return found


@pytest.mark.parametrize("language", [ZH, EN])
@pytest.mark.parametrize("repeats", [4, 12, 60, 130, 450])
def test_a_note_is_whole_however_long_it_is(shop: Shop, repeats: int, language: Language) -> None:
    text = TEXTS[language]
    made = made_with(shop, 6, fn(1, text * repeats), language)
    held = [[said(line) for line in lines] for lines in feet(made)]
    assert bare(held) == "".join((text * repeats).split())
    assert overlaps(made) == []
    assert made.laid.notes.late == made.laid.notes.cut == ()
    with_call = next(n for n, (calls, _) in enumerate(marks(made.laid)) if calls)
    with_note = [n for n, lines in enumerate(held) if lines]
    assert with_note == list(range(with_call, with_call + len(with_note)))
    assert len(with_note) > 1 or repeats < 130


def bare(held: list[list[str]]) -> str:
    """What the notes say, without their marks, spaces and the hyphens of broken words."""
    text = "\n".join(line for lines in held for line in lines)
    for mark in ("〔1〕", "1\n", "‐\n"):
        text = text.replace(mark, "")
    return "".join(text.split()).removeprefix("1")


@pytest.mark.parametrize("before", range(4, 10))
def test_neither_part_of_a_note_is_one_line(shop: Shop, before: int) -> None:
    """Called lower and lower on the page, a note of eight lines stays whole, is cut, or goes with its line."""
    made = made_with(shop, before, fn(1, LIGHTWEIGHT * 20))
    counts = [len(lines) for lines in feet(made)]
    assert min(count for count in counts if count) >= 2
    assert overlaps(made) == []
    assert [calls for calls, _ in marks(made.laid)] == [feet for _, feet in marks(made.laid)]


def test_the_first_part_ends_flush_and_the_rest_begins_without_indent(shop: Shop) -> None:
    for language in (ZH, EN):
        made = made_with(shop, 6, fn(1, TEXTS[language] * 130), language)
        first, rest = [lines for lines in feet(made) if lines][:2]
        assert abs(ends(first[-1]) - ends(first[-2])) < 0.1
        assert rest[0].children[0].position_x - rest[1].children[0].position_x == pytest.approx(0, abs=0.1)


def ends(line: Any) -> float:
    return max(float(b.position_x + b.width) for b in line.descendants() if isinstance(b, boxes.TextBox) and b.text)


def test_a_cut_note_keeps_its_paragraphs_and_links(shop: Shop) -> None:
    note = f'<fn id="fn1"><p>{LIGHTWEIGHT * 60}</p><p>二<italic>{LIGHTWEIGHT * 60}</italic></p><p>三</p></fn>'
    made = made_with(shop, 6, note)
    assert bare([[said(line) for line in lines] for lines in feet(made)]) == (
        LIGHTWEIGHT * 60 + "二" + LIGHTWEIGHT * 60 + "三"
    )


def test_notes_called_in_one_line_begin_on_its_page(shop: Shop) -> None:
    """Two notes of half a page and more: the second begins below the first, and goes on on the next page."""
    notes = "".join(fn(n, LIGHTWEIGHT * 90) for n in (1, 2))
    made = shop.made(
        f"<p>{LIGHTWEIGHT}{call(1)}和{call(2)}。</p>" + f"<p>{LIGHTWEIGHT * 20}</p>" * 6,
        f"<fn-group>{notes}</fn-group>",
        notes=NoteMark.CIRCLED,
    )
    assert marks(made.laid)[:2] == [(["①", "②"], ["①", "②"]), ([], [])]
    assert (made.laid.notes.late, made.laid.notes.cut, overlaps(made)) == ((), (), [])


@pytest.mark.parametrize("scope", NoteScope)
def test_five_hundred_notes_in_one_paragraph(shop: Shop, scope: NoteScope) -> None:
    body = "<p>" + "".join(f"{LIGHTWEIGHT}{call(n)}，" for n in range(1, 501)) + "</p>"
    notes = "".join(fn(n, f"注文{n}") for n in range(1, 501))
    made = shop.made(body, f"<fn-group>{notes}</fn-group>", notes=NoteMark.TORTOISE, scope=scope)
    pages = marks(made.laid)
    assert [calls for calls, _ in pages] == [found for _, found in pages]
    assert sum(len(calls) for calls, _ in pages) == 500
    assert overlaps(made) == []


def test_each_note_is_measured_once(shop: Shop) -> None:
    """WeasyPrint lays out all notes of a page for each further one."""
    body = "".join(f"<p>{LIGHTWEIGHT}{call(n)}，{LIGHTWEIGHT}{call(n + 1)}。</p>" for n in range(1, 60, 2))
    notes = "".join(fn(n, f"注文{n}") for n in range(1, 61))
    profile = cProfile.Profile()
    profile.runcall(shop.made, body, f"<fn-group>{notes}</fn-group>")
    times = {entry.code: entry.callcount for entry in profile.getstats()}
    assert 60 <= times[foot._laid.__code__] <= 64  # those that might be cut at a page's end are tried
