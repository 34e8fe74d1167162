"""Where else a file names its author: each case once leaked, or kept a paper from being sent though nothing but this named anybody."""

import base64
import io
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from journal.intake import blind, pictures
from journal.intake.identities import folded, registered, search
from tests.journal.intake import made
from tests.journal.intake.test_blind import ROW, blocking, everything, judged, rules, word

ZH, EN, MAIL = "高砚清", "Yanqing Gao", "gao.yanqing@mail.example.org"
MARKS = (ZH, EN, "Gao Yanqing", "gaoyanqing", MAIL)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    f' inkscape:docname="{EN}.svg"><title>{EN}</title><image xlink:href="data:image/jpeg;base64,{{picture}}"/><text>渡口</text></svg>'
)


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = EN
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif.tobytes(), comment=MAIL.encode())
    return out.getvalue()


def metafile() -> bytes:
    said = f"Word\0{EN}\0\0".encode("utf-16-le")
    head = bytearray(88)
    head[0], head[40:44], head[60:68] = 1, b" EMF", (len(said) // 2).to_bytes(4, "little") + (88).to_bytes(4, "little")
    return bytes(head) + said


def workbook() -> bytes:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    main = f'<Relationships xmlns="{made.PACKAGE}"><Relationship Id="a" Type="{made.R}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    book = f'<workbook xmlns="urn:x"><fileSharing userName="{EN}"/><absPath url="C:\\Users\\GaoYanqing\\"/></workbook>'
    return made.zipped({"[Content_Types].xml": types, "_rels/.rels": main, "xl/workbook.xml": book})


def left(data: bytes) -> list[str]:
    found = [text.casefold() for text in everything(data)]
    return [mark for mark in MARKS if any(mark.casefold() in text for text in found)]


def _shape(**said: str) -> str:
    told = " ".join(f'{name}="{value}"' for name, value in said.items())
    return f'<w:p><w:r><w:drawing><docPr xmlns="urn:d" id="1" {told}/></w:drawing></w:r></w:p>'


SMART = f'<w:p><w:smartTag><w:smartTagPr><w:attr w:name="ProductID" w:val="{ZH}"/></w:smartTagPr><w:r><w:t>渡口</w:t></w:r></w:smartTag></w:p>'
MARKED = '<w:p><w:bookmarkStart w:id="1" w:name="_RefGaoYanqing"/><w:hyperlink w:anchor="_RefGaoYanqing"><w:r><w:t>见前</w:t></w:r></w:hyperlink></w:p>'
EMBEDDED = '<w:p><w:r><w:object><o:OLEObject r:id="x1"/></w:object></w:r></w:p>'


@pytest.mark.parametrize(
    "data",
    [
        word(_shape(name=ZH, descr=f"{ZH}摄于渡口", title=EN)), word(SMART), word(MARKED),
        word(f'<w:p><w:hyperlink w:anchor="a" w:tooltip="{ZH}整理"><w:r><w:t>渡口</w:t></w:r></w:hyperlink></w:p>'),
        word("", "media/GaoYanqing.svg", DRAWING.format(picture=base64.b64encode(photo()).decode()), "image"),
        word("", "media/a.emf", metafile(), "image"), word(EMBEDDED, "embeddings/a.xlsx", workbook(), "package"),
        word('<w:p><w:r><w:pict><a xmlns="urn:a" r:embed="x1"/></w:pict></w:r></w:p>', "media/hd.wdp", b"II\xbc\x01" + EN.encode(), "hdphoto"),
    ],
)  # fmt: skip
def test_a_word_file_is_rid_of_it(data: bytes) -> None:
    copy, findings = blind.strip(data, [ROW], "a.docx")
    assert (rules(blocking(findings)), left(copy)) == ([], [])


RUBY = "".join(
    f"<w:r><w:ruby><w:rt><w:r><w:t>{small}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{big}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    for big, small in (("高", "gāo"), ("砚", "yàn"), ("清", "qīng"))
)
SHAPES = "<s:userShapes xmlns:s='urn:s'><s:p><s:r><s:t>高</s:t></s:r><s:r><s:t>砚清</s:t></s:r></s:p></s:userShapes>"


@pytest.mark.parametrize(
    "data",
    [
        word(f"<w:p><w:r><w:t>此说由</w:t></w:r>{RUBY}<w:r><w:t>首倡，影响甚广。</w:t></w:r></w:p>"),
        word("", "drawings/a.xml", SHAPES, "chartUserShapes"),
        word("", "media/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><text><tspan>高</tspan><tspan>砚清</tspan></text></svg>', "image"),
    ],
)  # fmt: skip
def test_a_name_that_is_cut_into_pieces_is_found(data: bytes) -> None:
    assert blind.IDENTITY in rules(blocking(blind.strip(data, [ROW], "a.docx")[1]))


def test_pictures_are_listed_and_block_nothing() -> None:
    _, findings = blind.strip(word("", "media/a.jpg", photo(), "image"), [ROW], "a.docx")
    assert [(one.rule, one.place.file) for one in findings if one.rule == blind.PICTURE] == [
        (blind.PICTURE, "word/media/part1.jpg")
    ]
    assert blocking(findings) == []


def test_jpeg_2000_loses_what_stands_beside_the_picture() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG2000")
    bare = pictures.bare(out.getvalue() + (8 + len(EN)).to_bytes(4, "big") + b"xml " + EN.encode(), "a")
    assert (EN.encode() in bare, Image.open(io.BytesIO(bare)).size) == (False, (8, 8))


# ---------------------------------------------------------------- PDF

Hide = Callable[[pikepdf.Pdf], None]


def _drawn(page: pikepdf.Page, before: str) -> bytes:
    return before.encode() + page.obj.Contents.read_bytes()


def _remark(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(_drawn(pdf.pages[0], f"% {EN}\n"))


def _spoken(pdf: pikepdf.Pdf) -> None:
    said = f"/Span <</ActualText <FEFF{ZH.encode('utf-16-be').hex()}>>> BDC EMC\n"
    pdf.pages[0].obj.Contents = pdf.make_stream(_drawn(pdf.pages[0], said))


def _layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=f"{ZH}图层"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(Creator=EN, Order=[layer]))


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"{ZH}：论通行权", 0))


