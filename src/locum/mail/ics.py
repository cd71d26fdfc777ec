"""Calendar objects for invitations: `event.ics` after RFC 5545 and iTIP (RFC 5546)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from locum.bookings.calendar_links import PRODID
from locum.kit.zones import zone
from locum.mail.clean import mailbox, one_line, paragraphs, web_link
from locum.mail.notices import Further, Occurrence, Recurrence

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Participant:
    """A name and the address behind it."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event as a calendar is told about it. All instants are aware.

    `uid` stays the same for the life of the booking, `sequence` grows with every change (RFC 5546, section 2.1.4);
    `stamp` is when this version came to be.
    """

    method: Method
    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    organizer: Participant
    attendees: tuple[Participant, ...]
    description: str = ""
    location: str | None = None
    url: str | None = None
    is_private: bool = False
    recurrence: Recurrence | None = None
    occurrence: Occurrence | None = None
    further: tuple[Further, ...] = ()
    """Other meetings of the series to which the same happened."""

    @property
    def zone(self) -> str | None:
        """The zone in which a series keeps its wall time; None for single events, which are told in UTC."""
        of_series = self.recurrence or self.occurrence
        return of_series.zone if of_series else None


class _Text(vText):
    """A text escaped as RFC 5545 (section 3.3.11) says; the library would take a typed `\\N` for a line break."""

    def to_ical(self) -> bytes:
        plain = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return plain.replace("\n", "\\n").encode()


def to_ics(invitation: Invitation) -> bytes:
    """The invitation as the bytes of `event.ics`: UTF-8, CRLF, folded.

    Raises ValueError when an address in it is not a plain e-mail address.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", invitation.method)
    if invitation.zone is not None:
        calendar.add_component(_zone_rules(invitation, invitation.zone))
    calendar.add_component(_event(invitation))
    for other in invitation.further:
        calendar.add_component(_event(_of(invitation, other)))
    return bytes(calendar.to_ical())


def _of(invitation: Invitation, other: Further) -> Invitation:
    """The same of another meeting of the series."""
    return replace(invitation, start=other.start, end=other.end, occurrence=other.occurrence, sequence=other.sequence)


def _event(invitation: Invitation) -> Event:
    event = Event()
    event.add("UID", one_line(invitation.uid))
    event.add("SEQUENCE", invitation.sequence)
    event.add("DTSTAMP", invitation.stamp.astimezone(UTC).replace(microsecond=0))
    _add_times(event, invitation)
    event.add("SUMMARY", _Text(one_line(invitation.summary)))
    if description := paragraphs(invitation.description):
        event.add("DESCRIPTION", _Text(description))
    if invitation.location:
        event.add("LOCATION", _Text(one_line(invitation.location, 500)))
    if url := web_link(invitation.url):
        event.add("URL", vUri(url))
    event.add("ORGANIZER", _address(invitation.organizer))
    for attendee in invitation.attendees:
        event.add("ATTENDEE", _attendee(attendee))
    event.add("STATUS", "CANCELLED" if invitation.method == "CANCEL" else "CONFIRMED")
    event.add("CLASS", "PRIVATE" if invitation.is_private else "PUBLIC")
    event.add("TRANSP", "OPAQUE")
    return event


def _add_times(event: Event, invitation: Invitation) -> None:
    """Plain UTC; a series keeps its wall time over clock changes and therefore needs its zone beside it."""
    where = zone(invitation.zone) if invitation.zone else UTC
    event.add("DTSTART", invitation.start.astimezone(where).replace(microsecond=0))
    event.add("DTEND", invitation.end.astimezone(where).replace(microsecond=0))
    if one := invitation.occurrence:
        event.add("RECURRENCE-ID", one.original_start.astimezone(where).replace(microsecond=0))
    if series := invitation.recurrence:
        event.add("RRULE", _rule(series, invitation.start.astimezone(where)))
        if series.left_out:
            event.add("EXDATE", [one.astimezone(where).replace(microsecond=0) for one in series.left_out])


def _rule(series: Recurrence, first: datetime) -> dict[str, object]:
    """The rhythm. A month that lacks the day has the meeting on its last one; a plain rule would pass over it."""
    rule: dict[str, object] = {
        "FREQ": series.frequency,
        "INTERVAL": series.interval,
        "COUNT": series.count + series.gaps,
    }
    last_of_month = {"BYMONTHDAY": list(range(28, first.day + 1)), "BYSETPOS": -1}
    if series.frequency == "monthly" and first.day > 28:
        return {**rule, **last_of_month}
    if series.frequency == "yearly" and (first.month, first.day) == (2, 29):
        return {**rule, "BYMONTH": 2, **last_of_month}
    return rule


def _zone_rules(invitation: Invitation, name: str) -> Timezone:
    """The zone's rules for about as long as the event or its series lasts."""
    starts = [invitation.start, *([invitation.occurrence.original_start] if invitation.occurrence else [])]
    starts += [one for other in invitation.further for one in (other.start, other.occurrence.original_start)]
    last = max(*starts, invitation.end)
    if series := invitation.recurrence:
        days = {"daily": 1, "weekly": 7, "monthly": 31, "yearly": 366}[series.frequency]
        last += timedelta(days=days * series.interval * (series.count + series.gaps))
    first_date = min(starts).date() - timedelta(days=366)
    return Timezone.from_tzid(name, first_date=first_date, last_date=last.date() + timedelta(days=2))


def _address(participant: Participant) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox(participant.email)}")
    if name := _parameter(participant.name):
        address.params["CN"] = name
    return address


def _attendee(participant: Participant) -> vCalAddress:
    address = _address(participant)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "TRUE"
    return address


def _parameter(text: str) -> str:
    """A parameter cannot hold a double quote, and few calendars know the caret escapes (RFC 5545, 3.2; RFC 6868).

    A backslash is plain there, yet common readers take it for an escape and swallow the colon behind it.
    """
    return one_line(text).replace('"', "'").replace("^", "").replace("\\", "/")
