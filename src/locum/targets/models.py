"""Which mail server answers for whom, how far it has been told, and what somebody changed there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Sealed, Stamped

EMBEDDED = "embedded"
"""Locum's own responder: what holds where nothing else was said."""


class MailTarget(Stamped, Base):
    """The server that answers for one mailbox, or for every mailbox of a mail domain that has none of its own."""

    __tablename__ = "mail_targets"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (domain_id IS NULL)", name="one_owner"),
        CheckConstraint("backend IN ('embedded', 'gromox', 'sieve', 'jmap', 'graph', 'gmail')", name="backend"),
    )

    id: Mapped[Id]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("mail_domains.id", ondelete="CASCADE"), unique=True)
    backend: Mapped[str]
    settings: Mapped[Json]
    """What its backend takes, without anything secret."""
    secret: Mapped[Sealed | None]
    """A password, token or key, if it takes one."""
    by_operator: Mapped[bool] = mapped_column(default=False)
    """Registered on the command line: it may lead into the private network and to files of this machine."""


class MailboxSync(Base):
    """How far one mailbox's server has been told. It goes with the target it speaks of."""

    __tablename__ = "mailbox_syncs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'in_step', 'failing')", name="state"),
        Index("ix_mailbox_syncs_due_at", "due_at"),
        Index("ix_mailbox_syncs_target_id", "target_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("mail_targets.id", ondelete="CASCADE"))
    address: Mapped[str]
    """Of the mailbox at that server: who gets another address leaves a mailbox behind."""
    state: Mapped[str] = mapped_column(default="waiting")
    due_at: Mapped[datetime]
    """When the server is to be looked at next: after a failure, when something begins or ends, or as usual."""
    pushed_version: Mapped[int | None]
    """The version of the replies that the server was last brought in step with (bridge sheet, R30)."""
    pushed: Mapped[str | None]
    """Fingerprint of what was last written there."""
    last_read: Mapped[Json | None]
    """What the server said it holds when it was last in step; anything else is somebody's edit (R27)."""
    writing: Mapped[Json | None]
    """What is being written, from before until it is known to be there: found at the server, it is nobody's edit."""
    lost: Mapped[Json | None]
    """What of the state the server cannot hold."""
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    is_unreachable: Mapped[bool] = mapped_column(default=False)
    """Nobody answered at the last try: other mailboxes of the same server need not ask right now."""
    problem: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    synced_at: Mapped[datetime | None]


class ForeignEdit(Base):
    """The last change that somebody made at the mail server itself; earlier ones are in the audit log (R32)."""

    __tablename__ = "foreign_edits"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    backend: Mapped[str]
    noticed_at: Mapped[datetime]
    found: Mapped[Json]
    """What the server held."""
    overruled: Mapped[Json | None]
    """What of it did not count, because the same was changed here meanwhile."""
