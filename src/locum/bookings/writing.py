"""Writing new bookings: their rows, and the time that they take."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import busy
from locum.bookings.hosting import Hosting
from locum.bookings.models import Booking, BookingAttendee, new_uid
from locum.bookings.ordering import Order
from locum.bookings.rules.people import Attendee
from locum.bookings.rules.plan import title_for, title_of, without_hosts
from locum.event_types.rules.settings import EventTypeSettings
from locum.host_choice import queries as choices

ICS_DOMAIN = "locum"


def new_booking(order: Order, hosting: Hosting, starts_at: datetime | None = None) -> Booking:
    """The row of what was ordered, with its attendees; `starts_at`: of another occurrence than the first."""
    plan, organizer = without_hosts(order.plan, hosting.team_addresses), hosting.organizer
    start = starts_at or plan.starts_at
    uid = new_uid()
    return Booking(
        uid=uid,
        event_type_id=order.settings.id or None,
        user_id=organizer.id,
        organization_id=organization_of(order.settings, hosting),
        status=order.status.value,
        title=title_of(order.settings, plan, hosting.title_name),
        description=plan.description,
        starts_at=start,
        ends_at=start + (plan.ends_at - plan.starts_at),
        location=plan.place.location,
        responses=plan.responses,
        properties=plan.metadata,
        ics_uid=f"{uid}@{ICS_DOMAIN}",
        attendees=attendee_rows((*plan.attendees, *hosting.others)),
    )


def title_anew(
    settings: EventTypeSettings, booking: Booking, title_name: str, booker: BookingAttendee | None = None
) -> str:
    """The title of a booking that has other hosts than before, or another `booker` than the first who attends."""
    booker = booker or next((attendee for attendee in booking.attendees if attendee.kind != "host"), None)
    name, answers = (booker.name, booker.responses) if booker else ("", None)
    length = booking.ends_at - booking.starts_at
    return title_for(settings, answers or booking.responses, name, length, booking.location, title_name)


def organization_of(settings: EventTypeSettings, hosting: Hosting) -> int | None:
    """The organization of the event type's team, else the organizer's main one."""
    return settings.organization_id if settings.team_id is not None else hosting.organizer.organization_id


def attendee_rows(people: Sequence[Attendee]) -> list[BookingAttendee]:
    """Rows of those who attend, in their order."""
    return [attendee_row(position, person) for position, person in enumerate(people)]


def attendee_row(position: int, person: Attendee) -> BookingAttendee:
    """The row of one who attends."""
    return BookingAttendee(
        position=position,
        kind=person.kind,
        email=person.email,
        name=person.name,
        time_zone=person.time_zone,
        language=person.language,
        phone=person.phone,
    )


async def store(
    session: AsyncSession,
    bookings: Sequence[Booking],
    settings: EventTypeSettings,
    hosting: Hosting,
    seats_taken: int | None = None,
) -> None:
    """Write new bookings of the same people and take their time. Raises Conflict when any time is taken."""
    session.add_all(bookings)
    await session.flush()
    await busy.take(session, bookings, settings.timing, hosting.host_ids, seats_taken)
    for booking in bookings:
        choices.keep(session, booking.id, [(turn.group_key, turn.choice) for turn in hosting.turns])
