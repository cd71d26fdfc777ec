"""What a manager does with its organizations is entered in its own audit log."""

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Nothing yet."""
