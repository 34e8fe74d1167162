"""Articles listed and shown, and the names of their authors."""

from pathlib import Path

from journal.names import Convention

from .conftest import Program


def test_list(journal: Program, home: Path) -> None:
    rows = journal("article", "list", home=home, as_json=True).data
    assert [(row["article"], row["folder"], row["texts"]) for row in rows] == [
        ("hao-bridge", "2031-1", ["zh", "en"]),
        ("marsh-ferry", "2031-1", ["en"]),
    ]


def test_list_names_what_cannot_be_read(journal: Program, home: Path) -> None:
    (home / "issues/2031-1/hao-bridge/article.xml").write_bytes("<article>人".encode("gbk"))
    answer = journal("article", "list", home=home)
    assert (answer.code, answer.out.splitlines()[1].split()) == (0, ["hao-bridge", "2031-1", "cannot", "be", "read"])


def test_show(journal: Program, home: Path) -> None:
    data = journal("article", "show", "marsh-ferry", home=home, as_json=True).data
    assert (data["article"], data["doi"], data["media"]) == ("marsh-ferry", "10.5555/ferry.2031.0002", ["figure-1.svg"])
    assert data["places"] == [{"issue": "2031-1", "edition": "en", "column": "articles", "first": None, "last": None}]
    assert (data["published"], data["online"]) == (None, None)


def test_show_of_what_cannot_be_read_says_why(journal: Program, home: Path) -> None:
    (home / "issues/2031-1/hao-bridge/article.xml").write_text("<article>\n<")
    answer = journal("article", "show", "hao-bridge", home=home, as_json=True)
    assert (answer.code, answer.data["error"]) == (1, "BadFile")
    assert answer.data["message"].startswith("issues/2031-1/hao-bridge/article.xml:2")


def test_names_by_every_convention(journal: Program, home: Path) -> None:
    rows = journal("article", "names", "hao-bridge", home=home, as_json=True).data
    first = {row["convention"]: row["name"] for row in rows if row["person"] == rows[0]["person"]}
    assert first == {
        "native": "郝明渡",
        "spaced": "郝明渡",
        "transcribed": "郝明渡",
        "family-first": "Hao Mingdu",
        "capitals": "HAO Mingdu",
        "given-first": "Mingdu Hao",
        "inverted": "Hao, Mingdu",
        "initials": "Hao, M.",
        "pinyin-key": "hao3 ming2 du4 郝明渡",
    }
    assert list(first) == [convention.value for convention in Convention]