def _label(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=f"{EN}-")])


def _own(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Made = pikepdf.Dictionary(Data=pdf.make_stream(EN.encode()))
    pdf.pages[0].obj.PTEX = pikepdf.Dictionary(FileName=f"/home/{EN}/a.pdf")


def _chained(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    after = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"http://example.org/{EN}")
    action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[page, pikepdf.Name.Fit], Next=after)
    page.Annots = [pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action))]


def _packed(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=8, Height=8)
    picture.write(zlib.compress(photo()), filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode]))
    pdf.pages[0].resources.XObject["/Q"] = picture


@pytest.mark.parametrize("hide", [_remark, _spoken, _layer, _bookmark, _label, _own, _chained, _packed])
def test_a_pdf_is_rid_of_it(hide: Hide) -> None:
    with pikepdf.open(io.BytesIO(made.pdf(made.paper(1), [["渡口通行权的变迁"]]))) as pdf:
        hide(pdf)
        out = io.BytesIO()
        pdf.save(out)
    copy, findings = blind.strip(out.getvalue(), [ROW], "a.pdf")
    assert (rules(blocking(findings)), left(copy)) == ([], [])
    with pikepdf.open(io.BytesIO(copy)) as pdf:  # what was packed twice is packed once
        assert all(EN.encode() not in one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))


def test_letters_that_nobody_can_read_block() -> None:
    with pikepdf.open(io.BytesIO(made.pdf(made.paper(1), [["渡口通行权的变迁"]]))) as pdf:
        page = pdf.pages[0].obj
        page.Resources.Font.G = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.Made, Encoding=pikepdf.Name("/Identity-H")
        )  # fmt: skip
        page.Contents = pdf.make_stream(_drawn(pdf.pages[0], "BT /G 9 Tf <00410042> Tj ET\n"))
        out = io.BytesIO()
        pdf.save(out)
    assert rules(blocking(blind.strip(out.getvalue(), [ROW], "a.pdf")[1])) == [blind.UNREADABLE]


# ---------------------------------------------------------------- sources


