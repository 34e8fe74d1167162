import shutil
from pathlib import Path

import pytest

from journal import folder
from journal.errors import NoHome
from journal.ids import ArticleId, IssueId


def test_the_home_is_the_nearest_folder_upward(home: Path) -> None:
    deep = home / "issues/2031-1/hao-bridge"
    assert folder.home(deep, None, {}) == home.resolve()
    assert folder.home(home, None, {}) == home.resolve()


def test_a_named_home_goes_before_the_environment_and_that_before_the_nearest(home: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(home, tmp_path / "other"))
    third = Path(shutil.copytree(home, tmp_path / "third"))
    environ = {"JOURNAL_HOME": str(other)}
    assert folder.home(home, None, environ) == other
    assert folder.home(home, third, environ) == third
    assert folder.home(tmp_path, "third", environ) == third


@pytest.mark.parametrize(("given", "environ"), [(None, {}), ("issues", {}), (None, {"JOURNAL_HOME": "issues"})])
def test_no_home_is_refused(tmp_path: Path, home: Path, given: str | None, environ: dict[str, str]) -> None:
    """A folder that somebody names is the home itself: nothing above it is."""
    start = home if given or environ else tmp_path
    with pytest.raises(NoHome) as caught:
        folder.home(start, given, environ)
    assert (caught.value.exit, caught.value.start) == (3, str(start / (given or environ.get("JOURNAL_HOME", ""))))


def test_the_cache_is_in_the_home_unless_the_environment_says_otherwise(home: Path) -> None:
    assert folder.cache(home, {}) == home / ".cache"
    assert folder.cache(home, {"JOURNAL_CACHE": "/var/cache/journal"}) == Path("/var/cache/journal")


def test_issues_and_articles_are_their_folders(home: Path) -> None:
    (home / "issues/forthcoming/new-lock").mkdir(parents=True)
    (home / "issues/.git/objects").mkdir(parents=True)
    (home / "issues/2031-1/hao-bridge/v1").mkdir()
    (home / "issues/README").touch()
    assert folder.issue_ids(home) == (IssueId("2031-1"),)
    assert folder.article_folders(home) == {
        ArticleId("hao-bridge"): "2031-1",
        ArticleId("marsh-ferry"): "2031-1",
        ArticleId("new-lock"): "forthcoming",
    }


def test_a_home_without_issues_has_none(home: Path) -> None:
    shutil.rmtree(home / "issues")
    assert (folder.issue_ids(home), folder.article_folders(home)) == ((), {})


def test_two_articles_with_one_id_are_refused(home: Path) -> None:
    (home / "issues/2031-2/hao-bridge").mkdir(parents=True)
    with pytest.raises(folder.SameId) as caught:
        folder.article_folders(home)
    assert (caught.value.exit, str(caught.value)) == (
        3,
        "Two articles have one id, “hao-bridge”: issues/2031-1/hao-bridge and issues/2031-2/hao-bridge. "
        "Rename the folder of the one that is not published yet, or remove the spare copy.",
    )


@pytest.mark.parametrize("name", ["2031-1/Hao Bridge", "2031-1/桥", "Issue 2", "forthcoming/a--"])
def test_a_folder_that_can_be_no_id_is_passed_over_and_named(home: Path, name: str) -> None:
    before = folder.issue_ids(home), folder.article_folders(home)
    (home / "issues" / name).mkdir(parents=True)
    assert (folder.issue_ids(home), folder.article_folders(home)) == before
    ((stray, error),) = folder.strays(home).items()
    assert (stray, error.exit, error.place.file) == (name, 1, f"issues/{name}")
    assert name.rpartition("/")[2] in str(error)


def test_a_folder_whose_name_holds_a_path_is_refused(home: Path) -> None:
    (home / "issues/2031-1/a..b").mkdir()
    with pytest.raises(folder.UnsafeId) as caught:
        folder.article_folders(home)
    assert caught.value.exit == 3


def test_an_issue_that_is_a_link_out_of_the_home_is_refused(home: Path, tmp_path: Path) -> None:
    shutil.move(home / "issues/2031-1", tmp_path / "elsewhere")
    (home / "issues/2031-1").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(folder.OutsideFolder) as caught:
        folder.article_folders(home)
    assert (caught.value.exit, caught.value.name, caught.value.folder) == (3, "2031-1", "issues")


@pytest.mark.parametrize("name", ["../li-water", "a/b", "a\\b", "..", "/etc/passwd"])
def test_an_id_that_holds_a_path_is_refused(name: str) -> None:
    with pytest.raises(folder.UnsafeId) as caught:
        folder.article_id(name)
    assert (caught.value.exit, caught.value.id) == (3, name)
