"""Incoming mail, what was decided about it, and the replies that wait."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.add_column("mail_messages", sa.Column("expires_at", _INSTANT, nullable=True))
    op.create_table(
        "incoming_messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("facts", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("reply_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_incoming_messages_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["mail_messages.id"], name=op.f("fk_incoming_messages_reply_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_messages")),
        sa.UniqueConstraint("user_id", "digest", name=op.f("uq_incoming_messages_user_id_digest")),
    )
    op.create_index("ix_incoming_messages_user_id", "incoming_messages", ["user_id", "id"])
    op.create_index("ix_incoming_messages_received_at", "incoming_messages", ["received_at"])
    op.create_index(
        "ix_incoming_messages_reply_id",
        "incoming_messages",
        ["reply_id"],
        postgresql_where=sa.text("reply_id IS NOT NULL"),
    )
    op.create_index(
        "ix_incoming_messages_undecided", "incoming_messages", ["id"], postgresql_where=sa.text("decided_at IS NULL")
    )
    op.create_table(
        "answered_senders",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("period_key", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("answered_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_answered_senders_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "period_key", "sender", name=op.f("pk_answered_senders")),
    )
    op.create_index("ix_answered_senders_user_id_answered_at", "answered_senders", ["user_id", "answered_at"])
    op.create_index("ix_answered_senders_answered_at", "answered_senders", ["answered_at"])
