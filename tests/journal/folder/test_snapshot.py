import datetime as dt
import shutil
from pathlib import Path

import pytest

from journal import folder
from journal.errors import JournalError, Level, Place
from journal.folder import lock
from journal.folder.files import sha256
from journal.ids import ArticleId, IssueId, Language
from journal.model import ByLanguage, House, Issue, IssueEdition, Lock, LockedArticle, LockedPages, Media, Slot

ZH, EN = Language("zh"), Language("en")
BRIDGE, FERRY = ArticleId("hao-bridge"), ArticleId("marsh-ferry")
ISSUE = "issues/2031-1"
CHANGED = dt.datetime(2031, 1, 15, tzinfo=dt.UTC)


def read(home: Path) -> folder.Reading:
    return folder.read(home, {}, with_house=False)


def digest(home: Path, file: str) -> str:
    return sha256((home / file).read_bytes())


def locked(home: Path, last: int = 3) -> Lock:
    """A lock that fits the home."""
    return Lock(
        CHANGED,
        "a toolchain",
        (
            LockedArticle(
                BRIDGE,
                digest(home, f"{ISSUE}/hao-bridge/article.xml"),
                None,
                dt.date(2031, 1, 15),
                pages=ByLanguage(((EN, LockedPages(1, 2)), (ZH, LockedPages(1, last)))),
            ),
            LockedArticle(
                FERRY,
                digest(home, f"{ISSUE}/marsh-ferry/article.xml"),
                None,
                dt.date(2031, 1, 15),
                pages=ByLanguage(((EN, LockedPages(3, last)),)),
                media=(Media("figure-1.svg", digest(home, f"{ISSUE}/marsh-ferry/figure-1.svg")),),
            ),
        ),
    )


def test_the_whole_home_is_read(home: Path) -> None:
    reading = read(home)
    snapshot = reading.snapshot
    assert snapshot.journal == folder.journal(home)
    assert snapshot.house == House()
    assert snapshot.issues == (
        Issue(
            id=IssueId("2031-1"),
            year=2031,
            number="1",
            date=dt.date(2031, 1, 15),
            volume=2,
            editions=(
                IssueEdition(ZH, 1, (Slot("articles", BRIDGE),)),
                IssueEdition(EN, 1, (Slot("articles", BRIDGE), Slot("articles", FERRY))),
            ),
            waivers=(("missing-keywords", "marsh-ferry", "札记不设关键词 a note has no keywords"),),
        ),
    )
    assert [(one.id, one.path, one.digest, one.full_text, one.media) for one in snapshot.articles] == [
        (BRIDGE, f"{ISSUE}/hao-bridge/article.xml", digest(home, f"{ISSUE}/hao-bridge/article.xml"), (ZH, EN), ()),
        (
            FERRY,
            f"{ISSUE}/marsh-ferry/article.xml",
            digest(home, f"{ISSUE}/marsh-ferry/article.xml"),
            (EN,),
            (Media("figure-1.svg", digest(home, f"{ISSUE}/marsh-ferry/figure-1.svg")),),
        ),
    ]
    assert (snapshot.forthcoming, snapshot.online) == ((), None)
    assert (reading.findings, reading.failed, reading.unread, reading.mismatches) == ((), (), (), ())


def test_reading_twice_gives_equal_facts(home: Path) -> None:
    assert read(home) == read(home)


def test_an_article_that_cannot_be_read_stands_aside_and_the_rest_is_read(home: Path) -> None:
    file = f"{ISSUE}/hao-bridge/article.xml"
    (home / file).write_text("<article>\n<front>\n</article>")
    reading = read(home)
    assert [article.id for article in reading.snapshot.articles] == [FERRY]
    assert [id for id, _ in reading.failed] == [BRIDGE]
    failure = reading.failure(BRIDGE)
    assert failure is not None
    assert (failure.exit, str(failure).split(": ")[0].split(" ")[0]) == (1, f"{file}:3")
    assert reading.failure(FERRY) is None


def test_an_article_folder_without_article_is_a_failure_too(home: Path) -> None:
    (home / f"{ISSUE}/hao-bridge/article.xml").unlink()
    assert str(read(home).failure(BRIDGE)) == (
        f"{ISSUE}/hao-bridge/article.xml: cannot be read (No such file or directory). "
        "See that the file exists and may be read."
    )


def spoil_nothing_there(folder: Path) -> None:
    (folder / "figure-1.svg").unlink()


def spoil_another_kind(folder: Path) -> None:
    (folder / "figure-1.svg").write_bytes(b"\x89PNG\r\n\x1a\n")


def spoil_a_link_out(folder: Path) -> None:
    (folder / "figure-1.svg").unlink()
    (folder / "figure-1.svg").symlink_to("/etc/hostname")


