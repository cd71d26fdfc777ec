"""Recurring absences in words, and what a new one will do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import queries
from locum.absences.models import AbsenceSeries
from locum.absences.windows import window_of_absence
from locum.kit.paging import Page
from locum.kit.zones import DAY
from locum.pages.booking.substitutes import name_of
from locum.pages.dashboard.absence_words import Period, periods, when
from locum.pages.dashboard.meetings_ahead import NO_MEETINGS, Meetings, meetings_within
from locum.pages.dashboard.reply_outlook import ReplyOutlook, reply_outlook
from locum.pages.dashboard.series_form import DAYS, KEPT, read_rule
from locum.pages.dashboard.whose import Whose
from locum.pages.when import full_day, time_of_day, weekdays
from locum.settings import Settings

MOST_SHOWN, MOST_OCCURRENCES = 6, 400
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}


@dataclass(frozen=True, slots=True)
class SeriesOutlook:
    """What a recurring absence will do in its first twelve months: `dates` are the next few of `count`."""

    words: str
    count: int
    dates: Sequence[str]
    meetings: Meetings
    substitute: str | None
    replies: ReplyOutlook | None


def in_words(whose: Whose, series: AbsenceSeries) -> str:
    """`Every Friday, 1:00 PM – 5:00 PM, until Friday, December 31, 2027`."""
    text, locale = whose.desk.text, whose.desk.words.locale
    every, days, ends = read_rule(series.rule, series.first_day)
    names = dict(zip(DAYS, (full for _, full in weekdays(locale, 0)), strict=True))
    told = {
        "rule": series.rule,
        "days": ", ".join(names.get(day, day) for day in days),
        "day": str(series.first_day.day),
        "weekday": names[DAYS[series.first_day.weekday()]],
        "nth": text(f"recurring.{_nth(series.first_day)}"),
        "date": full_day(locale, series.first_day),
    }
    said = [text(f"recurring.words.{every}", **told)]
    if series.start_minute is not None and series.end_minute is not None:
        cycle = whose.desk.clock.cycle
        hours = (time_of_day(locale, minute % DAY, cycle) for minute in (series.start_minute, series.end_minute))
        said.append(" – ".join(hours))
    if ends and every != KEPT:
        said.append(text("recurring.until", day=full_day(locale, ends)))
    return ", ".join(said)


def _nth(day: date) -> str:
    nth = (day.day - 1) // 7 + 1
    return _ORDINALS["-1" if nth == 5 else str(nth)]


async def occurrences(session: AsyncSession, whose: Whose, series: AbsenceSeries, page: Page) -> list[Period]:
    """Those ahead, the next one first."""
    today = whose.today()
    found = await queries.entered(session, whose.owner.id, today, page, series_id=series.id)
    return periods(whose, found, today)


async def series_outlook(
    session: AsyncSession, settings: Settings, whose: Whose, series: AbsenceSeries
) -> SeriesOutlook:
    """Look ahead, at a series that is only tried in this transaction."""
    today = whose.today()
    rows = await queries.entered(session, whose.owner.id, today, Page(MOST_OCCURRENCES), series_id=series.id)
    absences = [absence for absence, _ in rows]
    windows = [window_of_absence(absence, whose.zone) for absence in absences]
    cover = rows[0][1] if rows else None
    answered = await reply_outlook(session, settings, whose.owner, absences[0]) if absences else None
    return SeriesOutlook(
        in_words(whose, series),
        len(absences),
        [when(whose, absence) for absence in absences[:MOST_SHOWN]],
        await meetings_within(session, whose, windows) if windows else NO_MEETINGS,
        name_of(cover) if cover else None,
        answered if series.replies == "on" else None,
    )
