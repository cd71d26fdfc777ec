"""Who was chosen for a booking, and why: kept as it was decided, and never changed."""

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id, Stamp


class HostChoice(Base):
    """One choice of one host; a booking that is given to somebody else has another one after it."""

    __tablename__ = "host_choices"
    __table_args__ = (
        Index("ix_host_choices_booking_id", "booking_id", "id"),
        Index("ix_host_choices_host_id", "host_id"),
        Index("ix_host_choices_assigned_by", "assigned_by"),
    )

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    """Who was chosen; None when the account is gone."""
    group_key: Mapped[str | None]
    """The group of hosts that he was chosen from."""
    reason: Mapped[str]
    """What decided (`rules.Reason`)."""
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    """Who had it given to another host; None for choices made while booking."""
    note: Mapped[str | None]
    """Why he wanted that, in his own words."""
    considered: Mapped[list[Any]] = mapped_column(default=list)
    """What became of the others: `{userId, outcome, bookings, shortfall}`, in host order."""
    made_at: Mapped[Stamp]
