"""Absences of which nobody has been told yet."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "untold_absences",
        sa.Column("absence_id", sa.BigInteger(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("previous_first_day", sa.Date(), nullable=False),
        sa.Column("previous_last_day", sa.Date(), nullable=False),
        sa.Column("previous_covers_days", sa.Boolean(), nullable=False),
        sa.Column("previous_substitute_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_untold_absences_absence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("absence_id", name=op.f("pk_untold_absences")),
    )
