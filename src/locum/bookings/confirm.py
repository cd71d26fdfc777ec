"""Use case: say yes to a booking that waits for it (bookings sheet, section 8)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, availability, busy
from locum.bookings.events import BookingConfirmed
from locum.bookings.rules.status import Status, check_can_be_answered
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.http.principal import Principal


async def confirm_booking(session: AsyncSession, caller: Principal, uid: str) -> BookingView:
    """A pending booking stands from now on. For whoever is in charge of it.

    Raises NotFound, Forbidden, BadRequest, or Conflict when the time has been given to somebody else meanwhile.
    """
    view = await access.booking_in_charge(session, caller, uid)
    booking = view.booking
    check_can_be_answered(view.standing())
    if booking.user_id is not None:
        await availability.hold_hosts(session, [booking.user_id])
    booking.status = Status.ACCEPTED.value
    await busy.confirm(session, booking.id)
    await publish(
        session,
        BookingConfirmed(booking.id, booking.uid, booking.user_id, booking.event_type_id, booking.ics_sequence),
    )
    return view
