"""What goes to the printing house and to authors is planned where it is named, and kept up to date where it is."""

import pytest

from journal.build.plan import Selection, plan
from journal.errors import JournalError
from journal.store import Store
from tests.journal.build.yard import ISSUE, TOML, Yard

BLOCK = f"exports/{ISSUE}/print/{ISSUE}.zh.pdf"
OFFPRINT = f"exports/{ISSUE}/offprints/marsh-ferry.en.pdf"


def planned(
    yard: Yard, *names: str, only: tuple[tuple[str, str | None], ...] = (), there: tuple[str, ...] = ()
) -> set[str]:
    selection = yard.select(*names, only=only)
    artifacts = plan(yard.read().snapshot, selection, Store(yard.cache), there=there).artifacts
    return {artifact.name for artifact in artifacts if artifact.name.startswith(("print-pdf", "offprint"))}


def test_a_build_of_everything_prints_nothing(yard: Yard) -> None:
    assert planned(yard) == set()


@pytest.mark.parametrize(
    ("names", "only", "expected"),
    [
        ((), ("print-pdf", None), {f"print-pdf:{ISSUE}.zh", f"print-pdf:{ISSUE}.en"}),
        ((ISSUE,), ("print-pdf", "en"), {f"print-pdf:{ISSUE}.en"}),
        ((ISSUE,), ("offprint", None), {f"offprint:{ISSUE}.zh", f"offprint:{ISSUE}.en"}),
        (("marsh-ferry",), ("offprint", None), {"offprint:marsh-ferry.en"}),
        (("marsh-ferry",), ("print-pdf", None), set()),
        ((ISSUE,), ("pdf", None), set()),
    ],
)
def test_what_is_named_is_made(
    yard: Yard, names: tuple[str, ...], only: tuple[str, str | None], expected: set[str]
) -> None:
    assert planned(yard, *names, only=(only,)) == expected


def test_what_was_made_is_kept_up_to_date(yard: Yard) -> None:
    assert planned(yard, there=(BLOCK,)) == {f"print-pdf:{ISSUE}.zh"}
    assert planned(yard, "marsh-ferry", there=(OFFPRINT,)) == {"offprint:marsh-ferry.en"}
    assert planned(yard, only=(("jats", None),), there=(BLOCK, OFFPRINT)) == set()


def test_the_settings_of_an_issue_are_read(yard: Yard) -> None:
    yard.edit(TOML, "volume = 2", "volume = 2\nindex = true")
    yard.edit(
        TOML,
        "[[waivers]]",
        '[[editions.en.fillers]]\nafter = "marsh-ferry"\ntext = "A ferry waits."\nsource = "Saying"\n\n[[waivers]]',
    )
    yard.edit("journal.toml", "[columns]", '[printing]\npaper = "0.08mm"\ncolour = "cmyk"\n\n[columns]')
    yard.edit("journal.toml", 'notes = "1"', 'notes = "1"\nstarts = "odd"\ninner = "22mm"\nouter = "18mm"')
    snapshot = yard.read().snapshot
    issue = snapshot.issues[0]
    (filler,) = issue.edition(snapshot.journal.languages[1]).fillers
    style = snapshot.journal.editions[1].style
    assert issue.index is True
    assert (filler.after, filler.text, filler.title, filler.source) == ("marsh-ferry", "A ferry waits.", "", "Saying")
    assert (style.starts, style.inner, style.outer) == ("odd", "22mm", "18mm")
    printing = snapshot.journal.printing
    assert (printing.paper, printing.cover, printing.bleed, printing.colour) == ("0.08mm", "0.25mm", "3mm", "cmyk")


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("journal.toml", 'notes = "1"', 'notes = "1"\ninner = "22mm"', "inner and outer are given together"),
        ("journal.toml", 'notes = "1"', 'notes = "1"\nstarts = "left"', "starts"),
        ("journal.toml", "[columns]", '[printing]\npaper = "thin"\n\n[columns]', "printing.paper"),
    ],
)
def test_wrong_settings_of_the_journal_say_where(yard: Yard, file: str, right: str, wrong: str, said: str) -> None:
    yard.edit(file, right, wrong)
    with pytest.raises(JournalError) as caught:
        yard.read()
    assert caught.value.exit == 1
    assert said in str(caught.value)


def test_a_filler_after_an_article_of_no_such_edition_is_an_error_of_the_issue(yard: Yard) -> None:
    yard.edit(TOML, "[[waivers]]", '[[editions.zh.fillers]]\nafter = "marsh-ferry"\ntext = "x"\n\n[[waivers]]')
    ((_, error),) = yard.read().unread
    assert "issue.toml" in str(error)
    assert "hao-bridge" in str(error)  # the one that is there


def test_selection_without_only_names_nothing() -> None:
    assert not Selection().names("print-pdf")
