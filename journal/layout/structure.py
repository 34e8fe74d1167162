"""How a PDF's structure is written: what each element is, in which language, and nothing that says nothing.

WeasyPrint takes the tag from the name of the HTML element, calls notes spans and running heads content, and wraps each
piece of text on each line in an element of its own, which makes a fifth of an issue's bytes. Here notes become `Note`
with a number that no other has and their marks `Reference` and `Lbl`; formulas, lists of references and contents get
the tags that PDF has for them; header cells say what they head; an element names its language where it is not that of
the element around it; the heads and feet of pages are artifacts; and mere wrappers are taken out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

PLAIN = {"/Span", "/NonStruct"}
KEYS = {"Type", "S", "K", "Pg", "P"}
POINTS = 0.75  # in a CSS pixel
PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})
# By class, where the element's name says too little.
BY_CLASS = {
    "fn": "/Note",
    "cite": "/Reference",
    "note-link": "/Reference",
    "formula-drawing": "/Formula",
    "reference": "/LI",
    "ref-label": "/Lbl",
    "ref-text": "/LBody",
    "entry": "/TOCI",
}
BY_PSEUDO_ELEMENT = {"footnote-call": "/Reference", "footnote-marker": "/Lbl"}
GATHERED = {"/LI": "/L", "/TOCI": "/TOC"}  # what must stand in a list of its kind
ITEM = {"/Lbl", "/LBody", "/L"}  # what stands in an item of a list; the rest is in its body
WRAPPERS = {"/Div", "/NonStruct", "/Span"}
BY_NAME = {"pre": "/P", "q": "/Quote", "code": "/Code", "aside": "/Sect", "em": "/Span", "figure": "/Div"}

_plain_add_tags = weasyprint.pdf.add_tags
_plain_build = tags._build_box_tree
_plain_marked = Stream.marked
_next: list[Any] = []  # what painted pages before: WeasyPrint's function, or that of another of these modules


def install() -> None:
    """Put the functions in place, once for this process."""
    if Page.paint is not _paint:
        _next.append(Page.paint)
    weasyprint.pdf.add_tags = _add_tags
    tags._build_box_tree = _build
    Stream.marked = _marked
    Page.paint = _paint


# ---------------------------------------------------------------- what is no content


def _paint(self: Any, stream: Any, scale: float = 1) -> None:
    """As before, the boxes in the margins known as such: while they are drawn, nothing else says so."""
    for child in self._page_box.children:
        if isinstance(child, boxes.MarginBox):
            for box in child.descendants():
                box.is_pagination = True
    _next[-1](self, stream, scale)


def _is_hidden(box: Any) -> bool:
    return bool(box.style["visibility"] != "visible")


@contextlib.contextmanager
def _marked(self: Any, box: Any, tag: str) -> Iterator[None]:
    """As WeasyPrint's, but heads and feet of pages are artifacts, and what nobody sees is not there."""
    if self._tags is None or not (getattr(box, "is_pagination", False) or _is_hidden(box)):
        with _plain_marked(self, box, tag):
            yield
        return
    self.begin_marked_content("Artifact", PAGINATION)
    yield
    self.end_marked_content()


# ---------------------------------------------------------------- what each element is


class _Known:
    """A PDF that lists its pages once, and not for every tag; and remembers of which box each element was made."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.page_references = pdf.page_references
        self.boxes: dict[bytes, Any] = {}
        self.height = 0.0  # of the page in hand, in pixels

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pdf, name)


def _build(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
    """As WeasyPrint's, without what is an artifact, and with the box of each element remembered."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox) or _is_hidden(box):
        return
    if isinstance(box, boxes.PageBox):
        pdf.height = box.margin_height()
    for element in _plain_build(box, parent, pdf, *rest):
        if element.reference not in pdf.boxes:
            pdf.boxes[element.reference] = box
            _place_picture(element, pdf.height)
        yield element


