"""Builds that are killed, in a process of its own: `python kills.py OLD SCRATCH KILLS SEED`, what was seen as JSON.

OLD is a home whose out/ and cache are of an older text. For each kill it is copied, a child builds it and is killed by
SIGKILL just after an event of its build that chance chose; another child then builds it to the end.
"""

import json
import os
import random
import re
import shutil
import signal
import sys
import time
from pathlib import Path

TEMPORARY = re.compile(r".*\.writing")


def forked(home: Path, events: int) -> int:
    """Build in a child, which tells each event by a byte through the pipe `events`; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = 1 if built(home, events) else 0
    finally:
        os._exit(code)


def built(home: Path, events: int | None = None) -> list[str]:
    """Build here; the names of what failed."""
    from journal import build, folder

    reading = folder.read(home, {"JOURNAL_CACHE": ".cache"})
    where = {"cache": home / ".cache", "out": home / "out", "archive": home / "archive"}

    def tell(event: build.Event) -> None:
        if events is not None:
            os.write(events, b".")

    report = build.build(home, reading.snapshot, build.Selection(), tell=tell, **where)
    return [name for name, _ in report.failures]


def files(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home / "out").as_posix(): path.read_bytes()
        for path in (home / "out").rglob("*")
        if path.is_file()
    }


def copied(old: Path, new: Path) -> Path:
    shutil.copytree(old, new, symlinks=True)  # the cut faces are a link
    return new


def run(home: Path) -> tuple[int, int]:
    """Build to the end: the exit code, and how many events there were."""
    read, write = os.pipe()
    child = forked(home, write)
    os.close(write)
    count = 0
    while data := os.read(read, 4096):
        count += len(data)
    os.close(read)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), count


def kill(home: Path, after: int, pause: float) -> int:
    """Build, and kill the child `pause` seconds after its n-th event; its exit code."""
    read, write = os.pipe()
    child = forked(home, write)
    os.close(write)
    for _ in range(after):
        if not os.read(read, 1):
            break
    time.sleep(pause)
    os.kill(child, signal.SIGKILL)
    os.close(read)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(old: Path, scratch: Path, kills: int, chance: random.Random) -> None:
    whole = copied(old, scratch / "whole")
    before = files(old)
    built(copied(old, scratch / "warm"))  # imports, fonts and style sheets are there from now on
    code, events = run(whole)
    assert code == 0, "the build that nobody kills fails"
    after = files(whole)
    seen = []
    for number in range(kills):
        home = copied(old, scratch / str(number))
        code = kill(home, chance.randrange(events + 1), chance.choice((0, chance.uniform(0, 0.015))))
        left = files(home)
        half = [
            name
            for name, data in left.items()
            if not TEMPORARY.fullmatch(name) and data not in (before.get(name), after.get(name))
        ]
        gone = [name for name in before if name in after and name not in left]
        inside = any(TEMPORARY.fullmatch(path.name) for path in home.rglob("*"))
        again, _ = run(home)
        seen.append(
            {
                "killed": code == -signal.SIGKILL,
                "half": half,
                "gone": gone,
                "moved": sorted(name for name, data in left.items() if data != before.get(name)),
                "inside": inside,
                "again": again,
                "equal": files(home) == after,
                "stale": [path.name for path in home.rglob("*") if TEMPORARY.fullmatch(path.name)],
            }
        )
        shutil.rmtree(home)
    print(
        json.dumps({"events": events, "changed": sorted(n for n in after if after[n] != before.get(n)), "seen": seen})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), random.Random(sys.argv[4]))
