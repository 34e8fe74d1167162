"""Word files (docx, Transitional and Strict): their text, notes, comments, tracked changes, properties and pictures; and the file without its makers."""

from __future__ import annotations

import copy
import posixpath
import re
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from lxml import etree

from journal import archive, xml
from journal.errors import BadFile, Bilingual, Place, Refused
from journal.intake import pictures
from journal.intake.text import Change, Comment, Paragraph, Picture, Run, Zone, joined

W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # Strict
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_REFERRING = (  # attributes in these name a relation of the part
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_ZIP = b"PK\x03\x04"
_TYPES = "[Content_Types].xml"
MAX_METAFILE = 50_000_000  # unpacked
MAX_NESTED = 3  # files in files

# Parts of these relations tell of people, machines and programs, and nothing of the text.
_DROPPED = frozenset(
    """
    core-properties extended-properties custom-properties thumbnail customXml customXmlProps comments commentsExtended
    commentsIds commentsExtensible commentAuthors people person documenttasks attachedTemplate mailMergeSource
    mailMergeHeaderSource recipientData printerSettings glossaryDocument vbaProject wordVbaData keyMapCustomizations
    attachedToolbars oleObject origin signature classificationlabels ui extensibility ribbon userCustomization hdphoto
    threadedComment control activeXControlBinary usernames revisionHeaders
    """.split()
)
_TEXTS = {"t", "delText"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}
_CHANGES = frozenset("ins del moveFrom moveTo cellIns cellDel cellMerge".split())
_FORMAT = frozenset(
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tcPrChange trPrChange tblGridChange numberingChange".split()
)
_GONE = _FORMAT | frozenset(
    """
    commentRangeStart commentRangeEnd commentReference annotationRef moveFromRangeStart moveFromRangeEnd moveToRangeStart
    moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd
    permStart permEnd proofErr dataBinding lastRenderedPageBreak
    rsids attachedTemplate mailMerge docVars trackRevisions documentProtection writeProtection saveThroughXslt
    alias tag removePersonalInformation removeDateAndTime docId chartTrackingRefBased presenceInfo
    smartTagPr smartTagType customXmlPr
    """.split()
)
_ASIDE_OF_SHEETS = frozenset("absPath fileSharing".split())
_PERSONAL = frozenset(
    "author date dateUtc initials userId providerId paraId textId paraIdParent durableId docId".split()
)
_NAMING = frozenset(
    "AUTHOR LASTSAVEDBY USERNAME USERINITIALS USERADDRESS FILENAME TEMPLATE DOCPROPERTY INFO DOCVARIABLE".split()
)
# What is nothing without the part that it names.
_POINTING = frozenset(
    "OLEObject control hlinkClick hlinkHover hlinkMouseOver printerSettings subDoc sourceFileName legacyDrawing imgLayer".split()
)
# Attributes and elements by which one part of a file calls another; nobody sees them on a page.
_CALLED = frozenset("name styleId anchor displayName".split())
_CALLING = frozenset("name aliases basedOn next link pStyle rStyle tblStyle styleLink numStyleLink".split())
_SAID_ASIDE = frozenset("descr title alt tooltip screenTip".split())  # of pictures and links
_BLOCKS = frozenset("p si is text".split())  # whose runs are one text
_PATH = re.compile(
    r"(?i)^(?:[a-z]:[\\/]|\\\\|/(?:users|home)/)|[\\/][^\\/]+\.\w{2,4}$|^[^\s/]+\.(?:png|jpe?g|gif|tiff?|bmp|[ew]mf|svg)$"
)


def open_docx(data: bytes, place: str) -> Docx:
    """A Word file, opened; BadFile for what is none, Refused for one that is encrypted or over a limit."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        said = Bilingual(f"{place}：文件已加密，或是旧格式 .doc。", f"{place}: it is encrypted, or an old .doc.")
        raise Refused(said, Bilingual("请取消密码，另存为 .docx。", "Save it as .docx, without a password."))
    docx = Docx(dict(archive.members(data, place)), place)
    root = docx.trees.get(docx.main)
    if root is None or _local(root) != "document" or etree.QName(root).namespace not in W:
        said = Bilingual("不是 Word 文件（docx）。", "is no Word file (docx).")
        raise BadFile(
            Place(place), said, Bilingual("请用 Word 打开并另存为 .docx。", "Open it with Word and save it as .docx.")
        )
    return docx


class Package:
    """The parts of an OOXML file (Word, Excel, PowerPoint), and what each refers to."""

    def __init__(self, parts: dict[str, bytes], place: str, depth: int = 0) -> None:
        self.parts = parts
        self.place = place
        self.depth = depth
        if _TYPES not in parts or "_rels/.rels" not in parts:
            said = Bilingual(
                "不是 Office 文件（缺少内容清单）。", "is no Office file (its list of contents is missing)."
            )
            raise BadFile(Place(place), said, Bilingual("请另存为 .docx。", "Save it as .docx."))
        self.trees = {
            name: xml.parse(part, f"{place}/{name}").getroot() for name, part in parts.items() if _is_xml(name, part)
        }

    @property
    def main(self) -> str:
        """The name of the part that the file is about; empty if it does not say."""
        return next((target for kind, target in self._targets("") if kind == "officeDocument"), "")

    def related(self, part: str, kind: str) -> list[str]:
        """The parts to which a part stands in this relation (`header`, `footnotes`, `image` …)."""
        return [target for each, target in self._targets(part) if each == kind]

    def media(self) -> Iterator[Picture]:
        """Embedded pictures and other files, with what their own metadata say."""
        for name, data in self.parts.items():
            if name not in self.trees:
                yield Picture(name, data, pictures.metadata(data))

    def properties(self) -> dict[str, str]:
        """Core, application and custom properties: who made it, with what, for which company."""
        found = {}
        for kind in ("core-properties", "extended-properties", "custom-properties"):
            for part in self.related("", kind):
                for element in self.trees[part]:
                    name = element.get("name") or _local(element)
                    found[name] = "".join(element.itertext()).strip()
        return found

    def unread(self) -> list[Run]:
        """Embedded files of a kind unknown here, in this file and in those within it."""
        found = []
        for name, data in self.parts.items():
            if data.startswith(_ZIP):
                found += self._inner(name).unread()
            elif name not in self.trees and not pictures.legible(name, data):
                found.append(Run(name, 0, ""))
        return found

    def words(self) -> Iterator[Run]:
        """All that may hold words beside the text: attributes, targets of links, names of parts, readable bytes."""
        judged = (
            frozenset() if self.depth else frozenset(self.text_parts())
        )  # paragraph by paragraph, with what is around
        for name, root in self.trees.items():
            yield Run(name, 0, name)
            for element in root.iter(etree.Element):
                for value in element.attrib.values():
                    yield Run(name, 0, unquote(str(value)))
                if name not in judged or not _in_paragraph(element):
                    yield from (Run(name, 0, text) for text in (element.text, element.tail) if text and text.strip())
                if name not in judged and _local(element) in _BLOCKS:
                    yield Run(name, 0, "".join(map(str, element.itertext())))
        for name, data in self.parts.items():
            if data.startswith(_ZIP):
                yield from self._inner(name).words()
            elif name not in self.trees:
                read = pictures.profile(data) if pictures.kind(data) else data
                yield from (Run(name, 0, text) for text in readings(read))

    def text_parts(self) -> Iterator[str]:
        """The parts that are read paragraph by paragraph."""
        yield from ()

    def pictures(self) -> list[Run]:
        """Pictures, in which nothing is read: here and in embedded files."""
        found = []
        for name, data in self.parts.items():
            if data.startswith(_ZIP):
                found += self._inner(name).pictures()
            elif name not in self.trees and pictures.legible(name, data) and not pictures.is_font(name):
                found.append(Run(name, 0, ""))
        return found

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out what is no text and tells of people; what was taken out."""
        done = [Bilingual("文件属性", "properties")] if any(self.properties().values()) else []
        self._drop_relations(told)
        self._keep_reachable()
        for root in self.trees.values():
            self._strip_tree(root, told)
        self._call_anew(told)
        for name in [name for name in self.parts if name not in self.trees]:
            self._strip_binary(name, told, done)
        self._rename_media()
        return done

    def save(self) -> bytes:
        """The file as it is now."""
        names = [_TYPES, *sorted(self.parts.keys() - {_TYPES})]
        return archive.pack(
            {name: _bytes(self.trees[name]) if name in self.trees else self.parts[name] for name in names}
        )

    # ------------------------------------------------------------ relations

    def _targets(self, part: str) -> Iterator[tuple[str, str]]:
        relations = self.trees.get(_relations_of(part))
        for relation in () if relations is None else relations:
            if relation.get("TargetMode") != "External":
                yield _kind(relation), _resolved(part, relation.get("Target", ""))

    def _drop_relations(self, told: Callable[[str], bool]) -> None:
        for name, relations in list(self.trees.items()):
            if name.endswith(".rels"):
                for relation in list(relations):
                    target = unquote(relation.get("Target", ""))
                    outside = relation.get("TargetMode") == "External"
                    if _kind(relation) in _DROPPED or (outside and (_is_path(target) or told(target))):
                        self._unlink(_part_of(name), relation.get("Id", ""))
                        relations.remove(relation)

    def _unlink(self, part: str, id: str) -> None:
        root = self.trees.get(part)
        for element in () if root is None else list(root.iter(etree.Element)):
            for attribute, value in list(element.attrib.items()):
                if value == id and etree.QName(attribute).namespace in _REFERRING:
                    if _local(element) == "hyperlink":
                        _unwrap(element)
                    elif _local(element) in _POINTING:  # the picture of an embedded file stays
                        extension = next(element.iterancestors("{*}ext"), None)
                        _remove(element if extension is None else extension)
                        break
                    else:
                        del element.attrib[attribute]

    def _keep_reachable(self) -> None:
        """What no relation leads to any more goes; so does what a stranger put into the zip beside the file."""
        kept, waiting = {_TYPES, "_rels/.rels"}, [""]
        while waiting:
            part = waiting.pop()
            for _, target in self._targets(part):
                if target in self.parts and target not in kept:
                    kept |= {target, _relations_of(target)}
                    waiting.append(target)
        self.parts = {name: data for name, data in self.parts.items() if name in kept}
        self.trees = {name: root for name, root in self.trees.items() if name in kept}
        for override in list(self.trees[_TYPES].iter("{*}Override")):
            if unquote(override.get("PartName", "")).lstrip("/") not in kept:
                _remove(override)

    def _rename_media(self) -> None:
        """A picture's name is often the file's that its author put in."""
        new: dict[str, str] = {}
        drawn = {name for name in self.trees if name.endswith(".svg")}
        for number, name in enumerate(sorted(self.parts.keys() - self.trees.keys() | drawn), start=1):
            ending = re.sub(r"[^A-Za-z0-9]", "", posixpath.splitext(name)[1])[:8]
            new[name] = posixpath.join(posixpath.dirname(name), f"part{number}.{ending or 'bin'}")
        for name, relations in self.trees.items():
            if name.endswith(".rels"):
                for relation in relations:
                    target = _resolved(_part_of(name), relation.get("Target", ""))
                    if relation.get("TargetMode") != "External" and target in new:
                        relation.set("Target", "/" + new[target])
        for override in self.trees[_TYPES].iter("{*}Override"):
            part = unquote(override.get("PartName", "")).lstrip("/")
            override.set("PartName", "/" + new.get(part, part))
        self.parts = {new.get(name, name): data for name, data in self.parts.items()}
        self.trees = {new.get(name, name): root for name, root in self.trees.items()}

    def _call_anew(self, told: Callable[[str], bool]) -> None:
        """Styles, bookmarks and shapes that are called by an author's name get another, the same wherever it is used."""
        new: dict[str, str] = {}
        held = [
            (element, attribute, str(value))
            for name, root in self.trees.items()
            if not name.endswith(".rels") and name != _TYPES
            for element in root.iter(etree.Element)
            for attribute, value in element.attrib.items()
            if _local_name(str(attribute)) in _CALLED
            or (_local_name(str(attribute)) == "val" and _local(element) in _CALLING)
        ]
        for element, attribute, value in held:
            if value in new or told(value):
                element.set(attribute, new.setdefault(value, f"n{len(new) + 1}"))

    # ------------------------------------------------------------ contents

    def _strip_tree(self, root: etree._Element, told: Callable[[str], bool]) -> None:
        for aside in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
            _remove(aside)
        pictures.bare_svg(root, told, self.place)
        for element in list(root.iter(etree.Element)):
            if _local(element) in _ASIDE_OF_SHEETS:
                _remove(element)
            for attribute in [key for key in element.attrib if _local_name(str(key)) in _SAID_ASIDE]:
                if told(str(element.attrib[attribute])):
                    del element.attrib[attribute]

    def _strip_binary(self, name: str, told: Callable[[str], bool], done: list[Bilingual]) -> None:
        data = self.parts[name]
        if data.startswith(_ZIP):
            inner = self._inner(name)
            inner.strip(told)
            self.parts[name] = inner.save()
        else:
            bare = pictures.bare(data, f"{self.place}/{name}")
            if bare != data:
                done.append(Bilingual("图片元数据", "metadata of a picture"))
            self.parts[name] = bare

    def _inner(self, name: str) -> Package:
        """A workbook or a text in the text."""
        place = f"{self.place}/{name}"
        if self.depth >= MAX_NESTED:
            said = Bilingual(f"{place}：文件嵌套过深。", f"{place}: files in files, too deep.")
            raise Refused(said, Bilingual("请删除嵌入的文件。", "Take the embedded file out."))
        inner = Package(dict(archive.members(self.parts[name], place)), place, self.depth + 1)
        root = inner.trees.get(inner.main)
        is_text = root is not None and etree.QName(root).namespace in W
        return Docx(inner.parts, place, self.depth + 1) if is_text else inner


class Docx(Package):
    """A Word file."""

    def runs(self, deleted: bool = True) -> Iterator[Run]:
        """All runs of text: body, headers, footers, notes, comments; with what tracked changes took out, if `deleted`."""
        for part in self.text_parts():
            yield from _runs(part, self.trees[part], deleted)

    def text_parts(self) -> Iterator[str]:
        """The parts with text: the body, then headers, footers, notes and comments, then drawings."""
        yield self.main
        kinds = (
            "header",
            "footer",
            "footnotes",
            "endnotes",
            "comments",
            "diagramData",
            "diagramDrawing",
            "chart",
            "chartEx",
        )
        for kind in kinds:
            yield from (part for part in self.related(self.main, kind) if part in self.trees)

    def changes(self) -> Iterator[Change]:
        """Tracked changes, with their authors and dates."""
        for part in self.text_parts():
            for element in self.trees[part].iter(etree.Element):
                if _is_word(element) and _local(element) in _CHANGES | _FORMAT:
                    text = _text(element)
                    yield Change(part, _local(element), _said(element, "author"), _said(element, "date"), text)

    def comments(self) -> Iterator[Comment]:
        """Remarks in the margin."""
        for part in self.related(self.main, "comments"):
            for element in self.trees[part].iter("{*}comment"):
                yield Comment(part, _said(element, "author"), _said(element, "date"), _text(element))

    def rsids(self) -> frozenset[str]:
        """The numbers of the sessions in which the text was edited: they tie a file to others of the same hand."""
        return frozenset(
            str(value)
            for root in self.trees.values()
            for element in root.iter(etree.Element)
            for attribute, value in element.attrib.items()
            if _local_name(str(attribute)).startswith("rsid") or _local(element).startswith("rsid")
        )

    def paragraphs(self) -> list[Paragraph]:
        """The text, paragraph by paragraph."""
        return [each for part in self.text_parts() for each in self._paragraphs(part)]

    def _paragraphs(self, part: str) -> Iterator[Paragraph]:
        root = self.trees[part]
        elements = list(root.iter("{*}p"))
        headings = self._heading_styles()
        zone = {"hdr": Zone.RUNNING, "ftr": Zone.RUNNING, "footnotes": Zone.NOTE, "endnotes": Zone.NOTE}.get(
            _local(root), Zone.BODY
        )
        for run in joined(_runs(part, root, deleted=True)):
            if run.paragraph:
                element = elements[run.paragraph - 1]
                own = Zone.HEADING if zone is Zone.BODY and _is_heading(element, headings) else zone
                yield Paragraph(part, run.paragraph, own, run.text, lambda element=element: _clear(element))  # type: ignore[misc]

    def _heading_styles(self) -> frozenset[str]:
        return frozenset(
            _said(style, "styleId")
            for part in self.related(self.main, "styles")
            for style in self.trees[part].iter("{*}style")
            if style.find(".//{*}outlineLvl") is not None
            or any(re.match(r"(?i)heading|标题|title", _said(name, "val")) for name in style.iter("{*}name"))
        )

    def strip(self, told: Callable[[str], bool]) -> list[Bilingual]:
        """Take out what is no text and tells of people; tracked changes are accepted, comments go."""
        changes, comments = sum(1 for _ in self.changes()), sum(1 for _ in self.comments())
        done = super().strip(told)
        if changes:
            done.append(Bilingual(f"修订 {changes} 处（已全部接受）", f"{changes} tracked changes (all accepted)"))
        if comments:
            done.append(Bilingual(f"批注 {comments} 条", f"{comments} comments"))
        return done

    def _strip_tree(self, root: etree._Element, told: Callable[[str], bool]) -> None:
        super()._strip_tree(root, told)
        _accept(root)
        _unlink_fields(root, told)
        number = 0
        for element in list(root.iter(etree.Element)):
            if _local(element) in _GONE and not _is_relation(element):
                _remove(element)
                continue
            for attribute in list(element.attrib):
                name = _local_name(str(attribute))
                if name.startswith("rsid") or (name in _PERSONAL and not _is_relation(element)):
                    del element.attrib[attribute]
            if _local(element) in ("docPr", "cNvPr") and "name" in element.attrib:
                number += 1
                element.set("name", f"{_local(element)} {number}")
            _drop_path(element)


def readings(data: bytes) -> Iterator[str]:
    """What can be read in bytes of an unknown kind, in every encoding in which a name may stand there."""
    if data.startswith(b"\x1f\x8b"):  # a compressed metafile
        data += zlib.decompressobj(31).decompress(data, MAX_METAFILE)
    for codec in ("utf-8", "gb18030"):
        yield from _printable(data.decode(codec, "ignore"))
    for start in (0, 1):
        yield from _printable(data[start:].decode("utf-16-le", "ignore"))


def _printable(text: str) -> Iterator[str]:
    yield from re.findall(r"[^\x00-\x1f\x7f-\x9f\ufffd]{2,}", text)


# ---------------------------------------------------------------- reading


def _is_xml(name: str, data: bytes) -> bool:
    return name.endswith((".xml", ".rels", ".vml", ".svg")) or data.lstrip()[:5] == b"<?xml"


def _local(element: etree._Element) -> str:
    return _local_name(str(element.tag))


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _said(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if _local_name(str(key)) == name), "")


