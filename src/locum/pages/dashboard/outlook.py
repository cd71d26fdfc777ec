"""What an absence will do, told before it is entered: days that close, meetings in it, replies, who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.windows import Window, touched_days
from locum.bookings import queries as bookings
from locum.kit import clock
from locum.kit.zones import end_of_day, local_date, start_of_day
from locum.pages.dashboard.absence_words import when
from locum.pages.dashboard.reply_outlook import ReplyOutlook, reply_outlook
from locum.pages.dashboard.whose import Whose
from locum.pages.people import display_name
from locum.settings import Settings
from locum.users import queries as users

MOST_MEETINGS = 20
_LOOKS_AHEAD = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that lies in the time away."""

    uid: str
    title: str
    day: str
    span: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will happen. `days` is how many close whole, `hours` what closes of a day; `more`: there are more meetings
    than those listed. `when` and `substitute` are what colleagues read in the calendar.
    """

    when: str
    days: int
    hours: str | None
    meetings: Sequence[Meeting]
    more: bool
    substitute: str | None
    substitute_is_away: bool
    note: str | None
    replies: ReplyOutlook


async def outlook(session: AsyncSession, settings: Settings, whose: Whose, absence: Absence) -> Outlook:
    """Look ahead, from today to two years from now; days are read in the zone of the one who is away."""
    span = Days(absence.first_day, absence.last_day)
    meetings = await _meetings(session, whose, absence)
    cover = await users.by_id(session, absence.substitute_id) if absence.substitute_id else None
    said = when(whose, absence)
    return Outlook(
        said,
        (span.last - span.first).days + 1 if absence.covers_days else 0,
        None if absence.covers_days else said,
        meetings[:MOST_MEETINGS],
        len(meetings) > MOST_MEETINGS,
        display_name(cover) if cover else None,
        bool(cover and any(one.covers_days for one in await absences.away(session, [cover.id], span))),
        absence.notes if absence.show_note_publicly else None,
        await reply_outlook(session, settings, whose.owner, absence),
    )


async def _meetings(session: AsyncSession, whose: Whose, absence: Absence) -> list[Meeting]:
    """Those of the absent person, one more than are shown if there are so many."""
    bounds = _ahead(absence, whose.zone)
    if bounds is None:
        return []
    found = await bookings.of_host_between(session, whose.owner.id, *bounds, MOST_MEETINGS + 1)
    day, span = whose.desk.clock.day, whose.desk.clock.span
    return [Meeting(one.uid, one.title, day(one.starts_at), span(one.starts_at, one.ends_at)) for one in found]


def _ahead(absence: Absence, zone: str) -> tuple[datetime, datetime] | None:
    """The part of an absence that is not over, and not too far off to count meetings."""
    if absence.starts_at is not None and absence.ends_at is not None:
        window = Window(absence.starts_at, absence.ends_at)
        span = touched_days(window, zone)
    else:
        window, span = None, Days(absence.first_day, absence.last_day)
    today = local_date(clock.now(), zone)
    ahead = span.overlap(Days(today, today + _LOOKS_AHEAD))
    if ahead is None:
        return None
    start, end = start_of_day(ahead.first, zone), end_of_day(ahead.last, zone)
    return (start, end) if window is None else (max(start, window.start), min(end, window.end))
