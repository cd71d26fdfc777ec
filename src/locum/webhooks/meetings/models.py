"""Alarms of meetings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base


class MeetingAlarm(Base):
    """The next moment of an accepted booking that is to be told: its beginning, then its end."""

    __tablename__ = "meeting_alarms"
    __table_args__ = (Index("ix_meeting_alarms_due_at", "due_at"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    due_at: Mapped[datetime]
    has_begun: Mapped[bool]
    """The beginning is told, or was too long ago: what is due is the end."""
