"""What a reading took from a file, so that all it did not take can be named: nothing is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from journal.errors import BadIdentifier, Bilingual, Finding, Level, Place
from journal.ids import Identifier, Language
from journal.jats.nodes import XML, Element, attribute, line, lineno, name, tag

I = TypeVar("I", bound=Identifier)  # noqa: E741  # the usual letter for an identifier's class

NOT_READ = "jats-not-read"
BAD_IDENTIFIER = "bad-identifier"
BAD_DATE = "bad-date"
NO_LANGUAGE = "no-language"

UNUSED = Bilingual("没有页面或数据产品用到它", "no page and no export uses it")
MARK = Bilingual("编号和标记由程序生成", "numbers and marks are generated")
PLACED = Bilingual(
    "卷期、页码和出版日期由期的文件决定", "volume, issue, pages and dates of publication are the issue's"
)
JOURNALS = Bilingual("刊物信息由 journal.toml 决定", "the journal's facts are in journal.toml")
COUNTED = Bilingual("数目由程序计算", "counts are computed")
HEADED = Bilingual("小标题由版式给出", "headings are the page's")
AGAIN = Bilingual("同一语言已有一个在前", "one in this language stands before it")
TYPED = Bilingual("只采用不带类型的一个", "only the one without a type is used")
SEPARATE = Bilingual("保留在全文数据中，但不排印", "kept with the full text, but not printed")
NOT_A_DAY = Bilingual("不是完整的年月日", "it is not a whole date")
ASIDE = Bilingual("它们不是文章内容", "they are no part of the text")

_KEPT = Bilingual("无需处理，它仍留在文件中。", "Nothing to do: it stays in the file.")
_CORRECT = Bilingual("请改正。", "Correct it.")
_GIVE_LANGUAGE = Bilingual("请写明 xml:lang。", "Give an xml:lang.")

# Why an element is not read, where its name alone tells.
_REASONS: dict[str, Bilingual] = {
    **dict.fromkeys(
        "volume volume-id volume-series volume-issue-group issue issue-id issue-title issue-title-group issue-sponsor "
        "issue-part fpage lpage page-range elocation-id pub-date pub-date-not-available isbn supplement".split(),
        PLACED,
    ),
    **dict.fromkeys("journal-meta issn issn-l journal-id journal-title-group publisher".split(), JOURNALS),
    **dict.fromkeys("label sup xref".split(), MARK),
    "counts": COUNTED,
    "title": HEADED,
}
# What may stand between parts of a name or an award without meaning anything.
_PUNCTUATION = re.compile(r"[\s.,;:，；：、·()（）\-–—/]*")


class Record:
    """The reading of one file: marks what was taken, collects findings, and in the end names the rest."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._whole: set[Element] = set()
        self._parts: dict[Element, bool] = {}
        self._excuses: dict[Element, Bilingual] = {}
        self._unspoken: set[Element] = set()  # whose xml:lang is no language

    # -- marking

    def whole(self, *elements: Element) -> None:
        """These are read with all they hold."""
        self._whole.update(elements)

    def part(self, element: Element, *, text: bool = False) -> None:
        """This is known, and its own words are read if `text`; its children count as far as they are marked."""
        self._parts[element] = text

    def excuse(self, element: Element, reason: Bilingual) -> None:
        """This is left out for a reason that its name does not tell."""
        self._excuses[element] = reason

    def text(self, element: Element) -> str:
        """The text of an element that is read with all it holds, as one line."""
        self._whole.add(element)
        return line(element)

    # -- facts that can be wrong

    def identifier(self, kind: type[I], element: Element, text: str | None = None) -> I | None:
        """The identifier that an element holds (or `text` in it), or a finding and None."""
        value = line(element) if text is None else text
        self._whole.add(element)
        try:
            return kind(value)
        except BadIdentifier as error:
            self.find(BAD_IDENTIFIER, Level.ERROR, element, error.message, _CORRECT)
            return None

    def language(self, element: Element, inherited: Language) -> Language:
        """The language of an element: its own xml:lang, else that of what holds it."""
        own = attribute(element, f"{XML}lang")
        if not own or own == inherited or element in self._unspoken:
            return inherited
        try:
            return Language(own)
        except BadIdentifier as error:
            self._unspoken.add(element)
            self.find(BAD_IDENTIFIER, Level.ERROR, element, error.message, _CORRECT)
            return inherited

    def root_language(self, root: Element) -> Language:
        """The article's own language; JATS says that one which is not given is English."""
        if not attribute(root, f"{XML}lang"):
            message = Bilingual(
                "没有 xml:lang，按 JATS 的规定视为 en。", "has no xml:lang and is taken as en, as JATS says."
            )
            self.find(NO_LANGUAGE, Level.WARNING, root, message, _GIVE_LANGUAGE)
        return self.language(root, Language("en"))

    def bad_date(self, element: Element, reason: Bilingual) -> None:
        """A date that cannot be."""
        message = Bilingual("日期“{text}”有误：{reason}。", "The date “{text}” is wrong: {reason}.")
        self.find(BAD_DATE, Level.ERROR, element, message.format(text=_shown(element), reason=reason), _CORRECT)

    # -- findings

    def find(self, rule: str, level: Level, element: Element, message: Bilingual, remedy: Bilingual) -> None:
        """A finding at an element."""
        place = Place(self.path, lineno(element), _path(element))
        self.findings.append(Finding(rule, level, place, message, remedy))

    def leave(self, *elements: Element) -> None:
        """Findings for elements that are left out as they are, one for each kind."""
        self._name(list(elements))

    def sweep(self, *roots: Element) -> None:
        """Findings for all that was not read inside `roots`, one for each kind of element."""
        self._name([element for root in roots for element in self._unread(root)])

    def asides(self, asides: list[Element]) -> None:
        """One finding for all comments and instructions that are left out."""
        if asides:
            count = len(asides)
            zh, en = f"未读取注释和处理指令（{count} 处）：", f"not read: comments and instructions ({count}); "
            self.find(NOT_READ, Level.NOTE, asides[0], Bilingual(zh + ASIDE.zh + "。", en + ASIDE.en + "."), _KEPT)

    def _unread(self, element: Element) -> Iterator[Element]:
        if element in self._whole:
            return
        if element not in self._parts:
            yield element
            return
        if not self._parts[element] and not all(map(_PUNCTUATION.fullmatch, _own_texts(element))):
            yield element
        for child in element.iterchildren("*"):
            yield from self._unread(child)

    def _name(self, elements: list[Element]) -> None:
        kinds: dict[tuple[str, Bilingual], list[Element]] = {}
        for element in elements:
            reason = self._excuses.get(element) or _reason(element)
            kinds.setdefault((_path(element), reason), []).append(element)
        for (_, reason), found in kinds.items():
            texts = "、".join(dict.fromkeys(f"“{self._shown(element)}”" for element in found))
            times = Bilingual(f"（{len(found)} 处）", f" ({len(found)} times)") if len(found) > 1 else Bilingual("", "")
            message = Bilingual("未读取{texts}{times}：{reason}。", "not read: {texts}{times}; {reason}.")
            self.find(NOT_READ, Level.NOTE, found[0], message.format(texts=texts, times=times, reason=reason), _KEPT)

    def _shown(self, element: Element) -> str:
        stray = element in self._parts and element not in self._excuses
        return " … ".join(text.strip() for text in _own_texts(element) if text.strip()) if stray else _shown(element)


def _own_texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _reason(element: Element) -> Bilingual:
    return _REASONS.get(tag(element), UNUSED)


def _path(element: Element) -> str:
    """Where an element stands: its name and those of what holds it, below the article."""
    tags = [tag(step) for step in (element, *element.iterancestors())]
    return "/".join(reversed([each for each in tags if each][:-1])) or tags[0]


def _shown(element: Element) -> str:
    """An element in a message: the beginning of its text, else its attributes, else its name."""
    text = " ".join(" ".join(element.itertext()).split())
    attributes = " ".join(f"{name(key)}={value}" for key, value in element.items())
    # A report is known by its kind and id, anything else by what it says.
    first = f"{attributes}: {text}" if tag(element) in ("sub-article", "response") else text
    shown = first or attributes or tag(element)
    return shown if len(shown) <= 60 else shown[:59] + "…"
