"""The authorities' schemas and samples, where they are at hand; every test that wants them skips here, in one line."""

import os
from pathlib import Path

import pytest


def schemas() -> Path:
    """The folder of the official schemas."""
    named = os.environ.get("JOURNAL_SCHEMAS")
    return Path(named) if named else pytest.skip("JOURNAL_SCHEMAS names no folder with the official schemas")


def jats_samples() -> list[Path]:
    """Articles that others wrote."""
    named = os.environ.get("JOURNAL_SAMPLES")
    return (
        sorted(Path(named).glob("jats/*.xml")) if named else pytest.skip("JOURNAL_SAMPLES names no folder with samples")
    )
