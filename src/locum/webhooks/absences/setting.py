"""Setting the alarm of an absence, in the transaction that makes it stand or takes it away."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceDeleted, AbsenceUpdated, SeriesChanged
from locum.absences.models import Absence
from locum.absences.windows import window_of_absence
from locum.kit import clock
from locum.users.models import User
from locum.webhooks.absences.models import AbsenceAlarm
from locum.webhooks.absences.rules import ENDED, wake
from locum.webhooks.absences.telling import tell_of_moment

_AROUND = timedelta(days=3)
_ONE = (
    select(Absence, User.time_zone).join(User, User.id == Absence.user_id).where(Absence.id == bindparam("absence_id"))
)
_WITHOUT = (
    select(Absence, User.time_zone)
    .join(User, User.id == Absence.user_id)
    .outerjoin(AbsenceAlarm, AbsenceAlarm.absence_id == Absence.id)
    .where(
        Absence.series_id == bindparam("series_id"),
        Absence.last_day >= bindparam("since"),
        AbsenceAlarm.absence_id.is_(None),
    )
)
_LOOK_AGAIN = (
    update(AbsenceAlarm)
    .where(AbsenceAlarm.absence_id.in_(select(Absence.id).where(Absence.series_id == bindparam("id_of_series"))))
    .values(due_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)
_TAKEN = (
    delete(AbsenceAlarm).where(AbsenceAlarm.absence_id == bindparam("id_of_absence")).returning(AbsenceAlarm.has_begun)
)


async def set_alarm(session: AsyncSession, event: AbsenceCreated | AbsenceUpdated) -> None:
    """Have its beginning told when it is time; of one that has begun, whatever follows from its new time."""
    rows = await session.execute(_ONE, {"absence_id": event.absence_id})
    await _set(session, [(absence, zone) for absence, zone in rows])


async def set_alarms(session: AsyncSession, event: SeriesChanged) -> None:
    """The same of every occurrence of a recurring absence."""
    now = clock.now()
    await session.execute(_LOOK_AGAIN, {"id_of_series": event.series_id, "now": now})
    rows = await session.execute(_WITHOUT, {"series_id": event.series_id, "since": (now - _AROUND).date()})
    await _set(session, [(absence, zone) for absence, zone in rows])


async def take_alarm(session: AsyncSession, event: AbsenceDeleted) -> None:
    """Who is not away after all has come back, if he was."""
    has_begun = await session.scalar(_TAKEN, {"id_of_absence": event.absence_id})
    if has_begun:
        await tell_of_moment(session, ENDED, event.absence_id, clock.now())


async def _set(session: AsyncSession, found: Iterable[tuple[Absence, str]]) -> None:
    """Alarms for those that are not over; one that is set rings at once and looks for itself."""
    now = clock.now()
    rows = []
    for absence, zone in found:
        window = window_of_absence(absence, zone)
        due_at = wake(window.start, absence.starts_at is None, now) if window.start > now else now
        rows.append({"absence_id": absence.id, "due_at": due_at, "has_begun": False, "is_over": window.end <= now})
    ahead = [{name: row[name] for name in ("absence_id", "due_at", "has_begun")} for row in rows if not row["is_over"]]
    over = [row["absence_id"] for row in rows if row["is_over"]]
    if ahead:
        kept = insert(AbsenceAlarm).values(ahead)
        await session.execute(
            kept.on_conflict_do_update(index_elements=[AbsenceAlarm.absence_id], set_={"due_at": now})
        )
    if over:
        again = update(AbsenceAlarm).where(AbsenceAlarm.absence_id.in_(over)).values(due_at=now)
        await session.execute(again.execution_options(synchronize_session=False))
