"""What an absence will do, told before it is entered: days that close, meetings that lie in it, who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.rules import Days
from locum.bookings import queries as bookings
from locum.kit import clock
from locum.kit.zones import end_of_day, local_date, start_of_day
from locum.pages.when import Clock
from locum.pages.zones import wanted_zone
from locum.users.models import User

MOST_MEETINGS = 20
_LOOKS_AHEAD = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that lies in the days."""

    uid: str
    title: str
    day: str
    span: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will happen. `more`: there are further meetings than those listed."""

    days: int
    meetings: Sequence[Meeting]
    more: bool
    substitute_is_away: bool


async def outlook(session: AsyncSession, owner: User, span: Days, substitute_id: int | None, reads: Clock) -> Outlook:
    """Look ahead, from today to two years from now; the days are read in the zone of the one who is away."""
    zone = wanted_zone(owner.time_zone)
    today = local_date(clock.now(), zone)
    ahead = span.overlap(Days(today, today + _LOOKS_AHEAD))
    found = []
    if ahead is not None:
        start, end = start_of_day(ahead.first, zone), end_of_day(ahead.last, zone)
        found = list(await bookings.of_host_between(session, owner.id, start, end, MOST_MEETINGS + 1))
    meetings = [
        Meeting(one.uid, one.title, reads.day(one.starts_at), reads.span(one.starts_at, one.ends_at)) for one in found
    ]
    also_away = bool(substitute_id and await absences.shown(session, [substitute_id], span))
    return Outlook(_count(span.first, span.last), meetings[:MOST_MEETINGS], len(found) > MOST_MEETINGS, also_away)


def _count(first: date, last: date) -> int:
    return (last - first).days + 1
