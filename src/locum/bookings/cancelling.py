"""What all ways of cancelling have in common."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access
from locum.bookings.models import Booking
from locum.bookings.rules.status import Cancellation, Status, check_can_be_cancelled
from locum.bookings.views import BookingView
from locum.event_types import queries as event_types
from locum.http.principal import Principal
from locum.kit import clock


async def check_cancellation(
    session: AsyncSession, caller: Principal | None, view: BookingView, asked: Cancellation
) -> None:
    """Whether the event type, the time and the caller allow it. Raises BadRequest."""
    check_can_be_cancelled(
        view.standing(),
        asked,
        by_host=_is_answerable_host(caller, view),
        disabled=await event_types.forbids_cancelling(session, view.booking.event_type_id),
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
