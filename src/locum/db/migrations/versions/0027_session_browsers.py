"""Which browser a session is on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Sessions that there are began on a browser that nobody noted."""
    op.add_column("sessions", sa.Column("browser", sa.String(), nullable=True))
    op.add_column("sessions", sa.Column("system", sa.String(), nullable=True))
