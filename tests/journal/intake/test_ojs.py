"""OJS's exports as facts: what is read, what is named as left out, and what is refused."""

import io

import pytest

from journal.errors import BadFile, Refused
from journal.exported import Attached, Issue, Lost, Paper, Somebody
from journal.intake import ojs
from journal.jats.validate import validate
from tests.journal.authorities import schemas
from tests.journal.office.exports import (
    PDF,
    PNG,
    USERS,
    XSI,
    article,
    encoded,
    export,
    file,
    galley,
    issue,
    issue_galley,
    modern,
)  # fmt: skip


def read(data: bytes) -> list[ojs.Record]:
    return list(ojs.read(io.BytesIO(data), "export.xml"))


def papers(data: bytes) -> list[Paper]:
    return [one for one in read(data) if isinstance(one, Paper)]


def lost(data: bytes) -> list[str]:
    return [f"{one.external}: {one.what.en}" for one in read(data) if isinstance(one, Lost)]


def test_an_issue_comes_before_its_papers() -> None:
    found = read(export(issue([article(1), article(2)]), issue([article(3)], number=3), issue([], number=4)))
    kept = [(type(one).__name__, one.external) for one in found if not isinstance(one, Lost)]
    assert kept == [
        ("Issue", "200"), ("Paper", "1"), ("Paper", "2"), ("Issue", "300"), ("Paper", "3"), ("Issue", "400"),
    ]  # fmt: skip


def test_what_an_issue_says() -> None:
    assert read(export(issue([])))[0] == Issue(
        "200", "2019", "3", "2", {"zh": "渡口专号"}, "2019-09-15", {"ART": {"zh": "论文"}},
        (Attached("cover-0", "cover", "cover.png", PNG, "zh", alt="渡口"),),
    )  # fmt: skip


def test_what_a_paper_says() -> None:
    (paper,) = papers(export(issue([article(1)])))
    somebody = Somebody(
        "1", {"zh": "渡", "en": "Du"}, {"zh": "若水", "en": "Ruoshui"}, {"zh": "石塘大学", "en": "Shitang University"},
        "author1@u1.example.org", country="CN", roles=("Author",),
    )  # fmt: skip
    assert paper == Paper(
        "1", "zh", "published", "production", "2019-03-02", "200", "ART",
        {"zh": "渡口的权利——以石塘为例", "en": "The Right & the Ferry"},
        {"zh": "渡口归谁？\n归乡里。", "en": "Whose ferry?"},
        {"zh": ("渡口", "权利"), "en": ("ferry",)}, (somebody,), "2019-09-15", "1-10", "10.5555/well.1",
        "https://example.org/licence", 1, ("渡若水：《渡口考》，石塘书局 2018 年版。",),
        (Attached("1", "galley", "文章1.pdf", PDF, "zh", "PDF"),), order=1, contact="1", holder={"zh": "作者"},
    )  # fmt: skip


def test_what_is_not_carried_is_named() -> None:
    more = "<subjects locale='zh_CN'><subject>法</subject></subjects><newThing>1</newThing>"
    assert lost(export(issue([article(1, more=more)]))) == [
        "1: subjects",
        "1: <newThing>",
    ]


def test_an_affiliation_as_3_5_writes_it() -> None:
    (paper,) = papers(export(issue([modern(1)])))
    assert (paper.authors[0].ror, paper.authors[0].affiliations) == (
        "https://ror.org/02mhbdp94", {"en": "Shitang University", "zh": "石塘大学；渡口学院"},
    )  # fmt: skip


def test_articles_without_an_issue_are_read_too() -> None:
    (paper,) = papers(
        b'<articles xmlns="http://pkp.sfu.ca">' + article(9, status=1, stage="externalReview").encode() + b"</articles>"
    )
    assert (paper.status, paper.stage, paper.issue) == ("queued", "externalReview", "")


def test_a_file_that_is_no_base64_is_named() -> None:
    data = export(issue([article(1)])).replace(encoded().encode(), b'<embed encoding="base64">%%%</embed>')
    assert [(one.external, one.what.en, one.which) for one in read(data) if isinstance(one, Lost)] == [
        ("1", "content of a file (its encoding in the export is broken)", "文章1.pdf")
    ]
    assert papers(data)[0].files == ()


def test_a_cover_that_is_no_base64_is_named() -> None:
    data = export(issue([])).replace(encoded(PNG).encode(), b'<embed encoding="base64">%%%</embed>')
    found = read(data)
    assert found == [
        Issue("200", "2019", "3", "2", {"zh": "渡口专号"}, "2019-09-15", {"ART": {"zh": "论文"}}),
        Lost("issue/200", ojs.UNREADABLE, "cover.png"),
    ]


def test_a_file_that_was_only_linked_is_named() -> None:
    data = export(issue([article(1)])).replace(
        encoded().encode(), b'<href src="journals/1/1.pdf" mime_type="application/pdf"/>'
    )
    assert Lost("1", ojs.ELSEWHERE, "文章1.pdf") in read(data)


# ---------------------------------------------------------------- OJS 3.5

MODERN = export(
    issue([modern(1, file(1, PDF, "a.pdf") + file(2, PNG, "b.png", "dependent", 1), galley(1, "PDF"))]),
    issue([], number=3, published=0, more=issue_galley()),
)


def test_the_exports_of_these_tests_are_what_ojs_says_its_exports_are() -> None:
    assert validate(MODERN, "export.xml", schemas()) == ()


