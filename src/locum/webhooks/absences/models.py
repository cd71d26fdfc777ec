"""Alarms of absences."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base


class AbsenceAlarm(Base):
    """The next moment of an absence that is to be told: its beginning, then its end."""

    __tablename__ = "absence_alarms"
    __table_args__ = (Index("ix_absence_alarms_due_at", "due_at"),)

    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id", ondelete="CASCADE"), primary_key=True)
    due_at: Mapped[datetime]
    has_begun: Mapped[bool]
    """The beginning is told: what is due is the end."""
