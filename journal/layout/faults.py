"""What cannot be printed as it is, said of the article it is in."""

from __future__ import annotations

from dataclasses import dataclass

from journal.errors import Bilingual, JournalError


@dataclass(eq=False)
class NotOnPage(JournalError):
    """Something of an article cannot be printed as it is."""

    article: str
    reason: Bilingual
    todo: Bilingual
    zh = "{article}：{reason}"
    en = "{article}: {reason}"
    fix_zh = "{todo}"
    fix_en = "{todo}"
    exit = 1


__all__ = ["NotOnPage"]
