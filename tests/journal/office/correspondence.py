"""An office that writes its letters from the packaged templates; its people have names in every field that holds one."""

from dataclasses import dataclass
from typing import Any

from journal.folder.house_toml import packaged
from journal.ids import ISSN, Language
from journal.model import ByLanguage, Column, Edition, Journal
from journal.office.editorial import Desk
from journal.office.letters import Writer
from journal.office.people import Who
from journal.office.stationery import Stationery
from tests.journal.office.conftest import Bureau

ZH, EN = Language("zh"), Language("en")
JOURNAL = Journal(
    id="ferry-review",
    titles=ByLanguage(((ZH, "渡口评论"), (EN, "Ferry Review"))),
    editions=(Edition(ZH, "渡口评论", ISSN("0000-0000")), Edition(EN, "Ferry Review", ISSN("0000-0019"))),
    columns=(Column("articles", ByLanguage(((ZH, "理论研究"), (EN, "Articles")))),),
    publisher=ByLanguage(((ZH, "渡口学会"), (EN, "Ferry Society"))),
    publisher_place=ByLanguage(),
    doi_prefix="10.5555",
    registrar="crossref",
    first_year=2030,
    issues_a_year=4,
    site="https://ferry.example.org/review/",
    holder=ByLanguage(),
)
WRITER = Writer(JOURNAL, Stationery(packaged() / "letters"))


def han(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given, "whole": family + given}


def latin(family: str, given: str, whole: str = "") -> dict[str, str]:
    return {"family": family, "given": given, "whole": whole or f"{given} {family}"}


PEOPLE: dict[str, dict[str, Any]] = {  # all made up
    "ann": {"names": {"zh": han("端木", "清越"), "en": latin("Duanmu", "Qingyue", "DUANMU Qingyue")}, "language": "zh"},
    "bo": {"names": {"en": latin("Lindqvist", "Bo Erik")}, "language": "en"},
    "ref-1": {"names": {"zh": han("澹台", "听雨")}, "language": "zh"},
    "ref-2": {"names": {"en": latin("Okonjo-Reed", "Adaeze")}, "language": "en"},
    "ref-3": {"names": {"zh": han("闻", "人")}, "language": "zh"},
    "handler": {"names": {"zh": han("司徒", "望")}, "language": "zh"},
    "chief": {"names": {"zh": han("钟离", "朔"), "en": latin("Zhongli", "Shuo")}, "language": "en"},
}


@dataclass
class Writing(Bureau):
    """A bureau whose desks queue letters."""

    def desk(self, books: Any, person: str, on_behalf: str = "") -> Desk:
        return Desk(books, Who(person, on_behalf, "os", "host"), self.now, self.policies, WRITER)

    def letters(self, *kinds: str) -> list[dict[str, Any]]:
        with self.office.read() as books:
            rows = books.all("letter", order="id")
        return [row for row in rows if not kinds or row["template"] in kinds]

    def remind(self) -> list[tuple[str, str]]:
        with self.office.write() as books:
            return [(one.kind, one.person) for one in WRITER.remind(books, self.policies, self.now)]

    def in_review(self, *authors: str) -> str:
        id = self.submit(*authors)
        self.act(id, "office", "assign", person="handler")
        self.act(id, "handler", "pass-first-reading", "选题有意义。")
        self.anonymous(id)
        self.act(id, "handler", "send-out")
        return id


def writing(bureau: Bureau) -> Writing:
    """The bureau, its people named, with its letters."""
    with bureau.office.write() as books:
        for id, values in PEOPLE.items():
            named = next(iter(values["names"].values()))["whole"]
            affiliations = {"zh": f"{named}研究所", "en": f"The {id} Institute"}
            books.change("person", {"id": id}, **values, affiliations=affiliations, note=named, orcid=f"orcid-of-{id}")
    return Writing(bureau.office, bureau.now, bureau.policies)


__all__ = ["EN", "JOURNAL", "PEOPLE", "WRITER", "ZH", "Writing", "han", "latin", "writing"]
