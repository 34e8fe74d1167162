"""What texts share with the journal's own; at which stage a similarity report came, and why one over the limits was let pass."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "likeness",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_likeness_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "source", "kind", name=op.f("pk_likeness")),
    )
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_likeness_source"), ["source"], unique=False)
    with op.batch_alter_table("similarity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("waiver", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("waived_by", sa.String(length=64), server_default="", nullable=False))
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_sha256"), ["sha256"], unique=False)
