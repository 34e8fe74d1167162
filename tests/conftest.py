"""Golden files: what a product's bytes are compared with, read by eye when `--update-expected` changes them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
EXPECTED = "expected"
ASKED = pytest.StashKey[dict[Path, set[Path]]]()  # folder of a test file's golden files → those its tests asked for


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-expected",
        action="store_true",
        help="write the golden files of the tests that run, and delete those that no test asks for",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ASKED] = {}
    if config.getoption("--update-expected") and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("--update-expected must see all tests: run it without -n")


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """`expected(name, data)`: the bytes are those of tests/expected/<test file>/<name>."""
    folder = _folder(request.config, request.path)
    asked = request.config.stash[ASKED].setdefault(folder, set())
    update = request.config.getoption("--update-expected")

    def compare(name: str, data: bytes) -> None:
        golden = folder / name
        asked.add(golden)
        if update:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(data)
            return
        assert golden.is_file(), f"{golden} is missing; write it with --update-expected and read it"
        assert _readable(data) == _readable(golden.read_bytes())

    return compare


def _folder(config: pytest.Config, test: Path) -> Path:
    tests = config.rootpath / TESTS.name
    return tests / EXPECTED / test.relative_to(tests).with_suffix("")


def _readable(data: bytes) -> str | bytes:
    """Text where it is text, for the sake of a difference that can be read."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


# ---------------------------------------------------------------- golden files that nobody asks for


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        _let_be(item.config, item.path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[pytest.TestReport]:
    report = yield
    if report.skipped:
        _let_be(item.config, item.path)
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if not config.getoption("--update-expected") or exitstatus != pytest.ExitCode.OK:
        return
    for argument in config.args:  # one test alone says nothing about the files of the others
        if "::" in argument:
            _let_be(config, Path(argument.split("::")[0]).resolve())
    for folder, asked in config.stash[ASKED].items():
        _delete_unasked(folder, asked)
    for folder in _without_test(config.rootpath / TESTS.name):
        _delete_unasked(folder, set())


def _let_be(config: pytest.Config, test: Path) -> None:
    """Not all tests of this file ran, so nothing is known of the golden files that they did not ask for."""
    folder = _folder(config, test)
    config.stash[ASKED].setdefault(folder, set()).update(folder.rglob("*"))


def _without_test(tests: Path) -> Iterator[Path]:
    """The folders whose test file is gone."""
    for folder in (tests / EXPECTED).rglob("test_*"):
        relative = folder.relative_to(tests / EXPECTED)
        if folder.is_dir() and not (tests / relative).with_suffix(".py").exists():
            yield folder


def _delete_unasked(folder: Path, asked: set[Path]) -> None:
    for file in [found for found in folder.rglob("*") if found.is_file()]:
        if file not in asked:
            file.unlink()
    for empty in sorted((found for found in (folder, *folder.rglob("*")) if found.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            empty.rmdir()
