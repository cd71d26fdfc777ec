"""Whether the hosts are free, asked under their locks, so that the answer holds until the transaction ends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings.rules import times
from locum.event_types.loading import Bookable
from locum.slots.answer import Reason
from locum.slots.examine import examine
from locum.slots.loading import Asked, load_question
from locum.slots.question import Limits, SlotQuestion

_LOCKS_OF_HOSTS = 7_401
"""Tells these advisory locks from others."""

_HOLD = select(
    func.pg_advisory_xact_lock(_LOCKS_OF_HOSTS, func.unnest(bindparam("keys", type_=ARRAY(Integer)))).label("held")
)


async def hold_hosts(session: AsyncSession, host_ids: Iterable[int]) -> None:
    """Let nobody else give away the time of these hosts until the transaction ends.

    In ascending order, so that two who want the same hosts wait for each other and never in a circle.
    """
    await session.execute(_HOLD, {"keys": sorted({host_id % 2**31 for host_id in host_ids})})


async def check_free(
    session: AsyncSession,
    bookable: Bookable,
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    booker_zone: str,
    leaving_out_booking_id: int | None = None,
) -> None:
    """Raises the sheet's refusal when [start, end) cannot be had; the booking that is moved is not in its own way."""
    asked = Asked(start, end, now, booker_zone, left_out_id=leaving_out_booking_id)
    question = await load_question(session, bookable, asked)
    verdict = examine(question, start, end)
    if verdict.bookable:
        return
    reason = verdict.reason.reason if verdict.reason else None
    by_count = reason is Reason.LIMIT and _is_closed_by_count(question, start, end)
    raise times.refusal(reason, of_team=bookable.settings.team_id is not None, by_count=by_count)


def _is_closed_by_count(question: SlotQuestion, start: datetime, end: datetime) -> bool:
    """Whether limits of numbers alone would close the time, as opposed to limits of minutes."""
    settings = replace(question.settings, limits=Limits(count=question.settings.limits.count))
    verdict = examine(replace(question, settings=settings), start, end)
    return verdict.reason is not None and verdict.reason.reason is Reason.LIMIT
