"""Bookings as older versions answer them (client surface sheet, section 1.3)."""

from typing import Any

from locum.bookings.models import BookingAttendee
from locum.bookings.views import BookingView, Found, Organizer
from locum.kit.wire import format_instant


def present_older(found: Found) -> dict[str, Any] | list[dict[str, Any]]:
    """One booking, or all occurrences of a series."""
    return _booking(found) if isinstance(found, BookingView) else [_booking(view) for view in found]


def _booking(view: BookingView) -> dict[str, Any]:
    booking = view.booking
    return {
        "id": booking.id,
        "uid": booking.uid,
        "userId": booking.user_id,
        "eventTypeId": booking.event_type_id,
        "title": booking.title,
        "description": booking.description or "",
        "startTime": format_instant(booking.starts_at),
        "endTime": format_instant(booking.ends_at),
        "status": booking.status.upper(),
        "location": booking.location,
        "responses": _responses(view),
        "metadata": booking.properties,
        "attendees": [_attendee(attendee) for attendee in view.shown_attendees()],
        "user": _user(view.organizer),
        "recurringEventId": booking.recurring_uid,
        "fromReschedule": booking.rescheduled_from_uid,
        "cancellationReason": booking.cancellation_reason,
        "rejectionReason": booking.rejection_reason,
        "seatReferenceUid": view.taken_seat,
        "paymentRequired": False,
        "paymentUid": None,
        "createdAt": format_instant(booking.created_at),
        "iCalUID": booking.ics_uid,
    }


def _responses(view: BookingView) -> dict[str, Any]:
    """The booking's answers; of a seat its holder's."""
    seat = view.with_seat(view.own_seat or view.taken_seat)
    if seat is None or seat.responses is None:
        return view.booking.responses
    return {**seat.responses, "email": seat.email}


def _attendee(attendee: BookingAttendee) -> dict[str, Any]:
    return {
        "id": attendee.id,
        "name": attendee.name,
        "email": attendee.email,
        "timeZone": attendee.time_zone,
        "locale": attendee.language,
        "phoneNumber": attendee.phone,
        "noShow": attendee.absent,
        "bookingSeat": {"referenceUid": attendee.seat_uid} if attendee.seat_uid else None,
    }


def _user(organizer: Organizer | None) -> dict[str, Any] | None:
    if organizer is None:
        return None
    return {
        "id": organizer.id,
        "name": organizer.name,
        "email": organizer.email,
        "username": organizer.username,
        "timeZone": organizer.time_zone,
    }
