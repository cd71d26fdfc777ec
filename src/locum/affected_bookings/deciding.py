"""Use case: decide about bookings that an absence stands in the way of. All at once or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.affected_bookings import queries
from locum.affected_bookings.events import AbsenceDecided, BookingKept, RescheduleAsked
from locum.affected_bookings.listing import time_ahead
from locum.affected_bookings.rules import Action, Decision, check_decisions
from locum.affected_bookings.succession import Vacancy, part_of, successor_of
from locum.bookings import access, hosting
from locum.bookings import queries as bookings
from locum.bookings.handing_over import hand_over
from locum.bookings.reassign import NOBODY_ELSE
from locum.bookings.rules.status import OVER, check_reason
from locum.bookings.views import BookingView, Organizer
from locum.db.events import publish
from locum.event_types import loading
from locum.event_types.loading import Bookable
from locum.host_choice.queries import Origin
from locum.http.principal import Principal
from locum.kit import clock
from locum.kit.errors import BadRequest, Conflict, Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Decided:
    """What was done about a booking, and who has it now if it was given away."""

    uid: str
    action: Action
    host: Organizer | None = None


async def decide(
    session: AsyncSession,
    caller: Principal,
    absence: Absence,
    decisions: Sequence[Decision],
    team_id: int | None = None,
) -> list[Decided]:
    """Do what was decided, in the given order. For whoever is in charge of each of the bookings.

    With `team_id` only those of this team's event types are there.

    Raises BadRequest, Forbidden, NotFound for bookings that the absence does not stand in the way of, or Conflict when
    one of them was changed meanwhile; then nothing at all is done.
    """
    check_decisions(decisions)
    for decision in decisions:
        check_reason(decision.reason)
    seen = await _seen(session, caller, absence, [decision.uid for decision in decisions], team_id)
    event_types = await _event_types(session, list(seen.values()))
    await _hold_hosts(session, absence, decisions, seen, event_types)
    views = {uid: await access.held(session, uid) for uid in sorted(seen, key=lambda uid: seen[uid].booking.id)}
    absentee = (await bookings.by_ids(session, [absence.user_id]))[absence.user_id]
    doing = _Doing(session, caller, absence, absentee, event_types)
    return [await doing.carry_out(decision, views[decision.uid]) for decision in decisions]


async def _seen(
    session: AsyncSession, caller: Principal, absence: Absence, uids: Sequence[str], team_id: int | None
) -> dict[str, BookingView]:
    ahead = await time_ahead(session, absence)
    found = await queries.hosted_of(session, absence.user_id, ahead, uids, team_id) if ahead else []
    seen = {view.booking.uid: view for view in found}
    for uid in uids:
        if uid not in seen:
            raise NotFound(f"Booking with uid={uid} is not affected by this OOO entry.")
        if not await access.is_in_charge(session, caller, seen[uid]):
            raise Forbidden(f"User with id={caller.user_id} is not in charge of booking with uid={uid}")
    return seen


async def _event_types(session: AsyncSession, views: Sequence[BookingView]) -> dict[int, Bookable]:
    ids = {view.booking.event_type_id for view in views if view.booking.event_type_id is not None}
    loaded = {event_type_id: await loading.load(session, event_type_id) for event_type_id in sorted(ids)}
    return {event_type_id: bookable for event_type_id, bookable in loaded.items() if bookable is not None}


async def _hold_hosts(
    session: AsyncSession,
    absence: Absence,
    decisions: Sequence[Decision],
    seen: dict[str, BookingView],
    event_types: dict[int, Bookable],
) -> None:
    """Everybody who might take a booking over, before any booking is held."""
    given = [seen[decision.uid].booking for decision in decisions if decision.action is Action.REASSIGN]
    ids = {booking.event_type_id for booking in given if booking.event_type_id in event_types}
    also = [] if absence.substitute_id is None else [absence.substitute_id]
    if given:
        await hosting.hold_all(session, [event_types[id_] for id_ in ids if id_ is not None], also)


@dataclass(frozen=True, slots=True)
class _Doing:
    session: AsyncSession
    caller: Principal
    absence: Absence
    absentee: Organizer
    event_types: dict[int, Bookable]

    async def carry_out(self, decision: Decision, view: BookingView) -> Decided:
        """One of them; the booking is held."""
        if view.booking.status in OVER or part_of(view, self.absentee) is None:
            raise Conflict(f"Booking with uid={decision.uid} was changed meanwhile.")
        host = None
        match decision.action:
            case Action.KEEP:
                await self._announce(BookingKept, view, decision)
            case Action.ASK:
                self._check_can_be_moved(view)
                await self._announce(RescheduleAsked, view, decision)
            case Action.REASSIGN:
                host = await self._give_away(view, decision)
        await queries.decide(
            self.session, self.absence.id, view.booking.id, decision.action.value, self.caller.user_id, clock.now()
        )
        return Decided(decision.uid, decision.action, host)

    async def _announce(self, kind: type[AbsenceDecided], view: BookingView, decision: Decision) -> None:
        booking = view.booking
        said = (booking.id, booking.uid, booking.user_id, booking.event_type_id, booking.ics_sequence)
        await publish(self.session, kind(*said, self.absentee.id, self.caller.user_id, decision.reason))

    def _bookable(self, view: BookingView) -> Bookable | None:
        return self.event_types.get(view.booking.event_type_id or 0)

    def _check_can_be_moved(self, view: BookingView) -> None:
        """Nobody is asked for what he cannot do."""
        bookable = self._bookable(view)
        if bookable is None or not bookable.settings.rules.rescheduling.allows(view.booking.starts_at, clock.now()):
            raise BadRequest(f"Booking with uid={view.booking.uid} can't be rescheduled.")

    async def _give_away(self, view: BookingView, decision: Decision) -> Organizer:
        bookable, part = self._bookable(view), part_of(view, self.absentee)
        origin = Origin(self.caller.user_id, decision.reason)
        successor = None
        if bookable is not None:
            vacancy = Vacancy(view, bookable, self.absentee, self.absence)
            successor = await successor_of(self.session, vacancy, origin)
        if bookable is None or part is None or successor is None:
            raise BadRequest(NOBODY_ELSE.format(uid=view.booking.uid))
        await hand_over(self.session, view, bookable, part, successor)
        return successor.host.person
