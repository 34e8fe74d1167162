"""A build in a process of its own, as a command makes it: `python elsewhere.py HOME JOBS DAYS`, report as JSON."""

import datetime as dt
import json
import sys
import time
from pathlib import Path

REAL, NOW = time.time, dt.datetime.now


def shift(days: int) -> None:
    """Let the clock of this process be that of another day."""

    class Shifted(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return NOW(tz) + dt.timedelta(days=days)

    time.time = lambda: REAL() + 86400 * days
    dt.datetime = Shifted  # type: ignore[misc]


def main(home: str, jobs: str, days: str) -> None:
    shift(int(days))
    from journal import build, folder

    reading = folder.read(Path(home), {})
    where = {"cache": Path(home) / ".cache", "out": Path(home) / "out", "archive": Path(home) / "archive"}
    report = build.build(Path(home), reading.snapshot, build.Selection(), jobs=int(jobs), **where)
    print(json.dumps({"made": report.made, "failures": [name for name, _ in report.failures]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
