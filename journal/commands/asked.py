"""What was asked before the noun: which home, in whose name, in which language and form."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journal.commands.spoken import of_environment, say
from journal.errors import Bilingual, JournalError

if TYPE_CHECKING:
    from journal.folder import Reading


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
        """The folder for what can be made again; outside a home it is the user's."""
        from journal import folder

        try:
            return folder.cache(self.home, os.environ)
        except JournalError:
            return Path(os.environ.get("JOURNAL_CACHE") or Path.home() / ".cache" / "journal")

    def read(self, with_house: bool = False) -> Reading:
        """The home, read whole; with the house where pages are made."""
        from journal import folder

        return folder.read(self.home, os.environ, with_house)

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


asking = click.make_pass_decorator(Asked, ensure=True)
