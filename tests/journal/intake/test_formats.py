"""What is read out of each format, and what is refused; what goes from it is tested with the referees' copy."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from journal import archive
from journal.errors import BadFile, JournalError, Refused
from journal.intake import odf, ooxml, pdf, plain
from journal.intake.text import Run, joined
from tests.journal.intake import made


def nobody(word: str) -> bool:
    return False


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("seed", range(12))  # Transitional and Strict, as chance wills
def test_word_tells_all_its_text_and_who_wrote_it(seed: int) -> None:
    paper = made.paper(seed)
    docx = ooxml.open_docx(made.docx(paper, seed), "a.docx")
    one = paper.authors[0]
    texts = [run.text for run in joined(docx.runs())]
    wanted = [paper.title, *paper.front, *paper.body, *paper.about, *paper.notes, *paper.references, paper.heads[0]]
    assert [text for text in wanted if text not in texts] == []
    assert f"请{one.en}核对" in texts
    assert [(change.kind, change.author, change.text) for change in docx.changes()] == [
        ("ins", one.zh, "又及。"),
        ("del", one.en, f"{one.zh}删去"),
    ]
    assert [(comment.author, comment.text) for comment in docx.comments()] == [(one.zh, f"请{one.en}核对")]
    assert (docx.properties()["creator"], docx.properties()["Owner"]) == (one.zh, one.en)
    assert docx.rsids() == frozenset({"00A1B2C3"})
    assert sum(one.en in picture.metadata for picture in docx.media()) == 2


def test_open_document_tells_all_its_text_and_who_wrote_it() -> None:
    for seed in range(8):
        paper = made.paper(seed)
        odt = odf.open_odt(made.odt(paper, seed), "a.odt")
        one = paper.authors[0]
        texts = [run.text for run in joined(odt.runs())]
        wanted = [*paper.front, paper.title, *paper.references, *paper.heads[:2], f"{one.zh}删去"]
        assert [text for text in wanted if text not in texts] == []
        assert [(change.kind, change.author) for change in odt.changes()] == [("deletion", one.zh)]
        assert [(comment.author, comment.text) for comment in odt.comments()] == [(one.zh, f"{one.en}核对")]
        assert (odt.properties()["initial-creator"], odt.properties()["creator"]) == (one.zh, one.en)


def _docx(body: str, **more: str) -> bytes:
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{made.PACKAGE}"><Relationship Id="a" Type="{made.R}/officeDocument" Target="w/d.xml"/></Relationships>',
        "w/d.xml": f'<w:document xmlns:w="{made.W}" xmlns:r="{made.R}"><w:body>{body}</w:body></w:document>',
    }
    return made.zipped({**parts, **more})


def _stripped(body: str) -> list[str]:
    docx = ooxml.open_docx(_docx(body), "a.docx")
    docx.strip(lambda word: "wenren" in word)
    again = ooxml.open_docx(docx.save(), "a.docx")
    return [run.text for run in joined(again.runs())]


def _r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _mark(name: str) -> str:
    return f'<w:pPr><w:rPr><w:{name} w:id="1" w:author="闻人栖梧"/></w:rPr></w:pPr>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{_r('甲')}<w:ins>{_r('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>", ["甲乙"]),
        (f"<w:p>{_r('甲')}<w:moveFrom>{_r('乙')}</w:moveFrom></w:p><w:p><w:moveTo>{_r('乙')}</w:moveTo></w:p>", ["甲", "乙"]),
        (f"<w:p>{_mark('del')}{_r('甲')}</w:p><w:p>{_mark('del')}{_r('乙')}</w:p><w:p>{_r('丙')}</w:p>", ["甲乙丙"]),
        (f"<w:p>{_mark('ins')}{_r('甲')}</w:p><w:p>{_r('乙')}</w:p>", ["甲", "乙"]),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{_r('甲')}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>{_r('乙')}</w:p></w:tc></w:tr></w:tbl>", ["乙"]),
        (f"<w:p><w:ins><w:del>{_r('甲')}</w:del>{_r('乙')}</w:ins></w:p>", ["乙"]),
    ],
)  # fmt: skip
def test_tracked_changes_are_accepted(body: str, text: list[str]) -> None:
    assert _stripped(body) == text


def _field(code: str, shown: str) -> str:
    kinds = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin, separate, end = kinds
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{_r(shown)}{end}"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('ADDIN ZOTERO_ITEM CSL_CITATION {"uris":["http://library.example.org/users/77"]}', ["前文字后"]),
        ("AUTHOR", ["前后"]),
        ('HYPERLINK "mailto:wenren@example.org"', ["前文字后"]),
        ("PAGE", ["前文字后"]),
    ],
)
def test_a_field_with_a_person_in_it_goes_and_what_it_shows_of_the_text_stays(code: str, shown: list[str]) -> None:
    body = f"<w:p>{_r('前')}{_field(code, '文字')}{_r('后')}</w:p>"
    assert _stripped(body) == shown
    docx = ooxml.open_docx(_docx(body), "a.docx")
    docx.strip(lambda word: "wenren" in word)
    assert (code in {run.text for run in docx.words()}) == (code == "PAGE")


def test_a_part_that_nothing_refers_to_goes() -> None:
    docx = ooxml.open_docx(_docx("<w:p/>", **{"w/notes.txt": "闻人栖梧", "闻人栖梧.xml": "<a/>"}), "a.docx")
    docx.strip(nobody)
    assert sorted(archive.members(docx.save(), "a")) == ["[Content_Types].xml", "_rels/.rels", "w/d.xml"]


def test_runs_know_their_paragraph() -> None:
    docx = ooxml.open_docx(_docx(f"<w:p>{_r('甲')}{_r('乙')}</w:p><w:p/><w:p>{_r('丙')}</w:p>"), "a.docx")
    assert list(docx.runs()) == [Run("w/d.xml", 1, "甲"), Run("w/d.xml", 1, "乙"), Run("w/d.xml", 3, "丙")]


def test_latex_says_accents_as_letters() -> None:
    assert (
        plain.accented(r"L\"u and L{\"u}, \'Etienne, Fran\c{c}ois, \v{S}imi\'{c}")
        == "Lü and Lü, Étienne, François, Šimić"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("A % 闻人\nB \\% C\n", "A %\nB \\% C\n"),
        ("\\author[x]{a {b} c}\n{d}\\title{T\\thanks{n}}", "\\title{T}"),
        ("\\hypersetup{pdfauthor={闻人, 栖梧}, pdftitle={T}}", "\\hypersetup{pdfauthor={}, pdftitle={T}}"),
        ("a\\iffalse 闻人 \\fi b", "a b"),
        ("\\begin{comment}闻人\\end{comment}b", "b"),
        ("\\end{document} 闻人", "\\end{document}\n"),
    ],
)
def test_latex_loses_comments_and_by_lines(source: str, text: str) -> None:
    opened = plain.open_plain(source.encode(), "a.tex", tex=True)
    opened.strip(nobody)
    assert opened.save().decode() == text


def test_a_source_keeps_its_encoding() -> None:
    for codec in ("utf-8", "gb18030", "utf-8-sig"):
        opened = plain.open_plain("渡口\n".encode(codec), "a.md", tex=False)
        opened.strip(nobody)
        assert opened.save() == "渡口\n".encode(codec)


# ---------------------------------------------------------------- what is not what it says, and bombs

OPENERS: dict[str, Callable[[bytes], object]] = {
    "docx": lambda data: ooxml.open_docx(data, "a.docx"),
    "odt": lambda data: odf.open_odt(data, "a.odt"),
    "pdf": lambda data: pdf.open_pdf(data, "a.pdf"),
    "md": lambda data: plain.open_plain(data, "a.md", tex=False),
}
PAPER = made.paper(1)
FILES = {"docx": made.docx(PAPER, 1), "odt": made.odt(PAPER, 1), "pdf": made.pdf(PAPER, [["渡口"]]), "ole": b"\xd0\xcf\x11\xe0" + b"\0" * 600, "none": b"", "zip": made.zipped({"a": "b"})}  # fmt: skip


@pytest.mark.parametrize("format", OPENERS)
@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_not_what_its_name_says_is_refused(format: str, file: str) -> None:
    if file == format or (format, file) == ("md", "none"):
        OPENERS[format](FILES[file])
        return
    with pytest.raises((BadFile, Refused)) as refused:
        OPENERS[format](FILES[file])
    assert all(len(refused.value.say(language)) > 10 for language in ("zh", "en"))


@pytest.mark.parametrize("format", ["docx", "odt", "pdf"])
def test_a_file_that_is_cut_off_is_refused_or_read(format: str) -> None:
    whole = FILES[format]
    for size in range(0, len(whole), max(1, len(whole) // 40)):
        try:
            OPENERS[format](whole[:size])
        except JournalError:
            continue


def _bomb() -> bytes:
    return b"<w>" + b" " * 60_000_000 + b"</w>"


def test_a_zip_bomb_is_refused() -> None:
    for name in ("word/document.xml", "word/media/a.bin"):
        with pytest.raises(Refused):
            ooxml.open_docx(
                made.zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<R/>", name: _bomb()}), "a.docx"
            )
    with pytest.raises(Refused):
        odf.open_odt(made.zipped({"mimetype": odf.MIME, "content.xml": _bomb()}), "a.odt")


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "闻人"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(BadFile):
        ooxml.open_docx(made.zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": laughs}), "a.docx")


def test_a_file_in_a_file_in_a_file_is_refused() -> None:
    inner = FILES["docx"]
    kind = f'<Relationships xmlns="{made.PACKAGE}"><Relationship Id="a" Type="{made.R}/package" Target="e.docx"/></Relationships>'
    for _ in range(6):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for name, data in archive.members(_docx("<w:p/>"), "a").items():
                file.writestr(name, data)
            file.writestr("w/_rels/d.xml.rels", kind)
            file.writestr("w/e.docx", inner)
        inner = buffer.getvalue()
    docx = ooxml.open_docx(inner, "a.docx")
    with pytest.raises(Refused):
        docx.strip(nobody)


def test_a_pdf_bomb_is_refused_before_it_is_unpacked() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 10_000_000) for _ in range(25)) + packer.flush()
    with pikepdf.new() as new:
        new.add_blank_page()
        new.Root.Bomb = pikepdf.Stream(new, packed)
        new.Root.Bomb.write(packed, filter=pikepdf.Name.FlateDecode)
        out = io.BytesIO()
        new.save(out)
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(Refused):
        pdf.open_pdf(out.getvalue(), "a.pdf")


def test_a_pdf_with_a_password_is_refused() -> None:
    for user in ("secret", ""):
        with pikepdf.open(io.BytesIO(FILES["pdf"])) as open_:
            out = io.BytesIO()
            open_.save(out, encryption=pikepdf.Encryption(owner="o", user=user))
        with pytest.raises(Refused):
            pdf.open_pdf(out.getvalue(), "a.pdf")


def test_a_page_without_text_is_known() -> None:
    assert pdf.open_pdf(made.pdf(PAPER, [["渡口与水路的历史"], []]), "a.pdf").blank() == [2]
