"""Footnotes: marks that agree page by page, notes that stand where they are called, and what is said of those that do not."""

import re
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from journal.errors import BadFile
from journal.ids import Language
from journal.jats.numerals import note_mark
from journal.model import NoteMark, NoteScope
from tests.journal.shop import EN, LIGHTWEIGHT, ZH, Print, Shop, bare, call, fn, is_starred, lines, marks, text

COUNT = 40


def many(shop: Shop, language: Language = ZH, **style: object) -> Print:
    """Short notes on two pages or so, more than ten on one; asked for again, the same."""
    key = ("many", language, *style.items())
    if key not in shop.prints:
        held = LIGHTWEIGHT if language == ZH else "many words of English text and then some "
        body = "".join(f"<p>{held}{call(n)}，{held}{call(n + 1)}。</p>" for n in range(1, COUNT, 2))
        notes = "".join(fn(n, f"注文{n}") for n in range(1, COUNT + 1))
        shop.prints[key] = shop.made(body, f"<fn-group>{notes}</fn-group>", language=language, **style)
    return shop.prints[key]


@pytest.mark.parametrize(
    ("mark", "scope", "language"),
    [
        *((mark, scope, ZH) for mark in NoteMark for scope in NoteScope),
        *((NoteMark.PLAIN, scope, EN) for scope in NoteScope),
    ],
)
def test_marks_agree_on_each_page(shop: Shop, mark: NoteMark, scope: NoteScope, language: Language) -> None:
    made = many(shop, language, notes=mark, scope=scope)
    pages = marks(made.laid)
    late = {page for _, page in made.laid.notes.late} | {page + 1 for _, page in made.laid.notes.late}
    assert [pair for n, pair in enumerate(pages) if pair[0] != pair[1] and n not in late] == []
    assert sum(len(calls) for calls, _ in pages) == made.laid.notes.count == COUNT
    assert max(len(calls) for calls, _ in pages) > 10
    for calls, _ in pages:
        first = 0 if scope is NoteScope.PAGE else calls and numbers(pages).index(calls[0])
        assert calls == [note_mark(number, mark) for number in range(first + 1, first + 1 + len(calls))]
    assert made.laid.notes.cut == ()
    assert [line.text for line in lines(made.laid) if line.gap < -0.1] == []


def numbers(pages: list[tuple[list[str], list[str]]]) -> list[str]:
    return [mark for calls, _ in pages for mark in calls]


@pytest.mark.parametrize("mark", NoteMark)
def test_a_mark_is_as_wide_as_its_place(shop: Shop, mark: NoteMark) -> None:
    """〔10〕 is wider than 〔1〕: where marks start again on each page, nothing may be printed over it."""
    made = many(shop, notes=mark, scope=NoteScope.PAGE)
    widths = [(box.text, natural_width(box) - box.width) for box in calls(made)]
    assert len(widths) == COUNT
    assert [(said, round(over, 2)) for said, over in widths if abs(over) > 0.5] == []


def calls(made: Print) -> list[Any]:
    """The texts of the note marks in the text."""
    every = (box for page in made.laid.document.pages for box in page._page_box.descendants())
    return [box for box in every if isinstance(box, boxes.TextBox) and str(box.element_tag).endswith("::footnote-call")]


def natural_width(box: Any) -> float:
    layout = line_break.Layout(box.style, box.justification_spacing, None)
    layout.set_text(box.text)
    return float(line_break.line_size(layout.get_first_line()[0], box.style)[0])


@pytest.mark.parametrize("mark", NoteMark)
def test_no_mark_begins_a_line(shop: Shop, mark: NoteMark) -> None:
    body = "".join(f"<p>{'字' * n}{f'字字字字字字字{call(n)}' * 12}</p>" for n in range(1, 13))
    made = shop.made(body, f"<fn-group>{''.join(fn(n, '注') for n in range(1, 13))}</fn-group>", notes=mark)
    found = [line.text.strip("\u2060") for line in lines(made.laid) if "字字" in line.text]
    assert len(found) > 30
    assert {start[0] for start in found} == {"字"}


@pytest.mark.slow
def test_marks_of_the_sample_agree(shop: Shop) -> None:
    made = shop.sample("li-water", ZH, notes=NoteMark.CIRCLED, scope=NoteScope.PAGE)
    late = {page for _, page in made.laid.notes.late} | {page + 1 for _, page in made.laid.notes.late}
    pages = marks(made.laid)
    whole = [pair for number, pair in enumerate(pages) if number not in late]
    assert [calls for calls, _ in pages] == [expected(len(calls)) for calls, _ in pages]
    assert [feet for calls, feet in whole if feet != calls] == []
    assert (
        sum(len(feet) for _, feet in pages)
        == sum(len(calls) for calls, _ in pages)
        == made.laid.notes.count - stars(made)
    )
    assert len(whole) > len(late)


