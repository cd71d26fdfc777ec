"""From a body to the time that it means: days, wall times in the absent person's zone, or instants."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import rules
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.schemas import AbsenceCreate, AbsenceUpdate
from locum.absences.service import span_now
from locum.absences.windows import Span, asked_span, exact_span, touched_days
from locum.kit.errors import BadRequest
from locum.kit.zones import zone
from locum.users.models import User


async def when_entered(session: AsyncSession, user_id: int, body: AbsenceCreate, *, exact: bool) -> Span:
    """The time of a new absence. `exact`: the instants of the body count, not their days. Raises BadRequest."""
    if not exact and body.start_time is None and body.end_time is None:
        return Span(Days(body.start.date(), body.end.date()))
    home = await _zone(session, user_id)
    if exact:
        return exact_span(body.start, body.end, home)
    return asked_span(body.start, body.end, body.start_time, body.end_time, home)


async def when_changed(session: AsyncSession, absence: Absence, body: AbsenceUpdate, *, exact: bool) -> Span | None:
    """The new time where more than days is named, else None. A wall time that is not named stays.

    Raises BadRequest.
    """
    named = body.model_fields_set
    has_times = bool(named & {"start_time", "end_time"})
    if not has_times and not (exact and body.start and body.end):
        return None
    if (body.start is None) != (body.end is None):
        raise BadRequest(rules.BOTH_ENDS)
    home = await _zone(session, absence.user_id)
    if exact and body.start and body.end:
        return exact_span(body.start, body.end, home)
    opens, closes = hours_now(absence, home)
    start, end = (body.start, body.end) if body.start and body.end else days_now(absence, home)
    return asked_span(
        start,
        end,
        body.start_time if "start_time" in named else opens,
        body.end_time if "end_time" in named else closes,
        home,
    )


async def _zone(session: AsyncSession, user_id: int) -> str:
    return (await session.get_one(User, user_id)).time_zone


def days_now(absence: Absence, home: str) -> tuple[datetime, datetime]:
    """The local days of which an absence takes at least a part, as bodies write them."""
    window = span_now(absence).window
    days = touched_days(window, home) if window else Days(absence.first_day, absence.last_day)
    return rules.bound_of(days.first), rules.bound_of(days.last)


def hours_now(absence: Absence, home: str) -> tuple[int | None, int | None]:
    """The wall times, in minutes, at which an absence begins and ends; None at midnight."""
    window = span_now(absence).window
    if window is None:
        return None, None
    at = zone(home)
    shown = (window.start.astimezone(at), window.end.astimezone(at))
    first, last = (instant.hour * 60 + instant.minute for instant in shown)
    return first or None, last or None
