"""What an absence will do, told before it is entered: days that close, meetings in it, replies, who stands in."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries as absences
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.pages.dashboard.absence_words import when
from locum.pages.dashboard.meetings_ahead import Meetings, meetings_of
from locum.pages.dashboard.reply_outlook import ReplyOutlook, reply_outlook
from locum.pages.dashboard.whose import Whose
from locum.pages.people import display_name
from locum.settings import Settings
from locum.users import queries as users


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will happen. `days` is how many close whole, `hours` what closes of a day.

    `when` and `substitute` are what colleagues read in the calendar.
    """

    when: str
    days: int
    hours: str | None
    meetings: Meetings
    substitute: str | None
    substitute_is_away: bool
    note: str | None
    replies: ReplyOutlook


async def outlook(session: AsyncSession, settings: Settings, whose: Whose, absence: Absence) -> Outlook:
    """Look ahead; days are read in the zone of the one who is away."""
    span = Days(absence.first_day, absence.last_day)
    cover = await users.by_id(session, absence.substitute_id) if absence.substitute_id else None
    said = when(whose, absence)
    return Outlook(
        said,
        (span.last - span.first).days + 1 if absence.covers_days else 0,
        None if absence.covers_days else said,
        await meetings_of(session, whose, absence),
        display_name(cover) if cover else None,
        bool(cover and any(one.covers_days for one in await absences.away(session, [cover.id], span))),
        absence.notes if absence.show_note_publicly else None,
        await reply_outlook(session, settings, whose.owner, absence),
    )
