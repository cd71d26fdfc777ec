"""From rows to the default texts of a reply: who is away, when he is back, who stands in, where to book."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.queries import away_and_holidays
from locum.absences.rules import Days
from locum.absences.windows import Window, touched_days
from locum.event_types.models import EventType
from locum.holidays.queries import NOTHING_KEPT
from locum.kit.zones import local_date
from locum.mail.catalogue import Words, words_for
from locum.memberships.models import Membership
from locum.replies.queries import window_in
from locum.replies.state import ReplyState, Texts
from locum.replies.text import CoverFacts, ReplyFacts, default_texts, filled, has_variables
from locum.schedules.queries import schedules_in_use
from locum.schedules.rules import ScheduleInUse
from locum.users.models import User

SEARCHED_DAYS = 60
"""Who has no working hours for so long after an absence is back on no day that could be named."""

_theirs, _others = Membership.__table__.alias("theirs"), Membership.__table__.alias("others")
_COVER = (
    select(Absence, User)
    .join(User, User.id == Absence.substitute_id)
    .where(
        Absence.id == bindparam("absence_id"),
        exists().where(
            _theirs.c.user_id == Absence.user_id,
            _theirs.c.accepted.is_(True),
            _others.c.team_id == _theirs.c.team_id,
            _others.c.user_id == User.id,
            _others.c.accepted.is_(True),
        ),
    )
)
_COVERS_ABSENCES = select(Absence).where(
    Absence.user_id == bindparam("user_id"),
    Absence.first_day <= bindparam("last_day"),
    Absence.last_day >= bindparam("first_day"),
)
_FIRST_PUBLIC = (
    select(EventType.slug)
    .where(EventType.user_id == bindparam("user_id"), EventType.hidden.is_(False))
    .order_by(EventType.id)
    .limit(1)
)


async def texts_of(session: AsyncSession, user: User, state: ReplyState, base_url: str) -> Texts:
    """The texts in force, variables filled: the absence's own, the mailbox's, and defaults for what nobody ever set."""
    if state.driving is None and state.mode != "on":
        return state.texts
    is_complete = state.texts.internal.is_set and state.texts.external.is_set
    if is_complete and not has_variables(state.texts):
        return state.texts
    words, facts = words_of(user), await facts_of(session, user, state, base_url)
    return filled(state.texts, words, facts).over(default_texts(words, facts))


def words_of(user: User) -> Words:
    """The language that somebody's mail is answered in."""
    return words_for(user.locale or "en")


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
    row = (await session.execute(_COVER, {"absence_id": absence.id})).first()
    if row is None:
        return None
    cover: User = row[1]
    days = touched_days(period, cover.time_zone)
    around = {"user_id": cover.id, "first_day": days.first, "last_day": days.last}
    if _is_away(await _absences(session, around), cover, period):
        return None
    return CoverFacts(_name(cover), cover.email, f"{base_url}/{cover.username}" if cover.username else None)


async def _absences(session: AsyncSession, around: dict[str, object]) -> Sequence[Absence]:
    return (await session.scalars(_COVERS_ABSENCES, around)).all()


def _is_away(absences: Sequence[Absence], person: User, period: Window) -> bool:
    windows = [window_in(absence, person.time_zone) for absence in absences]
    return any(window.start < period.end and window.end > period.start for window in windows)


async def _booking_link(session: AsyncSession, user: User, returns_on: date | None, base_url: str) -> str | None:
    if not user.username:
        return None
    slug = await session.scalar(_FIRST_PUBLIC, {"user_id": user.id})
    page = f"{base_url}/{user.username}/{slug}" if slug else f"{base_url}/{user.username}"
    return f"{page}?date={returns_on.isoformat()}" if returns_on else page
