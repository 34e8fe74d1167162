"""The pages of one article with their lines, for a proof: laid out in this process, the same as a build prints them."""

from __future__ import annotations

import functools
from pathlib import Path

from journal.build.plan import Selection, plan
from journal.build.work import Workbench
from journal.ids import ArticleId, Language
from journal.model import Snapshot
from journal.outputs import pdf
from journal.store import Store


def lined(home: Path, snapshot: Snapshot, article: ArticleId, language: Language, cache: Path) -> pdf.Pages | None:
    """The article's pages in a language with their lines; None where it has none: no full text, or another system's PDF.

    Nothing is written to out/. Raises what a lay-out may: BadFile, NotOnPage; Misused for an unknown article.
    """
    store = Store(cache)
    selection = Selection(articles=(article,), only=(("pdf", language),))
    for artifact in plan(snapshot, selection, store).artifacts:
        if isinstance(artifact.make, functools.partial) and isinstance(
            work := artifact.make.keywords.get("work"), pdf.Alone
        ):
            return pdf.lined(Workbench(home, store, dict(artifact.files), {}), work)
    return None


__all__ = ["lined"]
