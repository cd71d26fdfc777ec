"""One of a booking's hosts goes and another comes; the booking, its time and its address stay."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import busy, hosting
from locum.bookings.events import BookingReassigned
from locum.bookings.models import Booking, BookingAttendee
from locum.bookings.queries import HostAt
from locum.bookings.turns import Turn
from locum.bookings.views import BookingView, Organizer
from locum.bookings.writing import title_anew
from locum.db.events import publish
from locum.event_types.loading import Bookable
from locum.host_choice import queries as choices
from locum.host_choice.queries import Origin


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is in a booking: its organizer, or one of the other hosts, who stand among the attendees."""

    person: Organizer | None
    """None when the organizer's account is gone."""
    row: BookingAttendee | None = None
    """None for the organizer."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes, how he was found, and who wanted it."""

    host: HostAt
    turn: Turn
    origin: Origin


def other_hosts(view: BookingView) -> list[BookingAttendee]:
    """The hosts beside the organizer."""
    return [attendee for attendee in view.booking.attendees if attendee.kind == "host"]


def takes_part(view: BookingView, person: Organizer) -> bool:
    """Whether somebody is the organizer or attends, in whatever part."""
    attends = any(attendee.email.lower() == person.email for attendee in view.booking.attendees)
    return attends or view.booking.user_id == person.id


async def hand_over(
    session: AsyncSession, view: BookingView, bookable: Bookable, part: Part, successor: Successor
) -> None:
    """Put somebody in another's place. The booking and the successor have to be held; both sides are told.

    The successor may be busy at that time: then only the calendar of people knows, and nothing keeps him from it.
    """
    booking, person = view.booking, successor.host.person
    if part.row is None:
        booking.user_id, booking.host_absent = person.id, False
        name = hosting.title_name(bookable, [person, *other_hosts(view)])
        booking.title = title_anew(bookable.settings, booking, name)
    else:
        part.row.email, part.row.name = person.email, person.shown_name
        part.row.time_zone, part.row.language = person.time_zone, person.language
        part.row.phone, part.row.absent = None, False
    booking.ics_sequence += 1
    await session.flush()
    await _take_time(session, view, bookable, part, successor.host)
    choices.keep(session, booking.id, [(successor.turn.group_key, successor.turn.choice)], successor.origin)
    await publish(session, _event(booking, part, person, successor.origin))


async def _take_time(session: AsyncSession, view: BookingView, bookable: Bookable, part: Part, host: HostAt) -> None:
    booking = view.booking
    gone = [part.person.id] if part.person is not None else []
    await busy.leave(session, booking.id, [*gone, host.person.id])
    seats = len(view.holders) if view.seated else None
    await busy.take(session, [booking], bookable.settings.timing, [host.person.id], seats, overlaps=host.taken)


def _event(booking: Booking, part: Part, person: Organizer, origin: Origin) -> BookingReassigned:
    return BookingReassigned(
        booking.id,
        booking.uid,
        booking.user_id,
        booking.event_type_id,
        booking.ics_sequence,
        previous_host_id=part.person.id if part.person is not None else None,
        host_id=person.id,
        reason=origin.note,
        was_pending=booking.status == "pending",
    )
