"""Use case: say no to a booking that waits, and to all of its series (bookings sheet, section 8)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy
from locum.bookings.company import told_together
from locum.bookings.confirm import to_be_answered
from locum.bookings.events import BookingDeclined, about
from locum.bookings.rules.status import Status, check_reason
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.http.principal import Principal


async def decline_booking(session: AsyncSession, caller: Principal, uid: str, reason: str | None) -> BookingView:
    """A pending booking is refused, with every pending occurrence of its series. For whoever is in charge of it.

    Raises NotFound, Forbidden or BadRequest.
    """
    check_reason(reason)
    seen = await access.booking_in_charge(session, caller, uid)
    view, waiting = await to_be_answered(session, seen)
    for booking in waiting:
        booking.status = Status.REJECTED.value
        booking.rejection_reason = reason
    await busy.free(session, [booking.id for booking in waiting])
    together = told_together(waiting)
    for booking in waiting:
        await publish(session, BookingDeclined(*about(booking), together.get(booking.id, ())))
    return view
