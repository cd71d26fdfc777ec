"""Use case: book. What kind of booking it becomes, the event type decides."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import hosting, queries
from locum.bookings.events import BookingCreated, BookingRequested, about, newest_of
from locum.bookings.instant import book_instant
from locum.bookings.ordering import Order, check_booker, order_of
from locum.bookings.rules.asked import Asked
from locum.bookings.rules.status import Status
from locum.bookings.seats.taking import take_seat
from locum.bookings.series import book_series
from locum.bookings.views import BookingView, Found
from locum.bookings.writing import new_booking, store
from locum.db.events import publish
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest
from locum.private_links import service as private_links


async def create_booking(session: AsyncSession, caller: Principal | None, asked: Asked) -> Found:
    """Book a time of an event type; of a recurring one all occurrences. Refusals in the order of the bookings sheet.

    Raises BadRequest, NotFound, Unprocessable, Unauthorized, Forbidden, Gone for a private link that is over, or
    Conflict when somebody was faster. Asking again for a booking that needs confirmation, or that a round of hosts
    takes, gives the one that is there.
    """
    order = await order_of(session, caller, asked, clock.now())
    rules = order.settings.rules
    if rules.seats is not None and rules.recurrence is not None:
        raise BadRequest("recurring_event_seats_error")
    if asked.instant:
        await check_booker(session, order)
        return await book_instant(session, order)
    await hosting.hold(session, order.bookable)
    await check_booker(session, order)
    earlier = await _earlier(session, order)
    if earlier is not None:
        return earlier
    if asked.private_link is not None:
        await private_links.use(session, order.settings.id, asked.private_link)
    if rules.seats is not None:
        return await take_seat(session, order, rules.seats)
    if rules.recurrence is not None:
        return await book_series(session, order, rules.recurrence)
    return await _book_one(session, order)


async def _earlier(session: AsyncSession, order: Order) -> Found | None:
    """The valid booking that the same booker has at the same time already (bookings sheet, section 3.3)."""
    settings = order.settings
    if settings.rules.seats is not None:
        return None
    if order.status is not Status.PENDING and settings.scheduling_type != "roundRobin":
        return None
    found = await queries.same(session, settings.id, order.plan.starts_at, order.plan.booker.email)
    if found is None or found.booking.recurring_uid is None:
        return found
    return await queries.of_series(session, found.booking.recurring_uid)


async def _book_one(session: AsyncSession, order: Order) -> BookingView:
    settings = order.settings
    hosts = await hosting.hosts_of(session, order.bookable, order.wanted(), order.now)
    booking = new_booking(order, hosts)
    await store(session, [booking], settings, hosts)
    kind = BookingCreated if order.status is Status.ACCEPTED else BookingRequested
    await publish(session, kind(*about(booking), newest=newest_of(booking)))
    return BookingView(booking, hosts.organizer, settings.slug, settings.rules.seats)
