"""The SELECTs of absences that the mail side tells of."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.windows import ALMOST, Window

ORIGIN = "mail"


async def told(session: AsyncSession, user_id: int) -> Absence | None:
    """The absence that the mail side told of, held until the end of the transaction."""
    statement = select(Absence).where(Absence.user_id == user_id, Absence.origin == ORIGIN).with_for_update()
    return (await session.scalars(statement)).first()


async def entered_for_days(session: AsyncSession, user_id: int, days: Days) -> Absence | None:
    """An absence that the person entered himself for just these whole days."""
    return await _entered(
        session,
        user_id,
        Absence.first_day == days.first,
        Absence.last_day == days.last,
        Absence.covers_days.is_(True),
    )


async def entered_for(session: AsyncSession, user_id: int, window: Window) -> Absence | None:
    """The same for just this time, which clients tell that know minutes only."""
    return await _entered(
        session,
        user_id,
        Absence.starts_at.between(window.start, window.start + ALMOST),
        Absence.ends_at.between(window.end, window.end + ALMOST),
    )


async def _entered(session: AsyncSession, user_id: int, *when: ColumnElement[bool]) -> Absence | None:
    theirs = select(Absence).where(Absence.user_id == user_id, Absence.origin != ORIGIN, Absence.series_id.is_(None))
    return (await session.scalars(theirs.where(*when))).first()
