"""`python -m journal.office.migrations MESSAGE`: write the next revision, from what the tables in `records` now say.

Read it before it is committed, add its id to `records.REVISIONS`, and write what has to happen to rows that are there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from journal.office.records import Office


def main(message: str) -> None:
    """Compare the tables that the revisions make with those in `records`; write the difference as a revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "newline")
    known = list(ScriptDirectory.from_config(config).walk_revisions())
    with tempfile.TemporaryDirectory() as folder:
        office = Office(f"sqlite:///{folder}/office.db")
        with office.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            command.revision(config, message, autogenerate=True, rev_id=f"{len(known) + 1:04d}")
        office.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
