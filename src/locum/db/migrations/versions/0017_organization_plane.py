"""What closing the organization plane needs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Deliveries that somebody waits for have a lane of their own."""
    op.add_column(
        "webhook_deliveries", sa.Column("asked_for", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    for name, column, condition in (
        ("first", "event_id", "attempts = 0 AND NOT asked_for"),
        ("again", "next_attempt_at", "attempts > 0 AND NOT asked_for"),
        ("asked", "next_attempt_at", "asked_for"),
    ):
        index = f"ix_webhook_deliveries_{name}"
        op.drop_index(index, "webhook_deliveries", if_exists=True)
        waiting = sa.text(f"state = 'pending' AND {condition}")
        op.create_index(index, "webhook_deliveries", ["webhook_id", column], postgresql_where=waiting)
