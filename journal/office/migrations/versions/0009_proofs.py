"""Proofs as data: what was sent, what the editor asks, corrections, and the authors' signatures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("void", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_approval_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_approval_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_manuscript"), ["manuscript"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("page", sa.Integer(), server_default="0", nullable=False),
        sa.Column("line", sa.Integer(), server_default="0", nullable=False),
        sa.Column("article", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("end", sa.Integer(), server_default="0", nullable=False),
        sa.Column("old", sa.Text(), server_default="", nullable=False),
        sa.Column("new", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("query", sa.Integer(), server_default="0", nullable=False),
        sa.Column("came", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("accepted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("decided", sa.String(length=32), server_default="", nullable=False),
        sa.Column("decided_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("applied", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_correction_manuscript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_manuscript"), ["manuscript"], unique=False)

    op.create_table(
        "galley",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("article", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.String(length=64), nullable=False),
        sa.Column("characters", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("applied", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_galley_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "number", "language", name=op.f("pk_galley")),
    )
    op.create_table(
        "query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered", sa.String(length=32), server_default="", nullable=False),
        sa.Column("dropped", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_query_manuscript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query")),
    )
    with op.batch_alter_table("query", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_query_manuscript"), ["manuscript"], unique=False)
