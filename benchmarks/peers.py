"""Other typesetters on the text of the generated issue: `article(page.html)` as Typst and as XeLaTeX source, and their calls.

Titles, headings, paragraphs, notes, tables as rows of text; the same faces, sheet, size and leading. What a program cannot have
from this text (running heads by article, note numbers by page in Chinese) is left to its own ways: it is their pace that is
compared, not their pages.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from lxml import etree

Element = etree._Element
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


@dataclass(frozen=True)
class Markup:
    """How a typesetter's source says the few things that an article is made of."""

    suffix: str
    head: Callable[[str], str]  # of a language
    tail: str
    heading: Callable[[int, str], str]
    paragraph: Callable[[str], str]
    note: Callable[[str], str]
    escapes: Mapping[str, str]

    def escaped(self, text: str) -> str:
        """Text that means itself."""
        return "".join(self.escapes.get(character, character) for character in re.sub(r"\s+", " ", text))


def article(page: Path, markup: Markup) -> str:
    """The source for the article of a page as `benchmarks.plain` writes it."""
    tree = lxml.html.document_fromstring(page.read_text("utf-8"))
    language = tree.get("lang") or "zh"
    return markup.head(language) + "\n".join(_blocks(tree.find("body"), markup)) + markup.tail


def _blocks(element: Element | None, markup: Markup) -> Iterator[str]:
    for child in element if element is not None else ():
        if not isinstance(child.tag, str) or child.get("class") in ("running", "masthead"):
            continue
        if child.tag in HEADINGS:
            yield markup.heading(HEADINGS[child.tag], _inline(child, markup))
        elif child.tag in ("p", "tr", "li", "figcaption"):
            yield markup.paragraph(_inline(child, markup))
        else:
            yield from _blocks(child, markup)


def _inline(element: Element, markup: Markup) -> str:
    parts = [markup.escaped(element.text or "")]
    for child in element:
        if isinstance(child.tag, str):
            inner = _inline(child, markup)
            is_note = "fn" in (child.get("class") or "").split()
            parts.append(markup.note(inner) if is_note else inner + (" " if child.tag in ("td", "th") else ""))
        parts.append(markup.escaped(child.tail or ""))
    return "".join(parts)


# ---------------------------------------------------------------- Typst

FACES = {"zh": ("Noto Serif CJK SC", "10.5pt"), "en": ("TeX Gyre Termes", "11pt")}


def _typst_head(language: str) -> str:
    face, size = FACES[language]
    return (
        f'#set page(width: 185mm, height: 260mm, margin: 25mm, numbering: "1")\n'
        f'#set text(font: ("TeX Gyre Termes", "{face}"), size: {size}, lang: "{language}")\n'
        f"#set par(justify: true, first-line-indent: 2em, leading: 0.9em)\n\n"
    )


TYPST = Markup(
    ".typ",
    _typst_head,
    "",
    lambda level, text: f"{'=' * level} {text}\n",
    lambda text: f"{text}\n",
    lambda text: f"#footnote[{text}]",
    {character: f"\\{character}" for character in "\\#$*_`<>@~[]=-+/"},
)

# ---------------------------------------------------------------- XeLaTeX

SECTIONS = {1: "section*", 2: "section*", 3: "subsection*", 4: "subsubsection*"}


def _latex_head(language: str) -> str:
    kind, face = ("ctexart", "") if language == "zh" else ("article", "\\usepackage{fontspec}\n")
    options = "[fontset=none,zihao=5]" if language == "zh" else "[11pt]"
    chinese = (
        "\\setCJKmainfont{Noto Serif CJK SC}\n"
        if language == "zh"
        else "\\usepackage{xeCJK}\n\\setCJKmainfont{Noto Serif CJK SC}\n"
    )
    return (
        f"\\documentclass{options}{{{kind}}}\n{face}{chinese}\\setmainfont{{TeX Gyre Termes}}\n"
        "\\usepackage[paperwidth=185mm,paperheight=260mm,margin=25mm]{geometry}\n\\begin{document}\n"
    )


XELATEX = Markup(
    ".tex",
    _latex_head,
    "\n\\end{document}\n",
    lambda level, text: f"\\{SECTIONS[level]}{{{text}}}\n",
    lambda text: f"{text}\n",
    lambda text: f"\\footnote{{{text}}}",
    {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"} | {character: f"\\{character}" for character in "#$%&_{}"},
)  # fmt: skip

# ---------------------------------------------------------------- the programs


@dataclass(frozen=True)
class Peer:
    """A typesetter beside which a cold build is measured, and how many times its CPU that may take."""

    name: str
    program: str
    target: float | None
    commands: Callable[[Path], list[list[str | Path]]]  # of a page.html; what they read is written on the way

    def is_there(self) -> bool:
        """Whether it is installed."""
        return shutil.which(self.program) is not None


def _source(page: Path, markup: Markup) -> Path:
    file = page.with_suffix(markup.suffix)
    file.write_text(article(page, markup), "utf-8")
    return file


def _typst(page: Path) -> list[list[str | Path]]:
    return [["typst", "compile", _source(page, TYPST), page.with_suffix(".typst.pdf")]]


def _xelatex(page: Path) -> list[list[str | Path]]:
    once = ["xelatex", "-interaction=batchmode", f"-output-directory={page.parent}", _source(page, XELATEX)]
    return [once, once]  # notes and references settle in the second


def _vivliostyle(page: Path) -> list[list[str | Path]]:
    sheets = [word for sheet in sorted(page.parent.glob("sheet-?.css")) for word in ("--style", sheet)]
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    return [
        ["vivliostyle", "build", page, *sheets, "--executable-browser", browser, "-o", page.with_suffix(".viv.pdf")]
    ]


def _chromium(page: Path) -> list[list[str | Path]]:
    # It knows no footnote: its notes run in the text.
    return [["chromium", "--headless", "--no-sandbox", f"--print-to-pdf={page.with_suffix('.chromium.pdf')}", page]]


PEERS = (
    Peer("Typst", "typst", 2.5, _typst),
    Peer("XeLaTeX", "xelatex", 1.0, _xelatex),
    Peer("Vivliostyle", "vivliostyle", 1.0, _vivliostyle),
    Peer("Chromium", "chromium", None, _chromium),
)

__all__ = ["PEERS", "TYPST", "XELATEX", "Markup", "Peer", "article"]
