"""Production, planning and origins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "origin",
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("external", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("system", "kind", "external", name=op.f("pk_origin")),
    )
    with op.batch_alter_table("origin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_origin_id"), ["id"], unique=False)

    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.String(length=64), nullable=False),
        sa.Column("manuscript", sa.String(length=64), server_default="", nullable=False),
        sa.Column("person", sa.String(length=64), server_default="", nullable=False),
        sa.Column("taker", sa.Text(), server_default="", nullable=False),
        sa.Column("copies", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("sent", sa.String(length=32), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
    )
    with op.batch_alter_table("sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_issue"), ["issue"], unique=False)

    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Text(), server_default="{}", nullable=False),
        sa.Column("column", sa.String(length=64), nullable=False),
        sa.Column("issue", sa.String(length=64), server_default="", nullable=False),
        sa.Column("special", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("due", sa.String(length=32), server_default="", nullable=False),
        sa.Column("approved", sa.String(length=32), server_default="", nullable=False),
        sa.Column("approved_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("dropped", sa.String(length=32), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_issue"), ["issue"], unique=False)

    op.create_table(
        "commission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("due", sa.String(length=32), server_default="", nullable=False),
        sa.Column("answered", sa.String(length=32), server_default="", nullable=False),
        sa.Column("accepted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cancelled", sa.String(length=32), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("manuscript", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_commission_person")),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name=op.f("fk_commission_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission")),
    )
    with op.batch_alter_table("commission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commission_manuscript"), ["manuscript"], unique=False)
        batch_op.create_index(batch_op.f("ix_commission_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_commission_topic"), ["topic"], unique=False)

    op.create_table(
        "consent",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_consent_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_consent_person")),
        sa.PrimaryKeyConstraint("manuscript", "person", name=op.f("pk_consent")),
    )
    op.create_table(
        "contribution",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_contribution_manuscript")),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name=op.f("fk_contribution_topic")),
        sa.PrimaryKeyConstraint("manuscript", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_topic"), ["topic"], unique=False)

    op.create_table(
        "guest",
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_guest_person")),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name=op.f("fk_guest_topic")),
        sa.PrimaryKeyConstraint("topic", "person", name=op.f("pk_guest")),
    )
    op.create_table(
        "reprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("whole", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_reprint_manuscript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reprint")),
    )
    with op.batch_alter_table("reprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reprint_manuscript"), ["manuscript"], unique=False)

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sha256", sa.String(length=64), server_default="", nullable=False))
