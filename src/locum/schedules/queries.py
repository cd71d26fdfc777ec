"""Every SELECT of schedules."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Date, and_, bindparam, func, lateral, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from locum.schedules.models import Schedule, ScheduleRule
from locum.schedules.rows import weekly_hours
from locum.schedules.rules import USUAL_WEEK, DateHours, ScheduleInUse
from locum.users.models import User

_WHOLE = select(Schedule).options(selectinload(Schedule.rules))
_OF_PERSON = _WHOLE.where(Schedule.user_id == bindparam("user_id")).order_by(Schedule.id)
_COUNT = select(func.count()).select_from(Schedule).where(Schedule.user_id == bindparam("user_id"))
_ONE = _WHOLE.where(Schedule.id == bindparam("schedule_id"))
_ONE_HELD = _ONE.with_for_update()
_DEFAULT = _WHOLE.join(User, User.default_schedule_id == Schedule.id).where(
    User.id == bindparam("user_id"), Schedule.user_id == User.id
)
_DEFAULT_HELD = _DEFAULT.with_for_update(of=Schedule)
_DEFAULT_ID = select(User.default_schedule_id).where(User.id == bindparam("user_id"))


async def of_person(session: AsyncSession, user_id: int) -> Sequence[Schedule]:
    """All schedules of a person, with their rules."""
    return (await session.scalars(_OF_PERSON, {"user_id": user_id})).all()


async def one(session: AsyncSession, schedule_id: int, *, hold: bool = False) -> Schedule | None:
    """One schedule with its rules, whoever's it is; held until the end of the transaction where that is asked."""
    return (await session.scalars(_ONE_HELD if hold else _ONE, {"schedule_id": schedule_id})).first()


async def count(session: AsyncSession, user_id: int) -> int:
    """How many schedules a person has."""
    return await session.scalar(_COUNT, {"user_id": user_id}) or 0


async def default_of(session: AsyncSession, user_id: int, *, hold: bool = False) -> Schedule | None:
    """The default schedule of a person with its rules, if there is one; held where that is asked.

    Whoever changes both holds a schedule before its owner's account, as removing a schedule does.
    """
    return (await session.scalars(_DEFAULT_HELD if hold else _DEFAULT, {"user_id": user_id})).first()


async def default_id_of(session: AsyncSession, user_id: int) -> int | None:
    """Which schedule is the default of a person now."""
    return await session.scalar(_DEFAULT_ID, {"user_id": user_id})


_ids = ARRAY(BigInteger)
_asked = (
    func.unnest(bindparam("user_ids", type_=_ids), bindparam("chosen_ids", type_=_ids))
    .table_valued("user_id", "chosen_id", name="asked")
    .render_derived()
)
_chosen = lateral(
    select(Schedule.id, Schedule.time_zone)
    .where(or_(Schedule.user_id == User.id, Schedule.id == _asked.c.chosen_id))
    .order_by(
        (Schedule.id == _asked.c.chosen_id).is_(True).desc(),
        (Schedule.id == User.default_schedule_id).is_(True).desc(),
        Schedule.id,
    )
    .limit(1)
)
_IN_USE = (
    select(
        User.id,
        func.coalesce(_chosen.c.time_zone, User.time_zone).label("zone"),
        _chosen.c.id.label("schedule_id"),
        func.coalesce(_chosen.c.id == User.default_schedule_id, False).label("is_default"),
        ScheduleRule.on_date,
        ScheduleRule.days,
        ScheduleRule.start_minute,
        ScheduleRule.end_minute,
    )
    .select_from(_asked)
    .join(User, User.id == _asked.c.user_id)
    .outerjoin(_chosen, true())
    .outerjoin(
        ScheduleRule,
        and_(
            ScheduleRule.schedule_id == _chosen.c.id,
            or_(
                ScheduleRule.on_date.is_(None),
                ScheduleRule.on_date.between(bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)),
            ),
        ),
    )
    .order_by(User.id, ScheduleRule.position, ScheduleRule.id)
)


async def schedules_in_use(
    session: AsyncSession,
    chosen: Mapping[int, int | None],
    first_day: date = date.min,
    last_day: date = date.max,
) -> dict[int, ScheduleInUse]:
    """The hours that count for each of many people, in one statement. People who do not exist are left out.

    `chosen` names, for each user id, the schedule that an event type wants of him, or None for his own: his default,
    else his first, else the usual hours in his profile zone (slots sheet, section 4.2). A schedule without a zone is
    read in his profile zone too. Only overrides of `first_day` to `last_day` are loaded, both included.
    """
    parameters = {
        "user_ids": list(chosen),
        "chosen_ids": list(chosen.values()),
        "first_day": first_day,
        "last_day": last_day,
    }
    rows = (await session.execute(_IN_USE, parameters)).all()
    return {user_id: _in_use(list(group)) for user_id, group in groupby(rows, key=lambda row: row[0])}


def _in_use(rows: Sequence[Any]) -> ScheduleInUse:
    """One person's rows, at least one; the rule is missing in a single row of a person without rules."""
    first = rows[0]
    if first.schedule_id is None:
        return ScheduleInUse(None, first.zone, USUAL_WEEK)
    weekly = (row for row in rows if row.on_date is None and row.start_minute is not None)
    return ScheduleInUse(
        first.schedule_id,
        first.zone,
        tuple(weekly_hours(row.days, row.start_minute, row.end_minute) for row in weekly),
        tuple(DateHours(row.on_date, row.start_minute, row.end_minute) for row in rows if row.on_date is not None),
        first.is_default,
    )
