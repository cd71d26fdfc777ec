"""Use case: look at a booking (bookings sheet, sections 4.1 and 6)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, queries
from locum.bookings.views import BookingView
from locum.http.permissions import Permission
from locum.http.principal import Principal
from locum.kit.errors import NotFound


async def booking_for(session: AsyncSession, caller: Principal | None, uid: str) -> BookingView | Sequence[BookingView]:
    """The booking of a uid, which is the secret that opens it; or all occurrences of the series. Raises NotFound."""
    view = await queries.by_uid(session, uid)
    if view is not None:
        return await shown_to(session, caller, view)
    series = await queries.of_series(session, uid)
    if not series:
        raise NotFound(f"Booking with uid={uid} was not found in the database")
    return [await shown_to(session, caller, occurrence) for occurrence in series]


async def shown_to(session: AsyncSession, caller: Principal | None, view: BookingView) -> BookingView:
    """The same; where the event type hides attendees from each other, with nobody's seat but the caller's own."""
    hides = view.seats is not None and not view.seats.show_attendees
    if not hides or await access.is_in_charge(session, caller, view, Permission.BOOKING_READ):
        return view
    return replace(view, only_seats_of=caller.email.lower() if caller else "")
