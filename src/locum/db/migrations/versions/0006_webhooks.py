"""Webhooks and their deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

_STAMP = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Make the tables of webhooks, let events say whom they concern, and set the alarms of meetings ahead."""
    _webhooks()
    _events()
    _deliveries()
    _meetings()


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("event_type_id", sa.BigInteger(), nullable=True),
        sa.Column("oauth_client_id", sa.String(), nullable=True),
        sa.Column("subscriber_url", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("triggers", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=True),
        sa.Column("payload_template", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=True),
        sa.Column("time_unit", sa.String(), nullable=True),
        sa.Column("disabled_at", _STAMP, nullable=True),
        sa.Column("disabled_reason", sa.String(), nullable=True),
        sa.Column("created_at", _STAMP, nullable=False),
        sa.Column("updated_at", _STAMP, nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(user_id, team_id, event_type_id, oauth_client_id) = 1", name=op.f("ck_webhooks_one_owner")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_webhooks_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_webhooks_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["event_type_id"], ["event_types.id"], name=op.f("fk_webhooks_event_type_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["oauth_client_id"], ["oauth_clients.id"], name=op.f("fk_webhooks_oauth_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        *(
            sa.UniqueConstraint(owner, "subscriber_url", name=op.f(f"uq_webhooks_{owner}_subscriber_url"))
            for owner in ("user_id", "team_id", "event_type_id", "oauth_client_id")
        ),
    )
    op.create_table(
        "webhooks_failing",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("since", _STAMP, nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhooks_failing_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("pk_webhooks_failing")),
    )


def _events() -> None:
    op.alter_column("webhook_events", "user_id", nullable=True)
    for column in ("event_type_id", "team_id", "organization_id"):
        op.add_column("webhook_events", sa.Column(column, sa.BigInteger(), nullable=True))
    for column in ("oauth_client_id", "booking_uid"):
        op.add_column("webhook_events", sa.Column(column, sa.String(), nullable=True))
    op.add_column("webhook_events", sa.Column("fanned_out_at", _STAMP, nullable=True))
    # Nobody could subscribe to what happened so far.
    op.execute("UPDATE webhook_events SET fanned_out_at = created_at")
    op.drop_column("webhook_events", "delivered_at")
    op.alter_column("webhook_events", "body", type_=sa.JSON(none_as_null=True), postgresql_using="body::json")
    op.create_index(
        "ix_webhook_events_waiting", "webhook_events", ["id"], postgresql_where=sa.text("fanned_out_at IS NULL")
    )


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("round_attempts", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", _STAMP, nullable=False),
        sa.Column("created_at", _STAMP, nullable=False),
        sa.Column("attempted_at", _STAMP, nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["webhook_events.id"], name=op.f("fk_webhook_deliveries_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("event_id", "webhook_id", name=op.f("uq_webhook_deliveries_event_id_webhook_id")),
    )
    op.create_index("ix_webhook_deliveries_webhook_id", "webhook_deliveries", ["webhook_id", "event_id"])
    op.create_index(
        "ix_webhook_deliveries_first",
        "webhook_deliveries",
        ["webhook_id", "event_id"],
        postgresql_where=sa.text("state = 'pending' AND attempts = 0"),
    )
    op.create_index(
        "ix_webhook_deliveries_again",
        "webhook_deliveries",
        ["webhook_id", "next_attempt_at"],
        postgresql_where=sa.text("state = 'pending' AND attempts > 0"),
    )
    op.create_table(
        "webhook_lanes",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due_at", _STAMP, nullable=False),
        sa.Column("held_until", _STAMP, nullable=True),
        sa.Column("holder", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_lanes_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("webhook_id", "kind", name=op.f("pk_webhook_lanes")),
    )
    op.create_index("ix_webhook_lanes_due_at", "webhook_lanes", ["due_at"])


def _meetings() -> None:
    op.create_table(
        "meeting_alarms",
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", _STAMP, nullable=False),
        sa.Column("has_begun", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_meeting_alarms_booking_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_meeting_alarms")),
    )
    op.create_index("ix_meeting_alarms_due_at", "meeting_alarms", ["due_at"])
    op.execute(
        "INSERT INTO meeting_alarms (booking_id, due_at, has_begun) "
        "SELECT id, CASE WHEN starts_at > now() THEN starts_at ELSE ends_at END, starts_at <= now() "
        "FROM bookings WHERE status = 'accepted' AND ends_at > now()"
    )
