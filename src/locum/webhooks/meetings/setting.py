"""Setting the alarm of a booking, in the transaction that makes it stand."""

from sqlalchemy import bindparam, false, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.events import BookingConfirmed, BookingCreated, BookingEvent, BookingRescheduled
from locum.bookings.models import Booking
from locum.webhooks.meetings.models import MeetingAlarm

STANDS = (BookingCreated, BookingConfirmed, BookingRescheduled)
"""After these a booking stands, at a time that may be new."""

_new = insert(MeetingAlarm.__table__).from_select(  # type: ignore[arg-type]
    ["booking_id", "due_at", "has_begun"],
    select(Booking.id, Booking.starts_at, false()).where(Booking.id == bindparam("booking_id")),
)
_SET = _new.on_conflict_do_update(
    index_elements=[MeetingAlarm.booking_id],
    set_={"due_at": _new.excluded.due_at, "has_begun": _new.excluded.has_begun},
)


async def set_alarm(session: AsyncSession, event: BookingEvent) -> None:
    """Have its beginning told when it is time. Nobody has to take an alarm back: it looks at the booking itself."""
    await session.execute(_SET, {"booking_id": event.booking_id})
