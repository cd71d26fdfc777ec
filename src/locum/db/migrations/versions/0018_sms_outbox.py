"""Messages to phones that wait to be sent."""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Nothing yet."""
