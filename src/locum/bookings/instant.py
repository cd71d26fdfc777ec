"""Use cases: meet at once whoever of a team's hosts comes first (bookings sheet, section 3.7)."""

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, access_queries, availability, busy, queries
from locum.bookings.events import BookingConfirmed, InstantMeetingRequested, about
from locum.bookings.models import Booking, InstantMeeting, new_uid
from locum.bookings.ordering import Order
from locum.bookings.rules.places import HOUSE_VIDEO
from locum.bookings.rules.status import Status
from locum.bookings.views import BookingView
from locum.bookings.writing import ICS_DOMAIN, attendee_rows
from locum.db.events import publish
from locum.event_types import loading
from locum.http.credentials import digest
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, Forbidden, NotFound

WAITS = timedelta(seconds=90)
"""So long hosts have to answer."""


async def book_instant(session: AsyncSession, order: Order) -> BookingView:
    """Ask for a meeting now. Nobody's calendar is looked at, and nobody hosts it yet: whoever comes first will."""
    plan, settings, uid = order.plan, order.settings, new_uid()
    booking = Booking(
        uid=uid,
        event_type_id=settings.id,
        organization_id=settings.organization_id,
        status=Status.AWAITING_HOST.value,
        title=f"Instant Meeting with {plan.booker.name}",
        description=plan.description,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        location=HOUSE_VIDEO,
        responses=plan.responses,
        properties=plan.metadata,
        ics_uid=f"{uid}@{ICS_DOMAIN}",
        attendees=attendee_rows(plan.attendees),
    )
    session.add(booking)
    await session.flush()
    token = secrets.token_urlsafe(32)
    session.add(InstantMeeting(booking_id=booking.id, digest=digest(token), expires_at=order.now + WAITS))
    await publish(session, InstantMeetingRequested(booking.id, uid, None, settings.id, 0, token=token))
    return BookingView(booking, None, settings.slug)


async def answer_instant(session: AsyncSession, caller: Principal, token: str) -> BookingView:
    """Host a meeting that waits: the first of the event type's hosts who comes has it.

    Raises NotFound, Forbidden, BadRequest when it is too late, or Conflict when the host meets somebody else just now.
    """
    await availability.hold_hosts(session, [caller.user_id])
    waiting = await queries.instant_held(session, digest(token))
    view = await queries.by_id(session, waiting.booking_id, hold=True) if waiting else None
    if waiting is None or view is None:
        raise NotFound("There is no such meeting.")
    booking = view.booking
    if not await access_queries.hosts(session, caller.user_id, booking.event_type_id):
        raise Forbidden("Only hosts of the event type may open its meetings.")
    if access.is_organizer(caller, view):
        return view
    if booking.status != Status.AWAITING_HOST or clock.now() >= waiting.expires_at:
        raise BadRequest("This meeting is not waiting any more.")
    booking.user_id, booking.status = caller.user_id, Status.ACCEPTED.value
    await session.flush()
    found = None if booking.event_type_id is None else await loading.load(session, booking.event_type_id)
    if found is not None:
        await busy.take(session, [booking], found.settings.timing, [caller.user_id])
    await publish(session, BookingConfirmed(*about(booking)))
    return await queries.again(session, view)