def bare(text: str, ending: str) -> tuple[list[str], str]:
    copy, findings = blind.strip(text.encode(), [ROW], f"a.{ending}")
    return rules(blocking(findings)), copy.decode()


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("md", f"+++\ntitle = 'T'\nauthor = '{ZH}'\n+++\n\n渡口。\n"), ("md", f"Title: T\nAuthor: {ZH}\n\n渡口。\n"),
        ("md", f"---\ntitle: T\nbibliography: /home/gaoyanqing/a.bib\nthanks: |\n  {ZH}\n---\n\n渡口。\n"),
        ("md", f"# 论渡口^[* {ZH}，云栖大学哲学系教授。]\n\n摘要：渡口。\n"), ("md", f"渡口，见[来函](mailto:{MAIL})。\n"),
        ("md", "渡口。\n\n![图](/home/gaoyanqing/a.png)\n"), ("md", f"# 论渡口\n\n<center>**{ZH}**</center>\n\n摘要：渡口。\n"),
        ("tex", rf"\fancyhead[L]{{{ZH}}}\n\n渡口。"), ("tex", rf"\newcommand{{\corr}}{{{MAIL}}}\n\n渡口。"),
        ("tex", r"\graphicspath{{/Users/gaoyanqing/}}渡口。"), ("tex", r"渡口。\includegraphics{gaoyanqing-map}"),
        ("tex", rf"\hypersetup{{pdfinfo={{Author={{{EN}}}}}}}渡口。"), ("tex", rf"渡口\footnote{{* {ZH}，云栖大学哲学系教授。}}。"),
        ("tex", "\\documentclass{ctexart}\n\n\\begin{document}\n\n论渡口\n\n\\textsc{Gao} Yanqing\n\n\\begin{abstract}渡口。\\end{abstract}\n"),
    ],
)  # fmt: skip
def test_a_source_is_rid_of_it_and_keeps_its_text(ending: str, text: str) -> None:
    found, copy = bare(text, ending)
    assert (found, [mark for mark in MARKS if mark.casefold() in copy.casefold()], "渡口" in copy) == ([], [], True)


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("tex", r"as \textsc{Gao} Yanqing once put it."), ("tex", r"此说由\textbf{高}{砚清}首倡。"),
        ("tex", r"as Y.\,Gao once put it."), ("md", "此说由<b>高</b>砚清首倡。"), ("md", "此说由***高***砚清首倡。"),
    ],
)  # fmt: skip
def test_a_name_that_is_set_in_two_ways_is_found(ending: str, said: str) -> None:
    assert bare(f"论渡口\n\n摘要：渡口。\n\n{said}\n", ending)[0] == [blind.IDENTITY]


# ---------------------------------------------------------------- who, and where


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("云梦社会科学院人权研究中心", "云梦社会科学院"), ("沧屿市中级人民法院民一庭", "沧屿市中级人民法院"),
        ("临渡师范学院", "临渡师范学院"), ("School of Law, Linyidu Normal College", "Linyidu Normal College"),
    ],
)  # fmt: skip
def test_an_institution_is_known_by_its_own_name(place: str, said: str) -> None:
    looked = search(registered([{**ROW, "affiliations": {"zh": place}}]))
    assert len(looked.hits(folded(f"在{said}的档案室里。"))) == 1
    assert looked.hits(folded("法学院与人权研究中心，马克思主义学院。")) == []


@pytest.mark.parametrize(
    "line",
    [
        "1. 云栖大学哲学系，云栖 310000",
        "2. 鹿渚研究院，鹿渚 410000",
        "83927181@mail.example.org",
        "高硯清",
        "（鹿渚大学 教授）",
    ],
)
def test_what_stands_under_a_by_line_goes_with_it(line: str) -> None:
    found, copy = bare(f"# 论渡口\n\n高砚清\n\n{line}\n\n摘要：渡口。\n", "md")
    assert (found, line in copy) == ([], False)


@pytest.mark.parametrize(
    "note",
    [
        "高砚清：云栖大学哲学系教授。", "笔者任职于云栖大学哲学系。", "Lecturer, Yunqi University. I thank Jane Doe for her comments.", "PhD (Yunqi University).",
        "© Yanqing Gao 2031. All rights reserved.", "Contact: gao.yanqing@mail.example.org.", "This paper was written while I was visiting Yunqi University.", "受鹿渚市社科联项目21BZX012资助。",
    ],
)  # fmt: skip
def test_a_note_of_the_authors_on_themselves_goes(note: str) -> None:
    found, copy = bare(f"# 论渡口\n\n摘要：渡口。\n\n正文[^1]。\n\n[^1]: {note}\n", "md")
    assert (found, note in copy, "正文" in copy) == ([], False, True)


