"""Choices of hosts and what bookings of teams, series and seats need."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Nothing yet."""
