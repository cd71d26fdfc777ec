"""Recurring absences go on: every night further occurrences are entered, and those of long ago go."""

from datetime import timedelta

from sqlalchemy import select

from locum.absences import series
from locum.absences.models import AbsenceSeries
from locum.db.jobs import jobs, workshop
from locum.db.session import Database
from locum.kit import clock

AT_ONCE = 50
"""Series of one transaction, so that none lasts long."""
STEP = timedelta(days=7)
"""A series goes on when it falls so far behind: once a week is often enough for what reaches twelve months ahead."""
KEPT_FOR = timedelta(days=730)


@jobs.periodic(cron="23 2 * * *")
@jobs.task(name="absences.proceed_with_series", queueing_lock="absences.proceed_with_series")
async def proceed_with_series(timestamp: int) -> None:
    """Once a night."""
    await proceed(workshop().database)


async def proceed(database: Database) -> None:
    """Bring every series up to date. Whoever is killed meanwhile has done some of them."""
    behind = clock.now().date() + series.AHEAD - STEP
    due = select(AbsenceSeries).where(AbsenceSeries.expanded_to < behind).order_by(AbsenceSeries.id).limit(AT_ONCE)
    done = AT_ONCE
    while done == AT_ONCE:
        async with database.work() as session:
            found = (await session.scalars(due.with_for_update(skip_locked=True))).all()
            for one in found:
                await series.proceed(session, one)
                await series.forget_old(session, one.id, clock.now().date() - KEPT_FOR)
            done = len(found)
