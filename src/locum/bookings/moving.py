"""What all ways of moving a booking have in common: the booking, whether it may be moved, and who moves it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access, hosting, managed_people, queries
from locum.bookings.availability import Wanted
from locum.bookings.ordering import check_proven
from locum.bookings.rules.answers import check_reason_given
from locum.bookings.rules.asked import Proof
from locum.bookings.rules.seating import no_such_seat
from locum.bookings.rules.status import MovingRules, check_can_be_moved, check_reason
from locum.bookings.rules.times import check_start
from locum.bookings.views import BookingView, Organizer
from locum.event_types import loading
from locum.event_types.loading import Bookable
from locum.event_types.rules.settings import EventTypeSettings
from locum.http.principal import Principal
from locum.kit.errors import BadRequest
from locum.slots.service import together


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody who moves a booking says. `by` is the e-mail address he gives as his own."""

    start: datetime
    reason: str | None = None
    by: str | None = None
    seat_uid: str | None = None
    verification_code: str | None = None
    proof: Proof = Proof.MISSING


@dataclass(frozen=True, slots=True)
class Author:
    """Who moves a booking."""

    email: str | None
    is_host: bool


@dataclass(frozen=True, slots=True)
class Moving:
    """A booking that may be moved, held, as are the hosts of its event type."""

    caller: Principal | None
    old: BookingView
    bookable: Bookable
    move: Move
    end: datetime
    now: datetime

    @property
    def settings(self) -> EventTypeSettings:
        """Of the event type."""
        return self.bookable.settings

    def wanted(self, *, over_itself: bool = True) -> Wanted:
        """The new time; the old one is not in its way if the whole booking goes."""
        old = self.old.booking
        moved = (old.id, old.uid) if over_itself else (None, None)
        return Wanted(self.move.start, self.end, self.old.booker_zone, *moved)


async def moving_of(session: AsyncSession, caller: Principal | None, uid: str, move: Move, now: datetime) -> Moving:
    """Hold a booking that is to be moved, at its old length, and check all that needs no calendar.

    Raises NotFound, BadRequest or Unprocessable.
    """
    check_reason(move.reason)
    check_reason(move.by)
    bookable = await _event_type(session, await access.found(session, uid))
    await hosting.hold(session, bookable)
    old = await access.held(session, uid)
    rules = bookable.settings.rules
    check_can_be_moved(
        old.standing(),
        MovingRules(rules.rescheduling, rules.reschedules_past, rules.reschedules_cancelled),
        now=now,
    )
    if move.seat_uid is not None and old.with_seat(move.seat_uid) is None:
        raise no_such_seat(move.seat_uid)
    check_start(move.start, bookable.settings.timing, now)
    if move.seat_uid is None:
        check_reason_given(bookable.settings.rules.form, move.reason)
    if not await access.is_in_charge(session, caller, old):
        check_proven(bookable.settings, move.proof)
    if move.by:
        kept = await managed_people.kept_addresses(session, [host.user_id for host in bookable.hosts], [move.by])
        move = replace(move, by=kept.get(move.by.lower(), move.by))
    return Moving(caller, old, bookable, move, move.start + (old.booking.ends_at - old.booking.starts_at), now)


async def _event_type(session: AsyncSession, view: BookingView) -> Bookable:
    event_type_id = view.booking.event_type_id
    found = await (persons_of(session, view) if event_type_id is None else loading.load(session, event_type_id))
    if found is None:
        raise BadRequest(f"Can't reschedule booking with uid={view.booking.uid} because its event type is gone.")
    return found


async def persons_of(session: AsyncSession, view: BookingView) -> Bookable | None:
    """The meeting of several persons, which has no event type of its own: all of them have to be free again."""
    addresses = [row.email.lower() for row in view.booking.attendees if row.kind == "host"]
    accounts = await queries.by_addresses(session, addresses)
    if view.organizer is None or not addresses or len(accounts) < len(addresses):
        return None
    return together([view.organizer.id, *(accounts[address].id for address in addresses)])


async def author_of(session: AsyncSession, moving: Moving, organizer: Organizer | None) -> Author:
    """The address that somebody gives as his own; nobody becomes the organizer by saying so, without credentials."""
    caller, old, said = moving.caller, moving.old, moving.move.by
    address = organizer.email if organizer else None
    claims = said is not None and address is not None and said.lower() == address.lower()
    if access.is_organizer(caller, old) or (claims and await access.is_in_charge(session, caller, old)):
        return Author(address, is_host=True)
    return Author(None if claims else said, is_host=False)