@pytest.mark.parametrize(
    "last",
    [
        "高砚清，云栖大学哲学系。", "（作者系云栖大学哲学系讲师）", "Received 1 January 2031. Address for correspondence: Yanqing Gao, Yunqi University.", "本文得师友指正，谨致谢意。高砚清，2031年春。",
        "## Biographical note\n\nYanqing Gao teaches law.", "## Notes on contributors\n\nYanqing Gao teaches law.", "## 基金资助：\n\n某基金（21BZX012）",
    ],
)  # fmt: skip
def test_what_stands_of_the_authors_behind_the_text_goes(last: str) -> None:
    found, copy = bare(f"# 论渡口\n\n摘要：渡口。\n\n正文。\n\n{last}\n", "md")
    assert (found, last in copy, "正文" in copy) == ([], False, True)


def test_a_title_stays_above_its_authors() -> None:
    assert "# 论渡口" in bare("# 论渡口^[* 高砚清，云栖大学哲学系教授。]\n\n高砚清\n\n摘要：渡口。\n", "md")[1]


@pytest.mark.parametrize(
    "name", [("应", "当"), ("司", "法"), ("和", "平"), ("公", "正"), ("白", "天"), ("单", "位")], ids="".join
)
def test_a_whole_name_that_is_a_word_blocks_nothing_in_prose(name: tuple[str, str]) -> None:
    row = {**ROW, "names": {"zh": {"family": name[0], "given": name[1]}}}
    text = "# 论渡口\n\n摘要：程序公正，应当和平；白天渡河，单位与司法。\n\n关键词：公正；和平；司法\n"
    assert rules(blocking(blind.strip(text.encode(), [row], "a.md")[1])) == []


@pytest.mark.parametrize(
    "text",
    [
        "笔者将另文探讨该问题。", "笔者已在前文指出，程序之意义在此。", "笔者认为以往的研究忽视了渡口。", "笔者梳理了近年来的判决。", "他说：“本人已收到。”",
        "受访者说：“感谢政府的支持，我们才有了渡口。”", "我们在《民法典》中可以看到这一条。", "We have discussed this earlier in this paper.", "本研究属于实证研究，成果之一是数据库。",
    ],
)  # fmt: skip
def test_what_many_say_does_not_block(text: str) -> None:
    assert judged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "正如笔者在《渡口论》一文中所言，渡口渐废。", "笔者2019年发表的论文讨论过渡口。", "此说见笔者所撰《渡口考》。", "在我的前一篇论文中，渡口另有一说。",
        "In previous work, we showed that ferries matter.", "In an earlier paper, I argued so.", "Elsewhere I have argued so.", "My co-author and I showed it.", "See my Law of Ferries.", "An earlier version of this article was published.",
    ],
)  # fmt: skip
def test_other_ways_of_speaking_of_ones_own_work_block(text: str) -> None:
    assert blind.SELF_REFERENCE in [rule for rule, _ in judged(text)]


# ---------------------------------------------------------------- another program opens the copy


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here: nobody else opens the copies")
def test_another_program_opens_the_copies_and_their_text_is_whole(tmp_path: Path) -> None:
    papers = {seed: made.paper(seed) for seed in range(4)}
    for seed, paper in papers.items():
        for ending, make in (("docx", made.docx), ("odt", made.odt)):
            copy, _ = blind.strip(make(paper, seed), paper.rows, f"a.{ending}")
            (tmp_path / f"{seed}-{ending}.{ending}").write_bytes(copy)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
    ]
    files = sorted(tmp_path.glob("*.*"))
    subprocess.run([*command, "--outdir", tmp_path, *files], capture_output=True, check=True, timeout=180)
    for file in files:
        text = file.with_suffix(".txt").read_text("utf-8-sig").replace("\n", "")
        paper = papers[int(file.name[0])]
        assert [one for one in (paper.title, *paper.body) if one not in text] == [], file.name
        assert [one.zh for one in paper.authors if one.zh in text and not paper.cited] == [], file.name