def spoil_a_path_out(folder: Path) -> None:
    text = (folder / "article.xml").read_text()
    (folder / "article.xml").write_text(text.replace("figure-1.svg", "../../../journal.toml"))


XML = f"{ISSUE}/marsh-ferry/article.xml"


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (spoil_nothing_there, 1, f"{XML}:32: there is no file {ISSUE}/marsh-ferry/figure-1.svg. Put it into the article's folder, or correct the name."),
        (spoil_another_kind, 1, f"{XML}:32: the file figure-1.svg is no svg, whatever its name says. Replace the file, or name it what it is."),
        (spoil_a_link_out, 3, f"{XML}:32: “figure-1.svg” leads out of the folder {ISSUE}/marsh-ferry and is refused. Put the file into that folder and name it from there."),
        (spoil_a_path_out, 3, f"{XML}:32: “../../../journal.toml” leads out of the folder {ISSUE}/marsh-ferry and is refused. Put the file into that folder and name it from there."),
    ],
)  # fmt: skip
def test_a_file_that_an_article_names_is_in_its_folder_and_what_it_says(
    home: Path, spoil: object, code: int, said: str
) -> None:
    assert callable(spoil)
    spoil(home / ISSUE / "marsh-ferry")
    failure = read(home).failure(FERRY)
    assert failure is not None
    assert (failure.exit, str(failure)) == (code, said)


# ---------------------------------------------------------------- locks


def test_a_lock_that_fits_says_nothing(home: Path) -> None:
    lock.write(home, "2031-1", locked(home))
    reading = read(home)
    assert reading.snapshot.issues[0].lock == locked(home)
    assert (reading.findings, reading.mismatches) == ((), ())
    reading.insist_on_locks()


def change_a_byte(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"</svg>", b"</svg >").replace(b"</article>", b"</article >"))


