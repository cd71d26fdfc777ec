"""Background work as a whole: beside `locum.app` the other composition root, which knows no address of the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import locum.listeners
import locum.tables  # noqa: F401
from locum.db import jobs
from locum.db.session import Database
from locum.responder.clerk import deciding
from locum.responder.listening import listening
from locum.settings import Settings
from locum.webhooks.courier import delivering

STOPS_WITHIN_SECONDS = 10


@asynccontextmanager
async def run_worker(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Run background jobs, deliver webhooks and answer mail while the block lasts; what runs is given some seconds."""
    async with (
        jobs.opened(database, settings) as app,
        delivering(database, settings),
        deciding(database, settings),
        listening(database, settings),
    ):
        worker = asyncio.create_task(
            app.run_worker_async(
                install_signal_handlers=False,
                concurrency=4,
                shutdown_graceful_timeout=STOPS_WITHIN_SECONDS,
                listen_notify=True,
                update_heartbeat_interval=jobs.HEARTBEAT_SECONDS,
                stalled_worker_timeout=jobs.STALLED_AFTER_SECONDS,
                delete_jobs="successful",
            )
        )
        try:
            yield
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
