"""Use case: cancel a booking, or what is left of a series (bookings sheet, section 7)."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy, queries
from locum.bookings.cancelling import check_cancellation, note_cancelled
from locum.bookings.company import companies
from locum.bookings.events import BookingCancelled, about
from locum.bookings.models import Booking
from locum.bookings.rules.status import (
    OVER,
    Cancellation,
    Status,
    check_names_no_series,
    check_reason,
    check_something_is_left,
    stands_from,
)
from locum.bookings.seats.leaving import call_off_shared, leave_seat
from locum.bookings.views import BookingView, Found
from locum.db.events import publish
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import NotFound


async def cancel_booking(session: AsyncSession, caller: Principal | None, uid: str, asked: Cancellation) -> Found:
    """Call off one booking or one seat; with the uid of a series, or the wish for it, all that is left of the series.

    Whoever knows the uid may, except for meetings that are shared; the host has to say why. Returns the whole series
    where one was cancelled. Raises NotFound, BadRequest or Unauthorized.
    """
    check_reason(asked.reason)
    seen = await queries.by_uid(session, uid)
    if seen is None:
        return await _cancel_series(session, caller, uid, asked)
    if asked.subsequent and seen.booking.recurring_uid is not None:
        return await _cancel_rest(session, caller, seen, asked)
    # What is over stays so: whoever comes too late need not wait for it.
    view = seen if seen.booking.status in OVER else await access.held(session, uid)
    if asked.seat_uid is not None:
        return await leave_seat(session, caller, view, asked, asked.seat_uid)
    if view.seated:
        return await call_off_shared(session, caller, view, asked)
    await check_cancellation(session, caller, view, asked)
    await _call_off(session, [view.booking], caller, asked)
    return view


async def _cancel_series(
    session: AsyncSession, caller: Principal | None, uid: str, asked: Cancellation
) -> Sequence[BookingView]:
    """All occurrences that are still to come."""
    series = await queries.of_series(session, uid, hold=True)
    if not series:
        raise NotFound(f"Booking with uid={uid} was not found in the database")
    check_names_no_series(asked)
    now = clock.now()
    left = [view for view in series if stands_from(view.standing(), now)]
    check_something_is_left(uid, left)
    await check_cancellation(session, caller, left[0], asked)
    await _call_off(session, [view.booking for view in left], caller, asked)
    return series


async def _cancel_rest(
    session: AsyncSession, caller: Principal | None, seen: BookingView, asked: Cancellation
) -> Sequence[BookingView]:
    """One occurrence and all later ones."""
    series = await queries.of_series(session, seen.booking.recurring_uid or "", hold=True)
    named = next(view for view in series if view.booking.id == seen.booking.id)
    await check_cancellation(session, caller, named, asked)
    later = [view.booking for view in series if stands_from(view.standing(), named.booking.starts_at)]
    others = [booking for booking in later if booking.id != named.booking.id]
    await _call_off(session, [named.booking, *others], caller, asked)
    return series


async def _call_off(
    session: AsyncSession, bookings: Sequence[Booking], caller: Principal | None, asked: Cancellation
) -> None:
    """The first speaks for all that the same people meet in, where people are written to."""
    speakers = {company[0].id: tuple(booking.id for booking in company) for company in companies(bookings)}
    for booking in bookings:
        was_pending = booking.status == Status.PENDING
        note_cancelled(booking, caller, asked.reason)
        together = speakers.get(booking.id, ())
        await publish(
            session,
            BookingCancelled(
                *about(booking),
                was_pending,
                together if len(together) > 1 else (),
                spoken_for=not together,
            ),
        )
    await busy.free(session, [booking.id for booking in bookings])
