"""What hangs from other things is entered in the audit log of their organization"""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Nothing yet."""
