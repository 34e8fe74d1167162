"""The body of an article, from JATS names to HTML names: a table of elements, and a function where a name is not enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from journal.html.markup import element
from journal.model import Body, Node, Title

Children = tuple[Node | str, ...]

# JATS name → HTML name and class. What stands in none of the tables is shown by its content and is a lint finding.
PLAIN: dict[str, tuple[str, str | None]] = {
    "bold": ("strong", None),
    "italic": ("em", None),
    "sub": ("sub", None),
    "sup": ("sup", None),
    "sc": ("span", "sc"),
    "underline": ("span", "underline"),
    "overline": ("span", "overline"),
    "strike": ("s", None),
    "monospace": ("code", None),
    "roman": ("span", "roman"),
    "sans-serif": ("span", "sans"),
    "ruby": ("ruby", None),
    "rt": ("rt", None),
    "rb": ("span", "rb"),
    "disp-quote": ("blockquote", None),
    "attrib": ("p", "attrib"),
    "boxed-text": ("aside", "boxed"),
    "verse-group": ("div", "verse"),
    "verse-line": ("div", "verse-line"),
    "sig-block": ("div", "signatures"),
    "sig": ("p", "signature"),
    "speaker": ("strong", "speaker"),
    "statement": ("div", "statement"),
    "preformat": ("pre", None),
    "code": ("pre", "code"),
    "list-item": ("li", None),
    "def-list": ("div", "definitions"),
    "def-item": ("div", "definition"),
    "term": ("p", "term"),
    "def": ("div", "meaning"),
    "table": ("table", None),
    "thead": ("thead", None),
    "tbody": ("tbody", None),
    "tfoot": ("tfoot", None),
    "tr": ("tr", None),
    "table-wrap-foot": ("div", "table-foot"),
    "caption": ("div", "caption"),
    "fig-group": ("div", "figures"),
    "table-wrap-group": ("div", "tables"),
    "supplementary-material": ("div", "supplement"),
    "ack": ("section", "ack"),
    "app-group": ("section", "appendices"),
    "app": ("section", "appendix"),
    "glossary": ("section", "glossary"),
    "notes": ("section", "notes"),
    "bio": ("section", "bio"),
    "ref-list": ("section", "references"),
    "floats-group": ("section", "floats"),
    "response": ("section", "response"),
}
TRANSPARENT = frozenset(  # shown by what they hold
    "body named-content styled-content abbrev abbreviation chem-struct fixed-case institution institution-wrap "
    "string-name string-date name surname given-names prefix suffix person-group collab etal source year month day volume issue "
    "fpage lpage page-range elocation-id article-title chapter-title part-title data-title trans-title trans-source "
    "publisher-name publisher-loc edition series comment conf-name conf-date conf-loc conf-sponsor date "
    "date-in-citation season size supplement version std gov patent role annotation pub-id object-id isbn issn "
    "mixed-citation element-citation nlm-citation citation-alternatives x milestone-start milestone-end target "
    "private-char glyph-ref size access-date time-stamp inline-supplementary-material back name-alternatives "
    "collab-alternatives aff addr-line country city state postal-code volume-series anonymous chapter long-desc".split()
)
HIDDEN = frozenset(
    {"alt-text", "long-desc", "index-term", "index-term-range-end", "processing-meta", "tex-math", "permissions"}
)
_NUMBER = "[0-9〇○零一二三四五六七八九十]"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = re.compile(
    rf"(?:[^\s，。；]{{1,12}}[，\s]\s*)?{_NUMBER}{{4}}年{_NUMBER}{{1,3}}月(?:{_NUMBER}{{1,3}}日)?(?:\s*[于於][^\s，。；]{{1,12}})?"
    rf"|(?:[^,.;]{{1,30}}, )?(?:[0-9]{{1,2}} {_MONTH}|{_MONTH} [0-9]{{1,2}},) [0-9]{{4}}\.?"
)
# What HTML lets stand inside a paragraph; anything else ends it.
PHRASING = frozenset("span strong em sub sup s code ruby rt a img br".split())


@dataclass
class BodyWriter:
    """Turns the nodes of one full text into HTML nodes.

    `media` turns an xlink:href into a URL that the page may fetch;
    `formula` draws a `mml:math` or `tex-math`. Notes become `span.fn` at their first call (CSS `float: footnote`), or
    are gathered in `section.endnotes` when `foot` is false.
    """

    language: str
    media: Callable[[str], str]
    formula: Callable[[Node, bool], Node]
    foot: bool = True
    mark: str | None = None  # instead of every label, where marks start again on each page
    prefix: str = ""  # before every id, so that several articles can live in one document
    continued: str = "{label} (continued)"  # what a table says where it goes on on another page
    notes: dict[str, Node] = field(default_factory=dict)
    placed: set[int] = field(default_factory=set)  # `id()` of each note that stands at its call: not all have ids
    depth: int = 1
    in_note: bool = False
    dateline: Node | None = None  # the last paragraph, if it says no more than when and where

    def write(self, body: Body) -> tuple[Children, Children]:
        """The text and the back matter (reference lists, acknowledgements, appendices …) as HTML nodes."""
        roots = (*((body.body,) if body.body else ()), *body.back)
        self.notes = {note.get("id"): note for root in roots for note in _notes(root) if note.get("id")}
        self.dateline = _dateline(body.body) if body.body else None
        text = self.children(body.body) if body.body else ()
        back = tuple(node for root in body.back for node in self.nodes(root))
        return text, (*back, *(notes for root in roots for notes in self._endnotes(root)))

    def children(self, node: Node) -> Children:
        """What `node` holds, as HTML."""
        return tuple(self._each(node.children))

    def _each(self, children: Children) -> Iterator[Node | str]:
        for child in children:
            if isinstance(child, str):
                yield child
            else:
                yield from self.nodes(child)

    def nodes(self, node: Node) -> Children:
        """One JATS element as HTML nodes (none for what is not shown)."""
        if node.tag in HIDDEN:
            return ()
        if node.tag in WRITERS:
            return WRITERS[node.tag](self, node)
        if node.tag in PLAIN:
            tag, class_ = PLAIN[node.tag]
            return (self.wrap(tag, node, class_),)
        children = self.children(node)
        if not node.get("xml:lang") and not node.get("id"):
            return children
        tag = "div" if any(isinstance(c, Node) and c.tag not in PHRASING for c in children) else "span"
        return (element(tag, *children, id=self.id(node), lang=node.get("xml:lang") or None),)

    def wrap(self, tag: str, node: Node, class_: str | None, *more: Node | str) -> Node:
        """`node` as `tag`, with its id and language and its children as HTML."""
        return element(
            tag, *self.children(node), *more, class_=class_, id=self.id(node), lang=node.get("xml:lang") or None
        )

    def id(self, node: Node) -> str | None:
        """The id of `node` inside the page."""
        return self.prefix + node.get("id") if node.get("id") else None

    def note(self, note: Node, call: str) -> Node:
        """A footnote at its call: CSS takes the content to the page's foot, `data-mark` is what both ends print."""
        label = note.first("label")
        mark = self.mark or (label.text() if label else "")
        self.placed.add(id(note))
        inner = self.note_content(note)
        return element(
            "span",
            *inner,
            class_="fn",
            id=self.prefix + call if call else None,
            data_mark=mark,
            data_note=note.get("id"),
        )

    def note_content(self, note: Node) -> Children:
        """What a note says, without its label, for the inside of a paragraph."""
        outer, self.in_note = self.in_note, True
        try:
            content = tuple(self._each(tuple(c for c in note.children if isinstance(c, str) or c.tag != "label")))
        finally:
            self.in_note = outer
        content = tuple(map(_phrasing, content))
        if any(isinstance(node, Node) and _is_block(node) for node in content):
            content = tuple(node for node in content if isinstance(node, Node) or node.strip())
        first = next(iter(content), "")
        if isinstance(first, Node) and first.get("class") == "block":  # a paragraph: it begins beside the mark
            content = (*_unwrapped(first), *content[1:])
        return content

    def _endnotes(self, node: Node) -> Iterator[Node]:
        """The notes that stand at no call, under the title of their group."""
        if node.tag in ("fn", "table-wrap-foot"):
            return
        left = [note for note in node.elements("fn") if id(note) not in self.placed]
        if left:
            title = node.first("title") if node.tag == "fn-group" else None
            heading = element("h3", *self.children(title), class_="plain") if title else None
            yield element("section", heading, *map(self._endnote, left), class_="endnotes")
        for child in node.elements():
            yield from self._endnotes(child)

    def _endnote(self, note: Node) -> Node:
        label = note.first("label")
        return element(
            "p", (label.text() + " ") if label else "", *self.note_content(note), class_="note", id=self.id(note)
        )


