"""Background jobs on the same PostgreSQL. A job exists exactly if the transaction that deferred it committed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.tasks import Task
from sqlalchemy.ext.asyncio import AsyncSession

from locum.db.session import Database, libpq_url, raw_connection
from locum.settings import Settings

log = structlog.get_logger(__name__)

jobs = App(connector=PsycopgConnector())
"""Tasks register here with `@jobs.task(name="feature.verb")`; the worker opens it with a real connection."""

HEARTBEAT_SECONDS = 5.0
STALLED_AFTER_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a running job may use: the database and the settings of its process."""

    database: Database
    settings: Settings


_workshop: list[Workshop] = []


def workshop() -> Workshop:
    """The tools of this process. Raises RuntimeError outside a worker."""
    if not _workshop:
        raise RuntimeError("jobs run in a worker only")
    return _workshop[-1]


async def defer(
    session: AsyncSession,
    task: Task[Any, Any, Any],
    *,
    at: datetime | None = None,
    lock: str | None = None,
    **arguments: Any,
) -> None:
    """Put a job into the session's own transaction. `at` is the aware instant before which it does not run."""
    connection = await raw_connection(session)
    await task.configure(connection=connection, schedule_at=at, lock=lock).defer_async(**arguments)


@jobs.periodic(cron="* * * * * */10")
@jobs.task(name="jobs.put_back_stalled", queueing_lock="jobs.put_back_stalled", pass_context=False)
async def put_back_stalled(timestamp: int) -> None:
    """Jobs of a killed worker go back into the queue."""
    await put_back(STALLED_AFTER_SECONDS)


async def put_back(older_than_seconds: float) -> None:
    """Jobs whose worker has not been heard of for that long run again."""
    for job in await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=older_than_seconds):
        log.warning("job put back", job=job.id, task=job.task_name)
        await jobs.job_manager.retry_job(job)


@asynccontextmanager
async def opened(database: Database, settings: Settings) -> AsyncIterator[App]:
    """The job application connected to the database, with the workshop set, for as long as the block lasts."""
    connector = PsycopgConnector(conninfo=libpq_url(database.url), min_size=1, max_size=4)
    with jobs.replace_connector(connector) as app:
        async with app.open_async():
            database.stands_at(settings.base_url)
            _workshop.append(Workshop(database, settings))
            try:
                yield app
            finally:
                _workshop.pop()
