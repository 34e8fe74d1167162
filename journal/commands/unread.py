"""What could not be read, said beside a list of what could."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from journal.commands.asked import Asked
from journal.commands.display import visible
from journal.errors import FINDINGS, Bilingual

if TYPE_CHECKING:
    from journal.folder import Reading


def tell_unread(asked: Asked, reading: Reading) -> int:
    """Each issue, and each folder that is neither issue nor article, on stderr with its cause; the exit code."""
    for _, error in reading.unread:
        print(f"journal: {visible(asked.say(Bilingual(error.say('zh'), error.say('en'))))}", file=sys.stderr)
    return FINDINGS if reading.unread else 0
