"""The wheel is whole: installed by pip in a clean environment it makes a journal and builds it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {
        key: value for key, value in os.environ.items() if not key.startswith(("JOURNAL_", "PYTHON", "VIRTUAL_"))
    }
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=environ | more, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    made = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_it_holds_the_program_and_its_templates_and_no_issue(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    templates = {
        f"journal/templates/{path.relative_to(ROOT / 'templates')}" for path in (ROOT / "templates").rglob("*.*")
    }
    assert templates <= set(names)
    assert {"cli.py", "journal/py.typed"} <= set(names)
    assert [name for name in names if name.startswith(("issues/", "tests/", "benchmarks/"))] == []


@pytest.mark.slow
def test_installed_alone_it_makes_and_builds_a_journal(wheel: Path, tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path).returncode == 0
    python = tmp_path / "venv/bin/python"
    installed = run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    # The libraries are those of this environment: a test asks no registry. Its own link to the sources does not follow.
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).stdout.strip()
    )
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")

    program = tmp_path / "venv/bin/journal"
    made = run(program, "--lang", "en", "init", "mine", "--no-ask", cwd=tmp_path)
    assert (made.returncode, made.stderr.splitlines()[-1]) == (0, "journal: next: journal --home mine status")
    origin = run(python, "-c", "import journal; print(journal.__file__)", cwd=tmp_path).stdout
    assert origin.startswith(str(tmp_path))
    home = tmp_path / "mine"
    assert (home / "journal.toml").is_file()
    assert (home / "templates/house.toml").is_file()
    built = run(program, "--quiet", "build", cwd=home)
    assert (built.returncode, built.stderr) == (0, "")
    checked = run(program, "--quiet", "check", "--allow-unchecked", cwd=home)
    assert checked.returncode == 0, checked.stdout + checked.stderr
