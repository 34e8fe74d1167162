"""Corrections find their place exactly, change nothing beside it, and what they made compares as accepted and no more."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal.proofs.comparison import differences
from journal.proofs.corrections import (
    Correction,
    FoundTwice,
    Kind,
    NotFound,
    NothingChanged,
    Overlap,
    RangeChanged,
    all_edits,
    applied,
    located,
)
from journal.proofs.source import Range, Source, read

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- 一 -->\n<article xmlns:xlink="x" xml:lang="zh">\n'
FRONT = """  <front><article-meta><title-group><article-title>论渡口</article-title></title-group>
    <contrib-group><contrib><name><surname>Ferry</surname><given-names>Jo</given-names></name></contrib></contrib-group>
  </article-meta></front>
"""
BODY = """  <body><sec id="s1"><title>渡口与通行</title>
    <p>凡渡者，皆得<italic>通行</italic>。<xref ref-type="fn" rid="f1"/>渡口 A &amp; B 两处，
      皆然。<fn id="f2"><p>见《渡口志》。</p></fn>再渡。</p></sec></body>
  <back><fn-group><fn id="f1"><p>参见 <italic>Ferries</italic>, at 3.</p></fn></fn-group></back>
"""
ENGLISH = """  <sub-article article-type="translation" xml:lang="en"><body><p>Whoever crosses may pass. Whoever crosses may
    pass.</p></body></sub-article>
