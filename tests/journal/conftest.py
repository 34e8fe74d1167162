"""The print shop that tests of pages share."""

import os

import pytest

from tests.journal.shop import Shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The sample home and a press; what takes long is made once for all of pytest's processes."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return Shop(shared / "cache", shared)
