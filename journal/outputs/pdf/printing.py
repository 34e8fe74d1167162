"""What goes to the printing house, and to authors: the edition printed, its cover, notes for the printer, and offprints.

Laid out anew by the same press as the pages on the screen, and so the same pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from journal.errors import Finding, JournalError
from journal.html.issue import Bound, back_page, cover_sheet
from journal.html.offprint import offprint_page
from journal.ids import ArticleId, Language
from journal.model import Colour, Issue, Printing, millimetres
from journal.outputs import Bench, Product, pdf

if TYPE_CHECKING:
    from journal.layout.engine import Laid, Press

ON_THE_COVER = 2  # the pages before the contents, cover and imprint, are printed on the cover's board


def print_paths(issue: Issue, language: Language) -> tuple[str, str, str]:
    """Where the text block, the cover and the notes of an edition stand under `out/`."""
    stem = f"exports/{issue.id}/print/{issue.id}.{language}"
    return f"{stem}.pdf", f"{stem}.cover.pdf", f"{stem}.txt"


def offprint_path(issue: Issue | None, article: ArticleId, language: Language) -> str:
    """Where an article's offprint stands under `out/`."""
    return f"exports/{issue.id if issue else 'forthcoming'}/offprints/{article}.{language}.pdf"


# ---------------------------------------------------------------- the printed edition


def edition(bench: Bench, work: pdf.Edition) -> Product:
    """The text block of an edition, its cover and the notes for the printer; nothing, if one of its articles failed."""
    with pdf._one_at_a_time:
        press = pdf._press(work.house, bench)
        laid, failures, findings = _laid_out(bench, press, work)
        if failures or work.missing:
            return Product({}, failures, findings)
        pages = {id: (one.start, one.start + part.pages - 1) for id, (one, part) in laid.items()}
        files = _printed(press, work, {id: part for id, (_, part) in laid.items()}, pages)
        return Product(dict(zip(print_paths(work.issue, work.language), files, strict=True)), (), findings)


def _laid_out(
    bench: Bench, press: Press, work: pdf.Edition
) -> tuple[dict[str, tuple[pdf.Alone, Laid]], tuple[tuple[str, JournalError], ...], tuple[Finding, ...]]:
    laid: dict[str, tuple[pdf.Alone, Laid]] = {}
    pages: dict[str, tuple[int, int]] = {}
    failures: list[tuple[str, JournalError]] = []
    findings: list[Finding] = []
    for one, locked, length in pdf._in_turn(work, pages):
        id = str(one.article.id)
        pages[id] = (one.start, one.start + length - 1)
        try:
            laid[id] = one, pdf._lay_out(bench, press, one)
        except JournalError as error:
            failures.append((id, error))
            continue
        pages[id] = (one.start, one.start + laid[id][1].pages - 1)
        findings += pdf._findings(one, laid[id][1], locked)
    return laid, tuple(failures), tuple(findings)


def _printed(
    press: Press, work: pdf.Edition, laid: Mapping[str, Laid], pages: Mapping[str, tuple[int, int]]
) -> tuple[bytes, bytes, bytes]:
    from journal.layout.binding import blank, set_page
    from journal.layout.document import write
    from journal.layout.printing import for_press

    volume = pdf._volume(press, work, laid, pages)
    bound = pdf._bound(work, pages)
    printing = work.journal.printing
    front = _without(volume.front, ON_THE_COVER)
    block = (front, *volume.middle)
    if sum(part.pages for part in block) % 2:
        block = (*block, blank(press, bound))  # a leaf has two sides
    count = sum(part.pages for part in block)
    labels = (
        (0, "r", ON_THE_COVER + 1),
        *((at - ON_THE_COVER, style, first) for at, style, first in volume.labels[1:-1]),
    )
    said = pdf.issue_described(work)
    text = for_press(write(block, said, labels, reading=False), printing, printing.colour)
    spine = printing.spine(count)
    tight = set_page(press, work.house, str(work.issue.id), back_page(bound)).pages > 1
    sheet = set_page(
        press, work.house, str(work.issue.id), cover_sheet(bound, spine, millimetres(printing.bleed), tight)
    )
    cover = for_press(write((sheet,), said, ((0, "r", 1),), reading=False), printing, Colour.CMYK)
    notes = "\n".join((*_notes(bound, printing, count, spine, text, cover), ""))
    return text, cover, notes.encode()


