"""Applications of the authorization-code flow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of applications, grants, codes and tokens."""
    op.create_table(
        "oauth2_applications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("logo_url", sa.String(), nullable=True),
        sa.Column("redirect_uris", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("scopes", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('CONFIDENTIAL', 'PUBLIC')", name=op.f("ck_oauth2_applications_kind")),
        sa.CheckConstraint("status IN ('PENDING', 'APPROVED', 'REJECTED')", name=op.f("ck_oauth2_applications_status")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_oauth2_applications_owner_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth2_applications")),
        sa.UniqueConstraint("client_id", name=op.f("uq_oauth2_applications_client_id")),
    )
    op.create_index("ix_oauth2_applications_owner_id", "oauth2_applications", ["owner_id"], unique=False)
    op.create_table(
        "oauth2_application_secrets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["oauth2_applications.id"],
            name=op.f("fk_oauth2_application_secrets_application_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth2_application_secrets")),
        sa.UniqueConstraint("digest", name=op.f("uq_oauth2_application_secrets_digest")),
    )
    op.create_index(
        "ix_oauth2_application_secrets_application_id", "oauth2_application_secrets", ["application_id"], unique=False
    )
    op.create_table(
        "oauth2_grants",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("scopes", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("revoked_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["oauth2_applications.id"],
            name=op.f("fk_oauth2_grants_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_oauth2_grants_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_oauth2_grants_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth2_grants")),
    )
    for column in ("application_id", "user_id", "team_id"):
        op.create_index(f"ix_oauth2_grants_{column}", "oauth2_grants", [column], unique=False)
    op.create_table(
        "oauth2_codes",
        *_of_a_grant("oauth2_codes"),
        sa.Column("redirect_uri", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=True),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
    )
    op.create_table("oauth2_access_tokens", *_of_a_grant("oauth2_access_tokens"))
    op.create_table(
        "oauth2_refresh_tokens",
        *_of_a_grant("oauth2_refresh_tokens"),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
    )
    for table in ("oauth2_codes", "oauth2_access_tokens", "oauth2_refresh_tokens"):
        op.create_index(f"ix_{table}_grant_id", table, ["grant_id"], unique=False)


def _of_a_grant(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What codes and both kinds of tokens share."""
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("grant_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["oauth2_grants.id"], name=op.f(f"fk_{table}_grant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("digest", name=op.f(f"uq_{table}_digest")),
    )
