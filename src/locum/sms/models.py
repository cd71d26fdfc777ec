"""Messages to phones: those that are sent, and those that were kept instead of being sent."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamp
from locum.db.outgoing import Outgoing


class SmsMessage(Base):
    """One message, as it would have gone to a phone."""

    __tablename__ = "sms_messages"
    __table_args__ = (Index("ix_sms_messages_created_at", "created_at"),)

    id: Mapped[Id]
    recipient: Mapped[str]
    """A number in E.164."""
    text: Mapped[str]
    created_at: Mapped[Stamp]


class OutgoingSms(Outgoing, Base):
    """One message that is handed to the gateway."""

    __tablename__ = "sms_outbox"
    __table_args__ = (
        Index("ix_sms_outbox_recipient", "recipient", "created_at"),
        Index("ix_sms_outbox_created_at", "created_at"),
    )

    id: Mapped[Id]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    """What it tells and to whom: written once, whatever crashes."""
    recipient: Mapped[str]
    """A number in E.164."""
    text: Mapped[str]
    created_at: Mapped[Stamp]
