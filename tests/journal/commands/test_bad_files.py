"""Files that are bad in every way, handed in by the real program: each is refused in one line in both languages, and nothing is kept."""

import io
import os
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest

from tests.journal.intake import made
from tests.journal.intake.test_blind import encrypted, pdf_bomb, word

from .bureau import Bureau, packed

PAPER = made.paper(1)
DOCX, PDF = made.docx(PAPER, 1), made.pdf(PAPER, [["渡口通行权的变迁"]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def huge() -> bytes:
    """A picture of 10¹⁰ pixels in a hundred bytes."""
    head = struct.pack(">II5B", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def owned() -> bytes:
    """A PDF that opens without a password, and may not be changed without one."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    return out.getvalue()


BAD = (  # as what, under which name, its bytes, the exit code
    ("text", "bomb.docx", packed({"word/document.xml": b"0" * 300_000_000}), 3),
    ("text", "bomb.odt", packed({"mimetype": b"x", "content.xml": b"0" * 300_000_000}), 3),
    ("text", "bomb.pdf", pdf_bomb(), 3),
    ("text", "entities.docx", packed({"[Content_Types].xml": b"<Types/>", "_rels/.rels": LAUGHS, "word/document.xml": b"<x/>"}), 1),
    ("figure", "huge.png", huge(), 3),
    ("text", "portable.docx", PDF, 1),
    ("text", "page.pdf", b"<!DOCTYPE html><html><body>x</body></html>", 1),
    ("text", "locked.docx", OLE, 1),
    ("text", "locked.pdf", encrypted(), 3),
    ("text", "owned.pdf", owned(), 3),
    ("text", "empty.docx", b"", 1),
    ("text", "cut.docx", DOCX[: len(DOCX) // 2], 1),
    ("text", "cut.pdf", PDF[:20], 1),
    ("text", "macro.docm", DOCX, 1),
    ("text", "macro.docx", word("", "vbaProject.bin", b"x", "vbaProject"), 1),
    ("text", "old.doc", OLE, 1),
    ("text", "old.wps", OLE, 1),
    ("text", "program.docx", b"MZ\x90\0" + bytes(600), 1),
    ("text", "sheet.odt", packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}), 1),
    ("figure", "cut.png", b"\x89PNG\r\n\x1a\n", 1),
    ("text", "bell\x07.docx", DOCX, 3),
    ("text", "line\nend.docx", DOCX, 3),
)  # fmt: skip


def stored(bureau: Bureau) -> list[Path]:
    return sorted(file for file in (bureau.home / "office.files").rglob("*") if file.is_file())


@pytest.mark.slow
def test_a_bad_file_is_refused_in_one_line_and_nothing_is_kept(bureau: Bureau) -> None:
    id = bureau.submitted()
    before = stored(bureau)
    for purpose, name, data, code in BAD:
        path = bureau.file(name, data)
        _refused(bureau, id, f"{purpose}={path}", code)
    folder, pipe, link = (bureau.home.parent / name for name in ("folder.docx", "pipe.docx", "link.docx"))
    folder.mkdir()
    os.mkfifo(pipe)
    link.symlink_to(bureau.file("good.docx", DOCX))
    for path in (folder, pipe, link, bureau.home.parent / "absent.docx", bureau.home.parent / f"{'a' * 300}.docx"):
        _refused(bureau, id, f"text={path}", 3)
    if os.geteuid():  # the superuser may read everything
        secret = bureau.file("secret.docx", DOCX)
        secret.chmod(0)
        _refused(bureau, id, f"text={secret}", 3)
    assert (stored(bureau), len(bureau.show("wenren", id)["files"])) == (before, 1)


def _refused(bureau: Bureau, id: str, attachment: str, code: int) -> None:
    form = ("--title", "zh=题", "--column", "articles", "--author", "yuwen", "--file", attachment)
    for command in (("file", id, attachment), ("submit", *form)):
        _, said = bureau.refused("wenren", "manuscript", *command, code=code)
        assert said.isprintable(), said


def test_two_files_of_one_name_are_refused(bureau: Bureau) -> None:
    id = bureau.submitted()
    before = stored(bureau)
    other = bureau.home.parent / "other"
    other.mkdir()
    (other / "a.md").write_text("# 另一份\n")
    twice = (f"other={bureau.file('a.md', '# 一份')}", f"other={other / 'a.md'}")
    assert "a.md" in bureau.refused("wenren", "manuscript", "file", id, *twice, code=2)[1]
    assert stored(bureau) == before


def test_what_is_refused_after_its_files_were_read_leaves_none(bureau: Bureau) -> None:
    id = bureau.in_review()
    before = stored(bureau)
    new = bureau.file("new.md", "# 渡口通行权\n\n新稿。\n")
    answers = bureau.file("answers.toml", '[[points]]\nasked = "请补注释。"\nanswer = "已补。"\n')
    bureau.refused("gongyang", "manuscript", "revise", id, "--file", f"text={new}", "--answers", answers)
    bureau.refused("gongyang", "manuscript", "file", id, f"anonymous={new}", code=2)
    assert stored(bureau) == before
