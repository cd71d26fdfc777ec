"""A booking for somebody's own calendar: as a file, and as links to calendars on the web."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from locum.bookings.models import Booking
from locum.bookings.rules.status import Status
from locum.mail.ics import PRODID

_STATES = {Status.ACCEPTED: "CONFIRMED", Status.PENDING: "TENTATIVE", Status.AWAITING_HOST: "TENTATIVE"}


def file_of(booking: Booking, place: str | None, address: str) -> bytes:
    """The booking as an iCalendar file to be kept, not answered (RFC 5545; RFC 5546, section 3.2.1)."""
    event = CalendarEvent()
    event.add("UID", booking.ics_uid)
    event.add("SEQUENCE", booking.ics_sequence)
    event.add("DTSTAMP", booking.updated_at)
    event.add("DTSTART", booking.starts_at.astimezone(UTC))
    event.add("DTEND", booking.ends_at.astimezone(UTC))
    event.add("SUMMARY", booking.title)
    event.add("STATUS", _STATES.get(Status(booking.status), "CANCELLED"))
    event.add("URL", address)
    if place:
        event.add("LOCATION", place)
    if booking.description:
        event.add("DESCRIPTION", booking.description)
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def links_of(booking: Booking, place: str | None, address: str) -> list[tuple[str, str]]:
    """Calendars on the web by name, each with the address that puts the booking into it."""
    about = "\n\n".join(part for part in (booking.description, address) if part)
    google = {
        "action": "TEMPLATE",
        "text": booking.title,
        "dates": f"{_compact(booking.starts_at)}/{_compact(booking.ends_at)}",
        "details": about,
        "location": place or "",
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": booking.title,
        "startdt": booking.starts_at.astimezone(UTC).isoformat(),
        "enddt": booking.ends_at.astimezone(UTC).isoformat(),
        "body": about,
        "location": place or "",
    }
    return [
        ("Google Calendar", f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        ("Outlook", f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}"),
        ("Microsoft 365", f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(outlook)}"),
    ]


def _compact(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