def _place_picture(element: Any, height: float) -> None:
    """WeasyPrint says where a figure stands in pixels from the top; PDF measures in points from the foot."""
    if element["S"] == "/Figure":
        left, top, right, bottom = element["A"]["BBox"]
        element["A"]["BBox"] = pydyf.Array(
            round(value * POINTS, 2) for value in (left, height - bottom, right, height - top)
        )


def _add_tags(pdf: Any, document: Any, *rest: Any) -> None:
    """As WeasyPrint's, then put right; nothing but tags was added, so numbers can be given anew."""
    start = len(pdf.objects)
    known = _Known(pdf)
    _plain_add_tags(known, document, *rest)
    made = pdf.objects[start:]
    elements = {each.reference: each for each in made if each.get("Type") == "/StructElem"}
    _name(elements, known.boxes)
    _tell_languages(elements, known.boxes, str(document.metadata.lang or ""))
    _describe_links(made, elements, known)
    heirs = {
        reference: each["P"]
        for reference, each in elements.items()
        if _is_idle(each, elements) or _is_anonymous(reference, each, known.boxes)
    }
    for each in made:
        if "K" in each and each.reference not in heirs:
            each["K"] = pydyf.Array(_inherited(each["K"], elements, heirs))
    for each in [each for reference, each in elements.items() if reference not in heirs]:
        made += _gathered(known, each, elements)
        if each["S"] == "/Div" and any(isinstance(kid, int) for kid in each["K"]):
            each["S"] = "/P"  # text that stands in no paragraph is one
    _number_anew(pdf, made, heirs, start)


def _name(elements: dict[bytes, Any], known: dict[bytes, Any]) -> None:
    """Give each element the tag that its box calls for, notes their numbers and header cells their scope."""
    notes = 0
    for reference, each in elements.items():
        box = known.get(reference)
        if box is None or box.element is None or _is_within_its_own(each, box, known):
            continue
        tag = _tag(box)
        if tag is None:
            if each["S"] == "/TH":
                each["A"]["Scope"] = "/Row" if box.element.get("scope") in ("row", "rowgroup") else "/Column"
            continue
        each["S"] = tag
        if tag == "/Note":
            notes += 1
            each["ID"] = pydyf.String(f"note-{notes}")


def _is_within_its_own(element: Any, box: Any, known: dict[bytes, Any]) -> bool:
    """Whether a box is an anonymous one, made inside the box that its HTML element has."""
    around = known.get(element["P"])
    return around is not None and around.element is box.element and around.element_tag == box.element_tag


def _tag(box: Any) -> str | None:
    """The tag by pseudo-element, class or name, if it is not WeasyPrint's."""
    name, _, pseudo = (box.element_tag or "").partition("::")
    if pseudo:
        return BY_PSEUDO_ELEMENT.get(pseudo)
    classes = (box.element.get("class") or "").split()
    return next((BY_CLASS[each] for each in classes if each in BY_CLASS), BY_NAME.get(name))


def _tell_languages(elements: dict[bytes, Any], known: dict[bytes, Any], language: str) -> None:
    """Name the language of each element where it is another than that around it."""
    told: dict[bytes, str] = {}
    for reference, each in elements.items():  # those above come first
        box = known.get(reference)
        around = told.get(each["P"], language)
        own = (box.style["lang"] if box is not None else None) or around
        told[reference] = own
        if own != around:
            each["Lang"] = pydyf.String(own)


def _is_link(each: Any) -> bool:
    return isinstance(each, dict) and each.get("Subtype") == "/Link"


