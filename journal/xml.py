"""The one XML parser and the one XML writer: nobody else in the house reads or writes XML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn, cast

from lxml import etree

from journal.errors import BadFile, Bilingual, Place, Refused

MAX_BYTES = 50_000_000
MAX_MARKS = 4_000_000  # signs < and =, counted before parsing: they bound elements, attributes and namespaces
MAX_ATTRIBUTES = 256  # of one element
MAX_RECORD = 400_000_000  # bytes of one record of a stream, with the files in it
# 256 levels and 10 MB for one text are libxml2's own limits while huge_tree is off; JATS of the field stays below 40.

_BYTE_ORDER = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What files of the field are written in. Others (UTF-7 …) are known for hiding markup from whoever looks at bytes.
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+[^\s"'\[>]+(?:\s+(?:PUBLIC\s+(?:"([^"]*)"|'([^']*)')|SYSTEM)(?:\s+(?:"[^"]*"|'[^']*'))?)?\s*(?:\[\s*\]\s*)?>"""
)
# The JATS and NLM tag sets, and SVG, which drawing programs write with the W3C's DOCTYPE. None of them is ever fetched.
_PUBLIC = re.compile(r"\s*-//(?:NLM|NISO)//DTD |\s*-//W3C//DTD SVG ")
_SPACE = re.compile(r"\s*")
_ASIDES = (("<!--", "-->"), ("<?", "?>"))
_ENTITY = re.compile(r"&(?!#|(?:amp|lt|gt|quot|apos);)([^\s;&<]{1,80});")
_LITERAL = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)

_TOO_MANY_ATTRIBUTES = etree.XPath(f"(//*/@*[{MAX_ATTRIBUTES + 1}]/..)[1]")
_RESOURCE_LIMIT = 114  # libxml2's XML_ERR_RESOURCE_LIMIT: too deep, or a text, name or comment too long

_DEEP = Bilingual("元素嵌套太深", "elements lie too deep in one another")
_LONG = Bilingual("文字或名称太长", "a text or a name is too long")
_LOOK = Bilingual("请在 XML 编辑器中检查这一行。", "Look at this line in an XML editor.")
_SMALLER = Bilingual("请拆分或精简该文件。", "Split the file or make it smaller.")
_AS_UTF8 = Bilingual("请另存为 UTF-8。", "Save it as UTF-8.")
_PLAIN_DOCTYPE = Bilingual(
    "请只用 JATS 的 DOCTYPE（-//NLM//DTD …），方括号内不写任何声明，字符直接写入。",
    "Use a JATS DOCTYPE (-//NLM//DTD …) with nothing between square brackets, and write characters as they are.",
)

