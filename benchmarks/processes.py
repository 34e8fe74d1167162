"""What a command costs: CPU of it and of all its children, wall time, and the memory of the largest of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000
FOREIGN = ("JOURNAL_", "FONTCONFIG_", "PYTHON")
RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    cpu: float  # seconds, user and system, of the process and of every child it waited for
    wall: float  # seconds
    memory: float  # MB, peak of the largest process


class Failed(Exception):
    """A command that is measured did not do its work."""


def run(command: Sequence[str | Path], environ: Mapping[str, str] | None = None) -> Cost:
    """The cost of a command that must end with 0."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env=_environment(environ or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    said = process.stderr.read()  # to its end, before the process is waited for: its usage can be asked for once
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise Failed(
            f"{' '.join(map(str, command))}\nexit {process.returncode}: {said.decode(errors='replace')[-2000:]}"
        )
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * RSS_UNIT / MEGABYTE)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """The caller's, without what would change where the journal reads and writes, or keep Python from its .pyc files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return kept | {"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)} | more


def python(*words: str | Path) -> list[str | Path]:
    """A command of the Python that runs the benchmarks."""
    return [sys.executable, *words]


def journal(home: Path, *words: str | Path) -> list[str | Path]:
    """A command of the program in a home."""
    return python("cli.py", "--home", home, "--quiet", *words)


def asked(command: Sequence[str | Path]) -> str:
    """What a command prints; it is run apart so that the benchmarks themselves stay small."""
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=_environment({}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{done.stderr[-2000:]}")
    return done.stdout


def several(times: int, once: Callable[[int], Cost]) -> list[Cost]:
    """The costs of some runs, each told its turn."""
    return [once(turn) for turn in range(times)]


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)
