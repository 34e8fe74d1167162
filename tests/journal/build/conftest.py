"""Homes to build in, empty and built."""

import os
import shutil
from pathlib import Path

import pytest

from journal import folder
from journal.model import House
from tests.journal.build.yard import ROOT, Yard

HOME = ROOT / "tests/home"


def copied(folder: Path) -> Path:
    """A copy of tests/home in `folder`, without what somebody may have built in it."""
    ignored = shutil.ignore_patterns(".cache", "out", "archive")
    return Path(shutil.copytree(HOME, folder / "home", ignore=ignored))


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    """A copy of tests/home without a house: for what is not laid out."""
    return Yard(copied(tmp_path))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The house style, read once; its faces are cut once too, when the first page of this process is laid out."""
    known = {name: os.environ[name] for name in ("HOME", "JOURNAL_FONTS") if name in os.environ}
    return folder.house(ROOT, tmp_path_factory.mktemp("house"), known)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, house: House) -> Yard:
    """A home with all that is made of it; not to be changed."""
    yard = Yard(copied(tmp_path_factory.mktemp("built")), house)
    assert yard.build().failures == []
    return yard


@pytest.fixture
def printed(tmp_path: Path, built: Yard) -> Yard:
    """A copy of a home with all that is made of it."""
    copy = shutil.copytree(built.home, tmp_path / "home", ignore=shutil.ignore_patterns("fonts"))
    return Yard(Path(copy), built.house)


@pytest.fixture
def unprinted(tmp_path: Path, house: House) -> Yard:
    """A home with its house, of which nothing was made."""
    return Yard(copied(tmp_path), house)
