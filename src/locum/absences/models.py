"""Absences: the one fact from which closed slots, substitutes and replies follow."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY
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
            postgresql_where=text("covers_days AND series_id IS NULL"),
        ),
        Index(
            "uq_absences_series_id_occurs_on",
            "series_id",
            "occurs_on",
            unique=True,
            postgresql_where=text("series_id IS NOT NULL"),
        ),
        Index("uq_absences_told_by_mail", "user_id", unique=True, postgresql_where=text("origin = 'mail'")),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("starts_at < ends_at", name="instants_in_order"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="both_instants"),
        CheckConstraint("covers_days OR starts_at IS NOT NULL", name="some_time"),
        CheckConstraint("origin IN ('scheduling', 'mail', 'calendar', 'holiday', 'import')", name="origin"),
        CheckConstraint("replies IN ('inherit', 'on', 'off')", name="replies"),
        CheckConstraint("(series_id IS NULL) = (occurs_on IS NULL)", name="occurrence"),
        Index("ix_absences_substitute_id", "substitute_id"),
        Index("ix_absences_user_id_last_day", "user_id", "last_day"),
        Index("ix_absences_first_day_id", "first_day", "id"),
        Index("ix_absences_last_day_id", "last_day", "id"),
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
    series_id: Mapped[int | None] = mapped_column(ForeignKey("absence_series.id", ondelete="CASCADE"))
    """The recurring absence that this is one occurrence of."""
    occurs_on: Mapped[date | None]
    """The date by the rule of its series that it stands for, wherever it was moved to."""
    differs_from_series: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whether somebody changed this one occurrence, so that changes of all leave it alone."""


class UntoldAbsence(Base):
    """An absence that was entered or changed together with many others, of which nobody has been told yet.

    `previous_*` is how it was before; of a new one, how it is.
    """

    __tablename__ = "untold_absences"

    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id", ondelete="CASCADE"), primary_key=True)
    is_new: Mapped[bool]
    previous_first_day: Mapped[date]
    previous_last_day: Mapped[date]
    previous_covers_days: Mapped[bool]
    previous_substitute_id: Mapped[int | None]


class AbsenceSeries(Stamped, Base):
    """An absence that comes again and again, such as every Friday afternoon.

    Its occurrences of the next twelve months stand among the absences, so that whatever follows from an absence follows
    from them. Wall times are those of `zone`, which is frozen when the series is entered.
    """

    __tablename__ = "absence_series"
    __table_args__ = (
        CheckConstraint("replies IN ('inherit', 'on', 'off')", name="replies"),
        CheckConstraint("length_days BETWEEN 1 AND 366", name="length"),
        CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="both_times"),
        Index("ix_absence_series_user_id", "user_id"),
        Index("ix_absence_series_substitute_id", "substitute_id"),
        Index("ix_absence_series_expanded_to", "expanded_to"),
    )

    id: Mapped[Id]
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    """Where the rule begins to count."""
    length_days: Mapped[int] = mapped_column(SmallInteger, default=1)
    """Calendar days from the first to the last of one occurrence, both included."""
    start_minute: Mapped[int | None] = mapped_column(SmallInteger)
    end_minute: Mapped[int | None] = mapped_column(SmallInteger)
    """Wall times, in minutes of the first and of the last day; None for whole days."""
    zone: Mapped[str]
    rule: Mapped[str]
    """A recurrence rule of RFC 5545, section 3.3.10, without its name."""
    exceptions: Mapped[list[date]] = mapped_column(ARRAY(Date))
    """Dates by the rule on which it does not occur."""
    expanded_to: Mapped[date]
    """Up to this date, included, occurrences stand among the absences."""
    reason: Mapped[str]
    notes: Mapped[str | None]
    show_note_publicly: Mapped[bool] = mapped_column(default=False)
    replies: Mapped[str] = mapped_column(default="inherit")
    """As of an absence; but inherit is off, unless the operator wants it otherwise (bridge sheet, section 8)."""


class AbsenceReply(Base):
    """Texts of one absence, in place of its person's usual ones; None is not said, empty means no reply."""

    __tablename__ = "absence_replies"

    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id", ondelete="CASCADE"), primary_key=True)
    internal_subject: Mapped[str | None]
    internal_html: Mapped[str | None]
    external_subject: Mapped[str | None]
    external_html: Mapped[str | None]
