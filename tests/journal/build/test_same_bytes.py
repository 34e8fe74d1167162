"""The same facts give the same bytes: at any number of jobs, on any executor, in any folder, on any day."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent import futures
from pathlib import Path
from typing import Any

import pytest

from tests.journal.build.conftest import copied
from tests.journal.build.yard import EVERYTHING, QUICK, ROOT, Yard, share_faces, tree

SCRIPT = Path(__file__).with_name("elsewhere.py")


def elsewhere(home: Path, jobs: int, days: int, seed: str) -> dict[str, list[str]]:
    """What a build in another process says."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai"}
    command = [sys.executable, str(SCRIPT), str(home), str(jobs), str(days)]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_one_job_or_two_here_or_there_today_or_next_year(tmp_path: Path, built: Yard) -> None:
    homes = [copied(tmp_path / "a"), copied(tmp_path / "一个 目录 & more" / ("x" * 60))]
    for home, jobs, days, seed in zip(homes, (1, 2), (400, 0), ("1", "2"), strict=True):
        if jobs == 1:
            share_faces(Yard(home), built)  # two jobs cut them at once, where they are
        said = elsewhere(home, jobs, days, seed)
        assert (sorted(said["made"]), said["failures"]) == (sorted(EVERYTHING), [])
        assert tree(home / "out") == built.files()
        for path, data in tree(home / "out").items():
            assert str(home).encode() not in data, path
    # What one process kept, another finds, whatever order its sets have.
    assert elsewhere(homes[0], 1, 0, "3")["made"] == []


def processes() -> futures.Executor:
    return futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("executor", [processes, lambda: futures.ThreadPoolExecutor(4)], ids=["processes", "threads"])
@pytest.mark.slow
def test_any_executor_makes_what_is_not_laid_out(
    yard: Yard, tmp_path: Path, executor: Callable[[], futures.Executor]
) -> None:
    yard.build(only=QUICK)
    with executor() as given:
        report = yard.build(only=QUICK, executor=given, cache=tmp_path / "cache", out=tmp_path / "out")
    assert (len(report.made), report.failures) == (8, [])
    assert tree(tmp_path / "out") == yard.files()


@pytest.mark.slow
def test_threads_lay_out_too_one_at_a_time(unprinted: Yard, built: Yard) -> None:
    """Two threads in one font map would corrupt the process's memory: laying out holds a lock."""
    with futures.ThreadPoolExecutor(4) as given:
        report = unprinted.build(executor=given)
    assert (sorted(report.made), report.failures) == (sorted(EVERYTHING), [])
    assert unprinted.files() == built.files()


@pytest.mark.slow
def test_no_two_threads_are_in_the_lay_out_at_once(unprinted: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import time

    from journal.outputs import pdf

    lay_out, inside, most = pdf._lay_out, [0], [0]
    counting = threading.Lock()

    def counted(*arguments: Any) -> Any:
        with counting:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.05)
        try:
            return lay_out(*arguments)
        finally:
            with counting:
                inside[0] -= 1

    monkeypatch.setattr(pdf, "_lay_out", counted)
    with futures.ThreadPoolExecutor(4) as given:
        assert unprinted.build(executor=given).failures == []
    assert (inside, most) == ([0], [1])


def test_builds_at_once_do_not_hurt_each_other(yard: Yard, tmp_path: Path) -> None:
    yard.build(only=QUICK, cache=tmp_path / "cache", out=tmp_path / "out")
    with futures.ThreadPoolExecutor(8) as pool:
        reports = [pool.submit(Yard(yard.home).build, only=QUICK) for _ in range(16)]
        assert [report.result().failures for report in reports] == [[]] * 16
    assert yard.files() == tree(tmp_path / "out")
