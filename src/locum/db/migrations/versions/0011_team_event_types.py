"""Event types of teams, their hosts and private links."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0011"
down_revision = "0010"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Hosts have an order and a beginning; private links are new."""
    op.add_column("event_type_hosts", sa.Column("position", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("event_type_hosts", sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.func.now()))
    op.alter_column("event_type_hosts", "position", server_default=None)
    op.alter_column("event_type_hosts", "created_at", server_default=None)
    op.create_table(
        "private_links",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("event_type_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed_name", sa.String(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=True),
        sa.Column("most_uses", sa.BigInteger(), nullable=True),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("(expires_at IS NULL) <> (most_uses IS NULL)", name=op.f("ck_private_links_one_end")),
        sa.ForeignKeyConstraint(
            ["event_type_id"],
            ["event_types.id"],
            name=op.f("fk_private_links_event_type_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_private_links_digest")),
    )
    op.create_index("ix_private_links_event_type_id_id", "private_links", ["event_type_id", "id"])
    op.execute(watch("private_links", "digest", "sealed_name"))
