import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from journal.errors import BadFile, Finding, Level, Refused
from journal.intake import blind
from tests.journal.intake import made
from tests.journal.intake.made import Paper

SEEDS = range(100)
TEXTS: dict[str, Callable[[Paper, int], bytes]] = {"docx": made.docx, "odt": made.odt, "md": made.md, "tex": made.tex}
SENDABLE = 0.95


def blocking(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.level is Level.ERROR]


def rules(findings: list[Finding]) -> list[str]:
    return [one.rule for one in findings]


# ---------------------------------------------------------------- what a referee gets, to its last byte


def everything(data: bytes) -> Iterator[str]:
    """All that can be read in a file: its bytes, those of the files in it, its text without markup, a picture's metadata."""
    if data.startswith(b"<?xml"):  # a sentence is cut into runs: its markup, and its text without
        text = data.decode()
        yield from ("\n".join(re.findall("<[^>]*>", text)), re.sub("<[^>]*>", "", text))
        return
    for codec in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield data.decode(codec, "ignore")
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename
                yield from everything(archive.read(entry))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for held in pdf.objects:
                yield from _strings(held)
                if isinstance(held, pikepdf.Stream):
                    yield from everything(
                        held.read_raw_bytes() if held.get("/Filter") == "/DCTDecode" else held.read_bytes()
                    )
    elif data.startswith((b"\xff\xd8", b"\x89PNG")):
        with Image.open(io.BytesIO(data)) as picture:
            yield repr(picture.info) + repr(dict(picture.getexif()))


def _strings(held: object) -> Iterator[str]:
    if isinstance(held, pikepdf.String):
        yield str(held)
    elif isinstance(held, pikepdf.Array):
        for each in held:
            yield from _strings(each) if not getattr(each, "is_indirect", False) else ()
    elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
        for each in held.values():
            yield from _strings(each) if not getattr(each, "is_indirect", False) else ()


def _without(text: str, sentences: list[str]) -> str:
    for sentence in sentences:
        text = text.replace(sentence, "")
    return text


def told(paper: Paper, data: bytes) -> list[str]:
    """The marks that are still in a file, apart from the sentences in which an author is cited."""
    found = []
    for text in everything(data):
        plain = "".join(re.sub(r"\s+", " ", _without(text, paper.cited)).split("\u3000")).casefold()
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        for mark in paper.marks:
            folded = "".join(c for c in unicodedata.normalize("NFKD", mark.casefold()) if not unicodedata.combining(c))
            if folded in plain:
                found.append(mark)
    return found


@pytest.mark.parametrize("format", TEXTS)
def test_no_mark_is_left_in_any_byte_and_nearly_all_can_be_sent(format: str) -> None:
    sendable, left = 0, {}
    for seed in SEEDS:
        paper = made.paper(seed)
        data, findings = blind.strip(TEXTS[format](paper, seed), paper.rows, f"2031-{seed:04}.{format}")
        if blocking(findings):
            continue
        sendable += 1
        if marks := told(paper, data):
            left[seed] = marks
    assert left == {}
    assert sendable >= SENDABLE * len(SEEDS)


@pytest.mark.parametrize("format", TEXTS)
def test_the_text_itself_stays(format: str) -> None:
    for seed in range(10):
        paper = made.paper(seed)
        data, _ = blind.strip(TEXTS[format](paper, seed), paper.rows, f"a.{format}")
        text = "\n".join(each.text for each in blind.opened(data, f"a.{format}").paragraphs())
        assert [one for one in (*paper.body, *paper.cited[1:], paper.title) if one not in text] == []


@pytest.mark.parametrize("format", TEXTS)
def test_the_same_file_makes_the_same_copy_and_a_copy_is_its_own(format: str) -> None:
    paper = made.paper(3)
    source = TEXTS[format](paper, 3)
    copy, _ = blind.strip(source, paper.rows, f"a.{format}")
    assert blind.strip(source, paper.rows, f"a.{format}")[0] == copy
    assert blocking(blind.strip(copy, paper.rows, f"a.{format}")[1]) == []


