"""What texts share with each other: sampled shingles of articles and manuscripts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "shingle",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("source", "value", name=op.f("pk_shingle")),
    )
    op.create_index(op.f("ix_shingle_value"), "shingle", ["value"], unique=False)
