"""OpenDocument texts (odt): their text, notes, comments, tracked changes, properties and pictures; and the file without its makers."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from journal import archive, xml
from journal.errors import BadFile, Bilingual, Place, Refused
from journal.intake import pictures
from journal.intake.ooxml import readings
from journal.intake.text import Change, Comment, Paragraph, Picture, Run, Zone, joined

MIME: Final = "application/vnd.oasis.opendocument.text"
MAX_SPACES = 1_000  # that one element stands for
_MANIFEST = "META-INF/manifest.xml"
_KEPT = ("content.xml", "styles.xml", "settings.xml")
_PARAGRAPHS = ("{*}p", "{*}h")
_XLINK = "{http://www.w3.org/1999/xlink}href"
_SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}
# What stands in the text and is none: remarks, marks of changes, and fields that a program fills with names.
_GONE = frozenset(
    """
    annotation-end tracked-changes change change-start change-end
    initial-creator creator author-name author-initials printed-by file-name template-name
    user-defined editing-cycles creation-date modification-date print-date
    sender-firstname sender-lastname sender-initials sender-title sender-position sender-email sender-phone-private
    sender-fax sender-company sender-phone-work sender-street sender-city sender-postal-code sender-country
    sender-state-or-province scripts user-field-decls object-ole
    """.split()
)
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_SETTINGS = re.compile(r"Printer|Rsid|Database|Password|RedlineProtectionKey|DocumentID")
_RECORD = re.compile(r"ZOTERO|CSL_CITATION|Mendeley|EndNote|EN\.CITE", re.IGNORECASE)


def open_odt(data: bytes, place: str) -> Odt:
    """An OpenDocument text, opened; BadFile for what is none, Refused for one that is encrypted or over a limit."""
    parts = dict(archive.members(data, place))
    if parts.get("mimetype", b"").strip() != MIME.encode() or "content.xml" not in parts:
        said = Bilingual("不是 OpenDocument 文本（odt）。", "is no OpenDocument text (odt).")
        raise BadFile(Place(place), said, Bilingual("请另存为 .odt。", "Save it as .odt."))
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        said = Bilingual(f"{place}：文件已加密。", f"{place}: it is encrypted.")
        raise Refused(said, Bilingual("请取消密码后重新保存。", "Save it anew without a password."))
    return Odt(parts, place)


class Odt:
    """An OpenDocument text."""

    def __init__(self, parts: dict[str, bytes], place: str) -> None:
        self.parts = parts
        self.place = place
        self.trees = {
            name: xml.parse(data, f"{place}/{name}").getroot()
            for name, data in parts.items()
            if name.endswith((".xml", ".rdf", ".svg"))
        }

    def runs(self) -> Iterator[Run]:
        """All runs of text: body with notes, comments and deleted text, then headers and footers, then objects."""
        for part in self.text_parts():
            yield from _runs(part, self.trees[part])

    def text_parts(self) -> Iterator[str]:
        """The parts with text."""
        yield from (name for name in self.trees if posixpath.basename(name) in ("content.xml", "styles.xml"))

    def paragraphs(self) -> list[Paragraph]:
        """The text, paragraph by paragraph."""
        found = []
        for part in self.text_parts():
            elements = list(self.trees[part].iter(*_PARAGRAPHS))
            for run in joined(_runs(part, self.trees[part])):
                if run.paragraph:
                    element = elements[run.paragraph - 1]
                    clear: Callable[[], None] = lambda element=element: _clear(element)  # type: ignore[misc]  # noqa: E731
                    found.append(Paragraph(part, run.paragraph, _zone(element), run.text, clear))
        return found

    def unread(self) -> list[Run]:
        """Embedded files of a kind unknown here."""
        known = self.trees.keys() | {"mimetype"}
        return [
            Run(name, 0, "")
            for name, data in self.parts.items()
            if name not in known and not pictures.legible(name, data)
        ]

    def words(self) -> Iterator[Run]:
        """All that may hold words beside the text: attributes, targets of links, names of parts, readable bytes."""
        for name, root in self.trees.items():
            yield Run(name, 0, name)
            for element in root.iter(etree.Element):
                for value in element.attrib.values():
                    yield Run(name, 0, unquote(str(value)))
                if next(element.iterancestors(*_PARAGRAPHS), None) is None and _local(element) not in ("p", "h"):
                    yield from (Run(name, 0, text) for text in (element.text, element.tail) if text and text.strip())
                if _local(element) == "text" and name.endswith(".svg"):
                    yield Run(name, 0, "".join(map(str, element.itertext())))
        for name, data in self.parts.items():
            if name not in self.trees:
                read = pictures.profile(data) if pictures.kind(data) else data
                yield from (Run(name, 0, text) for text in readings(read))

    def pictures(self) -> list[Run]:
        """Pictures, in which nothing is read."""
        return [
            Run(name, 0, "")
            for name, data in self.parts.items()
            if name not in self.trees.keys() | {"mimetype"}
            if pictures.legible(name, data) and not pictures.is_font(name)
        ]

    def changes(self) -> Iterator[Change]:
        """Tracked changes, with their authors and dates."""
        for part, root in self.trees.items():
            for region in root.iter("{*}changed-region"):
                for change in region:
                    yield Change(part, _local(change), _below(change, "creator"), _below(change, "date"), _text(change))

    def comments(self) -> Iterator[Comment]:
        """Remarks in the margin."""
        for part, root in self.trees.items():
            for remark in root.iter("{*}annotation"):
                yield Comment(part, _below(remark, "creator"), _below(remark, "date"), _text(remark))

    def properties(self) -> dict[str, str]:
        """What the file says of itself: who made it, with what, from which template."""
        root = self.trees.get("meta.xml")
        found = {}
        for element in () if root is None else root.iter(etree.Element):
            value = " ".join(filter(None, [(element.text or "").strip(), *map(str, element.attrib.values())]))
            if value and not len(element):
                found[_local(element)] = value
        return found

    def media(self) -> Iterator[Picture]:
        """Embedded pictures and other files, with what their own metadata say."""
        for name, data in self.parts.items():
            if name not in self.trees and name != "mimetype":
                yield Picture(name, data, pictures.metadata(data))

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out what is no text and tells of people; tracked changes are accepted, comments go."""
        changes, comments = sum(1 for _ in self.changes()), sum(1 for _ in self.comments())
        done = [Bilingual("文件属性", "properties")] if self.properties() else []
        if changes:
            done.append(Bilingual(f"修订 {changes} 处（已全部接受）", f"{changes} tracked changes (all accepted)"))
        if comments:
            done.append(Bilingual(f"批注 {comments} 条", f"{comments} comments"))
        for root in self.trees.values():
            pictures.bare_svg(root, told, self.place)
            _strip_tree(root, told)
        self._call_anew(told)
        self._keep_used()
        for name in [name for name in self.parts if name not in self.trees and name != "mimetype"]:
            bare = pictures.bare(self.parts[name], f"{self.place}/{name}")
            if bare != self.parts[name]:
                done.append(Bilingual("图片元数据", "metadata of a picture"))
            self.parts[name] = bare
        self._rename_media()
        return done

    def save(self) -> bytes:
        """The file as it is now; `mimetype` stands first and unpacked, as the standard asks."""
        files = {"mimetype": MIME.encode()}
        for name in sorted(self.parts.keys() - {"mimetype"}):
            root = self.trees.get(name)
            # A copy of the root is a tree without what stood beside it: comments, instructions.
            files[name] = self.parts[name] if root is None else xml.serialise(copy.deepcopy(root).getroottree())
        return archive.pack(files, frozenset({"mimetype"}))

    def _keep_used(self) -> None:
        """Keep the text, its styles and what they show; thumbnails, signatures, macros, caches and meta data go."""
        kept, folders = {"mimetype", _MANIFEST, *_KEPT}, [""]
        while folders:
            folder = folders.pop()
            for name in (folder + each for each in _KEPT):
                if name not in self.trees:
                    continue
                kept.add(name)
                for href in self.trees[name].iterfind(f".//*[@{_XLINK}]"):
                    target = posixpath.normpath(folder + unquote(href.get(_XLINK, "")))
                    if target in self.parts:
                        kept.add(target)
                    elif f"{target}/content.xml" in self.parts and f"{target}/content.xml" not in kept:
                        folders.append(target + "/")
        self.parts = {name: data for name, data in self.parts.items() if name in kept}
        self.trees = {name: root for name, root in self.trees.items() if name in kept}
        for entry in list(self.trees[_MANIFEST]) if _MANIFEST in self.trees else ():
            path = _said(entry, "full-path")
            if path != "/" and path not in kept and f"{path}content.xml" not in kept:
                _remove(entry)

    def _rename_media(self) -> None:
        """A picture's name is often the file's that its author put in."""
        new = {}
        drawn = {name for name in self.trees if name.endswith(".svg")}
        for number, name in enumerate(sorted(self.parts.keys() - self.trees.keys() - {"mimetype"} | drawn), start=1):
            folder, file = posixpath.split(name)
            ending = re.sub(r"[^A-Za-z0-9]", "", posixpath.splitext(file)[1])[:8]
            new[name] = posixpath.join(folder, f"part{number}" + (f".{ending}" if ending else ""))
        for part, root in self.trees.items():
            folder = "" if part == _MANIFEST else posixpath.dirname(part)
            for element in root.iter(etree.Element):
                for attribute in (key for key in element.attrib if _local_name(str(key)) in ("href", "full-path")):
                    target = posixpath.normpath(posixpath.join(folder, unquote(element.get(attribute, ""))))
                    if target in new:
                        element.set(attribute, posixpath.relpath(new[target], folder or "."))
        self.parts = {new.get(name, name): data for name, data in self.parts.items()}
        self.trees = {new.get(name, name): root for name, root in self.trees.items()}

    def _call_anew(self, told: Callable[[str], bool]) -> None:
        """Styles, bookmarks and frames that are called by an author's name get another, the same wherever it is used."""
        new: dict[str, str] = {}
        for root in self.trees.values():
            for element in root.iter(etree.Element):
                for attribute, value in element.attrib.items():
                    name, called = _local_name(str(attribute)), str(value)
                    if (name == "name" or name.endswith("-name")) and (called in new or told(unquote(called))):
                        element.set(attribute, new.setdefault(called, f"n{len(new) + 1}"))
        for root in self.trees.values():
            for element in root.iterfind(f".//*[@{_XLINK}]"):
                called, bar, kind = unquote(element.get(_XLINK, "")).removeprefix("#").partition("|")
                if called in new:
                    element.set(_XLINK, f"#{new[called]}{bar}{kind}")


