"""Use cases: the mail side says that somebody is away from one instant to another (bridge sheet, rules R20 to R26).

There is at most one such absence of a person, and it keeps its id while it moves. Nobody asks here for a substitute
and no cycle is looked for: whoever covers a colleague may still say that he is away.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import service
from locum.absences.events import AbsenceCreated, AbsenceUpdated
from locum.absences.mail_queries import ORIGIN, entered_for, entered_for_days, told
from locum.absences.models import Absence
from locum.absences.rules import Days
from locum.absences.windows import Window, covered_days, touched_days
from locum.db.events import publish
from locum.users.models import User


async def keep(session: AsyncSession, user: User, window: Window) -> Absence:
    """Somebody is away for exactly this window: entered, or the one told of before moved (R20).

    Where he has entered the same days, or just this time, himself already, that absence stands and there is no second
    one (R21).
    """
    whole = covered_days(window, user.time_zone)
    present = await told(session, user.id)
    same = await (entered_for_days(session, user.id, whole) if whole else entered_for(session, user.id, window))
    if same is not None:
        if present is not None:
            await service.remove(session, present, by_mail=True)
        return same
    days = whole or touched_days(window, user.time_zone)
    if present is None:
        return await _enter(session, user.id, window, days, covers_days=whole is not None)
    return await _move(session, present, window, days, covers_days=whole is not None)


async def forget(session: AsyncSession, user_id: int) -> None:
    """What the mail side told of does not hold any more (R23, R26)."""
    present = await told(session, user_id)
    if present is not None:
        await service.remove(session, present, by_mail=True)


async def _enter(session: AsyncSession, user_id: int, window: Window, days: Days, *, covers_days: bool) -> Absence:
    absence = Absence(
        user_id=user_id,
        first_day=days.first,
        last_day=days.last,
        starts_at=window.start,
        ends_at=window.end,
        covers_days=covers_days,
        origin=ORIGIN,
        reason="unspecified",
    )
    session.add(absence)
    await session.flush()
    await publish(session, AbsenceCreated(absence.id, user_id, None, days.first, days.last, ORIGIN, by_mail=True))
    return absence


async def _move(session: AsyncSession, absence: Absence, window: Window, days: Days, *, covers_days: bool) -> Absence:
    was = service.span_now(absence)
    absence.first_day, absence.last_day, absence.covers_days = days.first, days.last, covers_days
    absence.starts_at, absence.ends_at, absence.replies_muted = window.start, window.end, False
    if session.is_modified(absence):
        substitute = absence.substitute_id
        now, before = (substitute, days.first, days.last), (substitute, was.days.first, was.days.last)
        changed = AbsenceUpdated(
            absence.id, absence.user_id, *now, *before, ORIGIN, by_mail=True, previous_covers_days=was.covers_days
        )
        await publish(session, changed)
    return absence
