"""Use cases: give up a seat, and call off a shared meeting as a whole (bookings sheet, section 7)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy, queries
from locum.bookings.cancelling import check_cancellation, note_cancelled
from locum.bookings.events import BookingCancelled, SeatLeft, about
from locum.bookings.models import BookingAttendee
from locum.bookings.rules.seating import cannot_leave, check_may_call_off
from locum.bookings.rules.status import Cancellation
from locum.bookings.seats.rows import depart
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.http.principal import Principal
from locum.kit import clock


async def leave_seat(
    session: AsyncSession, caller: Principal | None, view: BookingView, asked: Cancellation, seat_uid: str
) -> BookingView:
    """One attendee less; the last one takes the meeting with him. The booking is held. Raises BadRequest."""
    await check_cancellation(session, caller, view, asked)
    seat = view.with_seat(seat_uid)
    if seat is None:
        raise cannot_leave(seat_uid, is_elsewhere=await queries.id_by_seat(session, seat_uid) is not None)
    if len(view.holders) == 1:
        return await _close(session, caller, view, asked, [seat])
    booking = view.booking
    await depart(session, [seat], clock.now())
    await busy.stand_up(session, booking.id, [seat.email], len(view.holders) - 1)
    booking.updated_at = clock.now()
    await publish(session, SeatLeft(*about(booking), seat.id, asked.reason, caller.email if caller else None))
    return await queries.again(session, view)


async def call_off_shared(
    session: AsyncSession, caller: Principal | None, view: BookingView, asked: Cancellation
) -> BookingView:
    """The whole meeting; all seats are gone. The booking is held. Raises Unauthorized or BadRequest."""
    check_may_call_off(in_charge=await access.is_in_charge(session, caller, view))
    await check_cancellation(session, caller, view, asked)
    return await _close(session, caller, view, asked, view.holders)


async def _close(
    session: AsyncSession,
    caller: Principal | None,
    view: BookingView,
    asked: Cancellation,
    leaving: list[BookingAttendee],
) -> BookingView:
    booking = view.booking
    departed = await depart(session, leaving, clock.now())
    note_cancelled(booking, caller, asked.reason)
    await busy.free(session, [booking.id])
    await publish(session, BookingCancelled(*about(booking), departed=departed))
    return await queries.again(session, view)
