"""Use case: take a seat, in a meeting that is there already or in a new one (bookings sheet, section 6)."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import busy, hosting, queries
from locum.bookings.events import BookingCreated, SeatTaken, about, newest_of
from locum.bookings.ordering import Order
from locum.bookings.rules.seating import check_room
from locum.bookings.seats.rows import next_place, seat_of
from locum.bookings.views import BookingView
from locum.bookings.writing import attendee_row, new_booking, store
from locum.db.events import publish
from locum.event_types.rules.policies import Seats


async def take_seat(session: AsyncSession, order: Order, seats: Seats) -> BookingView:
    """Seat the booker; the candidates are held, so that seats are counted by one at a time.

    Whoever joins a meeting takes nobody's time: the hosts meet anyway. Raises BadRequest, Forbidden, or Conflict when
    no seat is left or the booker has one.
    """
    seated = await queries.seated_at(session, order.settings.id, order.plan.starts_at)
    return await _join(session, order, seats, seated) if seated else await _open(session, order, seats)


async def _open(session: AsyncSession, order: Order, seats: Seats) -> BookingView:
    """The first seat of a time."""
    settings = order.settings
    hosts = await hosting.hosts_of(session, order.bookable, order.wanted(), order.now)
    booking = new_booking(order, hosts)
    seat = seat_of(order.plan, 0)
    booking.attendees = [seat, *(attendee_row(number, host) for number, host in enumerate(hosts.others, 1))]
    # What one of them says is nobody else's business.
    booking.description, booking.responses, booking.properties = None, {}, {}
    await store(session, [booking], settings, hosts, seats_taken=1)
    await publish(session, BookingCreated(*about(booking), seat.id, newest_of(booking)))
    return BookingView(booking, hosts.organizer, settings.slug, seats, taken_seat=seat.seat_uid)


async def _join(session: AsyncSession, order: Order, seats: Seats, seated: BookingView) -> BookingView:
    """A further seat."""
    booking, booker = seated.booking, order.plan.booker
    check_room(seats, [holder.email for holder in seated.holders], booker.email)
    seat = seat_of(order.plan, next_place(seated))
    booking.attendees.append(seat)
    booking.updated_at = order.now
    await session.flush()
    await busy.sit_down(session, booking, order.settings.timing, len(seated.holders))
    await publish(session, SeatTaken(*about(booking), seat.id))
    return replace(seated, taken_seat=seat.seat_uid)
