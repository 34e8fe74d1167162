"""Open submissions from a spreadsheet: every encoding that spreadsheets write, and no row twice."""

import datetime as dt

import pytest

from journal.errors import BadFile, Misused
from journal.office import submissions_csv
from journal.office.editorial import Upload
from journal.office.submissions_csv import BadRows, Entered, Expected, Row
from journal.office.workflow import State
from tests.journal.office.conftest import Bureau

TEXT = (
    "稿号,题名,英文题名,作者,邮箱,单位,栏目,收稿日期,备注,文件\r\n"
    'A-1,"渡口，与权利",The Ferry,欧阳静之；井明,jing@u.example.org,石塘大学,notes,2031年2月3日,外审中,a1.docx\r\n'
    "\r\n"
    "A-2,,Wells,John Well,,,,2031-02-10,,\r\n"
)


def rows(text: str, expected: Expected = Expected()) -> tuple[Row, ...]:  # noqa: B008 — it is frozen
    return submissions_csv.sheet(text.encode(), "open.csv", expected).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    first, second = submissions_csv.sheet(TEXT.encode(encoding), "open.csv").rows
    assert (first.number, first.titles, first.authors, first.email, str(first.received), first.note) == (
        "A-1", {"zh": "渡口，与权利", "en": "The Ferry"}, ("欧阳静之", "井明"), "jing@u.example.org", "2031-02-03", "外审中",
    )  # fmt: skip
    assert (second.number, second.titles, second.language, second.line) == ("A-2", {"en": "Wells"}, "en", 4)


@pytest.mark.parametrize("comma", [";", "\t"])
def test_other_commas(comma: str) -> None:
    (row,) = rows(f"{comma.join(('number', 'title', 'authors'))}\n{comma.join(('1', 'T', 'A'))}")
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
        ("稿号,题名,作者,收稿日期\n1,渡口,明,3/2/2031", "no date"),
        (
            "稿号,题名,作者,邮箱\n1,渡口,明,a@x.example.org; b@x.example.org",
            "open.csv:2: “a@x.example.org; b@x.example.org” is not the address of one",
        ),
        ("稿号,题名,作者\n1,渡口,归谁,明", "more cells than headings"),
        ("稿号,题名,作者,语种\n1,渡口,明,鸟语", "no language"),
        ("稿号,题名,作者,题名\n1,渡口,明,岸", "two columns are the same"),
        ('稿号,题名,作者\n\n1,渡口,"明\n2,岸,津\n', "open.csv:3: .*quotation mark is not closed"),
        ("稿号,题名,作者,文件\n1,渡口,明,../../secret.docx", "does not lie beside"),
        ("稿号,题名,作者\n,渡口,明", "the number is missing"),
        ("稿号,题名,作者\n1,,明", "the title is missing"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        rows(text)


EXPECTED = Expected({"notes": "notes", "札记": "notes"}, dt.date(2031, 3, 1), lambda name: name == "a.docx")


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [("栏目", "杂俎", "there is no column “杂俎”; there are: notes"), ("收稿日期", "2031-03-02", "is in the future"),
     ("文件", "b.docx", "there is no file “b.docx” beside the sheet")],
)  # fmt: skip
def test_what_a_row_names_must_be_there(heading: str, cell: str, why: str) -> None:
    with pytest.raises(BadFile, match=rf"open\.csv:2: .*{why}"):
        rows(f"稿号,题名,作者,{heading}\n1,渡口,明,{cell}", EXPECTED)


def test_a_column_may_be_named_by_its_title() -> None:
    (row,) = rows("稿号,题名,作者,栏目,文件,收稿日期\n1,渡口,明,札记,a.docx,2031-03-01", EXPECTED)
    assert (row.column, row.file) == ("notes", "a.docx")


def test_every_row_that_is_wrong_is_named() -> None:
    with pytest.raises(BadRows) as error:
        rows("稿号,题名,作者,收稿日期\n1,渡口,明,昨天\n2,岸,津,\n3,舟,,\n2,堤,津,")
    assert [fault.place.line for fault in error.value.faults] == [2, 4, 5]
    assert "3 rows" in str(error.value)


@pytest.mark.parametrize(
    "said",
    ["2031-2-3", "2031/02/03", "2031.2.3", "2031年2月3日", "20310203", "2031-02-03 09:30", "2031/2/3 9:30:00", "2031-02-03T09:30", "47882",
     "２０３１－０２－０３"],
)  # fmt: skip
def test_days_as_people_and_spreadsheets_write_them(said: str) -> None:
    (row,) = rows(f"稿号,题名,作者,收稿日期\n1,渡口,明,{said}")
    assert row.received == dt.date(2031, 2, 3)


def test_what_excel_does_to_a_sheet() -> None:
    """A line for its separator, headings in full width, a title with a line break, empty cells at the end."""
    text = 'sep=;\r\nＩＤ;标题;作者;\r\n1;"渡口\n归谁";明，津;;\r\n;;;;\r\n2;岸;渡;;\r\n'
    first, second = rows(text)
    assert (first.number, first.titles, first.authors, first.line, second.line) == (
        "1",
        {"zh": "渡口归谁"},
        ("明", "津"),
        3,
        6,
    )


@pytest.mark.parametrize(
    ("said", "authors"), [("Well, John; Lee, Ann", ("Well, John", "Lee, Ann")), ("明,津、渡", ("明", "津", "渡"))]
)
def test_authors_in_a_cell(said: str, authors: tuple[str, ...]) -> None:
    (row,) = rows(f'稿号,题名,作者\n1,渡口,"{said}"')
    assert row.authors == authors


def test_headings_that_were_not_read_are_named() -> None:
    assert submissions_csv.sheet("稿号,题名,作者,密级\n1,渡口,明,无".encode(), "x").unread == ("密级",)


def test_a_workbook_is_refused_by_its_name() -> None:
    with pytest.raises(BadFile, match="Excel workbook"):
        submissions_csv.sheet(b"PK\x03\x04 xl", "open.csv")


def test_another_encoding_is_refused() -> None:
    with pytest.raises(BadFile, match="neither UTF-8 nor GB18030"):
        submissions_csv.sheet(b"\xff\xfe\x00\xff\xff", "open.csv")


A1 = Upload("text", "a" * 64, "a1.docx", 100)


def enter(bureau: Bureau, text: str = TEXT) -> Entered:
    data = text.encode("gbk")
    with bureau.office.write() as books:
        return submissions_csv.enter(
            bureau.desk(books, "office"), submissions_csv.sheet(data, "open.csv").rows, "articles", {"a1.docx": A1}
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