def remove(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("spoil", [change_a_byte, remove])
@pytest.mark.parametrize("name", ["hao-bridge/article.xml", "marsh-ferry/figure-1.svg"])
def test_a_published_file_that_is_not_what_was_published_is_refused(home: Path, spoil: object, name: str) -> None:
    lock.write(home, "2031-1", locked(home))
    assert callable(spoil)
    spoil(home / ISSUE / name)
    reading = read(home)
    file = f"{ISSUE}/{name}"
    said = (
        f"{file} is not what was published (see {ISSUE}/issue.lock.json). "
        f"Restore it with: git checkout -- {file}. What is published is not changed in place."
    )
    assert [str(mismatch) for mismatch in reading.mismatches] == [said]
    assert [(one.rule, one.level, one.place) for one in reading.findings] == [("lock", Level.ERROR, Place(file))]
    with pytest.raises(folder.LockMismatch) as caught:
        reading.insist_on_locks()
    assert (caught.value.exit, str(caught.value)) == (3, said)


def test_an_article_online_first_keeps_its_lock_when_it_moves_to_its_issue(home: Path) -> None:
    (home / "issues/forthcoming").mkdir()
    shutil.copytree(home / ISSUE / "hao-bridge", home / "issues/forthcoming/new-bridge")
    online = Lock(
        CHANGED,
        "a toolchain",
        (
            LockedArticle(
                ArticleId("new-bridge"),
                digest(home, f"{ISSUE}/hao-bridge/article.xml"),
                None,
                dt.date(2031, 2, 1),
                dt.date(2031, 2, 1),
            ),
        ),
    )
    lock.write(home, "forthcoming", online)
    reading = read(home)
    assert (reading.snapshot.forthcoming, reading.snapshot.online) == ((ArticleId("new-bridge"),), online)
    assert reading.mismatches == ()
    shutil.move(home / "issues/forthcoming/new-bridge", home / ISSUE / "new-bridge")
    moved = read(home)
    assert (moved.snapshot.forthcoming, moved.snapshot.online, moved.mismatches) == ((), online, ())


# ---------------------------------------------------------------- page numbers that run on


@pytest.fixture
def second(home: Path) -> Path:
    """A second issue of the year, which does not say where it starts."""
    (home / "issues/2031-2").mkdir()
    (home / "issues/2031-2/issue.toml").write_text(
        'year = 2031\nnumber = "2"\ndate = 2031-04-15\n[editions.zh]\n[editions.en]\n'
    )
    return home


def starts(home: Path) -> list[int]:
    return [edition.start for edition in read(home).snapshot.issues[1].editions]


@pytest.mark.parametrize(("last", "start"), [(3, 5), (4, 5), (640, 641)])
def test_pages_run_on_from_the_lock_of_the_issue_before_to_a_right_hand_page(
    second: Path, last: int, start: int
) -> None:
    lock.write(second, "2031-1", locked(second, last))
    assert starts(second) == [start, start]


def test_while_the_issue_before_is_not_published_pages_start_at_1_and_this_is_noted(second: Path) -> None:
    assert starts(second) == [1, 1]
    file = "issues/2031-2/issue.toml"
    assert [(one.rule, one.level, one.place) for one in read(second).findings] == [
        ("start", Level.NOTE, Place(file, 0, "editions.zh")),
        ("start", Level.NOTE, Place(file, 0, "editions.en")),
    ]


def test_a_new_year_and_an_edition_that_does_not_run_on_start_at_1(second: Path) -> None:
    lock.write(second, "2031-1", locked(second))
    file = second / "journal.toml"
    head, english = file.read_text().split("[editions.en]")
    file.write_text(head + "[editions.en]" + english.replace('pages = "year"', 'pages = "issue"'))
    assert starts(second) == [5, 1]
    shutil.move(second / "issues/2031-2", second / "issues/2032-1")
    toml = second / "issues/2032-1/issue.toml"
    toml.write_text(toml.read_text().replace("2031", "2032").replace('"2"', '"1"'))
    assert starts(second) == [1, 1]


# ---------------------------------------------------------------- more than two languages


def test_a_journal_may_have_any_number_of_languages(home: Path) -> None:
    file = home / "journal.toml"
    text = file.read_text()
    for tag, more in {"fr": "Le Bac", "bo": "གྲུ་ཁ།"}.items():
        text = text.replace('en = "Ferry ', f'{tag} = "{more}"\nen = "Ferry ').replace(
            'en = "The Author(s)"', f'{tag} = "{more}"\nen = "The Author(s)"'
        )
        text = text.replace(", en = ", f', {tag} = "{more}", en = ').replace(
            "[columns]", f'[editions.{tag}]\ntitle = "{more}"\nissn = "0000-0027"\n\n[columns]'
        )
    file.write_text(text)
    journal = read(home).snapshot.journal
    assert journal.languages == ("zh", "en", "fr", "bo")
    assert journal.titles[Language("bo")] == "གྲུ་ཁ།"
    assert journal.column("notes").titles[Language("fr")] == "Le Bac"


# ---------------------------------------------------------------- issues that cannot be read


def test_a_bad_issue_file_stands_aside_and_the_rest_is_read(second: Path) -> None:
    (second / ISSUE / "issue.toml").write_text("year = ")
    reading = read(second)
    assert [issue.id for issue in reading.snapshot.issues] == ["2031-2"]
    ((id, error),) = reading.unread_issues
    assert (id, error.exit, str(error).split(" ")[0]) == (IssueId("2031-1"), 1, f"{ISSUE}/issue.toml:1:")
    assert [reading.obstacle(article) for article in reading.snapshot.articles] == [error, error]
    assert reading.failed == ()


def test_a_bad_lock_and_a_missing_issue_file_stand_aside_too(home: Path) -> None:
    (home / "issues/2031-3").mkdir()
    (home / ISSUE / "issue.lock.json").write_text("{")
    assert [(id, str(error).split(":")[0]) for id, error in read(home).unread] == [
        ("2031-1", f"{ISSUE}/issue.lock.json"),
        ("2031-3", "issues/2031-3/issue.toml"),
    ]


def test_a_stray_folder_is_told_beside_what_is_read(home: Path) -> None:
    (home / "issues/Old Stuff/hao-bridge").mkdir(parents=True)
    reading = read(home)
    assert [(name, str(error.message.en).split(":")[0]) for name, error in reading.unread] == [
        ("Old Stuff", "issues/Old Stuff")
    ]
    assert (reading.unread_issues, len(reading.snapshot.articles)) == ((), 2)


def test_pages_do_not_run_on_past_an_issue_that_cannot_be_read(second: Path) -> None:
    third = second / "issues/2031-3"
    shutil.copytree(second / "issues/2031-2", third)
    (third / "issue.toml").write_text(
        'year = 2031\nnumber = "3"\ndate = 2031-07-15\n[editions.zh]\n[editions.en]\nstart = 99\n'
    )
    lock.write(second, "2031-1", locked(second))
    (second / "issues/2031-2/issue.toml").write_text("")
    reading = read(second)
    assert [edition.start for edition in reading.snapshot.issue(IssueId("2031-3")).editions] == [1, 99]
    assert [(one.rule, one.place.file) for one in reading.findings] == [("start", "issues/2031-3/issue.toml")]


def test_a_bad_journal_file_and_an_id_that_holds_a_path_are_raised(home: Path) -> None:
    toml = home / ISSUE / "issue.toml"
    toml.write_text(toml.read_text().replace('"hao-bridge"', '"../hao-bridge"'))
    with pytest.raises(folder.UnsafeId):
        read(home)
    (home / "journal.toml").write_text("format = ")
    with pytest.raises(JournalError) as caught:
        read(home)
    assert (caught.value.exit, str(caught.value).split(" ")[0]) == (1, "journal.toml:1:")