def test_a_pdf_loses_all_but_its_pages() -> None:
    for seed in SEEDS:
        paper = made.paper(seed)
        pages = [[paper.title, *paper.body[:2]], [*paper.body[2:], "参考文献", *paper.references]]
        data, findings = blind.strip(made.pdf(paper, pages), paper.rows, "a.pdf")
        assert (seed, blocking(findings), told(paper, data)) == (seed, [], [])


def test_a_name_on_a_page_of_a_pdf_blocks() -> None:
    for seed in SEEDS:
        paper = made.paper(seed)
        pages = [[paper.title, *paper.front], paper.body]
        _, findings = blind.strip(made.pdf(paper, pages), paper.rows, "a.pdf")
        assert (seed, bool(blocking(findings))) == (seed, True)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")
def test_another_reader_finds_no_name_in_a_pdf_either(tmp_path: Path) -> None:
    paper = made.paper(5)
    data, _ = blind.strip(made.pdf(paper, [paper.body]), paper.rows, "a.pdf")
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
    assert (told(paper, text.encode()), "渡口" in text or "answer" in text or "制度" in text) == ([], True)


# ---------------------------------------------------------------- people whose surname is a word

COMMON = [("高", "明", "Gao", "Ming"), ("文", "静", "Wen", "Jing"), ("龙", "安", "Long", "An"), ("高", "文", "Gao", "Wen"), ("方", "向", "Fang", "Xiang"),
          ("高", "峰", "Gao", "Feng"), ("文", "化", "Wen", "Hua"), ("成", "功", "Cheng", "Gong"), ("龙", "文", "Long", "Wen"), ("安", "全", "An", "Quan")]  # fmt: skip
CONTROLS = (
    "提高文化水平，是高明的做法；方向既定，成功可期，安全无虞。高峰时段，文静的渡口一片繁忙。",
    "How long an answer takes, and as long as it takes, we wait. A long week and a long way: so long. The Gao family kept ferries.",
    "最高文书院藏有渡口文书，崇高明德，龙安府志亦有载。地方向来如此，安全感由此而生，完成功课者众。",
    "登高峰远望，长龙文饰其上，非文化人不能识。高明的渡夫，文静的旅客。当事人本人须到场，经本人同意方可。",
    "The long wen (文) character and a high gao: the author of the Gazetteer says so; our analysis, our results, and in my view, hold.",
)


