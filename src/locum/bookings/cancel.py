"""Use case: cancel a booking, or what is left of a series (bookings sheet, section 7)."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy, queries
from locum.bookings.events import BookingCancelled
from locum.bookings.models import Booking
from locum.bookings.rules.status import (
    Cancellation,
    Status,
    check_can_be_cancelled,
    check_names_no_series,
    check_reason,
    check_something_is_left,
    stands_from,
)
from locum.bookings.views import BookingView, Found
from locum.db.events import publish
from locum.event_types.models import EventType
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import NotFound

_DISABLED = select(EventType.disable_cancelling).where(EventType.id == bindparam("event_type_id"))


async def cancel_booking(session: AsyncSession, caller: Principal | None, uid: str, asked: Cancellation) -> Found:
    """Call off one booking, or, with the uid of a series or the wish for it, all that are left: then the whole series.

    Whoever knows the uid may; its host has to say why. Raises NotFound or BadRequest.
    """
    check_reason(asked.reason)
    seen = await queries.by_uid(session, uid)
    if seen is None:
        return await _cancel_series(session, caller, uid, asked)
    if asked.subsequent and seen.booking.recurring_uid is not None:
        return await _cancel_rest(session, caller, seen, asked)
    view = await access.held(session, uid)
    await _check(session, caller, view, asked)
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
    await _check(session, caller, left[0], asked)
    await _call_off(session, [view.booking for view in left], caller, asked)
    return series


async def _cancel_rest(
    session: AsyncSession, caller: Principal | None, seen: BookingView, asked: Cancellation
) -> Sequence[BookingView]:
    """One occurrence and all later ones."""
    series = await queries.of_series(session, seen.booking.recurring_uid or "", hold=True)
    named = next(view for view in series if view.booking.id == seen.booking.id)
    await _check(session, caller, named, asked)
    later = [view.booking for view in series if stands_from(view.standing(), named.booking.starts_at)]
    others = [booking for booking in later if booking.id != named.booking.id]
    await _call_off(session, [named.booking, *others], caller, asked)
    return series


async def _check(session: AsyncSession, caller: Principal | None, view: BookingView, asked: Cancellation) -> None:
    check_can_be_cancelled(
        view.standing(),
        asked,
        by_host=is_answerable_host(caller, view),
        disabled=await is_disabled(session, view.booking.event_type_id),
        now=clock.now(),
    )


async def _call_off(
    session: AsyncSession, bookings: Sequence[Booking], caller: Principal | None, asked: Cancellation
) -> None:
    """The first speaks for all of them where people are written to."""
    together = tuple(booking.id for booking in bookings)
    for number, booking in enumerate(bookings):
        was_pending = booking.status == Status.PENDING
        note_cancelled(booking, caller, asked.reason)
        await publish(
            session,
            BookingCancelled(
                booking.id,
                booking.uid,
                booking.user_id,
                booking.event_type_id,
                booking.ics_sequence,
                was_pending,
                together if number == 0 and len(together) > 1 else (),
                spoken_for=number > 0,
            ),
        )
    await busy.free(session, together)


def note_cancelled(booking: Booking, caller: Principal | None, reason: str | None) -> None:
    """Enter into the row that it is off, why, and by whom."""
    booking.status = Status.CANCELLED.value
    booking.cancellation_reason = reason
    booking.cancelled_by = caller.email if caller else None
    booking.ics_sequence += 1


def is_answerable_host(caller: Principal | None, view: BookingView) -> bool:
    """Platforms cancel for the people they manage, without a reason."""
    managed = view.organizer is not None and view.organizer.platform_client_id is not None
    return access.is_organizer(caller, view) and not managed


async def is_disabled(session: AsyncSession, event_type_id: int | None) -> bool:
    """Whether an event type does not let its bookings be cancelled."""
    if event_type_id is None:
        return False
    said = await session.scalar(_DISABLED, {"event_type_id": event_type_id})
    return bool(said and said.get("disabled"))
