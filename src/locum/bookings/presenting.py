"""From views to the wire shapes of a booking (bookings sheet, sections 3.5, 4.1 and 6)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from locum.bookings.models import BookingAttendee
from locum.bookings.rules.people import display_email
from locum.bookings.rules.status import Status
from locum.bookings.schemas.later import AddedAttendeeOutput, AttendeeWithIdOutput
from locum.bookings.schemas.output import (
    AttendeeOutput,
    BookingOutput,
    CreatedSeatOutput,
    EventTypeRefOutput,
    HostOutput,
    OneBooking,
    RecurringBookingOutput,
    RecurringSeatedBookingOutput,
    SeatedAttendeeOutput,
    SeatedBookingOutput,
)
from locum.bookings.views import BookingView, Found, Organizer

_UNKNOWN = "unknown"
_MINUTE = timedelta(minutes=1)


def present(view: BookingView) -> OneBooking:
    """One booking in the shape that suits it."""
    booking = view.booking
    common = _common(view)
    if view.seated:
        common["attendees"] = [_seated(attendee) for attendee in view.shown_attendees()]
        if view.taken_seat is not None:
            return CreatedSeatOutput.model_construct(**common, seat_uid=view.taken_seat)
        if booking.recurring_uid is None:
            return SeatedBookingOutput.model_construct(**common)
        return RecurringSeatedBookingOutput.model_construct(**common, recurring_booking_uid=booking.recurring_uid)
    common["attendees"] = [_attendee(attendee) for attendee in booking.attendees]
    common["guests"] = booking.responses.get("guests")
    common["booking_fields_responses"] = booking.responses
    if booking.recurring_uid is None:
        return BookingOutput.model_construct(**common)
    return RecurringBookingOutput.model_construct(**common, recurring_booking_uid=booking.recurring_uid)


def present_booked(found: Found) -> OneBooking | list[OneBooking]:
    """One booking, or all occurrences of a series."""
    return present(found) if isinstance(found, BookingView) else present_all(found)


def present_all(views: Iterable[BookingView]) -> list[OneBooking]:
    """Many bookings, each in its shape."""
    return [present(view) for view in views]


def _common(view: BookingView) -> dict[str, Any]:
    booking = view.booking
    cancelled = booking.status == Status.CANCELLED
    location = booking.location or ""
    return {
        "id": booking.id,
        "uid": booking.uid,
        "title": booking.title,
        "description": booking.description or "",
        "hosts": [_host(view.organizer)],
        "status": booking.status,
        "cancellation_reason": booking.cancellation_reason if cancelled else None,
        "cancelled_by_email": booking.cancelled_by if cancelled else None,
        "rescheduling_reason": booking.rescheduling_reason,
        "rescheduled_by_email": booking.rescheduled_by,
        "rescheduled_from_uid": booking.rescheduled_from_uid,
        "rescheduled_to_uid": booking.rescheduled_to_uid,
        "start": booking.starts_at,
        "end": booking.ends_at,
        "duration": (booking.ends_at - booking.starts_at) // _MINUTE,
        "event_type_id": booking.event_type_id,
        "event_type": _event_type(booking.event_type_id, view.event_type_slug),
        "meeting_url": location,
        "location": location,
        "absent_host": booking.host_absent,
        "created_at": booking.created_at,
        "updated_at": booking.updated_at,
        "metadata": booking.properties,
        "ics_uid": booking.ics_uid,
    }


def _event_type(event_type_id: int | None, slug: str | None) -> EventTypeRefOutput | None:
    if event_type_id is None or slug is None:
        return None
    return EventTypeRefOutput.model_construct(id=event_type_id, slug=slug)


def _host(organizer: Organizer | None) -> HostOutput:
    """Exactly one host; of an account that is gone nothing is known (bookings sheet, section 3.5)."""
    if organizer is None:
        return HostOutput.model_construct(
            id=_UNKNOWN,
            name=_UNKNOWN,
            email=_UNKNOWN,
            display_email=_UNKNOWN,
            username=_UNKNOWN,
            time_zone=_UNKNOWN,
        )
    return HostOutput.model_construct(
        id=organizer.id,
        name=organizer.name or "",
        email=organizer.email,
        display_email=display_email(organizer.email),
        username=organizer.username or "",
        time_zone=organizer.time_zone,
    )


def _attendee_members(attendee: BookingAttendee) -> dict[str, Any]:
    return {
        "name": attendee.name,
        "email": attendee.email,
        "display_email": display_email(attendee.email),
        "time_zone": attendee.time_zone,
        "language": attendee.language,
        "absent": attendee.absent,
        "phone_number": attendee.phone,
    }


def _attendee(attendee: BookingAttendee) -> AttendeeOutput:
    return AttendeeOutput.model_construct(**_attendee_members(attendee))


def attendee_with_id(attendee: BookingAttendee) -> AttendeeWithIdOutput:
    """Somebody who attends, by himself."""
    return AttendeeWithIdOutput.model_construct(**_attendee_members(attendee), id=attendee.id)


def added_attendee(attendee: BookingAttendee) -> AddedAttendeeOutput:
    """Somebody who attends from now on."""
    members = _attendee_members(attendee)
    return AddedAttendeeOutput.model_construct(**members, id=attendee.id, booking_id=attendee.booking_id)


def _seated(attendee: BookingAttendee) -> SeatedAttendeeOutput:
    return SeatedAttendeeOutput.model_construct(
        **_attendee_members(attendee),
        seat_uid=attendee.seat_uid or "",
        booking_fields_responses=attendee.responses or {},
        metadata=attendee.properties,
    )
