"""What makes the bytes beside the facts: every module that takes part, and every version."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journal import toolchain

ROOT = Path(__file__).parents[2]
TAKING_PART = """
import importlib, pkgutil, sys
from journal import outputs
for found in pkgutil.walk_packages(outputs.__path__, "journal.outputs."):
    importlib.import_module(found.name)
import journal.layout.document, journal.layout.engine
print(*(module.__file__ for name, module in sorted(sys.modules.items()) if name.startswith("journal.")))
"""
ALSO = {"folder"}  # reads the facts that are in the key; of it, products only use what writes files


def run(code: str, package: Path) -> str:
    """What a program prints that imports the package in this folder."""
    command = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(package)!r})\n{code}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=package, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_versions_are_named_and_sorted_and_make_the_fingerprint() -> None:
    versions = toolchain.versions()
    assert list(versions) == sorted(versions)
    assert {*toolchain.PACKAGES, *toolchain.LIBRARIES, "python", "journal"} == {name for name, _ in versions}
    assert {name for name, version in versions if version == "absent"} <= {"pyphen", "ziamath"}
    assert len(toolchain.fingerprint()) == 64


@pytest.mark.slow
def test_every_module_that_takes_part_in_making_is_in_the_digest() -> None:
    package = ROOT / "journal"
    digested = {path for part in toolchain.MAKERS for path in package.glob(part)}
    used = {Path(file) for file in run(TAKING_PART, ROOT).split()}
    assert len(used) > 30
    assert {path.relative_to(package).parts[0] for path in used - digested} <= ALSO


@pytest.mark.slow
def test_a_changed_line_of_a_maker_is_another_toolchain_and_one_of_a_command_is_not(tmp_path: Path) -> None:
    copy = shutil.copytree(ROOT / "journal", tmp_path / "journal", ignore=shutil.ignore_patterns("__pycache__"))
    ask = "from journal import toolchain; print(toolchain.fingerprint())"
    before = run(ask, tmp_path)
    for file, same in (
        ("commands/build.py", True),
        ("outputs/csl.py", False),
        ("jats/stamp.py", False),
        ("names.py", False),
    ):
        whole = (copy / file).read_text("utf-8")
        (copy / file).write_text(whole + "# another line\n", "utf-8")
        assert (run(ask, tmp_path) == before) is same, file
        (copy / file).write_text(whole, "utf-8")
    assert run(ask, tmp_path) == before == run(ask, ROOT)
