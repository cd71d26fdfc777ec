"""Whom people know by mail, as they say themselves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Nobody has said anything yet."""
    op.add_column("reply_settings", sa.Column("known_senders", postgresql.JSONB(), nullable=True))