_PIECE = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!DOCTYPE[^>]*>"""
    r"""|<(?P<slash>/?)(?P<name>[^\s/>!?]+)(?P<rest>(?:"[^"]*"|'[^']*'|[^>"'])*)>|(?P<text>[^<]+)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CHARACTER = re.compile(r"&[^;&\s]+;|\r\n|.", re.DOTALL)

# What libxml2 says, said for people: pattern of its message, Chinese, English.
_SAID: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"Opening and ending tag mismatch: (?P<open>\S+) line (?P<at>\d+) and (?P<close>\S+)"),
        "第 {at} 行的 <{open}> 被 </{close}> 结束。",
        "<{open}> of line {at} is ended by </{close}>.",
    ),
    (
        re.compile(r"Premature end of data in tag (?P<open>\S+) line (?P<at>\d+)"),
        "文件不完整：第 {at} 行的 <{open}> 没有结束。",
        "the file is cut off: <{open}> of line {at} is not ended.",
    ),
    (
        re.compile(r"Namespace prefix (?P<prefix>\S+) (?:for (?P<attribute>\S+) )?on (?P<tag>\S+) is not defined"),
        "<{tag}> 使用了未声明的名字空间前缀“{prefix}”。",
        "<{tag}> uses the namespace prefix “{prefix}”, which is not declared.",
    ),
    (
        re.compile(r"Attribute (?P<name>\S+) redefined"),
        "同一标记中属性“{name}”出现两次。",
        "the attribute “{name}” stands twice in one tag.",
    ),
    (
        re.compile(r".*invalid Char value (?P<code>\d+)"),
        "含有 XML 不允许的控制字符（编码 {code}）。",
        "holds a control character that XML forbids (code {code}).",
    ),
    (
        re.compile(r"Document is empty|Start tag expected|no element found"),
        "不是 XML：没有任何标记。",
        "is not XML: there is no tag.",
    ),
    (
        re.compile(r"expected '>'"),
        "一个标记没有以“>”结束；文件可能不完整。",
        "a tag is not ended by “>”; the file may be cut off.",
    ),
    (
        re.compile(r"xmlParseEntityRef: no name|EntityRef: expecting ';'"),
        "“&”须写成 &amp;，实体须以“;”结束。",
        "an “&” is written &amp;, and an entity ends with “;”.",
    ),
    (
        re.compile(r"AttValue: .* expected"),
        "属性的值没有用引号括起。",
        "the value of an attribute is not between quotation marks.",
    ),
    (
        re.compile(r"Specification mandates value for attribute (?P<name>\S+)"),
        "属性“{name}”没有值。",
        "the attribute “{name}” has no value.",
    ),
    (
        re.compile(r"Unescaped '<' not allowed in attributes values"),
        "属性的值中有“<”，或引号没有结束。",
        "there is a “<” in the value of an attribute, or its quotation mark is not ended.",
    ),
    (
        re.compile(r"attributes construct error|error parsing attribute name"),
        "标记中的属性写得不对，或标记没有以“>”结束。",
        "a tag's attributes are not well written, or the tag is not ended by “>”.",
    ),
    (
        re.compile(r"Couldn't find end of Start Tag (?P<tag>\S+)"),
        "<{tag}> 的标记没有以“>”结束。",
        "the tag <{tag}> is not ended by “>”.",
    ),
    (
        re.compile(r"StartTag: invalid element name|Failed to parse QName"),
        "“<”之后不是元素名；文字中的“<”应写成 &lt;。",
        "what follows a “<” is no element's name; in text “<” is written &lt;.",
    ),
    (
        re.compile(r"Double hyphen within comment"),
        "注释中有“--”。",
        "there is a “--” inside a comment.",
    ),
    (
        re.compile(r"Comment not terminated"),
        "注释没有以“-->”结束。",
        "a comment is not ended by “-->”.",
    ),
    (
        re.compile(r"CData section not finished"),
        "CDATA 没有以“]]>”结束。",
        "a CDATA section is not ended by “]]>”.",
    ),
    (
        re.compile(r"Sequence '\]\]>' not allowed in content"),
        "文字中有“]]>”。",
        "there is a “]]>” in the text.",
    ),
    (
        re.compile(r"ParsePI: PI (?P<name>\S+) never end"),
        "处理指令 <?{name} 没有以“?>”结束。",
        "the instruction <?{name} is not ended by “?>”.",
    ),
    (
        re.compile(r"XML declaration allowed only at the start"),
        "XML 声明（<?xml …?>）之前还有内容。",
        "something stands before the XML declaration (<?xml …?>).",
    ),
    (
        re.compile(r"Malformed declaration|Unsupported version|standalone accepts"),
        'XML 声明写得不对，应为 <?xml version="1.0" encoding="UTF-8"?>。',
        'the XML declaration is wrong; it should be <?xml version="1.0" encoding="UTF-8"?>.',
    ),
    (
        re.compile(r"(?:xmlParse)?CharRef: "),
        "字符引用（&#…;）写得不对，或所指不是字符。",
        "a character reference (&#…;) is not well written, or means no character.",
    ),
    (
        re.compile(r"Namespaced Attribute (?P<name>\S+) in .* redefined"),
        "同一标记中属性“{name}”出现两次。",
        "the attribute “{name}” stands twice in one tag.",
    ),
    (
        re.compile(r"xml:id : attribute value (?P<id>.*) is not an NCName"),
        "xml:id“{id}”不能作标识。",
        "the xml:id “{id}” can be no id.",
    ),
    (
        re.compile(r"xml namespace|xmlns:.*[Nn]amespace|xmlns namespace"),
        "名字空间声明有误。",
        "a namespace is declared wrongly.",
    ),
    (
        re.compile(r"Extra content at the end of the document"),
        "根元素结束之后还有内容。",
        "something follows the end of the root element.",
    ),
)