</article>
"""
DATA = (HEAD + FRONT + BODY + ENGLISH).encode()


def source(data: bytes = DATA) -> Source:
    return read(data, "article.xml")


def correction(old: str, new: str, language: str = "zh", id: int = 1, kind: Kind = Kind.TEXT) -> Correction:
    place = located(source(), old, language)
    return Correction(id, place.start, place.end, old, new, kind)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("皆得通行", "都可通行", "，皆得<italic>", "，都可<italic>"),  # across formatting, which stays
        ("皆得通行。", "皆得。", "<italic>通行</italic>。", "。"),  # formatting with nothing in it goes
        ("通行。①渡口", "通行。①津渡", 'rid="f1"/>渡口', 'rid="f1"/>津渡'),  # past the mark of a note, as it is printed
        ("通行。渡口", "通行；渡口", "</italic>。<xref", "</italic>；<xref"),  # and as the file reads
        ("A & B 两处", "A < B 两处", "A &amp; B", "A &lt; B"),
        ("两处，皆然", "两处皆然", "两处，\n      皆然", "两处\n      皆然"),  # over a line of the file
        ("再渡", "再三渡", "再渡", "再三渡"),  # after a note in the midst of the text
        ("然。再渡", "然，再渡", "然。<fn", "然，<fn"),
        ("《渡口志》", "《津渡志》", "《渡口志》", "《津渡志》"),
        ("Ferries, at 3", "Ferries, at 30", "at 3.", "at 30."),
        ("Jo", "Joe", "Jo</given-names>", "Joe</given-names>"),  # metadata through the same door
        ("Ferry Jo", "Ferry Ann", ">Jo<", ">Ann<"),  # a space that no file holds
        ("论渡口", "论津渡", "论渡口", "论津渡"),
        ("通行。", "某通行。", "<italic>通行", "<italic>某通行"),  # put in at the range's beginning, inside it
    ],
)
def test_the_least_is_changed(old: str, new: str, before: str, after: str) -> None:
    assert applied(source(), [correction(old, new)]).decode() == DATA.decode().replace(before, after, 1)


def test_an_old_text_stands_in_one_place_or_says_why_not() -> None:
    with pytest.raises(NotFound):
        located(source(), "没有的字", "zh")
    with pytest.raises(FoundTwice) as found:
        located(source(), "渡口", "zh")
    assert found.value.count == 4
    with pytest.raises(NotFound):
        located(source(), "crosses", "zh")
    with pytest.raises(FoundTwice):
        located(source(), "crosses", "en")


def test_a_printed_line_tells_which_of_several() -> None:
    text = source().written
    second = text.index("Whoever", text.index("Whoever") + 1)
    line = [Range(second, second + 12)]
    assert located(source(), "Whoever", "en", line) == Range(second, second + 7)
    with pytest.raises(NotFound):
        located(source(), "pass.", "en", [Range(text.index("凡渡"), text.index("凡渡") + 5)])


def test_what_the_program_prints_cannot_be_corrected() -> None:
    with pytest.raises(NothingChanged):
        applied(source(), [correction("通行。①渡口", "通行。渡口")])


def test_two_corrections_of_one_place_are_refused() -> None:
    one, other = correction("皆得", "都得", id=4), correction("渡者，皆", "渡者，均", id=7)
    with pytest.raises(Overlap) as found:
        applied(source(), [one, other])
    assert (found.value.one, found.value.other) == (4, 7)


def test_a_range_that_changed_meanwhile_is_refused() -> None:
    made = correction("再渡", "再三渡")
    with pytest.raises(RangeChanged):
        applied(source(DATA.replace("再渡".encode(), "复渡".encode())), [made])
    with pytest.raises(RangeChanged):
        applied(source(DATA.replace("一".encode(), "一二".encode(), 1)), [made])


# ---------------------------------------------------------------- new against old


def test_the_new_file_is_the_old_one_with_what_was_accepted() -> None:
    chosen = [correction("再渡", "再三渡", id=1), correction("论渡口", "论津渡", id=2)]
    assert differences(source(), applied(source(), chosen), chosen) == ()


def test_a_change_that_nobody_accepted_is_named_and_one_that_is_missing() -> None:
    chosen = [correction("再渡", "再三渡", id=1), correction("论渡口", "论津渡", id=2)]
    only_one = applied(source(), chosen[:1])
    (missing,) = differences(source(), only_one, chosen)
    assert (missing.correction, "论渡口" in missing.found, "论津渡" in missing.expected) == (2, True, True)
    (more,) = differences(source(), applied(source(), chosen).replace("凡渡者".encode(), "凡过者".encode()), chosen)
    assert (more.correction, "凡渡者" in more.expected, "凡过者" in more.found) == (0, True, True)


def test_the_layout_is_put_right_in_the_mark_up_alone() -> None:
    chosen = [correction("凡渡者", "凡渡者", kind=Kind.LAYOUT)]
    bold = DATA.replace("凡渡者".encode(), "<bold>凡</bold>渡者".encode())
    assert differences(source(), bold, chosen) == ()
    assert len(differences(source(), bold, [])) == 1
    assert len(differences(source(), DATA.replace("凡渡者".encode(), "<bold>凡</bold>渡人".encode()), chosen)) >= 1


LETTERS = st.text(alphabet="渡口津通行者皆，。 Aab&<>“”", min_size=0, max_size=6)
SPOTS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 5), LETTERS), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy box is slow
@given(SPOTS)
def test_what_is_applied_is_all_that_changed(spots: list[tuple[int, int, str]]) -> None:
    """For any corrections that can be made together: outside their ranges each byte stays, and comparing finds nothing."""
    text = source()
    chosen: list[Correction] = []
    for number, (at, length, new) in enumerate(spots, start=1):
        block = text.blocks[at % len(text.blocks)]
        first = at % len(block.text)
        last = min(first + length, len(block.text))
        old = block.text[first:last]
        if not old.strip() or old != old.strip():
            continue
        one = Correction(number, block.ranges[first].start, block.ranges[last - 1].end, old, new)
        try:
            all_edits(text, [*chosen, one])
        except (Overlap, NothingChanged):
            continue
        chosen.append(one)
    made = applied(text, chosen)
    kept, done = [], 0
    for edit in all_edits(text, chosen):
        kept.append(text.written[done : edit.start])
        done = edit.end
    rest, at = made.decode(), 0
    for piece in [*kept, text.written[done:]]:
        at = rest.index(piece, at) + len(piece)
    assert at == len(rest)
    assert differences(text, made, chosen) == ()
