"""Absences: the one fact from which closed slots, substitutes and replies follow."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamped


class Absence(Stamped, Base):
    """Somebody is away on whole days, first and last included, with or without a substitute.

    Where `starts_at` and `ends_at` are set, he is away exactly from then till then; the days are those that are covered
    whole, or, where `covers_days` is false, those that are touched (bridge sheet, rules R3 and R4).
    """

    __tablename__ = "absences"
    __table_args__ = (
        Index(
            "uq_absences_user_id_first_day_last_day",
            "user_id",
            "first_day",
            "last_day",
            unique=True,
            postgresql_where=text("covers_days"),
        ),
        Index("uq_absences_told_by_mail", "user_id", unique=True, postgresql_where=text("origin = 'mail'")),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("starts_at < ends_at", name="instants_in_order"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="both_instants"),
        CheckConstraint("covers_days OR starts_at IS NOT NULL", name="some_time"),
        CheckConstraint("origin IN ('scheduling', 'mail', 'calendar', 'holiday', 'import')", name="origin"),
        CheckConstraint("replies IN ('inherit', 'on', 'off')", name="replies"),
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
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """Half-open, aware; None for plain whole days."""
    covers_days: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    origin: Mapped[str] = mapped_column(default="scheduling", server_default="scheduling")
    """Who told of it: scheduling, mail (at most one of a person), calendar, holiday or import."""
    replies: Mapped[str] = mapped_column(default="inherit", server_default="inherit")
    """Whether mail is answered meanwhile: inherit (by its reason), on or off."""
    replies_muted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Switched off from the mail side while it ran (bridge sheet, rule R23)."""
