"""Absences: the one fact from which closed slots, substitutes and replies follow."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class Absence(Stamped, Base):
    """Somebody is away on whole days, first and last included, with or without a substitute."""

    __tablename__ = "absences"
    __table_args__ = (
        UniqueConstraint("user_id", "first_day", "last_day"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        Index("ix_absences_substitute_id", "substitute_id"),
        Index("ix_absences_user_id_last_day", "user_id", "last_day"),
    )

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    """A calendar date, read in the zone of the schedule that is in use (out-of-office sheet, section 6)."""
    last_day: Mapped[date]
    reason: Mapped[str | None]
    """unspecified, vacation, travel, sick or public_holiday."""
    notes: Mapped[str | None]
    show_note_publicly: Mapped[bool] = mapped_column(default=False)
