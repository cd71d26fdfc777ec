"""Custom roles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table, and let memberships hold a role of their own organization or team."""
    op.create_table(
        "roles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("color", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("permissions", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_roles_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("id", "team_id", name=op.f("uq_roles_id_team_id")),
        sa.UniqueConstraint("team_id", "name", name=op.f("uq_roles_team_id_name")),
    )
    op.add_column("memberships", sa.Column("custom_role_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_memberships_custom_role_id_team_id"),
        "memberships",
        "roles",
        ["custom_role_id", "team_id"],
        ["id", "team_id"],
        ondelete="SET NULL (custom_role_id)",
    )
    op.create_check_constraint(
        op.f("ck_memberships_custom_role_ranks_as_member"),
        "memberships",
        "custom_role_id IS NULL OR role = 'MEMBER'",
    )
    op.create_index(
        "ix_memberships_custom_role_id",
        "memberships",
        ["custom_role_id"],
        postgresql_where=sa.text("custom_role_id IS NOT NULL"),
    )
