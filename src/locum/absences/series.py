"""Use cases of recurring absences: enter, change, continue, remove.

The occurrences of the next twelve months stand among the absences, where everything that cares for absences finds them.
Those that are over stay as they were, and so does what somebody changed of a single one.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import series_queries as queries
from locum.absences import service
from locum.absences.events import SeriesAct, SeriesChanged, SeriesRemoved
from locum.absences.models import Absence, AbsenceSeries
from locum.absences.patterns import Details, Pattern
from locum.absences.recurrence import occurrences
from locum.absences.windows import Span
from locum.db.events import publish
from locum.kit import clock
from locum.kit.errors import BadRequest, Forbidden
from locum.kit.zones import local_date
from locum.users import queries as users
from locum.users.models import User

AHEAD = timedelta(days=366)
MOST_OF_A_PERSON = 20
TOO_MANY = f"Nobody has more than {MOST_OF_A_PERSON} recurring absences."


async def enter(session: AsyncSession, user: User, pattern: Pattern, details: Details) -> AbsenceSeries:
    """Somebody will be away again and again. Raises BadRequest."""
    kept = pattern.checked()
    await users.held(session, user.id)
    if await queries.count(session, user.id) >= MOST_OF_A_PERSON:
        raise BadRequest(TOO_MANY)
    series = AbsenceSeries(
        user_id=user.id, zone=user.time_zone, expanded_to=kept.first_day - timedelta(days=1), show_note_publicly=False
    )
    _write(series, kept, details)
    session.add(series)
    await session.flush()
    await _follow(session, series)
    await _announce(session, series, "entered", None)
    return series


async def change(session: AsyncSession, series: AbsenceSeries, pattern: Pattern, details: Details) -> AbsenceSeries:
    """Change all occurrences that are not over, save those that somebody changed by themselves. Raises BadRequest."""
    previous = series.substitute_id
    _write(series, pattern.checked(), details)
    await session.flush()
    await _follow(session, series)
    await _announce(session, series, "changed", previous)
    return series


async def proceed(session: AsyncSession, series: AbsenceSeries) -> None:
    """Let further occurrences stand among the absences as time goes on."""
    await _follow(session, series)
    await _announce(session, series, "continued", series.substitute_id)


async def remove(session: AsyncSession, series: AbsenceSeries) -> None:
    """It does not recur any more; the occurrences that are over go, too."""
    event = await _changed(session, series, "removed", series.substitute_id)
    await publish(session, SeriesRemoved(series.id, series.user_id, event.next_id))
    for absence in await queries.occurrences(session, series.id):
        await _take_back(session, absence, local_date(clock.now(), series.zone))
    await session.delete(series)
    await publish(session, replace(event, substitute_id=None))


async def _announce(
    session: AsyncSession, series: AbsenceSeries, act: SeriesAct, previous_substitute_id: int | None
) -> None:
    await publish(session, await _changed(session, series, act, previous_substitute_id))


async def _changed(
    session: AsyncSession, series: AbsenceSeries, act: SeriesAct, previous_substitute_id: int | None
) -> SeriesChanged:
    today = local_date(clock.now(), series.zone)
    following = await queries.following(session, series.id, today)
    return SeriesChanged(
        series.id,
        series.user_id,
        series.substitute_id,
        previous_substitute_id,
        following.id if following else None,
        (following.first_day, following.last_day) if following else None,
        act,
    )


def _write(series: AbsenceSeries, pattern: Pattern, details: Details) -> None:
    series.first_day, series.length_days = pattern.first_day, pattern.length_days
    series.start_minute, series.end_minute = pattern.start_minute, pattern.end_minute
    series.rule, series.exceptions = pattern.rule, list(pattern.exceptions)
    series.substitute_id, series.notes = details.substitute_id, details.notes
    series.reason, series.replies = details.reason, details.replies


def pattern_of(series: AbsenceSeries) -> Pattern:
    """When a series recurs."""
    return Pattern(
        series.first_day,
        series.length_days,
        series.start_minute,
        series.end_minute,
        series.rule,
        tuple(series.exceptions),
    )


def details_of(series: AbsenceSeries) -> Details:
    """What its occurrences have in common."""
    return Details(series.substitute_id, series.notes, series.reason, series.replies)


async def _follow(session: AsyncSession, series: AbsenceSeries) -> None:
    """Make the occurrences what the series says, from now to twelve months ahead."""
    today = local_date(clock.now(), series.zone)
    pattern = pattern_of(series)
    since, until = today - timedelta(days=pattern.length_days), today + AHEAD
    wanted = {
        day: pattern.span_on(day, series.zone)
        for day in occurrences(series.rule, series.first_day, series.exceptions, since, until)
    }
    await service.check_series(session, series.user_id, series.substitute_id, list(wanted.values()))
    present = {absence.occurs_on: absence for absence in await queries.ahead(session, series.id, today)}
    for day, absence in present.items():
        if day not in wanted:
            await _take_back(session, absence, today)
    for day, span in wanted.items():
        _place(session, series, day, span, present)
    series.expanded_to = until
    await session.flush()


async def _take_back(session: AsyncSession, absence: Absence, today: date) -> None:
    """An occurrence that runs is announced by itself: somebody is there again. Substitutes hear of the series."""
    if absence.first_day <= today <= absence.last_day:
        await publish(session, replace(service.deleted(absence), substitute_id=None))
    await session.delete(absence)


def _place(
    session: AsyncSession, series: AbsenceSeries, day: date, span: Span, present: Mapping[date | None, Absence]
) -> None:
    absence = present.get(day)
    if absence is None:
        if span.days.last < local_date(clock.now(), series.zone):
            return
        absence = Absence(user_id=series.user_id, series_id=series.id, occurs_on=day)
        session.add(absence)
    elif absence.differs_from_series:
        return
    for name, value in _columns(series, span).items():
        setattr(absence, name, value)


def _columns(series: AbsenceSeries, span: Span) -> dict[str, Any]:
    return {
        "first_day": span.days.first,
        "last_day": span.days.last,
        "covers_days": span.covers_days,
        "starts_at": span.window.start if span.window else None,
        "ends_at": span.window.end if span.window else None,
        "substitute_id": series.substitute_id,
        "notes": series.notes,
        "reason": series.reason,
        "replies": series.replies,
        "show_note_publicly": series.show_note_publicly,
    }


async def owned(session: AsyncSession, user_id: int, series_id: int) -> AbsenceSeries:
    """One of a person's. Raises Forbidden when it is not this person's."""
    found = await queries.one_of(session, user_id, series_id)
    if found is None:
        raise Forbidden(service.NOT_THEIRS)
    return found


async def forget_old(session: AsyncSession, series_id: int, before: date) -> None:
    """Occurrences that were over long ago need not stay."""
    await session.execute(delete(Absence).where(Absence.series_id == series_id, Absence.last_day < before))
