"""Loading and saving: canonical files come back byte for byte, others differ only in what is allowed."""

import html
import os
import re
from pathlib import Path

import pytest
from lxml import etree

from journal.errors import BadFile
from journal.jats import canonical

ROOT = Path(__file__).parents[3]
OWN = sorted(file for folder in ("issues", "tests/home/issues") for file in (ROOT / folder).rglob("article.xml"))
SAMPLES = sorted(Path(os.environ.get("JOURNAL_SAMPLES", "/nowhere")).glob("jats/*.xml"))


def again(data: bytes) -> bytes:
    return canonical.save(canonical.load(data, "article.xml"))


def test_there_are_files_of_our_own() -> None:
    assert [file for file in OWN if ROOT / "tests" in file.parents] != []


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.parent.name)
def test_our_files_come_back_byte_for_byte(file: Path) -> None:
    data = file.read_bytes()
    assert again(data).decode() == data.decode()
    assert canonical.is_canonical(data)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_files_of_the_field_change_only_in_what_is_allowed_and_only_once(file: Path) -> None:
    data = file.read_bytes()
    saved = again(data)
    assert loosened(saved) == loosened(data)
    assert c14n(saved) == c14n(data)
    assert again(saved) == saved


def loosened(data: bytes) -> tuple[list[str], str]:
    """The file without what saving may change: head, line ends, references, `<a></a>`, where xmlns stands."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    head, root, rest = re.split(r"(<article\b)", text, maxsplit=1)
    identifiers = re.findall(r'"[^"]*(?://EN|[.]dtd)"|<!--.*?-->', head)
    rest = re.sub(r"<[^<>/]*xmlns[^<>]*>", lambda tag: " ".join(sorted(tag[0].rstrip(">").split())), root + rest)
    rest = re.sub(r"<([\w:.-]+)([^<>]*)></\1>", r"<\1\2/>", rest).replace(" />", "/>")
    return sorted(identifiers), html.unescape(rest.rstrip())


def c14n(data: bytes) -> bytes:
    """What the W3C says that two files mean."""
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, load_dtd=False)).getroottree()
    return etree.tostring(tree, method="c14n", with_comments=True)


CANONICAL = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN" "JATS.dtd">
<!-- before -->
<article xmlns:mml="http://www.w3.org/1998/Math/MathML" dtd-version="1.3" xml:lang="zh">
  <front/>
  <body>
    <p>“全角”　㛃𠮷 &amp; &lt;b&gt; <?pi x?><italic/>it's "so"\u00a0\u2003</p><p b="1" a="&quot;&lt;'"><![CDATA[a < b]]></p>
\t<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi></mml:math><p>   </p>
  </body>
</article>
<!-- after -->
"""


def test_what_is_canonical_stays() -> None:
    assert again(CANONICAL.encode()).decode() == CANONICAL


@pytest.mark.parametrize(
    ("other", "canonically"),
    [
        ('encoding="UTF-8"', "encoding='utf-8' standalone='no'"),
        (' "JATS.dtd"', '\n  "JATS.dtd"'),
        (' b="1" a=', '\n      b = "1"  a='),
        ('b="1"', "b='1'"),
        ("<italic/>", "<italic></italic>"),
        ("<front/>", "<front />"),
        ("&lt;b&gt;", "&#60;b&#x3e;"),
        ("㛃𠮷", "&#x36C3;&#134071;"),
        ("<!-- after -->\n", "<!-- after -->"),
        ("\n", "\r\n"),
        (
            'xmlns:mml="http://www.w3.org/1998/Math/MathML" dtd-version="1.3"',
            'dtd-version="1.3" xmlns:mml="http://www.w3.org/1998/Math/MathML"',
        ),
    ],
)
def test_what_is_not_is_made_so_and_nothing_else(other: str, canonically: str) -> None:
    changed = CANONICAL.replace(other, canonically, 1 if other != "\n" else -1)
    assert changed != CANONICAL
    assert not canonical.is_canonical(changed.encode())
    assert again(changed.encode()).decode() == CANONICAL


def test_one_changed_word_is_one_changed_line() -> None:
    tree = canonical.load(CANONICAL.encode(), "article.xml")
    tree.getroot().find("body/p").text = "改"
    before, after = CANONICAL.splitlines(), canonical.save(tree).decode().splitlines()
    assert [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [6]


def test_what_cannot_be_loaded_is_an_error() -> None:
    with pytest.raises(BadFile):
        canonical.is_canonical(b"<article>")
