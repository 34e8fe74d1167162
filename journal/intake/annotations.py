"""What a reader marked in the PDF of a proof: highlights, strike-outs, underlines, insertions and notes, as corrections of the text under them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from journal.errors import BadFile, Bilingual, Place, Refused
from journal.proofs.form import ABOUT, DELETE, WrongForm
from journal.proofs.lines import NOWHERE, Line, Map
from journal.proofs.source import Block, Source

MARKS = {
    "/Highlight": Bilingual("高亮", "highlight"),
    "/Underline": Bilingual("下划线", "underline"),
    "/Squiggly": Bilingual("波浪线", "squiggly line"),
    "/StrikeOut": Bilingual("删除线", "strike-out"),
    "/Caret": Bilingual("插入符", "insertion"),
    "/Text": Bilingual("附注", "note"),
    "/FreeText": Bilingual("文字框", "text box"),
}
MOST = 5_000  # annotations of one PDF
REACH = 9.0  # points from a line within which an insertion or a note belongs to it
CHANGE = re.compile(
    r"\s*(?:→|=>|->|改为|改成|应为|change to|replace with|should be)\s*[:：]?\s*(.+)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark of a reader, as the text under it and what it is to become."""

    page: int
    line: int
    start: int
    end: int
    old: str
    new: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Overlooked:
    """A mark of which no correction could be made: on which page, what it is, why."""

    page: int
    what: Bilingual
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class _Mark:
    """An annotation of the file: its subtype, the boxes it covers (left, top, right, bottom; from the top), what it says."""

    page: int
    kind: str
    boxes: tuple[tuple[float, float, float, float], ...]
    says: str
    number: int
    answers: int  # the number of the annotation that it is grouped with, or 0


def annotated(
    data: bytes, file: str, about: str, map_: Map, source: Source
) -> tuple[tuple[Annotation, ...], tuple[Overlooked, ...]]:
    """The corrections that the marks in a PDF of the proof `about` mean, and the marks of which none could be made.

    WrongForm for another PDF, BadFile for a damaged one, Refused for one that is encrypted or has too many marks.
    """
    marks = _joined(_marks(data, file, about, map_))
    found: list[Annotation] = []
    missed: list[Overlooked] = []
    reader = _Reader(map_, source)
    by_number = {mark.number: mark for mark in marks}
    replaced = {mark.answers for mark in marks if mark.kind == "/StrikeOut"}
    for mark in marks:
        if mark.kind not in MARKS or (mark.kind == "/Caret" and mark.number in replaced):
            continue  # an insertion in the place of what is struck out: the strike-out says both
        try:
            found.append(reader.read(mark, by_number.get(mark.answers)))
        except LookupError as error:
            missed.append(Overlooked(mark.page, MARKS[mark.kind], error.args[0]))
    return tuple(found), tuple(missed)


def _joined(marks: list[_Mark]) -> list[_Mark]:
    """The marks, each with what was said in reply to it; the replies themselves are none."""
    replies: dict[int, list[str]] = {}
    for mark in marks:
        if mark.answers and mark.kind == "/Text":
            replies.setdefault(mark.answers, []).append(mark.says)
    return [
        replace(mark, says=" ".join(filter(None, (mark.says, *replies.get(mark.number, ())))))
        for mark in marks
        if not (mark.answers and mark.kind == "/Text")
    ]


def _marks(data: bytes, file: str, about: str, map_: Map) -> list[_Mark]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            said = str(pdf.docinfo.get(ABOUT, "")) if pdf.trailer.get("/Info") is not None else ""
            if said != about:
                reason = Bilingual(
                    f"这份 PDF 不是该校样（{about}）。" if not said else f"这份 PDF 是另一校样（{said}）的。",
                    f"this PDF is not the proof {about}." if not said else f"this PDF is of another proof ({said}).",
                )
                raise WrongForm(file, reason)
            count = sum(len(page.get("/Annots", ())) for page in pdf.pages)
            if count > MOST:
                raise Refused(
                    Bilingual(f"{file}：批注超过 {MOST} 条。", f"{file}: there are more than {MOST} annotations."),
                    Bilingual("请只批注有误之处。", "Mark what is wrong, and no more."),
                )
            return list(_read(pdf, len(map_.sizes)))
    except pikepdf.PasswordError:
        raise Refused(
            Bilingual(f"{file}：文件已加密。", f"{file}: it is encrypted."),
            Bilingual("请取消密码后重新保存。", "Save it anew without a password."),
        ) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadFile(
            Place(file),
            Bilingual(f"PDF 已损坏（{error}）。", f"the PDF is damaged ({error})."),
            Bilingual("请重新保存，或改用勘误表。", "Save it anew, or use the form for corrections."),
        ) from None


def _read(pdf: Any, pages: int) -> Iterator[_Mark]:
    numbers: dict[tuple[int, int], int] = {}
    held: list[tuple[int, Any, Any]] = []
    for number, page in enumerate(pdf.pages, start=1):
        for each in page.get("/Annots", ()):
            if number > pages or not hasattr(each, "get"):
                continue
            numbers[each.objgen] = len(held) + 1
            held.append((number, page, each))
    for at, (number, page, each) in enumerate(held, start=1):
        kind = str(each.get("/Subtype", ""))
        box = [float(one) for one in page.mediabox]
        reply = each.get("/IRT")
        answers = numbers.get(reply.objgen, 0) if reply is not None and hasattr(reply, "objgen") else 0
        yield _Mark(number, kind, tuple(_boxes(each, box)), _said(each), at, answers)


