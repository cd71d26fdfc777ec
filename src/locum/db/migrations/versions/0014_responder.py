"""Incoming mail, what was decided about it, and the replies that wait."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables."""
