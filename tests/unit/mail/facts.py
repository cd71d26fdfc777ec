"""A booking and an absence to write about; tests change what they are about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from locum.mail.message import Sender
from locum.mail.notices import AbsenceKind, AbsenceNotice, BookingKind, BookingNotice, Links, Person, Recipient, Role

SENDER = Sender("Locum", "no-reply@locum.example")
AT = datetime(2050, 8, 1, 12, 0, tzinfo=UTC)
START = datetime(2050, 9, 5, 7, 0, tzinfo=UTC)
END = datetime(2050, 9, 5, 7, 30, tzinfo=UTC)

ADA = Person("Ada Lovelace", "ada@house.example", zone="Europe/London")
BOB = Person("Bob Stone", "bob@guest.example", zone="America/New_York")
EVE = Person("", "eve@guest.example", zone="America/New_York")
LINKS = Links(
    booking="https://locum.example/booking/u1",
    reschedule="https://locum.example/reschedule/u1",
    cancel="https://locum.example/booking/u1?cancel=true",
    confirm="https://locum.example/booking/u1?confirm=true",
    decline="https://locum.example/booking/u1?decline=true",
)

BOOKING = BookingNotice(
    kind=BookingKind.SCHEDULED,
    uid="u1",
    ics_uid="u1@Locum",
    sequence=0,
    title="Intro between Ada Lovelace and Bob Stone",
    event_title="Intro",
    start=START,
    end=END,
    organizer=ADA,
    attendees=(BOB, EVE),
    location="https://meet.example/room",
)

ABSENCE = AbsenceNotice(
    kind=AbsenceKind.ADDED,
    absentee=ADA,
    substitute=replace(BOB, email="bob@house.example"),
    first_day=date(2050, 9, 6),
    last_day=date(2050, 9, 9),
)


def booking(**changes: Any) -> BookingNotice:
    """The booking with some facts changed."""
    return replace(BOOKING, **changes)


def attendee(person: Person = BOB, links: Links = LINKS) -> Recipient:
    """Somebody who reads from the attendees' side."""
    return Recipient(person, Role.ATTENDEE, links)


def host(person: Person = ADA, links: Links = LINKS) -> Recipient:
    """Somebody who reads from the hosts' side."""
    return Recipient(person, Role.HOST, links)
