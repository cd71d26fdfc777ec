"""Options of an attribute are listed in the order in which they were made."""

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Nothing yet."""
