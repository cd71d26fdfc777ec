"""Who hosts a booking: asked once for every way of booking and moving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import availability
from locum.bookings.availability import Wanted
from locum.bookings.rules.people import Attendee
from locum.bookings.views import Organizer
from locum.event_types.loading import Bookable
from locum.kit.errors import Unprocessable


@dataclass(frozen=True, slots=True)
class Hosting:
    """The organizer, and whoever hosts with him."""

    organizer: Organizer
    title_name: str
    """What titles call the host: his name, or the team's where several take part."""
    others: tuple[Attendee, ...] = ()
    """Other hosts; they are kept among the attendees."""
    other_ids: tuple[int, ...] = ()
    """Their accounts: their time is taken like the organizer's."""

    @property
    def host_ids(self) -> tuple[int, ...]:
        """Everybody whose time is taken."""
        return (self.organizer.id, *self.other_ids)


def candidates(bookable: Bookable) -> Sequence[int]:
    """Everybody who may have to host. Raises Unprocessable for an event type without hosts."""
    settings = bookable.settings
    if not bookable.hosts:
        raise Unprocessable(f"Can't book event type with id={settings.id} because it has no hosts")
    if settings.team_id is not None:
        raise Unprocessable(f"Event type with id={settings.id} can't be booked: it is not one of a single person.")
    return [host.user_id for host in bookable.hosts]


async def hold(session: AsyncSession, bookable: Bookable) -> None:
    """Let nobody else give away the time of the candidates until the transaction ends. Raises Unprocessable.

    Always before any booking is held: who holds a booking never waits for hosts.
    """
    await availability.hold_hosts(session, candidates(bookable))


async def hosts_of(session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime) -> Hosting:
    """Who hosts at a time; the candidates have to be held. Raises the sheet's refusal when nobody can."""
    (host_id,) = candidates(bookable)
    organizer = await availability.free_host(session, bookable, host_id, wanted, now)
    return Hosting(organizer, organizer.shown_name)
