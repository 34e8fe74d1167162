"""How a PDF's structure is written: a paragraph holds its lines itself.

WeasyPrint wraps each piece of text on each line in a structure element of its own, which says nothing and makes a fifth
of an issue's bytes. They are taken out: what they marked belongs to the element they stood in.
"""

from __future__ import annotations

from typing import Any

import pydyf
import weasyprint.pdf

PLAIN = {"/Span", "/NonStruct"}
KEYS = {"Type", "S", "K", "Pg", "P"}

_plain_add_tags = weasyprint.pdf.add_tags


def install() -> None:
    """Put the function in place, once for this process."""
    weasyprint.pdf.add_tags = _add_tags


def _add_tags(pdf: Any, *rest: Any) -> None:
    """As WeasyPrint's, without the elements that say nothing; nothing but tags was added, so numbers can be given anew."""
    start = len(pdf.objects)
    _plain_add_tags(_Counted(pdf), *rest)
    made = pdf.objects[start:]
    elements = {each.reference: each for each in made if each.get("Type") == "/StructElem"}
    heirs = {reference: each["P"] for reference, each in elements.items() if _is_idle(each, elements)}
    for each in made:
        if "K" in each and each.reference not in heirs:
            each["K"] = pydyf.Array(_inherited(each["K"], elements, heirs))
    kept = [each for each in made if each.reference not in heirs]
    numbers = {}
    for number, each in enumerate(kept, start):
        numbers[each.reference] = f"{number} 0 R".encode()
        each.number = number
    for reference in heirs:
        heir = reference
        while heir in heirs:
            heir = heirs[heir]
        numbers[reference] = numbers[heir]
    pdf.objects[start:] = kept
    for each in (pdf.catalog, *kept):
        _renumber(each, numbers)


class _Counted:
    """A PDF that lists its pages once, and not for every tag."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.page_references = pdf.page_references

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pdf, name)


def _is_idle(element: Any, elements: dict[bytes, Any]) -> bool:
    """Whether an element is a mere wrapper of text, on the page of the element it stands in.

    A note is one of several in an area of no name (`NonStruct`), where it must stay an element of its own.
    """
    parent = elements.get(element["P"])
    if element["S"] not in PLAIN or parent is None or parent.get("Pg") != element["Pg"] or not element.keys() <= KEYS:
        return False
    kids = element["K"]
    if all(isinstance(kid, int) for kid in kids):
        return True
    inner = (isinstance(kid, int) or (kid in elements and _is_idle(elements[kid], elements)) for kid in kids)
    return parent["S"] != "/NonStruct" and all(inner)


def _inherited(kids: Any, elements: dict[bytes, Any], heirs: dict[bytes, bytes]) -> Any:
    for kid in kids:
        if kid in heirs:
            yield from _inherited(elements[kid]["K"], elements, heirs)
        else:
            yield kid


def _renumber(value: Any, numbers: dict[bytes, bytes]) -> None:
    """Put the new numbers into every reference that an object holds."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, held in list(items):
        if isinstance(held, bytes) and held in numbers:
            value[key] = numbers[held]
        elif isinstance(held, (dict, list)):
            _renumber(held, numbers)


__all__ = ["install"]
