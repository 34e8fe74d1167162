"""Affiliations: the line as it is to be printed, in each language, and what of it is tagged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from journal.ids import ROR, Language
from journal.jats.nodes import Element, attribute, elements, is_element, line, tag
from journal.jats.record import AGAIN, Record
from journal.model import Affiliation, ByLanguage

_DEPARTMENT = re.compile(r"dep(?:t|artment)|division|orgdiv|faculty|school|section|unit|lab", re.IGNORECASE)
_WHOLE_LINE = "original"  # SciELO: the affiliation as the author wrote it, beside its parts
_NOT_A_NAME = (_WHOLE_LINE, "normalized")

# Parts that stand on their own: between two of them something must be printed.
_PARTS = frozenset(
    "institution addr-line city state country postal-code email phone fax uri ext-link named-content".split()
)
_UNPRINTED = frozenset({"label", "institution-id", "fn", "xref", "x"})
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_ENDS = tuple(",;:，；、：（(")
_BEGINS = tuple(",;.:，；。、：）)")


def affiliation(record: Record, element: Element, language: Language, id: str) -> Affiliation:
    """The facts of an `aff` or of `aff-alternatives`; `id` stands for one that has none."""
    record.part(element)
    language = record.language(element, language)
    forms = list(elements(element, "aff")) if tag(element) == "aff-alternatives" else [element]
    read: list[tuple[Language, Affiliation]] = []
    for form in forms:
        own = record.language(form, language)
        if any(own == known for known, _ in read):
            record.excuse(form, AGAIN)
        else:
            record.part(form)
            read.append((own, _one(record, form, own)))
    named = [attribute(named, "id") for named in (element, *forms) if attribute(named, "id")]
    return _joined([each for _, each in read], named[0] if named else id)


def ids(element: Element) -> list[str]:
    """The ids by which contributors may name an `aff` or `aff-alternatives`."""
    return [attribute(each, "id") for each in (element, *elements(element, "aff")) if attribute(each, "id")]


def _joined(forms: list[Affiliation], id: str) -> Affiliation:
    """One affiliation of its forms in several languages."""
    return Affiliation(
        id,
        lines=_all(form.lines for form in forms),
        institutions=_all(form.institutions for form in forms),
        departments=_all(form.departments for form in forms),
        cities=_all(form.cities for form in forms),
        postal_code=next((form.postal_code for form in forms if form.postal_code), ""),
        country=next((form.country for form in forms if form.country), ""),
        ror=next((form.ror for form in forms if form.ror), None),
    )


def _all(texts: Iterable[ByLanguage[str]]) -> ByLanguage[str]:
    return ByLanguage.of(pair for each in texts for pair in each.pairs)


def _one(record: Record, element: Element, language: Language) -> Affiliation:
    found: dict[str, list[Element]] = {}
    for part in element.iter("*"):
        found.setdefault(_kind(part), []).append(part)
    names = found.get("institution") or found.get("normalized") or []
    departments, cities, codes = (found.get(kind, []) for kind in ("department", "city", "postal-code"))
    if _WHOLE_LINE in found:
        printed = line(found[_WHOLE_LINE][0])
        _mark_beside_original(record, element, printed, [*names[:1], *departments, *cities[:1], *codes[:1]])
    else:
        printed = printed_line(element)
        _mark(record, element, _leading_mark(element))
    return Affiliation(
        "",
        _in(language, printed),
        _in(language, _first(names)),
        _in(language, _listed(departments)),
        _in(language, _first(cities)),
        _first(codes),
        _country(found.get("country", [])),
        _ror(record, found.get("institution-id", [])),
    )


def _kind(part: Element) -> str:
    """What a part is: its tag, or for an institution or named content what its type says."""
    kind = attribute(part, "content-type")
    if part.tag == "institution":
        return kind if kind in _NOT_A_NAME else "department" if _DEPARTMENT.match(kind) else "institution"
    return kind if part.tag == "named-content" and kind in ("city", "country", "postal-code") else tag(part)


def _mark(record: Record, element: Element, mark: Element | None) -> None:
    """The words are in the printed line, but for labels and marks: those are left to be named."""
    record.part(element, text=True)
    for child in elements(element):
        if child.tag not in _UNPRINTED and child is not mark:
            _mark(record, child, mark)


def _mark_beside_original(record: Record, element: Element, printed: str, facts: list[Element]) -> None:
    """What is a fact or stands in the line as the author wrote it is read; other parts are left to be named."""
    for child in elements(element):
        if child in facts or (child.tag not in _UNPRINTED and line(child) in printed):
            record.whole(child)
        elif len(child):
            record.part(child)
            _mark_beside_original(record, child, printed, facts)


def _ror(record: Record, ids: list[Element]) -> ROR | None:
    kinds = [(each, attribute(each, "institution-id-type").lower()) for each in ids]
    found = [record.identifier(ROR, each) for each, kind in kinds if kind == "ror" or "ror.org/" in line(each).lower()]
    return next((each for each in found if each), None)


def _country(parts: list[Element]) -> str:
    codes = (attribute(each, "country").upper() for each in parts)
    return next((code for code in codes if re.fullmatch("[A-Z]{2}", code)), "")


def _listed(parts: list[Element]) -> str:
    texts = [line(part) for part in parts]
    return ("，" if _HAN.search("".join(texts)) else ", ").join(filter(None, texts))


def _first(parts: list[Element]) -> str:
    return next((text for text in map(line, parts) if text), "")


def _in(language: Language, text: str) -> ByLanguage[str]:
    return ByLanguage(((language, text),)) if text else ByLanguage()


# ---------------------------------------------------------------- the printed line


def printed_line(element: Element) -> str:
    """The text of an affiliation as one line; parts with nothing between them get what their script puts there."""
    joint = _Joint()
    joint.take(element, _leading_mark(element))
    text = " ".join("".join(joint.pieces).split())
    return re.sub(r"\s+(?=[,;，；])", "", text).strip(",;，；、 ")


def _leading_mark(element: Element) -> Element | None:
    """The `sup` at the beginning, which is the affiliation's mark where there is no `label`."""
    first = next(elements(element), None)
    return first if first is not None and first.tag == "sup" and not (element.text or "").strip() else None


class _Joint:
    """A line in the making: which part ended last and which has begun, while nothing has been said since."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.ended = self.begun = ""

    def take(self, element: Element, mark: Element | None) -> None:
        self._say(element.text or "")
        for child in element:
            if is_element(child) and child.tag not in _UNPRINTED and child is not mark:
                kind = _kind(child) if child.tag in _PARTS else ""
                self.begun = kind or self.begun
                self.take(child, mark)
                self.ended = self.ended or kind
            self._say(child.tail or "")

    def _say(self, text: str) -> None:
        if not text.strip():
            self.pieces.append(text)
            return
        if self.ended and self.begun:
            so_far, text = " ".join("".join(self.pieces).split()), text.lstrip()
            self.pieces = [so_far, _between(self.ended, self.begun, so_far, text)] if so_far else []
        self.ended = self.begun = ""
        self.pieces.append(text)


def _between(before: str, after: str, left: str, right: str) -> str:
    han = bool(_HAN.match(left[-1]) or _HAN.match(right[0]))
    if right.startswith(_BEGINS):
        return ""
    if left.endswith(_ENDS):
        return "" if left[-1] in "，；、：（(" else " "
    if "postal-code" in (before, after) and not (before == "postal-code" and after == "country"):
        return " "
    if han and {before, after} <= {"institution", "department"}:
        return ""
    return "，" if han else ", "
