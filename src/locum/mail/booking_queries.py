"""SELECTs of what mails about bookings tell beside the booking itself."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.models import Booking, BookingAttendee
from locum.mail.series import Meeting
from locum.users.models import User

_SERIES = select(
    Booking.id,
    Booking.uid,
    Booking.starts_at,
    Booking.ends_at,
    Booking.status,
    Booking.rescheduled_from_uid,
    Booking.ics_sequence,
).where(Booking.recurring_uid == bindparam("recurring_uid"))

_before = select(Booking.id, Booking.user_id).where(Booking.uid == bindparam("uid")).cte("before")
_beside = select(func.lower(BookingAttendee.email)).where(
    BookingAttendee.booking_id == _before.c.id, BookingAttendee.kind == "host"
)
_HOSTS_OF = select(User).where(or_(User.id.in_(select(_before.c.user_id)), User.email.in_(_beside))).order_by(User.id)


async def meetings(session: AsyncSession, recurring_uid: str) -> list[Meeting]:
    """All bookings of a series, moved ones included, in no order."""
    return [Meeting(*row) for row in await session.execute(_SERIES, {"recurring_uid": recurring_uid})]


async def hosts_of(session: AsyncSession, uid: str) -> Sequence[User]:
    """The accounts of the organizer of a booking and of those who host with him."""
    return (await session.scalars(_HOSTS_OF, {"uid": uid})).all()