@pytest.mark.parametrize("format", ["md", "docx"])
def test_a_surname_that_is_a_word_blocks_nothing(format: str) -> None:
    blocked = []
    for number in range(50):
        family, given, latin, first = COMMON[number % len(COMMON)]
        row = {
            "names": {"zh": {"family": family, "given": given}, "en": {"family": latin, "given": first}},
            "email": "a.b@mail.example.org", "orcid": "", "affiliations": {"zh": "云栖大学哲学系"},
        }  # fmt: skip
        text = CONTROLS[number // len(COMMON)]
        paper = Paper(
            "论渡口",
            [made.author(made.random.Random(number))],
            [],
            [text],
            [],
            [],
            [],
            ["[1] 佚名. 河渠志[M]. 2001."],
            ["渡口", "渡口", "渡口"],
        )
        data = f"# 论渡口\n\n{text}\n".encode() if format == "md" else made.docx(paper, number)
        if found := blocking(blind.strip(data, [row], f"a.{format}")[1]):
            blocked.append((number, found[0].place.what))
    assert len(blocked) <= 2, blocked


# ---------------------------------------------------------------- what blocks, and what does not

ROW = {
    "names": {"zh": {"family": "高", "given": "砚清"}, "en": {"family": "Gao", "given": "Yanqing"}},
    "email": "gao.yanqing@mail.example.org", "orcid": "0000-0002-1825-0097",
    "affiliations": {"zh": "云栖大学哲学系", "en": "Department of Philosophy, Yunqi University"},
    "funds": ["21BZX012"],
}  # fmt: skip


def judged(text: str) -> list[tuple[str, str]]:
    """What is found in a paragraph of a text: the rule and the level."""
    _, findings = blind.strip(f"# 论渡口\n\n摘要：讨论渡口。\n\n{text}\n".encode(), [ROW], "a.md")
    return [(one.rule, str(one.level)) for one in findings]


@pytest.mark.parametrize(
    "text",
    [
        "此说由高砚清首倡，影响甚广。", "此说由高 砚 清首倡，影响甚广。", "As Gao Yanqing once put it, ferries matter.", "As YANQING GAO put it, ferries matter.",
        "As Gao Yan-qing put it, ferries matter.", "As Y. Gao put it, ferries matter.", "资料见 https://gaoyanqing.example.org/data 页面。", "来信请寄 GAO.YANQING@mail.example.org 为荷，以下从略。",
        "在云栖大学哲学系的档案室里，我们见到了这批文书，并逐一整理。", "编号 0000-0002-1825-0097 与 0000000218250097 同见于此，余不赘述。", "正如 21BZX012 一项所示，渡口的历史尚待研究，不可不察。",
    ],
)  # fmt: skip
def test_whoever_is_named_in_the_text_blocks(text: str) -> None:
    assert set(judged(text)) == {(blind.IDENTITY, "error")}


@pytest.mark.parametrize(
    "text",
    [
        "笔者曾在《渡口考略》一文中指出，渡口之变由此而起。", "本人曾在此调查三年，所得甚多。", "详见拙著《渡口考略》。", "As I argued in my earlier work, ferries matter.",
        "In our previous study, we measured the ferry.", "I have elsewhere argued that ferries matter.", "We have shown elsewhere that they matter.", "See the author's earlier book on ferries.", "This draws on my doctoral dissertation of some years ago.", "作者曾在2018年的文章中讨论过这一问题。", "我在《渡口考略》中已指出这一点。",
    ],
)  # fmt: skip
def test_who_speaks_of_earlier_work_of_their_own_blocks(text: str) -> None:
    assert judged(text) == [(blind.SELF_REFERENCE, "error")]


@pytest.mark.parametrize(
    "text",
    [
        "笔者认为，渡口之变由此而起。",
        "须经行为人本人同意。",
        "In my view, ferries matter.",
        "Our results follow.",
        "笔者研究发现，此说不确。",
        "我们的研究表明，渡口渐废。",
        "这是一种自我研究。",
        "书风古拙文字清秀。",
        "笔者以前述分析为据。",
        "本文得到上述结论的支持。",
        "This study is supported by the evidence of two centuries.",
        "We have shown in Section 2 that ferries matter.",
        "As argued in our previous section, ferries matter.",
        "这位作者曾经写过许多渡口的诗。",
    ],
)
def test_who_only_speaks_does_not_block(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "正文[^1]。\n\n[^1]: 高砚清：《渡口考略》，云上书局，2019年，第3页。", "## 参考文献\n\n[1] 高砚清. 渡口的历史[J]. 水路研究, 2018(1): 3-20.", "## References\n\nGao, Yanqing. *The Ferry*. Yunqi: Made Press, 2017.",
        "前人已有研究（高砚清，2018）。", "Gao Yanqing (2018) holds that ferries matter.",
    ],
)  # fmt: skip
def test_an_author_who_is_cited_does_not_block(text: str) -> None:
    assert [one for one in judged(text) if one[0] != blind.REMOVED] == [(blind.CITED, "note")]


def test_a_self_reference_beside_a_cited_name_blocks() -> None:
    found = judged("正文[^1]。\n\n[^1]: 参见拙文，高砚清：《渡口考略》，云上书局，2019年。")
    assert found == [(blind.SELF_REFERENCE, "error"), (blind.IDENTITY, "error")]


