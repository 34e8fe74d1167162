"""The tables as the office began with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "event",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("manuscript", sa.String(length=64), server_default="", nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("on_behalf", sa.String(length=64), server_default="", nullable=False),
        sa.Column("os_user", sa.Text(), server_default="", nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_manuscript"), ["manuscript"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("manuscript", sa.String(length=64), server_default="", nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("html", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.String(length=32), server_default="", nullable=False),
        sa.Column("sent", sa.String(length=32), server_default="", nullable=False),
        sa.Column("cancelled", sa.String(length=32), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt", sa.String(length=32), server_default="", nullable=False),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.Column("bounced", sa.String(length=32), server_default="", nullable=False),
        sa.Column("attachments", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_manuscript"), ["manuscript"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_sent"), ["sent"], unique=False)

    op.create_table(
        "manuscript",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("column", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("titles", sa.Text(), server_default="{}", nullable=False),
        sa.Column("abstracts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("keywords", sa.Text(), server_default="{}", nullable=False),
        sa.Column("search", sa.Text(), server_default="", nullable=False),
        sa.Column("submitted", sa.String(length=32), server_default="", nullable=False),
        sa.Column("since", sa.String(length=32), server_default="", nullable=False),
        sa.Column("due", sa.String(length=32), server_default="", nullable=False),
        sa.Column("waits_for", sa.String(length=64), server_default="", nullable=False),
        sa.Column("handling", sa.String(length=64), server_default="", nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("agreed_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("before_decline", sa.String(length=64), server_default="", nullable=False),
        sa.Column("article", sa.String(length=64), server_default="", nullable=False),
        sa.Column("placed", sa.String(length=64), server_default="", nullable=False),
        sa.Column("online", sa.String(length=32), server_default="", nullable=False),
        sa.Column("more", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manuscript")),
    )
    with op.batch_alter_table("manuscript", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manuscript_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_manuscript_handling"), ["handling"], unique=False)
        batch_op.create_index(batch_op.f("ix_manuscript_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_manuscript_submitted"), ["submitted"], unique=False)
        batch_op.create_index(batch_op.f("ix_manuscript_waits_for"), ["waits_for"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=True),
        sa.Column("names", sa.Text(), server_default="{}", nullable=False),
        sa.Column("sort", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="zh", nullable=False),
        sa.Column("affiliations", sa.Text(), server_default="{}", nullable=False),
        sa.Column("ror", sa.Text(), server_default="", nullable=False),
        sa.Column("orcid", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("fields", sa.Text(), server_default="{}", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("bank", sa.Text(), server_default="", nullable=False),
        sa.Column("added", sa.String(length=32), server_default="", nullable=False),
        sa.Column("forgotten", sa.String(length=32), server_default="", nullable=False),
        sa.Column("merged_into", sa.String(length=64), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_email"), ["email"], unique=False)

    op.create_table(
        "seat",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_text"), ["text"], unique=False)

    op.create_table(
        "authorship",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("corresponding", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("equal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_authorship_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_authorship_person")),
        sa.PrimaryKeyConstraint("manuscript", "position", name=op.f("pk_authorship")),
    )
    with op.batch_alter_table("authorship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authorship_person"), ["person"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("declared_by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("waiver", sa.Text(), server_default="", nullable=False),
        sa.Column("waived_by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("waived", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_conflict_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_conflict_person")),
        sa.PrimaryKeyConstraint("manuscript", "person", name=op.f("pk_conflict")),
    )
    op.create_table(
        "delegation",
        sa.Column("giver", sa.String(length=64), nullable=False),
        sa.Column("taker", sa.String(length=64), nullable=False),
        sa.Column("since", sa.String(length=32), server_default="", nullable=False),
        sa.Column("until", sa.String(length=32), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["giver"], ["person.id"], name=op.f("fk_delegation_giver")),
        sa.ForeignKeyConstraint(["taker"], ["person.id"], name=op.f("fk_delegation_taker")),
        sa.PrimaryKeyConstraint("giver", "taker", "since", name=op.f("pk_delegation")),
    )
    op.create_table(
        "fee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("cents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("currency", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("paid", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_fee_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_fee_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee")),
    )
    with op.batch_alter_table("fee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fee_manuscript"), ["manuscript"], unique=False)

    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="", nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("forgotten", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_file_manuscript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_file_manuscript"), ["manuscript"], unique=False)

    op.create_table(
        "gate",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("needed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("date", sa.String(length=32), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_gate_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "name", name=op.f("pk_gate")),
    )
    op.create_table(
        "item",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_item_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "name", name=op.f("pk_item")),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("tag", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_note_manuscript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_manuscript"), ["manuscript"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_tag"), ["tag"], unique=False)

    op.create_table(
        "proof",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", sa.String(length=16), server_default="", nullable=False),
        sa.Column("sent", sa.String(length=32), server_default="", nullable=False),
        sa.Column("due", sa.String(length=32), server_default="", nullable=False),
        sa.Column("returned", sa.String(length=32), server_default="", nullable=False),
        sa.Column("open", sa.Integer(), server_default="0", nullable=False),
        sa.Column("errors", sa.Integer(), server_default="0", nullable=False),
        sa.Column("characters", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by", sa.String(length=64), server_default="", nullable=False),
        sa.Column("done", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_proof_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "number", "language", name=op.f("pk_proof")),
    )
    op.create_table(
        "response",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("point", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_response_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "text", "point", name=op.f("pk_response")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), server_default="0", nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("invited", sa.String(length=32), server_default="", nullable=False),
        sa.Column("respond_by", sa.String(length=32), server_default="", nullable=False),
        sa.Column("answered", sa.String(length=32), server_default="", nullable=False),
        sa.Column("accepted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due", sa.String(length=32), server_default="", nullable=False),
        sa.Column("submitted", sa.String(length=32), server_default="", nullable=False),
        sa.Column("cancelled", sa.String(length=32), server_default="", nullable=False),
        sa.Column("recommendation", sa.String(length=64), server_default="", nullable=False),
        sa.Column("answers", sa.Text(), server_default="{}", nullable=False),
        sa.Column("form", sa.String(length=64), server_default="", nullable=False),
        sa.Column("to_author", sa.Text(), server_default="", nullable=False),
        sa.Column("to_editor", sa.Text(), server_default="", nullable=False),
        sa.Column("salt", sa.Text(), server_default="", nullable=False),
        sa.Column("rating", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_review_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_review_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_manuscript"), ["manuscript"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_person"), ["person"], unique=False)

    op.create_table(
        "role",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("column", sa.String(length=64), server_default="", nullable=False),
        sa.Column("recommends", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("since", sa.String(length=32), server_default="", nullable=False),
        sa.Column("until", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_role_person")),
        sa.PrimaryKeyConstraint("person", "role", "column", name=op.f("pk_role")),
    )
    op.create_table(
        "round",
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("anonymity", sa.String(length=64), nullable=False),
        sa.Column("wanted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened", sa.String(length=32), server_default="", nullable=False),
        sa.Column("closed", sa.String(length=32), server_default="", nullable=False),
        sa.Column("cancelled", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_round_manuscript")),
        sa.PrimaryKeyConstraint("manuscript", "number", name=op.f("pk_round")),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reading", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("on_behalf", sa.String(length=64), server_default="", nullable=False),
        sa.Column("favourable", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("opinion", sa.Text(), server_default="", nullable=False),
        sa.Column("salt", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.Column("void", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_signature_manuscript")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_signature_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_manuscript"), ["manuscript"], unique=False)

    op.create_table(
        "similarity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manuscript", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Integer(), server_default="0", nullable=False),
        sa.Column("system", sa.Text(), server_default="", nullable=False),
        sa.Column("date", sa.String(length=32), server_default="", nullable=False),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("without_quotations", sa.Float(), nullable=True),
        sa.Column("without_own", sa.Float(), nullable=True),
        sa.Column("sha256", sa.String(length=64), server_default="", nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["manuscript"], ["manuscript.id"], name=op.f("fk_similarity_manuscript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_similarity")),
    )
    with op.batch_alter_table("similarity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_similarity_manuscript"), ["manuscript"], unique=False)
