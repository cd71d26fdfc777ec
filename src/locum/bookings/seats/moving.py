"""Use cases: move one seat to another time, and a shared meeting as a whole (bookings sheet, section 5)."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, busy, hosting, queries
from locum.bookings.events import BookingCancelled, BookingRescheduled, about
from locum.bookings.hosting import Hosting
from locum.bookings.models import Booking, BookingAttendee, new_uid
from locum.bookings.moving import Moving, author_of
from locum.bookings.rules.seating import check_may_move_all, check_room, check_room_for_all
from locum.bookings.rules.status import Status
from locum.bookings.seats.rows import change_places, depart, next_place
from locum.bookings.views import BookingView
from locum.bookings.writing import ICS_DOMAIN, attendee_row, organization_of, store, title_anew
from locum.db.events import publish
from locum.event_types.rules.policies import Seats


async def move_seat(session: AsyncSession, moving: Moving, seat_uid: str) -> BookingView:
    """One attendee goes to another time: to those who meet there already, or into a meeting of his own.

    Raises NotFound, BadRequest, Forbidden, or Conflict when there is no seat for him.
    """
    old = moving.old
    seat = next(holder for holder in old.holders if holder.seat_uid == seat_uid)
    target = await queries.seated_at(session, moving.settings.id, moving.move.start)
    if target is not None and target.booking.id == old.booking.id:
        return replace(old, taken_seat=seat_uid)
    if target is not None:
        check_room(_seats(moving), [holder.email for holder in target.holders], seat.email)
        await change_places(session, [seat], target.booking.id, next_place(target))
    else:
        target = await _open(session, moving, seat)
    return await _arrive(session, moving, target, [seat])


async def move_everybody(session: AsyncSession, moving: Moving) -> BookingView:
    """The host moves a shared meeting; where another one is at that time, the two become one.

    Raises BadRequest, Forbidden, or Conflict when both together have too many people.
    """
    old = moving.old
    check_may_move_all(old.booking.uid, in_charge=await access.is_in_charge(session, moving.caller, old))
    target = await queries.seated_at(session, moving.settings.id, moving.move.start)
    if target is None or target.booking.id == old.booking.id:
        return await _shift(session, moving)
    coming = check_room_for_all(
        _seats(moving), [holder.email for holder in target.holders], [holder.email for holder in old.holders]
    )
    going = [holder for holder in old.holders if holder.email.lower() in coming]
    departed = await depart(session, [holder for holder in old.holders if holder not in going], moving.now)
    await change_places(session, going, target.booking.id, next_place(target))
    seen = await _arrive(session, moving, target, going, last=True)
    if departed:
        # Whoever sits there already does not move: to him the meeting that is no more is off.
        old.booking.ics_sequence += 1
        await publish(session, BookingCancelled(*about(old.booking), departed=departed))
    return seen


async def _open(session: AsyncSession, moving: Moving, seat: BookingAttendee) -> BookingView:
    """A new meeting at the new time, of the one who goes there."""
    old, settings = moving.old, moving.settings
    is_last = len(old.holders) == 1
    hosts = await hosting.hosts_of(session, moving.bookable, moving.wanted(over_itself=is_last), moving.now)
    if is_last:
        await busy.free(session, [old.booking.id])
    booking = _at_new_time(moving, hosts, seat, is_last=is_last)
    await store(session, [booking], settings, hosts, seats_taken=1)
    await change_places(session, [seat], booking.id, 0, new_keys=True)
    return BookingView(booking, hosts.organizer, settings.slug, settings.rules.seats)


def _at_new_time(moving: Moving, hosts: Hosting, seat: BookingAttendee, *, is_last: bool) -> Booking:
    old, uid = moving.old.booking, new_uid()
    return Booking(
        uid=uid,
        event_type_id=old.event_type_id,
        user_id=hosts.organizer.id,
        organization_id=organization_of(moving.settings, hosts),
        status=Status.ACCEPTED.value,
        title=_title(moving, hosts, seat),
        starts_at=moving.move.start,
        ends_at=moving.end,
        location=old.location,
        responses={},
        properties={},
        ics_uid=old.ics_uid if is_last else f"{uid}@{ICS_DOMAIN}",
        ics_sequence=old.ics_sequence + 1 if is_last else 0,
        rescheduled_from_uid=old.uid if is_last else None,
        attendees=[attendee_row(number, host) for number, host in enumerate(hosts.others, 1)],
    )


async def _arrive(
    session: AsyncSession,
    moving: Moving,
    target: BookingView,
    people: Sequence[BookingAttendee],
    *,
    last: bool = False,
) -> BookingView:
    """What follows for both meetings: who is busy when, and whether anybody is left in the old one."""
    old, new = moving.old.booking, target.booking
    author = await author_of(session, moving, target.organizer)
    old.rescheduled_by = new.rescheduled_by = author.email
    # Whoever comes back has been told of this meeting before: calendars and mails tell the two times apart by it.
    new.ics_sequence += 1
    staying = len(moving.old.holders) - len(people)
    if last or staying == 0:
        old.status, old.rescheduled_to_uid = Status.CANCELLED.value, new.uid
        await busy.free(session, [old.id])
    else:
        old.updated_at = moving.now
        await busy.stand_up(session, old.id, [person.email for person in people], staying)
    await session.flush()
    seen = await queries.again(session, target)
    await busy.sit_down(session, seen.booking, moving.settings.timing, len(seen.holders))
    if people:
        await _announce(session, moving, seen.booking, [person.id for person in people])
    moved = {person.id for person in people}
    keys = [holder.seat_uid for holder in seen.holders if holder.id in moved]
    return replace(seen, taken_seat=keys[0] if len(keys) == 1 and not last else None)


async def _shift(session: AsyncSession, moving: Moving) -> BookingView:
    """The same booking at another time: it keeps its uid and all of its seats."""
    old, settings, booking = moving.old, moving.settings, moving.old.booking
    hosts = await hosting.hosts_of(session, moving.bookable, moving.wanted(), moving.now)
    author = await author_of(session, moving, hosts.organizer)
    before, former_host = booking.starts_at, booking.user_id
    booking.title = _title(moving, hosts, old.holders[0])
    await busy.free(session, [booking.id])
    booking.user_id, booking.organization_id = hosts.organizer.id, organization_of(settings, hosts)
    booking.starts_at, booking.ends_at = moving.move.start, moving.end
    booking.status = Status.ACCEPTED.value
    booking.ics_sequence += 1
    booking.rescheduling_reason, booking.rescheduled_by = moving.move.reason, author.email
    place = next_place(old)
    others = [attendee_row(place + number, host) for number, host in enumerate(hosts.others)]
    booking.attendees = [*old.holders, *others]
    await store(session, [booking], settings, hosts, len(old.holders))
    await publish(session, BookingRescheduled(*about(booking), booking.id, booking.uid, before, former_host))
    return await queries.again(session, old)


def _title(moving: Moving, hosts: Hosting, booker: BookingAttendee) -> str:
    """As it was, unless somebody else hosts, or goes, than those whom it names."""
    old, settings = moving.old, moving.settings
    stays = old.booking.user_id == hosts.organizer.id and old.holders[0] is booker
    if stays or settings.rules.seats is None:
        return old.booking.title
    return title_anew(settings, old.booking, hosts.title_name, booker)


async def _announce(session: AsyncSession, moving: Moving, new: Booking, people: Collection[int]) -> None:
    old = moving.old.booking
    await publish(session, BookingRescheduled(*about(new), old.id, old.uid, old.starts_at, new.user_id, tuple(people)))


def _seats(moving: Moving) -> Seats:
    """What the event type says; one that has none any more takes no further people in."""
    return moving.settings.rules.seats or Seats(len(moving.old.holders), show_attendees=True, show_availability=True)
