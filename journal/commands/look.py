"""`journal look`: the pages as pictures, and all of them on one sheet."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journal.commands.asked import Asked, asking
from journal.commands.display import Field, display
from journal.commands.named import EITHER, named
from journal.commands.spoken import argument, option, verb, whole
from journal.errors import Bilingual, Refused

if TYPE_CHECKING:
    from PIL import Image

    from journal.build import Report, Selection
    from journal.commands.named import Named

DPI = 80
THUMB, GAP, COLUMNS = 220, 8, 8  # pixels, pixels, and how many pages stand in a row of the sheet
SHEET = "contact.png"
WHOLE = "contact-sheet.png"  # what was last looked at, all its PDFs one under the other


@verb(
    "look",
    said=Bilingual(
        "把一期或一篇的 PDF 画成图片，另拼一张总览。",
        "Pictures of the pages of an issue or article, and a contact sheet.",
    ),
    more=Bilingual(
        "PDF 尚未生成或已过时则先生成。需要 poppler-utils。", "The PDF is made first if need be. Needs poppler-utils."
    ),
)
@argument("name", metavar="ISSUE|ARTICLE", type=EITHER, said=Bilingual("期或文章", "what to look at"))
@option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    said=Bilingual("写到何处（默认：out/look/）", "where to write (default: out/look/)"),
)
@option(
    "--dpi", type=whole(20, 600), default=DPI, said=Bilingual(f"分辨率（默认 {DPI}）", f"resolution (default {DPI})")
)
@asking
def look(asked: Asked, name: str, out: Path | None, dpi: int) -> int:
    """Build, draw, display."""
    from journal.commands import making

    drawer = _pdftoppm()
    reading = asked.read(with_house=True)
    chosen = named(reading, (name,))
    report = making.make(asked, reading, _selection(chosen), asked.home / "out")
    pictures = tuple(
        _drawn(drawer, asked.home / "out" / pdf, (out or asked.home / "out" / "look") / Path(pdf).stem, dpi)
        for pdf in _pdfs(report, chosen)
    )
    paths = tuple(path for one in pictures for path in (one.sheet, *one.pages))
    if out is None and pictures:
        paths = (*paths, _together(pictures, asked.home / "out" / WHOLE))
    display(asked, pictures if asked.json else paths, FIELDS, lambda path: Bilingual(str(path), str(path)))
    return making.tell_failures(asked, report)


@dataclass(frozen=True)
class Pictures:
    """The pictures of a PDF."""

    pdf: Path
    sheet: Path
    pages: tuple[Path, ...]


FIELDS = (
    Field("pdf", Bilingual("PDF", "PDF"), lambda pictures: str(pictures.pdf)),
    Field("sheet", Bilingual("总览", "contact sheet"), lambda pictures: str(pictures.sheet)),
    Field("pages", Bilingual("各页", "pages"), lambda pictures: tuple(map(str, pictures.pages))),
)


def _selection(chosen: Named) -> Selection:
    from journal.build import Selection

    return Selection(chosen.issues, chosen.articles, (("issue-pdf" if chosen.issues else "pdf", None),))


def _pdfs(report: Report, chosen: Named) -> Iterator[str]:
    folder = "public/issues/" if chosen.issues else "public/articles/"
    return (path for path in sorted(report.files) if path.startswith(folder) and path.endswith(".pdf"))


def _pdftoppm() -> str:
    found = shutil.which("pdftoppm")
    if found:
        return found
    raise Refused(
        Bilingual("本机没有 pdftoppm，无法画出页面。", "pdftoppm, which draws the pages, is not on this computer."),
        Bilingual(
            "请安装 poppler-utils：sudo apt-get install poppler-utils，或 brew install poppler。",
            "Install poppler-utils: sudo apt-get install poppler-utils, or brew install poppler",
        ),
    )


# ---------------------------------------------------------------- drawn


def drawn(pdf: Path, folder: Path, dpi: int) -> Pictures:
    """The pictures of a PDF, in a folder that holds nothing else; Refused where they cannot be drawn."""
    return _drawn(_pdftoppm(), pdf, folder, dpi)


def _drawn(drawer: str, pdf: Path, folder: Path, dpi: int) -> Pictures:
    """The pictures of a PDF, in a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = subprocess.run(
        [drawer, "-png", "-r", str(dpi), pdf, folder / "page"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        cause = " ".join(done.stderr.split())
        raise Refused(
            Bilingual(f"pdftoppm 无法画出 {pdf}（{cause}）。", f"pdftoppm could not draw {pdf} ({cause})."),
            Bilingual("请重新生成该 PDF。", "Build that PDF again."),
        )
    pages = tuple(sorted(folder.glob("page-*.png")))
    return Pictures(pdf, _sheet(pages, folder / SHEET), pages)


def _sheet(pages: tuple[Path, ...], target: Path) -> Path:
    """All pages on one picture, in rows."""
    from PIL import Image

    thumbs = [_thumb(page) for page in pages]
    columns = min(COLUMNS, len(thumbs))
    height = max(thumb.height for thumb in thumbs)
    rows = -(-len(thumbs) // columns)
    sheet = Image.new("RGB", (columns * (THUMB + GAP) + GAP, rows * (height + GAP) + GAP), "#888")
    for n, thumb in enumerate(thumbs):
        sheet.paste(thumb, (GAP + n % columns * (THUMB + GAP), GAP + n // columns * (height + GAP)))
    sheet.save(target)
    return target


def _together(pictures: tuple[Pictures, ...], target: Path) -> Path:
    """The sheets of all PDFs on one."""
    from PIL import Image

    sheets = [Image.open(one.sheet) for one in pictures]
    whole = Image.new("RGB", (max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)), "#888")
    y = 0
    for sheet in sheets:
        with sheet:
            whole.paste(sheet, (0, y))
            y += sheet.height
    whole.save(target)
    return target


def _thumb(page: Path) -> Image.Image:
    from PIL import Image

    with Image.open(page) as picture:
        return picture.convert("RGB").resize((THUMB, round(THUMB * picture.height / picture.width)))
