"""Messages that were kept instead of being sent."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from locum.db.base import Base, Id, Stamp


class SmsMessage(Base):
    """One message, as it would have gone to a phone."""

    __tablename__ = "sms_messages"
    __table_args__ = (Index("ix_sms_messages_created_at", "created_at"),)

    id: Mapped[Id]
    recipient: Mapped[str]
    """A number in E.164."""
    text: Mapped[str]
    created_at: Mapped[Stamp]
