"""What all ways of cancelling have in common."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access
from locum.bookings.models import Booking
from locum.bookings.rules.status import Cancellation, Status, check_can_be_cancelled
from locum.bookings.views import BookingView
from locum.event_types.models import EventType
from locum.http.principal import Principal
from locum.kit import clock

_DISABLED = select(EventType.disable_cancelling).where(EventType.id == bindparam("event_type_id"))


async def check_cancellation(
    session: AsyncSession, caller: Principal | None, view: BookingView, asked: Cancellation
) -> None:
    """Whether the event type, the time and the caller allow it. Raises BadRequest."""
    check_can_be_cancelled(
        view.standing(),
        asked,
        by_host=_is_answerable_host(caller, view),
        disabled=await _is_disabled(session, view.booking.event_type_id),
        now=clock.now(),
    )


def note_cancelled(booking: Booking, caller: Principal | None, reason: str | None) -> None:
    """Enter into the row that it is off, why, and by whom."""
    booking.status = Status.CANCELLED.value
    booking.cancellation_reason = reason
    booking.cancelled_by = caller.email if caller else None
    booking.ics_sequence += 1


def _is_answerable_host(caller: Principal | None, view: BookingView) -> bool:
    """Platforms cancel for the people they manage, without a reason."""
    managed = view.organizer is not None and view.organizer.platform_client_id is not None
    return access.is_organizer(caller, view) and not managed


async def _is_disabled(session: AsyncSession, event_type_id: int | None) -> bool:
    if event_type_id is None:
        return False
    said = await session.scalar(_DISABLED, {"event_type_id": event_type_id})
    return bool(said and said.get("disabled"))
