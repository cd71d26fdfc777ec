"""Counters of callers who have not been here for a while are of no use."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.jobs import jobs, workshop
from locum.http.limits import RateLimitCounter
from locum.kit import clock

KEPT_FOR = timedelta(minutes=10)
"""After the end of a window; longer than any block lasts."""


async def forget(session: AsyncSession) -> None:
    """Remove the counters of windows that ended a while ago."""
    await session.execute(delete(RateLimitCounter).where(RateLimitCounter.window_ends < clock.now() - KEPT_FOR))


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="http.forget_counters", queueing_lock="http.forget_counters")
async def forget_counters(timestamp: int) -> None:
    """Keep the table as small as the number of callers of the last minutes."""
    async with workshop().database.work() as session:
        await forget(session)
