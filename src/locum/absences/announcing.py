"""Telling of many absences that were entered at once, after they were: what follows from each takes its time.

Meanwhile nobody else has to wait: while they are entered nobody can name a substitute (`service.hold_substitutions`).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences.events import AbsenceCreated, AbsenceUpdated
from locum.absences.models import Absence, UntoldAbsence
from locum.db.events import publish
from locum.db.session import Database

AT_ONCE = 25
"""So many are told of in one transaction."""
TOGETHER = "import"
"""The origin of absences that are entered many at once."""

_ids: Any = any_(bindparam("ids", type_=ARRAY(BigInteger)))
_HELD = select(Absence).where(Absence.id == _ids).order_by(Absence.id).with_for_update()
_TAKEN = delete(UntoldAbsence).where(UntoldAbsence.absence_id == _ids).returning(UntoldAbsence)


def untold(absence: Absence, *, is_new: bool) -> UntoldAbsence:
    """What is to be told of an absence, taken down before it changes, or once it is new."""
    return UntoldAbsence(
        absence_id=absence.id,
        is_new=is_new,
        previous_first_day=absence.first_day,
        previous_last_day=absence.last_day,
        previous_covers_days=absence.covers_days,
        previous_substitute_id=absence.substitute_id,
    )


async def keep(session: AsyncSession, found: Sequence[UntoldAbsence]) -> None:
    """Remember what is to be told. What was not told yet of one of them is told as one with this."""
    names = [column.name for column in UntoldAbsence.__table__.columns]
    rows = [{name: getattr(one, name) for name in names} for one in found]
    if rows:
        await session.execute(insert(UntoldAbsence).on_conflict_do_nothing(), rows)


async def tell(session: AsyncSession, absence_ids: Sequence[int]) -> None:
    """Announce those of these absences that nobody has been told of yet."""
    absences = (await session.scalars(_HELD, {"ids": list(absence_ids)})).all()
    taken = {row.absence_id: row for row in await session.scalars(_TAKEN, {"ids": [one.id for one in absences]})}
    for absence in sorted(absences, key=lambda one: (one.user_id, one.id)):
        if absence.id in taken:
            await publish(session, _event(absence, taken[absence.id]))


async def catch_up(session: AsyncSession, absence: Absence) -> None:
    """Tell what is still to be told of an absence, before something else becomes of it."""
    if absence.origin == TOGETHER:
        await tell(session, [absence.id])


async def tell_of_all(database: Database, absence_ids: Sequence[int]) -> None:
    """The same of very many, some at a time; whoever begins anew goes on where the last one stopped."""
    for begin in range(0, len(absence_ids), AT_ONCE):
        async with database.work() as session:
            await tell(session, absence_ids[begin : begin + AT_ONCE])


def _event(absence: Absence, untold: UntoldAbsence) -> AbsenceCreated | AbsenceUpdated:
    now = (absence.id, absence.user_id, absence.substitute_id, absence.first_day, absence.last_day)
    if untold.is_new:
        return AbsenceCreated(*now, absence.origin)
    before = (untold.previous_substitute_id, untold.previous_first_day, untold.previous_last_day)
    return AbsenceUpdated(*now, *before, absence.origin, previous_covers_days=untold.previous_covers_days)
