"""The home on disk: journal.toml, issues/, locks and house style read into facts, and written back whole."""

from journal.folder.files import OutsideFolder, sha256
from journal.folder.fonts import MissingFonts, WrongFont
from journal.folder.house_toml import house
from journal.folder.journal_toml import journal
from journal.folder.lock import LockMismatch
from journal.folder.snapshot import Reading, read
from journal.folder.tree import SameId, UnsafeId, article_folders, article_id, cache, home, issue_id, issue_ids, strays
from journal.writing import write_bytes

__all__ = [
    "LockMismatch",
    "MissingFonts",
    "OutsideFolder",
    "Reading",
    "SameId",
    "UnsafeId",
    "WrongFont",
    "article_folders",
    "article_id",
    "cache",
    "home",
    "house",
    "issue_id",
    "issue_ids",
    "journal",
    "read",
    "sha256",
    "strays",
    "write_bytes",
]