def _notes(node: Node) -> Iterator[Node]:
    """Every note of the text; those at a table's foot belong to the table."""
    if node.tag == "table-wrap-foot":
        return
    if node.tag == "fn":
        yield node
        return
    for child in node.elements():
        yield from _notes(child)


def _phrasing(node: Node | str) -> Node | str:
    """`node` for the inside of a paragraph: what HTML allows nowhere there as spans that the style sheet sets as blocks."""
    if isinstance(node, str):
        return node
    children = tuple(map(_phrasing, node.children))
    if node.tag in PHRASING:
        return Node(node.tag, node.attrs, children, node.line)
    class_ = " ".join(filter(None, ("block", node.tag if node.tag != "p" else "", node.get("class"))))
    return Node("span", (("class", class_), *_unclassed(node)), children, node.line)


def _is_block(node: Node) -> bool:
    return "block" in node.get("class").split()


def _unwrapped(node: Node) -> Children:
    """What a block holds, still in a span if it has an id or a language of its own."""
    attrs = _unclassed(node)
    return (Node(node.tag, attrs, node.children, node.line),) if attrs else node.children


def _unclassed(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(attr for attr in node.attrs if attr[0] != "class")


def paragraphs(
    children: Children, class_: str | None = None, id: str | None = None, lang: str | None = None
) -> tuple[Node, ...]:
    """`children` as a paragraph, which HTML breaks off before a list, a formula or a figure, and which goes on after it."""
    parts: list[Node] = []
    run: list[Node | str] = []

    def close() -> None:
        if any(isinstance(piece, Node) or piece.strip() for piece in run):
            kind = " ".join(filter(None, (class_, "continued" if parts else None))) or None
            parts.append(element("p", *run, class_=kind))
        run.clear()

    for child in children:
        if isinstance(child, str) or child.tag in PHRASING:
            run.append(child)
        else:
            close()
            parts.append(child)
    close()
    if any(part.tag != "p" for part in parts):
        return (element("div", *parts, id=id, lang=lang),) if id or lang else tuple(parts)
    return (element("p", *(piece for part in parts for piece in part.children), class_=class_, id=id, lang=lang),)


def _paragraph(self: BodyWriter, node: Node) -> Children:
    if self.in_note:
        return (self.wrap("p", node, None),)
    class_ = "dateline" if node is self.dateline or node.get("content-type") == "dateline" else None
    return paragraphs(self.children(node), class_, self.id(node), node.get("xml:lang") or None)


def _dateline(node: Node) -> Node | None:
    """The paragraph at the end of a text that is a date, with or without a place."""
    last = next((child for child in reversed(node.children) if not isinstance(child, str) or child.strip()), None)
    if isinstance(last, Node) and last.tag == "sec":
        return _dateline(last)
    is_date = isinstance(last, Node) and last.tag == "p" and DATE.fullmatch(last.text().strip())
    return last if isinstance(last, Node) and is_date else None


def _title(self: BodyWriter, node: Node) -> Children:
    return (self.wrap(f"h{min(max(self.depth, 2), 6)}", node, None),)


def _headed(self: BodyWriter, node: Node) -> Children:
    """A part with label and title: the label opens the heading (and the title of a float its caption)."""
    label, title = node.first("label"), node.first("title")
    self.depth += 1
    try:
        heading = None
        if title is not None or label is not None:
            gap = "" if label is None or title is None else _label_gap(label.text())
            content = (
                *((element("span", label.text() + gap, class_="label"),) if label else ()),
                *(self.children(title) if title else ()),
            )
            marked = title is not None and next(title.elements("xref", "fn"), None) is not None
            plain = (label.text() + gap if label else "") + Title(title).text() if title and marked else None
            heading = element(f"h{min(self.depth, 6)}", *content, class_=None if label else "plain", data_title=plain)
        rest = tuple(c for c in node.children if c is not label and c is not title)
        tag, class_ = PLAIN.get(node.tag, ("section", node.get("sec-type") or None))
        return (
            element(
                tag, heading, *self._each(rest), class_=class_, id=self.id(node), lang=node.get("xml:lang") or None
            ),
        )
    finally:
        self.depth -= 1


def _label_gap(label: str) -> str:
    """Nothing after a full-width mark, a space after anything else: 一、 ‖ 附录1 ‖ I."""
    return (
        ""
        if label[-1:] in "、．）》」"
        else "\u2002"
        if label[-1:] in "."
        else "\u3000"
        if label[-1:] > "\u2e80"
        else " "
    )


def _list(self: BodyWriter, node: Node) -> Children:
    kind = node.get("list-type") or "bullet"
    style = {
        "order": "decimal",
        "alpha-lower": "lower-alpha",
        "alpha-upper": "upper-alpha",
        "roman-lower": "lower-roman",
        "roman-upper": "upper-roman",
    }
    labelled = any(item.first("label") for item in node.elements("list-item"))
    tag = "ol" if kind in style and not labelled else "ul"
    class_ = "labelled" if labelled else {"simple": "simple", "bullet": None}.get(kind, style.get(kind))
    start = node.get("start") or None
    return (element(tag, *self.children(node), class_=class_, id=self.id(node), start=start),)


def _list_item(self: BodyWriter, node: Node) -> Children:
    label = node.first("label")
    rest = tuple(c for c in node.children if c is not label)
    mark = (element("span", label.text(), class_="item-label"),) if label else ()
    return (element("li", *mark, *self._each(rest), id=self.id(node)),)


def _cell(self: BodyWriter, node: Node) -> Children:
    kept = {name: _span(node.get(name)) for name in ("colspan", "rowspan")} | {"scope": node.get("scope") or None}
    align = node.get("align")
    # A column of two-character words would be set one character wide: Chinese may break anywhere.
    text = node.text().strip()
    width = "short" if len(text) <= SHORT else "unbroken" if UNBROKEN.search(text) else None
    class_ = " ".join(filter(None, (f"align-{align}" if align else None, width))) or None
    return (element(node.tag, *self.children(node), class_=class_, id=self.id(node), **kept),)


def _span(value: str) -> str | None:
    """How many columns or rows a cell spans: HTML stops at a thousand, and a lay-out that does not would take for ever."""
    return str(min(int(value.lstrip("0")[:4] or 0), 1000)) if value.isascii() and value.isdigit() else None


def _column(self: BodyWriter, node: Node) -> Children:
    return (element(node.tag, *self.children(node), span=_span(node.get("span"))),)


def _float(self: BodyWriter, node: Node) -> Children:
    """A figure or table with its label at the head of its caption, in both languages where the caption has both."""
    label, caption = node.first("label"), node.first("caption")
    head: Node | None = None
    if label is not None or caption is not None:
        head = element("figcaption", *_caption(self, label, caption))
    rest = tuple(self._each(tuple(c for c in node.children if c is not label and c is not caption)))
    long = sum(each.tag == "tr" for each in node.walk()) > ROWS
    if long and label is not None:
        rest = tuple(_continued(part, self.continued.format(label=label.text())) for part in rest)
    parts = (head, *rest) if node.tag.startswith("table") else (*rest, head)
    class_ = ("table long" if long else "table") if node.tag.startswith("table") else "figure"
    return (element("figure", *parts, class_=class_, id=self.id(node)),)


def _continued(part: Node | str, words: str) -> Node | str:
    """A table whose head begins with a row that the lay-out leaves out where the table begins."""
    head = part.first("thead") if isinstance(part, Node) and part.tag == "table" else None
    row = head.first("tr") if head is not None else None
    if not isinstance(part, Node) or head is None or row is None:
        return part
    columns = sum(int(cell.get("colspan") or 1) for cell in row.elements("th", "td"))
    first = element("tr", element("th", words, colspan=str(columns)), class_="continued")
    begun = Node(head.tag, head.attrs, (first, *head.children), head.line)
    return Node(
        part.tag,
        (*part.attrs, ("class", "continues")),
        tuple(begun if c is head else c for c in part.children),
        part.line,
    )


def _caption(self: BodyWriter, label: Node | None, caption: Node | None) -> Iterator[Node]:
    name = (
        element(
            "span",
            label.text() + "\u3000"
            if label.text()[-1:] > "\u2e80" or self.language.startswith("zh")
            else label.text() + ". ",
            class_="label",
        )
        if label
        else None
    )
    title = caption.first("title") if caption is not None else None
    yield element("p", name, *(self.children(title) if title is not None else ()), class_="caption-title")
    for part in caption.elements() if caption is not None else ():
        if part is not title:
            kind = "caption-title" if part.get("content-type") == "trans-title" else "caption-text"
            number = re.sub(r"\D", "", label.text()) if label and kind == "caption-title" else ""
            word = _caption_word(label.text(), part.get("xml:lang"), number) if label and number else ""
            yield from paragraphs((word, *self.children(part)), kind, self.id(part), part.get("xml:lang") or None)


def _caption_word(label: str, language: str, number: str) -> str:
    figure = label.startswith(("图", "Figure"))
    if language.startswith("zh"):
        return f"{'图' if figure else '表'}{number}\u3000"
    return f"{'Figure' if figure else 'Table'} {number}. "


def _graphic(self: BodyWriter, node: Node) -> Children:
    alt = node.first("alt-text")
    rest = (piece for child in node.elements() for piece in self.nodes(child))  # seldom a caption, a source
    return (_image(self, node, alt.text() if alt else ""), *rest)


def _image(self: BodyWriter, node: Node, alt: str) -> Node:
    class_ = "inline" if node.tag.startswith("inline") else None
    return element("img", src=self.media(node.get("xlink:href")), alt=alt.strip(), class_=class_, id=self.id(node))


def _figure(self: BodyWriter, node: Node) -> Children:
    """A figure's alternative text may stand beside its graphic: it is handed to each graphic that has none."""
    alt = node.first("alt-text")
    if alt is not None:
        node = _with_alt(node, alt)
    return _float(self, node)


def _with_alt(node: Node, alt: Node) -> Node:
    children = tuple(
        Node(c.tag, c.attrs, (*c.children, alt), c.line)
        if isinstance(c, Node) and c.tag in ("graphic", "media") and c.first("alt-text") is None
        else _with_alt(c, alt)
        if isinstance(c, Node) and c.tag == "alternatives"
        else c
        for c in node.children
        if c is not alt
    )
    return Node(node.tag, node.attrs, children, node.line)


def _formula(self: BodyWriter, node: Node) -> Children:
    display = node.tag == "disp-formula"
    label, alt = node.first("label"), node.first("alt-text")
    drawn = tuple(
        piece
        for child in _one_form(node).children
        if child is not label
        for piece in ((child,) if isinstance(child, str) else _formula_part(self, child, alt, display))
    )
    if not display:
        return drawn
    number = element("span", label.text(), class_="number") if label else None
    return (element("div", element("span", *drawn, class_="math"), number, class_="formula", id=self.id(node)),)


def _one_form(node: Node) -> Node:
    """A formula without its other forms: old files put TeX or a picture beside the MathML and say no `alternatives`."""
    tags = [form for form in ("mml:math", "tex-math", "graphic", "inline-graphic") if node.first(form)]
    others = set(tags[1:])
    return Node(node.tag, node.attrs, tuple(c for c in node.children if isinstance(c, str) or c.tag not in others))


def _formula_part(self: BodyWriter, node: Node, alt: Node | None, display: bool) -> Children:
    shown = next((found for tag in FORMS if (found := node.first(tag))), node) if node.tag == "alternatives" else node
    if shown.tag in ("mml:math", "tex-math"):
        return (self.formula(shown, display),)
    if shown.tag in ("graphic", "inline-graphic") and alt is not None and shown.first("alt-text") is None:
        return (_image(self, shown, alt.text()),)
    return self.nodes(shown)


def _alternatives(self: BodyWriter, node: Node) -> Children:
    """The first of the alternatives that a page can show."""
    for tag in FORMS:
        found = node.first(tag)
        if found is not None:
            return self.nodes(found) if "math" not in tag else (self.formula(found, False),)
    return self.children(node)


def _math(self: BodyWriter, node: Node) -> Children:
    return (self.formula(node, False),)


def _xref(self: BodyWriter, node: Node) -> Children:
    rid, kind = node.get("rid").split(" ")[0], node.get("ref-type")
    note = self.notes.get(rid) if kind == "fn" and self.foot and not self.in_note else None
    if note is not None and id(note) not in self.placed:
        return (self.note(note, rid),)
    inner = self.children(node)
    superscript = (kind == "bibr" and _is_number(node.text())) or (kind == "fn" and not self.in_note)
    classes = {"bibr": "cite", "fn": "note-link"}
    return (
        (
            element(
                "sup" if superscript else "span",
                element("a", *inner, href=f"#{self.prefix}{rid}"),
                class_=classes.get(kind) if superscript or kind != "bibr" else None,
            ),
        )
        if inner
        else ()
    )


def _is_number(text: str) -> bool:
    """Whether a citation is the number of a reference, which is set superscript, and no author or year."""
    return CITED.fullmatch(text.strip()) is not None and YEAR.search(text) is None


def _inline_note(self: BodyWriter, node: Node) -> Children:
    if self.in_note:
        return self.note_content(node)
    if self.foot:
        return (self.note(node, node.get("id")),)
    label = node.first("label")
    link = element("a", label.text() if label else "*", href=f"#{self.prefix}{node.get('id')}")
    return (element("sup", link, class_="note-link"),)


def _fn_group(self: BodyWriter, node: Node) -> Children:
    """Its notes stand at their calls, and those that nothing calls at the end."""
    return ()


def _table_foot_note(self: BodyWriter, node: Node) -> Children:
    label = node.first("label")
    rest = tuple(c for c in node.children if c is not label)
    mark = element("sup", label.text()) if label else None
    return (element("div", mark, *self._each(rest), class_="table-note", id=self.id(node)),)


def _table_foot(self: BodyWriter, node: Node) -> Children:
    parts = (
        _table_foot_note(self, c) if isinstance(c, Node) and c.tag == "fn" else self._each((c,)) for c in node.children
    )
    return (element("div", *(n for part in parts for n in part), class_="table-foot"),)


def _link(self: BodyWriter, node: Node) -> Children:
    href = node.get("xlink:href") or node.text().strip()
    safe = href if re.match(r"https?://|mailto:", href, re.IGNORECASE) else None
    return (element("a", *self.children(node), href=safe),)


def _email(self: BodyWriter, node: Node) -> Children:
    return (element("a", *self.children(node), class_="email", href=f"mailto:{node.text().strip()}"),)


def _reference(self: BodyWriter, node: Node) -> Children:
    label = node.first("label")
    rest = tuple(self._each(tuple(c for c in node.children if c is not label)))
    number = element("span", label.text(), class_="ref-label") if label else None
    return (element("div", number, element("div", *rest, class_="ref-text"), class_="reference", id=self.id(node)),)


def _structured(self: BodyWriter, node: Node) -> Children:
    """An element-citation has no punctuation of its own: its parts are set with full stops between."""
    parts = [element("span", *self.nodes(child)) for child in node.elements()]
    joined = [piece for part in parts for piece in (part, ". ")]
    return tuple(joined)


def _speech(self: BodyWriter, node: Node) -> Children:
    """What somebody says: the speaker's name opens the first paragraph."""
    speaker, first = node.first("speaker"), node.first("p")
    if speaker is None or first is None:
        return (self.wrap("div", node, "speech"),)
    mark = "：" if self.language.startswith("zh") else ": "
    name = element("strong", *self.children(speaker), mark, class_="speaker")
    rest = tuple(c for c in node.children if c is not speaker and c is not first)
    opening = paragraphs((name, *self.children(first)), None, self.id(first), first.get("xml:lang") or None)
    return (element("div", *opening, *self._each(rest), class_="speech", id=self.id(node)),)


def _line_break(self: BodyWriter, node: Node) -> Children:
    return (element("br"),)


def _rule(self: BodyWriter, node: Node) -> Children:
    return (element("hr"),)


def _label(self: BodyWriter, node: Node) -> Children:
    return (element("span", *self.children(node), class_="label"),)


def _media(self: BodyWriter, node: Node) -> Children:
    """Sound, film and data: the page shows where to find them."""
    alt, rest = node.first("alt-text"), tuple(piece for child in node.elements() for piece in self.nodes(child))
    name = alt.text().strip() if alt else "" if rest else node.get("xlink:href")
    return (*((element("span", name, class_="media"),) if name else ()), *rest)


WRITERS: dict[str, Callable[[BodyWriter, Node], Children]] = {
    "sec": _headed,
    "app": _headed,
    "ack": _headed,
    "glossary": _headed,
    "notes": _headed,
    "ref-list": _headed,
    "boxed-text": _headed,
    "statement": _headed,
    "bio": _headed,
    "p": _paragraph,
    "title": _title,
    "list": _list,
    "list-item": _list_item,
    "td": _cell,
    "th": _cell,
    "col": _column,
    "colgroup": _column,
    "fig": _figure,
    "table-wrap": _float,
    "table-wrap-foot": _table_foot,
    "graphic": _graphic,
    "inline-graphic": _graphic,
    "media": _media,
    "disp-formula": _formula,
    "inline-formula": _formula,
    "alternatives": _alternatives,
    "mml:math": _math,
    "tex-math": _math,
    "xref": _xref,
    "fn": _inline_note,
    "fn-group": _fn_group,
    "ext-link": _link,
    "uri": _link,
    "related-article": _link,
    "related-object": _link,
    "email": _email,
    "ref": _reference,
    "speech": _speech,
    "element-citation": _structured,
    "break": _line_break,
    "hr": _rule,
    "label": _label,
}
FORMS = ("mml:math", "tex-math", "table", "graphic", "inline-graphic", "media", "textual-form")  # the first is shown
SHORT = 8  # characters of a table cell that stay on one line
CITED = re.compile(r"[\[\]［］〔〕【】()（）0-9\s,，;；、~?*†‡§\u2010-\u2014-]*")
YEAR = re.compile("(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")
UNBROKEN = re.compile("[!-~]{30}")  # a word, in a table cell, that may be broken anywhere
ROWS = 20  # of a table that stays on one page
KNOWN = frozenset(PLAIN) | TRANSPARENT | HIDDEN | frozenset(WRITERS)
