"""The form goes out and comes back, as text and as a Word file; what is not of this proof, or not whole, says so."""

import re

import pytest

from journal import archive
from journal.errors import BadFile, JournalError
from journal.proofs.corrections import Kind
from journal.proofs.form import Head, Row, WrongForm, read_text, text
from journal.proofs.form_docx import docx, read_docx

HEAD = Head("2027-0001", "yuwen-2027-0001", 1, "zh", "0f3a" * 4, "p-yuwen")
QUERIES = ((4, 2, 7, "此处页码是否为 <21>？"),)


def filled(form: str, number: int, **said: str) -> str:
    """A text form with an entry filled in."""
    labels = {
        "page": "页 Page",
        "line": "行 Line",
        "old": "原文 Old",
        "new": "改为 New",
        "kind": "类别 Kind",
        "comment": "说明 Comment",
    }
    before, mark, after = form.partition(f"--- {number} ---")
    for name, value in said.items():
        after = re.sub(
            rf"^{labels[name]}:.*$", lambda _, n=name, v=value: f"{labels[n]}: {v}", after, count=1, flags=re.MULTILINE
        )
    return before + mark + after


def test_a_text_form_comes_back_with_its_entries() -> None:
    form = filled(text(HEAD, QUERIES), 1, comment="是第 21 页。")
    form = filled(form, 2, page="3", line="第5行", old="渡囗", new="渡口")
    form = filled(form, 4, page="1", line="2", old="Ferries and\nwells", new="（删去）", kind="引注")
    form = filled(form, 5, old="图1", comment="图太小", kind="figure")
    back = read_text(form.replace("\n", "\r\n").replace("页 Page: 3", "页 Page：3"), "form.txt")
    assert back.head == HEAD.sealed
    assert back.rows == (
        Row(1, 2, 7, "", "", Kind.ANSWER, 4, "是第 21 页。"),
        Row(2, 3, 5, "渡囗", "渡口", Kind.TEXT),
        Row(4, 1, 2, "Ferries and wells", "", Kind.CITATION),
        Row(5, 0, 0, "图1", "图1", Kind.FIGURE, 0, "图太小"),
    )


def test_a_word_form_comes_back_with_its_entries() -> None:
    parts = dict(archive.members(docx(HEAD, QUERIES), "form.docx"))
    document = parts["word/document.xml"].decode()
    assert "此处页码是否为 &lt;21&gt;？" in document
    second = document.rindex(">2</w:t>")
    empty = "<w:p/>"
    cells = ["3", "5", "<del>渡囗", "渡口", "", "", "说明"]
    done = document[:second]
    rest = document[second:]
    for cell in cells:
        run = f"<w:p><w:r><w:t>{cell.replace('<del>', '')}</w:t></w:r>"
        run += "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" if "<del>" in cell else ""
        before, _, rest = rest.partition(empty)
        done += before + run + "</w:p>"
    parts["word/document.xml"] = (done + rest).encode()
    back = read_docx(archive.pack(parts), "form.docx")
    assert (back.head, back.rows) == (HEAD.sealed, (Row(2, 3, 5, "渡囗", "渡口", Kind.TEXT, 0, "说明"),))


def test_nothing_to_correct() -> None:
    assert read_text(text(HEAD, QUERIES), "form.txt").rows == ()
    assert read_docx(docx(HEAD, QUERIES), "form.docx").rows == ()


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (lambda form: form.replace("校次 Proof: 1", "校次 Proof: 2"), WrongForm, "its head was changed"),
        (lambda form: form.replace("校验 Check:", "Check"), WrongForm, "its head lacks 校验 Check"),
        (lambda form: "", WrongForm, "its head lacks"),
        (lambda form: filled(form, 2, new="渡口"), BadFile, "entry 2: it has new words and no old ones."),
        (lambda form: filled(form, 2, old="渡囗"), BadFile, "entry 2: it has no new words"),
        (lambda form: filled(form, 2, old="渡囗", new="口", page="三"), BadFile, "entry 2: “Page” should be a number"),
        (lambda form: filled(form, 2, old="渡囗", new="口", kind="印刷"), BadFile, "entry 2: “印刷” is no kind"),
        (lambda form: filled(form, 2, old="渡" * 20_001, new="口"), BadFile, "entry 2: it is longer"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_used_says_why(change: object, error: type[JournalError], said: str) -> None:
    assert callable(change)
    with pytest.raises(error) as found:
        read_text(change(text(HEAD, QUERIES)), "form.txt")
    assert said in found.value.say("en")


def test_a_word_file_that_is_no_form() -> None:
    for data, error in ((b"PK", BadFile), (archive.pack({"a.xml": b"<a/>"}), BadFile)):
        with pytest.raises(error):
            read_docx(data, "form.docx")
    other = dict(archive.members(docx(HEAD), "form.docx"))
    other["word/document.xml"] = re.sub(rb"<w:tbl>.*</w:tbl>", b"<w:p/>", other["word/document.xml"], flags=re.DOTALL)
    with pytest.raises(WrongForm):
        read_docx(archive.pack(other), "form.docx")
