"""Use case: book."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, availability, busy, queries, resolving
from locum.bookings.availability import Wanted
from locum.bookings.events import BookingCreated, BookingRequested
from locum.bookings.models import Booking, BookingAttendee, new_uid
from locum.bookings.rules.asked import Asked
from locum.bookings.rules.people import Attendee
from locum.bookings.rules.plan import Plan, check_kind, plan_of, title_of
from locum.bookings.rules.status import Status, status_of_new
from locum.bookings.views import BookingView, Organizer
from locum.db.events import publish
from locum.event_types.loading import Bookable
from locum.event_types.rules.settings import EventTypeSettings
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, Unprocessable

ICS_DOMAIN = "locum"


async def create_booking(session: AsyncSession, caller: Principal | None, asked: Asked) -> BookingView:
    """Book a time of an event type. Refusals in the order of the bookings sheet, sections 3.1 and 3.3.

    Raises BadRequest, NotFound, Unprocessable, Unauthorized, Forbidden, or Conflict when somebody was faster. Asking
    again for a booking that needs confirmation gives the one that is there.
    """
    now = clock.now()
    bookable = await resolving.bookable(session, asked.event_type)
    settings = bookable.settings
    if settings.rules.requires_authentication:
        await access.check_may_book(session, caller, settings.id)
    check_kind(settings, asked)
    host_id = only_host(bookable)
    plan = plan_of(asked, settings, now)
    status = status_of_new(settings.rules.confirmation, plan.starts_at, now, by_host=False)
    await availability.hold_hosts(session, [host_id])
    await _check_booker(session, settings, plan, asked.verification_code, now)
    if status is Status.PENDING:
        earlier = await queries.same(session, settings.id, plan.starts_at, plan.booker.email)
        if earlier is not None:
            return earlier
    wanted = Wanted(host_id, plan.starts_at, plan.ends_at, plan.booker.time_zone)
    organizer = await availability.free_host(session, bookable, wanted, now)
    booking = _booking(settings, plan, organizer, status)
    await store(session, booking, settings)
    kind = BookingCreated if status is Status.ACCEPTED else BookingRequested
    await publish(session, kind(booking.id, booking.uid, organizer.id, settings.id, booking.ics_sequence))
    return BookingView(booking, organizer, settings.slug, settings.rules.seats)


def only_host(bookable: Bookable) -> int:
    """The one host. Raises Unprocessable for event types without hosts and for what is not booked singly."""
    settings = bookable.settings
    if not bookable.hosts:
        raise Unprocessable(f"Can't book event type with id={settings.id} because it has no hosts")
    if settings.team_id is not None or settings.rules.seats is not None or settings.rules.recurrence is not None:
        raise Unprocessable(f"Event type with id={settings.id} can't be booked: it is not one of a single person.")
    return bookable.hosts[0].user_id


async def store(session: AsyncSession, booking: Booking, settings: EventTypeSettings) -> None:
    """Write a new booking and take its time. Raises Conflict when the time is taken."""
    session.add(booking)
    await session.flush()
    await busy.take(session, booking, settings.timing, [attendee.email for attendee in booking.attendees])


async def _check_booker(
    session: AsyncSession, settings: EventTypeSettings, plan: Plan, code: str | None, now: datetime
) -> None:
    """How many bookings he has already, and whether his address is his."""
    limit = settings.rules.active_bookings_limit
    if limit is not None and limit.maximum is not None:
        active = await queries.active_of_booker(session, settings.id, plan.booker.email, now)
        if len(active) >= limit.maximum:
            offer = f" You can reschedule your existing booking ({active[-1]})." if limit.offer_reschedule else ""
            raise BadRequest(f"The maximum number of active bookings has been reached for this event type.{offer}")
    check_verified(settings, code)


def check_verified(settings: EventTypeSettings, code: str | None) -> None:
    """Event types that verify the booker's address want the code that was sent there. None has been sent so far."""
    if settings.rules.verifies_booker_email:
        raise BadRequest("invalid_verification_code" if code else "email_verification_required")


def _booking(settings: EventTypeSettings, plan: Plan, organizer: Organizer, status: Status) -> Booking:
    uid = new_uid()
    return Booking(
        uid=uid,
        event_type_id=settings.id,
        user_id=organizer.id,
        organization_id=organizer.organization_id,
        status=status.value,
        title=title_of(settings, plan, organizer.shown_name),
        description=plan.description,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        location=plan.place.location,
        responses=plan.responses,
        properties=plan.metadata,
        ics_uid=f"{uid}@{ICS_DOMAIN}",
        attendees=[_attendee(position, attendee) for position, attendee in enumerate(plan.attendees)],
    )


def _attendee(position: int, attendee: Attendee) -> BookingAttendee:
    return BookingAttendee(
        position=position,
        kind=attendee.kind,
        email=attendee.email,
        name=attendee.name,
        time_zone=attendee.time_zone,
        language=attendee.language,
        phone=attendee.phone,
    )
