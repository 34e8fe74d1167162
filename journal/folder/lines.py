"""On which line of a TOML or JSON text each value stands: tomllib and json give values, not places."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable

KeyPath = tuple[str | int, ...]

BLANK = re.compile(r"(?:\s|#[^\n]*)*")
STRING = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?""""{0,2}'  # up to two quotes may touch the closing three
    r"|'''[\s\S]*?''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SCALAR = re.compile(r"[^,\]}#\n]+")  # a date may hold a space


def of_toml(text: str) -> dict[KeyPath, int]:
    """The line of every key and array item of a TOML text that tomllib has accepted."""
    skimmer = _Skimmer(text, lambda quoted: str(tomllib.loads(f"name = {quoted}")["name"]))
    skimmer.document()
    return skimmer.lines()


def of_json(text: str) -> dict[KeyPath, int]:
    """The same for a JSON text that json has accepted: its objects read like TOML's inline tables."""
    skimmer = _Skimmer(text, lambda quoted: str(json.loads(quoted)))
    skimmer.value(())
    return skimmer.lines()


class _Skimmer:
    """Walks a valid text once, noting where each key or item begins; what it does not understand it passes over."""

    def __init__(self, text: str, unquote: Callable[[str], str]) -> None:
        self.text = text
        self.unquote = unquote
        self.at = 0
        self.starts: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}  # how often each [[array of tables]] has been opened

    def lines(self) -> dict[KeyPath, int]:
        return {path: self.text.count("\n", 0, start) + 1 for path, start in self.starts.items()}

    def take(self, *tokens: str) -> bool:
        """Step over the first of `tokens` that stands here."""
        self.skip()
        found = next((token for token in tokens if self.text.startswith(token, self.at)), "")
        self.at += len(found)
        return bool(found)

    def match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def skip(self) -> bool:
        """Step over white space and comments; whether text is left."""
        self.match(BLANK)
        return self.at < len(self.text)

    def note(self, path: KeyPath, start: int) -> None:
        self.starts.setdefault(path, start)

    def document(self) -> None:
        table: KeyPath = ()
        while self.skip():
            before = self.at
            if self.take("[["):
                table = self.header(array=True)
            elif self.take("["):
                table = self.header(array=False)
            else:
                self.pair(table)
            if self.at == before:  # not TOML after all: better no line than no end
                return

    def header(self, array: bool) -> KeyPath:
        self.skip()
        start = self.at
        path = self.inside((), self.key(), array)
        self.note(path, start)
        self.take("]]" if array else "]")
        return path

    def inside(self, table: KeyPath, names: list[str], array: bool = False) -> KeyPath:
        """`names` below `table`; a name of an array of tables means its newest table."""
        path = table
        for i, name in enumerate(names):
            path += (name,)
            if array and i == len(names) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts:
                path += (self.counts[path] - 1,)
        return path

    def key(self) -> list[str]:
        names = []
        while self.skip():
            quoted = self.match(STRING)
            names.append(self.unquote(quoted) if quoted else self.match(BARE_KEY))
            if not self.take("."):
                break
        return names

    def pair(self, table: KeyPath) -> None:
        self.skip()
        start = self.at
        names = self.key()
        for depth in range(1, len(names) + 1):
            self.note(self.inside(table, names[:depth]), start)
        self.take("=", ":")
        self.value(self.inside(table, names))

    def value(self, path: KeyPath) -> None:
        self.skip()
        if self.take("["):
            self.items(path)
        elif self.take("{"):
            while not self.take("}") and self.skip():
                self.pair(path)
                self.take(",")
        elif not self.match(STRING):
            self.match(SCALAR)

    def items(self, path: KeyPath) -> None:
        count = 0
        while not self.take("]") and self.skip():
            self.note((*path, count), self.at)
            self.value((*path, count))
            self.take(",")
            count += 1
