"""How far a host may be ahead, and over which time a team's rounds are counted"""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Nothing yet."""
