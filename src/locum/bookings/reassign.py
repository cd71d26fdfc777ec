"""Use case: give a booking to another host of its round (bookings sheet, section 10)."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, hosting, queries
from locum.bookings.availability import Wanted
from locum.bookings.handing_over import Part, Successor, hand_over, other_hosts, takes_part
from locum.bookings.queries import HostAt
from locum.bookings.rules.status import OVER, Status, check_reason
from locum.bookings.turns import Turn, groups_of
from locum.bookings.views import BookingView, Organizer
from locum.event_types import loading
from locum.event_types.loading import Bookable
from locum.host_choice.queries import Origin
from locum.host_choice.rules import Choice, Reason
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, NotFound

NOBODY_ELSE = "Can't reassign booking with uid={uid} because no other host is available at that time."
NOT_A_HOST = "User with id={id} is not a valid Round Robin host"


@dataclass(frozen=True, slots=True)
class Reassigned:
    """A booking, and who has it now."""

    uid: str
    host: Organizer


async def reassign_booking(session: AsyncSession, caller: Principal, uid: str) -> Reassigned:
    """Give a booking to the host whose turn it is among the others who are free. For whoever is in charge of it.

    Raises NotFound, Forbidden, or BadRequest when there is no such host.
    """
    bookable = await round_of(session, caller, uid)
    await hosting.hold(session, bookable)
    view = await held_to_give(session, uid)
    successor = await next_in_turn(session, view, bookable, Origin(caller.user_id))
    if successor is None:
        raise BadRequest(NOBODY_ELSE.format(uid=uid))
    await hand_over(session, view, bookable, await taker_of(session, view, bookable), successor)
    return Reassigned(uid, successor.host.person)


async def reassign_booking_to(
    session: AsyncSession, caller: Principal, uid: str, user_id: int, reason: str | None
) -> Reassigned:
    """Give a booking to a host of the round, whether he is free or not. For whoever is in charge of it.

    Raises NotFound, Forbidden or BadRequest.
    """
    check_reason(reason)
    bookable = await round_of(session, caller, uid)
    await hosting.hold(session, bookable, also=[user_id])
    view = await held_to_give(session, uid)
    host = await _named(session, view, bookable, user_id)
    choice = Choice(user_id, Reason.ASSIGNED)
    successor = Successor(host, Turn(_group_of(bookable, user_id), choice), Origin(caller.user_id, reason))
    await hand_over(session, view, bookable, await taker_of(session, view, bookable), successor)
    return Reassigned(uid, host.person)


async def round_of(session: AsyncSession, caller: Principal, uid: str) -> Bookable:
    """The round robin of a booking, for whoever is in charge of it. Raises NotFound, Forbidden or BadRequest."""
    seen = await access.booking_in_charge(session, caller, uid)
    _check_stands(seen)  # Whoever comes too late need not wait for the hosts.
    event_type_id = seen.booking.event_type_id
    bookable = None if event_type_id is None else await loading.load(session, event_type_id)
    if bookable is None or not bookable.hosts or not hosting.is_round_robin(bookable):
        raise BadRequest(NOBODY_ELSE.format(uid=uid))
    if len(groups_of(bookable.hosts)) > 1:
        raise BadRequest(f"Can't reassign booking with uid={uid}: each of several groups of hosts sends one to it.")
    return bookable


async def held_to_give(session: AsyncSession, uid: str) -> BookingView:
    """The booking, held, as long as it stands. Raises NotFound or BadRequest."""
    view = await access.held(session, uid)
    _check_stands(view)
    return view


def _check_stands(view: BookingView) -> None:
    booking = view.booking
    if booking.status in OVER:
        raise BadRequest(f"Can't reassign booking with uid={booking.uid} because it has been {booking.status}.")
    if booking.status == Status.AWAITING_HOST:
        raise BadRequest(f"Can't reassign booking with uid={booking.uid} because no host has it yet.")


async def next_in_turn(
    session: AsyncSession, view: BookingView, bookable: Bookable, origin: Origin
) -> Successor | None:
    """The host whose turn it is among those who are free and have no part in the booking; None when there is none."""
    booking = view.booking
    wanted = Wanted(booking.starts_at, booking.ends_at, view.booker_zone, booking.id)
    in_turn = [host for host in bookable.hosts if not host.mandatory]
    found = await hosting.next_host(
        session, bookable, in_turn, wanted, clock.now(), lambda person: not takes_part(view, person)
    )
    if found is None:
        return None
    person, turn = found
    return Successor(HostAt(person, taken=False), turn, origin)


async def taker_of(session: AsyncSession, view: BookingView, bookable: Bookable) -> Part:
    """Who took his turn in a booking: the organizer, or beside a fixed one the other host.

    Raises BadRequest when only fixed hosts take part.
    """
    fixed = {host.user_id for host in bookable.hosts if host.mandatory}
    if view.booking.user_id not in fixed:
        return Part(view.organizer)
    rows = other_hosts(view)
    accounts = await queries.by_addresses(session, [row.email.lower() for row in rows])
    for row in rows:
        person = accounts.get(row.email.lower())
        if person is None or person.id not in fixed:
            return Part(person, row)
    raise BadRequest(NOBODY_ELSE.format(uid=view.booking.uid))


async def _named(session: AsyncSession, view: BookingView, bookable: Bookable, user_id: int) -> HostAt:
    """A host of the round by his id. Raises NotFound or BadRequest."""
    booking = view.booking
    people = await queries.hosts_at(session, [user_id], booking.starts_at, booking.ends_at, left_out=booking.id)
    if user_id not in people:
        raise NotFound(f"User with id={user_id} was not found")
    takes_turns = any(host.user_id == user_id and not host.mandatory for host in bookable.hosts)
    if not takes_turns or takes_part(view, people[user_id].person):
        raise BadRequest(NOT_A_HOST.format(id=user_id))
    return people[user_id]


def _group_of(bookable: Bookable, user_id: int) -> str | None:
    return next(host.group_key for host in bookable.hosts if host.user_id == user_id)
