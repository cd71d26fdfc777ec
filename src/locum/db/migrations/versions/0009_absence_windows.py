"""Absences with exact bounds, their origin and what they mean for replies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """More columns; a half day is no duplicate of another half of the same day."""
    instant = postgresql.TIMESTAMP(timezone=True)
    op.add_column("absences", sa.Column("starts_at", instant, nullable=True))
    op.add_column("absences", sa.Column("ends_at", instant, nullable=True))
    op.add_column("absences", sa.Column("covers_days", sa.Boolean(), nullable=False, server_default=sa.text("true")))
    op.add_column("absences", sa.Column("origin", sa.String(), nullable=False, server_default="scheduling"))
    op.add_column("absences", sa.Column("replies", sa.String(), nullable=False, server_default="inherit"))
    op.add_column("absences", sa.Column("replies_muted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.drop_constraint("uq_absences_user_id_first_day_last_day", "absences")
    op.create_index(
        "uq_absences_user_id_first_day_last_day",
        "absences",
        ["user_id", "first_day", "last_day"],
        unique=True,
        postgresql_where=sa.text("covers_days"),
    )
    op.create_index(
        "uq_absences_told_by_mail", "absences", ["user_id"], unique=True, postgresql_where=sa.text("origin = 'mail'")
    )
    for name, rule in (
        ("instants_in_order", "starts_at < ends_at"),
        ("both_instants", "(starts_at IS NULL) = (ends_at IS NULL)"),
        ("some_time", "covers_days OR starts_at IS NOT NULL"),
        ("origin", "origin IN ('scheduling', 'mail', 'calendar', 'holiday', 'import')"),
        ("replies", "replies IN ('inherit', 'on', 'off')"),
    ):
        op.create_check_constraint(op.f(f"ck_absences_{name}"), "absences", rule)