# ---------------------------------------------------------------- reading


def _local(element: etree._Element) -> str:
    return _local_name(str(element.tag))


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _said(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if _local_name(str(key)) == name), "")


def _below(element: etree._Element, name: str) -> str:
    return next((each.text or "" for each in element.iter(etree.Element) if _local(each) == name), "")


def _text(element: etree._Element) -> str:
    return "".join("".join(map(str, paragraph.itertext())) for paragraph in element.iter(*_PARAGRAPHS))


def _runs(part: str, root: etree._Element) -> Iterator[Run]:
    """The runs of one part; a text belongs to the innermost paragraph around it (a note stands in one)."""
    numbers = {element: number for number, element in enumerate(root.iter(*_PARAGRAPHS), start=1)}
    found: dict[int, list[str]] = {}
    above: dict[int, list[str]] = {}  # small letters over others, which would stand between them

    def add(around: etree._Element | None, text: str | None, where: dict[int, list[str]] = found) -> None:
        if text and around is not None:
            where.setdefault(numbers[around], []).append(text)

    for element in root.iter(etree.Element):
        if element in numbers:
            add(element, element.text)
            continue
        around = next(element.iterancestors(*_PARAGRAPHS), None)
        count = int(_said(element, "c") or 1) if _local(element) == "s" else 1
        small = above if _local(element) == "ruby-text" else found
        add(around, _SPACES.get(_local(element), "") * min(count, MAX_SPACES) + (element.text or ""), small)
        add(around, element.tail)
    for number in sorted(found | above):
        spelt = ["\n", *above[number]] if number in above else []
        yield from (Run(part, number, text) for text in (*found.get(number, ()), *spelt))


