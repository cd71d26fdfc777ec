"""Platform OAuth clients, their tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables; people and teams name clients that are there."""
    op.create_table(
        "oauth_clients",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("logo", sa.String(), nullable=True),
        sa.Column("secret_digest", sa.String(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("permissions", sa.BigInteger(), nullable=False),
        sa.Column("redirect_uris", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("booking_redirect_uri", sa.String(), nullable=True),
        sa.Column("booking_cancel_redirect_uri", sa.String(), nullable=True),
        sa.Column("booking_reschedule_redirect_uri", sa.String(), nullable=True),
        sa.Column("are_emails_enabled", sa.Boolean(), nullable=False),
        sa.Column("are_default_event_types_enabled", sa.Boolean(), nullable=False),
        sa.Column("are_calendar_events_enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_oauth_clients_organization_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_clients")),
    )
    op.create_index("ix_oauth_clients_organization_id", "oauth_clients", ["organization_id"])
    op.create_table(
        "oauth_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["oauth_clients.id"], name=op.f("fk_oauth_tokens_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_oauth_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oauth_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_oauth_tokens_digest")),
    )
    op.create_index("ix_oauth_tokens_client_id", "oauth_tokens", ["client_id"])
    op.create_index("ix_oauth_tokens_expires_at", "oauth_tokens", ["expires_at"])
    op.create_index("ix_oauth_tokens_user_id", "oauth_tokens", ["user_id"])
    _managed("users", ["platform_client_id", "id"])
    _managed("teams", ["platform_client_id"])


def _managed(table: str, columns: list[str]) -> None:
    op.create_foreign_key(
        op.f(f"fk_{table}_platform_client_id"),
        table,
        "oauth_clients",
        ["platform_client_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(
        f"ix_{table}_platform_client_id",
        table,
        columns,
        postgresql_where=sa.text("platform_client_id IS NOT NULL"),
    )
