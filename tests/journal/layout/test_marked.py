"""A proof's pages are the final pages: nothing moves, each line is known by what it says and where that stands in the file."""

import io
import re
import subprocess
from collections import Counter

import pikepdf
import pytest

from journal.errors import Bilingual
from journal.html.proof import STYLE, Marks, Query, proof_marks
from journal.layout import galley
from journal.layout.marked import marked
from journal.outputs import pdf
from journal.proofs import lines, source
from journal.proofs.lines import NOWHERE, Map
from tests.journal.shop import EN, ZH, Print, Shop, call, fn

pytestmark = pytest.mark.slow
SAMPLES = pytest.mark.parametrize(("id", "language"), [("qiu-ramp", ZH), ("seminar-report", EN)])


def mapped(made: Print) -> tuple[Map, source.Source]:
    text = source.read(made.bench.read(made.work.article.path), made.work.article.path)
    return lines.mapped(galley.strips(made.laid), galley.sizes(made.laid), text, str(made.work.language)), text


def proof(shop: Shop, made: Print, map_: Map) -> bytes:
    queries = (Query(1, 1, 5, "某处", "此处是否有误？"), Query(2, 0, 0, "", "Is this so?"))
    html = proof_marks(map_, Marks(Bilingual("一校样", "first proof"), "2031-0001", queries, frozenset({(1, 3)})))
    press = pdf._press(made.work.house, made.bench)
    return marked(press, made.data, html, made.work.house.template(STYLE), "proof", "2031-0001 1 zh")


def glyphs(data: bytes) -> Counter[str]:
    """Every word with its box, where a page has nothing but the text."""
    found = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    return Counter(re.findall(r"<word .*", found))


@SAMPLES
def test_the_text_of_a_proof_stands_where_that_of_the_final_does(shop: Shop, id: str, language: str) -> None:
    made = shop.sample(id, ZH if language == "zh" else EN)
    map_, _ = mapped(made)
    done = proof(shop, made, map_)
    with pikepdf.open(io.BytesIO(made.data)) as final, pikepdf.open(io.BytesIO(done)) as drawn:
        count = len(final.pages)
        assert len(drawn.pages) == count + 1  # the list of queries
        for one, other in zip(final.pages, list(drawn.pages)[:count], strict=True):
            contents = [stream.read_bytes() for stream in other.Contents]
            assert contents[1] == one.Contents.read_bytes()
            assert [float(edge) for edge in one.mediabox] == [float(edge) for edge in other.mediabox]
        for page in list(drawn.pages)[:count]:  # without what was drawn over them
            page.Contents = page.Contents[1]
        del drawn.pages[count:]
        bare = io.BytesIO()
        drawn.save(bare)
    assert glyphs(bare.getvalue()) == glyphs(made.data)
    said = subprocess.run(["pdftotext", "-", "-"], input=done, capture_output=True, check=True).stdout.decode()
    assert ("Q1" in said, "此处是否有误？" in said, "2031-0001" in said) == (True, True, True)
    assert proof(shop, made, map_) == done


@SAMPLES
def test_each_line_knows_what_it_prints(shop: Shop, id: str, language: str) -> None:
    map_, text = mapped(shop.sample(id, ZH if language == "zh" else EN))
    assert lines.loaded(lines.dumped(map_)) == map_
    printed = [(c, o) for line in map_.lines for c, o in zip(line.text, line.offsets, strict=True) if not c.isspace()]
    known = [(c, o) for c, o in printed if o != NOWHERE]
    assert len(known) > 0.85 * len(printed)
    assert [text.written[o] for _, o in known if text.written[o] != "&"] == [
        c for c, o in known if text.written[o] != "&"
    ]
    for page in range(1, len(map_.sizes) + 1):
        numbers = [line.number for line in map_.lines if line.page == page]
        assert numbers == list(range(1, len(numbers) + 1))


def test_notes_labels_and_marks_find_their_text(shop: Shop) -> None:
    body = f"<sec id='s'><title>渡口</title><p>凡渡者{call(1)}皆得<italic>通行</italic>，见注。</p></sec>"
    map_, text = mapped(shop.made(body, f"<fn-group>{fn(1, '参见某书，第3页。')}</fn-group>"))
    found = {line.text.replace("\u2060", ""): line for line in map_.lines}
    for start in ("凡渡者", "参见某书", "渡口"):
        line = next(line for said, line in found.items() if start in said)
        at = line.text.index(start)
        assert text.written[line.offsets[at] :].startswith(start)
        assert map_.where(line.offsets[at]) == (line.page, line.number)


def test_only_what_changed_has_a_bar(shop: Shop) -> None:
    words = [f"<p>第{number}段，凡渡者皆得通行。</p>" for number in range(1, 6)]
    old, _ = mapped(shop.made("".join(words)))
    new, _ = mapped(shop.made("".join([*words[:2], words[2].replace("皆得", "都得"), *words[3:]])))
    (bar,) = lines.changed(old, new)
    assert "第3段" in new.line(*bar).text
    assert lines.changed(old, old) == frozenset()