def _zone(element: etree._Element) -> Zone:
    around = {_local(each) for each in element.iterancestors()}
    if around & {"header", "footer", "header-left", "footer-left", "header-first", "footer-first"}:
        return Zone.RUNNING
    if "note" in around:
        return Zone.NOTE
    if "bibliography" in around:
        return Zone.REFERENCE
    return Zone.HEADING if _local(element) == "h" else Zone.BODY


# ---------------------------------------------------------------- writing


def _strip_tree(root: etree._Element, told: Callable[[str], bool]) -> None:
    for aside in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        _remove(aside)
    for element in list(root.iter(etree.Element)):
        name = _local(element)
        remark = name == "annotation" and etree.QName(element).namespace == _OFFICE  # a formula has one of its own
        telling = name in ("title", "desc") and told("".join(map(str, element.itertext())))  # of a picture
        if name in _GONE or remark or telling or _is_record(element, name):
            _remove(element)
        elif name == "user-field-get":  # what its decl says, which went, would be shown in its place
            _unwrap(element)
        else:
            _strip_attributes(element, told)


def _is_record(element: etree._Element, name: str) -> bool:
    """Whether it is a setting of this machine, or what a program for references keeps of its user's library."""
    if name == "config-item":
        return _SETTINGS.search(_said(element, "name")) is not None
    return name.startswith(("reference-mark", "bookmark")) and _RECORD.search(_said(element, "name")) is not None


