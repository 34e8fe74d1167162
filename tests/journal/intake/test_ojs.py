"""OJS's exports as facts: what is read, what is named as left out, and what is refused."""

import io

import pytest

from journal.errors import BadFile, Refused
from journal.exported import Attached, Issue, Lost, Paper, Somebody
from journal.intake import ojs
from tests.journal.office.exports import PDF, USERS, article, author, encoded, export, issue


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
        (Attached("cover-0", "cover", "cover.png", b"PNG", "zh"),),
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
        (Attached("1", "galley", "文章1.pdf", PDF, ""),),
    )  # fmt: skip


def test_what_is_not_carried_is_named() -> None:
    more = "<subjects locale='zh_CN'><subject>法</subject></subjects><newThing>1</newThing>"
    assert lost(export(issue([article(1, more=more)]))) == [
        "200: alternative text of a cover",
        "1: copyright holder",
        "1: subjects",
        "1: <newThing>",
    ]


def test_an_affiliation_as_3_5_writes_it() -> None:
    more = '<rorAffiliation><ror>https://ror.org/02mhbdp94</ror><name locale="en">Shitang</name></rorAffiliation>'
    (paper,) = papers(export(issue([article(1, authors=author(1, more=more))])))
    assert (paper.authors[0].ror, paper.authors[0].affiliations["en"]) == (
        "https://ror.org/02mhbdp94", "Shitang University",
    )  # fmt: skip


def test_articles_without_an_issue_are_read_too() -> None:
    (paper,) = papers(
        b'<articles xmlns="http://pkp.sfu.ca">' + article(9, status=1, stage="externalReview").encode() + b"</articles>"
    )
    assert (paper.status, paper.stage, paper.issue) == ("queued", "externalReview", "")


def test_a_file_that_is_no_base64_is_named() -> None:
    data = export(issue([article(1)])).replace(encoded().encode(), b'<embed encoding="base64">%%%</embed>')
    assert "1: the content of the file “文章1.pdf”" in lost(data)
    assert papers(data)[0].files == ()


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
    ],
)
def test_locales(locale: str, expected: str) -> None:
    assert ojs.language(locale) == expected


def test_people() -> None:
    jing, ouyang = ojs.users(io.BytesIO(USERS), "users.xml")
    assert (jing.login, jing.interests, jing.roles) == ("jing", ("water law", "公法"), ("Reviewer",))
    assert (ouyang.given, ouyang.family) == ({"zh": "欧阳静之"}, {})


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
