"""An editor who wrote a manuscript reads nothing of its record, by whatever verb, and does to it what any author may."""

from pathlib import Path

import pytest

from journal.commands import manuscript as manuscripts
from journal.commands import proof as proofs
from journal.commands import review as reviews

from .bureau import Bureau

SECRETS = ("shentu", "申屠", "Shentu", "whitcombe", "Whitcombe", "意见若干", "只给编辑", "选题有意义", "贺兰的备注")
VERBS: dict[str, tuple[str, ...]] = {  # of those that name a manuscript
    "manuscript show": ("manuscript", "show", "{id}"),
    "manuscript history": ("manuscript", "history", "{id}"),
    "manuscript files": ("manuscript", "files", "{id}"),
    "manuscript file": ("manuscript", "file", "{id}", "other={text}"),
    "manuscript assign": ("manuscript", "assign", "{id}", "helan"),
    "manuscript decide": ("manuscript", "decide", "{id}", "to-second-reading"),
    "manuscript blind": ("manuscript", "blind", "{id}"),
    "manuscript note": ("manuscript", "note", "{id}", "x"),
    "manuscript tag": ("manuscript", "tag", "{id}", "x"),
    "manuscript item": ("manuscript", "item", "{id}", "quotations"),
    "manuscript consent": ("manuscript", "consent", "{id}", "zhongli"),
    "manuscript gate": ("manuscript", "gate", "{id}", "special-check", "--not-needed"),
    "manuscript similarity": (
        "manuscript",
        "similarity",
        "{id}",
        "--system",
        "x",
        "--date",
        "2031-01-01",
        "--total",
        "1",
    ),
    "manuscript compare": ("manuscript", "compare", "{id}"),
    "manuscript sheet": ("manuscript", "sheet", "{id}", "readings"),
    "manuscript article": ("manuscript", "article", "{id}"),
    "proof list": ("proof", "list", "{id}"),
    "proof send": ("proof", "send", "{id}"),
    "proof return": ("proof", "return", "{id}", "--corrections", "1"),
    "proof settle": ("proof", "settle", "{id}"),
    "proof count": ("proof", "count", "{id}", "--errors", "1", "--characters", "9000"),
    "proof ask": ("proof", "ask", "{id}", "是否有误？"),
    "proof correct": ("proof", "correct", "{id}", "--old", "渡口", "--new", "津渡"),
    "proof corrections": ("proof", "corrections", "{id}"),
    "proof decide": ("proof", "decide", "{id}", "1", "--accept"),
    "proof apply": ("proof", "apply", "{id}"),
    "proof compare": ("proof", "compare", "{id}"),
    "manuscript edit": ("manuscript", "edit", "{id}", "--author", "helan", "--note", "x"),
    "review take-back": ("review", "take-back", "{review}", "--note", "x"),
    "review list": ("review", "list", "{id}"),
    "review candidates": ("review", "candidates", "{id}", "law"),
    "review invite": ("review", "invite", "{id}", "linghu"),
    "review show": ("review", "show", "{review}"),
    "review respond": ("review", "respond", "{review}", "--decline"),
    "review submit": ("review", "submit", "{review}", "--recommendation", "accept", "--to-author", "x"),
    "review cancel": ("review", "cancel", "{review}"),
    "review rate": ("review", "rate", "{review}", "5"),
    "letter list": ("letter", "list", "{id}"),
    "letter show": ("letter", "show", "{letter}"),
    "letter preview": ("letter", "preview", "{letter}"),
    "letter send": ("letter", "send", "{letter}", "--dry-run"),
    "ledger show": ("ledger", "show", "--manuscript", "{id}"),
    "person conflict": ("person", "conflict", "shentu", "{id}", "--reason", "x"),
}
ELSEWHERE = {  # of no manuscript, or what its author may do; the rest of the verbs stands above
    "manuscript submit", "manuscript list", "manuscript revise", "manuscript withdraw", "manuscript workflow", "review form",
    "review remind", "review certificate", "proof approve",
}  # fmt: skip