def _strip_attributes(element: etree._Element, told: Callable[[str], bool]) -> None:
    for attribute in list(element.attrib):
        name, value = _local_name(str(attribute)), unquote(str(element.attrib[attribute]))
        if (
            name in ("rsid", "paragraph-rsid")
            or (name == "title" and told(value))
            or (name == "name" and _local(element) in ("frame", "image", "object"))
        ):
            del element.attrib[attribute]
        elif str(attribute) == _XLINK and (
            (":" in value and told(value)) or value.lower().startswith(("file:", "/", "../"))
        ):
            if _local(element) == "a":
                _unwrap(element)
            else:
                del element.attrib[attribute]


def _remove(element: etree._Element) -> None:
    """Take an element out, and leave what stands behind it."""
    parent = element.getparent()
    if parent is not None:
        _leave(element, element.tail)
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        _leave(element, element.text)
        if len(element):
            element[-1].tail = (element[-1].tail or "") + (element.tail or "")
        else:
            _leave(element, element.tail)
        position = parent.index(element)
        element.tail = None
        parent[position : position + 1] = list(element)


def _leave(element: etree._Element, text: str | None) -> None:
    """Put a text before an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (text or "")
    elif parent is not None:
        parent.text = (parent.text or "") + (text or "")


def _clear(paragraph: etree._Element) -> None:
    """Empty a paragraph of its text; notes and frames that are anchored in it stay."""
    for element in list(paragraph.iter(etree.Element)):
        above = next(element.iterancestors(*_PARAGRAPHS), None)
        if element is paragraph or above is paragraph:
            if element is paragraph or _local(element) not in (
                "note",
                "note-body",
                "note-citation",
                "page-number",
                "page-count",
            ):
                element.text = None
            if element is not paragraph:
                element.tail = None
        if above is paragraph and _local(element) == "a":
            _unwrap(element)


__all__ = ["MIME", "Odt", "open_odt"]
