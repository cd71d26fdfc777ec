"""A booking for somebody's own calendar: as a file, and as links to calendars on the web (sheet, section 11)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from locum.bookings.models import Booking
from locum.bookings.rules.status import Status

PRODID = "-//Locum//Locum//EN"
"""Who wrote a calendar file."""

_STATES = {Status.ACCEPTED: "CONFIRMED", Status.PENDING: "TENTATIVE", Status.AWAITING_HOST: "TENTATIVE"}


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """A calendar by its name on the wire and its label, and the address that puts the booking into it."""

    id: str
    label: str
    link: str


def calendar_file(booking: Booking, place: str | None, address: str) -> bytes:
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


def web_calendars(booking: Booking, place: str | None, address: str) -> list[CalendarLink]:
    """Calendars on the web; `address` is the booking's own page."""
    about = "\n\n".join(part for part in (booking.description, address) if part)
    outlook = urlencode(_outlook(booking, place or "", about))
    return [
        CalendarLink("googleCalendar", "Google Calendar", _google(booking, place or "", about)),
        CalendarLink(
            "microsoftOffice", "Microsoft Office", f"https://outlook.office.com/calendar/0/deeplink/compose?{outlook}"
        ),
        CalendarLink(
            "microsoftOutlook", "Microsoft Outlook", f"https://outlook.live.com/calendar/0/deeplink/compose?{outlook}"
        ),
        CalendarLink("yahooCalendar", "Yahoo Calendar", _yahoo(booking, place or "", about)),
    ]


def all_links(booking: Booking, place: str | None, address: str) -> list[CalendarLink]:
    """The same with the file, as an address that holds it whole."""
    google, office, outlook, yahoo = web_calendars(booking, place, address)
    file = quote(calendar_file(booking, place, address).decode(), safe="")
    return [google, office, outlook, CalendarLink("ics", "ICS", f"data:text/calendar,{file}"), yahoo]


def _google(booking: Booking, place: str, about: str) -> str:
    query = {
        "action": "TEMPLATE",
        "text": booking.title,
        "dates": f"{_compact(booking.starts_at)}/{_compact(booking.ends_at)}",
        "details": about,
        "location": place,
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(query)}"


def _outlook(booking: Booking, place: str, about: str) -> dict[str, str]:
    return {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": booking.title,
        "startdt": booking.starts_at.astimezone(UTC).isoformat(),
        "enddt": booking.ends_at.astimezone(UTC).isoformat(),
        "body": about,
        "location": place,
    }


def _yahoo(booking: Booking, place: str, about: str) -> str:
    query = {
        "v": "60",
        "title": booking.title,
        "st": _compact(booking.starts_at),
        "et": _compact(booking.ends_at),
        "desc": about,
        "in_loc": place,
    }
    return f"https://calendar.yahoo.com/?{urlencode(query)}"


def _compact(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