def parse(data: bytes, place: str) -> etree._ElementTree:
    """The tree of an XML file; `place` is the file's name in what is said when it cannot be used.

    Comments, processing instructions and CDATA sections stay in the tree. Nothing is fetched or expanded. Wrong content
    raises BadFile, a file over the limits Refused. `sourceline` is exact to line 65,535 and a guess beyond it.
    """
    if len(data) > MAX_BYTES:
        _refuse(place, 0, f"文件超过 {MAX_BYTES:,} 字节。", f"the file is larger than {MAX_BYTES:,} bytes.")
    text = _decoded(data, place)
    doctype = _check_doctype(text, place)
    if text.count("<") + text.count("=") > MAX_MARKS:
        _refuse(place, 0, f"标记超过 {MAX_MARKS:,} 个。", f"there are more than {MAX_MARKS:,} signs of markup.")
    root = _parsed(text, place)
    if doctype:
        # Without a DOCTYPE libxml2 itself refuses an unknown entity; with one it drops it from attributes in silence.
        _check_entities(text, place)
    _check_attributes(root, place)
    return root.getroottree()


def stream(source: BinaryIO, place: str, *names: str) -> Iterator[etree._Element]:
    """The elements with these local names as each ends, one after the other, however large the file.

    What ended is freed before the next is read, but for what stands before it in the elements around it. No DOCTYPE, entity or
    other file is accepted; one element with all it holds may have `MAX_RECORD` bytes. Raises BadFile and Refused.
    """
    measured = _Measured(source, place)
    events = etree.iterparse(
        cast("BinaryIO", measured),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # files are embedded in base64; `_Measured` keeps the bounds
    )
    try:
        for _, element in events:
            yield element
            measured.begin()
            element.clear()
            while element.getprevious() is not None and element.getprevious().tag == element.tag:  # type: ignore[union-attr]
                del element.getparent()[0]  # type: ignore[union-attr]  # what has a brother has a parent
    except etree.XMLSyntaxError as error:
        _explain(error, place)