def test_marks_agree_in_the_text_of_the_pdf(shop: Shop) -> None:
    """Read as a reader reads it: ①②③ in the text of a page are ①②③ at its foot."""
    made = many(shop, notes=NoteMark.CIRCLED, scope=NoteScope.PAGE)
    pages = [re.findall("[①-⑳㉑-㉟㊱-㊿]", page) for page in text(made.data).split("\f")[:-1]]
    assert made.laid.notes.late == ()
    assert pages == [expected(len(page) // 2) * 2 for page in pages]
    assert sum(map(len, pages)) == 2 * COUNT


def expected(count: int) -> list[str]:
    return [note_mark(number, NoteMark.CIRCLED) for number in range(1, count + 1)]


def stars(made: Print) -> int:
    """The first page's notes on author and fund."""
    return len(
        {box.element for page in made.laid.document.pages for box in page._page_box.descendants() if is_starred(box)}
    )


def test_a_note_with_a_sign_of_its_own_takes_no_number(shop: Shop) -> None:
    front = "<funding-group><funding-statement>某基金资助。</funding-statement></funding-group>"
    made = shop.made(
        f"<p>字{call(1)}字{call(2)}</p>",
        f"<fn-group>{fn(1, '甲')}{fn(2, '乙')}</fn-group>",
        front=front,
        notes=NoteMark.CIRCLED,
        scope=NoteScope.PAGE,
    )
    assert marks(made.laid) == [(["①", "②"], ["①", "②"])]
    assert stars(made) == 1
    assert "*基金项目：某基金资助。①甲②乙" in bare(text(made.data))


def test_a_note_called_in_a_table_a_caption_and_a_heading(shop: Shop) -> None:
    body = f"""<sec id="s"><title>题{call(1)}</title><fig id="f"><caption><title>图题{call(2)}</title></caption></fig>
    <table-wrap id="t"><table><tbody><tr><td>格{call(3)}</td></tr></tbody></table></table-wrap><p>字{call(4)}</p></sec>"""
    made = shop.made(
        body, f"<fn-group>{''.join(fn(n, f'注文{n}') for n in range(1, 5))}</fn-group>", notes=NoteMark.CIRCLED
    )
    assert marks(made.laid) == [(["①", "②", "③", "④"], ["①", "②", "③", "④"])]


# ---------------------------------------------------------------- notes that do not fit


def long(shop: Shop, repeats: int, count: int = 1) -> Print:
    notes = "".join(fn(n, LIGHTWEIGHT * (repeats if n == 1 else 1)) for n in range(1, count + 1))
    body = (
        f"<p>{LIGHTWEIGHT * 20}</p>" * 3
        + f"<p>{LIGHTWEIGHT}{call(1)}{LIGHTWEIGHT * 9}</p>"
        + f"<p>{LIGHTWEIGHT * 20}</p>" * 3
    )
    return shop.made(body, f"<fn-group>{notes}</fn-group>")


def test_a_note_that_fills_half_a_page_is_no_matter(shop: Shop) -> None:
    made = long(shop, 60)
    assert (made.laid.notes.cut, [f for f in made.findings if f != "late-note"]) == ((), [])


def test_a_note_that_cannot_be_cut_fails(shop: Shop) -> None:
    """A drawing in a note that is higher than a page would run off the sheet."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="2000"><rect width="9" height="1999"/></svg>'
    note = '<fn id="fn1"><p>图<graphic xlink:href="tall.svg"/></p></fn>'
    with pytest.raises(BadFile, match="note fn1 runs off page"):
        shop.made(f"<p>{LIGHTWEIGHT}{call(1)}</p>", f"<fn-group>{note}</fn-group>", files={"tall.svg": svg.encode()})


def test_a_note_that_is_set_on_a_later_page_is_reported(shop: Shop) -> None:
    """Three notes of half a page, called in one line: the second is cut, the third has to wait for the next page."""
    notes = "".join(fn(n, LIGHTWEIGHT * 90) for n in (1, 2, 3))
    made = shop.made(
        f"<p>{LIGHTWEIGHT}{call(1)}和{call(2)}和{call(3)}。</p>" + f"<p>{LIGHTWEIGHT * 20}</p>" * 6,
        f"<fn-group>{notes}</fn-group>",
        notes=NoteMark.CIRCLED,
    )
    pages = marks(made.laid)
    called = pages.index((["①", "②", "③"], ["①", "②"]))
    assert pages[called + 1] == ([], ["③"])
    assert (made.laid.notes.late, made.laid.notes.cut, made.findings) == ((("fn3", called),), (), ["late-note"])


# ---------------------------------------------------------------- what notes hold


def test_paragraphs_of_a_note(shop: Shop) -> None:
    """The first begins beside the mark, each further one on a line of its own."""
    note = f'<fn id="fn1"><p>甲{LIGHTWEIGHT}</p><p>乙{LIGHTWEIGHT}</p></fn>'
    made = shop.made(f"<p>字{call(1)}</p>", f"<fn-group>{note}</fn-group>", notes=NoteMark.PLAIN)
    foot = [line.text for line in lines(made.laid) if LIGHTWEIGHT in line.text]
    assert f"1甲{LIGHTWEIGHT}" in bare(text(made.data))
    assert foot == [f"甲{LIGHTWEIGHT}", f"乙{LIGHTWEIGHT}"]


def test_a_list_a_quotation_and_a_formula_stay_in_their_note(shop: Shop) -> None:
    note = """<fn id="fn1"><p>甲<list><list-item><p>一项</p></list-item></list>乙</p><disp-quote><p>引文</p></disp-quote>
    <disp-formula><tex-math>x</tex-math></disp-formula><verse-group><verse-line>诗行</verse-line></verse-group></fn>"""
    made = shop.made(f"<p>正文{call(1)}后文</p><p>另段</p>", f"<fn-group>{note}</fn-group>")
    said = bare(text(made.data))
    assert [said.index(word) for word in ("正文", "后文", "另段", "甲", "一项", "乙", "引文", "诗行")] == sorted(
        said.index(word) for word in ("正文", "后文", "另段", "甲", "一项", "乙", "引文", "诗行")
    )