def _is_word(element: etree._Element) -> bool:
    return etree.QName(element).namespace in W


def _is_relation(element: etree._Element) -> bool:
    return etree.QName(element).namespace == _RELATIONS


def _kind(relation: etree._Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _part_of(relations: str) -> str:
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _resolved(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target))).lstrip("/")


def _runs(part: str, root: etree._Element, deleted: bool) -> Iterator[Run]:
    """The runs of one part; a text belongs to the innermost paragraph around it (a text box stands in one)."""
    numbers = {element: number for number, element in enumerate(root.getroottree().getroot().iter("{*}p"), start=1)}
    found: dict[int, list[str]] = {}
    above: dict[int, list[str]] = {}  # small letters over others, which would stand between them
    for element in root.iter(etree.Element):
        name = _local(element)
        text = element.text or "" if name in _TEXTS else _symbol(element) if name == "sym" else _BREAKS.get(name, "")
        if text and (deleted or name != "delText"):
            around = next(element.iterancestors("{*}p"), None)
            where = above if next(element.iterancestors("{*}rt"), None) is not None else found
            where.setdefault(0 if around is None else numbers[around], []).append(text)
    for number in sorted(found | above):
        spelt = ["\n", *above[number]] if number in above else []
        yield from (Run(part, number, text) for text in (*found.get(number, ()), *spelt))


