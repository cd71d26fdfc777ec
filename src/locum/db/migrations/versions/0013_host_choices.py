"""Which host was chosen, and why."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Make the table."""
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