def _describe_links(made: list[Any], elements: dict[bytes, Any], known: _Known) -> None:
    """A link inside the document says its own words: the name of the place that it leads to is for machines."""
    annotations = {each.reference: each for each in known.objects if _is_link(each)}
    owners = {kid: reference for reference, each in elements.items() for kid in each["K"] if isinstance(kid, bytes)}
    for each in made:
        if each.get("Type") != "/OBJR" or each["Obj"] not in annotations:
            continue
        annotation, box = annotations[each["Obj"]], known.boxes.get(owners[each.reference])
        said = "".join(text.text for text in box.descendants() if isinstance(text, boxes.TextBox)) if box else ""
        if "Dest" in annotation and said.strip("\u2060 "):
            annotation["Contents"] = pydyf.String(said.replace("\u2060", "").strip())


# ---------------------------------------------------------------- what says nothing


def _is_idle(element: Any, elements: dict[bytes, Any]) -> bool:
    """Whether an element is a mere wrapper, on the page of the element it stands in.

    What stands in a link becomes the link's, with the annotations that it has of its own.
    """
    parent = elements.get(element["P"])
    if element["S"] in WRAPPERS and not element["K"] and element.keys() <= KEYS:
        return True  # a coloured band
    if element["S"] not in PLAIN or parent is None:
        return False
    return bool(parent.get("Pg") == element["Pg"] and element.keys() <= KEYS)


def _is_anonymous(reference: bytes, element: Any, known: dict[bytes, Any]) -> bool:
    """Whether an element stands for a box that layout alone needs, as rows and cells of what is no table."""
    box = known.get(reference)
    return (
        element["S"] in WRAPPERS
        and box is not None
        and box.element is not None
        and element.keys() <= KEYS
        and _is_within_its_own(element, box, known)
    )


def _list_round(kid: str, holder: str) -> str | None:
    """The tag that must stand between an element and what holds it, if one must."""
    if holder == "/LI":
        return None if kid in ITEM else "/LBody"
    return GATHERED.get(kid) if GATHERED.get(kid) != holder else None


def _gathered(pdf: Any, element: Any, elements: dict[bytes, Any]) -> Iterator[Any]:
    """Lists round the items among the kids of `element`, and bodies in items: made here, its kids now theirs."""
    kids: list[Any] = []
    holder: Any = None
    for kid in element["K"]:
        tag = _list_round(elements[kid]["S"], element["S"]) if kid in elements else None
        if tag is None:
            holder = None
            kids.append(kid)
            continue
        if holder is None or holder["S"] != tag:
            holder = pydyf.Dictionary(
                {"Type": "/StructElem", "S": tag, "K": pydyf.Array(), "Pg": elements[kid]["Pg"], "P": element.reference}
            )
            pdf.add_object(holder)
            kids.append(holder.reference)
            yield holder
        holder["K"].append(kid)
        elements[kid]["P"] = holder.reference
    element["K"] = pydyf.Array(kids)


def _inherited(kids: Any, elements: dict[bytes, Any], heirs: dict[bytes, bytes]) -> Any:
    for kid in kids:
        if kid in heirs:
            yield from _inherited(elements[kid]["K"], elements, heirs)
        else:
            yield kid


def _number_anew(pdf: Any, made: list[Any], heirs: dict[bytes, bytes], start: int) -> None:
    """Leave out the elements that have heirs; every reference to one becomes one to its heir."""
    for reference, heir in heirs.items():
        last = heir
        while last in heirs:
            last = heirs[last]
        heirs[reference] = last
    kept = [each for each in made if each.reference not in heirs]
    numbers = {}
    for number, each in enumerate(kept, start):
        numbers[each.reference] = f"{number} 0 R".encode()
        each.number = number
    numbers |= {reference: numbers[heir] for reference, heir in heirs.items()}
    pdf.objects[start:] = kept
    for each in (pdf.catalog, *kept):
        _renumber(each, numbers)


def _renumber(value: Any, numbers: dict[bytes, bytes]) -> None:
    """Put the new numbers into every reference that an object holds."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, held in list(items):
        if isinstance(held, bytes) and held in numbers:
            value[key] = numbers[held]
        elif isinstance(held, (dict, list)):
            _renumber(held, numbers)


__all__ = ["install"]
