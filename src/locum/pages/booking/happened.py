"""What the page of a booking tells the site around it (client surface sheet, section 3.3).

No address of a person is in it.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from fastapi import Request

from locum.bookings.views import BookingView
from locum.kit.wire import format_instant
from locum.pages.booking.visit import Visit


def happened(request: Request, view: BookingView, series: Sequence[BookingView] = ()) -> str | None:
    """What has just been done, as JSON, by the address of the page that shows it; None on every other visit."""
    query = request.query_params
    if query.get("cancelled") == "true":
        return told("cancelled", view, series)
    return done(view, series) if query.get("isSuccessBookingPage") == "true" else None


def done(view: BookingView, series: Sequence[BookingView] = ()) -> str:
    """What has just been booked or moved."""
    return told("moved" if view.booking.rescheduled_from_uid else "booked", view, series)


def told(what: str, view: BookingView, series: Sequence[BookingView]) -> str:
    """A booking with what was done to it."""
    host, booking = view.organizer, view.booking
    return json.dumps(
        {
            "happened": what,
            "booking": _booking(view, series),
            "eventType": {"id": booking.event_type_id, "slug": view.event_type_slug},
            "organizer": {"name": host.shown_name if host else "", "timeZone": host.time_zone if host else "UTC"},
            "length": (booking.ends_at - booking.starts_at) // timedelta(minutes=1),
        }
    )


def tried(visit: Visit, start: datetime) -> str:
    """What would have been booked or moved."""
    row = visit.event.row
    return json.dumps(
        {
            "happened": "triedToMove" if visit.moved else "tried",
            "booking": {
                "title": row.title,
                **_times(start, start + timedelta(minutes=visit.length)),
                "eventTypeId": row.id,
                "status": "ACCEPTED",
                "paymentRequired": False,
                "isRecurring": row.recurrence is not None,
            },
        }
    )


def _booking(view: BookingView, series: Sequence[BookingView]) -> dict[str, object]:
    booking = view.booking
    link = booking.location if booking.location and booking.location.startswith("https://") else None
    others = [_times(one.booking.starts_at, one.booking.ends_at) for one in series]
    return {
        "uid": booking.uid,
        "title": booking.title,
        **_times(booking.starts_at, booking.ends_at),
        "eventTypeId": booking.event_type_id,
        "status": booking.status.upper(),
        "paymentRequired": False,
        "isRecurring": booking.recurring_uid is not None,
        **({"allBookings": others} if others else {}),
        **({"videoCallUrl": link} if link else {}),
    }


def _times(start: datetime, end: datetime) -> dict[str, str]:
    return {"startTime": format_instant(start), "endTime": format_instant(end)}
