"""The one parser: what it lets in, what it refuses, and that each refusal is one line with a file and a line."""

import contextlib
import pickle
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal import xml
from journal.errors import FINDINGS, REFUSED, BadFile, JournalError, Place, Refused

JATS = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN" "x.dtd">\n'


def failure(data: bytes | str) -> tuple[str, int, str, str]:
    """The class, exit code and both lines of what is said of a file."""
    with pytest.raises(JournalError) as caught:
        xml.parse(data.encode() if isinstance(data, str) else data, "issues/2026-5/li-water/article.xml")
    error = caught.value
    return type(error).__name__, error.exit, error.message.zh, error.message.en


def at(line: int, zh: str, en: str) -> tuple[str, int, str, str]:
    spot = f"issues/2026-5/li-water/article.xml:{line}"
    return "BadFile", FINDINGS, f"{spot}：{zh}", f"{spot}: {en}"


def over(spot: str, zh: str, en: str) -> tuple[str, int, str, str]:
    spot = f"issues/2026-5/li-water/article.xml{spot}"
    return "Refused", REFUSED, f"{spot}：{zh}", f"{spot}: {en}"


# ---------------------------------------------------------------- what comes in


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<a>人权 𠮷䶮㛃</a>".encode(), "人权 𠮷䶮㛃"),
        ("\ufeff<a>人权</a>".encode(), "人权"),
        ('<?xml version="1.0" encoding="UTF-16"?><a>人权</a>'.encode("utf-16"), "人权"),
        ('<?xml version="1.0" encoding="GB2312"?><a>朱镕基</a>'.encode("gb18030"), "朱镕基"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"), "é"),
        ('<?xml version="1.0" encoding="Big5"?><a>人權</a>'.encode("big5"), "人權"),
        (b"\n<!-- first -->\n<?pi x?>\n" + JATS.encode() + b"<a>x</a>", "x"),
        (JATS.replace(">", "[ ]>").encode() + b"<a>x</a>", "x"),
        (
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><a>x</a>',
            "x",
        ),
        (JATS.encode() + b"<a><![CDATA[&x; <]]>&#20154;&amp;</a>", "&x; <人&"),
        (JATS.encode() + b"<a><!-- &x; --><?pi &x;?>x</a>", "x"),
    ],
)
def test_is_read_in_every_encoding_and_form_of_the_field(data: bytes, text: str) -> None:
    root = xml.parse(data, "a.xml").getroot()
    assert "".join(root.itertext()) == text


def test_comments_instructions_and_cdata_stay_in_the_tree() -> None:
    data = b'<?xml version="1.0" encoding="UTF-8"?>\n<a><!--c--><?p i?><![CDATA[<x>]]></a>\n'
    assert xml.serialise(xml.parse(data, "a.xml")) == data