SPELT = (
    "高\n砚清先生说过此事，意义重大。", "**高**砚清说过此事，意义重大。", "&#39640;砚清说过此事，意义重大。", "高\u200c砚\u200c清先生说过此事，意义重大。",
    "Ｇａｏ Ｙａｎｑｉｎｇ said this once more.", "gao yanqing said this once more.", "Y.-Q. Gao said so, once more.", "Gao, Y. said so, once more.",
    "见 https://gaoyanqing.example.org 的数据，余略。", "见 code.example.org/yanqing-gao 的数据，余略。", "gao.yanqing [at] mail.example.org 的来信，余略。",
    "ORCID 0000 0002 1825 0097 的主人所言极是。", "与云栖大学哲学 系同仁讨论过这一问题，余略。", "The archive of Yunqi University keeps the papers.",
)  # fmt: skip


@pytest.mark.parametrize("text", SPELT)
def test_however_it_is_spelt(text: str) -> None:
    assert judged(text) == [(blind.IDENTITY, "error")]


@pytest.mark.parametrize("whole", ["高砚清先生说过此事。", "![高砚清](a.png)"])
def test_a_short_sentence_and_a_caption_are_text_and_are_not_taken_out(whole: str) -> None:
    assert judged(whole) == [(blind.IDENTITY, "error")]


def test_an_address_in_a_note_with_a_reference_is_no_citation() -> None:
    found = judged("正文[^1]。\n\n[^1]: 高砚清：《渡口考略》，云上书局，2019年；问讯处 gao.yanqing@mail.example.org。")
    assert found == [(blind.CITED, "note"), (blind.IDENTITY, "error")]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ["高砚清：论渡口通行权", "此事见《明史》，中华书局，1974年。", "后文。"],
            [(blind.IDENTITY, "error")],
        ),  # a running head
        (["正文。", "高砚", "清说过。", "后文。"], [(blind.IDENTITY, "error")]),  # a name across two lines
        (
            ["正文。", "参考文献", "[1] 高砚清. 渡口[J]. 水路, 2018(1): 3.", "[2] 佚名. 河渠志[M]. 2001."],
            [(blind.CITED, "note")],
        ),
        (
            ["Text.", "References", "Gao, Y. The Ferry. Journal of Waterways, 2017.", "Anon. The River. Press, 2001."],
            [(blind.CITED, "note")],
        ),
        (["正文，见①。", "① 高砚清：《渡口》，云上书局2019年版。", "3"], [(blind.CITED, "note")]),
    ],
)
def test_what_stands_on_a_page_of_a_pdf(lines: list[str], found: list[tuple[str, str]]) -> None:
    _, findings = blind.strip(made.pdf(made.paper(1), [lines]), [ROW], "a.pdf")
    assert [(one.rule, str(one.level)) for one in findings if one.rule not in (blind.REMOVED, blind.PICTURE)] == found


def test_a_page_that_nobody_can_read_blocks() -> None:
    _, findings = blind.strip(made.pdf(made.paper(1), [[]]), [ROW], "a.pdf")
    assert rules(blocking(findings)) == [blind.UNREADABLE]


def test_where_it_was_found_is_said() -> None:
    _, findings = blind.strip("# 论渡口\n\n摘要：讨论渡口。\n\n此说由高砚清首倡。\n".encode(), [ROW], "2031-0001.md")
    assert [str(one.place) for one in findings] == ["2031-0001.md:3 (此说由高砚清首倡。)"]


