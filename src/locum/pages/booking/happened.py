"""What the page of a booking tells the site around it (client surface sheet, section 3.3)."""

import json

from fastapi import Request

from locum.bookings.views import BookingView
from locum.kit.wire import format_instant


def happened(request: Request, view: BookingView) -> str | None:
    """What has just been done, as JSON; None on every other visit."""
    query = request.query_params
    what = "cancelled" if query.get("cancelled") == "true" else None
    if query.get("isSuccessBookingPage") == "true":
        what = "moved" if view.booking.rescheduled_from_uid else "booked"
    if what is None:
        return None
    host = view.organizer
    told = {
        "happened": what,
        "booking": _booking(view),
        "eventType": {"id": view.booking.event_type_id, "slug": view.event_type_slug},
        "organizer": {"name": host.shown_name if host else "", "timeZone": host.time_zone if host else "UTC"},
    }
    return json.dumps(told)


def _booking(view: BookingView) -> dict[str, object]:
    booking = view.booking
    link = booking.location if booking.location and booking.location.startswith("https://") else None
    return {
        "uid": booking.uid,
        "title": booking.title,
        "startTime": format_instant(booking.starts_at),
        "endTime": format_instant(booking.ends_at),
        "length": (booking.ends_at - booking.starts_at).total_seconds() // 60,
        "eventTypeId": booking.event_type_id,
        "status": booking.status.upper(),
        "paymentRequired": False,
        "isRecurring": booking.recurring_uid is not None,
        **({"videoCallUrl": link} if link else {}),
    }
