"""The form on which a reader of a proof says what is wrong: written as text with its head, and read when it comes back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import ClassVar, NoReturn

from journal.errors import BadFile, Bilingual, JournalError, Place
from journal.proofs.corrections import KINDS, MAX_TEXT, Kind

ABOUT = "/ProofOf"  # in the Info dictionary of a PDF of the proof: by it a copy that comes back is known
BLANKS = 12  # rows to be filled in
TITLE = Bilingual("校样勘误表", "Corrections of a proof")
LEAVE = Bilingual("方框内各行请勿改动。", "Please leave the lines of this head as they are.")
EXPLAINED = (
    Bilingual(
        "每处一条：页、行见校样页边；“原文”照抄有误的文字，“改为”写改后的文字。",
        "One entry a place: page and line as in the margins; under “old” copy the words at fault, under “new” what they become.",
    ),
    Bilingual("删去某处，“改为”写“（删去）”；版式、图片问题写在“说明”。", "To delete, write “(delete)” under “new”; say under “comment” what is wrong with lay-out or figures."),
    Bilingual("编辑提问的答复写在该条的“说明”；没有改动，原样寄回。", "Answer a query under “comment”; with nothing to correct, send the form back as it is."),
)  # fmt: skip
DELETE = re.compile(r"[（(\[【]?\s*(?:删去?|删除|delete|del)\s*[)）\]】]?", re.IGNORECASE)
LABELS: Mapping[str, Bilingual] = {
    "page": Bilingual("页", "Page"),
    "line": Bilingual("行", "Line"),
    "old": Bilingual("原文", "Old"),
    "new": Bilingual("改为", "New"),
    "kind": Bilingual("类别", "Kind"),
    "query": Bilingual("提问", "Query"),
    "comment": Bilingual("说明", "Comment"),
}
HEAD: Mapping[str, Bilingual] = {
    "manuscript": Bilingual("稿件", "Manuscript"),
    "article": Bilingual("文章", "Article"),
    "number": Bilingual("校次", "Proof"),
    "language": Bilingual("语言", "Language"),
    "pages": Bilingual("校样", "Pages"),
    "reader": Bilingual("校阅人", "Reader"),
    "check": Bilingual("校验", "Check"),
}
_RULE = "=" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """Which proof a form is of, and whose; `check` shows that nobody changed it."""

    manuscript: str
    article: str
    number: int
    language: str
    pages: str  # the first characters of the sha256 of the pages
    reader: str
    check: str = ""

    @property
    def sealed(self) -> Head:
        """The head with its check."""
        return replace(self, check=self._sum())

    @property
    def is_whole(self) -> bool:
        """Whether the check is that of the other lines."""
        return self.check == self._sum()

    def _said(self) -> tuple[object, ...]:
        return tuple(getattr(self, one.name) for one in fields(self) if one.name != "check")

    def _sum(self) -> str:
        return hashlib.sha256("\n".join(map(str, self._said())).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as somebody filled it in."""

    entry: int
    page: int
    line: int
    old: str
    new: str
    kind: Kind
    query: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form that came back."""

    head: Head
    rows: tuple[Row, ...]


@dataclass(eq=False)
class WrongForm(JournalError):
    """A form that is not of the proof it is handed in for, or whose head was changed."""

    file: str
    reason: Bilingual
    zh: ClassVar[str] = "{file}：{reason}"
    en: ClassVar[str] = "{file}: {reason}"
    fix_zh: ClassVar[str] = "请用随该校样寄出的勘误表填写。"
    fix_en: ClassVar[str] = "Fill in the form that was sent with that proof."


# ---------------------------------------------------------------- written


def label(text: Bilingual) -> str:
    """A label in both languages, as the form has it."""
    return f"{text.zh} {text.en}"


def kinds() -> str:
    """The kinds of corrections, in both languages."""
    return " / ".join(f"{said.zh} {kind}" for kind, said in KINDS.items())


def prefilled(queries: Sequence[tuple[int, int, int, str]]) -> Iterator[Mapping[str, str]]:
    """The entries of a fresh form: one for the answer to each query (number, page, line, question), then blank ones."""
    for number, page, line, question in queries:
        place = {"page": str(page or ""), "line": str(line or "")}
        yield {**place, "kind": str(Kind.ANSWER), "query": str(number), "asked": question}
    for _ in range(BLANKS):
        yield {}


def text(head: Head, queries: Sequence[tuple[int, int, int, str]] = ()) -> str:
    """A fresh form as plain text; `queries` are (number, page, line, question)."""
    sealed = head.sealed
    lines = [f"{TITLE.zh} · {TITLE.en}", _RULE, f"{LEAVE.zh} {LEAVE.en}"]
    lines += [f"{label(said)}: {getattr(sealed, name)}" for name, said in HEAD.items()]
    lines += [_RULE, *(f"{said.zh}\n{said.en}" for said in EXPLAINED), f"{label(LABELS['kind'])}: {kinds()}", ""]
    for number, entry in enumerate(prefilled(queries), start=1):
        lines.append(f"--- {number} ---")
        if entry.get("asked"):
            lines.append(f"# Q{entry['query']} {entry['asked']}")
        lines += [f"{label(said)}: {entry.get(name, '')}".rstrip() + " " for name, said in LABELS.items()]
        lines.append("")
    return "\n".join(lines)


# ---------------------------------------------------------------- read

_LINE = re.compile(
    "|".join(f"(?P<{name}>{said.zh}\\s*{said.en})" for name, said in {**HEAD, **LABELS}.items()), re.IGNORECASE
)
_ENTRY = re.compile(r"[-—–]{2,}\s*([0-9]+)\s*[-—–]{2,}\s*")


def read_text(data: str, file: str) -> Form:
    """The form that somebody filled in; WrongForm for a head that is not whole, BadFile naming the entry at fault."""
    head: dict[str, str] = {}
    entries: list[tuple[int, dict[str, str]]] = []
    name = ""
    for line in data.replace("\r\n", "\n").split("\n"):
        if found := _ENTRY.fullmatch(line.strip()):
            entries.append((int(found[1]), {}))
            name = ""
            continue
        if line.startswith("#") or set(line.strip()) == {"="}:
            name = ""
            continue
        where = entries[-1][1] if entries else head
        labelled = _LINE.match(line.strip())
        rest = line.strip()[labelled.end() :].lstrip() if labelled else ""
        if labelled and rest[:1] in (":", "："):
            known = labelled.lastgroup or ""
            if known in (LABELS if entries else HEAD):
                name = known
                where[name] = rest[1:].strip()
                continue
        if name and entries and line.strip():
            where[name] = f"{where[name]} {line.strip()}".strip()
    return form(head, entries, file)


def form(head: Mapping[str, str], entries: Iterable[tuple[int, Mapping[str, str]]], file: str) -> Form:
    """A form from what stands in its fields; WrongForm, BadFile."""
    made = _head(head, file)
    rows = tuple(row for number, entry in entries if (row := _row(number, entry, file)) is not None)
    return Form(made, rows)


def _head(said: Mapping[str, str], file: str) -> Head:
    missing = [label(HEAD[name]) for name in HEAD if not said.get(name)]
    if missing:
        listed = ", ".join(missing)
        raise WrongForm(file, Bilingual(f"表头缺少：{listed}。", f"its head lacks {listed}."))
    number = said["number"]
    head = Head(
        said["manuscript"], said["article"], int(number) if number.isascii() and number.isdigit() else 0, said["language"],
        said["pages"], said["reader"], said["check"],
    )  # fmt: skip
    if not head.is_whole:
        raise WrongForm(
            file, Bilingual("表头被改动过，与校验码不符。", "its head was changed: the check does not fit.")
        )
    return head


def _row(number: int, said: Mapping[str, str], file: str) -> Row | None:
    """An entry; None for one that is blank, or a query that nobody answered."""
    old, new, comment = (said.get(name, "").strip() for name in ("old", "new", "comment"))
    if not (old or new or comment):
        return None
    query = _number(said.get("query", "").lstrip("Qq"), "query", number, file)
    kind = _kind(said.get("kind", ""), bool(query), number, file)
    if max(len(old), len(new), len(comment)) > MAX_TEXT:
        _wrong(file, number, f"文字超过 {MAX_TEXT} 字。", f"it is longer than {MAX_TEXT} characters.")
    page, line = (_number(said.get(name, ""), name, number, file) for name in ("page", "line"))
    if new and not old:
        _wrong(file, number, "有“改为”而没有“原文”。", "it has new words and no old ones.")
    if old and not new and not comment:
        _wrong(file, number, "没有“改为”；要删去请写“（删去）”。", "it has no new words; to delete, write “(delete)”.")
    if DELETE.fullmatch(new):
        new = ""
    elif not new:
        new = old  # the words stay: what is wrong stands in the comment
    return Row(number, page, line, old, new, kind, query, comment)


def _kind(said: str, is_answer: bool, number: int, file: str) -> Kind:
    word = said.strip().lower()
    if not word:
        return Kind.ANSWER if is_answer else Kind.TEXT
    named = {
        name.lower(): kind for kind, text_ in KINDS.items() for name in (kind, text_.zh, text_.en, f"{text_.zh} {kind}")
    }
    if word not in named:
        _wrong(file, number, f"没有“{said}”这一类别：{kinds()}。", f"“{said}” is no kind: {kinds()}.")
    return named[word]


def _number(said: str, name: str, number: int, file: str) -> int:
    digits = re.sub(r"[第页行.．pPlL\s]", "", said)
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        what = LABELS[name]
        _wrong(
            file, number, f"“{what.zh}”应为数字，写的是“{said}”。", f"“{what.en}” should be a number, and is “{said}”."
        )
    return int(digits)


def _wrong(file: str, number: int, zh: str, en: str) -> NoReturn:
    raise BadFile(
        Place(file, 0, f"{number}"),
        Bilingual(f"第 {number} 条：{zh}", f"entry {number}: {en}"),
        Bilingual(
            "改正后再登记，其余各条不必重填。", "Correct it and hand the form in again; the other entries may stay."
        ),
    )


__all__ = [
    "HEAD",
    "LABELS",
    "TITLE",
    "Form",
    "Head",
    "Row",
    "WrongForm",
    "form",
    "kinds",
    "label",
    "prefilled",
    "read_text",
    "text",
]
