"""Find the reviews that are open."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_index(op.f("ix_review_submitted_cancelled"), "review", ["submitted", "cancelled"])
