"""Bookings and those who attend them. The hosts' busy time stands in `locum.slots.models.HostBusy`."""

import secrets
import string
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, func, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from locum.db.base import Base, Id, Json, Stamped

_LETTERS = string.ascii_letters + string.digits
UID_LENGTH = 22


def new_uid() -> str:
    """A booking's address, which is also the secret that lets its people change it: 131 random bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(UID_LENGTH))


class Booking(Stamped, Base):
    """A meeting that somebody booked with a host."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
        CheckConstraint("status IN ('accepted', 'pending', 'cancelled', 'rejected', 'awaiting_host')", name="status"),
        Index("ix_bookings_user_id_starts_at", "user_id", "starts_at"),
        Index("ix_bookings_event_type_id_starts_at", "event_type_id", "starts_at"),
        # Whose turn it is goes by when each host was last booked.
        Index(
            "ix_bookings_event_type_id_user_id_created_at",
            "event_type_id",
            "user_id",
            "created_at",
            postgresql_where=text("status = 'accepted'"),
        ),
        Index("ix_bookings_recurring_uid", "recurring_uid", postgresql_where=text("recurring_uid IS NOT NULL")),
        Index("ix_bookings_organization_id_starts_at", "organization_id", "starts_at", "id"),
        Index("ix_bookings_organization_id_updated_at", "organization_id", "updated_at", "id"),
        # Bookings of an organization's people that are not the organization's own are few, and found at once.
        Index("ix_bookings_user_id_organization_id", "user_id", "organization_id"),
    )

    id: Mapped[Id]
    uid: Mapped[str] = mapped_column(unique=True, default=new_uid)
    event_type_id: Mapped[int | None] = mapped_column(ForeignKey("event_types.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    """The organizer; None while an instant meeting awaits its host, or when the account is gone."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    """The organization of the event type's team, else the organizer's main one."""
    status: Mapped[str]
    """accepted, pending, cancelled, rejected or awaiting_host."""
    title: Mapped[str]
    description: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    location: Mapped[str | None]
    """What is told to people: an address, a number, a link, or `integrations:...`."""
    responses: Mapped[Json] = mapped_column(default=dict)
    """Answers to the booking fields by slug, with name, email, guests and location."""
    properties: Mapped[Json] = mapped_column("metadata", default=dict)
    """The client's own small object, as given."""
    ics_uid: Mapped[str]
    """The calendar's name for it: kept by all its reschedules."""
    ics_sequence: Mapped[int] = mapped_column(default=0)
    rescheduled_from_uid: Mapped[str | None]
    rescheduled_to_uid: Mapped[str | None]
    rescheduling_reason: Mapped[str | None]
    rescheduled_by: Mapped[str | None]
    """An e-mail address."""
    cancellation_reason: Mapped[str | None]
    cancelled_by: Mapped[str | None]
    """An e-mail address."""
    rejection_reason: Mapped[str | None]
    recurring_uid: Mapped[str | None]
    """Shared by the occurrences of a series."""
    host_absent: Mapped[bool] = mapped_column(default=False)
    attendees: Mapped[list["BookingAttendee"]] = relationship(
        lazy="raise", order_by="BookingAttendee.position", cascade="all, delete-orphan", passive_deletes=True
    )


class BookingAttendee(Base):
    """Somebody who attends: the booker, his guests, other hosts of a team's event, or the holder of a seat."""

    __tablename__ = "booking_attendees"
    __table_args__ = (
        Index("ix_booking_attendees_booking_id", "booking_id", "position"),
        # Accounts know their address in lower case, attendees are kept as they wrote theirs.
        Index("ix_booking_attendees_email", func.lower(literal_column("email")), "booking_id"),
    )

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(SmallInteger, default=0)
    """0 is the booker."""
    kind: Mapped[str] = mapped_column(default="booker")
    """booker, guest, host or seat."""
    email: Mapped[str]
    """As given; of who gave a number only, its digits at `sms.cal.com`."""
    name: Mapped[str]
    time_zone: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    phone: Mapped[str | None]
    absent: Mapped[bool] = mapped_column(default=False)
    seat_uid: Mapped[str | None] = mapped_column(unique=True)
    responses: Mapped[Json | None]
    """A seat's own answers; None for others."""
    properties: Mapped[Json | None] = mapped_column("metadata")
    """A seat's own metadata."""

    @property
    def shown_name(self) -> str:
        """His name, or what stands for it."""
        return self.name or self.email


class DepartedAttendee(Base):
    """Somebody whose seat is no longer his: kept so that he, and subscribers, can still be told that it is gone."""

    __tablename__ = "departed_attendees"
    __table_args__ = (Index("ix_departed_attendees_booking_id", "booking_id"),)

    attendee_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """What his id was among the attendees."""
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    seat_uid: Mapped[str | None]
    email: Mapped[str]
    name: Mapped[str]
    time_zone: Mapped[str]
    language: Mapped[str]
    phone: Mapped[str | None]
    responses: Mapped[Json | None]
    properties: Mapped[Json | None] = mapped_column("metadata")
    left_at: Mapped[datetime]


class BookingReference(Base):
    """What a calendar or a video service calls a booking; written by those who tell them of it."""

    __tablename__ = "booking_references"
    __table_args__ = (Index("ix_booking_references_booking_id", "booking_id"),)

    id: Mapped[Id]
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    type: Mapped[str]
    """The service, such as `google_calendar` or `daily_video`."""
    external_uid: Mapped[str]
    """The service's own name for it."""
    destination_calendar_id: Mapped[int | None]
    """The calendar that holds it; None for video services."""


class InstantMeeting(Base):
    """The key with which whoever of the hosts comes first opens an instant meeting."""

    __tablename__ = "instant_meetings"

    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    """Of the token; the token itself is only ever told to those who may answer."""
    expires_at: Mapped[datetime]
