"""Mail domains, mailboxes and what they answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from locum.db.audit_trail import watch

revision = "0010"
down_revision = "0009"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def _texts() -> list[sa.Column[str]]:
    names = ("internal_subject", "internal_html", "external_subject", "external_html")
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "mail_domains",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("display_name", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("admin_name", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("most_mailboxes", sa.BigInteger(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["teams.id"], name=op.f("fk_mail_domains_organization_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_domains")),
        sa.UniqueConstraint("name", name=op.f("uq_mail_domains_name")),
    )
    op.create_index("ix_mail_domains_organization_id", "mail_domains", ["organization_id"])
    op.create_table(
        "mailbox_aliases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mailbox_aliases_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_aliases")),
        sa.UniqueConstraint("address", name=op.f("uq_mailbox_aliases_address")),
    )
    op.create_index("ix_mailbox_aliases_user_id", "mailbox_aliases", ["user_id"])
    op.create_table(
        "reply_settings",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("starts_at", _INSTANT, nullable=True),
        sa.Column("ends_at", _INSTANT, nullable=True),
        sa.Column("audience", sa.String(), nullable=True),
        *_texts(),
        sa.Column("switched_on_at", _INSTANT, nullable=True),
        sa.Column("repeat_after_days", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("state IN ('off', 'on', 'scheduled')", name=op.f("ck_reply_settings_state")),
        sa.CheckConstraint("audience IN ('none', 'known', 'all')", name=op.f("ck_reply_settings_audience")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reply_settings_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reply_settings")),
    )
    op.create_table(
        "absence_replies",
        sa.Column("absence_id", sa.BigInteger(), nullable=False),
        *_texts(),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_absence_replies_absence_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("absence_id", name=op.f("pk_absence_replies")),
    )
    op.create_table(
        "token_keys",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("private_key", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token_keys")),
    )
    op.create_index("ix_users_email_domain", "users", [sa.text("split_part(email, '@', 2)")])
    op.execute(watch("token_keys", "private_key"))
    for table in ("mail_domains", "mailbox_aliases", "reply_settings", "absence_replies"):
        op.execute(watch(table))
