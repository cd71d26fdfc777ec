"""Use cases in the older form: a body books, or moves what it names; a trial does all but keep it."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, queries
from locum.bookings.create import create_booking
from locum.bookings.moving import Move
from locum.bookings.proving import Prover
from locum.bookings.reschedule import reschedule_booking
from locum.bookings.rules.asked import Asked
from locum.bookings.views import BookingView, Found
from locum.http.principal import Principal
from locum.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class OlderBooking:
    """A booking, or with `moved_uid` a move of one, as it was asked for in an older form."""

    asked: Asked
    moved_uid: str | None
    move: Move
    code: str | None
    is_trial: bool


async def book_or_move(session: AsyncSession, caller: Principal | None, prover: Prover, wanted: OlderBooking) -> Found:
    """Book, or move; of a trial nothing stays. Raises what booking and moving raise."""
    if not wanted.is_trial:
        return await _do(session, caller, prover, wanted)
    async with session.begin_nested() as trial:
        found = await _do(session, caller, prover, wanted)
        await trial.rollback()
    return found


async def _do(session: AsyncSession, caller: Principal | None, prover: Prover, wanted: OlderBooking) -> Found:
    if wanted.moved_uid is None:
        return await create_booking(session, caller, await prover.of_booking(wanted.asked, wanted.code, caller))
    view = await to_be_moved(session, wanted.moved_uid)
    move = wanted.move
    if view.seated and move.seat_uid is None and view.booking.uid != wanted.moved_uid:
        move = replace(move, seat_uid=wanted.moved_uid)
    uid = view.booking.uid
    return await reschedule_booking(session, caller, uid, await prover.of_move(session, uid, move, wanted.code, caller))


async def to_be_moved(session: AsyncSession, uid: str) -> BookingView:
    """The booking that older clients name, by its uid or by that of a seat. Raises NotFound."""
    seated = await queries.by_seat(session, uid)
    if seated is not None:
        return replace(seated, own_seat=uid)
    try:
        return await access.found(session, uid)
    except NotFound:
        series = await queries.of_series(session, uid)
        if not series:
            raise
        return series[0]


def named(found: Found, uid: str) -> BookingView:
    """The booking that was meant; where a whole series was, its first occurrence."""
    if isinstance(found, BookingView):
        return found
    return next((view for view in found if view.booking.uid == uid), found[0])
