"""How long an article may take and how much memory: the lay-out of one that passes the limit ends, and is named."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from journal.errors import Bilingual
from journal.layout.faults import NotOnPage
from journal.model import Limits

STEP = 0.5  # seconds between two looks
MEMORY = Path("/proc/self/statm")


class _Passed(BaseException):
    """A limit was passed: not an Exception, so that nothing on the way takes it for a fault of its own."""


@contextlib.contextmanager
def within(limits: Limits, name: str) -> Iterator[None]:
    """NotOnPage, naming the article's file `name`, when what is done here takes longer or more memory than it may.

    Time is that of the processor, so that a busy machine fails nothing. Where signals cannot be had (in a thread, on
    Windows) nothing is limited; what limits memory is there on Linux alone.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    started, held = time.process_time(), _megabytes()

    def look(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            if frame.f_code.co_name == "__del__":
                return  # what is raised there is lost; there is a next look
            frame = frame.f_back
        if time.process_time() - started > limits.seconds or _megabytes() - held > limits.megabytes:
            raise _Passed

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, STEP, STEP)
    try:
        yield
    except _Passed:
        raise NotOnPage(
            name,
            Bilingual(
                f"排版超出限度（{limits.seconds} 秒、{limits.megabytes} MB），已中止。",
                f"its lay-out took more than it may ({limits.seconds} s, {limits.megabytes} MB) and was ended.",
            ),
            Bilingual(
                "请查看文中过大的表格或图片；确有需要，可在 templates/house.toml 的 [limits] 中放宽。",
                "Look for a table or picture that is too large; or raise [limits] in templates/house.toml.",
            ),
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _megabytes() -> float:
    """The memory that this process holds now."""
    try:
        pages = int(MEMORY.read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


__all__ = ["within"]
