"""Absences of many people are listed by their first or last days."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Keep them in both orders: a page of ten thousand is found without sorting all of them."""
    op.create_index("ix_absences_first_day_id", "absences", ["first_day", "id"])
    op.create_index("ix_absences_last_day_id", "absences", ["last_day", "id"])
