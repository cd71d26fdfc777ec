"""Use cases of reservations: keep a slot from being offered for a while (slots sheet, section 11).

Opening hours, notice, past times and buffers are not looked at. Touching is not overlapping.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from locum.event_types.loading import Bookable, load
from locum.event_types.rules.hosts import Host
from locum.event_types.rules.settings import EventTypeSettings, Timing
from locum.http.principal import Principal
from locum.kit.errors import BadRequest, Forbidden, NotFound, Unauthorized, Unprocessable
from locum.slots import reservation_queries as queries
from locum.slots.models import SlotReservation
from locum.slots.windows import parse_instant

USUAL_MINUTES = 5

ANONYMOUS = "reservationDuration can only be used for authenticated requests"
NOT_CLOSE = "reservationDuration can only be used by the owner of the event type and by members of the same team"
NOT_A_DATE = "slotStart must be a valid ISO 8601 date string"
ONE_LENGTH = "You passed 'slotDuration' but this event type is not a variable length event type"
BOOKED = "Can't reserve a slot if the event is already booked."
HELD = "This time slot is already reserved by another user. Please choose a different time."
NOBODY_FREE = "Can't reserve a slot if no host is free then."
NO_HOSTS = "Can't reserve a slot of a team event type that has no hosts."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reserved. Lengths in minutes."""

    event_type_id: int
    start: str
    length: int | None = None
    keep_for: int | None = None
    """For how long; None: as usual."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """One slot of an event type, as somebody wants to have it who may already have the reservation `own_uid`."""

    bookable: Bookable
    start: datetime
    end: datetime
    now: datetime
    own_uid: UUID

    @property
    def event_type(self) -> EventTypeSettings:
        return self.bookable.settings


async def reserve(session: AsyncSession, wanted: Wanted, caller: Principal | None, now: datetime) -> SlotReservation:
    """Keep a slot. Raises the refusals of the sheet in its order."""
    await queries.remove_expired(session, now)
    reservation = SlotReservation(uid=uuid4())
    await _fill(session, reservation, wanted, caller, now)
    session.add(reservation)
    await session.flush()
    return reservation


async def change(
    session: AsyncSession, reservation: SlotReservation, wanted: Wanted, caller: Principal | None, now: datetime
) -> SlotReservation:
    """Keep another slot, or the same one for longer; the reservation is not in its own way. Raises as `reserve`."""
    await _fill(session, reservation, wanted, caller, now)
    await session.flush()
    return reservation


async def held(session: AsyncSession, uid: UUID | None, now: datetime) -> SlotReservation:
    """A live reservation, held until the end of the transaction. Raises NotFound."""
    found = await queries.live(session, uid, now, hold=True) if uid else None
    if found is None:
        raise NotFound("There is no such slot reservation, or it has run out")
    return found


async def _fill(
    session: AsyncSession, reservation: SlotReservation, wanted: Wanted, caller: Principal | None, now: datetime
) -> None:
    bookable = await _admitted(session, wanted, caller)
    start = _start(wanted.start)
    end = _end(start, _length(bookable.settings.timing, wanted.length))
    await queries.take_turns(session, bookable.settings.id)
    slot = _Slot(bookable, start, end, now, reservation.uid)
    reservation.host_id = await _host(session, slot)
    reservation.event_type_id = bookable.settings.id
    reservation.is_seat = bookable.settings.rules.seats is not None
    reservation.starts_at, reservation.ends_at = start, end
    reservation.until = now + timedelta(minutes=wanted.keep_for or USUAL_MINUTES)


async def _admitted(session: AsyncSession, wanted: Wanted, caller: Principal | None) -> Bookable:
    """The event type; how long it is kept is up to the owner and those close to him."""
    if wanted.keep_for is not None and caller is None:
        raise Unauthorized(ANONYMOUS)
    bookable = await load(session, wanted.event_type_id)
    if bookable is None:
        raise NotFound(f"Event Type with ID={wanted.event_type_id} not found")
    for_long = wanted.keep_for is not None
    if caller and for_long and not await queries.is_close_to(session, caller.user_id, bookable.settings):
        raise Forbidden(NOT_CLOSE)
    return bookable


def _start(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError as error:
        raise BadRequest(NOT_A_DATE) from error


def _end(start: datetime, minutes: int) -> datetime:
    try:
        return start + timedelta(minutes=minutes)
    except OverflowError as error:
        raise BadRequest("The slot ends after the last day of the calendar") from error


def _length(timing: Timing, asked: int | None) -> int:
    if asked is None:
        return timing.length
    if not timing.length_options:
        raise BadRequest(ONE_LENGTH)
    if asked not in timing.length_options:
        possible = ", ".join(map(str, timing.length_options))
        raise BadRequest(f"'slotDuration' is not one of the possible lengths of the event type: {possible}")
    return asked


async def _host(session: AsyncSession, slot: _Slot) -> int:
    """Whose time is kept. Raises Unprocessable when the slot is not to be had, BadRequest when there is nobody."""
    hosts: Sequence[Host] = slot.bookable.hosts
    if slot.event_type.rules.seats is not None:
        await _check_seats(session, slot, slot.event_type.rules.seats.per_slot)
        return _first(hosts)
    if slot.event_type.scheduling_type == "roundRobin" and hosts:
        hosts = await _free_hosts(session, slot)
    elif await queries.is_booked(session, slot.event_type.id, slot.start, slot.end):
        raise Unprocessable(BOOKED)
    if await queries.is_held(session, slot.event_type.id, slot.start, slot.end, slot.now, slot.own_uid):
        raise Unprocessable(HELD)
    return _first(hosts)


def _first(hosts: Sequence[Host]) -> int:
    if not hosts:
        raise BadRequest(NO_HOSTS)
    return hosts[0].user_id


async def _check_seats(session: AsyncSession, slot: _Slot, seats: int) -> None:
    """As many may hold a seat as there are seats left."""
    taken = await queries.seats_taken(session, slot.event_type.id, slot.start)
    if taken >= seats:
        raise Unprocessable("The booking at this time has no more seats left")
    others = await queries.seats_held(session, slot.event_type.id, slot.start, slot.now, slot.own_uid)
    if taken + others >= seats:
        raise Unprocessable(HELD)


async def _free_hosts(session: AsyncSession, slot: _Slot) -> Sequence[Host]:
    """Those who are free of bookings and reservations; of hosts who all attend every booking, all must be."""
    hosts = slot.bookable.hosts
    ids = [host.user_id for host in hosts]
    taken = await queries.taken_hosts(session, slot.event_type.id, ids, slot.start, slot.end, slot.now, slot.own_uid)
    turns = [host for host in hosts if not host.mandatory] or hosts
    free = [host for host in turns if host.user_id not in taken]
    if not free or any(host.mandatory and host.user_id in taken for host in hosts):
        raise Unprocessable(NOBODY_FREE)
    return free