def _said(each: Any) -> str:
    return " ".join(str(each.get("/Contents", "")).split())


def _boxes(each: Any, page: Sequence[float]) -> Iterator[tuple[float, float, float, float]]:
    """What an annotation covers, from the page's upper left corner: its quads, or its rectangle."""
    numbers = [float(one) for one in each.get("/QuadPoints", ())]
    corners = [numbers[at : at + 8] for at in range(0, len(numbers) - 7, 8)]
    if not corners and (rect := each.get("/Rect")) is not None:
        corners = [[float(one) for one in rect]]
    for points in corners:
        xs, ys = points[0::2], points[1::2]
        yield min(xs) - page[0], page[3] - max(ys), max(xs) - page[0], page[3] - min(ys)


class _Reader:
    """Finds what of the file lies under marks."""

    def __init__(self, map_: Map, source: Source) -> None:
        self.map = map_
        self.source = source
        self.ends = {one.start: one.end for block in source.blocks for one in block.ranges}

    def read(self, mark: _Mark, partner: _Mark | None) -> Annotation:
        """A mark as a correction; LookupError says why there is none."""
        if mark.kind == "/Caret":
            return self._inserted(mark)
        if mark.kind in ("/Text", "/FreeText"):
            return self._noted(mark)
        block, first, last, line = self._under(mark)
        old = block.text[first:last]
        start, end = block.ranges[first].start, block.ranges[last - 1].end
        says = mark.says or (partner.says if partner and partner.kind != mark.kind else "")
        change = CHANGE.fullmatch(says)
        if mark.kind == "/StrikeOut":
            if partner and partner.kind == "/Caret":
                return Annotation(mark.page, line, start, end, old, _word(partner.says))
            new = change[1] if change else ""
            comment = "" if change or says.strip() == old else says
            return Annotation(mark.page, line, start, end, old, new, comment)
        if not says:
            raise LookupError(Bilingual(f"“{old}”上没有写明意见", f"nothing is said of “{old}”"))
        if change or DELETE.fullmatch(says):
            return Annotation(mark.page, line, start, end, old, _word(change[1]) if change else "")
        return Annotation(mark.page, line, start, end, old, old, says)

    def _under(self, mark: _Mark) -> tuple[Block, int, int, int]:
        offsets: list[int] = []
        number = 0
        for left, top, right, bottom in mark.boxes:
            for line in self._lines(mark.page):
                if top <= (line.top + line.bottom) / 2 <= bottom or line.top <= (top + bottom) / 2 <= line.bottom:
                    held = [line.offsets[at] for at in line.held(left, right) if line.offsets[at] != NOWHERE]
                    offsets += held
                    number = number or (line.number if held else 0)
        if not offsets:
            raise LookupError(Bilingual("下面没有文章的文字", "there is no text of the article under it"))
        return (*self._block(min(offsets), max(offsets)), number)

    def _block(self, first: int, last: int) -> tuple[Block, int, int]:
        try:
            return self.source.at(first, self.ends[last])
        except LookupError:
            raise LookupError(
                Bilingual("跨了两段文字，请分段标记", "it goes over two paragraphs; mark each by itself")
            ) from None

    def _lines(self, page: int) -> list[Line]:
        return [line for line in self.map.lines if line.page == page]

    def _near(self, mark: _Mark) -> tuple[Line, float]:
        left, top, right, bottom = mark.boxes[0] if mark.boxes else (0.0, 0.0, 0.0, 0.0)
        middle, x = (top + bottom) / 2, (left + right) / 2
        distance = {line: max(line.top - middle, middle - line.bottom, 0.0) for line in self._lines(mark.page)}
        line = min(distance, key=lambda one: distance[one], default=None)
        if line is None or distance[line] > REACH or not line.starts:
            raise LookupError(Bilingual("近旁没有文章的文字", "there is no text of the article near it"))
        return line, x

    def _inserted(self, mark: _Mark) -> Annotation:
        """New words at a point: written as the character before it (or after, at a line's beginning) with them."""
        line, x = self._near(mark)
        new = _word(mark.says)
        if not new:
            raise LookupError(Bilingual("没有写明插入什么", "it does not say what to put in"))
        known = [at for at, offset in enumerate(line.offsets) if offset != NOWHERE]
        before = [at for at in known if line.edges[at + 1] <= x + 1]
        at = before[-1] if before else known[0]
        block, first, last = self._block(line.offsets[at], line.offsets[at])
        old = block.text[first:last]
        return Annotation(
            mark.page, line.number, block.ranges[first].start, block.ranges[last - 1].end, old,
            old + new if before else new + old,
        )  # fmt: skip

    def _noted(self, mark: _Mark) -> Annotation:
        """A note beside a line: a word about the characters of it that belong to one text."""
        line, _ = self._near(mark)
        if not mark.says:
            raise LookupError(Bilingual("附注是空的", "it is empty"))
        block, first, last = self._first(line)
        old = block.text[first:last]
        start, end = block.ranges[first].start, block.ranges[last - 1].end
        return Annotation(mark.page, line.number, start, end, old, old, mark.says)

    def _first(self, line: Line) -> tuple[Block, int, int]:
        """The text with which a line begins, as far as it is on the line."""
        starts = line.starts
        for count in range(len(starts), 0, -1):
            try:
                return self.source.at(min(starts[:count]), self.ends[max(starts[:count])])
            except LookupError:
                continue
        raise LookupError(Bilingual("近旁没有文章的文字", "there is no text of the article near it"))


def _word(text: str) -> str:
    return text.strip()


__all__ = ["MARKS", "Annotation", "Overlooked", "annotated"]
