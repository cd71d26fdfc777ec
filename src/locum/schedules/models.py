"""Schedules and their rules, in the order in which they were sent."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from locum.db.base import Base, Id, Stamped


class Schedule(Stamped, Base):
    """When its owner can be booked, in wall-clock time of `time_zone` (None: shown as Europe/London)."""

    __tablename__ = "schedules"
    __table_args__ = (Index("ix_schedules_user_id", "user_id"),)

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    time_zone: Mapped[str | None]
    rules: Mapped[list["ScheduleRule"]] = relationship(
        lazy="raise", order_by="ScheduleRule.position", cascade="all, delete-orphan", passive_deletes=True
    )


class ScheduleRule(Base):
    """Opening hours on weekdays, or, with `on_date`, an override of one date."""

    __tablename__ = "schedule_rules"
    __table_args__ = (Index("ix_schedule_rules_schedule_id", "schedule_id"),)

    id: Mapped[Id]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedules.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    days: Mapped[list[Any]] = mapped_column(ARRAY(SmallInteger), default=list)
    """0 is Sunday, in the order given."""
    on_date: Mapped[date | None]
    start_minute: Mapped[int] = mapped_column(SmallInteger)
    """Minutes after midnight, wall clock of the schedule's zone."""
    end_minute: Mapped[int] = mapped_column(SmallInteger)
    """The same; 1439 means midnight."""
