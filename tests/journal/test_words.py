"""The house's tables of words: read by language, refused with their place where they cannot be used."""

import pytest

from journal.errors import BadFile
from journal.model import House
from journal.words import table


def house(text: str, name: str = "words/fr.toml") -> House:
    return House(templates=((name, text),))


def test_a_language_has_its_own_table_or_that_of_its_primary_language() -> None:
    given = house('[page]\nabstract = "Résumé"')
    assert table(given, "fr", "page") == table(given, "fr-CA", "page") == {"abstract": "Résumé"}
    assert table(given, "de", "page") == table(given, "fr", "labels") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[page]\nabstract = x", "templates/words/fr.toml:2: the table of words cannot be used"),
        ("abstract = 'Résumé'", "templates/words/fr.toml: .*abstract = 'Résumé'"),
        ("[page]\nabstract = 1", "page.abstract = 1"),
        ("[page]\nissue = 'n° {numero}'", "page.issue = 'n° {numero}'"),
        ("[page]\nissue = 'n° {number'", "page.issue"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        table(house(text), "fr", "page")
