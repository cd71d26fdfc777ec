"""Attributes of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Attributes, their options, what groups contain, and who holds what."""
    op.create_table(
        "attributes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("users_can_edit_relation", sa.Boolean(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
        sa.Column("is_weights_enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_attributes_organization_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("organization_id", "slug", name=op.f("uq_attributes_organization_id_slug")),
        sa.UniqueConstraint("uuid", name=op.f("uq_attributes_uuid")),
    )
    op.create_table(
        "attribute_options",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("attribute_id", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("is_entered", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"], ["attributes.id"], name=op.f("fk_attribute_options_attribute_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute_options")),
        sa.UniqueConstraint("uuid", name=op.f("uq_attribute_options_uuid")),
    )
    op.create_index("ix_attribute_options_attribute_id", "attribute_options", ["attribute_id"], unique=False)
    op.create_table(
        "attribute_grouped_options",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("option_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["attribute_options.id"],
            name=op.f("fk_attribute_grouped_options_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["attribute_options.id"],
            name=op.f("fk_attribute_grouped_options_option_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "option_id", name=op.f("pk_attribute_grouped_options")),
    )
    op.create_index("ix_attribute_grouped_options_option_id", "attribute_grouped_options", ["option_id"], unique=False)
    op.create_unique_constraint(op.f("uq_memberships_id_user_id"), "memberships", ["id", "user_id"])
    op.create_index("ix_memberships_team_id_id", "memberships", ["team_id", "id"], unique=False)
    op.create_table(
        "attribute_assignments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("option_id", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id", "user_id"],
            ["memberships.id", "memberships.user_id"],
            name=op.f("fk_attribute_assignments_membership_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["attribute_options.id"],
            name=op.f("fk_attribute_assignments_option_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute_assignments")),
        sa.UniqueConstraint("option_id", "user_id", name=op.f("uq_attribute_assignments_option_id_user_id")),
    )
    op.create_index(
        "ix_attribute_assignments_membership_id_option_id",
        "attribute_assignments",
        ["membership_id", "option_id"],
        unique=False,
    )