# ---------------------------------------------------------------- wrong content


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<a>\n<b>\n</a>", at(3, "第 2 行的 <b> 被 </a> 结束。", "<b> of line 2 is ended by </a>.")),
        (
            "<a>\n<b/>\n",
            at(3, "文件不完整：第 1 行的 <a> 没有结束。", "the file is cut off: <a> of line 1 is not ended."),
        ),
        ("", at(1, "不是 XML：没有任何标记。", "is not XML: there is no tag.")),
        ("人权", at(1, "不是 XML：没有任何标记。", "is not XML: there is no tag.")),
        ("<a/>\n<b/>", at(2, "根元素结束之后还有内容。", "something follows the end of the root element.")),
        (
            '<a b="1"\nb="2"/>',
            at(2, "同一标记中属性“b”出现两次。", "the attribute “b” stands twice in one tag."),
        ),
        (
            '<a>\n<b xlink:href="x"/></a>',
            at(
                2,
                "<b> 使用了未声明的名字空间前缀“xlink”。",
                "<b> uses the namespace prefix “xlink”, which is not declared.",
            ),
        ),
        (
            "<a>\n\x01</a>",
            at(2, "含有 XML 不允许的控制字符（编码 1）。", "holds a control character that XML forbids (code 1)."),
        ),
        ("<a>\n\n\0</a>", at(3, "含有 NUL 字节。", "holds a NUL byte.")),
        (
            b"<a>\n\xc8\xcb</a>",
            at(2, "字节 c8 cb 3c 2f 不是有效的 UTF-8。", "the bytes c8 cb 3c 2f are not valid UTF-8."),
        ),
        (
            b'<?xml version="1.0" encoding="GBK"?>\n<a>\xff\xff</a>',
            at(2, "字节 ff ff 3c 2f 不是有效的 GB18030。", "the bytes ff ff 3c 2f are not valid GB18030."),
        ),
        (
            b'<?xml version="1.0" encoding="UTF-7"?><a/>',
            at(1, "不接受编码“utf-7”。", "the encoding “utf-7” is not accepted."),
        ),
        (
            "<a>\n&nbsp;</a>",
            at(
                2,
                "未定义的实体 &nbsp;（按原样读取会丢失文字）。",
                "the entity &nbsp; is not defined (read as it is, text would be lost).",
            ),
        ),
        (
            JATS + '<a>\n<b c="x&foo;y"/></a>',
            at(
                3,
                "未定义的实体 &foo;（按原样读取会丢失文字）。",
                "the entity &foo; is not defined (read as it is, text would be lost).",
            ),
        ),
        (
            JATS + "<a><!--\n&x;\n--><![CDATA[\n&y;]]>&eacute;</a>",
            at(
                5,
                "未定义的实体 &eacute;（按原样读取会丢失文字）。",
                "the entity &eacute; is not defined (read as it is, text would be lost).",
            ),
        ),
    ],
)
def test_wrong_content_is_one_line_with_file_and_line(data: bytes | str, said: tuple[str, int, str, str]) -> None:
    assert failure(data) == said


def test_an_entity_that_has_a_character_is_told_with_it() -> None:
    with pytest.raises(BadFile) as caught:
        xml.parse(b"<a>&nbsp;</a>", "a.xml")
    assert caught.value.remedy.en == "Write the character itself or &#xA0;."


DECLARATIONS = at(1, "DOCTYPE 含有实体或其他声明，已拒绝。", "the DOCTYPE holds declarations (entities …): refused.")
STRANGE = at(1, "DOCTYPE 不是 JATS 的，已拒绝。", "the DOCTYPE is not one of JATS: refused.")


@pytest.mark.parametrize(
    ("doctype", "said"),
    [
        ('<!DOCTYPE a [<!ENTITY x "y">]>', DECLARATIONS),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', DECLARATIONS),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]>', DECLARATIONS),
        ('<!DOCTYPE a PUBLIC "-//NLM//DTD JATS//EN" "x" [<!ATTLIST a b CDATA "c">]>', DECLARATIONS),
        (
            "<!DOCTYPE a ["
            + '<!ENTITY a0 "ha">'
            + "".join(f'<!ENTITY a{i + 1} "&a{i};&a{i};">' for i in range(40))
            + "]>",
            DECLARATIONS,
        ),
        ("<!DOCTYPE a>", STRANGE),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd">', STRANGE),
        (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
            STRANGE,
        ),
    ],
)
def test_no_doctype_but_those_of_jats_and_no_declaration(doctype: str, said: tuple[str, int, str, str]) -> None:
    assert failure(f"{doctype}<a>&x;</a>") == said


def test_a_doctype_cannot_hide_behind_another_encoding() -> None:
    hostile = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert failure(hostile.encode("utf-16")) == DECLARATIONS


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "<a " + " ".join(f'a{i}=""' for i in range(100_000)) + "/>",
            over(":1", "<a> 有 100,000 个属性（上限 256）。", "<a> has 100,000 attributes (limit 256)."),
        ),
        (
            "<a>" * 300 + "</a>" * 300,
            over(
                ":1",
                "超过解析上限：元素嵌套太深。",
                "over a limit of the parser: elements lie too deep in one another.",
            ),
        ),
        (
            "<a>" + "<b/>" * 4_000_000 + "</a>",
            over("", "标记超过 4,000,000 个。", "there are more than 4,000,000 signs of markup."),
        ),
        (
            "x" * (xml.MAX_BYTES + 1),
            over("", "文件超过 50,000,000 字节。", "the file is larger than 50,000,000 bytes."),
        ),
    ],
    ids=["attributes", "depth", "elements", "size"],
)
def test_what_is_over_a_limit_is_refused_and_soon(data: str, said: tuple[str, int, str, str]) -> None:
    start = time.monotonic()
    assert failure(data) == said
    assert time.monotonic() - start < 5


