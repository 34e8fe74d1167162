"""A proof's corrections, from the reader's form to the article, and to the next proof that holds them and nothing else."""

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from journal.proofs.form import Head
from journal.proofs.form_docx import docx
from tests.journal.proofs.test_form import filled

from .bureau import Bureau
from .test_proof import attached, in_proof, said, with_text

__all__ = ["in_proof"]  # a fixture

TEXT = (
    "<body><sec id='s1'><title>渡囗与通行</title><p>凡渡者，皆得<italic>通行</italic>。<xref ref-type='fn' rid='f1'/>渡者 A &amp; B 两人，"
    "皆得渡。</p><p>渡者众，皆得通行。</p></sec></body><back><fn-group><fn id='f1'><p>见《渡囗志》，第3页。</p></fn></fn-group></back>"
)
pytestmark = pytest.mark.slow


@pytest.fixture
def sent(in_proof: tuple[Bureau, str]) -> tuple[Bureau, str, Path]:
    """A first proof that went out: the office, the manuscript, its article's file."""
    bureau, id = in_proof
    article = with_text(bureau, id, TEXT)
    bureau.done("gongyang", "proof", "send", id)
    return bureau, id, bureau.home / f"issues/forthcoming/{article}/article.xml"


def form(bureau: Bureau, id: str, kind: str = "txt", number: int = 1) -> str:
    article = bureau.show("wenren", id)["article"]
    return (bureau.home / f"proofs/{article}/{number}/author/proof.zh.{kind}").read_text("utf-8-sig")