def _without(part: Laid, first: int) -> Laid:
    pages = part.document.pages[first:]
    return replace(part, document=part.document.copy(pages), pages=len(pages))


def _notes(bound: Bound, printing: Printing, count: int, spine: float, text: bytes, cover: bytes) -> Iterator[str]:
    """What the printing house must know and the PDFs do not say, in both languages."""
    from journal.layout.printing import left_in_rgb

    width, height = bound.size
    leaves = count // 2
    titles = "　".join(f"{edition.title}" for edition in bound.journal.editions)
    inks = {Colour.GREY: ("单色黑", "black only"), Colour.CMYK: ("四色", "four colours")}[printing.colour]
    yield "付印说明 · Notes for the printing house"
    yield ""
    yield f"刊期 Issue: {titles}　{bound.issue.id}（{bound.language}）"
    yield f"成品尺寸 Trimmed size: {width:g} × {height:g} mm"
    yield f"出血 Bleed: {printing.bleed}；裁切线在出血以外 crop marks beyond it"
    yield f"正文 Text block: {count} 面 pages, {leaves} 张 leaves；{inks[0]} {inks[1]}"
    yield (
        f"书脊 Spine: {spine:g} mm = {leaves} × {printing.paper} + 2 × {printing.cover}；"
        "纸张不同请告知 tell us if your paper differs"
    )
    yield (
        f"封面 Cover: {2 * width + spine:g} × {height:g} mm，四色 four colours；第1面为封四、书脊、封一，第2面为封二、封三 "
        "page 1 back, spine, front; page 2 inside front, inside back"
    )
    for name, data in (("正文 text block", text), ("封面 cover", cover)):
        lasting = left_in_rgb(data)
        if lasting:
            yield (
                f"注意 Note: {name} 中有 {lasting} 幅彩图或渐变仍为 RGB，请按印厂配置转换 "
                f"{lasting} pictures or shadings are in RGB still, to be converted by your profile"
            )
    yield (
        "格式 Format: 字体全部嵌入，设有 TrimBox、BleedBox，无链接、批注与加密；近于 PDF/X，但不声明符合该标准 "
        "fonts embedded, TrimBox and BleedBox set, no links, annotations or encryption; like PDF/X, which is not claimed"
    )
    yield ""
    for path, data in zip(print_paths(bound.issue, bound.language), (text, cover), strict=False):
        yield f"{hashlib.sha256(data).hexdigest()}  {path.rpartition('/')[2]}"


# ---------------------------------------------------------------- offprints


def offprint(bench: Bench, work: pdf.Alone) -> Product:
    """An article's pages with a cover of their own (抽印本)."""
    with pdf._one_at_a_time:
        press = pdf._press(work.house, bench)
        laid = pdf._lay_out(bench, press, work)
        return Product(dict((_offprint(bench, press, work, laid),)), (), tuple(pdf._findings(work, laid, None)))


def offprints(bench: Bench, work: pdf.Edition) -> Product:
    """The offprints of all articles of an edition, at the pages where they stand in it."""
    with pdf._one_at_a_time:
        press = pdf._press(work.house, bench)
        laid, failures, findings = _laid_out(bench, press, work)
        issue = replace(work.issue, editions=())
        files = dict(_offprint(bench, press, replace(one, issue=issue), part) for one, part in laid.values())
        return Product(files, failures, findings)


def _offprint(bench: Bench, press: Press, work: pdf.Alone, laid: Laid) -> tuple[str, bytes]:
    from journal.layout.binding import set_page
    from journal.layout.document import write

    rendition = pdf._rendition(work, work.start, work.start + laid.pages - 1)
    cover = set_page(press, work.house, str(work.article.id), offprint_page(rendition))
    labels = ((0, "r", 1), (cover.pages, "D", work.start))
    data = write(
        (cover, laid),
        pdf.described(work.article, work.journal, work.language),
        labels,
        (pdf._embedded(bench, work, laid),),
    )
    return offprint_path(work.issue, work.article.id, work.language), data


__all__ = ["edition", "offprint", "offprint_path", "offprints", "print_paths"]
