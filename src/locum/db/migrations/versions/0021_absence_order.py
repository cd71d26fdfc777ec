"""Absences of many people are listed by their first or last days"""

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Nothing yet."""