@pytest.fixture
def own(bureau: Bureau) -> tuple[Bureau, dict[str, str]]:
    """A manuscript of the section editor zhongli, in review, with a report in."""
    id = bureau.in_review("zhongli")
    (first,) = bureau.reviewed(id, "shentu")
    bureau.invited(id, "whitcombe")
    bureau.done("helan", "manuscript", "note", id, "贺兰的备注")
    text = bureau.file("other.txt", "x")
    letters = bureau("wenren", "letter", "list", id, as_json=True).data
    letter = next(row["number"] for row in letters if "whitcombe" in row["to"])
    return bureau, {"id": id, "review": str(first), "text": str(text), "letter": str(letter)}


def test_every_verb_is_tried() -> None:
    known = {f"manuscript {name}" for name in manuscripts.manuscript.commands}
    known |= {f"review {name}" for name in reviews.review.commands}
    known |= {f"proof {name}" for name in proofs.proof.commands}
    assert known <= set(VERBS) | ELSEWHERE


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["zhongli"])
def test_the_record_is_closed_to_its_author(own: tuple[Bureau, dict[str, str]], name: str, verb: str) -> None:
    bureau, names = own
    arguments = [one.format(**names) for one in VERBS[verb]]
    assert bureau.refused(name, *arguments)[0] == "OwnPaper"
    for lang in ("zh", "en"):
        answer = bureau(name, *arguments, lang=lang)
        assert [one for one in SECRETS if one in (answer.out + answer.err)] == []


def test_no_list_tells_of_it(own: tuple[Bureau, dict[str, str]]) -> None:
    bureau, names = own
    for command in (
        ("manuscript", "list", "--all"),
        ("review", "list", "--all"),
        ("letter", "list", "--all"),
        ("ledger", "show", "--last", "1000"),
        ("review", "remind", "--dry-run"),
        ("letter", "remind", "--dry-run"),
        ("letter", "send", "--dry-run"),
        ("status",),
    ):
        seen, closed = bureau("wenren", *command, as_json=True), bureau("zhongli", *command, as_json=True)
        assert (seen.code, closed.code) == (0, 0)
        about = [row for row in closed.data if names["id"] in str(row) and "zhongli" not in str(row).casefold()]
        assert (command, about) == (command, [])
        assert [one for one in SECRETS if one in closed.out and "person" not in closed.out] == []


def test_nor_does_an_export(own: tuple[Bureau, dict[str, str]], tmp_path: Path) -> None:
    bureau, _ = own
    assert bureau.refused("zhongli", "ledger", "export")[0] == "OthersOnly"
    assert bureau.refused("zhongli", "office", "export", tmp_path / "out")[0] == "OthersOnly"
    assert bureau.refused("zhongli", "review", "certificate", "shentu", "--year", "2031")[0] == "OthersOnly"
    assert bureau("wenren", "ledger", "export").code == 0


def test_whoever_acts_for_another_stays_an_author(own: tuple[Bureau, dict[str, str]], tmp_path: Path) -> None:
    bureau, names = own
    from journal.office import access
    from journal.office.people import Who
    from journal.office.records import instant, opened

    office = opened(f"sqlite:///{bureau.home / 'office.db'}")
    with office.read() as books:
        author, chief = (books.one("person", login=login)["id"] for login in ("zhongli", "duanmu"))  # type: ignore[index]
        for who in (Who(author, chief), Who(chief, author)):
            with pytest.raises(access.OwnPaper):
                access.opened(books, who, names["id"], instant(bureau.now))
    office.close()


def test_what_an_author_may_do_all_the_same(own: tuple[Bureau, dict[str, str]]) -> None:
    bureau, names = own
    answer = bureau("zhongli", "manuscript", "withdraw", names["id"], as_json=True)
    assert [(step["kind"], step["data"]) for step in answer.data if step["what"] == "event"] == [("withdraw", {})]
    assert [one for one in SECRETS if one in answer.out] == []
    assert bureau.show("wenren", names["id"])["state"]["en"] == "withdrawn"
