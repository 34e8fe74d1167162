"""A year's figures on days that are known, each with its definition in both languages; and the page made of them."""

import re
from html import escape
from html.parser import HTMLParser

import pytest

from journal.errors import Bilingual
from journal.office import reports, transparency, yearly
from journal.office.editorial import Upload
from journal.office.transparency import Section
from tests.journal.office import test_samples as after
from tests.journal.office.conftest import Bureau
from tests.journal.office.test_production import call, make_ready, proofed, through


def published(bureau: Bureau) -> str:
    """Received, sent out and revised (10 days), accepted on day 30, published on day 60 with three errors in 20,000."""
    id = bureau.submit("ann", "bo")
    bureau.act(id, "office", "assign", person="handler")
    bureau.act(id, "handler", "pass-first-reading", "选题有意义。")
    bureau.anonymous(id)
    bureau.act(id, "handler", "send-out")
    bureau.later(15)
    bureau.review(id, "ref-1", "ref-2")
    bureau.act(id, "handler", "to-second-reading")
    bureau.act(id, "section", "minor-revision", "请补注释。")
    bureau.later(10)
    files = (Upload("text", "2" * 64, "修改稿.docx", 1200),)
    bureau.act(id, "ann", "revise", files=files, points=(("补注释", "已补。"),))
    bureau.act(id, "handler", "pass-first-reading", "已改。")
    bureau.later(5)
    bureau.act(id, "section", "pass-second-reading", "同意。")
    bureau.act(id, "chief", "accept", "同意。")
    make_ready(bureau, id)
    bureau.act(id, "chief", "release")
    proofed(bureau, id, 0, 9)
    call(bureau, "handler", "change_text", id, 2, "作者更正")
    bureau.act(id, "proofer", "proof-done")
    through(bureau, id, 3)
    bureau.act(id, "office", "place", issue="2031-3")
    bureau.later(30)
    bureau.act(id, "office", "publish")
    after.call(bureau, "office", "reprint", id, "法学文摘", "2031-6", False)
    return id


def figures(bureau: Bureau, year: int = 2031) -> dict[str, tuple[int, float | None]]:
    with bureau.office.read() as books:
        return {one.key: (one.count, one.median) for one in yearly.figures(books, year)}


def test_the_figures_of_a_year(bureau: Bureau) -> None:
    id = published(bureau)
    bureau.submit("ann")
    assert figures(bureau) == {
        "issues": (1, None),
        "articles": (1, None),
        "online-first": (0, None),
        "retracted": (0, None),
        "review-round": (1, 15),
        "revision": (1, 10),
        "acceptance-to-publication": (1, 30),
        "error-rate": (1, 1.5),
        "late-changes": (2, None),
        "reprints": (1, None),
    }
    bureau.act(id, "chief", "retract", "数据不实。")
    assert figures(bureau)["retracted"] == (1, None)


def test_another_year_has_none_of_it(bureau: Bureau) -> None:
    published(bureau)
    assert set(figures(bureau, 2030).values()) == {(0, None)}


def test_every_figure_has_its_definition_in_both_languages() -> None:
    for key, (said, means) in yearly.FIGURES.items():
        for text in (said, means):
            assert re.search("[\u4e00-\u9fff]", text.zh), key
            assert re.fullmatch("[^\u4e00-\u9fff]+", text.en), key


class Tags(HTMLParser):
    """What is open at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_every_number_and_names_nobody(bureau: Bureau, language: str) -> None:
    published(bureau)
    with bureau.office.read() as books:
        numbers = [*reports.annual(books, 2031), *yearly.figures(books, 2031)]
    sections = [Section(Bilingual("收稿 & 出版", "In & Out"), numbers)]
    text, html = transparency.markdown(2031, sections, language), transparency.fragment(2031, sections, language)
    for one in numbers:
        assert f"| {one.said.say(language)} | {transparency.value(one).say(language)} |" in text
        assert escape(one.definition.say(language)) in html
    assert "&amp;" in html
    assert not re.search(r"\b(ann|bo|ref-\d|handler|proofer)\b", text + html)
    tags = Tags()
    tags.feed(html)
    assert tags.open == []


def test_a_number_as_people_read_it(bureau: Bureau) -> None:
    published(bureau)
    with bureau.office.read() as books:
        found = {one.key: transparency.value(one).en for one in yearly.figures(books, 2031)}
    assert (found["error-rate"], found["reprints"], found["retracted"]) == (
        "1.5 (a single case)", "1", "0",
    )  # fmt: skip
