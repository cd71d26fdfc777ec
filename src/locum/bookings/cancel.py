"""Use case: cancel a booking (bookings sheet, section 7)."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy
from locum.bookings.events import BookingCancelled
from locum.bookings.rules.status import Cancellation, Status, check_can_be_cancelled, check_reason
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.event_types.models import EventType
from locum.http.principal import Principal
from locum.kit import clock

_DISABLED = select(EventType.disable_cancelling).where(EventType.id == bindparam("event_type_id"))


async def cancel_booking(session: AsyncSession, caller: Principal | None, uid: str, asked: Cancellation) -> BookingView:
    """Call a booking off. Whoever knows the uid may; its host has to say why. Raises NotFound or BadRequest."""
    check_reason(asked.reason)
    view = await access.held(session, uid)
    booking = view.booking
    check_can_be_cancelled(
        view.standing(),
        asked,
        by_host=_is_answerable_host(caller, view),
        disabled=await _is_disabled(session, booking.event_type_id),
        now=clock.now(),
    )
    was_pending = booking.status == Status.PENDING
    booking.status = Status.CANCELLED.value
    booking.cancellation_reason = asked.reason
    booking.cancelled_by = caller.email if caller else None
    booking.ics_sequence += 1
    await busy.free(session, booking.id)
    await publish(
        session,
        BookingCancelled(
            booking.id, booking.uid, booking.user_id, booking.event_type_id, booking.ics_sequence, was_pending
        ),
    )
    return view


def _is_answerable_host(caller: Principal | None, view: BookingView) -> bool:
    """Platforms cancel for the people they manage, without a reason."""
    managed = view.organizer is not None and view.organizer.platform_client_id is not None
    return access.is_organizer(caller, view) and not managed


async def _is_disabled(session: AsyncSession, event_type_id: int | None) -> bool:
    if event_type_id is None:
        return False
    said = await session.scalar(_DISABLED, {"event_type_id": event_type_id})
    return bool(said and said.get("disabled"))
