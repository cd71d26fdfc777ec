"""Use case: which bookings does an absence stand in the way of, and what can be done about each?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.windows import Window, window_of
from locum.affected_bookings import queries
from locum.affected_bookings.models import AbsenceDecision
from locum.affected_bookings.rules import Action, actions_for
from locum.bookings.views import BookingView
from locum.event_types.rules.policies import Rescheduling
from locum.kit import clock
from locum.kit.paging import Page
from locum.schedules.queries import schedules_in_use


@dataclass(frozen=True, slots=True)
class Affected:
    """A booking, what is on offer for it, and what was decided so far."""

    view: BookingView
    actions: tuple[Action, ...]
    decision: AbsenceDecision | None


async def affected_bookings(
    session: AsyncSession, absence: Absence, page: Page, team_id: int | None = None
) -> list[Affected]:
    """The bookings of somebody who is away that begin or go on meanwhile and are not over, by start: one page.

    With `team_id` only those of this team's event types: what else its people do is not its business.
    The number of statements does not depend on the number of bookings.
    """
    ahead = await time_ahead(session, absence)
    views = await queries.hosted(session, absence.user_id, ahead, page, team_id) if ahead else []
    if not views:
        return []
    made = await queries.decisions(session, absence.id, [view.booking.id for view in views])
    offers = await _offers(session, absence, views)
    return [Affected(view, offers[view.booking.id], made.get(view.booking.id)) for view in views]


async def time_ahead(session: AsyncSession, absence: Absence) -> Window | None:
    """What is left of the time of an absence: its days in the zone of his hours, or its exact instants.

    Days are read as slots read them (out-of-office sheet, section 6). None when the absence is over.
    """
    window, now = await _time_of(session, absence), clock.now()
    return Window(max(window.start, now), window.end) if window.end > now else None


async def _time_of(session: AsyncSession, absence: Absence) -> Window:
    exact = None
    if absence.starts_at is not None and absence.ends_at is not None:
        exact = Window(absence.starts_at, absence.ends_at)
    if exact is not None and not absence.covers_days:
        return exact
    days = Days(absence.first_day, absence.last_day)
    hours = await schedules_in_use(session, {absence.user_id: None}, days.first, days.last)
    whole = window_of(days, hours[absence.user_id].zone)
    return whole if exact is None else Window(min(whole.start, exact.start), max(whole.end, exact.end))


async def _offers(
    session: AsyncSession, absence: Absence, views: Sequence[BookingView]
) -> dict[int, tuple[Action, ...]]:
    ids = {view.booking.event_type_id for view in views if view.booking.event_type_id is not None}
    known = await queries.moving_rules(session, ids)
    now = clock.now()
    offers = {}
    for view in views:
        row = known.get(view.booking.event_type_id or 0)
        offers[view.booking.id] = actions_for(
            takes_turns=row is not None and row.scheduling_type == "roundRobin",
            has_substitute=absence.substitute_id is not None,
            is_known=row is not None,
            may_move=row is not None and Rescheduling.of(row.disable_rescheduling).allows(view.booking.starts_at, now),
        )
    return offers
