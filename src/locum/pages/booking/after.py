"""Where somebody goes who has booked: to the page of the booking, or where the event type leads."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from locum.bookings.views import BookingView
from locum.kit.wire import format_instant
from locum.kit.zones import zone
from locum.pages.booking.event import Event
from locum.pages.booking.happened import done, tried
from locum.pages.booking.visit import Visit
from locum.pages.rendering import EMBED, go, page
from locum.pages.zones import wanted_zone

_INTERNAL = frozenset({"embed", "embedType", "slot", "date", "month", "layout", "hours", "choose", "flag.coep"})


# It stands in a header whose parts are told apart by semicolons and blanks; names and passwords have no place there.
_HOST = re.compile(r"(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


def redirect_origin(event: Event) -> tuple[str, ...]:
    """The origin that the form may lead to besides our own."""
    try:
        parts = urlsplit(event.row.success_redirect_url or "")
    except ValueError:
        return ()
    is_web = parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc)
    return (f"{parts.scheme}://{parts.netloc}",) if is_web else ()


def after_booking(visit: Visit, view: BookingView) -> Response:
    """Send the browser on."""
    request, event = visit.request, visit.event
    target = event.row.success_redirect_url
    if target and redirect_origin(event):
        onward = _with_query(target, _told(view) | _own_query(request))
        return _lead_on(visit, view, onward) if EMBED in request.query_params else RedirectResponse(onward, 303)
    seat = {"seatReferenceUid": view.taken_seat} if view.taken_seat else {}
    shown = {"isSuccessBookingPage": "true", "cal.tz": visit.clock.zone, **seat}
    return go(request, f"/booking/{view.booking.uid}", **shown)


def _lead_on(visit: Visit, view: BookingView, onward: str) -> Response:
    """Out of the frame: the site around it learns of the booking first, and few sites may be shown in a frame."""
    text = visit.clock.words.text
    return _said(
        visit,
        done(view),
        text(f"done.{view.booking.status}"),
        text("done.leads_on", host=urlsplit(onward).netloc),
        onward,
    )


def after_trial(visit: Visit, slot: datetime) -> Response:
    """The end of a booking that nobody meant (client surface sheet, section 3.1)."""
    text = visit.clock.words.text
    return _said(visit, tried(visit, slot), text("trial.title"), text("trial.text"))


def _said(visit: Visit, happened: str, heading: str, text: str, onward: str | None = None) -> Response:
    inviter = visit.event.inviter
    return page(
        visit.request,
        "said.html",
        words=visit.clock.words,
        framable=True,
        brand=inviter.brand,
        theme=inviter.theme,
        happened=happened,
        heading=heading,
        text=text,
        onward=onward,
    )


def _with_query(address: str, more: Mapping[str, str]) -> str:
    parts = urlsplit(address)
    pairs = [*parse_qsl(parts.query, keep_blank_values=True), *more.items()]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def _own_query(request: Request) -> dict[str, str]:
    """The page's own parameters, but for those that mean something here only."""
    pairs = request.query_params.items()
    return {name: value for name, value in pairs if name not in _INTERNAL and not name.startswith("cal.")}


def _told(view: BookingView) -> dict[str, str]:
    """What the receiving site learns (client surface sheet, section 3.2)."""
    booking = view.booking
    booker = view.with_seat(view.taken_seat) or booking.attendees[0]
    told = {
        "uid": booking.uid,
        "title": booking.title,
        "description": booking.description,
        "startTime": format_instant(booking.starts_at),
        "endTime": format_instant(booking.ends_at),
        "location": booking.location,
        "attendeeName": booker.name,
        "phone": booker.phone,
        "attendeeStartTime": booking.starts_at.astimezone(zone(wanted_zone(booker.time_zone))).isoformat(),
        "hostName": view.organizer.shown_name if view.organizer else None,
        "hostStartTime": _host_start(view),
        "guestEmails": ", ".join(person.email for person in booking.attendees if person.kind == "guest"),
        "seatReferenceUid": view.taken_seat,
    }
    return {name: value for name, value in told.items() if value}


def _host_start(view: BookingView) -> str | None:
    if view.organizer is None:
        return None
    return view.booking.starts_at.astimezone(zone(wanted_zone(view.organizer.time_zone))).isoformat()
