"""A booking as somebody sees it who has its address: what it is, and what he may do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import access
from locum.bookings import queries as bookings
from locum.bookings.moving import persons_of
from locum.bookings.rules.status import OVER, Cancellation, MovingRules, check_can_be_cancelled, check_can_be_moved
from locum.bookings.viewing import shown_to
from locum.bookings.views import BookingView, first_of
from locum.event_types import loading
from locum.event_types.rules.settings import EventTypeSettings
from locum.kit import clock as kit_clock
from locum.kit.errors import LocumError, NotFound
from locum.pages.booking.ways import Ways, ways_of
from locum.pages.rendering import words_of
from locum.pages.sessions.visitor import principal_of
from locum.pages.when import Clock, usual_cycle
from locum.pages.zones import wanted_zone
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking as somebody sees it: what it is, what its event type says, whether he is in charge of it."""

    request: Request
    view: BookingView
    settings: EventTypeSettings | None
    is_host: bool
    clock: Clock
    ways: Ways
    series: Sequence[BookingView] = ()
    """All occurrences, of a booking that is one of several."""

    @property
    def seat_uid(self) -> str | None:
        """The seat that the address speaks of."""
        return self.request.query_params.get("seatReferenceUid") or None

    @property
    def goes_on(self) -> bool:
        """Whether meetings of its series come later that stand."""
        start = self.view.booking.starts_at
        return any(one.booking.starts_at > start and one.booking.status not in OVER for one in self.series)

    @property
    def path(self) -> str:
        """Its address without the base path."""
        return f"/booking/{self.view.booking.uid}"


async def shown(request: Request, session: AsyncSession, visitor: User | None, uid: str) -> Shown:
    """A booking by its uid, which is known to those it concerns; by that of a series its first. Raises NotFound."""
    found = await bookings.by_uid(session, uid)
    series_uid = uid if found is None else found.booking.recurring_uid
    series = await bookings.of_series(session, series_uid) if series_uid else ()
    found = found or next(iter(series), None)
    if found is None:
        raise NotFound(f"Booking with uid={uid} was not found")
    caller = principal_of(visitor) if visitor else None
    view = first_of(await shown_to(session, caller, found))
    is_host = await access.is_in_charge(session, caller, view)
    event_type_id = view.booking.event_type_id
    bookable = await (persons_of(session, view) if event_type_id is None else loading.load(session, event_type_id))
    words = words_of(request, visitor.locale if visitor else None)
    booker = view.booker
    wishes = (visitor.time_zone if is_host and visitor else None, booker.time_zone if booker else None)
    zone = wanted_zone(request.query_params.get("cal.tz"), *wishes)
    clock = Clock(words, zone, usual_cycle(words.locale))
    settings = bookable.settings if bookable else None
    return Shown(request, view, settings, is_host, clock, await ways_of(session, view), series)


def _may(check: Callable[[], None]) -> bool:
    try:
        check()
    except LocumError:
        return False
    return True


def can_cancel(seen: Shown) -> bool:
    """Whether there is anything to cancel for this visitor."""
    disabled = bool(seen.settings and seen.settings.rules.cancelling_disabled)
    asked = Cancellation(reason="-", seat_uid=seen.seat_uid)
    if seen.view.seated and seen.seat_uid is None and not seen.is_host:
        return False
    standing, now = seen.view.standing(), kit_clock.now()
    return _may(lambda: check_can_be_cancelled(standing, asked, by_host=False, disabled=disabled, now=now))


def can_move(seen: Shown) -> bool:
    """Whether this visitor can give it another time."""
    if seen.settings is None or seen.ways.move is None:
        return False
    if seen.view.seated and seen.seat_uid is None and not seen.is_host:
        return False
    said = seen.settings.rules
    rules = MovingRules(said.rescheduling, said.reschedules_past, said.reschedules_cancelled)
    return _may(lambda: check_can_be_moved(seen.view.standing(), rules, now=kit_clock.now()))