def rows(bureau: Bureau, id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bureau("gongyang", "proof", "corrections", id, as_json=True).data
    return found


def test_what_the_reader_wrote_is_in_the_next_proof_and_nothing_else(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, file = sent
    before = file.read_bytes()
    filled_in = filled(form(bureau, id), 1, old="渡囗与通行", new="渡口与通行")
    filled_in = filled(filled_in, 2, old="《渡囗志》", new="《渡口志》", kind="引注")
    filled_in = filled(filled_in, 3, old="A & B 两人", new="A、B 两人")
    filled_in = filled(filled_in, 4, old="渡者众", new="渡者甚众", comment="文气")
    bureau.done("gongyang", "proof", "correct", id, bureau.file("back.txt", filled_in))
    assert [(row["old"], row["by"], row["state"]["en"]) for row in rows(bureau, id)] == [
        (old, "Yuwen Tuo", "open") for old in ("渡囗与通行", "《渡囗志》", "A & B 两人", "渡者众")
    ]
    assert "4 corrections are open" in bureau.refused("gongyang", "manuscript", "decide", id, "proof-done")[1]
    bureau.done("gongyang", "proof", "decide", id, 1, 2, 3, "--accept")
    bureau.refused("gongyang", "proof", "decide", id, 4, "--refuse", code=2)
    bureau.done("gongyang", "proof", "decide", id, 4, "--refuse", "--reason", "只改错误。")
    assert bureau("gongyang", "proof", "compare", id).code == 1
    bureau.done("gongyang", "proof", "apply", id, "--dry-run")
    assert file.read_bytes() == before
    bureau.done("gongyang", "proof", "apply", id)
    after = before.decode().replace("渡囗", "渡口").replace("A &amp; B 两人", "A、B 两人")
    assert file.read_text("utf-8") == after
    assert bureau("gongyang", "proof", "compare", id).code == 0
    assert [row["state"]["en"] for row in rows(bureau, id)] == ["applied", "applied", "applied", "refused"]
    bureau.done("gongyang", "proof", "apply", id)  # again: nothing
    assert file.read_text("utf-8") == after
    bureau.done("gongyang", "proof", "count", id)
    bureau.done("yuwen", "proof", "approve", id)
    sheet = bureau.home.parent / "sheet.pdf"
    assert bureau("gongyang", "manuscript", "sheet", id, "proofs", "--to", sheet, lang="zh").code == 0
    assert ("作者：一校（中文）" in said(sheet.read_bytes()), "宇文拓" in said(sheet.read_bytes())) == (True, True)
    bureau.done("gongyang", "manuscript", "decide", id, "proof-done")
    bureau.done("gongyang", "proof", "send", id)
    article = bureau.show("wenren", id)["article"]
    assert (bureau.home / f"proofs/{article}/2/proof.zh.pdf").exists()


def test_a_change_beside_the_corrections_keeps_everybody_from_signing(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, file = sent
    bureau.done("gongyang", "proof", "correct", id, "--old", "渡者众", "--new", "渡者甚众")
    bureau.done("gongyang", "proof", "decide", id, "all", "--accept")
    file.write_text(file.read_text("utf-8").replace("凡渡者", "凡过者"), "utf-8")
    assert bureau.refused("gongyang", "proof", "apply", id)[0] == "OtherFile"
    file.write_text(file.read_text("utf-8").replace("凡过者", "凡渡者"), "utf-8")
    bureau.done("gongyang", "proof", "apply", id)
    bureau.done("gongyang", "proof", "count", id, "--errors", 0, "--characters", 9000)
    file.write_text(file.read_text("utf-8").replace("皆得渡", "都得渡"), "utf-8")
    for act in (
        ("proof", "approve", id, "--author", "yuwen", "--note", "来信"),
        ("manuscript", "decide", id, "proof-done"),
    ):
        error, why = bureau.refused("gongyang", *act)
        assert (error, "changed without a correction" in why) == ("NotAsAccepted", True)
    assert bureau("gongyang", "proof", "send", id).err.count("no accepted correction") == 1
    file.write_text(file.read_text("utf-8").replace("都得渡", "均得渡"), "utf-8")
    assert bureau("gongyang", "proof", "compare", id).code == 1
    bureau.refused("gongyang", "proof", "compare", id, "--explain", " ", code=2)
    bureau.done("gongyang", "proof", "compare", id, "--explain", "主编改定。")
    assert bureau("gongyang", "proof", "compare", id).code == 0


def test_a_proof_sent_again_after_its_corrections_still_compares(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, _ = sent
    for number, (old, new) in enumerate([("渡者众", "渡者甚众"), ("皆得渡", "都得渡")], start=1):
        bureau.done("gongyang", "proof", "correct", id, "--old", old, "--new", new)
        bureau.done("gongyang", "proof", "decide", id, number, "--accept")
        error, _ = bureau.refused("gongyang", "proof", "approve", id, "--author", "yuwen", "--note", "来信")
        assert error == "Unsettled"
        bureau.done("gongyang", "proof", "apply", id)
        bureau.done("gongyang", "proof", "send", id)
    bureau.done("gongyang", "proof", "correct", id, "--old", "都得渡", "--new", "皆得渡")
    bureau.done("gongyang", "proof", "decide", id, "all", "--accept")
    bureau.done("gongyang", "proof", "apply", id)
    bureau.done("gongyang", "proof", "count", id)
    bureau.done("gongyang", "manuscript", "decide", id, "proof-done")
    bureau.done("gongyang", "proof", "send", id)
    assert bureau("gongyang", "proof", "compare", id).code == 0


def test_the_annotated_pdf_says_the_same(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, file = sent
    article = bureau.show("wenren", id)["article"]
    pdf = bureau.home / f"proofs/{article}/1/proof.zh.pdf"
    with pikepdf.open(pdf) as opened:
        page, height = opened.pages[0], float(opened.pages[0].mediabox[3])
        boxes = {word: box(pdf, word, height) for word in ("通行。", "渡者众", "两人")}
        page.Annots = opened.make_indirect(
            pikepdf.Array(
                [
                    annotation(opened, "/StrikeOut", boxes["渡者众"], "→ 渡者甚众"),
                    annotation(opened, "/Highlight", boxes["两人"], "是否“二人”？"),
                    annotation(opened, "/Highlight", (5, 5, 9, 9), "何处？"),
                ]
            )
        )
        made = io.BytesIO()
        opened.save(made)
    answer = bureau("gongyang", "proof", "correct", id, bureau.file("back.pdf", made.getvalue()), "--by", "yuwen")
    assert (answer.code, "page 1: the highlight was not entered: there is no text" in answer.err) == (1, True)
    assert [(row["old"], row["new"], row["comment"]) for row in rows(bureau, id)] == [
        ("渡者众", "渡者甚众", ""),
        ("两人", "两人", "是否“二人”？"),
    ]
    bureau.done("gongyang", "proof", "decide", id, "all", "--accept")
    bureau.done("gongyang", "proof", "apply", id)
    assert "渡者甚众" in file.read_text("utf-8")


def box(pdf: Path, word: str, height: float) -> tuple[float, float, float, float]:
    """Where a word stands, as PDF counts: by the program's own map, which the office keeps."""
    import json

    lines = next(
        json.loads(file.read_bytes())["lines"]
        for file in (pdf.parents[3] / "office.files").rglob("*")
        if file.is_file() and file.read_bytes().startswith(b'{"article"')
    )
    line = next(line for line in lines if word in line["text"])
    at = line["text"].index(word)
    left, right = line["edges"][at], line["edges"][at + len(word)]
    return left, height - line["box"][3], right, height - line["box"][1]


def annotation(pdf: pikepdf.Pdf, kind: str, at: tuple[float, float, float, float], says: str) -> pikepdf.Object:
    left, bottom, right, top = at
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(kind),
            Rect=[left, bottom, right, top],
            QuadPoints=[left, top, right, top, left, bottom, right, bottom],
            Contents=pikepdf.String(says),
        )
    )


def test_what_cannot_be_entered_says_why_and_nothing_is(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, _ = sent
    blank = form(bureau, id)
    cases = [
        (
            filled(blank, 1, old="没有这些字", new="字"),
            1,
            "BadFile",
            "entry 1: “没有这些字” does not stand in the article",
        ),
        (filled(blank, 3, old="渡者", new="过者"), 1, "BadFile", "entry 3: “渡者” stands in the article in 3 places"),
        (filled(blank, 1, old="渡者", new="过者", page="9", line="1"), 1, "BadFile", "no line 1 on page 9"),
        (blank.replace("校次 Proof: 1", "校次 Proof: 2"), 3, "WrongForm", "its head was changed"),
    ]
    for text, code, error, why in cases:
        found = bureau.refused("gongyang", "proof", "correct", id, bureau.file("back.txt", text), code=code)
        assert (found[0], why in found[1]) == (error, True), found
    other = docx(Head("2031-0009", "x", 1, "zh", "0" * 16, "author"))
    assert bureau.refused("gongyang", "proof", "correct", id, bureau.file("b.docx", other))[0] == "WrongForm"
    assert (
        bureau.refused("gongyang", "proof", "correct", id, bureau.file("b.pdf", b"%PDF-1.7\n"), code=1)[0] == "BadFile"
    )
    empty = pikepdf.new()
    empty.add_blank_page()
    for encryption, error in ((False, "WrongForm"), (pikepdf.Encryption(owner="o", user="u"), "Refused")):
        made = io.BytesIO()
        empty.save(made, encryption=encryption)
        found = bureau.refused("gongyang", "proof", "correct", id, bureau.file("b.pdf", made.getvalue()))
        assert found[0] == error
    bureau.refused("gongyang", "proof", "correct", id, "--old", "渡者众", code=2)
    assert rows(bureau, id) == []
    page = bureau("gongyang", "proof", "correct", id, "--old", "渡者众", "--new", "渡者\u0007众")
    assert page.code == 1


def test_overlapping_corrections_cannot_both_be_applied(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, file = sent
    before = file.read_bytes()
    bureau.done("gongyang", "proof", "correct", id, "--old", "渡者众", "--new", "渡者甚众")
    bureau.done("gongyang", "proof", "correct", id, "--old", "渡者众，皆", "--new", "渡者多，皆")
    bureau.done("gongyang", "proof", "decide", id, "all", "--accept")
    assert bureau.refused("gongyang", "proof", "apply", id)[0] == "Overlap"
    assert file.read_bytes() == before
    bureau.done("gongyang", "proof", "decide", id, 2, "--refuse", "--reason", "重复。")
    bureau.done("gongyang", "proof", "apply", id)
    assert "渡者甚众" in file.read_text("utf-8")


def test_queries_are_printed_and_answered(sent: tuple[Bureau, str, Path]) -> None:
    bureau, id, _ = sent
    bureau.done("gongyang", "proof", "ask", id, "页码是否为第 3 页？", "--about", "第3页")
    assert bureau.refused("gongyang", "proof", "ask", id, "何处？", "--about", "渡者", code=1)[0] == "FoundTwice"
    bureau.done("gongyang", "proof", "send", id)
    text = form(bureau, id)
    assert "# Q1 页码是否为第 3 页？" in text
    page = form(bureau, id, "html")
    assert ("页码是否为第 3 页？" in page, re.search(r"https?://", page)) == (True, None)
    bureau.done("gongyang", "proof", "correct", id, bureau.file("back.txt", filled(text, 1, comment="是。")))
    assert [(row["kind"]["en"], row["comment"]) for row in rows(bureau, id)] == [("answer to a query", "是。")]
    bureau("wenren", "letter", "send")
    assert [name.rpartition(".")[2] for name, _ in attached(bureau, "校样")] == ["pdf", "docx", "txt", "html"]
