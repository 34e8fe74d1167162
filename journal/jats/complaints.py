"""What a schema objects to in a file, said for people: which element, what was expected, what came, what to do."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from journal.errors import Bilingual
from journal.jats.nodes import Element, elements, lineno, tag

SHOWN = 10  # of what would be allowed, so many are named
LISTED = 30  # a closed list up to this length is given whole


@dataclass(frozen=True, slots=True)
class Complaint:
    """One objection; `checked` is False where it only says that something could not be judged."""

    line: int
    element: str
    message: Bilingual
    remedy: Bilingual
    checked: bool = True


# ---------------------------------------------------------------- what a DTD allows inside an element


@dataclass(frozen=True, slots=True)
class Model:
    """A content model: an element, a sequence, a choice, or the repetition of one; `("",)` is never matched."""

    kind: str  # "element", "seq", "or", "star"
    name: str = ""
    parts: tuple[Model, ...] = ()


NOTHING_MORE = Model("seq")
NEVER = Model("or")


def _seq(parts: Iterable[Model]) -> Model:
    flat = [inner for part in parts for inner in (part.parts if part.kind == "seq" else (part,))]
    if NEVER in flat:
        return NEVER
    return flat[0] if len(flat) == 1 else Model("seq", parts=tuple(flat))


def _or(parts: Iterable[Model]) -> Model:
    flat = [inner for part in parts for inner in (part.parts if part.kind == "or" else (part,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else Model("or", parts=unique)


def may_end(model: Model) -> bool:
    """Whether nothing more need come."""
    match model.kind:
        case "star":
            return True
        case "seq":
            return all(map(may_end, model.parts))
        case "or":
            return any(map(may_end, model.parts))
    return False


def after(model: Model, name: str) -> Model:
    """What may follow once an element `name` has come (Brzozowski's derivative); NEVER if it may not come."""
    match model.kind:
        case "element":
            return NOTHING_MORE if model.name == name else NEVER
        case "or":
            return _or(after(part, name) for part in model.parts)
        case "star":
            return _seq((after(model.parts[0], name), model))
    if not model.parts:
        return NEVER
    first, rest = model.parts[0], _seq(model.parts[1:])
    here = _seq((after(first, name), rest))
    return _or((here, after(rest, name))) if may_end(first) else here


def next_ones(model: Model) -> Iterator[str]:
    """The names of what may come next."""
    if model.kind == "element":
        yield model.name
    for part in model.parts:
        yield from next_ones(part)
        if model.kind == "seq" and not may_end(part):
            return


def needed(model: Model) -> Iterator[str]:
    """The names of which one must still come; what may be left out on the way is not among them."""
    if model.kind == "element":
        yield model.name
    for part in model.parts:
        if model.kind == "or":
            yield from needed(part)
        elif model.kind == "seq" and not may_end(part):
            yield from needed(part)
            return


def _model(content: Any) -> Model:
    """The model that lxml shows as a tree of pairs."""
    if content is None:
        return NOTHING_MORE
    if content.type == "element":
        bare = Model("element", content.name)  # lxml does not tell the prefix here
    elif content.type == "pcdata":
        bare = NOTHING_MORE
    else:
        join = _seq if content.type == "seq" else _or
        bare = join(_model(side) for side in (content.left, content.right) if side is not None)
    repeated = Model("star", parts=(bare,))
    return {
        "once": bare,
        "opt": _or((bare, NOTHING_MORE)),
        "mult": repeated,
        "plus": _seq((bare, repeated)),
    }[content.occur]


class Grammar:
    """What a DTD declares, by element name."""

    def __init__(self, dtd: Any) -> None:
        self._declared = {_full_name(declared): declared for declared in dtd.iterelements()}
        self._models: dict[str, Model] = {}

    def knows(self, name: str) -> bool:
        """Whether there is such an element."""
        return name in self._declared

    def model(self, name: str) -> Model:
        """What may stand in the element."""
        if name not in self._models:
            self._models[name] = _model(self._declared[name].content)
        return self._models[name]

    def values(self, name: str, attribute: str) -> tuple[str, ...]:
        """The values that a closed list allows."""
        declared = self._declared[name].iterattributes() if self.knows(name) else ()
        return next((tuple(a.values()) for a in declared if a.name == attribute.rpartition(":")[2]), ())


def _full_name(declared: Any) -> str:
    return f"{declared.prefix}:{declared.name}" if declared.prefix else declared.name


@functools.cache
def grammar(dtd: Any) -> Grammar:
    """The grammar of a DTD."""
    return Grammar(dtd)


# ---------------------------------------------------------------- sentences

_SPELLING = Bilingual(
    "请核对拼写与大小写；JATS 没有的内容可用 custom-meta、named-content 或 notes 表示。",
    "Look at spelling and capitals; what JATS has no element for may go into custom-meta, named-content or notes.",
)
_MOVE = Bilingual("请把它移到允许的位置，或删去。", "Move it to where it is allowed, or take it out.")
_ADD = Bilingual("请补上。", "Add it.")
_WRAP = Bilingual("请把文字放进 <p> 等元素。", "Put the text into an element such as <p>.")
_ATTRIBUTE = Bilingual("请删去该属性，或改用正确的名称。", "Take the attribute out, or give its right name.")
_VALUE = Bilingual("请改用允许的值。", "Use an allowed value.")
_LOOK = Bilingual("请对照该元素的说明修改。", "Compare with the documentation of the element.")
_SEPARATE = Bilingual("请单独校验这一部分。", "Validate this part by itself.")


def _names(names: Iterable[str]) -> Bilingual:
    known = [f"<{name}>" for name in dict.fromkeys(names)]
    more = len(known) - SHOWN
    zh, en = "、".join(known[:SHOWN]), ", ".join(known[:SHOWN])
    return Bilingual(f"{zh} 等 {len(known)} 种", f"{en} and {more} more") if more > 0 else Bilingual(zh, en)


def _values(values: Iterable[str]) -> Bilingual:
    known = tuple(values)
    if len(known) > LISTED:
        few = known[:SHOWN]
        return Bilingual(f"{'、'.join(few)} 等 {len(known)} 个值", f"{', '.join(few)} … {len(known)} values in all")
    return Bilingual("、".join(known) or "（未列出）", ", ".join(known) or "(none is listed)")


def misplaced(line: int, name: str, parent: str, before: str, expected: Iterable[str]) -> Complaint:
    """An element that may not stand where it stands."""
    allowed = tuple(expected)
    where = Bilingual(f"（紧接 <{before}>）", f" after <{before}>") if before else Bilingual("", "")
    follows = (
        Bilingual("；此处可用：{names}。", "; expected here: {names}.").format(names=_names(allowed))
        if allowed
        else Bilingual("；此处不应再有内容。", "; nothing more is expected here.")
    )
    message = Bilingual(
        f"<{parent}> 中此处{{where}}不能有 <{name}>{{follows}}",
        f"<{name}> may not stand here in <{parent}>{{where}}{{follows}}",
    )
    return Complaint(line, name, message.format(where=where, follows=follows), _MOVE)


def missing(line: int, name: str, expected: Iterable[str]) -> Complaint:
    """An element that ends too early."""
    message = Bilingual(
        f"<{name}> 不完整，还需要：{{names}}。", f"<{name}> is not complete; it still needs: {{names}}."
    )
    return Complaint(line, name, message.format(names=_names(expected)), _ADD)


def stray_text(line: int, name: str) -> Complaint:
    """Text where only elements may stand."""
    return Complaint(
        line,
        name,
        Bilingual(
            f"<{name}> 里不能直接写文字，只能有元素。", f"<{name}> may hold elements only, and there is text in it."
        ),
        _WRAP,
    )


def unknown_payload(line: int, name: str) -> Complaint:
    """Something that the schema leaves to a schema of its own, which is not at hand."""
    return Complaint(
        line,
        name,
        Bilingual(f"<{name}> 属于另一种格式，未校验。", f"<{name}> is of another format and was not checked."),
        _SEPARATE,
        checked=False,
    )


# ---------------------------------------------------------------- a DTD's objections

# libxml2's message, then what is said; a message that no row knows is passed on as it is.
_Row = tuple[re.Pattern[str], str, str, Bilingual]
_DTD: tuple[_Row, ...] = (
    (
        re.compile(r"No declaration for element (?P<e>\S+)"),
        "没有 <{e}> 这个元素。",
        "there is no element <{e}>.",
        _SPELLING,
    ),
    (
        re.compile(r"No declaration for attribute (?P<a>\S+) of element (?P<e>\S+)"),
        "<{e}> 没有属性“{a}”。",
        "<{e}> has no attribute “{a}”.",
        _ATTRIBUTE,
    ),
    (
        re.compile(r"Element (?P<e>\S+) does not carry attribute (?P<a>\S+)"),
        "<{e}> 缺少必需的属性“{a}”。",
        "<{e}> lacks the attribute “{a}”, which it must have.",
        _ADD,
    ),
    (
        re.compile(
            r'Value "(?P<v>.*)" for attribute (?P<a>\S+) of (?P<e>\S+) is not among the enumerated set', re.DOTALL
        ),
        "<{e}> 的属性“{a}”不能是“{v}”；允许：{values}。",
        "“{v}” is not a value that the attribute “{a}” of <{e}> can have; allowed: {values}.",
        _VALUE,
    ),
    (
        re.compile(r"Syntax of value for attribute (?P<a>id|rid|rids|\S+:id) of (?P<e>\S+) is not valid"),
        "<{e}> 的属性“{a}”的写法不对（标识须以字母开头，不含空格，不能为空）。",
        "the attribute “{a}” of <{e}> is not well written (an id begins with a letter, has no spaces and is not empty).",
        _VALUE,
    ),
    (
        re.compile(r"Syntax of value for attribute (?P<a>\S+) of (?P<e>\S+) is not valid"),
        "<{e}> 的属性“{a}”的写法不对（只能有字母、数字和 . - _ :，不能为空）。",
        "the attribute “{a}” of <{e}> is not well written (letters, digits and . - _ : alone, and not nothing).",
        _VALUE,
    ),
    (
        re.compile(r'Value for attribute xmlns:(?P<a>\S+) of (?P<e>\S+) is different from default "(?P<v>[^"]*)"'),
        "<{e}> 的名字空间前缀“{a}”应绑定到 {v}。",
        "the namespace prefix “{a}” of <{e}> should stand for {v}.",
        _VALUE,
    ),
    (
        re.compile(r'Value for attribute (?P<a>\S+) of (?P<e>\S+) is different from default "(?P<v>[^"]*)"'),
        "<{e}> 的属性“{a}”只能是“{v}”。",
        "the attribute “{a}” of <{e}> can only be “{v}”.",
        _VALUE,
    ),
    (
        re.compile(r"Element (?P<e>\S+) was declared EMPTY this one has content"),
        "<{e}> 必须是空元素，这里却有内容。",
        "<{e}> must be empty, and here it is not.",
        _MOVE,
    ),
    (
        re.compile(r"Element (?P<e>\S+) was declared #PCDATA but contains non text nodes"),
        "<{e}> 只能有文字，这里却有元素。",
        "<{e}> may hold text only, and there are elements in it.",
        _MOVE,
    ),
)
# IDs are checked in Python with both lines; a wrong namespace is told by the value of its xmlns attribute.
_SAID_ELSEWHERE = frozenset({"DTD_UNKNOWN_ID", "DTD_ID_REDEFINED", "DTD_ID_SUBSET", "DTD_ELEM_NAMESPACE"})


def by_dtd(dtd: Any, tree: etree._ElementTree) -> tuple[Complaint, ...]:
    """What a DTD objects to; none means valid but for IDs."""
    if dtd.validate(tree):
        return ()
    rules = grammar(dtd)
    return _once(c for entry in dtd.error_log for c in _dtd_complaints(entry, tree, rules))


def _dtd_complaints(entry: Any, tree: etree._ElementTree, rules: Grammar) -> Iterator[Complaint]:
    if entry.type_name in _SAID_ELSEWHERE:
        return
    element = _element_at(tree, entry.path)
    special = _SPECIAL.get(entry.type_name)
    if special and element is not None:
        yield from special(element, rules)
        return
    yield _said(entry.message, entry.line, _DTD, lambda found: {"values": _values(_listed(found, rules))})


def _listed(found: re.Match[str], rules: Grammar) -> tuple[str, ...]:
    groups = found.groupdict()
    return rules.values(groups["e"], groups["a"]) if "a" in groups else ()


def _content_complaints(element: Element, rules: Grammar) -> Iterator[Complaint]:
    """Where in an element its content leaves the model, child by child."""
    model, before = rules.model(tag(element)), ""
    if _has_text(element):
        yield stray_text(lineno(element), tag(element))
    for child in elements(element):
        name = tag(child)
        if not rules.knows(name):
            continue  # that there is no such element is a complaint of its own
        following = after(model, name.rpartition(":")[2])
        if following == NEVER:
            yield misplaced(lineno(child), name, tag(element), before, next_ones(model))
            continue  # as if it were not there: the rest is judged all the same
        model, before = following, name
    if not may_end(model):
        yield missing(lineno(element), tag(element), needed(model))


def _mixed_complaints(element: Element, rules: Grammar) -> Iterator[Complaint]:
    """The children that may not stand among the text of an element."""
    allowed = tuple(sorted(set(next_ones(rules.model(tag(element))))))
    for child in elements(element):
        if rules.knows(tag(child)) and tag(child).rpartition(":")[2] not in allowed:
            yield misplaced(lineno(child), tag(child), tag(element), "", allowed)


_SPECIAL: dict[str, Callable[[Element, Grammar], Iterator[Complaint]]] = {
    "DTD_CONTENT_MODEL": _content_complaints,
    "DTD_INVALID_CHILD": _mixed_complaints,
}


def _has_text(element: Element) -> bool:
    return any(text and text.strip() for text in (element.text, *(child.tail for child in element)))


def _element_at(tree: etree._ElementTree, path: str | None) -> Element | None:
    own: dict[str | None, str] = tree.getroot().nsmap
    prefixes = {**_PREFIXES, **{key: value for key, value in own.items() if key}}
    try:
        found = tree.xpath(path, namespaces=prefixes) if path else []
    except etree.XPathError:  # a prefix that only a deeper element declares
        return None
    return cast("Element", found[0]) if isinstance(found, list) and found else None


_PREFIXES = {
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "ali": "http://www.niso.org/schemas/ali/1.0/",
}

# ---------------------------------------------------------------- an XSD's objections

_OF = r"Element '(?P<e>[^']*)'"
_AT = rf"{_OF}(?:, attribute '(?P<a>[^']*)')?: "
_XSD: tuple[_Row, ...] = (
    (
        re.compile(rf"{_OF}, attribute '(?P<a>[^']*)': The attribute '[^']*' is not allowed"),
        "<{e}> 没有属性“{a}”。",
        "<{e}> has no attribute “{a}”.",
        _ATTRIBUTE,
    ),
    (
        re.compile(rf"{_OF}: The attribute '(?P<a>[^']*)' is required but missing"),
        "<{e}> 缺少必需的属性“{a}”。",
        "<{e}> lacks the attribute “{a}”, which it must have.",
        _ADD,
    ),
    (
        re.compile(
            rf"{_AT}\[facet 'enumeration'\] The value '(?P<v>.*)' is not an element of the set \{{(?P<set>.*)\}}",
            re.DOTALL,
        ),
        "{what}不能是“{v}”；允许：{values}。",
        "{what} cannot be “{v}”; allowed: {values}.",
        _VALUE,
    ),
    (
        re.compile(
            rf"{_AT}\[facet 'pattern'\] The value '(?P<v>.*)' is not accepted by the pattern '(?P<p>.*)'", re.DOTALL
        ),
        "{what}的写法不对：“{v}”（规定：{p}）。",
        "{what} is not well written: “{v}” (the rule: {p}).",
        _VALUE,
    ),
    (
        re.compile(
            rf"{_AT}\[facet '(?P<f>\w+)'\] The value (?:'.*' )?has a length of '(?P<n>\d+)'; this .* of '(?P<m>\d+)'",
            re.DOTALL,
        ),
        "{what}的长度是 {n}，规定的界限是 {m}。",
        "{what} is {n} characters long; the limit is {m}.",
        _VALUE,
    ),
    (
        re.compile(rf"{_AT}'(?P<v>.*)' is not a valid value of the .*type '(?P<t>[^']*)'", re.DOTALL),
        "{what}“{v}”不是有效的{type}。",
        "{what} “{v}” is not a valid {type}.",
        _VALUE,
    ),
    (
        re.compile(rf"{_AT}'(?P<v>.*)' is not a valid value of the local .*type", re.DOTALL),
        "{what}不能是“{v}”。",
        "{what} cannot be “{v}”.",
        _VALUE,
    ),
    (
        re.compile(rf"{_AT}\[facet 'm\w+'\] The value '(?P<v>.*)' .*less than .*'(?P<m>[^']*)'", re.DOTALL),
        "{what}的值 {v} 不合规定的界限 {m}。",
        "{what} is {v}, which is not within the limit of {m}.",
        _VALUE,
    ),
    (
        re.compile(rf"{_AT}\[facet 'm\w+'\] The value '(?P<v>.*)' .*greater than .*'(?P<m>[^']*)'", re.DOTALL),
        "{what}的值 {v} 不合规定的界限 {m}。",
        "{what} is {v}, which is not within the limit of {m}.",
        _VALUE,
    ),
    (
        re.compile(rf"{_AT}\[facet '\w+'\] The value '(?P<v>.*)' has more .*digits than are allowed \('(?P<m>\d+)'\)"),
        "{what}“{v}”的位数超过 {m}。",
        "{what} “{v}” has more than {m} digits.",
        _VALUE,
    ),
    (
        re.compile(
            rf"{_AT}The (?:actual )?value '(?P<v>.*)' does not match the fixed value constraint '(?P<m>.*)'", re.DOTALL
        ),
        "{what}只能是“{m}”，这里是“{v}”。",
        "{what} can only be “{m}”, and here it is “{v}”.",
        _VALUE,
    ),
    (
        re.compile(rf"{_OF}: No matching global declaration available for the validation root"),
        "根元素不能是 <{e}>。",
        "<{e}> cannot be the root element.",
        _SPELLING,
    ),
    (
        re.compile(rf"{_OF}, attribute '(?P<a>[^']*)': No matching global attribute declaration available"),
        "<{e}> 没有属性“{a}”。",
        "<{e}> has no attribute “{a}”.",
        _ATTRIBUTE,
    ),
    (
        re.compile(rf"{_OF}: The element declaration is abstract"),
        "<{e}> 不能直接使用。",
        "<{e}> may not be used itself.",
        _MOVE,
    ),
    (
        re.compile(rf"{_OF}: The element is not 'nillable'"),
        "<{e}> 不能标为空（xsi:nil）。",
        "<{e}> may not be marked as empty (xsi:nil).",
        _ATTRIBUTE,
    ),
    (
        re.compile(rf"{_AT}The QName value '(?P<v>.*)' (?:of the xsi:type attribute does not|has no corresponding)"),
        "<{e}> 的 xsi:type 不能是“{v}”：没有这个类型。",
        "<{e}> cannot have the xsi:type “{v}”: there is no such type.",
        _VALUE,
    ),
    (
        re.compile(rf"{_OF}: Not all fields of key identity-constraint"),
        "<{e}> 缺少必需的标识。",
        "<{e}> lacks an identifier that it must have.",
        _ADD,
    ),
    (
        re.compile(rf"{_OF}: No match found for key-sequence \[(?P<v>.*)\]"),
        "<{e}> 所指的 {v} 不存在。",
        "<{e}> refers to {v}, which is not there.",
        _VALUE,
    ),
    (
        re.compile(rf"{_OF}: Element content is not allowed"),
        "<{e}> 里不能有元素。",
        "<{e}> may hold no elements.",
        _MOVE,
    ),
    (
        re.compile(rf"{_OF}: Character content is not allowed"),
        "<{e}> 必须是空元素，这里却有内容。",
        "<{e}> must be empty, and here it is not.",
        _MOVE,
    ),
    (
        re.compile(rf"{_OF}: Duplicate key-sequence \[(?P<v>.*)\]"),
        "<{e}> 重复：{v}。",
        "<{e}> is repeated: {v}.",
        _VALUE,
    ),
)
_NOT_EXPECTED = re.compile(rf"{_OF}: This element is not expected(?:\. Expected is (?:one of )?\( (?P<names>.*) \))?")
_TOO_FEW = re.compile(rf"{_OF}: Missing child element\(s\)(?:\. Expected is (?:one of )?\( (?P<names>.*) \))?")
_STRAY = re.compile(rf"{_OF}: Character content other than whitespace is not allowed")
_OTHER_FORMAT = re.compile(
    rf"{_OF}: No matching global (?:element )?declaration available, but demanded by the strict wildcard"
)


def by_xsd(xsd: Any, tree: etree._ElementTree) -> tuple[Complaint, ...]:
    """What an XSD objects to; none means valid but for references to IDs."""
    if xsd.validate(tree):
        return ()
    return _once(_xsd_complaint(entry, tree) for entry in _without_echo(xsd.error_log))


_SUBJECT = re.compile(r"Element '[^']*'(?:, attribute '([^']*)')?")


# An ID that is well written and all the same not valid is one that stands twice, which is checked in Python.
_REPEATED_ID = re.compile(r"'[^\W\d][\w.-]*' is not a valid value of the atomic type 'xs:ID'")


def _without_echo(entries: Iterable[Any]) -> Iterator[Any]:
    """A bad value is told twice, by the facet it breaks and then by its type: the first will do."""
    told: set[tuple[str, str]] = set()
    for entry in entries:
        subject = _SUBJECT.match(entry.message)
        value = (entry.path or "", (subject[1] or "") if subject else "")
        if "is not a valid value of" in entry.message and (value in told or _REPEATED_ID.search(entry.message)):
            continue
        if "[facet" in entry.message:
            told.add(value)
        yield entry


def _xsd_complaint(entry: Any, tree: etree._ElementTree) -> Complaint:
    message = re.sub(r"\{[^{}']*:[^{}']*\}", "", entry.message)  # names without their namespaces
    for pattern, say in _XSD_SPECIAL:
        found = pattern.match(message)
        if found:
            return say(entry, found, tree)
    return _said(message, entry.line, _XSD, _xsd_values)


def _say_misplaced(entry: Any, found: re.Match[str], tree: etree._ElementTree) -> Complaint:
    element = _element_at(tree, entry.path)
    parent = element.getparent() if element is not None else None
    before = element.getprevious() if element is not None else None
    return misplaced(
        entry.line,
        found["e"],
        _local(parent) if parent is not None else "?",
        _local(before) if before is not None else "",
        _expected(found),
    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _expected(found: re.Match[str]) -> list[str]:
    return [name.strip() for name in (found["names"] or "").split(",") if name.strip()]


_XSD_SPECIAL: tuple[tuple[re.Pattern[str], Callable[[Any, re.Match[str], etree._ElementTree], Complaint]], ...] = (
    (_NOT_EXPECTED, _say_misplaced),
    (_TOO_FEW, lambda entry, found, _: missing(entry.line, found["e"], _expected(found))),
    (_STRAY, lambda entry, found, _: stray_text(entry.line, found["e"])),
    (_OTHER_FORMAT, lambda entry, found, _: unknown_payload(entry.line, found["e"])),
)


def _xsd_values(found: re.Match[str]) -> dict[str, object]:
    groups = found.groupdict()
    a, e = groups.get("a"), groups["e"]
    what = Bilingual(f"<{e}> 的属性“{a}”", f"the attribute “{a}” of <{e}>") if a else Bilingual(f"<{e}> ", f"<{e}>")
    listed = re.findall(r"'([^']*)'", groups.get("set") or "")
    return {"what": what, "values": _values(listed), "type": _TYPES.get(groups.get("t") or "", groups.get("t"))}


_TYPES: dict[str, Bilingual] = {
    "xs:anyURI": Bilingual("网址", "web address"),
    "xs:boolean": Bilingual("真假值（true、false）", "truth value (true, false)"),
    "xs:date": Bilingual("日期（如 2026-09-15）", "date (like 2026-09-15)"),
    "xs:dateTime": Bilingual("日期时间（如 2026-09-15T08:00:00Z）", "date and time (like 2026-09-15T08:00:00Z)"),
    "xs:ID": Bilingual("标识（以字母开头，不含空格）", "id (it begins with a letter and has no spaces)"),
    "xs:IDREF": Bilingual("标识（以字母开头，不含空格）", "id (it begins with a letter and has no spaces)"),
    "xs:IDREFS": Bilingual("标识（以字母开头，空格分开）", "list of ids (each begins with a letter)"),
    "xs:int": Bilingual("整数", "whole number"),
    "xs:integer": Bilingual("整数", "whole number"),
    "xs:language": Bilingual("语言标签（如 zh、en）", "language tag (like zh, en)"),
    "xs:nonNegativeInteger": Bilingual("非负整数", "whole number, 0 or more"),
    "xs:positiveInteger": Bilingual("正整数", "whole number, 1 or more"),
}


def by_xsd11(xsd: Any, tree: etree._ElementTree) -> tuple[Complaint, ...]:
    """What an XSD 1.1 objects to, in the words of the package xmlschema."""
    return _once(
        Complaint(
            getattr(error, "sourceline", None) or 0,
            _local(error.elem) if error.elem is not None else "",
            _passed_on(str(error.reason)),
            _LOOK,
        )
        for error in xsd.iter_errors(tree)
    )


# ---------------------------------------------------------------- both


def _said(
    message: str, line: int, rows: tuple[_Row, ...], more: Callable[[re.Match[str]], dict[str, object]]
) -> Complaint:
    for pattern, zh, en, remedy in rows:
        found = pattern.match(message)
        if found:
            return Complaint(line, found["e"], Bilingual(zh, en).format(**{**found.groupdict(), **more(found)}), remedy)
    named = re.search(r"[Ee]lement '?([\w:.-]+)", message)
    return Complaint(line, named[1] if named else "", _passed_on(message), _LOOK)


def _passed_on(message: str) -> Bilingual:
    short = " ".join(message.split())
    short = short if len(short) <= 300 else short[:299] + "…"
    return Bilingual(f"不符合模式（原文）：{short}", f"against the schema: {short}")


def _once(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    return tuple(dict.fromkeys(complaints))
