"""Absences with exact bounds, their origin and what they mean for replies."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nothing yet."""