def _text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(etree.Element) if _local(each) in _TEXTS)


def _symbol(element: etree._Element) -> str:
    """The character of a font's own that `w:sym` calls; those of old fonts stand at F000 and above."""
    code = _said(element, "char")
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
    number -= 0xF000 if 0xF020 <= number <= 0xF0FF else 0
    return chr(number) if number >= 0x20 and not 0xD800 <= number < 0xE000 else ""


def _in_paragraph(element: etree._Element) -> bool:
    return _local(element) in _TEXTS and next(element.iterancestors("{*}p"), None) is not None


def _is_heading(element: etree._Element, styles: frozenset[str]) -> bool:
    if element.find("./{*}pPr/{*}outlineLvl") is not None:
        return True
    style = element.find("./{*}pPr/{*}pStyle")
    return style is not None and _said(style, "val") in styles


# ---------------------------------------------------------------- writing


def _bytes(root: etree._Element) -> bytes:
    # A copy of the root is a tree without what stood beside it: comments, instructions.
    return xml.serialise(copy.deepcopy(root).getroottree())


def _remove(element: etree._Element) -> None:
    """Take an element out, and leave what stands behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail and tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        position = parent.index(element)
        parent[position : position + 1] = list(element)


def _clear(paragraph: etree._Element) -> None:
    """Empty a paragraph of its text; it stays, since a cell or a note needs one, and so does what a field counts."""
    for element in list(paragraph.iter(etree.Element)):
        if next(element.iterancestors("{*}p"), None) is paragraph:
            if _local(element) in _TEXTS:
                element.text = ""
            elif _local(element) == "sym":
                _remove(element)
            elif _local(element) == "hyperlink":
                _unwrap(element)


def _accept(root: etree._Element) -> None:
    """Accept every tracked change."""
    for element in list(root.iter(etree.Element)):
        parent = element.getparent()
        if not _is_word(element) or parent is None:
            continue
        name, around = _local(element), _local(parent)
        if name in ("del", "moveFrom") and around == "rPr":  # the mark that ends the paragraph was deleted
            _join_next(element)
        elif name in ("del", "moveFrom") and around == "trPr":
            _remove_if(parent.getparent())
        elif name in ("del", "moveFrom"):
            _remove(element)
        elif name in ("ins", "moveTo") and len(element):
            _unwrap(element)
        elif name == "cellDel":
            _remove_if(next(element.iterancestors("{*}tc"), None))
        elif name in _CHANGES:
            _remove(element)
    for element in list(root.iter("{*}delText", "{*}delInstrText")):
        _remove(element)


def _remove_if(element: etree._Element | None) -> None:
    if element is not None:
        _remove(element)


def _join_next(mark: etree._Element) -> None:
    """A paragraph without its mark runs on into the next, whose own mark says how both look."""
    paragraph = next(mark.iterancestors("{*}p"), None)
    _remove(mark)
    following = None if paragraph is None else paragraph.getnext()
    if paragraph is None or following is None or _local(following) != "p":
        return
    start = 1 if len(following) and _local(following[0]) == "pPr" else 0
    following[start:start] = [element for element in paragraph if _local(element) != "pPr"]
    _remove(paragraph)


def _unlink_fields(root: etree._Element, told: Callable[[str], bool]) -> None:
    """Fields that hold a database record (ADDIN: Zotero, EndNote …) become their text; those that name a person go."""
    for element in list(root.iter("{*}fldSimple")):
        code = _said(element, "instr")
        if _code(code) in _NAMING:
            _remove(element)
        elif _code(code) == "ADDIN" or told(code):
            _unwrap(element)
    for element in list(root.iter("{*}fldData")):
        _remove(element)
    stack: list[list[etree._Element]] = []
    separate: list[int] = []
    for element in list(root.iter("{*}fldChar", "{*}instrText", "{*}t")):
        kind = _said(element, "fldCharType")
        if kind == "begin":
            stack.append([])
            separate.append(-1)
        if not stack:
            continue
        if kind == "separate":
            separate[-1] = len(stack[-1]) + 1
        stack[-1].append(element)
        if kind == "end":
            held, cut = stack.pop(), separate.pop()
            code = "".join(each.text or "" for each in held if _local(each) == "instrText")
            gone = held if _code(code) in _NAMING else [each for each in held if _local(each) != "t"]
            gone = gone if _code(code) in _NAMING | {"ADDIN"} or told(code) else []
            for each in gone:
                _remove(each)
            if stack and not gone:
                stack[-1] += held[cut:-1] if cut >= 0 else []


def _code(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _drop_path(element: etree._Element) -> None:
    """Names and paths of the files that pictures were put in from."""
    for attribute in list(element.attrib):
        name, value = _local_name(str(attribute)), str(element.attrib[attribute])
        shown = name == "title" and _local(element) == "imagedata"
        if shown or (name in ("descr", "title", "alt", "href") and _is_path(value)):
            del element.attrib[attribute]


def _is_path(text: str) -> bool:
    return text.lower().startswith("file:") or ("://" not in text and _PATH.search(text) is not None)


__all__ = ["Docx", "Package", "open_docx", "readings"]
