"""What is found by what somebody types."""

import pytest

from journal.office.search import findable, folded


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("du kou", "渡口的权利"),
        ("dukou", "渡口的权利"),
        ("渡口", "渡口的权利"),
        ("Lv", "吕"),
        ("émile", "Emile"),
        ("ＡＢＣ", "abc"),
        ("𠮷", "𠮷田"),
        ("right  to", "The Right to the Ferry"),
    ],
)
def test_found(typed: str, text: str) -> None:
    assert folded(typed) in findable(text)


def test_not_found() -> None:
    assert folded("dukoo") not in findable("渡口的权利")
    assert findable("", "") == ""
