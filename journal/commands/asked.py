"""What was asked before the noun: which home, in whose name, in which language and form."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from journal.commands.spoken import of_environment, say
from journal.errors import Bilingual, JournalError

if TYPE_CHECKING:
    from journal.folder import Reading

R = TypeVar("R")
WAITING = Bilingual("另一个 journal 正在使用此刊物，等待中……", "another journal is at work in this home; waiting …")


@dataclass(frozen=True)
class Asked:
    """The options that stand before the noun, and what follows from them."""

    home_option: str | None = None
    actor: str | None = None
    lang: str | None = None
    json: bool = False
    quiet: bool = False

    @functools.cached_property
    def home(self) -> Path:
        """The journal's home; NoHome where there is none."""
        from journal import folder

        return folder.home(Path.cwd(), self.home_option, os.environ)

    @property
    def cache(self) -> Path:
        """The home's folder for what can be made again."""
        from journal import folder

        return folder.cache(self.home, os.environ)

    @property
    def archive(self) -> Path:
        """The home's folder for published PDFs."""
        return self.home / (os.environ.get("JOURNAL_ARCHIVE") or "archive")

    def read(self, with_house: bool = False, with_back_issues: bool = True) -> Reading:
        """The home, read whole; with the house where pages are made, without the articles of back issues where none is asked for."""
        from journal import folder

        return folder.read(self.home, os.environ, with_house, with_back_issues)

    @contextlib.contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Nobody else does `what` in this home meanwhile."""
        import filelock

        self.cache.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.cache / f"{what}.lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            self.tell(WAITING)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    @functools.cached_property
    def language(self) -> str | None:
        """That of `--lang`, of `LANG`, of the journal; None outside a journal: then both are used."""
        return self.lang or of_environment(os.environ) or self._journal_language()

    def _journal_language(self) -> str | None:
        from journal import folder

        with contextlib.suppress(JournalError, OSError):
            return folder.journal(self.home).languages[0]
        return None

    def say(self, text: Bilingual) -> str:
        """A text on one line."""
        return " ".join(say(text, self.language).split())

    def tell(self, text: Bilingual) -> None:
        """A word on the way, to stderr."""
        if not self.quiet:
            print(f"journal: {self.say(text)}", file=sys.stderr, flush=True)


def asking(function: Callable[..., R]) -> Callable[..., R]:
    """The decorator that hands a command what was asked before it."""
    return click.make_pass_decorator(Asked, ensure=True)(function)
