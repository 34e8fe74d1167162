"""Open submissions from a spreadsheet: every encoding that spreadsheets write, and no row twice."""

import pytest

from journal.errors import BadFile, Misused
from journal.office import submissions_csv
from journal.office.editorial import Upload
from journal.office.submissions_csv import Entered
from journal.office.workflow import State
from tests.journal.office.conftest import Bureau

TEXT = (
    "稿号,题名,英文题名,作者,邮箱,单位,栏目,收稿日期,备注,文件\r\n"
    'A-1,"渡口，与权利",The Ferry,欧阳静之；井明,jing@u.example.org,石塘大学,notes,2031年2月3日,外审中,a1.docx\r\n'
    "\r\n"
    "A-2,,Wells,John Well,,,,2031-02-10,,\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    first, second = submissions_csv.rows(TEXT.encode(encoding), "open.csv")
    assert (first.number, first.titles, first.authors, first.email, str(first.received), first.note) == (
        "A-1", {"zh": "渡口，与权利", "en": "The Ferry"}, ("欧阳静之", "井明"), "jing@u.example.org", "2031-02-03", "外审中",
    )  # fmt: skip
    assert (second.number, second.titles, second.language, second.line) == ("A-2", {"en": "Wells"}, "en", 4)


@pytest.mark.parametrize("comma", [";", "\t"])
def test_other_commas(comma: str) -> None:
    (row,) = submissions_csv.rows(
        comma.join(("number", "title", "authors")).encode() + b"\n" + comma.join(("1", "T", "A")).encode(), "x"
    )
    assert (row.number, row.titles, row.authors) == ("1", {"en": "T"}, ("A",))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("题名,作者\n渡口,明", "columns are missing: number"),
        ("", "columns are missing"),
        ("稿号,题名,作者\n1,渡口,", "open.csv:2"),
        ("稿号,题名,作者\n1,渡口,明\n1,桥,明", "stands twice"),
        ("稿号,题名,作者,收稿日期\n1,渡口,明,2031-02-30", "no date"),
        ("稿号,题名,作者,收稿日期\n1,渡口,明,昨天", "no date"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        submissions_csv.rows(text.encode(), "open.csv")


def test_another_encoding_is_refused() -> None:
    with pytest.raises(BadFile, match="neither UTF-8 nor GB18030"):
        submissions_csv.rows(b"\xff\xfe\x00\xff\xff", "open.csv")


A1 = Upload("text", "a" * 64, "a1.docx", 100)


def enter(bureau: Bureau, text: str = TEXT) -> Entered:
    data = text.encode("gbk")
    with bureau.office.write() as books:
        return submissions_csv.enter(
            bureau.desk(books, "office"), submissions_csv.rows(data, "open.csv"), "articles", {"a1.docx": A1}
        )


def test_they_are_taken_in_once(bureau: Bureau) -> None:
    assert enter(bureau) == Entered({"A-1": "2031-0001", "A-2": "2031-0002"}, {})
    assert enter(bureau) == Entered({}, {"A-1": "2031-0001", "A-2": "2031-0002"})
    row = bureau.row("2031-0001")
    assert (row["state"], row["column"], row["submitted"][:10]) == (State.SUBMITTED, "notes", "2031-02-03")
    later = bureau.row("2031-0002")
    assert (later["state"], later["waits_for"], later["column"]) == (State.INCOMPLETE, "author", "articles")
    with bureau.office.read() as books:
        first, second = books.all("authorship", manuscript="2031-0001", order="position")
        names = {
            one["id"]: one["names"]["zh"]["family"]
            for one in books.all("person", id={first["person"], second["person"]})
        }
        assert ([names[one["person"]] for one in (first, second)], first["corresponding"]) == (["欧阳", "井"], True)


def test_a_day_of_receipt_in_the_future_is_refused(bureau: Bureau) -> None:
    with pytest.raises(Misused, match="future"):
        enter(bureau, TEXT.replace("2031-02-10", "2032-02-10"))
    with bureau.office.read() as books:
        assert books.count("manuscript") == 0
