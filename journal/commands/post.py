"""How this journal's letters leave, from journal.toml and the environment, and whoever writes them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from journal.errors import Bilingual, Misused

if TYPE_CHECKING:
    from journal.model import Journal
    from journal.office.letters import Writer
    from journal.office.mail import Post

NO_PORT = Bilingual("JOURNAL_SMTP 应如 mail.example.org:587。", "JOURNAL_SMTP should be like mail.example.org:587.")


def writer(home: Path, about: Journal) -> Writer:
    """Whoever writes the letters: with the journal's own templates before the packaged ones."""
    from journal.folder import house_toml
    from journal.office.letters import Writer
    from journal.office.stationery import Stationery

    return Writer(about, Stationery(home / "templates/letters", house_toml.packaged() / "letters"))


def post(about: Journal, environ: Mapping[str, str] = os.environ) -> Post:
    """The server of `JOURNAL_SMTP` (host:port), none if it is not set; the sender is `mail_from` of `[policies]`. Misused, Refused.

    `JOURNAL_SMTP_USER` and `JOURNAL_SMTP_PASSWORD` log in; `JOURNAL_SMTP_PLAIN=1` does without STARTTLS.
    """
    from journal.office.mail import Post

    host, _, port = environ.get("JOURNAL_SMTP", "").partition(":")
    if port and not (port.isascii() and port.isdecimal()):
        raise Misused(NO_PORT)
    return Post(
        host,
        int(port or 587),
        environ.get("JOURNAL_SMTP_USER", ""),
        environ.get("JOURNAL_SMTP_PASSWORD", ""),
        environ.get("JOURNAL_SMTP_PLAIN") != "1",
        dict(about.policies).get("mail_from") or f"editors@{urlsplit(about.site).hostname or 'localhost'}",
    )


__all__ = ["post", "writer"]
