"""Use case: note who did not come (bookings sheet, section 9)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access
from locum.bookings.events import AttendanceMarked, about
from locum.bookings.rules.absentees import Absentees
from locum.bookings.views import BookingView
from locum.db.events import publish
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import Forbidden


async def mark_absent(session: AsyncSession, caller: Principal, uid: str, said: Absentees) -> BookingView:
    """Note of the host, and of attendees, whether they were absent. Of the host only those in charge may say it.

    Raises NotFound, Forbidden or BadRequest.
    """
    await _check_may(session, caller, await access.found(session, uid), said)
    view = await access.held(session, uid)
    booking = view.booking
    said.check(booking.starts_at, clock.now())
    absent = said.by_address([attendee.email for attendee in booking.attendees])
    if said.host is not None:
        booking.host_absent = said.host
    marked = [attendee for attendee in booking.attendees if attendee.email.lower() in absent]
    for attendee in marked:
        attendee.absent = absent[attendee.email.lower()]
    booking.updated_at = clock.now()
    if marked:
        await publish(session, AttendanceMarked(*about(booking), tuple(attendee.id for attendee in marked)))
    await session.flush()
    return view


async def _check_may(session: AsyncSession, caller: Principal, view: BookingView, said: Absentees) -> None:
    if await access.is_in_charge(session, caller, view):
        return
    if said.host is not None or not await access.has_access(session, caller, view):
        raise Forbidden(f"User with id={caller.user_id} may not say who was absent.")
