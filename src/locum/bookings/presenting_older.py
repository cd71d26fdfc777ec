"""Bookings as older versions answer them (client surface sheet, section 1.3)."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from locum.bookings.listing import Listed
from locum.bookings.models import BookingAttendee
from locum.bookings.queries import Occurrence
from locum.bookings.rules.status import Cancellation, Status
from locum.bookings.views import BookingView, Found, Organizer
from locum.kit.paging import Page
from locum.kit.wire import format_instant


def present_older(found: Found) -> dict[str, Any] | list[dict[str, Any]]:
    """One booking, or all occurrences of a series."""
    return _booking(found) if isinstance(found, BookingView) else [_booking(view) for view in found]


def present_list(found: Listed, page: Page, occurrences: Iterable[Occurrence]) -> dict[str, Any]:
    """One page, where the next one begins, and what else there is of the series on it."""
    end = page.skip + page.take
    series = groupby(occurrences, key=lambda one: one.series_uid)
    return {
        "bookings": [_booking(view) for view in found.views],
        "recurringInfo": [_series(uid, list(ones)) for uid, ones in series],
        "totalCount": found.total,
        "nextCursor": end if end < found.total else None,
    }


def _series(uid: str, ones: Sequence[Occurrence]) -> dict[str, Any]:
    starts: dict[str, list[str]] = {status.upper(): [] for status in Status}
    for one in ones:
        starts[one.status.upper()].append(format_instant(one.starts_at))
    return {
        "recurringEventId": uid,
        "count": len(ones),
        "firstDate": format_instant(ones[0].starts_at),
        "bookings": starts,
    }


def present_cancelled(view: BookingView, asked: Cancellation) -> dict[str, Any]:
    """A booking that was called off, or in which somebody gave up his seat."""
    booking = view.booking
    only_left = asked.seat_uid is not None and booking.status != Status.CANCELLED
    return {**_booking(view), "bookingId": booking.id, "bookingUid": booking.uid, "onlyRemovedAttendee": only_left}


def _booking(view: BookingView) -> dict[str, Any]:
    booking = view.booking
    return {
        "id": booking.id,
        "uid": booking.uid,
        "userId": booking.user_id,
        "userPrimaryEmail": view.organizer.email if view.organizer else None,
        "eventTypeId": booking.event_type_id,
        "eventType": _event_type(view),
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
        "rescheduled": booking.rescheduled_to_uid is not None,
        "cancellationReason": booking.cancellation_reason,
        "rejectionReason": booking.rejection_reason,
        "seatReferenceUid": view.taken_seat,
        "seatsReferences": [_seat(attendee) for attendee in view.shown_attendees() if attendee.seat_uid],
        "paid": False,
        "paymentRequired": False,
        "paymentUid": None,
        "createdAt": format_instant(booking.created_at),
        "iCalUID": booking.ics_uid,
    }


def _event_type(view: BookingView) -> dict[str, Any] | None:
    if view.booking.event_type_id is None:
        return None
    return {"id": view.booking.event_type_id, "slug": view.event_type_slug}


def _seat(attendee: BookingAttendee) -> dict[str, Any]:
    return {"referenceUid": attendee.seat_uid, "attendee": {"email": attendee.email}}


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
