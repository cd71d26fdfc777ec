"""Being woken by the database: a transaction says on a channel that there is work."""

import asyncio
from typing import NoReturn

import psycopg
import structlog

from locum.db.session import Database, libpq_url

log = structlog.get_logger(__name__)

RECOVERS_AFTER_SECONDS = 2.0


async def wake_on(database: Database, channel: str, wake: asyncio.Event) -> NoReturn:
    """Set an event whenever a transaction notifies a channel, and each time listening begins, until cancelled.

    Holds a connection of its own. Whoever waits has to look by himself now and then: the database may be away.
    """
    while True:
        try:
            await _listen(database, channel, wake)
        except (psycopg.Error, OSError) as error:
            log.warning("nobody listens to the database", channel=channel, error=type(error).__name__)
        await asyncio.sleep(RECOVERS_AFTER_SECONDS)


async def _listen(database: Database, channel: str, wake: asyncio.Event) -> None:
    async with await psycopg.AsyncConnection.connect(libpq_url(database.url), autocommit=True) as connection:
        await connection.execute(f"LISTEN {channel}")
        wake.set()
        async for _ in connection.notifies():
            wake.set()
