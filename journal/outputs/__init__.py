"""What can be made: one module, one product, found by its `OUTPUT`; none imports another."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from journal.errors import Bilingual, Finding, JournalError
from journal.model import Article, Rendition

Sources = Mapping[str, bytes]  # article.xml and the media it names, by file name


@dataclass(frozen=True, slots=True)
class PerArticle:
    """A product made once for each article, in the article's public folder.

    `make` gets the article in its place (pages included, where they are known) and the bytes of its files, and returns
    the bytes of each of `paths(article)`. It is pure: the same facts give the same bytes.
    """

    name: str  # as `build --only` says it
    said: Bilingual  # what it is
    paths: Callable[[Article], tuple[str, ...]]
    make: Callable[[Rendition, Sources], Mapping[str, bytes]]


class Bench(Protocol):
    """What a product that is laid out may use beside its facts: the bytes of its inputs, and what it made before."""

    @property
    def cache(self) -> Path:
        """Where cut fonts are kept, which depend on the house alone."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of one of the artifact's input files (home path)."""
        ...

    def memo(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What `make` gives, kept under `key`, which must name everything that `make` depends on."""
        ...

    def known(self, key: str) -> bytes | None:
        """What `memo` keeps under `key`, if it does."""
        ...


@dataclass(frozen=True)
class Product:
    """What making an artifact gave: bytes by path, and what could not be made or should be known.

    A path that begins with `@` is for other artifacts alone and is not written out.
    """

    files: Mapping[str, bytes]
    failures: tuple[tuple[str, JournalError], ...] = ()
    findings: tuple[Finding, ...] = ()


@functools.cache
def per_article() -> tuple[PerArticle, ...]:
    """Every per-article product of this package, by name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    outputs = (getattr(module, "OUTPUT", None) for module in modules)
    return tuple(sorted((o for o in outputs if isinstance(o, PerArticle)), key=lambda output: output.name))
