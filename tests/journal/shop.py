"""A print shop for tests: articles of the sample and articles made up on the spot, laid out once in a process."""

import contextlib
import dataclasses
import functools
import io
import os
import pickle
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint.formatting_structure import boxes

from journal import folder
from journal.ids import ArticleId, IssueId, Language
from journal.jats import read
from journal.layout.engine import Laid
from journal.model import Issue, Journal, Placement, Snapshot
from journal.outputs import Product, pdf

ROOT = Path(__file__).parents[2]
SAMPLE = IssueId("2026-5")
ZH, EN = Language("zh"), Language("en")
LIGHTWEIGHT = "山川异域风月同天寄诸佛子共结来缘"  # sixteen Han characters and no mark


@dataclass
class Bench:
    """What a product may use: files of the sample, or those that are handed in, and what it made before."""

    cache: Path
    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    made: dict[str, bytes] = dataclasses.field(default_factory=dict)

    def read(self, path: str) -> bytes:
        return self.files[path] if path in self.files else (ROOT / path).read_bytes()

    def memo(self, key: str, make: Callable[[], bytes]) -> bytes:
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def known(self, key: str) -> bytes | None:
        return self.made.get(key)


@dataclass(frozen=True)
class Print:
    """An article that has been laid out, and all it was laid out from."""

    bench: Bench
    work: pdf.Alone
    laid: Laid

    @functools.cached_property
    def data(self) -> bytes:
        """Its PDF."""
        return pdf._write_article(self.bench, self.work, self.laid)

    @property
    def findings(self) -> list[str]:
        return [finding.rule for finding in pdf._findings(self.work, self.laid, None)]


def jats(body: str, back: str = "", title: str = "题目", language: str = "zh", front: str = "") -> bytes:
    """An article file with this text."""
    return f"""<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"
    xml:lang="{language}" article-type="research-article"><front><article-meta><title-group><article-title>{title}</article-title>
    </title-group>{front}</article-meta></front><body>{body}</body><back>{back}</back></article>""".encode()


def fn(number: int, text: str) -> str:
    return f'<fn id="fn{number}"><p>{text}</p></fn>'


def call(number: int) -> str:
    return f'<xref ref-type="fn" rid="fn{number}"/>'


class Shop:
    """The sample home, with one cache for the cut faces."""

    def __init__(self, cache: Path, shared: Path) -> None:
        self.cache = cache
        self.shared = shared
        known = {name: os.environ[name] for name in ("HOME", "JOURNAL_FONTS") if name in os.environ}
        self.snapshot: Snapshot = folder.read(ROOT, {**known, "JOURNAL_CACHE": str(cache)}).snapshot
        self.prints: dict[object, Print] = {}

    @functools.cached_property
    def issue(self) -> Issue:
        return dataclasses.replace(self.snapshot.issue(SAMPLE), lock=None)

    def journal(self, language: Language, **style: Any) -> Journal:
        """The sample's journal with another style in one of its editions, or with an edition in another language."""
        journal = self.snapshot.journal
        if language not in journal.languages:
            another = dataclasses.replace(journal.edition(EN), language=language)
            journal = dataclasses.replace(journal, editions=(*journal.editions, another))
        changed = dataclasses.replace(journal.edition(language).style, **style)
        return dataclasses.replace(
            journal,
            editions=tuple(
                dataclasses.replace(edition, style=changed) if edition.language == language else edition
                for edition in journal.editions
            ),
        )

    def sample(self, id: str, language: Language, **style: Any) -> Print:
        """An article of the sample issue, laid out by itself; asked for again, the same."""
        key = (id, language, *style.items())
        if key not in self.prints:
            self.prints[key] = self._set(*self.asked_sample(id, language, **style))
        return self.prints[key]

    def asked_sample(self, id: str, language: Language, **style: Any) -> tuple[Bench, pdf.Alone]:
        slots = next(e.slots for e in self.issue.editions if e.language == language)
        order, slot = next((n, s) for n, s in enumerate(slots, start=1) if s.article == id)
        return Bench(self.cache), pdf.Alone(
            self.journal(language, **style),
            self.snapshot.house,
            self.issue,
            language,
            self.snapshot.article(ArticleId(id)),
            Placement(SAMPLE, language, slot.column, order),
            start=1,
        )

    def made(
        self,
        body: str = "<p>字</p>",
        back: str = "",
        *,
        title: str = "题目",
        language: Language = ZH,
        front: str = "",
        files: Mapping[str, bytes] | None = None,
        start: int = 1,
        **style: Any,
    ) -> Print:
        """An article made up here; `files` lie beside it."""
        return self._set(*self.asked(body, back, title, language, front, files or {}, start, **style))

    def asked(
        self,
        body: str,
        back: str = "",
        title: str = "题目",
        language: Language = ZH,
        front: str = "",
        files: Mapping[str, bytes] | None = None,
        start: int = 1,
        **style: Any,
    ) -> tuple[Bench, pdf.Alone]:
        data = jats(body, back, title, language, front)
        path = "issues/forthcoming/wei-made/article.xml"
        held = files or {}
        article, _ = read.article(data, ArticleId("wei-made"), path, "", dict.fromkeys(held, ""))
        bench = Bench(self.cache, {path: data, **{f"issues/forthcoming/wei-made/{n}": d for n, d in held.items()}})
        journal = self.journal(language, **style)
        return bench, pdf.Alone(journal, self.snapshot.house, None, language, article, None, start)

    def _set(self, bench: Bench, work: pdf.Alone) -> Print:
        return Print(bench, work, pdf._lay_out(bench, pdf._press(work.house, bench), work))

    def edition(self, language: Language) -> Product:
        """All PDFs of an edition of the sample issue: made by one of pytest's processes, read by the others."""
        return _once(
            self.shared / f"{SAMPLE}.{language}.pickle", lambda: pdf.edition(Bench(self.cache), self.work(language))
        )

    def work(self, language: Language) -> pdf.Edition:
        slots = next(e.slots for e in self.issue.editions if e.language == language)
        placed = [
            (self.snapshot.article(slot.article), Placement(SAMPLE, language, slot.column, order))
            for order, slot in enumerate(slots, start=1)
            if language in self.snapshot.article(slot.article).full_text
        ]
        return pdf.Edition(
            self.snapshot.journal,
            self.snapshot.house,
            self.issue,
            language,
            tuple(article for article, _ in placed),
            tuple(placement for _, placement in placed),
            (None,) * len(placed),
        )


