"""Who takes a booking over from a host who is away: the substitute where he can serve, else whose turn it is."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.models import Absence
from locum.bookings import availability, hosting
from locum.bookings.availability import Wanted
from locum.bookings.handing_over import Part, Successor, other_hosts, takes_part
from locum.bookings.queries import HostAt
from locum.bookings.turns import Turn
from locum.bookings.views import BookingView, Organizer
from locum.event_types.loading import Bookable
from locum.event_types.rules.hosts import Host
from locum.host_choice.queries import Origin
from locum.host_choice.rules import Choice, Reason
from locum.kit import clock


@dataclass(frozen=True, slots=True)
class Vacancy:
    """The place of somebody who is away in a booking that is held, as are all who might take it."""

    view: BookingView
    bookable: Bookable
    absentee: Organizer
    absence: Absence

    @property
    def in_turn(self) -> list[Host]:
        """The hosts who take turns with him; nobody where he is one who attends always."""
        own = next((host for host in self.bookable.hosts if host.user_id == self.absentee.id), None)
        takers = [host for host in self.bookable.hosts if not host.mandatory]
        if not hosting.is_round_robin(self.bookable) or (own is not None and own.mandatory):
            return []
        return takers if own is None else [host for host in takers if host.group_key == own.group_key]

    def wanted(self) -> Wanted:
        """The time of the booking."""
        booking = self.view.booking
        return Wanted(booking.starts_at, booking.ends_at, self.view.booker_zone, booking.id)


def part_of(view: BookingView, person: Organizer) -> Part | None:
    """What somebody hosts in a booking; None when he does not (any more)."""
    if view.booking.user_id == person.id:
        return Part(person)
    row = next((row for row in other_hosts(view) if row.email.lower() == person.email), None)
    return None if row is None else Part(person, row)


async def successor_of(session: AsyncSession, vacancy: Vacancy, origin: Origin) -> Successor | None:
    """Who takes it over; None when nobody can."""
    found = await _substitute(session, vacancy) or await _next_in_turn(session, vacancy)
    if found is None:
        return None
    person, turn = found
    return Successor(HostAt(person, taken=False), turn, origin)


async def _next_in_turn(session: AsyncSession, vacancy: Vacancy) -> tuple[Organizer, Turn] | None:
    view, now = vacancy.view, clock.now()
    return await hosting.next_host(
        session, vacancy.bookable, vacancy.in_turn, vacancy.wanted(), now, lambda person: not takes_part(view, person)
    )


async def _substitute(session: AsyncSession, vacancy: Vacancy) -> tuple[Organizer, Turn] | None:
    """The substitute, if he is free, may stand in, and does not take part already."""
    substitute_id = vacancy.absence.substitute_id
    if substitute_id is None or not await absences.may_cover(session, vacancy.absentee.id, substitute_id):
        return None
    alone = _alone(vacancy, substitute_id)
    if alone is None:
        return None
    found = await availability.who_is_free(session, alone, vacancy.wanted(), clock.now())
    if substitute_id not in found.free or takes_part(vacancy.view, found.people[substitute_id]):
        return None
    host = alone.hosts[0]
    return found.people[substitute_id], Turn(host.group_key, Choice(substitute_id, Reason.SUBSTITUTE))


def _alone(vacancy: Vacancy, substitute_id: int) -> Bookable | None:
    """The event type with the substitute as its only host; where hosts take turns he has to be one of them.

    Elsewhere he comes in from outside, with his own hours and not those that the event type has of its owner.
    """
    bookable, in_turn = vacancy.bookable, vacancy.in_turn
    known = next((host for host in bookable.hosts if host.user_id == substitute_id), None)
    if in_turn:
        return replace(bookable, hosts=(known,)) if known is not None and known in in_turn else None
    settings = bookable.settings if known is not None else replace(bookable.settings, schedule_id=None)
    return replace(bookable, settings=settings, hosts=(known or Host(substitute_id),))
