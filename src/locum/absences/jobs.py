"""Recurring absences go on: every night further occurrences are entered, and those of long ago go.

And many absences that were entered at once are told of.
"""

from datetime import timedelta

from procrastinate import RetryStrategy
from sqlalchemy.ext.asyncio import AsyncSession

from locum.absences import announcing, series, series_queries
from locum.db.jobs import jobs, workshop
from locum.db.session import Database
from locum.kit import clock

STEP = timedelta(days=7)
"""A series goes on when it falls so far behind: once a week is often enough for what reaches twelve months ahead."""
KEPT_FOR = timedelta(days=730)


@jobs.task(name="absences.tell_of_all", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
async def tell_of_all(absence_ids: list[int]) -> None:
    """Tell whoever listens of absences that were entered at once."""
    await announcing.tell_of_all(workshop().database, absence_ids)


@jobs.periodic(cron="23 2 * * *")
@jobs.task(name="absences.proceed_with_series", queueing_lock="absences.proceed_with_series")
async def proceed_with_series(timestamp: int) -> None:
    """Once a night."""
    await proceed(workshop().database)


async def proceed(database: Database) -> None:
    """Bring every series up to date, each in a transaction of its own."""
    behind = clock.now().date() + series.AHEAD - STEP
    last = 0
    while True:
        async with database.work() as session:
            found = await series_queries.behind(session, behind, last)
            if found is None:
                return
            last = found
            await _proceed_with(session, found)


async def _proceed_with(session: AsyncSession, series_id: int) -> None:
    held = await series_queries.held(session, series_id)
    if held is not None:
        await series.proceed(session, held)
        await series.forget_old(session, held.id, clock.now().date() - KEPT_FOR)