def _once(path: Path, make: Callable[[], Product]) -> Product:
    lock = path.with_suffix(".lock")
    with contextlib.suppress(FileExistsError):
        lock.mkdir()
        try:
            product = make()
            path.with_suffix(".new").write_bytes(pickle.dumps(product))
            path.with_suffix(".new").rename(path)
        except BaseException:
            lock.rmdir()
            raise
    for _ in range(2000):
        if path.exists():
            return pickle.loads(path.read_bytes())
        if not lock.exists():
            return _once(path, make)
        time.sleep(0.1)
    return pytest.fail(f"{path} was never made")


# ---------------------------------------------------------------- what is on a laid-out page


@dataclass(frozen=True)
class Line:
    """A line of text: where it and its measure begin and end, in em."""

    page: int
    text: str
    is_last: bool  # of its paragraph
    is_justified: bool
    is_first: bool
    is_chinese: bool
    lead: float  # between the beginning of the measure and its own; −½ if it begins with the empty half of a mark
    gap: float  # between its end and the measure's; negative if it is too long


def lines(laid: Laid) -> list[Line]:
    """Every line of every page, but for the margins'."""
    found = []
    for number, page in enumerate(laid.document.pages, start=1):
        for block in page._page_box.descendants():
            if not isinstance(block, boxes.BlockContainerBox):
                continue
            held = [child for child in block.children if isinstance(child, boxes.LineBox)]
            for line in held:
                leaves = [leaf for leaf in _leaves(line) if not isinstance(leaf, boxes.TextBox) or leaf.text]
                if not leaves:
                    continue
                end = max(leaf.position_x + leaf.margin_width() for leaf in leaves)
                size = block.style["font_size"]
                found.append(
                    Line(
                        number,
                        "".join(leaf.text for leaf in leaves if isinstance(leaf, boxes.TextBox)),
                        line is held[-1] or any(leaf.element_tag == "br" for leaf in line.descendants()),
                        block.style["text_align_all"] == "justify",
                        line is held[0],
                        (block.style["lang"] or "").startswith("zh"),
                        (min(leaf.position_x for leaf in leaves) - block.content_box_x()) / size,
                        (block.content_box_x() + block.width - end) / size,
                    )
                )
    return found


def _leaves(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _leaves(child)
    else:
        yield box


def marks(laid: Laid) -> list[tuple[list[str], list[str]]]:
    """For each page the note marks in its text, and those at its foot, in order."""
    found = []
    for page in laid.document.pages:
        ends: dict[str, dict[Any, str]] = {"call": {}, "marker": {}}
        for box in page._page_box.descendants():
            kind = (getattr(box, "element_tag", None) or "").rpartition("::footnote-")[2]
            if kind in ends and not isinstance(box, boxes.TextBox) and not is_starred(box):
                said = "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))
                ends[kind].setdefault(box.element, said.strip("\u2060"))
        found.append((list(ends["call"].values()), list(ends["marker"].values())))
    return found


def is_starred(box: Any) -> bool:
    """Whether it belongs to a note on author or fund, which has a sign of its own."""
    return box.element is not None and "star" in (box.element.get("class") or "").split()


# ---------------------------------------------------------------- what is in a PDF


def text(data: bytes, *options: str) -> str:
    """What pdftotext reads."""
    said = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True).stdout
    # With -bbox it writes what is beyond the first plane as two surrogates.
    return said.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def bare(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)