def test_what_a_paper_of_3_5_says() -> None:
    (paper,) = papers(MODERN)
    assert (paper.language, paper.keywords, paper.funders, paper.contact, paper.copyright_year, paper.holder) == (
        "zh", {"zh": ("井", "渡")}, {"zh": ("石塘基金会",), "en": ("Shitang Foundation",)}, "12", "2019", {"zh": "渡若水"},
    )  # fmt: skip
    assert paper.files == (
        Attached("1", "galley", "a.pdf", PDF, "zh", "PDF"), Attached("2", "figure", "b.png", PNG, of="1"),
    )  # fmt: skip
    assert lost(MODERN) == ["1: biography"]


def test_the_file_of_a_whole_issue_and_whether_it_is_published() -> None:
    first, second = (one for one in read(MODERN) if isinstance(one, Issue))
    assert (first.is_published, first.galleys) == (True, ())
    assert (second.is_published, second.galleys) == (False, (Attached("5", "galley", "whole.pdf", PDF, "zh", "PDF"),))


def test_an_article_exported_alone_names_its_issue() -> None:
    named = "<issue_identification><volume>3</volume><number>2</number><year>2019</year></issue_identification>"
    found = read(f"<articles {XSI}>{modern(1, issue=named)}{modern(2, issue=named)}</articles>".encode())
    assert [one for one in found if isinstance(one, Issue)] == [Issue("2019/3/2", "2019", "3", "2")]
    assert {one.issue for one in found if isinstance(one, Paper)} == {"2019/3/2"}


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh_CN", "zh"),
        ("zh_Hans", "zh"),
        ("zh_TW", "zh-Hant"),
        ("en_US", "en"),
        ("en", "en"),
        ("fr_CA", "fr"),
        ("", "und"),
        ("zh_Hant_TW", "zh-Hant"),
        ("sr_RS@latin", "sr"),
        ("1!", "und"),
        ("englisch", "und"),
        ("zz_ZZ", "und"),
    ],
)
def test_locales(locale: str, expected: str) -> None:
    assert ojs.language(locale) == expected


def test_people() -> None:
    found = list(ojs.users(io.BytesIO(USERS), "users.xml"))
    jing, ouyang, other, zhou = (one for one in found if isinstance(one, Somebody))
    assert (jing.login, jing.interests, jing.roles, jing.levels) == (
        "jing", ("water law", "公法"), ("审稿人", "栏目编辑"), ("4096", "17"),
    )  # fmt: skip
    assert (ouyang.given, ouyang.family) == ({"zh": "欧阳静之"}, {})
    assert (other.roles, other.levels) == (("Indexer",), ("4097",))
    assert [one.is_disabled for one in (jing, ouyang, other, zhou)] == [False, False, False, True]
    assert [(one.external, one.what.en) for one in found if isinstance(one, Lost)] == [
        ("jing", "the editors' remarks on a person"), ("jing", "telephone number"),
    ]  # fmt: skip
    assert "5ecret" not in repr(found)


@pytest.mark.parametrize(
    "data",
    [
        b"<issues",
        b"<issues><article></issues>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><issues><article>&a;</article></issues>',
        b'<issues xmlns="http://pkp.sfu.ca"><article>&none;</article></issues>',
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile):
        read(data)


def insist(data: bytes, kind: str = "papers") -> str:
    with pytest.raises(BadFile) as error:
        ojs.insist(io.BytesIO(data), "export.xml", kind)
    assert "\n" not in str(error.value)
    return str(error.value)


OLD = (
    b'<?xml version="1.0"?><!DOCTYPE articles PUBLIC "-//PKP//OJS Articles and Issues XML//EN" "native.dtd"><articles/>'
)
WHOLE = export(issue([article(1)]))


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"%PDF-1.4", "papers", "is not XML"),
        (b"", "papers", "is not XML"),
        (WHOLE[:-40], "papers", "cut off"),
        (b"<html/>", "papers", "no export of OJS 3"),
        (b"<articles><article/></articles>", "papers", "no export of OJS 3"),
        (OLD, "papers", "OJS 2"),
        (USERS, "papers", "give it by --users"),
        (WHOLE, "users", "give it by --ojs"),
        (b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><issues>&b;</issues>', "papers", "DOCTYPE"),
        (b"<!--" + b"x" * 32_757 + b'--><!DOCTYPE a [<!ENTITY a "b">]><issues>&a;</issues>', "papers", "DOCTYPE"),
    ],
)
def test_what_is_no_export_is_refused_in_one_line_before_anything_is_taken(data: bytes, kind: str, said: str) -> None:
    assert said in insist(data, kind)


def test_what_is_one_is_read_from_its_beginning() -> None:
    source = io.BytesIO(WHOLE)
    ojs.insist(source, "export.xml", "papers")
    assert source.tell() == 0
    assert len(list(ojs.read(source, "export.xml"))) == 2


def test_one_record_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.xml.MAX_RECORD", 100_000)
    with pytest.raises(Refused, match="100,000 bytes"):
        read(export(issue([article(1, data=b"x" * 200_000)])))
    assert len(papers(export(issue([article(n, data=b"x" * 40_000) for n in range(1, 9)])))) == 8


class Many(io.RawIOBase):
    """A long export, made as it is read, so that nothing but the reader holds it."""

    def __init__(self, count: int) -> None:
        self.parts = iter(
            [
                b'<issues xmlns="http://pkp.sfu.ca">',
                *(
                    issue([article(number) for number in range(start, start + 10)]).encode()
                    for start in range(1, count, 10)
                ),
                b"</issues>",
            ]
        )
        self.left = b""

    def read(self, size: int = -1) -> bytes:
        while len(self.left) < size and (part := next(self.parts, b"")):
            self.left += part
        given, self.left = self.left[:size], self.left[size:]
        return given


def test_what_was_read_is_let_go() -> None:
    found = 0
    for one in ojs.read(Many(1000), "export.xml"):  # type: ignore[arg-type]
        found += isinstance(one, Paper)
    assert found == 1000
