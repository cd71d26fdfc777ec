"""Use case: move a booking. A new one stands in its place, and the old one is cancelled (bookings sheet, section 5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy, hosting
from locum.bookings.availability import Wanted
from locum.bookings.events import BookingRequested, BookingRescheduled
from locum.bookings.hosting import Hosting
from locum.bookings.models import Booking, BookingAttendee, new_uid
from locum.bookings.ordering import check_verified
from locum.bookings.rules.status import MovingRules, Status, check_can_be_moved, check_reason, status_of_new
from locum.bookings.rules.times import check_start
from locum.bookings.views import BookingView, Organizer
from locum.bookings.writing import attendee_row, organization_of, store, title_anew
from locum.db.events import publish
from locum.event_types import loading
from locum.event_types.loading import Bookable
from locum.event_types.rules.settings import EventTypeSettings
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, NotFound


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody who moves a booking says. `by` is the e-mail address he gives as his own."""

    start: datetime
    reason: str | None = None
    by: str | None = None
    seat_uid: str | None = None
    verification_code: str | None = None


async def reschedule_booking(session: AsyncSession, caller: Principal | None, uid: str, move: Move) -> BookingView:
    """Move a booking, at its old length. Whoever knows the uid may; only a host who has signed in skips confirmation.

    Raises NotFound, BadRequest, Forbidden, Unprocessable, or Conflict when somebody was faster.
    """
    now = clock.now()
    check_reason(move.reason)
    check_reason(move.by)
    bookable = await _event_type(session, await access.found(session, uid))
    await hosting.hold(session, bookable)
    old = await access.held(session, uid)
    settings = bookable.settings
    end = _check(old, settings, move, now)
    booker_zone = old.booking.attendees[0].time_zone if old.booking.attendees else "UTC"
    wanted = Wanted(move.start, end, booker_zone, old.booking.id, old.booking.uid)
    hosts = await hosting.hosts_of(session, bookable, wanted, now)
    author = await author_of(session, caller, old, hosts.organizer, move.by)
    status = status_of_new(settings.rules.confirmation, move.start, now, by_host=author.is_host)
    booking = _moved(old.booking, settings, hosts, move, end, status)
    booking.rescheduled_by = author.email
    await _replace(session, old.booking, booking, settings, hosts)
    await _announce(session, old.booking, booking)
    return BookingView(booking, hosts.organizer, settings.slug, settings.rules.seats)


async def _event_type(session: AsyncSession, view: BookingView) -> Bookable:
    event_type_id = view.booking.event_type_id
    found = None if event_type_id is None else await loading.load(session, event_type_id)
    if found is None:
        raise BadRequest(f"Can't reschedule booking with uid={view.booking.uid} because its event type is gone.")
    return found


def _check(old: BookingView, settings: EventTypeSettings, move: Move, now: datetime) -> datetime:
    """Everything that needs no calendar; the new end."""
    rules = MovingRules(
        settings.rules.rescheduling, settings.rules.reschedules_past, settings.rules.reschedules_cancelled
    )
    check_can_be_moved(old.standing(), rules, now=now)
    if move.seat_uid is not None and not old.seated:
        raise NotFound(f"Seat with uid={move.seat_uid} does not exist.")
    check_start(move.start, settings.timing, now)
    check_verified(settings, move.verification_code)
    return move.start + (old.booking.ends_at - old.booking.starts_at)


@dataclass(frozen=True, slots=True)
class Author:
    """Who moves a booking."""

    email: str | None
    is_host: bool


async def author_of(
    session: AsyncSession, caller: Principal | None, old: BookingView, organizer: Organizer, said: str | None
) -> Author:
    """The address that somebody gives as his own; nobody becomes the organizer by saying so, without credentials."""
    claims = said is not None and said.lower() == organizer.email.lower()
    if access.is_organizer(caller, old) or (claims and await access.is_in_charge(session, caller, old)):
        return Author(organizer.email, is_host=True)
    return Author(None if claims else said, is_host=False)


def _moved(
    old: Booking, settings: EventTypeSettings, hosts: Hosting, move: Move, end: datetime, status: Status
) -> Booking:
    """The new booking: what the old one was, at another time, with whoever hosts then."""
    people = [_copy(attendee) for attendee in old.attendees if attendee.kind != "host"]
    others = [attendee_row(len(people) + number, host) for number, host in enumerate(hosts.others)]
    return Booking(
        uid=new_uid(),
        event_type_id=old.event_type_id,
        user_id=hosts.organizer.id,
        organization_id=organization_of(settings, hosts),
        status=status.value,
        title=old.title if old.user_id == hosts.organizer.id else title_anew(settings, old, hosts.title_name),
        description=old.description,
        starts_at=move.start,
        ends_at=end,
        location=old.location,
        responses=old.responses,
        properties=old.properties,
        ics_uid=old.ics_uid,
        ics_sequence=old.ics_sequence + 1,
        rescheduled_from_uid=old.uid,
        rescheduling_reason=move.reason,
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
    about = (new.id, new.uid, new.user_id, new.event_type_id, new.ics_sequence)
    if new.status == Status.ACCEPTED:
        await publish(session, BookingRescheduled(*about, old.id, old.uid, old.starts_at, old.user_id))
    else:
        await publish(session, BookingRequested(*about, old.id, old.starts_at))