def root_name(source: BinaryIO, place: str) -> str:
    """The name of the root element as {namespace}name, read without the rest; the file is then at its beginning again.

    Raises BadFile as `stream` does.
    """
    start = source.tell()
    events = etree.iterparse(
        cast("BinaryIO", _Measured(source, place)),
        events=("start",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    try:
        _, root = next(iter(events))
    except etree.XMLSyntaxError as error:
        _explain(error, place)
    source.seek(start)
    return str(root.tag)


class _Measured:
    """A file that is read to its end, but not further than one record may be long; and that has no DOCTYPE."""

    def __init__(self, source: BinaryIO, place: str) -> None:
        self._source, self._place, self._since, self._end = source, place, 0, b""

    def begin(self) -> None:
        """A record is over."""
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._source.read(size)
        seen, self._end = self._end + data, data[-9:]  # a word may stand where two readings meet
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            _fail(
                Place(self._place), "含有 DOCTYPE 或实体声明，已拒绝。", "holds a DOCTYPE or an entity: refused.", _LOOK
            )
        self._since += len(data)
        if self._since > MAX_RECORD:
            _refuse(
                self._place, 0, f"一条记录超过 {MAX_RECORD:,} 字节。", f"one record has more than {MAX_RECORD:,} bytes."
            )
        return data


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a file between two offsets of its text: a tag that opens or closes, or a text."""

    kind: str  # open | close | text
    start: int
    end: int
    name: str = ""
    raw: str = ""

    def attribute(self, name: str) -> str:
        """The value of an attribute of an opening tag, or ""."""
        found = {key: one or other for key, one, other in _ATTRIBUTE.findall(self.raw)}
        return html.unescape(found.get(name, ""))

    def characters(self) -> Iterator[tuple[str, int, int]]:
        """The characters of a text, each with where it begins and ends in the file: `&lt;` is one."""
        for found in _CHARACTER.finditer(self.raw):
            shown = found[0] if len(found[0]) == 1 else html.unescape(found[0]).replace("\r\n", "\n")
            yield shown, self.start + found.start(), self.start + found.end()


def pieces(data: bytes, place: str) -> Iterator[Piece]:
    """The tags and texts of an XML file in order, by where they stand in its text, for whoever changes nothing else in it.

    An empty element opens and closes. Comments, instructions, CDATA sections and the DOCTYPE are passed over. Raises as `parse`
    does; BadFile also for a file that is not in UTF-8, whose text could not be written back byte for byte.
    """
    parse(data, place)
    text = written(data, place)
    for found in _PIECE.finditer(text):
        name, start, end = found["name"], found.start(), found.end()
        if found["text"]:
            yield Piece("text", start, end, raw=found["text"])
        elif name and found["slash"]:
            yield Piece("close", start, end, name)
        elif name:
            empty = found["rest"].endswith("/")
            yield Piece("open", start, end, name, found["rest"])
            if empty:
                yield Piece("close", end, end, name)


def written(data: bytes, place: str) -> str:
    """The text of a file in UTF-8, a byte order mark included, so that `encode` gives the same bytes; BadFile for another."""
    if _declared(data, place) != "utf-8":
        _fail(Place(place, 1), "文件不是 UTF-8。", "the file is not in UTF-8.", _AS_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _fail(Place(place, line), "文件不是 UTF-8。", "the file is not in UTF-8.", _AS_UTF8)


def escaped(text: str) -> str:
    """A text as it is written between tags."""
    return html.escape(text, quote=False)


def serialise(tree: etree._ElementTree, doctype: str = "") -> bytes:
    """The bytes of a tree in the house's form: declaration, DOCTYPE, characters as they are, LF, a last newline.

    `doctype` stands instead of the tree's own. What stands beside the root element goes on lines of its own.
    """
    root = tree.getroot()
    chosen = doctype or tree.docinfo.doctype
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *([chosen] if chosen else [])]
    lines += map(_aside, reversed(list(root.itersiblings(preceding=True))))
    after = map(_aside, root.itersiblings())
    body: bytes = etree.tostring(root, encoding="utf-8", with_tail=False)
    return b"\n".join((*(line.encode() for line in lines), body, *(line.encode() for line in after), b""))


def _aside(node: etree._Element) -> str:
    """A comment or instruction beside the root, by hand: etree.tostring looks for the root anew for each of them."""
    text = node.text or ""
    if isinstance(node, etree._ProcessingInstruction):
        target = node.target
        return f"<?{target} {text}?>" if text else f"<?{target}?>"
    return f"<!--{text}-->"


# ---------------------------------------------------------------- bytes to text


def _decoded(data: bytes, place: str) -> str:
    mark, codec = next(((mark, codec) for mark, codec in _BYTE_ORDER if data.startswith(mark)), (b"", ""))
    codec = codec or _declared(data, place)
    data = data.removeprefix(mark)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = data[error.start : error.start + 4].hex(" ")
        _fail(
            Place(place, line),
            f"字节 {seen} 不是有效的 {codec.upper()}。",
            f"the bytes {seen} are not valid {codec.upper()}.",
            _AS_UTF8,
        )
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        _fail(Place(place, line), "含有 NUL 字节。", "holds a NUL byte.", _AS_UTF8)
    return text


def _declared(data: bytes, place: str) -> str:
    declared = _DECLARED.match(data[:400])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        _fail(Place(place, 1), f"不接受编码“{name}”。", f"the encoding “{name}” is not accepted.", _AS_UTF8)
    return _ENCODINGS[name]


# ---------------------------------------------------------------- DOCTYPE and entities


def _check_doctype(text: str, place: str) -> bool:
    """Whether there is a DOCTYPE; it is judged before the parser ever sees it."""
    start = _after_prolog(text)
    if not text.startswith("<!DOCTYPE", start):
        return False
    found = _DOCTYPE.match(text, start)
    spot = Place(place, text.count("\n", 0, start) + 1)
    if not found:
        zh, en = "DOCTYPE 含有实体或其他声明，已拒绝。", "the DOCTYPE holds declarations (entities …): refused."
        _fail(spot, zh, en, _PLAIN_DOCTYPE)
    if not _PUBLIC.match(found[1] or found[2] or ""):
        _fail(spot, "DOCTYPE 不是 JATS 的，已拒绝。", "the DOCTYPE is not one of JATS: refused.", _PLAIN_DOCTYPE)
    return True


def _after_prolog(text: str) -> int:
    """Where the first thing begins that is neither white space nor a comment nor a processing instruction."""
    position = 0
    while True:
        position = _SPACE.match(text, position).end()  # type: ignore[union-attr]  # it matches everywhere
        closing = next((closing for opening, closing in _ASIDES if text.startswith(opening, position)), "")
        end = text.find(closing, position) if closing else -1
        if end < 0:
            return position
        position = end + len(closing)


def _check_entities(text: str, place: str) -> None:
    if not _ENTITY.search(text):
        return
    bare = _LITERAL.sub(lambda found: "\n" * found[0].count("\n"), text)
    found = _ENTITY.search(bare)
    if found:
        _fail_entity(Place(place, bare.count("\n", 0, found.start()) + 1), found[1])


def _fail_entity(place: Place, name: str) -> NoReturn:
    meant = html.unescape(f"&{name};")
    known = meant != f"&{name};"
    codes = "".join(f"&#x{ord(character):X};" for character in meant) if known else "&#x…;"
    _fail(
        place,
        f"未定义的实体 &{name};（按原样读取会丢失文字）。",
        f"the entity &{name}; is not defined (read as it is, text would be lost).",
        Bilingual(f"请直接写该字符或 {codes}。", f"Write the character itself or {codes}."),
    )


# ---------------------------------------------------------------- parsing


def _parsed(text: str, place: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=False,
        remove_pis=False,
        strip_cdata=False,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        _explain(error, place)


def _check_attributes(root: etree._Element, place: str) -> None:
    for element in cast("list[etree._Element]", _TOO_MANY_ATTRIBUTES(root)):
        tag, count = str(element.tag), len(element.attrib)
        zh, en = (
            f"<{tag}> 有 {count:,} 个属性（上限 {MAX_ATTRIBUTES}）。",
            f"<{tag}> has {count:,} attributes (limit {MAX_ATTRIBUTES}).",
        )
        _refuse(place, element.sourceline or 0, zh, en)


def _explain(error: etree.XMLSyntaxError, place: str) -> NoReturn:
    line = error.lineno or 0
    said = re.sub(r", line \d+, column \d+$", "", (error.msg or "").strip()).strip()
    if error.code == _RESOURCE_LIMIT:
        what = _DEEP if "depth" in said else _LONG
        _refuse(place, line, f"超过解析上限：{what.zh}。", f"over a limit of the parser: {what.en}.")
    entity = re.match(r"Entity '(.+)' not defined", said)
    if entity:
        _fail_entity(Place(place, line), entity[1])
    for pattern, zh, en in _SAID:
        found = pattern.match(said)
        if found:
            values = found.groupdict()
            _fail(Place(place, line), zh.format(**values), en.format(**values), _LOOK)
    _fail(Place(place, line), f"XML 有误：{said}。", f"malformed XML: {said}.", _LOOK)


def _fail(place: Place, zh: str, en: str, todo: Bilingual) -> NoReturn:
    raise BadFile(place, Bilingual(zh, en), todo) from None


def _refuse(file: str, line: int, zh: str, en: str) -> NoReturn:
    place = Place(file, line)
    raise Refused(Bilingual(f"{place}：{zh}", f"{place}: {en}"), _SMALLER) from None
