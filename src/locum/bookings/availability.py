"""Whether the hosts are free, asked under their locks, so that the answer holds until the transaction ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from locum.bookings import queries
from locum.bookings.rules import times
from locum.bookings.views import Organizer
from locum.event_types.loading import Bookable
from locum.event_types.rules.settings import Timing
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time, as aware instants; the booking that is moved is not in its own way."""

    start: datetime
    end: datetime
    booker_zone: str
    moved_id: int | None = None


async def free_host(
    session: AsyncSession, bookable: Bookable, host_id: int, wanted: Wanted, now: datetime
) -> Organizer:
    """The only host, who must be held. Raises the sheet's refusal when he cannot be had."""
    organizer, taken = await queries.host_at(session, host_id, wanted.start, wanted.end, left_out=wanted.moved_id)
    of_team = bookable.settings.team_id is not None
    if taken and not _has_limits(bookable.settings.timing):
        # In a rush this is what nearly everybody hears: they should hear it soon. Limits would be told of first.
        raise times.refusal(Reason.BUSY, of_team=of_team, by_count=False)
    asked = Asked(wanted.start, wanted.end, now, wanted.booker_zone, left_out_id=wanted.moved_id)
    question = await load_question(session, bookable, asked)
    verdict = examine(question, wanted.start, wanted.end)
    if verdict.bookable:
        return organizer
    reason = verdict.reason.reason if verdict.reason else None
    by_count = reason is Reason.LIMIT and _is_closed_by_count(question, wanted.start, wanted.end)
    raise times.refusal(reason, of_team=of_team, by_count=by_count)


def _has_limits(timing: Timing) -> bool:
    return timing.count_limits.any or timing.duration_limits.any


def _is_closed_by_count(question: SlotQuestion, start: datetime, end: datetime) -> bool:
    """Whether limits of numbers alone would close the time, as opposed to limits of minutes."""
    settings = replace(question.settings, limits=Limits(count=question.settings.limits.count))
    verdict = examine(replace(question, settings=settings), start, end)
    return verdict.reason is not None and verdict.reason.reason is Reason.LIMIT
