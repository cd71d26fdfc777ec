"""The clock that rings."""

from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.windows import window_of_absence
from locum.db.jobs import jobs, workshop
from locum.db.session import Database
from locum.kit import clock
from locum.users.models import User
from locum.webhooks.absences.models import AbsenceAlarm
from locum.webhooks.absences.rules import Away, Ringing, ring
from locum.webhooks.absences.telling import tell_of_moment

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Alarms of one transaction, so that none lasts long."""

# Two workers share the work, and neither waits for the other.
_DUE = (
    select(Absence, User.time_zone, AbsenceAlarm.has_begun)
    .join(Absence, Absence.id == AbsenceAlarm.absence_id)
    .join(User, User.id == Absence.user_id)
    .where(AbsenceAlarm.due_at <= bindparam("now"))
    .order_by(AbsenceAlarm.due_at, AbsenceAlarm.absence_id)
    .limit(AT_ONCE)
    .with_for_update(of=AbsenceAlarm, skip_locked=True)
)
_AGAIN = (
    update(AbsenceAlarm)
    .where(AbsenceAlarm.absence_id == bindparam("id_of_absence"))
    .values(due_at=bindparam("again_at"), has_begun=bindparam("begun"))
    .execution_options(synchronize_session=False)
)
_OVER = delete(AbsenceAlarm).where(AbsenceAlarm.absence_id == bindparam("id_of_absence"))


@jobs.periodic(cron="* * * * *")
@jobs.task(name="webhooks.tell_of_absences", queueing_lock="webhooks.tell_of_absences")
async def tell_of_absences(timestamp: int) -> None:
    """Tell of the absences that have begun or ended since the last time."""
    await ring_alarms(workshop().database)


async def ring_alarms(database: Database) -> None:
    """Ring what is due. What is told and that it was told commit together: once each, whoever is killed when."""
    rung = AT_ONCE
    while rung == AT_ONCE:
        async with database.work() as session:
            due = await _due(session, clock.now())
            for absence_id, away in due:
                await _ring(session, absence_id, away)
            rung = len(due)


async def _due(session: AsyncSession, now: datetime) -> list[tuple[int, Away]]:
    rows = await session.execute(_DUE, {"now": now})
    return [
        (absence.id, Away(window_of_absence(absence, zone), absence.starts_at is None, has_begun))
        for absence, zone, has_begun in rows
    ]


async def _ring(session: AsyncSession, absence_id: int, away: Away) -> None:
    now = clock.now()
    ringing = ring(away, now)
    for trigger in ringing.tell:
        try:
            await tell_of_moment(session, trigger, absence_id, now)
        except SQLAlchemyError:
            raise
        except Exception:
            # One absence that cannot be told must not keep all others from being told.
            log.exception("absence not told", absence=absence_id, trigger=trigger)
    await _wind(session, absence_id, ringing)


async def _wind(session: AsyncSession, absence_id: int, ringing: Ringing) -> None:
    """Set the alarm for the next moment, or remove it after the last."""
    if ringing.again_at is None:
        await session.execute(_OVER, {"id_of_absence": absence_id})
    else:
        again = {"id_of_absence": absence_id, "again_at": ringing.again_at, "begun": ringing.has_begun}
        await session.execute(_AGAIN, again)
