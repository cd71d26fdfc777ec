"""From rows to the default texts of a reply: who is away, when he is back, who stands in, where to book."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.queries import away_and_holidays
from locum.absences.rules import Days
from locum.absences.windows import Window, touched_days, window_of_absence
from locum.holidays.queries import NOTHING_KEPT
from locum.kit.zones import local_date
from locum.mail.catalogue import Words, words_for
from locum.replies import queries
from locum.replies.state import ReplyState, Texts
from locum.replies.text import CoverFacts, ReplyFacts, default_texts, filled, has_variables
from locum.schedules.queries import schedules_in_use
from locum.schedules.rules import ScheduleInUse
from locum.settings import Settings
from locum.users.models import User

SEARCHED_DAYS = 60
"""Who has no working hours for so long after an absence is back on no day that could be named."""


async def texts_of(session: AsyncSession, settings: Settings, user: User, state: ReplyState) -> Texts:
    """The texts in force, variables filled: the absence's own, the mailbox's, and defaults for what nobody ever set."""
    if state.driving is None and state.mode != "on":
        return state.texts
    is_complete = state.texts.internal.is_set and state.texts.external.is_set
    if is_complete and not has_variables(state.texts):
        return state.texts
    languages, facts = languages_of(settings, user), await facts_of(session, user, state, settings.base_url)
    return filled(state.texts, languages[0], facts).over(default_texts(languages, facts))


def languages_of(settings: Settings, user: User) -> tuple[Words, ...]:
    """The languages that somebody's mail is answered in: his own, and the house's second one where that is another."""
    own = words_for(user.locale or "en")
    second = words_for(settings.replies_second_language) if settings.replies_second_language else own
    return (own,) if own.locale.language == second.locale.language else (own, second)


async def facts_of(session: AsyncSession, user: User, state: ReplyState, base_url: str) -> ReplyFacts:
    """What the default texts tell; the day of return is after the whole time away."""
    period = state.period
    returns_on = await _return_day(session, user, period) if period else None
    absence = await session.get(Absence, state.driving.id) if state.driving else None
    days = touched_days(period, user.time_zone) if period else None
    return ReplyFacts(
        name=_name(user),
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        returns_on=returns_on,
        cover=await _cover(session, absence, period, base_url) if absence and period else None,
        booking_link=await _booking_link(session, user, returns_on, base_url),
        notes=absence.notes if absence and absence.show_note_publicly else None,
    )


def _name(user: User) -> str:
    return user.name or user.username or user.email


async def _return_day(session: AsyncSession, user: User, period: Window) -> date | None:
    """The first day with working hours after somebody's absence that is no holiday and not off for another reason."""
    first = local_date(period.end, user.time_zone)
    last = first + timedelta(days=SEARCHED_DAYS)
    hours = (await schedules_in_use(session, {user.id: None}, first, last)).get(user.id)
    if hours is None:
        return None
    away, kept = await away_and_holidays(session, [user.id], Days(first, last))
    holidays = {holiday.day for holiday in kept.get(user.id, NOTHING_KEPT).days_off(first, last)}
    off = [absence.days for absence in away if absence.covers_days]
    days = (first + timedelta(days=number) for number in range(SEARCHED_DAYS))
    open_days = (day for day in days if day not in holidays and not any(one.first <= day <= one.last for one in off))
    return next((day for day in open_days if is_working_day(hours, day)), None)


def is_working_day(hours: ScheduleInUse, day: date) -> bool:
    """Whether a schedule opens on a date; overrides replace the week."""
    overrides = [hour for hour in hours.overrides if hour.day == day]
    if overrides:
        return any(hour.start < hour.end for hour in overrides)
    return any(day.weekday() in week.weekdays and week.start < week.end for week in hours.weekly)


async def _cover(session: AsyncSession, absence: Absence, period: Window, base_url: str) -> CoverFacts | None:
    """Who stands in, if he still shares a team with the absent person and is there the whole time (R15)."""
    cover = await queries.cover(session, absence.id)
    if cover is None:
        return None
    around = touched_days(period, cover.time_zone)
    if _is_away(await queries.absences_on(session, cover.id, around), cover, period):
        return None
    return CoverFacts(_name(cover), cover.email, f"{base_url}/{cover.username}" if cover.username else None)


def _is_away(absences: Sequence[Absence], person: User, period: Window) -> bool:
    """Whether one of them takes days of a period; hours only where they take all of it, else he can still be asked."""
    for absence in absences:
        window = window_of_absence(absence, person.time_zone)
        takes_all = window.start <= period.start and window.end >= period.end
        if window.start < period.end and window.end > period.start and (absence.covers_days or takes_all):
            return True
    return False


async def _booking_link(session: AsyncSession, user: User, returns_on: date | None, base_url: str) -> str | None:
    if not user.username:
        return None
    slug = await queries.first_public_slug(session, user.id)
    page = f"{base_url}/{user.username}/{slug}" if slug else f"{base_url}/{user.username}"
    return f"{page}?date={returns_on.isoformat()}" if returns_on else page
