"""Event types of teams, their hosts and private links."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables."""
