"""Messages as they were written: kept so that they can be sent again unchanged, and seen."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamp
from locum.db.outgoing import Outgoing


class MailMessage(Outgoing, Base):
    """One message to one recipient."""

    __tablename__ = "mail_messages"
    __table_args__ = (
        Index("ix_mail_messages_organization_id", "organization_id", "id"),
        Index("ix_mail_messages_booking_id", "booking_id"),
        Index("ix_mail_messages_created_at", "created_at"),
        Index("ix_mail_messages_waiting", "id", postgresql_where=text("sent_at IS NULL AND failed_at IS NULL")),
    )

    id: Mapped[Id]
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    """What it tells and to whom, such as `booking:7:cancelled:1:bob@guest.example`: written once, whatever crashes."""
    kind: Mapped[str]
    """The word for what happened, such as `booking.cancelled`."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id", ondelete="SET NULL"))
    absence_id: Mapped[int | None]
    """No foreign key: messages about a deleted absence are written after it is gone."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    sender: Mapped[str]
    """Of the envelope; empty is the null sender."""
    recipient: Mapped[str]
    subject: Mapped[str]
    content: Mapped[bytes]
    """The whole MIME message."""
    created_at: Mapped[Stamp]
    expires_at: Mapped[datetime | None]
    """From when on it is not sent any more, because nobody would want it; None is never."""
