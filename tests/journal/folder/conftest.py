"""A home to read and to spoil: the fabricated journal of tests/home, copied for each test."""

import shutil
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2] / "home"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of tests/home."""
    return Path(shutil.copytree(HOME, tmp_path / "home"))
