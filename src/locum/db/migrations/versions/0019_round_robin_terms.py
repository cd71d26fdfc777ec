"""How far a host may be ahead, and over which time a team's rounds are counted"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Event types say whether weights decide, how far a host may be ahead and what counts; teams over which time."""
    op.add_column("event_types", sa.Column("weights_enabled", sa.Boolean(), nullable=True))
    op.add_column("event_types", sa.Column("max_lead_threshold", sa.BigInteger(), nullable=True))
    no = sa.text("false")
    op.add_column("event_types", sa.Column("include_no_shows", sa.Boolean(), server_default=no, nullable=False))
    for name, usual in (("round_robin_interval", "MONTH"), ("round_robin_basis", "CREATED_AT")):
        op.add_column("teams", sa.Column(name, sa.String(), server_default=usual, nullable=False))
