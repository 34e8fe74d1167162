"""The door: what the office's record says stands in article.xml, once, and nothing is written over."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from journal import acceptance, folder, lint
from journal.acceptance import ArticleTaken, Begun, NotAccepted
from journal.ids import ArticleId, Language
from journal.jats import read
from journal.names import Convention, written
from tests.journal.office.conftest import Bureau, bureau  # noqa: F401  # the fixture

STOCK = Path(__file__).parents[1] / "cases" / "lint" / "stock"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STOCK, tmp_path / "home"))


def accepted(bureau: Bureau) -> str:  # noqa: F811
    with bureau.office.write() as books:
        names = {
            "ann": {"zh": {"family": "吕", "given": "若水", "whole": "吕若水"}},
            "bo": {
                "en": {"family": "Okafor", "given": "Bo", "whole": "Bo Okafor"},
                "zh": {"family": "", "given": "博·奥卡福", "whole": "博·奥卡福"},
            },
        }
        for id, forms in names.items():
            books.change("person", {"id": id}, names=forms, affiliations={"zh": "石塘大学", "en": "Shitang University"})
        books.change("person", {"id": "ann"}, orcid="0000-0002-1825-0097")
    number = bureau.submit("ann", "bo")
    with bureau.office.write() as books:
        books.change(
            "manuscript", {"id": number}, abstracts={"zh": "渡口归谁？\n归乡里。", "en": "Whose ferry?"},
            keywords={"zh": ["渡口", "权利"], "en": ["ferry", "rights"]},
            more={"funding": [{"source": {"zh": "石塘基金"}, "numbers": ["ST-1"]}], "clc": ["D90"]},
        )  # fmt: skip
    bureau.act(number, "office", "assign", person="handler")
    bureau.act(number, "handler", "pass-first-reading", "选题有意义。")
    bureau.anonymous(number)
    bureau.act(number, "handler", "send-out")
    bureau.review(number, "ref-1", "ref-2")
    bureau.act(number, "handler", "to-second-reading")
    bureau.act(number, "section", "pass-second-reading", "同意录用。")
    bureau.later(10)
    bureau.act(number, "chief", "accept", "同意。")
    return number


def accept(bureau: Bureau, home: Path, number: str, id: str = "", link: bool = False) -> Begun:  # noqa: F811
    with bureau.office.write() as books:
        return acceptance.accept(bureau.desk(books, "office"), home, folder.journal(home), number, id, link)


def test_the_record_is_in_the_file(bureau: Bureau, home: Path) -> None:  # noqa: F811
    number = accepted(bureau)
    begun = accept(bureau, home, number)
    assert (begun.article, begun.path) == ("lu-2031-0001", "issues/forthcoming/lu-2031-0001/article.xml")
    assert begun.write(home)
    article, findings = read.article((home / begun.path).read_bytes(), begun.article, begun.path)
    assert findings == ()
    assert [title.text() for title in article.titles.values()] == ["渡口的权利", "The Right to the Ferry"]
    assert [
        [written(each.name, how) for how in (Convention.NATIVE, Convention.CAPITALS)]
        for each in article.authors
        if each.name
    ] == [["吕若水", "LÜ Ruoshui"], ["Bo Okafor", "Bo OKAFOR"]]
    assert [dict(place.lines) for place in article.affiliations] == [
        {Language("zh"): "石塘大学", Language("en"): "Shitang University"}
    ]
    assert article.history == (("received", dt.date(2031, 3, 1)), ("accepted", dt.date(2031, 3, 11)))
    assert article.abstracts[Language("zh")].text() == "渡口归谁？归乡里。"
    assert dict(article.keywords) == {Language("zh"): ("渡口", "权利"), Language("en"): ("ferry", "rights")}
    assert article.full_text == ()
    assert bureau.row(number)["article"] == begun.article


def test_the_file_is_found_to_lack_its_text(bureau: Bureau, home: Path) -> None:  # noqa: F811
    begun = accept(bureau, home, accepted(bureau))
    article, _ = read.article(begun.data, begun.article, begun.path)
    source = lint.Source.of(begun.data, begun.path)
    context = lint.Context(folder.journal(home), article, source, {}, frozenset(), frozenset())
    found = [finding for finding in lint.check(context) if finding.rule == "body-missing"]
    assert [finding.place.file for finding in found] == [begun.path]


def test_doing_it_again_changes_nothing(bureau: Bureau, home: Path) -> None:  # noqa: F811
    number = accepted(bureau)
    accept(bureau, home, number).write(home)
    (file := home / "issues/forthcoming/lu-2031-0001/article.xml").write_bytes(b"<article>edited</article>")
    version = bureau.row(number)["version"]
    again = accept(bureau, home, number)
    assert (again.data, again.write(home)) == (b"", False)
    assert file.read_bytes() == b"<article>edited</article>"
    assert bureau.row(number)["version"] == version


def test_killed_between_record_and_file_it_goes_on(bureau: Bureau, home: Path) -> None:  # noqa: F811
    number = accepted(bureau)
    accept(bureau, home, number)
    again = accept(bureau, home, number)
    assert again.write(home)
    assert (home / again.path).read_bytes() == again.data


def test_a_file_that_came_meanwhile_is_not_written_over(bureau: Bureau, home: Path) -> None:  # noqa: F811
    begun = accept(bureau, home, accepted(bureau))
    (home / begun.path).parent.mkdir(parents=True)
    (home / begun.path).write_bytes(b"another")
    assert not begun.write(home)
    assert (home / begun.path).read_bytes() == b"another"


def test_an_id_that_is_taken_is_refused_and_can_be_connected(bureau: Bureau, home: Path) -> None:  # noqa: F811
    number = accepted(bureau)
    with pytest.raises(ArticleTaken):
        accept(bureau, home, number, "stone-well")
    assert bureau.row(number)["article"] == ""
    with pytest.raises(ArticleTaken):
        accept(bureau, home, number, "no-such-article", link=True)
    linked = accept(bureau, home, number, "stone-well", link=True)
    assert linked == Begun(number, ArticleId("stone-well"), "issues/2031-1/stone-well/article.xml")


def test_only_what_is_accepted_goes_through(bureau: Bureau, home: Path) -> None:  # noqa: F811
    with pytest.raises(NotAccepted, match="submitted"):
        accept(bureau, home, bureau.submit("ann"))
    assert list((home / "issues").glob("forthcoming/*")) == []
