"""The clock of absences."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.windows import window_of_absence
from locum.db.jobs import jobs, workshop
from locum.users.models import User
from locum.webhooks.absences.models import AbsenceAlarm
from locum.webhooks.absences.rules import Away, ring
from locum.webhooks.absences.telling import tell_of_moment
from locum.webhooks.alarm_clock import AlarmClock, Telling
from locum.webhooks.ringing import Ringing

_THINGS = (
    select(Absence, User.time_zone, AbsenceAlarm.has_begun)
    .join(Absence, Absence.id == AbsenceAlarm.absence_id)
    .join(User, User.id == Absence.user_id)
)


@dataclass(frozen=True, slots=True)
class _Due:
    """An absence whose alarm rings."""

    absence_id: int
    away: Away


def _read(row: Any) -> tuple[int, _Due]:
    absence, zone, has_begun = row
    away = Away(window_of_absence(absence, zone), absence.starts_at is None, has_begun)
    return absence.id, _Due(absence.id, away)


def _ring(due: _Due, now: datetime) -> Ringing:
    return ring(due.away, now)


async def _tell(session: AsyncSession, trigger: str, due: _Due, now: datetime) -> None:
    await tell_of_moment(session, trigger, due.absence_id, now)


CLOCK = AlarmClock(AbsenceAlarm, _THINGS, Telling(_read, _ring, _tell))


@jobs.periodic(cron="* * * * *")
@jobs.task(name="webhooks.tell_of_absences", queueing_lock="webhooks.tell_of_absences")
async def tell_of_absences(timestamp: int) -> None:
    """Tell of the absences that have begun or ended since the last time."""
    await CLOCK.ring(workshop().database)