def test_256_attributes_and_250_levels_are_still_read() -> None:
    wide = "<a " + " ".join(f'a{i}=""' for i in range(256)) + "/>"
    assert len(xml.parse(wide.encode(), "a.xml").getroot().attrib) == 256
    deep = xml.parse(("<a>" * 250 + "</a>" * 250).encode(), "a.xml")
    assert sum(1 for _ in deep.iter()) == 250


@pytest.mark.parametrize(
    "data",
    [
        "<?x?> " * 300_000 + "<a/>",
        JATS + "<a>&x;" + "<!--x-->" * 300_000 + "</a>",
        "<!--" * 300_000,
        "<!DOCTYPE a" + " " * 1_000_000 + "x",
        JATS + "<a b='" + "&" * 900_000 + "'/>",
    ],
    ids=["instructions", "comments", "open comments", "space in DOCTYPE", "ampersands"],
)
def test_no_input_takes_long(data: str) -> None:
    start = time.process_time()  # what else the machine does is not counted
    with contextlib.suppress(JournalError):
        xml.serialise(xml.parse(data.encode(), "a.xml"))
    assert time.process_time() - start < 5


# ---------------------------------------------------------------- what is raised


def test_errors_come_home_from_a_worker_process() -> None:
    with pytest.raises(BadFile) as caught:
        xml.parse(b"<a>\n<b>", "a.xml")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.place, again.message) == (Place("a.xml", 2), caught.value.message)


@given(st.binary(max_size=200))
@example(b"\xff\xfe<\x00")
@example(b"<?xml encoding='")
@example(b"<a>&\n;</a>")
def test_bytes_of_any_kind_are_a_tree_or_an_error_in_both_languages(data: bytes) -> None:
    for wrapped in (data, b"<a>" + data + b"</a>", JATS.encode() + b"<a>" + data + b"</a>"):
        said = said_of(wrapped)
        assert [line[:5] for line in said] == ["a.xml"] * len(said)
        assert "\n" not in "".join(said)


def said_of(data: bytes) -> list[str]:
    try:
        xml.parse(data, "a.xml")
    except (BadFile, Refused) as error:
        return [error.say("zh"), error.say("en")]
    return []


# ---------------------------------------------------------------- writing


def test_what_is_written_is_in_the_form_of_the_house() -> None:
    messy = (
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?><!-- a --><!DOCTYPE  article\n  PUBLIC "
        "'-//NLM//DTD JATS//EN'   'x.dtd' ><?p?><a  b = 'x' xmlns:m='urn:m'  c=\"&#65;&quot;'\"  >&#x4EBA;\r\n<b></b>"
        "<c />]]&gt;</a><!--end-->"
    )
    assert xml.serialise(xml.parse(messy.encode(), "a.xml")).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE a PUBLIC "-//NLM//DTD JATS//EN" "x.dtd">\n'
        "<!-- a -->\n"
        "<?p?>\n"
        '<a xmlns:m="urn:m" b="x" c="A&quot;\'">人\n<b/><c/>]]&gt;</a>\n'
        "<!--end-->\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        *(
            "<a>x & y</a>",
            "<a>x &amp y</a>",
            "<a b=c/>",
            "<a b/>",
            "<a><1/></a>",
            '<a b="<"/>',
            "<a><!-- x -- y --></a>",
        ),
        *("<a><!-- x </a>", "<a><![CDATA[ x</a>", "<a>]]></a>", '<a x="1"y="2"/>', "<a", "<a><b</a>", "<a>&#xZ;</a>"),
        *(' <?xml version="1.0"?><a/>', '<?xml version="3.0"?><a/>', "<a><?pi x</a>", "<a>&#0;</a>", '<a b="x/>'),
        *('<a xmlns:x=""/>', "<a:b:c/>", '<a xml:id="1 2"/>', '<a xmlns:x="u" xmlns:y="u" x:b="" y:b=""/>'),
    ],
)
def test_what_the_parser_says_is_said_in_chinese_too(data: str) -> None:
    _, code, zh, en = failure(data)
    assert code == FINDINGS
    assert "XML 有误" not in zh
    assert "malformed" not in en
