"""Absences of which nobody has been told yet"""

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Nothing yet."""
