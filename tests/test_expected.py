"""The golden files themselves: written, compared, and deleted when no test asks for them."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TEST = """
import pytest

@pytest.mark.parametrize("name", ["a.txt", "b.bin"])
def test_product(expected, name):
    expected(name, {"a.txt": "郝明渡\\r\\n".encode(), "b.bin": bytes(range(256))}[name])
"""
FOLDER = "tests/expected/outputs/test_product"


@pytest.fixture
def goldens(pytester: pytest.Pytester) -> Path:
    """A project of one test file, with the golden files of the test and some more."""
    made = {
        "pytest.ini": "[pytest]\naddopts = --import-mode=importlib\n",
        "tests/conftest.py": (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"),
        "tests/outputs/test_product.py": TEST,
        f"{FOLDER}/a.txt": "old",
        f"{FOLDER}/unused/c.txt": "c",
        "tests/expected/outputs/test_gone/d.txt": "d",
        "tests/expected/outputs/README.md": "not a test's",
    }
    for name, text in made.items():
        file = pytester.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return pytester.path / "tests/expected"


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_what_differs_or_is_missing_fails_and_changes_nothing(pytester: pytest.Pytester, goldens: Path) -> None:
    before = files(goldens)
    run(pytester).assert_outcomes(failed=2)
    assert files(goldens) == before


def test_update_writes_deletes_what_is_unused_and_passes_then(pytester: pytest.Pytester, goldens: Path) -> None:
    run(pytester, "--update-expected").assert_outcomes(passed=2)
    assert files(goldens) == {"outputs/test_product/a.txt", "outputs/test_product/b.bin", "outputs/README.md"}
    assert (goldens / "outputs/test_product/a.txt").read_bytes() == "郝明渡\r\n".encode()
    assert (goldens / "outputs/test_product/b.bin").read_bytes() == bytes(range(256))
    assert not (goldens / "outputs/test_gone").exists()
    run(pytester).assert_outcomes(passed=2)


@pytest.mark.parametrize("chosen", [("-k", "a.txt"), ("tests/outputs/test_product.py::test_product[a.txt]",)])
def test_one_test_alone_deletes_nothing_of_the_others(
    pytester: pytest.Pytester, goldens: Path, chosen: tuple[str, ...]
) -> None:
    run(pytester, "--update-expected", *chosen).assert_outcomes(passed=1, deselected=1 if chosen[0] == "-k" else 0)
    assert "outputs/test_product/unused/c.txt" in files(goldens)
