"""From a booking back to what was booked: where it gets another time, and where the same can be booked again.

What is booked through private links has an address that is nobody's business, and a meeting of several persons has none
of its own: such bookings are moved below their own address.
"""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import queries as bookings
from locum.bookings.moving import persons_of
from locum.bookings.views import BookingView
from locum.event_types import queries as event_types
from locum.kit.errors import NotFound
from locum.pages.booking.event import Event, event_of_row, path_of_event_type, several
from locum.private_links import queries as private_links
from locum.users import queries as users


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses without the base path; None where there is none."""

    move: str | None = None
    again: str | None = None


async def ways_of(session: AsyncSession, view: BookingView) -> Ways:
    """Where a booking is moved, and where the same can be booked again."""
    event_type_id, own = view.booking.event_type_id, _below(view.booking.uid)
    if event_type_id is None:
        return Ways(own) if await persons_of(session, view) else Ways()
    path = await path_of_event_type(session, event_type_id)
    if path is not None and await private_links.count(session, event_type_id):
        return Ways(own)
    return Ways(path, path)


async def event_of_booking(session: AsyncSession, uid: str) -> Event:
    """What was booked, under the address of the booking. Raises NotFound."""
    view = await bookings.by_uid(session, uid)
    if view is None:
        raise NotFound(f"Booking with uid={uid} was not found")
    found = await _event(session, view)
    return replace(found, inviter=replace(found.inviter, path=None), path=_below(uid))


async def _event(session: AsyncSession, view: BookingView) -> Event:
    if view.booking.event_type_id is not None:
        row = await event_types.by_id(session, view.booking.event_type_id)
        if row is not None:
            return await event_of_row(session, row)
    bookable = await persons_of(session, view)
    if bookable is None:
        raise NotFound("What was booked is not offered any more.")
    ids = [host.user_id for host in bookable.hosts]
    known = {user.id: user for user in await users.by_ids(session, ids)}
    return several([known[user_id] for user_id in ids if user_id in known], "")


def _below(uid: str) -> str:
    return f"/reschedule/{uid}/time"
