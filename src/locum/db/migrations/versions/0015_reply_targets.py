"""Where the state of a mailbox is written to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0015"
down_revision = "0014"

_INSTANT = postgresql.TIMESTAMP(timezone=True)
_JSON = postgresql.JSONB(none_as_null=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mail_targets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("domain_id", sa.BigInteger(), nullable=True),
        sa.Column("backend", sa.String(), nullable=False),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("secret", sa.String(), nullable=True),
        sa.Column("by_operator", sa.Boolean(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("(user_id IS NULL) <> (domain_id IS NULL)", name=op.f("ck_mail_targets_one_owner")),
        sa.CheckConstraint(
            "backend IN ('embedded', 'gromox', 'sieve', 'jmap', 'graph', 'gmail')", name=op.f("ck_mail_targets_backend")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mail_targets_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["mail_domains.id"], name=op.f("fk_mail_targets_domain_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_targets")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mail_targets_user_id")),
        sa.UniqueConstraint("domain_id", name=op.f("uq_mail_targets_domain_id")),
    )
    op.create_table(
        "mailbox_syncs",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("pushed_version", sa.BigInteger(), nullable=True),
        sa.Column("pushed", sa.String(), nullable=True),
        sa.Column("last_read", _JSON, nullable=True),
        sa.Column("writing", _JSON, nullable=True),
        sa.Column("lost", _JSON, nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", _INSTANT, nullable=True),
        sa.Column("is_unreachable", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("failing_since", _INSTANT, nullable=True),
        sa.Column("synced_at", _INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'in_step', 'failing')", name=op.f("ck_mailbox_syncs_state")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mailbox_syncs_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["target_id"], ["mail_targets.id"], name=op.f("fk_mailbox_syncs_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mailbox_syncs")),
    )
    op.create_index("ix_mailbox_syncs_due_at", "mailbox_syncs", ["due_at"])
    op.create_index("ix_mailbox_syncs_target_id", "mailbox_syncs", ["target_id"])
    op.create_table(
        "foreign_edits",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("backend", sa.String(), nullable=False),
        sa.Column("noticed_at", _INSTANT, nullable=False),
        sa.Column("found", _JSON, nullable=False),
        sa.Column("overruled", _JSON, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_foreign_edits_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_foreign_edits")),
    )
    op.execute(watch("mail_targets", "secret"))
    op.execute(watch("foreign_edits"))
