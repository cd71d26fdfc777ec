"""What slots know of the outside: busy time of hosts and slots held for a while.

Bookings write busy time; slots only read it. So everything that offering a time takes stands in these rows.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from locum.db.base import Base, Id


class HostBusy(Base):
    """The time that a booking takes of one host, and the guarantee that no two take the same.

    There are rows for accepted bookings and for pending ones, and none for cancelled and rejected ones.
    """

    __tablename__ = "host_busy"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
        # A range of one number stands for the host: GiST compares plain numbers only with an extension.
        ExcludeConstraint(
            (func.int8range(literal_column("host_id"), literal_column("host_id"), text("'[]'")), "="),
            (func.tstzrange(literal_column("starts_at"), literal_column("ends_at")), "&&"),
            name="no_two_at_once",
            where=text("blocks"),
        ),
        # Slots ask for the future: by its end, a host's past is never touched.
        Index("ix_host_busy_host_id_ends_at", "host_id", "ends_at", "starts_at"),
        Index("ix_host_busy_event_type_id_starts_at", "event_type_id", "starts_at"),
        Index("ix_host_busy_booking_id", "booking_id"),
    )

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    booking_uid: Mapped[str]
    event_type_id: Mapped[int | None] = mapped_column(ForeignKey("event_types.id", ondelete="SET NULL"))
    host_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """The meeting itself, [starts_at, ends_at): buffers add up between neighbours and never exclude (sheet, 5)."""
    before_minutes: Mapped[int] = mapped_column(default=0)
    """The buffer before, of the booking's own event type when it was booked."""
    after_minutes: Mapped[int] = mapped_column(default=0)
    blocks: Mapped[bool]
    """No other blocking row of the host may overlap. False: pending, one who attends, assigned on purpose."""
    pending: Mapped[bool] = mapped_column(default=False)
    """Awaits confirmation: busy only for its own event type, and only where that says so (slots sheet, section 5)."""
    is_organizer: Mapped[bool] = mapped_column(default=True)
    """Limits of duration count per organizer; a booking has one such row (slots sheet, section 6)."""
    seats_taken: Mapped[int | None]
    """Attendees of a seated booking; None: not seated."""


class SlotReservation(Base):
    """A slot kept from being offered until `until` (slots sheet, section 11)."""

    __tablename__ = "slot_reservations"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
        Index("ix_slot_reservations_event_type_id_starts_at", "event_type_id", "starts_at"),
        Index("ix_slot_reservations_host_id_until", "host_id", "until"),
        Index("ix_slot_reservations_until", "until"),
    )

    uid: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    event_type_id: Mapped[int] = mapped_column(ForeignKey("event_types.id", ondelete="CASCADE"))
    host_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    until: Mapped[datetime]
    is_seat: Mapped[bool] = mapped_column(default=False)
