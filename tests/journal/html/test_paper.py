"""Papers for others to see: on the letterhead of the journal, in a language that the house has them in."""

import os
from pathlib import Path

import pytest

from journal import folder
from journal.errors import BadFile
from journal.html.paper import paper_page
from journal.ids import Language
from journal.model import House, Journal

HOME = Path(__file__).parents[2] / "home"
FACTS = {"journal": "Ferry Review", "name": "A <b> C", "date": "1 March 2031", "year": 2031, "reports": 1}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Journal, House]:
    return folder.journal(HOME), folder.house(HOME, tmp_path_factory.mktemp("cache"), os.environ)


def test_a_language_without_a_template_gets_english(home: tuple[Journal, House]) -> None:
    page = paper_page(*home, "certificate", Language("fr"), FACTS)
    assert (
        "This is to certify that A &lt;b&gt; C served as a referee of Ferry Review in 2031 and completed 1 report."
        in page
    )
    assert ('<html lang="fr">' in page, "ISSN 0000-0000" in page, "渡口评论" in page) == (True, True, True)


def test_a_fact_that_a_template_lacks(home: tuple[Journal, House]) -> None:
    with pytest.raises(BadFile, match="reports"):
        paper_page(
            *home, "certificate", Language("en"), {name: fact for name, fact in FACTS.items() if name != "reports"}
        )
