"""Bookings of series, seats and guests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0012"
down_revision = "0011"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_JSON = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())


def upgrade() -> None:
    """Make the tables."""
    for column in ("starts_at", "updated_at"):
        op.create_index(f"ix_bookings_organization_id_{column}", "bookings", ["organization_id", column, "id"])
    op.create_index("ix_bookings_user_id_organization_id", "bookings", ["user_id", "organization_id"])
    op.create_table(
        "departed_attendees",
        sa.Column("attendee_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_uid", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("responses", _JSON, nullable=True),
        sa.Column("metadata", _JSON, nullable=True),
        sa.Column("left_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_departed_attendees_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attendee_id", name=op.f("pk_departed_attendees")),
    )
    op.create_index("ix_departed_attendees_booking_id", "departed_attendees", ["booking_id"])
    op.create_table(
        "booking_references",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("external_uid", sa.String(), nullable=False),
        sa.Column("destination_calendar_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_references_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_references")),
    )
    op.create_index("ix_booking_references_booking_id", "booking_references", ["booking_id"])
    op.create_table(
        "instant_meetings",
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_instant_meetings_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_instant_meetings")),
        sa.UniqueConstraint("digest", name=op.f("uq_instant_meetings_digest")),
    )
    op.execute(watch("booking_references"))
    op.execute(watch("instant_meetings", "digest"))
