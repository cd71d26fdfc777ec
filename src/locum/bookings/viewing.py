"""Use case: look at a booking (bookings sheet, sections 4.1 and 6)."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, queries
from locum.bookings.rules.seating import no_such_seat
from locum.bookings.views import BookingView, Found, first_of
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.errors import NotFound


async def booking_for(session: AsyncSession, caller: Principal | None, uid: str) -> Found:
    """The booking of a uid, which is the secret that opens it; or all occurrences of the series. Raises NotFound."""
    view = await queries.by_uid(session, uid)
    series = () if view is not None else await queries.of_series(session, uid)
    if view is None and not series:
        raise NotFound(f"Booking with uid={uid} was not found in the database")
    return await shown_to(session, caller, view or series)


async def booking_of_seat(session: AsyncSession, caller: Principal | None, seat_uid: str) -> BookingView:
    """The booking in which somebody has a seat, whose uid is the key to it. Raises NotFound."""
    view = await queries.by_seat(session, seat_uid)
    if view is None:
        raise no_such_seat(seat_uid)
    return first_of(await shown_to(session, caller, replace(view, own_seat=seat_uid)))


async def shown_to(session: AsyncSession, caller: Principal | None, found: Found) -> Found:
    """The same; where the event type hides attendees from each other, with nobody's seat but the caller's own."""
    first = first_of(found)
    if not first.hides_attendees or await access.is_in_charge(session, caller, first, Permission.BOOKING_READ):
        return found
    own = caller.email.lower() if caller else ""
    if isinstance(found, BookingView):
        return replace(found, only_seats_of=own)
    return [replace(view, only_seats_of=own) for view in found]
