"""The outbox of events for programs elsewhere."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Json, Stamp


class WebhookEvent(Base):
    """Something happened that subscribers of a trigger are told; written in the transaction in which it happened."""

    __tablename__ = "webhook_events"
    __table_args__ = (
        Index("ix_webhook_events_user_id", "user_id"),
        Index("ix_webhook_events_created_at", "created_at"),
    )

    id: Mapped[Id]
    trigger: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    """Whose event: subscribers are this person's, and those of the teams and organizations he belongs to."""
    body: Mapped[Json]
    """The whole body of a delivery without a template."""
    created_at: Mapped[Stamp]
    delivered_at: Mapped[datetime | None]
