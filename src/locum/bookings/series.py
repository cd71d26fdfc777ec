"""Use case: book a series. All of its occurrences or none (bookings sheet, section 3.6)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import hosting
from locum.bookings.events import BookingCreated, BookingRequested, about, newest_of
from locum.bookings.models import new_uid
from locum.bookings.ordering import Order
from locum.bookings.rules.occurrences import count_of, starts_of
from locum.bookings.rules.status import Status
from locum.bookings.views import BookingView
from locum.bookings.writing import new_booking, store
from locum.db.events import publish
from locum.event_types.rules.policies import Recurrence


async def book_series(session: AsyncSession, order: Order, rhythm: Recurrence) -> Sequence[BookingView]:
    """Book every occurrence, by start; the candidates are held. The host of the first keeps the series.

    Only the first is compared with hours, absences and limits; but wherever the host already has a booking, nothing at
    all is booked. Raises BadRequest, Forbidden or Conflict.
    """
    settings, plan = order.settings, order.plan
    count = count_of(rhythm, order.asked.recurrence_count)
    starts = starts_of(plan.starts_at, rhythm, count, plan.booker.time_zone, order.now)
    # Requests take nobody's time, wherever they fall.
    later = tuple(starts[1:]) if order.status is Status.ACCEPTED else ()
    hosts = await hosting.hosts_of(session, order.bookable, replace(order.wanted(), later=later), order.now)
    bookings = [new_booking(order, hosts, start) for start in starts]
    series_uid = new_uid()
    for booking in bookings:
        booking.recurring_uid = series_uid
    await store(session, bookings, settings, hosts)
    kind = BookingCreated if order.status is Status.ACCEPTED else BookingRequested
    for booking in bookings:
        await publish(session, kind(*about(booking), newest=newest_of(booking)))
    return [BookingView(booking, hosts.organizer, settings.slug) for booking in bookings]
