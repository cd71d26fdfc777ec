"""Use case: move a booking. A new one stands in its place, and the old one is cancelled (bookings sheet, section 5)."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import busy, hosting
from locum.bookings.events import BookingRequested, BookingRescheduled, about, newest_of
from locum.bookings.hosting import Hosting
from locum.bookings.models import Booking, BookingAttendee, new_uid
from locum.bookings.moving import Move, Moving, author_of, moving_of
from locum.bookings.rules.status import Status, status_of_new
from locum.bookings.seats.moving import move_everybody, move_seat
from locum.bookings.views import BookingView
from locum.bookings.writing import attendee_row, organization_of, store, title_anew
from locum.db.events import publish
from locum.event_types.rules.settings import EventTypeSettings
from locum.http.principal import Principal
from locum.kit import clock


async def reschedule_booking(session: AsyncSession, caller: Principal | None, uid: str, move: Move) -> BookingView:
    """Move a booking, or one seat of it. Whoever knows the uid may; only a host who has signed in skips confirmation.

    Raises NotFound, BadRequest, Forbidden, Unprocessable, or Conflict when somebody was faster.
    """
    moving = await moving_of(session, caller, uid, move, clock.now())
    if move.seat_uid is not None:
        return await move_seat(session, moving, move.seat_uid)
    if moving.old.seated:
        return await move_everybody(session, moving)
    return await _move_one(session, moving)


async def _move_one(session: AsyncSession, moving: Moving) -> BookingView:
    old, settings, start = moving.old.booking, moving.settings, moving.move.start
    hosts = await hosting.hosts_of(session, moving.bookable, moving.wanted(), moving.now)
    author = await author_of(session, moving, hosts.organizer)
    status = status_of_new(settings.rules.confirmation, start, moving.now, by_host=author.is_host)
    booking = _moved(old, moving, hosts, status)
    booking.rescheduled_by = author.email
    await _replace(session, old, booking, settings, hosts)
    await _announce(session, old, booking)
    return BookingView(booking, hosts.organizer, settings.slug, settings.rules.seats)


def _moved(old: Booking, moving: Moving, hosts: Hosting, status: Status) -> Booking:
    """The new booking: what the old one was, at another time, with whoever hosts then."""
    people = [_copy(attendee) for attendee in old.attendees if attendee.kind != "host"]
    others = [attendee_row(len(people) + number, host) for number, host in enumerate(hosts.others)]
    return Booking(
        uid=new_uid(),
        event_type_id=old.event_type_id,
        user_id=hosts.organizer.id,
        organization_id=organization_of(moving.settings, hosts),
        status=status.value,
        title=old.title if old.user_id == hosts.organizer.id else title_anew(moving.settings, old, hosts.title_name),
        description=old.description,
        starts_at=moving.move.start,
        ends_at=moving.end,
        location=old.location,
        responses=old.responses,
        properties=old.properties,
        ics_uid=old.ics_uid,
        ics_sequence=old.ics_sequence + 1,
        rescheduled_from_uid=old.uid,
        rescheduling_reason=moving.move.reason,
        recurring_uid=old.recurring_uid,
        attendees=[*people, *others],
    )


def _copy(attendee: BookingAttendee) -> BookingAttendee:
    """Whoever attended attends again; whether he came is yet to be seen."""
    return BookingAttendee(
        position=attendee.position,
        kind=attendee.kind,
        email=attendee.email,
        name=attendee.name,
        time_zone=attendee.time_zone,
        language=attendee.language,
        phone=attendee.phone,
    )


async def _replace(
    session: AsyncSession, old: Booking, new: Booking, settings: EventTypeSettings, hosts: Hosting
) -> None:
    """The old time is free before the new one is taken: they may overlap."""
    old.status = Status.CANCELLED.value
    old.rescheduled_to_uid = new.uid
    old.rescheduled_by = new.rescheduled_by
    await busy.free(session, [old.id])
    await store(session, [new], settings, hosts)


async def _announce(session: AsyncSession, old: Booking, new: Booking) -> None:
    if new.status == Status.ACCEPTED:
        await publish(session, BookingRescheduled(*about(new), old.id, old.uid, old.starts_at, old.user_id))
    else:
        await publish(session, BookingRequested(*about(new), old.id, old.starts_at, newest_of(new)))
