"""Where the state of a mailbox is written to."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables."""