# ---------------------------------------------------------------- what is refused


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 60_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"no zip"), ("a.docx", made.zipped({"a.txt": "a"})), ("a.docx", made.odt(made.paper(1), 1)), ("a.odt", made.docx(made.paper(1), 1)),
        ("a.odt", b"%PDF-1.7"), ("a.pdf", b"PK\x03\x04"), ("a.pdf", b"%PDF-1.7 and no more"), ("a.md", made.docx(made.paper(1), 1)), ("a.tex", b"\x00\x01\x02"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_bad(name: str, data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        blind.strip(data, [ROW], name)
    assert (bool(refused.value.message.zh), bool(refused.value.remedy.en)) == (True, True)


def encrypted() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def pdf_bomb() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = pdf.make_stream(b" " * 210_000_000)
    out = io.BytesIO()
    pdf.save(out, compress_streams=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", bomb),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0" * 9),
        ("a.pdf", encrypted),
        ("a.pdf", pdf_bomb),
        ("a.doc", lambda: b"a"),
        ("a", lambda: b"a"),
    ],
)
def test_bombs_passwords_and_other_formats_are_refused(name: str, data: Callable[[], bytes]) -> None:
    with pytest.raises(Refused) as refused:
        blind.strip(data(), [ROW], name)
    assert (bool(refused.value.message.zh), bool(refused.value.remedy.en)) == (True, True)


# ---------------------------------------------------------------- what hides in a Word file


def word(body: str, part: str = "", data: str | bytes = b"", relation: str = "") -> bytes:
    """A small Word file, with one more part beside its text."""
    spaces = f'xmlns:w="{made.W}" xmlns:r="{made.R}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    start = "".join(f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>" for said in ("论渡口", "摘要：讨论渡口。", "正文开始。"))
    related = f'<Relationship Id="x1" Type="{made.R}/{relation}" Target="{part}"/>' if part else ""
    return made.zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{made.PACKAGE}"><Relationship Id="r1" Type="{made.R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {spaces}><w:body>{start}{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{made.PACKAGE}">{related}</Relationships>',
            **({f"word/{part}": data} if part else {}),
        }
    )


NAMED = "<w:p><w:r><w:t>此说由高砚清首倡，影响甚广。</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0" + made.zipped({"a.txt": "高砚清"})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (word('<w:altChunk r:id="x1"/>', "a.rtf", rb"{\rtf1 \u39640?}", "aFChunk"), [blind.UNREADABLE]),
        (word('<w:altChunk r:id="x1"/>', "a.docx", word(NAMED), "aFChunk"), [blind.IDENTITY]),
        (word('<w:p><w:r><w:object><o:OLEObject r:id="x1"/></w:object></w:r></w:p>', "embeddings/a.bin", OLE, "oleObject"), []),
        (word("", "media/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><metadata>高砚清</metadata></svg>', "image"), []),
        (word("", "media/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><text>高砚清</text></svg>', "image"), [blind.IDENTITY]),
        (word(f'<w:sdt><w:sdtPr><w:alias w:val="高砚清"/></w:sdtPr><w:sdtContent>{NAMED}</w:sdtContent></w:sdt>'), [blind.IDENTITY]),
        (word('<w:p><w:r><w:pict><v:shape><v:textpath string="高砚清"/></v:shape></w:pict></w:r></w:p>'), [blind.IDENTITY]),
        (word('<w:p><w:fldSimple w:instr=" AUTHOR "><w:r><w:t>高砚清</w:t></w:r></w:fldSimple></w:p>'), []),
    ],
)  # fmt: skip
def test_what_hides_in_a_word_file(data: bytes, found: list[str]) -> None:
    copy, findings = blind.strip(data, [ROW], "a.docx")
    assert rules(blocking(findings)) == found
    assert bool(found) or not [text for text in everything(copy) if "高砚清" in text]


@pytest.mark.parametrize("mark", ["*", "1", " ", "《", "(", "[", "I ", "高", "\\author{"])
@pytest.mark.parametrize("format", ["md", "tex"])
def test_a_text_of_one_sign_ends(mark: str, format: str) -> None:
    """No pattern goes over it again and again: the limit of the tests' time would end that."""
    _, findings = blind.strip((mark * (40_000 // len(mark))).encode(), [ROW], f"a.{format}")
    assert blocking(findings) == []
