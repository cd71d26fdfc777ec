"""Replies follow absences, in the transaction in which they change."""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import (
    AbsenceCreated,
    AbsenceDeleted,
    AbsenceTextsChanged,
    AbsenceUpdated,
    SeriesChanged,
)
from locum.absences.mail_queries import ORIGIN
from locum.absences.models import Absence
from locum.absences.windows import window_of_absence
from locum.db.events import listens_to
from locum.replies import setting
from locum.users.models import User

AbsenceEvent = AbsenceCreated | AbsenceUpdated | AbsenceDeleted


async def absence_changed(session: AsyncSession, event: AbsenceEvent) -> None:
    """What scheduling says of an absence holds for mail, too. What the mail side says is announced where it is said."""
    if event.by_mail:
        return
    if event.origin == ORIGIN:
        await _follow(session, event)
    await setting.changed(session, event.user_id, "scheduling")


async def answers_changed(session: AsyncSession, event: AbsenceTextsChanged | SeriesChanged) -> None:
    """What mail is answered with, or when, is another thing now."""
    await setting.changed(session, event.user_id, "scheduling")


async def _follow(session: AsyncSession, event: AbsenceEvent) -> None:
    user = await session.get_one(User, event.user_id)
    absence = await session.get_one(Absence, event.absence_id)
    removed = isinstance(event, AbsenceDeleted)
    await setting.follow(session, event.user_id, None if removed else window_of_absence(absence, user.time_zone))


listens_to(AbsenceCreated)(absence_changed)
listens_to(AbsenceUpdated)(absence_changed)
listens_to(AbsenceDeleted)(absence_changed)
listens_to(AbsenceTextsChanged)(answers_changed)
listens_to(SeriesChanged)(answers_changed)
