"""Use cases of reservations as programs of 2024-04-15 make them: whoever fills in a form keeps his slot for a while.

Nothing is refused there because somebody else was faster: the form may be sent all the same (slots sheet, section 12).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.loading import Bookable, load
from locum.kit.errors import BadRequest, NotFound
from locum.slots import reservation_queries as queries
from locum.slots.models import SlotReservation
from locum.slots.reservations import NO_HOSTS, USUAL_MINUTES

LASTS = timedelta(minutes=USUAL_MINUTES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot between two aware instants. `seated`: a seat of a booking that is there."""

    event_type_id: int
    start: datetime
    end: datetime
    seated: bool = False


async def keep(session: AsyncSession, wanted: Wanted, own_uid: UUID | None, now: datetime) -> UUID:
    """Keep a slot, instead of the one that the same visitor kept so far. The uid of the reservation.

    Raises NotFound for an unknown event type, BadRequest for one without hosts or a time longer than it can be booked.
    """
    bookable = await load(session, wanted.event_type_id)
    if bookable is None:
        raise NotFound("Event type not found")
    _check(bookable, wanted)
    await queries.remove_expired(session, now)
    await queries.take_turns(session, bookable.settings.id)
    reservation = await queries.live(session, own_uid, now, hold=True) if own_uid else None
    if reservation is None:
        reservation = SlotReservation(uid=uuid4())
    reservation.host_id = await _host(session, bookable, wanted, now, reservation.uid)
    reservation.event_type_id = bookable.settings.id
    reservation.is_seat = wanted.seated or bookable.settings.rules.seats is not None
    reservation.starts_at, reservation.ends_at = wanted.start, wanted.end
    reservation.until = now + LASTS
    session.add(reservation)
    await session.flush()
    return reservation.uid


def _check(bookable: Bookable, wanted: Wanted) -> None:
    timing = bookable.settings.timing
    longest = max((timing.length, *timing.length_options))
    if not timedelta() < wanted.end - wanted.start <= timedelta(minutes=longest):
        raise BadRequest("slotUtcEndDate must be after slotUtcStartDate, by no more than the length of the event type")
    if not bookable.hosts:
        raise BadRequest(NO_HOSTS)


async def _host(session: AsyncSession, bookable: Bookable, wanted: Wanted, now: datetime, own_uid: UUID) -> int:
    """Whose time is kept: in round robin that of somebody who is free, else the first one's."""
    hosts = bookable.hosts
    if bookable.settings.scheduling_type != "roundRobin":
        return hosts[0].user_id
    ids = [host.user_id for host in hosts]
    taken = await queries.taken_hosts(session, bookable.settings.id, ids, wanted.start, wanted.end, now, own_uid)
    turns = [host.user_id for host in hosts if not host.mandatory] or ids
    return next((user_id for user_id in turns if user_id not in taken), turns[0])
