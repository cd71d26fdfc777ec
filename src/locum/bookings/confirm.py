"""Use case: say yes to a booking that waits for it, and to all of its series (bookings sheet, section 8)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, availability, busy, queries
from locum.bookings.company import told_together
from locum.bookings.events import BookingConfirmed, about
from locum.bookings.models import Booking
from locum.bookings.rules.status import Status, check_can_be_answered
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.http.principal import Principal


async def confirm_booking(session: AsyncSession, caller: Principal, uid: str) -> BookingView:
    """A pending booking stands from now on, with every pending occurrence of its series. For whoever is in charge.

    Raises NotFound, Forbidden, BadRequest, or Conflict when the time has been given to somebody else meanwhile.
    """
    seen = await access.booking_in_charge(session, caller, uid)
    await availability.hold_hosts(session, await busy.people_of(session, seen.booking.id))
    view, waiting = await to_be_answered(session, seen)
    for booking in waiting:
        booking.status = Status.ACCEPTED.value
    await session.flush()
    await busy.confirm(session, [booking.id for booking in waiting])
    together = told_together(waiting)
    for booking in waiting:
        await publish(session, BookingConfirmed(*about(booking), together.get(booking.id, ())))
    return view


async def to_be_answered(session: AsyncSession, seen: BookingView) -> tuple[BookingView, list[Booking]]:
    """The booking, held, and with it every occurrence of its series that waits too. Raises BadRequest."""
    together = await queries.held_with_series(session, seen.booking)
    view = next(view for view in together if view.booking.id == seen.booking.id)
    check_can_be_answered(view.standing())
    return view, [other.booking for other in together if other.booking.status == Status.PENDING]
