"""How far a build is: a bar on a terminal, plain lines elsewhere, nothing with `--quiet`; always on stderr."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from journal.commands.asked import Asked
from journal.errors import Bilingual

if TYPE_CHECKING:
    from journal.build import Event

Tell = Callable[["Event"], None]
MADE = Bilingual("[{done}/{total}] {artifact}", "[{done}/{total}] {artifact}")
BUILDING = Bilingual("生成", "building")


def progress(asked: Asked) -> contextlib.AbstractContextManager[Tell]:
    """What to tell each event of a build."""
    if asked.quiet:
        return contextlib.nullcontext(lambda event: None)
    return _bar(asked) if sys.stderr.isatty() else contextlib.nullcontext(_lines(asked))


def _lines(asked: Asked) -> Tell:
    def tell(event: Event) -> None:
        if event.kind == "made":
            asked.tell(MADE.format(done=event.done, total=event.total, artifact=event.artifact))
        elif event.kind == "note" and event.message:
            asked.tell(event.message)

    return tell


@contextlib.contextmanager
def _bar(asked: Asked) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(asked.say(BUILDING), total=None)

        def tell(event: Event) -> None:
            if event.kind == "note" and event.message:
                bar.console.print(f"journal: {asked.say(event.message)}", markup=False, highlight=False)
            elif event.total:
                bar.update(task, total=event.total, completed=event.done, description=event.artifact)

        yield tell
