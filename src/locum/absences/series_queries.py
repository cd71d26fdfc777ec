"""Every SELECT of recurring absences and their occurrences."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.models import Absence, AbsenceSeries
from locum.kit.paging import Page

_OCCURRENCES = (
    select(Absence).where(Absence.series_id == bindparam("series_id")).order_by(Absence.first_day, Absence.id)
)
_AHEAD = _OCCURRENCES.where(Absence.last_day >= bindparam("today"))
_NEXT = _AHEAD.limit(1)
_OCCURRENCES_HELD = (
    select(Absence.id).where(Absence.series_id == bindparam("series_id")).order_by(Absence.id).with_for_update()
)
_ONE = select(AbsenceSeries).where(AbsenceSeries.id == bindparam("series_id"))
_ONE_OF_PERSON = _ONE.where(AbsenceSeries.user_id == bindparam("user_id"))
_ONE_HELD = _ONE.with_for_update().execution_options(populate_existing=True)
_OF_PERSON = (
    select(AbsenceSeries)
    .where(AbsenceSeries.user_id == bindparam("user_id"))
    .order_by(AbsenceSeries.first_day, AbsenceSeries.id)
    .limit(bindparam("take"))
    .offset(bindparam("skip"))
)
_COUNT = select(func.count()).select_from(AbsenceSeries).where(AbsenceSeries.user_id == bindparam("user_id"))
_BEHIND = (
    select(AbsenceSeries.id)
    .where(AbsenceSeries.expanded_to < bindparam("day"), AbsenceSeries.id > bindparam("after_id"))
    .order_by(AbsenceSeries.id)
    .limit(1)
)


async def occurrences(session: AsyncSession, series_id: int) -> Sequence[Absence]:
    """All that stand among the absences, by day."""
    return (await session.scalars(_OCCURRENCES, {"series_id": series_id})).all()


async def ahead(session: AsyncSession, series_id: int, today: date) -> Sequence[Absence]:
    """Those that are not over, by day."""
    return (await session.scalars(_AHEAD, {"series_id": series_id, "today": today})).all()


async def following(session: AsyncSession, series_id: int, today: date) -> Absence | None:
    """The first of those that are not over."""
    return (await session.scalars(_NEXT, {"series_id": series_id, "today": today})).first()


async def count(session: AsyncSession, user_id: int) -> int:
    """How many recurring absences somebody has."""
    return await session.scalar(_COUNT, {"user_id": user_id}) or 0


async def of_person(session: AsyncSession, user_id: int, page: Page) -> Sequence[AbsenceSeries]:
    """A person's recurring absences, the one that began first first."""
    parameters = {"user_id": user_id, "take": page.take, "skip": page.skip}
    return (await session.scalars(_OF_PERSON, parameters)).all()


async def one_of(session: AsyncSession, user_id: int, series_id: int) -> AbsenceSeries | None:
    """One of a person's, if it is his."""
    return (await session.scalars(_ONE_OF_PERSON, {"series_id": series_id, "user_id": user_id})).first()


async def held(session: AsyncSession, series_id: int) -> AbsenceSeries | None:
    """A series with its occurrences, held until the end of the transaction.

    The occurrences first: whoever leaves one out holds it and then writes to its series.
    """
    await session.execute(_OCCURRENCES_HELD, {"series_id": series_id})
    return (await session.scalars(_ONE_HELD, {"series_id": series_id})).first()


async def behind(session: AsyncSession, day: date, after_id: int) -> int | None:
    """The next one, by id, whose occurrences do not stand among the absences up to a day."""
    return (await session.scalars(_BEHIND, {"day": day, "after_id": after_id})).first()
