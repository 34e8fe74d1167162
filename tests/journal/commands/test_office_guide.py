"""The editor's guide is true: its commands run in order on a fresh home, and print what it says they print."""

import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .conftest import Program

DOCS = Path(__file__).parents[3] / "docs"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Command:
    """A line to type, and what the guide shows of its answer."""

    line: str
    shown: list[str] = field(default_factory=list)


def steps(page: str) -> list[Command | tuple[str, str]]:
    """The commands of a page and the files between them, in order."""
    found: list[Command | tuple[str, str]] = []
    for block in BLOCK.finditer(page):
        if block["file"]:
            found.append((block["file"], block["text"]))
        for line in block["text"].splitlines() if block["kind"] == "console" else ():
            if line.startswith("$ "):
                found.append(Command(line[2:]))
            elif isinstance(found[-1], Command):
                found[-1].shown.append(line)
    return found


def matches(shown: str, said: str) -> bool:
    """Whether a line that the guide shows, shortened with …, is one of those that were said."""
    pattern = ".*".join(map(re.escape, shown.split("…")))
    return any(re.fullmatch(pattern, line) for line in said.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize(("page", "lang"), [("office.md", "en"), ("office.zh.md", "zh")])
def test_the_guide_is_true(journal: Program, monkeypatch: pytest.MonkeyPatch, page: str, lang: str) -> None:
    for name in ("JOURNAL_DATABASE", "JOURNAL_FILES", "JOURNAL_SMTP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    found = steps((DOCS / page).read_text("utf-8"))
    assert sum(isinstance(step, Command) for step in found) > 60
    for step in found:
        if not isinstance(step, Command):
            Path(step[0]).write_text(step[1], "utf-8")
            continue
        name, *arguments = shlex.split(step.line)
        if name == "export":
            monkeypatch.setenv(*arguments[0].split("=", 1))
        elif name == "cd":
            monkeypatch.chdir(arguments[0])
        else:
            assert name == "journal"
            answer = journal(*arguments, lang=lang)
            is_refused = any(line.startswith("journal: ") for line in step.shown)
            assert (step.line, answer.code) == (step.line, 3 if is_refused else 0), answer.err
            unsaid = [line for line in step.shown if line != "…" and not matches(line, answer.out + answer.err)]
            assert (step.line, unsaid) == (step.line, []), answer.out + answer.err


def test_both_languages_type_the_same() -> None:
    """What differs is what is said, and in which language it is answered."""
    pages = [steps((DOCS / page).read_text("utf-8")) for page in ("office.md", "office.zh.md")]
    lines = [[step.line if isinstance(step, Command) else step for step in page] for page in pages]
    assert lines[0] == lines[1]
