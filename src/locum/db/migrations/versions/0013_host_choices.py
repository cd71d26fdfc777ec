"""Which host was chosen and why, and what becomes of the bookings of somebody who is away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0013"
down_revision = "0012"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "host_choices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=True),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("assigned_by", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("considered", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_host_choices_booking_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["host_id"], ["users.id"], name=op.f("fk_host_choices_host_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["users.id"], name=op.f("fk_host_choices_assigned_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_choices")),
    )
    op.create_index("ix_host_choices_booking_id", "host_choices", ["booking_id", "id"])
    op.create_index("ix_host_choices_host_id", "host_choices", ["host_id"])
    op.create_index("ix_host_choices_assigned_by", "host_choices", ["assigned_by"])
    op.create_index(
        "ix_bookings_event_type_id_user_id_created_at",
        "bookings",
        ["event_type_id", "user_id", "created_at"],
        postgresql_where=sa.text("status = 'accepted'"),
    )
    op.create_table(
        "absence_decisions",
        sa.Column("absence_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=False),
        sa.CheckConstraint("action IN ('keep', 'reassign', 'ask')", name=op.f("ck_absence_decisions_action")),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_absence_decisions_absence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_absence_decisions_booking_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_absence_decisions_decided_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("absence_id", "booking_id", name=op.f("pk_absence_decisions")),
    )
    op.create_index("ix_absence_decisions_booking_id", "absence_decisions", ["booking_id"])
    op.create_index("ix_absence_decisions_decided_by", "absence_decisions", ["decided_by"])
    op.execute(watch("absence_decisions"))
