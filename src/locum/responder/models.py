"""Incoming messages with what was decided about them, and who was answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json


class IncomingMessage(Base):
    """One message to one mailbox: what its decision needs, until it is decided, and then the decision.

    Nothing of its body is ever kept.
    """

    __tablename__ = "incoming_messages"
    __table_args__ = (
        UniqueConstraint("user_id", "digest"),
        Index("ix_incoming_messages_user_id", "user_id", "id"),
        Index("ix_incoming_messages_received_at", "received_at"),
        Index("ix_incoming_messages_reply_id", "reply_id", postgresql_where=text("reply_id IS NOT NULL")),
        Index("ix_incoming_messages_undecided", "id", postgresql_where=text("decided_at IS NULL")),
    )

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    sender: Mapped[str]
    """Of the envelope; empty is the null sender."""
    recipient: Mapped[str]
    """The address of the mailbox, or the alias, that the message came to."""
    received_at: Mapped[datetime]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    """Of envelope and content: what is delivered a second time, because its first 250 was lost, is not stored again."""
    facts: Mapped[Json | None]
    """The headers that decide (`locum.responder.facts`); None as soon as it is decided."""
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    """A word of `locum.responder.reasons`; `answered` has a reply."""
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("mail_messages.id", ondelete="SET NULL"))


class AnsweredSender(Base):
    """Who was answered in a period of somebody's absence, and when last: the guard that makes it once."""

    __tablename__ = "answered_senders"
    __table_args__ = (
        Index("ix_answered_senders_user_id_answered_at", "user_id", "answered_at"),
        Index("ix_answered_senders_answered_at", "answered_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    period_key: Mapped[str] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(primary_key=True)
    """In lower case, freed of what forwarders and bounce tags put around it."""
    answered_at: Mapped[datetime]
    """When the message came in that was answered."""
