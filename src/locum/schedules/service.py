"""Use cases of schedules: make, change, remove."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.events import publish
from locum.kit.errors import Forbidden, LocumError, NotFound
from locum.schedules import queries
from locum.schedules.events import HoursChanged
from locum.schedules.models import Schedule
from locum.schedules.rows import override_rows, weekly_rows
from locum.schedules.rules import USUAL_WEEK, DateHours, WeeklyHours
from locum.users.models import User


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change of a schedule names; None stays as it is, an empty list empties."""

    name: str | None = None
    zone: str | None = None
    make_default: bool = False
    weekly: Sequence[WeeklyHours] | None = None
    overrides: Sequence[DateHours] | None = None


async def create(
    session: AsyncSession,
    user_id: int,
    name: str,
    zone: str | None,
    *,
    make_default: bool,
    weekly: Sequence[WeeklyHours] = USUAL_WEEK,
    overrides: Sequence[DateHours] = (),
) -> Schedule:
    """A new schedule of a person, open as usual unless it says otherwise; `zone` is an IANA name, or None to follow his
    profile (availability sheet, section 4).
    """
    schedule = Schedule(
        user_id=user_id, name=name, time_zone=zone, rules=[*weekly_rows(weekly), *override_rows(overrides)]
    )
    session.add(schedule)
    await session.flush()
    if make_default:
        await _make_default(session, schedule)
    await publish(session, HoursChanged(user_id))
    return schedule


async def change(session: AsyncSession, schedule: Schedule, changes: Changes) -> Schedule:
    """Change what is named and leave the rest; a list replaces the whole list of its kind."""
    if changes.name is not None:
        schedule.name = changes.name
    if changes.zone is not None:
        schedule.time_zone = changes.zone
    if changes.weekly is not None:
        overrides = [rule for rule in schedule.rules if rule.on_date is not None]
        schedule.rules = [*weekly_rows(changes.weekly), *overrides]
    if changes.overrides is not None:
        weekly = [rule for rule in schedule.rules if rule.on_date is None]
        schedule.rules = [*weekly, *override_rows(changes.overrides)]
    if changes.make_default:
        await _make_default(session, schedule)
    await publish(session, HoursChanged(schedule.user_id))
    return schedule


async def remove(session: AsyncSession, schedule: Schedule) -> None:
    """Never refused: a default schedule leaves none, event types fall back to their owner's (sheet, section 4)."""
    await session.delete(schedule)
    await publish(session, HoursChanged(schedule.user_id))


async def owned(
    session: AsyncSession, user_id: int, schedule_id: int, *, missing: type[LocumError] = NotFound, hold: bool = False
) -> Schedule:
    """One schedule of a person, with its rules. Raises `missing` when there is none, Forbidden when it is another's."""
    schedule = await queries.one(session, schedule_id, hold=hold)
    if schedule is None:
        raise missing(f"Schedule with ID={schedule_id} does not exist.")
    if schedule.user_id != user_id:
        raise Forbidden(f"User with ID={user_id} does not own schedule with ID={schedule_id}")
    return schedule


async def _make_default(session: AsyncSession, schedule: Schedule) -> None:
    """The former default loses it at the same moment: the account names one schedule only."""
    await session.execute(update(User).where(User.id == schedule.user_id).values(default_schedule_id=schedule.id))
