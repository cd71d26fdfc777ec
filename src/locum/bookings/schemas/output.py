"""Bookings as they are answered (bookings sheet, section 3.5)."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from locum.bookings.schemas.create import LANGUAGES
from locum.event_types.schemas.parts import absent as omitted
from locum.http.envelope import Envelope, PagedEnvelope
from locum.kit.wire import Instant, WireOutput

T = TypeVar("T")


class HostOutput(WireOutput):
    """The organizer."""

    id: int | str = Field(json_schema_extra={"type": "number"})
    name: str
    email: str
    display_email: str
    username: str
    time_zone: str


class EventTypeRefOutput(WireOutput):
    """Which event type was booked."""

    id: int
    slug: str


class AttendeeOutput(WireOutput):
    """Somebody who attends."""

    name: str
    email: str
    display_email: str
    time_zone: str
    language: str | None = Field(default=None, json_schema_extra={"enum": [*LANGUAGES]})
    absent: bool
    phone_number: str | None = omitted()


class SeatedAttendeeOutput(AttendeeOutput):
    """Somebody who has a seat."""

    seat_uid: str
    booking_fields_responses: dict[str, Any]
    metadata: dict[str, Any] | None = omitted()


class _CommonOutput(WireOutput):
    id: int
    uid: str
    title: str
    description: str | None
    hosts: list[HostOutput]
    status: Literal["accepted", "pending", "cancelled", "rejected", "awaiting_host"]
    cancellation_reason: str | None = omitted()
    cancelled_by_email: str | None = omitted()
    rescheduling_reason: str | None = omitted()
    rescheduled_by_email: str | None = omitted()
    rescheduled_from_uid: str | None = omitted()
    rescheduled_to_uid: str | None = omitted()
    start: Instant
    end: Instant
    duration: int = Field(description="Minutes")
    event_type_id: int | None = Field(json_schema_extra={"deprecated": True}, description="`eventType` says the same")
    event_type: EventTypeRefOutput | None
    meeting_url: str | None = Field(
        default=None, json_schema_extra={"deprecated": True}, description="`location` says the same"
    )
    location: str
    absent_host: bool
    created_at: Instant
    updated_at: Instant | None
    metadata: dict[str, Any]
    rating: int | None = omitted()
    ics_uid: str


class BookingOutput(_CommonOutput):
    """A single booking."""

    attendees: list[AttendeeOutput]
    guests: list[str] | None = omitted()
    booking_fields_responses: dict[str, Any]


class RecurringBookingOutput(BookingOutput):
    """An occurrence of a series."""

    recurring_booking_uid: str


class SeatedBookingOutput(_CommonOutput):
    """A booking whose attendees have seats of their own."""

    attendees: list[SeatedAttendeeOutput]


class RecurringSeatedBookingOutput(SeatedBookingOutput):
    """The same as an occurrence of a series."""

    recurring_booking_uid: str


class CreatedSeatOutput(SeatedBookingOutput):
    """A seat that has just been taken."""

    seat_uid: str


class CreatedRecurringSeatOutput(CreatedSeatOutput):
    """The same as an occurrence of a series."""

    recurring_booking_uid: str


OneBooking = BookingOutput | RecurringBookingOutput | SeatedBookingOutput | RecurringSeatedBookingOutput
BookingOrSeries = OneBooking | list[RecurringBookingOutput] | list[RecurringSeatedBookingOutput]
CreatedBooking = BookingOutput | list[RecurringBookingOutput] | CreatedSeatOutput | list[CreatedRecurringSeatOutput]
MovedBooking = (
    BookingOutput | RecurringBookingOutput | CreatedSeatOutput | CreatedRecurringSeatOutput | SeatedBookingOutput
)


class BookingEnvelope(Envelope[T], Generic[T]):
    """An answer whose document also speaks of an error; refusals have a form of their own, so it is never there."""

    error: dict[str, Any] | None = omitted()


class BookingsEnvelope(PagedEnvelope[T], Generic[T]):
    """The same for a page of a list."""

    error: dict[str, Any] | None = omitted()
