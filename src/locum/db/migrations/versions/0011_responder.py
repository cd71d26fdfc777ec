"""Incoming mail that is to be answered, decisions and answers under way."""

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing yet."""
