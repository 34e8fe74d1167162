"""The real program on a fabricated home: run in this process, its answers as values."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cli

from .bureau import NOON, PEOPLE, Bureau

HOME = Path(__file__).parents[2] / "home"


@dataclass(frozen=True)
class Answer:
    """What the program said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)


Program = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of tests/home, in which a waiver names the rule that it waives."""
    copy = Path(shutil.copytree(HOME, tmp_path / "home"))
    toml = copy / "issues/2031-1/issue.toml"
    toml.write_text(toml.read_text("utf-8").replace("missing-keywords", "keywords-missing"), "utf-8")
    return copy


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the person's own environment, and one cache for all tests, since what it keeps is content-addressed."""
    for name in ("JOURNAL_HOME", "JOURNAL_SCHEMAS", "JOURNAL_ARCHIVE", "JOURNAL_FONTS", "JOURNAL_DEBUG", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOURNAL_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def journal(capsys: pytest.CaptureFixture[str]) -> Program:
    """`journal("check", "--allow-unchecked", home=home)`: in English, unless `lang` says otherwise."""

    def run(*arguments: object, home: Path | None = None, lang: str | None = "en", as_json: bool = False) -> Answer:
        before = [*(["--home", str(home)] if home else []), *(["--lang", lang] if lang else [])]
        before += ["--json"] if as_json else []
        capsys.readouterr()
        code = cli.run([*before, *map(str, arguments)])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return run


def edit(file: Path, right: str, wrong: str) -> None:
    """Put `wrong` where `right` stands first in a file."""
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")


@pytest.fixture
def bureau(journal: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """An office with its people, in which `--as` is taken at its word and time stands still."""
    for name in ("JOURNAL_DATABASE", "JOURNAL_FILES", "JOURNAL_SMTP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOURNAL_TRUST_AS", "1")
    made = Bureau(journal, home, monkeypatch, NOON.replace(year=2020))
    for login, (han, latin, roles) in PEOPLE.items():
        names = [f"--name=zh={han}"] * bool(han) + [f"--name=en={latin}"]
        given = [f"--role={role}" for role in roles]
        address = f"--email={login}@{login}.example.org"
        made.done("duanmu", "person", "add", *names, *given, address, f"--login={login}")
    made.now = NOON
    return made
