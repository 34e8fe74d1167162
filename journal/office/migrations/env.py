"""What Alembic runs: the revisions, on the connection and in the transaction that `journal.office.records` has opened."""

from __future__ import annotations

from alembic import context

from journal.office.records import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,  # there too: the transaction is begun by hand
)
with context.begin_transaction():
    context.run_migrations()
